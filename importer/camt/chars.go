package camt

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"lettrage/importer"
)

// textKind says by which rules a text is read.
type textKind int

const (
	plainText     textKind = iota // between tags
	attributeText                 // between quotes
	cdataText                     // in a section of CDATA, where nothing is an entity
)

// What a byte can mean for a text that holds it. A text of none of them is its own decoding.
const (
	ampersand = 1 << iota
	carriageReturn
	bracket
	forbidden // control characters that XML 1.0 does not allow
	lastPlane // U+F000 and beyond, of which it does not allow two
	lessThan
)

var classes = func() (c [256]byte) {
	for i := range c {
		switch {
		case i < ' ' && i != '\t' && i != '\n' && i != '\r':
			c[i] = forbidden
		}
	}
	c['&'], c['\r'], c[']'], c['<'], c["\uFFFE"[0]] = ampersand, carriageReturn, bracket, lessThan, lastPlane
	return c
}()

// decode resolves entities and line ends of a text and checks its characters. The
// result is raw itself, or holds until the next call.
func (s *scanner) decode(raw []byte, kind textKind) ([]byte, error) {
	var seen byte
	for _, c := range raw {
		seen |= classes[c]
	}
	if seen&(forbidden|lastPlane|bracket) != 0 {
		if err := s.check(raw, seen, kind); err != nil {
			return nil, err
		}
	}
	if kind == cdataText {
		seen &^= ampersand
	}
	if seen&(ampersand|carriageReturn) == 0 {
		return raw, nil
	}
	return s.resolve(raw, seen)
}

func (s *scanner) check(raw []byte, seen byte, kind textKind) error {
	switch {
	case seen&forbidden != 0:
		return s.errorf(importer.Malformed, "a text should have no control characters")
	case seen&lastPlane != 0 && (bytes.Contains(raw, []byte("\uFFFE")) || bytes.Contains(raw, []byte("\uFFFF"))):
		return s.errorf(importer.Malformed, "a text should have no control characters")
	case seen&bracket != 0 && kind == plainText && bytes.Contains(raw, []byte("]]>")):
		return s.errorf(importer.Malformed, `a text should not hold "]]>"`)
	}
	return nil
}

// resolve writes the text with its entities resolved and its line ends as \n.
func (s *scanner) resolve(raw []byte, seen byte) ([]byte, error) {
	out := s.scratch[:0]
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r':
			out = append(out, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case c == '&' && seen&ampersand != 0:
			r, n := entity(raw[i:])
			if n == 0 {
				return nil, s.errorf(importer.Malformed, "an entity should be &amp; &lt; &gt; &quot; &apos; or a numeric one of an allowed character")
			}
			out = utf8.AppendRune(out, r)
			i += n - 1
		default:
			out = append(out, c)
		}
	}
	s.scratch = out
	return out, nil
}

// entity reads the entity at the start of b and returns its character and its
// length, 0 when it is none. A surrogate is U+FFFD, as in encoding/xml.
func entity(b []byte) (rune, int) {
	end := bytes.IndexByte(b, ';')
	if end < 0 {
		return 0, 0
	}
	name := string(b[1:end])
	for _, known := range []struct {
		name string
		r    rune
	}{{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}} {
		if name == known.name {
			return known.r, end + 1
		}
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, 0
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !allowed(rune(n)) || n > utf8.MaxRune {
		return 0, 0
	}
	return rune(n), end + 1
}

// allowed reports whether a character may stand in XML 1.0 (section 2.2).
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r != 0xFFFE && r != 0xFFFF
}

// checkAttributes checks that what follows an element's name is attributes.
func (s *scanner) checkAttributes(b []byte) error {
	for {
		b = trimBlanks(b)
		if len(b) == 0 {
			return nil
		}
		name, value, rest := cutAttribute(b)
		if name == nil {
			return s.errorf(importer.Malformed, `an attribute should be like name="value"`)
		}
		if _, err := s.decode(value, attributeText); err != nil {
			return err
		}
		b = rest
	}
}

// attribute returns the value of an attribute of the start tag read last, without its entities resolved; empty where it has none.
func (s *scanner) attribute(want string) []byte {
	b := s.attrs
	for {
		b = trimBlanks(b)
		name, value, rest := cutAttribute(b)
		if name == nil {
			return nil
		}
		if string(local(name)) == want {
			return value
		}
		b = rest
	}
}

// cutAttribute cuts name="value" off the start of b; name is nil where there is none.
func cutAttribute(b []byte) (name, value, rest []byte) {
	name, rest = cutName(b)
	rest = trimBlanks(rest)
	if len(name) == 0 || len(rest) == 0 || rest[0] != '=' {
		return nil, nil, nil
	}
	rest = trimBlanks(rest[1:])
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return nil, nil, nil
	}
	return name, rest[1 : 1+end], rest[end+2:]
}

// declared returns the value that an XML declaration gives to a name.
func declared(b []byte, want string) string {
	for {
		b = trimBlanks(b)
		name, value, rest := cutAttribute(b)
		if name == nil {
			return ""
		}
		if string(name) == want {
			return string(value)
		}
		b = rest
	}
}

// trimBlanks cuts off what XML calls white space.
func trimBlanks(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	return b
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// cutName cuts the name of an element or an attribute off the start of b.
func cutName(b []byte) (name, rest []byte) {
	if name, rest = cutTarget(b); !qualified(name) {
		return b[:0], b
	}
	return name, rest
}

// cutTarget cuts an XML name off the start of b: of ASCII, as all names of messages are.
func cutTarget(b []byte) (name, rest []byte) {
	n := 0
	for n < len(b) && names[b[n]] != 0 {
		n++
	}
	if n > 0 && names[b[0]]&(nameStart|nameColon) == 0 {
		n = 0
	}
	return b[:n], b[n:]
}

// qualified reports whether a name has one prefix at most, and something on both sides of the colon.
func qualified(name []byte) bool {
	i := bytes.IndexByte(name, ':')
	return i < 0 || i > 0 && i < len(name)-1 && bytes.IndexByte(name[i+1:], ':') < 0
}

// nameClass says what a byte may be in a name; zero: no part of one.
type nameClass byte

const (
	nameStart nameClass = 1 << iota // at its start too
	nameColon                       // between prefix and local name
	nameLater                       // behind its start
)

var names = func() (t [256]nameClass) {
	for i := range t {
		switch c := byte(i); {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_':
			t[i] = nameStart
		case c >= '0' && c <= '9' || c == '-' || c == '.':
			t[i] = nameLater
		case c == ':':
			t[i] = nameColon
		}
	}
	return t
}()

// local returns a name without its namespace prefix.
func local(name []byte) []byte { return name[bytes.LastIndexByte(name, ':')+1:] }

// errorf is an error at the next token's line, within the element opened last.
func (s *scanner) errorf(kind importer.Kind, format string, args ...any) *importer.Error {
	return &importer.Error{Kind: kind, Line: s.lineNumber(), Field: s.path(), Msg: fmt.Sprintf(format, args...), Hint: hint(kind)}
}

// hint says what to do about a text that is no XML, or more than a bank's message is.
func hint(kind importer.Kind) string {
	if kind == importer.TooLarge {
		return "no bank's message is like that: look whether it is the right file"
	}
	return "the file was changed or cut after the bank made it: fetch it again"
}

// path names the two innermost open elements, as far as their names are such as messages have.
func (s *scanner) path() string {
	var names []string
	for i := max(0, len(s.marks)-2); i < len(s.marks); i++ {
		end := len(s.open)
		if i+1 < len(s.marks) {
			end = s.marks[i+1]
		}
		if n := local(s.open[s.marks[i]:end]); len(n) <= 40 && len(bytes.Trim(n, letters)) == 0 {
			names = append(names, string(n))
		}
	}
	return strings.Join(names, "/")
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// truncated is the error of a file that ends within a tag, unless reading failed.
func (s *scanner) truncated(err error) error {
	if err != nil {
		return err
	}
	s.pos = s.end
	return s.errorf(importer.Truncated, "should go on: the file ends within an element")
}

// ended is nil when the file may end here.
func (s *scanner) ended(err error) error {
	if err == nil && s.depth() == 0 {
		return nil
	}
	return s.truncated(err)
}
