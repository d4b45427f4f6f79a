package storetest

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// taught is a lesson of a person.
func taught(f ledger.Fact, change int) ledger.Lesson {
	return ledger.Lesson{Fact: f, Change: change, By: ledger.Person, Line: "L1"}
}

// seen is a lesson of a decision of the program.
func seen(f ledger.Fact) ledger.Lesson {
	return ledger.Lesson{Fact: f, Change: 1, By: ledger.Program, Line: "L2"}
}

// learns records a lesson.
func (b *Book) learns(l ledger.Lesson) {
	b.Helper()
	b.update(func(tx *store.Tx) error { return tx.Learn(l) })
}

// facts are learned, unlearned and forgotten.
func facts(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	name := ledger.Fact{Kind: ledger.NameOf, Key: "M DUPONT", Customer: "C1"}
	account := ledger.Fact{Kind: ledger.AccountOf, Key: string(theIBAN), Customer: "C2"}
	rule := ledger.Fact{Kind: ledger.RuleOf, Key: "- FRAIS", Account: "627"}
	known := func(what string, before int64, want ...ledger.Fact) {
		t.Helper()
		var got []ledger.Fact
		for _, f := range must(b.Store.Facts(t.Context(), b.Company, before))(t) {
			got = append(got, f.Fact)
		}
		same(t, what, got, want)
	}
	counted := func(f ledger.Fact, count, untaught, seen int) ledger.Fact {
		f.Count, f.Untaught, f.Seen = count, untaught, seen
		return f
	}
	b.learns(taught(name, 1))
	b.learns(taught(name, 2))
	b.learns(seen(account))
	b.learns(taught(rule, 1))
	known("learned", 0, counted(account, 0, 0, 1), counted(name, 3, 0, 0), counted(rule, 1, 0, 0))
	seq, _, err := b.Store.Head(t.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	known("before the last", seq, counted(account, 0, 0, 1), counted(name, 3, 0, 0))
	b.learns(taught(name, -1))
	b.learns(taught(account, -1))
	known("taken back", 0, counted(account, -1, 1, 1), counted(name, 2, 1, 0), counted(rule, 1, 0, 0))
	for _, f := range []ledger.Fact{name, account, rule} {
		b.update(func(tx *store.Tx) error { return tx.RemoveFact(f) })
		b.refused("to forget what is not known", ledger.NotFound, func(tx *store.Tx) error { return tx.RemoveFact(f) })
	}
	known("forgotten", 0)
	b.learns(taught(name, 1))
	known("learned anew", 0, counted(name, 1, 0, 0))
	if lessons := collect(t, b.Store.Lessons(t.Context(), b.Company)); len(lessons) != 10 || lessons[6].Change != -2 || !lessons[6].Removed || lessons[6].Key != name.Key {
		t.Errorf("lessons %+v", lessons)
	}
	badLessons(b)
	Prove(b)
}

func badLessons(b *Book) {
	good := ledger.Fact{Kind: ledger.NameOf, Key: "k", Customer: "C"}
	for what, l := range map[string]ledger.Lesson{
		"no key": taught(ledger.Fact{Kind: ledger.NameOf, Customer: "C"}, 1), "no customer": taught(ledger.Fact{Kind: ledger.NameOf, Key: "k"}, 1),
		"no kind": taught(ledger.Fact{Key: "k", Customer: "C"}, 1), "no account": taught(ledger.Fact{Kind: ledger.RuleOf, Key: "k"}, 1),
		"a rule of a customer": taught(ledger.Fact{Kind: ledger.RuleOf, Key: "k", Account: "627", Customer: "C"}, 1),
		"no change":            taught(good, 0), "nobody's": {Fact: good, Change: 1},
	} {
		b.refused(what, ledger.Invalid, func(tx *store.Tx) error { return tx.Learn(l) })
	}
}

// lessonsOfIntakes counts what was known before an intake by the intakes that taught
// it, also when an intake that came before was processed after.
func lessonsOfIntakes(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	var intakes []int64
	for range 2 {
		b.update(func(tx *store.Tx) error {
			seq, err := tx.Append(ledger.MatchRun, "", ledger.MatchDigest(nil))
			intakes = append(intakes, seq)
			return err
		})
	}
	first := seen(ledger.Fact{Kind: ledger.AccountOf, Key: string(theIBAN), Customer: "C1"})
	first.Intake = intakes[0]
	b.learns(first)
	for at, want := range map[int64]int{intakes[0]: 0, intakes[1]: 1, 0: 1} {
		if got := must(b.Store.Facts(t.Context(), b.Company, at))(t); len(got) != want {
			t.Errorf("before %d %d facts are known, should be %d", at, len(got), want)
		}
	}
	got := must(b.Store.Facts(t.Context(), b.Company, 0))(t)[0]
	if got.First != march(31) || got.Last != march(31) || got.Taught != 0 || len(got.Lines) != 1 || got.Lines[0] != first.Line {
		t.Errorf("learned %+v", got)
	}
}

// personBooked finds the decisions that stand by which a person named an account.
func personBooked(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	res := b.Load("ofx 1.02", of(line(2, -1000, "A", "1"), line(3, -1000, "B", "2"), line(4, -1000, "C", "3"), line(5, -1000, "D", "4")))
	l := b.lines()
	booked := func(n int, by ledger.Actor, r ledger.Reason, account string) ledger.Decision {
		return ledger.Decision{Line: l[n].ID, Status: ledger.None, By: by, Intake: res.Intake, Reason: r, Account: account, Chosen: ledger.Explanation{Class: ledger.Unrelated}}
	}
	decide := func(d ...ledger.Decision) { b.update(func(tx *store.Tx) error { return tx.Decide(d) }) }
	decide(booked(0, ledger.Person, ledger.Booked, "627"), booked(1, ledger.Person, ledger.Booked, "613"), booked(2, ledger.Program, ledger.ByRule, "627"), booked(3, ledger.Person, ledger.Booked, "627"))
	decide(booked(1, ledger.Person, ledger.Booked, "614"), reviews(l[3], res.Intake, ledger.Person))
	b.refused("an account that the program names", ledger.Invalid, func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{booked(2, ledger.Program, ledger.Sure, "627")})
	})
	found := collect(t, b.Store.PersonBooked(t.Context(), b.Company))
	if len(found) != 2 || found[0].Account != "627" || found[0].Line != l[0].ID || found[1].Account != "614" || found[1].Line != l[1].ID {
		t.Errorf("booked by a person: %+v", found)
	}
}
