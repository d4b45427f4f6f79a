package batch

import (
	"strings"
	"testing"
	"time"

	"lettrage/fixtures/gen"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// tryAgain runs a backtest and fails when it wrote anything.
func tryAgain(t *testing.T, b *Batch, c ledger.Company, budget string) Backtest {
	t.Helper()
	before := books(t, b, c)
	b.Config.Budget = budget
	got, err := b.Backtest(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if after := books(t, b, c); after != before {
		t.Fatalf("the backtest changed the books: %s", firstDifference(before, after))
	}
	if n := got.Same + len(got.Changed); n != got.Lines {
		t.Errorf("%d lines, of which %d are told", got.Lines, n)
	}
	return got
}

// With the version and the budget that decided, nothing is decided otherwise: months
// of statements, items that came between them, persons and second looks included.
func TestBacktestOfWhatDecided(t *testing.T) {
	t.Run("whole", func(t *testing.T) { backtestOfWhatDecided(t, 0) })
	t.Run("windows of 9", func(t *testing.T) { backtestOfWhatDecided(t, 9) })
}

func backtestOfWhatDecided(t *testing.T, window int) {
	g := gen.New(gen.Options{Seed: 5, Invoices: 400, Lines: 400})
	b, c := newBook(t)
	b.window = window
	takeList(t, b, c, "customers.csv", bytesOf(t, g.WriteCustomers))
	list := strings.SplitAfter(string(bytesOf(t, g.WriteInvoices)), "\n")
	takeList(t, b, c, "invoices.csv", []byte(list[0]+strings.Join(list[1:len(list)/8], "")))
	for i := range 6 {
		from := time.Date(2026, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC)
		takeStatement(t, b, c, "month.xml", bytesOf(t, g.Statement(i+1, from, from.AddDate(0, 1, -1)).WriteCAMT))
		if i == 2 {
			takeList(t, b, c, "more.csv", []byte(list[0]+strings.Join(list[len(list)/8:], "")))
			acceptOne(t, b, c)
			if r, err := b.Match(t.Context(), c, false); err != nil || r.Changed.Auto == 0 {
				t.Fatalf("the second look found %+v, %v", r, err)
			}
		}
	}
	got := tryAgain(t, b, c, "")
	if got.Statements != 6 || got.Lines == 0 {
		t.Fatalf("%+v", got)
	}
	for _, r := range got.Changed {
		t.Errorf("%s was %s %v, would be %s %v", r.External, r.Was.Status, r.Was.Chosen.Allocations, r.WouldBe.Status, r.WouldBe.Chosen.Allocations)
	}
	if tight := tryAgain(t, b, c, "1/100000"); tight.Count(WouldAsk) != len(tight.Changed) {
		t.Errorf("by a tight budget only %d of %d that change would be asked", tight.Count(WouldAsk), len(tight.Changed))
	}
}

// acceptOne takes the first line in review that has a candidate.
func acceptOne(t *testing.T, b *Batch, c ledger.Company) {
	t.Helper()
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reviews {
		if len(r.Decision.Candidates) > 0 {
			if _, err := b.Accept(t.Context(), c, string(r.Line.ID), 1); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatal("no line in review has a candidate")
}

func TestVerdict(t *testing.T) {
	shown := pays(950_000, "F-1", 100)
	by := func(a ledger.Actor, s ledger.Status, e ledger.Explanation) ledger.Decision {
		return ledger.Decision{By: a, Status: s, Chosen: e}
	}
	program := by(ledger.Program, ledger.Review, ledger.Explanation{})
	refused := ledger.Decision{By: ledger.Person, Status: ledger.Review, Reason: ledger.Refused, Candidates: []ledger.Explanation{shown}}
	none := ledger.Explanation{Class: ledger.Unrelated}
	for _, c := range []struct {
		name string
		line []ledger.Decision
		is   ledger.Decision
		want Verdict
	}{
		{"as a person said", []ledger.Decision{program, by(ledger.Person, ledger.Auto, pays(0, "F-1", 100))}, by(ledger.Program, ledger.Auto, shown), WouldBeRight},
		{"not as a person said", []ledger.Decision{program, by(ledger.Person, ledger.Auto, pays(0, "F-2", 100))}, by(ledger.Program, ledger.Auto, shown), WouldBeWrong},
		{"booked by a person", []ledger.Decision{program, by(ledger.Person, ledger.None, none)}, by(ledger.Program, ledger.Auto, shown), WouldBeWrong},
		{"refused by a person", []ledger.Decision{program, refused}, by(ledger.Program, ledger.Auto, shown), WouldBeWrong},
		{"another than was refused", []ledger.Decision{program, refused}, by(ledger.Program, ledger.Auto, pays(999_999, "F-2", 100)), NobodySaid},
		{"nobody said", []ledger.Decision{program}, by(ledger.Program, ledger.Auto, shown), NobodySaid},
		{"asked", []ledger.Decision{by(ledger.Program, ledger.Auto, shown)}, program, WouldAsk},
		{"none, and it paid", []ledger.Decision{by(ledger.Program, ledger.Auto, shown)}, by(ledger.Program, ledger.None, none), WouldBeWrong},
		{"none, as a person said", []ledger.Decision{program, by(ledger.Person, ledger.None, none)}, by(ledger.Program, ledger.None, none), WouldBeRight},
	} {
		if got := verdict(c.line, c.is, c.line[len(c.line)-1]); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// What a person corrected is compared with what the person said.
func TestBacktestKnowsWhatAPersonSaid(t *testing.T) {
	b, c := smallBook(t)
	chosen := []ledger.Allocation{{Invoice: "FA-2026-0104", Amount: money.New(90_00, money.EUR)}}
	if _, err := b.Choose(t.Context(), c, "B0001", chosen); err != nil {
		t.Fatal(err)
	}
	if got := tryAgain(t, b, c, ""); len(got.Changed) != 0 || got.Lines != 3 {
		t.Errorf("%+v", got)
	}
	r := Retried{Was: ledger.Decision{Status: ledger.Auto, Chosen: pays(999_999, "FA-2026-0101", 120_000)}, Stands: ledger.Decision{Status: ledger.Auto, By: ledger.Person, Chosen: pays(0, "FA-2026-0104", 90_00)}}
	if !r.WasWrong() {
		t.Error("what a person corrected was wrong")
	}
	if r.Stands.Chosen = r.Was.Chosen; r.WasWrong() {
		t.Error("what stands was right")
	}
}
