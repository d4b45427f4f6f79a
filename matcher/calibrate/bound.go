package calibrate

import (
	"math/big"
	"math/bits"
	"sort"
)

// Bound is the one-sided upper 95 % bound of Clopper and Pearson for a share of
// which wrong in n were seen, in millionths, rounded up: a true share beyond it
// would have shown so few with a chance of less than 5 %.
func Bound(wrong, n int) int {
	if n == 0 || wrong >= n {
		return million
	}
	beyond := func(p int) bool { return p >= million || atMost(wrong, n, p).unlikely() }
	low, step := wrong*million/n, 64 // large shares cost most, and are rarely asked about
	for !beyond(low + step) {
		low, step = low+step, 2*step
	}
	return low + sort.Search(min(step, million-low), func(i int) bool { return beyond(low + i) })
}

// within reports whether the upper bound of wrong in n lies within the budget.
func within(wrong, n int, b Budget) bool {
	return wrong*int(b) < n && atMost(wrong, n, b.share()).unlikely()
}

// breaks reports whether wrong in n show that the budget is not kept: with a share of
// wrong ones within it, so many would come with a chance of less than 5 %.
func breaks(wrong, n int, b Budget) bool {
	return wrong*int(b) > n && atMost(wrong-1, n, b.share()).nearlySure()
}

// chance is a probability as a fraction of 2^places.
type chance struct {
	num    *big.Int
	places uint
}

// unlikely reports whether the chance is below 5 %.
func (c chance) unlikely() bool {
	return new(big.Int).Mul(c.num, big.NewInt(20)).Cmp(one(c.places)) < 0
}

// nearlySure reports whether the chance is above 95 %.
func (c chance) nearlySure() bool {
	return chance{new(big.Int).Sub(one(c.places), c.num), c.places}.unlikely()
}

func one(places uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), places) }

// atMost is the chance that k of n come at most, when each comes with a chance of p
// millionths. It is exact to 2^-64 or better: the first term of the sum has n times the
// bits of 1/(1−p) and so many places are kept.
func atMost(k, n, p int) chance {
	if p >= million {
		return chance{new(big.Int), 1}
	}
	c := chance{places: uint(128 + n*bits.Len(uint(million/(million-p))))}
	if 2*p <= million {
		c.places = uint(128 + 2*n*p/million) // log2(1/(1−p)) ≤ 2p
	}
	term := c.power(new(big.Int).Div(new(big.Int).Mul(one(c.places), big.NewInt(int64(million-p))), big.NewInt(million)), n)
	c.num = new(big.Int).Set(term)
	for j := range k {
		term.Mul(term, big.NewInt(int64(n-j)*int64(p)))
		term.Div(term, big.NewInt(int64(j+1)*int64(million-p)))
		c.num.Add(c.num, term)
	}
	return c
}

// power returns x^n.
func (c chance) power(x *big.Int, n int) *big.Int {
	out := one(c.places)
	for base := new(big.Int).Set(x); n > 0; n >>= 1 {
		if n&1 == 1 {
			out.Mul(out, base).Rsh(out, c.places)
		}
		base.Mul(base, base).Rsh(base, c.places)
	}
	return out
}
