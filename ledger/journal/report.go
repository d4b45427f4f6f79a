package journal

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// FindingKind says in which way the books are wrong.
type FindingKind string

// Kinds of findings.
const (
	ChainBroken      FindingKind = "chain"      // an event does not follow from the one before it
	HeadMissing      FindingKind = "head"       // the chain does not have, or not end with, the hash that it should
	Altered          FindingKind = "altered"    // what is stored is not what the event recorded
	Missing          FindingKind = "missing"    // what an event recorded, or another thing names, is not stored
	Unrecorded       FindingKind = "unrecorded" // it is stored and no event recorded it
	Unreadable       FindingKind = "unreadable" // it is stored in a form that the program does not write
	Unsound          FindingKind = "unsound"    // it breaks what must hold of each thing of its kind
	Unnumbered       FindingKind = "number"     // numbers have a hole, or one stands twice
	NotMirrored      FindingKind = "mirror"     // a reversal is not the mirror of what it reverses
	NotBooked        FindingKind = "not_booked" // a line without a live bank entry
	BookedTwice      FindingKind = "twice"      // a line with several, or a held duplicate with one
	Misposted        FindingKind = "misposted"  // entries do not say of a line what its decision says
	OpeningDiffers   FindingKind = "opening"    // a bank account's opening entry
	BankDiffers      FindingKind = "bank"       // the account of the chart is not the bank's balance
	TakeoverDiffers  FindingKind = "takeover"   // an open item's entry in journal RAN
	OverAllocated    FindingKind = "allocated"  // decisions allot more of an item than was open
	OpenDiffers      FindingKind = "open"       // an item's open amount is not what its allocations leave
	CustomerDiffers  FindingKind = "customer"   // a customer's account is not the customer's open items
	LetterUnbalanced FindingKind = "letter"     // postings of one letter do not sum up to zero
)

// Finding is one thing that is wrong. What does not apply is zero. It holds IDs,
// numbers of the chart, days and amounts; no name, IBAN or text.
type Finding struct {
	Kind     FindingKind
	Event    int64 // its place in the chain; 0 where the chain knows nothing of it
	Entry    ledger.EntryNumber
	Line     ledger.LineID
	Decision ledger.DecisionID
	Item     ledger.InvoiceNumber
	Customer ledger.CustomerID
	Account  string      // number in the chart
	Date     ledger.Date // up to which a balance was compared
	What     string      // the thing or the figure that is wrong: "hash", "bank entry", …
	Should   string      // be so
	Is       string
}

// String says it in one line.
func (f Finding) String() string {
	var b strings.Builder
	where := func(name, id string) {
		if id != "" {
			fmt.Fprintf(&b, "%s %s, ", name, id)
		}
	}
	if f.Event != 0 {
		where("event", fmt.Sprint(f.Event))
	}
	if !f.Entry.IsZero() {
		where("entry", f.Entry.String())
	}
	where("line", string(f.Line))
	where("decision", string(f.Decision))
	where("item", string(f.Item))
	where("customer", string(f.Customer))
	where("account", f.Account)
	where("to", f.Date.String())
	fmt.Fprintf(&b, "%s: should be %s, is %s [%s]", f.What, f.Should, f.Is, f.Kind)
	return strings.Map(printable, b.String())
}

// printable leaves out what a terminal would obey: numbers of items come from lists, and what was tampered with may be anything.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return -1
	}
	return r
}

// maxFindings is how many findings a report keeps; of more it has the number.
const maxFindings = 1000

// Doubt says why a bank account cannot be proven.
type Doubt string

// Doubts.
const (
	NoBalance  Doubt = "no_balance" // the bank states none
	OtherMoney Doubt = "currency"   // the account is not in the currency of the books, and waits for a rate
	NotJoined  Doubt = "not_joined" // the bank's own figures do not join: a statement is missing, or does not add up
)

// Unproven is what the book can neither confirm nor deny of a bank account. It is no
// fault of the books.
type Unproven struct {
	Account string // number in the chart
	Why     Doubt
	Date    ledger.Date  // of NotJoined: of the stated balance
	Stated  money.Amount // of NotJoined
	Lines   money.Amount // of NotJoined: opening balance and lines up to the date
}

// String says it in one line.
func (u Unproven) String() string {
	switch u.Why {
	case NoBalance:
		return "account " + u.Account + ", the bank states no balance"
	case OtherMoney:
		return "account " + u.Account + ", its money is not that of the books"
	}
	return fmt.Sprintf("account %s on %s, the bank states %s, its own lines lead to %s: a statement is missing or does not add up", u.Account, u.Date, u.Stated, u.Lines)
}

// Report is what was verified, and what is wrong.
type Report struct {
	Head       ledger.Hash // of the last event
	Events     int64
	Statements int
	Lines      int
	Decisions  int
	Entries    int
	Items      int
	Letters    int // complete groups
	Balances   int // that the bank states and the chart's account confirms
	Held       int // possible duplicates, and lines in another currency, that are not booked
	Waiting    int // lines of intakes that are not processed yet, so not looked for in the journal
	Unproven   []Unproven
	Findings   []Finding // in chain order, then those that no event is known of
	More       int       // findings beyond the first thousand
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// First returns the first finding of the chain about an entry; else the first about a
// line, which may lack one. ok is false when there is neither.
func (r Report) First() (f Finding, ok bool) {
	for _, about := range []func(Finding) bool{
		func(f Finding) bool { return !f.Entry.IsZero() },
		func(f Finding) bool { return f.Line != "" },
	} {
		if i := slices.IndexFunc(r.Findings, about); i >= 0 {
			return r.Findings[i], true
		}
	}
	return Finding{}, false
}

// add notes a finding. Now and then what is late in the chain is dropped, so that
// the first of the chain are kept in whatever order they are found.
func (r *Report) add(f Finding) {
	if r.Findings = append(r.Findings, f); len(r.Findings) == 2*maxFindings {
		r.finish()
	}
}

// finish puts the findings in chain order and keeps the first of them.
func (r *Report) finish() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		if (a.Event == 0) != (b.Event == 0) {
			return cmp.Compare(b.Event, a.Event)
		}
		return cmp.Compare(a.Event, b.Event)
	})
	if over := len(r.Findings) - maxFindings; over > 0 {
		r.Findings, r.More = r.Findings[:maxFindings], r.More+over
	}
}

// WriteText writes the report for a person: what was verified, what the bank's
// figures leave open, then ok or what is wrong, the first wrong entry before all.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "verified: %d events, %d statements, %d lines, %d decisions, %d entries, %d items, %d letters, %d bank balances\n",
		r.Events, r.Statements, r.Lines, r.Decisions, r.Entries, r.Items, r.Letters, r.Balances)
	fmt.Fprintf(&b, "head: %s\n", r.Head)
	if r.Held > 0 {
		fmt.Fprintf(&b, "held: %d lines wait for a person or for a rate, and are not booked\n", r.Held)
	}
	if r.Waiting > 0 {
		fmt.Fprintf(&b, "waiting: %d lines are not booked yet; the next command books them\n", r.Waiting)
	}
	for _, u := range r.Unproven {
		fmt.Fprintf(&b, "unproven: %s\n", u)
	}
	if r.OK() {
		b.WriteString("ok: the books are what was written\n")
	} else {
		r.writeFindings(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) writeFindings(b *strings.Builder) {
	if f, ok := r.First(); ok {
		fmt.Fprintf(b, "first wrong entry: %s\n", f)
	}
	fmt.Fprintf(b, "wrong: %d\n", len(r.Findings)+r.More)
	for _, f := range r.Findings {
		fmt.Fprintf(b, "  %s\n", f)
	}
	if r.More > 0 {
		fmt.Fprintf(b, "  … and %d more\n", r.More)
	}
}
