package mt940

import (
	"bytes"
	"strings"
	"unicode"
)

// role is what a part of a text is.
type role int

const (
	skipped        role = iota // known, and of no use here
	words                      // the bank's words for the kind of line
	counterName                // the other side's name
	counterAccount             // and account
	partyName                  // the name of the party that the code before it began
	payer
	payee
	ultimate
	ultimateParty // a party whose name follows
	counterparty  // account, bank, name and town, a slash between them
	remittance
	endToEnd
	mandate
	reference
	reason
	charges
	original
	transactionCode
	payerName
	payerAccount
	payeeName
	payeeAccount
)

// codes are the words that stand between slashes in :86:, and below :61:.
var codes = map[string]role{
	"TRTP": words, "IBAN": counterAccount, "BBAN": counterAccount, "BIC": skipped, "NAME": partyName, "REMI": remittance,
	"EREF": endToEnd, "IREF": skipped, "PREF": skipped, "KREF": skipped, "MARF": mandate, "CSID": skipped, "CNTP": counterparty,
	"ORDP": payer, "BENM": payee, "ULTD": ultimateParty, "ULTB": ultimateParty, "ULTC": ultimateParty, "ADDR": skipped, "ISDT": skipped,
	"RTRN": reason, "CDTRREF": reference, "CDTRREFTP": skipped, "CD": skipped, "ISSR": skipped, "ID": skipped, "PURP": skipped,
	"OCMT": original, "CHGS": charges, "EXCH": skipped, "TRCD": transactionCode, "SVCL": skipped, "OSDR": skipped, "OGB": skipped,
	"VA": skipped, "PT": skipped, "PY": remittance, "SUBD": skipped, "TDT": skipped, "VACC": skipped, "RFB": endToEnd, "ROC": skipped, "TXT": remittance,
	// qualifiers of CFONB 120
	"LIB": remittance, "LCC": remittance, "LC2": remittance, "LCS": reference, "RCN": endToEnd, "REF": skipped, "RUM": mandate, "ICS": skipped,
	"NPY": payerName, "CPY": payerAccount, "IPY": skipped, "NBE": payeeName, "CBE": payeeAccount, "IBE": skipped,
	"NPO": ultimate, "IPO": skipped, "NBU": ultimate, "IBU": skipped, "MMO": skipped, "FEE": skipped,
}

// inner are codes that stand within the parts of others alone.
var inner = map[string]bool{"CD": true, "ISSR": true, "ID": true, "NAME": true, "ADDR": true, "CDTRREF": true, "VA": true}

// startsWithCode reports whether a text begins with one of the codes between slashes.
func startsWithCode(text string) bool {
	_, _, ok := codeAt(text)
	return ok
}

// hasCode reports whether a text begins with a code, or with what may be one of the bank's own and has others behind it.
func hasCode(text string) bool {
	if len(text) == 0 || text[0] != '/' {
		return false
	}
	for i := range len(text) {
		if code, _, ok := codeAt(text[i:]); ok && !inner[code] {
			return true
		}
	}
	return false
}

// codeAt returns the code with which a text begins, and how long it is with its slashes.
func codeAt(text string) (code string, n int, ok bool) {
	const longest = 10
	if len(text) < 4 || text[0] != '/' {
		return "", 0, false
	}
	end := strings.IndexByte(text[1:min(len(text), longest+1)], '/')
	if end < 2 {
		return "", 0, false
	}
	code = text[1 : 1+end]
	_, ok = codes[code]
	return code, end + 2, ok
}

// codes reads a text of codes: /EREF/12//ORDP//NAME/DURAND SARL/REMI/FACTURE 12.
func (d *description) codes(text string) {
	var r codeReader
	from := 0
	for i := 0; i < len(text); i++ {
		code, n, ok := codeAt(text[i:])
		if !ok || inner[code] && !r.opens(code) {
			continue
		}
		r.part(d, text[from:max(from, i)])
		r.code, from = code, i+n
		if what := codes[code]; what == payer || what == payee || what == ultimateParty {
			r.party = what
		}
		i = from - 2 // the slash behind a code may be the one before the next
	}
	r.part(d, text[from:])
}

// codeReader knows of a text of codes which part is read.
type codeReader struct {
	code  string
	party role // the party that was begun last
}

// opens reports whether an inner code may stand behind what was read.
func (r *codeReader) opens(code string) bool {
	switch code {
	case "NAME":
		return true
	case "CDTRREF", "CD", "ISSR":
		return r.code == "CDTRREFTP" || r.code == "CD" || r.code == "ISSR"
	case "VA":
		return r.code == "OGB"
	}
	return r.party != 0
}

// part takes what stands behind a code.
func (r *codeReader) part(d *description, value string) {
	value = strings.TrimSpace(value)
	switch what := codes[r.code]; {
	case r.code == "":
		d.label = appended(d.label, " ", plain(strings.Trim(value, "/ ")))
	case what == payer || what == payee:
		d.party(what, value)
	case what == counterparty:
		d.counterparty(value)
	case what == partyName:
		d.nameOf(r.party, slashless(value))
	case what == remittance:
		d.remittanceInfo(value)
	case what != ultimateParty:
		d.take(what, slashless(value))
	}
}

// slashless takes the slashes off both ends of a value.
func slashless(value string) string { return strings.TrimSpace(strings.Trim(value, "/ ")) }

// party reads /ORDP/ and /BENM/ of banks that give the account, the name and the text
// without codes, a slash between them.
func (d *description) party(what role, value string) {
	parts := strings.Split(slashless(value), "/")
	if parts[0] == "" {
		return
	}
	p := &d.payer
	if what == payee {
		p = &d.payee
	}
	if strings.ContainsAny(parts[0], "0123456789") && !strings.Contains(strings.TrimSpace(parts[0]), " ") {
		p.Account = d.account(parts[0])
		parts = parts[1:]
	}
	if len(parts) > 0 {
		p.Name = plain(parts[0])
		for _, rest := range parts[1:] {
			d.Remittance = appended(d.Remittance, "\n", plain(rest))
		}
	}
}

// counterparty reads /CNTP/account/bank/name/town/.
func (d *description) counterparty(value string) {
	parts := strings.Split(value, "/")
	d.Counterparty.Account = d.account(parts[0])
	if len(parts) > 2 {
		d.Counterparty.Name = plain(parts[2])
	}
}

func (d *description) nameOf(party role, name string) {
	switch party {
	case payer:
		d.payer.Name = plain(name)
	case payee:
		d.payee.Name = plain(name)
	case ultimateParty:
		d.Ultimate.Name = plain(name)
	default:
		d.Counterparty.Name = plain(name)
	}
}

// remittanceInfo reads /REMI/: text, which USTD// may begin, or after STRD/ who issued a reference, and that.
func (d *description) remittanceInfo(value string) {
	if ref, ok := strings.CutPrefix(value, "STRD/"); ok {
		issuer, ref, ok := strings.Cut(ref, "/")
		if !ok {
			ref = issuer
		}
		d.take(reference, slashless(ref))
		return
	}
	if text, ok := strings.CutPrefix(value, "USTD/"); ok {
		value = text
	}
	d.take(remittance, plain(slashless(value)))
}

// take keeps a value by its role.
func (d *description) take(what role, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	switch what {
	case words:
		d.words = appended(d.words, " ", plain(value))
	case counterName:
		d.Counterparty.Name = value
	case counterAccount:
		d.Counterparty.Account = d.account(value)
	case ultimate:
		d.Ultimate.Name = plain(value)
	case remittance:
		if strings.ContainsFunc(value, isWordRune) {
			d.Remittance = appended(d.Remittance, "\n", plain(value))
		}
	case endToEnd:
		d.EndToEndID = stated(value)
	case mandate:
		d.MandateID = stated(value)
	case reference:
		if ref := stated(value); ref != "" {
			d.References = append(d.References, ref)
		}
	case reason:
		d.ReturnReason, d.returned = value, true
	case charges:
		d.Charges = sumOf(value)
	case original:
		d.Instructed = sumOf(value)
	case transactionCode:
		d.trcd = strings.ReplaceAll(value, " ", "")
	case payerName:
		d.payer.Name = plain(value)
	case payerAccount:
		d.payer.Account = d.account(value)
	case payeeName:
		d.payee.Name = plain(value)
	case payeeAccount:
		d.payee.Account = d.account(value)
	}
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// qualifiers reads a text in which French banks write the complements of CFONB 120, one a
// line: NPYDURAND SARL, LCCFACTURE 12. What stands before the first is the label. It
// reports whether two lines at least are such.
func (d *description) qualifiers(info []byte) bool {
	found := 0
	for line := range bytes.Lines(info) {
		if isQualifier(line) {
			found++
		}
	}
	if found < 2 {
		return false
	}
	what, value := skipped, ""
	for line := range bytes.Lines(info) {
		text := strings.TrimSpace(string(line))
		switch {
		case isQualifier(line):
			d.take(what, value)
			what, value = codes[text[:3]], strings.TrimLeft(text[3:], " :/")
		case what == skipped && value == "":
			d.label = appended(d.label, " ", plain(text))
		default:
			value = appended(value, " ", text)
		}
	}
	d.take(what, value)
	return true
}

// isQualifier reports whether a line begins with a qualifier of CFONB 120.
func isQualifier(line []byte) bool {
	if len(line) < 5 {
		return false
	}
	switch string(line[:3]) {
	case "NPY", "IPY", "NBE", "IBE", "NPO", "IPO", "NBU", "IBU", "LIB", "LCC", "LC2", "LCS", "RCN", "RUM", "CBE", "CPY", "MMO", "REF":
		return true
	}
	return false
}
