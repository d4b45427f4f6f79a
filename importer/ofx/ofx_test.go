package ofx_test

import (
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
	"lettrage/ledger/money"
)

func TestGolden(t *testing.T) {
	importertest.Golden(t, ofx.Format, "ofx/*")
	importertest.Golden(t, ofx.Format, "broken/ofx-*")
}

// TestCorpus reads the sample files that LETTRAGE_CORPUS names.
func TestCorpus(t *testing.T) { importertest.Corpus(t, ofx.Format, "ofx/", "broken/") }

var trnamt = regexp.MustCompile(`(?i)<TRNAMT>\s*([-+0-9.]+)`)

// TestCorpusRounding: of the samples with more decimals than their currency has, the
// manifest's sums are those of the text, to the last decimal; and what is read is the sum
// of the same amounts, each rounded half away from zero, to the cent. Each is told.
func TestCorpusRounding(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	found := 0
	for _, row := range rows {
		if row.Refused || !strings.HasPrefix(row.File, "ofx/") {
			continue
		}
		content := fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File)))
		read, warnings, err := importertest.Read(t, ofx.Format, row.File, content)
		rounded := slices.DeleteFunc(warnings, func(w importer.Warning) bool {
			return w.Kind != "rounded" || strings.HasPrefix(w.Message, "BALAMT")
		})
		if err != nil || len(rounded) == 0 {
			continue
		}
		found++
		text, whole := new(big.Rat), new(big.Rat)
		fine := 0 // amounts that had to be rounded
		for _, m := range trnamt.FindAllSubmatch(content, -1) {
			exact, ok := new(big.Rat).SetString(string(m[1]))
			if !ok {
				t.Fatalf("%s: an amount that is none", row.File)
			}
			cents, _ := new(big.Rat).SetString(exact.FloatString(money.Currency("USD").Decimals())) // half away from zero
			if cents.Cmp(exact) != 0 {
				fine++
			}
			text.Add(text, exact)
			whole.Add(whole, cents)
		}
		manifest := new(big.Rat).Sub(rat(t, row.Credits), rat(t, row.Debits))
		got := new(big.Rat)
		for _, s := range read {
			got.Add(got, rat(t, s.Credits.String())).Sub(got, rat(t, s.Debits.String()))
		}
		if text.Cmp(manifest) != 0 || got.Cmp(whole) != 0 || len(rounded) != fine {
			t.Errorf("%s: the text adds up to %s, the manifest to %s; read %s, want %s; %d of %d told", row.File, text.FloatString(20), manifest.FloatString(20), got.FloatString(2), whole.FloatString(2), len(rounded), fine)
		}
	}
	if found == 0 {
		t.Error("no sample has an amount to round")
	}
	t.Logf("%d samples", found)
}

func rat(t *testing.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("should be a number: %q", text)
	}
	return r
}
