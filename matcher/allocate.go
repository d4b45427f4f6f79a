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
	work int // numbers compared with items so far

	owes  int32 // whose items were listed last, counted from 1
	opens []openItem
}

// explanations lists what a line of money in may pay.
func (x *Index) explanations(v *view) []explanation {
	b := &builder{x: x, v: v, out: make([]explanation, 0, 4)}
	b.byNumbers()
	b.byPayers()
	b.byAmount()
	return b.out
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
	return open != 0 && b.x.items[it].cur == b.v.cur
}

// propose adds an explanation by items, all of them settled whole but for the gap.
func (b *builder) propose(items []int32, cost int32, how string) {
	e := explanation{class: ledger.CustomerPayment, cost: cost, how: how, customer: -1}
	e.allocs = make([]alloc, 0, len(items))
	var sum int64
	newest := &b.x.items[items[0]]
	for _, it := range items {
		open, taken := b.avail(it)
		sum += open
		e.allocs = append(e.allocs, alloc{it, open})
		e.taken = e.taken || taken
		e.customer = b.x.items[it].customer
		if b.x.items[it].issued > newest.issued {
			newest = &b.x.items[it]
		}
	}
	e.gap = b.x.explainGap(b.v, sum, newest)
	switch {
	case e.gap.kind == ledger.Partial && len(items) > 1:
		b.partials(e, sum)
		return
	case e.gap.kind == ledger.Partial:
		e.allocs[0].amount = b.v.amount
	}
	b.keep(e)
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
			b.out[i] = e
			return
		}
	}
	work := (len(e.allocs) + 1) * (len(b.v.claims) + 8)
	b.v.spent += work
	if b.work += work; b.work > maxWork {
		b.v.cut = true
		return
	}
	b.x.score(b.v, &e)
	if len(b.out) < maxExplanations {
		b.out = append(b.out, e)
		return
	}
	worst := 0
	for i := range b.out {
		if b.out[i].mbits < b.out[worst].mbits {
			worst = i
		}
	}
	if b.out[worst].mbits < e.mbits {
		b.out[worst] = e
	}
}

// byNumbers adds what the numbers of the text name, customer by customer.
func (b *builder) byNumbers() {
	for _, c := range b.namedCustomers() {
		b.namedOf(c)
	}
	b.namedOfSeveral()
}

// namedOfSeveral adds the items that the text names in full when they are of several
// customers, each named by a number that no other item has, and sum up to the amount.
func (b *builder) namedOfSeveral() {
	var set []int32
	var sum int64
	several := false
	for i := range b.v.claims {
		it, ok := b.onlyNamed(&b.v.claims[i])
		if !ok || slices.Contains(set, it) {
			continue
		}
		open, _ := b.avail(it)
		sum += open
		set = append(set, it)
		several = several || b.x.items[it].customer != b.x.items[set[0]].customer
	}
	if !several || sum != b.v.amount {
		return
	}
	if best := b.v.bestPayer(); best != nil { // the payer's own last: they are his explanation
		slices.SortStableFunc(set, func(p, q int32) int {
			return yes(b.x.items[p].customer == best.customer) - yes(b.x.items[q].customer == best.customer)
		})
	}
	b.propose(set, -bit, "named")
}

// onlyNamed returns the one usable item that a claim names in full.
func (b *builder) onlyNamed(c *claim) (int32, bool) {
	only, found := int32(-1), false
	for _, p := range c.posts[:min(len(c.posts), maxNamers)] {
		it, f := b.x.formOf(p)
		if !b.usable(it) || !b.x.inFull(c, it, f) || it == only {
			continue
		}
		if found {
			return 0, false
		}
		only, found = it, true
	}
	return only, found
}

// namedCustomers lists whose items the text may name, those with most claims first.
func (b *builder) namedCustomers() []int32 {
	counts := make(map[int32]int)
	var order []int32
	count := func(it int32, seen map[int32]bool) {
		if c := b.x.items[it].customer; !seen[c] {
			seen[c] = true
			if counts[c] == 0 {
				order = append(order, c)
			}
			counts[c]++
		}
	}
	for i := range b.v.claims {
		seen := make(map[int32]bool)
		c := &b.v.claims[i]
		posts := c.posts
		if len(posts) > maxPosts {
			posts = nil // only of the payers
			for k := range b.v.payers {
				if p := b.v.payers[k].customer; b.x.ofCustomer(c, p) {
					count(b.x.customers[p].items[0], seen)
				}
			}
		}
		for _, p := range posts {
			if it, _ := b.x.formOf(p); b.usable(it) {
				count(it, seen)
			}
		}
		for _, o := range c.order[:min(len(c.order), maxPosts)] {
			if b.usable(int32(o)) {
				count(int32(o), seen)
			}
		}
	}
	slices.SortStableFunc(order, func(a, c int32) int {
		if d := counts[c] - counts[a]; d != 0 {
			return d
		}
		return b.payerRank(a) - b.payerRank(c)
	})
	return order[:min(len(order), maxNamers)]
}

func (b *builder) payerRank(customer int32) int {
	for i := range b.v.payers {
		if b.v.payers[i].customer == customer {
			return i
		}
	}
	return maxPayers
}

// namedOf adds the explanations in which a customer's named items are paid.
func (b *builder) namedOf(customer int32) {
	options := b.options(customer)
	if len(options) == 0 {
		return
	}
	for _, set := range combos(options) {
		b.tryNamed(set, customer)
	}
	if len(options) > 1 { // one of several numbers may be of something else
		for _, o := range options {
			for _, it := range o {
				if open, _ := b.avail(it); open == b.v.amount {
					b.propose([]int32{it}, -3*bit, "one_of_named")
				}
			}
		}
	}
	b.ranges(customer)
}

// options returns for each claim that may name open items of a customer which
// ones, complete numbers before short ones.
func (b *builder) options(customer int32) [][]int32 {
	var options [][]int32
	for i := range b.v.claims {
		c := &b.v.claims[i]
		var complete, rest []int32
		look := func(it int32) {
			if b.x.items[it].customer != customer || !b.usable(it) {
				return
			}
			switch m, named := b.x.claimBits(c, it); {
			case m <= 0:
			case named == inFull:
				complete = append(complete, it)
			default:
				rest = append(rest, it)
			}
		}
		if owned := b.x.itemsOf(customer); len(c.posts) <= max(maxPosts, len(owned)) || customer < 0 {
			for _, p := range c.posts[:min(len(c.posts), max(maxPosts, len(owned)))] {
				it, _ := b.x.formOf(p)
				look(it)
			}
			for _, o := range c.order[:min(len(c.order), maxPosts)] {
				look(int32(o))
			}
		} else {
			for _, it := range owned {
				look(it)
			}
		}
		if len(complete) == 0 {
			complete = rest
		}
		if len(complete) > 0 {
			slices.Sort(complete)
			options = append(options, slices.Compact(complete))
		}
	}
	return options
}

// combos returns the ways to take one item of each list, no item twice.
func combos(options [][]int32) [][]int32 {
	sets := [][]int32{nil}
	most := min(maxCombos, maxCombined/max(len(options), 1))
	for _, o := range options {
		var next [][]int32
		for _, s := range sets {
			grown := false
			for _, it := range o {
				if len(next) == most {
					break
				}
				if !slices.Contains(s, it) {
					next = append(next, append(s[:len(s):len(s)], it))
					grown = true
				}
			}
			if !grown && len(next) < most {
				next = append(next, s)
			}
		}
		sets = next
	}
	return sets
}

// openItem is a usable item and what is open of it.
type openItem struct {
	item int32
	open int64
}

// opensOf lists the usable items of a customer, and keeps the list for the next time.
func (b *builder) opensOf(customer int32) []openItem {
	if b.owes == customer+1 {
		return b.opens
	}
	b.owes, b.opens = customer+1, b.opens[:0]
	b.v.spent += len(b.x.itemsOf(customer))
	for _, it := range b.x.itemsOf(customer) {
		if b.usable(it) {
			open, _ := b.avail(it)
			b.opens = append(b.opens, openItem{it, open})
		}
	}
	return b.opens
}

// tryNamed adds a set of named items: as it is, with a credit note of the customer
// taken off, or with another of the customer's items.
func (b *builder) tryNamed(set []int32, customer int32) {
	if len(set) == 0 {
		return
	}
	sum := int64(0)
	for _, it := range set {
		open, _ := b.avail(it)
		sum += open
	}
	b.propose(set, 0, "named")
	if sum == b.v.amount {
		return
	}
	notes := int32(1)
	var fits []int32
	for _, o := range b.opensOf(customer) {
		if o.open < 0 != (sum > b.v.amount) && sum+o.open != b.v.amount || slices.Contains(set, o.item) {
			continue
		}
		if o.open < 0 == (sum > b.v.amount) {
			notes++
		}
		if sum+o.open == b.v.amount {
			fits = append(fits, o.item)
		}
	}
	for _, it := range fits {
		cost := -3*bit - log2(uint64(notes))
		b.propose(append(slices.Clone(set), it), cost, "named_and_other")
	}
}

// ranges adds the items between two numbers that the text joins by "à": all of the
// customer's open ones, in the order in which they were issued.
func (b *builder) ranges(customer int32) {
	if customer < 0 {
		return
	}
	for i := 0; i+1 < len(b.v.claims); i++ {
		if !b.v.claims[i].through {
			continue
		}
		from, okFrom := b.firstOf(&b.v.claims[i], customer)
		to, okTo := b.firstOf(&b.v.claims[i+1], customer)
		if !okFrom || !okTo {
			continue
		}
		var set []int32
		for _, it := range b.x.customers[customer].items {
			if b.usable(it) && b.x.items[it].open > 0 && !b.before(it, from) && !b.before(to, it) {
				set = append(set, it)
			}
		}
		how := "range"
		if b.x.items[from].number.Shape != b.x.items[to].number.Shape {
			how = "range_of_series" // what lies between is anybody's guess
		}
		if len(set) >= 2 && len(set) <= maxRange {
			b.propose(set, rangeBonus, how)
		}
	}
}

// before orders items by their day of issue, and by their place in the book.
func (b *builder) before(p, q int32) bool {
	if dp, dq := b.x.items[p].issued, b.x.items[q].issued; dp != dq {
		return dp < dq
	}
	return p < q
}

// firstOf returns the first open item of a customer that a claim may name.
func (b *builder) firstOf(c *claim, customer int32) (int32, bool) {
	for _, it := range b.x.customers[customer].items {
		if m, _ := b.x.claimBits(c, it); m > 0 && b.usable(it) {
			return it, true
		}
	}
	return 0, false
}

// byPayers adds what the items of those who may have paid explain.
func (b *builder) byPayers() {
	best := b.v.bestPayer()
	for i := range b.v.payers {
		p := &b.v.payers[i]
		switch {
		case p.mbits+sureNameSlack*4 < best.mbits:
			return
		case i >= maxPayers: // too many to search for sums; but what they owe whole is a rival
			if len(b.x.byAmount.get(amountKey(b.v.amount, b.v.cur))) == 0 {
				return
			}
			b.exactOf(p.customer)
			continue
		}
		b.ofPayer(p.customer, 0)
		if i == 0 {
			b.ofGroup(p.customer)
		}
	}
}

// exactOf adds the items of a customer that are open at just the amount.
func (b *builder) exactOf(customer int32) {
	for _, it := range b.x.customers[customer].items {
		if b.x.items[it].open == b.v.amount && b.usable(it) {
			b.propose([]int32{it}, 0, "amount")
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
	var items []int32
	var opens []int64
	single := false
	b.v.spent += 2 * len(b.x.customers[customer].items)
	for _, it := range b.x.customers[customer].items {
		if !b.usable(it) {
			continue
		}
		open, _ := b.avail(it)
		items, opens = append(items, it), append(opens, open)
		if open == b.v.amount {
			single = true
			b.propose([]int32{it}, cost, "amount")
		}
	}
	if single {
		b.netted(items, opens, cost)
		return
	}
	for i, it := range items {
		if opens[i] <= 0 || i >= maxNear && !b.x.explainGap(b.v, opens[i], &b.x.items[it]).sure {
			continue
		}
		b.propose([]int32{it}, cost, "near_amount")
	}
	b.sums(items, opens, cost)
}

// netted adds an invoice less a credit note, where an invoice alone fits as well.
func (b *builder) netted(items []int32, opens []int64, cost int32) {
	if len(items) > maxNear {
		return
	}
	for i, note := range opens {
		if note >= 0 {
			continue
		}
		for k, open := range opens {
			if open+note == b.v.amount {
				b.propose([]int32{items[i], items[k]}, cost-severalCost-choose(len(items), 2), "sum")
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
	same := b.x.byAmount.get(amountKey(b.v.amount, b.v.cur))
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
			b.propose([]int32{int32(it)}, 0, "amount")
		}
	}
	if best := b.v.bestPayer(); len(same) == 0 && (best == nil || best.mbits < knownPayer || b.v.words.rate > 0) && !slices.ContainsFunc(b.out, func(e explanation) bool { return e.gap.kind == ledger.NoDifference }) {
		b.byNearAmount()
	}
}

// paidByHim reports whether an explanation to the cent is of the payer, who is known:
// items of others are rivals that a few stand for.
func (b *builder) paidByHim() bool {
	return slices.ContainsFunc(b.out, func(e explanation) bool {
		return e.gap.kind == ledger.NoDifference && e.payer != nil && e.payer.isHim() && e.payer.mbits >= otherPayer
	})
}

// byNearAmount adds items that are open at nearly the amount: some cents apart, or
// the amount before a discount of which the text names the rate.
func (b *builder) byNearAmount() {
	try := func(open int64) {
		same := b.x.byAmount.get(amountKey(open, b.v.cur))
		for _, it := range same[:min(len(same), maxNamers)] {
			if have, _ := b.avail(int32(it)); have == open {
				b.propose([]int32{int32(it)}, 0, "near_amount")
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
