package main

import (
	"strings"
	"testing"

	"lettrage/cmd/internal/batch"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/calibrate"
)

// outcomes are n of a share, some of them wrong.
func outcomes(n, wrong int, share int32) []calibrate.Outcome {
	all := make([]calibrate.Outcome, n)
	for i := range all {
		all[i] = calibrate.Outcome{Share: share, Right: i >= wrong}
	}
	return all
}

// What a threshold rests on is said in words, with the figures that prove it or do not.
func TestShowCalibration(t *testing.T) {
	few, many := outcomes(200, 0, 999_900), outcomes(6_000, 0, 999_900)
	for _, c := range []struct {
		name         string
		shipped, own []calibrate.Outcome
		budget       calibrate.Budget
		want         []string
	}{
		{"proven by the labelled sets", many, few, 2000, []string{"share of 99.0000 % or more", "labelled sets prove that this is enough. The company's own decisions can raise",
			"\nthis company   200        0      1 in 67 (1 in 2,000 is not provable with n=200 and 0 wrong; it needs 5,990 without a wrong one)\n", "\nlabelled sets  6,000      0      1 in 2,000\n"}},
		{"not proven", few, nil, 2000, []string{"do not prove the budget", "\nthis company   0          0      nothing is known yet\n"}},
		{"lowered", nil, outcomes(40_000, 0, 999_900), 10_000, []string{"share of 99.0000 % or more", "own decisions prove that this is enough."}},
		{"raised", many, outcomes(50, 2, 999_900), 2000, []string{"share of 99.9914 % or more", "own decisions raised it"}},
	} {
		var out strings.Builder
		a := &app{out: &out}
		cal := batch.Calibration{Shipped: calibrate.NewTable(c.shipped...), Own: calibrate.NewTable(c.own...)}
		if c.shipped == nil { // one wrong that can be stopped, so that a threshold above the lowest is taken
			cal.Shipped = calibrate.NewTable(outcomes(1, 1, 996_500)...)
		}
		cal.InForce = calibrate.Combine(cal.Shipped, cal.Own, c.budget)
		if err := a.showCalibration(cal); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", c.name, want, out.String())
			}
		}
		if j := newCalibrationJSON(cal); j.Threshold != cal.Threshold || j.Company.Provable != (j.Company.Bound*int(c.budget) <= million) || len(j.Company.Buckets) > 1 {
			t.Errorf("%s: %+v", c.name, j)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 14_933: "14,933", 1_234_567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
	for share, want := range map[int32]string{-1: "–", 0: "0.0000 %", 999_512: "99.9512 %", 1_000_000: "100.0000 %"} {
		if got := exactly(share); got != want {
			t.Errorf("%d is %q, want %q", share, got, want)
		}
	}
}

// A changed line is told with what stands, so that one sees whether the change is for the better.
func TestVerdictWords(t *testing.T) {
	paid := func(by ledger.Actor, number ledger.InvoiceNumber) ledger.Decision {
		return ledger.Decision{Status: ledger.Auto, By: by, Chosen: ledger.Explanation{Allocations: []ledger.Allocation{{Invoice: number, Amount: money.New(100, money.EUR)}}}}
	}
	review := ledger.Decision{Status: ledger.Review, By: ledger.Program}
	refused := ledger.Decision{Status: ledger.Review, By: ledger.Person, Reason: ledger.Refused}
	for want, r := range map[string]batch.Retried{
		"right, as a person said":             {Was: review, Stands: paid(ledger.Person, "F-1"), Verdict: batch.WouldBeRight},
		"right, as it stands":                 {Was: review, Stands: paid(ledger.Program, "F-1"), Verdict: batch.WouldBeRight},
		"WRONG: F-1 1.00, as a person said":   {Was: review, Stands: paid(ledger.Person, "F-1"), Verdict: batch.WouldBeWrong},
		"WRONG, a person refused it":          {Was: review, Stands: refused, Verdict: batch.WouldBeWrong},
		"WRONG, no customer payment":          {Was: review, Stands: ledger.Decision{Status: ledger.None, By: ledger.Person}, Verdict: batch.WouldBeWrong},
		"nobody has said yet":                 {Was: review, Stands: review, Verdict: batch.NobodySaid},
		"a person would be asked":             {Was: paid(ledger.Program, "F-1"), Stands: paid(ledger.Program, "F-1"), Verdict: batch.WouldAsk},
		"better asked: a person corrected it": {Was: paid(ledger.Program, "F-1"), Stands: paid(ledger.Person, "F-2"), Verdict: batch.WouldAsk},
	} {
		if got := verdictWords(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
