package batch

import (
	"context"
	"testing"

	"lettrage/fixtures/gen"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher"
	"lettrage/matcher/calibrate"
)

// pays is an explanation that settles an item, with a share.
func pays(share int32, item ledger.InvoiceNumber, cents int64) ledger.Explanation {
	return ledger.Explanation{Class: ledger.CustomerPayment, Share: share, Allocations: []ledger.Allocation{{Invoice: item, Amount: money.New(cents, money.EUR)}}}
}

// What became of a decision is what a person said of it, or that nobody did.
func TestJudge(t *testing.T) {
	auto := func(e ledger.Explanation) ledger.Decision {
		return ledger.Decision{Status: ledger.Auto, By: ledger.Program, Chosen: e, Threshold: 990_000}
	}
	review := func(r ledger.Reason, e ...ledger.Explanation) ledger.Decision {
		return ledger.Decision{Status: ledger.Review, By: ledger.Program, Reason: r, Candidates: e, Threshold: 990_000}
	}
	person := func(e ledger.Explanation) ledger.Decision {
		return ledger.Decision{Status: ledger.Auto, By: ledger.Person, Chosen: e}
	}
	refused := ledger.Decision{Status: ledger.Review, By: ledger.Person, Reason: ledger.Refused}
	booked := ledger.Decision{Status: ledger.None, By: ledger.Person, Account: "627"}
	sure, unsure, other := pays(999_000, "F-1", 100), pays(950_000, "F-1", 100), pays(40_000, "F-2", 100)
	for _, c := range []struct {
		name           string
		line           []ledger.Decision
		right, wrong   int
		rights, wrongs int32 // the shares
	}{
		{"nothing decided", nil, 0, 0, 0, 0},
		{"it stands", []ledger.Decision{auto(sure)}, 1, 0, 999_000, 0},
		{"it waits", []ledger.Decision{review(ledger.WeakEvidence, unsure)}, 0, 0, 0, 0},
		{"corrected", []ledger.Decision{auto(sure), person(other)}, 0, 1, 0, 999_000},
		{"corrected, and put back", []ledger.Decision{auto(sure), person(other), person(pays(0, "F-1", 100))}, 1, 0, 999_000, 0},
		{"another amount", []ledger.Decision{auto(sure), person(pays(0, "F-1", 99))}, 0, 1, 0, 999_000},
		{"refused", []ledger.Decision{auto(sure), refused}, 0, 1, 0, 999_000},
		{"no customer payment", []ledger.Decision{auto(sure), booked}, 0, 1, 0, 999_000},
		{"accepted", []ledger.Decision{review(ledger.WeakEvidence, unsure, other), person(unsure)}, 1, 0, 950_000, 0},
		{"the second was", []ledger.Decision{review(ledger.Ambiguity, unsure, other), person(other)}, 0, 1, 0, 950_000},
		{"asked for another reason", []ledger.Decision{review(ledger.Contradiction, unsure), person(other)}, 0, 0, 0, 0},
		{"sure enough, and asked for another reason", []ledger.Decision{review(ledger.WeakEvidence, sure), person(other)}, 0, 0, 0, 0},
		{"nothing was shown", []ledger.Decision{review(ledger.WeakEvidence), person(other)}, 0, 0, 0, 0},
		{"seen at the second look", []ledger.Decision{review(ledger.WeakEvidence, unsure), auto(sure)}, 1, 0, 999_000, 0},
		{"refused, and another at the second look", []ledger.Decision{review(ledger.WeakEvidence, unsure), refused, auto(pays(995_000, "F-2", 100))}, 1, 1, 995_000, 950_000},
	} {
		got := calibrate.NewTable()
		judge(got, c.line)
		want := calibrate.NewTable()
		for range c.right {
			want.Add(calibrate.Outcome{Share: c.rights, Right: true}, false)
		}
		for range c.wrong {
			want.Add(calibrate.Outcome{Share: c.wrongs}, false)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %+v, want %+v", c.name, got[i], want[i])
			}
		}
	}
}

// A wrong decision among a few raises the threshold above it, and the next lines are decided so.
func TestAWrongOneRaisesTheThreshold(t *testing.T) {
	b, c := smallBook(t)
	before, err := b.Calibration(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if own := before.Own.Total(0); own.N != 1 || own.Wrong != 0 || before.Basis != calibrate.OnShipped {
		t.Fatalf("%+v of %+v", before.InForce, own)
	}
	if _, err := b.Choose(t.Context(), c, "B0001", []ledger.Allocation{{Invoice: "FA-2026-0104", Amount: money.New(90_00, money.EUR)}}); err != nil {
		t.Fatal(err)
	}
	after, err := b.Calibration(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if own := after.Own.Total(0); own.N != 1 || own.Wrong != 1 || after.Basis != calibrate.OnRaised || after.Threshold <= before.Threshold {
		t.Fatalf("%+v of %+v", after.InForce, own)
	}
	for _, intake := range []int64{0, 1 << 40} {
		o, err := b.options(t.Context(), c, intake, newKnowledge(matcher.Book{}))
		if err != nil || o.Threshold != after.Threshold {
			t.Errorf("the next lines are decided with %d (%v), want %d", o.Threshold, err, after.Threshold)
		}
	}
	// What was decided before is replayed with what was known then.
	first, err := b.Store.DecisionsOf(t.Context(), c.ID, lineOf(t, b, c, "B0005"))
	if err != nil {
		t.Fatal(err)
	}
	if o, err := b.options(t.Context(), c, first[0].Intake, newKnowledge(matcher.Book{})); err != nil || o.Threshold != first[0].Threshold {
		t.Errorf("the statement was decided with %d; again it would be with %d (%v)", first[0].Threshold, o.Threshold, err)
	}
}

func lineOf(t *testing.T, b *Batch, c ledger.Company, id string) ledger.LineID {
	t.Helper()
	l, err := b.Store.Line(t.Context(), c.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	return l.ID
}

// settings are the values of the budget that the chain has, in its order.
func settings(t *testing.T, b *Batch, c ledger.Company) (all []string) {
	t.Helper()
	for e, err := range b.Store.Events(t.Context(), c.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == ledger.SettingChanged {
			all = append(all, e.Ref)
		}
	}
	return all
}

// A budget is recorded when it first acts, and once; the default is not.
func TestABudgetIsRecordedOnce(t *testing.T) {
	b, c := smallBook(t)
	if got := settings(t, b, c); got != nil {
		t.Errorf("the default was recorded: %v", got)
	}
	b.Config.Budget = "1/5000"
	for _, dry := range []bool{true, false} {
		if _, err := b.Import(t.Context(), c, put(t, "november.csv", []byte(november)), ImportOptions{DryRun: dry}); err != nil {
			t.Fatal(err)
		}
		if got := settings(t, b, c); len(got) != 0 && dry || len(got) != 1 && !dry {
			t.Errorf("dry run %v: %v", dry, got)
		}
	}
	if _, err := b.Match(t.Context(), c, false); err != nil {
		t.Fatal(err)
	}
	b.Config.Budget = ""
	if _, err := b.Night(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := settings(t, b, c); len(got) != 2 || got[0] != "budget=1/5000" || got[1] != "budget=1/2000" {
		t.Errorf("recorded %v", got)
	}
	b.Config.Budget = "1/7"
	if _, err := b.Night(t.Context(), c); err == nil {
		t.Error("a budget out of range was taken")
	}
	proven(t, b, c)
}

// What was taken with one budget is decided with it, whatever the settings are when it is gone on with.
func TestACutIsGoneOnWithTheBudgetOfThen(t *testing.T) {
	g := gen.New(gen.Options{Seed: 3, Invoices: 300, Lines: 300})
	statement := bytesOf(t, g.Year().WriteCAMT)
	whole, c := newBook(t)
	whole.Config.Budget = "1/100000"
	takeLists(t, whole, c, g)
	takeStatement(t, whole, c, "year.xml", statement)

	cut, c := newBook(t)
	takeLists(t, cut, c, g)
	cut.Config.Budget = "1/100000"
	if err := cut.recordBudget(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := cut.take(t.Context(), c, put(t, "year.xml", statement), ImportOptions{}, &ImportReport{}); err != nil {
		t.Fatal(err)
	}
	cut.Config.Budget = "1/100"
	if a, b := books(t, whole, c), books(t, cut, c); a != b { // books settles first
		t.Errorf("the books differ: %s", firstDifference(a, b))
	}
	proven(t, cut, c)
	for d, err := range cut.Store.Decisions(t.Context(), c.ID) {
		if err != nil || d.Threshold != 0 && d.Threshold < 999_000 {
			t.Fatalf("decided with %d (%v)", d.Threshold, err)
		}
	}
}

// The short way to a threshold, which does not read every decision, and the long one agree.
func TestOptionsAreThoseOfTheCalibration(t *testing.T) {
	g := gen.New(gen.Options{Seed: 9, Invoices: 300, Lines: 300})
	b, c := newBook(t)
	takeLists(t, b, c, g)
	takeStatement(t, b, c, "year.xml", bytesOf(t, g.Year().WriteCAMT))
	check := func(what string) {
		t.Helper()
		known, err := b.known(t.Context(), c, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, budget := range []calibrate.Budget{100, 2000, 100_000} {
			b.Config.Budget = budget.String()
			cal, err := b.Calibration(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			if o, err := b.optionsFor(t.Context(), c, 0, known, budget); err != nil || o.Threshold != cal.Threshold {
				t.Errorf("%s, %v: %d, want %d (%v)", what, budget, o.Threshold, cal.Threshold, err)
			}
		}
	}
	check("all stand")
	for d, err := range b.Store.Decisions(t.Context(), c.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if d.Status == ledger.Auto {
			if _, err := b.Book(t.Context(), c, string(d.Line), "627"); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	check("one was wrong")
}
