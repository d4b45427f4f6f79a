package batch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lettrage/export/report"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

const customers = `customer_id,name,kind,siren,iban,email,city,country,payment_terms_days,discount_percent,discount_days,group_id
C001,Boulangerie Merisier SARL,company,,,,Lyon,FR,30,,,
C003,Odile Castagnier,person,,,,Lyon,FR,30,,,
`

const items = `number,type,customer_id,customer_name,issue_date,due_date,currency,total,open_amount,status,customer_reference,structured_reference
FA-2026-0101,invoice,C001,Boulangerie Merisier SARL,2026-09-30,2026-10-30,EUR,1200.00,1200.00,open,,
FA-2026-0104,invoice,C003,Odile Castagnier,2026-10-14,2026-11-13,EUR,90.00,90.00,open,,
FA-2026-0105,invoice,C003,Odile Castagnier,2026-10-28,2026-11-27,EUR,90.00,90.00,open,,
`

// november is a month in which one payment fits two invoices, and one line nobody.
const november = `Date;Date valeur;Libellé;Référence;Débit;Crédit
02/11/2026;02/11/2026;VIR SEPA RECU /DE BOULANGERIE MERISIER SARL /MOTIF FACTURE FA-2026-0101;B0001;;1200,00
09/11/2026;09/11/2026;VIR DE ODILE CASTAGNIER;B0005;;90,00
16/11/2026;16/11/2026;VIR RECU SARL INCONNUE DE TOUS;B0006;;4321,00
`

func smallBook(t *testing.T) (*Batch, ledger.Company) {
	t.Helper()
	b, c := newBook(t)
	takeList(t, b, c, "customers.csv", []byte(customers))
	takeList(t, b, c, "invoices.csv", []byte(items))
	takeStatement(t, b, c, "november.csv", []byte(november))
	return b, c
}

// open returns the open amount of an item, in cents.
func open(t *testing.T, b *Batch, c ledger.Company, number ledger.InvoiceNumber) int64 {
	t.Helper()
	all, err := b.Store.Items(t.Context(), c.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if i.Number == number {
			return i.Open.Minor()
		}
	}
	t.Fatalf("the book has no item %s", number)
	return 0
}

// balance returns what stands on an account of the chart, in cents.
func balance(t *testing.T, b *Batch, c ledger.Company, account string) int64 {
	t.Helper()
	a, err := b.Store.Balance(t.Context(), c.ID, account, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	return a.Minor()
}

func TestTwoEqualItemsAreAQuestion(t *testing.T) {
	b, c := smallBook(t)
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reviews {
		if r.External == "B0005" {
			if r.Decision.Reason != ledger.Ambiguity || len(r.Decision.Candidates) < 2 {
				t.Errorf("reason %q with %d candidates, want an ambiguity of two", r.Decision.Reason, len(r.Decision.Candidates))
			}
			return
		}
	}
	t.Errorf("B0005 is not among the %d lines in review", len(reviews))
}

func TestAcceptBooksAndTeaches(t *testing.T) {
	b, c := smallBook(t)
	suspense := balance(t, b, c, "471")
	if _, err := b.Accept(t.Context(), c, "B0005", 1); err != nil {
		t.Fatal(err)
	}
	if got := open(t, b, c, "FA-2026-0104") + open(t, b, c, "FA-2026-0105"); got != 90_00 {
		t.Errorf("%d cents are open of the two items, want 9000", got)
	}
	if got := balance(t, b, c, "471"); got != suspense+90_00 {
		t.Errorf("471 went from %d to %d, want 90.00 less in suspense", suspense, got)
	}
	proven(t, b, c)
}

func TestADecisionThatIsChangedIsMirrored(t *testing.T) {
	b, c := smallBook(t)
	chosen := func(n ledger.InvoiceNumber) []ledger.Allocation {
		return []ledger.Allocation{{Invoice: n, Amount: money.New(90_00, money.EUR)}}
	}
	for _, n := range []ledger.InvoiceNumber{"FA-2026-0104", "FA-2026-0105"} {
		if _, err := b.Choose(t.Context(), c, "B0005", chosen(n)); err != nil {
			t.Fatal(err)
		}
		if got := open(t, b, c, n); got != 0 {
			t.Errorf("%s: %d cents are open after it was chosen", n, got)
		}
		proven(t, b, c)
	}
	if got := open(t, b, c, "FA-2026-0104"); got != 90_00 {
		t.Errorf("the item that was chosen first has %d cents open, want 9000", got)
	}
	story, err := b.Story(t.Context(), c, "B0005")
	if err != nil {
		t.Fatal(err)
	}
	if len(story.Decisions) != 3 {
		t.Errorf("the line has %d decisions, want the program's and two of a person", len(story.Decisions))
	}
}

func TestMoreThanTheItemIsRefusedAndTheRestIsCredit(t *testing.T) {
	b, c := smallBook(t)
	before := books(t, b, c)
	over := []ledger.Allocation{{Invoice: "FA-2026-0104", Amount: money.New(90_01, money.EUR)}}
	if _, err := b.Choose(t.Context(), c, "B0006", over); err == nil {
		t.Error("more than the item's amount was allocated")
	}
	if after := books(t, b, c); after != before {
		t.Errorf("a refused decision changed the books: %s", firstDifference(before, after))
	}
	if _, err := b.Choose(t.Context(), c, "B0006", []ledger.Allocation{{Invoice: "FA-2026-0104", Amount: money.New(90_00, money.EUR)}}); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, b, c, "4197"); got != -4231_00 {
		t.Errorf("4197 is %d, want the customer's credit of 4231.00", got)
	}
	proven(t, b, c)
}

func TestBookAndRefuse(t *testing.T) {
	b, c := smallBook(t)
	if _, err := b.Book(t.Context(), c, "B0006", "758"); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, b, c, "758"); got != -4321_00 {
		t.Errorf("758 is %d, want -432100", got)
	}
	if _, err := b.Refuse(t.Context(), c, "B0005"); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, b, c, "471"); got != -90_00 {
		t.Errorf("471 is %d, want the refused line's 90.00", got)
	}
	r, err := b.Match(t.Context(), c, false)
	if err != nil {
		t.Fatal(err)
	}
	if r.Changed.Auto+r.Changed.None+r.Changed.Review != 0 {
		t.Errorf("after a refusal match changed %+v", r.Changed)
	}
	proven(t, b, c)
}

func TestDecisionsOnWhatIsNotThere(t *testing.T) {
	b, c := smallBook(t)
	for name, decide := range map[string]func() error{
		"no such line":      func() error { _, err := b.Accept(t.Context(), c, "B9999", 1); return err },
		"no such candidate": func() error { _, err := b.Accept(t.Context(), c, "B0005", 9); return err },
		"no such item": func() error {
			_, err := b.Choose(t.Context(), c, "B0005", []ledger.Allocation{{Invoice: "FA-9", Amount: money.New(90_00, money.EUR)}})
			return err
		},
		"no account": func() error { _, err := b.Book(t.Context(), c, "B0006", "six"); return err },
	} {
		var e *ledger.Error
		if err := decide(); !errors.As(err, &e) {
			t.Errorf("%s: %v, want an error of the books", name, err)
		}
	}
	proven(t, b, c)
}

// A list that comes after the payment explains it at the next look.
func TestMatchLooksAgain(t *testing.T) {
	b, c := newBook(t)
	takeStatement(t, b, c, "november.csv", []byte(november))
	takeList(t, b, c, "customers.csv", []byte(customers))
	takeList(t, b, c, "invoices.csv", []byte(items))
	r, err := b.Match(t.Context(), c, false)
	if err != nil {
		t.Fatal(err)
	}
	if r.Changed.Auto != 1 || open(t, b, c, "FA-2026-0101") != 0 {
		t.Errorf("%d lines matched, %d cents open of FA-2026-0101; want the one that names it", r.Changed.Auto, open(t, b, c, "FA-2026-0101"))
	}
	proven(t, b, c)
}

// What is in another currency than the books' is kept and told, and not booked.
func TestOtherCurrenciesAreHeld(t *testing.T) {
	b, c := newBook(t)
	r := takeList(t, b, c, "invoices.csv", []byte(`number,type,customer_id,customer_name,issue_date,due_date,currency,total,open_amount,status
US-1,invoice,C009,Maple Inc,2026-09-30,2026-10-30,USD,50.00,50.00,open
`))
	if len(r.Warnings) != 1 || r.Warnings[0].Kind != "currency" {
		t.Errorf("warnings %+v, want one of the currency", r.Warnings)
	}
	takeStatement(t, b, c, "dollars.ofx", []byte(`OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>50.00<FITID>D1<NAME>MAPLE INC US-1</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>50.00<DTASOF>20261102</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`))
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil || len(reviews) != 1 || reviews[0].Decision.Reason != ledger.ForeignMoney {
		t.Fatalf("reviews %+v, %v; want the line, held for its currency", reviews, err)
	}
	if _, err := b.Book(t.Context(), c, "D1", "758"); err == nil {
		t.Error("a line without a rate was booked")
	}
	for e, err := range b.Store.Entries(t.Context(), c.ID, store.EntryFilter{}) {
		t.Errorf("entry %s was booked (%v)", e.Number, err)
	}
	u, err := b.unmatched(t.Context(), c)
	if err != nil || len(u.Findings) == 0 || u.Findings[0].Kind != report.ForeignLines {
		t.Errorf("findings %+v, %v; want the lines in another currency", u.Findings, err)
	}
	proven(t, b, c)
}

// What a person decided once, the program knows the next time: the payer's account.
func TestADecisionTeachesTheAccount(t *testing.T) {
	b, c := newBook(t)
	takeList(t, b, c, "customers.csv", []byte(customers))
	takeList(t, b, c, "invoices.csv", []byte(items))
	payment := func(id, day, amount string) []byte {
		return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>` + id + `</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>` + day + `</Dt></BookgDt><AcctSvcrRef>` + id + `</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>HOLDING ZUMSTEIN AG</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`)
	}
	if r := takeStatement(t, b, c, "first.xml", payment("T1", "2026-11-02", "90.00")); r.Outcome.Auto != 0 {
		t.Fatalf("a stranger's payment was matched: %+v", r.Outcome)
	}
	if _, err := b.Choose(t.Context(), c, "T1", []ledger.Allocation{{Invoice: "FA-2026-0104", Amount: money.New(90_00, money.EUR)}}); err != nil {
		t.Fatal(err)
	}
	takeStatement(t, b, c, "second.xml", payment("T2", "2026-11-30", "90.00"))
	story, err := b.Story(t.Context(), c, "T2")
	if err != nil {
		t.Fatal(err)
	}
	best := story.Decisions[0].Candidates
	if len(best) == 0 || len(best[0].Allocations) != 1 || best[0].Allocations[0].Invoice != "FA-2026-0105" {
		t.Fatalf("the first candidate is %+v, want the customer's other item", best)
	}
	known := false
	for _, e := range best[0].Evidence {
		known = known || e.Kind == ledger.ByAccount
	}
	if !known {
		t.Errorf("the evidence %+v does not say that the account is known", best[0].Evidence)
	}
	proven(t, b, c)
}

// A list of items names its customers: without a list of customers the names are known all the same.
func TestNamesOfItemsAreCustomers(t *testing.T) {
	b, c := newBook(t)
	list := items
	for i, name := range strings.Fields("Alizier Bouleau Charme Dattier Erable Frene Genevrier Houx If Jasmin Kapokier Laurier Meleze Noyer Orme Peuplier") {
		list += fmt.Sprintf("FA-2026-02%02d,invoice,D%03d,%s SARL,2026-09-30,2026-10-30,EUR,%d.10,%d.10,open,,\n", i, i, name, 300+i, 300+i)
	}
	takeList(t, b, c, "invoices.csv", []byte(list))
	takeStatement(t, b, c, "november.csv", []byte(`Date;Date valeur;Libellé;Référence;Débit;Crédit
09/11/2026;09/11/2026;VIR DE BOULANGERIE MERISIER SARL;B0007;;1200,00
`))
	story, err := b.Story(t.Context(), c, "B0007")
	if err != nil {
		t.Fatal(err)
	}
	named := false
	for _, e := range append(story.Decisions[0].Candidates, story.Decisions[0].Chosen) {
		for _, v := range e.Evidence {
			named = named || v.Kind == ledger.ByPayer && v.MBits > 0
		}
	}
	if !named {
		t.Errorf("the payer's name is no evidence: %+v", story.Decisions[0])
	}
}
