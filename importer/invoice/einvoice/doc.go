// Package einvoice reads one electronic invoice in XML: the Cross Industry Invoice of
// UN/CEFACT (CII), which is what Factur-X, ZUGFeRD and XRechnung hold, or Invoice and
// CreditNote of OASIS UBL 2. Both are syntaxes of the European norm EN 16931, whose
// business terms (BT) say what is read, and where it stands in each:
//
//	BT-1    number             ExchangedDocument/ID                                 ID
//	BT-2    issue date         ExchangedDocument/IssueDateTime/DateTimeString       IssueDate
//	BT-3    type code          ExchangedDocument/TypeCode                           InvoiceTypeCode, CreditNoteTypeCode
//	BT-5    currency           …Settlement/InvoiceCurrencyCode                      DocumentCurrencyCode
//	BT-8    VAT due on receipt …Settlement/ApplicableTradeTax/DueDateTypeCode 72    InvoicePeriod/DescriptionCode 432
//	BT-9    due date           …Settlement/SpecifiedTradePaymentTerms/DueDate…      DueDate, PaymentMeans/PaymentDueDate
//	BT-13   purchase order     …Agreement/BuyerOrderReferencedDocument/IssuerA…ID   OrderReference/ID
//	BT-20   terms, discount    …Settlement/SpecifiedTradePaymentTerms/Description   PaymentTerms/Note
//	BT-30   seller             …Agreement/SellerTradeParty/SpecifiedLegalOrg…/ID    AccountingSupplierParty/Party/PartyLegalEntity/CompanyID
//	BT-44   buyer              …Agreement/BuyerTradeParty                           AccountingCustomerParty/Party
//	BT-83   payment reference  …Settlement/PaymentReference                         PaymentMeans/PaymentID
//	BT-91   buyer's account    …PaymentMeans/PayerPartyDebtorFinancialAccount       PaymentMeans/PaymentMandate/PayerFinancialAccount/ID
//	BT-109  total without tax  …Settlement/…HeaderMonetarySummation/TaxBasisTotal…  LegalMonetaryTotal/TaxExclusiveAmount
//	BT-110  tax                …/TaxTotalAmount                                     TaxTotal/TaxAmount
//	BT-112  total with tax     …/GrandTotalAmount                                   LegalMonetaryTotal/TaxInclusiveAmount
//	BT-113  paid already       …/TotalPrepaidAmount                                 LegalMonetaryTotal/PrepaidAmount
//	BT-114  rounding           …/RoundingAmount                                     LegalMonetaryTotal/PayableRoundingAmount
//	BT-115  to be paid         …/DuePayableAmount                                   LegalMonetaryTotal/PayableAmount
//	BG-23   VAT by rate        …Settlement/ApplicableTradeTax                       TaxTotal/TaxSubtotal
//
// ZUGFeRD 1 has the same under other names (SpecifiedSupplyChainTradeTransaction, …),
// which are read, too. The profile does not matter: MINIMUM has a total of taxes where
// the others have them by rate, and no due date. Items of the invoice are not read.
//
// Discounts for early payment are those of the profile EXTENDED
// (ApplicableTradePaymentDiscountTerms) or the lines #SKONTO#TAGE=14#PROZENT=2.00# that
// XRechnung has in BT-20 (rule BR-DE-18).
//
// A document is a credit note when its type says so (381 and others) or when its total
// is negative (an « avoir » of type 380). Amounts of a credit note are negative here.
//
// What is no invoice, or has no number, day, buyer, currency or total that can be
// read, is refused: each fault with its line, its path (as in XPath, without prefixes)
// and what should stand there. What does not add up, and what the program reads in its
// own way, is a warning with the same.
//
// # Limits
//
// MaxBytes, Limits.Depth, Limits.FieldBytes for a text that is read, MaxElements,
// importer.MaxErrors faults and as many warnings. A document type and entities of its
// own are refused, wherever they stand.
//
// Sources: EN 16931-1:2017 (semantic model), CEN/TS 16931-3-2 and -3-3:2017 (bindings to
// UBL and CII); Factur-X 1.07.3 (ZUGFeRD 2.3), against whose schemas the samples of CII
// in fixtures/invoices are valid; XRechnung 3.0; UNTDID 1001 (types), 2475 and 2005
// (points of tax), 5305 (categories of VAT).
package einvoice
