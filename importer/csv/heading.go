package csv

import (
	"regexp"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// heading is what the lines above the table say, and those below it. Amounts stay
// texts until the currency is known.
type heading struct {
	account  ledger.AccountRef
	currency money.Currency
	opening  string // balance before the first row
	balance  string // balance at the end of day
	day      ledger.Date
	from, to ledger.Date // period
}

// heading reads the lines above the table.
func (p *profile) heading(above []record) heading {
	var h heading
	for _, rec := range above {
		text := rec.text()
		for _, re := range p.preamble {
			h.take(p, re, text)
		}
		if iban := findIBAN(text); iban != "" && h.account.IBAN == "" {
			h.account = ledger.AccountRef{IBAN: iban}
		}
	}
	return h
}

// take notes what a pattern finds in a line. What a line said before stays.
func (h *heading) take(p *profile, re *regexp.Regexp, text string) bool {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	found := make(map[string]string)
	for i, name := range re.SubexpNames() {
		if name != "" {
			found[name] = strings.TrimSpace(m[i])
		}
	}
	for name, to := range map[string]*string{"opening": &h.opening, "balance": &h.balance} {
		if *to == "" {
			*to = found[name]
		}
	}
	for name, to := range map[string]*ledger.Date{"day": &h.day, "from": &h.from, "to": &h.to} {
		if d, err := parseDay(found[name], p.dates); err == nil && *to == 0 {
			*to = d
		}
	}
	if h.account.IsZero() {
		h.account = account(found["account"])
		if iban, err := ledger.FrenchIBAN(found["bank"], found["branch"], compact(found["account"])); err == nil {
			h.account = ledger.AccountRef{IBAN: iban}
		}
	}
	if h.currency == "" {
		h.currency = currencyOf(found["currency"])
	}
	return true
}

// account reads an IBAN or another number of an account. A number of which digits
// are hidden, or that has fewer than five, names none.
func account(s string) ledger.AccountRef {
	if iban, err := ledger.ParseIBAN(s); err == nil {
		return ledger.AccountRef{IBAN: iban}
	}
	s = compact(s)
	digits := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits < 5 || len(s) > 40 || strings.Contains(s, "*") || strings.Contains(strings.ToUpper(s), "XX") {
		return ledger.AccountRef{}
	}
	return ledger.AccountRef{Other: s}
}

// compact takes the blanks and marks out of a number.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-/'", r) {
			return -1
		}
		return r
	}, clean(s))
}

// currencyOf reads a currency as banks write it: a code in any case, a mark, a word.
func currencyOf(s string) money.Currency {
	switch f := fold(s); {
	case f == "euro" || f == "euros" || strings.TrimSpace(s) == "€":
		return money.EUR
	case strings.TrimSpace(s) == "£":
		return "GBP"
	default:
		c, err := money.ParseCurrency(strings.ToUpper(f))
		if err != nil {
			return ""
		}
		return c
	}
}

var ibanLike = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]){11,30}`)

// findIBAN returns an IBAN with right check digits in a line, words after it aside.
func findIBAN(text string) ledger.IBAN {
	for _, s := range ibanLike.FindAllString(text, 4) {
		for s != "" {
			if iban, err := ledger.ParseIBAN(s); err == nil {
				return iban
			}
			cut := strings.LastIndexByte(s, ' ')
			s = s[:max(cut, 0)]
		}
	}
	return ""
}
