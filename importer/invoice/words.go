package invoice

import (
	"strings"
	"unicode"

	"lettrage/importer"
	"lettrage/ledger"
)

// What invoicing programs write for the type and the status of an item, folded.
const (
	creditWords    = "credit note|creditnote|credit|credit memo|avoir|note de credit|facture d avoir|cn|av|381|gutschrift|rechnungskorrektur|stornorechnung|creditnota|nota di credito|nota de credito|sales credit note|accreccredit"
	invoiceWords   = "invoice|facture|facture d acompte|acompte|facture de solde|facture de vente|deposit invoice|fa|380|386|rechnung|factuur|factura|fattura|sales invoice|accrec"
	openWords      = "open|unpaid|overdue|due|sent|ouvert|ouverte|impaye|impayee|non paye|non payee|a payer|en attente|en attente de paiement|en retard|echue|non echue|emise|envoyee|non reglee|a regler|non soldee|non lettree|offen|uberfallig|fallig|versendet|openstaand|verzonden|pendiente|da pagare|awaiting payment|authorised"
	partialWords   = "partial|partially paid|part paid|partiellement payee|partiellement reglee|partielle|payee partiellement|acompte recu|en partie payee|teilweise bezahlt|teilbezahlt|deels betaald"
	paidWords      = "paid|settled|closed|paye|payee|reglee|regle|soldee|solde|acquittee|encaissee|lettree|bezahlt|beglichen|betaald|pagada|pagata"
	cancelledWords = "cancelled|canceled|void|voided|annule|annulee|storniert|geannuleerd|anulada|annullata"
)

// itemType says whether a row is a credit note; typed is false where the row does not say.
func (r *reader) itemType(s string, line int) (credit, typed bool) {
	f := fold(s)
	switch r.typeByProfile(f) {
	case "invoice":
		return false, true
	case "credit":
		return true, true
	case "sale":
		return false, false
	}
	switch {
	case f == "":
		return false, false
	case heading(creditWords, f):
		return true, true
	case heading(invoiceWords, f):
		return false, true
	}
	r.fault(line, "type", importer.Malformed, "should be invoice or credit_note (facture, avoir)", "quotes and orders are no open items: take them out")
	return false, false
}

// status reads whether a row awaits payment; nothing where the row does not say.
func (r *reader) status(s string, line int) ledger.InvoiceStatus {
	f := fold(s)
	if p := r.header.profile; p != nil && p.statuses[f] != "" {
		return statusNamed(p.statuses[f])
	}
	switch {
	case f == "":
		return ""
	case heading(openWords, f), heading(partialWords, f):
		return ledger.Open
	case heading(paidWords, f):
		return ledger.Paid
	case heading(cancelledWords, f):
		return ledger.Cancelled
	}
	r.fault(line, "status", importer.Malformed, "should be open, paid or cancelled (ouverte, payée, annulée)", "drafts are no open items: take them out")
	return ""
}

func (r *reader) isPartial(s string) bool {
	f := fold(s)
	if p := r.header.profile; p != nil && p.statuses[f] != "" {
		return p.statuses[f] == "partial"
	}
	return heading(partialWords, f)
}

// statusNamed is the status that a profile's word stands for.
func statusNamed(meaning string) ledger.InvoiceStatus {
	switch meaning {
	case "paid":
		return ledger.Paid
	case "cancelled":
		return ledger.Cancelled
	}
	return ledger.Open
}

func (r *reader) typeByProfile(folded string) string {
	if r.header.profile == nil {
		return ""
	}
	return r.header.profile.types[folded]
}

// statusOf reads the status of a row, which some programs have in two columns: whether
// it is paid, and whether it counts at all.
func (r *reader) statusOf(row invoiceRow, line int) ledger.InvoiceStatus {
	p, stage := r.header.profile, fold(row.Stage)
	if p == nil || stage == "" {
		return r.status(row.Status, line)
	}
	switch p.stages[stage] {
	case "":
		r.fault(line, "stage", importer.Malformed, "should be a word that the program has for the stage of an invoice", "the profile "+p.name+" does not know it: export the list in French or English")
		return ""
	case "cancelled":
		return ledger.Cancelled
	case "paid":
		if row.Status == "" {
			return ledger.Paid
		}
	}
	return r.status(row.Status, line)
}

// leftOut reports whether a row is no item, by its profile: a draft, an entry of
// another journal, one that is settled. Left out is what is counted and told.
func (r *reader) leftOut(row invoiceRow, line int) bool {
	p := r.header.profile
	if p == nil {
		return false
	}
	word := p.types[fold(row.Type)]
	out := word == "left_out" || p.others && word == "" || p.stages[fold(row.Stage)] == "left_out" || p.statuses[fold(row.Status)] == "left_out" ||
		strings.ContainsFunc(row.Letter, unicode.IsUpper) // a letter in lower case is a partial payment
	if out {
		if r.out == 0 {
			r.firstOut = line
		}
		r.out++
	}
	return out
}

func (r *reader) warnLeftOut() {
	if r.out > 0 {
		r.warn("left out", r.firstOut, "this row and "+number(r.out-1)+" more are left out: drafts, other journals than sales, or settled entries")
	}
}
