package invoice

import (
	"errors"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// form is how a file writes amounts and days.
type form struct {
	decimal byte
	days    dayForm
}

// dayForm is a way to write a day.
type dayForm int

const (
	iso      dayForm = iota // 2026-11-24, 2026/11/24
	dayFirst                // 24/11/2026, 24.11.2026, 24-11-2026
	compact                 // 20261124
	dayShort                // 24/11/26, by a profile alone: it could be many things
	noDay
)

var dayExample = [...]string{iso: "2026-11-24", dayFirst: "24/11/2026", compact: "20261124", dayShort: "24/11/26", noDay: "2026-11-24"}

// survey reads the file once to see in which form it writes amounts and days. A
// form that cannot be told is an error: an amount a thousand times too great or a
// month for a day would be believed.
func (r *reader) survey() error {
	t, err := r.open()
	if err != nil {
		return err
	}
	s := survey{r: r, t: t, money: t.among("total", "open_amount", "net_amount", "vat_amount", "debit", "credit"), days: t.among("issue_date", "due_date"), currency: t.among("currency")}
	for {
		more, err := t.next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		for i, row := range t.rows {
			s.row(row, t.lines[i])
		}
	}
	if t.count == 0 && !t.failed {
		r.warn("empty", r.header.line, "the list has no rows below its header")
	}
	return s.decide()
}

// survey counts what fits which form.
type survey struct {
	r                     *reader
	t                     *table
	money, days, currency []int // columns of the table
	point, comma          int   // amounts that are none with this decimal mark
	unsure                *importer.Error
	forms                 [noDay]int
	unsureDay             *importer.Error // the first day that is one with the month first, too, and another one
	dayOver12             bool            // a day that can't be a month
}

// among returns where the table has the columns.
func (t *table) among(names ...string) (at []int) {
	for i, n := range t.names {
		for _, name := range names {
			if n == name {
				at = append(at, i)
			}
		}
	}
	return at
}

func (s *survey) row(row []string, line int) {
	currency := money.EUR
	for _, c := range s.currency {
		if parsed, err := parseCurrency(row[c]); err == nil {
			currency = parsed
		}
	}
	for _, c := range s.money {
		if row[c] != "" {
			s.amount(row[c], currency, line, c)
		}
	}
	for _, c := range s.days {
		s.day(row[c], line, c)
	}
}

// amount tries both decimal marks. "1.234" may be thousands in one and too many
// decimals in the other: it speaks for neither, or a list of whole amounts and one
// odd cell would be read a thousand times too great.
func (s *survey) amount(text string, c money.Currency, line, column int) {
	point, errPoint := parseAmount(text, c, '.')
	comma, errComma := parseAmount(text, c, ',')
	canPoint := errPoint == nil || errors.Is(errPoint, money.ErrPrecision)
	canComma := errComma == nil || errors.Is(errComma, money.ErrPrecision)
	if !canPoint {
		s.point++
	}
	if !canComma {
		s.comma++
	}
	if canPoint && canComma && (point != comma || errPoint != nil || errComma != nil) && s.unsure == nil {
		s.unsure = &importer.Error{Kind: importer.AmbiguousProfile, Line: line, Field: s.t.titles[column], Msg: "should be an amount in one reading only",
			Hint: "write amounts with two decimals and without separators of thousands, like 1234.50"}
	}
}

func (s *survey) day(text string, line, column int) {
	f := shape(text)
	if f == noDay {
		return
	}
	s.forms[f]++
	if f != dayFirst {
		return
	}
	day, month := text[:2], text[3:5]
	switch {
	case month > "12": // with the day first it is none, and refused if that is the form
	case day > "12":
		s.dayOver12 = true
	case day != month && s.unsureDay == nil:
		s.unsureDay = &importer.Error{Kind: importer.AmbiguousProfile, Line: line, Field: s.t.titles[column], Msg: "should be a day that cannot be read with the month first, too",
			Hint: "write days like 2026-11-24"}
	}
}

// decide chooses the forms that fit most of the file; a field that does not fit is refused later, with its line.
func (s *survey) decide() error {
	s.r.form = form{decimal: '.', days: iso}
	p := s.r.header.profile
	switch {
	case p != nil && p.decimal != 0:
		s.r.form.decimal = p.decimal
	case s.point == 0 && s.comma == 0:
		if s.unsure != nil {
			return s.unsure
		}
	case s.comma < s.point, s.comma == s.point && s.r.header.comma == ';':
		s.r.form.decimal = ','
	}
	if p != nil && len(p.days) > 0 {
		s.r.form.days = p.days[0]
		for _, f := range p.days[1:] {
			if s.forms[f] > s.forms[s.r.form.days] {
				s.r.form.days = f
			}
		}
		return nil
	}
	for f, n := range s.forms[:dayShort] {
		if n > s.forms[s.r.form.days] {
			s.r.form.days = dayForm(f)
		}
	}
	if s.r.form.days == dayFirst && !s.dayOver12 && !s.r.header.dayFirst && s.unsureDay != nil {
		return s.unsureDay
	}
	return nil
}

// shape says in which form a text has the shape of a day.
func shape(s string) dayForm {
	s = withoutMidnight(s)
	switch {
	case len(s) == 8 && digits(s):
		return compact
	case len(s) == 8 && digits(s[:2]+s[3:5]+s[6:]) && s[2] == s[5] && strings.IndexByte("/.-", s[2]) >= 0:
		return dayShort
	case len(s) != 10:
		return noDay
	case digits(s[:4]+s[5:7]+s[8:]) && s[4] == s[7] && strings.IndexByte("-/", s[4]) >= 0:
		return iso
	case digits(s[:2]+s[3:5]+s[6:]) && s[2] == s[5] && strings.IndexByte("/.-", s[2]) >= 0:
		return dayFirst
	}
	return noDay
}

// withoutMidnight cuts off the time that databases export with a day.
func withoutMidnight(s string) string {
	for _, time := range []string{" 00:00:00", "T00:00:00", " 00:00", "T00:00:00Z"} {
		if day, ok := strings.CutSuffix(s, time); ok {
			return day
		}
	}
	return s
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

var errDay = errors.New("invoice: no day in the form of the list")

// day reads a day in the form of the file.
func (f form) day(s string) (ledger.Date, error) {
	if shape(s) != f.days {
		return 0, errDay
	}
	s = withoutMidnight(s)
	switch f.days {
	case compact:
		return ledger.ParseCompactDate(s)
	case dayFirst:
		return ledger.ParseCompactDate(s[6:] + s[3:5] + s[:2])
	case dayShort:
		return ledger.ParseCompactDate("20" + s[6:] + s[3:5] + s[:2])
	}
	return ledger.ParseCompactDate(s[:4] + s[5:7] + s[8:])
}

// parseAmount reads an amount, with or without its currency behind it. Nobody writes
// thousands behind a single zero: the mark in "0.500" is that of decimals.
func parseAmount(s string, c money.Currency, decimal byte) (money.Amount, error) {
	s = strings.TrimSuffix(s, string(c))
	if c == money.EUR {
		s = strings.TrimSuffix(s, "€")
	}
	if whole := strings.TrimLeft(s, "+-\u2212 "); len(whole) > 1 && whole[0] == '0' && whole[1] != decimal && strings.IndexByte(".,", whole[1]) >= 0 {
		return money.Amount{}, money.ErrSyntax
	}
	return money.Parse(s, c, decimal)
}

// parseCurrency reads a currency code or the sign of the euro; nothing is EUR.
func parseCurrency(s string) (money.Currency, error) {
	if s == "" || s == "€" {
		return money.EUR, nil
	}
	return money.ParseCurrency(strings.ToUpper(s))
}
