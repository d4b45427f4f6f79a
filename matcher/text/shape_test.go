package text

import (
	"fmt"
	"strings"
	"testing"
)

// series makes numbers of a format with the year, the month and a counter.
func series(n int, number func(i int) string) []Sample {
	all := make([]Sample, n)
	for i := range all {
		all[i] = Sample{number(i), 2025 + i/(n/2+1), i%12 + 1}
	}
	return all
}

// parts writes the parts of a number: Y2026 M01 #00042 -12.
func parts(n Number) string {
	var out []string
	for p := range n.Parts() {
		out = append(out, map[Role]string{Year: "Y", Month: "M", Counter: "#", Code: "-"}[p.Role]+p.Text)
	}
	return strings.Join(out, " ")
}

// TestLearn finds year, month and counter in the numberings of many companies.
func TestLearn(t *testing.T) {
	year := func(i int) int { return 2025 + i/26 }
	month := func(i int) int { return i%12 + 1 }
	for _, c := range []struct {
		name   string
		number func(i int) string
		of7    string
		stem   string
	}{
		{"plain", func(i int) string { return fmt.Sprint(100 + i) }, "#107", ""},
		{"letters and counter", func(i int) string { return fmt.Sprintf("F%05d", i) }, "#00007", "F"},
		{"year in front", func(i int) string { return fmt.Sprintf("FA-%d-%04d", year(i), i) }, "Y2025 #0007", "FA2025"},
		{"year glued", func(i int) string { return fmt.Sprintf("F%d%04d", year(i), i) }, "Y2025 #0007", "F2025"},
		{"year and month glued", func(i int) string { return fmt.Sprintf("%d%02d%04d", year(i)%100, month(i), i) }, "Y25 M08 #0007", "2508"},
		{"year, month, counter", func(i int) string { return fmt.Sprintf("%d-%02d-%03d", year(i), month(i), i) }, "Y2025 M08 #007", "202508"},
		{"year behind", func(i int) string { return fmt.Sprintf("FAC%03d-%d", i, year(i)%100) }, "#007 Y25", ""},
		{"a customer's code in front", func(i int) string { return fmt.Sprintf("CLI%d%d%03d", i%7+2, year(i), i) }, "-2 Y2025 #007", "CLI22025"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Learn(series(50, c.number)).Numbers[7]
			if parts(got) != c.of7 || got.Stem() != c.stem {
				t.Errorf("%s is %q with stem %q, want %q with %q", c.number(7), parts(got), got.Stem(), c.of7, c.stem)
			}
		})
	}
}

// TestLearnTwoSeries keeps an old and a new numbering apart.
func TestLearnTwoSeries(t *testing.T) {
	old := series(100, func(i int) string { return fmt.Sprintf("A%d", 900+i) })
	now := series(100, func(i int) string { return fmt.Sprintf("FX%d%04d", 2025+i/51, i) })
	s := Learn(append(old, now...))
	if len(s.Shapes) != 2 || s.Numbers[0].Shape == s.Numbers[150].Shape {
		t.Fatalf("%d shapes", len(s.Shapes))
	}
	if got := parts(s.Numbers[110]); got != "Y2025 #0010" {
		t.Errorf("the new series is %q", got)
	}
	if !s.Shapes[s.Numbers[0].Shape].Fits("950") || s.Shapes[s.Numbers[0].Shape].Fits("95000") {
		t.Error("the old series fits what it should not, or does not fit what it should")
	}
}

// TestFits knows years near those seen, months, and counters that run over.
func TestFits(t *testing.T) {
	s := Learn(series(50, func(i int) string { return fmt.Sprintf("F%d%02d%03d", 2025+i/26, i%12+1, i) })).Shapes[0]
	for digits, want := range map[string]bool{"202601042": true, "202613042": false, "199901042": false, "2026010420": true, "20260104": false, "": false} {
		if got := s.Fits(digits); got != want {
			t.Errorf("Fits(%q) = %v", digits, got)
		}
	}
}

// TestCounterBeforeConstant takes what tells numbers apart for the counter, where all end alike.
func TestCounterBeforeConstant(t *testing.T) {
	samples := []Sample{{Number: "100/75", Year: 2026, Month: 3}, {Number: "101/75", Year: 2026, Month: 3}, {Number: "102/75", Year: 2026, Month: 4}}
	s := Learn(samples)
	for i, want := range []string{"100", "101", "102"} {
		if got, _ := s.Numbers[i].Counter(); got != want {
			t.Errorf("the counter of %s is %q", samples[i].Number, got)
		}
	}
}
