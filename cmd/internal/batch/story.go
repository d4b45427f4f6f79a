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
	Items     map[ledger.InvoiceNumber]ledger.OpenItem // that the decisions name
}

// Story returns the story of the line with this ID, unique beginning of an ID, or bank's own ID.
func (b *Batch) Story(ctx context.Context, c ledger.Company, id string) (Story, error) {
	s := Story{Items: make(map[ledger.InvoiceNumber]ledger.OpenItem)}
	var err error
	if err := b.settled(ctx, c); err != nil {
		return s, err
	}
	if s.Line, err = b.Store.Line(ctx, c.ID, id); err != nil {
		return s, err
	}
	if s.Decisions, err = b.Store.DecisionsOf(ctx, c.ID, s.Line.ID); err != nil {
		return s, err
	}
	if s.Entries, err = b.Store.EntriesOf(ctx, c.ID, s.Line.ID); err != nil {
		return s, err
	}
	items, err := b.Store.Items(ctx, c.ID, 0)
	if err != nil {
		return s, err
	}
	for _, i := range items {
		s.Items[i.Number] = i
	}
	return s, nil
}
