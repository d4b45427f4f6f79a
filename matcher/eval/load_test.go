package eval_test

import (
	"encoding/csv"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher"
	"lettrage/matcher/eval"
)

// set is a labelled set, read.
type set struct {
	name   string
	book   matcher.Book
	lines  []ledger.Line
	truths []eval.Truth
}

// load reads the set in a folder, its lines from one of its files.
func load(t testing.TB, dir string, from eval.Source) set {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := set{name: strings.TrimPrefix(filepath.Base(dir), "dev-")}
	if s.truths, err = eval.ReadTruth(f); err != nil {
		t.Fatal(err)
	}
	s.book = readBook(t, dir)
	if _, err := os.Stat(filepath.Join(dir, files[from])); err == nil { // large sets have no CSV and no OFX
		s.lines = readLines(t, filepath.Join(dir, files[from]), from)
	}
	return s
}

func rows(t testing.TB, path string, comma rune) []map[string]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff")))
	r.Comma = comma
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]map[string]string, len(all)-1)
	for i, row := range all[1:] {
		out[i] = make(map[string]string, len(row))
		for k, v := range row {
			out[i][all[0][k]] = v
		}
	}
	return out
}

func amount(t testing.TB, s string, decimal byte) money.Amount {
	t.Helper()
	a, err := money.Parse(s, money.EUR, decimal)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return a
}

func day(s string) ledger.Date {
	d, _ := ledger.ParseDate(s)
	return d
}

func readBook(t testing.TB, dir string) matcher.Book {
	t.Helper()
	var b matcher.Book
	for _, r := range rows(t, filepath.Join(dir, "customers.csv"), ',') {
		c := ledger.Customer{ID: ledger.CustomerID(r["customer_id"]), Name: r["name"], Person: r["kind"] == "person", SIREN: r["siren"],
			City: r["city"], Country: r["country"], Group: r["group_id"]}
		if r["iban"] != "" {
			c.Accounts = []ledger.IBAN{ledger.IBAN(r["iban"])}
		}
		if r["discount_percent"] != "" {
			c.Terms.Discount = ledger.Rate(amount(t, r["discount_percent"], '.').Minor())
			c.Terms.DiscountDays = int(amount(t, r["discount_days"], '.').Minor() / 100)
		}
		b.Customers = append(b.Customers, c)
	}
	for _, r := range rows(t, filepath.Join(dir, "invoices.csv"), ',') {
		i := ledger.Invoice{Number: ledger.InvoiceNumber(r["number"]), CreditNote: r["type"] != "invoice", Customer: ledger.CustomerID(r["customer_id"]),
			CustomerName: r["customer_name"], Issued: day(r["issue_date"]), Due: day(r["due_date"]), Total: amount(t, r["total"], '.'),
			Outstanding: amount(t, r["open_amount"], '.'), Status: ledger.InvoiceStatus(r["status"]), CustomerRef: r["customer_reference"], Reference: r["structured_reference"]}
		if err := i.Validate(); err != nil {
			t.Fatal(err)
		}
		b.Items = append(b.Items, ledger.OpenItem{Invoice: i, Open: i.Outstanding})
	}
	return b
}

var files = map[eval.Source]string{eval.CAMT: "statement.camt053.xml", eval.CSV: "statement.csv", eval.OFX: "statement.ofx"}

func readLines(t testing.TB, path string, from eval.Source) []ledger.Line {
	switch from {
	case eval.CSV:
		return readCSV(t, path)
	case eval.OFX:
		return readOFX(t, path)
	}
	return readCAMT(t, path)
}

func readCSV(t testing.TB, path string) []ledger.Line {
	var lines []ledger.Line
	for _, r := range rows(t, path, ';') {
		a := r["Débit"] + r["Crédit"]
		d := r["Date"]
		tx := ledger.Transaction{BankID: r["Référence"], Booked: day(d[6:] + "-" + d[3:5] + "-" + d[:2]), Amount: amount(t, a, ','), Label: r["Libellé"]}
		lines = append(lines, ledger.Line{ID: ledger.LineID(tx.BankID), Transaction: tx})
	}
	return lines
}

func readOFX(t testing.TB, path string) []ledger.Line {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var utf strings.Builder
	for _, c := range b {
		utf.WriteRune(rune(c))
	}
	kinds := map[string]ledger.Kind{"FEE": ledger.Fee, "SRVCHG": ledger.Fee, "INT": ledger.Interest}
	var lines []ledger.Line
	for _, s := range strings.Split(utf.String(), "<STMTTRN>")[1:] {
		get := func(tag string) string {
			_, after, _ := strings.Cut(s, "<"+tag+">")
			v, _, _ := strings.Cut(after, "<")
			return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(strings.TrimSpace(v))
		}
		d := get("DTPOSTED")
		tx := ledger.Transaction{BankID: get("FITID"), Booked: day(d[:4] + "-" + d[4:6] + "-" + d[6:8]), Amount: amount(t, get("TRNAMT"), '.'), Label: get("MEMO"), Code: get("TRNTYPE"),
			Kind: kinds[get("TRNTYPE")], Payment: ledger.Payment{Counterparty: ledger.Party{Name: get("NAME")}}}
		lines = append(lines, ledger.Line{ID: ledger.LineID(tx.BankID), Transaction: tx})
	}
	return lines
}

type camtEntry struct {
	Ref    string `xml:"AcctSvcrRef"`
	Amt    string `xml:"Amt"`
	Ind    string `xml:"CdtDbtInd"`
	Booked string `xml:"BookgDt>Dt"`
	Fmly   string `xml:"BkTxCd>Domn>Fmly>Cd"`
	Sub    string `xml:"BkTxCd>Domn>Fmly>SubFmlyCd"`
	Info   string `xml:"AddtlNtryInf"`
	Dtls   []struct {
		Amt    string   `xml:"Amt"`
		E2E    string   `xml:"Refs>EndToEndId"`
		Dbtr   string   `xml:"RltdPties>Dbtr>Pty>Nm"`
		DbtrA  string   `xml:"RltdPties>DbtrAcct>Id>IBAN"`
		Ult    string   `xml:"RltdPties>UltmtDbtr>Pty>Nm"`
		Cdtr   string   `xml:"RltdPties>Cdtr>Pty>Nm"`
		CdtrA  string   `xml:"RltdPties>CdtrAcct>Id>IBAN"`
		Ustrd  []string `xml:"RmtInf>Ustrd"`
		Refs   []string `xml:"RmtInf>Strd>CdtrRefInf>Ref"`
		Reason string   `xml:"RtrInf>Rsn>Cd"`
		Inst   string   `xml:"AmtDtls>InstdAmt>Amt"`
		Charge string   `xml:"Chrgs>Rcrd>Amt"`
	} `xml:"NtryDtls>TxDtls"`
}

func readCAMT(t testing.TB, path string) []ledger.Line {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	var lines []ledger.Line
	for {
		tok, err := d.Token()
		if err != nil {
			return lines
		}
		if s, ok := tok.(xml.StartElement); ok && s.Name.Local == "Ntry" {
			var e camtEntry
			if err := d.DecodeElement(&e, &s); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, e.line(t))
		}
	}
}

func (e camtEntry) line(t testing.TB) ledger.Line {
	kinds := map[string]ledger.Kind{"CHRG": ledger.Fee, "CCHQ": ledger.ChequeDeposit, "POSC": ledger.CardPayout, "UPDD": ledger.Returned, "ESCT": ledger.Transfer, "XBCT": ledger.Transfer, "ESDD": ledger.DirectDebit}
	a := amount(t, e.Amt, '.')
	if e.Ind == "DBIT" {
		a = money.New(-a.Minor(), money.EUR)
	}
	tx := ledger.Transaction{BankID: e.Ref, Booked: day(e.Booked), Amount: a, Kind: kinds[e.Sub], Label: e.Info, Code: "PMNT/" + e.Fmly + "/" + e.Sub}
	var details []ledger.Detail
	for _, x := range e.Dtls {
		p := ledger.Payment{Counterparty: ledger.Party{Name: x.Dbtr, Account: x.DbtrA}, Ultimate: ledger.Party{Name: x.Ult}, Remittance: strings.Join(x.Ustrd, "\n"),
			References: x.Refs, EndToEndID: x.E2E, ReturnReason: x.Reason}
		if e.Ind == "DBIT" {
			p.Counterparty = ledger.Party{Name: x.Cdtr, Account: x.CdtrA}
		}
		if p.EndToEndID == "NOTPROVIDED" {
			p.EndToEndID = ""
		}
		if x.Charge != "" {
			c := amount(t, x.Charge, '.')
			p.Charges = &c
		}
		if x.Inst != "" {
			c := amount(t, x.Inst, '.')
			p.Instructed = &c
		}
		one := ledger.Detail{Payment: p}
		if x.Amt != "" {
			one.Amount = amount(t, x.Amt, '.')
		}
		details = append(details, one)
	}
	if len(details) == 1 {
		tx.Payment = details[0].Payment
	} else {
		tx.Details = details
	}
	return ledger.Line{ID: ledger.LineID(tx.BankID), Transaction: tx}
}
