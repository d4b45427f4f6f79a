package csv_test

import (
	"fmt"
	"strings"
	"testing"

	"lettrage/importer/csv"
)

// BenchmarkRead reads files of both orders: the newest first ones hold their lines.
func BenchmarkRead(b *testing.B) {
	for _, order := range []string{"oldest-first", "newest-first"} {
		b.Run(fmt.Sprintf("%s/lines=1e4", order), func(b *testing.B) {
			var text strings.Builder
			text.WriteString("Date;Date valeur;Libellé;Référence;Débit;Crédit\n")
			for i := range 10_000 {
				day := i / 28
				if order == "newest-first" {
					day = (9_999 - i) / 28
				}
				fmt.Fprintf(&text, "%02d/%02d/%d;02/03/2026;VIR SEPA RECU /DE MAISON PERROT /MOTIF FAC-%05d;R%d;;%d,%02d\n",
					day%28+1, day/28%12+1, 2024+day/336, i, i, i+1, i%100)
			}
			content := text.String()
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				to := &counter{}
				if err := csv.Format.Read(b.Context(), file(content), to); err != nil || to.lines != 10_000 {
					b.Fatalf("%d lines: %v", to.lines, err)
				}
			}
		})
	}
}

// BenchmarkOpen reads a file of one line: what each file costs beside its lines.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if err := csv.Format.Read(b.Context(), file("Date;Libellé;Montant\n02/03/2026;VIR MAISON PERROT;310,00\n"), &counter{}); err != nil {
			b.Fatal(err)
		}
	}
}
