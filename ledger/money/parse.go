package money

import (
	"math"
	"strings"
)

// MaxText is the limit of an amount's text, in bytes, blanks around it left out.
const MaxText = 64

// blanks may stand around an amount and beside its sign.
const blanks = " \t\u00a0\u202f"

// Parse reads an amount of currency c with the decimal mark '.' or ','. The other of
// the two, a blank, a no-break blank or an apostrophe may separate thousands, in
// groups of three after the first. One sign stands first or last; a currency's code
// or symbol is not read. Either side of the mark may be empty, not both.
//
// More decimals than the currency has are ErrPrecision unless they are zeros; a number
// beyond 64 bits of minor units is ErrRange; all else that is no amount is ErrSyntax.
func Parse(text string, c Currency, decimal byte) (Amount, error) {
	text = strings.Trim(text, blanks)
	if len(text) > MaxText || decimal != '.' && decimal != ',' {
		return Amount{}, ErrSyntax
	}
	negative, body, err := cutSign(text)
	if err != nil {
		return Amount{}, err
	}
	whole, fraction, _ := strings.Cut(body, string(rune(decimal)))
	if whole == "" && fraction == "" {
		return Amount{}, ErrSyntax
	}
	if whole, err = ungroup(whole, decimal); err != nil {
		return Amount{}, err
	}
	fraction, err = fit(fraction, c.Decimals())
	if err != nil {
		return Amount{}, err
	}
	return digits(whole+fraction, negative, c)
}

// cutSign takes one sign off either end. A text of two signs is no amount.
func cutSign(s string) (negative bool, body string, err error) {
	if s == "" {
		return false, "", ErrSyntax
	}
	first, last := strings.IndexByte("+-", s[0]) >= 0, len(s) > 1 && strings.IndexByte("+-", s[len(s)-1]) >= 0
	switch {
	case first && last:
		return false, "", ErrSyntax
	case first:
		return s[0] == '-', strings.TrimLeft(s[1:], blanks), nil
	case last:
		return s[len(s)-1] == '-', strings.TrimRight(s[:len(s)-1], blanks), nil
	}
	if rest, ok := strings.CutPrefix(s, "\u2212"); ok { // the typographic minus of spreadsheets
		return true, strings.TrimLeft(rest, blanks), nil
	}
	return false, s, nil
}

// ungroup removes separators of thousands; one kind of separator a text, each
// followed by exactly three digits. What is left is digits.
func ungroup(whole string, decimal byte) (string, error) {
	for _, sep := range []string{"\u00a0", "\u202f", " ", "'", "’", ".", ","} {
		if sep[0] == decimal || !strings.Contains(whole, sep) {
			continue
		}
		groups := strings.Split(whole, sep)
		if len(groups[0]) == 0 || len(groups[0]) > 3 {
			return "", ErrSyntax
		}
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return "", ErrSyntax
			}
		}
		whole = strings.Join(groups, "")
		break
	}
	if !isDigits(whole) {
		return "", ErrSyntax
	}
	return whole, nil
}

// fit pads the fraction to n digits, or cuts zeros off it.
func fit(fraction string, n int) (string, error) {
	if !isDigits(fraction) {
		return "", ErrSyntax
	}
	if len(fraction) <= n {
		return fraction + strings.Repeat("0", n-len(fraction)), nil
	}
	if strings.Trim(fraction[n:], "0") != "" {
		return "", ErrPrecision
	}
	return fraction[:n], nil
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// digits makes the amount of its minor units, which are digits. The most negative
// int64 has no positive twin.
func digits(s string, negative bool, c Currency) (Amount, error) {
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	var v uint64
	for i := range len(s) {
		d := uint64(s[i] - '0')
		if v > (limit-d)/10 {
			return Amount{}, ErrRange
		}
		v = v*10 + d
	}
	if negative {
		return New(int64(-v), c), nil
	}
	return New(int64(v), c), nil
}
