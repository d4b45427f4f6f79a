package mt940_test

import (
	"fmt"
	"strings"
	"testing"

	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

// TestPages: a day is covered whole where the file has all its pages.
func TestPages(t *testing.T) {
	page := func(from, to, opening, closing string, day int) string {
		return fmt.Sprintf(":20:X\n:25:FR7630006000011234567890189\n:60%s:C%sEUR%s\n:61:26090%d090%dC1,00NTRF\n:62%s:C26090%dEUR%s\n-\n", from, opening[:6], opening[7:], day, day, to, day, closing)
	}
	first := page("F", "M", "260831 0,", "1,", 1)
	second := page("M", "M", "260901 1,", "2,", 1)
	third := page("M", "F", "260901 2,", "3,", 1)
	nextDay := page("M", "F", "260901 2,", "3,", 2)
	other := strings.Replace(third, "FR7630006000011234567890189", "DE89370400440532013000", 1)
	tests := []struct {
		name string
		text string
		want string
	}{
		{"all", first + second + third, "01-01 01-01 01-01"},
		{"without the first", second + third, "- -"},
		{"without the second", first + third, "- -"},
		{"without the third", first + second, "- -"},
		{"the next day begins on the third", first + second + nextDay, "01-01 01-01 01-02"},
		{"another account's", first + second + other, "- - -"},
		{"in the wrong order", first + third + second, "- - -"},
	}
	for _, test := range tests {
		got, _, err := importertest.Read(t, mt940.Format, test.name, []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		var days []string
		for _, s := range got {
			d := "-"
			if s.Whole.From != 0 {
				d = s.Whole.From.String()[8:] + "-" + s.Whole.To.String()[8:]
			}
			days = append(days, d)
		}
		if have := strings.Join(days, " "); have != test.want {
			t.Errorf("%s: covers %s, want %s", test.name, have, test.want)
		}
	}
}
