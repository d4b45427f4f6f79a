package csv_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// TestNotInSilence: what could be read wrongly is refused, or not booked.
func TestNotInSilence(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"a stray sign beside words of both sides", "Date,Description,Kind,Amount\n2026-03-01,A,Incoming,100.00\n2026-03-02,B,Outgoing,50.00\n2026-03-03,C,Outgoing,75.00\n2026-03-04,D,Incoming,-5.00\n2026-03-05,B,Outgoing,51.00\n2026-03-06,B,Outgoing,52.00\n", "ambiguous_profile"},
		{"a side that one row leaves blank", "Date,Description,Amount,Kind\n2026-03-01,A,100.00,Credit\n2026-03-02,B,50.00,Debit\n2026-03-03,C,-5.00,\n2026-03-04,D,75.00,Debit\n2026-03-05,E,80.00,Credit\n", "ambiguous_profile"},
		{"a side with a third word", "Date,Description,Amount,Kind\n2026-03-01,A,100.00,Credit\n2026-03-02,B,50.00,Debit\n2026-03-03,C,-5.00,Adjustment\n2026-03-04,D,75.00,Debit\n2026-03-05,E,80.00,Credit\n", "ambiguous_profile"},
		{"the same, and a balance proves the signs", "Date,Description,Amount,Kind,Balance\n2026-03-01,A,100.00,Credit,100.00\n2026-03-02,B,50.00,Debit,150.00\n2026-03-03,C,-5.00,Adjustment,145.00\n2026-03-04,D,75.00,Debit,220.00\n2026-03-05,E,80.00,Credit,300.00\n", "300.00"},
		{"a third word, and signs that agree", "Date,Description,Amount,Kind\n2026-03-01,A,100.00,Credit\n2026-03-02,B,-50.00,Debit\n2026-03-03,C,-5.00,Adjustment\n2026-03-04,D,-75.00,Debit\n2026-03-05,E,80.00,Credit\n", "50.00"},
		{"a debit with a minus among debits without", "Date;Libellé;Montant;Sens\n01/03/2026;A;100,00;Crédit\n02/03/2026;B;50,00;Débit\n03/03/2026;C;-5,00;Débit\n14/03/2026;D;75,00;Débit\n", "ambiguous_profile"},
		{"all debits with a minus", "Date;Libellé;Montant;Sens\n01/03/2026;A;100,00;Crédit\n02/03/2026;B;-50,00;Débit\n03/03/2026;C;-5,00;Débit\n14/03/2026;D;-75,00;Débit\n", "-30.00"},
		{"euros in the header, dollars in a column", "Date;Libellé;Montant EUR;Devise\n01/03/2026;A;100,00;USD\n14/03/2026;B;-50,00;EUR\n15/03/2026;B;-50,00;EUR\n", "ambiguous_profile"},
		{"euros in both", "Date;Libellé;Montant EUR;Devise\n01/03/2026;A;100,00;EUR\n14/03/2026;B;-50,00;EUR\n15/03/2026;B;-50,00;EUR\n", "0.00"},
		{"three days that are in order by accident", "Date,Description,Amount\n01/03/2026,A,100.00\n02/01/2026,B,-5.00\n03/02/2026,C,-7.00\n", "ambiguous_profile"},
		{"dollars in a list of euros", "Date;Libellé;Montant\n01/03/2026;VIR A;100,00 €\n02/03/2026;VIR B;-5,00 $\n", "malformed"},
		{"totals under three columns", "Date;Libellé;Montant\n01/03/2026;VIR A;100,00\n02/03/2026;VIR B;-40,00\n15/03/2026;Total des mouvements;60,00\n", "60.00"},
	} {
		all, _, err := importertest.Read(t, csv.Format, c.name+".csv", []byte(c.content))
		var refused *importer.Error
		got := ""
		if errors.As(err, &refused) {
			got = string(refused.Kind)
		} else if err == nil && len(all) == 1 {
			if net, e := all[0].Credits.Sub(all[0].Debits); e == nil {
				got = net.String()
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, %v, want %s", c.name, got, err, c.want)
		}
	}
}

// TestToldOfRows: rows that are left out are told, and a refusal names the row that no reading can read.
func TestToldOfRows(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"a status that the bank has not booked", "Date;Libellé;Montant;Statut\n01/03/2026;A;100,00;Effectué\n14/03/2026;B;-50,00;Annulé\n15/03/2026;C;-20,00;Effectué\n",
			"skipped: line 3: 1 rows of what the bank has not booked were left out; this is the first"},
		{"a total", "Date;Libellé;Montant;Pays\n01/03/2026;A;100,00;FR\n14/03/2026;B;-50,00;FR\n15/03/2026;Total des opérations;50,00;\n",
			"skipped: line 4: 1 rows that sum up others were left out; this is the first"},
		{"a sign against a word", "DEBIT,2026/12/24,HOST,-85.00\nDEBIT,2026/12/23,GIT,-7.00\nCREDIT,2026/12/22,SALES,3520.00\nCREDIT,2026/12/21,SALES,1558.52\nCREDIT,2026/12/20,TRANSFER,-116.22\n",
			"side: line 5: 1 amounts have a sign for one side and a word for the other; the sign was taken; this is the first"},
		{"a row that no reading can read", "Date;Libellé;Montant;Pays\n01/03/2026;A;100,00;FR\n14/03/2026;B;-50,00;FR\n15/03/2026;C;-5O,00;FR\n",
			"ambiguous_profile: line 4: column 3, Montant: should be an amount, as the header says of the column"},
		{"the same, far down", "Date;Libellé;Montant;Pays\n" + strings.Repeat("01/03/2026;A;100,00;FR\n", 500) + "15/03/2026;C;-5O,00;FR\n",
			"ambiguous_profile: line 502: column 3, Montant: should be an amount like 1234,56; no reading of the columns fits all rows, and this is the row to which the best one comes"},
	} {
		_, warnings, err := importertest.Read(t, csv.Format, c.name+".csv", []byte(c.content))
		var said []string
		for _, w := range warnings {
			said = append(said, fmt.Sprintf("%s: line %d: %s", w.Kind, w.Line, w.Message))
		}
		var refused *importer.Error
		if errors.As(err, &refused) {
			said = append(said, fmt.Sprintf("%s: line %d: %s: %s", refused.Kind, refused.Line, refused.Field, refused.Msg))
		}
		if !slices.Contains(said, c.want) {
			t.Errorf("%s: said %q, want %q", c.name, said, c.want)
		}
	}
}
