package eval

import "math/big"

// Bound is the one-sided upper 95 % bound of Clopper and Pearson for a share of
// which wrong in n were seen, in millionths, rounded up: a true share beyond it
// would have shown so few with a chance of less than 5 %.
func Bound(wrong, n int) int {
	if n == 0 || wrong >= n {
		return million
	}
	low, high := wrong*million/n, million
	for high-low > 1 {
		if p := (low + high) / 2; likelier(wrong, n, p) {
			low = p
		} else {
			high = p
		}
	}
	return high
}

const (
	million   = 1_000_000
	precision = 640 // binary places
)

// likelier reports whether at most k of n with a chance of p millionths each come
// with a chance of more than 5 %.
func likelier(k, n, p int) bool {
	one := new(big.Int).Lsh(big.NewInt(1), precision)
	term := power(new(big.Int).Div(new(big.Int).Mul(one, big.NewInt(int64(million-p))), big.NewInt(million)), n)
	sum := new(big.Int).Set(term)
	for j := range k {
		term.Mul(term, big.NewInt(int64(n-j)*int64(p)))
		term.Div(term, big.NewInt(int64(j+1)*int64(million-p)))
		sum.Add(sum, term)
	}
	return sum.Mul(sum, big.NewInt(20)).Cmp(one) > 0
}

// power returns x^n for a fraction of 2^precision.
func power(x *big.Int, n int) *big.Int {
	out := new(big.Int).Lsh(big.NewInt(1), precision)
	for base := new(big.Int).Set(x); n > 0; n >>= 1 {
		if n&1 == 1 {
			out.Mul(out, base).Rsh(out, precision)
		}
		base.Mul(base, base).Rsh(base, precision)
	}
	return out
}
