package csv

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"lettrage/importer"
)

// record is one row of a file.
type record struct {
	cells []string
	words []string // the cells folded, of rows in which a header is looked for
	line  int      // on which it begins, from 1
	stray bool     // a quoted field had quotes in it that were not doubled
	full  int      // how many of its lines would be a whole row by themselves
	open  bool     // its last line is the file's last, and has no end
}

// records gives the records of a file, one after the other, and io.EOF behind the last.
type records interface{ next() (record, error) }

// blank reports whether no cell of the row has anything but blanks.
func (r record) blank() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// splitter cuts a text into records. encoding/csv cannot be used: its strict form
// refuses the stray quotes of real exports, and its lazy one takes a file that ends
// within a quoted field for whole.
//
// A field is quoted when it begins with a quote; two quotes in it are one, and so is
// a quote behind a backslash that ends no field. A stray quote that ends no field is
// kept as it stands, but only in a field of one line: with line breaks and stray
// quotes in one field nobody can tell where it ends, and rows could vanish in it.
//
// Lines end with \n, \r\n or, as on old machines, \r.
type splitter struct {
	src    *bufio.Reader
	sep    byte
	limits importer.Limits
	wide   int    // cells of a row, when known
	line   int    // lines read so far
	text   []byte // the physical line in hand, without its end
	cells  []byte // the record's cells, one after the other
	ends   []int  // where each of them ends
	stray  bool   // the record has a stray quote
	full   int    // lines of the record with as many separators as a row
	open   bool   // the line in hand is the file's last and has no end
}

// maxCells is how many cells a row may have. Exports have 60 at most.
const maxCells = 1000

func newSplitter(r io.Reader, sep byte, limits importer.Limits) *splitter {
	return &splitter{src: bufio.NewReaderSize(importer.LineEnds(r), 64<<10), sep: sep, limits: limits}
}

// next returns the next record that is not an empty line, or io.EOF. After another
// error nothing more can be read.
func (s *splitter) next() (record, error) {
	for {
		if err := s.readLine(); err != nil {
			return record{}, err
		}
		if len(s.text) > 0 {
			return s.record()
		}
	}
}

// readLine reads a physical line into text. One that is longer than the limit is
// given up before it is held in memory.
func (s *splitter) readLine() error {
	s.text = s.text[:0]
	s.line++
	for {
		part, err := s.src.ReadSlice('\n')
		if len(s.text)+len(part) > s.limits.LineBytes+2 {
			return tooLong(s.line, "", "a line", s.limits.LineBytes, "LineBytes")
		}
		s.text = append(s.text, part...)
		switch {
		case err == nil:
			s.trimEnd()
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(s.text) > 0:
			s.open = true
			return nil
		case errors.Is(err, importer.ErrCharset):
			return notText(s.line)
		default:
			return err
		}
	}
}

func (s *splitter) trimEnd() {
	if n := len(s.text); n > 0 && s.text[n-1] == '\n' {
		s.text = s.text[:n-1]
	}
}

func notText(line int) *importer.Error {
	return &importer.Error{Kind: importer.Charset, Line: line, Msg: "should be text in UTF-8", Hint: "save the file as UTF-8, or export it anew"}
}

// tooLong refuses what is over a limit.
func tooLong(line int, field, what string, most int, limit string) *importer.Error {
	return &importer.Error{Kind: importer.TooLarge, Line: line, Field: cmp.Or(field, "row"), Msg: fmt.Sprintf("%s should have %d bytes at most (limit %s)", what, most, limit),
		Hint: "export the file anew; a quote that is not closed makes one cell of what follows"}
}

func tooMany(line int) *importer.Error {
	return &importer.Error{Kind: importer.TooLarge, Line: line, Msg: fmt.Sprintf("a row should have %d cells at most", maxCells)}
}

// record cuts the line in hand, and those after it that quoted fields go on into.
func (s *splitter) record() (record, error) {
	s.cells, s.ends, s.stray, s.full = s.cells[:0], s.ends[:0], false, 0
	s.countFull()
	first, at := s.line, 0
	for {
		var err error
		if at < len(s.text) && s.text[at] == '"' {
			at, err = s.quoted(at+1, first)
		} else {
			at = s.plain(at)
		}
		if err != nil {
			return record{}, err
		}
		if s.ends = append(s.ends, len(s.cells)); len(s.ends) > maxCells {
			return record{}, tooMany(first)
		}
		if at >= len(s.text) {
			return s.made(first), nil
		}
		at++ // the separator
	}
}

// plain copies the field that begins there without a quote, and returns where it ends.
func (s *splitter) plain(at int) int {
	start := at
	for at < len(s.text) && s.text[at] != s.sep {
		at++
	}
	s.cells = append(s.cells, s.text[start:at]...)
	return at
}

// quoted copies the field whose first quote stands before at, and returns where it ends.
func (s *splitter) quoted(at, first int) (int, error) {
	strays, broken := 0, false
	for {
		if at >= len(s.text) {
			if broken = true; strays > 0 {
				return 0, s.unclear(first)
			}
			if err := s.continued(first); err != nil {
				return 0, err
			}
			at = 0
			continue
		}
		c := s.text[at]
		at++
		if c != '"' {
			s.cells = append(s.cells, c)
			continue
		}
		end, closed := s.closes(at)
		switch {
		case s.closesTwice(at, strays):
			s.cells = append(s.cells, '"')
			return at + 1, nil
		case at < len(s.text) && s.text[at] == '"' && !s.escaped(s.text[at+1:]):
			s.cells = append(s.cells, '"')
			at++
		case closed:
			return end, nil
		case s.behindBackslash():
			s.cells[len(s.cells)-1] = '"'
		default:
			strays++
			if s.stray = true; broken {
				return 0, s.unclear(first)
			}
			s.cells = append(s.cells, '"')
		}
	}
}

// closes reports whether a quote before at ends its field: nothing but blanks stand
// between it and the separator, or the line's end, which is where the field ends.
func (s *splitter) closes(at int) (end int, ok bool) {
	for at < len(s.text) && s.text[at] == ' ' {
		at++
	}
	return at, at == len(s.text) || s.text[at] == s.sep
}

// closesTwice reports whether two quotes end both what a stray one began and the
// field: "UAB "Naktida"",
func (s *splitter) closesTwice(at, strays int) bool {
	return strays%2 == 1 && at < len(s.text) && s.text[at] == '"' && (at+1 == len(s.text) || s.text[at+1] == s.sep)
}

// behindBackslash reports whether the field in hand ends with a backslash so far.
func (s *splitter) behindBackslash() bool {
	start := 0
	if len(s.ends) > 0 {
		start = s.ends[len(s.ends)-1]
	}
	return len(s.cells) > start && s.cells[len(s.cells)-1] == '\\'
}

// escaped reports whether \"" stands at the end of a field: an escaped quote and the closing one.
func (s *splitter) escaped(behind []byte) bool {
	return s.behindBackslash() && (len(behind) == 0 || behind[0] == s.sep)
}

// continued reads the next line of a quoted field.
func (s *splitter) continued(first int) error {
	err := s.readLine()
	if errors.Is(err, io.EOF) {
		return &importer.Error{Kind: importer.Truncated, Line: first, Msg: "the file ends within a quoted field that begins here", Hint: "export the file anew"}
	}
	if err != nil {
		return err
	}
	s.countFull()
	if s.cells = append(s.cells, '\n'); len(s.cells)+len(s.text) > s.limits.LineBytes {
		return tooLong(first, "", "a row", s.limits.LineBytes, "LineBytes")
	}
	return nil
}

// countFull counts lines that look like a row: in a field that goes over several of
// them, its quotes have probably swallowed the ends of rows.
func (s *splitter) countFull() {
	if s.wide > 1 && bytes.Count(s.text, []byte{s.sep}) == s.wide-1 {
		s.full++
	}
}

func (s *splitter) unclear(first int) error {
	return &importer.Error{Kind: importer.Malformed, Line: first, Msg: "a quoted field should double the quotes within it", Hint: "export the file anew, or as another format"}
}

// made returns the record that was cut.
func (s *splitter) made(first int) record {
	all, start := string(s.cells), 0
	r := record{cells: make([]string, len(s.ends)), line: first, stray: s.stray, full: s.full, open: s.open}
	for i, end := range s.ends {
		r.cells[i], start = all[start:end], end
	}
	return r
}
