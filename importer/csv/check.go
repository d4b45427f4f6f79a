package csv

import (
	"context"
	"fmt"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// maxStatements is how many accounts and currencies a file may hold: each is read
// in a pass of its own.
const maxStatements = 50

// part is what a file says of one account in one currency.
type part struct {
	st        ledger.Statement
	last      ledger.Date // in the order of the file
	low, high ledger.Date
	up, down  bool // days never fall, never rise
	steps     int  // how often the day changes from a line to the next
	chain     chain
	opening   *ledger.Balance // from rows of their own
	closing   *ledger.Balance
}

// key tells parts apart.
type key struct {
	account  ledger.AccountRef
	currency money.Currency
}

// findings is what the first pass over a file found.
type findings struct {
	parts   []*part     // in the order in which they appear
	waiting ledger.Date // first day with a line that is not booked yet
	foot    heading     // what the lines below the table say
	seen    seen
	sum     ledger.Hash // of days and amounts, when guessed
	lines   int
	remarks tally // rows without a day or an amount that were left out, when guessed
	unmoved tally // rows of what the bank has not booked, or never will
	totals  tally // rows that sum up those above
	errs    importer.Errors
}

// check reads rows under a plan.
func check(ctx context.Context, all records, p *plan, limits importer.Limits) (findings, error) {
	var found findings
	t, err := openTable(all, p)
	if err != nil {
		return found, err
	}
	rd := &reading{plan: p, limits: limits, heads: headsOf(p)}
	byKey := make(map[key]*part)
	sum := ledger.NewDigest("lines")
	err = t.each(ctx, func(r *row) error {
		before := len(rd.errs)
		m := rd.movement(r)
		if len(rd.errs) >= importer.MaxErrors || p.guessed && len(rd.errs) > 0 {
			return errEnough
		}
		if m.what == below {
			for _, re := range p.footer {
				found.foot.take(p.profile, re, r.Text)
			}
		}
		if found.leaves(m.what, r.Line); len(rd.errs) > before || m.what.isLeft() {
			return nil
		}
		if found.lines++; found.lines > limits.Lines {
			return &importer.Error{Kind: importer.TooLarge, Line: r.Line, Msg: fmt.Sprintf("the file should have %d lines at most (limit Lines)", limits.Lines)}
		}
		if p.guessed && m.what == moved {
			rd.seen.compare(m.Label, m.Amount.Sign(), p.said)
			rd.seen.zero = rd.seen.zero || m.Amount.IsZero()
			sum.Int(int64(m.Booked)).Int(m.Amount.Minor()).Text(string(m.Amount.Currency()))
		}
		pt, err := found.part(byKey, m)
		if err != nil || pt == nil {
			return err
		}
		if m.what == sums {
			if len(found.parts) != 1 || !pt.sumsTo(m, r.Amount == "") {
				rd.bad(r, importer.Inconsistent, dateRole, "should be a day, or the row should be what the rows above sum up to", "", nil)
			}
			return nil
		}
		if err := pt.add(m); err != nil {
			rd.bad(r, importer.Malformed, amountRole, "should not lead to a sum that is too large", "", err)
		}
		return nil
	})
	found.errs, found.seen, found.sum = rd.errs, rd.seen, sum.Sum()
	if err == errEnough {
		err = nil
	}
	return found, err
}

// isLeft reports whether a row brings neither a movement, nor a balance, nor sums.
func (w what) isLeft() bool {
	return w == nothing || w == total || w == voided || w == below || w == remark
}

// leaves counts rows that are left out.
func (f *findings) leaves(w what, line int) {
	switch w {
	case remark:
		f.remarks.add(line)
	case waiting, voided:
		f.unmoved.add(line)
	case total:
		f.totals.add(line)
	}
}

// tell says to a person what is strange in a file whose bank nobody knows, and which rows were left out.
func (f *findings) tell(warn func(importer.Warning)) {
	for _, left := range []struct {
		tally
		of string
	}{{f.remarks, "rows without a day or without an amount"}, {f.unmoved, "rows of what the bank has not booked"}, {f.totals, "rows that sum up others"}} {
		if left.rows > 0 {
			warn(importer.Warning{Kind: "skipped", Line: left.first, Message: fmt.Sprintf("%d %s were left out; this is the first", left.rows, left.of)})
		}
	}
	if n := f.seen.denied; n.rows > 0 {
		warn(importer.Warning{Kind: "side", Line: n.first, Message: fmt.Sprintf("%d amounts have a sign for one side and a word for the other; the sign was taken; this is the first", n.rows)})
	}
}

// part returns the part that a movement belongs to.
func (f *findings) part(byKey map[key]*part, m movement) (*part, error) {
	if m.what == waiting {
		if m.Booked != 0 && (f.waiting == 0 || m.Booked < f.waiting) {
			f.waiting = m.Booked
		}
		return nil, nil
	}
	k := key{m.account, m.Amount.Currency()}
	if pt := byKey[k]; pt != nil {
		return pt, nil
	}
	if len(f.parts) == maxStatements {
		return nil, &importer.Error{Kind: importer.TooLarge, Line: m.Line, Msg: fmt.Sprintf("the file should have %d accounts and currencies at most", maxStatements)}
	}
	pt := newPart(k)
	byKey[k] = pt
	f.parts = append(f.parts, pt)
	return pt, nil
}

func newPart(k key) *part {
	zero := money.New(0, k.currency)
	return &part{st: ledger.Statement{Account: k.account, Currency: k.currency, Credits: zero, Debits: zero}, up: true, down: true, chain: newChain(k.currency)}
}

// add counts a movement.
func (pt *part) add(m movement) error {
	switch m.what {
	case opens:
		pt.opening = &ledger.Balance{Date: m.Booked, Amount: *m.balance}
		return nil
	case closes:
		pt.closing = &ledger.Balance{Date: m.Booked, Amount: *m.balance}
		return nil
	}
	if pt.st.Lines == 0 {
		pt.low, pt.high = m.Booked, m.Booked
	} else {
		pt.up = pt.up && m.Booked >= pt.last
		pt.down = pt.down && m.Booked <= pt.last
		if m.Booked != pt.last {
			pt.steps++
		}
	}
	pt.last = m.Booked
	pt.low, pt.high = min(pt.low, m.Booked), max(pt.high, m.Booked)
	if err := pt.st.Count(m.Transaction); err != nil {
		return err
	}
	return pt.chain.add(m.Amount, m.balance)
}

// sumsTo reports whether a row of sums is right so far; both says that it has the sums of two columns.
func (pt *part) sumsTo(m movement, both bool) bool {
	total, err := pt.st.Credits.Sub(pt.st.Debits)
	return err == nil && total == m.Amount && (!both || m.in == pt.st.Credits && m.out == pt.st.Debits)
}

// newestFirst reports whether the file has the latest line first: its balances say
// so, or, where they don't speak, its days.
func (pt *part) newestFirst() bool {
	rises, falls := pt.chain.rises(), pt.chain.falls()
	if rises != falls {
		return falls
	}
	return pt.down && !pt.up
}

// chain follows the running balances of a file in both orders.
type chain struct {
	rows, stated int  // rows, and those of them with a balance
	up, down     bool // the balances lead from row to row, oldest first; newest first
	upTurned     bool // they would with money in and out exchanged
	downTurned   bool
	total        money.Amount // of all rows so far
	firstBalance money.Amount
	firstBefore  money.Amount // total before the first row with a balance
	firstWith    money.Amount // total with it
	lastBalance  money.Amount
	lastBefore   money.Amount
	lastWith     money.Amount
}

func newChain(c money.Currency) chain {
	return chain{up: true, down: true, upTurned: true, downTurned: true, total: money.New(0, c)}
}

// add takes the next row of the file; balance is nil where it has none.
func (c *chain) add(a money.Amount, balance *money.Amount) error {
	before := c.total
	with, err := before.Add(a)
	if err != nil {
		return err
	}
	c.total = with
	c.rows++
	if balance == nil {
		return nil
	}
	if c.stated++; c.stated == 1 {
		c.firstBalance, c.firstBefore, c.firstWith = *balance, before, with
	} else {
		// Oldest first, the balance grows by the rows after the last one that stated it;
		// newest first, it shrinks by that row and those up to this one.
		c.up = c.up && leads(c.lastBalance, *balance, c.lastWith, with)
		c.down = c.down && leads(*balance, c.lastBalance, c.lastBefore, before)
		c.upTurned = c.upTurned && leads(c.lastBalance, *balance, with, c.lastWith)
		c.downTurned = c.downTurned && leads(*balance, c.lastBalance, before, c.lastBefore)
	}
	c.lastBalance, c.lastBefore, c.lastWith = *balance, before, with
	return nil
}

// leads reports whether the balance grows from one to the other as the totals do.
func leads(from, to, low, high money.Amount) bool {
	grown, err1 := high.Sub(low)
	sum, err2 := from.Add(grown)
	return err1 == nil && err2 == nil && sum == to
}

// proven reports whether rows state balances that lead from one to the next.
func (c *chain) proven() bool {
	return c.stated > 0 && (c.up || c.down) && (c.stated > 1 || c.rows == 1)
}

// turned reports whether money in and money out seem to be exchanged.
func (c *chain) turned() bool {
	return c.stated > 1 && !c.up && !c.down && (c.upTurned || c.downTurned)
}

// proves reports whether balances say on which side the amounts are.
func (c *chain) proves() bool { return c.rises() || c.falls() }
func (c *chain) rises() bool  { return c.proven() && c.stated > 1 && c.up }
func (c *chain) falls() bool  { return c.proven() && c.stated > 1 && c.down }

// endsBefore does so when each row has the balance before it.
func (c *chain) endsBefore(newestFirst bool) (opening, closing money.Amount, err error) {
	if newestFirst {
		if opening, err = c.total.Sub(c.lastWith); err == nil {
			opening, err = c.lastBalance.Sub(opening)
		}
	} else {
		opening, err = c.firstBalance.Sub(c.firstBefore)
	}
	if err == nil {
		closing, err = opening.Add(c.total)
	}
	return opening, closing, err
}

// ends returns the balances before the oldest row and after the latest.
func (c *chain) ends(newestFirst bool) (opening, closing money.Amount, err error) {
	if newestFirst {
		if closing, err = c.firstBalance.Add(c.firstBefore); err == nil {
			opening, err = closing.Sub(c.total)
		}
		return opening, closing, err
	}
	if opening, err = c.firstBalance.Sub(c.firstWith); err == nil {
		closing, err = opening.Add(c.total)
	}
	return opening, closing, err
}
