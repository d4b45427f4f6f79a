package batch

import (
	"context"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
)

// Verify proves a company's books from the stored data and changes nothing. head,
// when given, is the hash of an event that should be in the chain, in hexadecimal,
// as exports and backups print it. A book that is written to again and again while
// it is read is a Transient error.
func (b *Batch) Verify(ctx context.Context, c ledger.Company, head string) (journal.Report, error) {
	var options journal.Options
	if head != "" {
		var err error
		if options.Head, err = ledger.ParseHash(head); err != nil {
			return journal.Report{}, err
		}
	}
	var report journal.Report
	err := b.atOnce(ctx, c, func() error {
		stored, err := b.stored(ctx, c)
		if err != nil {
			return err
		}
		report, err = journal.Verify(stored, options)
		return err
	})
	return report, err
}

// stored is what the store holds of a company.
func (b *Batch) stored(ctx context.Context, c ledger.Company) (journal.Stored, error) {
	s := journal.Stored{
		Events:    b.Store.Events(ctx, c.ID),
		Lines:     b.Store.Lines(ctx, c.ID, store.LineFilter{AsTaken: true}),
		Notices:   b.Store.Notices(ctx, c.ID),
		Told:      b.Store.Told(ctx, c.ID),
		Decisions: b.Store.DecisionHistory(ctx, c.ID),
		Entries:   b.Store.Entries(ctx, c.ID, store.EntryFilter{Chain: true}),
		Lessons:   b.Store.Lessons(ctx, c.ID),
		ItemsOf:   func(intake int64) ([]ledger.Invoice, error) { return b.Store.InvoicesOf(ctx, c.ID, intake) },
		DetailsOf: func(intake int64) ([]ledger.InvoiceDetails, error) { return b.Store.DetailsOf(ctx, c.ID, intake) },
	}
	var err error
	if s.LastEvent, s.Head, err = b.Store.Head(ctx, c.ID); err != nil {
		return s, err
	}
	if s.Company, err = b.Store.Company(ctx, c.ID); err != nil { // c is what it was when the command began
		return s, err
	}
	if s.Chart, err = b.Store.Chart(ctx, c.ID); err != nil {
		return s, err
	}
	if s.Accounts, err = b.Store.Accounts(ctx, c.ID); err != nil {
		return s, err
	}
	if s.Statements, err = b.Store.Taken(ctx, c.ID); err != nil {
		return s, err
	}
	if s.Items, err = b.Store.Items(ctx, c.ID, 0); err != nil {
		return s, err
	}
	pending, err := b.Store.Pending(ctx, c.ID)
	for _, e := range pending {
		s.Pending = append(s.Pending, e.Seq)
	}
	return s, err
}
