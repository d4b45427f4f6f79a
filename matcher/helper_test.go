package matcher

import (
	"fmt"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// euros reads an amount.
func euros(t testing.TB, s string) money.Amount {
	t.Helper()
	a, err := money.Parse(s, money.EUR, '.')
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// shop is a company of 300 open items that nobody asks for, and the few customers
// and items that the tests are about.
func shop(t testing.TB) Book {
	t.Helper()
	b, _ := company(9, 300, 0)
	b.Own = []string{"FR7630006000011234567890189", "FR7612345678901234567890106"}
	b.Customers = append(b.Customers, []ledger.Customer{
		{ID: "HORL", Name: "Horlogerie Vasseur SARL", Accounts: []ledger.IBAN{"FR7610278060000002041234567"}, Terms: ledger.Terms{Discount: 200, DiscountDays: 8}},
		{ID: "ZING", Name: "Zinguerie Pontarlier SAS", Group: "G1"},
		{ID: "QUIN", Name: "Quincaillerie Ostrevent SARL", Group: "G1"},
		{ID: "MARC", Name: "Lucie Marchandeau", Person: true},
		{ID: "DIJK", Name: "Van Dijk Bloemen BV", Country: "NL"},
		{ID: "IMB1", Name: "Imbert SARL"},
		{ID: "IMB2", Name: "Imbert SAS"},
	}...)
	for _, row := range strings.Split(strings.TrimSpace(`
		FA-2026-09001 HORL  1234.56 30
		FA-2026-09002 HORL   480.00 31
		FA-2026-09003 HORL   931.70 85
		AV-2026-00007 HORL   -77.30 32
		FA-2026-09010 ZING   713.13 30
		FA-2026-09011 ZING   713.13 40
		FA-2026-09012 ZING    58.20 41
		FA-2026-09013 ZING  2250.00 42
		FA-2026-09020 QUIN   415.37 30
		FA-2026-09030 MARC   189.99 30
		FA-2026-09031 MARC    64.50 33
		FA-2026-09040 DIJK  3618.20 30
		FA-2026-09050 IMB1   777.77 30
		FA-2026-09051 IMB2   777.77 31
		FA-2026-09060 MARC    96.40 30
		FA-2026-09061 DIJK    96.40 30
		FA-2026-09062 IMB1    96.40 31
		FA-2026-09063 IMB2    96.40 31`), "\n") {
		b.Items = append(b.Items, itemOf(t, row))
	}
	paid := itemOf(t, "FA-2026-09099 HORL 350.00 20")
	paid.Open, paid.Outstanding, paid.Status = euros(t, "0.00"), euros(t, "0.00"), ledger.Paid
	b.Items = append(b.Items, paid)
	return b
}

// itemOf reads "number customer total day-of-issue".
func itemOf(t testing.TB, row string) ledger.OpenItem {
	t.Helper()
	var number, customer, total string
	var day int
	if _, err := fmt.Sscan(row, &number, &customer, &total, &day); err != nil {
		t.Fatal(err)
	}
	a := euros(t, total)
	i := ledger.Invoice{Number: ledger.InvoiceNumber(number), Customer: ledger.CustomerID(customer), CreditNote: a.Sign() < 0,
		Issued: issueDay + ledger.Date(day), Due: issueDay + ledger.Date(day+30), Total: a, Outstanding: a, Status: ledger.Open}
	return ledger.OpenItem{Invoice: i, Open: a}
}

// payment is a line of a customer: amount, name and text.
func payment(t testing.TB, amount, name, text string) ledger.Line {
	t.Helper()
	return named("L1", ledger.Transaction{BankID: "L1", Booked: issueDay + 90, Amount: euros(t, amount), Kind: ledger.Transfer,
		Payment: ledger.Payment{Counterparty: ledger.Party{Name: name}, Remittance: text}})
}

func named(id string, t ledger.Transaction) ledger.Line {
	t.BankID = id
	return ledger.Line{ID: ledger.LineID(id), Transaction: t}
}

// decideAll decides lines together, and checks what must hold of every decision.
func decideAll(t testing.TB, b Book, lines ...ledger.Line) []ledger.Decision {
	t.Helper()
	ds := NewIndex(b, Options{}).Decide(lines)
	for i, d := range ds {
		if err := d.Validate(lines[i].Amount); err != nil {
			t.Errorf("line %d: %v", i, err)
		}
	}
	return ds
}

// outcome writes a decision in short: "auto FA-1=12.00 FA-2=3.00 discount 0.24".
func outcome(d ledger.Decision) string {
	out := string(d.Status)
	if d.Reason != "" {
		out += " " + string(d.Reason)
	}
	if d.Status != ledger.Auto {
		return out
	}
	out += settles(d.Chosen)
	if d.Chosen.Difference.Kind != "" {
		out += fmt.Sprintf(" %s %s", d.Chosen.Difference.Kind, d.Chosen.Difference.Amount)
	}
	return out
}

func settles(e ledger.Explanation) string {
	out := ""
	for _, a := range e.Allocations {
		out += fmt.Sprintf(" %s=%s", a.Invoice, a.Amount)
	}
	return out
}

// ask is one line and what should become of it.
type ask struct{ name, amount, payer, text, want string }

func check(t *testing.T, asks []ask) {
	t.Helper()
	b := shop(t)
	for _, a := range asks {
		t.Run(a.name, func(t *testing.T) {
			d := decideAll(t, b, payment(t, a.amount, a.payer, a.text))[0]
			if got := outcome(d); got != a.want {
				t.Errorf("got  %s\nwant %s", got, a.want)
				for _, c := range d.Candidates {
					t.Logf("%d%s %v", c.Share, settles(c), c.Evidence)
				}
			}
		})
	}
}
