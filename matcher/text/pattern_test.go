package text

import (
	"fmt"
	"testing"
)

// TestWritten knows what is written as the numbers of a series are, and what is not.
func TestWritten(t *testing.T) {
	for _, c := range []struct {
		name   string
		number func(i int) string
		exact  []string
		loose  []string
		no     []string
	}{
		{"letters inside", func(i int) string { return fmt.Sprintf("%dA%05d", 25+i/26, i) },
			[]string{"26A00917", "27A00001"}, []string{"26 A 00917", "26A917", "2026A00917", "26A00 917"}, []string{"26B00917", "99A00917", "26A", "26A0091700"}},
		{"letters behind", func(i int) string { return fmt.Sprintf("%05dFR", i) }, []string{"00917FR"}, []string{"917FR", "0 0917FR"}, []string{"00917", "00917DE"}},
		{"counter and year", func(i int) string { return fmt.Sprintf("%d/%d", i+1, 25+i/26) }, []string{"7/26", "917/26"}, []string{"917/2026", "917 /26", "917-26"}, []string{"917/12", "91700/26", "917"}},
		{"year and counter", func(i int) string { return fmt.Sprintf("%d-%04d", 2025+i/26, i) }, []string{"2026-0917"}, []string{"2026/0917", "26-917", "917/26", "2026-0 917"}, []string{"1999-0917", "2026"}},
		{"a code of few values", func(i int) string { return fmt.Sprintf("S%d-%d-%04d", i%2+3, 2025+i/26, i) }, []string{"S3-2026-0917"}, []string{"S4/2026/0917", "S3-26-0917"}, []string{"S5-2026-0917"}},
		{"letters of each customer", func(i int) string {
			return fmt.Sprintf("%s-%04d", []string{"DUP", "MAR", "LEB", "ANC", "OUV"}[i%5]+string(rune('A'+i%23)), i)
		},
			[]string{"ZOLA-0917"}, []string{"ZOLA 17", "ZOLA0917"}, []string{"ZO-0917", "ZOLA-091700"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Learn(series(50, c.number)).Shapes[0]
			for want, all := range map[Writing][]string{Exactly: c.exact, Loosely: c.loose, NotWritten: c.no} {
				for _, one := range all {
					if f := Fold(one); s.Written(f, f.Runs()) != want {
						t.Errorf("Written(%q) is %v, want %v", one, s.Written(f, f.Runs()), want)
					}
				}
			}
		})
	}
}

// TestLearnDigitInFront tells series apart that a digit before the year marks.
func TestLearnDigitInFront(t *testing.T) {
	invoices := series(100, func(i int) string { return fmt.Sprintf("1%d%04d", 25+i/51, i) })
	notes := series(20, func(i int) string { return fmt.Sprintf("9%d%04d", 25+i/11, i) })
	s := Learn(append(invoices, notes...))
	if got := parts(s.Numbers[70]); got != "-1 Y26 #0070" {
		t.Errorf("an invoice is %q", got)
	}
	if got := parts(s.Numbers[115]); got != "-9 Y26 #0015" {
		t.Errorf("a credit note is %q", got)
	}
}
