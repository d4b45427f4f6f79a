package batch

import (
	"cmp"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// gap is a statement that does not begin where the book's lines before it lead to.
type gap struct {
	statement ledger.Taken
	after     ledger.Date  // the last day at which the bank states a balance before
	missing   money.Amount // opening balance less what the book leads to
}

// gaps finds the statements of an account that do not continue what came before:
// their opening balance is not the last closing balance before them and the book's
// lines of the days between (invariant 3). lines are all of the account, by day.
func gaps(statements []ledger.Taken, lines []ledger.Line) ([]gap, error) {
	byClosing := slices.DeleteFunc(slices.Clone(statements), func(t ledger.Taken) bool { return t.Closing == nil })
	slices.SortStableFunc(byClosing, func(x, y ledger.Taken) int { return cmp.Compare(x.Closing.Date, y.Closing.Date) })
	sums, err := runningSums(lines)
	if err != nil {
		return nil, err
	}
	first := firstDays(lines)
	var found []gap
	for _, s := range statements {
		if s.Opening == nil {
			continue
		}
		from := cmp.Or(first[s.ID], s.Whole.From, s.Opening.Date)
		n, _ := slices.BinarySearchFunc(byClosing, from, func(t ledger.Taken, d ledger.Date) int { return cmp.Compare(t.Closing.Date, d) })
		day := from
		if n == 0 || continues(byClosing[n:], s, day) {
			continue
		}
		before := byClosing[n-1]
		between := sums.until(from-1) - sums.until(before.Closing.Date)
		missing := s.Opening.Amount.Minor() - before.Closing.Amount.Minor() - between
		if missing != 0 {
			found = append(found, gap{s, before.Closing.Date, money.New(missing, s.Currency)})
		}
	}
	return found, nil
}

// continues reports whether a statement begins with the closing balance of another of its first day.
func continues(closings []ledger.Taken, s ledger.Taken, day ledger.Date) bool {
	for _, t := range closings {
		if t.Closing.Date != day {
			return false
		}
		if t.ID != s.ID && t.Closing.Amount == s.Opening.Amount {
			return true
		}
	}
	return false
}

// firstDays is the earliest booking day of each statement's own lines.
func firstDays(lines []ledger.Line) map[int64]ledger.Date {
	first := make(map[int64]ledger.Date)
	for _, l := range lines {
		if d, ok := first[l.Statement]; !ok || l.Booked < d {
			first[l.Statement] = l.Booked
		}
	}
	return first
}

// daySums are the sums of lines to the end of each day that has lines, in minor units.
type daySums []daySum

type daySum struct {
	day ledger.Date
	sum int64
}

// runningSums sums up lines, which come by day; held ones are not counted.
func runningSums(lines []ledger.Line) (daySums, error) {
	var sums daySums
	total := money.Amount{}
	for _, l := range lines {
		if l.Held {
			continue
		}
		if total.Currency() == "" {
			total = money.New(0, l.Amount.Currency())
		}
		var err error
		if total, err = total.Add(l.Amount); err != nil {
			return nil, err
		}
		if n := len(sums); n > 0 && sums[n-1].day == l.Booked {
			sums[n-1].sum = total.Minor()
		} else {
			sums = append(sums, daySum{l.Booked, total.Minor()})
		}
	}
	return sums, nil
}

// until is the sum to the end of a day.
func (s daySums) until(d ledger.Date) int64 {
	n, _ := slices.BinarySearchFunc(s, d+1, func(x daySum, d ledger.Date) int { return cmp.Compare(x.day, d) })
	if n == 0 {
		return 0
	}
	return s[n-1].sum
}
