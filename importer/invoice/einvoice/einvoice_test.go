package einvoice_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/invoice/einvoice"
)

// sample returns a sample of the fixtures with some of its text replaced.
func sample(t testing.TB, name string, oldNew ...string) []byte {
	t.Helper()
	text := string(fixtures.Read(t, fixtures.Path("invoices", name)))
	for i := 0; i < len(oldNew); i += 2 {
		if !strings.Contains(text, oldNew[i]) {
			t.Fatalf("%s has no %q", name, oldNew[i])
		}
	}
	return []byte(strings.NewReplacer(oldNew...).Replace(text))
}

func read(t testing.TB, content []byte, limits importer.Limits) (einvoice.Document, []importer.Warning, error) {
	t.Helper()
	var warnings []importer.Warning
	doc, err := einvoice.Read(t.Context(), content, limits, func(w importer.Warning) { warnings = append(warnings, w) })
	return doc, warnings, err
}

// first returns the first refusal.
func first(t testing.TB, err error) *importer.Error {
	t.Helper()
	var one *importer.Error
	if !errors.As(err, &one) {
		t.Fatalf("no refusal: %v", err)
	}
	return one
}

func TestDetect(t *testing.T) {
	tests := []struct{ text, want string }{
		{`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`, einvoice.UBL},
		{"\ufeff<?xml version='1.0'?>\n<!-- <a> --><x:CreditNote\n xmlns:x='urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'>", einvoice.UBL},
		{`<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">`, einvoice.CII},
		{`<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0">`, einvoice.ZUGFeRD},
		{"<!DOCTYPE a [ <!ENTITY b 'c'> ]><rsm:CrossIndustryInvoice xmlns:rsm=\"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100\">", einvoice.CII},
		{`<Invoice/>`, ""}, {`<Invoice xmlns="urn:other">`, ""}, {`<a><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/></a>`, ""},
		{`<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">`, ""}, {"", ""}, {"<", ""}, {"<!--", ""}, {"number;total\n", ""},
	}
	for _, test := range tests {
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(test.text)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{test.text, wide} {
			if got, ok := einvoice.Detect([]byte(text)); got != test.want || ok != (test.want != "") {
				t.Errorf("%q: got %q, %t", test.text, got, ok)
			}
		}
	}
}

// TestCharsets: the same invoice in each character set that programs write is the same.
func TestCharsets(t *testing.T) {
	const declared, name = `encoding="UTF-8"`, "Boulangerie Merisier SARL"
	text := string(sample(t, "cii-en16931.xml", name, "Bäckerei Œuvre & Frères"))
	text = strings.Replace(text, "Bäckerei Œuvre & Frères", "Bäckerei Œuvre &amp; Frères", 1)
	latin, err := charmap.Windows1252.NewEncoder().String(strings.Replace(text, declared, `encoding="windows-1252"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(text, declared, `encoding="UTF-16"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"UTF-8": text, "with a mark": "\ufeff" + text, "utf8": strings.Replace(text, declared, `encoding="utf8"`, 1), "windows-1252": latin, "UTF-16": wide,
		"CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "in one line": strings.ReplaceAll(text, "\n#SKONTO", " #SKONTO")} {
		doc, warnings, err := read(t, []byte(content), importer.Limits{})
		if err != nil || len(warnings) > 0 || doc.Customer.Name != "Bäckerei Œuvre & Frères" || doc.Details.Discount != 200 {
			t.Errorf("%s: %q, %v, %v", name, doc.Customer.Name, warnings, err)
		}
	}
	_, _, err = read(t, []byte(strings.Replace(latin, "windows-1252", "UTF-8", 1)), importer.Limits{})
	if e := first(t, err); e.Kind != importer.Charset || e.Line == 0 {
		t.Errorf("windows-1252 that says UTF-8: %s: %v", e.Kind, e)
	}
	doc, warnings, err := read(t, []byte(strings.Replace(text, "UTF-8", "nobody's", 1)), importer.Limits{})
	if err != nil || len(warnings) != 1 || warnings[0].Kind != "charset" || doc.Customer.Name != "Bäckerei Œuvre & Frères" {
		t.Errorf("UTF-8 that says something else: %v, %v", warnings, err)
	}
	_, _, err = read(t, []byte(strings.Replace(latin, "windows-1252", "nobody's", 1)), importer.Limits{})
	if e := first(t, err); e.Kind != importer.Charset || e.Line == 0 {
		t.Errorf("a set that nobody knows: %s: %v", e.Kind, e)
	}
}

func TestLimits(t *testing.T) {
	fill := func(s string, n int) string { return strings.Repeat(s, n) }
	const here = "<ram:BuyerReference>Service achats</ram:BuyerReference>"
	tests := []struct{ name, put, want string }{
		{"elements", fill("<a/>", einvoice.MaxElements), "MaxElements"},
		{"depth", fill("<a>", 62) + fill("</a>", 62), "Depth"},
		{"depth in what is not read", "<ram:AttachmentBinaryObject>" + fill("<a>", 61) + fill("</a>", 61) + "</ram:AttachmentBinaryObject>", "Depth"},
		{"depth that may be", fill("<a>", 61) + fill("</a>", 61), ""},
		{"a note of a megabyte", "<ram:Note>" + fill("é", 1<<20) + "</ram:Note>", ""},
		{"a picture of some megabytes", "<ram:AttachmentBinaryObject>" + fill("QUJD", 1<<20) + "</ram:AttachmentBinaryObject>", ""},
		{"a document", "<ram:Note>" + fill("x", einvoice.MaxBytes) + "</ram:Note>", "MaxBytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := read(t, sample(t, "cii-en16931.xml", here, test.put), importer.Limits{})
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if e := first(t, err); e.Kind != importer.TooLarge || !strings.Contains(e.Msg, "limit "+test.want) {
				t.Errorf("got %s: %v", e.Kind, e)
			}
		})
	}
	_, _, err := read(t, sample(t, "cii-en16931.xml", "BC-7781", fill("x", 5000)), importer.Limits{})
	if e := first(t, err); e.Kind != importer.TooLarge || !strings.HasSuffix(e.Field, "/BuyerOrderReferencedDocument/IssuerAssignedID") || e.Line != 38 {
		t.Errorf("a long text: %s: %v", e.Kind, e)
	}
}

// TestEntities: none of its own is read, wherever it stands and however it is called.
func TestEntities(t *testing.T) {
	for name, content := range map[string][]byte{
		"declared":               sample(t, "cii-minimum.xml", `<?xml version="1.0" encoding="UTF-8"?>`, `<!DOCTYPE a [<!ENTITY b "c">]>`),
		"of another file":        sample(t, "cii-minimum.xml", `<?xml version="1.0" encoding="UTF-8"?>`, `<!DOCTYPE a SYSTEM "file:///etc/passwd">`),
		"used":                   sample(t, "cii-minimum.xml", "FA-2026-0413", "&nbsp;"),
		"in what is not read":    sample(t, "cii-en16931.xml", "Pose de menuiseries", "<!ENTITY b 'c'>"),
		"of HTML":                sample(t, "cii-minimum.xml", "FA-2026-0413", "FA&eacute;"),
		"a number of no letters": sample(t, "cii-minimum.xml", "FA-2026-0413", "FA&#0;"),
	} {
		_, _, err := read(t, content, importer.Limits{})
		if e := first(t, err); e.Kind != importer.Malformed || e.Line == 0 || e.Hint == "" {
			t.Errorf("%s: %s: %v", name, e.Kind, e)
		}
	}
	if doc, _, err := read(t, sample(t, "cii-minimum.xml", "FA-2026-0413", "FA&#45;1&amp;<![CDATA[<2>]]>"), importer.Limits{}); err != nil || doc.Invoice.Number != "FA-1&<2>" {
		t.Errorf("what XML itself has: %q, %v", doc.Invoice.Number, err)
	}
}

// TestAmountsThatArePaid: what is to be paid lies between nothing and the total, and what was said otherwise is told.
func TestAmountsThatArePaid(t *testing.T) {
	const total, due = "<ram:GrandTotalAmount>300.00</ram:GrandTotalAmount>", "<ram:DuePayableAmount>300.00</ram:DuePayableAmount>"
	paid := func(s string) string { return "<ram:TotalPrepaidAmount>" + s + "</ram:TotalPrepaidAmount>" }
	dueIs := func(s string) string { return "<ram:DuePayableAmount>" + s + "</ram:DuePayableAmount>" }
	tests := []struct {
		name               string
		oldNew             []string
		total, open, state string
		warned             int
	}{
		{"nothing paid", nil, "300.00", "300.00", "open", 0},
		{"paid in full", []string{due, paid("300.00") + dueIs("0.00")}, "300.00", "0.00", "paid", 0},
		{"paid too much", []string{due, paid("350.00") + dueIs("-50.00")}, "300.00", "0.00", "paid", 1},
		{"more than the total", []string{due, dueIs("310.00")}, "300.00", "300.00", "open", 2},
		{"rounded", []string{total, "<ram:RoundingAmount>0.02</ram:RoundingAmount>" + total, due, dueIs("300.02")}, "300.02", "300.02", "open", 0},
		{"no amount due", []string{due, paid("100.00")}, "300.00", "200.00", "open", 1},
		{"no total", []string{total, "", due, paid("100.00") + dueIs("200.00")}, "300.00", "200.00", "open", 1},
		{"nothing at all", []string{">250.00<", ">0.00<", ">50.00<", ">0.00<", ">300.00<", ">0.00<"}, "0.00", "0.00", "paid", 0},
		{"a credit note of a negative total", []string{">380<", ">381<", ">250.00<", ">-250.00<", ">50.00<", ">-50.00<", ">300.00<", ">-300.00<"}, "-300.00", "-300.00", "open", 1},
		{"no type", []string{"<ram:TypeCode>380</ram:TypeCode>", ""}, "300.00", "300.00", "open", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, warnings, err := read(t, sample(t, "cii-minimum.xml", test.oldNew...), importer.Limits{})
			i := doc.Invoice
			if err != nil || i.Total.String() != test.total || i.Outstanding.String() != test.open || string(i.Status) != test.state || len(warnings) != test.warned {
				t.Errorf("total %s, open %s, %s, %d warnings %v, %v", i.Total, i.Outstanding, i.Status, len(warnings), warnings, err)
			}
			for _, w := range warnings {
				if w.Line == 0 || !strings.HasPrefix(w.Message, "/CrossIndustryInvoice/") {
					t.Errorf("a warning without a place: %+v", w)
				}
			}
		})
	}
}

// TestRefusals: each tells its line, its path, and what to do.
func TestRefusals(t *testing.T) {
	tests := []struct{ old, new, field, msg string }{
		{"20261002", "20261302", "IssueDateTime/DateTimeString", "should be a day"},
		{`format="102">20261002`, `format="610">202610`, "IssueDateTime/DateTimeString", "should be a day"},
		{"20261002", "", "IssueDateTime/DateTimeString", "should be given"},
		{">300.00</ram:Gra", ">300.005</ram:Gra", "GrandTotalAmount", "no more decimals than its currency, 2"},
		{">300.00</ram:Gra", ">1 300.00</ram:Gra", "GrandTotalAmount", "should be an amount like 1234.50"},
		{">300.00</ram:Gra", ">9999999999999999999.00</ram:Gra", "GrandTotalAmount", "within 64 bits"},
		{">300.00</ram:Gra", ">92233720368547758.07</ram:Gra", "GrandTotalAmount", "minor units of its currency"},
		{`currencyID="EUR"`, `currencyID="EUR" x="1"`, "", ""},
		{"<ram:GrandTotalAmount>", `<ram:GrandTotalAmount currencyID="USD">`, "GrandTotalAmount", "in the currency of the document"},
		{">EUR<", ">EURO<", "InvoiceCurrencyCode", "should be a currency code"},
		{">FA-2026-0413<", "> <", "ExchangedDocument/ID", "should be given"},
		{"Garage Belle-Rive SAS", "", "BuyerTradeParty/Name", "should be given"},
		{">FA-2026-0413<", ">FA\u009b1<", "ExchangedDocument/ID", "no control characters"},
	}
	for _, test := range tests {
		_, _, err := read(t, sample(t, "cii-minimum.xml", test.old, test.new), importer.Limits{})
		if test.msg == "" {
			if err != nil {
				t.Errorf("%q: %v", test.new, err)
			}
			continue
		}
		e := first(t, err)
		if !strings.HasPrefix(e.Field, "/CrossIndustryInvoice/") || !strings.HasSuffix(e.Field, test.field) || !strings.Contains(e.Msg, test.msg) || e.Line == 0 || e.Hint == "" {
			t.Errorf("%q: %v", test.new, e)
		}
	}
}

// TestMany: what is there a hundred thousand times is told a hundred times, and soon.
func TestMany(t *testing.T) {
	const means = "<ram:SpecifiedTradeSettlementPaymentMeans>"
	for name, one := range map[string]string{
		"accounts that are none": "<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayerPartyDebtorFinancialAccount><ram:IBANID>FR76</ram:IBANID></ram:PayerPartyDebtorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>",
		"taxes that are wrong":   "<ram:ApplicableTradeTax><ram:CalculatedAmount>x</ram:CalculatedAmount><ram:BasisAmount>y</ram:BasisAmount></ram:ApplicableTradeTax>",
		"taxes that are none":    "<ram:ApplicableTradeTax><ram:TypeCode>AAD</ram:TypeCode></ram:ApplicableTradeTax>",
		"taxes":                  "<ram:ApplicableTradeTax><ram:CalculatedAmount>1</ram:CalculatedAmount><ram:BasisAmount>9</ram:BasisAmount></ram:ApplicableTradeTax>",
		"terms":                  "<ram:SpecifiedTradePaymentTerms><ram:Description>#SKONTO#TAGE=9999#PROZENT=999#</ram:Description></ram:SpecifiedTradePaymentTerms>",
	} {
		_, warnings, err := read(t, sample(t, "cii-en16931.xml", means, strings.Repeat(one, 45_000)+means), importer.Limits{})
		var all importer.Errors
		if errors.As(err, &all); len(all) > importer.MaxErrors || len(warnings) > importer.MaxErrors || len(all)+len(warnings) == 0 {
			t.Errorf("%s: %d errors, %d warnings, %v", name, len(all), len(warnings), err)
		}
	}
}

// TestSIREN: of a scheme that says so, of none in France, of a VAT number; never of another scheme or with a wrong check digit.
func TestSIREN(t *testing.T) {
	const here = `<ram:SpecifiedLegalOrganization><ram:ID schemeID="0009">55210055400013</ram:ID></ram:SpecifiedLegalOrganization>`
	legal := func(scheme, id string) string {
		return `<ram:SpecifiedLegalOrganization><ram:ID schemeID="` + scheme + `">` + id + "</ram:ID></ram:SpecifiedLegalOrganization>"
	}
	in := func(country string) string {
		return "<ram:PostalTradeAddress><ram:CountryID>" + country + "</ram:CountryID></ram:PostalTradeAddress>"
	}
	for text, want := range map[string]string{
		legal("0002", "552100554"): "552100554", legal("0002", "552 100 554"): "552100554", legal("0009", "552100554 00013"): "552100554",
		legal("", "552100554"): "552100554", legal("", "552100554") + in("FR"): "552100554", legal("", "552100554") + in("DE"): "", legal("0002", "552100554") + in("DE"): "552100554",
		legal("0060", "552100554"): "", legal("0002", "552100555"): "", legal("0002", "55210055"): "",
		`<ram:GlobalID schemeID="0009">55210055400013</ram:GlobalID>`: "552100554", `<ram:GlobalID schemeID="0088">55210055400013</ram:GlobalID>`: "",
		`<ram:ID>552100554</ram:ID>`: "", `<ram:URIUniversalCommunication><ram:URIID schemeID="0225">552100554_ACHATS</ram:URIID></ram:URIUniversalCommunication>`: "552100554",
		`<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR03552100554</ram:ID></ram:SpecifiedTaxRegistration>`: "552100554",
		`<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE552100554</ram:ID></ram:SpecifiedTaxRegistration>`:   "", "": "",
	} {
		doc, _, err := read(t, sample(t, "cii-minimum.xml", here, text), importer.Limits{})
		if err != nil || doc.Customer.SIREN != want {
			t.Errorf("%s: got %q, %v, want %q", text, doc.Customer.SIREN, err, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := einvoice.Read(ctx, sample(t, "cii-minimum.xml"), importer.Limits{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func ExampleRead() {
	doc, err := einvoice.Read(context.Background(), []byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">
  <ID>FA-2026-0500</ID>
  <IssueDate>2026-10-09</IssueDate>
  <InvoiceTypeCode>380</InvoiceTypeCode>
  <DocumentCurrencyCode>EUR</DocumentCurrencyCode>
  <AccountingCustomerParty><Party><PartyName><Name>Garage Belle-Rive SAS</Name></PartyName></Party></AccountingCustomerParty>
  <LegalMonetaryTotal><TaxInclusiveAmount>120.00</TaxInclusiveAmount><PayableAmount>100.00</PayableAmount></LegalMonetaryTotal>
</Invoice>`), importer.Limits{}, func(w importer.Warning) { fmt.Printf("line %d: %s\n", w.Line, w.Message) })
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(doc.Invoice.Number, doc.Invoice.Issued, doc.Invoice.Total, doc.Invoice.Outstanding)
	// Output:
	// line 7: /Invoice/LegalMonetaryTotal/PayableAmount: should be 120.00, the total less what was paid, rounded (BR-CO-16)
	// FA-2026-0500 2026-10-09 120.00 100.00
}
