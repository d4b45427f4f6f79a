package matcher

import (
	"cmp"
	"slices"
	"strings"

	"lettrage/matcher/text"
)

// payer is a customer who may have paid a line.
type payer struct {
	customer int32
	mbits    int32 // against chance
	solid    int32 // … of what is more than a fact that was seldom confirmed
	learned  bool  // known by facts alone
	added    bool  // a fact and what the line shows were added up
	account  bool  // known by account
	exact    bool  // all words of the name, and no others
	bent     bool  // … some of them misspelt or cut
	whole    bool  // all words, and the legal form, as they are
	fragment bool  // of a word that tells customers apart no more than a letter or two is left
	field    where
	how      seenAs
	trade    uint8 // which of the names that he trades under it is, counted from 1; else 0
}

const (
	maxPayers     = 8    // whose items are searched for sums
	maxKnown      = 256  // who are compared at all
	maxLooked     = 1500 // customers compared with one name
	minNameBits   = 2500 // of a name, below which it is taken for chance
	sureNameSlack = 2000 // a payer this far behind the best one is no rival
)

// findPayers finds who may have paid a line, best first: by account or mandate, by the name in
// its field, and where no field holds a name, by names in the text.
func (x *Index) findPayers(v *view) {
	p := v.pay
	x.payersByAccount(v, 'b', p.Counterparty.Account, inAccount)
	x.payersByAccount(v, 'b', p.Ultimate.Account, inAccount)
	x.payersByAccount(v, 'u', p.MandateID, inMandate)
	names := 0
	for _, n := range []struct {
		field where
		name  string
	}{{inName, p.Counterparty.Name}, {inUltimate, p.Ultimate.Name}} {
		if strings.TrimSpace(n.name) != "" && !v.copied(n.name) {
			names++
			x.payersByName(v, n.name, n.field)
		}
	}
	if names == 0 && len(x.learned) > 0 {
		if name := v.nameInLabel(); name != "" {
			x.payersByLearnedName(v, text.Name(name).Whole, inLabel)
		}
	}
	if len(v.payers) == 0 || names == 0 {
		x.payersInText(v)
	}
	x.entities(v)
	v.rankPayers()
	x.shareNames(v)
	v.rankPayers()
}

// rankPayers merges what is known of each payer and puts the best first.
func (v *view) rankPayers() {
	if v.merged != len(v.payers) { // some were added
		sortPayers(v.payers, func(p *payer) uint64 { return uint64(uint32(p.customer)) })
		kept := v.payers[:0]
		for _, p := range v.payers {
			if n := len(kept); n > 0 && kept[n-1].customer == p.customer {
				kept[n-1] = kept[n-1].and(p)
				continue
			}
			kept = append(kept, p)
		}
		v.payers = kept
	}
	sortPayers(v.payers, func(p *payer) uint64 { return uint64(mostBits-p.mbits)<<32 | uint64(uint32(p.customer)) })
	v.met.note(metNames, len(v.payers) > maxKnown)
	v.payers = v.payers[:min(len(v.payers), maxKnown)]
	v.merged = len(v.payers)
}

// mostBits is more than the evidence for a payer, or against one, ever is.
const mostBits = 64 * bit

// placeBits are the lowest bits of a key, in which sortPayers keeps a place: 32 are the
// customer's, and 17 hold twice mostBits.
const placeBits = 15

// sortPayers puts payers in the order of a key, those of one key as they stand. There
// may be very many, and they are large: their places are sorted.
func sortPayers(all []payer, key func(*payer) uint64) {
	if len(all) >= 1<<placeBits {
		slices.SortStableFunc(all, func(a, b payer) int { return cmp.Compare(key(&a), key(&b)) })
		return
	}
	const none = 1<<placeBits - 1
	var space [256]uint64
	places := space[:0]
	sorted := true
	for i := range all {
		places = append(places, key(&all[i])<<placeBits|uint64(i))
		sorted = sorted && (i == 0 || places[i-1] < places[i])
	}
	if sorted {
		return
	}
	slices.Sort(places)
	for i := range all { // each moves once, around a circle
		first := all[i]
		for to := uint64(i); places[to]&none != none; {
			from := places[to] & none
			places[to] = none
			if all[to] = first; from != uint64(i) {
				all[to] = all[from]
			}
			to = from
		}
	}
}

// shareNames takes back what is counted twice where words go together: a name that
// fits ten customers of a thousand as well tells no more than that it is one of them.
func (x *Index) shareNames(v *view) {
	all := x.names.bits
	whole := slices.ContainsFunc(v.payers, func(p payer) bool {
		b := x.names.called(&p)
		return p.exact && !p.bent && (b.count > 1 || p.whole && b.form != noForm)
	})
	to := 0
	for i := range v.payers {
		p := &v.payers[i]
		for to < len(v.payers) && v.payers[to].mbits >= p.mbits-bit {
			to++
		}
		if limit := all - log2(uint64(to)); !p.account && p.how == seenName && !p.exact {
			if whole {
				limit = min(limit, p.mbits) - otherNameCost
			}
			p.mbits, p.solid = min(p.mbits, limit), min(p.solid, limit)
		}
	}
}

// otherNameCost is what a name costs that agrees in part where it is another
// customer's whole name of several words.
const otherNameCost = 5 * bit

// bestPayer is the first: the payers are ranked.
func (v *view) bestPayer() *payer {
	if len(v.payers) == 0 {
		return nil
	}
	return &v.payers[0]
}

// payerOf returns a customer among the payers, nil where he is none of them.
func (v *view) payerOf(customer int32) *payer {
	for i := range v.payers {
		if v.payers[i].customer == customer {
			return &v.payers[i]
		}
	}
	return nil
}

// addPayer notes evidence for a customer.
func (v *view) addPayer(p payer) {
	p.solid = p.mbits
	v.payers = append(v.payers, p)
}

// and keeps the better of two pieces of evidence for one customer. An account and a
// name add up a little; with a fact once, and not when both were learned, which was together.
func (p payer) and(o payer) payer {
	both := p
	if p.account == o.account && o.mbits > p.mbits {
		both = o
	}
	both.mbits, both.solid = max(p.mbits, o.mbits), max(p.solid, o.solid)
	both.learned, both.added = p.learned && o.learned, p.added || o.added
	both.account = p.account || o.account
	if p.account != o.account || p.learned != o.learned {
		both.exact = p.exact || o.exact
	}
	if p.field.ofAccount() == o.field.ofAccount() || both.added || both.learned {
		return both
	}
	both.mbits, both.added = both.mbits+2*bit, p.learned || o.learned
	if p.solid > 0 && o.solid > 0 {
		both.solid += 2 * bit
	}
	return both
}

// payersByAccount adds whose an account or a mandate is.
func (x *Index) payersByAccount(v *view, kind byte, number string, field where) {
	if number == "" {
		return
	}
	key := keyOf(kind, text.Compact(number))
	if x.payersLearned(v, key, field) {
		return
	}
	found := x.byAccount.get(key)
	for _, c := range found {
		v.addPayer(payer{customer: int32(c), mbits: x.accountBits(len(found)), account: true, field: field, how: howLearned(learned{}, field)})
	}
}

// accountBits is what an account of the master data is worth that so many customers have.
func (x *Index) accountBits(customers int) int32 {
	return x.names.bits + 3*bit - log2(uint64(customers))
}

func (x *Index) payersByName(v *view, name string, field where) {
	w := text.Name(name)
	x.payersByLearnedName(v, w.Whole, field)
	if len(w.Core) > 12 {
		w.Core = w.Core[:12]
	}
	glued := x.names.glued.get(keyOf('g', w.Whole))
	for _, c := range glued {
		b := &x.names.bearers[c]
		bits := x.names.bits - log2(uint64(len(glued))) + bit + x.formBits(b, w.Form)
		p := x.names.payer(int32(c))
		p.mbits, p.exact, p.whole, p.field, p.how = bits, true, x.names.hasForm(b, w.Form), field, seenName
		v.addPayer(p)
	}
	owner, owes := x.ownerNamed(v)
	if owes && len(glued) == 1 && owner == x.names.customer(int32(glued[0])) {
		return // who else is called a little like him does not matter
	}
	long := len(strings.TrimSpace(name)) >= 16
	words := make([]writtenWord, len(w.Core))
	for i, one := range w.Core {
		words[i] = x.names.written(one, i == len(w.Core)-1 && (long || i > 0) || len(one) >= 5)
	}
	note := func(p payer) {
		p.field = field
		p.whole = p.exact && !p.bent && x.names.hasForm(x.names.called(&p), w.Form)
		v.addPayer(p)
	}
	if owes {
		if p, ok := x.compare(owner, &x.names.bearers[owner], w, words, long); ok && p.mbits >= otherPayer {
			note(p)
			return // nor here
		}
	}
	looked, owing := x.lookAt(v, words), x.sameAmount(v)
	v.payers = slices.Grow(v.payers, min(len(looked), 16))
	var near [32]bearer // fetched together: they stand far apart in memory
	for some := range slices.Chunk(looked, len(near)) {
		for i, c := range some {
			near[i] = x.names.bearers[c]
		}
		for i, c := range some {
			p, ok := x.compare(c, &near[i], w, words, long)
			if ok {
				note(p)
			}
			v.kin = v.kin || !ok && len(owing) > 0 && x.sharesRare(&near[i], words) && x.owesJust(x.names.customer(c), v)
		}
	}
}

// ownerNamed returns the customer of whom the line names an item in full and is of its amount.
func (x *Index) ownerNamed(v *view) (customer int32, ok bool) {
	for i := range v.claims {
		c := &v.claims[i]
		for _, p := range c.posts[:min(len(c.posts), 4)] {
			if it, f := x.formOf(p); x.items[it].open == v.amount && x.items[it].cur == v.code && x.items[it].customer >= 0 && x.inFull(c, it, f) {
				return x.items[it].customer, true
			}
		}
	}
	return 0, false
}

// kinBits is how rare a word is from when on it is taken to tell a family or a firm
// from others: not a trade, nor a town.
const kinBits = 8000

// sharesRare reports whether a customer's name has one of the rare words that may be written.
func (x *Index) sharesRare(b *bearer, words []writtenWord) bool {
	for i := range words {
		for _, m := range words[i].may {
			if x.names.rare[m.word] >= kinBits && slices.Contains(x.names.wordsOf(b), m.word) {
				return true
			}
		}
	}
	return false
}

// owesJust reports whether a customer has an item open at just the amount of a line.
func (x *Index) owesJust(c int32, v *view) bool {
	for _, o := range x.customers[c].items {
		if o.open == v.amount && o.cur == v.code {
			return true
		}
	}
	return false
}

// lookAt returns the bearers to compare: those of the rarest words first.
func (x *Index) lookAt(v *view, words []writtenWord) []int32 {
	var all []int32 // words
	for i := range words {
		for _, m := range words[i].may {
			if of := x.names.of[m.word]; len(of) > 0 && len(of) <= maxCommon {
				all = append(all, m.word)
			}
		}
	}
	slices.SortFunc(all, func(a, b int32) int {
		if d := len(x.names.of[a]) - len(x.names.of[b]); d != 0 {
			return d
		}
		return int(a - b)
	})
	var out []int32
	for _, w := range slices.Compact(all) {
		if len(out)+len(x.names.of[w]) > maxLooked {
			v.met |= metNames
			break
		}
		out = append(out, x.names.of[w]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// compare weighs a written name against a bearer's: rare words that agree speak
// for it; words of either that the other lacks speak against it.
func (x *Index) compare(c int32, b *bearer, w text.Words, words []writtenWord, long bool) (payer, bool) {
	own := x.names.wordsOf(b)
	var bits int32
	var usedBuf [16]bool
	used := usedBuf[:min(len(own), 16)]
	missing, matched, bent, lost := 0, 0, false, false
	for i := range words {
		lost = false
		k, cost := bestWord(own, used, words[i].may)
		if k < 0 {
			if k, cost = x.initial(own, used, words[i].text); k < 0 {
				price := x.strange(b, &words[i])
				bits -= price
				missing += yes(price != cityCost)
				lost = true
				continue
			}
		}
		used[k] = true
		matched++
		bent = bent || cost > 0
		bits += max(x.names.rare[own[k]]-cost, 0)
	}
	exact := missing == 0
	if matched == 0 {
		return payer{}, false
	}
	for k, u := range used {
		if !u {
			exact = false
			bits -= x.absent(b, own[k], long)
		}
	}
	bits = min(bits, x.names.bits) + x.formBits(b, w.Form)
	if exact {
		bits += bit
	}
	last := w.Core[len(w.Core)-1]
	others := matched - yes(!lost)
	fragment := (missing > 0 || !b.person) && len(w.Core) > 1 && others < 2 && len(last) <= 2 && long && !slices.ContainsFunc(own, func(o int32) bool { return x.names.text[o] == last })
	if n := len(w.Last); n > 0 && n <= 2 && w.Last != last && w.Last != w.Form && long && matched < 2 && !b.person {
		fragment, exact = true, false // of a name that the bank cut behind a letter or two
	}
	p := x.names.payer(c)
	p.mbits, p.exact, p.bent, p.fragment, p.how = bits, exact, bent, fragment, seenName
	return p, bits >= minNameBits
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

func bestWord(own []int32, used []bool, options []wordMatch) (int, int32) {
	best, cost := -1, int32(0)
	for _, m := range options {
		for k := range used {
			if !used[k] && own[k] == m.word && (best < 0 || m.cost < cost) {
				best, cost = k, m.cost
			}
		}
	}
	return best, cost
}

// initial finds an unused word that begins with a single letter, or a single letter that begins the word.
func (x *Index) initial(own []int32, used []bool, w string) (int, int32) {
	for k := range used {
		t := x.names.text[own[k]]
		if !used[k] && (len(w) == 1 || len(t) == 1) && t[0] == w[0] {
			return k, initialCost
		}
	}
	return -1, 0
}

// What the words of a written name cost that the customer's lacks, and the other way round.
const (
	cityCost    = 300  // his town, behind his name
	wideCost    = 500  // one of wideNames
	shortCost   = 700  // of a letter or two
	strangeCost = 1500 // any other
	takenCost   = 3500 // … that other customers' names have

	cityLacksCost = 500  // his town, in the list of customers alone
	cutLacksCost  = 1200 // a word that a bank may have cut off, or a person left out
	lacksCost     = 1800 // any other
)

// strange is what a written word costs that the customer's name lacks: little for
// a town, more for a word that belongs to other customers.
func (x *Index) strange(b *bearer, w *writtenWord) int32 {
	for _, city := range x.names.cities[b.city] {
		for _, m := range w.may {
			if m.word == city {
				return cityCost
			}
		}
	}
	return w.price
}

// strangePrice is what a written word costs that no name has, or that other names have.
func (n *nameIndex) strangePrice(w string, may []wordMatch) int32 {
	taken := func(m wordMatch) bool { return m.cost == 0 && len(n.of[m.word]) > 0 }
	switch {
	case wideNames[w]:
		return wideCost
	case len(w) <= 2:
		return shortCost
	case slices.ContainsFunc(may, taken):
		return takenCost
	}
	return strangeCost
}

// wideNames are words that firms put behind the name of one of theirs.
var wideNames = map[string]bool{"FRANCE": true, "GROUPE": true, "GROUP": true, "INTERNATIONAL": true, "EUROPE": true}

// absent is what a word of the customer's name costs that is not written.
func (x *Index) absent(b *bearer, word int32, long bool) int32 {
	switch {
	case slices.Contains(x.names.cities[b.city], word):
		return cityLacksCost
	case long || b.person:
		return cutLacksCost
	}
	return lacksCost
}

// formBits compares legal forms, when both are given.
func (x *Index) formBits(b *bearer, form string) int32 {
	own := x.names.forms[b.form]
	switch {
	case form == "" || own == "" || form == "ETS" || form == "STE" || form == "SOCIETE":
		return 0
	case form == own:
		return bit / 2
	}
	return -bit
}

// payersInText looks for customers' names among the words of the text, where the
// bank gives no field for them. A name counts when all its words but one stand there.
func (x *Index) payersInText(v *view) {
	var core []string
	var fields []where
	if v.named {
		return
	}
	for i := range v.pieces {
		p := &v.pieces[i]
		for k, r := range p.runs {
			if w := p.text(k); !r.Digits && len(w) >= 2 && wordClasses[w] != plainWord && len(core) < 24 {
				core, fields = append(core, w), append(fields, p.field)
			}
		}
	}
	words := make([]writtenWord, len(core))
	for i, one := range core {
		words[i] = x.names.written(one, false)
	}
	for _, c := range x.lookAt(v, words) {
		if p, ok := x.contained(c, words); ok {
			p.field = fields[0]
			v.addPayer(p)
		}
	}
	x.gluedInText(v, core, fields)
}

// gluedInText finds names whose words are written together.
func (x *Index) gluedInText(v *view, core []string, fields []where) {
	for i, w := range core {
		found := x.names.glued.get(keyOf('g', w))
		for _, c := range found {
			if len(w) >= 6 && x.names.bearers[c].count > 1 {
				bits := x.names.bits - log2(uint64(len(found)))
				p := x.names.payer(int32(c))
				p.mbits, p.exact, p.field, p.how = bits, true, fields[i], seenNameInText
				v.addPayer(p)
			}
		}
	}
}

// contained weighs a customer whose name may stand in a text.
func (x *Index) contained(c int32, words []writtenWord) (payer, bool) {
	b := &x.names.bearers[c]
	own := x.names.wordsOf(b)
	var usedBuf [16]bool
	used := usedBuf[:min(len(own), 16)]
	var bits int32
	for i := range words {
		if k, cost := bestWord(own, used, words[i].may); k >= 0 {
			used[k] = true
			bits += max(x.names.rare[own[k]]-cost, 0)
		}
	}
	exact := true
	for k, u := range used {
		if !u {
			exact = false
			bits -= 2*bit + x.absent(b, own[k], false)
		}
	}
	bits = min(bits, x.names.bits)
	p := x.names.payer(c)
	p.mbits, p.exact, p.how = bits, exact, seenNameInText
	return p, bits >= minNameBits+bit
}
