package text

import "bytes"

// Run is a longest piece of letters, or of digits, in a folded text.
type Run struct {
	Start, End int32 // half-open, in the folded text
	Digits     bool
}

// MaxRuns bounds how many runs of one text are looked at.
const MaxRuns = 1024

// Runs returns the runs of letters and digits, in order.
func (f Folded) Runs() []Run { return f.AppendRuns(make([]Run, 0, len(f.B)/5+1)) }

// AppendRuns appends the runs of letters and digits, in order.
func (f Folded) AppendRuns(to []Run) []Run { return appendRuns(to, f.B) }

func appendRuns(to []Run, b []byte) []Run {
	most := len(to) + MaxRuns
	for i := 0; i < len(b) && len(to) < most; {
		class := classOf(b[i])
		if class == separator {
			i++
			continue
		}
		j := i + 1
		for j < len(b) && classOf(b[j]) == class {
			j++
		}
		to = append(to, Run{int32(i), int32(j), class == digit})
		i = j
	}
	return to
}

// Text returns the letters or digits of a run.
func (f Folded) Text(r Run) []byte { return f.B[r.Start:r.End] }

const (
	separator = iota
	letter
	digit
)

func classOf(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return digit
	case c >= 'A' && c <= 'Z', c >= 0x80:
		return letter
	}
	return separator
}

// Repair reads letters that are taken for digits as digits, where they touch one
// or stand between separators beside one: 26O1O196 is 26010196. ok is false when
// there is nothing to repair. The places in the original stay. Letters with which
// numbers begin stay letters: FACI3 is FAC13 where FAC is among the prefixes.
func (f Folded) Repair(prefixes map[string]bool) (Folded, bool) {
	var space [48]Run
	runs := f.AppendRuns(space[:0])
	var out []byte
	for i, r := range runs {
		if r.Digits || !besideDigits(runs, i) {
			continue
		}
		if !lookalikes(f.Text(r)) {
			if r.Start = behindPrefix(f, r, prefixes); r.Start == r.End {
				continue
			}
		}
		if r.End-r.Start > maxLookalikes {
			continue
		}
		if out == nil {
			out = append([]byte(nil), f.B...)
		}
		for k := r.Start; k < r.End; k++ {
			out[k] = lookalike(out[k])
		}
	}
	if out == nil {
		return f, false
	}
	return Folded{out, f.at, f.of}, true
}

// maxLookalikes is how many letters together are read as digits.
const maxLookalikes = 3

// behindPrefix returns where letters that are taken for digits begin behind a
// prefix, the end of the run where there are none.
func behindPrefix(f Folded, r Run, prefixes map[string]bool) int32 {
	for k := max(r.Start+1, r.End-maxLookalikes); k < r.End; k++ {
		if lookalikes(f.B[k:r.End]) && prefixes[string(f.B[r.Start:k])] {
			return k
		}
	}
	return r.End
}

// besideDigits reports whether a run touches digits.
func besideDigits(runs []Run, i int) bool {
	return i > 0 && runs[i-1].Digits && runs[i-1].End == runs[i].Start ||
		i+1 < len(runs) && runs[i+1].Digits && runs[i+1].Start == runs[i].End
}

func lookalikes(b []byte) bool {
	for _, c := range b {
		if lookalike(c) == 0 {
			return false
		}
	}
	return true
}

// lookalike returns the digit that a letter is taken for, or 0.
func lookalike(c byte) byte {
	switch c {
	case 'O', 'Q':
		return '0'
	case 'I', 'L':
		return '1'
	case 'S':
		return '5'
	case 'B':
		return '8'
	case 'Z':
		return '2'
	}
	return 0
}

// Compact returns the letters and digits of a text alone.
func Compact(s string) string {
	var buf [64]byte
	return string(AppendCompact(buf[:0], s))
}

// AppendCompact appends the letters and digits of a text.
func AppendCompact(b []byte, s string) []byte {
	from := len(b)
	b = appendFold(b, s)
	to := b[:from]
	for _, c := range b[from:] {
		if classOf(c) != separator {
			to = append(to, c)
		}
	}
	return to
}

// Begins reports whether the letters and digits of a text begin with those of another.
func Begins(s, with string) bool {
	var a, b [128]byte
	return bytes.HasPrefix(AppendCompact(a[:0], s), AppendCompact(b[:0], with))
}
