package camt

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"lettrage/importer"
)

// token is what the scanner found.
type token int

const (
	endOfFile token = iota
	startTag
	endTag
	textRun
)

const firstBuffer = 64 << 10

// scanner splits an XML text in UTF-8 into tokens. It reads the subset that bank
// messages are: elements, attributes, text, CDATA, comments and processing
// instructions, the five named entities and the numeric ones. A document type
// declaration is refused, and with it every other entity.
//
// It exists beside encoding/xml for two reasons: that one keeps a text of any
// length in memory before it hands it out, and it takes most of the time of an
// import. What it takes, and what it makes of it, is what encoding/xml does
// (FuzzScan compares them); beyond that it refuses text outside the outermost
// element, and its limits.
type scanner struct {
	src      io.Reader
	buf      []byte
	pos, end int // buf[pos:end] is not yet read
	atEOF    bool
	failed   error // of reading, behind what is in the buffer
	total    int64
	size     int64 // of the file, 0 where unknown
	limits   importer.Limits

	line    int // of buf[counted]
	counted int

	open  []byte // names of the open elements, one after the other
	marks []int  // where each begins

	// Of the last token; they point into the buffer and hold until the next call of next.
	name  []byte // local name of a start tag
	attrs []byte // its attributes, as written
	text  []byte // of a run of text, entities resolved

	closes  bool // the start tag was an empty element: its end comes next
	scratch []byte
}

func newScanner(src io.Reader, limits importer.Limits) *scanner {
	return &scanner{src: src, limits: limits, line: 1, buf: make([]byte, firstBuffer)}
}

// next reads on to the next token, past comments and instructions.
func (s *scanner) next() (token, error) {
	if s.closes {
		s.closes = false
		s.pop()
		return endTag, nil
	}
	for {
		if s.pos == s.end {
			if ok, err := s.more(); err != nil || !ok {
				return endOfFile, s.ended(err)
			}
		}
		if s.buf[s.pos] != '<' {
			return s.characters()
		}
		if s.end-s.pos < 2 {
			if ok, err := s.more(); err != nil || !ok {
				return endOfFile, s.truncated(err)
			}
		}
		switch s.buf[s.pos+1] {
		case '/':
			return endTag, s.endTag()
		case '!':
			if cdata, err := s.markup(); cdata || err != nil {
				return textRun, err
			}
		case '?':
			if err := s.instruction(); err != nil {
				return endOfFile, err
			}
		default:
			return startTag, s.startTag()
		}
	}
}

// depth is how many elements are open.
func (s *scanner) depth() int { return len(s.marks) }

// lineNumber is the line on which the next token begins.
func (s *scanner) lineNumber() int {
	s.line += bytes.Count(s.buf[s.counted:s.pos], []byte{'\n'})
	s.counted = s.pos
	return s.line
}

// more reads further bytes behind what is not yet read; false at the end of the file.
func (s *scanner) more() (bool, error) {
	switch {
	case s.atEOF:
		return false, nil
	case s.failed != nil:
		return false, s.failure()
	}
	s.lineNumber()
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos, s.counted = 0, 0
	if s.end > s.limits.LineBytes {
		return false, s.errorf(importer.TooLarge, "an element's tag or text is over the limit LineBytes of %d bytes", s.limits.LineBytes)
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := io.ReadFull(s.src, s.buf[s.end:])
	s.end += n
	if s.total += int64(n); s.total > s.limits.FileBytes {
		return false, s.errorf(importer.TooLarge, "the file is over the limit FileBytes of %d bytes", s.limits.FileBytes)
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		s.atEOF, err = true, nil
	}
	if s.failed = err; err != nil && n == 0 { // else what was read comes first
		return false, s.failure()
	}
	return n > 0, nil
}

// failure is the error of reading.
func (s *scanner) failure() error {
	if !errors.Is(s.failed, importer.ErrCharset) {
		return s.failed
	}
	if s.size > 0 && s.size-s.total < utf8.UTFMax { // it is the last bytes that are none: the beginning of a character
		return s.truncated(nil)
	}
	s.pos = s.end
	e := s.errorf(importer.Charset, "should be text in the character set that the file declares, UTF-8 where it declares none")
	e.Hint = "fetch it again from the bank, or declare the right one in the first line (encoding)"
	return e
}

// find returns how far from pos the first c at or after from is, −1 when the file ends before.
func (s *scanner) find(from int, c byte) (int, error) {
	for {
		if i := bytes.IndexByte(s.buf[s.pos+from:s.end], c); i >= 0 {
			return from + i, nil
		}
		from = s.end - s.pos
		if ok, err := s.more(); err != nil || !ok {
			return -1, err
		}
	}
}

// until returns how far from pos the first mark at or after from is; that the file ends before is an error.
func (s *scanner) until(from int, mark string) (int, error) {
	for {
		i, err := s.find(from, mark[0])
		if err != nil || i < 0 {
			return 0, s.truncated(err)
		}
		for s.end-s.pos < i+len(mark) {
			if ok, err := s.more(); err != nil || !ok {
				return 0, s.truncated(err)
			}
		}
		if string(s.buf[s.pos+i:s.pos+i+len(mark)]) == mark {
			return i, nil
		}
		from = i + 1
	}
}

// characters reads text up to the next tag.
func (s *scanner) characters() (token, error) {
	n, err := s.find(0, '<')
	if err != nil {
		return endOfFile, err
	}
	if n < 0 {
		n = s.end - s.pos
	}
	raw := s.buf[s.pos : s.pos+n]
	if s.text, err = s.decode(raw, plainText); err != nil {
		return endOfFile, err
	}
	if s.depth() == 0 && len(bytes.TrimLeft(raw, " \t\r\n")) > 0 {
		return endOfFile, s.errorf(importer.Malformed, "should be an XML document: text stands outside of its elements")
	}
	s.pos += n
	return textRun, nil
}

// markup reads what begins with "<!": a comment, or a section of CDATA, which is text.
func (s *scanner) markup() (cdata bool, err error) {
	const begin = "<![CDATA["
	for s.end-s.pos < len(begin) {
		ok, err := s.more()
		if err != nil {
			return false, err
		}
		if !ok {
			break
		}
	}
	switch head := s.buf[s.pos:s.end]; {
	case bytes.HasPrefix(head, []byte("<!--")):
		return false, s.comment()
	case !bytes.HasPrefix(head, []byte(begin)):
		return false, s.errorf(importer.Malformed, "should have no document type declaration (DTD), and no other markup of that kind")
	}
	n, err := s.until(len(begin), "]]>")
	if err != nil {
		return false, err
	}
	s.text, err = s.decode(s.buf[s.pos+len(begin):s.pos+n], cdataText)
	if err == nil && s.depth() == 0 {
		err = s.errorf(importer.Malformed, "should be an XML document: text stands outside of its elements")
	}
	s.pos += n + len("]]>")
	return true, err
}

// comment reads past a comment, in which "--" is only allowed at the end.
func (s *scanner) comment() error {
	n, err := s.until(len("<!--"), "--")
	if err != nil {
		return err
	}
	if s.end-s.pos < n+3 {
		if ok, err := s.more(); err != nil || !ok {
			return s.truncated(err)
		}
	}
	if s.buf[s.pos+n+2] != '>' {
		return s.errorf(importer.Malformed, `a comment should not hold "--"`)
	}
	s.pos += n + 3
	return nil
}

// instruction reads past a processing instruction. The character set that an XML
// declaration names was seen to before.
func (s *scanner) instruction() error {
	n, err := s.until(2, "?>")
	if err != nil {
		return err
	}
	body := s.buf[s.pos+2 : s.pos+n]
	target, rest := cutName(body)
	if len(target) == 0 || len(rest) > 0 && bytes.IndexByte([]byte(" \t\r\n"), rest[0]) < 0 {
		return s.errorf(importer.Malformed, "a processing instruction should have a name")
	}
	if string(target) == "xml" {
		if err := s.declaration(rest); err != nil {
			return err
		}
	}
	s.pos += n + 2
	return nil
}

// declaration checks what an XML declaration declares.
func (s *scanner) declaration(b []byte) error {
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		if len(b) == 0 {
			return nil
		}
		name, value, rest := cutAttribute(b)
		switch string(name) {
		case "version", "encoding", "standalone":
		default:
			return s.errorf(importer.Malformed, "an XML declaration should state version, encoding and standalone, and nothing else")
		}
		switch {
		case len(bytes.Trim(value, letters+"._-:")) > 0:
			return s.errorf(importer.Malformed, "an XML declaration should hold words")
		case string(name) == "version" && string(value) != "1.0":
			return s.errorf(importer.Unsupported, "should be XML 1.0")
		}
		b = rest
	}
}

// startTag reads a start tag or an empty element.
func (s *scanner) startTag() error {
	n, err := s.tagEnd()
	if err != nil {
		return err
	}
	body := s.buf[s.pos+1 : s.pos+n]
	if s.closes = len(body) > 0 && body[len(body)-1] == '/'; s.closes {
		body = body[:len(body)-1]
	}
	full, rest := cutName(body)
	if len(full) == 0 {
		return s.errorf(importer.Malformed, "an element should have a name")
	}
	if err := s.checkAttributes(rest); err != nil {
		return err
	}
	if len(s.marks) == s.limits.Depth {
		return s.errorf(importer.TooLarge, "elements are nested over the limit Depth of %d", s.limits.Depth)
	}
	s.marks = append(s.marks, len(s.open))
	s.open = append(s.open, full...)
	s.name, s.attrs = local(full), rest
	s.pos += n + 1
	return nil
}

// tagEnd returns how far from pos the '>' is that ends the tag, quoted ones passed over.
func (s *scanner) tagEnd() (int, error) {
	var quote byte
	for i := 1; ; i++ {
		if i == s.end-s.pos {
			if ok, err := s.more(); err != nil || !ok {
				return 0, s.truncated(err)
			}
		}
		switch c := s.buf[s.pos+i]; {
		case c == '<':
			return 0, s.errorf(importer.Malformed, "a tag should end before the next one begins")
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i, nil
		case c == '"' || c == '\'':
			quote = c
		}
	}
}

// endTag reads an end tag, which must close the element opened last.
func (s *scanner) endTag() error {
	n, err := s.find(2, '>')
	if err != nil || n < 0 {
		return s.truncated(err)
	}
	name, rest := cutName(s.buf[s.pos+2 : s.pos+n])
	if len(bytes.TrimLeft(rest, " \t\r\n")) > 0 || len(s.marks) == 0 || string(name) != string(s.innermost()) {
		return s.errorf(importer.Malformed, "an end tag should close the element that was opened last")
	}
	s.pos += n + 1
	s.pop()
	return nil
}

func (s *scanner) innermost() []byte { return s.open[s.marks[len(s.marks)-1]:] }

func (s *scanner) pop() {
	last := len(s.marks) - 1
	s.open, s.marks = s.open[:s.marks[last]], s.marks[:last]
}
