package batch

import (
	"context"
	"fmt"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// chunk is how many lines are decided and booked in one transaction: well under a
// second, so that readers and other writers never wait long.
const chunk = 4000

// intake is the processing of one intake. What it writes follows from what it read:
// it is written only as long as nobody else writes to the company's books.
type intake struct {
	*Batch
	company ledger.Company
	event   ledger.Event
	since   mark
}

// settle processes every intake of the company that is not processed, in the order
// of the chain, and counts what became of its lines. Another program may do the same
// at the same time: each step is done once, by one of them.
func (b *Batch) settle(ctx context.Context, c ledger.Company) (Outcome, error) {
	var all Outcome
	pending, err := b.Store.Pending(ctx, c.ID)
	if err != nil {
		return all, err
	}
	for _, e := range pending {
		err := b.onTop(ctx, c, func(since mark) error {
			i := intake{b, c, e, since}
			o, err := i.process(ctx)
			if err == nil {
				all.plus(o)
			}
			return err
		})
		if err != nil {
			return all, fmt.Errorf("process intake %d: %w", e.Seq, err)
		}
	}
	return all, nil
}

func (b *Batch) settled(ctx context.Context, c ledger.Company) error {
	_, err := b.settle(ctx, c)
	return err
}

func (i *intake) process(ctx context.Context) (Outcome, error) {
	switch i.event.Kind {
	case ledger.InvoicesTaken:
		return Outcome{}, i.takeOver(ctx)
	case ledger.StatementTaken:
		return i.bookStatement(ctx)
	}
	return Outcome{}, i.processed(ctx)
}

// update writes on the day of the intake.
func (i *intake) update(ctx context.Context, f func(*store.Tx) error) error {
	return i.Batch.update(ctx, i.company, i.event.Today, &i.since, f)
}

// processed marks the intake as wholly processed.
func (i *intake) processed(ctx context.Context) error {
	return i.update(ctx, func(tx *store.Tx) error { return tx.Processed(i.event.Seq) })
}

// takeOver books each new item of a list at its outstanding amount. An item in
// another currency than the books' is kept and not booked, for want of a rate.
func (i *intake) takeOver(ctx context.Context) error {
	items, err := i.Store.InvoicesOf(ctx, i.company.ID, i.event.Seq)
	if err != nil {
		return err
	}
	p, err := i.takingOver(ctx, items)
	if err != nil {
		return err
	}
	booked, err := i.takenOver(ctx)
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	for _, item := range items {
		if booked[item.Number] || item.Total.Currency() != i.company.Currency {
			continue
		}
		entry, ok, err := p.Takeover(item)
		if err != nil {
			return err
		}
		if ok {
			entries = append(entries, entry)
		}
	}
	for part := range slices.Chunk(entries, chunk) {
		if err := i.book(ctx, part); err != nil {
			return err
		}
	}
	return i.processed(ctx)
}

// book books entries in one transaction.
func (i *intake) book(ctx context.Context, entries []ledger.Entry) error {
	return i.update(ctx, func(tx *store.Tx) error {
		_, err := tx.Book(entries)
		return err
	})
}

// decide asks the matcher, against what was known before. Possible duplicates are
// not matched: what they would settle is settled already. Nor are lines in another
// currency, which no item of the books can be compared with.
func decide(c ledger.Company, known matcher.Book, options matcher.Options, lines []ledger.Line) []ledger.Decision {
	aside := make(map[int]ledger.Decision)
	for i, l := range lines {
		if d, ok := setAside(c, l); ok {
			aside[i] = d
		}
	}
	asked := lines // as nearly always, and not copied: there may be very many
	if len(aside) > 0 {
		asked = make([]ledger.Line, 0, len(lines)-len(aside))
		for i, l := range lines {
			if _, ok := aside[i]; !ok {
				asked = append(asked, l)
			}
		}
	}
	var found []ledger.Decision
	if len(asked) > 0 {
		found = matcher.NewIndex(known, options).Decide(asked)
	}
	if len(aside) == 0 {
		return found
	}
	decisions := make([]ledger.Decision, len(lines))
	for i := range lines {
		d, ok := aside[i]
		if !ok {
			d, found = found[0], found[1:]
		}
		decisions[i] = d
	}
	return decisions
}

// setAside returns the decision of a line that is set aside without asking the matcher: for
// a person, or for nobody where no money moves. Banks write such lines to tell something.
func setAside(c ledger.Company, l ledger.Line) (ledger.Decision, bool) {
	d := ledger.Decision{Line: l.ID, Status: ledger.Review, By: ledger.Program}
	switch {
	case l.Amount.IsZero():
		d.Status, d.Chosen.Class = ledger.None, ledger.Unrelated
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
