package mt940

import (
	"bytes"
	"errors"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// errAmbiguous says that an amount's point may be a decimal mark or separate thousands.
var errAmbiguous = errors.New("should have a comma before the decimals")

// parseAmount reads an amount without a sign. The decimal mark is a comma; a point
// is one where no comma is and no more decimals follow than the currency has.
func parseAmount(text []byte, c money.Currency) (money.Amount, error) {
	comma, point := bytes.LastIndexByte(text, ','), bytes.LastIndexByte(text, '.')
	if len(text) == 0 || !isAmount(text) {
		return money.Amount{}, money.ErrSyntax
	}
	mark := byte(',')
	switch {
	case comma < 0 && point >= 0:
		if len(text)-point-1 > c.Decimals() {
			return money.Amount{}, errAmbiguous
		}
		mark = '.'
	case point > comma:
		mark = '.'
	}
	return money.Parse(string(text), c, mark)
}

func isAmount(text []byte) bool {
	for _, c := range text {
		if !inAmount(c) {
			return false
		}
	}
	return true
}

func inAmount(c byte) bool { return c >= '0' && c <= '9' || c == ',' || c == '.' }

// signed gives an amount its sign. It is never the most negative number: amounts are read without a sign.
func signed(m money.Amount, out bool) money.Amount {
	if out {
		return money.New(-m.Minor(), m.Currency())
	}
	return m
}

// day is a day as a file has it.
type day struct {
	date    ledger.Date
	clamped bool // the month has no such day; it is its last
	thirty  bool // but a month of thirty days has it, as banks count them that reckon interest so
}

// parseDay reads YYMMDD, of the years 1980 to 2079, or YYYYMMDD.
func parseDay(text []byte) (day, bool) {
	if !allDigits(text) {
		return day{}, false
	}
	switch len(text) {
	case 6:
		year := 2000 + number(text[:2])
		if year >= 2080 {
			year -= 100
		}
		return calendarDay(year, number(text[2:4]), number(text[4:]))
	case 8:
		if year := number(text[:4]); year >= 1900 && year < 2200 {
			return calendarDay(year, number(text[4:6]), number(text[6:]))
		}
	}
	return day{}, false
}

// calendarDay is a day of a month; up to the 31st, the last of a month that is shorter.
func calendarDay(year, month, n int) (day, bool) {
	if n < 1 || n > 31 {
		return day{}, false
	}
	for last := n; last >= min(n, 28); last-- {
		if d, err := ledger.NewDate(year, month, last); err == nil {
			return day{d, last != n, n <= 30}, true
		}
	}
	return day{}, false
}

// nearest reads MMDD in the year in which it is nearest to a day.
func nearest(text []byte, to ledger.Date) (day, bool) {
	const halfYear = 180
	best, ok := calendarDay(to.Year(), number(text[:2]), number(text[2:]))
	if ok && apart(best.date, to) <= halfYear {
		return best, true
	}
	for year := to.Year() - 1; year <= to.Year()+1; year += 2 {
		d, ok := calendarDay(year, number(text[:2]), number(text[2:]))
		if ok && (best.date == 0 || apart(d.date, to) < apart(best.date, to)) {
			best = d
		}
	}
	return best, best.date != 0
}

func apart(a, b ledger.Date) ledger.Date { return max(a-b, b-a) }

// number reads a few digits.
func number(digits []byte) int {
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// balance is a balance as a file has it.
type balance struct {
	ledger.Balance
	clamped bool
}

// errBalance says what a balance looks like.
var errBalance = errors.New("should be like C261124EUR1234,56")

// parseBalance reads C261124EUR1234,56.
func parseBalance(text []byte) (b balance, err error) {
	text, _, _ = bytes.Cut(text, []byte("\n"))
	text, _, _ = bytes.Cut(text, []byte("-}")) // the end of the message, on the same line
	text = bytes.ReplaceAll(bytes.TrimSpace(text), []byte(" "), nil)
	if len(text) < 1 || text[0] != 'C' && text[0] != 'D' {
		return b, errBalance
	}
	out := text[0] == 'D'
	text = text[1:]
	n := digitsAt(text)
	d, ok := parseDay(text[:n])
	if !ok || len(text) < n+3 {
		return b, errBalance
	}
	c, err := money.ParseCurrency(string(text[n : n+3]))
	if err != nil {
		return b, err
	}
	m, err := parseAmount(text[n+3:], c)
	if err != nil {
		return b, err
	}
	b.Balance, b.clamped = ledger.Balance{Date: d.date, Amount: signed(m, out)}, d.clamped
	return b, b.Validate()
}

// digitsAt is how many digits a text begins with.
func digitsAt(text []byte) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// currencyIn returns the first currency in a floor limit or a sum: EURD0,00, 5EUR2500,00.
func currencyIn(text []byte) money.Currency {
	text = bytes.TrimSpace(text)
	text = text[digitsAt(text):]
	if len(text) < 3 {
		return ""
	}
	c, _ := money.ParseCurrency(string(text[:3]))
	return c
}
