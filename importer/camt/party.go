package camt

import (
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// parties reads RltdPties.
func (d *decoder) parties(t *detail) {
	for d.child() {
		switch string(d.s.name) {
		case "Dbtr":
			d.party(&t.debtor)
		case "DbtrAcct":
			d.accountOf(&t.debtor)
		case "UltmtDbtr":
			d.party(&t.ultimateDebtor)
		case "Cdtr":
			d.party(&t.creditor)
		case "CdtrAcct":
			d.accountOf(&t.creditor)
		case "UltmtCdtr":
			d.party(&t.ultimateCreditor)
		default:
			d.skip()
		}
	}
}

// party reads the name of a party: its own, or since .001.08 that of the person or
// of the bank within it.
func (d *decoder) party(p *ledger.Party) {
	for d.child() {
		switch string(d.s.name) {
		case "Nm":
			if name := stated(d.text("RltdPties/Nm")); p.Name == "" {
				p.Name = name
			}
		case "Pty", "Agt", "FinInstnId":
			d.party(p)
		default:
			d.skip()
		}
	}
}

// accountOf reads the account of a party, and gives the party the account's name where it
// has none of its own. An IBAN that is mistyped is evidence all the same.
func (d *decoder) accountOf(p *ledger.Party) {
	a := d.account()
	if a.wrong && a.iban != d.own {
		d.wrongIBANs.add(a.line)
	}
	p.Account = a.number()
	if p.Name == "" {
		p.Name = a.name
	}
}

// account reads an account: its number in whatever way it is given, its currency, its own name and its owner's.
func (d *decoder) account() (a account) {
	for d.child() {
		switch string(d.s.name) {
		case "Id":
			d.accountID(&a)
		case "Ccy":
			a.currency = d.code("Acct/Ccy")
		case "Ownr":
			var owner ledger.Party
			d.party(&owner)
			a.owner = owner.Name
		case "Nm":
			a.name = stated(d.text("Acct/Nm"))
		default:
			d.skip()
		}
	}
	return a
}

func (d *decoder) accountID(a *account) {
	for d.child() {
		switch string(d.s.name) {
		case "IBAN":
			a.line = d.s.lineNumber()
			n := d.number(d.choice("Acct/Id/IBAN"))
			a.iban, a.wrong = n.text, n.wrong
		case "BBAN", "UPIC": // .001.01
			a.other = withoutBlanks(d.text("Acct/Id"))
		case "Othr", "PrtryAcct":
			for d.child() {
				if string(d.s.name) == "Id" {
					a.other = withoutBlanks(stated(d.text("Acct/Id/Othr/Id")))
				} else {
					d.skip()
				}
			}
		default:
			d.skip()
		}
	}
}

// number is what is written as an IBAN.
type number struct {
	text  string // without blanks and in capitals, where it is one
	wrong bool   // it is none
}

// number reads what is written as an IBAN. Payers come again, so that theirs are
// looked at once, while there are not too many.
func (d *decoder) number(text []byte) number {
	const most = 10_000
	if n, ok := d.numbers[string(text)]; ok {
		return n
	}
	n := number{text: withoutBlanks(string(text))}
	if iban, err := ledger.ParseIBAN(n.text); err == nil {
		n.text = string(iban)
	} else {
		n.wrong = n.text != ""
	}
	if d.numbers == nil {
		d.numbers = make(map[string]number)
	}
	if len(d.numbers) < most && len(text) < 64 {
		d.numbers[string(text)] = n
	}
	return n
}

func (a account) number() string {
	if a.iban != "" {
		return a.iban
	}
	return a.other
}

func withoutBlanks(s string) string {
	if strings.IndexByte(s, ' ') < 0 {
		return s
	}
	return strings.ReplaceAll(s, " ", "")
}

// remittance reads RmtInf: texts as they are, one a line, and of structured ones
// the creditor's references and the numbers of documents.
func (d *decoder) remittance(t *detail) {
	for d.child() {
		switch string(d.s.name) {
		case "Ustrd":
			d.addText(t, d.choice("RmtInf/Ustrd"))
		case "Strd":
			d.structured(t)
		default:
			d.skip()
		}
	}
}

func (d *decoder) structured(t *detail) {
	for d.child() {
		switch string(d.s.name) {
		case "CdtrRefInf":
			for d.child() {
				if n := string(d.s.name); n == "Ref" || n == "CdtrRef" {
					d.addReference(t, "CdtrRefInf/Ref")
				} else {
					d.skip()
				}
			}
		case "RfrdDocInf":
			for d.child() {
				if n := string(d.s.name); n == "Nb" || n == "RfrdDocNb" {
					d.addReference(t, "RfrdDocInf/Nb")
				} else {
					d.skip()
				}
			}
		case "AddtlRmtInf":
			d.addText(t, d.choice("Strd/AddtlRmtInf"))
		default:
			d.skip()
		}
	}
}

// addText adds a piece of remittance information on a line of its own. There may be any
// number of pieces of 140 characters; those that do not fit into a text are left out with a warning.
func (d *decoder) addText(t *detail, piece []byte) {
	switch {
	case len(piece) == 0 || t.cut:
	case len(t.remittance)+1+len(piece) > d.limits.FieldBytes:
		t.cut = true
		d.leftOut("the remittance information")
	case len(t.remittance) == 0:
		t.remittance = append(t.remittance, piece...)
	default:
		t.remittance = append(append(t.remittance, '\n'), piece...)
	}
}

// addInfo adds what the bank says beside, in the same way.
func (d *decoder) addInfo(t *detail, info string) {
	before := len(t.info)
	if t.info = joined(t.info, info, "\n", d.limits.FieldBytes); len(t.info) == before && !strings.Contains(t.info, info) {
		d.leftOut("what the bank says of the payment")
	}
}

// leftOut warns that a text which may have any number of pieces has too many.
func (d *decoder) leftOut(what string) {
	d.warn("text", d.s.lineNumber(), "%s is over the limit FieldBytes of %d bytes; what is here is left out", what, d.limits.FieldBytes)
}

// maxReferences bounds the structured references of one payment.
const maxReferences = 10_000

func (d *decoder) addReference(t *detail, field string) {
	ref := stated(d.text(field))
	switch {
	case ref == "":
	case len(t.references) == maxReferences:
		d.badf(importer.TooLarge, field, "is over the limit of %d references", maxReferences)
	default:
		t.references = append(t.references, ref)
	}
}

// returned reads RtrInf: the code of the reason, else the bank's own, and what the bank says beside.
func (d *decoder) returned(t *detail) {
	for d.child() {
		switch string(d.s.name) {
		case "Rsn", "RtrRsn": // RtrRsn: .001.01
			t.reason = d.code("RtrInf/Rsn", "Cd", "Prtry")
		case "AddtlInf", "AddtlRtrRsnInf":
			d.addInfo(t, d.text("RtrInf/AddtlInf"))
		default:
			d.skip()
		}
	}
}
