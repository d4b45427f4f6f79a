package einvoice

import (
	"lettrage/importer"
	"lettrage/ledger"
)

// Names of groups: of CII, and of ZUGFeRD 1 before it.
const (
	ciiDocument    = "ExchangedDocument|HeaderExchangedDocument"
	ciiTransaction = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
	ciiAgreement   = ciiTransaction + "/ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
	ciiSettlement  = ciiTransaction + "/ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
	ciiSums        = "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
	ciiDay         = "/DateTimeString|DateTime"
)

var ciiParty = party{id: "ID", global: "GlobalID", name: "Name", trade: "SpecifiedLegalOrganization/TradingBusinessName", legal: "SpecifiedLegalOrganization/ID", vat: "SpecifiedTaxRegistration/ID",
	email: "DefinedTradeContact/EmailURIUniversalCommunication/URIID", endpoint: "URIUniversalCommunication/URIID", city: "PostalTradeAddress/CityName", country: "PostalTradeAddress/CountryID"}

var ciiTotals = totals{net: "TaxBasisTotalAmount", gross: "GrandTotalAmount", paid: "TotalPrepaidAmount", rounding: "RoundingAmount", due: "DuePayableAmount"}

var ciiShares = shares{base: "BasisAmount", tax: "CalculatedAmount", category: "CategoryCode", rate: "RateApplicablePercent|ApplicablePercent", scheme: "TypeCode"}

// cii reads a Cross Industry Invoice.
func (r *reader) cii() {
	agreement, settlement := r.group(ciiAgreement), r.group(ciiSettlement)
	i := &r.doc.Invoice
	i.Number = ledger.InvoiceNumber(r.must(r.root, ciiDocument+"/ID", ""))
	r.kind(r.root, ciiDocument+"/TypeCode")
	if i.Issued = r.day(r.root, ciiDocument+"/IssueDateTime"+ciiDay); i.Issued == 0 && len(r.errs) == 0 {
		r.must(r.root, ciiDocument+"/IssueDateTime"+ciiDay, "")
	}
	r.currency(settlement, "InvoiceCurrencyCode")
	r.seller(agreement, under(ciiParty, "SellerTradeParty/"))
	r.buyer(agreement, under(ciiParty, "BuyerTradeParty/"))
	i.CustomerRef = r.text(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID|ID")
	r.reference(settlement, "PaymentReference")
	r.account(settlement, "SpecifiedTradeSettlementPaymentMeans/PayerPartyDebtorFinancialAccount/IBANID")
	r.mandate(settlement, "SpecifiedTradePaymentTerms/DirectDebitMandateID")
	for _, terms := range settlement.all("SpecifiedTradePaymentTerms") {
		r.due(terms, "DueDateDateTime"+ciiDay)
		r.skonto(terms, "Description")
		r.discount(terms)
	}
	for _, tax := range settlement.all("ApplicableTradeTax") {
		r.share(tax, ciiShares)
		r.doc.Details.OnReceipt = r.doc.Details.OnReceipt || r.text(tax, "DueDateTypeCode") == "72"
	}
	sums := settlement.first(ciiSums)
	if sums == nil {
		r.fault(settlement, ciiSums, importer.Missing, "should be given", "")
		return
	}
	r.total(sums, ciiTotals, r.inCurrency(sums.all("TaxTotalAmount")))
}

// group returns a group that the document must have, or the root in its place.
func (r *reader) group(path string) *node {
	if n := r.root.first(path); n != nil {
		return n
	}
	return r.root
}

// under returns the paths of a party below a group.
func under(p party, group string) party {
	return party{id: group + p.id, global: group + p.global, name: group + p.name, trade: group + p.trade, legal: group + p.legal, vat: group + p.vat,
		email: group + p.email, endpoint: group + p.endpoint, city: group + p.city, country: group + p.country}
}

// inCurrency returns the first amount in the currency of the document. A second one
// may be in the currency of the tax (BT-111).
func (r *reader) inCurrency(all []*node) *node {
	for _, n := range all {
		if c := n.attr("currencyID"); c == "" || c == string(r.cur) {
			return n
		}
	}
	return nil
}
