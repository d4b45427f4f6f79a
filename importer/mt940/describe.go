package mt940

import (
	"bytes"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// description gathers what the texts of one line say.
type description struct {
	own      ledger.AccountRef // of the statement
	in       bool              // money comes in
	currency money.Currency    // of the statement

	gvc, trcd    string // business code; the bank's code of a transaction
	words        string // the bank's words for the kind of line
	label        string // all that belongs nowhere else
	payer, payee ledger.Party
	ledger.Payment
	returned bool
	suspect  bool // an IBAN has wrong check digits
}

// read reads :86: in the way that it shows.
func (d *description) read(info []byte) {
	if len(info) == 0 || d.subFields(info) {
		return
	}
	text := unwrap(info)
	if at := strings.Index(text, " /TRTP/"); at >= 0 { // below the name
		d.label, text = appended(d.label, " ", plain(text[:at])), text[at+1:]
	}
	switch {
	case hasCode(text):
		d.codes(text)
	case d.qualifiers(info):
	case d.keyed(text):
	case isSwissCode(text):
		d.gvc, d.label = text[:3], appended(d.label, " ", plain(strings.ReplaceAll(text[3:], "?", " ")))
	default:
		d.label = appended(d.label, " ", plain(d.unstructured(text)))
	}
}

// isSwissCode reports whether a text begins with the bank's code of a transaction and a question mark: Z32?SALARY.
func isSwissCode(text string) bool {
	return len(text) > 4 && text[3] == '?' && isUpper(text[0]) && allDigits([]byte(text[1:3]))
}

// unstructured takes a business code off the start of a text that has no sub-fields.
func (d *description) unstructured(text string) string {
	const unstructured = "999"
	if rest, ok := strings.CutPrefix(text, unstructured); ok && len(rest) > 0 && (rest[0] >= 'A' && rest[0] <= 'Z' || rest[0] == ' ') {
		d.gvc = unstructured
		return rest
	}
	return text
}

// leading reads an account that stands as the first reference and again in front of :86:, with the name, as Dutch banks have it.
func (d *description) leading(p *pending) {
	iban := ibanOf(p.customer) != ""
	if !ledger.LooksLikeIBAN(p.customer) && accountNumber(p.customer) == "" {
		return
	}
	first, rest, _ := bytes.Cut(p.info, []byte("\n"))
	name, ok := strings.CutPrefix(strings.TrimSpace(string(first)), p.customer)
	if !ok && !iban {
		return
	}
	d.Counterparty.Account = d.account(p.customer)
	p.customer = ""
	if ok {
		d.Counterparty.Name, p.info = plain(name), rest
	}
}

// below reads the lines below a :61:, and the name that stands on it.
func (d *description) below(p *pending) {
	if p.name != "" {
		d.Counterparty = ledger.Party{Name: p.name, Account: accountNumber(p.customer)}
		p.customer = ""
	}
	d.leading(p)
	text := unwrap(p.more)
	switch {
	case text == "", hasFoldedPrefix(d.Counterparty.Name, text):
	case startsWithCode(text):
		d.codes(text)
	case ibanOf(text) != "":
		d.Counterparty.Account = ibanOf(text)
	case accountNumber(text) != "" && startsWithCode(string(bytes.TrimSpace(p.info))):
		d.Counterparty.Account = text
	default:
		d.label = plain(text)
	}
}

// hasFoldedPrefix reports whether a text begins with another, in whatever case.
func hasFoldedPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// accountNumber returns a Dutch account number, of a giro with a P before it, and nothing for another text.
func accountNumber(s string) string {
	digits := strings.TrimLeft(strings.TrimPrefix(s, "P"), "0")
	if n := len(digits); n >= 3 && n <= 10 && len(s) >= 9 && len(s) <= 11 && allDigits([]byte(digits)) {
		return s
	}
	return ""
}

// reference gives the first reference of :61: its place.
func (d *description) reference(p *pending) {
	ref := stated(p.customer)
	switch {
	case ref == "":
	case isCreditorReference(ref):
		d.References = append(d.References, ref)
	case p.kind == "NCHK" && allDigits([]byte(ref)):
		d.Cheque = ref
	case d.EndToEndID == "":
		d.EndToEndID = ref
	}
}

// to writes what was gathered into a line.
func (d *description) to(t *ledger.Transaction) {
	d.side()
	t.Label = appended(d.words, " ", d.label)
	if d.label != "" && strings.Contains(d.label, d.words) {
		t.Label = d.label
	}
	code := d.gvc
	if code == "" {
		code = d.trcd
	}
	typ := t.Code
	t.Code = appended(t.Code, "/", code)
	if code != "" && strings.HasSuffix(typ, code) { // N051 says the same
		t.Code = typ
	}
	t.Payment = d.Payment
	t.Kind = d.kind(typ, t.Label)
	if d.returned || t.ReturnReason != "" || t.Reversal && t.Kind != ledger.Fee && t.Kind != ledger.Interest {
		t.Kind = ledger.Returned
	}
}

// side chooses who stands on the other side: the payer of money in, the payee of money
// out; where the bank names one alone, and it is not the account itself, that one.
func (d *description) side() {
	party, other := d.payer, d.payee
	if !d.in {
		party, other = other, party
	}
	if (party == ledger.Party{} || party.Account != "" && party.Account == d.own.String()) {
		party = other
	}
	if d.Counterparty.Name == "" {
		d.Counterparty.Name = party.Name
	}
	if d.Counterparty.Account == "" {
		d.Counterparty.Account = party.Account
	}
	if d.Counterparty.Account != "" && d.isOwn(d.Counterparty.Account) {
		d.Counterparty.Account = ""
	}
	d.Counterparty.Name = stated(plain(d.Counterparty.Name))
	d.Ultimate.Name = plain(d.Ultimate.Name)
	if strings.EqualFold(d.Ultimate.Name, d.Counterparty.Name) {
		d.Ultimate = ledger.Party{}
	}
}

// isOwn reports whether a number is that of the statement's account.
func (d *description) isOwn(account string) bool {
	own := d.own.String()
	if i := strings.LastIndexByte(own, '/'); i >= 0 && d.own.IBAN == "" {
		own = own[i+1:]
	}
	return account == own
}

// account returns a number as the books have it: an IBAN without blanks, else what is given.
func (d *description) account(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "/")
	if iban := ibanOf(text); iban != "" {
		return iban
	}
	d.suspect = d.suspect || ledger.LooksLikeIBAN(text)
	if strings.Trim(text, "0 ") == "" || strings.Contains(text, "*") {
		return ""
	}
	return strings.ReplaceAll(text, " ", "")
}

// sumOf reads a currency and an amount, like EUR0,50; nil for another text.
func sumOf(text string) *money.Amount {
	text = strings.TrimSpace(text)
	if len(text) < 4 {
		return nil
	}
	c, err := money.ParseCurrency(text[:3])
	if err != nil {
		return nil
	}
	rest := text[3:]
	n := 0
	for n < len(rest) && inAmount(rest[n]) {
		n++
	}
	m, err := parseAmount([]byte(rest[:n]), c)
	if err != nil || m.Minor() > ledger.MaxAmount || m.IsZero() {
		return nil
	}
	return &m
}

// free reads :NS:, whose lines begin with two digits: 01–14 remittance, 15 and 16 the
// name, 17 the bank's words.
func (d *description) free(own []byte) {
	for len(own) > 0 {
		var line []byte
		line, own, _ = bytes.Cut(own, []byte("\n"))
		if len(line) < 3 || !allDigits(line[:2]) {
			continue
		}
		text := plain(string(line[2:]))
		switch n := number(line[:2]); {
		case n >= 1 && n <= 14:
			d.Remittance = appended(d.Remittance, "\n", text)
		case n == 15 || n == 16:
			d.Counterparty.Name = joinParts(d.Counterparty.Name, string(line[2:]))
		case n == 17:
			d.words = text
		}
	}
}
