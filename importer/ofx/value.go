package ofx

import (
	"bytes"
	"errors"
	"html"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

var (
	errAmbiguous = errors.New("the separator could mark decimals or thousands")
	errNoAmount  = errors.New("no amount")
)

// amountSpaces are what people group thousands with, as one byte each.
var amountSpaces = []struct {
	text string
	as   byte
}{{"\u00a0", ' '}, {"\u202f", ' '}, {"\u2009", ' '}, {"’", '\''}, {"\u2212", '-'}}

// parseAmount reads an amount as whole minor units of c. The decimal mark is a point
// or a comma (OFX 3.2.9.1); thousands may be grouped by the other one, by blanks or
// apostrophes; the sign stands first or last. The currency's own code or sign may stand
// beside it; '$' is that of many, and says nothing. A text that can be read in two ways is
// errAmbiguous; one over ledger.MaxAmount is money.ErrRange. rounded is set when it has more decimals than c and they are not zeros.
func parseAmount(text []byte, c money.Currency) (minor int64, rounded bool, err error) {
	if bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		text = bytes.Clone(text)
		for _, s := range amountSpaces {
			text = bytes.ReplaceAll(text, []byte(s.text), []byte{s.as})
		}
	}
	negative, body, ok := cutSign(cutCurrency(text, c))
	if !ok {
		return 0, false, errNoAmount
	}
	body = cutCurrency(body, c)
	whole, fraction, group, err := split(body, c.Decimals())
	if err != nil {
		return 0, false, err
	}
	if len(whole)+len(fraction) == 0 || !grouped(whole, group) {
		return 0, false, errNoAmount
	}
	return digits(whole, fraction, group, negative, c.Decimals())
}

// signs are those of one currency alone.
var signs = map[money.Currency]string{"EUR": "€", "GBP": "£", "BRL": "R$", "PLN": "zł", "CZK": "Kč", "CHF": "Fr."}

// cutCurrency takes the code or the sign of a currency, and blanks, off the ends.
func cutCurrency(s []byte, c money.Currency) []byte {
	s = bytes.TrimSpace(s)
	if len(s) == 0 || isAmount(s[0]) && isAmount(s[len(s)-1]) {
		return s
	}
	for _, mark := range []string{string(c), signs[c]} {
		if mark == "" {
			continue
		}
		s = bytes.TrimSuffix(bytes.TrimPrefix(s, []byte(mark)), []byte(mark))
	}
	return bytes.TrimSpace(s)
}

// isAmount reports whether an amount may begin or end with a byte.
func isAmount(c byte) bool { return c >= '0' && c <= '9' || c == '-' || c == '+' }

// cutSign takes one sign off either end.
func cutSign(s []byte) (negative bool, body []byte, ok bool) {
	if len(s) == 0 {
		return false, nil, false
	}
	first, last := s[0], s[len(s)-1]
	atStart, atEnd := first == '-' || first == '+', last == '-' || last == '+'
	switch {
	case atStart && atEnd:
		return false, nil, false
	case atStart:
		return first == '-', bytes.TrimLeft(s[1:], " "), true
	case atEnd:
		return last == '-', bytes.TrimRight(s[:len(s)-1], " "), true
	}
	return false, s, true
}

// split finds the decimal mark, and the separator of thousands (0 for none).
func split(s []byte, decimals int) (whole, fraction []byte, group byte, err error) {
	points, commas := bytes.Count(s, []byte{'.'}), bytes.Count(s, []byte{','})
	at := max(bytes.LastIndexByte(s, '.'), bytes.LastIndexByte(s, ','))
	if i := bytes.IndexAny(s, " '"); i >= 0 {
		group = s[i]
	}
	switch {
	case at < 0:
		return s, nil, group, nil
	case points > 0 && commas > 0:
		mark, other := s[at], byte('.'+','-s[at])
		if group != 0 || bytes.Count(s, []byte{mark}) > 1 {
			return nil, nil, 0, errNoAmount
		}
		return s[:at], s[at+1:], other, nil
	case points+commas > 1:
		if group != 0 {
			return nil, nil, 0, errNoAmount
		}
		return s, nil, s[at], nil
	case group == 0 && len(s)-at == 4 && at >= 1 && at <= 3 && s[0] != '0' && decimals != 3 && grouped(s, s[at]):
		return nil, nil, 0, errAmbiguous
	}
	return s[:at], s[at+1:], group, nil
}

// grouped reports whether the whole part is digits, in groups of three after the first.
func grouped(whole []byte, group byte) bool {
	run, groups := 0, 0
	for _, c := range whole {
		switch {
		case c >= '0' && c <= '9':
			run++
		case c != group || run == 0 || run > 3 || groups > 0 && run != 3:
			return false
		default:
			run, groups = 0, groups+1
		}
	}
	return groups == 0 || run == 3
}

func digits(whole, fraction []byte, group byte, negative bool, decimals int) (minor int64, rounded bool, err error) {
	add := func(d int64) error {
		if minor > (ledger.MaxAmount-d)/10 {
			return money.ErrRange
		}
		minor = minor*10 + d
		return nil
	}
	for _, c := range whole {
		if c == group {
			continue
		}
		if err := add(int64(c - '0')); err != nil {
			return 0, false, err
		}
	}
	up := false
	for i := range max(len(fraction), decimals) {
		d := int64(0)
		if i < len(fraction) {
			if d = int64(fraction[i]) - '0'; d < 0 || d > 9 {
				return 0, false, errNoAmount
			}
		}
		if i >= decimals {
			rounded = rounded || d > 0
			up = up || i == decimals && d >= 5
		} else if err := add(d); err != nil {
			return 0, false, err
		}
	}
	if up {
		if minor == ledger.MaxAmount {
			return 0, false, money.ErrRange
		}
		minor++
	}
	if negative {
		minor = -minor
	}
	return minor, rounded, nil
}

// parseDay reads the day of YYYYMMDD[HHMM[SS[.XXX]]][zone] (OFX 3.2.8.2), or of
// YYYY-MM-DD and YYYY/MM/DD, as it is written. Years before 1900 are placeholders.
func parseDay(text []byte) (ledger.Date, bool) {
	var compact [8]byte
	if len(text) >= 10 && (text[4] == '-' || text[4] == '/') && text[7] == text[4] {
		copy(compact[:], text[:4])
		copy(compact[4:], text[5:7])
		copy(compact[6:], text[8:10])
		text = text[10:]
	} else if len(text) >= 8 {
		copy(compact[:], text)
		text = text[8:]
	} else {
		return 0, false
	}
	if len(text) > 0 && (text[0] < '0' || text[0] > '9') && bytes.IndexByte([]byte(" .[T+-Z:"), text[0]) < 0 {
		return 0, false
	}
	day, err := ledger.ParseCompactDate(string(compact[:]))
	return day, err == nil && string(compact[:4]) >= "1900"
}

// noDay reports whether a date is a placeholder: blank, or nothing but zeros.
func noDay(text []byte) bool {
	return len(bytes.Trim(text, "0.:[]GMTUC -/")) == 0
}

// clean makes the value of an element of its text: entities resolved, runs of blanks,
// line ends and control characters one blank each, none at the ends. The result may
// be a part of raw.
func clean(raw []byte) []byte {
	raw = bytes.TrimSpace(raw)
	special, last := false, byte(0)
	for _, c := range raw {
		if c == '&' || c < ' ' || c == ' ' && last == ' ' {
			special = true
			break
		}
		last = c
	}
	if !special {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '&':
			text, n := entity(raw[i:])
			i += n - 1
			if text <= " " || text == "\u00a0" {
				if len(out) == 0 || out[len(out)-1] != ' ' {
					out = append(out, ' ')
				}
				continue
			}
			out = append(out, text...)
		case c <= ' ' && len(out) > 0 && out[len(out)-1] == ' ':
		case c <= ' ':
			out = append(out, ' ')
		default:
			out = append(out, c)
		}
	}
	return bytes.TrimSpace(out)
}

// entity returns what the '&' at the start of b stands for, and how long that is.
// Banks write bare ampersands: without a name and a semicolon it is one.
func entity(b []byte) (string, int) {
	const longest = 12
	end := bytes.IndexByte(b[:min(len(b), longest)], ';')
	if end < 2 {
		return "&", 1
	}
	text := html.UnescapeString(string(b[:end+1]))
	if len(text) == end+1 && text[0] == '&' {
		return "&", 1
	}
	return text, end + 1
}
