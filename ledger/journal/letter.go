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
	last  int         // place of the last posting: groups are lettered in the order in which they were complete
}

// NewLetters reads the entries of a whole book once and gives codes to what balances,
// per customer's account, in the order in which the groups were completed.
func NewLetters(entries iter.Seq2[ledger.Entry, error]) (Letters, error) {
	tallies := make(map[group]*tally)
	var order []group
	n := 0
	for e, err := range entries {
		if err != nil {
			return Letters{}, err
		}
		for _, p := range e.Postings {
			if p.Aux == "" || p.Invoice == "" {
				continue
			}
			g := group{p.Account, p.Aux, p.Invoice}
			t := tallies[g]
			if t == nil {
				t = &tally{sum: money.New(0, p.Amount.Currency())}
				tallies[g] = t
				order = append(order, g)
			}
			if t.sum, err = t.sum.Add(p.Amount); err != nil {
				return Letters{}, err
			}
			n++
			t.count, t.date, t.last = t.count+1, max(t.date, e.Date), n
		}
	}
	return Letters{give(tallies, order)}, nil
}

func give(tallies map[group]*tally, order []group) map[group]mark {
	byLast := make(map[int]group, len(order))
	last := 0
	for _, g := range order {
		byLast[tallies[g].last] = g
		last = max(last, tallies[g].last)
	}
	of := make(map[group]mark)
	next := make(map[group]int) // per account and customer: the invoice is left empty
	for n := 1; n <= last; n++ {
		g, ok := byLast[n]
		if t := tallies[g]; !ok || t.count < 2 || !t.sum.IsZero() {
			continue
		}
		account := group{g.account, g.aux, ""}
		of[g] = mark{Code(next[account]), tallies[g].date}
		next[account]++
	}
	return of
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
