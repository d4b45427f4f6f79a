package journal

import (
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// item is what is known of an open item.
type item struct {
	ledger.OpenItem
	intake   int64
	taken    int          // live entries of journal RAN
	allotted money.Amount // Σ allocations of the decisions that stand
}

// readItems notes the open items.
func (v *verifier) readItems() error {
	v.report.Items = len(v.Items)
	for _, i := range v.Items {
		if err := i.Validate(); err != nil {
			v.report.add(Finding{Kind: Unsound, Item: i.Number, What: "item", Should: "valid", Is: err.Error()})
		}
		v.items[i.Number] = &item{OpenItem: i, allotted: money.New(0, i.Total.Currency())}
	}
	return nil
}

// noteIntake notes which list brought the items.
func (v *verifier) noteIntake(intake int64, items []ledger.Invoice) {
	for _, i := range items {
		if k := v.items[i.Number]; k != nil {
			k.intake = intake
		}
	}
}

// takenOver notes the entry that took an item over.
func (v *verifier) takenOver(e ledger.Entry, f Finding) {
	f.Item = e.Postings[0].Invoice
	i := v.items[f.Item]
	switch {
	case i == nil:
		v.report.add(f.of(Missing, "item of the entry", "in the book", "not there"))
		return
	case e.Postings[0].Amount != i.Outstanding:
		v.report.add(f.of(TakeoverDiffers, "amount taken over", written(i.Outstanding), written(e.Postings[0].Amount)))
	case e.Postings[0].Aux != i.Customer || e.Postings[0].Account != v.Chart[ledger.Receivable].Number:
		v.report.add(f.of(TakeoverDiffers, "account of the takeover", "the customer's", "another"))
	case e.Date != i.Issued || e.PieceDate != i.Issued:
		v.report.add(f.of(TakeoverDiffers, "day of the takeover", i.Issued.String(), e.Date.String()))
	}
	if i.taken++; i.taken > 1 {
		v.report.add(f.of(TakeoverDiffers, "takeovers of the item", "one", "several"))
	}
}

// verifyItems checks of each item that it was taken over, that no more than it is
// allotted, and that what is left is what the store calls open.
func (v *verifier) verifyItems() error {
	for _, l := range v.order {
		for _, a := range l.allocations {
			i := v.items[a.Invoice]
			if i == nil {
				v.report.add(Finding{Kind: Missing, Event: l.event, Line: l.LineID, Item: a.Invoice, What: "item of the allocation", Should: "in the book", Is: "not there"})
				continue
			}
			var err error
			if i.allotted, err = i.allotted.Add(a.Amount); err != nil {
				return err
			}
		}
	}
	for _, known := range v.Items {
		if err := v.verifyItem(v.items[known.Number]); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) verifyItem(i *item) error {
	f := Finding{Event: i.intake, Item: i.Number}
	if i.intake == 0 {
		v.report.add(f.of(Unrecorded, "item", "recorded by an event", "recorded by none"))
	}
	if i.taken == 0 && !i.Outstanding.IsZero() && !v.waits(i) {
		v.report.add(f.of(TakeoverDiffers, "takeovers of the item", "one", "none"))
	}
	left, err := i.Outstanding.Sub(i.allotted)
	if err != nil {
		return err
	}
	if over := i.allotted.Minor() > i.Outstanding.Minor(); !i.CreditNote && over || i.CreditNote && i.allotted.Minor() < i.Outstanding.Minor() {
		v.report.add(f.of(OverAllocated, "amount allotted to the item", i.Outstanding.String()+" at most", i.allotted.String()))
	}
	if left != i.Open {
		v.report.add(f.of(OpenDiffers, "open amount of the item", left.String(), i.Open.String()))
	}
	return nil
}

// waits reports whether an item need not be taken over: its list is not processed
// yet, or it is in another currency than the books and there is no rate.
func (v *verifier) waits(i *item) bool {
	return v.pending[i.intake] || i.Total.Currency() != v.Company.Currency
}

// verifyCustomers compares each customer's account with the customer's open items,
// credit notes deducted. Items that wait for their takeover count for nothing.
func (v *verifier) verifyCustomers() error {
	want := make(map[customer]money.Amount)
	var order []customer
	for _, known := range v.Items {
		i := v.items[known.Number]
		k := customer{i.Customer, i.Total.Currency()}
		if _, seen := want[k]; !seen {
			want[k] = money.New(0, k.currency)
			order = append(order, k)
		}
		open, err := i.Outstanding.Sub(i.allotted)
		if err == nil && i.taken == 0 && v.waits(i) {
			open, err = i.allotted.Neg()
		}
		if err == nil {
			want[k], err = want[k].Add(open)
		}
		if err != nil {
			return err
		}
	}
	for _, k := range order {
		is, ok := v.owed[k]
		if !ok {
			is = money.New(0, k.currency)
		}
		if is != want[k] {
			v.report.add(Finding{Kind: CustomerDiffers, Customer: k.id, Account: v.Chart[ledger.Receivable].Number, What: "balance of the customer", Should: want[k].String(), Is: is.String()})
		}
		delete(v.owed, k)
	}
	return v.strangers()
}

// strangers reports balances of customers who have no item.
func (v *verifier) strangers() error {
	byID := make(map[string]money.Amount, len(v.owed))
	for k, sum := range v.owed {
		if !sum.IsZero() {
			byID[string(k.id)] = sum
		}
	}
	for _, id := range sorted(byID) {
		v.report.add(Finding{Kind: CustomerDiffers, Customer: ledger.CustomerID(id), Account: v.Chart[ledger.Receivable].Number, What: "balance of a customer without items", Should: "zero", Is: byID[id].String()})
	}
	return nil
}
