package batch

import (
	"cmp"
	"context"
	"slices"

	"lettrage/export"
	"lettrage/export/plaintext"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// namedLines returns every bank line in booking order, and the name by which other
// programs know each. bare lines are without their texts, and quicker to read.
func (b *Batch) namedLines(ctx context.Context, c ledger.Company, bare bool) ([]ledger.Line, map[ledger.LineID]string, error) {
	lines, err := collect(b.Store.Lines(ctx, c.ID, store.LineFilter{Bare: bare}))
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(lines, func(x, y ledger.Line) int { return cmp.Compare(x.Booked, y.Booked) })
	var given export.Names
	names := make(map[ledger.LineID]string, len(lines))
	for _, l := range lines {
		names[l.ID] = given.Name(l)
	}
	return lines, names, nil
}

// assertions are the closing balances that the bank states, up to a day; a zero day
// is all days. Of several on one day the one taken last is the day's.
func (b *Batch) assertions(ctx context.Context, c ledger.Company, to ledger.Date) ([]plaintext.Assertion, error) {
	taken, err := b.Store.Taken(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	accounts, err := b.Store.Accounts(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var all []plaintext.Assertion
	for _, a := range accounts {
		if a.Currency != c.Currency {
			continue // not booked
		}
		for _, s := range closings(taken, a.ID) {
			if to == 0 || s.Date <= to {
				all = append(all, plaintext.Assertion{Account: a.Ledger, Date: s.Date, Balance: s.Amount})
			}
		}
	}
	return all, nil
}

// closings are the balances that the bank states at the end of days of an account, one a day, in their order.
func closings(taken []ledger.Taken, account ledger.AccountID) []ledger.Balance {
	last := make(map[ledger.Date]ledger.Balance)
	for _, t := range taken {
		if t.Account == account && t.Closing != nil {
			last[t.Closing.Date] = *t.Closing
		}
	}
	all := make([]ledger.Balance, 0, len(last))
	for _, s := range last {
		all = append(all, s)
	}
	slices.SortFunc(all, func(x, y ledger.Balance) int { return cmp.Compare(x.Date, y.Date) })
	return all
}
