package einvoice

import (
	"lettrage/importer"
	"lettrage/ledger"
)

var ublParty = party{id: "Party/PartyIdentification/ID", global: "Party/PartyIdentification/ID", name: "Party/PartyLegalEntity/RegistrationName", trade: "Party/PartyName/Name", legal: "Party/PartyLegalEntity/CompanyID", vat: "Party/PartyTaxScheme/CompanyID",
	email: "Party/Contact/ElectronicMail", endpoint: "Party/EndpointID", city: "Party/PostalAddress/CityName", country: "Party/PostalAddress/Country/IdentificationCode"}

var ublTotals = totals{net: "TaxExclusiveAmount", gross: "TaxInclusiveAmount", paid: "PrepaidAmount", rounding: "PayableRoundingAmount", due: "PayableAmount"}

var ublShares = shares{base: "TaxableAmount", tax: "TaxAmount", category: "TaxCategory/ID", rate: "TaxCategory/Percent|Percent", scheme: "TaxCategory/TaxScheme/ID"}

// ubl reads an Invoice or a CreditNote.
func (r *reader) ubl() {
	i := &r.doc.Invoice
	i.Number = ledger.InvoiceNumber(r.must(r.root, "ID", ""))
	r.credit = r.root.name == "CreditNote"
	if !r.credit || r.root.first("CreditNoteTypeCode") != nil { // that of a CreditNote may be left out
		r.kind(r.root, map[bool]string{false: "InvoiceTypeCode", true: "CreditNoteTypeCode"}[r.credit])
	}
	if i.Issued = r.day(r.root, "IssueDate"); i.Issued == 0 && len(r.errs) == 0 {
		r.must(r.root, "IssueDate", "")
	}
	r.currency(r.root, "DocumentCurrencyCode")
	r.seller(r.root, under(r.named("AccountingSupplierParty"), "AccountingSupplierParty/"))
	r.buyer(r.root, under(r.named("AccountingCustomerParty"), "AccountingCustomerParty/"))
	if i.CustomerRef = r.text(r.root, "OrderReference/ID"); i.CustomerRef == "NA" { // what Peppol asks for where there is none
		i.CustomerRef = ""
	}
	r.due(r.root, "DueDate")
	for _, means := range r.root.all("PaymentMeans") {
		r.due(means, "PaymentDueDate")
	}
	r.reference(r.root, "PaymentMeans/PaymentID")
	r.account(r.root, "PaymentMeans/PaymentMandate/PayerFinancialAccount/ID")
	r.mandate(r.root, "PaymentMeans/PaymentMandate/ID")
	for _, terms := range r.root.all("PaymentTerms") {
		r.skonto(terms, "Note")
	}
	r.doc.Details.OnReceipt = r.text(r.root, "InvoicePeriod/DescriptionCode") == "432"
	for _, sub := range r.root.all("TaxTotal/TaxSubtotal") {
		if r.inCurrency(sub.all(ublShares.tax)) != nil { // else it says the same in the currency of the tax
			r.share(sub, ublShares)
		}
	}
	sums := r.root.first("LegalMonetaryTotal")
	if sums == nil {
		r.fault(r.root, "LegalMonetaryTotal", importer.Missing, "should be given", "")
		return
	}
	r.total(sums, ublTotals, r.inCurrency(r.root.all("TaxTotal/TaxAmount")))
}

// named returns the paths of a party whose legal name may be left out: then it has a
// trading name.
func (r *reader) named(group string) party {
	p := ublParty
	if r.root.first(group+"/"+p.name) == nil && r.root.first(group+"/Party/PartyName/Name") != nil {
		p.name = "Party/PartyName/Name"
	}
	return p
}
