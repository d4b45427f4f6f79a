package batch

import (
	"context"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
)

// ReviewItem is a line that needs a person, with what the program found.
type ReviewItem struct {
	Line     ledger.Line
	External string // the bank's own ID of the line, as exports show it
	Decision ledger.Decision
}

// Reviews returns the lines that need a person, in the order in which they were taken.
func (b *Batch) Reviews(ctx context.Context, c ledger.Company) ([]ReviewItem, error) {
	if err := b.settled(ctx, c); err != nil {
		return nil, err
	}
	lines, err := collect(b.Store.Lines(ctx, c.ID, store.LineFilter{Review: true}))
	if err != nil {
		return nil, err
	}
	decisions, err := b.latest(ctx, c)
	if err != nil {
		return nil, err
	}
	_, names, err := b.namedLines(ctx, c, true)
	if err != nil {
		return nil, err
	}
	items := make([]ReviewItem, len(lines))
	for i, l := range lines {
		items[i] = ReviewItem{Line: l, External: names[l.ID], Decision: decisions[l.ID]}
	}
	return items, nil
}

// latest returns the decision that stands for each line.
func (b *Batch) latest(ctx context.Context, c ledger.Company) (map[ledger.LineID]ledger.Decision, error) {
	all := make(map[ledger.LineID]ledger.Decision)
	for d, err := range b.Store.Decisions(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		all[d.Line] = d
	}
	return all, nil
}

// Accept takes the n-th candidate (from 1) of a line in review.
func (b *Batch) Accept(ctx context.Context, c ledger.Company, id string, n int) (ReviewItem, error) {
	return b.personDecides(ctx, c, id, func(shown ledger.Decision, _ ledger.Line) (ledger.Decision, error) {
		if shown.Status != ledger.Review && len(shown.Candidates) == 0 {
			return ledger.Decision{}, &ledger.Error{Kind: ledger.Invalid, Field: "line", Msg: "waits for nobody: it was decided already",
				Hint: "lettrage review show LINE says how; choose or book changes it"}
		}
		if n < 1 || n > len(shown.Candidates) {
			return ledger.Decision{}, &ledger.Error{Kind: ledger.Invalid, Field: "candidate", Msg: "the line has no such candidate", Hint: "lettrage review show LINE, then accept or choose"}
		}
		return ledger.Decision{Status: ledger.Auto, Chosen: shown.Candidates[n-1], Reason: ledger.Accepted}, nil
	})
}

// Choose settles the items that a person names. What they do not account for of
// the line is the customer's credit; more than the line is refused.
func (b *Batch) Choose(ctx context.Context, c ledger.Company, id string, allocations []ledger.Allocation) (ReviewItem, error) {
	return b.personDecides(ctx, c, id, func(_ ledger.Decision, l ledger.Line) (ledger.Decision, error) {
		e := ledger.Explanation{Class: ledger.CustomerPayment, Allocations: allocations}
		if l.Amount.Sign() < 0 {
			e.Class = ledger.PaymentReturned
		}
		total, err := e.Total(l.Amount.Currency())
		if err != nil {
			return ledger.Decision{}, err
		}
		over, err := total.Sub(l.Amount)
		if err != nil {
			return ledger.Decision{}, err
		}
		if over.Sign() != 0 && over.Sign() == l.Amount.Sign() {
			return ledger.Decision{}, &ledger.Error{Kind: ledger.Invalid, Field: "allocations", Msg: "sum up to more than the line", Hint: "name the amount of each: INVOICE=AMOUNT"}
		}
		if !over.IsZero() {
			e.Difference = ledger.Difference{Kind: ledger.Overpayment, Amount: over}
		}
		return ledger.Decision{Status: ledger.Auto, Chosen: e, Reason: ledger.Chosen}, nil
	})
}

// Refuse bars the shown explanations; the line stays in the suspense account.
func (b *Batch) Refuse(ctx context.Context, c ledger.Company, id string) (ReviewItem, error) {
	return b.personDecides(ctx, c, id, func(shown ledger.Decision, _ ledger.Line) (ledger.Decision, error) {
		return ledger.Decision{Status: ledger.Review, Chosen: ledger.Explanation{Class: shown.Chosen.Class}, Candidates: shown.Candidates, Reason: ledger.Refused}, nil
	})
}

// Book posts a line that is no customer's payment to an account of the chart.
func (b *Batch) Book(ctx context.Context, c ledger.Company, id, account string) (ReviewItem, error) {
	if !isAccount(account) {
		return ReviewItem{}, &ledger.Error{Kind: ledger.Invalid, Field: "account", Msg: "should be a number of the chart of accounts, of three digits at least", Hint: "for example --account 627"}
	}
	return b.personDecides(ctx, c, id, func(ledger.Decision, ledger.Line) (ledger.Decision, error) {
		return ledger.Decision{Status: ledger.None, Chosen: ledger.Explanation{Class: ledger.Unrelated}, Account: account, Reason: ledger.Booked}, nil
	})
}

func isAccount(s string) bool {
	if len(s) < 3 || len(s) > 12 {
		return false
	}
	for i, r := range s {
		if (r < '0' || r > '9') && (i < 3 || r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// sayer is what a person says of a line that was shown with a decision.
type sayer func(shown ledger.Decision, l ledger.Line) (ledger.Decision, error)

// personDecides records what a person says of a line, books what follows and
// learns from it, all in one transaction.
func (b *Batch) personDecides(ctx context.Context, c ledger.Company, id string, say sayer) (item ReviewItem, err error) {
	err = b.onSettled(ctx, c, func(since mark) error {
		item, err = b.hear(ctx, c, since, id, say)
		return err
	})
	return item, err
}

func (b *Batch) hear(ctx context.Context, c ledger.Company, since mark, id string, say sayer) (ReviewItem, error) {
	l, err := b.Store.Line(ctx, c.ID, id)
	if err != nil {
		return ReviewItem{}, err
	}
	if isForeign(c, l) {
		return ReviewItem{}, &ledger.Error{Kind: ledger.Conflict, Field: "line", Msg: "is in another currency than the books: it waits for a rate, which is not read yet"}
	}
	if l.Amount.IsZero() {
		return ReviewItem{}, &ledger.Error{Kind: ledger.Conflict, Field: "line", Msg: "is of no amount: there is nothing to book or to settle"}
	}
	before, err := b.Store.DecisionsOf(ctx, c.ID, l.ID)
	if err != nil {
		return ReviewItem{}, err
	}
	shown := ledger.Decision{Line: l.ID}
	if len(before) > 0 {
		shown = before[len(before)-1]
	}
	d, err := say(shown, l)
	if err != nil {
		return ReviewItem{}, err
	}
	d.Line, d.By, d.Version = l.ID, ledger.Person, len(before)
	d.ID = ledger.NewDecisionID(l.ID, d.Version)
	return ReviewItem{Line: l, Decision: d}, b.apply(ctx, c, since, l, shown, d)
}

func (b *Batch) apply(ctx context.Context, c ledger.Company, since mark, l ledger.Line, shown, d ledger.Decision) error {
	p, err := b.poster(ctx, c)
	if err != nil {
		return err
	}
	entries, err := b.redecide(ctx, c, p, l, d)
	if err != nil {
		return err
	}
	known, err := b.Store.Facts(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	lessons := lessonsOf(p, l, known, shown, d)
	return b.update(ctx, c, b.Today, &since, func(tx *store.Tx) error {
		seq, err := tx.Append(ledger.PersonDecided, string(l.ID), d.Digest())
		if err != nil {
			return err
		}
		d.Intake = seq
		if err := tx.Decide([]ledger.Decision{d}); err != nil {
			return err
		}
		if _, err := tx.Book(entries); err != nil {
			return err
		}
		if err := learn(tx, seq, lessons); err != nil {
			return err
		}
		return tx.Processed(seq)
	})
}

// redecide returns the entries that follow from a new decision of a line.
func (b *Batch) redecide(ctx context.Context, c ledger.Company, p journal.Poster, l ledger.Line, d ledger.Decision) ([]ledger.Entry, error) {
	live, err := b.Store.LiveEntries(ctx, c.ID, l.ID)
	if err != nil {
		return nil, err
	}
	if len(live) == 0 && d.Reason == ledger.Refused { // a held duplicate that a person calls one
		return nil, nil
	}
	return p.Redecide(l, live, d, b.Today)
}
