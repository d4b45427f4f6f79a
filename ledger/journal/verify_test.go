package journal_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

// sampleBook has one of everything that verification looks at.
func sampleBook(t rapid.TB) *book {
	b := newBook(t)
	b.customers["C1"] = ledger.Customer{ID: "C1", Name: "Garage Belle-Rive"}
	b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C1", "2026-01-12", 800_00), invoice("F-003", "C2", "2025-12-20", 500_00),
		invoice("A-001", "C2", "2026-02-01", -100_00), invoice("F-004", "C3", "2026-02-02", 90_00))
	january := b.take("account1", balance("2025-12-31", 3000_00), balance("2026-01-31", 4190_00),
		received("2026-01-20", 1200_00, "VIR BELLE-RIVE F-001"), received("2026-01-25", -10_00, "COMMISSION"))
	b.decide(january[0], pays(noDifference, part("F-001", 1200_00)))
	b.decide(january[1], isClass(ledger.BankFee))
	february := b.take("account1", balance("2026-01-31", 4190_00), balance("2026-02-28", 5390_00),
		received("2026-02-10", 800_00, "VIR SANS NOM"), received("2026-02-11", 400_00, "VIR F-003 MOINS A-001"))
	b.decide(february[0], unknown())
	b.decide(february[1], pays(noDifference, part("F-003", 500_00), part("A-001", -100_00)))
	b.today = day("2026-04-02")
	b.decide(february[0], by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-002", 800_00))))
	b.learn(ledger.Fact{Kind: ledger.NameOf, Key: "BELLE RIVE", Customer: "C1"}, 1)
	march := b.take("account1", nil, balance("2026-03-31", 5480_00), received("2026-03-05", 90_00, "VIR F-004"))
	b.decide(march[0], isClass(ledger.BankFee))
	b.decide(march[0], by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-004", 90_00))))
	return b
}

func TestVerifyRightBook(t *testing.T) {
	b := sampleBook(t)
	r := b.verify()
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if !r.OK() || len(r.Unproven) > 0 || r.Waiting > 0 {
		t.Fatalf("a right book is found wrong:\n%s", &text)
	}
	t.Log(text.String())
}
