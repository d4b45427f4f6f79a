package journal

import (
	"iter"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Start is what stood on a bank account before its first line in the book.
type Start struct {
	Date    ledger.Date // of the first line, or of the balance when that is earlier
	Balance money.Amount
}

// known is what a line says to an opening balance.
type known struct {
	statement int64
	booked    ledger.Date
	amount    money.Amount
}

// OpeningBalance derives the start of an account from the earliest balance that the
// bank states: that balance less our lines before it. statements and lines are those
// of the account, the lines by day; they are read until no later one can count, so
// that a long history costs nothing. Held lines count for nothing, they are not
// booked. ok is false when the bank states no balance.
func OpeningBalance(statements []ledger.Taken, lines iter.Seq2[ledger.Line, error]) (s Start, ok bool, err error) {
	first, ok := earliest(statements)
	if !ok {
		return s, false, nil
	}
	early, err := readEarly(first, lines)
	if err != nil {
		return s, false, err
	}
	s, err = startFrom(first, early)
	return s, err == nil, err
}

// readEarly reads the lines that can count for the start that a statement states.
func readEarly(first ledger.Taken, lines iter.Seq2[ledger.Line, error]) ([]known, error) {
	var early []known
	own := 0 // lines of the statement
	for l, err := range lines {
		if err != nil {
			return nil, err
		}
		if l.Held {
			continue
		}
		if len(early) > 0 && tooLate(first, early, own, l.Booked) { // the first one's day may be the start's
			break
		}
		early = append(early, known{l.Statement, l.Booked, l.Amount})
		if l.Statement == first.ID {
			own++
		}
	}
	return early, nil
}

// tooLate reports whether no line of a day counts, nor of a later one, when the early
// ones were read, of which so many are the statement's own: see stands.
func tooLate(t ledger.Taken, early []known, own int, day ledger.Date) bool {
	switch {
	case t.Opening == nil || t.Lines == 0 && t.Whole.From == 0 && t.Closing != nil:
		return day > t.Closing.Date && own >= t.Lines
	case t.Whole.From != 0:
		return day >= t.Whole.From
	case t.Lines == 0:
		return day >= t.Opening.Date
	}
	return own > 0 && day > early[len(early)-1].booked
}

// startFrom returns the start that a statement and the lines about it lead to.
func startFrom(first ledger.Taken, lines []known) (Start, error) {
	s, counts := stands(first, lines)
	for _, l := range lines {
		s.Date = min(s.Date, l.booked)
		if counts(l) {
			var err error
			if s.Balance, err = s.Balance.Sub(l.amount); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// earliest returns the statement with the earliest stated balance. Of several on one
// day (a bank may close an account several times a day) it is the first taken that
// opens with no other one's closing balance.
func earliest(statements []ledger.Taken) (found ledger.Taken, ok bool) {
	first := ledger.Date(0)
	for _, t := range statements {
		if d := firstStated(t); d != 0 && (first == 0 || d < first) {
			first = d
		}
	}
	closings := make(map[money.Amount]int)
	for _, t := range statements {
		if t.Closing != nil && t.Closing.Date == first {
			closings[t.Closing.Amount]++
		}
	}
	for _, t := range statements {
		if firstStated(t) != first || first == 0 {
			continue
		}
		if !ok {
			found, ok = t, true
		}
		if t.Opening == nil || closings[t.Opening.Amount] == 0 || t.Closing != nil && *t.Closing == *t.Opening && closings[t.Opening.Amount] == 1 {
			return t, true
		}
	}
	return found, ok
}

// firstStated returns the first day of which a statement states a balance, zero
// without one. The opening balance bears it, unless the bank's days are odd.
func firstStated(t ledger.Taken) ledger.Date {
	switch {
	case t.Opening != nil && t.Closing != nil:
		return min(t.Opening.Date, t.Closing.Date)
	case t.Opening != nil:
		return t.Opening.Date
	case t.Closing != nil:
		return t.Closing.Date
	}
	return 0
}

// stands returns the stated balance and which lines stand before it. An opening
// balance stands before the statement's own lines, whatever day it bears: some banks
// write the day before. A closing one stands after them and after all lines to its
// day. Of a statement without lines the closing balance counts, whose day is certain.
func stands(t ledger.Taken, all []known) (Start, func(known) bool) {
	from := t.Whole.From
	for _, l := range all {
		if l.statement == t.ID && (from == 0 || l.booked < from) {
			from = l.booked
		}
	}
	if t.Opening == nil || from == 0 && t.Closing != nil {
		day := t.Closing.Date
		return Start{firstStated(t), t.Closing.Amount}, func(l known) bool { return l.statement == t.ID || l.booked <= day }
	}
	if from == 0 {
		from = t.Opening.Date
	}
	return Start{firstStated(t), t.Opening.Amount}, func(l known) bool { return l.booked < from }
}
