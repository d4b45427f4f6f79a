package camt

import (
	"bytes"
	"strconv"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// period is a FrToDt: days, and whether they begin and end at midnight.
type period struct {
	from, to       ledger.Date
	late, midnight bool // from is not covered from its beginning; to ends as it begins
}

// period reads FrToDt.
func (r *reader) period() (p period) {
	for r.child() {
		switch string(r.s.name) {
		case "FrDtTm", "FrDt":
			p.from, p.late = r.dayAndTime("FrToDt/FrDtTm")
			p.late = !p.late
		case "ToDtTm", "ToDt":
			p.to, p.midnight = r.dayAndTime("FrToDt/ToDtTm")
		default:
			r.skip()
		}
	}
	return p
}

// dayAndTime reads a day and whether it is given with the time of midnight, or without any.
func (r *reader) dayAndTime(field string) (day ledger.Date, midnight bool) {
	text := r.choice(field)
	day, ok := parseDay(text)
	if !ok && len(text) > 0 {
		r.badf(importer.Malformed, field, "should be a day and time, like 2026-11-24T00:00:00")
	}
	if !ok {
		return 0, false
	}
	return day, len(text) == len("2026-11-24") || bytes.HasPrefix(text[len("2026-11-24"):], []byte("T00:00"))
}

// whole returns the days of which the statement surely holds all lines: those of the
// period that it states, else those between two balances to which its lines lead.
// It states none where it is a page of several, where lines and balances contradict
// each other, or lines stand outside of the period.
func (s *statement) whole() ledger.Period {
	diff, stated, err := s.AddUp()
	proven := stated && err == nil && diff.IsZero()
	switch {
	case s.Interim, s.partial, stated && !proven, s.paged && !proven:
		return ledger.Period{}
	case s.period.from != 0 && s.period.to != 0:
		return s.wholePeriod()
	case proven:
		return s.wholeBetween()
	}
	return ledger.Period{}
}

func (s *statement) wholePeriod() ledger.Period {
	p := ledger.Period{From: s.period.from, To: s.period.to}
	if s.period.late && p.From < p.To && s.first != p.From {
		p.From++
	}
	if s.period.midnight && p.From < p.To && s.last != p.To {
		p.To--
	}
	if s.first != 0 && (!p.Holds(s.first) || !p.Holds(s.last)) {
		return ledger.Period{}
	}
	return p
}

// wholeBetween takes the days of the balances. An opening balance bears the day
// that it opens or the one before; that day counts when a line is booked on it.
func (s *statement) wholeBetween() ledger.Period {
	p := ledger.Period{From: s.Opening.Date, To: s.Closing.Date}
	if s.balances.first == nil || p.From < p.To && s.first != p.From {
		p.From++
	}
	if p.From > p.To || s.first != 0 && (!p.Holds(s.first) || !p.Holds(s.last)) {
		return ledger.Period{}
	}
	return p
}

// day returns the one day that the statement is of, zero where it is of several.
func (s *statement) day() ledger.Date {
	if s.period.from != 0 && s.period.from == s.period.to {
		return s.period.from
	}
	first, previous, closing := s.balances.first, s.balances.previous, s.balances.closing
	if closing != nil && (first != nil && first.Date == closing.Date || first == nil && previous != nil && previous.Date+1 == closing.Date) {
		return closing.Date
	}
	return 0
}

// summary is a TxsSummry, as the text has it; empty where it states nothing.
type summary struct{ entries, credits, creditSum, debits, debitSum string }

// summary reads TxsSummry.
func (r *reader) summary(s *summary) {
	var sum string
	for r.child() {
		switch string(r.s.name) {
		case "TtlNtries":
			r.total(&s.entries, &sum)
		case "TtlCdtNtries":
			r.total(&s.credits, &s.creditSum)
		case "TtlDbtNtries":
			r.total(&s.debits, &s.debitSum)
		default:
			r.skip()
		}
	}
}

func (r *reader) total(number, sum *string) {
	for r.child() {
		switch string(r.s.name) {
		case "NbOfNtries":
			*number = r.text("TxsSummry/NbOfNtries")
		case "Sum":
			*sum = r.text("TxsSummry/Sum")
		default:
			r.skip()
		}
	}
}

// fits reports whether the lines are those that the summary states.
func (t summary) fits(s *statement) bool {
	return fitsNumber(t.entries, s.Lines) && fitsNumber(t.credits, s.Lines-s.debits) && fitsNumber(t.debits, s.debits) &&
		fitsSum(t.creditSum, s.Credits) && fitsSum(t.debitSum, s.Debits)
}

func fitsNumber(stated string, n int) bool { return stated == "" || stated == strconv.Itoa(n) }

func fitsSum(stated string, sum money.Amount) bool {
	if stated == "" {
		return true
	}
	m, err := parseAmount([]byte(stated), sum.Currency())
	return err == nil && m == sum
}
