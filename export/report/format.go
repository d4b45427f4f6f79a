package report

import (
	"math/bits"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lettrage/export"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

const (
	thin  = "\u202f" // narrow no-break blank, between thousands and before signs of punctuation
	hard  = "\u00a0" // no-break blank, before the currency
	minus = "\u2212"
)

// euros writes "1 240,00 €" with a minus of its own width; zero of no currency is zero euros.
func euros(a money.Amount) string {
	c := a.Currency()
	if c == "" {
		c = money.EUR
		a = money.New(a.Minor(), c)
	}
	sign := string(c)
	if c == money.EUR {
		sign = "€"
	}
	return strings.Replace(a.Format(',', thin), "-", minus, 1) + hard + sign
}

// signed writes the sign of money in too.
func signed(a money.Amount) string {
	if a.Sign() > 0 {
		return "+" + euros(a)
	}
	return euros(a)
}

// number writes "1 214".
func number(n int) string { return money.New(int64(n), "JPY").Format(',', thin) }

// counted writes "1 ligne" or "12 lignes", for any word with a plain plural.
func counted(n int, word string) string { return number(n) + hard + plural(n, word) }

func plural(n int, word string) string {
	if n >= -1 && n <= 1 {
		return word
	}
	return word + "s"
}

// sentence begins a text with a capital letter.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// siren writes nine digits in groups of three.
func siren(s string) string {
	if s = export.Plain(s); len(s) != 9 {
		return s
	}
	return s[:3] + thin + s[3:6] + thin + s[6:]
}

// days writes a period: "du 01/01/2026 au 31/01/2026", or what is known of it.
func days(p ledger.Period) string {
	switch {
	case p.From == 0 && p.To == 0:
		return ""
	case p.From == p.To:
		return "du " + p.From.French()
	case p.From == 0:
		return "jusqu’au " + p.To.French()
	case p.To == 0:
		return "depuis le " + p.From.French()
	}
	return "du " + p.From.French() + " au " + p.To.French()
}

// masked shows an account's country and last four characters: "FR •••• 0189".
func masked(r ledger.AccountRef) string {
	s := []rune(export.Plain(r.String()))
	switch {
	case len(s) == 0:
		return "compte du livre"
	case len(s) <= 4:
		return string(s)
	case r.IBAN != "":
		return string(s[:2]) + hard + "••••" + hard + string(s[len(s)-4:])
	}
	return "••••" + hard + string(s[len(s)-4:])
}

// percent writes a share of lines in whole per cent, and neither 0 nor 100 unless it is exactly that.
func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	p := (200*part + whole) / (2 * whole)
	if part > 0 {
		p = max(p, 1)
	}
	if part < whole {
		p = min(p, 99)
	}
	return strconv.Itoa(p) + hard + "%"
}

const thinnest = 15 // thousandths: four points on a telephone

// bar returns how many of whole thousandths each part takes. A part that is not zero shows.
func bar(parts ...int64) []int {
	widths, total := make([]int, len(parts)), int64(0)
	for _, p := range parts {
		total += max(p, 0)
	}
	if total <= 0 {
		return widths
	}
	used, widest := 0, 0
	for i, p := range parts {
		if p > 0 {
			hi, lo := bits.Mul64(uint64(p), 1000)
			share, _ := bits.Div64(hi, lo, uint64(total)) // a part is at most the whole: 1000 at most
			widths[i] = max(thinnest, int(share))
		}
		used += widths[i]
		if widths[i] > widths[widest] {
			widest = i
		}
	}
	widths[widest] += 1000 - used // the widest takes what rounding left
	return widths
}

// width is how many columns of a terminal a text takes.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

// wide are the ranges of characters that take two columns (UAX #11, East Asian Wide).
var wide = []struct{ from, to rune }{{0x1100, 0x115f}, {0x2e80, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
	{0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}}

func columns(r rune) int {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
		return 0
	}
	for _, w := range wide {
		if r >= w.from && r <= w.to {
			return 2
		}
	}
	return 1
}

// clip shortens a text to a number of columns; "…" says that it did.
func clip(s string, to int) string {
	if width(s) <= to {
		return s
	}
	n := 1
	for i, r := range s {
		if n += columns(r); n > to {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// left and right fill a text up to a number of columns, and clip what is longer.
func left(s string, to int) string {
	s = clip(s, to)
	return s + strings.Repeat(" ", to-width(s))
}

func right(s string, to int) string {
	s = clip(s, to)
	return strings.Repeat(" ", to-width(s)) + s
}
