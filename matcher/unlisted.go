package matcher

import (
	"bytes"
	"slices"
	"strings"

	"lettrage/matcher/text"
)

// ofMissing reports whether runs i to j hang on to others with which they are written as
// a number of ours: 03473 of F-26-03473, 124 of DUP-124-2024-X.
func (x *Index) ofMissing(p *piece, i, j, last int, marked []bool) bool {
	if !hangs(p, i, j, true) {
		return false
	}
	for from := max(0, i-3); from < i; from++ {
		if x.goesOn(p, from, j-1, last, marked) {
			return true
		}
	}
	return false
}

// goesOn reports whether a window from run i that is longer than up to j is written as a number of ours.
func (x *Index) goesOn(p *piece, i, j, last int, marked []bool) bool {
	for k := j + 1; k <= last; k++ {
		if _, ok := x.missing(p, i, k, marked); ok {
			return true
		}
	}
	return false
}

// missing looks for what is written as the numbers of the company are, letters and
// separators included, and is none of them.
func (x *Index) missing(p *piece, i, j int, marked []bool) (claim, bool) {
	if marked[i] || p.runs[j].End-p.runs[i].Start > maxDigits || digitsIn(p, i, j) == "" {
		return claim{}, false
	}
	touches := i > 0 && p.runs[i-1].End == p.runs[i].Start && !isWord(p.text(i-1)) || j+1 < len(p.runs) && p.runs[j+1].Start == p.runs[j].End && wordClasses[p.text(j+1)] != plainWord
	single := p.runs[i].End-p.runs[i].Start == 1 && j > i && p.runs[i+1].Start != p.runs[i].End && p.runs[i+1].End-p.runs[i+1].Start < 4 // A 12 is "à 12"
	if touches || !p.runs[i].Digits && single && p.f.B[p.runs[i].End] == ' ' {
		return claim{}, false
	}
	whole := joined(p, i, j)
	c := claim{context: x.contextOf(p, i, j), digits: digitsIn(p, i, j), unlisted: true, strong: true}
	begins := !allDigits(p, i, j) && p.runs[j].Digits && x.stemmed(whole, int(p.runs[j].End-p.runs[j].Start))
	if c.context == noiseContext || !begins && !x.writtenAs(p, i, j, &c) && !x.misdated(p, i, j) {
		return claim{}, false
	}
	k := i
	for ; k < j && !p.runs[k].Digits; k++ {
		c.prefix += p.text(k)
	}
	for ; k <= j; k++ {
		if !p.runs[k].Digits {
			c.inner += p.text(k)
		}
	}
	return c, true
}

// misdated reports whether runs i to j are a number of some series with a slip in its year.
func (x *Index) misdated(p *piece, i, j int) bool {
	for k := range x.shapes {
		if x.shapes[k].Misdated(p.f, p.runs[i:j+1]) {
			return true
		}
	}
	return false
}

// isWord reports whether letters are a word that may stand before a number, so that
// it is glued to it: FACTURE4711.
func isWord(letters string) bool {
	c := wordClasses[letters]
	return len(letters) > 1 && (c == invoiceWord || c == plainWord || c == partWord)
}

// writtenAs reports whether runs i to j, several of them, look like numbers of some
// series. Digits alone do only where they are parted as its numbers are, or stand
// behind a word for invoice, and do not hang on to others; what follows a series
// loosely needs its letters, or that word. A month and a year look so too.
func (x *Index) writtenAs(p *piece, i, j int, c *claim) bool {
	if j == i || len(c.digits) < 2 {
		return false
	}
	digits := allDigits(p, i, j)
	invoice := c.context == invoiceContext || i == 0 && j == len(p.runs)-1 && p.field != inEndToEnd
	if digits && (hangs(p, i, j, true) || len(c.digits) < 5 && !invoice || monthAndYear(p, i, j) || c.context == strangeContext && !(len(c.digits) >= 5 && x.exactly(p, i, j))) {
		return false
	}
	for k := range x.shapes {
		s := &x.shapes[k]
		w := s.Written(p.f, p.runs[i:j+1])
		switch {
		case w == text.NotWritten:
		case s.Varies && wordClasses[p.text(i)] != unknownWord:
		case w != text.Exactly && digits && len(x.byForm.get(numbers(p, i, j))) > 0: // a number without its month, or turned
		case w != text.Exactly && !digits && len(x.byForm.get(keyOf('a', unpad(c.digits)))) > 0: // … without zeros
		case w == text.Exactly && len(c.digits) >= 3, invoice, !digits && !s.Varies && len(c.digits) >= 3:
			return true
		}
	}
	return false
}

// monthAndYear reports whether runs i to j may be a month and a year.
func monthAndYear(p *piece, i, j int) bool {
	if j != i+1 {
		return false
	}
	month, _ := readPart(p, i)
	_, n := readYear(p, j, true)
	return n == 1 && month >= 1 && month <= 12 && p.runs[i].End-p.runs[i].Start <= 2
}

// unlisted looks for what is written like a number of the company and names no item.
func (x *Index) unlisted(p *piece, i, j int, marked []bool) (claim, bool) {
	c, ok := x.digitsAlone(p, i, j, marked)
	if !ok || hangs(p, i, j, true) {
		return claim{}, false
	}
	c.unlisted = true
	for k := range x.shapes {
		s := &x.shapes[k]
		if !s.Fits(c.digits) || j > i && len(s.Widths) == 1 {
			continue
		}
		prefixed := s.Prefix != "" && strings.HasSuffix(c.prefix, s.Prefix)
		bare := s.Prefix == "" && !s.Varies && len(c.digits) >= 3 && (c.context != strangeContext || len(c.digits) >= 6 && dated(s))
		if s.Prefix == "" && !s.Varies && c.context == strangeContext && len(c.digits) >= 5 && j == i && x.leads[min(len(c.digits), 15)][c.digits[:2]] {
			return c, true // begins as our numbers do
		}
		if prefixed || bare || len(c.digits) >= 6 && dated(s) && c.context != strangeContext {
			c.strong = true
			return c, true
		}
	}
	alone := p.field != inEndToEnd && (len(p.runs) == 1 || aloneOnLine(p, i) && x.asLong(c.digits) || p.field == inLabel && j == len(p.runs)-1 && textWords[p.word(i, -1, 2)]) // a text of one number is a reference
	return c, (c.context == invoiceContext || alone) && j == i && len(c.digits) >= 2 && len(c.digits) <= 12
}

// aloneOnLine reports whether run i is all that stands on its line.
func aloneOnLine(p *piece, i int) bool {
	starts := i == 0 || bytes.IndexByte(p.gap(i-1), '\n') >= 0
	return starts && (i+1 == len(p.runs) || bytes.IndexByte(p.gap(i), '\n') >= 0)
}

// asLong reports whether numbers of some series without letters have as many digits.
func (x *Index) asLong(digits string) bool {
	return slices.ContainsFunc(x.shapes, func(s text.Shape) bool {
		total := s.MinWidth
		for i, w := range s.Widths {
			if s.Roles[i] != text.Counter {
				total += w
			}
		}
		return s.Prefix == "" && len(digits) >= 4 && len(digits) >= total && len(digits) <= total+s.MaxWidth-s.MinWidth
	})
}

// textWords stand in labels before what the payer wrote.
var textWords = map[string]bool{"MOTIF": true, "OBJET": true, "LIBELLE": true, "COMMUNICATION": true, "OMSCHRIJVING": true, "CONCEPTO": true, "CAUSALE": true}

// dated reports whether numbers of the series hold their year.
func dated(s *text.Shape) bool {
	return slices.Contains(s.Roles, text.Year)
}

// digitsAlone begins a claim of digits that may be a number without its letters.
func (x *Index) digitsAlone(p *piece, i, j int, marked []bool) (claim, bool) {
	if !allDigits(p, i, j) || marked[i] || scrambled(p, i) && !x.framed(p, i) || p.runs[j].End-p.runs[i].Start > maxDigits {
		return claim{}, false
	}
	c := claim{context: x.contextOf(p, i, j), prefix: p.word(i, -1, 2), digits: digitsIn(p, i, j)}
	return c, c.context != noiseContext
}
