package matcher

import (
	"slices"

	"lettrage/ledger"
)

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
	b.propose(set, -bit)
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
					count(b.x.customers[p].items[0].item, seen)
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
	b.v.met.note(metNamers, len(order) > maxNamers)
	return order[:min(len(order), maxNamers)]
}

// payerRank is the place of a customer among the payers. One who is none comes before
// those whose items are not searched for sums: their names are next to nothing.
func (b *builder) payerRank(customer int32) int {
	at := slices.IndexFunc(b.v.payers, func(p payer) bool { return p.customer == customer })
	if at < 0 {
		return maxPayers
	}
	return at
}

// namedOf adds the explanations in which a customer's named items are paid.
func (b *builder) namedOf(customer int32) {
	options := b.options(customer)
	if len(options) == 0 {
		return
	}
	sets, all := combos(options)
	b.v.met.note(metReadings, !all)
	for _, set := range sets {
		b.tryNamed(set, customer)
	}
	if len(options) > 1 { // one of several numbers may be of something else
		for _, o := range options {
			for _, it := range o {
				if open, _ := b.avail(it); open == b.v.amount {
					b.propose([]int32{it}, -3*bit)
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
			for _, o := range owned {
				look(o.item)
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

// combos returns the ways to take one item of each list, no item twice, and whether these
// are all. They may be the lists themselves: they are not to be changed.
func combos(options [][]int32) (sets [][]int32, all bool) {
	if len(options) == 1 && len(options[0]) == 1 {
		return options, true
	}
	sets, all = [][]int32{nil}, true
	most := min(maxCombos, maxCombined/max(len(options), 1))
	for _, o := range options {
		var next [][]int32
		for _, s := range sets {
			grown := false
			for _, it := range o {
				if len(next) == most {
					all = false
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
	return sets, all
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
	for _, o := range b.x.itemsOf(customer) {
		open := o.open
		if o.settled {
			open, _ = b.avail(o.item)
		}
		if open != 0 && o.cur == b.v.code {
			b.opens = append(b.opens, openItem{o.item, open})
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
	b.propose(set, 0)
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
		b.propose(append(slices.Clone(set), it), cost)
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
		for _, o := range b.x.customers[customer].items {
			if it := o.item; o.open > 0 && b.usable(it) && !b.before(it, from) && !b.before(to, it) {
				set = append(set, it)
			}
		}
		one := b.x.items[from].number.Shape == b.x.items[to].number.Shape // else what lies between is anybody's guess
		if len(set) >= 2 && len(set) <= maxRange {
			b.explain(set, explanation{class: ledger.CustomerPayment, cost: rangeBonus, customer: -1, ranged: one})
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
	for _, o := range b.x.customers[customer].items {
		if m, _ := b.x.claimBits(c, o.item); m > 0 && b.usable(o.item) {
			return o.item, true
		}
	}
	return 0, false
}
