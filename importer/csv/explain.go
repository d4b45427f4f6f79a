package csv

import (
	"context"
	"io"
	"slices"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Reading is one way to read a table of a bank that no profile knows, for a person to
// confirm: what each column was taken for, and the first lines as they would be booked.
type Reading struct {
	Columns  []Column
	Days     string           // how days are written, DD/MM/YYYY
	Decimal  byte             // mark before the decimals
	In       []money.Currency // of the amounts
	Assumed  bool             // … which nothing in the file names
	Inverted bool             // a positive amount is money out
	Total    int              // lines
	First    []Shown          // of them, in the order of the file
	Profile  string           // that reads the file so, as profiles/NAME.toml has it; empty where none can
	Why      string           // … why not
}

// Column is a column of the table.
type Column struct {
	Header string
	Role   string   // a role of a profile; empty where nothing is taken of it
	Cells  []string // in the rows of Reading.First
}

// Shown is a line and the balance that the table states after it.
type Shown struct {
	ledger.Transaction
	Balance *money.Amount
}

// shownLines is how many lines a person is shown.
const shownLines = 5

// Readings returns the ways to read a file that no profile fits: the one by which it is
// read without a question, or several of which a person has to choose. It returns none
// when a profile fits, and the error of reading where there is no way.
func Readings(ctx context.Context, f *importer.File) ([]Reading, error) {
	s, err := textOf(f)
	if err != nil {
		return nil, err
	}
	return s.explain(ctx)
}

// RowReadings does so of a table of another family, as ReadRows reads it.
func RowReadings(ctx context.Context, f *importer.File, family string, open func() (Rows, error)) ([]Reading, error) {
	return rowsOf(f, family, open).explain(ctx)
}

func (s *source) explain(ctx context.Context) ([]Reading, error) {
	quiet := *s.File
	quiet.Warn = func(importer.Warning) {}
	s.File = &quiet
	profiles, common, err := load(s.Profiles)
	if err != nil {
		return nil, err
	}
	if _, told := toldBy(s.Profile); !told {
		p, err := s.plan(profiles)
		if err != nil {
			return nil, s.inFamily(err)
		}
		if p != nil {
			found, err := s.check(ctx, p)
			if err != nil || len(found.errs) == 0 || s.Profile != "" || !p.generic {
				return nil, err // reading it says what is wrong
			}
		}
	}
	g, err := s.table(common)
	if err != nil {
		return nil, s.inFamily(err)
	}
	fits, err := s.readings(ctx, g)
	if err != nil {
		return nil, s.inFamily(err)
	}
	var all []Reading
	for i := range fits[:min(len(fits), maxNotes)] {
		r, err := s.reading(ctx, g, &fits[i], common)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// reading describes one way to read the file.
func (s *source) reading(ctx context.Context, g *guess, f *fitted, common *words) (Reading, error) {
	p := f.plan
	r := Reading{Days: p.dates[0].String(), Decimal: p.style.decimal, Assumed: g.assumed && p.top.currency == "", Inverted: p.inverted && p.has(amountRole), Total: f.found.lines}
	for _, pt := range f.found.parts {
		if !slices.Contains(r.In, pt.st.Currency) {
			r.In = append(r.In, pt.st.Currency)
		}
	}
	if err := s.show(ctx, p, &r); err != nil {
		return r, err
	}
	var err error
	r.Profile, r.Why, err = s.profileOf(ctx, f, common)
	return r, err
}

// show reads the first lines, and the cells of which they were read.
func (s *source) show(ctx context.Context, p *plan, r *Reading) error {
	all, err := s.records(p.sep)
	if err != nil {
		return err
	}
	t, err := openTable(all, p)
	if err != nil {
		return err
	}
	rd := &reading{plan: p, limits: s.limits, heads: headsOf(p), sends: true}
	err = t.each(ctx, func(row *row) error {
		if m := rd.movement(row); m.what == moved && len(rd.errs) == 0 {
			r.First = append(r.First, Shown{m.Transaction, m.balance})
		}
		if len(r.First) == shownLines {
			return io.EOF
		}
		return nil
	})
	if err != nil && err != io.EOF {
		return err
	}
	for c := range p.wide() {
		col := Column{Role: p.useOf(c)}
		if c < len(p.header) {
			col.Header = clean(p.header[c])
		}
		r.Columns = append(r.Columns, col)
	}
	return s.showCells(p.sep, r)
}

// useOf returns the role of a column; of two, the one that comes first.
func (p *plan) useOf(c int) string {
	for i, cols := range p.columns {
		if roles[i] != watchRole && roles[i] != markRole && slices.Contains(cols, c) {
			return string(roles[i])
		}
	}
	return ""
}

// showCells notes the cells of the lines that are shown.
func (s *source) showCells(sep byte, r *Reading) error {
	all, err := s.records(sep)
	if err != nil {
		return err
	}
	for n := 0; n < len(r.First); {
		rec, err := all.next()
		switch {
		case err != nil:
			return err
		case rec.line != r.First[n].Line:
			continue
		}
		for c := range r.Columns {
			r.Columns[c].Cells = append(r.Columns[c].Cells, clean(cellAt(rec.cells, c)))
		}
		n++
	}
	return nil
}
