package text

import "bytes"

// Structured is a structured reference that was found in a text.
type Structured struct {
	Scheme     Scheme
	Start, End int32  // half-open, in the folded text, without what is set around it
	Whole      string // letters and digits, check digits included
	Payload    string // what the check digits are of; empty when they are wrong
	Valid      bool
	Marked     bool // the text says which scheme it is, so that wrong check digits are a slip
}

const (
	maxStructured = 64 // of a text
	maxGroups     = 10 // runs that one reference may be written in
)

// Structured returns the structured references of a text in order. Several of them may
// be readings of one place, the likeliest first. Bare digits are read as what they may
// be: twelve as Belgian, 27 as Swiss; Finnish and Norwegian ones only behind a word for
// them, or where the text holds nothing else. Those that are not Marked are all valid.
func (f Folded) Structured(runs []Run) []Structured {
	var found []Structured
	alone := len(runs) > 0 && len(runs) <= maxGroups
	for _, r := range runs {
		alone = alone && r.Digits
	}
	for i := 0; i < len(runs) && len(found) < maxStructured; i++ {
		if n := len(found); n > 0 && found[n-1].Marked && runs[i].Start < found[n-1].End {
			continue
		}
		switch {
		case runs[i].Digits:
			found = f.digitsAt(found, runs, i)
			if schemes := f.announced(runs, i); schemes != nil {
				found = f.announcedAt(found, runs, i, schemes)
			} else if alone && i == 0 && len(found) == 0 {
				found = f.announcedAt(found, runs, i, plainSchemes)
			}
		case i+1 < len(runs) && runs[i+1].Digits && string(f.Text(runs[i])) == "RF":
			found = f.creditorAt(found, runs, i)
		}
	}
	return found
}

// window gathers runs into one reference.
type window struct {
	buf  [maxReference + 1]byte
	n    int
	gaps int  // between groups, ends of lines aside, which may stand anywhere
	four bool // all groups but the last have four characters, with one blank between
	last int  // characters of the last group
}

// take adds a run behind a gap, and reports whether both may be of one reference.
func (w *window) take(t, gap []byte) bool {
	if len(gap) > 3 || w.n+len(t) > maxReference || w.gaps > maxGroups {
		return false
	}
	broken := false // by the end of a line
	for _, c := range gap {
		if c != ' ' && c != '\n' && c != '\r' && c != '/' && c != '-' && c != '.' {
			return false
		}
		broken = broken || c == '\n'
	}
	if len(gap) > 0 && !broken {
		w.four = w.four && w.last == 4 && len(gap) == 1 && gap[0] == ' '
		w.gaps, w.last = w.gaps+1, 0
	}
	w.n += copy(w.buf[w.n:], t)
	w.last += len(t)
	return true
}

func (w *window) text() string { return string(w.buf[:w.n]) }

// gapBefore returns what stands between run i−1 and run i.
func (f Folded) gapBefore(runs []Run, i int) []byte { return f.B[runs[i-1].End:runs[i].Start] }

// creditorAt reads an RF reference that begins with run i: compact, in groups of four,
// broken by the end of a line, or otherwise parted. It is Marked when RF touches the
// check digits and it is compact or printed as the standard does.
func (f Folded) creditorAt(found []Structured, runs []Run, i int) []Structured {
	glued := runs[i].End == runs[i+1].Start
	if runs[i+1].End-runs[i+1].Start < 2 || runs[i+1].Start-runs[i].End > 1 || i > 0 && runs[i-1].End == runs[i].Start {
		return found
	}
	w := window{four: true}
	w.take(f.Text(runs[i]), nil)
	slip := Structured{Scheme: RF, Start: runs[i].Start, Marked: true}
	for j := i + 1; j < len(runs) && j < i+2*maxGroups; j++ {
		gap := f.gapBefore(runs, j)
		if j == i+1 {
			gap = nil
		}
		if !w.take(f.Text(runs[j]), gap) || w.n > maxRF {
			break
		}
		if j+1 < len(runs) && runs[j+1].Start == runs[j].End || w.n < 5 {
			continue
		}
		printed := glued && (w.gaps == 0 || w.four && w.last <= 4)
		if payload, ok := RF.Read(w.text()); ok {
			found = append(found, Structured{RF, runs[i].Start, runs[j].End, w.text(), payload, true, printed})
		}
		if printed {
			slip.End, slip.Whole = runs[j].End, w.text()
		}
	}
	if slip.Whole != "" && (len(found) == 0 || found[len(found)-1].Start != slip.Start) {
		found = append(found, slip)
	}
	return found
}

// digitsAt reads a Belgian or Swiss reference that begins with run i.
func (f Folded) digitsAt(found []Structured, runs []Run, i int) []Structured {
	marked := starred(f.B[:runs[i].Start])
	var w window
	for j := i; j < len(runs) && j < i+maxGroups && runs[j].Digits; j++ {
		var gap []byte
		if j > i {
			gap = f.gapBefore(runs, j)
		}
		if !w.take(f.Text(runs[j]), gap) {
			break
		}
		touches := j+1 < len(runs) && runs[j+1].Start == runs[j].End
		switch {
		case w.n == ogmDigits && (marked || !touches):
			s := Structured{Scheme: OGM, Start: runs[i].Start, End: runs[j].End, Whole: w.text(), Marked: marked}
			if s.Payload, s.Valid = OGM.Read(s.Whole); s.Valid || marked {
				found = append(found, s)
			}
			if marked {
				return found
			}
		case w.n == qrrDigits && !touches:
			if payload, ok := QRR.Read(w.text()); ok {
				return append(found, Structured{QRR, runs[i].Start, runs[j].End, w.text(), payload, true, true})
			}
		case marked && w.n < ogmDigits+2 && w.gaps >= 2 && closed(f.B[runs[j].End:]):
			return append(found, Structured{Scheme: OGM, Start: runs[i].Start, End: runs[j].End, Whole: w.text(), Marked: true})
		}
	}
	return found
}

// starred reports whether a text ends in plus signs or asterisks, two at least.
func starred(before []byte) bool {
	b := bytes.TrimRight(before, " \r\n")
	n := len(b)
	return n >= 2 && (b[n-1] == '+' || b[n-1] == '*') && b[n-2] == b[n-1]
}

// closed reports whether plus signs or asterisks follow.
func closed(after []byte) bool {
	return len(after) >= 2 && (after[0] == '+' || after[0] == '*') && after[1] == after[0]
}

// announcedSchemes are the words before a Finnish or Norwegian reference.
var announcedSchemes = map[string][]Scheme{
	"VIITE": {Viite}, "VIITENRO": {Viite}, "VIITENUMERO": {Viite},
	"KID": {KID10, KID11}, "KIDNR": {KID10, KID11}, "KIDNUMMER": {KID10, KID11}, "OCR": {KID10},
}

// plainSchemes are those of bare digits.
var plainSchemes = []Scheme{Viite, KID10, KID11}

// announced returns the schemes that the word before run i stands for, if it stands for some.
func (f Folded) announced(runs []Run, i int) []Scheme {
	if i == 0 || runs[i-1].Digits || runs[i].Start-runs[i-1].End > 4 {
		return nil
	}
	return announcedSchemes[string(f.Text(runs[i-1]))]
}

// announcedAt reads a Finnish or Norwegian reference that begins with run i, the
// longest first. Behind a word for it, one that is not valid is a slip.
func (f Folded) announcedAt(found []Structured, runs []Run, i int, schemes []Scheme) []Structured {
	marked := len(schemes) < len(plainSchemes)
	var ends []Structured
	var w window
	for j := i; j < len(runs) && j < i+maxGroups && runs[j].Digits; j++ {
		var gap []byte
		if j > i {
			gap = f.gapBefore(runs, j)
		}
		if !w.take(f.Text(runs[j]), gap) {
			break
		}
		ends = append(ends, Structured{Start: runs[i].Start, End: runs[j].End, Whole: w.text(), Marked: marked})
	}
	before := len(found)
	for k := len(ends) - 1; k >= 0 && (marked || k == len(runs)-1); k-- {
		for _, s := range schemes {
			one := ends[k]
			if s == KID11 && int(one.End) < len(f.B) && f.B[one.End] == '-' {
				one.Whole, one.End = one.Whole+"-", one.End+1
			}
			if one.Payload, one.Valid = s.Read(one.Whole); one.Valid {
				one.Scheme = s
				found = append(found, one)
			}
		}
	}
	if n := len(ends); len(found) == before && marked && n > 0 && len(ends[n-1].Whole) >= 4 {
		slip := ends[n-1]
		slip.Scheme = schemes[0]
		found = append(found, slip)
	}
	return found
}
