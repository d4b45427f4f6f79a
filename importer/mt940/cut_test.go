package mt940_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// sample is two statements with two lines each.
func sample() []account {
	first, _ := ledger.NewDate(2026, 8, 31)
	line := func(minor int64, how func(row) string) row {
		return row{value: first + 1, booked: first + 1, amount: money.New(minor, "EUR"), bank: "B1", endToEnd: "E1", name: "DURAND", iban: "NL20INGB0001234567", remittance: "FACT 12", describe: how}
	}
	a := account{iban: "FR7630006000011234567890189", opening: money.New(10000, "EUR"), first: first, last: first + 1, lines: []row{line(500, subFields), line(-200, partyCodes)}}
	b := a
	b.first, b.last, b.opening = a.last, a.last+1, money.New(10300, "EUR")
	return []account{a, b}
}

// TestCut cuts a file at every byte. It is refused, or the cut is behind the last line and its
// balance; what is missing of a file of one statement is said.
func TestCut(t *testing.T) {
	for _, form := range forms {
		text := form.write(sample())
		end := strings.LastIndex(text, ":62F:")
		for n := range len(text) {
			got, warnings, err := importertest.Read(t, mt940.Format, form.name, []byte(text[:n]))
			var one *importer.Error
			if err != nil {
				if !errors.As(err, &one) || one.Kind == "" || one.Line == 0 && one.Field == "" {
					t.Fatalf("%s, cut at %d: %v", form.name, n, err)
				}
				continue
			}
			said := slices.ContainsFunc(warnings, func(w importer.Warning) bool { return w.Kind == "truncated" })
			lines := 0
			for _, s := range got {
				lines += len(s.Lines)
			}
			switch {
			case n > end && len(got) == 2 && lines == 4: // within the closing balance, an amount may be cut; the sum shows it
			case len(got) == 1 && (said || lines == 2): // the first statement alone
			case len(got) == 2 && said && lines == 2: // and the reference of the second
			default:
				t.Errorf("%s, cut at %d: taken with %d statements, %d lines: %q", form.name, n, len(got), lines, text[max(0, n-20):n])
			}
		}
	}
}
