package matcher

import (
	"slices"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// assign looks at the lines of a run together: lines that are sure by themselves
// settle their items, the strongest first; a line whose item is gone is put to
// review, and where no line is clearly the stronger, both are. A line is made sure
// only where all that rivals its explanation was settled by lines of the run that
// name what they settle.
func (x *Index) assign(verdicts []verdict) {
	var order []int
	for i := range verdicts {
		if verdicts[i].status == ledger.Auto {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return yes(verdicts[b].namesAll()) - yes(verdicts[a].namesAll())
	})
	taker := make(map[int32]int)
	left := make(map[int32]int64)
	for _, i := range order {
		x.settle(verdicts, i, taker, left)
	}
	doubtRepeated(verdicts)
	x.promote(verdicts, taker, left)
	for i := range verdicts {
		if d := &verdicts[i]; d.status == ledger.Review && d.view.amount > 0 {
			preferLeft(d, left)
		}
	}
	x.linkReturns(verdicts, left)
}

// promote decides lines again of which several explanations were as good, without
// those whose items lines of the run settled that had to be automatic by themselves.
// What is decided so settles in turn, but makes no other line sure.
func (x *Index) promote(verdicts []verdict, taker map[int32]int, left map[int32]int64) {
	settled := make(map[int32]*verdict, len(taker)) // whole, by a line that names it
	for it, i := range taker {
		if d := &verdicts[i]; d.status == ledger.Auto && d.namesAll() && d.chosen.gap.kind == noDifference && left[it] == 0 {
			settled[it] = d
		}
	}
	for i := range verdicts {
		d := &verdicts[i]
		if d.status != ledger.Review || d.reason != ledger.Ambiguity || d.view.amount <= 0 || d.whole() {
			continue
		}
		again, twice := verdict{view: d.view}, false
		for _, e := range d.all {
			at := slices.IndexFunc(e.allocs, func(a alloc) bool { return settled[a.item] != nil })
			if at < 0 {
				again.all = append(again.all, e)
				continue
			}
			twice = twice || repeats(settled[e.allocs[at].item], d)
		}
		if len(again.all) == 0 || len(again.all) == len(d.all) || twice {
			continue
		}
		x.weigh(d.view, &again)
		if again.reason = x.doubt(d.view, &again); again.reason != ledger.Sure {
			continue
		}
		again.status, again.chosen = ledger.Auto, &again.all[0]
		verdicts[i] = again
		x.settle(verdicts, i, taker, left)
	}
}

// repeats reports whether a line may be the payment of another once more: the same
// amount within days, whoever pays.
func repeats(paid, d *verdict) bool {
	apart := d.view.line.Booked - paid.view.line.Booked
	return paid.view.amount == d.view.amount && apart <= repeatDays && apart >= -repeatDays
}

// repeatDays is within how many days a payment is made twice by mistake.
const repeatDays = 10

// namesAll reports whether a sure line names all that it settles.
func (d *verdict) namesAll() bool { return d.chosen.namesAll() }

func (e *explanation) namesAll() bool { return e.named == len(e.allocs) }

// settle takes what a line settles off its items, or puts it to review.
func (x *Index) settle(verdicts []verdict, i int, taker map[int32]int, left map[int32]int64) {
	allocs := verdicts[i].chosen.allocs
	for _, a := range allocs {
		if abs(a.amount) > abs(x.leftOf(a.item, left)) {
			contest(verdicts, i, a.item, taker)
			return
		}
	}
	for _, a := range allocs {
		left[a.item] = x.leftOf(a.item, left) - a.amount
		taker[a.item] = i
	}
}

// leftOf is what lines of the run leave of an item.
func (x *Index) leftOf(it int32, left map[int32]int64) int64 {
	if open, seen := left[it]; seen {
		return open
	}
	return x.items[it].left
}

// contest decides between a line and the stronger one that took its item: of a payment
// made twice the later one goes to a person, of two lines that do not name what they
// settle both do, and else the weaker one.
func contest(verdicts []verdict, i int, it int32, taker map[int32]int) {
	d := &verdicts[i]
	first, taken := taker[it]
	if !taken {
		d.demote(ledger.Competing)
		return
	}
	switch other := &verdicts[first]; {
	case !samePayment(other, d):
		if other.status == ledger.Auto && !other.namesAll() && !d.namesAll() {
			other.demote(ledger.Competing)
		}
		d.demote(ledger.Competing)
	case other.status == ledger.Auto && i < first && samePayer(other, d) && slices.Equal(other.wanted().allocs, d.chosen.allocs):
		other.demote(ledger.DuplicatePay)
		for _, a := range d.chosen.allocs {
			taker[a.item] = i
		}
	default:
		d.demote(ledger.DuplicatePay)
	}
}

// doubtRepeated puts a sure line to review when a line before it, not sure by
// itself, most likely paid the same with the same amount, or may have and came from
// the same payer: one of them is too many.
func doubtRepeated(verdicts []verdict) {
	asked := make(map[int32][]*verdict) // by first item
	for i := range verdicts {
		d := &verdicts[i]
		switch {
		case d.view.amount <= 0:
		case d.status == ledger.Auto:
			same := func(o *verdict) bool {
				return slices.Equal(o.all[0].allocs, d.chosen.allocs) && !o.all[0].elsewhere && o.view.words.other == 0 && (sureBut(&o.all[0]) || o.all[0].share > million/2 && samePerson(o, d))
			}
			if slices.ContainsFunc(asked[d.chosen.allocs[0].item], same) {
				d.demote(ledger.DuplicatePay)
			}
		case d.status == ledger.Review && d.reason != ledger.DuplicatePay && len(d.all) > 0 && d.all[0].gap.kind == noDifference:
			first := d.all[0].allocs[0].item
			asked[first] = append(asked[first], d)
		}
	}
}

// sureBut reports whether an explanation is likely, exact and contradicted by nothing.
func sureBut(e *explanation) bool {
	return e.share > million/10*9 && e.gap.kind == noDifference && !e.against
}

// samePayment reports whether two lines that were sure by themselves look like one payment made twice.
func samePayment(a, b *verdict) bool {
	return a.view.amount == b.view.amount && (samePayer(a, b) || a.wanted().customer == b.wanted().customer)
}

// samePayer reports whether two lines that were sure by themselves come from one payer,
// known or not, or both name all that they settle.
func samePayer(a, b *verdict) bool {
	na, nb := text.Name(a.view.pay.Counterparty.Name).Whole, text.Name(b.view.pay.Counterparty.Name).Whole
	ea, eb := a.wanted(), b.wanted()
	known := ea.payer != nil && eb.payer != nil && ea.payer.customer == eb.payer.customer
	return na == nb || known || ea.namesAll() && eb.namesAll()
}

// wanted is what a line that was sure by itself settles, or would if another had not been stronger.
func (d *verdict) wanted() *explanation {
	if d.chosen == nil {
		return d.was
	}
	return d.chosen
}

// samePerson reports whether two lines come from one name or one account, or from one
// customer as far as their texts tell.
func samePerson(a, b *verdict) bool {
	na, nb := text.Name(a.view.pay.Counterparty.Name).Whole, text.Name(b.view.pay.Counterparty.Name).Whole
	account := a.view.pay.Counterparty.Account
	if na != "" && na == nb || account != "" && account == b.view.pay.Counterparty.Account {
		return true
	}
	pa, pb := a.view.bestPayer(), b.view.bestPayer()
	return pa != nil && pb != nil && pa.customer == pb.customer && min(pa.mbits, pb.mbits) >= otherPayer
}

func (d *verdict) demote(r ledger.Reason) {
	was := *d.chosen // all may be sorted yet
	d.was = &was
	d.status, d.reason, d.class, d.chosen = ledger.Review, r, ledger.CustomerPayment, nil
	if r == ledger.DuplicatePay {
		d.class = ledger.Duplicate
	}
}

// preferLeft shows first what other lines of the run leave open.
func preferLeft(d *verdict, left map[int32]int64) {
	gone := func(e *explanation) int {
		for _, a := range e.allocs {
			if open, seen := left[a.item]; e.taken || seen && abs(a.amount) > abs(open) {
				return 1
			}
		}
		return 0
	}
	if d.reason == ledger.DuplicatePay || len(d.all) == 0 {
		return
	}
	near := 0
	for near < len(d.all) && d.all[0].mbits-d.all[near].mbits <= 4*bit {
		near++
	}
	slices.SortStableFunc(d.all[:near], func(a, b explanation) int { return gone(&a) - gone(&b) })
}
