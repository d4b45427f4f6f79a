package matcher

import (
	"slices"

	"lettrage/ledger"
)

const (
	maxExplanations = 32      // of a line that are scored to the end
	maxSameAmount   = 48      // items of one amount that are looked at without a payer
	maxRivals       = 8       // … where the payer has one of it
	maxCombos       = 256     // ways to read the short numbers of a list
	maxCombined     = 2048    // … items in all of them together
	maxWork         = 1 << 18 // numbers of the text compared with items, in all explanations of a line
	maxNamers       = 12      // customers whose items a text may name
	maxPosts        = 256     // items that one number may name, looked at without a payer
)

// builder collects the explanations of one line.
type builder struct {
	x    *Index
	v    *view
	out  []explanation
	top  int32 // what the best of them is worth
	work int   // numbers compared with items so far

	owes  int32      // whose items were listed last, counted from 1
	opens []openItem // … of them, those that may be settled
}

// explanations lists what a line of money in may pay.
func (x *Index) explanations(v *view) []explanation {
	b, ok := x.builders.Get().(*builder)
	if !ok {
		b = &builder{x: x, out: make([]explanation, 0, maxExplanations)}
	}
	*b = builder{x: x, v: v, out: b.out[:0], opens: b.opens[:0]}
	b.find()
	out := slices.Clone(b.out)
	clear(b.out)
	b.v = nil
	x.builders.Put(b)
	return out
}

// find collects the explanations, those that the text names first.
func (b *builder) find() {
	b.byNumbers()
	b.byPayers()
	b.byAmount()
}

// avail returns what of an item this line may settle, and whether a line that came
// with it has settled some of it meanwhile.
func (b *builder) avail(it int32) (int64, bool) {
	open := b.x.openFor(it, b.v.line.Intake)
	return open, open != b.x.items[it].left
}

// usable reports whether an item may be settled: open, and in the line's currency.
func (b *builder) usable(it int32) bool {
	open, _ := b.avail(it)
	return open != 0 && b.x.items[it].cur == b.v.code
}

// propose adds an explanation by items, all of them settled whole but for the gap.
func (b *builder) propose(items []int32, cost int32) {
	if len(items) == 1 && b.proposed(items[0], cost) {
		return
	}
	b.explain(items, explanation{class: ledger.CustomerPayment, cost: cost, customer: -1})
}

// explain makes an explanation of items, and keeps it.
func (b *builder) explain(items []int32, e explanation) {
	var sum int64
	newest := items[0]
	for _, it := range items {
		open, taken := b.avail(it)
		sum += open
		e.taken = e.taken || taken
		e.customer = b.x.items[it].customer
		if b.x.items[it].issued > b.x.items[newest].issued {
			newest = it
		}
	}
	e.gap = b.x.explainGap(b.v, sum, e.customer, newest)
	e.allocs = make([]alloc, len(items))
	for i, it := range items {
		open, _ := b.avail(it)
		e.allocs[i] = alloc{it, open}
	}
	switch {
	case e.gap.kind == partial && len(items) > 1:
		b.partials(e, sum)
		return
	case e.gap.kind == partial:
		e.allocs[0].amount = b.v.amount
	}
	b.keep(e)
}

// proposed reports whether an item by itself is an explanation already that costs no more.
func (b *builder) proposed(it int32, cost int32) bool {
	for i := range b.out {
		if e := &b.out[i]; len(e.allocs) == 1 && e.allocs[0].item == it && e.cost >= cost {
			return true
		}
	}
	return false
}

// partials adds one explanation for each item of a set that may be paid in part.
func (b *builder) partials(e explanation, sum int64) {
	short := sum - b.v.amount
	n := 0
	for i := len(e.allocs) - 1; i >= 0 && n < 3; i-- {
		if e.allocs[i].amount <= short {
			continue
		}
		n++
		one := e
		one.allocs = slices.Clone(e.allocs)
		one.allocs[i].amount -= short
		one.cost -= 2 * bit
		if b.saidPart(e.allocs[i].item) {
			one.cost += 12 * bit
			one.gap.sure = true
		}
		b.keep(one)
	}
}

// saidPart reports whether the text says that this item is paid in part.
func (b *builder) saidPart(it int32) bool {
	for i := range b.v.claims {
		if c := &b.v.claims[i]; c.part && len(postsOf(c.posts, it)) > 0 {
			return true
		}
	}
	return false
}

// keep scores an explanation, unless there is one of the same allocations.
func (b *builder) keep(e explanation) {
	slices.SortFunc(e.allocs, func(a, c alloc) int { return int(a.item - c.item) })
	for i := range b.out {
		if slices.Equal(b.out[i].allocs, e.allocs) {
			if e.cost <= b.out[i].cost {
				return
			}
			b.x.score(b.v, &e)
			b.put(i, &e)
			return
		}
	}
	work := (len(e.allocs) + 1) * (len(b.v.claims) + 8)
	b.v.spent += work
	if b.work += work; b.work > maxWork {
		b.v.cutAt(metWork)
		return
	}
	b.x.score(b.v, &e)
	at := len(b.out)
	if at < maxExplanations {
		b.out = append(b.out, explanation{})
	} else {
		b.v.met |= metExplanations
		at = 0
		for i := range b.out {
			if b.out[i].mbits < b.out[at].mbits {
				at = i
			}
		}
		if b.out[at].mbits >= e.mbits {
			return
		}
	}
	b.put(at, &e)
}

// put makes an explanation the one at a place.
func (b *builder) put(at int, e *explanation) {
	b.out[at] = *e
	b.top = b.out[0].mbits
	for i := range b.out {
		b.top = max(b.top, b.out[i].mbits)
	}
}

// byPayers adds what the items of those who may have paid explain.
func (b *builder) byPayers() {
	best := b.v.bestPayer()
	owing := len(b.x.sameAmount(b.v)) > 0
	for i := range b.v.payers {
		p := &b.v.payers[i]
		switch {
		case p.mbits+sureNameSlack*4 < best.mbits:
			return
		case i >= maxPayers: // too many to search for sums; but what they owe whole is a rival
			b.v.met |= metPayers
			if !owing {
				return
			}
			b.exactOf(p.customer)
			continue
		case !b.names(p.customer) && b.hopeless(b.x.prior()+b.x.surprise(b.v)+p.mbits):
			b.exactOf(p.customer)
			continue
		}
		b.ofPayer(p.customer, 0)
		if i == 0 {
			b.ofGroup(p.customer)
		}
	}
}

// hopeless reports whether an explanation that is worth so much at most, but for words and
// dates, is one that nobody would take beside the best one so far.
func (b *builder) hopeless(mbits int32) bool {
	return len(b.out) > 0 && mbits < b.top-hopelessBits
}

// hopelessBits is how much less an explanation is worth that is not even shown: far less
// than a millionth as likely, and about one when a slip of the pen or a day speaks for it too.
const hopelessBits = 24 * bit

// silentBits is what an explanation by items of a customer is worth at most, besides amount and choice.
func (b *builder) silentBits(customer int32) int32 {
	m := b.x.prior()
	if p := b.v.payerOf(customer); p != nil {
		m += p.mbits
	} else if best := b.v.bestPayer(); best != nil {
		m += best.mbits // of his group
	}
	if b.names(customer) {
		m += mostReference
	}
	return m
}

// exactOf adds the items of a customer that are open at just the amount.
func (b *builder) exactOf(customer int32) {
	for _, o := range b.opensOf(customer) {
		if o.open == b.v.amount {
			b.propose([]int32{o.item}, 0)
		}
	}
}

// ofGroup looks at customers of the payer's group: they pay for one another.
func (b *builder) ofGroup(customer int32) {
	g := b.x.customers[customer].group
	if g < 0 {
		return
	}
	for _, c := range b.x.groups[g][:min(len(b.x.groups[g]), maxPayers+1)] {
		if c != customer {
			b.ofPayer(c, -bit)
		}
	}
}

// ofPayer adds single items of a customer, whole or with a gap, and sums.
func (b *builder) ofPayer(customer int32, cost int32) {
	b.v.spent += len(b.x.customers[customer].items)
	open := b.opensOf(customer)
	single := false
	for _, o := range open {
		if o.open == b.v.amount {
			single = true
			b.propose([]int32{o.item}, cost)
		}
	}
	if single {
		b.netted(open, cost)
		return
	}
	most := b.silentBits(customer) + cost
	b.v.met.note(metItems, len(open) > maxNear)
	for i, o := range open {
		if o.open <= 0 {
			continue
		}
		g := b.x.explainGap(b.v, o.open, customer, o.item)
		if i < maxNear && !b.hopeless(most+b.x.amountBits(b.v, &g)) || g.sure {
			b.propose([]int32{o.item}, cost)
		}
	}
	b.sums(open, cost)
}

// netted adds an invoice less a credit note, where an invoice alone fits as well.
func (b *builder) netted(open []openItem, cost int32) {
	if len(open) > maxNear {
		return
	}
	for _, note := range open {
		if note.open >= 0 {
			continue
		}
		for _, o := range open {
			if o.open+note.open == b.v.amount {
				b.propose([]int32{note.item, o.item}, cost-severalCost-choose(len(open), 2))
			}
		}
	}
}

const (
	maxRange   = 64
	maxNear    = 64       // items of a customer, the first in the book, that may be paid in part without being named
	rangeBonus = 12 * bit // the ends are named; what lies between is meant

	severalCost = 2 * bit  // of paying several items at once
	naturalCost = bit      // … that belong together
	manyCost    = 24 * bit // … where more sets than can be listed sum up as well
)

// byAmount adds items of exactly this amount, whoever owes them.
func (b *builder) byAmount() {
	same := b.x.sameAmount(b.v)
	b.v.met.note(metAmounts, len(same) > maxSameAmount)
	if len(same) > maxSameAmount {
		if len(b.out) > 0 {
			return
		}
		same = same[:ledger.MaxCandidates] // for a person to begin with: as many are never sure
	}
	if len(same) > maxRivals && b.paidByHim() {
		same = same[:maxRivals]
	}
	for _, it := range same {
		if open, _ := b.avail(int32(it)); open == b.v.amount {
			b.propose([]int32{int32(it)}, 0)
		}
	}
	if best := b.v.bestPayer(); len(same) == 0 && (best == nil || best.mbits < knownPayer || b.v.words.rate > 0) && !slices.ContainsFunc(b.out, func(e explanation) bool { return e.gap.kind == noDifference }) {
		b.byNearAmount()
	}
}

// paidByHim reports whether an explanation to the cent is of the payer, who is known:
// items of others are rivals that a few stand for.
func (b *builder) paidByHim() bool {
	return slices.ContainsFunc(b.out, func(e explanation) bool {
		return e.gap.kind == noDifference && e.payer != nil && e.payer.isHim() && e.payer.mbits >= otherPayer
	})
}

// byNearAmount adds items that are open at nearly the amount: some cents apart, or
// the amount before a discount of which the text names the rate.
func (b *builder) byNearAmount() {
	try := func(open int64) {
		same := b.x.byAmount.get(amountKey(open, b.v.cur))
		for _, it := range same[:min(len(same), maxNamers)] {
			if have, _ := b.avail(int32(it)); have == open {
				b.propose([]int32{int32(it)}, 0)
			}
		}
	}
	for cents := int64(1); cents <= maxCents; cents++ {
		try(b.v.amount + cents)
		try(b.v.amount - cents)
	}
	if rate := int64(b.v.words.rate); rate > 0 && b.v.amount < 1<<48 {
		before := b.v.amount * 10_000 / (10_000 - rate)
		for open := before - 1; open <= before+2; open++ {
			try(open)
		}
	}
}

// maxCents is the greatest difference that is taken for rounding.
const maxCents = 5
