package mt940

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// separators may stand before the number of a sub-field; the agreement leaves it to the bank.
const separators = "?><@~^!#$&|+"

// subFields reads :86: of the German agreement, 166?00GUTSCHRIFT?20EREF+12?30BIC?31IBAN?32NAME,
// with or without the business code in front. It reports whether the text is one.
func (d *description) subFields(info []byte) bool {
	text := bytes.TrimLeft(info, " \n")
	at := 0
	if len(text) > 3 && allDigits(text[:3]) {
		at = 3
	}
	if len(text) < at+3 || strings.IndexByte(separators, text[at]) < 0 || at == 0 && text[at] == '+' || !allDigits(text[at+1:at+3]) || !isSubField(number(text[at+1:at+3])) {
		return false
	}
	d.gvc = string(text[:at])
	var parts [100]string
	cutSubFields(unwrapSubFields(info, text[at]), text[at], &parts)
	d.parts(&parts)
	return true
}

// isSubField reports whether a number is that of a sub-field.
func isSubField(n int) bool {
	return n == 0 || n >= 10 && n <= 38 || n >= 60 && n <= 65 || n == 70 || n == 71
}

// unwrapSubFields joins the lines of a text with sub-fields: a line that does not
// begin one goes on where the last ended, unless that was short.
func unwrapSubFields(text []byte, separator byte) string {
	b := make([]byte, 0, len(text))
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		b = append(b, line...)
		open := bytes.LastIndexByte(line, separator)
		cut := open >= 0 && len(line)-open < 3
		if len(rest) > 0 && rest[0] != separator && !cut && utf8.RuneCount(line) < fullLine-1 {
			b = append(b, ' ')
		}
		text = rest
	}
	return string(b)
}

// cutSubFields cuts a text at its sub-fields. A number that was there before is text.
func cutSubFields(text string, separator byte, parts *[100]string) {
	var seen [100]bool
	number0, from := -1, 0
	for i := 0; i+2 < len(text); i++ {
		if text[i] != separator || !allDigits([]byte(text[i+1:i+3])) {
			continue
		}
		n := number([]byte(text[i+1 : i+3]))
		if !isSubField(n) || seen[n] {
			continue
		}
		if number0 >= 0 {
			parts[number0] = text[from:i]
		}
		seen[n], number0, from = true, n, i+3
		i += 2
	}
	if number0 >= 0 {
		parts[number0] = text[from:]
	}
}

// parts reads the sub-fields.
func (d *description) parts(p *[100]string) {
	const (
		booking, accountNo, name, name2, supplement, iban = 0, 31, 32, 33, 34, 38
	)
	d.words = plain(p[booking])
	d.Counterparty.Name = joinParts(p[name], p[name2])
	for _, n := range []string{p[accountNo], p[iban]} {
		if a := d.account(n); a != "" {
			d.Counterparty.Account = a
		}
	}
	texts := append(p[20:30:30], p[60:64]...)
	texts = d.accountInTexts(texts)
	for i, text := range texts {
		if startsWithCode(text) { // what a bank adds: /CHGS/EUR0,50/
			d.codes(text)
			texts[i] = ""
		}
	}
	d.sepa(joinParts(texts...))
	if s := strings.TrimSpace(p[supplement]); returns[d.gvc] && strings.Trim(s, "0") != "" && d.ReturnReason == "" {
		d.ReturnReason = s
	}
}

// accountInTexts takes the bank's code and an IBAN off the start of the texts, where
// Triodos has them: the account in its own sub-field is that of the statement.
func (d *description) accountInTexts(texts []string) []string {
	if len(texts) > 2 && d.isOwn(d.Counterparty.Account) {
		if number := strings.TrimSpace(texts[1]); ledger.LooksLikeIBAN(number) && isBIC(strings.TrimSpace(texts[0])) {
			d.Counterparty.Account = d.account(number)
			return texts[2:]
		}
	}
	return texts
}

// isBIC reports whether a text is a bank's code of eight or eleven letters and digits.
func isBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i := range len(s) {
		if !isUpper(s[i]) && (i < 6 || s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// fullPart is how long a sub-field is before it goes on in the next.
const fullPart = 27

// joinParts joins sub-fields: directly where one is full, at the start of a SEPA word
// with a line end, else with a blank.
func joinParts(parts ...string) string {
	var b strings.Builder
	full := true
	for _, p := range parts {
		if p == "" {
			continue
		}
		switch {
		case b.Len() == 0:
		case sepaWord(p) != "":
			b.WriteByte('\n')
		case !full:
			b.WriteByte(' ')
		}
		b.WriteString(p)
		full = utf8.RuneCountInString(p) == fullPart
	}
	return b.String()
}

// sepaWords are what the parts of the remittance of a SEPA payment begin with.
var sepaWords = map[string]role{
	"EREF": endToEnd, "KREF": skipped, "MREF": mandate, "CRED": skipped, "DEBT": skipped, "BREF": skipped, "RREF": skipped, "PURP": skipped,
	"SVWZ": remittance, "ABWA": ultimate, "ABWE": ultimate, "IBAN": counterAccount, "BIC": skipped, "OAMT": skipped, "COAM": skipped, "MTLG": words,
}

// sepaWord returns the SEPA word with which a text begins, a plus sign behind it, or
// MTLG, a message of the bank, which a colon follows.
func sepaWord(s string) string {
	for n := 3; n <= 4 && n < len(s); n++ {
		if _, ok := sepaWords[s[:n]]; ok && (s[n] == '+' || s[n] == ':' && s[:n] == "MTLG") {
			return s[:n]
		}
	}
	return ""
}

// sepa reads the joined remittance: the parts that SEPA words begin, and what stands before the first.
func (d *description) sepa(text string) {
	what, from := remittance, 0
	take := func(to int) {
		if what != counterAccount || d.Counterparty.Account == "" {
			d.take(what, strings.TrimSpace(text[from:to]))
		}
	}
	for i := 0; i < len(text); i++ {
		if i > 0 && text[i-1] != ' ' && text[i-1] != '\n' {
			continue
		}
		if w := sepaWord(text[i:]); w != "" {
			take(i)
			what, from = sepaWords[w], i+len(w)+1
			i = from - 1
		}
	}
	take(len(text))
	d.repeated()
	d.original(text)
}

// repeated takes the end-to-end reference from the end of a remittance in which a bank
// repeats it (EREF: RE-7 IBAN: …), where it stands nowhere else.
func (d *description) repeated() {
	_, after, ok := strings.Cut(d.Remittance, "EREF: ")
	if !ok || d.EndToEndID != "" {
		return
	}
	ref, _, _ := strings.Cut(after, " ")
	d.take(endToEnd, ref)
}

// original reads OAMT+, what was sent before the bank added its charges to a return, in the account's currency.
func (d *description) original(text string) {
	_, after, ok := strings.Cut(text, "OAMT+")
	if !ok || d.Instructed != nil {
		return
	}
	word, _, _ := strings.Cut(after, " ")
	if m, err := parseAmount([]byte(word), d.currency); err == nil && !m.IsZero() {
		d.Instructed = &money.Amount{}
		*d.Instructed = m
	}
}
