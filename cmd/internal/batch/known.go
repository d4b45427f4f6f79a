package batch

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/matcher"
)

// known is what the company knew before an intake; 0 is all that it knows. The past,
// which is most of it, is read beside the rest.
func (b *Batch) known(ctx context.Context, c ledger.Company, before int64) (*knowledge, error) {
	var book matcher.Book
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		past, err := b.Store.Past(ctx, c.ID, before)
		book.Past = make([]matcher.Past, len(past))
		for i, p := range past {
			book.Past[i] = matcher.Past{Line: p.Line, Allocations: p.Allocations}
		}
		return err
	})
	g.Go(func() (err error) {
		if book.Customers, err = b.Store.Customers(ctx, c.ID); err != nil {
			return err
		}
		if book.Items, err = b.Store.Items(ctx, c.ID, before); err != nil {
			return err
		}
		book.Customers = withNames(book.Customers, book.Items)
		if book.Facts, err = b.facts(ctx, c, before); err != nil {
			return err
		}
		book.Own, err = b.ownIBANs(ctx, c)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return newKnowledge(book), nil
}

// facts are what was learned before an intake; 0 is all.
func (b *Batch) facts(ctx context.Context, c ledger.Company, before int64) (facts []ledger.Fact, err error) {
	learned, err := b.Store.Facts(ctx, c.ID, before)
	for _, f := range learned {
		facts = append(facts, f.Fact)
	}
	return facts, err
}

func (b *Batch) ownIBANs(ctx context.Context, c ledger.Company) (own []string, err error) {
	accounts, err := b.Store.Accounts(ctx, c.ID)
	for _, a := range accounts {
		if a.Ref.IBAN != "" {
			own = append(own, string(a.Ref.IBAN))
		}
	}
	return own, err
}

// withNames adds the customers that no list of customers brought, by the names that their items bear.
func withNames(customers []ledger.Customer, items []ledger.OpenItem) []ledger.Customer {
	known := make(map[ledger.CustomerID]bool, len(customers))
	for _, c := range customers {
		known[c.ID] = true
	}
	for _, i := range items {
		if !known[i.Customer] && i.CustomerName != "" {
			known[i.Customer] = true
			customers = append(customers, ledger.Customer{ID: i.Customer, Name: i.CustomerName})
		}
	}
	return customers
}

// poster returns the posting rules of a company with all that they look up.
func (b *Batch) poster(ctx context.Context, c ledger.Company) (journal.Poster, error) {
	customers, err := b.Store.Customers(ctx, c.ID)
	if err != nil {
		return journal.Poster{}, err
	}
	items, err := b.Store.Items(ctx, c.ID, 0)
	if err != nil {
		return journal.Poster{}, err
	}
	return b.posterFor(ctx, c, lookup(customers, func(c ledger.Customer) ledger.CustomerID { return c.ID }), invoices(items))
}

// posterFor returns the posting rules that look up customers and items so.
func (b *Batch) posterFor(ctx context.Context, c ledger.Company, customer func(ledger.CustomerID) (ledger.Customer, bool), invoice func(ledger.InvoiceNumber) (ledger.Invoice, bool)) (journal.Poster, error) {
	chart, err := b.Store.Chart(ctx, c.ID)
	if err != nil {
		return journal.Poster{}, err
	}
	accounts, err := b.Store.Accounts(ctx, c.ID)
	if err != nil {
		return journal.Poster{}, err
	}
	return journal.Poster{Company: c, Chart: chart,
		Account:  lookup(accounts, func(a ledger.BankAccount) ledger.AccountID { return a.ID }),
		Customer: customer, Invoice: invoice}, nil
}

func lookup[K comparable, V any](all []V, key func(V) K) func(K) (V, bool) {
	byKey := make(map[K]V, len(all))
	for _, v := range all {
		byKey[key(v)] = v
	}
	return func(k K) (V, bool) {
		v, ok := byKey[k]
		return v, ok
	}
}

func invoices(items []ledger.OpenItem) func(ledger.InvoiceNumber) (ledger.Invoice, bool) {
	find := lookup(items, func(i ledger.OpenItem) ledger.InvoiceNumber { return i.Number })
	return func(n ledger.InvoiceNumber) (ledger.Invoice, bool) {
		i, ok := find(n)
		return i.Invoice, ok
	}
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
