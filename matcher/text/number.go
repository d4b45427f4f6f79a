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

// Number is a document number taken apart. Its parts are places in Whole: a book
// holds a million of them.
type Number struct {
	Whole  string // letters and digits, folded
	parts  []place
	Shape  int32  // in Shapes
	prefix uint16 // bytes of Whole
}

// place is where a part stands in Whole, half-open. A folded text has at most six times MaxFold bytes.
type place struct {
	from, to uint16
	role     Role
}

// Prefix returns the letters before the first digit.
func (n *Number) Prefix() string { return n.Whole[:n.prefix] }

// Stem returns Whole without the counter at its end; it is empty where none stands there.
func (n *Number) Stem() string {
	if last := len(n.parts) - 1; last >= 0 && n.parts[last].role == Counter && int(n.parts[last].to) == len(n.Whole) {
		return n.Whole[:n.parts[last].from]
	}
	return ""
}

// Counter returns what tells the number from others of its series; ok is false where it has none.
func (n *Number) Counter() (digits string, ok bool) {
	for _, p := range n.parts {
		if p.role == Counter {
			return n.Whole[p.from:p.to], true
		}
	}
	return "", false
}

// Parts returns the digits of the number, in order.
func (n *Number) Parts() iter.Seq[Part] {
	return func(yield func(Part) bool) {
		for _, p := range n.parts {
			if !yield(Part{p.role, n.Whole[p.from:p.to]}) {
				return
			}
		}
	}
}

// Digits returns all digits together.
func (n *Number) Digits() string {
	if len(n.parts) == 0 {
		return ""
	}
	from, to := n.parts[0].from, n.parts[0].from
	for _, p := range n.parts {
		if p.from != to {
			return n.scatteredDigits()
		}
		to = p.to
	}
	return n.Whole[from:to]
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
	for _, p := range n.parts {
		to = append(to, Part{p.role, n.Whole[p.from:p.to]})
	}
	return to
}

// shelf keeps the texts and the parts of many numbers in few pieces of memory.
type shelf struct {
	text  strings.Builder
	parts []place
}

// The pieces of a shelf, in bytes and in parts, grow up to these.
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

// keepParts keeps parts.
func (s *shelf) keepParts(parts []place) []place {
	if cap(s.parts)-len(s.parts) < len(parts) {
		s.parts = make([]place, 0, max(min(2*cap(s.parts), mostPiece/8), leastPiece/8, len(parts)))
	}
	at := len(s.parts)
	s.parts = append(s.parts, parts...)
	return s.parts[at:len(s.parts):len(s.parts)]
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
