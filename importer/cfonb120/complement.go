package cfonb120

import (
	"fmt"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Columns of the two parts that some complements have.
const (
	textFrom   = 49
	secondFrom = 84
	textTo     = 118
)

// maxComplements bounds the complements of one movement.
const maxComplements = 10_000

// complement reads a 05.
func (r *reader) complement(rec *record) {
	if !r.inside(rec) {
		return
	}
	m := r.st.movement
	if m == nil {
		if !r.lost {
			r.lost = true
			r.report(importer.Missing, rec.line, "record 04", "should stand before a 05")
		}
		return
	}
	switch m.complements++; {
	case m.complements == maxComplements+1:
		r.report(importer.TooLarge, rec.line, "record 05", fmt.Sprintf("is over the limit of %d of one movement", maxComplements))
		return
	case m.complements > maxComplements:
		return
	case len(m.label)+len(m.remittance) > 4*r.limits.FieldBytes:
		r.tooLong(m, rec.line)
		return
	}
	if !blank(rec.columns(43, 45)) && blank(rec.columns(41, 42)) {
		if _, err := parseDay(rec.columns(43, 48)); err == nil { // the value day, as in a 04
			m.label = append(m.label, rec.from(textFrom)...)
			return
		}
	}
	r.qualified(m, rec, upper(string(rec.columns(46, 48))))
}

// qualified takes what a complement says as its qualifier tells.
func (r *reader) qualified(m *movement, rec *record, qualifier string) {
	all := rec.from(textFrom)
	first, second := text(rec.columns(textFrom, secondFrom-1)), rec.from(secondFrom)
	switch qualifier {
	case "LIB":
		m.label.add(" ", all)
	case "LCC":
		m.remittance.add("\n", padded(rec))
	case "LC2", "LC3", "LC4":
		m.remittance.add("", padded(rec))
	case "LCS":
		if !blank(first) {
			m.References = append(m.References, first.String())
		}
		m.label.add(" ", second)
	case "RCN":
		m.EndToEndID = stated(first.String())
		m.label.add(" ", second)
	case "RUM":
		m.MandateID = first.String() // what follows is the place in the sequence
	case "NPY":
		m.payer.name = text(all).String()
	case "NPO":
		m.payer.ultimate = text(all).String()
	case "CPY":
		m.payer.account = r.iban(text(all).String(), rec)
	case "NBE":
		m.beneficiary.name = text(all).String()
	case "NBU":
		m.beneficiary.ultimate = text(all).String()
	case "CBE":
		m.beneficiary.account = r.iban(text(all).String(), rec)
	case "RET":
		r.returned(m, text(all).String())
	case "MMO":
		r.instructed(m, rec)
	case "FEE":
		r.fee(m, rec)
	default:
		m.kept(rec)
	}
}

// padded returns the 70 columns of a text, with the blanks that were cut off; and what
// stands after them, if anything does.
func padded(rec *record) []byte {
	b := append([]byte(nil), rec.from(textFrom)...)
	for n := rec.count(); n < textTo; n++ {
		b = append(b, ' ')
	}
	if rest := rec.from(textTo + 1); blank(rest) {
		b = b[:len(b)-len(rest)]
	}
	return b
}

// kept keeps a complement in the label as it is, if it says anything.
func (m *movement) kept(rec *record) {
	if blank(rec.from(textFrom)) {
		return
	}
	piece := append([]byte(nil), rec.field(46, 48)...)
	m.label.add(" ", append(append(piece, ' '), rec.from(textFrom)...))
}

// stated returns a reference, and nothing for the words that say that there is none.
func stated(ref string) string {
	switch strings.NewReplacer(" ", "", "_", "", "-", "").Replace(upper(ref)) {
	case "NOTPROVIDED", "NONREF", "NOTAVAILABLE", "NONE", "NULL":
		return ""
	}
	return ref
}

// iban returns the number of an account without blanks, and tells when it should be an IBAN and is none.
func (r *reader) iban(number string, rec *record) string {
	number = strings.ReplaceAll(number, " ", "")
	iban, err := ledger.ParseIBAN(number)
	if err == nil {
		return string(iban)
	}
	if len(number) >= 15 && isLetter(number[0]) && isLetter(number[1]) && isDigit(number[2]) && isDigit(number[3]) {
		r.warn("iban", rec.line, "the IBAN of the other party has wrong check digits; it is kept as a number that is none")
	}
	return number
}

// returned takes why a payment came back: the code of ISO 20022 where there is one, else all that is said.
func (r *reader) returned(m *movement, why string) {
	code, rest, _ := strings.Cut(why, " ")
	if len(code) >= 4 && isLetter(code[0]) && isLetter(code[1]) && isDigit(code[2]) && isDigit(code[3]) {
		code, rest = code[:4], code[4:]+" "+rest
		m.ReturnReason = code
		why = rest
	}
	m.label.add(" ", []byte(why))
}

// aside reads an amount beside that of the movement: currency, decimals and fourteen digits.
func (r *reader) aside(m *movement, rec *record) (money.Amount, bool) {
	c, err := money.ParseCurrency(upper(string(rec.field(49, 51))))
	decimals := c.Decimals()
	if b := rec.field(52, 52); len(b) > 0 && isDigit(b[0]) {
		decimals = int(b[0] - '0')
	}
	if err == nil {
		digits := string(rec.field(53, 66))
		var sum money.Amount
		if sum, err = parseDigits(digits, decimals, c); err != nil {
			sum, err = parseAmount(digits, decimals, c)
		}
		if err == nil {
			sum, err = sum.Abs()
		}
		if err == nil {
			return sum, true
		}
	}
	r.warn("amount", rec.line, "the amount beside the movement's can't be read; its text is kept in the label")
	m.kept(rec)
	return money.Amount{}, false
}

// instructed takes the amount in its first currency, unless it is the movement's own.
func (r *reader) instructed(m *movement, rec *record) {
	sum, ok := r.aside(m, rec)
	own, err := m.Amount.Abs()
	if ok && err == nil && sum != own && !sum.IsZero() {
		m.Instructed = &sum
	}
}

// fee takes what was kept back; several are summed up in the currency of the first.
func (r *reader) fee(m *movement, rec *record) {
	sum, ok := r.aside(m, rec)
	if !ok || sum.IsZero() {
		return
	}
	if m.Charges != nil {
		both, err := m.Charges.Add(sum)
		if err != nil {
			r.warn("amount", rec.line, "a second fee in another currency is kept in the label")
			m.kept(rec)
			return
		}
		sum = both
	}
	m.Charges = &sum
}
