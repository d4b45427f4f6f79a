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
			d.account().complete(&t.debtor)
		case "UltmtDbtr":
			d.party(&t.ultimateDebtor)
		case "Cdtr":
			d.party(&t.creditor)
		case "CdtrAcct":
			d.account().complete(&t.creditor)
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

// complete gives a party its account, and the account's name where it has none of its own.
func (a account) complete(p *ledger.Party) {
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
			a.iban = withoutBlanks(d.text("Acct/Id/IBAN"))
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

// addText adds a piece of remittance information on a line of its own.
func (d *decoder) addText(t *detail, piece []byte) {
	if len(piece) == 0 {
		return
	}
	if len(t.remittance) > 0 {
		t.remittance = append(t.remittance, '\n')
	}
	if len(t.remittance)+len(piece) > d.limits.FieldBytes {
		d.badf(importer.TooLarge, "TxDtls/RmtInf", "is over the limit FieldBytes of %d bytes", d.limits.FieldBytes)
		return
	}
	t.remittance = append(t.remittance, piece...)
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
			t.info = joined(t.info, d.text("RtrInf/AddtlInf"), "\n", d.limits.FieldBytes)
		default:
			d.skip()
		}
	}
}
