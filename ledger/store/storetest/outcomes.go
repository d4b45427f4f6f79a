package storetest

import (
	"fmt"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// settings have the value that they had before an intake.
func settings(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	set := func(name, value string) {
		b.update(func(tx *store.Tx) error { return tx.SetSetting(ledger.Setting{Name: name, Value: value}) })
	}
	is := func(what, name string, before int64, want string) {
		t.Helper()
		if got := must(b.Store.Setting(t.Context(), b.Company, name, before))(t); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	is("never set", "budget", 0, "")
	set("budget", "1/5000")
	first, _, err := b.Store.Head(t.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	set("budget", "1/100")
	set("budgets", "x")
	set("bud", "y")
	is("now", "budget", 0, "1/100")
	is("before", "budget", first+1, "1/5000")
	is("before it was set", "budget", first, "")
	is("a longer name", "budgets", 0, "x")
	is("a shorter name", "bud", 0, "y")
	other := NewBook(t, b.Store, "Vega")
	if got := must(b.Store.Setting(t.Context(), other.Company, "budget", 0))(t); got != "" {
		t.Errorf("another company's is %q", got)
	}
	b.refused("no value", ledger.Invalid, func(tx *store.Tx) error { return tx.SetSetting(ledger.Setting{Name: "budget"}) })
}

// outcomes are told apart by whether a line was decided again, before an intake.
func outcomes(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	b.items(invoice("F-1", 10000), invoice("F-2", 7000), invoice("F-3", 7000))
	res := b.Load("csv:french", of(three("")...))
	l := b.lines()
	b.update(func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{pays(l[0], res.Intake, "F-1", 10000), reviews(l[1], res.Intake, ledger.Program), pays(l[2], res.Intake, "F-2", 7000)})
	})
	are := func(what string, before int64, once, again string) {
		t.Helper()
		var shares, versions []string
		for _, s := range collect(t, b.Store.DecidedOnce(t.Context(), b.Company, before)) {
			shares = append(shares, fmt.Sprint(s))
		}
		for _, d := range collect(t, b.Store.DecidedAgain(t.Context(), b.Company, before)) {
			versions = append(versions, fmt.Sprintf("%d %s %d %d", d.Version, d.By, len(d.Chosen.Allocations), d.Chosen.Share))
		}
		if got := fmt.Sprint(shares); got != once {
			t.Errorf("%s: decided once %s, want %s", what, got, once)
		}
		if got := fmt.Sprint(versions); got != again {
			t.Errorf("%s: decided again %s, want %s", what, got, again)
		}
	}
	are("nothing before", res.Intake, "[]", "[]")
	are("all stand", 0, "[990000 990000]", "[]")
	var person int64
	b.update(func(tx *store.Tx) (err error) {
		if person, err = tx.Append(ledger.PersonDecided, string(l[2].ID), ledger.Hash{1}); err != nil {
			return err
		}
		d := pays(l[2], person, "F-3", 7000)
		d.By, d.Chosen.Share = ledger.Person, 0
		return tx.Decide([]ledger.Decision{d})
	})
	are("before the person", person, "[990000 990000]", "[]")
	are("after the person", 0, "[990000]", "[0 program 1 990000 1 person 1 0]")
}
