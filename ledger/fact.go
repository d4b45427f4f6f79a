package ledger

import (
	"cmp"
	"iter"
	"slices"
)

// FactKind says what was learned.
type FactKind string

// Kinds of facts.
const (
	AccountOf FactKind = "account" // an IBAN pays for a customer
	NameOf    FactKind = "name"    // a payer's name pays for a customer
	MandateOf FactKind = "mandate" // a customer is debited by a mandate of that reference
	RuleOf    FactKind = "rule"    // lines of these words belong to an account of the chart; a person agreed to it
)

// Fact is something learned from decisions.
type Fact struct {
	Kind     FactKind
	Key      string     // the IBAN, the name as the bank wrote it, the reference of the mandate, or the words of a rule
	Customer CustomerID // empty of a rule
	Account  string     // of a rule: the number of the account
	Count    int        // persons' decisions that taught it, less those that untaught it; below 0 when more untaught it
	Untaught int        // persons' decisions that untaught it
	Seen     int        // decisions of the program that rested on better evidence and agree with it
}

// FactID names a fact: it stands for its kind, key, customer and account.
type FactID string

// ID returns the name of the fact.
func (f Fact) ID() FactID {
	return FactID(NewDigest("fact").Text(string(f.Kind)).Text(f.Key).Text(string(f.Customer)).Text(f.Account).ID())
}

// Validate checks that a fact says something of a customer, or a rule of an account.
func (f Fact) Validate() error {
	rule := f.Kind == RuleOf
	switch {
	case f.Kind != AccountOf && f.Kind != NameOf && f.Kind != MandateOf && !rule:
		return Errorf(Invalid, "fact", "should be of an account, a name, a mandate or a rule")
	case f.Key == "":
		return Errorf(Invalid, "fact", "should have a key")
	case rule != (f.Account != ""), rule != (f.Customer == ""):
		return Errorf(Invalid, "fact", "should have a customer, or an account when it is a rule")
	}
	return nil
}

// of is the fact without its counts.
func (f Fact) of() Fact {
	return Fact{Kind: f.Kind, Key: f.Key, Customer: f.Customer, Account: f.Account}
}

// Compare orders facts by kind, key, customer and account; those of one ID are equal.
func (f Fact) Compare(g Fact) int {
	return cmp.Or(cmp.Compare(f.Kind, g.Kind), cmp.Compare(f.Key, g.Key), cmp.Compare(f.Customer, g.Customer), cmp.Compare(f.Account, g.Account))
}

// Lesson is one change of what was learned.
type Lesson struct {
	Event   int64 // that recorded it
	Intake  int64 // whose processing taught it; the event itself when a person changed the facts
	Today   Date  // the day of its event
	Fact          // its counts are not looked at
	Change  int   // decisions more that taught it, or fewer, below 0
	By      Actor // who decided; the program's count apart
	Line    LineID
	Removed bool // a person had it forgotten: all its counts are 0 after it
}

// Digest stands for the lesson in the chain. It leaves the key out: it is a person's
// name or account, and the decision that taught it stands in the chain.
func (l Lesson) Digest() Hash {
	h := NewDigest("fact").Text(string(l.Kind)).Text(string(l.Customer)).Int(int64(l.Change))
	if l.By != "" { // before it was recorded who decided, persons alone taught
		h.Text(l.Account).Text(string(l.By)).Text(string(l.Line)).Int(l.Intake)
	}
	if l.By != "" && l.Removed {
		h.Text("removed")
	}
	return h.Sum()
}

// Learned is a fact with its history.
type Learned struct {
	Fact
	Taught      int  // persons' decisions that taught it since it was last forgotten
	First, Last Date // days on which it changed
	Lines       []LineID
}

// Learn sums up lessons, which come in the order of the chain, by kind, key,
// customer and account. What was forgotten is left out.
func Learn(lessons iter.Seq2[Lesson, error]) ([]Learned, error) {
	at := make(map[Fact]int)
	var facts []Learned
	for l, err := range lessons {
		if err != nil {
			return nil, err
		}
		i, ok := at[l.of()]
		if !ok {
			i = len(facts)
			at[l.of()], facts = i, append(facts, Learned{Fact: l.of(), First: l.Today})
		}
		facts[i].take(l)
	}
	facts = slices.DeleteFunc(facts, func(f Learned) bool { return f.Count == 0 && f.Seen == 0 && f.Untaught == 0 })
	slices.SortFunc(facts, func(a, b Learned) int { return a.Compare(b.Fact) })
	return facts, nil
}

// take counts one lesson.
func (f *Learned) take(l Lesson) {
	f.Last = l.Today
	if l.Line != "" && !slices.Contains(f.Lines, l.Line) {
		f.Lines = append(f.Lines, l.Line)
	}
	switch {
	case l.Removed:
		f.Count, f.Untaught, f.Seen, f.Taught = 0, 0, 0, 0
	case l.By == Program:
		f.Seen += l.Change
	case l.Change < 0:
		f.Count, f.Untaught = f.Count+l.Change, f.Untaught-l.Change
	default:
		f.Count, f.Taught = f.Count+l.Change, f.Taught+l.Change
	}
}
