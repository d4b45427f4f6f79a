package text

// segment is how one run of the numbers of a series is written.
type segment struct {
	letters  string // of a run of letters
	varies   bool   // … which are not the same in all numbers
	digits   bool
	gap      string // what stands before it
	min, max int    // digits seen
	cut      cut
	known    map[string]bool // what a code was, where it is one of few; else nil
}

// maxKnown is how many values a part of a number may have that is a code and no counter.
const maxKnown = 12

// patternOf describes the runs of the numbers of a group, which are written alike.
func patternOf(folded []Folded, runs [][]Run, group []int32, cols []column, layout []cut) []segment {
	first := group[0]
	pattern := make([]segment, len(runs[first]))
	k := 0
	for r, run := range runs[first] {
		s := &pattern[r]
		if r > 0 {
			s.gap = string(folded[first].B[runs[first][r-1].End:run.Start])
		}
		if s.digits = run.Digits; s.digits && k < len(layout) {
			s.min, s.max, s.cut = cols[k].min, cols[k].max, layout[k]
			if s.cut.whole && s.cut.rest == Code && len(cols[k].distinct) <= maxKnown {
				s.known = cols[k].distinct
			}
			k++
			continue
		}
		s.letters = string(folded[first].Text(run))
		s.min = len(s.letters)
		for _, i := range group {
			t := folded[i].Text(runs[i][r])
			s.varies = s.varies || string(t) != s.letters
			s.min, s.max = min(s.min, len(t)), max(s.max, len(t))
		}
	}
	return pattern
}

// Written reports whether runs of a text are written as the numbers of this series
// are: the same letters, digits of the same widths, years and months that can be.
// What separates the runs is not compared. The counter may run over by a digit. Of a
// series whose letters differ from number to number any letters will do.
func (s *Shape) Written(f Folded, runs []Run) bool {
	if len(runs) != len(s.pattern) {
		return false
	}
	for i, r := range runs {
		p := &s.pattern[i]
		t := f.Text(r)
		if r.Digits != p.digits || !r.Digits && !p.spells(t) || r.Digits && !s.cutAs(p, string(t)) {
			return false
		}
	}
	return true
}

// spells reports whether letters are those of a run, or as many as it has where they vary.
func (p *segment) spells(t []byte) bool {
	if p.varies {
		return len(t) >= p.min && len(t) <= p.max
	}
	return string(t) == p.letters
}

// Parted reports whether runs are separated as those of the series are.
func (s *Shape) Parted(f Folded, runs []Run) bool {
	for i := 1; i < len(runs); i++ {
		if string(f.B[runs[i-1].End:runs[i].Start]) != s.pattern[i].gap {
			return false
		}
	}
	return true
}

// cutAs reports whether digits can be cut as those of a run of the series.
func (s *Shape) cutAs(p *segment, digits string) bool {
	over := 0
	if p.cut.rest == Counter {
		over = 1
	}
	if len(digits) < p.min || len(digits) > p.max+over || p.known != nil && !p.known[digits] {
		return false
	}
	for _, h := range p.cut.heads {
		if len(digits) <= len(h.Text) || !s.plausible(h.Role, digits[:len(h.Text)]) {
			return false
		}
		digits = digits[len(h.Text):]
	}
	if w := p.cut.tail; w > 0 {
		return len(digits) >= w+4 && s.plausible(Year, digits[len(digits)-w-4:len(digits)-w])
	}
	return p.cut.rest == Counter || s.plausible(p.cut.rest, digits)
}

// headsOf returns the digits with which numbers begin that hold their year behind
// one more digit: series that a digit tells apart.
func headsOf(samples []Sample, folded []Folded, runs [][]Run, group []int32) map[byte]bool {
	var all, dated [10]int
	for _, i := range group {
		if len(runs[i]) == 0 || !runs[i][0].Digits || samples[i].Year == 0 {
			continue
		}
		t := string(folded[i].Text(runs[i][0]))
		d := t[0] - '0'
		all[d]++
		if len(t) >= 6 && (t[1:5] == pad(samples[i].Year, 4) || t[1:3] == pad(samples[i].Year%100, 2)) {
			dated[d]++
		}
	}
	heads := make(map[byte]bool)
	for d := range all {
		if all[d] >= 8 && dated[d]*10 >= all[d]*9 {
			heads['0'+byte(d)] = true
		}
	}
	return heads
}
