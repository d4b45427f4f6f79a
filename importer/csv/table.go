package csv

import (
	"context"
	"io"
	"slices"
	"strings"

	"lettrage/importer"
)

// row is a row of any file by role: one fixed struct, whatever the bank. Its fields
// are texts because what they mean depends on the profile.
type row struct {
	Line       int    // on which it begins
	Shifted    bool   // its cells are not those of the header
	Blank      bool   // no cell has anything
	Open       bool   // it is the file's last, and has no line end
	Text       string // the whole row, when the profile looks for footers
	Date       string
	Value      string
	Label      string
	Remittance string
	Reference  string
	Name       string
	Payer      string
	Payee      string
	Party      string
	EndToEnd   string
	Mandate    string
	Cheque     string
	Code       string
	Amount     string
	Debit      string
	Credit     string
	Side       string
	Fee        string
	Balance    string
	Currency   string
	Account    string
	Status     string
	Charges    string
	Same       string
	Mark       string
	Watch      string // not empty: a word of a column without a known use says that the row is no movement
}

// fields are the fields of a row in the order of roles.
func (r *row) fields() []*string {
	return []*string{&r.Date, &r.Value, &r.Label, &r.Remittance, &r.Reference, &r.Name, &r.Payer, &r.Payee, &r.Party, &r.EndToEnd, &r.Mandate, &r.Cheque,
		&r.Code, &r.Amount, &r.Debit, &r.Credit, &r.Side, &r.Fee, &r.Balance, &r.Currency, &r.Account, &r.Status, &r.Charges, &r.Same, &r.Mark, &r.Watch}
}

// table gives the rows of a file behind its preamble, by role.
type table struct {
	rows   records
	plan   *plan
	before ends // what the rows so far have at their ends
	ended  bool
}

// ends is what rows have in common at their ends.
type ends struct {
	rows     int
	filled   int // of which so many have something in their last cell
	cells    int // of each of them; 0 where they differ
	decimals int // of the last cell of each that has something in it; −1 where they differ or none has
}

// openTable skips what stands above the rows.
func openTable(rows records, p *plan) (*table, error) {
	t := &table{rows: rows, plan: p}
	if s, ok := rows.(*splitter); ok {
		s.wide = len(p.header)
	}
	for range p.first {
		if _, err := t.rows.next(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// next returns the next record below the preamble.
func (t *table) next() (record, error) {
	if t.ended {
		return record{}, io.EOF
	}
	rec, err := t.rows.next()
	if err != nil {
		t.ended = err == io.EOF
		return record{}, err
	}
	if rec.open && t.before.rows > 0 && t.before.cut(rec) {
		return record{}, &importer.Error{Kind: importer.Truncated, Line: rec.line, Msg: "the file ends within its last row", Hint: "export the file anew"}
	}
	t.before.add(rec)
	return rec, nil
}

// fill sets the fields of a row, which are those of r.fields.
func (t *table) fill(r *row, fields []*string, rec record) {
	r.Line, r.Shifted, r.Blank, r.Open, r.Text = rec.line, t.shifted(rec), rec.blank(), rec.open, t.text(rec)
	for i, cols := range t.plan.columns {
		switch {
		case len(cols) == 0:
		case roles[i] == watchRole:
			*fields[i] = t.watch(rec, cols)
		default:
			*fields[i] = join(rec.cells, cols, roles[i])
		}
	}
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
	return rec.full > 1 || rec.stray && len(rec.cells) != len(t.plan.header) && !slices.Contains(t.plan.widths, len(rec.cells))
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
	if len(cols) == 1 {
		if cols[0] >= len(cells) {
			return ""
		}
		return clean(cells[cols[0]])
	}
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

// each hands the rows on until one is refused, and returns why it ended; nil at the
// end of the file. A row is valid until the next one.
func (t *table) each(ctx context.Context, do func(*row) error) error {
	var r row
	fields := r.fields()
	var next record // what was read too far
	for n := 0; ; n++ {
		if n%rowsBetween == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		rec, err := next, error(nil)
		if next = (record{}); rec.cells == nil {
			rec, err = t.next()
		}
		if err == nil {
			t.fill(&r, fields, rec)
			if next, err = t.continuation(&r); err == io.EOF {
				err = nil
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(&r); err != nil {
			return err
		}
	}
}

// continuation takes rows that have a label only into the row before, and returns the
// one behind them.
func (t *table) continuation(r *row) (record, error) {
	if !t.plan.continues || r.Date == "" {
		return record{}, nil
	}
	labels := t.plan.at(labelRole)
	for n := 0; ; n++ {
		rec, err := t.next()
		if err != nil || n == maxContinued || !rec.only(labels[0]) {
			return rec, err
		}
		r.Label += " " + clean(rec.cells[labels[0]])
	}
}

// maxContinued is over how many rows a label may go on.
const maxContinued = 10

// rowsBetween is how many rows are read between two looks at the context.
const rowsBetween = 256
