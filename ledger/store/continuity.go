package store

import (
	"cmp"
	"slices"
	"time"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Continuity says whether a statement goes on where the one before it ended (invariant 3).
type Continuity string

// Continuities.
const (
	Unknown Continuity = ""        // a balance is not stated, or there is nothing before it
	Follows Continuity = "follows" // it begins with the balance to which the one before it, and the lines since, lead
	Broken  Continuity = "broken"  // it does not
)

// continuity finds out whether a statement begins with the balance to which the
// statements before it, and the lines since, lead, and whether the next one in the
// book begins where it ends.
func (t *taking) continuity(i int, added money.Amount) error {
	s := t.statements[i]
	if s.Opening != nil && t.closes(i, s.Opening.Amount) {
		t.res.Statements[i].Continuity = Follows
		return t.beforeNext(i)
	}
	expected, since, ok, err := t.leads(i, added)
	switch {
	case err != nil:
		return err
	case s.Opening == nil && s.Closing != nil: // its closing balance says more, when all lines are known
	case !ok || s.Opening == nil:
		t.missingDays(i)
	case expected == s.Opening.Amount:
		t.res.Statements[i].Continuity = Follows
	default:
		t.breaks(i, expected, since)
	}
	return t.beforeNext(i)
}

// from is the day on which a statement begins.
func (s loaded) from() ledger.Date {
	if s.Opening == nil {
		return cmp.Or(s.days.From, s.Whole.From)
	}
	return cmp.Or(s.days.From, s.Opening.Date)
}

// breaks notes that a statement does not go on from the balance of a day.
func (t *taking) breaks(i int, expected money.Amount, since ledger.Date) {
	s := t.statements[i]
	f := Finding{Kind: Gap, Statement: i, Account: t.accounts[s.target].ID, Expected: expected, Stated: s.Opening.Amount}
	if t.overlaps[s.target].span.To >= s.from() {
		f.Kind = Overlaps
	} else if since != 0 && since+1 < s.from() {
		f.Days = ledger.Period{From: since + 1, To: s.from() - 1}
	}
	t.res.Statements[i].Continuity = Broken
	t.res.Findings = append(t.res.Findings, f)
}

// leads returns the balance with which a statement should begin, and the day of the
// balance from which that is counted: the last one before it that the file or the book
// states. ok is false where neither does.
func (t *taking) leads(i int, added money.Amount) (expected money.Amount, since ledger.Date, ok bool, err error) {
	s := t.statements[i]
	from := s.from()
	book := t.closedBefore(s.target, from)
	before := t.inFileBefore(i, from)
	if before < 0 || book > t.statements[before].Closing.Date {
		expected, ok, err = t.standsWith(s.target, from-1, added)
		return expected, book, ok, err
	}
	anchor := t.statements[before].Closing
	expected, ok, err = t.plus(anchor.Amount, s.target, anchor.Date, from-1)
	for k, m := range t.statements {
		if ok && err == nil && k != i && t.isOf(k, s.target) && m.days.From > anchor.Date && m.days.To < from {
			expected, err = expected.Add(m.net)
		}
	}
	return expected, anchor.Date, ok, err
}

// isOf reports whether the k-th statement of the file counts among those of an account.
func (t *taking) isOf(k, target int) bool {
	s := t.statements[k]
	return s.target == target && !s.Interim && !s.repeat
}

// closedBefore is the last day before another at which the book states a closing balance, zero without any.
func (t *taking) closedBefore(target int, from ledger.Date) ledger.Date {
	for _, s := range t.overlaps[target].closed {
		if s.Closing.Date < from {
			return s.Closing.Date
		}
	}
	return 0
}

// inFileBefore returns the file's statement of the same account with the last closing balance before a day, or -1.
func (t *taking) inFileBefore(i int, from ledger.Date) int {
	found := -1
	for k, s := range t.statements {
		if k == i || !t.isOf(k, t.statements[i].target) || s.Closing == nil || s.Closing.Date >= from {
			continue
		}
		if found < 0 || s.Closing.Date > t.statements[found].Closing.Date {
			found = k
		}
	}
	return found
}

// closes reports whether a statement of the file or of the book ends with the
// balance with which the i-th of the file begins, or begins with it as well.
func (t *taking) closes(i int, opening money.Amount) bool {
	s := t.statements[i]
	from := s.from()
	for k, other := range t.statements {
		if k != i && other.target == s.target && other.Closing != nil && other.Closing.Amount == opening {
			return true
		}
	}
	for _, b := range t.overlaps[s.target].book {
		if b.Opening != nil && *b.Opening == *s.Opening {
			return true
		}
		if b.Closing != nil && b.Closing.Amount == opening && (b.Closing.Date == from || b.Closing.Date == s.Opening.Date) {
			return true
		}
	}
	return false
}

// beforeNext finds out whether the statement of the book that comes next begins where
// the i-th of the file ends: files come in any order.
func (t *taking) beforeNext(i int) error {
	s := t.statements[i]
	o := t.overlaps[s.target]
	if s.Closing == nil || o.span.To == 0 {
		return nil
	}
	end := max(s.days.To, s.Closing.Date)
	var next *ledger.Taken
	for k, b := range o.book {
		if b.Opening == nil {
			continue
		}
		from := cmp.Or(b.Whole.From, b.Opening.Date)
		if from <= end {
			if b.Opening.Amount == s.Closing.Amount && from == end { // it goes on on the same day
				return nil
			}
			continue
		}
		if next == nil || from < cmp.Or(next.Whole.From, next.Opening.Date) {
			next = &o.book[k]
		}
	}
	if next == nil || t.inFileBetween(i, end, next) {
		return nil
	}
	from := cmp.Or(next.Whole.From, next.Opening.Date)
	expected, ok, err := t.plus(s.Closing.Amount, s.target, end, from-1)
	if err != nil || !ok || expected == next.Opening.Amount || s.Closing.Amount == next.Opening.Amount {
		return err
	}
	if t.closedBefore(s.target, from) > end { // the book has another one between
		return nil
	}
	f := Finding{Kind: Gap, Statement: i, Account: t.accounts[s.target].ID, Expected: expected, Stated: next.Opening.Amount}
	if end+1 < from {
		f.Days = ledger.Period{From: end + 1, To: from - 1}
	}
	t.res.Findings = append(t.res.Findings, f)
	return nil
}

// inFileBetween reports whether another statement of the file stands between the end of the i-th and one of the book.
func (t *taking) inFileBetween(i int, end ledger.Date, next *ledger.Taken) bool {
	for k, s := range t.statements {
		if k != i && t.isOf(k, t.statements[i].target) && s.days.To > end && s.days.From < cmp.Or(next.Whole.From, next.Opening.Date) {
			return true
		}
	}
	return false
}

// lastDayBefore is the last day that the book or another statement of the file covers before the i-th begins, zero without any.
func (t *taking) lastDayBefore(i int) ledger.Date {
	s := t.statements[i]
	o, from := t.overlaps[s.target], s.covers().From
	last := ledger.Date(0)
	if from == 0 || o.span.From != 0 && o.span.From >= from {
		return 0
	}
	consider := func(days ...ledger.Date) {
		for _, d := range days {
			if d < from {
				last = max(last, d)
			}
		}
	}
	consider(o.span.To)
	for _, b := range o.book {
		consider(b.Whole.To)
		if b.Closing != nil {
			consider(b.Closing.Date)
		}
	}
	for k, other := range t.statements {
		if k != i && t.isOf(k, s.target) {
			consider(other.covers().To)
		}
	}
	if o.span.To >= from { // lines of the book stand on and after its first day: which one is before is not known
		return 0
	}
	return last
}

// covers are the days of which a statement has, or may have, lines.
func (s loaded) covers() ledger.Period {
	p := s.days
	if s.Whole.From != 0 && s.Whole.To != 0 {
		p = s.Whole
		if s.days.From != 0 {
			p = ledger.Period{From: min(p.From, s.days.From), To: max(p.To, s.days.To)}
		}
	}
	return p
}

// quietDays is how many days without a line are no sign that lines are missing, in a
// file that does not say which days it covers.
const quietDays = 7

// missingDays notes the days before a statement that none covers, when there is a
// working day among them; it is asked where no balance bridges them.
func (t *taking) missingDays(i int) {
	s, last := t.statements[i], t.lastDayBefore(i)
	from := s.covers().From
	if last == 0 || from <= last+1 {
		return
	}
	days := ledger.Period{From: last + 1, To: from - 1}
	working := slices.ContainsFunc(firstDays(days, 3), func(d ledger.Date) bool {
		w := d.Time().Weekday()
		return w != time.Saturday && w != time.Sunday
	})
	if !working || s.Whole.From == 0 && days.To-days.From < quietDays {
		return
	}
	t.res.Findings = append(t.res.Findings, Finding{Kind: MissingDays, Statement: i, Account: t.accounts[s.target].ID, Days: days})
}

// firstDays are the first days of a period, n at most.
func firstDays(p ledger.Period, n ledger.Date) []ledger.Date {
	var days []ledger.Date
	for d := p.From; d <= p.To && d < p.From+n; d++ {
		days = append(days, d)
	}
	return days
}

// closing finds out whether the closing balance of a statement without an opening one is
// reached: by its pages in the file, else from the balance to which the book leads.
// fresh is what the statement adds to the book.
func (t *taking) closing(i int, added, fresh money.Amount) error {
	s := t.statements[i]
	if s.Opening != nil || s.Closing == nil {
		return nil
	}
	f := Finding{Kind: Closes, Statement: i, Account: t.accounts[s.target].ID, Stated: s.Closing.Amount}
	first, paged := t.firstPage(i)
	var ok bool
	var err error
	if paged {
		f.Kind, f.Expected, ok = Pages, t.statements[first].Opening.Amount, true
		for k := first; k <= i && err == nil; k++ {
			f.Expected, err = f.Expected.Add(t.statements[k].net)
		}
	} else if f.Expected, ok, err = t.standsWith(s.target, max(s.days.To, s.Closing.Date), added); ok && err == nil {
		f.Expected, err = f.Expected.Add(fresh)
	}
	if err != nil {
		return err
	}
	if !ok {
		t.missingDays(i)
		return nil
	}
	r := &t.res.Statements[i]
	if r.Continuity = Follows; f.Expected != f.Stated {
		r.Continuity = Broken
		t.res.Findings = append(t.res.Findings, f)
	}
	return nil
}

// firstPage returns the page with the opening balance of the statement that the i-th ends.
func (t *taking) firstPage(i int) (int, bool) {
	for k := i - 1; k >= 0 && t.statements[k].target == t.statements[i].target && t.statements[k].Closing == nil; k-- {
		if t.statements[k].Opening != nil {
			return k, true
		}
	}
	return 0, false
}
