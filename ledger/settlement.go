package ledger

import (
	"slices"

	"lettrage/ledger/money"
)

// SettlementID names a settlement.
type SettlementID string

// Means says how a customer paid.
type Means string

// Means of payment that a person records before the bank tells of them.
const (
	PaidByCheque Means = "cheque"
	PaidInCash   Means = "cash"
	PaidByCard   Means = "card"
	PaidByDebit  Means = "direct_debit" // a collection that the company sent to its bank
	PaidOther    Means = "other"
)

// Settlement is what a person recorded of a payment before the bank told of it: a
// cheque in hand, a taking by card, a direct debit sent for collection. A bank line
// brings one or several of them to the account: a slip of cheques, the takings of some
// days less a fee, a batch of collections.
type Settlement struct {
	ID          SettlementID
	Means       Means
	Customer    CustomerID
	Payer       string       // who paid, when another than the customer
	Amount      money.Amount // what the customer paid, before any fee; below zero for a card's refund
	Received    Date         // the day of the cheque's receipt, of the taking, or on which the collection was sent
	Due         Date         // of a direct debit: the day of collection; else zero
	Allocations []Allocation // what it settles; what it doesn't is the customer's credit
	Number      string       // of the cheque, of the card's ticket, of the mandate
	Slip        string       // of cheques paid in together, or the identifier of a batch of debits or takings
	Contract    string       // of a card: the merchant's contract, or the terminal
	Returned    bool         // the bank took it back, or never paid it
	Salt        Salt
}

// NewSettlement checks a settlement and gives it its ID: that of the n-th (from 0) of
// this content. What it settles, and whether it came back, may change later.
func NewSettlement(s Settlement, n int) (Settlement, error) {
	if err := s.Validate(); err != nil {
		return Settlement{}, err
	}
	d := NewDigest("settlement").Text(string(s.Means)).Text(string(s.Customer)).Text(s.Amount.String()).Text(string(s.Amount.Currency())).
		Text(s.Received.String()).Text(s.Number).Text(s.Slip).Text(s.Contract)
	s.ID = SettlementID(d.Int(int64(n)).ID())
	s.Allocations = slices.Clone(s.Allocations)
	return s, nil
}

// Validate checks a settlement: a means, a customer, a day, an amount within MaxAmount
// that only a card's refund has below zero, texts within MaxText, what its means
// allows, and allocations that it covers.
func (s Settlement) Validate() error {
	switch s.Means {
	case PaidByCheque, PaidInCash, PaidByCard, PaidByDebit, PaidOther:
	default:
		return Errorf(Invalid, "means", "should be cheque, cash, card, direct_debit or other")
	}
	switch {
	case s.Customer == "":
		return Errorf(Invalid, "customer_id", "should be given")
	case s.Received == 0:
		return Errorf(Invalid, "date", "should be given")
	case s.Amount.Currency() == "":
		return Errorf(Invalid, "currency", "should be given")
	case beyond(s.Amount):
		return Errorf(Invalid, "amount", "should be within %d minor units of its currency", int64(MaxAmount))
	case s.Amount.IsZero() || s.Amount.Sign() < 0 && s.Means != PaidByCard:
		return Errorf(Invalid, "amount", "should be above zero; only a card's refund is below")
	case s.Due != 0 && (s.Means != PaidByDebit || s.Due < s.Received):
		return Errorf(Invalid, "due_date", "should be given of a direct debit alone, not before the day on which it was sent")
	case s.Contract != "" && s.Means != PaidByCard:
		return Errorf(Invalid, "contract", "should be given of a card alone")
	case s.Slip != "" && (s.Means == PaidInCash || s.Means == PaidOther):
		return Errorf(Invalid, "slip", "should be given of cheques, cards and direct debits alone")
	}
	for _, t := range []string{s.Payer, s.Number, s.Slip, s.Contract} {
		if len(t) > MaxText {
			return Errorf(Invalid, "text", "should have %d bytes at most", MaxText)
		}
	}
	return s.validateAllocations()
}

// validateAllocations checks that each item is named once, with an amount, and that
// their sum lies between nothing and the amount.
func (s Settlement) validateAllocations() error {
	seen := make(map[InvoiceNumber]bool, len(s.Allocations))
	for _, a := range s.Allocations {
		if a.Invoice == "" || a.Amount.IsZero() || seen[a.Invoice] {
			return Errorf(Invalid, "allocations", "should name each item once, with an amount")
		}
		seen[a.Invoice] = true
	}
	total, err := Explanation{Allocations: s.Allocations}.Total(s.Amount.Currency())
	if err != nil {
		return &Error{Kind: Invalid, Field: "allocations", Msg: "should sum up in the currency of the amount", Err: err}
	}
	over, err := total.Sub(s.Amount)
	if err != nil {
		return err
	}
	if total.Sign() == -s.Amount.Sign() || over.Sign() == s.Amount.Sign() {
		return Errorf(Invalid, "allocations", "should sum up to the amount at most")
	}
	return nil
}

// Collected is the day on which the money may reach the account at the earliest.
func (s Settlement) Collected() Date {
	if s.Due != 0 {
		return s.Due
	}
	return s.Received
}

// Commitment stands for the settlement in the chain, its personal texts salted.
func (s Settlement) Commitment() Hash {
	d := NewDigest("settlement").Text(string(s.ID)).Text(string(s.Means)).Text(string(s.Customer)).Int(s.Amount.Minor()).
		Text(string(s.Amount.Currency())).Text(s.Received.String()).Text(s.Due.String()).Text(s.Slip).Text(s.Contract).Bool(s.Returned).
		Int(int64(len(s.Allocations)))
	for _, a := range s.Allocations {
		d.Text(string(a.Invoice)).Int(a.Amount.Minor()).Text(string(a.Amount.Currency()))
	}
	return d.Hash(Commit(s.Salt, s.Payer, s.Number)).Sum()
}
