package matcher

import (
	"slices"
	"sync"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/text"
)

// Index is a book made ready for matching. It is never changed after NewIndex, so
// that any number of goroutines may use it.
type Index struct {
	options      Options
	book         Book
	items        []item
	customers    []customer
	shapes       []text.Shape
	grids        []grid   // layouts of digits of some of them
	byForm       multimap // written forms of numbers → item·8 + form
	byAmount     multimap // open amount and currency → items
	byOrder      multimap // the customer's own number → items
	byID         multimap // number of a customer, or of a mandate of his → customers
	byAccount    multimap // IBAN of the master data → customers
	ownIBANs     map[string]bool
	names        nameIndex
	learned      map[uint64][]learned // account or name → customers who paid so, from facts
	learnedNames []learnedName        // in their order
	rules        map[string]string    // words of a line → account, from facts
	wideRules    []ledger.Fact        // rules of lines that have these words and others
	amounts      amountModel
	past         []pastLine
	byPast       multimap            // item, amount or trace → lines of past that settled it or have it
	cameBack     map[part]bool       // what of them came back since
	groups       [][]int32           // customers that pay for one another
	twins        map[int32]int32     // customers that are the same as an earlier one
	stems        map[string]widths   // beginnings of numbers
	digits       uint64              // bit n: some number has n digits
	prefixes     map[string]bool     // letters in front of numbers
	heads        map[string]bool     // … up to the first separator
	leads        [16]map[string]bool // first two digits of numbers without letters, by how many digits these have
	suffixes     map[string]bool     // letters behind the last digit of numbers
	last         map[uint64]string   // greatest counter behind the other parts of numbers
	recorded     []recorded
	slips        map[string]bool  // of the recorded
	fees         fees             // of takings by card
	currencies   []money.Currency // of items
	traded       []money.Currency // … that are open
	schemes      schemes          // of the items' own structured references
	wholes       lengths          // of whole numbers
	orders       lengths          // of the customers' own numbers
	ids          lengths          // of customers' numbers
	wordy        bool             // some number has no digit
	builders     sync.Pool        // of explanations, that are at rest
}

// item is an open item in the hot path. It fills a line of a cache.
type item struct {
	open     int64 // what a line may settle, what lines of its own intake or later settled included
	left     int64 // what is open now
	total    int64
	number   text.Number
	customer int32 // −1: none of the customers
	issued   ledger.Date
	cur      currency
}

// currency is a place in Index.currencies.
type currency uint16

// customer is a customer in the hot path.
type customer struct {
	items   []customerItem // all, in the order of the book
	group   int32          // in groups, −1 for none
	terms   ledger.Terms
	foreign bool
}

// customerItem is an item in the list of its customer, with what is asked of very many: they
// stand together there, and far apart among the items.
type customerItem struct {
	open    int64
	item    int32
	cur     currency
	settled bool // some of it is by lines of the past: what is open depends on the line
}

// itemsOf returns the items of a customer, none where they have none.
func (x *Index) itemsOf(customer int32) []customerItem {
	if customer < 0 {
		return nil
	}
	return x.customers[customer].items
}

// NewIndex makes a book ready. It never fails: what contradicts itself in a book
// (an item of no customer, a fact of a deleted one) is left aside.
func NewIndex(b Book, o Options) *Index {
	x := &Index{options: o, book: b, ownIBANs: make(map[string]bool), learned: make(map[uint64][]learned)}
	ids := x.indexCustomers()
	x.indexItems(ids)
	x.indexForms(x.learnNumbers())
	x.indexPast()
	x.giveItems()
	x.indexRecorded()
	x.indexAmounts()
	x.indexCurrencies()
	for _, iban := range b.Own {
		x.ownIBANs[text.Compact(iban)] = true
	}
	x.indexFacts(ids)
	x.indexRules()
	return x
}

func (x *Index) indexCustomers() map[ledger.CustomerID]int32 {
	ids := make(map[ledger.CustomerID]int32, len(x.book.Customers))
	groups := make(map[string]int32)
	x.customers = make([]customer, len(x.book.Customers))
	x.ids = noRange
	var byID []pair
	var buf []byte
	for i := range x.book.Customers {
		c := &x.book.Customers[i]
		if _, twice := ids[c.ID]; !twice {
			ids[c.ID] = int32(i)
		}
		x.customers[i] = customer{group: -1, terms: c.Terms, foreign: c.Country != "" && c.Country != "FR"}
		if c.Group != "" {
			g, ok := groups[c.Group]
			if !ok {
				g = int32(len(x.groups))
				groups[c.Group], x.groups = g, append(x.groups, nil)
			}
			x.customers[i].group, x.groups[g] = g, append(x.groups[g], int32(i))
		}
		if buf = text.AppendCompact(buf[:0], string(c.ID)); len(buf) >= 4 {
			byID = append(byID, pair{keyOf('i', buf), uint32(i)})
			x.ids.add(len(buf))
		}
		for _, m := range c.Mandates {
			if buf = text.AppendCompact(buf[:0], m); len(buf) >= leastID {
				byID = append(byID, pair{keyOf('i', buf), uint32(i)})
				x.ids.add(len(buf))
			}
		}
	}
	x.byID = newMultimap(byID)
	x.names = x.indexNames()
	x.joinTwins(ids)
	return ids
}

// joinTwins gives the items of customers who are one legal entity, entered twice in
// the master data, to the first of them: they have one SIREN and share a word of
// their names.
func (x *Index) joinTwins(ids map[ledger.CustomerID]int32) {
	first := make(map[string]int32)
	for i := range x.book.Customers {
		c := &x.book.Customers[i]
		if len(c.SIREN) != 9 {
			continue
		}
		twin, ok := first[c.SIREN]
		if !ok {
			first[c.SIREN] = int32(i)
			continue
		}
		own, his := x.names.wordsOf(&x.names.bearers[i]), x.names.wordsOf(&x.names.bearers[twin])
		if !slices.ContainsFunc(own, func(w int32) bool { return slices.Contains(his, w) }) {
			continue // a slip in one of them
		}
		if x.twins == nil {
			x.twins = make(map[int32]int32)
		}
		x.twins[int32(i)] = twin
		ids[c.ID] = twin
	}
}

// entities takes payers who are one legal entity for the first of them.
func (x *Index) entities(v *view) {
	if x.twins == nil {
		return
	}
	for i := range v.payers {
		if twin, ok := x.twins[v.payers[i].customer]; ok {
			v.payers[i].customer, v.payers[i].trade, v.merged = twin, 0, 0
		}
	}
}

// indexItems makes the items ready but for their numbers.
func (x *Index) indexItems(ids map[ledger.CustomerID]int32) {
	x.items = make([]item, len(x.book.Items))
	codes := make(map[money.Currency]currency)
	for i := range x.items {
		it := &x.book.Items[i]
		owner, ok := ids[it.Customer]
		if !ok {
			owner = -1
		}
		x.items[i] = item{open: it.Open.Minor(), left: it.Open.Minor(), total: it.Total.Minor(), customer: owner, issued: it.Issued}
		if i > 0 && it.Total.Currency() == x.book.Items[i-1].Total.Currency() {
			x.items[i].cur = x.items[i-1].cur
			continue
		}
		cur, ok := codes[it.Total.Currency()]
		if !ok {
			cur = currency(len(x.currencies))
			codes[it.Total.Currency()], x.currencies = cur, append(x.currencies, it.Total.Currency())
		}
		x.items[i].cur = cur
	}
}

// noCurrency is that of a line in one that no item has.
const noCurrency = currency(1<<16 - 1)

// currencyOf returns the place of a currency.
func (x *Index) currencyOf(c money.Currency) currency {
	if i := slices.Index(x.currencies, c); i >= 0 {
		return currency(i)
	}
	return noCurrency
}

// giveItems lists the items of each customer.
func (x *Index) giveItems() {
	at := make([]int32, len(x.customers)+1) // where the items of each customer end
	for i := range x.items {
		at[x.items[i].customer+1]++
	}
	at[0] = 0 // items of no customer
	for c := range x.customers {
		at[c+1] += at[c]
	}
	all := make([]customerItem, at[len(x.customers)])
	for c := range x.customers {
		x.customers[c].items = all[at[c]:at[c+1]:at[c+1]]
	}
	for i := range x.items {
		if it := &x.items[i]; it.customer >= 0 {
			all[at[it.customer]] = customerItem{it.open, int32(i), it.cur, it.open != it.left}
			at[it.customer]++
		}
	}
}

// learnNumbers takes the numbers of the items apart.
func (x *Index) learnNumbers() *text.Shapes {
	samples := make([]text.Sample, len(x.items))
	var day ledger.Date
	var year, month int
	for i := range samples {
		it := &x.book.Items[i]
		if it.Issued != day {
			day, year, month = it.Issued, 0, 0
			if day != 0 {
				y, m, _ := day.Time().Date()
				year, month = y, int(m)
			}
		}
		samples[i] = text.Sample{Number: string(it.Number), Year: year, Month: month}
	}
	learned := text.Learn(samples)
	x.shapes = learned.Shapes
	x.grids = gridsOf(x.shapes)
	for i := range x.items {
		x.items[i].number = learned.Numbers[i]
	}
	return learned
}

// indexAmounts indexes what is open, and learns how amounts spread.
func (x *Index) indexAmounts() {
	pairs := make([]pair, 0, len(x.items))
	for i := range x.items {
		if it := &x.items[i]; it.open != 0 {
			pairs = append(pairs, pair{amountKey(it.open, x.currencies[it.cur]), uint32(i)})
		}
	}
	x.byAmount = newMultimap(pairs)
	x.amounts = x.learnAmounts()
}

func amountKey(minor int64, c money.Currency) uint64 {
	return numberKey('a', minor) ^ keyOf('c', string(c))
}

// pastLine is an earlier line in the hot path.
type pastLine struct {
	intake int64
	booked ledger.Date
	amount int64
	id     ledger.LineID
}

// indexPast gives items back what earlier lines settled, so that they can be
// rivals, and remembers who paid them.
func (x *Index) indexPast() {
	x.past = make([]pastLine, len(x.book.Past))
	var pairs []pair
	for k := range x.book.Past {
		p := &x.book.Past[k]
		x.past[k] = pastLine{p.Line.Intake, p.Line.Booked, p.Line.Amount.Minor(), p.Line.ID}
		pairs = appendTraces(pairs, &p.Line, uint32(k))
		for _, a := range p.Allocations {
			if i, ok := x.itemOf(a.Invoice); ok {
				pairs = append(pairs, pair{numberKey('p', int64(i)), uint32(k)})
				x.items[i].open += a.Amount.Minor()
			}
		}
	}
	x.byPast = newMultimap(pairs)
	x.markReturned()
}

// itemOf returns the item of a number, the last where several have it.
func (x *Index) itemOf(number ledger.InvoiceNumber) (item int32, ok bool) {
	whole := text.Compact(string(number))
	if whole == "" { // not to be found in a text, and under no form
		for i := len(x.items) - 1; i >= 0; i-- {
			if x.book.Items[i].Number == number {
				return int32(i), true
			}
		}
		return -1, false
	}
	for _, v := range slices.Backward(x.byForm.get(keyOf('w', whole))) {
		if i, _ := x.formOf(v); x.book.Items[i].Number == number {
			return i, true
		}
	}
	return -1, false
}

// openFor returns what lines of an intake may settle of an item: what is open now, and
// what lines of that intake or later settled of it.
func (x *Index) openFor(i int32, intake int64) int64 {
	it := &x.items[i]
	open := it.open
	if open == it.left {
		return open
	}
	for _, k := range x.byPast.get(numberKey('p', int64(i))) {
		if p := &x.past[k]; p.intake < intake {
			for _, a := range x.book.Past[k].Allocations {
				if a.Invoice == x.book.Items[i].Number {
					open -= a.Amount.Minor()
				}
			}
		}
	}
	return open
}
