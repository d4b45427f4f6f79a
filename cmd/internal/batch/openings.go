package batch

import (
	"context"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
)

// openings books the opening balance of each account that an intake touched. When
// earlier lines or an earlier balance came, the old entry is mirrored and a new one
// booked; both bear the day of the old one, for a period that has not closed.
func (b *Batch) openings(ctx context.Context, c ledger.Company, p journal.Poster, e ledger.Event) error {
	taken, err := b.Store.Taken(ctx, c.ID)
	if err != nil {
		return err
	}
	byAccount := make(map[ledger.AccountID][]ledger.Taken)
	var touched []ledger.AccountID
	for _, t := range taken {
		if t.Intake == e.Seq && !slices.Contains(touched, t.Account) {
			touched = append(touched, t.Account)
		}
		byAccount[t.Account] = append(byAccount[t.Account], t)
	}
	for _, id := range touched {
		if err := b.opening(ctx, c, p, e, id, byAccount[id]); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) opening(ctx context.Context, c ledger.Company, p journal.Poster, e ledger.Event, id ledger.AccountID, taken []ledger.Taken) error {
	account, ok := p.Account(id)
	if !ok {
		return ledger.Errorf(ledger.NotFound, "account", "the statement's account is not in the book")
	}
	if account.Currency != c.Currency {
		return nil // its lines are held for want of a rate
	}
	start, known, err := journal.OpeningBalance(taken, b.Store.Lines(ctx, c.ID, store.LineFilter{Account: id, Bare: true}))
	if err != nil || !known {
		return err
	}
	old, booked, err := b.liveOpening(ctx, c, account)
	if err != nil {
		return err
	}
	fresh, needed, err := p.Opening(account, start.Date, start.Balance)
	if err != nil {
		return err
	}
	if booked && needed && old.Date == fresh.Date && old.Postings[0].Amount == fresh.Postings[0].Amount {
		return nil
	}
	var entries []ledger.Entry
	if booked {
		mirror, err := p.Mirror(old, old.Date)
		if err != nil {
			return err
		}
		entries = append(entries, mirror)
	}
	if needed {
		entries = append(entries, fresh)
	}
	if len(entries) == 0 {
		return nil
	}
	return b.Store.Update(ctx, c.ID, e.Today, func(tx *store.Tx) error {
		_, err := tx.Book(entries)
		return err
	})
}

// liveOpening returns the account's opening entry that no other one reverses.
func (b *Batch) liveOpening(ctx context.Context, c ledger.Company, a ledger.BankAccount) (live ledger.Entry, ok bool, err error) {
	for e, err := range b.Store.Entries(ctx, c.ID, store.EntryFilter{Journal: ledger.OpeningJournal, Chain: true}) {
		if err != nil {
			return live, false, err
		}
		switch {
		case e.Postings[0].Account != a.Ledger:
		case !e.Reverses.IsZero():
			ok = ok && e.Reverses != live.Number
		default:
			live, ok = e, true
		}
	}
	return live, ok, nil
}
