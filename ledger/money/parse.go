package money

import (
	"math"
	"strings"
)

// Parse reads an amount with the decimal mark '.' or ',' (the other of the two, a
// blank, a no-break blank or an apostrophe may separate thousands, in groups of
// three after the first). The sign stands first or last. More decimals than the currency has are
// ErrPrecision unless they are zeros. The errors never quote the text.
func Parse(text string, c Currency, decimal byte) (Amount, error) {
	negative, body, err := cutSign(strings.Trim(text, " \t\u00a0\u202f"))
	if err != nil {
		return Amount{}, err
	}
	whole, fraction, marked := strings.Cut(body, string(rune(decimal)))
	if whole == "" && fraction == "" || marked && strings.IndexByte(fraction, decimal) >= 0 {
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
		return s[0] == '-', strings.TrimLeft(s[1:], " \u00a0\u202f"), nil
	case last:
		return s[len(s)-1] == '-', strings.TrimRight(s[:len(s)-1], " \u00a0\u202f"), nil
	}
	if rest, ok := strings.CutPrefix(s, "\u2212"); ok { // the typographic minus of spreadsheets
		return true, rest, nil
	}
	return false, s, nil
}

// ungroup removes separators of thousands; one kind of separator a text, each
// followed by exactly three digits.
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
		return strings.Join(groups, ""), nil
	}
	return whole, nil
}

// fit pads the fraction to n digits, or cuts zeros off it.
func fit(fraction string, n int) (string, error) {
	if len(fraction) <= n {
		return fraction + strings.Repeat("0", n-len(fraction)), nil
	}
	for i := range len(fraction) {
		if fraction[i] < '0' || fraction[i] > '9' {
			return "", ErrSyntax
		}
	}
	if strings.Trim(fraction[n:], "0") != "" {
		return "", ErrPrecision
	}
	return fraction[:n], nil
}

func digits(s string, negative bool, c Currency) (Amount, error) {
	var v int64
	for i := range len(s) {
		d := int64(s[i]) - '0'
		if d < 0 || d > 9 {
			return Amount{}, ErrSyntax
		}
		if v > (math.MaxInt64-d)/10 {
			return Amount{}, ErrRange
		}
		v = v*10 + d
	}
	if negative {
		v = -v
	}
	return New(v, c), nil
}
