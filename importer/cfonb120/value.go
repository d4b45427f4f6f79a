package cfonb120

import (
	"errors"
	"strings"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// errUnsigned says that the last character of an amount is a digit.
var errUnsigned = errors.New("its last character should hold the sign")

// overpunched returns the digit and the sign of the last character of an amount.
func overpunched(c rune) (digit byte, negative, ok bool) {
	switch {
	case c == '{' || c == 'é':
		return '0', false, true
	case c == '}' || c == 'è':
		return '0', true, true
	case c >= 'A' && c <= 'I':
		return byte('1' + c - 'A'), false, true
	case c >= 'J' && c <= 'R':
		return byte('1' + c - 'J'), true, true
	}
	return 0, false, false
}

// isAmount reports whether a text has the form of an amount, its sign included.
func isAmount(b []byte) bool {
	last, size := utf8.DecodeLastRune(b)
	_, _, ok := overpunched(last)
	b = b[:len(b)-size]
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	return ok && all(b, isDigit)
}

// parseAmount reads an amount of so many decimals whose last character holds the sign.
// Zero needs none.
func parseAmount(text string, decimals int, c money.Currency) (money.Amount, error) {
	text = strings.TrimLeft(text, " ")
	last, size := utf8.DecodeLastRuneInString(text)
	digit, negative, ok := overpunched(last)
	switch {
	case ok:
		text = text[:len(text)-size] + string(rune(digit))
	case text == "":
		return money.Amount{}, money.ErrSyntax
	case strings.Trim(text, "0") == "":
	case strings.Trim(text, "0123456789") == "":
		return money.Amount{}, errUnsigned
	default:
		return money.Amount{}, money.ErrSyntax
	}
	a, err := parseDigits(text, decimals, c)
	if err == nil && negative {
		a, err = a.Neg()
	}
	return a, err
}

// parseDigits reads digits of which the last are decimals.
func parseDigits(digits string, decimals int, c money.Currency) (money.Amount, error) {
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return money.Amount{}, money.ErrSyntax
	}
	if len(digits) < decimals {
		digits = strings.Repeat("0", decimals-len(digits)) + digits
	}
	point := len(digits) - decimals
	a, err := money.Parse(digits[:point]+"."+digits[point:], c, '.')
	if err == nil && a.Minor() > ledger.MaxAmount {
		err = money.ErrRange
	}
	return a, err
}

// firstYear is the first of the hundred years of which a year of two digits is one: no bank sent this format before.
const firstYear = 1980

// parseDay reads JJMMAA: day, month and the last two digits of the year.
func parseDay(b []byte) (ledger.Date, error) {
	if len(b) != len("JJMMAA") || !all(b, isDigit) {
		return 0, ledger.ErrDate
	}
	two := func(at int) int { return int(b[at]-'0')*10 + int(b[at+1]-'0') }
	year := firstYear/100*100 + two(4)
	if year < firstYear {
		year += 100
	}
	return ledger.NewDate(year, two(2), two(0))
}
