package matcher

import "slices"

const (
	maxSumItems  = 22 // of a customer in the exact search
	maxSolutions = 64 // that are kept and counted
)

// partialSum is a sum of some items of one half: which, as a bit set.
type partialSum struct {
	sum int64
	set uint32
}

// subsets returns the sets of amounts that sum up to target, as bit sets, in
// ascending order, and whether there are more than maxSolutions of them. Meet in
// the middle: all sums of each half, one sorted. At most maxSumItems amounts.
func subsets(amounts []int64, target int64) (found []uint32, more bool) {
	n := len(amounts)
	if n == 0 || n > maxSumItems {
		return nil, n > 0
	}
	half := n / 2
	left, right := allSums(amounts[:half]), allSums(amounts[half:])
	slices.SortFunc(right, func(a, b partialSum) int {
		switch {
		case a.sum < b.sum:
			return -1
		case a.sum > b.sum:
			return 1
		}
		return int(a.set) - int(b.set)
	})
	for _, l := range left {
		at, _ := slices.BinarySearchFunc(right, target-l.sum, func(p partialSum, want int64) int {
			switch {
			case p.sum < want:
				return -1
			case p.sum > want:
				return 1
			}
			return 0
		})
		for ; at < len(right) && right[at].sum == target-l.sum; at++ {
			set := l.set | right[at].set<<half
			if set == 0 {
				continue
			}
			if len(found) == maxSolutions {
				return found, true
			}
			found = append(found, set)
		}
	}
	slices.Sort(found)
	return found, false
}

// allSums returns the sum of each set of amounts.
func allSums(amounts []int64) []partialSum {
	out := make([]partialSum, 1, 1<<len(amounts))
	for i, a := range amounts {
		for _, p := range out {
			out = append(out, partialSum{p.sum + a, p.set | 1<<i})
		}
	}
	return out
}

// choose returns log2 of the number of ways to take k of n, in thousandths of a bit.
func choose(n, k int) int32 {
	var m int32
	for i := range k {
		m += ratio(uint64(n-i), uint64(i+1))
	}
	return max(m, 0)
}
