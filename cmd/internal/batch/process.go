package batch

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// chunk is how many lines are decided and booked in one transaction: well under a
// second, so that readers and other writers never wait long.
const chunk = 4000

// settle processes every intake of the company that is not processed, in the order
// of the chain, and counts what became of its lines.
func (b *Batch) settle(ctx context.Context, c ledger.Company) (Outcome, error) {
	var all Outcome
	pending, err := b.Store.Pending(ctx, c.ID)
	if err != nil {
		return all, err
	}
	for _, e := range pending {
		o, err := b.process(ctx, c, e)
		if err != nil {
			return all, fmt.Errorf("process intake %d: %w", e.Seq, err)
		}
		all.plus(o)
	}
	return all, nil
}

func (b *Batch) process(ctx context.Context, c ledger.Company, e ledger.Event) (Outcome, error) {
	switch e.Kind {
	case ledger.InvoicesTaken:
		return Outcome{}, b.takeOver(ctx, c, e)
	case ledger.StatementTaken:
		return b.bookStatement(ctx, c, e)
	}
	return Outcome{}, b.processed(ctx, c, e)
}

// processed marks an intake as wholly processed.
func (b *Batch) processed(ctx context.Context, c ledger.Company, e ledger.Event) error {
	return b.Store.Update(ctx, c.ID, e.Today, func(tx *store.Tx) error { return tx.Processed(e.Seq) })
}

// takeOver books each new item of a list at its outstanding amount. An item in
// another currency than the books' is kept and not booked, for want of a rate.
func (b *Batch) takeOver(ctx context.Context, c ledger.Company, e ledger.Event) error {
	p, err := b.poster(ctx, c)
	if err != nil {
		return err
	}
	items, err := b.Store.InvoicesOf(ctx, c.ID, e.Seq)
	if err != nil {
		return err
	}
	booked, err := b.takenOver(ctx, c)
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	for _, i := range items {
		if booked[i.Number] || i.Total.Currency() != c.Currency {
			continue
		}
		entry, ok, err := p.Takeover(i)
		if err != nil {
			return err
		}
		if ok {
			entries = append(entries, entry)
		}
	}
	return b.bookAll(ctx, c, e, entries)
}

// takenOver returns the items that have their entry already, from a run that was cut off.
func (b *Batch) takenOver(ctx context.Context, c ledger.Company) (map[ledger.InvoiceNumber]bool, error) {
	booked := make(map[ledger.InvoiceNumber]bool)
	for e, err := range b.Store.Entries(ctx, c.ID, store.EntryFilter{Journal: ledger.TakeoverJournal}) {
		if err != nil {
			return nil, err
		}
		booked[ledger.InvoiceNumber(e.Piece)] = true
	}
	return booked, nil
}

// bookAll books entries in short transactions and then marks the intake as processed.
func (b *Batch) bookAll(ctx context.Context, c ledger.Company, e ledger.Event, entries []ledger.Entry) error {
	for len(entries) > 0 {
		n := min(chunk, len(entries))
		err := b.Store.Update(ctx, c.ID, e.Today, func(tx *store.Tx) error {
			_, err := tx.Book(entries[:n])
			return err
		})
		if err != nil {
			return err
		}
		entries = entries[n:]
	}
	return b.processed(ctx, c, e)
}

// bookStatement decides and books the lines that an intake brought. All its lines
// are decided jointly, also when some of them were booked before a cut, so that
// the rest is decided as it would have been.
func (b *Batch) bookStatement(ctx context.Context, c ledger.Company, e ledger.Event) (Outcome, error) {
	var outcome Outcome
	lines, book, p, err := b.readIntake(ctx, c, e)
	if err != nil {
		return outcome, err
	}
	if err := b.openings(ctx, c, p, e); err != nil {
		return outcome, err
	}
	decisions := decide(c, book, lines)
	for _, d := range decisions {
		outcome.add(d.Status)
	}
	undecided, err := b.Store.Undecided(ctx, c.ID, e.Seq)
	if err != nil {
		return outcome, err
	}
	for from := 0; from < len(lines); from += chunk {
		to := min(from+chunk, len(lines))
		if err := b.bookLines(ctx, c, p, e, lines[from:to], decisions[from:to], undecided); err != nil {
			return outcome, err
		}
	}
	return outcome, b.processed(ctx, c, e)
}

// readIntake reads the lines of an intake and what was known before it, side by side.
func (b *Batch) readIntake(ctx context.Context, c ledger.Company, e ledger.Event) (lines []ledger.Line, book matcher.Book, p journal.Poster, err error) {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		lines, err = collect(b.Store.Lines(ctx, c.ID, store.LineFilter{Intake: e.Seq}))
		return err
	})
	g.Go(func() (err error) {
		if book, err = b.book(ctx, c, e.Seq); err == nil {
			p, err = b.posterFor(ctx, c, book.Customers, book.Items)
		}
		return err
	})
	return lines, book, p, g.Wait()
}

// bookLines writes the decisions of some lines and their bank entries in one
// transaction. A held duplicate, and a line in another currency than the books', are
// decided (review) and not booked.
func (b *Batch) bookLines(ctx context.Context, c ledger.Company, p journal.Poster, e ledger.Event, lines []ledger.Line, decisions []ledger.Decision, undecided map[ledger.LineID]bool) error {
	var decided []ledger.Decision
	var entries []ledger.Entry
	for i, l := range lines {
		if !undecided[l.ID] {
			continue
		}
		d := decisions[i]
		d.ID, d.Intake = ledger.NewDecisionID(l.ID, 0), e.Seq
		decided = append(decided, d)
		if l.Held || isForeign(c, l) {
			continue
		}
		entry, err := p.Line(l, d)
		if err != nil {
			return fmt.Errorf("line %s: %w", l.ID, err)
		}
		entries = append(entries, entry)
	}
	if len(decided) == 0 {
		return nil
	}
	return b.Store.Update(ctx, c.ID, e.Today, func(tx *store.Tx) error {
		if err := tx.Decide(decided); err != nil {
			return err
		}
		_, err := tx.Book(entries)
		return err
	})
}

// decide asks the matcher, against what was known before. Possible duplicates are
// not matched: what they would settle is settled already. Nor are lines in another
// currency, which no item of the books can be compared with.
func decide(c ledger.Company, book matcher.Book, lines []ledger.Line) []ledger.Decision {
	var asked []ledger.Line
	var places []int
	decisions := make([]ledger.Decision, len(lines))
	for i, l := range lines {
		d, waits := set(c, l)
		if decisions[i] = d; !waits {
			asked, places = append(asked, l), append(places, i)
		}
	}
	for n, d := range matcher.NewIndex(book, matcher.Options{}).Decide(asked) {
		decisions[places[n]] = d
	}
	return decisions
}

// set returns the decision of a line that is set aside for a person without asking the matcher.
func set(c ledger.Company, l ledger.Line) (ledger.Decision, bool) {
	d := ledger.Decision{Line: l.ID, Status: ledger.Review, By: ledger.Program}
	switch {
	case isForeign(c, l):
		d.Reason = ledger.ForeignMoney
	case l.Twin != "":
		d.Reason, d.Chosen.Class = ledger.HeldDuplicate, ledger.Duplicate
	default:
		return ledger.Decision{}, false
	}
	return d, true
}

func isForeign(c ledger.Company, l ledger.Line) bool { return l.Amount.Currency() != c.Currency }

// book is what the company knew before an intake; 0 is all that it knows.
func (b *Batch) book(ctx context.Context, c ledger.Company, before int64) (matcher.Book, error) {
	var book matcher.Book
	var err error
	if book.Customers, err = b.Store.Customers(ctx, c.ID); err != nil {
		return book, err
	}
	if book.Items, err = b.Store.Items(ctx, c.ID, before); err != nil {
		return book, err
	}
	book.Customers = withNames(book.Customers, book.Items)
	if book.Facts, err = b.Store.Facts(ctx, c.ID, before); err != nil {
		return book, err
	}
	accounts, err := b.Store.Accounts(ctx, c.ID)
	if err != nil {
		return book, err
	}
	for _, a := range accounts {
		if a.Ref.IBAN != "" {
			book.Own = append(book.Own, string(a.Ref.IBAN))
		}
	}
	past, err := b.Store.Past(ctx, c.ID, before)
	for _, p := range past {
		book.Past = append(book.Past, matcher.Past{Line: p.Line, Allocations: p.Allocations})
	}
	return book, err
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
	return b.posterFor(ctx, c, customers, items)
}

// posterFor returns the posting rules for the customers and items that are to be looked up.
func (b *Batch) posterFor(ctx context.Context, c ledger.Company, customers []ledger.Customer, items []ledger.OpenItem) (journal.Poster, error) {
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
		Customer: lookup(customers, func(c ledger.Customer) ledger.CustomerID { return c.ID }),
		Invoice:  invoices(items)}, nil
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
