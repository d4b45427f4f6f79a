package store

import (
	"slices"

	"lettrage/ledger"
)

// taking compares a file with the book, and then writes what is new of it.
type taking struct {
	*Loader
	q        querier // where the book is read: the transaction, or the reading pool
	base     head    // the book that the file is compared with
	source   source
	known    []ledger.BankAccount // of the book, new ones of the file included
	accounts []ledger.BankAccount // of the targets
	overlaps []*overlap           // of the targets
	outcomes map[int]outcome      // of the lines, by their place in the file; what is missing is new
	ids      []int64              // of the statements; 0: without news
	hashes   []ledger.Hash        // of the new lines
	last     int64                // number of the last line that was written
	res      LoadResult

	knownNotices map[int]bool // by their place in the file
	newNotices   int
}

func newTaking(l *Loader, q querier, base head, lines source) *taking {
	return &taking{Loader: l, q: q, base: base, source: lines, outcomes: make(map[int]outcome), ids: make([]int64, len(l.statements)), last: base.line,
		res: LoadResult{Statements: make([]StatementResult, len(l.statements))}}
}

// identify finds out what of the file is new.
func (t *taking) identify() error {
	if err := t.findAccounts(); err != nil {
		return err
	}
	if err := t.identifyNotices(); err != nil {
		return err
	}
	if taken, err := t.fileTaken(); err != nil {
		return err
	} else if taken && !slices.ContainsFunc(t.statements, t.learns) { // else the user says now whose account it is about
		t.allKnown()
		return nil
	}
	for i := range t.targets {
		if err := t.identifyLines(i); err != nil {
			return err
		}
	}
	t.tally()
	if err := t.balance(); err != nil {
		return err
	}
	return t.news()
}

// fileTaken reports whether the book has the very file.
func (t *taking) fileTaken() (bool, error) {
	found, err := all(t.ctx, t.q, scanOf[int64], `SELECT id FROM statement WHERE company = ? AND file = ? LIMIT 1`, string(t.company), t.opt.File[:])
	return len(found) > 0, err
}

// allKnown counts all lines of the file as known.
func (t *taking) allKnown() {
	for i, s := range t.statements {
		if t.res.Statements[i].Interim = s.Interim; !s.Interim {
			t.res.Statements[i].Known = t.linesOf(i)
		}
	}
}

// linesOf returns how many lines of a statement were counted.
func (t *taking) linesOf(i int) int {
	if i+1 < len(t.statements) {
		return t.statements[i+1].first - t.statements[i].first
	}
	return t.count - t.statements[i].first
}

// statementOf returns the statement of the n-th line of the file.
func (t *taking) statementOf(n int) int {
	after, _ := slices.BinarySearchFunc(t.statements, n, func(s loaded, n int) int {
		if s.first <= n {
			return -1
		}
		return 1
	})
	return after - 1
}

// findAccounts finds the accounts that the file is about as they are in the book
// now. New ones are known in advance, and added when the file is taken.
func (t *taking) findAccounts() error {
	var err error
	if t.known, err = all(t.ctx, t.q, scanAccount, selectAccount+` ORDER BY ordinal`, string(t.company)); err != nil {
		return err
	}
	bank, err := bankNumber(t.ctx, t.q, t.company)
	if err != nil {
		return err
	}
	for _, to := range t.targets {
		a, found := find(t.known, to.ref, to.account.Currency) // perhaps added since the load began
		switch {
		case !to.isNew:
			if a, err = byID(t.known, to.account.ID); err != nil {
				return err
			}
		case !found:
			a = nextAccount(t.company, bank, len(t.known), to.ref, to.account.Currency, to.ref.IsZero())
			t.known = append(t.known, a)
		}
		t.accounts = append(t.accounts, a)
	}
	for i, s := range t.statements {
		if s.target >= 0 {
			t.res.Statements[i].Account = t.accounts[s.target]
			t.res.Statements[i].NewAccount = t.targets[s.target].isNew
		}
	}
	return nil
}

// identifyLines finds out what each line about an account is.
func (t *taking) identifyLines(target int) error {
	o, err := t.overlap(target)
	if err != nil {
		return err
	}
	t.overlaps = append(t.overlaps, o)
	if o.span.To == 0 { // the book has no line of this account
		return t.number(target)
	}
	for d, err := range t.source.days(target) {
		if err != nil {
			return err
		}
		var book []*bookLine
		if o.holds(d.day) {
			if book, err = t.bookDay(target, d.day); err != nil {
				return err
			}
		}
		for n, found := range o.rules(d.day).resolve(d.lines, book) {
			t.outcomes[n] = found
		}
	}
	return nil
}

// number gives ordinals to lines of which none can be in the book.
func (t *taking) number(target int) error {
	for d, err := range t.source.days(target) {
		if err != nil {
			return err
		}
		ordinals(d.lines, nil, t.outcomes)
	}
	return nil
}

// outcome returns what a line of the file is.
func (t *taking) outcome(f fileLine) outcome {
	if t.statements[f.statement].repeat {
		return outcome{verdict: isKnown}
	}
	return t.outcomes[f.n]
}

func scanBookLine(r scanner) (*bookLine, error) {
	var b bookLine
	return &b, r.Scan(&b.seq, &b.id, &b.scheme, &b.bankID, &b.amount, &b.texts, &b.held)
}

// bookDay returns the book's lines of an account and day, in the order in which they were taken.
func (t *taking) bookDay(target int, day ledger.Date) ([]*bookLine, error) {
	args := []any{string(t.company), string(t.accounts[target].ID), day.String(), t.base.line}
	book, err := all(t.ctx, t.q, scanBookLine, `SELECT l.seq, l.id, l.scheme, l.bank_id, l.amount, l.texts, CASE WHEN `+heldBack+` THEN 1 ELSE 0 END FROM line l
		WHERE l.company = ? AND l.account = ? AND l.booked = ? AND +l.seq <= ? ORDER BY l.seq`, args...)
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
	for n, err := range rows(t.ctx, t.q, scan, `SELECT a.line, a.scheme, a.bank_id FROM line l JOIN alias a ON a.company = l.company AND a.line = l.seq
		WHERE l.company = ? AND l.account = ? AND l.booked = ? AND +l.seq <= ? ORDER BY a.line, a.scheme, a.bank_id`, args...) {
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
	for i, s := range t.statements {
		r := &t.res.Statements[i]
		r.Interim = s.Interim
		switch {
		case s.Interim:
		case s.repeat:
			r.Known = t.linesOf(i)
		default:
			r.New = t.linesOf(i)
		}
	}
	for n, o := range t.outcomes {
		r := &t.res.Statements[t.statementOf(n)]
		switch o.verdict {
		case isKnown:
			r.New--
			r.Known++
		case isTwin:
			r.New--
			r.PossibleDuplicates++
		}
	}
}

// news decides which statements are taken: those that bring a line, an identifier,
// a number of the account, or a balance.
func (t *taking) news() error {
	next := t.base.statement + 1
	aliased := make(map[int]bool)
	for n, o := range t.outcomes {
		if o.alias {
			aliased[t.statementOf(n)] = true
		}
	}
	lines := 0
	for i, s := range t.statements {
		if s.Interim || s.repeat {
			continue
		}
		r := &t.res.Statements[i]
		lines += r.New + r.PossibleDuplicates
		balance, err := t.newBalance(s)
		if err != nil {
			return err
		}
		if r.Taken = r.NewAccount || r.New+r.PossibleDuplicates > 0 || aliased[i] || t.learns(s) || balance; r.Taken {
			t.ids[i] = next
			next++
		}
	}
	t.hashes = make([]ledger.Hash, 0, lines)
	return nil
}

// hasNews reports whether any statement is taken, or a notice.
func (t *taking) hasNews() bool {
	return t.newNotices > 0 || slices.ContainsFunc(t.ids, func(id int64) bool { return id > 0 })
}

// learns reports whether the statement names its account otherwise than the book does.
func (t *taking) learns(s loaded) bool {
	if s.target < 0 {
		return false
	}
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
		found, err := all(t.ctx, t.q, scanOf[int64], b.query, string(t.company), id, b.balance.Date.String(), b.balance.Amount.Minor())
		if err != nil || len(found) == 0 {
			return err == nil, err
		}
	}
	return false, nil
}
