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
func (b *builder) sums(items []int32, opens []int64, cost int32) {
	n := len(items)
	if n < 2 {
		return
	}
	natural := b.natural(items, opens)
	if n > maxSumItems {
		items, opens = items[n-maxSumItems:], opens[n-maxSumItems:]
	}
	sets, more := subsets(opens, b.v.amount)
	if more {
		cost -= manyCost
	}
	for _, set := range natural {
		b.propose(set, cost-severalCost-naturalCost, "natural_set")
	}
	if more {
		sets = sets[:min(len(sets), maxShownSums)]
	}
	if len(natural)+len(sets) == 0 && !b.names(b.x.items[items[0]].customer) {
		b.oldestFirst(items, opens, cost)
	}
	for _, s := range sets {
		k := bits.OnesCount32(s)
		if k < 2 {
			continue
		}
		var set []int32
		for i := range items {
			if s>>i&1 == 1 {
				set = append(set, items[i])
			}
		}
		b.propose(set, cost-severalCost-choose(n, k), "sum")
	}
}

// names reports whether the text names items of a customer, so far as was found.
func (b *builder) names(customer int32) bool {
	return slices.ContainsFunc(b.out, func(e explanation) bool { return e.customer == customer && e.named+e.hinted > 0 })
}

// oldestFirst adds what the law has a payment settle that says nothing (code civil,
// art. 1342-10): the items in the order of their issue, the last of them in part.
func (b *builder) oldestFirst(items []int32, opens []int64, cost int32) {
	order := b.byIssue(items)
	e := explanation{class: ledger.CustomerPayment, cost: cost - severalCost, how: "oldest_first", customer: b.x.items[items[0]].customer}
	left := b.v.amount
	for _, i := range order {
		if opens[i] <= 0 {
			continue
		}
		_, taken := b.avail(items[i])
		e.taken = e.taken || taken
		if opens[i] > left {
			e.allocs = append(e.allocs, alloc{items[i], left})
			left = 0
			break
		}
		e.allocs = append(e.allocs, alloc{items[i], opens[i]})
		if left -= opens[i]; left == 0 || len(e.allocs) == maxRange {
			return // a natural set, or too many
		}
	}
	if len(e.allocs) < 2 {
		return
	}
	e.gap = gap{kind: ledger.Partial, mbits: -oldestCost}
	if left > 0 {
		e.gap = gap{kind: ledger.Overpayment, mbits: -excessCost - excessShape(left, b.v.amount-left)}
	}
	b.keep(e)
}

// byIssue orders items by their day of issue; places in items.
func (b *builder) byIssue(items []int32) []int {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return int(b.x.items[items[i]].issued - b.x.items[items[j]].issued) })
	return order
}

// natural returns the sets that people pay together and that sum up to the amount:
// all that is open, the oldest k, the items of one month.
func (b *builder) natural(items []int32, opens []int64) [][]int32 {
	var sets [][]int32
	order := b.byIssue(items)
	sum := int64(0)
	for k, i := range order {
		if sum += opens[i]; sum == b.v.amount && k > 0 && k < maxRange {
			sets = append(sets, pick(items, order[:k+1]))
		}
	}
	for from := 0; from < len(order); {
		month := monthOf(b.x.items[items[order[from]]].issued)
		to, sum := from, int64(0)
		for to < len(order) && monthOf(b.x.items[items[order[to]]].issued) == month {
			sum += opens[order[to]]
			to++
		}
		if sum == b.v.amount && to-from > 1 && to-from <= maxRange {
			sets = append(sets, pick(items, order[from:to]))
		}
		from = to
	}
	return sets
}

func pick(items []int32, order []int) []int32 {
	set := make([]int32, len(order))
	for i, k := range order {
		set[i] = items[k]
	}
	return set
}

func monthOf(d ledger.Date) int {
	t := d.Time()
	return t.Year()*12 + int(t.Month())
}
