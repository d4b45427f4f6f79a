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
func (i *intake) openings(ctx context.Context, p journal.Poster) error {
	taken, err := i.Store.Taken(ctx, i.company.ID)
	if err != nil {
		return err
	}
	byAccount := make(map[ledger.AccountID][]ledger.Taken)
	var touched []ledger.AccountID
	for _, t := range taken {
		if t.Intake == i.event.Seq && !slices.Contains(touched, t.Account) {
			touched = append(touched, t.Account)
		}
		byAccount[t.Account] = append(byAccount[t.Account], t)
	}
	for _, id := range touched {
		if err := i.opening(ctx, p, id, byAccount[id]); err != nil {
			return err
		}
	}
	return nil
}

func (i *intake) opening(ctx context.Context, p journal.Poster, id ledger.AccountID, taken []ledger.Taken) error {
	account, ok := p.Account(id)
	if !ok {
		return ledger.Errorf(ledger.NotFound, "account", "the statement's account is not in the book")
	}
	if account.Currency != i.company.Currency {
		return nil // its lines are held for want of a rate
	}
	start, known, err := journal.OpeningBalance(taken, i.Store.Lines(ctx, i.company.ID, store.LineFilter{Account: id, Bare: true, ByDay: true}))
	if err != nil || !known {
		return err
	}
	old, booked, err := i.liveOpening(ctx, account)
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
	return i.book(ctx, entries)
}

// liveOpening returns the account's opening entry that no other one reverses.
func (i *intake) liveOpening(ctx context.Context, a ledger.BankAccount) (live ledger.Entry, ok bool, err error) {
	for e, err := range i.Store.Entries(ctx, i.company.ID, store.EntryFilter{Journal: ledger.OpeningJournal, Chain: true}) {
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
