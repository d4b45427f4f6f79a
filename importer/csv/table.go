package csv

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"

	"lettrage/importer"
)

// row is a row of any file under the names that gocsv knows: one fixed struct,
// whatever the bank. Its fields are texts because what they mean depends on the
// profile, and because gocsv gives up at the first field that it cannot convert, while all
// bad rows of a file are reported.
type row struct {
	Line       int    `csv:"line"`    // on which it begins
	Shifted    bool   `csv:"shifted"` // its cells are not those of the header
	Blank      bool   `csv:"blank"`   // no cell has anything
	Text       string `csv:"text"`    // the whole row, when the profile looks for footers
	Date       string `csv:"date"`
	Value      string `csv:"value"`
	Label      string `csv:"label"`
	Remittance string `csv:"remittance"`
	Reference  string `csv:"reference"`
	Name       string `csv:"name"`
	Party      string `csv:"party_account"`
	EndToEnd   string `csv:"end_to_end"`
	Mandate    string `csv:"mandate"`
	Cheque     string `csv:"cheque"`
	Code       string `csv:"code"`
	Amount     string `csv:"amount"`
	Debit      string `csv:"debit"`
	Credit     string `csv:"credit"`
	Side       string `csv:"side"`
	Fee        string `csv:"fee"`
	Balance    string `csv:"balance"`
	Currency   string `csv:"currency"`
	Account    string `csv:"account"`
	Status     string `csv:"status"`
	Charges    string `csv:"charges"`
	Same       string `csv:"same"`
	Watch      string `csv:"watch"` // a word of a column without a known use that says that the row is no movement
}

// batch is how many rows gocsv is given at once. Its streaming form starts a
// goroutine that outlives an early end; batches need none and hold memory down as well.
const batch = 256

// table is the gocsv.CSVReader of a file: behind the preamble, under canonical names.
type table struct {
	rows   *splitter
	plan   *plan
	names  []string
	before ends  // what the rows so far have at their ends
	failed error // what ended the reading, io.EOF too
}

// ends is what rows have in common at their ends.
type ends struct {
	rows     int
	filled   int // of which so many have something in their last cell
	cells    int // of each of them; 0 where they differ
	decimals int // of the last cell of each that has something in it; −1 where they differ or none has
}

// openTable skips what stands above the rows.
func openTable(text io.Reader, p *plan, limits importer.Limits) (*table, error) {
	t := &table{rows: newSplitter(text, p.sep, limits), plan: p, names: []string{"line", "shifted", "blank", "text"}}
	for _, r := range roles {
		if p.has(r) {
			t.names = append(t.names, string(r))
		}
	}
	t.rows.wide = len(p.header)
	for range p.first {
		if _, err := t.rows.next(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Read returns the next row under canonical names.
func (t *table) Read() ([]string, error) {
	rec, err := t.rows.next()
	if err != nil {
		return nil, err
	}
	if t.rows.open && t.before.rows > 0 && t.before.cut(rec) {
		return nil, &importer.Error{Kind: importer.Truncated, Line: rec.line, Msg: "the file ends within its last row", Hint: "export the file anew"}
	}
	t.before.add(rec)
	out := make([]string, 0, len(t.names))
	out = append(out, strconv.Itoa(rec.line), strconv.FormatBool(t.shifted(rec)), strconv.FormatBool(rec.blank()), t.text(rec))
	for i, cols := range t.plan.columns {
		switch {
		case len(cols) == 0:
		case roles[i] == watchRole:
			out = append(out, t.watch(rec, cols))
		default:
			out = append(out, join(rec.cells, cols, roles[i]))
		}
	}
	return out, nil
}

// cut reports whether a last row that has no line end is not whole: it has fewer
// cells than each row before, or its last amount fewer decimals than each before.
func (e *ends) cut(rec record) bool {
	last := rec.cells[len(rec.cells)-1]
	return len(rec.cells) < e.cells || len(rec.cells) == e.cells && e.decimals > 0 && last != "" && decimals(last) < e.decimals
}

func (e *ends) add(rec record) {
	last := rec.cells[len(rec.cells)-1]
	if e.rows == 0 {
		e.cells, e.decimals = len(rec.cells), -1
	} else if len(rec.cells) != e.cells {
		e.cells = 0
	}
	switch d := decimals(last); {
	case last == "":
	case e.filled == 0:
		e.decimals = d
	case d != e.decimals:
		e.decimals = -1
	}
	if last != "" {
		e.filled++
	}
	e.rows++
}

// decimals is how many digits stand behind the last mark of a number; 0 of any other text.
func decimals(cell string) int {
	i := strings.LastIndexAny(cell, ",.")
	if i < 0 || strings.Trim(cell[i+1:], "0123456789") != "" {
		return 0
	}
	return len(cell) - i - 1
}

// ReadAll returns the canonical names and the next rows, a batch at most.
func (t *table) ReadAll() ([][]string, error) {
	all := [][]string{t.names}
	for len(all) <= batch && t.failed == nil {
		r, err := t.Read()
		if t.failed = err; err == nil {
			all = append(all, r)
		}
	}
	return all, nil
}

// watch looks for words like "pending" in columns without a known use.
func (t *table) watch(rec record, cols []int) string {
	for _, c := range cols {
		if c >= len(rec.cells) || len(rec.cells[c]) > 40 {
			continue
		}
		if s := t.plan.status[fold(rec.cells[c])]; s == pending || s == void {
			return "1"
		}
	}
	return ""
}

// shifted reports whether the cells of a row are not those that the header says:
// there are more, because a text with a separator in it was not quoted; not as many
// in a row with a stray quote, which may have swallowed some; or a quoted text goes
// over lines that are rows by themselves.
func (t *table) shifted(rec record) bool {
	if t.plan.header == nil {
		return false
	}
	for i := t.plan.wide(); i < len(rec.cells); i++ {
		if strings.TrimSpace(rec.cells[i]) != "" {
			return true
		}
	}
	return rec.full > 1 || rec.stray && len(rec.cells) != len(t.plan.header)
}

// text is the row as the patterns of footers see it.
func (t *table) text(rec record) string {
	if len(t.plan.footer) == 0 {
		return ""
	}
	return rec.text()
}

// maxText is how much of a row is looked at by patterns, in bytes.
const maxText = 4 << 10

// text joins the cells by semicolons, whatever the file's separator. A row that is
// too long to be about the table has none.
func (r record) text() string {
	size := len(r.cells)
	for _, c := range r.cells {
		size += len(c)
	}
	if size > maxText {
		return ""
	}
	cells := make([]string, len(r.cells))
	for i, c := range r.cells {
		cells[i] = clean(c)
	}
	return strings.Join(cells, ";")
}

// join makes one text of the columns of a role; pieces that repeat are taken once.
func join(cells []string, cols []int, r role) string {
	var parts []string
	for _, c := range cols {
		if c >= len(cells) {
			continue
		}
		if part := clean(cells[c]); part != "" && !repeats(parts, part) {
			parts = append(parts, part)
		}
	}
	sep := " "
	if r == remittanceRole {
		sep = "\n"
	}
	return strings.Join(parts, sep)
}

func repeats(parts []string, part string) bool {
	for _, p := range parts {
		if p == part {
			return true
		}
	}
	return false
}

// each hands the rows on until one is refused, and returns why it ended; nil at the end of the file.
func (t *table) each(ctx context.Context, do func(*row) error) error {
	for t.failed == nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		var rows []row
		if err := gocsv.UnmarshalCSV(t, &rows); err != nil {
			return err
		}
		for i := range rows {
			if err := do(&rows[i]); err != nil {
				return err
			}
		}
	}
	if t.failed == io.EOF {
		return nil
	}
	return t.failed
}
