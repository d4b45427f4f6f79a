package matcher

import (
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/text"
)

// recorded is a settlement of the book in the hot path.
type recorded struct {
	amount    int64
	cur       money.Currency
	means     ledger.Means
	received  ledger.Date
	collected ledger.Date
	slip      string // letters and digits alone
	contract  string
	returned  bool
	allocs    []alloc // of items that the book holds
	rest      int64   // of the amount, what settles none of them
}

// indexRecorded takes the settlements that a person recorded, in the order of the book.
func (x *Index) indexRecorded() {
	x.recorded, x.slips = make([]recorded, len(x.book.Recorded)), make(map[string]bool)
	for i, s := range x.book.Recorded {
		r := recorded{amount: s.Amount.Minor(), cur: s.Amount.Currency(), means: s.Means, received: s.Received, collected: s.Collected(),
			slip: text.Compact(s.Slip), contract: text.Compact(s.Contract), returned: s.Returned, rest: s.Amount.Minor()}
		for _, a := range s.Allocations {
			if it, ok := x.itemOf(a.Invoice); ok {
				r.allocs = append(r.allocs, alloc{it, a.Amount.Minor()})
				r.rest -= a.Amount.Minor()
			}
		}
		x.recorded[i] = r
		for _, id := range []string{r.slip, r.contract} {
			if id = unpad(id); len(id) >= leastID {
				x.slips[id] = true
			}
		}
	}
	x.fees = x.learnFees()
}

// deposit is a set of recorded settlements that one line may bring to the account.
type deposit struct {
	set   []int32 // in Book.Recorded, ascending
	fee   int64   // Σ set − the line's amount; of takings by card alone
	how   seenAs
	spare int32  // what the amount tells less than one to the cent would, 0 or less, for the fees that it could be less
	cost  int32  // of choosing this set, 0 or less
	id    string // slip or batch that the set is, or contract that it has in common
	worth int32  // of the id at most, where the text names it
	dated int    // 1: the text names its last day; −1: another day of takings
}

const (
	depositShare    = 999_000   // at least, of a set that is applied: no labelled set has calibrated these shares
	leastID         = 3         // letters and digits of an identifier that is looked for in texts
	nothingRecorded = -2 * bit  // prior of a line that nothing recorded explains
	otherSlip       = -12 * bit // the line names another slip
	otherCount      = -10 * bit // … another number of cheques
	otherDay        = -6 * bit  // … another day of takings
	slipWorth       = 13 * bit  // of the number of a slip, at most
	contractWorth   = 3 * bit   // of that of a contract, which many payouts have
)

// deposits lists the sets of recorded settlements that explain a line of a class. None
// of them is later than the line.
func (x *Index) deposits(v *view, class ledger.Class) []deposit {
	switch class {
	case ledger.ChequesDeposited:
		return x.chequeDeposits(v)
	case ledger.CardsPaidOut:
		return x.payouts(v)
	case ledger.DebitsCollected:
		return x.collections(v)
	}
	return nil
}

// judgeDeposit decides a line that recorded settlements explain; ok is false when none do.
// It is applied when one set of them is far likelier than all others and than none,
// settles items alone, and these are open still.
func (x *Index) judgeDeposit(v *view) (d verdict, ok bool) {
	if len(x.recorded) == 0 || v.amount <= 0 || v.detail >= 0 {
		return d, false
	}
	class := x.depositClass(v)
	d = verdict{view: v, status: ledger.Review, class: class, reason: ledger.NeedsDetail}
	found := x.deposits(v, class)
	named := map[string]place(nil)
	if len(found) > 0 {
		named = x.slipsIn(v)
	}
	for i := range found {
		d.all = append(d.all, x.deposited(v, &found[i], named))
	}
	d.all = weighDeposits(d.all)
	if len(d.all) == 0 {
		return d, false
	}
	sure := max(x.options.threshold(), depositShare)
	switch e := &d.all[0]; {
	case e.against:
		d.reason = ledger.Contradiction
	case e.share < sure && (len(d.all) == 1 || e.mbits-d.all[1].mbits > 8*bit):
		d.reason = ledger.WeakEvidence
	case e.share < sure:
		d.reason = ledger.Ambiguity
	case x.settlesOpen(v, e):
		d.status, d.reason, d.chosen = ledger.Auto, ledger.Sure, e
	}
	return d, true
}

// depositClass says what a line brings, by the bank's words or its code.
func (x *Index) depositClass(v *view) ledger.Class {
	switch class := x.otherClass(v); {
	case class != ledger.Unrelated:
		return class
	case v.line.Kind == ledger.Cheque:
		return ledger.ChequesDeposited
	case v.line.Kind == ledger.DirectDebit:
		return ledger.DebitsCollected
	}
	return ledger.Unrelated
}

// deposited turns a deposit into an explanation whose allocations are those of its
// settlements; named are the slips that the text names.
func (x *Index) deposited(v *view, p *deposit, named map[string]place) explanation {
	e := explanation{class: ledger.CustomerPayment, customer: -1, cost: p.cost, mbits: p.cost}
	var rest int64
	for _, k := range p.set {
		r := &x.recorded[k]
		rest += r.rest
		for _, a := range r.allocs {
			e.settle(a)
		}
	}
	e.allocs = slices.DeleteFunc(e.allocs, func(a alloc) bool { return a.amount == 0 })
	slices.SortFunc(e.allocs, func(a, b alloc) int { return int(a.item - b.item) })
	switch {
	case rest != 0 && p.fee != 0:
		e.gap = gap{kind: otherReason}
	case rest != 0:
		e.gap = gap{kind: overpayment}
	case p.fee != 0:
		e.gap = gap{kind: bankCharge, sure: true}
	}
	e.add(evidence{kind: byAmount, field: inAmount, item: -1, how: p.how, mbits: max(x.surprise(v)+p.spare, 0)})
	scoreSlip(v, &e, p, named)
	return e
}

// settle adds an allocation to those of an item.
func (e *explanation) settle(a alloc) {
	for i := range e.allocs {
		if e.allocs[i].item == a.item {
			e.allocs[i].amount += a.amount
			return
		}
	}
	e.allocs = append(e.allocs, a)
}

// scoreSlip weighs the number of a slip, that of its cheques, and a day of takings in the text.
func scoreSlip(v *view, e *explanation, p *deposit, named map[string]place) {
	at, written := named[unpad(p.id)]
	switch {
	case written:
		e.add(evidence{kind: byReference, field: at.field, span: at.span, item: -1, how: seenSlipNumber, mbits: min(digitBits*int32(len(p.id)), p.worth)})
	case len(named) > 0:
		e.against = true
		e.add(evidence{kind: against, field: inRemittance, item: -1, how: seenOtherSlip, mbits: otherSlip})
	}
	switch p.dated {
	case 1:
		e.add(evidence{kind: byDate, field: inRemittance, item: -1, how: seenDayOfTakings, mbits: 5 * bit})
	case -1:
		e.against = true
		e.add(evidence{kind: against, field: inRemittance, item: -1, how: seenOtherDay, mbits: otherDay})
	}
	if n := v.counted(); n > 0 && p.how != seenTakings {
		if n == len(p.set) {
			e.add(evidence{kind: byKind, field: inRemittance, item: -1, how: seenSlipCount, mbits: 3 * bit})
		} else {
			e.against = true
			e.add(evidence{kind: against, field: inRemittance, item: -1, how: seenOtherCount, mbits: otherCount})
		}
	}
}

// place is where a text of the line has something.
type place struct {
	field where
	span  [2]int32
}

// slipsIn finds the slips, batches and contracts of recorded settlements that the texts
// of the line name: as runs of their own, with other separators or zeros in front.
func (x *Index) slipsIn(v *view) map[string]place {
	named := make(map[string]place)
	for k := range v.pieces {
		p := &v.pieces[k]
		for i := range p.runs {
			for j := i; j < min(i+maxWindow, len(p.runs)); j++ {
				id := unpad(joined(p, i, j))
				if _, seen := named[id]; x.slips[id] && !seen {
					named[id] = place{p.field, p.f.Span(int(p.runs[i].Start), int(p.runs[j].End))}
				}
			}
		}
	}
	return named
}

// counted returns how many payments the text says that the line holds: N 2, NB 4, 3 CHEQUES; 0 where it doesn't.
func (v *view) counted() int {
	for k := range v.pieces {
		p := &v.pieces[k]
		for i, r := range p.runs {
			if !r.Digits || r.End-r.Start > 3 {
				continue
			}
			switch p.word(i, -1, 2) {
			case "N", "NB", "NBRE", "NOMBRE":
				return atoi(p.text(i))
			}
			switch p.word(i, 1, 2) {
			case "CHEQUE", "CHEQUES", "CHQ", "CHQS", "PRLV", "PRELEVEMENTS", "OPERATIONS":
				return atoi(p.text(i))
			}
		}
	}
	return 0
}

// weighDeposits orders the explanations and gives each its share among all and
// "nothing that was recorded". Those that settle nothing weigh, and are left out.
func weighDeposits(all []explanation) []explanation {
	slices.SortStableFunc(all, func(a, b explanation) int { return int(b.mbits - a.mbits) })
	share(all, nothingRecorded)
	all = slices.DeleteFunc(all, func(e explanation) bool { return len(e.allocs) == 0 })
	return all[:min(len(all), maxExplanations)]
}

// settlesOpen reports whether a deposit settles items alone, and no more of each than is open.
func (x *Index) settlesOpen(v *view, e *explanation) bool {
	for _, a := range e.allocs {
		open := x.openFor(a.item, v.line.Intake)
		if x.items[a.item].cur != v.code || abs(a.amount) > abs(open) || a.amount < 0 != (open < 0) {
			return false
		}
	}
	return e.gap.kind == noDifference || e.gap.kind == bankCharge
}
