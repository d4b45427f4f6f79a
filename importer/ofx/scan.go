package ofx

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"lettrage/importer"
)

// token is what the scanner found.
type token int8

const (
	endOfFile token = iota
	startTag
	endTag
	textRun
)

const (
	bufferBytes = 64 << 10
	maxTag      = 512 // bytes of a tag, attributes included; longer is text
	maxName     = 64
)

// scanner splits a text in UTF-8 into tags and runs of text. Nothing is an error
// to it but its limits: a '<' that begins no tag is text.
type scanner struct {
	ctx      context.Context
	src      io.Reader
	buf      []byte
	pos, end int // buf[pos:end] is not yet read
	atEOF    bool
	total    int64
	run      int // bytes since the last tag
	limits   importer.Limits

	line    int // of buf[counted]
	counted int
	tagLine int // of the last tag

	name  []byte // of the last tag, in capitals, without its namespace
	elem  element
	text  []byte // of the last run; holds until the next call
	plain bool   // the run is a section of CDATA, where nothing is an entity
	empty bool   // the start tag closes itself
	cdata bool   // within such a section
}

func newScanner(ctx context.Context, src io.Reader, limits importer.Limits) *scanner {
	return &scanner{ctx: ctx, src: src, buf: make([]byte, bufferBytes), limits: limits, line: 1, tagLine: 1, name: make([]byte, 0, maxName)}
}

// next reads on to the next token, past comments and instructions. A text may come in several runs.
func (s *scanner) next() (token, error) {
	for {
		if s.pos == s.end {
			if ok, err := s.more(); err != nil || !ok {
				return endOfFile, err
			}
		}
		if s.cdata {
			return textRun, s.section()
		}
		if s.buf[s.pos] != '<' {
			n := bytes.IndexByte(s.buf[s.pos:s.end], '<')
			if n < 0 {
				n = s.end - s.pos
			}
			return textRun, s.take(n, false)
		}
		if err := s.need(2); err != nil {
			return endOfFile, err
		}
		if s.end-s.pos > 1 && (s.buf[s.pos+1] == '!' || s.buf[s.pos+1] == '?') {
			skipped, err := s.markup()
			if err != nil {
				return endOfFile, err
			}
			if skipped {
				continue
			}
			return textRun, s.take(1, false)
		}
		if tok, ok, err := s.tag(); ok || err != nil {
			if tok != textRun {
				s.run = 0
			}
			return tok, err
		}
		return textRun, s.take(1, false)
	}
}

// take hands out the next n bytes as text.
func (s *scanner) take(n int, plain bool) error {
	s.text, s.plain = s.buf[s.pos:s.pos+n], plain
	s.pos += n
	return s.count(n)
}

// count bounds what stands between two tags.
func (s *scanner) count(n int) error {
	if s.run += n; s.run > s.limits.LineBytes {
		return &importer.Error{Kind: importer.TooLarge, Line: s.tagLine, Msg: fmt.Sprintf("a text between two tags is over the limit LineBytes of %d bytes", s.limits.LineBytes), Hint: "check that the file is a bank statement"}
	}
	return nil
}

// lineNumber is the line of what is not yet read.
func (s *scanner) lineNumber() int {
	s.line += bytes.Count(s.buf[s.counted:s.pos], newline)
	s.counted = s.pos
	return s.line
}

var newline, blank = []byte{'\n'}, []byte{' '}

// more reads further bytes behind what is not yet read; false at the end of the file.
func (s *scanner) more() (bool, error) {
	if s.atEOF {
		return false, nil
	}
	if err := s.ctx.Err(); err != nil {
		return false, err
	}
	s.lineNumber()
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos, s.counted = 0, 0
	n, err := io.ReadAtLeast(s.src, s.buf[s.end:], 1)
	s.end += n
	if s.total += int64(n); s.total > 4*s.limits.FileBytes { // in UTF-8 a file may be longer
		return false, errFileBytes
	}
	switch err {
	case nil:
		return true, nil
	case io.EOF:
		s.atEOF = true
		return n > 0, nil
	}
	return false, err
}

// need reads on until n bytes are there, or the file ends.
func (s *scanner) need(n int) error {
	for s.end-s.pos < n {
		if ok, err := s.more(); err != nil || !ok {
			return err
		}
	}
	return nil
}

// tag reads the tag at the '<' here; ok is false when it is none.
func (s *scanner) tag() (tok token, ok bool, err error) {
	n := s.tagEnd()
	if n < 0 && s.end-s.pos < maxTag {
		if err := s.need(maxTag); err != nil {
			return 0, false, err
		}
		n = s.tagEnd()
	}
	if n < 0 {
		return 0, false, nil
	}
	body := bytes.TrimLeft(s.buf[s.pos+1:s.pos+n], blanks)
	tok = startTag
	if len(body) > 0 && body[0] == '/' {
		tok, body = endTag, bytes.TrimLeft(body[1:], blanks)
	}
	name, rest := cutName(body)
	if len(name) == 0 || len(name) > maxName {
		return 0, false, nil
	}
	s.setName(name)
	if string(s.name) == "BR" { // of a text that was made for a page
		s.pos += n + 1
		s.text, s.plain = blank, true
		return textRun, true, s.count(n + 1)
	}
	s.empty = len(rest) > 0 && rest[len(rest)-1] == '/'
	if len(rest) > 0 && !s.attributes(rest) {
		return 0, false, nil
	}
	s.tagLine = s.lineNumber()
	s.pos += n + 1
	return tok, true, nil
}

// tagEnd is where the tag here ends, −1 when it does not or not soon enough.
func (s *scanner) tagEnd() int {
	return bytes.IndexByte(s.buf[s.pos:min(s.end, s.pos+maxTag)], '>')
}

const blanks = " \t\r\n"

// setName keeps a tag's name, in capitals and without a prefix, and what element it is.
func (s *scanner) setName(name []byte) {
	s.name = append(s.name[:0], name[bytes.LastIndexByte(name, ':')+1:]...)
	for i, c := range s.name {
		if c >= 'a' && c <= 'z' {
			s.name[i] = c - ('a' - 'A')
		}
	}
	s.elem = elementOf(s.name)
}

// attributes reports whether what follows a name may stand in a tag: blanks, a
// slash, attributes. A payer's "<FACT 12>" is text.
func (s *scanner) attributes(rest []byte) bool {
	if bytes.IndexByte(rest, '<') >= 0 {
		return false
	}
	rest = bytes.Trim(rest, " \t\r\n/")
	return len(rest) == 0 || s.elem != unknown || bytes.IndexByte(rest, '=') > 0
}

// cutName cuts the name of an element off the start of b.
func cutName(b []byte) (name, rest []byte) {
	n := 0
	for n < len(b) {
		c := b[n]
		letter := c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !letter && (n == 0 || (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' && c != ':') {
			break
		}
		n++
	}
	return b[:n], b[n:]
}

// markup skips a comment, an instruction or a declaration at the "<!" or "<?"
// here, and enters a section of CDATA; false when it is none of them.
func (s *scanner) markup() (bool, error) {
	const comment, section = "<!--", "<![CDATA["
	if err := s.need(len(section)); err != nil {
		return false, err
	}
	rest := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(rest, []byte(comment)):
		s.pos += len(comment)
		return true, s.skip("-->")
	case bytes.HasPrefix(rest, []byte(section)):
		s.pos += len(section)
		s.cdata = true
		return true, nil
	case rest[1] == '?':
		return true, s.skip(">")
	case len(rest) > 2 && (rest[2] >= 'A' && rest[2] <= 'Z' || rest[2] >= 'a' && rest[2] <= 'z'):
		return true, s.skip(">")
	}
	return false, nil
}

// skip reads past the next end.
func (s *scanner) skip(end string) error {
	for {
		rest := s.buf[s.pos:s.end]
		if n := bytes.Index(rest, []byte(end)); n >= 0 {
			s.pos += n + len(end)
			return s.count(n)
		}
		n := max(0, len(rest)-len(end)+1) // the rest may begin the end
		s.pos += n
		if err := s.count(n); err != nil {
			return err
		}
		if ok, err := s.more(); err != nil || !ok {
			s.pos = s.end
			return err
		}
	}
}

// section hands out a run of the section of CDATA that was entered.
func (s *scanner) section() error {
	const end = "]]>"
	if err := s.need(len(end)); err != nil {
		return err
	}
	rest := s.buf[s.pos:s.end]
	n := bytes.Index(rest, []byte(end))
	switch {
	case n >= 0:
		s.cdata = false
		err := s.take(n, true)
		s.pos += len(end)
		return err
	case s.atEOF:
		s.cdata = false
		return s.take(len(rest), true)
	}
	return s.take(max(1, len(rest)-len(end)+1), true)
}
