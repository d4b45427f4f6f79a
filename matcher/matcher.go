// Package matcher finds the open items that a bank line pays, and decides whether
// that is sure enough to be applied without a person.
//
//	x := matcher.NewIndex(matcher.Book{Customers: …, Items: …}, matcher.Options{})
//	decisions := x.Decide(lines)   // one for each line, in order
//
// A line has explanations: sets of allocations with a named reason for a difference,
// "a customer pays something that the book doesn't hold" and "no customer payment".
// Each is given evidence in thousandths of a bit, counted in the company's own data:
// a number seen where a number of its kind would stand by chance once in a thousand
// is worth ten bits for its item. The probability of an explanation is its share
// among all explanations of the line. An explanation that passes the threshold, and
// that nothing in the line contradicts, is applied (auto); else a person is asked
// (review); a line that is no customer payment is none.
//
// A line that brings several payments at once (a slip of cheques, takings by card less a
// fee, a batch of direct debits) is explained by what a person recorded, where the
// book has that: its allocations are those of the recorded settlements. A line of money
// out that brings a payment back opens again what that settled.
//
// The lines of a run compete: what one settles no other does, the second of two equal
// payments is put to review, and what is left when all its rivals are settled by lines
// that name them is applied. What was learned (whose an account or a name is) is evidence
// like any other; a rule of a person decides only what the evidence leaves to it.
//
// Amounts are minor units. Items in another currency than the line's are shown where one
// was sent, and never applied. The package reads no clock, starts no goroutine
// (Options.Each brings the cores) and uses no floating point: the same book and the same
// lines give the same decisions on every machine.
//
// Limits: those of the texts, numbers, names, items and explanations of a line that are
// looked at are the Bounds. A line that meets one of the first three is a person's to
// decide (ledger.SearchCut); what another leaves out is less likely than what was weighed,
// or one of very many alike, which are never sure. A sum is weighed against all sets of
// what is open, whether they were searched or not. Why.Bounds has those that a line met.
package matcher

import (
	"lettrage/ledger"
	"lettrage/matcher/calibrate"
)

// Book is what the company knew before the lines.
type Book struct {
	Customers []ledger.Customer
	Items     []ledger.OpenItem   // all that the book holds: open ones, and settled or cancelled ones with nothing open
	Facts     []ledger.Fact       // learned: account to customer, name to customer; and rules
	Own       []string            // the company's own IBANs
	Past      []Past              // earlier lines that settled something
	Recorded  []ledger.Settlement // what a person recorded and no line has brought to the account yet; no command records any so far
}

// Past is an earlier line and what was booked of it. An item that it settled stays
// a rival for the lines that came with it or before it (by Line.Intake): what was
// ambiguous then is not made sure by the order in which decisions were taken.
type Past struct {
	Line        ledger.Line
	Allocations []ledger.Allocation
}

// Options are what a company may set. The zero value is the shipped default.
type Options struct {
	// Threshold is the share, in millionths, that an explanation must have to be
	// applied without a person, from LowestThreshold to 1,000,000. 0 is the shipped
	// default, which package calibrate chooses by the outcomes of the labelled sets; one
	// below it is for measuring.
	Threshold int32

	// Each calls f for 0 to n−1, each once, in any order and side by side as it likes,
	// and returns when all calls have. Decisions are the same for any. nil is one after
	// the other.
	Each func(n int, f func(int))
}

// each calls f for 0 to n−1.
func (o Options) each(n int, f func(int)) {
	if o.Each != nil {
		o.Each(n, f)
		return
	}
	for i := range n {
		f(i)
	}
}

// LowestThreshold is even odds: below, another explanation may be better.
const LowestThreshold = 500_000

// defaultThreshold is what the outcomes of the labelled sets and the default budget make it.
var defaultThreshold = calibrate.Default()

// threshold is the one in force.
func (o Options) threshold() int32 {
	if o.Threshold == 0 {
		return defaultThreshold
	}
	return min(max(o.Threshold, LowestThreshold), million)
}
