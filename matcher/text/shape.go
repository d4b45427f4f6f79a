package text

import (
	"sort"
	"strings"
)

// Role says what a part of a document number stands for.
type Role uint8

// Roles of the digits of a number.
const (
	Code    Role = iota // a fixed or customer's part
	Year                // of issue, four or two digits
	Month               // of issue
	Counter             // what tells numbers of one series apart
)

// Part is a piece of the digits of a number.
type Part struct {
	Role Role
	Text string // digits as written
}

// Number is a document number taken apart.
type Number struct {
	Whole  string   // letters and digits, folded
	Stem   string   // Whole without the counter at its end; empty where none stands there
	Prefix string   // letters before the first digit
	Parts  []Part   // its digits, in order
	Shape  int32    // in Shapes
	Mixed  []string // its runs of letters and digits, these without leading zeros, each with a '-' behind; with the year in both forms
}

// Sample is a number of the company with the month of its issue.
type Sample struct {
	Number      string
	Year, Month int
}

// Shape is how a series of numbers is written.
type Shape struct {
	Prefix   string // letters before the first digit, empty when they vary
	Varies   bool   // the letters differ from number to number
	Roles    []Role // of the parts, in order
	Widths   []int  // of the parts; 0 where it varies
	MinWidth int    // of the counter
	MaxWidth int
	FirstYr  int // years of issue seen
	LastYr   int
	Count    int // numbers of this shape
	pattern  []segment
}

// Shapes are the series that a company's numbers follow, learned from them.
type Shapes struct {
	Shapes  []Shape
	Numbers []Number // one for each sample, in order
}

// maxTail is the greatest width of a counter behind a year that stands behind other digits.
const maxTail = 6

// maxHead is how many digits may stand before a year and its counter.
const maxHead = 3

// maxParts bounds the runs of digits of a number that are told apart.
const maxParts = 8

// Learn finds the series in numbers and takes each number apart.
func Learn(samples []Sample) Shapes {
	s := Shapes{Numbers: make([]Number, len(samples))}
	folded := make([]Folded, len(samples))
	runs := make([][]Run, len(samples))
	groups := make(map[string][]int32)
	var names []string
	for i, one := range samples {
		folded[i] = Fold(one.Number)
		runs[i] = folded[i].Runs()
		sig := signature(folded[i], runs[i])
		if groups[sig] == nil {
			names = append(names, sig)
		}
		groups[sig] = append(groups[sig], int32(i))
	}
	sort.Strings(names)
	for _, sig := range names {
		for _, series := range bySeries(samples, folded, runs, groups[sig]) {
			s.learnGroup(samples, folded, runs, series)
		}
	}
	return s
}

// bySeries parts numbers that are written alike by the letters they hold: one
// series for those that one number in twenty has, and one of all others.
// A company that changed its numbering, or that gives each customer letters of its own, has several.
// A single digit before the year tells series apart as letters do: 1260231 and 9260004.
func bySeries(samples []Sample, folded []Folded, runs [][]Run, group []int32) [][]int32 {
	heads := headsOf(samples, folded, runs, group)
	counts := make(map[string]int)
	for _, i := range group {
		counts[lettersOf(folded[i], runs[i])]++
	}
	var names []string
	parts := make(map[string][]int32)
	for _, i := range group {
		prefix := lettersOf(folded[i], runs[i])
		if n := counts[prefix]; n < 8 || n*20 < len(group) {
			prefix = ""
		}
		if runs[i] != nil && runs[i][0].Digits && heads[folded[i].B[runs[i][0].Start]] {
			prefix = string(folded[i].B[runs[i][0].Start])
		}
		if parts[prefix] == nil {
			names = append(names, prefix)
		}
		parts[prefix] = append(parts[prefix], i)
	}
	sort.Strings(names)
	series := make([][]int32, len(names))
	for k, name := range names {
		series[k] = parts[name]
	}
	return series
}

// signature writes letters as A, digits as 9, separators as they are.
func signature(f Folded, runs []Run) string {
	var b strings.Builder
	at := int32(0)
	for _, r := range runs {
		b.Write(f.B[at:r.Start])
		if r.Digits {
			b.WriteByte('9')
		} else {
			b.WriteByte('A')
		}
		at = r.End
	}
	return b.String()
}

// column is what one run of digits looks like over a series.
type column struct {
	n, min, max                  int              // numbers, shortest, longest
	year4, year2, month          int              // numbers in which it is the year, its last two digits, the month
	lead4, lead2, lead4m, lead2m int              // … in which it begins with the year, with year and month
	tail4                        [maxTail + 1]int // … in which the year stands before the last so many digits
	head4, head2                 [maxHead + 1]int // … in which it stands behind the first so many digits
	distinct                     map[string]bool
}

func (s *Shapes) learnGroup(samples []Sample, folded []Folded, runs [][]Run, group []int32) {
	shape := Shape{Count: len(group), FirstYr: 9999}
	index := int32(len(s.Shapes))
	var cols []column
	for n, i := range group {
		prefix := prefixOf(folded[i], runs[i])
		if n == 0 {
			shape.Prefix = prefix
		} else if prefix != shape.Prefix {
			shape.Varies = true
		}
		if y := samples[i].Year; y > 0 {
			shape.FirstYr, shape.LastYr = min(shape.FirstYr, y), max(shape.LastYr, y)
		}
		cols = observe(cols, samples[i], folded[i], runs[i])
	}
	if shape.Varies {
		shape.Prefix = ""
	}
	layout := layouts(cols, len(group))
	for n, i := range group {
		s.Numbers[i] = takeApart(folded[i], runs[i], layout)
		s.Numbers[i].Shape = index
		s.Numbers[i].Mixed = mixed(folded[i], runs[i], layout)
		shape.measure(s.Numbers[i].Parts, n == 0)
	}
	shape.pattern = patternOf(folded, runs, group, cols, layout)
	s.Shapes = append(s.Shapes, shape)
}

// lettersOf returns all letters of a number.
func lettersOf(f Folded, runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if !r.Digits {
			b.Write(f.Text(r))
		}
	}
	return b.String()
}

func prefixOf(f Folded, runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Digits {
			break
		}
		b.Write(f.Text(r))
	}
	return b.String()
}

// observe counts what each run of digits of a number could be.
func observe(cols []column, one Sample, f Folded, runs []Run) []column {
	k := 0
	year4, year2, month := pad(one.Year, 4), pad(one.Year%100, 2), pad(one.Month, 2)
	for _, r := range runs {
		if !r.Digits || k == maxParts {
			continue
		}
		if k == len(cols) {
			cols = append(cols, column{min: 1 << 20, distinct: make(map[string]bool)})
		}
		c, t := &cols[k], string(f.Text(r))
		c.n, c.min, c.max = c.n+1, min(c.min, len(t)), max(c.max, len(t))
		if len(c.distinct) < 64 {
			c.distinct[t] = true
		}
		c.year4 += yes(t == year4)
		c.year2 += yes(t == year2)
		c.month += yes(t == month)
		c.lead4 += yes(strings.HasPrefix(t, year4))
		c.lead2 += yes(strings.HasPrefix(t, year2))
		c.lead4m += yes(strings.HasPrefix(t, year4+month))
		c.lead2m += yes(strings.HasPrefix(t, year2+month))
		for w := 2; w <= min(maxTail, len(t)-4); w++ {
			c.tail4[w] += yes(t[len(t)-w-4:len(t)-w] == year4)
		}
		for h := 1; h <= maxHead; h++ {
			c.head4[h] += yes(len(t) > h+4 && strings.HasPrefix(t[min(h, len(t)):], year4))
			c.head2[h] += yes(len(t) > h+4 && strings.HasPrefix(t[min(h, len(t)):], year2))
		}
		k++
	}
	return cols
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pad writes n with leading zeros to a width.
func pad(n, width int) string {
	var b [8]byte
	for i := width - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return string(b[:width])
}

// cut is how one run of digits is cut into parts: the widths of its head, and what the rest is.
type cut struct {
	heads []Part // Text holds only the width
	rest  Role
	whole bool // the run is one part, its role is rest
	tail  int  // the run is a code, maybe empty, the year in four digits, and a rest of so many; 0: it is not
}

// layouts decides for each run of digits what it is. Nine numbers in ten must agree.
func layouts(cols []column, n int) []cut {
	out := make([]cut, len(cols))
	most := func(k int) bool { return n >= 3 && k*10 >= n*9 || k == n && n > 0 }
	counter := -1
	for i, c := range cols {
		year, wide := most(c.year4) || most(c.year2) && n >= 3, c.min == c.max
		switch {
		case year:
			out[i] = cut{rest: Year, whole: true}
		case most(c.month) && c.max == 2 && i > 0 && n >= 3:
			out[i] = cut{rest: Month, whole: true}
		case most(c.lead4m) && c.min >= 7:
			out[i] = cut{heads: []Part{{Year, "4444"}, {Month, "22"}}, rest: Counter}
		case most(c.lead4) && c.min >= 5:
			out[i] = cut{heads: []Part{{Year, "4444"}}, rest: Counter}
		case most(c.lead2m) && wide && c.min >= 6 && n >= 3:
			out[i] = cut{heads: []Part{{Year, "22"}, {Month, "22"}}, rest: Counter}
		case most(c.lead2) && wide && c.min >= 5 && n >= 3:
			out[i] = cut{heads: []Part{{Year, "22"}}, rest: Counter}
		case c.headed(&c.head4, most) > 0 && n >= 8:
			out[i] = cut{heads: []Part{{Code, "1111"[:c.headed(&c.head4, most)]}, {Year, "4444"}}, rest: Counter}
		case c.headed(&c.head2, most) > 0 && wide && n >= 8:
			out[i] = cut{heads: []Part{{Code, "1111"[:c.headed(&c.head2, most)]}, {Year, "22"}}, rest: Counter}
		case c.tail(most) > 0 && n >= 3:
			out[i] = cut{rest: Counter, tail: c.tail(most)}
		default:
			out[i] = cut{rest: Code, whole: true}
			counter = i
			continue
		}
		if !out[i].whole {
			counter = i
		}
	}
	for i := range out {
		if i == counter {
			out[i].rest = Counter
		} else if out[i].rest == Counter {
			out[i].rest = Code
		}
	}
	return out
}

// headed returns how many digits, the same in most numbers, stand before the year.
func (c *column) headed(seen *[maxHead + 1]int, most func(int) bool) int {
	for h := 1; h <= maxHead; h++ {
		if most(seen[h]) && most(c.leading(h)) {
			return h
		}
	}
	return 0
}

// leading returns in how many of the different numbers seen the first h digits are the most frequent ones, scaled to all.
func (c *column) leading(h int) int {
	counts, best := make(map[string]int), 0
	for t := range c.distinct {
		if len(t) >= h {
			counts[t[:h]]++
			best = max(best, counts[t[:h]])
		}
	}
	return best * c.n / max(len(c.distinct), 1)
}

// tail returns how many digits follow the year in most numbers, 0 where that varies.
func (c *column) tail(most func(int) bool) int {
	for w := maxTail; w >= 2; w-- {
		if most(c.tail4[w]) {
			return w
		}
	}
	return 0
}

// takeApart cuts the digits of a number by the layout of its series.
func takeApart(f Folded, runs []Run, layout []cut) Number {
	n := Number{Prefix: prefixOf(f, runs)}
	var whole []byte
	k := 0
	for _, r := range runs {
		t := string(f.Text(r))
		whole = append(whole, t...)
		if !r.Digits {
			continue
		}
		if k >= len(layout) {
			n.Parts = append(n.Parts, Part{Code, t})
			continue
		}
		for _, h := range layout[k].heads {
			if len(t) <= len(h.Text) {
				break
			}
			n.Parts = append(n.Parts, Part{h.Role, t[:len(h.Text)]})
			t = t[len(h.Text):]
		}
		if w := layout[k].tail; w > 0 && len(t) >= w+4 {
			n.Parts = append(n.Parts, Part{Code, t[:len(t)-w-4]}, Part{Year, t[len(t)-w-4 : len(t)-w]})
			t = t[len(t)-w:]
		}
		n.Parts = append(n.Parts, Part{layout[k].rest, t})
		k++
	}
	n.Whole = string(whole)
	if last := len(n.Parts) - 1; last >= 0 && n.Parts[last].Role == Counter && strings.HasSuffix(n.Whole, n.Parts[last].Text) {
		n.Stem = strings.TrimSuffix(n.Whole, n.Parts[last].Text)
	}
	return n
}

// mixed writes a number that holds letters run by run, where a run says less without
// its zeros or with another form of the year.
func mixed(f Folded, runs []Run, layout []cut) []string {
	if len(runs) < 2 {
		return nil
	}
	var out [2]strings.Builder
	letters := false
	k := 0
	for _, r := range runs {
		forms := [2]string{string(f.Text(r)), string(f.Text(r))}
		if letters = letters || !r.Digits; r.Digits {
			if year := k < len(layout) && layout[k].whole && layout[k].rest == Year; year && len(forms[0]) == 4 {
				forms[1] = forms[1][2:]
			} else if year {
				forms[1] = "20" + forms[1]
			}
			k++
		}
		for i := range out {
			t := forms[i]
			if r.Digits {
				if t = strings.TrimLeft(t, "0"); t == "" {
					t = "0"
				}
			}
			out[i].WriteString(t)
			out[i].WriteByte('-')
		}
	}
	switch {
	case !letters:
		return nil
	case out[0].String() == out[1].String():
		return []string{out[0].String()}
	}
	return []string{out[0].String(), out[1].String()}
}

// measure keeps the roles and widths of the parts of a series.
func (s *Shape) measure(parts []Part, first bool) {
	if first {
		s.MinWidth = 1 << 20
		for _, p := range parts {
			s.Roles, s.Widths = append(s.Roles, p.Role), append(s.Widths, len(p.Text))
		}
	}
	for i, p := range parts {
		if i < len(s.Widths) && s.Widths[i] != len(p.Text) {
			s.Widths[i] = 0
		}
		if p.Role == Counter {
			s.MinWidth, s.MaxWidth = min(s.MinWidth, len(p.Text)), max(s.MaxWidth, len(p.Text))
		}
	}
}

// Fits reports whether digits, cut nowhere, could be a number of this series: its
// width and, where it has one, its year and month.
func (s *Shape) Fits(digits string) bool {
	total, widest := 0, s.MaxWidth
	if len(s.Widths) > 1 {
		widest++ // the counter may run over
	}
	for i, w := range s.Widths {
		if s.Roles[i] == Counter || w == 0 {
			w = s.MinWidth
		}
		total += w
	}
	extra := len(digits) - total
	if extra < 0 || s.MinWidth+extra > widest {
		return false
	}
	at := 0
	for i, w := range s.Widths {
		if s.Roles[i] == Counter || w == 0 {
			w = s.MinWidth + extra
		}
		if at+w > len(digits) || !s.plausible(s.Roles[i], digits[at:at+w]) {
			return false
		}
		at += w
	}
	return at == len(digits)
}

// plausible reports whether digits can be a year near those seen, or a month.
func (s *Shape) plausible(r Role, digits string) bool {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	switch r {
	case Year:
		if len(digits) == 2 {
			n += s.LastYr / 100 * 100
		}
		return n >= s.FirstYr-2 && n <= s.LastYr+1
	case Month:
		return n >= 1 && n <= 12
	}
	return true
}
