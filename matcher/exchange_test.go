package matcher

import (
	"fmt"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// tradingShop is the shop that also bills in pounds, dollars and yen.
func tradingShop(t testing.TB) Book {
	t.Helper()
	b := shop(t)
	b.Customers = append(b.Customers, ledger.Customer{ID: "HALL", Name: "Hallowdene Research PLC", Country: "GB"}, ledger.Customer{ID: "LAKE", Name: "Lakehurst University", Country: "US"})
	for _, i := range []struct {
		number, customer string
		amount           money.Amount
	}{
		{"FA-2026-09101", "HALL", money.New(2886_45, "GBP")}, {"FA-2026-09102", "HALL", money.New(57_09, "GBP")},
		{"FA-2026-09103", "LAKE", money.New(926_50, "USD")}, {"FA-2026-09104", "LAKE", money.New(855_34, money.EUR)},
		{"FA-2026-09105", "LAKE", money.New(850_59, "USD")}, {"FA-2026-09106", "LAKE", money.New(120_000, "JPY")},
	} {
		b.Items = append(b.Items, ledger.OpenItem{Open: i.amount, Invoice: ledger.Invoice{Number: ledger.InvoiceNumber(i.number), Customer: ledger.CustomerID(i.customer),
			Issued: issueDay + 50, Due: issueDay + 80, Total: i.amount, Outstanding: i.amount, Status: ledger.Open}})
	}
	return b
}

// TestExchange shows the item in the currency that was sent, and books nothing.
func TestExchange(t *testing.T) {
	for _, c := range []struct {
		name, amount, payer, text string
		sent                      money.Amount
		want                      string // the decision and the first candidate
	}{
		{"stated and named", "3430.12", "Hallowdene Research PLC", "INV FA-2026-09101", money.New(2886_45, "GBP"), "review exchange FA-2026-09101=2886.45 GBP"},
		{"stated, no number", "855.00", "Lakehurst University", "PAYMENT", money.New(926_50, "USD"), "review exchange FA-2026-09103=926.50 USD"},
		{"stated, a part of it", "1188.30", "Hallowdene Research PLC", "PART PAYMENT FA-2026-09101", money.New(1000_00, "GBP"), "review exchange FA-2026-09101=1000.00 GBP"},
		{"stated, without hundredths", "736.10", "Lakehurst University", "FA-2026-09106", money.New(120_000, "JPY"), "review exchange FA-2026-09106=120000 JPY"},
		{"in the text", "785.26", "Lakehurst University", "INV FA-2026-09105 USD 850.59", money.Amount{}, "review exchange FA-2026-09105=850.59 USD"},
		{"in the text, before the currency", "3430.12", "Hallowdene Research PLC", "FA-2026-09101 2,886.45 GBP", money.Amount{}, "review exchange FA-2026-09101=2886.45 GBP"},
		{"the figure in the wrong currency", "57.09", "Hallowdene Research PLC", "FA-2026-09102", money.Amount{}, "review exchange FA-2026-09102=57.09 GBP"},
		{"the figure, no number", "57.09", "Hallowdene Research PLC", "PAYMENT", money.Amount{}, "review exchange FA-2026-09102=57.09 GBP"},
		{"the euros are one item's, the dollars another's", "855.34", "Lakehurst University", "PAYMENT", money.New(926_50, "USD"), "review exchange FA-2026-09104=855.34 EUR"},
		{"the same, and the euros' is named", "855.34", "Lakehurst University", "FA-2026-09104", money.New(926_50, "USD"), "auto FA-2026-09104=855.34 FA-2026-09104=855.34 EUR"},
		{"named, and no amount", "3301.98", "Hallowdene Research PLC", "INV FA-2026-09101", money.Amount{}, "review exchange FA-2026-09101=2886.45 GBP"},
		{"two named, and no amount", "3301.98", "Hallowdene Research PLC", "FA-2026-09101 FA-2026-09102", money.Amount{}, "review exchange FA-2026-09101=2886.45 GBP FA-2026-09102=57.09 GBP"},
		{"nobody's", "926.50", "Somebody Else", "HELLO", money.Amount{}, ""},
		{"euros as ever", "1234.56", "Horlogerie Vasseur", "FA-2026-09001", money.Amount{}, "auto FA-2026-09001=1234.56 FA-2026-09001=1234.56 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := payment(t, c.amount, c.payer, c.text)
			if !c.sent.IsZero() {
				l.Instructed = &c.sent
			}
			d := decideAll(t, tradingShop(t), l)[0]
			got := outcome(d)
			if len(d.Candidates) > 0 {
				for _, a := range d.Candidates[0].Allocations {
					got += fmt.Sprintf(" %s=%s %s", a.Invoice, a.Amount, a.Amount.Currency())
				}
			}
			if got != c.want && (c.want != "" || d.Status == ledger.Auto) {
				t.Errorf("got  %s\nwant %s", got, c.want)
				for _, e := range d.Candidates {
					t.Logf("%d %d%s %v", e.Share, e.MBits, settles(e), e.Evidence)
				}
			}
			for _, e := range d.Candidates {
				if d.Reason == ledger.Exchanged && e.Allocations[0].Amount.Currency() != money.EUR && len(e.Evidence) > 0 && (e.Evidence[0].How == "exact" || e.Evidence[0].How == "sum") {
					t.Error("the amount is said to be exact, which the line's is not")
				}
				if e.Difference.Amount.Currency() != money.EUR || e.Difference.Kind == ledger.Partial && !e.Difference.Amount.IsZero() {
					t.Errorf("the difference %s is no amount of the line", e.Difference.Amount)
				}
			}
		})
	}
}

// TestSentIn reads amounts beside the currencies of the book.
func TestSentIn(t *testing.T) {
	x := NewIndex(tradingShop(t), Options{})
	for text, want := range map[string]string{
		"USD 850.59": "850.59 USD", "850,59 USD": "850.59 USD", "USD1,300.50 THANKS": "1300.50 USD", "1 300,50 GBP": "1300.50 GBP",
		"GBP2886.45/INV": "2886.45 GBP", "JPY 120000": "120000 JPY", "CHF 12.00": "", "EUR 12.00": "", "USD": "", "USD INV 12": "", "12.345.678,90 USD": "12345678.90 USD",
	} {
		l := payment(t, "1.00", "", text)
		v := x.newView(&l, -1)
		got := ""
		for _, s := range x.sentIn(&v.pieces[0], v.cur, nil) {
			got = fmt.Sprintf("%s %s", s.amount, s.amount.Currency())
		}
		if got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}
