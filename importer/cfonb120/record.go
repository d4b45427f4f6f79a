package cfonb120

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"lettrage/importer"
)

const (
	width      = 120 // columns of a record
	lastAmount = 104 // the last column that a 01, a 04 and a 07 must have
	maxSurplus = 80  // characters that a line may have after 120 and that are no record
	window     = 2 << 10
)

// record is one record. Its memory is used again for the next.
type record struct {
	code   string // 01, 04, 05, 07; empty for what begins as none
	line   int
	text   []byte
	starts []int // where each column begins in text; empty where each is one byte
}

// name is how errors call the record.
func (r *record) name() string {
	if r.code == "" {
		return "record"
	}
	return "record " + r.code
}

// columns returns what stands in the columns, from 1, both included, as far as the record goes.
func (r *record) columns(from, to int) []byte {
	begin, end := r.column(from-1), r.column(to)
	return r.text[begin:end]
}

// column is where the column after n others begins in the text.
func (r *record) column(n int) int {
	switch {
	case len(r.starts) == 0:
		return min(n, len(r.text))
	case n >= len(r.starts):
		return len(r.text)
	}
	return r.starts[n]
}

// field returns the columns without blanks around.
func (r *record) field(from, to int) []byte { return bytes.Trim(r.columns(from, to), " ") }

// from returns all from a column on.
func (r *record) from(column int) []byte { return r.text[r.column(column-1):] }

// count is the number of columns.
func (r *record) count() int {
	if len(r.starts) == 0 {
		return len(r.text)
	}
	return len(r.starts)
}

// measure finds the columns. They are characters, unless the amount shows that the bank counted bytes.
func (r *record) measure() {
	r.starts = r.starts[:0]
	if ascii(r.text) {
		return
	}
	byBytes := r.code != "05" && isAmount(r.columns(91, lastAmount))
	for i := 0; i < len(r.text); {
		r.starts = append(r.starts, i)
		_, size := utf8.DecodeRune(r.text[i:])
		i += size
	}
	if byBytes && !isAmount(r.columns(91, lastAmount)) {
		r.starts = r.starts[:0]
	}
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// records cuts a text in UTF-8 into records.
type records struct {
	text    *bufio.Reader
	limits  importer.Limits
	ends    int // lines before what is read next
	warn    func(kind string, line int, msg string)
	control bool // control characters were told of
	record  record
}

func newRecords(text io.Reader, limits importer.Limits) *records {
	return &records{text: bufio.NewReaderSize(text, 64<<10), limits: limits}
}

// first returns the first line that is not blank, up to 120 columns of it, and whether the line ends there.
func (s *records) first() (line []byte, ended bool, err error) {
	for {
		line, ended, err := s.peek()
		lead := len(line) - len(bytes.TrimLeft(line, around))
		switch {
		case err != nil:
			return nil, false, err
		case blank(line):
			err = s.skip(len(line), ended)
		case lead > 0 && s.recordAt(lead):
			err = s.skip(lead, false)
		default:
			return line, ended, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
}

// around is what may stand before and after a record in its line: blanks, and what programs
// put at the beginning and the end of files, of which several were put together.
const around = " \t\x00\x1a\ufeff"

// next returns the next record, io.EOF after the last. It holds until the next call.
func (s *records) next() (*record, error) {
	line, ended, err := s.first()
	if err != nil {
		return nil, err
	}
	if !ended && len(line) > width && s.recordAt(width) && !s.recordAt(len(line)) {
		line = line[:width] // the bank counted bytes
	}
	r := &s.record
	r.line, r.code = s.ends+1, codeOf(line)
	r.text = append(r.text[:0], line...)
	if err := s.skip(len(line), ended); err != nil {
		return nil, err
	}
	if ended {
		err = s.join(r)
	} else {
		err = s.surplus(r)
	}
	r.text = bytes.TrimRight(r.text, around)
	s.clean(r)
	r.measure()
	return r, err
}

// peek returns what comes next up to a line end, 120 columns at most, and whether the line ends there.
func (s *records) peek() (line []byte, ended bool, err error) {
	head, err := s.text.Peek(window)
	at, n := 0, 0
	for ; n < width && at < len(head) && head[at] != '\n'; n++ {
		if head[at] < utf8.RuneSelf {
			at++
			continue
		}
		_, size := utf8.DecodeRune(head[at:])
		at += size
	}
	if at == len(head) && err != nil && (err != io.EOF || at == 0) {
		return nil, false, err
	}
	return head[:at], at == len(head) || head[at] == '\n', nil
}

// recordAt reports whether a record begins after n more bytes.
func (s *records) recordAt(n int) bool {
	head, _ := s.text.Peek(window)
	return n < len(head) && isRecord(head[n:])
}

// skip goes past n bytes, and the line end after them.
func (s *records) skip(n int, ended bool) error {
	if _, err := s.text.Discard(n); err != nil {
		return err
	}
	if !ended {
		return nil
	}
	s.ends++
	if _, err := s.text.Discard(1); err != nil && err != io.EOF {
		return err
	}
	return nil
}

// join adds the next line to a record that is not whole and ends before it, where that line begins no record.
func (s *records) join(r *record) error {
	for r.code != "" {
		if r.measure(); r.count() >= lastAmount && r.code != "05" || r.count() >= width {
			return nil
		}
		next, ended, err := s.peek()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case blank(next) || codeOf(next) != "" || r.count()+utf8.RuneCount(next) > width:
			return nil
		}
		s.tell("layout", s.ends+1, "the line begins no record and is read as the end of the one before it")
		r.text = append(r.text, next...)
		if err := s.skip(len(next), ended); err != nil {
			return err
		}
	}
	return nil
}

// surplus reads what stands after 120 columns of a line: blanks, the next record, or some more text.
func (s *records) surplus(r *record) error {
	for n, more := 0, 0; ; n++ {
		head, err := s.text.Peek(window)
		switch {
		case len(head) == 0 && err == io.EOF:
			return nil
		case len(head) == 0:
			return err
		case head[0] == '\n':
			return s.skip(0, true)
		case isRecord(head):
			s.ends++
			return nil
		}
		_, size := utf8.DecodeRune(head)
		if !blank(head[:size]) {
			if more++; more == 1 {
				s.tell("layout", r.line, "the record is longer than 120 characters")
			}
		}
		if n < maxSurplus {
			r.text = append(r.text, head[:size]...)
		} else if e := s.tooLong(r, n, more); e != nil {
			return e
		}
		if err := s.skip(size, false); err != nil {
			return err
		}
	}
}

// tooLong refuses a line that goes on and on after a record.
func (s *records) tooLong(r *record, n, more int) error {
	switch {
	case more > 0:
		return &importer.Error{Kind: importer.Malformed, Line: r.line, Field: r.name(), Msg: "should have 120 characters and be followed by a record (01, 04, 05 or 07)", Hint: hints[importer.Malformed]}
	case n > s.limits.LineBytes:
		return &importer.Error{Kind: importer.TooLarge, Line: r.line, Field: r.name(), Msg: fmt.Sprintf("is in a line over the limit LineBytes of %d bytes", s.limits.LineBytes), Hint: hints[importer.TooLarge]}
	}
	return nil
}

func (s *records) tell(kind string, line int, msg string) {
	if s.warn != nil {
		s.warn(kind, line, msg)
	}
}

// clean makes blanks of control characters and of no-break blanks.
func (s *records) clean(r *record) {
	if bytes.Contains(r.text, noBreak) {
		r.text = bytes.ReplaceAll(r.text, noBreak, []byte(" "))
	}
	for i, c := range r.text {
		if c >= ' ' && c != 0x7f {
			continue
		}
		r.text[i] = ' '
		if !s.control {
			s.control = true
			s.tell("charset", r.line, "control characters, from here on, are read as blanks")
		}
	}
}

// noBreak is the blank with which web pages fill columns.
var noBreak = []byte("\u00a0")

// blank reports whether a text is of blanks and control characters alone.
func blank(b []byte) bool {
	for _, c := range b {
		if c > ' ' && c != 0x7f {
			return false
		}
	}
	return true
}

// codeOf returns the code of the record that a line begins, if it begins one.
func codeOf(line []byte) string {
	if len(line) < 7 || line[0] != '0' || !all(line[2:7], isAlnum) {
		return ""
	}
	switch line[1] {
	case '1':
		return "01"
	case '4':
		return "04"
	case '5':
		return "05"
	case '7':
		return "07"
	}
	return ""
}

// isRecord reports whether a text begins with what a record begins with, so strictly that no other text does.
func isRecord(b []byte) bool {
	code := codeOf(b)
	if code == "" || len(b) < 40 || !all(b[7:16], isAlnumOrBlank) || !all(b[21:34], isAlnumOrBlank) || b[19] != ' ' && !isDigit(b[19]) {
		return false
	}
	if b[20] == ';' || b[20] == ',' || b[20] < ' ' || (code == "04" || code == "05") && !all(b[34:40], isDigit) {
		return false
	}
	if currency := b[16:19]; !blank(currency) {
		return all(currency, isLetter)
	}
	if code == "05" {
		return len(b) > 48 && blank(b[40:45])
	}
	return len(b) >= lastAmount && isAmount(b[90:lastAmount])
}

func all(b []byte, is func(byte) bool) bool {
	for _, c := range b {
		if !is(c) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }

func isAlnumOrBlank(c byte) bool { return isAlnum(c) || c == ' ' }
