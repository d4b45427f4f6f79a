package matcher

import "math/bits"

// Evidence is counted in thousandths of a bit: 1000 halves or doubles the odds.
// All of it is integer arithmetic, so that every machine computes the same.

const (
	bit       = 1000 // of evidence
	digitBits = 3322 // log2(10): what one digit more is worth
)

// log2 returns the logarithm of n to base 2 in thousandths of a bit, rounded
// down; 0 for n = 0, which nobody counts.
func log2(n uint64) int32 {
	if n < uint64(len(logarithms)) {
		return logarithms[n]
	}
	return workOutLog2(n)
}

// logarithms are those of small numbers: most that are counted are small.
var logarithms = smallLogarithms()

func smallLogarithms() (t [1 << 12]int32) {
	for n := range t {
		t[n] = workOutLog2(uint64(n))
	}
	return t
}

func workOutLog2(n uint64) int32 {
	if n <= 1 {
		return 0
	}
	whole := bits.Len64(n) - 1
	m := n << (63 - whole) // 1 ≤ m/2^63 < 2
	var fraction uint64
	for range 16 { // squaring m shifts its logarithm by one binary place
		hi, _ := bits.Mul64(m, m)
		fraction <<= 1
		if hi >= 1<<63 {
			fraction |= 1
			m = hi
		} else {
			m = hi << 1
		}
	}
	return int32(whole*bit) + int32(fraction*bit>>16)
}

// ratio returns log2(n/d).
func ratio(n, d uint64) int32 { return log2(max(n, 1)) - log2(max(d, 1)) }

// halving is 2^(−1/1000) as a fraction of 2^63.
const halving = 9216981097718774933

// fractions holds 2^(−k/1000) for k below 1000, as fractions of 2^63.
var fractions = powers()

func powers() [bit]uint64 {
	var t [bit]uint64
	t[0] = 1 << 63
	for k := 1; k < bit; k++ {
		hi, lo := bits.Mul64(t[k-1], halving)
		t[k] = hi<<1 | lo>>63
	}
	return t
}

// weight returns 2^(−m/1000) as a fraction of 2^32, for m of 0 or more.
func weight(m int32) uint64 {
	if m >= 40*bit {
		return 0
	}
	return fractions[m%bit] >> (31 + m/bit)
}

// million is a share of one, in millionths.
const million = 1_000_000

// shares fills out[i] with the share of 2^(m[i]/1000) among all, in millionths.
func shares(m []int32, out []int32) {
	if len(m) == 0 {
		return
	}
	best := m[0]
	for _, v := range m {
		best = max(best, v)
	}
	var total uint64
	for _, v := range m {
		total += weight(best - v)
	}
	for i, v := range m {
		out[i] = int32(weight(best-v) * million / total)
	}
}
