package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/ledger"
)

// maxShown is how many lines of each kind are shown of a rule.
const maxShown = 20

// lookAtRule shows what a rule would have done on the lines in the book. Of what is no
// rule there is nothing to show but how to edit it.
func (a *app) lookAtRule(ctx context.Context, b *batch.Batch, c ledger.Company, id string) error {
	r, err := b.OneRule(ctx, c, id)
	if errors.Is(err, &ledger.Error{Kind: ledger.NotFound}) {
		return fmt.Errorf("%w; of another fact, --customer should be the ID of the customer for whom it stands", err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Lines « %s » to %s\n", export.Plain(r.Key), r.Account)
	for _, part := range []struct {
		what  string
		lines []ledger.Line
	}{{"booked there by a person", r.Taught}, {"that it would have booked there", r.Would}, {"that it would have left alone: a customer's payment, a return, a duplicate or a batch", r.Apart}} {
		if err := a.showLines(part.what, part.lines); err != nil {
			return err
		}
	}
	if !r.Suggested {
		fmt.Fprintf(a.out, "\nIn force; lettrage facts remove %s takes it back.\n", r.ID()[:8])
		return nil
	}
	fmt.Fprintf(a.out, "\nIt does nothing yet. To agree: lettrage facts edit %s --accept %s\n", r.ID()[:8], r.Seen())
	return nil
}

func (a *app) showLines(what string, lines []ledger.Line) error {
	fmt.Fprintf(a.out, "\n%s %s\n", counted(len(lines), "line"), what)
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, l := range lines[:min(len(lines), maxShown)] {
		fmt.Fprintf(w, "  %s\t%s\t%12s\t%s\n", l.ID[:8], l.Booked, l.Amount, cut(export.Plain(l.Label), 60))
	}
	if more := len(lines) - maxShown; more > 0 {
		fmt.Fprintf(w, "  … and %d more\n", more)
	}
	return w.Flush()
}

func idsOf(lines []ledger.Line) []ledger.LineID {
	ids := make([]ledger.LineID, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	return ids
}
