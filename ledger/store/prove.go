package store

import (
	"cmp"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// balance compares the statements with the book's balances: whether a statement
// goes on where the book ends, and whether a balance needs its possible duplicates.
func (t *taking) balance() error {
	doubts := make(map[int][]int) // possible duplicates of each statement
	for n, o := range t.outcomes {
		if o.verdict == isTwin {
			doubts[t.statementOf(n)] = append(doubts[t.statementOf(n)], n)
		}
	}
	added := make([]money.Amount, len(t.targets)) // by the statements of the file so far
	for i, a := range t.accounts {
		added[i] = money.New(0, a.Currency)
	}
	for i, s := range t.statements {
		if s.Interim || s.repeat {
			continue
		}
		if err := t.continuity(i, added[s.target]); err != nil {
			return err
		}
		more, err := t.doubt(i, doubts[i], added[s.target])
		if err != nil {
			return err
		}
		if err := t.closing(i, added[s.target], more); err != nil {
			return err
		}
		if added[s.target], err = added[s.target].Add(more); err != nil {
			return err
		}
	}
	return nil
}

// doubt decides which of a statement's possible duplicates stay unbooked: all,
// unless a balance needs them. It returns the sum of what the statement adds to the book.
func (t *taking) doubt(i int, twins []int, before money.Amount) (money.Amount, error) {
	s := t.statements[i]
	known, doubtful, err := t.sums(i)
	if err != nil {
		return s.net, err
	}
	fresh, err := s.net.Sub(known)
	if err == nil {
		fresh, err = fresh.Sub(doubtful)
	}
	if err != nil || len(twins) == 0 {
		return fresh, err
	}
	needed, err := t.needed(s, before, fresh, doubtful)
	if err != nil {
		return fresh, err
	}
	f := Finding{Kind: Doubt, Statement: i, Account: t.accounts[s.target].ID, Lines: len(twins)}
	if needed {
		fresh, err = fresh.Add(doubtful)
	} else {
		f.Held = len(twins)
		for _, n := range twins {
			o := t.outcomes[n]
			o.held = true
			t.outcomes[n] = o
		}
	}
	t.res.Statements[i].Held = f.Held
	t.res.Findings = append(t.res.Findings, f)
	return fresh, err
}

// sums adds up the lines of a statement that the book has, and those that it may have.
func (t *taking) sums(i int) (known, doubtful money.Amount, err error) {
	cur := t.statements[i].Currency
	var sums [isTwin + 1]int64
	for n := t.statements[i].first; n < t.statements[i].first+t.linesOf(i); n++ {
		o := t.outcomes[n]
		sums[o.verdict] += o.minor // the statement's own sum was checked not to overflow
	}
	return money.New(sums[isKnown], cur), money.New(sums[isTwin], cur), nil
}

// needed reports whether the closing balance is only reached with the possible
// duplicates: counted from the opening balance where it is stated, else from the
// balance to which the book's statements lead.
func (t *taking) needed(s loaded, before, fresh, doubtful money.Amount) (bool, error) {
	if s.Closing == nil {
		return false, nil
	}
	at, ok, err := t.leadsTo(s, before)
	if err != nil || !ok {
		return false, err
	}
	if at, err = at.Add(fresh); err == nil {
		at, err = s.Closing.Amount.Sub(at)
	}
	return err == nil && at == doubtful && !at.IsZero(), err
}

// leadsTo returns the balance at the end of a statement if the book had all of its
// lines already. Which of the book's lines of its first day stand before its opening
// balance is seen from the balance to which the book leads; unknown is not ok.
func (t *taking) leadsTo(s loaded, before money.Amount) (money.Amount, bool, error) {
	last := max(s.days.To, s.Closing.Date)
	if s.Opening == nil {
		return t.standsWith(s.target, last, before)
	}
	first := cmp.Or(s.days.From, s.Opening.Date)
	anchored := false
	for _, day := range []ledger.Date{first - 1, first} {
		at, ok, err := t.standsWith(s.target, day, before)
		if err != nil {
			return at, false, err
		}
		if anchored = anchored || ok; ok && at == s.Opening.Amount {
			return t.plus(s.Opening.Amount, s.target, day, last)
		}
	}
	if anchored {
		return money.Amount{}, false, nil
	}
	return t.plus(s.Opening.Amount, s.target, first-1, last)
}

// plus adds the book's lines after a day, to the end of another, to an amount.
func (t *taking) plus(a money.Amount, target int, after, to ledger.Date) (money.Amount, bool, error) {
	more, err := t.between(target, after, to)
	if err == nil {
		a, err = a.Add(more)
	}
	return a, err == nil, err
}

// standsWith is stands, and what the file brought so far.
func (t *taking) standsWith(target int, day ledger.Date, before money.Amount) (money.Amount, bool, error) {
	at, ok, err := t.stands(target, day)
	if err == nil && ok {
		at, err = at.Add(before)
	}
	return at, ok && err == nil, err
}

// stands returns the balance of an account in the book at the end of a day: the last
// closing balance that the bank states until then, and the lines since.
func (t *taking) stands(target int, day ledger.Date) (money.Amount, bool, error) {
	closed := t.overlaps[target].closed
	from, _ := slices.BinarySearchFunc(closed, day, func(s ledger.Taken, d ledger.Date) int { return cmp.Compare(d, s.Closing.Date) })
	for _, s := range closed[from:] {
		last, err := t.endsItsDay(target, s)
		if err != nil {
			return money.Amount{}, false, err
		}
		if last {
			return t.plus(s.Closing.Amount, target, s.Closing.Date, day)
		}
	}
	return money.Amount{}, false, nil
}

// endsItsDay reports whether a statement's closing balance is that of the end of its
// day: it covers the day whole, or the book has no line of that day from another.
func (t *taking) endsItsDay(target int, s ledger.Taken) (bool, error) {
	if covers([]ledger.Period{s.Whole}, s.Closing.Date) {
		return true, nil
	}
	others, err := all(t.ctx, t.q, scanOf[int64], `SELECT seq FROM line WHERE company = ? AND account = ? AND booked = ? AND +seq <= ? AND statement <> ? LIMIT 1`,
		string(t.company), string(t.accounts[target].ID), s.Closing.Date.String(), t.base.line, s.ID)
	return len(others) == 0, err
}

// between sums up the book's lines after a day, to the end of another.
func (t *taking) between(target int, after, to ledger.Date) (money.Amount, error) {
	a := t.accounts[target]
	minor, err := one(t.ctx, t.q, scanOf[int64], `SELECT COALESCE(CAST(SUM(l.amount) AS BIGINT), 0) FROM line l
		WHERE l.company = ? AND l.account = ? AND l.booked > ? AND l.booked <= ? AND +l.seq <= ? AND NOT (`+heldBack+`)`,
		string(t.company), string(a.ID), after.String(), to.String(), t.base.line)
	return money.New(minor, a.Currency), err
}

// heldBack is the condition that a line l is a possible duplicate that is not
// booked, nor was by a person since.
const heldBack = `l.held = 1 AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.company = l.company AND e.line = l.id AND e.line <> '')`
