package batch

import (
	"context"

	"lettrage/ledger"
)

// Story is all that happened to a bank line.
type Story struct {
	Line      ledger.Line
	Decisions []ledger.Decision                        // the first one first
	Entries   []ledger.Entry                           // that it was booked with, reversed ones included
	Items     map[ledger.InvoiceNumber]ledger.OpenItem // of the book
}

// Story returns the story of the line with this ID, unique beginning of an ID, or bank's own ID.
func (b *Batch) Story(ctx context.Context, c ledger.Company, id string) (Story, error) {
	if err := b.settled(ctx, c); err != nil {
		return Story{}, err
	}
	items, err := b.itemsByNumber(ctx, c)
	if err != nil {
		return Story{}, err
	}
	return b.story(ctx, c, id, items)
}

func (b *Batch) itemsByNumber(ctx context.Context, c ledger.Company) (map[ledger.InvoiceNumber]ledger.OpenItem, error) {
	items, err := b.Store.Items(ctx, c.ID, 0)
	byNumber := make(map[ledger.InvoiceNumber]ledger.OpenItem, len(items))
	for _, i := range items {
		byNumber[i.Number] = i
	}
	return byNumber, err
}

// story is that of a line, with the items of the book.
func (b *Batch) story(ctx context.Context, c ledger.Company, id string, items map[ledger.InvoiceNumber]ledger.OpenItem) (s Story, err error) {
	s.Items = items
	if s.Line, err = b.Store.Line(ctx, c.ID, id); err != nil {
		return s, err
	}
	if s.Decisions, err = b.Store.DecisionsOf(ctx, c.ID, s.Line.ID); err != nil {
		return s, err
	}
	s.Entries, err = b.Store.EntriesOf(ctx, c.ID, s.Line.ID)
	return s, err
}
