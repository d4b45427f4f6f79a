package ledger_test

import (
	"errors"
	"iter"
	"reflect"
	"testing"

	"lettrage/ledger"
)

func each[T any](all []T, end error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
		if end != nil {
			var zero T
			yield(zero, end)
		}
	}
}

func TestLearnSumsUp(t *testing.T) {
	name := ledger.Fact{Kind: ledger.NameOf, Key: "M DUPONT", Customer: "C1"}
	other := name
	other.Customer = "C2"
	account := ledger.Fact{Kind: ledger.AccountOf, Key: "DE89", Customer: "C1"}
	lesson := func(f ledger.Fact, change int, by ledger.Actor, line ledger.LineID, d int) ledger.Lesson {
		return ledger.Lesson{Fact: f, Change: change, By: by, Line: line, Today: day("2026-01-01") + ledger.Date(d)}
	}
	forgotten := lesson(other, -1, ledger.Person, "", 5)
	forgotten.Removed = true
	got, err := ledger.Learn(each([]ledger.Lesson{
		lesson(name, 1, "", "", 0), // from before it was recorded who decided
		lesson(name, 2, ledger.Person, "l1", 1),
		lesson(other, 1, ledger.Person, "l1", 2),
		lesson(name, -1, ledger.Person, "l2", 3),
		lesson(account, 1, ledger.Program, "l2", 4),
		forgotten,
		lesson(name, 1, ledger.Program, "l1", 6),
	}, nil))
	if err != nil {
		t.Fatal(err)
	}
	account.Seen = 1
	name.Count, name.Untaught, name.Seen = 2, 1, 1
	want := []ledger.Learned{
		{Fact: account, First: day("2026-01-05"), Last: day("2026-01-05"), Lines: []ledger.LineID{"l2"}},
		{Fact: name, Taught: 3, First: day("2026-01-01"), Last: day("2026-01-07"), Lines: []ledger.LineID{"l1", "l2"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, err := ledger.Learn(each([]ledger.Lesson{forgotten}, errors.New("disk"))); err == nil {
		t.Error("an error of reading is lost")
	}
}

func TestFactIDStandsForWhatIsSaid(t *testing.T) {
	f := ledger.Fact{Kind: ledger.NameOf, Key: "M DUPONT", Customer: "C1"}
	counted := f
	counted.Count, counted.Untaught, counted.Seen = 3, 2, 1
	if f.ID() != counted.ID() {
		t.Error("its counts change a fact's ID")
	}
	ids := map[ledger.FactID]bool{}
	for _, o := range []ledger.Fact{f, {Kind: ledger.AccountOf, Key: f.Key, Customer: f.Customer}, {Kind: f.Kind, Key: "M DUPOND", Customer: f.Customer},
		{Kind: f.Kind, Key: f.Key, Customer: "C2"}, {Kind: f.Kind, Key: f.Key, Account: "C1"}} {
		ids[o.ID()] = true
	}
	if len(ids) != 5 {
		t.Errorf("five facts have %d IDs", len(ids))
	}
}

func TestFactValidate(t *testing.T) {
	for name, f := range map[string]ledger.Fact{
		"no kind": {Key: "k", Customer: "C"}, "no key": {Kind: ledger.NameOf, Customer: "C"}, "no customer": {Kind: ledger.NameOf, Key: "k"},
		"a name with an account": {Kind: ledger.NameOf, Key: "k", Customer: "C", Account: "627"}, "a rule without one": {Kind: ledger.RuleOf, Key: "k"},
		"a rule of a customer": {Kind: ledger.RuleOf, Key: "k", Account: "627", Customer: "C"},
	} {
		if f.Validate() == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for _, f := range []ledger.Fact{{Kind: ledger.AccountOf, Key: "k", Customer: "C"}, {Kind: ledger.NameOf, Key: "k", Customer: "C"}, {Kind: ledger.RuleOf, Key: "k", Account: "627"}} {
		if err := f.Validate(); err != nil {
			t.Error(err)
		}
	}
}
