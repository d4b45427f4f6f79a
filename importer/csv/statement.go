package csv

import (
	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// complete fills in what all rows together say: balances and the days covered whole.
func (pt *part) complete(p *plan, found *findings, warn func(importer.Warning)) error {
	pt.whole(p.top, found.waiting)
	if len(found.parts) == 1 {
		pt.stated(p, found.foot)
	}
	if pt.chain.turned() && !pt.isBefore() {
		return &importer.Error{Kind: importer.Inconsistent, Line: 1, Field: p.field(balanceRole), Msg: "should grow by what comes in: money in and out are exchanged",
			Hint: "export the bank's statement, not the books' account"}
	}
	if pt.chain.stated > 1 && !pt.chain.proven() && !pt.isBefore() && p.has(balanceRole) {
		warn(importer.Warning{Kind: "balance", Message: "the column of balances does not lead from line to line; it is left out"})
	}
	if pt.chain.proven() || pt.isBefore() {
		ends := pt.chain.ends
		if !pt.chain.proven() {
			ends = pt.chain.endsBefore
		}
		opening, closing, err := ends(pt.newestFirst())
		if err != nil {
			return &importer.Error{Kind: importer.Inconsistent, Field: p.field(balanceRole), Msg: "should be balances that can be counted", Err: err}
		}
		pt.chained(opening, closing, warn)
	}
	if pt.opening != nil && pt.opening.Date == 0 {
		pt.opening.Date = pt.low
	}
	if pt.closing != nil && pt.closing.Date == 0 {
		pt.closing.Date = pt.high
	}
	pt.st.Opening, pt.st.Closing = dated(pt.opening), dated(pt.closing)
	return nil
}

// dated drops a balance of which no day is known.
func dated(b *ledger.Balance) *ledger.Balance {
	if b == nil || b.Date == 0 {
		return nil
	}
	return b
}

// stated takes the balances of the lines above and below the table.
func (pt *part) stated(p *plan, foot heading) {
	for _, b := range []struct {
		text string
		day  ledger.Date
		to   **ledger.Balance
	}{{p.top.opening, p.top.from, &pt.opening}, {p.top.balance, p.top.day, &pt.closing}, {foot.balance, foot.day, &pt.closing}} {
		if a, err := p.style.parse(b.text, pt.st.Currency); err == nil && *b.to == nil {
			*b.to = &ledger.Balance{Date: b.day, Amount: a}
		}
	}
}

// chained takes the balances to which the running ones lead. A balance above the
// table of another amount belongs to another moment, the time of the export say, and stays out.
func (pt *part) chained(opening, closing money.Amount, warn func(importer.Warning)) {
	if pt.closing != nil && pt.closing.Amount != closing && (pt.closing.Date == 0 || pt.closing.Date == pt.high) {
		warn(importer.Warning{Kind: "balance", Message: "the closing balance that the file states is not the one that its lines lead to"})
	}
	if pt.closing == nil || pt.closing.Amount != closing {
		pt.closing = &ledger.Balance{Date: pt.high, Amount: closing}
	}
	if pt.opening == nil || pt.opening.Amount != opening {
		pt.opening = &ledger.Balance{Date: pt.low, Amount: opening}
	}
}

// whole finds the days of which the file has all lines: those of the period that it
// states, if no line is outside of it, else those between its first day and its last, because an export may begin and
// end within a day. So may the last day of a stated period when it is the day of the
// balance, which is the day of the export; and a day with a line that is not booked yet is not over.
func (pt *part) whole(top heading, waiting ledger.Date) {
	w := ledger.Period{From: top.from, To: top.to}
	if pt.st.Lines > 0 && (w.From == 0 || w.To == 0 || pt.low < w.From || pt.high > w.To) {
		w = ledger.Period{From: pt.low + 1, To: pt.high - 1}
	} else if top.day != 0 && top.day <= w.To {
		w.To = top.day - 1
	}
	if waiting != 0 && waiting <= w.To {
		w.To = waiting - 1
	}
	if w.From != 0 && w.From <= w.To {
		pt.st.Whole = w
	}
}
