package journal

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// What is read of the lines leads to the same start as all of them, whatever the
// statements say of their days, and however few of their lines are their own.
func TestOpeningBalanceReadsEnough(t *testing.T) {
	days := rapid.Custom(func(t *rapid.T) ledger.Date { return ledger.Date(rapid.IntRange(1, 12).Draw(t, "day")) })
	maybe := func(t *rapid.T, what string) ledger.Date {
		if rapid.Bool().Draw(t, what) {
			return 0
		}
		return days.Draw(t, what)
	}
	balance := func(t *rapid.T, what string) *ledger.Balance {
		d := maybe(t, what)
		if d == 0 {
			return nil
		}
		return &ledger.Balance{Date: d, Amount: money.New(rapid.Int64Range(0, 3).Draw(t, what), money.EUR)}
	}
	rapid.Check(t, func(t *rapid.T) {
		var statements []ledger.Taken
		for id := range rapid.IntRange(1, 3).Draw(t, "statements") {
			s := ledger.Taken{ID: int64(id)}
			s.Opening, s.Closing, s.Whole.From = balance(t, "opening"), balance(t, "closing"), maybe(t, "whole from")
			s.Lines = rapid.IntRange(0, 2).Draw(t, "lines that were known")
			statements = append(statements, s)
		}
		var lines []ledger.Line
		for range rapid.IntRange(0, 20).Draw(t, "lines") {
			n := rapid.IntRange(0, len(statements)-1).Draw(t, "statement")
			statements[n].Lines++
			lines = append(lines, ledger.Line{Statement: int64(n), Held: rapid.IntRange(0, 5).Draw(t, "held") == 0,
				Transaction: ledger.Transaction{Booked: days.Draw(t, "booked"), Amount: money.New(rapid.Int64Range(-9, 9).Draw(t, "amount"), money.EUR)}})
		}
		slices.SortStableFunc(lines, func(a, b ledger.Line) int { return cmp.Compare(a.Booked, b.Booked) })
		got, ok, err := OpeningBalance(statements, func(yield func(ledger.Line, error) bool) {
			for _, l := range lines {
				if !yield(l, nil) {
					return
				}
			}
		})
		first, stated := earliest(statements)
		if ok != stated || err != nil {
			t.Fatalf("known %t: %v, should be %t", ok, err, stated)
		}
		if !stated {
			return
		}
		var all []known
		for _, l := range lines {
			if !l.Held {
				all = append(all, known{l.Statement, l.Booked, l.Amount})
			}
		}
		if want, err := startFrom(first, all); err != nil || got != want {
			t.Fatalf("start %v, of all lines %v: %v", got, want, err)
		}
	})
}
