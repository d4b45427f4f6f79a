package invoice

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/gocarina/gocsv"

	"lettrage/importer"
)

// chunk is how many rows are handed over at a time.
const chunk = 512

// table is the rows below the header. It is the gocsv.CSVReader of a list: ReadAll
// gives a header of canonical names and the next rows under it. The callbacks of
// gocsv would start a goroutine and end at the first bad row; by the chunk, neither happens.
type table struct {
	r       *reader
	source  *fence
	csv     *csv.Reader
	columns []int           // of the kind, in the order in which rows have them
	place   []int           // of each field of the file in columns, or -1
	names   []string        // their canonical names
	titles  []string        // their headings in the file
	rows    [][]string      // of the chunk
	lines   []int           // of its rows
	line    int             // below the header, of the row read last
	count   int             // rows so far
	faults  importer.Errors // of the rows since the chunk before: the form of a row, not what it says
	failed  bool            // there was one
	done    bool
}

// fence lets so many bytes through until it is moved: a row that never ends, ends here.
type fence struct {
	from io.Reader
	left int
}

var errFence = errors.New("invoice: a line is too long")

// Read implements io.Reader.
func (f *fence) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, errFence
	}
	n, err := f.from.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

// open goes to the first row below the header.
func (r *reader) open() (*table, error) {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	text, err := importer.Decode(r.file, r.charset)
	if err != nil {
		return nil, err
	}
	below := bufio.NewReaderSize(importer.LineEnds(text), headerBytes)
	for skipped := 0; skipped < r.header.line; { // findHeader saw these lines: they are short, or the title's
		_, more, err := below.ReadLine()
		if err != nil {
			return nil, r.broken(err, skipped+1)
		}
		if !more {
			skipped++
		}
	}
	t := &table{r: r, source: &fence{from: below}}
	t.csv = csv.NewReader(t.source)
	t.csv.Comma, t.csv.FieldsPerRecord, t.csv.ReuseRecord = r.header.comma, -1, true
	for c, title := range r.header.titles {
		if title != "" {
			t.columns, t.names, t.titles = append(t.columns, c), append(t.names, r.header.kind.columns[c].name), append(t.titles, title)
		}
	}
	for _, c := range r.header.at {
		t.place = append(t.place, slices.Index(t.columns, c))
	}
	return t, nil
}

// next reads rows until the chunk is full. It returns false when there are none
// any more; bad rows are left out and stand in faults.
func (t *table) next() (bool, error) {
	if err := t.r.ctx.Err(); err != nil {
		return false, err
	}
	t.rows, t.lines, t.faults = t.rows[:0], t.lines[:0], t.faults[:0]
	for len(t.rows) < chunk && len(t.faults) < importer.MaxErrors && !t.done {
		if err := t.row(); err != nil {
			return false, err
		}
	}
	return len(t.rows)+len(t.faults) > 0, nil
}

// row reads one row. Its error is one after which nothing can be read.
func (t *table) row() error {
	limit, start := t.r.limits.LineBytes, t.csv.InputOffset()
	t.source.left = limit + readAhead
	fields, err := t.csv.Read()
	if len(fields) > 0 {
		t.line, _ = t.csv.FieldPos(0)
	}
	line := t.r.header.line + t.line
	var syntax *csv.ParseError
	switch {
	case err == io.EOF:
		t.done = true
	case errors.As(err, &syntax):
		t.bad(importer.Malformed, t.r.header.line+syntax.StartLine, "", "should have quotation marks only around whole fields, doubled inside", "save the list as CSV again")
		t.done = syntax.Err != csv.ErrBareQuote // else a field has eaten the rows after it
	case err != nil:
		return t.r.broken(err, line)
	case t.csv.InputOffset()-start > int64(limit):
		return tooLarge(line, "file", "LineBytes", limit)
	case blank(fields):
	default:
		if t.count++; t.count > t.r.limits.Lines {
			return tooLarge(line, "file", "Lines", t.r.limits.Lines)
		}
		t.keep(fields, line)
	}
	return nil
}

// readAhead is how far csv.Reader may have read beyond a row, and more.
const readAhead = 8 << 10

func blank(fields []string) bool {
	for _, f := range fields {
		if trim(f) != "" {
			return false
		}
	}
	return true
}

// keep takes from the fields those of known columns, when they are well-formed.
func (t *table) keep(fields []string, line int) {
	width := t.r.header.width
	if len(fields) < width || !blank(fields[width:]) {
		t.bad(importer.Malformed, line, "", "should have as many fields as the header, "+number(width), "a field that holds the separator should be in quotation marks")
		return
	}
	row := make([]string, len(t.columns))
	for i, j := range t.place {
		if j < 0 {
			continue
		}
		field, ok := t.field(fields[i], t.titles[j], line)
		if !ok {
			return
		}
		if row[j] != "" && field != "" {
			row[j] += " " // several columns of one name, which only accounts have
		}
		row[j] += field
	}
	t.rows, t.lines = append(t.rows, row), append(t.lines, line)
}

// field checks a field and returns it in one line without blanks around it.
func (t *table) field(s, title string, line int) (string, bool) {
	if len(s) > t.r.limits.FieldBytes {
		t.bad(importer.TooLarge, line, title, "should be within the limit FieldBytes of "+number(t.r.limits.FieldBytes), "")
		return "", false
	}
	for _, c := range s {
		switch {
		case c == unicode.ReplacementChar:
			t.bad(importer.Charset, line, title, "should be text in the file's character set", "save the list as CSV (UTF-8) again")
			return "", false
		case unicode.IsControl(c) && !strings.ContainsRune("\t\r\n", c):
			t.bad(importer.Malformed, line, title, "should have no control characters", "")
			return "", false
		}
	}
	return trim(s), true
}

// trim takes blanks off both ends, writes a text of several lines in one, and
// unwraps ="0012", by which spreadsheets keep zeros.
func trim(s string) string {
	if in, ok := strings.CutPrefix(s, `="`); ok && strings.HasSuffix(in, `"`) {
		s = strings.TrimSuffix(in, `"`)
	}
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\t\r\n") {
		s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == '\t' || c == '\r' || c == '\n' }), " ")
	}
	return s
}

func (t *table) bad(kind importer.Kind, line int, field, msg, hint string) {
	t.failed = true
	t.faults = append(t.faults, &importer.Error{Kind: kind, Line: line, Field: field, Msg: msg, Hint: hint})
}

// Read implements gocsv.CSVReader, which asks for it and never calls it here.
func (t *table) Read() ([]string, error) { return nil, io.EOF }

// ReadAll implements gocsv.CSVReader.
func (t *table) ReadAll() ([][]string, error) {
	return append([][]string{t.names}, t.rows...), nil
}

// each hands every row of the list to take, with its line, until there are as many
// faults as are told. The faults of the rows' form come in between, where they stand in the file.
func each[T any](r *reader, take func(row T, line int)) error {
	t, err := r.open()
	if err != nil {
		return err
	}
	for len(r.errs) < importer.MaxErrors {
		more, err := t.next()
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
		var rows []T
		if err := gocsv.UnmarshalCSV(t, &rows); err != nil {
			return err
		}
		faults := t.faults
		for i, row := range rows {
			for len(faults) > 0 && faults[0].Line < t.lines[i] {
				r.errs, faults = append(r.errs, faults[0]), faults[1:]
			}
			take(row, t.lines[i])
			if len(r.errs) >= importer.MaxErrors {
				return nil
			}
		}
		r.errs = append(r.errs, faults...)
	}
	return nil
}

// broken says why reading cannot go on.
func (r *reader) broken(err error, line int) error {
	switch {
	case errors.Is(err, errFence):
		return tooLarge(line, "file", "LineBytes", r.limits.LineBytes)
	case errors.Is(err, importer.ErrCharset):
		return &importer.Error{Kind: importer.Charset, Line: line, Field: "file", Msg: "should be text in UTF-8 all through", Hint: "save the list as CSV (UTF-8) again"}
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		return &importer.Error{Kind: importer.Truncated, Line: line, Field: "file", Msg: "should have rows below the header", Hint: "export the list again"}
	}
	return err
}
