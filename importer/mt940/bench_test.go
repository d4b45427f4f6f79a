package mt940_test

import (
	"bytes"
	"fmt"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

// way is a way to write :86:.
type way struct{ name, info string }

var ways = []way{
	{"german", ":86:166?00GUTSCHRIFT?100931?20EREF+RE-2026-%04d?21SVWZ+Rechnung vom \n?2212.08.2026?30EXAMDEFFXXX?31DE89370400440532013000?32Muster Handels GmbH\n"},
	{"dutch", ":86:/EREF/FA-2026-%04d//CNTP/NL20INGB0001234567/INGBNL2A/Jansen Bouw\n B.V./Utrecht//REMI/USTD//Factuur van september/\n"},
	{"french", ":86:VIR SEPA RECU /DE DURAND SARL /MOTIF FACTURE FA-2026-%04d REGLEMENT\n/REF NOTPROVIDED\n"},
	{"free", ":86:REMISE CHEQUES %04d DE 3 CHEQUES\n"},
}

// BenchmarkRead reads statements of a hundred lines in each of the ways of :86:.
func BenchmarkRead(b *testing.B) {
	const lines = 10_000
	for _, w := range ways {
		content := benchFile(w, lines)
		b.Run(fmt.Sprintf("%s/lines=%d", w.name, lines), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				if n := readBytes(b, content); n != lines {
					b.Fatalf("%d lines", n)
				}
			}
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

func readBytes(t testing.TB, content []byte) int {
	t.Helper()
	to := &importertest.Counted{}
	f := &importer.File{ReadSeeker: bytes.NewReader(content), Size: int64(len(content)), Format: "mt940", Limits: importer.DefaultLimits(), Warn: func(importer.Warning) {}}
	if err := mt940.Format.Read(t.Context(), f, to); err != nil {
		t.Fatal(err)
	}
	return to.Lines
}

func benchFile(w way, lines int) []byte {
	var b bytes.Buffer
	const each = 100
	for i := range lines {
		if i%each == 0 {
			fmt.Fprintf(&b, ":20:STARTUMS\n:25:FR7630006000011234567890189\n:28C:%d/1\n:60F:C260831EUR%d,00\n", i/each, i)
		}
		fmt.Fprintf(&b, ":61:2609010901C1,00NTRFNONREF//BANK%08d\n"+w.info, i, i)
		if i%each == each-1 || i == lines-1 {
			fmt.Fprintf(&b, ":62F:C260901EUR%d,00\n-\n", i+1)
		}
	}
	return b.Bytes()
}
