package invoice

import (
	"lettrage/importer"
	"lettrage/ledger"
)

// What invoicing programs write for the type and the status of an item, folded.
const (
	creditWords    = "credit note|creditnote|credit|credit memo|avoir|note de credit|facture d avoir|cn|av|381"
	invoiceWords   = "invoice|facture|facture d acompte|acompte|facture de solde|facture de vente|deposit invoice|fa|380|386"
	openWords      = "open|unpaid|overdue|due|sent|ouvert|ouverte|impaye|impayee|non paye|non payee|a payer|en attente|en attente de paiement|en retard|echue|non echue|emise|envoyee|non reglee|a regler|non soldee|non lettree"
	partialWords   = "partial|partially paid|part paid|partiellement payee|partiellement reglee|partielle|payee partiellement|acompte recu|en partie payee"
	paidWords      = "paid|settled|closed|paye|payee|reglee|regle|soldee|solde|acquittee|encaissee|lettree"
	cancelledWords = "cancelled|canceled|void|voided|annule|annulee"
)

// itemType says whether a row is a credit note; typed is false where the row does not say.
func (r *reader) itemType(s string, line int) (credit, typed bool) {
	f := fold(s)
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

func isPartial(s string) bool { return heading(partialWords, fold(s)) }
