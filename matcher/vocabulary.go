package matcher

import "slices"

// vocabulary is what the lines of a run teach of words.
type vocabulary struct {
	counts map[string]int   // unknown words that stand on lines which surely pay invoices
	before map[string]*hits // words that stand just before a number
	money  map[string]*hits // words for money that pays no invoice, by the lines on which they stand
}

// hits are how often a word was seen before a number or on a line, and how many of these were paid to the cent.
type hits struct{ all, paid int }

// known reports whether a word was seen on lines that surely pay invoices.
func (w vocabulary) known(word string) bool { return w.counts[word] > 0 }

const (
	paysFrom  = 5 // lines that surely pay invoices, from when on a word for other money on them may mean none
	trustFrom = 3 // paid numbers, from when on a word before them may mean an invoice
	fewPosts  = 8 // items that one number may name, looked at to see whether it surely names one
)

// pays reports whether a word for other money stands mostly on lines that surely pay
// invoices: a bank's or a company's own use of it.
func (w vocabulary) pays(word string) bool {
	h := w.money[word]
	return h != nil && h.paid >= paysFrom && h.paid*2 >= h.all
}

// learnWords counts the words that stand on lines of a run which name all that
// they pay to the cent: such words say nothing against a payment.
func (x *Index) learnWords(views []*view) vocabulary {
	known := vocabulary{make(map[string]int), make(map[string]*hits), make(map[string]*hits)}
	for _, v := range views {
		if v.amount <= 0 {
			continue
		}
		if v.sure {
			known.count(v)
		}
		for _, w := range v.words.money {
			hit(known.money, w, v.sure)
		}
		x.countBefore(v, known.before)
	}
	return known
}

// countBefore counts the unknown words before numbers.
func (x *Index) countBefore(v *view, before map[string]*hits) {
	for i := range v.claims {
		c := &v.claims[i]
		if c.context != strangeContext || c.repaired || c.word(v) == "" {
			continue
		}
		hit(before, c.word(v), slices.ContainsFunc(c.posts[:min(len(c.posts), fewPosts)], func(p uint32) bool {
			it, _ := x.formOf(p)
			return x.items[it].total == v.amount
		}))
	}
}

// hit counts a word, and whether what it stands on is paid.
func hit(words map[string]*hits, word string, paid bool) {
	h := words[word]
	if h == nil {
		h = new(hits)
		words[word] = h
	}
	h.all++
	if paid {
		h.paid++
	}
}

// word returns the letters before a number, with no digits between.
func (c *claim) word(v *view) string { return v.pieces[c.piece].word(int(c.start), -1, 4) }

// trust takes a word for one that means an invoice when most numbers behind it were
// paid to the cent: a word that we lack, or the company's own.
func (w vocabulary) trust(v *view) {
	for i := range v.claims {
		if c := &v.claims[i]; c.context == strangeContext && !c.repaired {
			if h := w.before[c.word(v)]; h != nil && h.paid >= trustFrom && h.paid*2 >= h.all {
				c.context = invoiceContext
			}
		}
	}
}

// surelyPays reports whether a line names an item in full and pays just it.
func (x *Index) surelyPays(v *view) bool {
	for i := range v.claims {
		for _, p := range v.claims[i].posts[:min(len(v.claims[i].posts), fewPosts)] {
			it, f := x.formOf(p)
			if f <= yearForm && x.items[it].total == v.amount {
				return true
			}
		}
	}
	return false
}

func (w vocabulary) count(v *view) {
	for i := range v.pieces {
		for k, r := range v.pieces[i].runs {
			if word := v.pieces[i].text(k); !r.Digits && wordClasses[word] == unknownWord {
				w.counts[word]++
			}
		}
	}
}

// learns reports whether the words of a run may change how a line is read.
func (v *view) learns() bool {
	return len(v.line.Details) > 1 || len(v.words.strange)+len(v.words.money) > 0 ||
		slices.ContainsFunc(v.claims, func(c claim) bool { return c.context == strangeContext })
}

// learn takes the words of a run that are known by now.
func (v *view) learn(known vocabulary) {
	v.known = known
	v.words.forgive(known)
	known.trust(v)
}

// forgive takes back the doubt for words that are known by now.
func (s *wordSignals) forgive(known vocabulary) {
	s.strange = slices.DeleteFunc(s.strange, known.known)
	s.money = slices.DeleteFunc(s.money, known.pays)
	s.sum()
}
