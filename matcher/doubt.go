package matcher

import (
	"slices"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// doubt says why the best explanation is not applied without a person, or Sure: first
// what speaks against any, then what a difference or an item that is not named needs.
func (x *Index) doubt(v *view, d *verdict) ledger.Reason {
	e := &d.all[0]
	switch {
	case e.taken:
		return ledger.Competing
	case x.namesSettled(v, e):
		return ledger.AlreadyPaid
	case e.unlisted:
		return ledger.NotListed
	case e.against:
		return ledger.Contradiction
	case v.cut:
		return ledger.SearchCut
	case e.share < x.options.threshold():
		if len(d.all) > 1 && d.all[1].share*closeRival > e.share {
			return ledger.Ambiguity
		}
		return ledger.WeakEvidence
	case x.fitsElsewhere(d):
		return ledger.FitsElsewhere
	case e.gap.kind != noDifference:
		return x.doubtDifference(v, e)
	case e.named < len(e.allocs):
		return x.doubtUnnamed(v, d)
	}
	return ledger.Sure
}

// closeRival is how many times as likely the best explanation is at most when the next
// is called as good, and not its own evidence weak.
const closeRival = 20

// doubtDifference says why an explanation that leaves a difference is not applied, or
// Sure: all items must be named in full, and the line, its payer or the customer's terms
// account for the difference. A short number will do for a part that is said to be one,
// from the customer himself.
func (x *Index) doubtDifference(v *view, e *explanation) ledger.Reason {
	best, part := v.bestPayer(), e.gap.kind == partial
	switch {
	case e.gap.kind == overpayment,
		e.payer == nil && v.named && (e.bare > 0 || !e.gap.sure),
		part && !v.words.part && (e.payer == nil || e.gap.slight || x.mayBeMistyped(v, e)):
		return ledger.UnexplainedSum
	case !e.gap.sure && e.payer == nil && best != nil && best.mbits >= otherPayer:
		return ledger.OtherPayer
	case e.named < len(e.allocs) && !ownPart(e),
		part && v.words.credit,
		part && !e.gap.sure && len(e.allocs) > 1,
		!e.gap.sure && (e.gap.kind == bankCharge || e.gap.kind == earlyDiscount):
		return ledger.UnexplainedSum
	}
	return ledger.Sure
}

// ownPart reports whether a part of one item is said to be one, and comes from the
// customer, known by his account or his whole name, with a short number.
func ownPart(e *explanation) bool {
	return e.gap.said && len(e.allocs) == 1 && e.hinted == 1 && e.payer != nil && e.payer.isHim()
}

// mayBeMistyped reports whether a few digits name the items of a payer so that they may as
// well be a slip of the pen, or no number of ours: a mistyped number names an invoice of
// somebody else.
func (x *Index) mayBeMistyped(v *view, e *explanation) bool {
	return e.bare > 0 && (e.payer == nil || e.payer.mbits < otherPayer || x.unlettered(e) && v.unread())
}

// doubtUnnamed says why an explanation to the cent of which the text does not name all
// items in full is not applied, or Sure.
func (x *Index) doubtUnnamed(v *view, d *verdict) ledger.Reason {
	e := &d.all[0]
	switch {
	case v.words.other > 0 && !(v.words.credit && e.nets()):
		return ledger.OtherMoney
	case v.words.advance():
		return ledger.QuotePaid
	case e.early:
		return ledger.BeforeIssue
	case !x.recognised(v, e):
		return ledger.Unrecognised
	case e.named > 0 && e.nets() && !v.words.credit && (v.words.part || e.named+e.hinted < len(e.allocs)-1 || halved(v, e)):
		return ledger.Ambiguity // a part of what is named, or too much, may be meant as well
	case e.named+e.hinted < len(e.allocs) && !e.ranged && !e.nets() && x.byChance(v, e):
		return ledger.Ambiguity
	case v.words.parted && e.named+e.hinted == 0:
		return ledger.Ambiguity // of what it is a part nobody says
	case e.named+e.hinted > 0:
		return ledger.Sure
	case len(v.words.strange) > 0 && x.surprise(v) < x.rare(e):
		return ledger.StrangeWords
	case v.kin && !(e.payer != nil && (e.payer.account || e.payer.whole)),
		x.surprise(v) < tellingAmount && betterKnown(v, e),
		rivalled(d.all):
		return ledger.Ambiguity
	}
	return ledger.Sure
}

// byChance reports whether the items of a sum that the text does not name may be there
// because their amounts happen to fit: what they add to those that are named is an amount
// that many have, or that of one which is named, so that it may be paid twice; or, where
// none is named, they are some of several with the same amount.
func (x *Index) byChance(v *view, e *explanation) bool {
	if len(e.allocs) < 2 {
		return false
	}
	rest, twice := v.amount, false
	var silent []int32
	for _, a := range e.allocs {
		if _, mbits, _ := x.bestClaim(v, a.item, 0); mbits > 0 {
			rest -= a.amount
		} else {
			silent = append(silent, a.item)
		}
	}
	switch {
	case len(silent) == len(e.allocs):
		return x.someOfEqual(e)
	case len(e.allocs)-len(silent) >= 2 && x.allBetween(e):
		return false // FA2602-1637 do FA2602-1654
	}
	for _, a := range e.allocs {
		twice = twice || !slices.Contains(silent, a.item) && a.amount == rest
	}
	return twice || rest > 0 && x.surpriseOf(v, rest) < x.rare(e)
}

// allBetween reports whether an explanation holds all that its customer owes of the
// invoices between its first and its last.
func (x *Index) allBetween(e *explanation) bool {
	first, last := e.allocs[0].item, e.allocs[0].item
	for _, a := range e.allocs {
		first, last = min(first, a.item), max(last, a.item)
	}
	n := 0
	for _, o := range x.itemsOf(e.customer) {
		n += yes(o.item >= first && o.item <= last && o.open > 0)
	}
	return n == len(e.allocs)
}

// someOfEqual reports whether all items of an explanation have one amount, and their
// customer others that have it too.
func (x *Index) someOfEqual(e *explanation) bool {
	if e.customer < 0 {
		return false
	}
	for _, a := range e.allocs {
		if a.amount != e.allocs[0].amount {
			return false
		}
	}
	n := 0
	for _, o := range x.itemsOf(e.customer) {
		n += yes(o.open == e.allocs[0].amount)
	}
	return n > len(e.allocs)
}

// unlettered reports whether an item's number has no letters.
func (x *Index) unlettered(e *explanation) bool {
	return x.items[e.allocs[0].item].number.Prefix() == ""
}

// unread reports whether the text holds more numbers than were read: four digits or
// more that belong to no claim, or to one that says nothing.
func (v *view) unread() bool {
	for i := range v.pieces {
		p := &v.pieces[i]
		if p.field == inLabel || p.field == inEndToEnd {
			continue
		}
		for k := 0; k < len(p.runs); k++ {
			if n := readSum(p, k); n > 0 {
				k += n - 1
				continue
			}
			if r := p.runs[k]; r.Digits && r.End-r.Start >= 4 && !v.claimed(i, r) {
				return true
			}
		}
	}
	return false
}

// fitsElsewhere reports whether the amount says something else than the first
// explanation: it leaves a difference where the same customer owes just this, or it
// pays for others where he who pays does.
func (x *Index) fitsElsewhere(d *verdict) bool {
	e := &d.all[0]
	for i := range d.all[1:] {
		r := &d.all[i+1]
		if r.gap.kind != noDifference || len(r.allocs) != 1 {
			continue
		}
		owes := r.payer != nil && r.payer.mbits >= knownPayer && !x.sameGroup(r.customer, e.customer) && (e.payer == nil || r.payer.mbits >= e.payer.mbits)
		itself := r.customer == e.customer && !(e.gap.said && e.named == len(e.allocs))
		nobody := e.payer == nil || d.view.bestPayer().account && !e.payer.account && !x.sameGroup(d.view.bestPayer().customer, e.customer)
		if e.gap.kind != noDifference && (itself || owes) || nobody && owes && (e.named < len(e.allocs) || r.payer.isHim() || x.alike(e, r)) {
			return true
		}
	}
	return false
}

// betterKnown reports whether the name is rather another customer's than that of the
// explanation, who is known by nothing else.
func betterKnown(v *view, e *explanation) bool {
	best := v.bestPayer()
	return best != nil && e.payer != nil && !e.payer.account && best.customer != e.customer && best.mbits > e.payer.mbits+bit
}

// halved reports whether the line may pay half of the one invoice that it names as
// well as the whole of it less a credit note.
func halved(v *view, e *explanation) bool {
	for _, a := range e.allocs {
		if a.amount > 0 && a.amount == 2*v.amount {
			return true
		}
	}
	return false
}

// alike reports whether the number of an item is one slip away from that of another.
func (x *Index) alike(e, r *explanation) bool {
	return len(e.allocs) == 1 && text.OneEdit(x.items[e.allocs[0].item].number.Whole(), x.items[r.allocs[0].item].number.Whole())
}

// isHim reports whether a payer is known by his account or by his whole name.
func (p *payer) isHim() bool { return p.account || p.exact && !p.bent }

// knownPayer is from when on a payer is taken to be a customer; otherPayer, from when
// on this speaks against an item of another customer.
const (
	knownPayer = 5 * bit
	otherPayer = 6 * bit
)

// rivalled reports whether another explanation would be as good as the first but
// for a number in the text that is none of ours: a slip of the pen shows which item
// is meant only when no other item fits.
func rivalled(all []explanation) bool {
	for i := range all[1:] {
		if plain(&all[i+1]) >= plain(&all[0])-typoBits {
			return true
		}
	}
	return false
}

// plain is the evidence for an explanation without that of numbers that are none of ours.
func plain(e *explanation) int32 {
	m := e.mbits
	for _, ev := range e.evidence {
		if ev.how == seenTypo || ev.how == seenNamesUnlisted {
			m -= ev.mbits
		}
	}
	return m
}

// recognised reports whether something besides amount and date speaks for an
// explanation to the cent that is not named in full: those alone never book anything.
func (x *Index) recognised(v *view, e *explanation) bool {
	if p := e.payer; p != nil && (p.account || p.exact && p.mbits >= knownPayer || p.mbits >= x.fitting(v) && !p.fragment && (len(e.allocs) == 1 || e.named+e.hinted > 0)) {
		return true
	}
	switch {
	case e.nets() && e.named > 0 && (v.words.credit || e.named >= len(e.allocs)-1):
		return true // the invoice is named, and a credit note is taken off
	case e.told == len(e.allocs) && x.surprise(v) >= toldAmount:
		return true // whoever pays
	}
	return e.named+e.hinted == len(e.allocs) && (e.payer != nil || !v.named)
}

// How surprising an amount must be to tell something besides other evidence.
const (
	rareAmount    = 10 * bit // beside words that nobody knows
	toldAmount    = 7500     // beside a short number behind a word for invoice, whoever pays
	tellingAmount = 8 * bit  // … where the name is rather another customer's
	uniqueAmount  = 11500    // for a name that agrees in part to be taken a little sooner
)

// rare is how surprising an amount must be to stand beside words that nobody knows:
// rareAmount, of few items that one alone has it, and less from a known account.
func (x *Index) rare(e *explanation) int32 {
	m := min(rareAmount, log2(uint64(x.amounts.items)))
	if e.payer != nil && (e.payer.account || e.payer.how == seenCustomerNumber || e.payer.how == seenKnownMandate) {
		m -= 3 * bit
	}
	return m
}

// fitting is from when on a payer whose name agrees in part is taken to be a
// customer: less for a rare amount, more among many customers.
func (x *Index) fitting(v *view) int32 {
	if x.surprise(v) >= uniqueAmount {
		return knownPayer - bit/2
	}
	return max(knownPayer, log2(x.population())-partOfName)
}

// partOfName is how much less a name may tell that agrees in part than one customer
// among all would.
const partOfName = 7500

// namesSettled reports whether the text names an item in full that is settled, and
// none of the explanation's.
func (x *Index) namesSettled(v *view, e *explanation) bool {
	if e != nil && e.named == len(e.allocs) {
		return false
	}
	for i := range v.claims {
		c := &v.claims[i]
		if len(c.posts) == 0 || c.context == strangeContext || !x.namesSome(c) || e != nil && x.matches(e, c) {
			continue
		}
		for _, p := range c.posts {
			it, f := x.formOf(p)
			if x.inFull(c, it, f) && x.openFor(it, v.line.Intake) == 0 {
				return true
			}
		}
	}
	return false
}
