package matcher

import (
	"slices"

	"lettrage/ledger"
)

// judgeDebit decides a line of money out: an earlier payment that comes back, or
// nothing of a customer.
func (x *Index) judgeDebit(v *view) verdict {
	l := v.line
	if !v.comesBack() {
		return verdict{view: v, status: ledger.None, class: x.otherClass(v)}
	}
	d := verdict{view: v, status: ledger.Review, class: ledger.PaymentReturned, reason: ledger.WeakEvidence}
	for i := range v.claims {
		c := &v.claims[i]
		for _, p := range c.posts[:min(len(c.posts), maxPosts)] {
			it, f := x.formOf(p)
			if x.inFull(c, it, f) && x.items[it].total >= -v.amount && x.items[it].cur == v.code {
				d.all = x.addReturn(v, d.all, it, c)
			}
		}
	}
	x.returnsOfPayer(v, &d)
	x.weighReturns(&d)
	if len(d.all) == 0 && v.words.other+len(v.claims) == 0 && l.Kind != ledger.Returned && l.ReturnReason == "" {
		return verdict{view: v, status: ledger.None, class: x.otherClass(v)}
	}
	if len(d.all) == 0 {
		d.reason = ledger.NothingFits
	}
	return d
}

// addReturn adds "this item is open again" for an item that the text names.
func (x *Index) addReturn(v *view, all []explanation, it int32, c *claim) []explanation {
	if slices.ContainsFunc(all, func(o explanation) bool { return o.holds(it) }) {
		return all
	}
	bits, _ := x.claimBits(c, it)
	field, span := v.spanOf(c)
	return append(all, x.reopened(v, it, evidence{kind: byReference, field: field, span: span, item: it, how: seenFull, mbits: bits}))
}

// reopened makes "this item is open again", with what names it.
func (x *Index) reopened(v *view, it int32, named ...evidence) explanation {
	e := explanation{class: ledger.PaymentReturned, allocs: []alloc{{it, v.amount}}, customer: x.items[it].customer, named: len(named)}
	for _, ev := range named {
		e.add(ev)
	}
	if x.items[it].total == -v.amount {
		e.add(evidence{kind: byAmount, field: inAmount, item: it, how: seenExact, mbits: x.surprise(v)})
	}
	x.scorePayer(v, &e)
	return e
}

// returnsOfPayer adds the items of the payer that have this amount, where the text names none.
func (x *Index) returnsOfPayer(v *view, d *verdict) {
	if len(d.all) > 0 {
		return
	}
	for i := range v.payers {
		p := &v.payers[i]
		for _, o := range x.customers[p.customer].items {
			if it := o.item; x.items[it].total == -v.amount && x.items[it].cur == v.code && len(d.all) < maxExplanations {
				d.all = append(d.all, x.reopened(v, it))
			}
		}
	}
}

func (x *Index) weighReturns(d *verdict) {
	slices.SortStableFunc(d.all, func(a, b explanation) int { return int(b.mbits - a.mbits) })
	share(d.all, nothingReturned)
}

// nothingReturned is the prior of a return that opens nothing of the book again.
const nothingReturned = 0
