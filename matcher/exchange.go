package matcher

import (
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// sent is an amount in another currency than the line's that the payer may have sent.
type sent struct {
	amount money.Amount
	cost   int32 // of reading it so, 0 or less
	stated bool  // the bank says so
	told   bool  // the bank or the text does
	untold bool  // nobody does: it is what the named items have open
}

const (
	writtenCost = 2 * bit // of an amount that stands in the text with its currency
	untoldCost  = 6 * bit // of an amount that nobody tells
	figureCost  = 6 * bit // of the line's own figure, taken for one of another currency
	maxSent     = 8       // amounts that are tried
	maxForeign  = 4       // currencies of open items, besides the line's, that are
)

// indexCurrencies lists the currencies of open items, the first in the book first.
func (x *Index) indexCurrencies() {
	for i := range x.items {
		if cur := x.currencies[x.items[i].cur]; x.items[i].open != 0 && !slices.Contains(x.traded, cur) && len(x.traded) <= maxForeign {
			x.traded = append(x.traded, cur)
		}
	}
}

// judgeExchange looks for items in another currency: that of the amount which the bank
// says was sent, or the text; else the payer took the figure for one of the line's
// currency. They are shown, and nothing is booked. Where an item in the line's currency
// fits as well, a person must say which.
func (x *Index) judgeExchange(v *view, d verdict) verdict {
	if v.amount <= 0 || v.detail >= 0 || len(v.line.Details) > 1 || d.status == ledger.None || !x.trades(v) || d.status == ledger.Auto && v.pay.Instructed == nil {
		return d
	}
	var best verdict
	var of sent
	for _, s := range x.sentOf(v) {
		e := x.inCurrency(v, s)
		v.met |= e.view.met
		if len(e.all) > 0 && (len(best.all) == 0 || e.all[0].mbits > best.all[0].mbits) {
			best, of = e, s
		}
	}
	fits := len(d.all) > 0 && d.all[0].gap.kind == noDifference
	switch {
	case len(best.all) == 0 || !of.told && fits:
		return d
	case len(d.all) == 0 || best.all[0].mbits > d.all[0].mbits:
		return best
	case of.stated && best.all[0].gap.kind == noDifference && d.status == ledger.Auto && d.chosen.named < len(d.chosen.allocs):
		d.demote(ledger.Exchanged)
	}
	return d
}

// trades reports whether items in another currency than the line's are open.
func (x *Index) trades(v *view) bool {
	return slices.ContainsFunc(x.traded, func(c money.Currency) bool { return c != v.cur })
}

// sentOf lists what the payer may have sent: what the bank says alone, where it does.
func (x *Index) sentOf(v *view) (all []sent) {
	if p := v.pay.Instructed; p != nil && p.Currency() != v.cur && p.Sign() > 0 {
		return []sent{{amount: *p, stated: true, told: true}}
	}
	for k := range v.pieces {
		all = x.sentIn(&v.pieces[k], v.cur, all)
	}
	for _, c := range x.traded {
		if c != v.cur && c.Decimals() == v.cur.Decimals() && len(all) < maxSent {
			all = append(all, sent{amount: money.New(v.amount, c), cost: -figureCost})
		}
	}
	return x.namedIn(v, all)
}

// namedIn adds what the items have open that the text names in full, for each other currency.
func (x *Index) namedIn(v *view, all []sent) []sent {
	seen := make(map[int32]bool)
	sums := make(map[money.Currency]int64)
	for k := range v.claims {
		c := &v.claims[k]
		for _, p := range c.posts[:min(len(c.posts), maxPosts)] {
			it, f := x.formOf(p)
			if i := &x.items[it]; x.inFull(c, it, f) && !seen[it] && i.cur != v.code && i.open > 0 {
				seen[it] = true
				sums[x.currencies[i.cur]] += i.open
			}
		}
	}
	for _, c := range x.traded {
		if sums[c] > 0 && len(all) < maxSent {
			all = append(all, sent{amount: money.New(sums[c], c), cost: -untoldCost, untold: true})
		}
	}
	return all
}

// sentIn adds the amounts of a text that stand beside one of the currencies of the
// book: USD 1,300.50 or 1300,50 USD.
func (x *Index) sentIn(p *piece, not money.Currency, all []sent) []sent {
	for i, r := range p.runs {
		cur := money.Currency("")
		if !r.Digits && r.End-r.Start == 3 {
			cur = money.Currency(p.text(i))
		}
		if cur == "" || cur == not || !slices.Contains(x.traded, cur) {
			continue
		}
		for _, a := range []money.Amount{longest(p, i, 1, cur), longest(p, i, -1, cur)} {
			if !a.IsZero() && len(all) < maxSent {
				all = append(all, sent{amount: a, cost: -writtenCost, told: true})
			}
		}
	}
	return all
}

const maxGrouped = 5 // runs of digits of an amount

// longest reads as many runs as it can just behind run i (step 1) or before it (step
// −1) as an amount; zero when there is none.
func longest(p *piece, i, step int, cur money.Currency) money.Amount {
	beside := i // the gap between run i and the amount
	if step < 0 {
		beside = i - 1
	}
	if beside < 0 || beside+1 >= len(p.runs) || len(p.gap(beside)) > 1 {
		return money.Amount{}
	}
	for n := maxGrouped; n > 0; n-- {
		from, to := i+1, i+n
		if step < 0 {
			from, to = i-n, i-1
		}
		if from < 0 || to >= len(p.runs) || !allDigits(p, from, to) {
			continue
		}
		s := string(p.f.B[p.runs[from].Start:p.runs[to].End])
		if a, err := money.Parse(s, cur, decimalOf(s)); err == nil && a.Sign() > 0 {
			return a
		}
	}
	return money.Amount{}
}

// decimalOf returns the last point or comma of an amount, when less than three digits follow.
func decimalOf(s string) byte {
	for i := len(s) - 1; i >= 0 && i >= len(s)-3; i-- {
		if s[i] == ',' || s[i] == '.' {
			return s[i]
		}
	}
	return '.'
}

// inCurrency explains the line as one of the amount that was sent, where something
// besides the amount speaks for it.
func (x *Index) inCurrency(v *view, s sent) verdict {
	w := *v
	w.amount, w.cur = s.amount.Minor(), s.amount.Currency()
	w.code, w.looked, w.rated = x.currencyOf(w.cur), false, false
	d := verdict{view: &w, status: ledger.Review, class: ledger.CustomerPayment, reason: ledger.Exchanged}
	for _, e := range x.explanations(&w) {
		e.exchange(s)
		known := e.named > 0 || e.payer != nil && e.payer.mbits >= knownPayer
		if e.mbits += s.cost; known && (s.stated && e.gap.kind == partial || e.gap.kind == noDifference) {
			d.all = append(d.all, e)
		}
	}
	x.weigh(&w, &d)
	return d
}

// exchange says of the evidence of the amount where that was read; what was read nowhere is none.
func (e *explanation) exchange(s sent) {
	e.evidence = slices.DeleteFunc(e.evidence, func(ev evidence) bool {
		gone := s.untold && ev.kind == byAmount
		if gone {
			e.mbits -= ev.mbits
		}
		return gone
	})
	for i := range e.evidence {
		switch ev := &e.evidence[i]; {
		case ev.how != seenExact && ev.how != seenSum:
		case s.told:
			ev.how = seenSent
		default:
			ev.how = seenFigure
		}
	}
}
