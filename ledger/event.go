package ledger

import "strings"

// EventKind says what happened.
type EventKind string

// Kinds of events.
const (
	CompanyOpened  EventKind = "company"   // the first of every chain
	AccountSeen    EventKind = "account"   // a bank account entered the book, or its IBAN was learned
	StatementTaken EventKind = "statement" // an intake: a statement file
	InvoicesTaken  EventKind = "invoices"  // an intake: a list of customers or open items
	MatchRun       EventKind = "match"     // an intake: lines in 471 were looked at again
	PersonDecided  EventKind = "person"    // an intake: a person's decision
	LineDecided    EventKind = "decision"
	EntryBooked    EventKind = "entry"
	FactLearned    EventKind = "fact"      // from a person's decision
	FactSeen       EventKind = "fact_seen" // from a decision of the program's own
	FactRemoved    EventKind = "fact_removed"
	SettingChanged EventKind = "setting" // what the program decides by changed; holds from the next intake on
)

// IsIntake reports whether the event brings something to process. Intakes are
// processed one after the other in the order of the chain.
func (k EventKind) IsIntake() bool {
	switch k {
	case StatementTaken, InvoicesTaken, MatchRun, PersonDecided:
		return true
	}
	return false
}

// Event is one link of a company's chain.
type Event struct {
	Seq    int64 // from 1, without holes
	Kind   EventKind
	Ref    string // what it is about: a file's hash, a decision's ID, an entry's number
	Today  Date   // the day that its command took for today
	Digest Hash   // of what it is about
	Hash   Hash   // of all that and of the previous event's hash
}

// Link returns the event as the next link after one whose hash is prev.
func (e Event) Link(prev Hash) Event {
	e.Hash = NewDigest("event").Hash(prev).Int(e.Seq).Text(string(e.Kind)).Text(e.Ref).Text(e.Today.String()).Hash(e.Digest).Sum()
	return e
}

// Setting is something that the program's decisions follow from and a person sets. It
// stands in the chain so that a replay decides alike; the default is not recorded.
type Setting struct{ Name, Value string } // "budget", "1/5000"

// BudgetSetting is the name of the budget of wrong automatic decisions.
const BudgetSetting = "budget"

// Ref is what the event of the setting refers to: "budget=1/5000".
func (s Setting) Ref() string { return s.Name + "=" + s.Value }

// Digest stands for the setting in the chain.
func (s Setting) Digest() Hash { return NewDigest("setting").Text(s.Ref()).Sum() }

// ParseSetting reads what Ref wrote.
func ParseSetting(ref string) (Setting, bool) {
	name, value, ok := strings.Cut(ref, "=")
	return Setting{name, value}, ok && name != ""
}
