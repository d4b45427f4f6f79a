package calibrate

import (
	"sort"
	"strconv"
	"strings"

	"lettrage/ledger"
)

// Budget is among how many automatic decisions one may be wrong: 2000 is 1 in 2,000.
type Budget int

// What a budget may be. DefaultBudget is the promise that is made without a setting.
const (
	DefaultBudget  Budget = 2_000
	loosestBudget  Budget = 100
	tightestBudget Budget = 100_000
)

// ParseBudget reads "1/2000". A budget that is out of range is an error with a hint.
func ParseBudget(s string) (Budget, error) {
	wrong := func(msg string) error {
		return &ledger.Error{Kind: ledger.Invalid, Field: "budget", Msg: msg, Hint: "for example 1/2000: at most 1 wrong in 2,000 automatic decisions"}
	}
	of, ok := strings.CutPrefix(strings.ReplaceAll(s, " ", ""), "1/")
	n, err := strconv.Atoi(of)
	switch {
	case !ok || err != nil:
		return 0, wrong("should be like 1/2000")
	case Budget(n) < loosestBudget || Budget(n) > tightestBudget:
		return 0, wrong("should be from " + loosestBudget.String() + " to " + tightestBudget.String())
	}
	return Budget(n), nil
}

// String writes "1/2000".
func (b Budget) String() string { return "1/" + strconv.Itoa(int(b)) }

// share is the budget in millionths, rounded down.
func (b Budget) share() int { return million / int(b) }

// Needed is how many decisions, none of them wrong, prove that a budget is kept: 5,990 for 1 in 2,000.
func (b Budget) Needed() int {
	return sort.Search(4*int(b), func(n int) bool { return n > 0 && within(0, n, b) })
}
