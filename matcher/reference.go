package matcher

import (
	"bytes"
	"slices"
	"strconv"

	"lettrage/matcher/text"
)

// claim is a place of the text that names something by a number.
type claim struct {
	piece      int32
	start, end int32    // runs, half-open
	from, to   int32    // place in the folded text, half-open
	posts      []uint32 // what it may name: item·8 + form
	order      []uint32 // items whose own customer number or structured reference it is
	customers  []uint32 // customers whose number it is
	digits     string   // as written, together
	prefix     string   // letters just before
	inner      string   // of an unlisted one: letters behind the first digits
	context    context
	repaired   bool  // letters were read as digits
	unlisted   bool  // written as a number of ours, and names none
	strong     bool  // of an unlisted one: nothing but a number of ours looks so
	part       bool  // the text says that this one is paid in part
	through    bool  // a range goes from this claim to the next
	apart      bool  // no letters or digits touch it
	exact      bool  // of five digits or six: written just as the numbers of some series, signs between its parts included
	lettered   bool  // it holds letters
	asked      bool  // whether it names some item in full is known
	some       bool  // … and it does
	owned      bool  // it may name an item of the customer of whom it was asked last
	ownerOf    int32 // … and this customer, counted from 1
	checked    int32 // of a valid structured reference: what it is worth, in thousandths of a bit; else 0
}

// context is what stands before a number.
type context uint8

const (
	bareContext    context = iota // nothing, or words that say nothing
	invoiceContext                // a word for invoice
	strangeContext                // a word that nobody knows
	noiseContext                  // a word for something else
)

const (
	maxWindow = 6  // runs that one number may be written in
	maxClaims = 64 // of a line
	maxDigits = 40 // of a run that is looked at
)

// findClaims reads the numbers in the texts of a line.
func (x *Index) findClaims(v *view) {
	for k := range v.pieces {
		from := len(v.claims)
		v.claims = x.claimsIn(v, &v.pieces[k], int32(k), v.claims)
		if f, ok := v.pieces[k].f.Repair(x.prefixes); ok {
			fixed := newPiece(v.pieces[k].field, f, f.Runs())
			v.claims = x.addRepaired(v, &fixed, int32(k), v.claims, from)
		}
	}
	if len(v.claims) >= maxClaims {
		v.cutAt(metNumbers)
	}
	v.claims = dropRepeated(v.claims)
}

// addRepaired adds the numbers that appear when letters are read as digits, and
// takes those off that they cover. Their places are those of the text as it stands.
func (x *Index) addRepaired(v *view, p *piece, k int32, claims []claim, from int) []claim {
	for _, c := range x.claimsIn(v, p, k, nil) {
		missing := c.strong && !bytes.Equal(p.f.B[c.from:c.to], v.pieces[k].f.B[c.from:c.to])
		if !x.namesSome(&c) && !missing && !(len(c.posts) > 0 && len(c.digits) >= 4) || coveredBy(claims[from:], &c) {
			continue
		}
		c.repaired = true
		kept := claims[:from]
		for _, old := range claims[from:] {
			if x.namesSome(&old) && !old.within(&c) || !old.overlaps(&c) {
				kept = append(kept, old)
			}
		}
		claims = append(kept, c)
	}
	return claims
}

// coveredBy reports whether a complete number stands at the place of c already.
func coveredBy(claims []claim, c *claim) bool {
	for i := range claims {
		if old := &claims[i]; len(old.posts) > 0 && old.overlaps(c) && len(old.digits) >= len(c.digits) {
			return true
		}
	}
	return false
}

// overlaps reports whether two claims of one text share a place.
func (c *claim) overlaps(o *claim) bool { return c.from < o.to && o.from < c.to }

// within reports whether a claim is a part of a longer one.
func (c *claim) within(o *claim) bool {
	return o.from <= c.from && c.to <= o.to && c.to-c.from < o.to-o.from
}

// inFull reports whether a claim names an item in full when it has this form: with
// the letters of the number, or with so many digits that they need none.
func (x *Index) inFull(c *claim, it int32, f form) bool {
	return f == wholeForm || f <= partsForm && (len(c.digits) >= 5 || x.items[it].number.Prefix() == "" || x.prefixed(it, c.prefix))
}

// isWhole reports whether a claim is written with all the letters and digits of some item.
func (x *Index) isWhole(c *claim) bool {
	return slices.ContainsFunc(c.posts[:min(len(c.posts), fewPosts)], func(v uint32) bool {
		_, f := x.formOf(v)
		return f == wholeForm
	})
}

// namesSome reports whether a claim names some item in full.
func (x *Index) namesSome(c *claim) bool {
	if !c.asked { // very many explanations ask
		c.asked = true
		c.some = slices.ContainsFunc(c.posts, func(v uint32) bool {
			it, f := x.formOf(v)
			return x.inFull(c, it, f)
		})
	}
	return c.some
}

// claimsIn reads one text: windows of runs are looked up, longest first, and each
// run belongs to the first window that names something.
func (x *Index) claimsIn(v *view, p *piece, k int32, claims []claim) []claim {
	used := make([]bool, len(p.runs))
	marked := x.markDates(v, p)
	first := len(claims)
	x.useReturnCodes(v, p, used)
	claims = x.structured(p, k, marked, used, claims)
	for pass := range 4 { // complete numbers first, then those that can only be missing ones, then short ones, then what may be one
		for i := range p.runs {
			if used[i] || len(claims) >= maxClaims {
				continue
			}
			if c, ok := x.claimAt(p, i, pass, marked, used); ok {
				c.piece = k
				for r := c.start; r < c.end; r++ {
					used[r] = true
				}
				claims = append(claims, c)
			}
		}
	}
	sortClaims(claims[first:])
	linkClaims(p, claims[first:])
	if p.field == inEndToEnd {
		kept := slices.DeleteFunc(claims[first:], func(c claim) bool { return x.byMachine(p, &c) })
		claims = claims[:first+len(kept)]
	}
	return claims
}

// byMachine reports whether a number of an end-to-end id is a part of what a program
// counts: SEPA-2406-4034. A payer's program writes our number whole, or behind our letters
// or a word for invoice, or it alone; what has blanks was written by a person.
func (x *Index) byMachine(p *piece, c *claim) bool {
	if hasBlank(p.f.B) || c.checked > 0 || c.context == invoiceContext || len(c.order)+len(c.customers) > 0 || x.prefixes[c.prefix] {
		return false
	}
	alone := c.from == 0 && int(c.to) == len(bytes.TrimSpace(p.f.B))
	return !alone && !x.namesSome(c)
}

// claimAt returns the claim of the longest window that begins at run i.
func (x *Index) claimAt(p *piece, i, pass int, marked, used []bool) (claim, bool) {
	last := i
	for last+1 < len(p.runs) && last+1 < i+maxWindow && !used[last+1] && joins(p, last) {
		last++
	}
	for j := last; j >= i; j-- {
		var c claim
		ok := false
		switch pass {
		case 0:
			if c, ok = x.complete(p, i, j, marked); ok && len(c.posts)+len(c.order) == 0 && x.goesOn(p, i, j, last, marked) {
				ok = false // a customer's number that goes on as an item's: K48721-26-15
			}
			ok = ok && (x.isWhole(&c) || !x.ofMissing(p, i, j, last, marked))
		case 1:
			c, ok = x.missing(p, i, j, marked)
		case 2:
			c, ok = x.short(p, i, j, marked)
		case 3:
			c, ok = x.unlisted(p, i, j, marked)
		}
		if ok {
			c.start, c.end = int32(i), int32(j+1)
			c.from, c.to = p.runs[i].Start, p.runs[j].End
			c.lettered = !allDigits(p, i, j)
			c.exact = j > i && !c.lettered && (len(c.digits) == 5 || len(c.digits) == 6) && x.exactly(p, i, j)
			c.apart = (i == 0 || p.runs[i-1].End < p.runs[i].Start) && (j+1 == len(p.runs) || p.runs[j].End < p.runs[j+1].Start)
			return c, true
		}
	}
	return claim{}, false
}

// joins reports whether run i and the next may belong to one number: no separator of lists between.
func joins(p *piece, i int) bool {
	gap := p.gap(i)
	if len(gap) > 3 {
		return false
	}
	for _, c := range gap {
		if c == ',' || c == ';' || c == '+' || c == '&' {
			return false
		}
	}
	return true
}

// complete looks for a whole number, all its digits, or an order or customer number.
func (x *Index) complete(p *piece, i, j int, marked []bool) (claim, bool) {
	whole := joined(p, i, j)
	digits := digitsIn(p, i, j)
	if len(whole) > maxDigits || digits == "" && !x.wordy {
		return claim{}, false
	}
	c := claim{context: x.contextOf(p, i, j), digits: digits}
	if i == j && p.runs[i].Digits && splinter(p, i) {
		return claim{}, false
	}
	could := digits != "" && (c.context != noiseContext || j > i && !allDigits(p, i, j)) && !marked[i] || !p.runs[i].Digits
	if could && x.wholes.has(len(whole)) {
		c.posts = x.byForm.get(keyOf('w', whole))
		if len(c.posts) > 0 && len(whole) < 5 && allDigits(p, i, j) { // few digits may be a counter as well
			c.posts = x.byForm.get(keyOf('a', unpad(whole)))
		}
	}
	if len(whole) >= 4 && digits != "" {
		if x.orders.has(len(whole)) {
			c.order = x.byOrder.get(keyOf('o', whole))
		}
		if !p.runs[i].Digits && x.ids.has(len(whole)) {
			c.customers = x.byID.get(keyOf('i', whole))
		}
	}
	if len(c.posts) == 0 && j > i && !marked[i] && c.context != noiseContext && len(c.digits) >= 2 && !allDigits(p, i, j) && (p.runs[i].Digits || x.heads[p.text(i)]) {
		c.posts = x.byForm.get(mixture(p, i, j))
	}
	if len(c.posts)+len(c.order)+len(c.customers) > 0 {
		return c, len(c.posts) == 0 || len(c.digits) >= 3 || j > i
	}
	if !allDigits(p, i, j) || c.context == noiseContext || j > i && hangs(p, i, j, false) {
		return claim{}, false
	}
	return x.completeDigits(p, i, j, marked[i], c)
}

// completeDigits looks for all the digits of a number, the letters before them aside.
func (x *Index) completeDigits(p *piece, i, j int, dated bool, c claim) (claim, bool) {
	c.prefix = p.word(i, -1, 2)
	if unpad(c.digits) == "0" {
		return claim{}, false // C00.014 is not C00.000: nothing is left of either's zeros
	}
	posts := x.byForm.get(keyOf('a', unpad(c.digits)))
	if j > i {
		if parts := x.byForm.get(numbers(p, i, j)); len(parts) > 0 {
			posts = parts
		} else if !blanks(p, i, j) && x.exactly(p, i, j) {
			return claim{}, false // 320-24 is not 3-2024
		}
	}
	if j == i && !dated {
		posts = x.padded(c.digits, posts)
	}
	for _, v := range posts {
		it, f := x.formOf(v)
		prefixed := x.prefixed(it, c.prefix)
		if f > partsForm || dated && !prefixed || f == partsForm && len(c.digits) < 4 && !prefixed {
			continue
		}
		if len(c.digits) >= 5 || prefixed && len(c.digits) >= 2 || x.items[it].number.Prefix() == "" && len(c.digits) >= 3 && j == i {
			c.posts = posts
			return c, true
		}
	}
	return claim{}, false
}

// padded adds to posts what digits name when the zeros before the counter are put
// back that were left out: 2604885 of 2604-00885.
func (x *Index) padded(digits string, posts []uint32) []uint32 {
	for _, g := range x.grids {
		missing := g.total - len(digits)
		if missing <= 0 || missing > maxMissing || len(digits) <= g.lead+1 || digits[g.lead] == '0' {
			continue
		}
		var buf [16]byte
		whole := append(append(append(buf[:0], digits[:g.lead]...), "0000"[:missing]...), digits[g.lead:]...)
		for _, v := range x.byForm.get(keyOf('a', text.Unpad(whole))) {
			if _, f := x.formOf(v); f == digitsForm && !slices.Contains(posts, v) {
				posts = append(slices.Clip(posts), v)
				slices.Sort(posts)
			}
		}
	}
	return posts
}

// maxMissing is how many zeros before a counter may be left out.
const maxMissing = 4

// grid is how a series lays out its digits: year and month, and a counter of one width.
type grid struct{ lead, total int }

// gridsOf returns the layouts of series that have a year and a month before their
// counter, each once.
func gridsOf(shapes []text.Shape) (grids []grid) {
	for i := range shapes {
		s := &shapes[i]
		n := len(s.Roles)
		if n != 3 || s.Roles[0] != text.Year || s.Roles[1] != text.Month || s.Roles[2] != text.Counter || s.MinWidth != s.MaxWidth {
			continue
		}
		g := grid{s.Widths[0] + s.Widths[1], s.Widths[0] + s.Widths[1] + s.MaxWidth}
		if s.Widths[0] > 0 && s.Widths[1] > 0 && g.total <= 16 && !slices.Contains(grids, g) {
			grids = append(grids, g)
		}
	}
	return grids
}

// prefixed reports whether letters end with those of the item's number.
func (x *Index) prefixed(it int32, letters string) bool {
	prefix := x.items[it].number.Prefix()
	return prefix != "" && endsAs(letters, prefix)
}

// endsAs reports whether letters end with those of a series. A single letter must
// stand alone, or behind a word for invoice: EE is not E.
func endsAs(letters, prefix string) bool {
	n := len(letters) - len(prefix)
	if n < 0 || letters[n:] != prefix {
		return false
	}
	return len(prefix) > 1 || n == 0 || isWord(letters[:n]) || glues[letters[:n]]
}

// short looks for a number without year, or for a counter alone.
func (x *Index) short(p *piece, i, j int, marked []bool) (claim, bool) {
	c, ok := x.digitsAlone(p, i, j, marked)
	if !ok || hangs(p, i, j, j > i) && !(i == j && x.dashList(p, i)) {
		return claim{}, false
	}
	switch {
	case j == i:
		c.posts = x.byForm.get(keyOf('a', unpad(c.digits)))
	default:
		c.posts = x.byForm.get(numbers(p, i, j))
		if len(c.posts) == 0 && len(c.digits) >= 4 && blanks(p, i, j) && (c.context == invoiceContext || i == 0 && j == len(p.runs)-1) {
			c.posts = x.byForm.get(keyOf('a', unpad(c.digits))) // 07 44 2
		}
	}
	return c, len(c.posts) > 0
}

// blanks reports whether nothing but a blank or the end of a line parts runs i to j.
func blanks(p *piece, i, j int) bool {
	for k := i; k < j; k++ {
		if gap := p.gap(k); len(gap) != 1 || gap[0] != ' ' && gap[0] != '\n' {
			return false
		}
	}
	return true
}

// dashList reports whether run i is one of a list of numbers of one width, four digits
// at least, that dashes part: 7907-8301-8444. Each of them names something.
func (x *Index) dashList(p *piece, i int) bool {
	from, to := i, i
	for from > 0 && p.runs[from-1].Digits && string(p.gap(from-1)) == "-" {
		from--
	}
	for to+1 < len(p.runs) && p.runs[to+1].Digits && string(p.gap(to)) == "-" {
		to++
	}
	for k := from; k <= to; k++ {
		if isYear(atoi(p.text(k))) { // FAC-2019-1728
			return false
		}
		if p.width(k) != p.width(i) || p.width(k) < 4 || len(x.byForm.get(keyOf('a', unpad(p.text(k))))) == 0 {
			return false
		}
	}
	return to > from
}

// scrambled reports whether run i is within letters and digits that change three
// times or more without a blank: 8cf4d821 is an identifier of somebody's program.
func scrambled(p *piece, i int) bool {
	from, to := i, i
	for to-from < 2 && from > 0 && p.runs[from-1].End == p.runs[from].Start {
		from--
	}
	for to-from < 2 && to+1 < len(p.runs) && p.runs[to].End == p.runs[to+1].Start {
		to++
	}
	return to-from == 2
}

// framed reports whether digits stand between the letters with which numbers of
// ours begin and end.
func (x *Index) framed(p *piece, i int) bool {
	return x.prefixes[p.word(i, -1, 0)] && x.suffixes[p.word(i, 1, 0)]
}

// splinter reports whether digits touch letters that touch digits: 864bdb40.
func splinter(p *piece, i int) bool {
	touch := func(a, b int) bool { return a >= 0 && b < len(p.runs) && p.runs[a].End == p.runs[b].Start }
	return touch(i-1, i) && touch(i-2, i-1) || touch(i, i+1) && touch(i+1, i+2)
}

// hangs reports whether runs i to j hang on to other digits: 2019-8658 is one
// number. A slash may separate a list, and hangs only for what must stand alone.
func hangs(p *piece, i, j int, alone bool) bool {
	tied := func(k int) bool {
		if k < 0 || k+1 >= len(p.runs) || !p.runs[k].Digits || !p.runs[k+1].Digits {
			return false
		}
		gap := p.gap(k)
		return len(gap) == 1 && (gap[0] == '-' || gap[0] == '.' || gap[0] == '_' || alone && gap[0] == '/')
	}
	return tied(i-1) || tied(j)
}

// spanOf places a claim in the original text.
func (v *view) spanOf(c *claim) (where, [2]int32) {
	p := &v.pieces[c.piece]
	return p.field, p.f.Span(int(c.from), int(c.to))
}

// written is what stands at a claim, together.
func (v *view) written(c *claim) string {
	return joined(&v.pieces[c.piece], int(c.start), int(c.end)-1)
}

func digitsOf(s string) string {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			b := make([]byte, 0, len(s))
			for k := range len(s) {
				if s[k] >= '0' && s[k] <= '9' {
					b = append(b, s[k])
				}
			}
			return string(b)
		}
	}
	return s
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
