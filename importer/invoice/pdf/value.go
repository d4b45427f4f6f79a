package pdf

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
)

// kind is what a value is.
type kind int8

const (
	null kind = iota
	word      // true, false, and operators
	number
	name
	text
	array
	dictionary
	reference
)

// value is an object of the PDF.
type value struct {
	kind kind
	text string // of a word, a name, a text
	n    int    // of a number, whole part only; of a reference the object's number
	list []value
	dict map[string]value
}

const (
	maxDepth  = 64
	maxValues = 200_000 // of one object
)

var (
	errSyntax = errors.New("pdf: no value")
	errWork   = errors.New("pdf: too much to read")
)

// parser reads values. What it reads is taken off work, which bounds the time
// that a hostile file costs: each object of it might seem to reach to the end.
type parser struct {
	b      []byte
	at     int
	work   *int
	depth  int
	values int
}

// value reads the next value.
func (p *parser) value() (value, error) {
	from := p.at
	v, err := p.one()
	if *p.work -= p.at - from; p.depth == 0 && *p.work < 0 {
		return value{}, errWork
	}
	return v, err
}

func (p *parser) one() (value, error) {
	p.skip()
	if p.at >= len(p.b) {
		return value{}, errSyntax
	}
	if p.values++; p.values > maxValues {
		return value{}, errSyntax
	}
	switch c := p.b[p.at]; {
	case c == '/':
		p.at++
		return value{kind: name, text: unescapeName(p.regular())}, nil
	case c == '(':
		return p.literal()
	case c == '<' && bytes.HasPrefix(p.b[p.at:], []byte("<<")):
		return p.dictionary()
	case c == '<':
		return p.hex()
	case c == '[':
		return p.array()
	case c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9':
		return p.numeric()
	case isDelimiter(c):
		return value{}, errSyntax
	}
	w := string(p.regular())
	if w == "null" {
		return value{}, nil
	}
	return value{kind: word, text: w}, nil
}

// skip goes over blanks and comments.
func (p *parser) skip() {
	for p.at < len(p.b) {
		switch c := p.b[p.at]; {
		case isBlank(c):
			p.at++
		case c == '%':
			end := bytes.IndexAny(p.b[p.at:], "\r\n")
			if end < 0 {
				end = len(p.b) - p.at
			}
			p.at += end
		default:
			return
		}
	}
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return strings.IndexByte("()<>[]{}/%", c) >= 0 }

// regular returns the run of characters that are neither blanks nor delimiters.
func (p *parser) regular() []byte {
	from := p.at
	for p.at < len(p.b) && !isBlank(p.b[p.at]) && !isDelimiter(p.b[p.at]) {
		p.at++
	}
	return p.b[from:p.at]
}

// unescapeName reads "#2F" in a name as the character.
func unescapeName(b []byte) string {
	if bytes.IndexByte(b, '#') < 0 {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			if n, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return string(out)
}

// numeric reads a number, or a reference, "5 0 R".
func (p *parser) numeric() (value, error) {
	v := value{kind: number, n: whole(p.regular())}
	back := p.at
	p.skip()
	generation := p.regular()
	p.skip()
	if len(generation) > 0 && len(generation) < 6 && isDigits(generation) && p.at < len(p.b) && p.b[p.at] == 'R' &&
		(p.at+1 == len(p.b) || isBlank(p.b[p.at+1]) || isDelimiter(p.b[p.at+1])) {
		p.at++
		v.kind = reference
		return v, nil
	}
	p.at = back
	return v, nil
}

// whole reads the whole part of a number; what is no number is −1.
func whole(b []byte) int {
	b, _, _ = bytes.Cut(b, []byte("."))
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return -1
	}
	return n
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// within runs read one level deeper.
func (p *parser) within(read func() (value, error)) (value, error) {
	if p.depth++; p.depth > maxDepth {
		return value{}, errSyntax
	}
	defer func() { p.depth-- }()
	return read()
}

func (p *parser) array() (value, error) {
	return p.within(func() (value, error) {
		v := value{kind: array}
		for p.at++; ; {
			if p.skip(); p.at < len(p.b) && p.b[p.at] == ']' {
				p.at++
				return v, nil
			}
			element, err := p.one()
			if err != nil {
				return value{}, err
			}
			v.list = append(v.list, element)
		}
	})
}

func (p *parser) dictionary() (value, error) {
	return p.within(func() (value, error) {
		v := value{kind: dictionary, dict: make(map[string]value)}
		for p.at += 2; ; {
			if p.skip(); bytes.HasPrefix(p.b[p.at:], []byte(">>")) {
				p.at += 2
				return v, nil
			}
			key, err := p.one()
			if err != nil || key.kind != name {
				return value{}, errSyntax
			}
			if v.dict[key.text], err = p.one(); err != nil {
				return value{}, err
			}
		}
	})
}

// hex reads <FEFF…>; an odd digit at the end stands before a zero.
func (p *parser) hex() (value, error) {
	end := bytes.IndexByte(p.b[p.at:], '>')
	if end < 0 {
		p.at = len(p.b)
		return value{}, errSyntax
	}
	out, err := unhex(p.b[p.at+1 : p.at+end])
	p.at += end + 1
	return value{kind: text, text: string(out)}, err
}

// literal reads (text), in which parentheses nest and \ escapes.
func (p *parser) literal() (value, error) {
	var out []byte
	open := 0
	for ; p.at < len(p.b); p.at++ {
		switch c := p.b[p.at]; c {
		case '(':
			if open++; open == 1 {
				continue
			}
			out = append(out, c)
		case ')':
			if open--; open == 0 {
				p.at++
				return value{kind: text, text: string(out)}, nil
			}
			out = append(out, c)
		case '\\':
			out = p.escaped(out)
		default:
			out = append(out, c)
		}
	}
	return value{}, errSyntax
}

// escaped adds what stands behind a \, and stops at its last byte.
func (p *parser) escaped(out []byte) []byte {
	p.at++
	if p.at >= len(p.b) {
		return out
	}
	c := p.b[p.at]
	if at := bytes.IndexByte([]byte("nrtbf"), c); at >= 0 {
		return append(out, "\n\r\t\b\f"[at])
	}
	switch {
	case c == '\r' || c == '\n': // a line goes on; of \r\n the second is no character either
		if c == '\r' && p.at+1 < len(p.b) && p.b[p.at+1] == '\n' {
			p.at++
		}
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	n := 0
	for digits := 0; digits < 3 && p.at < len(p.b) && p.b[p.at] >= '0' && p.b[p.at] <= '7'; digits++ {
		n = n<<3 | int(p.b[p.at]-'0')
		p.at++
	}
	p.at--
	return append(out, byte(n))
}
