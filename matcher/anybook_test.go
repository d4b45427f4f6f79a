package matcher

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Things that no book should hold, and that one may.
var (
	anyCustomer = rapid.SampledFrom([]ledger.CustomerID{"", "C1", "C2", "C3", "GONE", "FA-1", "C1 "})
	anyName     = rapid.SampledFrom([]string{"", " ", "SARL", "Menuiserie Aubrac", "Menuiserie Aubrac SARL", "A", "É", "日本", "🧾", "M OU MME", "VIREMENT", "\xff", "1234"})
	anyNumber   = rapid.SampledFrom([]ledger.InvoiceNumber{"", "0", "000", "1", "12/2026", "FA-1", "FA-2", "FA-00001", "fa-1", "A", "-", "🧾", "2026", "FA-99999999999999999999999999", "\xff", " FA-1 "})
	anyMinor    = rapid.SampledFrom([]int64{0, 1, -1, 100, 49_90, -49_90, 10_000, 99_80, ledger.MaxAmount, -ledger.MaxAmount, 1 << 62, -1 << 63})
	anyCurrency = rapid.SampledFrom([]money.Currency{money.EUR, money.EUR, money.EUR, "USD", "JPY", ""})
	anyDate     = rapid.SampledFrom([]ledger.Date{0, 1, -1, issueDay, issueDay + 40, 1 << 30, -1 << 31})
	anyIBAN     = rapid.SampledFrom([]string{"", "FR7610278060000002041234567", "fr76 1027 8060 0000 0204 1234 567", "?", "1"})
	anyWords    = rapid.SampledFrom([]string{"", "\n", "FA-1", "FA-1 FA-2", "1 à 12", "fact 000", "AVOIR FA-2 DEDUIT", "REJET FA-1", "ESCOMPTE 100%", "ESCOMPTE 99,99 %", "REMISE CHEQUES 2", "REMISE CB 10/01",
		"FRAIS", "99999999999999999999", "=1+1", "RF18", "+++000/0000/00097+++", "0", "FA-1 à FA-99999999999999999999999999", "-", "🧾🧾", "שלום 1", "30/02/2026", "ACOMPTE 1/2 FA-1"})
)

func anyAmount(t *rapid.T, what string) money.Amount {
	return money.New(anyMinor.Draw(t, what), anyCurrency.Draw(t, what+" currency"))
}

func anyBook(t *rapid.T) Book {
	var b Book
	b.Own = []string{anyIBAN.Draw(t, "own")}
	for range rapid.IntRange(0, 5).Draw(t, "customers") {
		b.Customers = append(b.Customers, ledger.Customer{ID: anyCustomer.Draw(t, "id"), Name: anyName.Draw(t, "name"), Group: string(anyCustomer.Draw(t, "group")), SIREN: rapid.SampledFrom([]string{"", "732829320"}).Draw(t, "siren"),
			Accounts: []ledger.IBAN{ledger.IBAN(anyIBAN.Draw(t, "iban"))}, Trade: rapid.SliceOfN(anyName, 0, 2).Draw(t, "trade"), Mandates: rapid.SliceOfN(anyIBAN, 0, 2).Draw(t, "mandates"),
			City: anyName.Draw(t, "city"), Person: rapid.Bool().Draw(t, "person"),
			Terms: ledger.Terms{Discount: rapid.SampledFrom([]ledger.Rate{0, 200, 1, 10_000}).Draw(t, "discount"), DiscountDays: rapid.SampledFrom([]int{0, 8, 9999}).Draw(t, "days")}})
	}
	for range rapid.IntRange(0, 12).Draw(t, "items") {
		total := anyAmount(t, "total")
		b.Items = append(b.Items, ledger.OpenItem{Open: rapid.SampledFrom([]money.Amount{total, total, anyAmount(t, "open")}).Draw(t, "open"), Invoice: ledger.Invoice{Number: anyNumber.Draw(t, "number"), Customer: anyCustomer.Draw(t, "of"), CustomerName: anyName.Draw(t, "of name"),
			CreditNote: rapid.Bool().Draw(t, "note"), Issued: anyDate.Draw(t, "issued"), Due: anyDate.Draw(t, "due"), Total: total, Outstanding: total, CustomerRef: string(anyNumber.Draw(t, "order")), Reference: anyWords.Draw(t, "reference"),
			Status: rapid.SampledFrom([]ledger.InvoiceStatus{ledger.Open, ledger.Paid, "?"}).Draw(t, "status")}})
	}
	for range rapid.IntRange(0, 4).Draw(t, "facts") {
		b.Facts = append(b.Facts, ledger.Fact{Kind: rapid.SampledFrom([]ledger.FactKind{ledger.AccountOf, ledger.NameOf, ledger.MandateOf, ledger.RuleOf, "?"}).Draw(t, "fact"), Key: anyName.Draw(t, "key") + anyIBAN.Draw(t, "key"), Customer: anyCustomer.Draw(t, "taught"),
			Account: rapid.SampledFrom([]string{"", "627", "?"}).Draw(t, "account"), Count: rapid.IntRange(-3, 5).Draw(t, "count"), Untaught: rapid.IntRange(-1, 2).Draw(t, "untaught"), Seen: rapid.IntRange(-1, 9).Draw(t, "seen")})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "past") {
		b.Past = append(b.Past, Past{Line: anyLine(t, fmt.Sprint("P", i)), Allocations: []ledger.Allocation{{Invoice: anyNumber.Draw(t, "settled"), Amount: anyAmount(t, "settled")}}})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "recorded") {
		b.Recorded = append(b.Recorded, ledger.Settlement{ID: ledger.SettlementID(fmt.Sprint(i)), Means: rapid.SampledFrom([]ledger.Means{ledger.PaidByCheque, ledger.PaidByCard, ledger.PaidByDebit, ledger.PaidInCash, "?"}).Draw(t, "means"), Customer: anyCustomer.Draw(t, "paid by"),
			Amount: anyAmount(t, "paid"), Received: anyDate.Draw(t, "received"), Due: anyDate.Draw(t, "collected"), Slip: anyWords.Draw(t, "slip"), Returned: rapid.Bool().Draw(t, "returned"),
			Allocations: []ledger.Allocation{{Invoice: anyNumber.Draw(t, "settles"), Amount: anyAmount(t, "settles")}}})
	}
	return b
}

// anyLine is a line within what importers let through.
func anyLine(t *rapid.T, id string) ledger.Line {
	cur := anyCurrency.Draw(t, "currency")
	minor := max(min(anyMinor.Draw(t, "amount"), ledger.MaxAmount), -ledger.MaxAmount)
	l := named(id, ledger.Transaction{Booked: anyDate.Draw(t, "booked"), Amount: money.New(minor, cur), Label: anyWords.Draw(t, "label"), Payment: anyPayment(t),
		Kind: rapid.SampledFrom([]ledger.Kind{ledger.Transfer, ledger.Returned, "", "?"}).Draw(t, "kind"), Reversal: rapid.Bool().Draw(t, "reversal")})
	l.Intake = rapid.SampledFrom([]int64{0, 1, 7}).Draw(t, "intake")
	if rapid.IntRange(0, 3).Draw(t, "batch") == 0 {
		l.Details = []ledger.Detail{{Amount: money.New(minor-1, cur), Payment: anyPayment(t)}, {Amount: money.New(1, cur), Payment: anyPayment(t)}}
	}
	return l
}

func anyPayment(t *rapid.T) ledger.Payment {
	charges, sent := anyAmount(t, "charges"), anyAmount(t, "sent")
	p := ledger.Payment{Counterparty: ledger.Party{Name: anyName.Draw(t, "payer"), Account: anyIBAN.Draw(t, "from")}, Ultimate: ledger.Party{Name: anyName.Draw(t, "for")}, Remittance: anyWords.Draw(t, "text"), References: []string{anyWords.Draw(t, "reference")},
		EndToEndID: anyWords.Draw(t, "end to end"), MandateID: anyIBAN.Draw(t, "mandate"), Cheque: anyWords.Draw(t, "cheque"), ReturnReason: rapid.SampledFrom([]string{"", "AC04"}).Draw(t, "return")}
	if rapid.Bool().Draw(t, "stated") {
		p.Charges, p.Instructed = &charges, &sent
	}
	return p
}

// TestAnyBook decides and explains any line against any book, however absurd: no panic, decisions
// that hold, and the same for the same.
func TestAnyBook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBook(t)
		var lines []ledger.Line
		for i := range rapid.IntRange(1, 4).Draw(t, "lines") {
			lines = append(lines, anyLine(t, fmt.Sprint("L", i)))
		}
		x := NewIndex(b, Options{})
		first := x.Decide(lines)
		for i, d := range first {
			if err := d.Validate(lines[i].Amount); err != nil {
				t.Fatalf("line %d: %v: %+v", i, err, d)
			}
			if d.Status == ledger.Review && d.Reason == ledger.Sure {
				t.Fatalf("line %d waits for no reason", i)
			}
			if d.Status == ledger.Auto && lines[i].Amount.IsZero() {
				t.Fatalf("line %d of nothing settles something", i)
			}
		}
		if again := NewIndex(b, Options{}).Decide(lines); !slices.EqualFunc(first, again, func(a, b ledger.Decision) bool { return outcome(a) == outcome(b) }) {
			t.Fatal("the same gave something else")
		}
		for i := range lines {
			x.Run(lines).Explain(i, anyNumber.Draw(t, "against"))
		}
	})
}
