package journal

import (
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// counterparts returns the postings that stand against the bank's under a decision;
// they sum up to the line's amount with the other sign.
func (p Poster) counterparts(l ledger.Line, d ledger.Decision) ([]ledger.Posting, error) {
	back, err := l.Amount.Neg()
	if err != nil {
		return nil, err
	}
	switch {
	case d.Account != "" && strings.HasPrefix(d.Account, p.Chart[ledger.Bank].Number):
		return nil, &ledger.Error{Kind: ledger.Invalid, Field: "account", Msg: "should be none of the bank's: only its statements move them",
			Hint: "a transfer between own accounts stands in " + p.Chart[ledger.InternalMoves].Number + " until the other bank's line comes"}
	case d.Account != "":
		return []ledger.Posting{{Account: d.Account, AccountName: p.nameOf(d.Account), Amount: back}}, nil
	case len(d.Chosen.Allocations) > 0:
		return p.settle(l, d.Chosen)
	case d.Status == ledger.None && d.Chosen.Class == ledger.BankFee:
		return []ledger.Posting{p.posting(ledger.BankFees, back)}, nil
	case d.Status == ledger.None && d.Chosen.Class == ledger.OwnTransfer:
		return []ledger.Posting{p.posting(ledger.InternalMoves, back)}, nil
	}
	return []ledger.Posting{p.posting(ledger.Suspense, back)}, nil
}

// settle returns one posting an allocation on the customer's account, so that each
// item letters alone, and one for the difference by its reason.
func (p Poster) settle(l ledger.Line, e ledger.Explanation) ([]ledger.Posting, error) {
	if err := e.Fits(l.Amount); err != nil {
		return nil, err
	}
	var postings []ledger.Posting
	for _, a := range e.Allocations {
		item, ok := p.Invoice(a.Invoice)
		if !ok {
			return nil, ledger.Errorf(ledger.NotFound, "allocations", "name an item that is not in the book")
		}
		amount, err := a.Amount.Neg()
		if err != nil {
			return nil, err
		}
		post := p.customers(ledger.Receivable, item.Customer, item.CustomerName, amount)
		post.Invoice = a.Invoice
		postings = append(postings, post)
	}
	if e.Difference.Amount.IsZero() {
		return postings, nil
	}
	first := postings[0]
	return append(postings, p.difference(e.Difference, first.Aux, first.AuxName)), nil
}

// difference books Σ allocations − the line's amount: what was received less is a
// debit of the account that bears it, what was received more the customer's credit.
func (p Poster) difference(d ledger.Difference, customer ledger.CustomerID, name string) ledger.Posting {
	switch d.Kind {
	case ledger.BankCharge:
		return p.posting(ledger.BankFees, d.Amount)
	case ledger.EarlyDiscount:
		return p.posting(ledger.Discount, d.Amount)
	case ledger.Rounding:
		if d.Amount.Sign() < 0 {
			return p.posting(ledger.RoundingGain, d.Amount)
		}
		return p.posting(ledger.RoundingLoss, d.Amount)
	case ledger.Overpayment:
		return p.customers(ledger.CustomerCredit, customer, name, d.Amount)
	}
	return p.posting(ledger.Suspense, d.Amount)
}

func (p Poster) posting(r ledger.Role, amount money.Amount) ledger.Posting {
	return ledger.Posting{Account: p.Chart[r].Number, AccountName: p.Chart[r].Name, Amount: amount}
}

// customers posts to a customer's auxiliary account. The name is that of the list of
// customers, else that of the item.
func (p Poster) customers(r ledger.Role, id ledger.CustomerID, name string, amount money.Amount) ledger.Posting {
	if c, ok := p.Customer(id); ok && c.Name != "" {
		name = c.Name
	}
	post := p.posting(r, amount)
	post.Aux, post.AuxName = id, clean(name)
	return post
}

// nameOf is the name of an account that a person named, when the chart knows it.
func (p Poster) nameOf(number string) string {
	for _, r := range []ledger.Role{ledger.Receivable, ledger.CustomerAdvance, ledger.CustomerCredit, ledger.InternalMoves, ledger.OpeningBalance,
		ledger.Suspense, ledger.BankFees, ledger.Discount, ledger.RoundingLoss, ledger.RoundingGain} {
		if p.Chart[r].Number == number {
			return p.Chart[r].Name
		}
	}
	return "Compte " + number
}

// Takeover returns the entry that takes an open item over: journal RAN, at its
// outstanding amount, dated its issue. ok is false when nothing of it is open.
func (p Poster) Takeover(i ledger.Invoice) (e ledger.Entry, ok bool, err error) {
	if i.Outstanding.IsZero() {
		return e, false, nil
	}
	back, err := i.Outstanding.Neg()
	if err != nil {
		return e, false, err
	}
	kind := "Facture "
	if i.CreditNote {
		kind = "Avoir "
	}
	owed := p.customers(ledger.Receivable, i.Customer, i.CustomerName, i.Outstanding)
	owed.Invoice = i.Number
	e, err = ledger.NewEntry(ledger.EntryDraft{
		Journal: ledger.TakeoverJournal, Date: i.Issued, Piece: string(i.Number), PieceDate: i.Issued, Label: clean(kind + string(i.Number) + " reprise"),
		Salt: i.Salt, Postings: []ledger.Posting{owed, p.posting(ledger.OpeningBalance, back)},
	})
	return e, err == nil, err
}

// Opening returns the entry of a bank account's opening balance: journal AN, against
// the opening balance sheet. ok is false when the balance is zero.
func (p Poster) Opening(a ledger.BankAccount, at ledger.Date, balance money.Amount) (e ledger.Entry, ok bool, err error) {
	if balance.IsZero() {
		return e, false, nil
	}
	back, err := balance.Neg()
	if err != nil {
		return e, false, err
	}
	bank := ledger.Posting{Account: a.Ledger, AccountName: p.Chart[ledger.Bank].Name, Amount: balance}
	e, err = ledger.NewEntry(ledger.EntryDraft{
		Journal: ledger.OpeningJournal, Date: at, Piece: "AN-" + a.Ledger, PieceDate: at, Label: "Solde d'ouverture " + a.Ledger,
		Postings: []ledger.Posting{bank, p.posting(ledger.OpeningBalance, back)},
	})
	return e, err == nil, err
}
