package einvoice_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/invoice/einvoice"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// model is an invoice as a program has it before it writes it in some syntax.
type model struct {
	einvoice.Document
	credit              bool
	net, tax, paid, due int64 // minor units, positive
	skonto              string
}

// amount writes minor units with more zeros behind them than needed, as some programs do.
func amount(minor int64) string {
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	return fmt.Sprintf("%s%d.%02d00", sign, minor/100, minor%100)
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// drawModel draws an invoice that adds up.
func drawModel(t *rapid.T) model {
	text := func(label string, least int) string {
		return rapid.StringMatching(fmt.Sprintf(`([A-Za-z0-9éœ&<>/"'.-]{1,8}( [A-Za-z0-9&-]{1,6})?){%d}`, least)).Draw(t, label)
	}
	optional := func(label string) string { return text(label, rapid.IntRange(0, 1).Draw(t, "has "+label)) }
	first, _ := ledger.NewDate(2020, 1, 1)
	m := model{credit: rapid.Bool().Draw(t, "credit note")}
	i := &m.Invoice
	i.Number, i.CreditNote, i.Status = ledger.InvoiceNumber(text("number", 1)), m.credit, ledger.Open
	i.Issued = first + ledger.Date(rapid.IntRange(0, 4000).Draw(t, "issued"))
	i.Due = i.Issued + ledger.Date(rapid.IntRange(1, 90).Draw(t, "due"))
	i.CustomerRef, i.Reference = optional("order"), "RF"+text("reference", 1)
	if i.CustomerRef == "NA" {
		i.CustomerRef = ""
	}
	m.Customer = ledger.Customer{ID: ledger.CustomerID(optional("customer")), Name: text("name", 1), City: optional("city"), Country: "FR", Email: optional("e-mail")}
	if rapid.Bool().Draw(t, "SIREN") {
		m.Customer.SIREN = "552100554"
	}
	if rapid.Bool().Draw(t, "account") {
		m.Customer.Accounts = []ledger.IBAN{"FR7630006000011234567890189"}
	}
	i.Customer, i.CustomerName = m.Customer.ID, m.Customer.Name
	m.Seller = einvoice.Seller{SIREN: "732829320", Name: text("seller", 1)}
	m.drawMoney(t)
	return m
}

// drawMoney draws shares of VAT and what follows from them.
func (m *model) drawMoney(t *rapid.T) {
	d, sign := &m.Details, int64(1)
	if m.credit {
		sign = -1
	}
	d.Number, d.OnReceipt = m.Invoice.Number, rapid.Bool().Draw(t, "VAT on receipt")
	for range rapid.IntRange(1, 4).Draw(t, "rates") {
		rate := rapid.SampledFrom([]int64{20_00, 10_00, 5_50, 2_10}).Draw(t, "rate")
		base := rapid.Int64Range(1, 1_000_000_00).Draw(t, "base")
		tax := (base*rate + 50_00) / 100_00
		m.net, m.tax = m.net+base, m.tax+tax
		d.VAT = append(d.VAT, ledger.VATShare{Category: "S", Rate: ledger.Rate(rate), Base: money.New(sign*base, money.EUR), Tax: money.New(sign*tax, money.EUR)})
	}
	m.paid = rapid.Int64Range(0, m.net+m.tax-1).Draw(t, "paid")
	m.due = m.net + m.tax - m.paid
	m.Invoice.Total, m.Invoice.Outstanding = money.New(sign*(m.net+m.tax), money.EUR), money.New(sign*m.due, money.EUR)
	if rapid.Bool().Draw(t, "discount") {
		d.Discount, d.Days = ledger.Rate(rapid.IntRange(1, 100_00).Draw(t, "discount rate")), rapid.IntRange(0, 90).Draw(t, "discount days")
		m.skonto = fmt.Sprintf("30 jours #SKONTO#TAGE=%d#PROZENT=%d.%02d#\n", d.Days, d.Discount/100, d.Discount%100)
	}
}

// tag writes an element with a prefix, or nothing where it has no content.
func tag(prefix, name, content string) string {
	if content == "" {
		return ""
	}
	open, _, _ := strings.Cut(name, " ")
	return "<" + prefix + name + ">" + content + "</" + prefix + open + ">\n"
}

func (m model) cii() string {
	e := func(name, content string) string { return tag("r:", name, content) }
	day := func(name string, d ledger.Date) string {
		return e(name, tag("u:", `DateTimeString format="102"`, d.Compact()))
	}
	kind := map[bool]string{false: "380", true: "381"}[m.credit]
	c := m.Customer
	var taxes, means string
	for _, v := range m.Details.VAT {
		point := ""
		if m.Details.OnReceipt {
			point = "72"
		}
		taxes += e("ApplicableTradeTax", e("CalculatedAmount", amount(abs(v.Tax)))+e("TypeCode", "VAT")+e("BasisAmount", amount(abs(v.Base)))+e("CategoryCode", "S")+e("DueDateTypeCode", point)+e("RateApplicablePercent", amount(int64(v.Rate))))
	}
	for _, a := range c.Accounts {
		means += e("SpecifiedTradeSettlementPaymentMeans", e("TypeCode", "59")+e("PayerPartyDebtorFinancialAccount", e("IBANID", string(a))))
	}
	buyer := e("ID", escape(string(c.ID))) + e("Name", escape(c.Name)) + e("SpecifiedLegalOrganization", e("ID", c.SIREN)) +
		e("DefinedTradeContact", e("EmailURIUniversalCommunication", e("URIID", escape(c.Email)))) + e("PostalTradeAddress", e("CityName", escape(c.City))+e("CountryID", c.Country))
	agreement := e("SellerTradeParty", e("Name", escape(m.Seller.Name))+e("SpecifiedTaxRegistration", e("ID", "FR44"+m.Seller.SIREN))) + e("BuyerTradeParty", buyer) +
		e("BuyerOrderReferencedDocument", e("IssuerAssignedID", escape(m.Invoice.CustomerRef)))
	sums := e("TaxBasisTotalAmount", amount(m.net)) + e(`TaxTotalAmount currencyID="USD"`, "1") + e(`TaxTotalAmount currencyID="EUR"`, amount(m.tax)) +
		e("GrandTotalAmount", amount(m.net+m.tax)) + e("TotalPrepaidAmount", amount(m.paid)) + e("DuePayableAmount", amount(m.due))
	settlement := e("PaymentReference", escape(m.Invoice.Reference)) + e("InvoiceCurrencyCode", "EUR") + means + taxes +
		e("SpecifiedTradePaymentTerms", e("Description", m.skonto)+day("DueDateDateTime", m.Invoice.Due)) + e("SpecifiedTradeSettlementHeaderMonetarySummation", sums)
	return `<x:CrossIndustryInvoice xmlns:x="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:r="r" xmlns:u="u">` +
		e("ExchangedDocument", e("ID", escape(string(m.Invoice.Number)))+e("TypeCode", kind)+day("IssueDateTime", m.Invoice.Issued)) +
		e("SupplyChainTradeTransaction", e("ApplicableHeaderTradeAgreement", agreement)+e("ApplicableHeaderTradeSettlement", settlement)) + `</x:CrossIndustryInvoice>`
}

func (m model) ubl() string {
	b := func(name, content string) string { return tag("b:", name, content) }
	money := func(name string, minor int64) string { return b(name+` currencyID="EUR"`, amount(minor)) }
	root, code := "Invoice", "InvoiceTypeCode"
	if m.credit {
		root, code = "CreditNote", "CreditNoteTypeCode"
	}
	c := m.Customer
	var subs, point, means string
	for _, v := range m.Details.VAT {
		subs += b("TaxSubtotal", money("TaxableAmount", abs(v.Base))+money("TaxAmount", abs(v.Tax))+b("TaxCategory", b("ID", "S")+b("Percent", amount(int64(v.Rate)))+b("TaxScheme", b("ID", "VAT"))))
	}
	if m.Details.OnReceipt {
		point = b("InvoicePeriod", b("DescriptionCode", "432"))
	}
	for _, a := range c.Accounts {
		means += b("PaymentMandate", b("PayerFinancialAccount", b("ID", string(a))))
	}
	buyer := b("PartyIdentification", b(`ID schemeID="0088"`, "3020500010003")) + b("PartyIdentification", b("ID", escape(string(c.ID)))) +
		b("PostalAddress", b("CityName", escape(c.City))+b("Country", b("IdentificationCode", c.Country))) +
		b("PartyLegalEntity", b("RegistrationName", escape(c.Name))+b("CompanyID", c.SIREN)) + b("Contact", b("ElectronicMail", escape(c.Email)))
	return `<b:` + root + ` xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:` + root + `-2">` +
		b("ID", escape(string(m.Invoice.Number))) + b("IssueDate", m.Invoice.Issued.String()+"+01:00") + b(code, map[bool]string{false: "380", true: "381"}[m.credit]) + b("DocumentCurrencyCode", "EUR") +
		point + b("OrderReference", b("ID", escape(m.Invoice.CustomerRef))) +
		b("AccountingSupplierParty", b("Party", b("PartyLegalEntity", b("RegistrationName", escape(m.Seller.Name))+b("CompanyID", m.Seller.SIREN+"00017")))) + b("AccountingCustomerParty", b("Party", buyer)) +
		b("PaymentMeans", b("PaymentDueDate", m.Invoice.Due.String())+b("PaymentID", escape(m.Invoice.Reference))+means) + b("PaymentTerms", b("Note", m.skonto)) +
		b("TaxTotal", b(`TaxAmount currencyID="USD"`, "1")) + b("TaxTotal", money("TaxAmount", m.tax)+subs) +
		b("LegalMonetaryTotal", money("TaxExclusiveAmount", m.net)+money("TaxInclusiveAmount", m.net+m.tax)+money("PrepaidAmount", m.paid)+money("PayableAmount", m.due)) + `</b:` + root + `>`
}

func abs(a money.Amount) int64 { return max(a.Minor(), -a.Minor()) }

// TestBothSyntaxes: an invoice that adds up is read as it was meant, in either syntax, without a warning.
func TestBothSyntaxes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := drawModel(r)
		for name, text := range map[string]string{"CII": m.cii(), "UBL": m.ubl()} {
			doc, warnings, err := read(t, []byte(text), importer.Limits{})
			if err != nil || len(warnings) > 0 {
				r.Fatalf("%s: %v, %v\n%s", name, warnings, err, text)
			}
			if !reflect.DeepEqual(doc, m.Document) {
				r.Fatalf("%s:\ngot  %+v\nwant %+v", name, doc, m.Document)
			}
		}
	})
}

// TestSumsThatAreChanged: whichever of the sums is changed, something is said of it.
func TestSumsThatAreChanged(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := drawModel(r)
		more := rapid.Int64Range(2, 1000).Draw(r, "more") // one unit more in the tax of a rate is rounding
		field := rapid.SampledFrom([]*int64{&m.net, &m.tax, &m.due}).Draw(r, "sum")
		*field += more
		for name, text := range map[string]string{"CII": m.cii(), "UBL": m.ubl()} {
			_, warnings, err := read(t, []byte(text), importer.Limits{})
			if err == nil && len(warnings) == 0 {
				r.Fatalf("%s: nothing is said\n%s", name, text)
			}
		}
	})
}

func fuzz(f *testing.F, syntaxes string) {
	seeds := 0
	for _, pattern := range []string{"invoices/*.xml", "broken/invoices-*.xml"} {
		for _, file := range fixtures.Files(f, pattern) {
			content := fixtures.Read(f, file)
			if syntax, ok := einvoice.Detect(content); ok && slices.Contains(strings.Fields(syntaxes), syntax) {
				f.Add(content)
				seeds++
			}
		}
	}
	if seeds == 0 {
		f.Fatal("no seeds")
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		einvoice.Detect(content)
		doc, warnings, err := read(t, content, importer.Limits{})
		if again, _, _ := read(t, content, importer.Limits{}); !reflect.DeepEqual(doc, again) {
			t.Fatal("read otherwise the second time")
		}
		for _, w := range warnings {
			if w.Kind == "" || w.Line == 0 || !strings.HasPrefix(w.Message, "/") {
				t.Fatalf("a warning that is not whole: %+v", w)
			}
		}
		if err != nil {
			var one *importer.Error
			if !errors.As(err, &one) || one.Kind == "" || one.Field == "" || one.Hint == "" {
				t.Fatalf("a refusal that is not whole: %v", err)
			}
			return
		}
		if doc.Invoice.Customer == "" {
			doc.Invoice.Customer = "?"
		}
		if err := errors.Join(doc.Invoice.Validate(), doc.Details.Validate()); err != nil || doc.Customer.Name == "" {
			t.Fatalf("an invoice that is not valid: %v", err)
		}
	})
}

// FuzzCII: whatever a Cross Industry Invoice holds, it is read twice alike; what is taken is valid, what is refused has a place.
func FuzzCII(f *testing.F) { fuzz(f, "cii zugferd1") }

// FuzzUBL: the same of UBL.
func FuzzUBL(f *testing.F) { fuzz(f, "ubl") }
