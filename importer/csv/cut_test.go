package csv_test

import (
	"reflect"
	"strings"
	"testing"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// A file that is cut somewhere is refused, or has whole rows only: never a row with
// a shorter amount. A cut between two rows cannot be seen, nor one within the only row.
func TestCut(t *testing.T) {
	for name, whole := range map[string]string{
		"empty cells at the end": "Date;Libellé;Référence;Débit;Crédit\r\n15/11/2026;VIR DUPONT;A1;;1 250,00\r\n16/11/2026;COMMISSION;A2;18,50;\r\n17/11/2026;CARTE;A3;120,35;\r\n",
		"of no profile":          "Buchung;Beschreibung;Umsatz;Marke\n15/11/2026;DUPONT;1250,00;x\n16/11/2026;GEBUEHR;-18,50;\n17/11/2026;KARTE;-120,35;\n",
		"amounts of no profile":  "Buchung;Beschreibung;Umsatz\n15/11/2026;DUPONT;1250,00\n16/11/2026;GEBUEHR;-18,50\n17/11/2026;KARTE;-120,35\n",
		"an amount at the end":   "Date;Libellé;Montant\n15/11/2026;VIR DUPONT;1250,00\n16/11/2026;COMMISSION;-18,50\n17/11/2026;CARTE;-120,35\n",
	} {
		t.Run(name, func(t *testing.T) {
			all, _, err := importertest.Read(t, csv.Format, "whole.csv", []byte(whole))
			if err != nil || len(all) != 1 || len(all[0].Lines) != 3 {
				t.Fatalf("the whole file: %+v, %v", all, err)
			}
			second := strings.Index(whole, "16/11/2026")
			for n := second; n < len(whole); n++ {
				got, _, err := importertest.Read(t, csv.Format, "cut.csv", []byte(whole[:n]))
				if err != nil {
					continue
				}
				for _, s := range got {
					if !reflect.DeepEqual(s.Lines, all[0].Lines[:len(s.Lines)]) {
						t.Errorf("cut after %d bytes, which end with %q: %d lines are taken, and are not the first ones of the whole", n, whole[max(0, n-12):n], len(s.Lines))
					}
				}
			}
		})
	}
}
