package ledger

import (
	"fmt"
	"strconv"
	"strings"

	"lettrage/ledger/money"
)

// Journal is the code of a journal.
type Journal string

// Journals.
const (
	BankJournal     Journal = "BQ"  // one entry a bank line
	GeneralJournal  Journal = "OD"  // opérations diverses: what is decided later
	OpeningJournal  Journal = "AN"  // à-nouveaux: the bank's opening balance
	TakeoverJournal Journal = "RAN" // open items taken over
)

// Name is the journal's name in French, as the FEC prints it.
func (j Journal) Name() string {
	switch j {
	case BankJournal:
		return "Banque"
	case GeneralJournal:
		return "Opérations diverses"
	case OpeningJournal:
		return "À-nouveaux"
	case TakeoverJournal:
		return "Reprise des postes ouverts"
	}
	return string(j)
}

// EntryNumber is an entry's place in the one sequence of a company's financial year.
type EntryNumber struct {
	Year int // in which the financial year ends
	N    int // from 1, without holes
}

// String writes "2026-000123".
func (n EntryNumber) String() string { return fmt.Sprintf("%d-%06d", n.Year, n.N) }

// ParseEntryNumber reads what String writes.
func ParseEntryNumber(s string) (EntryNumber, error) {
	year, n, ok := strings.Cut(s, "-")
	var number EntryNumber
	var errYear, errN error
	number.Year, errYear = strconv.Atoi(year)
	number.N, errN = strconv.Atoi(n)
	if !ok || errYear != nil || errN != nil || number.String() != s {
		return EntryNumber{}, Errorf(Invalid, "entry", "should be a number like 2026-000123")
	}
	return number, nil
}

// IsZero reports whether no number was given yet.
func (n EntryNumber) IsZero() bool { return n == EntryNumber{} }

// Posting is one line of an entry.
type Posting struct {
	Account     string // number in the chart
	AccountName string
	Aux         CustomerID // auxiliary account under 411 and 4197
	AuxName     string
	Amount      money.Amount  // positive: debit; negative: credit
	Invoice     InvoiceNumber // the item that it settles or opens, if one
	Letter      string        // set beside the entry, never hashed
	LetterDate  Date          // latest accounting date of the postings with that letter; zero without one
}

// EntryDraft is what an entry is made of.
type EntryDraft struct {
	Journal   Journal
	Date      Date   // accounting date
	Piece     string // voucher: the bank line's own ID, or the invoice number
	PieceDate Date   // of the voucher: the bank's booking day, or the issue day
	Label     string
	Salt      Salt // of the label
	Postings  []Posting
	Line      LineID      // the bank line that it books, if one
	Decision  DecisionID  // the decision that it follows, if one
	Reverses  EntryNumber // the entry that it mirrors, if one
}

// Entry is a balanced set of postings. NewEntry makes it, and it is never changed;
// Numbered returns it with its number when it is booked.
type Entry struct {
	EntryDraft
	Number    EntryNumber
	Validated Date // day on which it was booked and became unalterable: its event's Today. Never hashed; zero where not read
}

// NewEntry returns the entry of a draft: a journal, two dates, two postings at
// least, none of zero, in one currency, Σ debits = Σ credits (invariant 2).
func NewEntry(d EntryDraft) (Entry, error) {
	if d.Journal == "" || d.Date == 0 || d.PieceDate == 0 {
		return Entry{}, Errorf(Invalid, "entry", "should have a journal, a date and a voucher's date")
	}
	if len(d.Postings) < 2 {
		return Entry{}, Errorf(Invalid, "postings", "should be two at least")
	}
	sum := money.New(0, d.Postings[0].Amount.Currency())
	for _, p := range d.Postings {
		if p.Account == "" || p.Amount.IsZero() {
			return Entry{}, Errorf(Invalid, "postings", "should each have an account and an amount")
		}
		var err error
		if sum, err = sum.Add(p.Amount); err != nil {
			return Entry{}, &Error{Kind: Invalid, Field: "postings", Msg: "should sum up", Err: err}
		}
	}
	if !sum.IsZero() {
		return Entry{}, Errorf(Invalid, "postings", "should balance: debits less credits should be zero")
	}
	return Entry{EntryDraft: d}, nil
}

// Numbered returns the entry with its number.
func (e Entry) Numbered(n EntryNumber) Entry {
	e.Number = n
	return e
}

// Digest stands for the entry in the chain: number, date, journal, voucher, postings, and the label and auxiliary names salted.
func (e Entry) Digest() Hash {
	h := NewDigest("entry").Text(e.Number.String()).Text(string(e.Journal)).Text(e.Date.String()).Text(e.Piece).Text(e.PieceDate.String()).
		Text(string(e.Line)).Text(string(e.Decision)).Text(e.Reverses.String())
	texts := []string{e.Label}
	for _, p := range e.Postings {
		h.Text(p.Account).Text(p.AccountName).Text(string(p.Aux)).Text(p.Amount.String()).Text(string(p.Amount.Currency())).Text(string(p.Invoice))
		texts = append(texts, p.AuxName)
	}
	return h.Hash(Commit(e.Salt, texts...)).Sum()
}
