package matcher

import (
	"slices"
	"sort"
	"strings"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// nameIndex finds customers by the words of their names.
type nameIndex struct {
	words  map[string]int32 // vocabulary
	text   []string         // of each word
	rare   []int32          // log2(customers / customers with the word), thousandths of a bit
	of     [][]int32        // bearers of a name with the word
	near   multimap         // a word with one letter left out → words
	glued  multimap         // all words of a name together → bearers
	sorted []int32          // words in alphabetical order, for those cut off
	bits   int32            // log2 of the population

	bearers []bearer  // what is known of the name of each customer, then of each name that one trades under
	trading []int32   // whose those are, in their order
	owned   []int32   // words of names that have more than fit a bearer, one customer's after another's
	cities  [][]int32 // words of each different city
	forms   []string  // different legal forms
}

// bearer is a customer as the bearer of a name, or of one that he trades under: very many
// are compared with a line, and this much of them fits a cache.
type bearer struct {
	words  [4]int32 // of the name, where it has no more
	from   uint32   // in owned, else
	city   int32    // in cities
	count  uint16   // of words
	form   uint16   // in forms
	person bool
}

// wordsOf returns the words of a bearer's name, in its order.
func (n *nameIndex) wordsOf(b *bearer) []int32 {
	if int(b.count) <= len(b.words) {
		return b.words[:b.count]
	}
	return n.owned[b.from:][:b.count]
}

// together returns words of names in one.
func (n *nameIndex) together(words []int32) string {
	var s strings.Builder
	for _, w := range words {
		s.WriteString(n.text[w])
	}
	return s.String()
}

// hasForm reports whether a legal form is that of a bearer's name, if this has one.
func (n *nameIndex) hasForm(b *bearer, form string) bool {
	return b.form == noForm || n.forms[b.form] == form
}

// noForm is the number of the legal form of a name that has none.
const noForm = 0

// population is from how many a payer's name is taken to come: the customers, and no
// fewer than may pay by chance. A name that is a customer's is no accident in a small book either.
func (x *Index) population() uint64 { return uint64(max(len(x.customers), leastPopulation)) }

const leastPopulation = 256

// maxCommon is how many customers a word may have to lead to them by itself.
const maxCommon = 400

func (x *Index) indexNames() nameIndex {
	n := nameIndex{words: make(map[string]int32), bits: log2(x.population()), bearers: make([]bearer, len(x.customers))}
	t := namer{n: &n, cities: make(map[string]int32), forms: make(map[string]uint16), glued: make([]pair, 0, 2*len(x.customers))}
	n.form("", t.forms) // noForm
	for i := range x.book.Customers {
		t.take(int32(i), &x.book.Customers[i], x.book.Customers[i].Name)
	}
	for i := range x.book.Customers {
		c := &x.book.Customers[i]
		for _, name := range c.Trade[:min(len(c.Trade), maxTrade)] {
			if text.Name(name).Whole == "" || text.Name(name).Whole == text.Name(c.Name).Whole {
				continue
			}
			n.bearers, n.trading = append(n.bearers, bearer{}), append(n.trading, int32(i))
			t.take(int32(len(n.bearers)-1), c, name)
		}
	}
	n.glued = newMultimap(t.glued)
	n.finish(t.uses)
	return n
}

// maxTrade is how many names are compared that a customer trades under.
const maxTrade = 16

// customer returns who bears a name.
func (n *nameIndex) customer(bearer int32) int32 {
	if own := len(n.bearers) - len(n.trading); int(bearer) >= own {
		return n.trading[int(bearer)-own]
	}
	return bearer
}

// payer returns the bearer of a name as a payer.
func (n *nameIndex) payer(bearer int32) payer {
	c := n.customer(bearer)
	if c == bearer {
		return payer{customer: c}
	}
	return payer{customer: c, trade: uint8(1 + int(bearer) - n.firstTrade(c))}
}

// called returns the name under which a customer was found to be the payer.
func (n *nameIndex) called(p *payer) *bearer {
	if p.trade > 0 {
		return &n.bearers[n.firstTrade(p.customer)+int(p.trade)-1]
	}
	return &n.bearers[p.customer]
}

// firstTrade returns the bearer of the first name that a customer trades under.
func (n *nameIndex) firstTrade(customer int32) int {
	at, _ := slices.BinarySearch(n.trading, customer)
	return len(n.bearers) - len(n.trading) + at
}

// namer takes names into an index.
type namer struct {
	n      *nameIndex
	cities map[string]int32
	forms  map[string]uint16
	glued  []pair
	uses   []use
}

// take takes a name of a customer.
func (t *namer) take(at int32, c *ledger.Customer, of string) {
	name, from := text.Name(of), len(t.uses)
	for _, w := range name.Core {
		t.uses = append(t.uses, use{t.n.add(w), at})
	}
	b := &t.n.bearers[at]
	*b = bearer{city: t.n.city(c.City, t.cities), form: t.n.form(name.Form, t.forms), person: c.Person}
	t.n.own(b, t.uses[from:min(len(t.uses), from+maxWords)])
	t.glue(keyOf('g', name.Whole), at)
	if name.Glued != name.Whole {
		t.glue(keyOf('g', name.Glued), at)
	}
	if len(name.Core) == 2 {
		t.glue(hashText(hashText(hashOf('g'), name.Core[1]), name.Core[0]).key(), at)
	}
	if name.Form != "" {
		t.glue(hashText(hashText(hashOf('g'), name.Form), name.Whole).key(), at)
		t.glue(hashText(hashText(hashOf('g'), name.Whole), name.Form).key(), at)
	}
}

func (t *namer) glue(key uint64, at int32) { t.glued = append(t.glued, pair{key, uint32(at)}) }

// maxWords is how many words of a customer's name are compared.
const maxWords = 64

// own keeps the words of a bearer's name.
func (n *nameIndex) own(b *bearer, words []use) {
	b.count, b.from = uint16(len(words)), uint32(len(n.owned))
	for i, u := range words {
		if len(words) <= len(b.words) {
			b.words[i] = u.word
			continue
		}
		n.owned = append(n.owned, u.word)
	}
}

// use is a word in a name.
type use struct{ word, bearer int32 }

// add returns the number of a word in the vocabulary.
func (n *nameIndex) add(w string) int32 {
	id, ok := n.words[w]
	if !ok {
		w = strings.Clone(w) // of its name, which is not kept
		id = int32(len(n.text))
		n.words[w] = id
		n.text = append(n.text, w)
	}
	return id
}

// city returns the number of a city; there are few different ones.
func (n *nameIndex) city(name string, known map[string]int32) int32 {
	id, ok := known[name]
	if !ok {
		var words []int32
		for _, w := range text.Name(name).Core {
			words = append(words, n.add(w))
		}
		id = int32(len(n.cities))
		known[name], n.cities = id, append(n.cities, words)
	}
	return id
}

// form returns the number of a legal form.
func (n *nameIndex) form(name string, known map[string]uint16) uint16 {
	id, ok := known[name]
	if !ok {
		id = uint16(len(n.forms))
		known[name], n.forms = id, append(n.forms, name)
	}
	return id
}

// finish counts how rare each word is, and indexes its bearers and its neighbours.
func (n *nameIndex) finish(uses []use) {
	n.of = make([][]int32, len(n.text))
	n.rare = make([]int32, len(n.text))
	n.sorted = make([]int32, len(n.text))
	n.findBearers(uses)
	near := make([]pair, 0, 8*len(n.text))
	for id, w := range n.text {
		n.rare[id] = n.bits - log2(uint64(max(len(n.of[id]), 1)))
		n.sorted[id] = int32(id)
		if len(w) >= 4 && len(w) <= 24 {
			near = append(near, pair{keyOf('n', w), uint32(id)})
			text.Neighbours(w, func(s []byte) { near = append(near, pair{keyOf('n', s), uint32(id)}) })
		}
	}
	n.near = newMultimap(near)
	slices.SortFunc(n.sorted, func(a, b int32) int { return strings.Compare(n.text[a], n.text[b]) })
}

// findBearers lists the bearers of each word, in their order and once each.
func (n *nameIndex) findBearers(uses []use) {
	counts := make([]int, len(n.text))
	for _, u := range uses {
		counts[u.word]++
	}
	all := make([]int32, len(uses))
	for w, count := range counts {
		n.of[w], all = all[:0:count], all[count:]
	}
	for _, u := range uses {
		if of := n.of[u.word]; len(of) == 0 || of[len(of)-1] != u.bearer {
			n.of[u.word] = append(of, u.bearer)
		}
	}
}

// wordMatch is a word of the vocabulary that a written word may be, and what the difference costs.
type wordMatch struct {
	word int32
	cost int32
}

const (
	editCost    = 2500 // one letter wrong
	cutCost     = 1500 // cut off by the bank
	initialCost = 4000 // B CLAES
)

// writtenWord is a word of a payer's name.
type writtenWord struct {
	text  string
	may   []wordMatch // what it may be
	price int32       // of it, for a customer whose name lacks it and who lives elsewhere
}

// written reads a word of a payer's name, which may have been cut.
func (n *nameIndex) written(w string, cut bool) writtenWord {
	may := n.matches(w, cut)
	return writtenWord{w, may, n.strangePrice(w, may)}
}

// matches returns the words that a written one may be: itself, or else those one
// letter apart and, where it may have been cut, those that begin with it.
func (n *nameIndex) matches(w string, cut bool) []wordMatch {
	var out []wordMatch
	if id, ok := n.words[w]; ok {
		out = append(out, wordMatch{id, 0})
		if !cut || len(n.of[id]) > 0 {
			return out
		}
	}
	if len(w) >= 4 && len(w) <= 24 {
		seen := func(id int32) bool {
			return slices.ContainsFunc(out, func(m wordMatch) bool { return m.word == id })
		}
		look := func(key uint64) {
			for _, id := range n.near.get(key) {
				if t := n.text[id]; !seen(int32(id)) && text.OneEdit(w, t) && len(out) < 32 {
					out = append(out, wordMatch{int32(id), editCost})
				}
			}
		}
		look(keyOf('n', w))
		text.Neighbours(w, func(s []byte) { look(keyOf('n', s)) })
	}
	if cut && len(w) >= 3 {
		out = n.beginning(w, out)
	}
	return out
}

// beginning adds the words that begin with w, few of them.
func (n *nameIndex) beginning(w string, out []wordMatch) []wordMatch {
	at := sort.Search(len(n.sorted), func(i int) bool { return n.text[n.sorted[i]] >= w })
	for k := at; k < len(n.sorted) && k < at+16 && strings.HasPrefix(n.text[n.sorted[k]], w); k++ {
		if n.text[n.sorted[k]] != w {
			out = append(out, wordMatch{n.sorted[k], cutCost})
		}
	}
	return out
}
