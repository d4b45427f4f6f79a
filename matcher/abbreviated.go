package matcher

import (
	"bytes"
	"math/bits"
	"strings"

	"lettrage/matcher/text"
)

// minAbbreviated is how many digits of a number are enough to know it again, where the
// payer and the amount say the rest.
const minAbbreviated = 3

// abbreviates reports whether a claim is the beginning or the end of the number of one
// of the items: it names no other one.
func (x *Index) abbreviates(v *view, e *explanation, c *claim) bool {
	for _, a := range e.allocs {
		if x.abbreviated(v, c, a.item) > 0 {
			return true
		}
	}
	return false
}

// abbreviated returns what a claim is worth that is no whole number but the end of an
// item's counter, "n° 313" of 26001313, or the beginning of its number, which was cut;
// 0 where it is neither.
func (x *Index) abbreviated(v *view, c *claim, it int32) int32 {
	if len(c.digits) < minAbbreviated || c.context == strangeContext || c.checked > 0 || c.repaired || x.namesSome(c) {
		return 0
	}
	n := &x.items[it].number
	if c.context == invoiceContext && !c.lettered {
		if counter, _ := n.Counter(); isTail(c.digits, counter) && (!x.prefixes[c.prefix] || x.prefixed(it, c.prefix)) {
			return 3322*int32(len(c.digits)) - 2*bit
		}
	}
	return x.headBits(v, c, n)
}

// isTail reports whether digits are the last ones of a longer counter.
func isTail(digits, counter string) bool {
	return strings.HasSuffix(counter, digits) && len(text.Unpad(counter)) > len(digits)
}

// headBits returns what the beginning of a number is worth: as many bits as few counters
// begin so. It ends the text, or is shorter than any number of the series.
func (x *Index) headBits(v *view, c *claim, n *text.Number) int32 {
	whole, letters := n.Whole(), ""
	p := &v.pieces[c.piece]
	if w := int32(len(c.prefix)); !c.lettered && w > 0 && w <= c.from && string(p.f.B[c.from-w:c.from]) == c.prefix && !isWord(c.prefix) {
		letters = c.prefix
	}
	written := v.written(c)
	left := len(whole) - len(letters) - len(written)
	if left <= 0 || !strings.HasPrefix(whole, letters) || !strings.HasPrefix(whole[len(letters):], written) {
		return 0
	}
	if len(bytes.TrimSpace(p.f.B[c.to:])) > 0 && x.shapes[n.Shape].Fits(c.digits) {
		return 0
	}
	counter, ok := n.Counter()
	switch {
	case !ok:
		return 0
	case left >= len(counter):
		return bit // only the letters, the year and the month
	}
	last := atoi(x.last[lastKey(n)])
	for range left {
		last /= 10
	}
	return bit + 1000*int32(max(bits.Len(uint(max(last, 0)))-1, 0))
}
