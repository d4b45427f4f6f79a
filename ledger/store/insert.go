package store

import "strings"

// insertRows is how many rows one statement inserts: several, because a statement
// costs more than a row.
const insertRows = 40

// table is where rows are inserted, and its columns after the company.
type table struct {
	name    string
	columns []string
	full    string // the statement of insertRows rows
}

func newTable(name, columns string) table {
	t := table{name: name, columns: strings.Fields(columns)}
	t.full = t.insert(insertRows)
	return t
}

// insert returns the statement that inserts n rows.
func (t table) insert(n int) string {
	row := "(?" + strings.Repeat(", ?", len(t.columns)) + ")"
	return "INSERT INTO " + t.name + " (company, " + strings.Join(t.columns, ", ") + ") VALUES " + row + strings.Repeat(", "+row, n-1)
}

// rowsOf collects rows of a table and writes them insertRows at a time.
type rowsOf struct {
	table table
	tx    *Tx
	args  []any
	n     int
	after *rowsOf // rows that these refer to: they are written first
}

func (tx *Tx) insertInto(t table) *rowsOf {
	return &rowsOf{table: t, tx: tx, args: make([]any, 0, insertRows*(len(t.columns)+1))}
}

// flag is a truth value as it is stored: 0 or 1.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// add adds a row: one value a column, after the company's.
func (r *rowsOf) add(values ...any) error {
	r.args = append(append(r.args, string(r.tx.company.ID)), values...)
	if r.n++; r.n < insertRows {
		return nil
	}
	return r.flush()
}

// flush writes what is left, the binary digits of its number at a time: few texts
// are prepared, and few statements run.
func (r *rowsOf) flush() error {
	if r.after != nil {
		if err := r.after.flush(); err != nil {
			return err
		}
	}
	args := r.args
	for size := insertRows; size > 0 && r.n > 0; size /= 2 {
		for r.n >= size {
			width := size * (len(r.table.columns) + 1)
			text := r.table.full
			if size < insertRows {
				text = r.table.insert(size)
			}
			if err := r.tx.exec(text, args[:width]...); err != nil {
				return err
			}
			args, r.n = args[width:], r.n-size
		}
	}
	r.args = r.args[:0]
	return nil
}
