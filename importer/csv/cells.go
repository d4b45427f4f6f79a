package csv

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// fold makes header words and labels comparable: accents off, lower case, each run
// of other characters than letters and digits one blank.
func fold(s string) string {
	if ascii(s) {
		return foldASCII(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	s = norm.NFD.String(s)
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == unicode.ReplacementChar:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// foldASCII folds what has no accents.
func foldASCII(s string) string {
	b := make([]byte, 0, 64)
	gap := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		default:
			gap = true
			continue
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = append(b, c)
	}
	return string(b)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// sameWord compares a folded header cell with a folded word. A character that was
// lost on the way (U+FFFD) is like any one.
func sameWord(cell, word string) bool {
	if cell == word || len(cell) > utf8.UTFMax*len(word) || !strings.ContainsRune(cell, unicode.ReplacementChar) {
		return cell == word
	}
	c, w := []rune(cell), []rune(word)
	if len(c) != len(w) {
		return false
	}
	for i := range c {
		if c[i] != w[i] && c[i] != unicode.ReplacementChar {
			return false
		}
	}
	return true
}

// clean makes one line of a cell: control characters and no-break blanks become
// blanks, those at the ends of lines go, and so do empty lines. Cells written as ="…" for spreadsheets lose that,
// and one that says N/A has nothing.
func clean(cell string) string {
	if cell == "N/A" {
		return ""
	}
	if plain(cell) {
		return cell
	}
	if strings.IndexByte(cell, '\n') >= 0 {
		lines := strings.FieldsFunc(cell, func(r rune) bool { return r == '\n' })
		for i, l := range lines {
			lines[i] = clean(l)
		}
		cell = strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), " ")
	}
	cell = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u00a0' || r == '\u202f' || r == '\u2009' {
			return ' '
		}
		return r
	}, cell)
	cell = strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(cell, `="`); ok {
		if inner, ok := strings.CutSuffix(rest, `"`); ok {
			return strings.TrimSpace(inner)
		}
	}
	return cell
}

// plain reports whether a cell is clean as it stands, as most are.
func plain(cell string) bool {
	for i := range len(cell) {
		if c := cell[i]; c <= ' ' && (c != ' ' || i == 0 || i == len(cell)-1) || c == 0x7f || c == 0xc2 || c >= 0xe1 || c == '=' && i == 0 {
			return false
		}
	}
	return true
}

// maxShort is how long a day or an amount may be, in bytes.
const maxShort = 100

// form is a way to write a day: "DD/MM/YYYY" is order "DMY", separator '/' and a year of
// four digits. A month is two digits, or MMM: its name, in any of the languages of months.go.
type form struct {
	order string
	sep   byte // 0: digits only
	year  int  // digits of the year
	named bool // the month is a name
}

var errForm = errors.New("should be built of DD, MM or MMM, and YYYY or YY with one separator, like DD/MM/YYYY")

// parseForm reads "DD/MM/YYYY", "YYYY-MM-DD", "YYYYMMDD", "DD MMM YYYY", …
func parseForm(s string) (form, error) {
	var f form
	for i := 0; i < len(s); {
		c := s[i]
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], string(c)))
		i += n
		switch {
		case c == 'Y' && (n == 2 || n == 4) && f.year == 0:
			f.year = n
		case c == 'M' && n == 3 && !strings.Contains(f.order, "M"):
			f.named = true
		case (c == 'D' || c == 'M') && n == 2 && !strings.Contains(f.order, string(c)):
		case n == 1 && strings.IndexByte("/-. :", c) >= 0 && (f.sep == 0 && len(f.order) == 1 || f.sep == c && len(f.order) == 2):
			f.sep = c
			continue
		default:
			return form{}, errForm
		}
		f.order += string(c)
	}
	if len(f.order) != 3 || f.year == 0 || f.sep == 0 && f.order+string(rune('0'+f.year)) != "YMD4" {
		return form{}, errForm
	}
	return f, nil
}

// String writes the form as profiles have it.
func (f form) String() string {
	var b strings.Builder
	for i := range f.order {
		if i > 0 && f.sep != 0 {
			b.WriteByte(f.sep)
		}
		n := 2
		switch {
		case f.order[i] == 'Y':
			n = f.year
		case f.order[i] == 'M' && f.named:
			n = 3
		}
		b.WriteString(strings.Repeat(f.order[i:i+1], n))
	}
	return b.String()
}

// parse reads a day in this form. Day and month may have one digit; a time of day
// may follow and is dropped.
func (f form) parse(s string) (ledger.Date, error) {
	if len(s) > maxShort {
		return 0, ledger.ErrDate
	}
	if s = day(s, f.sep); f.sep == 0 {
		return ledger.ParseCompactDate(stamp(s))
	}
	if f.sep == '.' {
		s = strings.TrimSuffix(s, ".") // 2019.04.19., as in Hungary
	}
	var n [3]int
	for i := range f.order {
		part := s
		if at := strings.IndexByte(s, f.sep); i < 2 && at >= 0 {
			part, s = s[:at], s[at+1:]
		} else if i < 2 {
			return 0, ledger.ErrDate
		}
		v, ok := f.part(f.order[i], part)
		if !ok {
			return 0, ledger.ErrDate
		}
		n[strings.IndexByte("YMD", f.order[i])] = v
	}
	if f.year == 2 {
		n[0] += 2000
	}
	return ledger.NewDate(n[0], n[1], n[2])
}

// part reads year, month or day.
func (f form) part(of byte, s string) (v int, ok bool) {
	width := 2
	switch {
	case of == 'M' && f.named:
		return monthNamed(s)
	case of == 'Y':
		if width = f.year; len(s) != width {
			return 0, false
		}
	}
	if len(s) == 0 || len(s) > width {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = v*10 + int(s[i]-'0')
	}
	return v, true
}

// stamp cuts the time off a day of eight digits that has six more behind it, and a
// time zone in brackets: 20091224120000[0:GMT].
func stamp(s string) string {
	if at := strings.IndexByte(s, '['); at == 14 {
		s = s[:at]
	}
	if len(s) == 14 && strings.Trim(s, "0123456789") == "" {
		return s[:8]
	}
	return s
}

// day cuts a time of day off: "2026-05-31 10:29:40", "2026-05-31T10:29Z". Where blanks
// part the day, the time stands behind the last of its parts.
func day(s string, sep byte) string {
	s = strings.TrimSpace(s)
	from := 0
	if sep == ' ' {
		for range 2 {
			at := strings.IndexByte(s[from:], ' ')
			if at < 0 {
				return s
			}
			from += at + 1
		}
	}
	at := strings.IndexAny(s[from:], " T")
	if at <= 0 {
		return s
	}
	at += from
	clock := strings.TrimSpace(s[at+1:])
	if len(clock) < 4 || !strings.Contains(clock[:3], ":") {
		return s
	}
	for _, c := range clock {
		if (c < '0' || c > '9') && !strings.ContainsRune(":.+-Z APMapmUTC", c) {
			return s
		}
	}
	return s[:at]
}

// parseDay reads a day in the first of the forms that it has.
func parseDay(s string, forms []form) (ledger.Date, error) {
	for _, f := range forms {
		if d, err := f.parse(s); err == nil {
			return d, nil
		}
	}
	return 0, ledger.ErrDate
}

// style is how a file writes amounts.
type style struct {
	decimal   byte   // ',' or '.'
	thousands string // the characters that may part thousands, beside blanks: "", ".", ",", "'"
}

// errMark says that an amount carries a currency other than its own.
var errMark = errors.New("has the sign of another currency")

// marks are the signs of currencies that stand beside an amount.
var marks = []struct {
	text string
	of   money.Currency
}{{"€", "EUR"}, {"£", "GBP"}, {"EUR", "EUR"}, {"CHF", "CHF"}, {"GBP", "GBP"}, {"USD", "USD"}, {"US$", "USD"}, {"CA$", "CAD"}, {"C$", "CAD"}, {"A$", "AUD"}, {"R$", "BRL"}, {"$", ""},
	{"zł", "PLN"}, {"Kč", "CZK"}, {"Ft", "HUF"}, {"kr.", ""}, {"kr", ""}}

// dollars and crowns are the currencies that are written $ and kr.
var (
	dollars = []money.Currency{"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL", "JMD", "TTD", "FJD", "BSD", "BBD", "BZD", "XCD", "LRD", "NAD", "UYU", "DOP"}
	crowns  = []money.Currency{"SEK", "NOK", "DKK", "ISK"}
)

// parse reads an amount with its sign before or behind it, "Cr" and "Dr" for money
// in and out, parentheses for out, and the mark of the currency.
func (s style) parse(text string, c money.Currency) (money.Amount, error) {
	if len(text) > maxShort {
		return money.Amount{}, money.ErrSyntax
	}
	if digitsOnly(text, s.decimal) {
		return money.Parse(text, c, s.decimal)
	}
	text = clean(text)
	bad := func() (money.Amount, error) { return money.Amount{}, money.ErrSyntax }
	out, marked := false, false
	if inner, ok := strings.CutPrefix(text, "("); ok {
		inner, ok = strings.CutSuffix(inner, ")")
		if !ok || strings.ContainsAny(inner, "+-\u2212") {
			return bad()
		}
		text, out, marked = strings.TrimSpace(inner), true, true
	}
	if rest, sign, ok := cutSide(text); ok {
		if marked || strings.ContainsAny(rest, "+-\u2212") {
			return bad()
		}
		text, out = rest, sign < 0
	}
	bare, of := cutMark(text)
	if of != "" && of != c || of == "" && (strings.Contains(text, "$") && !slices.Contains(dollars, c) || strings.Contains(text, "kr") && !slices.Contains(crowns, c)) {
		return money.Amount{}, errMark
	}
	text = bare
	for _, r := range text {
		if strings.ContainsRune(".,'’", r) && byte(r) != s.decimal && !strings.ContainsRune(s.thousands, r) {
			return bad()
		}
	}
	if rest, ok := strings.CutPrefix(text, string(rune(s.decimal))); ok && rest != "" {
		text = "0" + text // .23
	}
	a, err := money.Parse(text, c, s.decimal)
	if err == nil && out {
		a, err = a.Neg()
	}
	return a, err
}

// digitsOnly reports whether an amount is digits and a decimal mark, with a minus
// before it or not, as most are.
func digitsOnly(s string, decimal byte) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c != decimal || i == 0) && (c != '-' || i > 0) {
			return false
		}
	}
	return len(s) > 0
}

// cutSide takes a mark of the side off the end: CR and DR, or C and D.
func cutSide(s string) (rest string, sign int, ok bool) {
	upper := strings.ToUpper(s)
	for _, m := range []struct {
		text string
		sign int
	}{{"CR", 1}, {"DR", -1}, {"DB", -1}, {"C", 1}, {"D", -1}} {
		if strings.HasSuffix(upper, m.text) {
			rest = strings.TrimSpace(s[:len(s)-len(m.text)])
			return rest, m.sign, rest != "" && rest[len(rest)-1] >= '0' && rest[len(rest)-1] <= '9'
		}
	}
	return s, 0, false
}

// cutMark takes the mark of a currency off either end, a sign before it aside.
func cutMark(s string) (string, money.Currency) {
	sign := ""
	for _, p := range []string{"+", "-", "\u2212"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			sign, s = p, strings.TrimSpace(rest)
			break
		}
	}
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(s, m.text); ok {
			return sign + strings.TrimSpace(rest), m.of
		}
		if rest, ok := strings.CutSuffix(s, m.text); ok {
			return sign + strings.TrimSpace(rest), m.of
		}
	}
	if n := len(s); n > 3 {
		if c, err := money.ParseCurrency(s[:3]); err == nil {
			return sign + strings.TrimSpace(s[3:]), c
		}
		if c, err := money.ParseCurrency(s[n-3:]); err == nil {
			return sign + strings.TrimSpace(s[:n-3]), c
		}
	}
	return sign + s, ""
}
