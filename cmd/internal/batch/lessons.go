package batch

import (
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// learn records lessons of an intake.
func learn(tx *store.Tx, intake int64, lessons []ledger.Lesson) error {
	for _, l := range lessons {
		l.Intake = intake
		if err := tx.Learn(l); err != nil {
			return err
		}
	}
	return nil
}

// lessonsOf says what a person's decision teaches: that the payer's account and name
// stand for the customer whose items it settles. One that corrects another decision
// takes back what that one taught, or what it rested on; and a rule is no longer in
// force of which a person corrects what it did.
func lessonsOf(p journal.Poster, l ledger.Line, known []ledger.Learned, shown, d ledger.Decision) []ledger.Lesson {
	whose := ownersOf(p.Invoice)
	was, is := matcher.Teaches(l, shown.Chosen.Allocations, whose), matcher.Teaches(l, d.Chosen.Allocations, whose)
	var all []ledger.Lesson
	for _, f := range was {
		if slices.Contains(is, f) {
			continue
		}
		k, knows := find(known, f)
		if shown.By == ledger.Person || knows || restsOn(shown.Chosen, f.Kind) {
			all = append(all, ledger.Lesson{Fact: f, Change: -1, By: ledger.Person, Line: l.ID})
		}
		if k.Seen > 0 && slices.Contains(k.Lines, l.ID) && matcher.Proven(shown) {
			all = append(all, ledger.Lesson{Fact: f, Change: -1, By: ledger.Program, Line: l.ID})
		}
	}
	for _, f := range is {
		if shown.By != ledger.Person || !slices.Contains(was, f) { // else it was taught
			all = append(all, ledger.Lesson{Fact: f, Change: 1, By: ledger.Person, Line: l.ID})
		}
	}
	return append(all, outOfForce(l, known, shown, d)...)
}

// outOfForce takes back the rule that decided a line of which a person says otherwise.
func outOfForce(l ledger.Line, known []ledger.Learned, shown, d ledger.Decision) []ledger.Lesson {
	if shown.Reason != ledger.ByRule || d.Account == shown.Account {
		return nil
	}
	var all []ledger.Lesson
	for _, k := range known {
		if k.Kind == ledger.RuleOf && k.Count > 0 && k.Account == shown.Account && matcher.RuleFits(k.Key, matcher.RuleKey(l)) {
			all = append(all, ledger.Lesson{Fact: k.Fact, Change: -k.Count, By: ledger.Person, Line: l.ID})
		}
	}
	return all
}

// ownersOf says whose the items are that can be looked up.
func ownersOf(look func(ledger.InvoiceNumber) (ledger.Invoice, bool)) matcher.Owner {
	return func(n ledger.InvoiceNumber) ledger.CustomerID {
		i, _ := look(n)
		return i.Customer
	}
}

// find returns what was learned of a fact.
func find(known []ledger.Learned, f ledger.Fact) (ledger.Learned, bool) {
	id := f.ID()
	for _, k := range known {
		if k.ID() == id {
			return k, true
		}
	}
	return ledger.Learned{}, false
}

// restsOn reports whether the payer's account or mandate, of the master data or learned,
// or a learned name was evidence for an explanation.
func restsOn(e ledger.Explanation, kind ledger.FactKind) bool {
	return slices.ContainsFunc(e.Evidence, func(v ledger.Evidence) bool {
		switch {
		case v.MBits <= 0:
			return false
		case kind == ledger.NameOf:
			return v.How == "learned_name"
		}
		return v.Kind == ledger.ByAccount && strings.HasPrefix(string(v.Field), string(ledger.InMandate)) == (kind == ledger.MandateOf)
	})
}

// seenEnough is how many decisions of the program teach a fact: more would tell no
// more, and a lesson is an event of the chain.
const seenEnough = 2

// teaching is what the program's own decisions of an intake teach: whose an account or a
// mandate is that pays an invoice named in full, to the cent. It follows from what was
// known before the intake and from all its lines, so that a run that was cut off teaches
// the same.
type teaching struct {
	known  *knowledge
	seen   map[ledger.Fact]int // of the facts that the intake speaks of
	taught bool
}

func newTeaching(known *knowledge) *teaching {
	return &teaching{known: known, seen: make(map[ledger.Fact]int)}
}

// lessons are those of the next lines, by line.
func (t *teaching) lessons(lines []ledger.Line, decisions []ledger.Decision) map[ledger.LineID][]ledger.Lesson {
	whose := ownersOf(t.known.invoice)
	lessons := make(map[ledger.LineID][]ledger.Lesson)
	for n, l := range lines {
		if !matcher.Proven(decisions[n]) {
			continue
		}
		for _, f := range matcher.Teaches(l, decisions[n].Chosen.Allocations, whose) {
			if _, asked := t.seen[f]; !asked {
				t.seen[f] = t.known.seen(f)
			}
			if f.Kind != ledger.NameOf && t.seen[f] < seenEnough {
				t.seen[f]++
				t.taught = true
				lessons[l.ID] = append(lessons[l.ID], ledger.Lesson{Fact: f, Change: 1, By: ledger.Program, Line: l.ID})
			}
		}
	}
	return lessons
}
