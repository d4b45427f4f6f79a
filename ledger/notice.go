package ledger

import (
	"slices"
	"strings"
)

// IsNotice reports whether the statement is a notice of the bank (camt.054). Its entries
// are never lines: each tells of a line of a statement which payments it is made of.
func (s Statement) IsNotice() bool {
	return s.Interim && strings.HasPrefix(s.Origin.Format, "camt.054")
}

// Notice is an entry of a bank's notice in the book.
type Notice struct {
	Seq      int64 // place in the order in which notices were taken, per company
	Intake   int64 // event that brought it
	Account  AccountRef
	Salt     Salt
	Recorded Hash // the commitment under which it was taken; zero where not read
	Transaction
}

// Commitment stands for the notice in the chain, its account and its texts salted.
func (n Notice) Commitment() Hash {
	texts := n.appendTexts([]string{string(n.Account.IBAN), n.Account.Other, n.Label})
	return NewDigest("notice").Int(n.Seq).Text(n.BankID).Text(n.Booked.String()).Text(n.Value.String()).
		Text(n.Amount.String()).Text(string(n.Amount.Currency())).Text(string(n.Kind)).Text(n.Code).Bool(n.Reversal).
		Hash(Commit(n.Salt, texts...)).Sum()
}

// Told says which line a notice tells of.
type Told struct {
	Line   LineID
	Notice int64 // its Seq
	Intake int64 // that brought the one or the other, whichever came later
}

// Digest stands for it in the chain.
func (t Told) Digest() Hash { return NewDigest("told").Text(string(t.Line)).Int(t.Notice).Sum() }

// Telling returns the line with what a notice of it adds: the payments of a batch
// that the statement states in one sum, and of a payment what the statement leaves
// open. What the statement says itself stays. The amounts of both are the same.
func (t Transaction) Telling(n Transaction) Transaction {
	if t.Kind == Other {
		t.Kind = n.Kind
	}
	if t.CardDay == 0 {
		t.CardDay = n.CardDay
	}
	switch {
	case len(t.Details) == 0 && len(n.Details) > 0:
		t.Details = n.Details
	case len(t.Details) == 0:
		t.Payment = t.Payment.filled(n.Payment)
	case slices.EqualFunc(t.Details, n.Details, func(a, b Detail) bool { return a.Amount == b.Amount }):
		t.Details = slices.Clone(t.Details)
		for i := range t.Details {
			t.Details[i].Payment = t.Details[i].filled(n.Details[i].Payment)
		}
	}
	if t.Label == "" {
		t.Label = n.Label
	}
	return t
}

// filled returns the payment with what another account of it says where it says nothing.
func (p Payment) filled(o Payment) Payment {
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&p.Counterparty.Name, o.Counterparty.Name}, {&p.Counterparty.Account, o.Counterparty.Account},
		{&p.Ultimate.Name, o.Ultimate.Name}, {&p.Ultimate.Account, o.Ultimate.Account}, {&p.Remittance, o.Remittance},
		{&p.EndToEndID, o.EndToEndID}, {&p.MandateID, o.MandateID}, {&p.Cheque, o.Cheque}, {&p.ReturnReason, o.ReturnReason},
	} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	if len(p.References) == 0 {
		p.References = o.References
	}
	if p.Charges == nil {
		p.Charges = o.Charges
	}
	if p.Instructed == nil {
		p.Instructed = o.Instructed
	}
	return p
}
