package matcher

import (
	"slices"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

const (
	maxReturnFee = 30_00      // of a bank for a payment that it takes back, in the same line
	feeCost      = 8 * bit    // of such a fee
	partCost     = 2 * bit    // of a return of one of the payments of a line
	noPayment    = 10 * bit   // of an item of which no payment is known, where one is of another
	longAgo      = 60         // days after which few payments come back; after thirteen months none may
	tooLongAgo   = 13*30 + 20 // days
)

// linkReturns names the payment that comes back, of the run or of the past: the items
// that it settled are open again, those of one of its payments where the line is a
// batch, and a fee may be taken with it. It is applied when the line names an item or
// has the identifiers of that payment, the amount is that of the payment, and only one such stands.
func (x *Index) linkReturns(verdicts []verdict, left map[int32]int64) {
	var p *payments
	opened := make(map[int32]int64) // by the returns so far
	for i := range verdicts {
		d := &verdicts[i]
		if d.view.amount >= 0 || !d.view.comesBack() {
			if p != nil {
				d.payAgain(opened, left)
			}
			continue
		}
		if p == nil {
			p = x.paymentsOf(verdicts)
		}
		x.linkReturn(p, i)
		if d.status == ledger.Auto {
			p.takeBack(d.chosen)
			for _, a := range d.chosen.allocs {
				opened[a.item] -= a.amount
			}
		}
	}
}

// payAgain applies a line that was put to review because another had settled its
// items, where a return between the two has opened all of these again.
func (d *verdict) payAgain(opened, left map[int32]int64) {
	if d.status != ledger.Review || d.was == nil || d.reason != ledger.Competing && d.reason != ledger.DuplicatePay {
		return
	}
	for _, a := range d.was.allocs {
		if back := opened[a.item]; back == 0 || abs(a.amount) > abs(left[a.item]+back) {
			return
		}
	}
	d.status, d.reason, d.class, d.chosen = ledger.Auto, ledger.Sure, ledger.CustomerPayment, d.was
	for _, a := range d.was.allocs {
		opened[a.item] -= a.amount
	}
}

// linkReturn decides one return.
func (x *Index) linkReturn(p *payments, i int) {
	d := &p.verdicts[i]
	items := d.all
	d.all = nil
	for _, s := range p.sources(i) {
		d.all = p.undo(d, s, d.all)
	}
	paid := d.all
	for _, e := range items {
		if slices.ContainsFunc(d.all, func(o explanation) bool { return o.holds(e.allocs[0].item) }) {
			continue
		}
		if len(paid) > 0 { // of others a payment is known
			e.mbits -= noPayment
		}
		d.all = append(d.all, e)
	}
	x.weighReturns(d)
	if len(d.all) == 0 {
		return
	}
	d.status, d.class = ledger.Review, ledger.PaymentReturned
	d.all = d.all[:min(len(d.all), maxExplanations)]
	switch best := &d.all[0]; {
	case best.reverses == "":
		d.reason = ledger.NoSuchPayment
	case best.against:
		d.reason = ledger.Contradiction
	case best.gap.kind != noDifference:
		d.reason = ledger.UnexplainedSum
	case best.share < x.options.threshold():
		d.reason = ledger.Ambiguity
	case best.named > 0:
		d.status, d.reason, d.chosen = ledger.Auto, ledger.Sure, best
	default:
		d.reason = ledger.ReturnUnnamed
	}
}

// sources lists the payments that verdict i may take back: those of items that it
// names, those with its identifiers, those of its amount, those of the payer's items.
func (p *payments) sources(i int) (out []source) {
	v := p.verdicts[i].view
	for k := range v.claims {
		c := &v.claims[k]
		for _, post := range c.posts[:min(len(c.posts), maxPosts)] {
			if it, f := p.x.formOf(post); p.x.inFull(c, it, f) {
				out = p.ofItem(it, i, out)
			}
		}
	}
	for _, t := range traces(v.line) {
		out = p.ofKey(t, i, out)
	}
	out = p.ofKey(numberKey('v', -v.amount), i, out)
	for k := range v.payers[:min(len(v.payers), maxPayers)] {
		items := p.x.customers[v.payers[k].customer].items
		for _, o := range items[max(0, len(items)-maxNear):] {
			out = p.ofItem(o.item, i, out)
		}
	}
	return out
}

// undo adds the ways in which a line takes a payment back: whole, some of what it
// settled, or either and a fee.
func (p *payments) undo(d *verdict, s source, all []explanation) []explanation {
	allocs := p.stands(s)
	if len(allocs) == 0 || p.line(s).Amount.Currency() != d.view.cur {
		return all
	}
	back, amount := -d.view.amount, p.line(s).Amount.Minor()
	if len(allocs) == len(p.settled(s)) {
		switch {
		case amount == back:
			return p.undone(d, s, allocs, 0, all)
		case withFee(amount, back):
			all = p.undone(d, s, allocs, -feeCost, all)
		}
	}
	if len(allocs) == 1 && amount <= allocs[0].amount {
		return all
	}
	one := -partCost - log2(uint64(len(allocs)))
	for i, a := range allocs {
		switch {
		case a.amount == back:
			all = p.undone(d, s, allocs[i:i+1], one, all)
		case withFee(a.amount, back) && len(allocs) > 1:
			all = p.undone(d, s, allocs[i:i+1], one-feeCost, all)
		}
	}
	return p.undoSome(d, s, allocs, all)
}

// withFee reports whether a payment and a usual fee are what was taken back.
func withFee(amount, back int64) bool {
	return amount < back && back-amount <= maxReturnFee && back-amount < amount
}

// undoSome adds two or more items of a payment that sum up to what was taken back.
func (p *payments) undoSome(d *verdict, s source, allocs []alloc, all []explanation) []explanation {
	amounts := make([]int64, len(allocs))
	for i, a := range allocs {
		amounts[i] = a.amount
	}
	sets, more := subsets(amounts, -d.view.amount)
	if more {
		return all
	}
	for _, set := range sets {
		var some []alloc
		for i, a := range allocs {
			if set>>i&1 == 1 {
				some = append(some, a)
			}
		}
		if len(some) > 1 {
			all = p.undone(d, s, some, -partCost-choose(len(allocs), len(some)), all)
		}
	}
	return all
}

// settled is what a payment settled, whether it came back or not.
func (p *payments) settled(s source) []ledger.Allocation {
	if s >= 0 {
		return p.x.book.Past[s].Allocations
	}
	return make([]ledger.Allocation, len(p.verdicts[-1-s].settles()))
}

// undone adds one way, where something besides the amount speaks for it.
func (p *payments) undone(d *verdict, s source, allocs []alloc, cost int32, all []explanation) []explanation {
	e := explanation{class: ledger.PaymentReturned, customer: p.x.items[allocs[0].item].customer, cost: cost, mbits: cost, reverses: p.line(s).ID, of: s}
	var sum int64
	for _, a := range allocs {
		e.allocs = append(e.allocs, alloc{a.item, -a.amount})
		sum += a.amount
	}
	slices.SortFunc(e.allocs, func(a, b alloc) int { return int(a.item - b.item) })
	back := -d.view.amount
	ev := evidence{kind: byAmount, field: inAmount, item: -1, how: seenExact, mbits: p.x.surprise(d.view)}
	switch whole := p.line(s).Amount.Minor() == back; {
	case sum != back && whole:
		e.gap = gap{kind: p.differed(s, sum < back)}
	case sum != back && withFee(sum, back):
		e.gap, ev.how = gap{kind: bankCharge}, seenWithFee
	case sum != back:
		e.gap, ev.how = gap{kind: otherReason}, seenWithFee
	case len(e.allocs) == 1:
		ev.item = e.allocs[0].item
	}
	e.add(ev)
	before := e.mbits
	p.scoreNumbers(d.view, &e)
	p.scoreTraces(d.view, &e, p.line(s))
	if e.named == 0 && e.mbits <= before {
		return all
	}
	if days := int(d.view.line.Booked - p.line(s).Booked); days > longAgo {
		e.add(evidence{kind: byDate, field: inDate, item: -1, how: seenLongAgo, mbits: -2 * bit * int32(1+2*yes(days > tooLongAgo))})
	}
	return append(all, e)
}

// returnCodes are the letters of the codes why a payment comes back, MD01, AC04
// (ISO 20022 external code set ExternalReturnReason1Code); two digits follow.
var returnCodes = map[string]bool{"AC": true, "AG": true, "AM": true, "BE": true, "DT": true, "FF": true, "MD": true, "MS": true, "RC": true, "RR": true, "SL": true}

// useReturnCodes takes such codes of a line of money out for no number.
func (x *Index) useReturnCodes(v *view, p *piece, used []bool) {
	for i := 1; v.amount < 0 && i < len(p.runs); i++ {
		letters, digits := p.runs[i-1], p.runs[i]
		if code := p.text(i - 1); digits.Digits && digits.End-digits.Start == 2 && letters.End == digits.Start && returnCodes[code] && !x.prefixes[code] {
			used[i] = true
		}
	}
}

// differed is why a payment and what it settled were not the same, where that is known:
// what was paid too much is the customer's credit.
func (p *payments) differed(s source, over bool) gapKind {
	switch {
	case s < 0:
		return p.verdicts[-1-s].wanted().gap.kind
	case over:
		return overpayment
	}
	return otherReason
}

// scoreNumbers weighs the numbers of the text against the items that are open again.
func (p *payments) scoreNumbers(v *view, e *explanation) {
	for k := range v.claims {
		c := &v.claims[k]
		best, item := int32(0), int32(-1)
		for _, a := range e.allocs {
			if m, n := p.x.claimBits(c, a.item); n == inFull && m > best {
				best, item = m, a.item
			}
		}
		field, span := v.spanOf(c)
		switch {
		case item >= 0:
			e.named++
			e.add(evidence{kind: byReference, field: field, span: span, item: item, how: seenFull, mbits: best})
		case len(c.posts) > 0 && p.x.namesSome(c) && !p.x.matches(e, c):
			e.against = true
			e.add(evidence{kind: against, field: field, span: span, item: -1, how: seenNamesOther, mbits: -conflictCost})
		}
	}
}

// scoreTraces compares the identifiers and the payer with those of the payment.
func (p *payments) scoreTraces(v *view, e *explanation, l *ledger.Line) {
	theirs := traces(l)
	for _, t := range []struct {
		kind  byte
		id    string
		field where
		how   seenAs
		mbits int32
	}{
		{'e', v.pay.EndToEndID, inEndToEnd, seenSameEndToEnd, 16 * bit},
		{'q', v.pay.Cheque, inReference, seenSameCheque, 12 * bit},
		{'d', v.pay.MandateID, inMandate, seenSameMandate, 10 * bit},
	} {
		if len(t.id) >= leastID && slices.Contains(theirs, keyOf(t.kind, t.id)) {
			e.named++
			e.add(evidence{kind: byReference, field: t.field, item: -1, how: t.how, mbits: t.mbits})
		}
	}
	ours, other := v.pay.Counterparty, l.Counterparty
	name := text.Name(ours.Name).Whole
	switch {
	case ours.Account != "" && text.Compact(ours.Account) == text.Compact(other.Account):
		e.add(evidence{kind: byAccount, field: inAccount, item: -1, how: seenSameAccount, mbits: 10 * bit})
	case name != "" && name == text.Name(other.Name).Whole:
		e.add(evidence{kind: byPayer, field: inName, item: -1, how: seenSameName, mbits: 8 * bit})
	default:
		p.x.scorePayer(v, e)
	}
}
