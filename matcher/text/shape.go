package text

import (
	"bytes"
	"slices"
	"strings"
)

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
	pattern  []segment
}

// Shapes are the series that a company's numbers follow, learned from them.
type Shapes struct {
	Shapes  []Shape
	Numbers []Number // one for each sample, in order
	read    reading
	layouts [][]cut // of the shapes
}

// maxTail is the greatest width of a counter behind a year that stands behind other digits.
const maxTail = 6

// maxHead is how many digits may stand before a year and its counter.
const maxHead = 3

// maxParts bounds the runs of digits of a number that are told apart.
const maxParts = 8

// Learn finds the series in numbers and takes each number apart.
func Learn(samples []Sample) *Shapes {
	s := &Shapes{Numbers: make([]Number, len(samples)), read: newReading(samples)}
	var signatures tally
	var buf []byte
	of := make([]int32, len(samples))
	for i := range samples {
		f, runs := s.read.of(int32(i))
		buf = appendSignature(buf[:0], f, runs)
		of[i] = signatures.add(buf)
	}
	groups := make([][]int32, len(signatures.texts))
	for id, n := range signatures.n {
		groups[id] = make([]int32, 0, n)
	}
	for i, id := range of {
		groups[id] = append(groups[id], int32(i))
	}
	var shelf shelf
	for _, id := range alphabetical(signatures.texts) {
		for _, series := range s.bySeries(samples, groups[id]) {
			s.learnGroup(samples, series, &shelf)
		}
	}
	return s
}

// alphabetical returns the numbers of texts in the order of the texts.
func alphabetical(texts []string) []int32 {
	order := make([]int32, len(texts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(texts[a], texts[b]) })
	return order
}

// bySeries parts numbers that are written alike by the letters they hold: one
// series for those that one number in twenty has, and one of all others.
// A company that changed its numbering, or that gives each customer letters of its own, has several.
// A single digit before the year tells series apart as letters do: 1260231 and 9260004.
func (s *Shapes) bySeries(samples []Sample, group []int32) [][]int32 {
	heads := s.headsOf(samples, group)
	var letters, names tally
	of := make([]int32, len(group)) // letters of each
	var buf []byte
	for k, i := range group {
		f, runs := s.read.of(i)
		buf = appendLetters(buf[:0], f, runs, false)
		of[k] = letters.add(buf)
	}
	named := make([]int32, len(letters.texts)) // series of letters
	for id, n := range letters.n {
		name := []byte(letters.texts[id])
		if n < 8 || n*20 < len(group) {
			name = nil
		}
		named[id] = names.add(name)
	}
	var headed [10]int32
	for d := range headed {
		if heads[d] {
			headed[d] = names.add([]byte{'0' + byte(d)})
		}
	}
	parts := make([][]int32, len(names.texts))
	for k, i := range group {
		name := named[of[k]]
		if f, runs := s.read.of(i); len(runs) > 0 && runs[0].Digits {
			if d := f.B[runs[0].Start] - '0'; heads[d] {
				name = headed[d]
			}
		}
		parts[name] = append(parts[name], i)
	}
	var series [][]int32
	for _, name := range alphabetical(names.texts) {
		if len(parts[name]) > 0 {
			series = append(series, parts[name])
		}
	}
	return series
}

// appendSignature writes letters as A, digits as 9, separators as they are.
func appendSignature(b []byte, f Folded, runs []Run) []byte {
	at := int32(0)
	for _, r := range runs {
		b = append(b, f.B[at:r.Start]...)
		if r.Digits {
			b = append(b, '9')
		} else {
			b = append(b, 'A')
		}
		at = r.End
	}
	return b
}

// appendLetters writes the letters of a number: all, or those before its first digit.
func appendLetters(b []byte, f Folded, runs []Run, front bool) []byte {
	for _, r := range runs {
		if !r.Digits {
			b = append(b, f.Text(r)...)
		} else if front {
			break
		}
	}
	return b
}

// column is what one run of digits looks like over a series.
type column struct {
	n, min, max                  int              // numbers, shortest, longest
	year4, year2, month          int              // numbers in which it is the year, its last two digits, the month
	lead4, lead2, lead4m, lead2m int              // … in which it begins with the year, with year and month
	foot4, foot2                 int              // … in which it ends with the year
	tail4                        [maxTail + 1]int // … in which the year stands before the last so many digits
	head4, head2                 [maxHead + 1]int // … in which it stands behind the first so many digits
	distinct                     map[string]bool
	again                        int // … in which it is what it was in another, of the first ones
}

func (s *Shapes) learnGroup(samples []Sample, group []int32, shelf *shelf) {
	shape := Shape{FirstYr: 9999}
	var cols []column
	var buf []byte
	var at stamp
	for n, i := range group {
		f, runs := s.read.of(i)
		buf = appendLetters(buf[:0], f, runs, true)
		if n == 0 {
			shape.Prefix = string(buf)
		} else if string(buf) != shape.Prefix {
			shape.Varies = true
		}
		if y := samples[i].Year; y > 0 {
			shape.FirstYr, shape.LastYr = min(shape.FirstYr, y), max(shape.LastYr, y)
		}
		at.set(&samples[i])
		cols = observe(cols, &at, f, runs)
	}
	if shape.Varies {
		shape.Prefix = ""
	}
	layout := layouts(cols, len(group))
	taker := taker{shelf: shelf, layout: layout, shape: int32(len(s.Shapes))}
	for n, i := range group {
		f, runs := s.read.of(i)
		s.Numbers[i] = taker.takeApart(f, runs)
		shape.measure(&s.Numbers[i], n == 0)
	}
	shape.pattern = s.patternOf(group, cols, layout)
	s.Shapes, s.layouts = append(s.Shapes, shape), append(s.layouts, layout)
}

// stamp is a month as numbers hold it.
type stamp struct {
	year, month int
	text        [6]byte // 202604
}

func (s *stamp) set(one *Sample) {
	if s.text[0] != 0 && s.year == one.Year && s.month == one.Month {
		return
	}
	s.year, s.month = one.Year, one.Month
	for i, n := 3, one.Year; i >= 0; i, n = i-1, n/10 {
		s.text[i] = byte('0' + n%10)
	}
	s.text[4], s.text[5] = byte('0'+one.Month/10%10), byte('0'+one.Month%10)
}

func (s *stamp) year4() []byte  { return s.text[:4] }
func (s *stamp) year2() []byte  { return s.text[2:4] }
func (s *stamp) month2() []byte { return s.text[4:] }

// observe counts what each run of digits of a number could be.
func observe(cols []column, at *stamp, f Folded, runs []Run) []column {
	k := 0
	year4, year2, month := at.year4(), at.year2(), at.month2()
	for _, r := range runs {
		if !r.Digits || k == maxParts {
			continue
		}
		if k == len(cols) {
			cols = append(cols, column{min: 1 << 20, distinct: make(map[string]bool)})
		}
		c, t := &cols[k], f.Text(r)
		c.n, c.min, c.max = c.n+1, min(c.min, len(t)), max(c.max, len(t))
		switch {
		case len(c.distinct) == 64:
		case c.distinct[string(t)]:
			c.again++
		default:
			c.distinct[string(t)] = true
		}
		c.year4 += yes(bytes.Equal(t, year4))
		c.year2 += yes(bytes.Equal(t, year2))
		c.month += yes(bytes.Equal(t, month))
		c.lead4 += yes(bytes.HasPrefix(t, year4))
		c.lead2 += yes(bytes.HasPrefix(t, year2))
		c.lead4m += yes(bytes.HasPrefix(t, at.text[:]))
		c.lead2m += yes(bytes.HasPrefix(t, at.text[2:]))
		c.foot4 += yes(len(t) > 4 && bytes.HasSuffix(t, year4))
		c.foot2 += yes(len(t) > 2 && bytes.HasSuffix(t, year2))
		for w := 2; w <= min(maxTail, len(t)-4); w++ {
			c.tail4[w] += yes(bytes.Equal(t[len(t)-w-4:len(t)-w], year4))
		}
		for h := 1; h <= maxHead && len(t) > h+4; h++ {
			c.head4[h] += yes(bytes.HasPrefix(t[h:], year4))
			c.head2[h] += yes(bytes.HasPrefix(t[h:], year2))
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
	foot  int  // the run ends with the year in so many digits
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
		case most(c.lead4m) && c.max == 6 && n >= 3:
			out[i] = cut{heads: []Part{{Year, "4444"}}, rest: Month}
			continue
		case most(c.lead2m) && c.max == 4 && n >= 3:
			out[i] = cut{heads: []Part{{Year, "22"}}, rest: Month}
			continue
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
		case most(c.foot4) && n >= 8:
			out[i] = cut{rest: Counter, foot: 4}
		case most(c.foot2) && wide && c.min >= 5 && n >= 8:
			out[i] = cut{rest: Counter, foot: 2}
		case c.tail(most) > 0 && n >= 3:
			out[i] = cut{rest: Counter, tail: c.tail(most)}
		default:
			out[i] = cut{rest: Code, whole: true}
			switch {
			case counter >= 0 && out[counter].whole && cols[counter].unique() && !c.unique(): // 003431-03: a check, or how often it was sent
			case counter < 0, len(c.distinct) > 1, len(cols[counter].distinct) == 1: // a code that all end in tells none apart
				counter = i
			}
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

// unique reports whether a run of digits alone tells the numbers apart.
func (c *column) unique() bool { return c.again == 0 && len(c.distinct) >= 8 }

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

// taker takes the numbers of a series apart.
type taker struct {
	shelf  *shelf
	layout []cut
	shape  int32
	whole  []byte
	parts  []place
}

// takeApart cuts the digits of a number by the layout of its series.
func (t *taker) takeApart(f Folded, runs []Run) Number {
	n := Number{Shape: t.shape}
	t.whole, t.parts = t.whole[:0], t.parts[:0]
	k := 0
	for _, r := range runs {
		at := len(t.whole)
		t.whole = append(t.whole, f.Text(r)...)
		switch {
		case !r.Digits:
			if len(t.parts) == 0 {
				n.prefix = uint16(len(t.whole))
			}
		case k >= len(t.layout):
			t.part(Code, at, len(t.whole))
		default:
			t.cutRun(&t.layout[k], at)
			k++
		}
	}
	n.whole = uint16(len(t.whole))
	for _, p := range t.parts {
		t.whole = appendPlace(t.whole, p)
	}
	n.text = t.shelf.keep(t.whole)
	return n
}

func (t *taker) part(r Role, from, to int) {
	t.parts = append(t.parts, place{uint16(from), uint16(to), r})
}

// cutRun cuts the digits from a place on, up to the end, of what is written so far.
func (t *taker) cutRun(c *cut, at int) {
	end := len(t.whole)
	for _, h := range c.heads {
		if end-at <= len(h.Text) {
			break
		}
		t.part(h.Role, at, at+len(h.Text))
		at += len(h.Text)
	}
	if w := c.tail; w > 0 && end-at >= w+4 {
		t.part(Code, at, end-w-4)
		t.part(Year, end-w-4, end-w)
		at = end - w
	}
	if foot := end - c.foot; c.foot > 0 && foot > at {
		t.part(c.rest, at, foot)
		t.part(Year, foot, end)
		return
	}
	t.part(c.rest, at, end)
}

// AppendMixed writes the number of a sample that holds letters run by run, digits
// without leading zeros, a '-' behind each; and once more with the year in its other
// form, where that differs. It writes nothing of other numbers.
func (s *Shapes) AppendMixed(i int, a, b []byte) (written, other []byte) {
	f, runs := s.read.of(int32(i))
	layout := s.layouts[s.Numbers[i].Shape]
	letters := false
	k := 0
	for _, r := range runs {
		t := f.Text(r)
		if !r.Digits {
			letters = true
			a, b = append(append(a, t...), '-'), append(append(b, t...), '-')
			continue
		}
		a = append(append(a, Unpad(t)...), '-')
		year := k < len(layout) && layout[k].whole && layout[k].rest == Year
		k++
		switch {
		case !year:
		case len(t) == 4:
			t = t[2:]
		default:
			b = append(append(append(b, "20"...), t...), '-')
			continue
		}
		b = append(append(b, Unpad(t)...), '-')
	}
	switch {
	case !letters || len(runs) < 2:
		return a[:0], b[:0]
	case bytes.Equal(a, b):
		return a, b[:0]
	}
	return a, b
}

// Unpad takes leading zeros off; of zeros alone one stays.
func Unpad[T string | []byte](digits T) T {
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}

// measure keeps the roles and widths of the parts of a series.
func (s *Shape) measure(n *Number, first bool) {
	if first {
		s.MinWidth = 1 << 20
		for p := range n.places {
			s.Roles, s.Widths = append(s.Roles, p.role), append(s.Widths, int(p.to-p.from))
		}
	}
	i := 0
	for p := range n.places {
		width := int(p.to - p.from)
		if i < len(s.Widths) && s.Widths[i] != width {
			s.Widths[i] = 0
		}
		i++
		if p.role == Counter {
			s.MinWidth, s.MaxWidth = min(s.MinWidth, width), max(s.MaxWidth, width)
		}
	}
}

// Fits reports whether digits, cut nowhere, could be a number of this series: its
// width and, where it has one, its year and month.
func (s *Shape) Fits(digits string) bool {
	return s.fits(digits, 0) || s.fits(digits, 2) || s.fits(digits, 4)
}

// fits is Fits with the year written in so many digits, 0 as the numbers have it.
func (s *Shape) fits(digits string, year int) bool {
	total, widest := 0, s.MaxWidth
	if len(s.Widths) > 1 {
		widest++ // the counter may run over
	}
	for i, w := range s.Widths {
		switch {
		case s.Roles[i] == Counter || w == 0:
			w = s.MinWidth
		case s.Roles[i] == Year && year > 0:
			w = year
		}
		total += w
	}
	extra := len(digits) - total
	if extra < 0 || s.MinWidth+extra > widest {
		return false
	}
	at := 0
	for i, w := range s.Widths {
		switch {
		case s.Roles[i] == Counter || w == 0:
			w = s.MinWidth + extra
		case s.Roles[i] == Year && year > 0:
			w = year
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
