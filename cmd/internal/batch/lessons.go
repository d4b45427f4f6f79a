package batch

import (
	"slices"

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
// takes back what taught that one, or what that one taught; and a rule is no longer in
// force of which a person corrects what it did.
func lessonsOf(p journal.Poster, l ledger.Line, known []ledger.Learned, shown, d ledger.Decision) []ledger.Lesson {
	var all []ledger.Lesson
	was, is := onlyCustomer(shown, p.Invoice), onlyCustomer(d, p.Invoice)
	if shown.By == ledger.Person && was == is {
		return nil // it was taught
	}
	for _, f := range matcher.Teaches(l, was) {
		k, knows := find(known, f)
		if shown.By == ledger.Person || was != is && (knows || restsOn(shown.Chosen, f.Kind)) {
			all = append(all, ledger.Lesson{Fact: f, Change: -1, By: ledger.Person, Line: l.ID})
		}
		if was != is && k.Seen > 0 && matcher.Proven(shown) {
			all = append(all, ledger.Lesson{Fact: f, Change: -1, By: ledger.Program, Line: l.ID})
		}
	}
	if shown.Reason == ledger.ByRule && d.Account != shown.Account {
		for _, k := range known {
			if k.Kind == ledger.RuleOf && k.Count > 0 && k.Account == shown.Account && matcher.RuleFits(k.Key, matcher.RuleKey(l)) {
				all = append(all, ledger.Lesson{Fact: k.Fact, Change: -k.Count, By: ledger.Person, Line: l.ID})
			}
		}
	}
	for _, f := range matcher.Teaches(l, is) {
		all = append(all, ledger.Lesson{Fact: f, Change: 1, By: ledger.Person, Line: l.ID})
	}
	return all
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

// restsOn reports whether the payer's account, of the master data or learned, or a
// learned name was evidence for an explanation.
func restsOn(e ledger.Explanation, kind ledger.FactKind) bool {
	return slices.ContainsFunc(e.Evidence, func(v ledger.Evidence) bool {
		return v.MBits > 0 && (kind == ledger.AccountOf && v.Kind == ledger.ByAccount || kind == ledger.NameOf && v.How == "learned_name")
	})
}

// seenEnough is how many decisions of the program teach a fact: more would tell no
// more, and a lesson is an event of the chain.
const seenEnough = 2

// programLessons says what the program's own decisions of an intake teach, by line:
// whose an account is that pays an invoice named in full, to the cent. They follow from
// what was known before the intake and from all its lines, so that a run that was cut
// off teaches the same.
func programLessons(known matcher.Book, lines []ledger.Line, decisions []ledger.Decision) map[ledger.LineID]ledger.Lesson {
	customers := lookup(known.Items, func(i ledger.OpenItem) ledger.InvoiceNumber { return i.Number })
	seen := make(map[ledger.FactID]int)
	for _, f := range known.Facts {
		seen[f.ID()] = f.Seen
	}
	for _, c := range known.Customers {
		for _, a := range c.Accounts { // nothing new
			seen[ledger.Fact{Kind: ledger.AccountOf, Key: string(a), Customer: c.ID}.ID()] = seenEnough
		}
	}
	lessons := make(map[ledger.LineID]ledger.Lesson)
	for n, l := range lines {
		if !matcher.Proven(decisions[n]) {
			continue
		}
		payer := onlyCustomer(decisions[n], func(i ledger.InvoiceNumber) (ledger.Invoice, bool) {
			item, ok := customers(i)
			return item.Invoice, ok
		})
		for _, f := range matcher.Teaches(l, payer) {
			if id := f.ID(); f.Kind == ledger.AccountOf && seen[id] < seenEnough {
				seen[id]++
				lessons[l.ID] = ledger.Lesson{Fact: f, Change: 1, By: ledger.Program, Line: l.ID}
			}
		}
	}
	return lessons
}
