package text

import (
	"slices"
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
	at []int32 // place in the original of each byte of B; none where it is the same
	of string  // the original
}

// Fold folds a text. Ligatures are written out (œ is OE, ß is SS).
func Fold(s string) Folded {
	var f Folded
	f.Fold(s)
	return f
}

// Fold makes f the folded form of another text. What f held before is gone: its memory is used again.
func (f *Folded) Fold(s string) {
	if len(s) > MaxFold {
		s = s[:MaxFold]
	}
	f.B, f.at, f.of = slices.Grow(f.B[:0], len(s)), f.at[:0], s
	same := 0
	for ; same < len(s) && s[same] < utf8.RuneSelf; same++ {
		f.B = append(f.B, capital(s[same]))
	}
	if same < len(s) {
		f.foldFrom(same)
	}
}

// foldFrom goes on where the first letter stands that is not ASCII.
func (f *Folded) foldFrom(i int) {
	f.at = appendPlaces(slices.Grow(f.at, len(f.of)), i)
	for i < len(f.of) {
		n := 1
		if c := f.of[i]; c < utf8.RuneSelf {
			f.B = append(f.B, capital(c))
		} else {
			var r rune
			r, n = utf8.DecodeRuneInString(f.of[i:])
			f.B = appendRune(f.B, r)
		}
		for len(f.at) < len(f.B) {
			f.at = append(f.at, int32(i))
		}
		i += n
	}
}

// appendPlaces appends the first places of a text that is folded byte by byte.
func appendPlaces(at []int32, n int) []int32 {
	for i := range n {
		at = append(at, int32(i))
	}
	return at
}

// place returns where the original has a byte of B.
func (f Folded) place(i int) int32 {
	if len(f.at) == 0 {
		return int32(i)
	}
	return f.at[i]
}

// appendFold appends the folded form of a text, without its places.
func appendFold(b []byte, s string) []byte {
	if len(s) > MaxFold {
		s = s[:MaxFold]
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			b = append(b, capital(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		b = appendRune(b, r)
		i += n
	}
	return b
}

func capital(c byte) byte {
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

// Without returns the text without one of its bytes.
func (f Folded) Without(at int) Folded {
	places := slices.Clone(f.at)
	if len(places) == 0 {
		places = appendPlaces(nil, len(f.B))
	}
	return Folded{slices.Delete(slices.Clone(f.B), at, at+1), slices.Delete(places, at, at+1), f.of}
}

// String returns the folded text.
func (f Folded) String() string { return string(f.B) }

// Span translates a half-open range of the folded text into one of the original.
func (f Folded) Span(start, end int) [2]int32 {
	if start >= end || end > len(f.B) {
		return [2]int32{}
	}
	last := f.place(end - 1)
	_, n := utf8.DecodeRuneInString(f.of[last:])
	return [2]int32{f.place(start), last + int32(n)}
}

// appendRune appends the folded form of a rune that is not ASCII.
func appendRune(b []byte, r rune) []byte {
	if r >= utf8.RuneSelf && int(r) < utf8.RuneSelf+len(latin) {
		return append(b, latin[r-utf8.RuneSelf]...)
	}
	return append(b, foldRune(r)...)
}

// latin are the folded forms of the first letters that are not ASCII, those of western languages.
var latin = latinLetters()

func latinLetters() (t [0x180 - utf8.RuneSelf]string) {
	for i := range t {
		t[i] = foldRune(utf8.RuneSelf + rune(i))
	}
	return t
}

func foldRune(r rune) string {
	var b []byte
	for _, p := range expand(r) {
		if unicode.Is(unicode.Mn, p) {
			continue
		}
		p = unicode.ToUpper(p)
		if p >= utf8.RuneSelf && !unicode.IsLetter(p) && !unicode.IsDigit(p) {
			p = ' '
		}
		b = utf8.AppendRune(b, p)
	}
	return string(b)
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
