package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func invoice() ledger.Invoice {
	return ledger.Invoice{Number: "F-1", Customer: "C1", Issued: day("2026-01-01"), Due: day("2026-01-31"), Total: eur(1200_00), Outstanding: eur(700_00), Status: ledger.Open}
}

func TestInvoiceValidate(t *testing.T) {
	for name, change := range map[string]func(*ledger.Invoice){
		"as it is":          func(*ledger.Invoice) {},
		"all open":          func(i *ledger.Invoice) { i.Outstanding = i.Total },
		"paid":              func(i *ledger.Invoice) { i.Outstanding, i.Status = eur(0), ledger.Paid },
		"cancelled":         func(i *ledger.Invoice) { i.Outstanding, i.Status = eur(0), ledger.Cancelled },
		"open with nothing": func(i *ledger.Invoice) { i.Outstanding = eur(0) },
		"a credit note":     func(i *ledger.Invoice) { i.CreditNote, i.Total, i.Outstanding = true, eur(-240_00), eur(-40_00) },
		"of zero":           func(i *ledger.Invoice) { i.Total, i.Outstanding = eur(0), eur(0) },
		"without a due day": func(i *ledger.Invoice) { i.Due = 0 },
	} {
		i := invoice()
		change(&i)
		if err := i.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		field string
		spoil func(*ledger.Invoice)
	}{
		"no number":               {"number", func(i *ledger.Invoice) { i.Number = "" }},
		"no customer":             {"customer_id", func(i *ledger.Invoice) { i.Customer = "" }},
		"no issue day":            {"issue_date", func(i *ledger.Invoice) { i.Issued = 0 }},
		"no currency":             {"currency", func(i *ledger.Invoice) { i.Total, i.Outstanding = money.New(1, ""), money.New(1, "") }},
		"two currencies":          {"currency", func(i *ledger.Invoice) { i.Outstanding = money.New(1, "CHF") }},
		"a negative invoice":      {"total", func(i *ledger.Invoice) { i.Total, i.Outstanding = eur(-1), eur(-1) }},
		"too much":                {"total", func(i *ledger.Invoice) { i.Total = eur(ledger.MaxAmount + 1) }},
		"a positive credit note":  {"total", func(i *ledger.Invoice) { i.CreditNote = true }},
		"more open than in all":   {"open_amount", func(i *ledger.Invoice) { i.Outstanding = eur(1200_01) }},
		"open on the other side":  {"open_amount", func(i *ledger.Invoice) { i.Outstanding = eur(-1) }},
		"credit beyond its total": {"open_amount", func(i *ledger.Invoice) { i.CreditNote, i.Total, i.Outstanding = true, eur(-1), eur(-2) }},
		"no status":               {"status", func(i *ledger.Invoice) { i.Status = "" }},
		"an unknown status":       {"status", func(i *ledger.Invoice) { i.Status = "draft" }},
		"paid and open":           {"open_amount", func(i *ledger.Invoice) { i.Status = ledger.Paid }},
		"cancelled and open":      {"open_amount", func(i *ledger.Invoice) { i.Status = ledger.Cancelled }},
	} {
		i := invoice()
		c.spoil(&i)
		if err := i.Validate(); !invalid(err, c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is open lies between nothing and the total, on its side of zero.
func TestOpenAmountLiesWithinTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := invoice()
		total, open := rapid.Int64Range(-4, 4).Draw(t, "total"), rapid.Int64Range(-5, 5).Draw(t, "open")
		i.Total, i.Outstanding, i.CreditNote = eur(total), eur(open), total < 0
		want := min(total, 0) <= open && open <= max(total, 0)
		if err := i.Validate(); (err == nil) != want {
			t.Fatalf("%d open of %d: %v", open, total, err)
		}
	})
}
