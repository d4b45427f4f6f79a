package journal

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// verifyBanks compares each bank account of the chart with its opening balance and
// with every balance that the bank states. An account with lines that wait to be
// booked is left out.
func (v *verifier) verifyBanks() error {
	lines := make(map[ledger.AccountID][]*line)
	for _, l := range v.order {
		lines[l.account] = append(lines[l.account], l)
	}
	statements := make(map[ledger.AccountID][]ledger.Taken)
	for _, t := range v.Statements {
		statements[t.Account] = append(statements[t.Account], t)
	}
	for _, a := range v.Accounts {
		waits := slices.ContainsFunc(statements[a.ID], func(t ledger.Taken) bool { return v.pending[t.Intake] })
		if waits {
			delete(v.openings, a.Ledger)
			continue
		}
		if err := v.verifyBank(a, statements[a.ID], lines[a.ID]); err != nil { // amounts of several currencies, or out of range
			v.report.add(Finding{Kind: Unsound, Account: a.Ledger, What: "amounts of the bank account", Should: "in its currency and in range", Is: err.Error()})
		}
	}
	for _, number := range sorted(v.openings) {
		e := v.openings[number][0]
		f := Finding{Event: v.chain.take(v.chain.entries, e.Number.String()).seq, Entry: e.Number, Account: number}
		v.report.add(f.of(OpeningDiffers, "account of the opening entry", "a bank account of the book", "another"))
	}
	return nil
}

func (v *verifier) verifyBank(a ledger.BankAccount, statements []ledger.Taken, lines []*line) error {
	if a.Currency != v.Company.Currency && len(v.onBank[a.Ledger]) == 0 {
		if len(lines) > 0 {
			v.report.Unproven = append(v.report.Unproven, Unproven{Account: a.Ledger, Why: OtherMoney})
		}
		return nil
	}
	start, known, err := OpeningBalance(statements, asLines(lines))
	if err != nil {
		return err
	}
	v.verifyOpening(a, start, known)
	if !known {
		if len(lines) > 0 {
			v.report.Unproven = append(v.report.Unproven, Unproven{Account: a.Ledger, Why: NoBalance})
		}
		return nil
	}
	w, err := newWay(start, lines)
	if err != nil {
		return err
	}
	booked, err := newRunning(v.onBank[a.Ledger], money.New(0, a.Currency))
	if err != nil {
		return err
	}
	return v.verifyBalances(a, w, booked, statedIn(statements))
}

// asLines yields what OpeningBalance looks at, by day.
func asLines(lines []*line) iter.Seq2[ledger.Line, error] {
	byDay := slices.SortedStableFunc(slices.Values(lines), func(a, b *line) int { return cmp.Compare(a.booked, b.booked) })
	return func(yield func(ledger.Line, error) bool) {
		for _, l := range byDay {
			t := ledger.Transaction{Booked: l.booked, Amount: l.amount}
			if !yield(ledger.Line{ID: l.LineID, Statement: l.statement, Held: l.held, Transaction: t}, nil) {
				return
			}
		}
	}
}

// verifyOpening compares the account's entry in journal AN with what the bank states.
func (v *verifier) verifyOpening(a ledger.BankAccount, start Start, known bool) {
	live := v.openings[a.Ledger]
	delete(v.openings, a.Ledger)
	for i, e := range live {
		f := Finding{Event: v.chain.take(v.chain.entries, e.Number.String()).seq, Entry: e.Number, Account: a.Ledger}
		switch {
		case i > 0:
			v.report.add(f.of(OpeningDiffers, "live opening entries of the account", "one", "several"))
		case !known:
			v.report.add(f.of(OpeningDiffers, "opening entry", "none: the bank states no balance", e.Postings[0].Amount.String()))
		case e.Postings[0].Amount != start.Balance || e.PieceDate != start.Date:
			v.report.add(f.of(OpeningDiffers, "opening entry", start.Balance.String()+" on "+start.Date.String(), e.Postings[0].Amount.String()+" on "+e.PieceDate.String()))
		}
	}
	if known && len(live) == 0 && !start.Balance.IsZero() {
		v.report.add(Finding{Kind: OpeningDiffers, Account: a.Ledger, What: "opening entry", Should: start.Balance.String() + " on " + start.Date.String(), Is: "none"})
	}
}

// stated is a balance that the bank states.
type stated struct {
	ledger.Taken
	ledger.Balance
	opening bool
}

// statedIn returns the balances of the statements by their day.
func statedIn(statements []ledger.Taken) []stated {
	var all []stated
	for _, t := range statements {
		if t.Opening != nil {
			all = append(all, stated{t, *t.Opening, true})
		}
		if t.Closing != nil {
			all = append(all, stated{t, *t.Closing, false})
		}
	}
	slices.SortStableFunc(all, func(a, b stated) int { return cmp.Compare(a.Date, b.Date) })
	return all
}

// verifyBalances compares what is booked with each stated balance that the bank's
// own lines lead to. The first difference of an account is the finding: what is
// wrong once is wrong on every day after it.
func (v *verifier) verifyBalances(a ledger.BankAccount, w way, booked running[ledger.Date], all []stated) error {
	wrong := false
	for _, s := range all {
		leads, err := w.leadsTo(s)
		if err != nil {
			return err
		}
		day, counted := s.Date, w.lines.until(s.Date)
		want, err := w.start.Balance.Add(counted)
		if err != nil {
			return err
		}
		if !leads {
			v.report.Unproven = append(v.report.Unproven, Unproven{Account: a.Ledger, Why: NotJoined, Date: day, Stated: s.Amount, Lines: want})
			continue
		}
		is := booked.until(day)
		if is == want {
			v.report.Balances++
			continue
		}
		if !wrong {
			v.report.add(Finding{Kind: BankDiffers, Account: a.Ledger, Date: day, What: "balance of the bank's account", Should: want.String(), Is: is.String()})
		}
		wrong = true
	}
	return nil
}

// at is an amount at a place: on a day, or of a statement.
type at[K cmp.Ordered] struct {
	key    K
	amount money.Amount
}

// running sums amounts up by their places.
type running[K cmp.Ordered] struct {
	keys []K
	sums []money.Amount // after the key's; the first is before all keys
}

// newRunning sums up from zero. The amounts are sorted in place.
func newRunning[K cmp.Ordered](all []at[K], zero money.Amount) (running[K], error) {
	slices.SortStableFunc(all, func(a, b at[K]) int { return cmp.Compare(a.key, b.key) })
	r := running[K]{sums: []money.Amount{zero}}
	for _, d := range all {
		sum, err := r.sums[len(r.sums)-1].Add(d.amount)
		if err != nil {
			return r, err
		}
		r.keys, r.sums = append(r.keys, d.key), append(r.sums, sum)
	}
	return r, nil
}

// until returns the sum up to a place, that one included.
func (r running[K]) until(key K) money.Amount {
	return r.sums[sort.Search(len(r.keys), func(i int) bool { return r.keys[i] > key })]
}

// total returns the sum of all.
func (r running[K]) total() money.Amount { return r.sums[len(r.sums)-1] }

// way is how the bank's own lines lead from the opening balance to any day.
type way struct {
	start Start
	lines running[ledger.Date]
	// Where an account is closed several times a day: the lines of each statement by
	// day, and those of each day by statement.
	own    map[int64]running[ledger.Date]
	within map[ledger.Date]running[int64]
}

func newWay(start Start, lines []*line) (way, error) {
	w := way{start: start, own: make(map[int64]running[ledger.Date]), within: make(map[ledger.Date]running[int64])}
	var all []at[ledger.Date]
	own := make(map[int64][]at[ledger.Date])
	within := make(map[ledger.Date][]at[int64])
	for _, l := range lines {
		if l.held && !l.accepted {
			continue
		}
		d := at[ledger.Date]{l.booked, l.amount}
		all = append(all, d)
		own[l.statement] = append(own[l.statement], d)
		within[l.booked] = append(within[l.booked], at[int64]{l.statement, l.amount})
	}
	zero := money.New(0, start.Balance.Currency())
	var err error
	if w.lines, err = newRunning(all, zero); err != nil {
		return w, err
	}
	for id, some := range own {
		if w.own[id], err = newRunning(some, zero); err != nil {
			return w, err
		}
	}
	for day, some := range within {
		if w.within[day], err = newRunning(some, zero); err != nil {
			return w, err
		}
	}
	return w, nil
}

// leadsTo reports whether the lines lead to a stated balance. It stands at the end of
// its day as a rule. An opening balance stands before the statement's own lines; a
// closing one after them, also those of a later day; and where an account is closed
// several times a day, between the statements of that day.
func (w way) leadsTo(s stated) (bool, error) {
	want, err := s.Amount.Sub(w.start.Balance)
	if err != nil {
		return false, err
	}
	own, ok := w.own[s.ID]
	if !ok {
		own = running[ledger.Date]{sums: []money.Amount{money.New(0, want.Currency())}}
	}
	if s.opening {
		return w.opens(s, own, want)
	}
	return w.closes(s, own, want)
}

func (w way) opens(s stated, own running[ledger.Date], want money.Amount) (bool, error) {
	from := s.Whole.From
	if len(own.keys) > 0 && (from == 0 || own.keys[0] < from) {
		from = own.keys[0]
	}
	if from == 0 {
		from = s.Date
	}
	before, through := w.lines.until(from-1), w.lines.until(from)
	if before == want || w.lines.until(s.Date) == want {
		return true, nil
	}
	if some, err := before.Add(w.dayUntil(from, s.ID-1)); err != nil || some == want {
		return err == nil, err
	}
	rest, err := through.Sub(own.until(from))
	return err == nil && rest == want, err
}

func (w way) closes(s stated, own running[ledger.Date], want money.Amount) (bool, error) {
	through := w.lines.until(s.Date)
	if through == want {
		return true, nil
	}
	later, err := own.total().Sub(own.until(s.Date))
	if err != nil {
		return false, err
	}
	if some, err := through.Add(later); err != nil || some == want {
		return err == nil, err
	}
	before := w.lines.until(s.Date - 1)
	if some, err := money.Sum(want.Currency(), before, w.dayUntil(s.Date, s.ID), later); err != nil || some == want {
		return err == nil, err
	}
	ofDay, err := own.total().Sub(own.until(s.Date - 1))
	if err != nil {
		return false, err
	}
	some, err := before.Add(ofDay)
	return err == nil && some == want, err
}

// dayUntil sums up the lines of a day that statements up to a place brought.
func (w way) dayUntil(day ledger.Date, statement int64) money.Amount {
	r, ok := w.within[day]
	if !ok {
		return money.New(0, w.start.Balance.Currency())
	}
	return r.until(statement)
}
