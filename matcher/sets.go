package matcher

import (
	"math/bits"
	"slices"

	"lettrage/ledger"
)

const (
	maxShownSums = 3       // of more sums than can be listed: a person is shown some
	oldestCost   = 6 * bit // of a rest of the last item, where the oldest are paid
)

// sums adds sets of a customer's items that sum up to the amount: each costs as
// much as there are ways to choose so many, but sets that belong together little.
func (b *builder) sums(open []openItem, cost int32) {
	if len(open) < 2 {
		return
	}
	var natural [][]int32
	var sets []uint32
	more := false
	tail := open[max(0, len(open)-maxSumItems):]
	if enough(open, b.v.amount) {
		natural = b.natural(open)
		var amounts [maxSumItems]int64
		for i, o := range tail {
			amounts[i] = o.open
		}
		sets, more = subsets(amounts[:len(tail)], b.v.amount)
		b.v.met.note(metItems, len(tail) < len(open))
		b.v.met.note(metSums, more)
	}
	if more {
		cost -= manyCost
		sets = sets[:min(len(sets), maxShownSums)]
	}
	for _, set := range natural {
		b.propose(set, cost-severalCost-naturalCost)
	}
	if len(natural)+len(sets) == 0 && !b.names(b.x.items[open[0].item].customer) {
		b.oldestFirst(tail, cost)
	}
	for _, s := range sets {
		if k := bits.OnesCount32(s); k >= 2 {
			b.propose(chosen(tail, s), cost-severalCost-choose(len(open), k))
		}
	}
}

// chosen returns the items of a bit set.
func chosen(open []openItem, set uint32) (items []int32) {
	for i := range open {
		if set>>i&1 == 1 {
			items = append(items, open[i].item)
		}
	}
	return items
}

// names reports whether the text names items of a customer, so far as was found.
func (b *builder) names(customer int32) bool {
	return slices.ContainsFunc(b.out, func(e explanation) bool { return e.customer == customer && e.named+e.hinted > 0 })
}

// oldestFirst adds what the law has a payment settle that says nothing (code civil,
// art. 1342-10): the items in the order of their issue, the last of them in part.
func (b *builder) oldestFirst(open []openItem, cost int32) {
	e := explanation{class: ledger.CustomerPayment, cost: cost - severalCost, customer: b.x.items[open[0].item].customer}
	if b.hopeless(b.silentBits(e.customer) + e.cost - min(oldestCost, excessCost)) {
		return
	}
	left := b.v.amount
	for _, o := range b.byIssue(open) {
		if o.open <= 0 {
			continue
		}
		_, taken := b.avail(o.item)
		e.taken = e.taken || taken
		if o.open > left {
			e.allocs = append(e.allocs, alloc{o.item, left})
			left = 0
			break
		}
		e.allocs = append(e.allocs, alloc{o.item, o.open})
		if left -= o.open; left == 0 || len(e.allocs) == maxRange {
			return // a natural set, or too many
		}
	}
	if len(e.allocs) < 2 {
		return
	}
	e.gap = gap{kind: partial, mbits: -oldestCost}
	if left > 0 {
		e.gap = gap{kind: overpayment, mbits: -excessCost - excessShape(left, b.v.amount-left)}
	}
	b.keep(e)
}

// byIssue orders items by their day of issue.
func (b *builder) byIssue(open []openItem) []openItem {
	order := slices.Clone(open)
	slices.SortStableFunc(order, func(p, q openItem) int { return int(b.x.items[p.item].issued - b.x.items[q.item].issued) })
	return order
}

// natural returns the sets that people pay together and that sum up to the amount:
// all that is open, the oldest k, the items of one month.
func (b *builder) natural(open []openItem) [][]int32 {
	var sets [][]int32
	order := b.byIssue(open)
	sum := int64(0)
	for k, o := range order {
		if sum += o.open; sum == b.v.amount && k > 0 && k < maxRange {
			sets = append(sets, placesOf(order[:k+1]))
		}
	}
	for from := 0; from < len(order); {
		month := monthOf(b.x.items[order[from].item].issued)
		to, sum := from, int64(0)
		for to < len(order) && monthOf(b.x.items[order[to].item].issued) == month {
			sum += order[to].open
			to++
		}
		if sum == b.v.amount && to-from > 1 && to-from <= maxRange {
			sets = append(sets, placesOf(order[from:to]))
		}
		from = to
	}
	return sets
}

// enough reports whether some of the items sum up to an amount at least.
func enough(open []openItem, amount int64) bool {
	for _, o := range open {
		if amount -= max(o.open, 0); amount <= 0 {
			return true
		}
	}
	return false
}

func placesOf(open []openItem) []int32 {
	items := make([]int32, len(open))
	for i, o := range open {
		items[i] = o.item
	}
	return items
}

func monthOf(d ledger.Date) int {
	t := d.Time()
	return t.Year()*12 + int(t.Month())
}
