package ledger_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// settles is an explanation of items F-1, F-2, … with these amounts.
func settles(difference ledger.Difference, minors ...int64) ledger.Explanation {
	e := ledger.Explanation{Class: ledger.CustomerPayment, Difference: difference}
	for i, m := range minors {
		e.Allocations = append(e.Allocations, ledger.Allocation{Invoice: ledger.InvoiceNumber(rune('1' + i)), Amount: eur(m)})
	}
	return e
}

func less(kind ledger.DifferenceKind, minor int64) ledger.Difference {
	return ledger.Difference{Kind: kind, Amount: eur(minor)}
}

func TestFits(t *testing.T) {
	for name, c := range map[string]struct {
		e      ledger.Explanation
		amount money.Amount
	}{
		"full":          {settles(ledger.Difference{}, 1200_00), eur(1200_00)},
		"partial":       {settles(ledger.Difference{Kind: ledger.Partial}, 500_00), eur(500_00)},
		"several":       {settles(ledger.Difference{}, 1200_00, 800_00), eur(2000_00)},
		"credit note":   {settles(ledger.Difference{}, 1200_00, -200_00), eur(1000_00)},
		"fee kept":      {settles(less(ledger.BankCharge, 15_00), 1200_00), eur(1185_00)},
		"over-payment":  {settles(less(ledger.Overpayment, -50_00), 1200_00), eur(1250_00)},
		"returned":      {settles(ledger.Difference{}, -1200_00), eur(-1200_00)},
		"of nothing":    {ledger.Explanation{Class: ledger.BankFee}, eur(-10_00)},
		"net of zero":   {settles(ledger.Difference{}, 10_00, -10_00), eur(0)},
		"zero, in full": {settles(less(ledger.Rounding, 0), 5), eur(5)},
	} {
		if err := c.e.Fits(c.amount); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	twice := settles(ledger.Difference{}, 600_00, 600_00)
	twice.Allocations[1].Invoice = twice.Allocations[0].Invoice
	for name, c := range map[string]struct {
		e      ledger.Explanation
		amount money.Amount
		want   error
	}{
		"a cent too much":          {settles(ledger.Difference{}, 1200_01), eur(1200_00), &ledger.Error{Kind: ledger.Invalid}},
		"a cent too little":        {settles(ledger.Difference{}, 1199_99), eur(1200_00), &ledger.Error{Kind: ledger.Invalid}},
		"the fee's wrong side":     {settles(less(ledger.BankCharge, -15_00), 1200_00), eur(1185_00), &ledger.Error{Kind: ledger.Invalid}},
		"an allocation of zero":    {settles(ledger.Difference{}, 1200_00, 0), eur(1200_00), &ledger.Error{Kind: ledger.Invalid}},
		"an item twice":            {twice, eur(1200_00), &ledger.Error{Kind: ledger.Invalid}},
		"a difference of nothing":  {ledger.Explanation{Difference: less(ledger.Rounding, 1)}, eur(-1), &ledger.Error{Kind: ledger.Invalid}},
		"another currency":         {settles(ledger.Difference{}, 1200_00), money.New(1200_00, "CHF"), money.ErrCurrency},
		"difference in another":    {settles(ledger.Difference{Kind: ledger.Rounding, Amount: money.New(1, "CHF")}, 1200_00), eur(1199_99), money.ErrCurrency},
		"more than the range":      {settles(ledger.Difference{}, math.MaxInt64, 1), eur(0), money.ErrRange},
		"amount beyond difference": {settles(less(ledger.OtherReason, 1), 1), eur(math.MaxInt64), money.ErrRange},
	} {
		if err := c.e.Fits(c.amount); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the allocations and the difference, an explanation fits one amount and no other.
func TestFitsOneAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minors := rapid.SliceOfN(rapid.Int64Range(-100, 100).Filter(func(n int64) bool { return n != 0 }), 1, 5).Draw(t, "allocations")
		d := rapid.Int64Range(-5, 5).Draw(t, "difference")
		amount := -d
		for _, m := range minors {
			amount += m
		}
		off := rapid.Int64Range(-3, 3).Draw(t, "off by")
		if err := settles(less(ledger.Rounding, d), minors...).Fits(eur(amount + off)); (err == nil) != (off == 0) {
			t.Fatalf("off by %d: %v", off, err)
		}
	})
}

func TestDecisionValidate(t *testing.T) {
	amount := eur(1200_00)
	full, none := settles(ledger.Difference{}, 1200_00), ledger.Explanation{Class: ledger.BankFee}
	for name, d := range map[string]ledger.Decision{
		"auto":          {Status: ledger.Auto, By: ledger.Program, Chosen: full, Candidates: []ledger.Explanation{full}},
		"a person's":    {Status: ledger.Auto, By: ledger.Person, Reason: ledger.Chosen, Chosen: full},
		"review":        {Status: ledger.Review, By: ledger.Program, Candidates: []ledger.Explanation{full, full, full}},
		"none":          {Status: ledger.None, By: ledger.Program, Chosen: none},
		"to an account": {Status: ledger.None, By: ledger.Person, Reason: ledger.Booked, Account: "627"},
		"refused":       {Status: ledger.Review, By: ledger.Person, Reason: ledger.Refused, Candidates: []ledger.Explanation{full}},
	} {
		if err := d.Validate(amount); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		field string
		d     ledger.Decision
	}{
		"no status":                   {"status", ledger.Decision{By: ledger.Program}},
		"an unknown status":           {"status", ledger.Decision{Status: "done", By: ledger.Program}},
		"by nobody":                   {"by", ledger.Decision{Status: ledger.Review}},
		"four candidates":             {"candidates", ledger.Decision{Status: ledger.Review, By: ledger.Program, Candidates: make([]ledger.Explanation, 4)}},
		"auto without allocations":    {"allocations", ledger.Decision{Status: ledger.Auto, By: ledger.Program, Chosen: none}},
		"review with allocations":     {"allocations", ledger.Decision{Status: ledger.Review, By: ledger.Program, Chosen: full}},
		"a person's with, refused":    {"allocations", ledger.Decision{Status: ledger.Review, By: ledger.Person, Chosen: full}},
		"none with allocations":       {"allocations", ledger.Decision{Status: ledger.None, By: ledger.Program, Chosen: full}},
		"a cent less":                 {"allocations", ledger.Decision{Status: ledger.Auto, By: ledger.Program, Chosen: settles(ledger.Difference{}, 1199_99)}},
		"the program names account":   {"account", ledger.Decision{Status: ledger.None, By: ledger.Program, Account: "627"}},
		"account and allocations":     {"account", ledger.Decision{Status: ledger.Auto, By: ledger.Person, Account: "627", Chosen: full}},
		"account of a line to review": {"account", ledger.Decision{Status: ledger.Review, By: ledger.Person, Account: "627"}},
	} {
		if err := c.d.Validate(amount); !invalid(err, c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecisionIDs(t *testing.T) {
	seen := make(map[ledger.DecisionID]bool)
	for _, l := range []ledger.LineID{"", "a", "b"} {
		for n := range 3 {
			id := ledger.NewDecisionID(l, n)
			if len(id) != 16 || seen[id] || id != ledger.NewDecisionID(l, n) {
				t.Errorf("the ID of decision %d of %q is %q", n, l, id)
			}
			seen[id] = true
		}
	}
}
