package matcher

import (
	"lettrage/ledger"
)

// amountModel knows how the company's amounts spread: how many end in .00, in
// tens, in hundreds; and how many items have one amount.
type amountModel struct {
	items int64
	round [4]int64 // items whose amount is no multiple of a unit, of 1, of 10, of 100 units
}

// roundness says of which of roundSteps an amount is a multiple.
func roundness(minor int64) int {
	switch {
	case minor%10000 == 0:
		return 3
	case minor%1000 == 0:
		return 2
	case minor%100 == 0:
		return 1
	}
	return 0
}

// roundSteps are the units of each roundness, in minor units.
var roundSteps = [4]int64{1, 100, 1000, 10000}

func (x *Index) learnAmounts() amountModel {
	var m amountModel
	for i := range x.items {
		if t := abs(x.items[i].total); t > 0 {
			m.items++
			m.round[roundness(t)]++
		}
	}
	return m
}

// sameAmount returns the items that are open at just the amount of a line.
func (x *Index) sameAmount(v *view) []uint32 {
	if !v.looked {
		v.looked, v.same = true, x.byAmount.get(amountKey(v.amount, v.cur))
	}
	return v.same
}

// surprise is how unlikely a line of this amount is by chance, in thousandths of a
// bit: from how many items have it, and else from how amounts of its roundness
// spread (amounts spread evenly over their logarithm, over seven or so powers of e).
func (x *Index) surprise(v *view) int32 {
	if !v.rated { // very many explanations ask
		same := x.sameAmount(v)
		if v.amount < 0 {
			same = x.byAmount.get(amountKey(-v.amount, v.cur))
		}
		v.rated, v.rarity = true, x.rarity(abs(v.amount), len(same))
	}
	return v.rarity
}

// surpriseOf is how unlikely another amount than that of a line is.
func (x *Index) surpriseOf(v *view, minor int64) int32 {
	return x.rarity(minor, len(x.byAmount.get(amountKey(minor, v.cur))))
}

// rarity is how unlikely an amount is that so many items have.
func (x *Index) rarity(minor int64, same int) int32 {
	r := roundness(minor)
	n := uint64(x.amounts.items + 4)
	spread := log2(n) - log2(uint64(x.amounts.round[r]+1)) + log2(uint64(minor/roundSteps[r]+1)*7)
	if same > 0 {
		spread = min(spread, ratio(n, uint64(same))+bit)
	}
	return min(spread, 24*bit)
}

// gap is a reason for a difference between items and the amount received.
type gap struct {
	kind   gapKind
	mbits  int32 // how usual it is, 0 or less
	sure   bool  // explained by something that the line or the terms say
	said   bool  // the line calls it a part
	slight bool  // a part that is nearly all of it, and no simple share
}

const maxFee = 60_00 // of a charge kept back on the way

// What differences cost, by how usual they are.
const (
	statedFeeCost = bit      // a charge that the bank tells
	usualFeeCost  = 4 * bit  // … of which the text speaks, or that a customer abroad leaves
	silentFeeCost = 10 * bit // … of which nothing speaks
	termsCost     = 2 * bit  // a discount of the customer's terms, in time
	saidRateCost  = 3 * bit  // … of a rate that the text names
	lateTermsCost = 6 * bit  // … of the terms, too late
	centsCost     = 5 * bit  // some cents
	wholeUnitCost = 6 * bit  // less than a unit, to a whole number of them
	restCost      = 4 * bit  // a part, besides its shape
	saidPartCost  = 2 * bit  // … that the line calls one
	oddPartCost   = 2 * bit  // … that is no simple share and not round
	excessCost    = 6 * bit  // too much, besides its shape
	doubleCost    = 6 * bit  // … by more than half of what is open
	beyondCost    = 9 * bit  // … by more than all of it, and as much again where it is many times that
	muchCost      = 3 * bit  // … by more than a tenth of it
)

// explainGap names the reason why open and received differ, for items of a customer and
// the newest of them.
func (x *Index) explainGap(v *view, open int64, customer, newest int32) gap {
	diff := open - v.amount // positive: received less
	switch {
	case diff == 0:
		return gap{sure: true}
	case x.statedFee(v, open, diff):
		return gap{kind: bankCharge, mbits: -statedFeeCost, sure: true}
	}
	if g, ok := x.discounted(v, open, customer, newest); ok {
		return g
	}
	switch {
	case abs(diff) <= maxCents:
		return gap{kind: rounding, mbits: -centsCost, sure: true}
	case abs(diff) < v.unit() && v.amount%v.unit() == 0:
		return gap{kind: rounding, mbits: -wholeUnitCost, sure: true}
	case diff > 0 && diff <= maxFee && diff%50 == 0 && diff*5 <= open && (v.words.fee || x.isForeign(customer)):
		return gap{kind: bankCharge, mbits: -usualFeeCost, sure: v.words.fee}
	case diff > 0 && diff <= maxFee && diff%100 == 0 && diff*20 <= open && !v.words.part:
		return gap{kind: bankCharge, mbits: -silentFeeCost}
	case diff > 0 && v.words.part:
		return gap{kind: partial, mbits: -saidPartCost - partialShape(v.amount, open), slight: slight(v.amount, open), said: true}
	case diff > 0:
		return gap{kind: partial, mbits: -restCost - partialShape(v.amount, open), slight: slight(v.amount, open)}
	}
	return gap{kind: overpayment, mbits: -excessCost - excessShape(-diff, open)}
}

// unit is one of the line's currency in its minor units: 100 cents, 1 yen, 1000 millimes.
func (v *view) unit() int64 {
	unit := int64(1)
	for range v.cur.Decimals() {
		unit *= 10
	}
	return unit
}

// excessShape is what an over-payment costs that is no small round amount more.
func excessShape(excess, open int64) int32 {
	cost := int32(0)
	switch {
	case excess > open:
		cost = beyondCost + min(3*log2(uint64(excess/max(open, 1))), beyondCost)
	case excess*2 > open:
		cost = doubleCost
	case excess*10 > open:
		cost = muchCost
	}
	if excess%500 == 0 {
		cost -= bit
	}
	return cost
}

// partialShape is what a part costs that is no simple share of the whole and no round amount.
func partialShape(amount, open int64) int32 {
	for _, d := range []int64{2, 3, 4, 5, 6, 10} {
		for n := int64(1); n < d; n++ {
			if abs(open*n-amount*d) <= d {
				return 0
			}
		}
	}
	if roundness(amount) >= 2 {
		return 0
	}
	return oddPartCost
}

// slight reports whether a part is nearly all of what is open: what is left may as well
// be a charge that was kept back. A simple share or tens of the currency, of which a
// tenth and more is left, are what people agree on.
func slight(amount, open int64) bool {
	diff := open - amount
	return diff*10 < open || diff*4 < open && partialShape(amount, open) > 0
}

// statedFee reports whether the bank says that it kept just the difference back, or that
// what is open was sent.
func (x *Index) statedFee(v *view, open, diff int64) bool {
	p := v.pay
	if p.Charges != nil && p.Charges.Minor() == diff && p.Charges.Currency() == v.cur {
		return diff > 0
	}
	return p.Instructed != nil && p.Instructed.Minor() == open && p.Instructed.Currency() == v.cur && diff > 0 && diff <= maxFee
}

// discounted finds an early-payment discount of the customer's terms, or one of a
// rate that the text names.
func (x *Index) discounted(v *view, open int64, customer, newest int32) (gap, bool) {
	var terms ledger.Terms
	if customer >= 0 {
		terms = x.customers[customer].terms
	}
	switch {
	case open <= v.amount:
	case terms.Discount > 0 && isRate(open, v.amount, int64(terms.Discount)):
		if issued := x.items[newest].issued; issued != 0 && int(v.line.Booked-issued) <= terms.DiscountDays {
			return gap{kind: earlyDiscount, mbits: -termsCost, sure: true}, true
		}
		return gap{kind: earlyDiscount, mbits: -lateTermsCost}, true
	case v.words.rate > 0 && isRate(open, v.amount, int64(v.words.rate)):
		return gap{kind: earlyDiscount, mbits: -saidRateCost}, true
	}
	return gap{}, false
}

// isRate reports whether received is open less a rate in hundredths of a percent, to the cent either way.
func isRate(open, received, rate int64) bool {
	if open > 1<<48 {
		return false
	}
	off := open * rate
	want := open - off/10000
	return abs(want-received) <= 1
}

func (x *Index) isForeign(customer int32) bool {
	return customer >= 0 && x.customers[customer].foreign
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
