package store

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"lettrage/ledger"
)

// taking is the transaction in which a file is taken.
type taking struct {
	*Loader
	tx       *Tx
	accounts []ledger.BankAccount // of the targets, as in the book now
	outcomes map[int]outcome      // of the lines, by their place in the file; what is missing is new
	ids      []int64              // of the statements; 0: without news
	res      LoadResult
}

func (t *taking) take() error {
	t.res = LoadResult{Statements: make([]StatementResult, len(t.statements))}
	if err := t.tx.exec(`DELETE FROM line WHERE company = ? AND seq > ?`, string(t.company), t.tx.head.line); err != nil {
		return err
	}
	if err := t.settleAccounts(); err != nil {
		return err
	}
	taken, err := t.fileTaken()
	if err != nil || taken {
		return err
	}
	if err := t.identify(); err != nil {
		return err
	}
	t.tally()
	if err := t.hold(); err != nil {
		return err
	}
	if err := t.news(); err != nil {
		return err
	}
	return t.write()
}

// fileTaken reports whether the book has the very file, and then counts all its lines as known.
func (t *taking) fileTaken() (bool, error) {
	found, err := all(t.tx.ctx, t.tx, scanOf[int64], `SELECT id FROM statement WHERE company = ? AND file = ? LIMIT 1`, string(t.company), t.opt.File[:])
	if err != nil || len(found) == 0 {
		return false, err
	}
	for i, s := range t.statements {
		t.res.Statements[i].Known = t.linesOf(i)
		t.res.Statements[i].Interim = s.Interim
	}
	return true, nil
}

// linesOf returns how many lines of a statement were counted.
func (t *taking) linesOf(i int) int {
	if i+1 < len(t.statements) {
		return t.statements[i+1].first - t.statements[i].first
	}
	return t.count - t.statements[i].first
}

// settleAccounts finds the accounts again, under the lock, and adds new ones.
func (t *taking) settleAccounts() error {
	known, err := t.tx.accounts()
	if err != nil {
		return err
	}
	t.accounts = make([]ledger.BankAccount, len(t.targets))
	for i, to := range t.targets {
		a := to.account
		if to.isNew {
			if a, err = t.newAccount(known, to); err != nil {
				return err
			}
			known = append(known, a)
		} else if a, err = byID(known, a.ID); err != nil {
			return err
		}
		t.accounts[i] = a
	}
	for i, s := range t.statements {
		if s.target >= 0 {
			t.res.Statements[i].Account = t.accounts[s.target]
			t.res.Statements[i].NewAccount = t.targets[s.target].isNew
		}
	}
	return nil
}

func (t *taking) newAccount(known []ledger.BankAccount, to target) (ledger.BankAccount, error) {
	if a, ok := find(known, to.ref, to.account.Currency); ok { // added since the load began
		return a, nil
	}
	return t.tx.AddAccount(to.ref, to.account.Currency, to.ref.IsZero())
}

// identify finds out what each line is.
func (t *taking) identify() error {
	t.outcomes = make(map[int]outcome)
	for i := range t.targets {
		o, err := t.overlap(i)
		if err != nil {
			return err
		}
		for d, err := range t.days(i) {
			if err != nil {
				return err
			}
			var book []*bookLine
			if o.holds(d.day) {
				if book, err = t.bookDay(i, d.day); err != nil {
					return err
				}
			}
			maps.Copy(t.outcomes, o.rules(d.day).resolve(d.lines, book))
		}
	}
	for _, f := range t.lines {
		if t.statements[f.statement].repeat {
			t.outcomes[f.n] = outcome{verdict: isKnown}
		}
	}
	return nil
}

// fileDay are the lines of the file on one account and day, in the order of the file.
type fileDay struct {
	day   ledger.Date
	lines []fileLine
}

// days yields the lines of the file about one account, day by day.
func (t *taking) days(target int) iter.Seq2[fileDay, error] {
	byDay := make(map[ledger.Date]int)
	var days []fileDay
	for _, f := range t.lines {
		if s := t.statements[f.statement]; s.target != target || s.repeat {
			continue
		}
		i, ok := byDay[f.Booked]
		if !ok {
			i = len(days)
			byDay[f.Booked], days = i, append(days, fileDay{day: f.Booked})
		}
		days[i].lines = append(days[i].lines, f)
	}
	slices.SortFunc(days, func(a, b fileDay) int { return cmp.Compare(a.day, b.day) })
	return func(yield func(fileDay, error) bool) {
		for _, d := range days {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func scanBookLine(r scanner) (*bookLine, error) {
	var b bookLine
	return &b, r.Scan(&b.seq, &b.id, &b.scheme, &b.bankID, &b.amount, &b.texts)
}

// bookDay returns the book's lines of an account and day, in the order in which they were taken.
func (t *taking) bookDay(target int, day ledger.Date) ([]*bookLine, error) {
	args := []any{string(t.company), string(t.accounts[target].ID), day.String(), t.tx.head.line}
	book, err := all(t.tx.ctx, t.tx, scanBookLine, `SELECT seq, id, scheme, bank_id, amount, texts FROM line
		WHERE company = ? AND account = ? AND booked = ? AND seq <= ? ORDER BY seq`, args...)
	if err != nil || len(book) == 0 {
		return nil, err
	}
	bySeq := make(map[int64]*bookLine, len(book))
	for _, b := range book {
		bySeq[b.seq] = b
	}
	type named struct {
		line int64
		alias
	}
	scan := func(r scanner) (named, error) {
		var n named
		return n, r.Scan(&n.line, &n.scheme, &n.id)
	}
	for n, err := range rows(t.tx.ctx, t.tx, scan, `SELECT a.line, a.scheme, a.bank_id FROM line l JOIN alias a ON a.company = l.company AND a.line = l.seq
		WHERE l.company = ? AND l.account = ? AND l.booked = ? AND l.seq <= ? ORDER BY a.line, a.scheme, a.bank_id`, args...) {
		if err != nil {
			return nil, err
		}
		b := bySeq[n.line]
		b.aliases = append(b.aliases, n.alias)
	}
	return book, nil
}

// tally counts the outcomes for each statement.
func (t *taking) tally() {
	for _, f := range t.lines {
		r := &t.res.Statements[f.statement]
		switch t.outcomes[f.n].verdict {
		case isNew:
			r.New++
		case isKnown:
			r.Known++
		case isTwin:
			r.PossibleDuplicates++
		}
	}
	for i, s := range t.statements {
		t.res.Statements[i].Interim = s.Interim
	}
}

// news decides which statements are taken: those that bring a line, an identifier,
// a number of the account, or a balance.
func (t *taking) news() error {
	t.ids = make([]int64, len(t.statements))
	next := t.tx.head.statement + 1
	aliased := make(map[int]bool)
	for _, f := range t.lines {
		if t.outcomes[f.n].alias {
			aliased[f.statement] = true
		}
	}
	for i, s := range t.statements {
		if s.Interim || s.repeat {
			continue
		}
		r := &t.res.Statements[i]
		learns := t.learns(s)
		balance, err := t.newBalance(s)
		if err != nil {
			return err
		}
		if r.Taken = r.NewAccount || r.New+r.PossibleDuplicates > 0 || aliased[i] || learns || balance; r.Taken {
			t.ids[i] = next
			next++
		}
	}
	return nil
}

// learns reports whether the statement names its account otherwise than the book does.
func (t *taking) learns(s loaded) bool {
	a := t.accounts[s.target]
	return s.Account.IBAN != "" && a.Ref.IBAN == "" || s.Account.Other != "" && a.Ref.IsZero()
}

// newBalance reports whether the statement states a balance that no statement of the book has.
func (t *taking) newBalance(s loaded) (bool, error) {
	id := string(t.accounts[s.target].ID)
	for _, b := range []struct {
		balance *ledger.Balance
		query   string
	}{
		{s.Opening, `SELECT id FROM statement WHERE company = ? AND account = ? AND opening_date = ? AND opening = ? LIMIT 1`},
		{s.Closing, `SELECT id FROM statement WHERE company = ? AND account = ? AND closing_date = ? AND closing = ? LIMIT 1`},
	} {
		if b.balance == nil {
			continue
		}
		found, err := all(t.tx.ctx, t.tx, scanOf[int64], b.query, string(t.company), id, b.balance.Date.String(), b.balance.Amount.Minor())
		if err != nil || len(found) == 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// write writes the statements with news, their new lines and the event.
func (t *taking) write() error {
	if !slices.ContainsFunc(t.ids, func(id int64) bool { return id > 0 }) {
		return nil
	}
	first := t.tx.head.line + 1
	hashes, err := t.writeLines()
	if err != nil {
		return err
	}
	for i, s := range t.statements {
		if t.ids[i] > 0 && t.learns(s) {
			if err := t.tx.LearnAccount(t.accounts[s.target].ID, s.Account); err != nil {
				return err
			}
			t.accounts[s.target].Ref = s.Account
		}
	}
	return t.writeStatements(first, hashes)
}

func (t *taking) writeLines() ([]ledger.Hash, error) {
	var hashes []ledger.Hash
	to, aliases := t.tx.insertInto(lineTable), t.tx.insertInto(aliasTable)
	family := scheme(t.opt.Format)
	for _, f := range t.lines {
		o := t.outcomes[f.n]
		if o.alias {
			if err := aliases.add(o.of, family, f.BankID); err != nil {
				return nil, err
			}
		}
		if o.verdict == isKnown {
			continue
		}
		l := t.line(f, o)
		hash, err := addLine(to, l, family)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
		t.res.Lines = append(t.res.Lines, l.ID)
	}
	if err := aliases.flush(); err != nil {
		return nil, err
	}
	return hashes, to.flush()
}

var aliasTable = newTable("alias", "line scheme bank_id")

// line makes the book's line of one of the file.
func (t *taking) line(f fileLine, o outcome) ledger.Line {
	account := t.accounts[t.statements[f.statement].target].ID
	t.tx.head.line++
	return ledger.Line{
		ID: ledger.NewLineID(account, f.Transaction, o.ordinal), Account: account, Seq: t.tx.head.line, Statement: t.ids[f.statement],
		Salt: ledger.DeriveSalt(t.opt.SaltKey, f.n), Twin: o.twin, Held: o.held, Transaction: f.Transaction,
	}
}

var statementTable = newTable("statement", "id intake account iban other currency number opening_date opening closing_date closing whole_from whole_to lines credits debits file format place")

func (t *taking) writeStatements(first int64, hashes []ledger.Hash) error {
	var taken []ledger.Taken
	for i, s := range t.statements {
		if t.ids[i] > 0 {
			taken = append(taken, ledger.Taken{ID: t.ids[i], Account: t.accounts[s.target].ID, Statement: s.Statement})
		}
	}
	var err error
	t.res.Intake, err = t.tx.Append(ledger.StatementTaken, t.opt.File.String(), ledger.IntakeDigest(t.opt.File, taken, hashes))
	if err != nil {
		return err
	}
	if err := t.tx.intake(t.res.Intake, first, t.tx.head.line); err != nil {
		return err
	}
	to := t.tx.insertInto(statementTable)
	for _, s := range taken {
		if err := addStatement(to, s, t.res.Intake, t.opt); err != nil {
			return err
		}
		t.tx.head.statement = s.ID
	}
	return to.flush()
}

func addStatement(to *rowsOf, s ledger.Taken, intake int64, o LoadOptions) error {
	opening, openingDay := balanceColumns(s.Opening)
	closing, closingDay := balanceColumns(s.Closing)
	return to.add(s.ID, intake, string(s.Account), string(s.Statement.Account.IBAN), s.Statement.Account.Other, string(s.Currency), s.Number,
		openingDay, opening, closingDay, closing, s.Whole.From.String(), s.Whole.To.String(), s.Lines, s.Credits.Minor(), s.Debits.Minor(),
		o.File[:], o.Format, s.Origin.Line)
}

// balanceColumns are the amount, NULL when it is not stated, and the day.
func balanceColumns(b *ledger.Balance) (amount any, day string) {
	if b == nil {
		return nil, ""
	}
	return b.Amount.Minor(), b.Date.String()
}
