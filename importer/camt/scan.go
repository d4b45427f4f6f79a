package camt

import (
	"bytes"
	"errors"
	"io"
	"strings"
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
// (TestScannerIsEncodingXML and FuzzScan compare them). Of what that one takes it refuses
//
//   - a document type declaration, which no message has and entities hide in;
//   - text outside the outermost element, by which a file is no XML at all;
//   - names that are not of ASCII or have an empty side of a colon, as no message has;
//   - an XML declaration that states more than version, encoding and standalone, or no version 1.0;
//   - bytes that are no UTF-8 in comments and instructions too: the file is damaged;
//   - what is over a limit.
type scanner struct {
	src      io.Reader
	buf      []byte
	pos, end int // buf[pos:end] is not yet read
	atEOF    bool
	failed   error // of reading, behind what is in the buffer
	partial  int   // bytes behind end that begin a character whose rest is yet to be read
	total    int64
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

// newScanner returns a scanner whose buffer has so many bytes, until a token needs more.
func newScanner(src io.Reader, limits importer.Limits, buffer int) *scanner {
	return &scanner{src: src, limits: limits, line: 1, buf: make([]byte, buffer)}
}

// next reads on to the next token, past comments and instructions.
func (s *scanner) next() (token, error) {
	if s.closes {
		s.closes = false
		s.pop()
		return endTag, nil
	}
	if tok := s.plain(); tok != endOfFile {
		return tok, nil
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

// offset is where in the text the next token begins.
func (s *scanner) offset() int64 { return s.total - int64(s.end-s.pos) }

// lineNumber is the line on which the next token begins.
func (s *scanner) lineNumber() int {
	s.line += bytes.Count(s.buf[s.counted:s.pos], []byte{'\n'})
	s.counted = s.pos
	return s.line
}

// more reads further bytes behind what is not yet read; false at the end of the file.
func (s *scanner) more() (bool, error) {
	switch {
	case s.failed != nil:
		return false, s.failure()
	case s.atEOF:
		return false, nil
	}
	s.lineNumber()
	s.end = copy(s.buf, s.buf[s.pos:s.end+s.partial]) - s.partial
	s.pos, s.counted = 0, 0
	if s.end > s.limits.LineBytes {
		return false, s.errorf(importer.TooLarge, "an element's tag or text is over the limit LineBytes of %d bytes", s.limits.LineBytes)
	}
	for before := s.end; ; { // half a character alone is nothing yet
		if s.end+s.partial == len(s.buf) {
			s.buf = append(s.buf, make([]byte, len(s.buf))...)
		}
		n, err := io.ReadFull(s.src, s.buf[s.end+s.partial:])
		if s.total += int64(n); s.total > s.limits.FileBytes {
			return false, s.errorf(importer.TooLarge, "the file is over the limit FileBytes of %d bytes", s.limits.FileBytes)
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			s.atEOF, err = true, nil
		}
		s.failed = err
		s.take(n)
		switch {
		case s.end > before: // what was read comes before what failed
			return true, nil
		case s.failed != nil:
			return false, s.failure()
		case s.atEOF:
			return false, nil
		}
	}
}

// errCut is importer.ErrCharset where it is the end of the file that cuts a character.
var errCut = errors.New("camt: the file ends within a character")

// take adds the n bytes that were read to the buffer, as far as they are UTF-8. A
// text that goes on with other bytes fails when all before them is read.
func (s *scanner) take(n int) {
	fresh := s.buf[s.end : s.end+s.partial+n]
	valid := validBytes(fresh)
	s.end, s.partial = s.end+valid, len(fresh)-valid
	switch {
	case s.partial == 0:
	case utf8.FullRune(fresh[valid:]):
		s.failed, s.partial = importer.ErrCharset, 0
	case s.atEOF:
		s.failed, s.partial = errCut, 0
	}
}

// validBytes returns how many bytes from the start of b are whole characters in UTF-8.
func validBytes(b []byte) int {
	if utf8.Valid(b) {
		return len(b)
	}
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// failure is the error of reading.
func (s *scanner) failure() error {
	switch {
	case s.failed == errCut:
		return s.truncated(nil)
	case errors.Is(s.failed, importer.ErrCharset):
		s.pos = s.end
		e := s.errorf(importer.Charset, "should be text in the character set that the file declares, UTF-8 where it declares none")
		e.Hint = "fetch it again from the bank, or declare the right one in the first line (encoding)"
		return e
	}
	return s.failed
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
	if s.depth() == 0 && len(trimBlanks(raw)) > 0 {
		return endOfFile, s.errorf(importer.Malformed, "should be an XML document: text stands outside of its elements")
	}
	s.pos += n
	return textRun, nil
}

// markup reads what begins with "<!": a comment, or a section of CDATA, which is text.
func (s *scanner) markup() (cdata bool, err error) {
	const begin, comment = "<![CDATA[", "<!--"
	mayBe := func(token string) bool { // or it is, so far as it goes
		head := s.buf[s.pos:s.end]
		return len(head) < len(token) && strings.HasPrefix(token, string(head))
	}
	for mayBe(begin) || mayBe(comment) { // what is neither is so whatever follows
		ok, err := s.more()
		if err != nil {
			return false, err
		}
		if !ok {
			break
		}
	}
	switch head := s.buf[s.pos:s.end]; {
	case bytes.HasPrefix(head, []byte(comment)):
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
	target, rest := cutTarget(body)
	if len(target) == 0 || len(rest) > 0 && rest[0] >= utf8.RuneSelf {
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
		b = trimBlanks(b)
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
			return s.errorf(importer.Unsupported, "an XML declaration should state version 1.0")
		}
		b = rest
	}
}

// plain reads the next token where it is one of those that nearly all of a message is, and
// lies whole in the buffer: a tag without attributes or a text in which nothing is to
// be resolved. Elsewhere it reads nothing and returns endOfFile.
func (s *scanner) plain() token {
	b := s.buf[s.pos:s.end]
	switch {
	case len(b) < 2 || len(s.marks) == 0:
		return endOfFile
	case b[0] != '<':
		n := textLength(b)
		if n < 0 {
			return endOfFile
		}
		s.text = b[:n]
		s.pos += n
		return textRun
	case b[1] != '/':
		return s.plainTag(b)
	}
	if n := s.closing(b); n > 0 {
		s.pos += n
		s.pop()
		return endTag
	}
	return endOfFile
}

// plainTag is plain of a start tag.
func (s *scanner) plainTag(b []byte) token {
	n, seen := 1, nameClass(0)
	for n < len(b) && names[b[n]] != 0 {
		seen |= names[b[n]]
		n++
	}
	if n == len(b) || b[n] != '>' || names[b[1]]&nameStart == 0 || len(s.marks) == s.limits.Depth {
		return endOfFile
	}
	s.name = b[1:n]
	if seen&nameColon != 0 {
		if !qualified(s.name) {
			return endOfFile
		}
		s.name = local(s.name)
	}
	s.marks = append(s.marks, len(s.open))
	s.open = append(s.open, b[1:n]...)
	s.attrs = b[n:n]
	s.pos += n + 1
	return startTag
}

// leaf reads on to the end of the element just entered and returns its text where that
// is all that it holds, nothing is to be resolved in it, and it lies whole in the
// buffer. Elsewhere it reads nothing. The text holds until the next call.
func (s *scanner) leaf() (text []byte, ok bool) {
	b := s.buf[s.pos:s.end]
	if s.closes {
		return nil, false
	}
	n := textLength(b)
	if n < 0 {
		return nil, false
	}
	end := s.closing(b[n:])
	if end == 0 {
		return nil, false
	}
	s.pos += n + end
	s.pop()
	return b[:n], true
}

// textLength returns the length of the text at the start of b, before the next tag, or -1 where
// something in it is to be resolved or looked at, or its end is not in b.
func textLength(b []byte) int {
	for i, c := range b {
		if classes[c] != 0 {
			if c == '<' {
				return i
			}
			return -1
		}
	}
	return -1
}

// closing returns the length of the end tag of the innermost element at the start of
// b, 0 where there is another token or only a part of one.
func (s *scanner) closing(b []byte) int {
	name := s.innermost()
	n := 2 + len(name)
	if len(b) > n && b[1] == '/' && b[n] == '>' && string(b[2:n]) == string(name) {
		return n + 1
	}
	return 0
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
	if len(trimBlanks(rest)) > 0 || len(s.marks) == 0 || string(name) != string(s.innermost()) {
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
