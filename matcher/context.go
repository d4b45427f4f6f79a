package matcher

import (
	"bytes"
)

// contextOf reads the words around runs i to j.
func (x *Index) contextOf(p *piece, i, j int) context { return x.contextWithin(p, i, j, maxWindow) }

// contextWithin looks back at so many runs of digits at most.
func (x *Index) contextWithin(p *piece, i, j, back int) context {
	credits := p.word(j, 1, 2) == "AV" && i > 0 && wordClasses[p.word(i, -1, 4)] == invoiceWord // FACT 71173 AV 25-00005
	if noisyAfter[p.word(j, 1, 2)] && !credits && bytes.IndexByte(p.gap(j), '\n') < 0 && !(j+2 < len(p.runs) && p.runs[j+2].Digits && x.heads[p.word(j, 1, 2)]) {
		return noiseContext
	}
	if end := int(p.runs[j].End); end < len(p.f.B) && p.f.B[end] == '%' {
		return noiseContext
	}
	if bytes.HasSuffix(p.f.B[:p.runs[i].Start], []byte("..")) { // …313: the end of a number
		return invoiceContext
	}
	if i == 0 {
		return bareContext
	}
	gap := int(p.runs[i].Start - p.runs[i-1].End)
	if p.runs[i-1].Digits && p.endsLine(i-1) {
		return bareContext
	}
	if p.runs[i-1].Digits {
		if gap == 1 && p.f.B[p.runs[i-1].End] == ' ' && p.runs[i-1].End-p.runs[i-1].Start >= 4 && back > 0 && x.contextWithin(p, i-1, i-1, back-1) == noiseContext {
			return bareContext // what stands before is of something else
		}
		if gap == 1 && p.f.B[p.runs[i-1].End] == ' ' && p.runs[i-1].End-p.runs[i-1].Start >= 9 {
			return bareContext // … or an identifier
		}
		if gap <= 2 && !(bytes.IndexByte(p.gap(i-1), '\n') >= 0 && p.runs[i-1].End-p.runs[i-1].Start >= 6) {
			return strangeContext // the rest of something, unless a list
		}
		return bareContext
	}
	before := p.word(i, -1, 4)
	if gap == 0 {
		return x.gluedContext(p, i, before)
	}
	if before == "F" { // F. 4711
		return invoiceContext
	}
	if yearWords[before] {
		if isYear(atoi(joined(p, i, j))) {
			return noiseContext
		}
	}
	if other := p.word(i-1, -1, 2); ofSomething[before] && (wordClasses[other] == noiseWord || clientWords[other]) || clientWords[before] && (ofSomething[other] || other == "CODE") {
		return noiseContext // CONTRAT N° 4711, CODE CLIENT 4711
	}
	if wordClasses[before] == creditWord && !p.banks(i-1) {
		return invoiceContext // the number of a credit note
	}
	if wordClasses[before] == discountWord && len(digitsIn(p, i, j)) >= 4 { // SKONTO 26000622
		return bareContext
	}
	if c := x.wordContext(before); c != strangeContext || p.field != inLabel && !p.endsLine(i-1) {
		return c
	}
	return bareContext // a bank's own words hold the payer's name, and then his text
}

// shortestWrap is how long a line is at least that a bank broke because it was full.
const shortestWrap = 20

// endsLine reports whether the writer ended a line behind run i, and no bank that had no
// more room: what follows is another matter.
func (p *piece) endsLine(i int) bool {
	at := bytes.IndexByte(p.gap(i), '\n')
	if at < 0 {
		return false
	}
	end := int(p.runs[i].End) + at
	return end-(bytes.LastIndexByte(p.f.B[:end], '\n')+1) < shortestWrap
}

// gluedContext reads letters that touch the digits: those of a series of the
// company, a word, or an identifier of something that the word before names.
func (x *Index) gluedContext(p *piece, i int, letters string) context {
	c := x.wordContext(letters)
	if c == invoiceContext || len(letters) > 2 && c != strangeContext {
		return c
	}
	if before := p.word(i-1, -1, 3); before != "" && x.wordContext(before) == noiseContext {
		return noiseContext
	}
	switch letters {
	case "F":
		return invoiceContext
	case "N":
		return bareContext
	}
	return strangeContext
}

func (x *Index) wordContext(before string) context {
	switch wordClasses[before] {
	case noiseWord, quoteWord, dateWord, otherMoney, discountWord:
		return noiseContext
	case invoiceWord, partWord:
		return invoiceContext
	case plainWord, returnWord, creditWord:
		return bareContext
	}
	if before == "" {
		return bareContext
	}
	for k := range x.shapes {
		if s := &x.shapes[k]; s.Prefix != "" && endsAs(before, s.Prefix) {
			return invoiceContext
		}
	}
	return strangeContext
}

// yearWords stand before a year.
var yearWords = map[string]bool{"EXERCICE": true, "ANNEE": true, "ANNUEL": true, "SAISON": true, "JAHR": true, "YEAR": true}

// ofSomething are words between what a number is of and the number, or before both.
var ofSomething = map[string]bool{"N": true, "NO": true, "NR": true, "NUM": true, "NUMERO": true, "REF": true}

// clientWords stand for a customer: the number of one is none of an invoice.
var clientWords = map[string]bool{"CLIENT": true, "CLI": true, "CLT": true, "CUSTOMER": true, "CLIENTE": true, "KLANT": true}

// noisyAfter are words behind a number that say it is of a street, a day or a sum.
var noisyAfter = map[string]bool{"RUE": true, "AVENUE": true, "AV": true, "BD": true, "BOULEVARD": true, "PLACE": true, "CHEMIN": true, "ALLEE": true, "IMPASSE": true,
	"EUR": true, "EUROS": true, "CHEQUES": true, "CHQ": true, "CHQS": true, "JOURS": true, "MOIS": true, "BIS": true, "TER": true, "EME": true, "ER": true}
