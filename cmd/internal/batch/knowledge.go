package batch

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
	"lettrage/matcher"
	"lettrage/matcher/calibrate"
)

// knowledge is what a company knows before an intake, and where to find it there.
//
// It is most of the book, and a run that takes many small files would read it again
// for each of them. So what an intake leaves behind is carried along to the next one.
// That is safe as long as nobody wrote in between, which the chain tells: the one
// knowledge is of its end when the one intake was processed, and the next intake is
// the event after that. Whatever else is in the chain, an item, a person's decision,
// another program's intake, a setting: all is read anew.
type knowledge struct {
	matcher.Book
	items     map[ledger.InvoiceNumber]int // places in the book
	customers map[ledger.CustomerID]int

	own  calibrate.Table // what became of the program's decisions; nil when it was not asked yet
	once bool            // it has the decisions that nobody has changed
}

func newKnowledge(book matcher.Book) *knowledge {
	k := &knowledge{Book: book, items: make(map[ledger.InvoiceNumber]int, len(book.Items)), customers: make(map[ledger.CustomerID]int, len(book.Customers))}
	for at, i := range book.Items {
		k.items[i.Number] = at
	}
	for at, c := range book.Customers {
		k.customers[c.ID] = at
	}
	return k
}

func (k *knowledge) invoice(n ledger.InvoiceNumber) (ledger.Invoice, bool) {
	at, ok := k.items[n]
	if !ok {
		return ledger.Invoice{}, false
	}
	return k.Items[at].Invoice, true
}

func (k *knowledge) customer(id ledger.CustomerID) (ledger.Customer, bool) {
	at, ok := k.customers[id]
	if !ok {
		return ledger.Customer{}, false
	}
	return k.Customers[at], true
}

// seen is how many decisions of the program taught a fact. One of the master data is nothing new.
func (k *knowledge) seen(f ledger.Fact) int {
	c, _ := k.customer(f.Customer)
	if f.Kind == ledger.AccountOf && slices.Contains(c.Accounts, ledger.IBAN(f.Key)) || f.Kind == ledger.MandateOf && slices.Contains(c.Mandates, f.Key) {
		return seenEnough
	}
	at, found := slices.BinarySearchFunc(k.Facts, f, ledger.Fact.Compare)
	if !found {
		return 0
	}
	return k.Facts[at].Seen
}

// carrier keeps the knowledge of one company, the last one, between two intakes. Who
// takes it has it alone.
type carrier struct {
	mu      sync.Mutex
	company ledger.CompanyID
	end     mark // of the chain, of which the knowledge is
	is      *knowledge
}

// take returns what is known before an intake, or nil when that has to be read.
func (c *carrier) take(company ledger.CompanyID, intake int64) *knowledge {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.is
	c.is = nil
	if c.company != company || c.end != mark(intake-1) {
		return nil
	}
	return k
}

func (c *carrier) put(company ledger.CompanyID, end mark, k *knowledge) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.company, c.end, c.is = company, end, k
}

// known is what the company knew before the intake. The bank accounts, which are few,
// are read each time.
func (i *intake) known(ctx context.Context) (k *knowledge, err error) {
	if k = i.carried.take(i.company.ID, i.event.Seq); k != nil {
		k.Own, err = i.ownIBANs(ctx, i.company)
		return k, err
	}
	return i.Batch.known(ctx, i.company, i.event.Seq)
}

// carry keeps what is known after the intake for the next one. It is called when the
// intake is processed and nothing else was written since it was taken, and when it
// changed nothing of what was known.
func (i *intake) carry(ctx context.Context, k *knowledge, taught bool) error {
	if taught {
		facts, err := i.facts(ctx, i.company, 0)
		if err != nil {
			return err
		}
		k.Facts = facts
	}
	i.carried.put(i.company.ID, i.since, k)
	return nil
}

// settle adds lines that settled something to the past, and how sure the program was of them.
// The facts that they teach are for the next intake.
func (k *knowledge) settle(lines []ledger.Line, decisions []ledger.Decision) (err error) {
	for n, d := range decisions {
		if d.Status != ledger.Auto {
			continue
		}
		if k.once {
			k.own.Add(calibrate.Outcome{Share: d.Chosen.Share, Right: true}, false)
		}
		if len(d.Chosen.Allocations) == 0 {
			continue
		}
		k.Past = append(k.Past, matcher.Past{Line: asPast(lines[n]), Allocations: d.Chosen.Allocations})
		for _, a := range d.Chosen.Allocations {
			at, ok := k.items[a.Invoice]
			if !ok {
				return fmt.Errorf("line %s settles %s, which the book has not", d.Line, a.Invoice)
			}
			if k.Items[at].Open, err = k.Items[at].Open.Sub(a.Amount); err != nil {
				return err
			}
		}
	}
	return nil
}

// asPast is what is read of a line that settled something.
func asPast(l ledger.Line) ledger.Line {
	past := ledger.Line{ID: l.ID, Intake: l.Intake, Transaction: l.Transaction}
	t := &past.Transaction
	t.BankID, t.Value, t.Kind, t.Code, t.Reversal, t.Line = "", 0, "", "", false, 0
	return past
}

// poster returns the posting rules, which look up what was known.
func (i *intake) poster(ctx context.Context, k *knowledge) (journal.Poster, error) {
	return i.posterFor(ctx, i.company, k.customer, k.invoice)
}

// takingOver returns the posting rules for new items: who owes them is all that is looked up.
func (i *intake) takingOver(ctx context.Context, items []ledger.Invoice) (journal.Poster, error) {
	var ids []ledger.CustomerID
	for _, item := range items {
		ids = append(ids, item.Customer)
	}
	slices.Sort(ids)
	customers, err := i.Store.CustomersOf(ctx, i.company.ID, slices.Compact(ids))
	if err != nil {
		return journal.Poster{}, err
	}
	none := func(ledger.InvoiceNumber) (ledger.Invoice, bool) { return ledger.Invoice{}, false }
	return i.posterFor(ctx, i.company, lookup(customers, func(c ledger.Customer) ledger.CustomerID { return c.ID }), none)
}

// takenOver returns the items that have their entry already, from a run that was cut off:
// it booked them after it took the list.
func (i *intake) takenOver(ctx context.Context) (map[ledger.InvoiceNumber]bool, error) {
	booked := make(map[ledger.InvoiceNumber]bool)
	if i.fresh() {
		return booked, nil
	}
	for e, err := range i.Store.Entries(ctx, i.company.ID, store.EntryFilter{Journal: ledger.TakeoverJournal}) {
		if err != nil {
			return nil, err
		}
		booked[ledger.InvoiceNumber(e.Piece)] = true
	}
	return booked, nil
}
