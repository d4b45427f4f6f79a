package ledger

import (
	"fmt"
	"strconv"

	"lettrage/ledger/money"
)

// AccountID names a bank account within a company. It is given when the account is
// first seen and stays the same when the account's IBAN is learned later.
type AccountID string

// AccountRef is what a file says of the account that it is about. All empty: the file names none.
type AccountRef struct {
	IBAN  IBAN
	Other string // bank, branch and number as the file has them, joined by '/', when there is no IBAN
}

// IsZero reports whether the file names no account.
func (r AccountRef) IsZero() bool { return r == AccountRef{} }

// String writes the IBAN, else the other number.
func (r AccountRef) String() string {
	if r.IBAN != "" {
		return string(r.IBAN)
	}
	return r.Other
}

// BankAccount is an account of a company as the book knows it.
type BankAccount struct {
	ID          AccountID
	Ref         AccountRef
	Currency    money.Currency
	Ledger      string // its number in the chart: 51201, 51202, …
	Provisional bool   // first seen in a file that named no account
}

// Digest stands for the account in the chain. Its number with the bank is left out:
// it may be a person's, and a hash of it would give it away.
func (a BankAccount) Digest() Hash {
	d := NewDigest("account").Text(string(a.ID)).Text(a.Ledger).Text(string(a.Currency))
	if a.Provisional {
		d.Text("provisional")
	}
	return d.Sum()
}

// Balance is what the bank says stood on the account at the end of a day (a
// closing balance) or before its first line (an opening one).
type Balance struct {
	Date   Date
	Amount money.Amount
}

// Validate checks that the amount is within MaxAmount.
func (b Balance) Validate() error {
	if beyond(b.Amount) {
		return Errorf(Invalid, "balance", "should be within %d minor units of its currency", int64(MaxAmount))
	}
	return nil
}

// Period is a range of days, both included. Zero dates are open ends.
type Period struct{ From, To Date }

// Holds reports whether the day is in the period.
func (p Period) Holds(d Date) bool {
	return (p.From == 0 || d >= p.From) && (p.To == 0 || d <= p.To)
}

// Statement is what one file says of one account. Its lines travel beside it, so
// that a statement of a million lines needs no memory of its own.
type Statement struct {
	Account  AccountRef
	Currency money.Currency
	Number   string   // the bank's own number or ID of the statement
	Opening  *Balance // before the first line, when stated
	Closing  *Balance // after the last line, when stated
	Whole    Period   // the days that the file covers whole: no line of them is missing
	Lines    int
	Credits  money.Amount // Σ of money in, positive; Count keeps it, from the zero value
	Debits   money.Amount // Σ of money out, positive; the same
	Interim  bool         // read but never booked: camt.052 and camt.054
	Origin   Origin
}

// AddUp returns opening + credits − debits − closing: zero for a statement that
// adds up (invariant 3). ok is false when a balance is not stated.
func (s Statement) AddUp() (diff money.Amount, ok bool, err error) {
	if s.Opening == nil || s.Closing == nil {
		return money.New(0, s.Currency), false, nil
	}
	diff, err = s.Opening.Amount.Add(s.sum(s.Credits))
	if err == nil {
		diff, err = diff.Sub(s.sum(s.Debits))
	}
	if err == nil {
		diff, err = diff.Sub(s.Closing.Amount)
	}
	return diff, err == nil, err
}

// sum gives the sum of no lines, which is zero of no currency yet, that of the statement.
func (s Statement) sum(of money.Amount) money.Amount {
	if of == (money.Amount{}) {
		return money.New(0, s.Currency)
	}
	return of
}

// Count adds a line to the statement's number of lines and its sums.
func (s *Statement) Count(t Transaction) error {
	if t.Amount.Currency() != s.Currency {
		return Errorf(Invalid, "amount", "should be in the statement's currency")
	}
	abs, err := t.Amount.Abs()
	if err != nil {
		return err
	}
	sum := &s.Credits
	if t.Amount.Sign() < 0 {
		sum = &s.Debits
	}
	more, err := s.sum(*sum).Add(abs)
	if err != nil {
		return err
	}
	*sum, s.Lines = more, s.Lines+1
	return nil
}

// Origin says where something came from: the file by its content, and the place in it.
type Origin struct {
	File   Hash
	Format string // "camt.053.001.08", "ofx 1.02", "csv:french"
	Line   int    // first line of the text, from 1; 0 where unknown
}

// Kind says how money moved, as far as the bank tells.
type Kind string

// Kinds of movement.
const (
	Other         Kind = ""
	Transfer      Kind = "transfer"
	DirectDebit   Kind = "direct_debit" // of ours, or on us, by sign
	Cheque        Kind = "cheque"
	ChequeDeposit Kind = "cheque_deposit"
	Card          Kind = "card"
	CardPayout    Kind = "card_payout"
	Cash          Kind = "cash"
	Fee           Kind = "fee"
	Interest      Kind = "interest"
	Returned      Kind = "returned" // an earlier movement comes back
)

// Party is who stands on the other side of a line. Any part may be empty.
type Party struct {
	Name    string
	Account string // IBAN without blanks, else the number as given
}

// Payment is what the bank passes on about one payment.
type Payment struct {
	Counterparty Party    // debtor of money in, creditor of money out
	Ultimate     Party    // on whose behalf, when another
	Remittance   string   // unstructured remittance information, pieces joined by a newline
	References   []string // structured creditor references, as given
	EndToEndID   string   // empty when the bank wrote that there is none (NOTPROVIDED)
	MandateID    string
	Cheque       string        // number of the cheque
	ReturnReason string        // ISO external code (AC04) or the bank's own
	Charges      *money.Amount // kept back on the way, positive, when stated
	Instructed   *money.Amount // what the payer sent, when in another currency
}

// Detail is one payment of a batch line.
type Detail struct {
	Amount money.Amount // with the line's sign
	Payment
}

// Transaction is one line of a statement, as the importer read it.
type Transaction struct {
	BankID   string       // the bank's own: AcctSvcrRef, FITID, the CSV's reference column; may be empty
	Booked   Date         // booking day
	Value    Date         // value day, zero when not stated
	Amount   money.Amount // positive: money in
	Kind     Kind
	Code     string   // the bank's own code of the kind of line, as given (PMNT/RCDT/ESCT, CREDIT, …)
	Label    string   // the bank's own words
	Payment           // of a line of one payment
	Details  []Detail // of a batch line: two or more payments, which sum up to the amount
	Reversal bool     // the bank takes an earlier line back (RvslInd)
	CardDay  Date     // day on which a card was used, zero when not stated
	Line     int      // in the file's text, from 1; 0 where unknown
}

// MaxText is the limit of each text of a line, in bytes. Longer is refused by the importers.
const MaxText = 4 << 10

// MaxAmount is the limit of each amount that comes in, in minor units and on both sides
// of zero: ten million million euros. A sum of nine thousand such amounts fits 64 bits, so that no
// file makes a book whose sums cannot be worked out any more.
const MaxAmount = 1_000_000_000_000_000

func beyond(a money.Amount) bool { return a.Minor() > MaxAmount || a.Minor() < -MaxAmount }

// Validate checks what must hold of every line: a booking day, an amount in a
// currency and within MaxAmount, texts within MaxText, details that have its sign and sum up to it.
func (t Transaction) Validate() error {
	if t.Booked == 0 {
		return Errorf(Invalid, "date", "should be given")
	}
	if t.Amount.Currency() == "" {
		return Errorf(Invalid, "currency", "should be given")
	}
	if beyond(t.Amount) {
		return Errorf(Invalid, "amount", "should be within %d minor units of its currency", int64(MaxAmount))
	}
	texts := t.Payment.appendTexts([]string{t.BankID, t.Code, t.Label})
	for _, d := range t.Details {
		texts = d.appendTexts(texts)
	}
	for _, s := range texts {
		if len(s) > MaxText {
			return Errorf(Invalid, "text", "should have %d bytes at most", MaxText)
		}
	}
	return t.validateDetails()
}

func (t Transaction) validateDetails() error {
	if len(t.Details) == 0 {
		return nil
	}
	sum := money.New(0, t.Amount.Currency())
	for _, d := range t.Details {
		if d.Amount.Sign() == -t.Amount.Sign() && !t.Amount.IsZero() {
			return Errorf(Invalid, "details", "should have the line's sign")
		}
		var err error
		if sum, err = sum.Add(d.Amount); err != nil {
			return &Error{Kind: Invalid, Field: "details", Msg: "should sum up", Err: err}
		}
	}
	if sum != t.Amount {
		return Errorf(Invalid, "details", "should sum up to the line's amount")
	}
	return nil
}

// LineID names a bank line in the book.
type LineID string

// NewLineID makes the ID of a line from its content: the n-th (from 0) of that
// account with this bank identifier, day and amount.
func NewLineID(a AccountID, t Transaction, n int) LineID {
	d := NewDigest("line").Text(string(a)).Text(t.BankID).Text(t.Booked.String())
	return LineID(d.Text(t.Amount.String()).Text(string(t.Amount.Currency())).Int(int64(n)).ID())
}

// Line is a bank line in the book.
type Line struct {
	ID        LineID
	Account   AccountID
	Seq       int64 // place in the order in which lines were taken, per company
	Intake    int64 // event that brought it
	Statement int64
	Salt      Salt
	Twin      LineID // the line of which it may be a duplicate, else empty
	Held      bool   // a possible duplicate that is not booked
	Recorded  Hash   // the commitment under which it was taken; zero where not read
	Transaction
}

// Commitment stands for the line in the chain, its personal texts salted.
func (l Line) Commitment() Hash {
	texts := l.appendTexts([]string{l.Label})
	return NewDigest("line").Text(string(l.ID)).Text(string(l.Account)).Text(l.BankID).Text(l.Booked.String()).Text(l.Value.String()).
		Text(l.Amount.String()).Text(string(l.Amount.Currency())).Text(string(l.Kind)).Text(l.Code).Bool(l.Reversal).
		Int(l.Statement).Text(string(l.Twin)).Bool(l.Held).Hash(Commit(l.Salt, texts...)).Sum()
}

// appendTexts appends all that the line says of persons beside its label. A day that is not stated
// appends nothing, as in books that were written before it was kept.
func (t Transaction) appendTexts(to []string) []string {
	to = t.Payment.appendTexts(to)
	for _, d := range t.Details {
		to = append(d.appendTexts(to), d.Amount.String())
	}
	if t.CardDay != 0 {
		to = append(to, "card "+t.CardDay.String())
	}
	return to
}

// appendTexts appends all that the payment says of persons, so that no two payments append the same.
func (p Payment) appendTexts(to []string) []string {
	to = append(to, p.Counterparty.Name, p.Counterparty.Account, p.Ultimate.Name, p.Ultimate.Account, p.Remittance,
		p.EndToEndID, p.MandateID, p.Cheque, p.ReturnReason, optional(p.Charges), optional(p.Instructed), strconv.Itoa(len(p.References)))
	return append(to, p.References...)
}

func optional(a *money.Amount) string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("%s %s", a, a.Currency())
}

// Taken is a statement in the book.
type Taken struct {
	ID      int64 // place in the order in which statements were taken, per company
	Intake  int64 // event that brought it
	Account AccountID
	Statement
}

// Digest stands for the statement, without its lines, in the chain.
func (t Taken) Digest() Hash {
	d := NewDigest("statement").Int(t.ID).Text(string(t.Account)).Text(string(t.Currency)).Text(t.Number)
	for _, b := range []*Balance{t.Opening, t.Closing} {
		if b == nil {
			d.Text("")
			continue
		}
		d.Text(b.Date.String()).Int(b.Amount.Minor())
	}
	d.Text(t.Whole.From.String()).Text(t.Whole.To.String())
	return d.Int(int64(t.Lines)).Int(t.Credits.Minor()).Int(t.Debits.Minor()).Sum()
}

// IntakeDigest stands for a taken file in the chain: the file's hash, its
// statements in order, and the lines that it added, in the order of Seq.
func IntakeDigest(file Hash, statements []Taken, lines []Hash) Hash {
	d := NewDigest("intake").Hash(file).Int(int64(len(statements))).Int(int64(len(lines)))
	for _, s := range statements {
		d.Hash(s.Digest())
	}
	for _, l := range lines {
		d.Hash(l)
	}
	return d.Sum()
}
