package matcher

import (
	"slices"

	"lettrage/matcher/text"
)

// naming says how a claim names an item.
type naming uint8

const (
	inFull naming = iota
	inShort
	inPart  // the end of its counter, or a number that was cut
	byOrder // by the customer's own number
)

// claimBits is what a claim is worth for an item: as many bits as a number of
// this form, written by chance, would seldom be this one. 0: it does not name it.
func (x *Index) claimBits(c *claim, it int32) (int32, naming) {
	if c.checked > 0 {
		if len(postsOf(c.posts, it)) > 0 {
			return c.checked, inFull
		}
		return 0, inFull
	}
	best, named := int32(0), byOrder
	if slices.Contains(c.order, uint32(it)) {
		best = min(digitBits*int32(len(c.digits)), 20*bit) - bit - log2(uint64(len(c.order)))
	}
	for _, p := range postsOf(c.posts, it) {
		_, f := x.formOf(p)
		if f >= shortForm && x.ofOtherSeries(c, it) {
			continue
		}
		full := x.inFull(c, it, f)
		if m := x.formBitsOf(c, it, f); m > best || full && named != inFull {
			best, named = max(m, best), inShort
			if full {
				named = inFull
			}
		}
	}
	if best <= 0 {
		return 0, named
	}
	switch c.context {
	case strangeContext:
		best -= 4 * bit
		if named == inFull && x.plainly(c, it) {
			best += 3 * bit
		}
	case bareContext:
		best -= bit
	}
	if c.repaired {
		best -= 3 * bit
	}
	return max(best, 0), named
}

// ofOtherSeries reports whether the letters before a counter are other ones than
// those of the item, of a company that gives each customer letters of its own.
func (x *Index) ofOtherSeries(c *claim, it int32) bool {
	n := &x.items[it].number
	return x.shapes[n.Shape].Varies && len(c.prefix) == len(n.Prefix()) && c.prefix != n.Prefix() && wordClasses[c.prefix] == unknownWord
}

// plainly reports whether a claim that names an item in full needs no word before
// it: it has the letters of the number, or as many digits as nothing else has.
func (x *Index) plainly(c *claim, it int32) bool {
	return c.apart && (len(c.digits) >= 7 || c.lettered && len(x.items[it].number.Digits()) < len(x.items[it].number.Whole()) || x.prefixed(it, c.prefix))
}

// plainlyNames reports whether a claim names some item so that nothing else can be meant.
func (x *Index) plainlyNames(c *claim) bool {
	for _, v := range c.posts[:min(len(c.posts), fewPosts)] {
		if it, f := x.formOf(v); x.inFull(c, it, f) && x.plainly(c, it) {
			return true
		}
	}
	return false
}

// postsOf returns the entries of an item in a sorted list of item·8 + form.
func postsOf(posts []uint32, it int32) []uint32 {
	low, _ := slices.BinarySearch(posts, uint32(it)<<formBits)
	end := low
	for end < len(posts) && posts[end]>>formBits == uint32(it) {
		end++
	}
	return posts[low:end]
}

// formBitsOf counts the digits that tell: those of the counter three bits and a
// third each, a month three, a year two.
func (x *Index) formBitsOf(c *claim, it int32, f form) int32 {
	n := &x.items[it].number
	var m int32
	for p := range n.Parts() {
		switch {
		case p.Role == text.Year && f < shortForm:
			m += 2 * bit
		case p.Role == text.Month && f < counterForm:
			m += 3 * bit
		case p.Role == text.Counter:
			digits := p.Text
			if f >= partsForm {
				digits = unpad(digits)
			}
			m += 3322 * int32(len(digits))
		case p.Role == text.Code && f < counterForm:
			m += 3322 * int32(len(p.Text))
		}
	}
	if n.Prefix() != "" && (f == wholeForm || x.prefixed(it, c.prefix)) {
		m += 3 * bit
	}
	switch {
	case f >= shortForm && x.shapes[n.Shape].Varies && c.context == invoiceContext:
		m += bit // of the customer's own series: no other customer has such a number
	case f >= shortForm:
		m -= 2 * bit
	}
	return min(m, mostReference)
}
