package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxFold is how many bytes of one text are looked at.
const MaxFold = 4 << 10

// Folded is a text in capitals without accents. Letters and digits of other
// scripts stay as they are, everything else but ASCII is a blank.
type Folded struct {
	B  []byte
	At []int32 // place in the original of each byte of B
	of string  // the original
}

// Fold folds a text. Ligatures are written out (œ is OE, ß is SS).
func Fold(s string) Folded {
	if len(s) > MaxFold {
		s = s[:MaxFold]
	}
	f := Folded{make([]byte, 0, len(s)), make([]int32, 0, len(s)), s}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
			f.B, f.At = append(f.B, c), append(f.At, int32(i))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		f.add(r, int32(i))
		i += n
	}
	return f
}

// String returns the folded text.
func (f Folded) String() string { return string(f.B) }

// Span translates a half-open range of the folded text into one of the original.
func (f Folded) Span(start, end int) [2]int32 {
	if start >= end || end > len(f.At) {
		return [2]int32{}
	}
	last := f.At[end-1]
	_, n := utf8.DecodeRuneInString(f.of[last:])
	return [2]int32{f.At[start], last + int32(n)}
}

// add appends a rune that is not ASCII.
func (f *Folded) add(r rune, at int32) {
	for _, p := range expand(r) {
		if unicode.Is(unicode.Mn, p) {
			continue
		}
		p = unicode.ToUpper(p)
		if p >= utf8.RuneSelf && !unicode.IsLetter(p) && !unicode.IsDigit(p) {
			p = ' '
		}
		before := len(f.B)
		f.B = utf8.AppendRune(f.B, p)
		for range len(f.B) - before {
			f.At = append(f.At, at)
		}
	}
}

// expand writes a rune as the letters that a bank would send for it.
func expand(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "OE"
	case 'æ', 'Æ':
		return "AE"
	case 'ß', 'ẞ':
		return "SS"
	case 'ø', 'Ø':
		return "O"
	case 'ł', 'Ł':
		return "L"
	case 'đ', 'Đ':
		return "D"
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		return "-"
	case '\u2018', '\u2019':
		return "'"
	}
	return norm.NFKD.String(string(r))
}
