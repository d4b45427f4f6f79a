package journal

import (
	"iter"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Code returns the n-th lettering code, from 0: AA, AB … ZZ, AAA, …
func Code(n int) string {
	width, count := 2, 26*26
	for n >= count {
		n -= count
		width, count = width+1, count*26
	}
	code := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		code[i] = byte('A' + n%26)
		n /= 26
	}
	return string(code)
}

// Letters are the lettering codes of a book: one for each item whose postings on
// its customer's account sum up to zero.
type Letters struct {
	of map[group]mark
}

// group is an item on a customer's account.
type group struct {
	account string
	aux     ledger.CustomerID
	invoice ledger.InvoiceNumber
}

type mark struct {
	code string
	date ledger.Date
}

// tally is what the postings of a group came to.
type tally struct {
	sum   money.Amount
	count int
	date  ledger.Date // latest accounting date
}

// lettering gives letters to the groups of a book, entry by entry.
type lettering struct {
	of      map[group]mark
	tallies map[group]*tally
	given   map[group]int // codes per account and customer: the invoice is left empty
}

func newLettering() lettering {
	return lettering{make(map[group]mark), make(map[group]*tally), make(map[group]int)}
}

// NewLetters reads the entries of a whole book once, in the order in which they were
// booked, and gives the next code of the customer's account to a group when an entry
// completes it: two postings or more that sum up to zero. A group that a later entry
// opens again loses its code, which is never given again; once complete, it gets a
// new one. So what is booked later changes no letter of an older group.
func NewLetters(entries iter.Seq2[ledger.Entry, error]) (Letters, error) {
	l := newLettering()
	for e, err := range entries {
		if err == nil {
			err = l.add(e)
		}
		if err != nil {
			return Letters{}, err
		}
	}
	return Letters{l.of}, nil
}

// add gives and takes the letters that an entry changes.
func (l lettering) add(e ledger.Entry) error {
	touched, err := l.count(e)
	if err != nil {
		return err
	}
	for _, g := range touched {
		t := l.tallies[g]
		if t.count < 2 || !t.sum.IsZero() {
			delete(l.of, g)
			continue
		}
		account := group{g.account, g.aux, ""}
		l.of[g] = mark{Code(l.given[account]), t.date}
		l.given[account]++
	}
	return nil
}

// count adds an entry to the tallies and returns the groups of its postings.
func (l lettering) count(e ledger.Entry) (touched []group, err error) {
	for _, p := range e.Postings {
		if p.Aux == "" || p.Invoice == "" {
			continue
		}
		g := group{p.Account, p.Aux, p.Invoice}
		t := l.tallies[g]
		if t == nil {
			t = &tally{sum: money.New(0, p.Amount.Currency())}
			l.tallies[g] = t
		}
		if t.sum, err = t.sum.Add(p.Amount); err != nil {
			return nil, err
		}
		t.count, t.date = t.count+1, max(t.date, e.Date)
		touched = append(touched, g)
	}
	return touched, nil
}

// Apply returns the entry with the letters of its postings. The entry's own postings stay as they are.
func (l Letters) Apply(e ledger.Entry) ledger.Entry {
	postings := make([]ledger.Posting, len(e.Postings))
	for i, p := range e.Postings {
		if m, ok := l.of[group{p.Account, p.Aux, p.Invoice}]; ok {
			p.Letter, p.LetterDate = m.code, m.date
		}
		postings[i] = p
	}
	e.Postings = postings
	return e
}
