// Package report writes what a person reads in the morning: which bank lines wait
// for somebody and why, what came in, how much of it found its invoices alone,
// whether the books are what the bank says, and who owes most. The same values as
// text for a terminal, JSON for programs, and one HTML page that needs nothing
// beside itself.
//
//	report.HTML(w, report.Unmatched{Company: c, Today: day, Accounts: …, Totals: …, Lines: …})
//
// The values are filled by the use case; nothing is computed here that could differ
// from the books. Amounts are money.Amount, sums of one kind are positive; shares
// are millionths. The words are French, as are amounts (1 240,00 €) and days
// (20/11/2026); the keys and codes of the JSON are English and never translated.
//
// Texts of banks and customers are hostile. They pass export.Plain, the page is
// written by html/template, and its content security policy allows no script and
// no request at all; its one style sheet is allowed by its hash.
//
// Limits: the page shows MaxLines lines and says how many more there are; text and
// JSON have all of them.
package report

import (
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// MaxLines is how many lines the page shows in full.
const MaxLines = 500

// Unmatched is what `report unmatched` says.
type Unmatched struct {
	Company  ledger.Company
	Today    ledger.Date
	Period   ledger.Period // of the bank lines that are counted; zero: all of them
	Findings []Finding     // what is wrong with the data itself, worst first
	Totals   Totals
	Accounts []Account
	Lines    []Line // that wait for a person, in the order in which they should be looked at
	Owed     Owed
	Head     string // of the chain of events, when it is to be printed
}

// Totals count the bank lines by what became of them.
type Totals struct {
	Auto   Count // matched by the program
	Person Count // decided by a person
	None   Count // no customer's payment: fees, own transfers, taxes
	Review Count // wait for a person
}

// row is a Count with its words.
type row struct {
	Word, Key string
	Count
}

// rows are the counts in the order in which they are shown.
func (t Totals) rows() []row {
	return []row{{"rapprochées par le programme", "auto", t.Auto}, {"décidées par une personne", "person", t.Person},
		{"sans règlement de client", "none", t.None}, {"à traiter", "review", t.Review}}
}

// auto returns how many of the lines that pay a customer's item, or may do, the program matched alone.
func (t Totals) auto() (matched, of int) {
	return t.Auto.Lines, t.Auto.Lines + t.Person.Lines + t.Review.Lines
}

// Count is a number of lines with the money of them.
type Count struct {
	Lines   int
	In, Out money.Amount // both positive
}

// Proof says whether the books agree with the bank.
type Proof string

// Proofs of an account.
const (
	Proven   Proof = "proven"   // equal at every day for which the bank states a balance
	Unproven Proof = "unproven" // the bank stated no balance
	Differs  Proof = "differs"
)

// Account is what came and went on one bank account.
type Account struct {
	Ref      ledger.AccountRef // shown masked
	Ledger   string            // its number in the chart
	Period   ledger.Period     // of its lines
	Opening  *ledger.Balance   // as the bank states it, when it does
	Closing  *ledger.Balance
	Lines    int
	In, Out  money.Amount // both positive
	Proof    Proof
	Mismatch money.Amount // books less bank at the last stated balance, of Differs
}

// Line is a bank line that waits for a person.
type Line struct {
	ID         ledger.LineID
	Name       string // by which other programs know it
	Account    ledger.AccountRef
	Date       ledger.Date
	Amount     money.Amount
	Payer      string
	Texts      []BankText // of the bank, in the order in which they are to be read
	Reason     ledger.Reason
	Candidates []Candidate // at most three, best first
}

// BankText is one field of a line as the bank gave it: the spans of evidence are byte offsets in it.
type BankText struct {
	Field ledger.Field
	Text  string
}

// Candidate is one way to read a line.
type Candidate struct {
	Class      ledger.Class
	Share      int32 // its probability, in millionths
	Items      []Item
	Difference ledger.Difference
	Evidence   []ledger.Evidence // strongest first
}

// Item is an open item that a candidate settles.
type Item struct {
	Invoice  ledger.InvoiceNumber
	Customer string // the name
	Issued   ledger.Date
	Amount   money.Amount // that it would settle
	Open     money.Amount // before
}

// FindingKind says what is wrong with the data.
type FindingKind string

// Kinds of findings.
const (
	DoesNotAddUp    FindingKind = "does_not_add_up"   // opening balance and lines don't give the closing balance
	DoesNotContinue FindingKind = "does_not_continue" // the opening balance isn't the closing one before: days are missing
	BooksDiffer     FindingKind = "books_differ"      // 512 is not the bank's balance
	NoBalance       FindingKind = "no_balance"        // nothing proves the account
	HeldLines       FindingKind = "held_lines"        // possible duplicates that are not booked
	ForeignLines    FindingKind = "foreign_lines"     // lines in a currency without a rate, not booked
	ItemsChanged    FindingKind = "items_changed"     // a later list contradicts a known item
	ClosedPeriod    FindingKind = "closed_period"     // lines of a closed period, booked on a later day
)

// Finding is one thing that is wrong with the data. Fields that don't apply are zero.
type Finding struct {
	Kind    FindingKind
	Account ledger.AccountRef
	Period  ledger.Period // of the statement, or the days that are missing
	Amount  money.Amount  // that is missing or too much
	Count   int           // of lines or items
	Note    string        // in words, for a kind that has none here
}

// Owed is what customers owe.
type Owed struct {
	Open, Overdue    money.Amount
	Items, Customers int
	Top              []Debtor // those who owe most, first
}

// Debtor is a customer who owes.
type Debtor struct {
	ID            ledger.CustomerID
	Name          string
	Open, Overdue money.Amount
	Items         int
	Since         ledger.Date // due date of the oldest open item
}
