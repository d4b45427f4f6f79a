package export

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain returns a text as one line that neither a terminal nor a file of lines
// takes for anything else: line ends, tabs and other blanks become one space each
// run, the ends are trimmed, controls (escape sequences begin with one), marks that
// turn the direction of writing and other invisible ones go, and bytes that are no
// UTF-8 become U+FFFD. Everything else stays as it is.
func Plain(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s { // bytes that are no UTF-8 come as RuneError
		switch r = Visible(r); r {
		case ' ':
			blank = b.Len() > 0
		case -1:
		default:
			if blank {
				b.WriteByte(' ')
				blank = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Visible is Plain for one character, to be used with strings.Map where the
// distances within a text matter: a blank, or -1 for what goes, or the character itself.
func Visible(r rune) rune {
	switch {
	case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
		return ' '
	case isInvisible(r):
		return -1
	}
	return r
}

// isPlain reports whether a text is printable ASCII with single blanks inside: most are.
func isPlain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= utf8.RuneSelf || c == 0x7f {
			return false
		}
		if c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// isInvisible reports controls (C0, C1), format characters (bidirectional marks and
// overrides, zero-width ones, the byte order mark, tags) and what Unicode assigns to nobody.
func isInvisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Noncharacter_Code_Point, r)
}
