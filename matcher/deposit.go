package matcher

import (
	"math/bits"
	"slices"

	"lettrage/ledger"
)

const (
	maxLoose    = maxSumItems // cheques on no slip, the latest ones, in the exact search
	maxTaking   = 15          // days of takings before a payout that are looked at
	maxPayout   = 10          // … that one payout may hold
	maxBatch    = 64          // collections of a batch in which one or two are sought that came back
	maxDeposits = 256         // sets that are weighed
	maxWays     = 16          // one or two collections that may have come back
)

// chequeDeposits lists sets of cheques that sum up to the line: one slip whole; of the
// cheques on no slip all, all up to a day, those of one day; else any set. Where more
// sets of them sum up than can be listed, none of them says much.
func (x *Index) chequeDeposits(v *view) []deposit {
	slips, loose := x.groupsOf(x.until(v, ledger.PaidByCheque, 0, false), func(r *recorded) string { return r.slip })
	out := x.wholeGroups(v, slips, seenSlip)
	slices.SortStableFunc(loose, func(a, b int32) int { return int(x.recorded[a].received - x.recorded[b].received) })
	some, more := x.someCheques(v, loose[max(0, len(loose)-maxLoose):])
	cost := int32(0)
	if more {
		cost = -manyCost
	}
	out = x.naturalCheques(v, loose, cost, out)
	for _, d := range some {
		out = offer(out, d)
	}
	return out
}

// group is what settlements have in common, and which they are.
type group struct {
	id  string
	set []int32
}

// until lists the settlements of a means that are not later than the line, or slack
// days at most; those that came back only when asked for.
func (x *Index) until(v *view, means ledger.Means, slack ledger.Date, returned bool) (set []int32) {
	for i := range x.recorded {
		if r := &x.recorded[i]; r.means == means && r.cur == v.cur && r.collected <= v.line.Booked+slack && (returned || !r.returned) {
			set = append(set, int32(i))
		}
	}
	return set
}

// groupsOf parts settlements by an identifier, in the order of the book, from those that have none.
func (x *Index) groupsOf(set []int32, id func(*recorded) string) (groups []group, loose []int32) {
	at := make(map[string]int)
	for _, i := range set {
		key := id(&x.recorded[i])
		if key == "" {
			loose = append(loose, i)
			continue
		}
		k, ok := at[key]
		if !ok {
			k = len(groups)
			at[key], groups = k, append(groups, group{id: key})
		}
		groups[k].set = append(groups[k].set, i)
	}
	return groups, loose
}

func (x *Index) total(set []int32) (sum int64) {
	for _, k := range set {
		sum += x.recorded[k].amount
	}
	return sum
}

// wholeGroups returns the groups that sum up to the line.
func (x *Index) wholeGroups(v *view, groups []group, how seenAs) (out []deposit) {
	for _, g := range groups {
		if x.total(g.set) == v.amount {
			out = append(out, deposit{set: g.set, how: how, id: g.id, worth: slipWorth, cost: -log2(uint64(len(groups)))})
		}
	}
	return out
}

// offer adds a set; of one that is there already the likelier reading stays.
func offer(all []deposit, d deposit) []deposit {
	slices.Sort(d.set)
	for i := range all {
		if slices.Equal(all[i].set, d.set) {
			if all[i].cost < d.cost {
				all[i] = d
			}
			return all
		}
	}
	if len(all) < maxDeposits {
		all = append(all, d)
	}
	return all
}

// naturalCheques adds sets of cheques, in the order of their days, that people pay in together.
func (x *Index) naturalCheques(v *view, loose []int32, cost int32, out []deposit) []deposit {
	var ends []int // of days
	for i := range loose {
		if i+1 == len(loose) || x.recorded[loose[i]].received != x.recorded[loose[i+1]].received {
			ends = append(ends, i+1)
		}
	}
	cost -= bit + log2(uint64(max(2*len(ends)-1, 1)))
	from := 0
	for k, to := range ends {
		if day := loose[from:to]; x.total(day) == v.amount {
			out = offer(out, deposit{set: slices.Clone(day), how: seenChequesOfDay, cost: cost})
		}
		if until := loose[:to]; x.total(until) == v.amount {
			how := seenChequesUntil
			if k == len(ends)-1 {
				how = seenAllCheques
			}
			out = offer(out, deposit{set: slices.Clone(until), how: how, cost: cost})
		}
		from = to
	}
	return out
}

// someCheques returns all sets of cheques that sum up to the line, none when there are
// more than can be listed. Each costs as much as there are ways to choose so many.
func (x *Index) someCheques(v *view, loose []int32) (out []deposit, more bool) {
	amounts := make([]int64, len(loose))
	for i, k := range loose {
		amounts[i] = x.recorded[k].amount
	}
	sets, more := subsets(amounts, v.amount)
	if more {
		return nil, true
	}
	for _, s := range sets {
		var set []int32
		for i, k := range loose {
			if s>>i&1 == 1 {
				set = append(set, k)
			}
		}
		out = append(out, deposit{set: set, how: seenSomeCheques, cost: -3*bit - choose(len(loose), bits.OnesCount32(s))})
	}
	return out, false
}

// collections lists batches of direct debits that sum up to the line: whole; but for
// what came back; but for one or two that may have come back before anybody said so.
func (x *Index) collections(v *view) (out []deposit) {
	const slack = 1 // a bank may credit on the eve
	batches := x.batches(x.until(v, ledger.PaidByDebit, slack, false))
	for _, d := range x.wholeGroups(v, batches, seenBatch) {
		out = offer(out, d)
	}
	for _, d := range x.wholeGroups(v, x.batches(x.until(v, ledger.PaidByDebit, slack, true)), seenBatch) {
		d.cost -= bit // the bank takes back by a line of its own
		out = offer(out, d)
	}
	for _, g := range batches {
		out = x.lacking(v, g, out, -log2(uint64(len(batches))))
	}
	for i := range out {
		late := int32(v.line.Booked - x.recorded[out[i].set[0]].collected)
		out[i].cost -= bit / 2 * min(max(late, 0), 20)
	}
	return out
}

// batches groups collections by batch; those of none belong together by their day.
func (x *Index) batches(set []int32) []group {
	groups, loose := x.groupsOf(set, func(r *recorded) string { return r.slip })
	days, _ := x.groupsOf(loose, func(r *recorded) string { return r.collected.Compact() })
	for _, d := range days {
		groups = append(groups, group{set: d.set}) // a day is no identifier
	}
	return groups
}

// lacking adds a batch without one or two of its collections. Where these are many like
// ones, which of them came back is anybody's guess.
func (x *Index) lacking(v *view, g group, out []deposit, cost int32) []deposit {
	n := len(g.set)
	over := x.total(g.set) - v.amount
	if over <= 0 || n > maxBatch {
		return out
	}
	var ways [][]int // places in the set
	for i := 0; i < n && len(ways) <= maxWays; i++ {
		left := over - x.recorded[g.set[i]].amount
		if left == 0 && n > 1 {
			ways = append(ways, []int{i})
		}
		for j := i + 1; j < n && left > 0 && n > 2 && len(ways) <= maxWays; j++ {
			if x.recorded[g.set[j]].amount == left {
				ways = append(ways, []int{i, j})
			}
		}
	}
	if len(ways) > maxWays {
		cost -= manyCost
	}
	for _, gone := range ways {
		d := deposit{how: seenBatchLacking, id: g.id, worth: slipWorth, cost: cost - 4*bit*int32(len(gone)) - choose(n, len(gone))}
		for i, k := range g.set {
			if !slices.Contains(gone, i) {
				d.set = append(d.set, k)
			}
		}
		out = offer(out, d)
	}
	return out
}
