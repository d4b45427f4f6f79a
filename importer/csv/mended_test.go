package csv_test

import (
	"errors"
	"testing"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// TestNotInSilence: what could be read wrongly is refused, or not booked.
func TestNotInSilence(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"a stray sign beside words of both sides", "Date,Description,Kind,Amount\n2026-03-01,A,Incoming,100.00\n2026-03-02,B,Outgoing,50.00\n2026-03-03,C,Outgoing,75.00\n2026-03-04,D,Incoming,-5.00\n2026-03-05,B,Outgoing,51.00\n2026-03-06,B,Outgoing,52.00\n", "ambiguous_profile"},
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
