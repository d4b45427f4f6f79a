package einvoice

import (
	"errors"
	"strings"
	"unicode"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// text reads a text that may be missing, in one line. An empty path is the node itself.
func (r *reader) text(n *node, path string) string {
	found := n
	if path != "" {
		found = n.first(path)
	}
	if found == nil {
		return ""
	}
	if found.long || len(found.text) > r.limits.FieldBytes {
		r.fault(found, "", importer.TooLarge, "should be within the limit FieldBytes of "+number(r.limits.FieldBytes), "")
		return ""
	}
	if strings.ContainsFunc(found.text, func(c rune) bool { return unicode.IsControl(c) && !strings.ContainsRune("\t\r\n", c) }) {
		r.fault(found, "", importer.Malformed, "should have no control characters", "")
		return ""
	}
	return strings.Join(strings.Fields(found.text), " ")
}

// must reads a text that has to be there.
func (r *reader) must(n *node, path, hint string) string {
	before := len(r.errs)
	s := r.text(n, path)
	if s == "" && len(r.errs) == before {
		r.fault(n, path, importer.Missing, "should be given", hint)
	}
	return s
}

// currency reads BT-5, which all amounts are in.
func (r *reader) currency(n *node, path string) {
	s := r.must(n, path, "")
	if s == "" {
		return
	}
	c, err := money.ParseCurrency(s)
	if err != nil {
		r.fault(n, path, importer.Malformed, "should be a currency code, like EUR", "")
		return
	}
	r.cur = c
}

// amount reads an amount in the currency of the document. ok is false where there is
// none, or none that can be read, which is a fault.
func (r *reader) amount(n *node, path string) (a money.Amount, ok bool) {
	if in := r.inCurrency(n.all(path)); in != nil { // the same may be given in another currency as well
		return r.amountOf(in)
	}
	return r.amountOf(n.first(path))
}

func (r *reader) amountOf(found *node) (a money.Amount, ok bool) {
	if found == nil || found.text == "" || r.cur == "" {
		return money.New(0, r.cur), false
	}
	if c := found.attr("currencyID"); c != "" && c != string(r.cur) {
		r.fault(found, "", importer.Inconsistent, "should be in the currency of the document", "")
		return money.New(0, r.cur), false
	}
	a, err := decimal(found.text, r.cur)
	switch {
	case err == nil:
		return a, true
	case errors.Is(err, money.ErrPrecision):
		r.fault(found, "", importer.Malformed, "should have no more decimals than its currency, "+number(r.cur.Decimals()), "")
	case errors.Is(err, money.ErrRange):
		r.fault(found, "", importer.Malformed, "should be an amount within 64 bits", "")
	default:
		r.fault(found, "", importer.Malformed, "should be an amount like 1234.50", "")
	}
	return money.New(0, r.cur), false
}

// decimal reads an xs:decimal: digits, a point and a sign, and nothing between thousands.
func decimal(s string, c money.Currency) (money.Amount, error) {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && (i > 0 || c != '-' && c != '+') {
			return money.Amount{}, money.ErrSyntax
		}
	}
	a, err := money.Parse(s, c, '.')
	if err == nil && a.Minor() == -1<<63 { // it has no negative, which a credit note needs
		err = money.ErrRange
	}
	return a, err
}

// rate reads a percentage with two decimals at most: hundredths are read as those of a currency are.
func (r *reader) rate(n *node, path string) ledger.Rate {
	found := n.first(path)
	if found == nil || found.text == "" {
		return 0
	}
	a, err := decimal(found.text, money.EUR)
	if err != nil || a.Minor() < 0 || a.Minor() > 100_00 {
		r.fault(found, "", importer.Malformed, "should be a percentage between 0 and 100 with two decimals at most", "")
		return 0
	}
	return ledger.Rate(a.Minor())
}

// day reads a day: 20261124 (CII, format 102), 2026-11-24 (UBL), each with or without
// a time or a time zone behind it.
func (r *reader) day(n *node, path string) ledger.Date {
	found := n.first(path)
	if found == nil || found.text == "" {
		return 0
	}
	s := found.text
	d, err := ledger.ParseDate(s[:min(10, len(s))])
	if err != nil && (len(s) == 8 || len(s) > 8 && isDigits(s)) && found.attr("format") != "610" {
		d, err = ledger.ParseCompactDate(s[:8])
	}
	if err != nil {
		r.fault(found, "", importer.Malformed, "should be a day like 20261124 (format 102) or 2026-11-24", "")
	}
	return d
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// siren reads the number of a French company out of the identifiers that documents
// have for it: a SIREN, a SIRET, or a French VAT number.
func siren(ids ...string) string {
	for _, id := range ids {
		id = strings.Map(func(c rune) rune {
			if c == ' ' || c == '.' || c == '\u00a0' {
				return -1
			}
			return c
		}, id)
		switch {
		case len(id) == 9 && isDigits(id) && luhn(id), len(id) == 14 && isDigits(id) && luhn(id[:9]):
			return id[:9]
		case len(id) == 13 && strings.HasPrefix(id, "FR") && isDigits(id[4:]) && luhn(id[4:]):
			return id[4:]
		}
	}
	return ""
}

// luhn checks the last digit of a SIREN.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
