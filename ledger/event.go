package ledger

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
	FactLearned    EventKind = "fact"
	FactRemoved    EventKind = "fact_removed"
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
