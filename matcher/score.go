package matcher

import (
	"slices"
	"strconv"
	"strings"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// alloc is the part of a line that settles an item.
type alloc struct {
	item   int32
	amount int64
}

// explanation is one way to read a line.
type explanation struct {
	class     ledger.Class
	allocs    []alloc
	gap       gap
	customer  int32 // whose items they are, −1 where nobody's
	payer     *payer
	mbits     int32
	share     int32 // millionths
	evidence  []evidence
	cost      int32 // of choosing the set, 0 or less
	named     int   // items named by a complete number
	hinted    int   // items named by a short one, or by an order number
	told      int   // items named by three digits or more behind a word for invoice
	bare      int   // items named by few digits without letters, which many things may be
	against   bool  // the text names something else
	unlisted  bool  // … that the book doesn't hold
	elsewhere bool  // a number that can be nothing else names something else
	taken     bool  // an item was settled meanwhile by a line that came with this one
	ranged    bool  // the text names the ends of a series of items
	early     bool  // booked before an item was issued
	reverses  ledger.LineID
	of        source // of one that reverses a payment: which
}

// evidence is one thing seen, in the hot path.
type evidence struct {
	kind    proof
	field   where
	how     seenAs
	payment int32 // of a batch line, counted from 1; 0: that of the view
	span    [2]int32
	item    int32 // −1: none
	mbits   int32
}

// in is the name of the field in which it was seen: that of a payment of a batch has its index.
func (ev *evidence) in(v *view) ledger.Field {
	payment := int(ev.payment)
	if payment == 0 {
		payment = v.detail + 1
	}
	if payment == 0 || ev.field == nowhere {
		return fields[ev.field]
	}
	return fields[ev.field] + ledger.Field("["+strconv.Itoa(payment-1)+"]")
}

func (e *explanation) add(ev evidence) {
	e.mbits += ev.mbits
	e.evidence = append(e.evidence, ev)
}

// nets reports whether a credit note is taken off.
func (e *explanation) nets() bool {
	for _, a := range e.allocs {
		if a.amount < 0 && e.class == ledger.CustomerPayment {
			return true
		}
	}
	return false
}

func (e *explanation) holds(item int32) bool {
	for _, a := range e.allocs {
		if a.item == item {
			return true
		}
	}
	return false
}

// Prior odds of the classes, against "a customer pays items of the book". An unlisted
// payment rarely names no number.
const (
	unlistedPrior = -7 * bit
	otherPrior    = -6 * bit

	missingBits    = 8 * bit // for unlisted, of a number that can only be one of ours and is none
	quotationBits  = 4 * bit // … of an advance on a quotation
	knownPayerCost = 3 * bit // of no customer payment, where a customer seems to pay
)

// What speaks for an explanation, or against it, besides what is counted in the book.
const (
	conflictCost  = 12 * bit // of a number that names another item in full
	swapCost      = 7 * bit  // … that is one slip away
	misnamedCost  = 8 * bit  // … of the same customer, who owes just the amount for one that it does not name
	ownCost       = 7 * bit  // of a short number that names another item of the same customer
	doubtCost     = 4 * bit  // of a short number that names an item of somebody else
	otherWordCost = 9 * bit  // of a word for money that pays no invoice
	typoBits      = 4 * bit  // of a number that is none of ours, and one slip away from the item's
	mostReference = 22 * bit // what a number is worth at most

	otherAccountCost  = 6 * bit  // of a name, where the account is another customer's
	groupCost         = 3 * bit  // of a customer of the payer's group
	silentGroupCost   = 7 * bit  // … where the text does not say for what: who pays for others does
	otherPayerCost    = 8 * bit  // of a payer who is another customer
	namedPayerCost    = 5 * bit  // … where all items are named and paid to the cent
	unknownPayerCost  = 4 * bit  // of a name that no customer has
	strangeNumberCost = 10 * bit // … where the amount does not fit the number either
)

// score sums up the evidence for a payment.
func (x *Index) score(v *view, e *explanation) {
	e.evidence = make([]evidence, 0, len(e.allocs)+3)
	e.mbits = x.prior() + e.cost
	x.scoreAmount(v, e)
	x.scoreReferences(v, e)
	x.scorePayer(v, e)
	x.scoreDates(v, e)
	x.scoreWords(v, e)
	if e.named+e.hinted == 0 && !e.gap.said && (e.gap.kind == partial || e.gap.kind == overpayment) {
		e.mbits -= silentCost
	}
}

// silentCost is the prior of a payment that leaves a rest, or is too much, and says of
// nothing what it pays: nearly all that say nothing pay what is owed.
const silentCost = 6 * bit

func (x *Index) scoreAmount(v *view, e *explanation) {
	ev := evidence{kind: byAmount, field: inAmount, item: -1, how: seenPartial + seenAs(e.gap.kind-partial), mbits: x.amountBits(v, &e.gap)}
	if e.gap.kind == noDifference {
		ev.how = seenExact
		if len(e.allocs) > 1 {
			ev.how = seenSum
		} else if len(e.allocs) == 1 {
			ev.item = e.allocs[0].item
		}
	}
	e.add(ev)
}

// amountBits is what an amount says that differs so from that of the items.
func (x *Index) amountBits(v *view, g *gap) int32 {
	switch g.kind {
	case partial, overpayment:
		return g.mbits
	case rounding:
		return max(x.surprise(v)-4*bit, 0) + g.mbits
	}
	return x.surprise(v) + g.mbits // 0 where nothing differs
}

// prior is that of a payment of an item of the book: one of all.
func (x *Index) prior() int32 { return -log2(uint64(max(x.amounts.items, 1))) }

// scoreReferences weighs each number of the text against the items.
func (x *Index) scoreReferences(v *view, e *explanation) {
	var used uint64 // claims, by place; what stands behind the 64th is not remembered
	for i := range e.allocs {
		it := e.allocs[i].item
		at, mbits, named := x.bestClaim(v, it, used)
		if at < 0 {
			continue
		}
		used |= 1<<at | ordersOf(v, it)
		c := &v.claims[at]
		field, span := v.spanOf(c)
		kind, how := x.countNamed(v, e, c, it, named)
		e.add(evidence{kind: kind, field: field, span: span, item: it, how: how, mbits: mbits})
	}
	if e.ranged && e.named >= 2 && e.gap.kind == noDifference {
		e.named = len(e.allocs) // what lies between the ends is meant
	}
	for k := range v.claims {
		x.scoreAgainst(v, e, &v.claims[k])
	}
}

// bestClaim returns the claim that is worth most for an item, and what it is worth; −1
// where none names it. One that was used for another item says little: a number is said once.
func (x *Index) bestClaim(v *view, it int32, used uint64) (at int, mbits int32, named naming) {
	at = -1
	for k := range v.claims {
		m, n := x.claimBits(&v.claims[k], it)
		if m == 0 {
			m, n = x.abbreviated(v, &v.claims[k], it), inPart
		}
		if used>>k&1 == 1 {
			m = min(m, 2*bit)
		}
		if m > mbits {
			at, mbits, named = k, m, n
		}
	}
	return at, mbits, named
}

// countNamed counts an item among those that the text names in full or hints at, and
// says how the claim names it.
func (x *Index) countNamed(v *view, e *explanation, c *claim, it int32, named naming) (proof, seenAs) {
	e.told += yes(c.context == invoiceContext && len(c.digits) >= 3 && named != inPart || named == byOrder && len(c.digits) >= 4)
	switch {
	case named == byOrder:
		e.hinted++
		return byPurchase, seenOrder
	case named == inShort && x.yearSaid(v, it):
		e.named++
		return byReference, seenFull
	case named == inShort || named == inPart || c.context == strangeContext && !x.plainly(c, it):
		e.hinted++
		return byReference, seenShort
	}
	e.named++
	switch {
	case c.checked > 0:
		return byReference, seenStructured
	case c.repaired:
		return byReference, seenRepaired
	}
	e.bare += yes(c.context != invoiceContext && len(c.digits) < 5 && len(x.items[it].number.Prefix()) <= 1)
	return byReference, seenFull
}

// yearSaid reports whether the text gives the year of an item apart: 1522 of 2026.
func (x *Index) yearSaid(v *view, it int32) bool {
	issued := x.items[it].issued
	return issued != 0 && slices.Contains(v.dates, dateClaim{year: issued.Time().Year()})
}

// ordersOf returns the claims that are the customer's own number of an item.
func ordersOf(v *view, it int32) (claims uint64) {
	for k := range v.claims {
		if slices.Contains(v.claims[k].order, uint32(it)) {
			claims |= 1 << k
		}
	}
	return claims
}

// scoreAgainst weighs a number that names something else than the items.
func (x *Index) scoreAgainst(v *view, e *explanation, c *claim) {
	if x.matches(e, c) || x.abbreviates(v, e, c) || x.isYearOf(v, e, c) {
		e.against = e.against || c.through && !e.ranged
		return
	}
	if len(c.digits) == 1 && c.context != invoiceContext {
		return // one digit is anything
	}
	cost := int32(0)
	field, span := v.spanOf(c)
	ev := evidence{kind: against, field: field, span: span, item: -1, how: seenNamesOther}
	complete := len(e.allocs) > 0 && e.named == len(e.allocs) && e.gap.kind == noDifference
	switch {
	case len(c.posts) > 0:
		cost = x.otherItemCost(e, c, complete)
		e.against = e.against || cost > 0
	case len(c.order) > 0:
		cost = doubtCost
		e.against = e.against || !complete
	case c.unlisted:
		if complete {
			return
		}
		if it, ok := x.typo(e, c); ok {
			e.add(evidence{kind: byReference, field: field, span: span, item: it, how: seenTypo, mbits: typoBits})
			return
		}
		ev.how = seenNamesUnlisted
		cost = doubtCost
		if c.strong {
			cost = conflictCost
		}
		e.against, e.unlisted = true, true
	}
	if cost > 0 {
		e.elsewhere = e.elsewhere || cost >= misnamedCost
		ev.mbits = -cost
		e.add(ev)
	}
}

// otherItemCost is what a number costs that names other items than those of an
// explanation, which the text names in full or not; 0 where it may be nothing of ours.
func (x *Index) otherItemCost(e *explanation, c *claim, complete bool) int32 {
	own := x.ofCustomer(c, e.customer)
	switch {
	case c.context == strangeContext && !own && !x.plainlyNames(c):
		return 0
	case x.namesSome(c):
		if e.gap.kind == noDifference && x.swapped(e, c) {
			return swapCost
		}
		if own && e.gap.kind == noDifference && len(e.allocs) == 1 {
			return misnamedCost
		}
		return conflictCost
	case complete && !own, !own && len(c.digits) == 1:
		return 0
	case own && c.context != strangeContext:
		return ownCost
	}
	return doubtCost
}

// swapped reports whether a number is that of the only item but for two digits that changed places.
func (x *Index) swapped(e *explanation, c *claim) bool {
	return len(e.allocs) == 1 && text.Swapped(c.digits, x.items[e.allocs[0].item].number.Digits())
}

// isYearOf reports whether a claim is no number of its own but stands where the number of
// an item, named by the claim beside it, has its year: 1770/28 of 1770/26 is a slip.
func (x *Index) isYearOf(v *view, e *explanation, c *claim) bool {
	if len(c.digits) != 2 && !(len(c.digits) == 4 && isYear(atoi(c.digits))) || x.namesSome(c) || x.ofCustomer(c, e.customer) {
		return false
	}
	for k := range v.claims {
		o := &v.claims[k]
		if o.piece != c.piece || !v.tied(o, c) && !v.tied(c, o) {
			continue
		}
		for _, a := range e.allocs {
			if len(postsOf(o.posts, a.item)) > 0 && x.hasYear(a.item) {
				return true
			}
		}
	}
	return false
}

// hasYear reports whether the number of an item holds its year.
func (x *Index) hasYear(it int32) bool { return dated(&x.shapes[x.items[it].number.Shape]) }

// tied reports whether a claim follows another with nothing between but one sign that
// parts numbers, or letters between two of them: 2022/FA/0861.
func (v *view) tied(a, b *claim) bool {
	p := &v.pieces[a.piece]
	at, last := int(a.end), int(b.start)
	if last < at || last > at+1 {
		return false
	}
	for k := at - 1; k < last; k++ {
		if gap := p.gap(k); len(gap) != 1 || strings.IndexByte("/-._", gap[0]) < 0 {
			return false
		}
	}
	return last == at || !p.runs[at].Digits
}

// matches reports whether a claim names one of the items or their customer.
func (x *Index) matches(e *explanation, c *claim) bool {
	for _, a := range e.allocs {
		if len(postsOf(c.posts, a.item)) > 0 || slices.Contains(c.order, uint32(a.item)) {
			return true
		}
	}
	return slices.Contains(c.customers, uint32(e.customer))
}

// ofCustomer reports whether a claim may name an item of this customer.
func (x *Index) ofCustomer(c *claim, customer int32) bool {
	if customer < 0 {
		return false
	}
	if c.ownerOf != customer+1 { // very many explanations ask for the same one
		c.ownerOf, c.owned = customer+1, x.namesOneOf(c, customer)
	}
	return c.owned
}

// namesOneOf looks for an item of a customer among those that a claim may name, or the other way round.
func (x *Index) namesOneOf(c *claim, customer int32) bool {
	if len(c.posts) <= max(64, len(x.customers[customer].items)) {
		for _, p := range c.posts {
			if it, _ := x.formOf(p); x.items[it].customer == customer {
				return true
			}
		}
		return false
	}
	for _, o := range x.customers[customer].items {
		if len(postsOf(c.posts, o.item)) > 0 {
			return true
		}
	}
	return false
}

// typo returns the item whose number is one slip away from an unlisted one. Letters
// of another series than the item's are no slip; nor is a number that the series has
// not reached in the book, but for two digits that changed places: it was issued since.
func (x *Index) typo(e *explanation, c *claim) (int32, bool) {
	for _, a := range e.allocs {
		n := &x.items[a.item].number
		if prefix := n.Prefix(); c.prefix != "" && prefix != "" && wordClasses[c.prefix] == unknownWord && !x.prefixed(a.item, c.prefix) && !text.OneEdit(c.prefix, prefix) {
			continue
		}
		if inner := innerLetters(n.Whole()); c.inner != "" && inner != "" && c.inner != inner && c.digits != n.Digits() {
			continue // two slips
		}
		counter, _ := n.Counter()
		whole := n.Digits()
		if x.beyond(c.digits, a.item) && (len(counter) < 3 || !text.Swapped(c.digits, whole)) {
			continue
		}
		if text.OneEdit(c.digits, whole) || len(counter) >= 4 && text.OneEdit(c.digits, counter) {
			return a.item, true
		}
	}
	return -1, false
}

// innerLetters returns the letters of a number behind its first digits.
func innerLetters(whole string) string {
	at := max(strings.IndexAny(whole, "0123456789"), 0)
	return noDigits(whole[at:])
}

// What a series may have grown by since the book's last number of it: this many numbers,
// and a third of those that it had, or that the book holds.
const (
	maxIssuedSince = 50
	issuedShare    = 3
)

// beyond reports whether digits are a number like the item's, with a counter that its
// series may have reached since: greater than all that the book has of it, and not by
// much. Where each customer has a series of his own, few follow.
func (x *Index) beyond(digits string, it int32) bool {
	n := &x.items[it].number
	at := 0
	for p := range n.Parts() {
		end := at + len(p.Text)
		if end > len(digits) {
			return false
		}
		if p.Role != text.Counter {
			at = end
			continue
		}
		if all := n.Digits(); len(digits) != len(all) || digits[:at] != all[:at] || digits[end:] != all[end:] {
			return false
		}
		last, counter := atoi(x.last[lastKey(n)]), atoi(digits[at:end])
		if x.shapes[n.Shape].Varies {
			return counter > last && (counter <= last+3 || len(p.Text) < 3 && text.Swapped(digits, n.Digits()))
		}
		return counter > last && counter-last <= maxIssuedSince+min(last, len(x.items))/issuedShare
	}
	return false
}

// scorePayer compares who paid with whose items they are.
func (x *Index) scorePayer(v *view, e *explanation) {
	ev := evidence{kind: byPayer, field: inName, item: -1}
	best := v.bestPayer()
	for i := range v.payers {
		p := &v.payers[i]
		switch {
		case p.customer == e.customer && e.customer >= 0:
			e.payer = p
		case e.payer == nil && x.sameGroup(p.customer, e.customer):
			ev.field, ev.how, ev.mbits = p.field, seenGroup, max(ev.mbits, p.mbits-groupCost)
		}
	}
	switch {
	case e.payer == nil && e.named > 0 && (e.gap.kind == overpayment || e.gap.kind == partial && !e.gap.said) && v.named:
		ev.kind, ev.how, ev.mbits = against, seenUnknownName, -strangeNumberCost
	case e.payer != nil:
		ev.field, ev.how, ev.mbits = e.payer.field, e.payer.how, e.payer.mbits
		switch {
		case e.payer.account || e.payer.field.ofAccount():
			ev.kind = byAccount
		case best.account && !x.sameGroup(best.customer, e.customer):
			ev.mbits -= otherAccountCost
		}
	case ev.how != notSeen:
		if e.named+e.hinted == 0 {
			ev.mbits -= silentGroupCost
		}
	case best != nil && best.mbits >= otherPayer:
		ev.kind, ev.field, ev.how, ev.mbits = against, best.field, seenOtherCustomer, -otherPayerCost
		if e.named == len(e.allocs) && e.gap.kind == noDifference {
			ev.mbits = -namedPayerCost
		}
	case v.named:
		ev.kind, ev.how, ev.mbits = against, seenUnknownName, -unknownPayerCost
	default:
		return
	}
	e.add(ev)
}

func (x *Index) sameGroup(a, b int32) bool {
	return a >= 0 && b >= 0 && a != b && x.customers[a].group >= 0 && x.customers[a].group == x.customers[b].group
}

func (x *Index) scoreDates(v *view, e *explanation) {
	var sum int32
	for _, a := range e.allocs {
		it := &x.items[a.item]
		sum += v.dateBits(it)
		e.early = e.early || early(v.line, it)
		if v.dated(it) && len(e.allocs) == 1 && e.named == 0 {
			e.against = true
		}
	}
	if n := int32(len(e.allocs)); n > 1 {
		sum /= n
	}
	if sum != 0 {
		e.add(evidence{kind: byDate, field: inDate, item: -1, how: seenIssue, mbits: sum})
	}
}

// scoreWords weighs words that speak against a payment of an invoice.
func (x *Index) scoreWords(v *view, e *explanation) {
	ev := evidence{kind: against, field: inRemittance, item: -1}
	s := &v.words
	complete := e.named == len(e.allocs)
	switch {
	case s.other > 0 && !complete && !(s.credit && e.nets()):
		ev.how, ev.mbits = seenOtherMoney, -otherWordCost*int32(min(s.other, 2))
	case s.advance() && !complete:
		ev.how, ev.mbits = seenQuotation, -3*bit
	case s.credit && e.nets():
		ev.kind, ev.how, ev.mbits = byReference, seenCreditNote, 3*bit
	case len(s.strange) > 0 && e.named+e.hinted == 0:
		ev.how, ev.mbits = seenStrangeWords, -bit*int32(min(len(s.strange), 3))
	default:
		return
	}
	e.add(ev)
}
