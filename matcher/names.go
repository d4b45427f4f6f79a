package matcher

import (
	"slices"
	"sort"
	"strings"

	"lettrage/matcher/text"
)

// nameIndex finds customers by the words of their names.
type nameIndex struct {
	words  map[string]int32 // vocabulary
	text   []string         // of each word
	rare   []int32          // log2(customers / customers with the word), thousandths of a bit
	of     [][]int32        // customers with the word
	near   multimap         // a word with one letter left out → words
	glued  multimap         // all words of a name together → customers
	sorted []int32          // words in alphabetical order, for those cut off
	total  int
}

// maxCommon is how many customers a word may have to lead to them by itself.
const maxCommon = 400

func (x *Index) indexNames() nameIndex {
	n := nameIndex{words: make(map[string]int32), total: len(x.customers)}
	var glued []pair
	for i := range x.customers {
		c, name := &x.customers[i], text.Name(x.book.Customers[i].Name)
		c.form = name.Form
		for _, w := range name.Core {
			c.words = append(c.words, n.add(w, int32(i)))
		}
		for _, w := range text.Name(x.book.Customers[i].City).Core {
			c.city = append(c.city, n.add(w, -1))
		}
		glued = append(glued, pair{keyOf('g', name.Whole), uint32(i)}, pair{keyOf('g', name.Glued), uint32(i)})
		if len(name.Core) == 2 {
			glued = append(glued, pair{keyOf('g', name.Core[1]+name.Core[0]), uint32(i)})
		}
		if name.Form != "" {
			glued = append(glued, pair{keyOf('g', name.Form+name.Whole), uint32(i)}, pair{keyOf('g', name.Whole+name.Form), uint32(i)})
		}
	}
	n.glued = newMultimap(glued)
	n.finish()
	return n
}

// add puts a customer under a word; customer −1 adds the word alone.
func (n *nameIndex) add(w string, customer int32) int32 {
	id, ok := n.words[w]
	if !ok {
		id = int32(len(n.text))
		n.words[w] = id
		n.text, n.of = append(n.text, w), append(n.of, nil)
	}
	if of := n.of[id]; customer >= 0 && (len(of) == 0 || of[len(of)-1] != customer) {
		n.of[id] = append(of, customer)
	}
	return id
}

// finish counts how rare each word is and indexes its neighbours.
func (n *nameIndex) finish() {
	n.rare = make([]int32, len(n.text))
	n.sorted = make([]int32, len(n.text))
	var near []pair
	for id, w := range n.text {
		n.rare[id] = ratio(uint64(n.total), uint64(len(n.of[id])))
		n.sorted[id] = int32(id)
		if len(w) >= 4 && len(w) <= 24 {
			near = append(near, pair{keyOf('n', w), uint32(id)})
			text.Neighbours(w, func(s string) { near = append(near, pair{keyOf('n', s), uint32(id)}) })
		}
	}
	n.near = newMultimap(near)
	slices.SortFunc(n.sorted, func(a, b int32) int { return strings.Compare(n.text[a], n.text[b]) })
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
		look := func(s string) {
			for _, id := range n.near.get(keyOf('n', s)) {
				if t := n.text[id]; !seen(int32(id)) && text.OneEdit(w, t) && len(out) < 32 {
					out = append(out, wordMatch{int32(id), editCost})
				}
			}
		}
		look(w)
		text.Neighbours(w, look)
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
