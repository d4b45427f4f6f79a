package text

import (
	"bytes"
	"strconv"
)

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
func (s *Shapes) patternOf(group []int32, cols []column, layout []cut) []segment {
	f, runs := s.read.of(group[0])
	pattern := make([]segment, len(runs))
	k := 0
	for r, run := range runs {
		p := &pattern[r]
		if r > 0 {
			p.gap = string(f.B[runs[r-1].End:run.Start])
		}
		if p.digits = run.Digits; p.digits && k < len(layout) {
			p.min, p.max, p.cut = cols[k].min, cols[k].max, layout[k]
			if p.cut.whole && p.cut.rest == Code && len(cols[k].distinct) <= maxKnown {
				p.known = cols[k].distinct
			}
			k++
			continue
		}
		p.letters = string(f.Text(run))
		p.min = len(p.letters)
		for _, i := range group {
			other, runs := s.read.of(i)
			t := other.Text(runs[r])
			p.varies = p.varies || string(t) != p.letters
			p.min, p.max = min(p.min, len(t)), max(p.max, len(t))
		}
	}
	return pattern
}

// Writing says how closely a text follows the numbers of a series.
type Writing uint8

// Ways to write.
const (
	NotWritten Writing = iota
	Loosely            // without zeros in front, with another form of the year, a number broken by a blank, other separators
	Exactly
)

// Written says whether runs of a text are written as the numbers of this series are:
// the same letters, digits of the same widths, years and months that can be. The
// counter may run over by a digit. Of a series whose letters differ from number to
// number as many letters will do.
func (s *Shape) Written(f Folded, runs []Run) Writing {
	w := s.follows(f, runs)
	if w == NotWritten {
		if mended, joined, ok := mend(f, runs); ok {
			w = min(s.follows(mended, joined), Loosely)
		}
	}
	if w == NotWritten && s.turned(f, runs) {
		return Loosely
	}
	return w
}

// Exact reports whether runs of a text are written just as the numbers of this series are:
// whether Written is Exactly.
func (s *Shape) Exact(f Folded, runs []Run) bool { return s.follows(f, runs) == Exactly }

// follows compares run by run.
func (s *Shape) follows(f Folded, runs []Run) Writing {
	if len(runs) != len(s.pattern) {
		return NotWritten
	}
	w := Exactly
	for i, r := range runs {
		p := &s.pattern[i]
		t := string(f.Text(r))
		switch {
		case r.Digits != p.digits, !r.Digits && !p.spells(t):
			return NotWritten
		case r.Digits:
			w = min(w, s.cutAs(p, t))
		}
		if i > 0 && string(f.B[runs[i-1].End:r.Start]) != p.gap {
			w = min(w, Loosely)
		}
	}
	return w
}

// spells reports whether letters are those of a run, or as many as it has where they vary.
func (p *segment) spells(t string) bool {
	if p.varies {
		return len(t) >= p.min && len(t) <= p.max
	}
	return t == p.letters
}

// mend joins digits, or letters, that a blank or the end of a line parts.
func mend(f Folded, runs []Run) (Folded, []Run, bool) {
	broken := 1
	for broken < len(runs) && !brokenAt(f, runs, broken) {
		broken++
	}
	if broken >= len(runs) {
		return f, runs, false
	}
	var b []byte
	out := make([]Run, 0, len(runs))
	for i, r := range runs {
		t := f.Text(r)
		if i >= broken && brokenAt(f, runs, i) {
			b = append(b, t...)
			out[len(out)-1].End = int32(len(b))
			continue
		}
		if i > 0 {
			b = append(b, f.B[runs[i-1].End:r.Start]...)
		}
		out = append(out, Run{int32(len(b)), int32(len(b) + len(t)), r.Digits})
		b = append(b, t...)
	}
	return Folded{B: b}, out, true
}

// brokenAt reports whether run i goes on what is broken off before it.
func brokenAt(f Folded, runs []Run, i int) bool {
	gap := f.B[runs[i-1].End:runs[i].Start]
	return runs[i].Digits == runs[i-1].Digits && len(gap) == 1 && gap[0] <= ' '
}

// turned reports whether two runs are a counter and its year, of a series that has
// them the other way round or hides them among letters.
func (s *Shape) turned(f Folded, runs []Run) bool {
	years, counters := 0, 0
	for _, r := range s.Roles {
		years += yes(r == Year)
		counters += yes(r == Counter)
	}
	if years != 1 || counters != 1 || len(s.Roles) != 2 || len(runs) != 2 || !runs[0].Digits || !runs[1].Digits {
		return false
	}
	counter, year := f.Text(runs[0]), string(f.Text(runs[1]))
	return len(counter) <= s.MaxWidth+1 && (len(year) == 2 || len(year) == 4) && s.plausible(Year, year)
}

// cutAs says whether digits can be cut as those of a run of the series.
func (s *Shape) cutAs(p *segment, digits string) Writing {
	if p.cut.whole && p.cut.rest == Year {
		switch {
		case (len(digits) != 2 && len(digits) != 4) || !s.plausible(Year, digits):
			return NotWritten
		case len(digits) != p.max:
			return Loosely
		}
		return Exactly
	}
	if p.known != nil {
		return Exactly * Writing(yes(p.known[digits]))
	}
	if p.cut.rest != Counter && (len(digits) < p.min || len(digits) > p.max) || len(digits) > p.max+1 {
		return NotWritten
	}
	rest, w := digits, Exactly
	for _, h := range p.cut.heads {
		if len(rest) <= len(h.Text) || !s.plausible(h.Role, rest[:len(h.Text)]) {
			return NotWritten
		}
		rest = rest[len(h.Text):]
	}
	if foot := len(rest) - p.cut.foot; p.cut.foot > 0 {
		if foot <= 0 || !s.plausible(Year, rest[foot:]) {
			return NotWritten
		}
		rest = rest[:foot]
	}
	if n := p.cut.tail; n > 0 && (len(rest) < n+4 || !s.plausible(Year, rest[len(rest)-n-4:len(rest)-n])) {
		return NotWritten
	}
	if len(digits) < p.min { // without zeros
		w = Loosely
	}
	if p.cut.rest != Counter && !s.plausible(p.cut.rest, rest) {
		return NotWritten
	}
	return w
}

// Misdated says whether runs of a text are written just as the numbers of this series
// are but for a slip in the year, of four digits: one digit changed, left out or put in,
// or two that changed places. The letters must be the series' own, and what is written
// no year that may be meant.
func (s *Shape) Misdated(f Folded, runs []Run) bool {
	if len(runs) != len(s.pattern) {
		return false
	}
	letters, slips := false, 0
	for i, r := range runs {
		p := &s.pattern[i]
		t := string(f.Text(r))
		switch {
		case r.Digits != p.digits, !r.Digits && (p.varies || t != p.letters):
			return false
		case !r.Digits:
			letters = true
		case p.cut.whole && p.cut.rest == Year && p.max == 4 && s.slipOfYear(t):
			slips++
		case s.cutAs(p, t) != Exactly:
			return false
		}
	}
	return letters && slips == 1
}

// slipOfYear reports whether digits are one slip away from a year of the series, and far
// from being one.
func (s *Shape) slipOfYear(digits string) bool {
	if y, err := strconv.Atoi(digits); err != nil || y >= s.FirstYr-10 && y <= s.LastYr+1 {
		return false
	}
	for y := s.FirstYr; y <= s.LastYr; y++ {
		if OneEdit(digits, strconv.Itoa(y)) {
			return true
		}
	}
	return false
}

// headsOf returns the digits with which numbers begin that hold their year behind
// one more digit: series that a digit tells apart.
func (s *Shapes) headsOf(samples []Sample, group []int32) (heads [10]bool) {
	var all, dated [10]int
	var at stamp
	for _, i := range group {
		f, runs := s.read.of(i)
		if len(runs) == 0 || !runs[0].Digits || samples[i].Year == 0 {
			continue
		}
		at.set(&samples[i])
		t := f.Text(runs[0])
		d := t[0] - '0'
		all[d]++
		if len(t) >= 6 && (bytes.HasPrefix(t[1:], at.year4()) || bytes.HasPrefix(t[1:], at.year2())) {
			dated[d]++
		}
	}
	for d := range all {
		heads[d] = all[d] >= 8 && dated[d]*10 >= all[d]*9
	}
	return heads
}
