package store

import (
	"context"
	"iter"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

var entryTable = newTable("entry", "year n journal day piece piece_day validated label salt currency line decision reverses_year reverses_n event")
var postingTable = newTable("posting", "year n i account account_name aux aux_name amount invoice")

// Book numbers entries in the one sequence of their financial year, without holes,
// and writes them, one event each. It returns them as booked. A line that would
// have two live bank entries, and an entry reversed twice, are a Conflict.
func (tx *Tx) Book(entries []ledger.Entry) ([]ledger.Entry, error) {
	booked, err := tx.book(entries)
	return booked, tx.fail(err)
}

func (tx *Tx) book(entries []ledger.Entry) ([]ledger.Entry, error) {
	booked := make([]ledger.Entry, 0, len(entries))
	last := make(map[int]int)
	to, postings := tx.insertInto(entryTable), tx.insertInto(postingTable)
	postings.after = to
	var lines []string
	for _, e := range entries {
		e, err := ledger.NewEntry(e.EntryDraft)
		if err != nil {
			return nil, err
		}
		if e, err = tx.number(e, last); err != nil {
			return nil, err
		}
		if err := tx.addEntry(to, postings, e); err != nil {
			return nil, err
		}
		if e.Line != "" {
			lines = append(lines, string(e.Line))
		}
		booked = append(booked, e)
	}
	if err := to.flush(); err != nil {
		return nil, err
	}
	if err := postings.flush(); err != nil {
		return nil, err
	}
	return booked, tx.checkLive(lines)
}

// number gives an entry the next number of its year; last remembers it for the next of the call.
func (tx *Tx) number(e ledger.Entry, last map[int]int) (ledger.Entry, error) {
	year := tx.company.FinancialYear(e.Date)
	n, ok := last[year]
	if !ok {
		var err error
		if n, err = one(tx.ctx, tx, scanOf[int], `SELECT COALESCE(MAX(n), 0) FROM entry WHERE company = ? AND year = ?`, string(tx.company.ID), year); err != nil {
			return e, err
		}
	}
	last[year] = n + 1
	e.Validated = tx.today
	return e.Numbered(ledger.EntryNumber{Year: year, N: n + 1}), nil
}

func (tx *Tx) addEntry(to, postings *rowsOf, e ledger.Entry) error {
	event, err := tx.Append(ledger.EntryBooked, e.Number.String(), e.Digest())
	if err != nil {
		return err
	}
	err = to.add(e.Number.Year, e.Number.N, string(e.Journal), e.Date.String(), e.Piece, e.PieceDate.String(), e.Validated.String(), e.Label, e.Salt[:],
		string(e.Postings[0].Amount.Currency()), string(e.Line), string(e.Decision), e.Reverses.Year, e.Reverses.N, event)
	if err != nil {
		return err
	}
	for i, p := range e.Postings {
		err := postings.add(e.Number.Year, e.Number.N, i, p.Account, p.AccountName, string(p.Aux), p.AuxName, p.Amount.Minor(), string(p.Invoice))
		if err != nil {
			return err
		}
	}
	return nil
}

// live is the condition that an entry e reverses none and is reversed by none.
const live = `e.reverses_n = 0 AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.company = e.company AND r.reverses_year = e.year AND r.reverses_n = e.n AND r.reverses_n > 0)`

// checkLive refuses a second live bank entry of a line (invariant 6).
func (tx *Tx) checkLive(lines []string) error {
	for from := 0; from < len(lines); from += inSize {
		twice, err := all(tx.ctx, tx, scanOf[string], `SELECT e.line FROM entry e WHERE e.company = ? AND e.journal = ? AND `+live+` AND e.line <> '' AND e.line IN `+in+
			` GROUP BY e.line HAVING COUNT(*) > 1`, inArgs(lines[from:min(from+inSize, len(lines))], string(tx.company.ID), string(ledger.BankJournal))...)
		if err != nil {
			return err
		}
		if len(twice) > 0 {
			return ledger.Errorf(ledger.Conflict, "entry", "the line %s is booked already", twice[0])
		}
	}
	return nil
}

// EntryFilter says which entries are read. What is zero does not restrict.
type EntryFilter struct {
	From, To ledger.Date // accounting dates, both included
	Year     int         // financial year
	Journal  ledger.Journal
	Line     ledger.LineID
	After    int  // numbers greater than this; of use with a Year
	Chain    bool // in the order in which they were booked, not of their numbers
}

// selectEntry reads entries with their postings. CROSS JOIN, so that SQLite begins with
// the entries, which stand in their order.
const selectEntry = `SELECT e.year, e.n, e.journal, e.day, e.piece, e.piece_day, e.validated, e.label, e.salt, e.currency, e.line, e.decision, e.reverses_year, e.reverses_n,
	p.account, p.account_name, p.aux, p.aux_name, p.amount, p.invoice
	FROM entry e CROSS JOIN posting p WHERE p.company = e.company AND p.year = e.year AND p.n = e.n AND e.company = ?`

const orderEntries = ` ORDER BY e.year, e.n, p.i`

// scanEntry scans an entry with one of its postings.
func scanEntry(r scanner) (ledger.Entry, error) {
	var e ledger.Entry
	var p ledger.Posting
	var days [3]string
	var salt []byte
	var cur money.Currency
	var minor int64
	err := r.Scan(&e.Number.Year, &e.Number.N, (*string)(&e.Journal), &days[0], &e.Piece, &days[1], &days[2], &e.Label, &salt, (*string)(&cur), (*string)(&e.Line), (*string)(&e.Decision), &e.Reverses.Year, &e.Reverses.N,
		&p.Account, &p.AccountName, (*string)(&p.Aux), &p.AuxName, &minor, (*string)(&p.Invoice))
	if err != nil {
		return e, err
	}
	copy(e.Salt[:], salt)
	p.Amount = money.New(minor, cur)
	e.Postings = []ledger.Posting{p}
	return e, parseDays(days[:], &e.Date, &e.PieceDate, &e.Validated)
}

// entries yields the entries of a query's rows, which hold one posting each.
func (s *Store) entries(ctx context.Context, query string, args ...any) iter.Seq2[ledger.Entry, error] {
	return whole(rows(ctx, s.read, scanEntry, query, args...))
}

// whole puts entries together of which each posting came alone, one after the other.
func whole(postings iter.Seq2[ledger.Entry, error]) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		var open ledger.Entry
		for e, err := range postings {
			switch {
			case err != nil:
				yield(ledger.Entry{}, err)
				return
			case e.Number == open.Number:
				open.Postings = append(open.Postings, e.Postings...)
				continue
			case !open.Number.IsZero() && !yield(open, nil):
				return
			}
			open = e
		}
		if !open.Number.IsZero() {
			yield(open, nil)
		}
	}
}

// Entries yields entries in the order of their numbers, year by year, unless the filter asks for another.
func (s *Store) Entries(ctx context.Context, company ledger.CompanyID, f EntryFilter) iter.Seq2[ledger.Entry, error] {
	query, args := selectEntry, []any{string(company)}
	where := func(condition string, value any) {
		query += ` AND ` + condition
		args = append(args, value)
	}
	if f.From != 0 {
		where(`e.day >= ?`, f.From.String())
	}
	if f.To != 0 {
		where(`e.day <= ?`, f.To.String())
	}
	if f.Year != 0 {
		where(`e.year = ?`, f.Year)
	}
	if f.Journal != "" {
		where(`e.journal = ?`, string(f.Journal))
	}
	if f.Line != "" {
		where(`e.line <> '' AND e.line = ?`, string(f.Line))
	}
	if f.After != 0 {
		where(`e.n > ?`, f.After)
	}
	if f.Chain {
		return s.entries(ctx, query+` ORDER BY e.event, p.i`, args...)
	}
	return s.entries(ctx, query+orderEntries, args...)
}

// ItemPostings yields what lettering asks of the entries, in the order in which they
// were booked: their numbers and accounting dates and, of their postings of items, account,
// auxiliary account, amount and item. All else is left out.
func (s *Store) ItemPostings(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Entry, error] {
	scan := func(r scanner) (ledger.Entry, error) {
		var e ledger.Entry
		var p ledger.Posting
		var day string
		var cur money.Currency
		var minor int64
		if err := r.Scan(&e.Number.Year, &e.Number.N, &day, (*string)(&cur), &p.Account, (*string)(&p.Aux), &minor, (*string)(&p.Invoice)); err != nil {
			return e, err
		}
		p.Amount = money.New(minor, cur)
		e.Postings = []ledger.Posting{p}
		return e, parseDays([]string{day}, &e.Date)
	}
	return whole(rows(ctx, s.read, scan, `SELECT e.year, e.n, e.day, e.currency, p.account, p.aux, p.amount, p.invoice
		FROM entry e CROSS JOIN posting p WHERE p.company = e.company AND p.year = e.year AND p.n = e.n AND p.invoice <> '' AND e.company = ? ORDER BY e.event, p.i`, string(company)))
}

// EntriesOf returns all entries of a line, in the order of their numbers.
func (s *Store) EntriesOf(ctx context.Context, company ledger.CompanyID, line ledger.LineID) ([]ledger.Entry, error) {
	return collect(s.Entries(ctx, company, EntryFilter{Line: line}))
}

// LiveEntries returns the entries of a line that reverse none and are not reversed.
func (s *Store) LiveEntries(ctx context.Context, company ledger.CompanyID, line ledger.LineID) ([]ledger.Entry, error) {
	return collect(s.entries(ctx, selectEntry+` AND e.line <> '' AND e.line = ? AND `+live+orderEntries, string(company), string(line)))
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var found []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, nil
}

// Balance returns debits less credits of an account of the chart up to the end of a
// day of the vouchers (the bank's day of a bank line), which a bank's balance is
// compared with; of one auxiliary account when aux is given. A zero day is all days.
// The sum is in the company's currency; postings in others are left out.
func (s *Store) Balance(ctx context.Context, company ledger.CompanyID, account string, aux ledger.CustomerID, at ledger.Date) (money.Amount, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return money.Amount{}, err
	}
	query := `SELECT COALESCE(CAST(SUM(p.amount) AS BIGINT), 0) FROM posting p JOIN entry e ON e.company = p.company AND e.year = p.year AND e.n = p.n
		WHERE p.company = ? AND p.account = ? AND e.currency = ?`
	args := []any{string(company), account, string(c.Currency)}
	if aux != "" {
		query += ` AND p.aux = ?`
		args = append(args, string(aux))
	}
	if at != 0 {
		query += ` AND e.piece_day <= ?`
		args = append(args, at.String())
	}
	minor, err := one(ctx, s.read, scanOf[int64], query, args...)
	return money.New(minor, c.Currency), err
}
