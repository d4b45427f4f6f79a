package text

import (
	"iter"
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

// Number is a document number taken apart. A book holds a million of them: one text
// holds a number and, behind it, where its parts stand.
type Number struct {
	text   string // letters and digits, folded; then the places
	whole  uint16 // bytes of letters and digits
	prefix uint16 // … of these before the first digit
	Shape  int32  // in Shapes
}

// place is where a part stands in a number, half-open. A folded text is shorter than 64 KiB.
type place struct {
	from, to uint16
	role     Role
}

// placeSize is how many bytes a place takes in the text of a number.
const placeSize = 5

func appendPlace(b []byte, p place) []byte {
	return append(b, byte(p.from), byte(p.from>>8), byte(p.to), byte(p.to>>8), byte(p.role))
}

// places calls yield with the place of each part, in order.
func (n *Number) places(yield func(place) bool) {
	for b := n.text[n.whole:]; len(b) >= placeSize; b = b[placeSize:] {
		if !yield(place{uint16(b[0]) | uint16(b[1])<<8, uint16(b[2]) | uint16(b[3])<<8, Role(b[4])}) {
			return
		}
	}
}

// Whole returns letters and digits, folded.
func (n *Number) Whole() string { return n.text[:n.whole] }

// Prefix returns the letters before the first digit.
func (n *Number) Prefix() string { return n.text[:n.prefix] }

// Suffix returns the letters behind the last digit.
func (n *Number) Suffix() string {
	to := uint16(0)
	for p := range n.places {
		to = p.to
	}
	if to == 0 {
		return ""
	}
	return n.text[to:n.whole]
}

// Stem returns Whole without the counter at its end; it is empty where none stands there.
func (n *Number) Stem() string {
	var last place
	for p := range n.places {
		last = p
	}
	if last.role == Counter && last.to == n.whole {
		return n.text[:last.from]
	}
	return ""
}

// Counter returns what tells the number from others of its series; ok is false where it has none.
func (n *Number) Counter() (digits string, ok bool) {
	for p := range n.places {
		if p.role == Counter {
			return n.text[p.from:p.to], true
		}
	}
	return "", false
}

// Parts returns the digits of the number, in order.
func (n *Number) Parts() iter.Seq[Part] {
	return func(yield func(Part) bool) {
		for p := range n.places {
			if !yield(Part{p.role, n.text[p.from:p.to]}) {
				return
			}
		}
	}
}

// Digits returns all digits together.
func (n *Number) Digits() string {
	first, from, to := true, uint16(0), uint16(0)
	for p := range n.places {
		if first {
			first, from, to = false, p.from, p.from
		}
		if p.from != to {
			return n.scatteredDigits()
		}
		to = p.to
	}
	return n.text[from:to]
}

// scatteredDigits joins digits that have letters between them.
func (n *Number) scatteredDigits() string {
	var b strings.Builder
	for p := range n.Parts() {
		b.WriteString(p.Text)
	}
	return b.String()
}

// AppendParts appends the digits of the number, in order.
func (n *Number) AppendParts(to []Part) []Part {
	for p := range n.places {
		to = append(to, Part{p.role, n.text[p.from:p.to]})
	}
	return to
}

// shelf keeps many texts in few pieces of memory.
type shelf struct{ text strings.Builder }

// The pieces of a shelf, in bytes, grow up to the greater one.
const (
	leastPiece = 256
	mostPiece  = 64 << 10
)

// keep keeps a text. A builder never changes what it once gave out.
func (s *shelf) keep(b []byte) string {
	if s.text.Cap()-s.text.Len() < len(b) {
		size := max(min(2*s.text.Cap(), mostPiece), leastPiece, len(b))
		s.text = strings.Builder{}
		s.text.Grow(size)
	}
	at := s.text.Len()
	s.text.Write(b)
	return s.text.String()[at:]
}

// reading is texts folded, one behind the other, and their runs.
type reading struct {
	b    []byte
	runs []Run
	ends []end
}

// end is where what belongs to a text ends.
type end struct{ text, runs int }

// newReading reads the numbers of samples.
func newReading(samples []Sample) reading {
	size := 0
	for i := range samples {
		size += len(samples[i].Number)
	}
	r := reading{b: make([]byte, 0, size), runs: make([]Run, 0, 3*len(samples)), ends: make([]end, 0, len(samples))}
	for i := range samples {
		from := len(r.b)
		r.b = appendFold(r.b, samples[i].Number)
		r.runs = appendRuns(r.runs, r.b[from:])
		r.ends = append(r.ends, end{len(r.b), len(r.runs)})
	}
	return r
}

// of returns a text, without places in the original, and its runs.
func (r *reading) of(i int32) (Folded, []Run) {
	var from end
	if i > 0 {
		from = r.ends[i-1]
	}
	to := r.ends[i]
	return Folded{B: r.b[from.text:to.text]}, r.runs[from.runs:to.runs]
}

// tally numbers different texts in the order in which they come, and counts them.
type tally struct {
	ids   map[string]int32
	texts []string
	n     []int
}

// add counts a text and returns its number.
func (t *tally) add(b []byte) int32 {
	id, ok := t.ids[string(b)]
	if !ok {
		if t.ids == nil {
			t.ids = make(map[string]int32)
		}
		s := string(b)
		id = int32(len(t.texts))
		t.ids[s], t.texts, t.n = id, append(t.texts, s), append(t.n, 0)
	}
	t.n[id]++
	return id
}
