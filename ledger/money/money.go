// Package money holds amounts of money: a whole number of minor units (cents for
// EUR) with their currency. No float touches an amount; what would overflow an
// int64 is an error and never wraps.
//
//	a, err := money.Parse("1 234,56", money.EUR, ',')   // 123456 minor units
//	a.String()                                          // "1234.56"
//	sum, err := a.Add(money.New(44, money.EUR))         // 1235.00; ErrCurrency, ErrRange
//
// A currency has 0 decimals (JPY), 2 (EUR), 3 (TND) or 4, as ISO 4217 says. An
// amount's text is at most MaxText bytes. The errors are the four of this package,
// and none of them quotes what was read.
//
// Source: ISO 4217, list one (current) and list three (withdrawn).
package money

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

var (
	// ErrCurrency says that two amounts of different currencies met.
	ErrCurrency = errors.New("money: amounts should have one currency")
	// ErrRange says that a result does not fit 64 bits of minor units.
	ErrRange = errors.New("money: amount is out of range")
	// ErrSyntax says that a text is no amount. It never quotes the text.
	ErrSyntax = errors.New("money: should be an amount, like 1234.56")
	// ErrPrecision says that a text has more decimals than its currency.
	ErrPrecision = errors.New("money: amount has more decimals than its currency")
)

// Amount is a number of minor units of a currency: New(1234, "EUR") is 12.34 euros.
// Amounts compare with ==. The zero value is zero of no currency, and adds up with
// nothing else.
type Amount struct {
	minor    int64
	currency Currency
}

// New returns the amount of that many minor units.
func New(minor int64, c Currency) Amount { return Amount{minor, c} }

// Minor returns the number of minor units.
func (a Amount) Minor() int64 { return a.minor }

// Currency returns the amount's currency.
func (a Amount) Currency() Currency { return a.currency }

// IsZero reports whether the amount is zero, of whatever currency.
func (a Amount) IsZero() bool { return a.minor == 0 }

// Sign returns -1, 0 or +1.
func (a Amount) Sign() int {
	switch {
	case a.minor < 0:
		return -1
	case a.minor > 0:
		return 1
	}
	return 0
}

// Add returns a + b: ErrCurrency when their currencies differ, ErrRange when the sum overflows.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.currency != b.currency {
		return Amount{}, ErrCurrency
	}
	sum := a.minor + b.minor
	if (sum > a.minor) != (b.minor > 0) {
		return Amount{}, ErrRange
	}
	return Amount{sum, a.currency}, nil
}

// Sub returns a − b, with the errors of Add.
func (a Amount) Sub(b Amount) (Amount, error) {
	if a.currency != b.currency {
		return Amount{}, ErrCurrency
	}
	diff := a.minor - b.minor
	if (diff < a.minor) != (b.minor > 0) {
		return Amount{}, ErrRange
	}
	return Amount{diff, a.currency}, nil
}

// Neg returns −a; the most negative int64 has no negative and is ErrRange.
func (a Amount) Neg() (Amount, error) {
	if a.minor == math.MinInt64 {
		return Amount{}, ErrRange
	}
	return Amount{-a.minor, a.currency}, nil
}

// Abs returns the amount without its sign, with the error of Neg.
func (a Amount) Abs() (Amount, error) {
	if a.minor < 0 {
		return a.Neg()
	}
	return a, nil
}

// Cmp returns -1, 0 or +1 as a is less than, equal to or greater than b; ErrCurrency
// when their currencies differ.
func (a Amount) Cmp(b Amount) (int, error) {
	switch {
	case a.currency != b.currency:
		return 0, ErrCurrency
	case a.minor < b.minor:
		return -1, nil
	case a.minor > b.minor:
		return 1, nil
	}
	return 0, nil
}

// Sum adds amounts of currency c up, with the errors of Add; no amounts are zero.
func Sum(c Currency, amounts ...Amount) (Amount, error) {
	total := New(0, c)
	for _, a := range amounts {
		var err error
		if total, err = total.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return total, nil
}

// String writes the amount with a decimal point, as many decimals as the currency
// has and no currency: "-12.34". It is the form of every machine-read output.
func (a Amount) String() string { return a.Format('.', "") }

// Format writes the amount with this decimal mark and this separator of thousands:
// Format(',', "\u202f") is the French "1 234,56".
func (a Amount) Format(decimal byte, thousands string) string {
	digits := strconv.FormatUint(magnitude(a.minor), 10)
	n := a.currency.Decimals()
	if len(digits) <= n {
		digits = strings.Repeat("0", n+1-len(digits)) + digits
	}
	var b strings.Builder
	if a.minor < 0 {
		b.WriteByte('-')
	}
	whole := digits[:len(digits)-n]
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteByte(whole[i])
	}
	if n > 0 {
		b.WriteByte(decimal)
		b.WriteString(digits[len(digits)-n:])
	}
	return b.String()
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
