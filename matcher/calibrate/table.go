package calibrate

import "slices"

// million is a share of one, in millionths.
const million = 1_000_000

// Outcome is an automatic decision, or one that only the threshold stopped, of which
// it is known whether it was right.
type Outcome struct {
	Share int32 // of its explanation, in millionths
	Right bool
}

// Bucket counts the outcomes of like shares.
type Bucket struct {
	From   int32 // the lowest share, in millionths
	N      int
	Wrong  int
	Lucky  int   // right, though nobody could know it: counted apart, and not as wrong
	Stated int64 // the sum of the shares, in millionths
}

// Right is how many were not wrong.
func (b Bucket) Right() int { return b.N - b.Wrong }

// Observed is the share of those that were right, in millionths; -1 of none.
func (b Bucket) Observed() int32 {
	if b.N == 0 {
		return -1
	}
	return int32(b.Right() * million / b.N)
}

// Mean is the mean of the stated shares, in millionths; -1 of none.
func (b Bucket) Mean() int32 {
	if b.N == 0 {
		return -1
	}
	return int32(b.Stated / int64(b.N))
}

// HalfBits are the odds of the lowest share, share to 1−share, in half bits: 14 are
// 7 bits, 128 to 1. Below even odds, and where the odds have no bound, it is -1. The
// bucket of 6.5 bits begins at Floor, a seventh of a bit above.
func (b Bucket) HalfBits() int {
	for half := range halves {
		if lowestOf(half) == b.From {
			return half
		}
	}
	return -1
}

// Table counts outcomes by their odds. Its buckets are always the same, in rising
// order: one for all below even odds, one for each half bit from there on, and one for
// those without a rival. The zero value is none.
type Table []Bucket

// halves is how many half bits of odds are told apart. Above, a millionth is too coarse.
const halves = 37

// edges are the lowest shares of the buckets.
var edges = lowest()

func lowest() []int32 {
	all := []int32{0}
	for half := range halves {
		all = append(all, lowestOf(half))
	}
	return append(all, million)
}

// lowestOf is the lowest share of a bucket.
func lowestOf(half int) int32 {
	if s := share(half); s > Floor || share(half+1) < Floor {
		return s
	}
	return Floor
}

// rootOfTwo is √2 in millionths.
const rootOfTwo = 1_414_214

// share is the lowest share, in millionths, with odds of that many half bits.
func share(half int) int32 {
	odds := uint64(million) << (half / 2) // to 1, in millionths
	if half%2 == 1 {
		odds = rootOfTwo << (half / 2)
	}
	return int32((odds*million + odds + million - 1) / (odds + million)) // rounded up
}

// NewTable counts outcomes.
func NewTable(outcomes ...Outcome) Table {
	t := make(Table, len(edges))
	for i, e := range edges {
		t[i].From = e
	}
	for _, o := range outcomes {
		t.add(o)
	}
	return t
}

func (t Table) add(o Outcome) *Bucket {
	b := t.bucket(o.Share)
	b.N++
	b.Stated += int64(o.Share)
	if !o.Right {
		b.Wrong++
	}
	return b
}

// Add counts an outcome; lucky says of a right one that nobody could know it.
func (t Table) Add(o Outcome, lucky bool) {
	if b := t.add(o); lucky {
		b.Lucky++
	}
}

// bucket is the bucket of a share.
func (t Table) bucket(share int32) *Bucket {
	i, found := slices.BinarySearch(edges, min(max(share, 0), million))
	if !found {
		i--
	}
	return &t[i]
}

// Total adds up the buckets from a lowest share on.
func (t Table) Total(from int32) Bucket { return t.Between(from, million+1) }

// Between adds up the buckets from a lowest share on, and below another.
func (t Table) Between(from, below int32) Bucket {
	sum := Bucket{From: from}
	for _, b := range t {
		if b.From >= from && b.From < below {
			sum.N += b.N
			sum.Wrong += b.Wrong
			sum.Lucky += b.Lucky
			sum.Stated += b.Stated
		}
	}
	return sum
}
