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
// takes back what taught that one, or what that one taught.
func lessonsOf(p journal.Poster, l ledger.Line, known []ledger.Learned, shown, d ledger.Decision) []ledger.Lesson {
	var all []ledger.Lesson
	was, is := onlyCustomer(shown, p.Invoice), onlyCustomer(d, p.Invoice)
	if shown.By == ledger.Person && was == is {
		return nil // it was taught
	}
	for _, f := range matcher.Teaches(l, was) {
		if shown.By == ledger.Person || was != is && (knows(known, f) || restsOn(shown.Chosen, f.Kind)) {
			all = append(all, ledger.Lesson{Fact: f, Change: -1, By: ledger.Person, Line: l.ID})
		}
	}
	for _, f := range matcher.Teaches(l, is) {
		all = append(all, ledger.Lesson{Fact: f, Change: 1, By: ledger.Person, Line: l.ID})
	}
	return all
}

// knows reports whether a fact was learned.
func knows(known []ledger.Learned, f ledger.Fact) bool {
	return slices.ContainsFunc(known, func(k ledger.Learned) bool { return k.ID() == f.ID() })
}

// restsOn reports whether the payer's account, of the master data or learned, or a
// learned name was evidence for an explanation.
func restsOn(e ledger.Explanation, kind ledger.FactKind) bool {
	return slices.ContainsFunc(e.Evidence, func(v ledger.Evidence) bool {
		return v.MBits > 0 && (kind == ledger.AccountOf && v.Kind == ledger.ByAccount || kind == ledger.NameOf && v.How == "learned_name")
	})
}
