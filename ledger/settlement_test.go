package ledger_test

import (
	"errors"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// cheque is a settlement that is right.
func cheque() ledger.Settlement {
	return ledger.Settlement{Means: ledger.PaidByCheque, Customer: "C1", Payer: "Odile Castagnier", Amount: eur(120_00), Received: day("2026-03-02"),
		Allocations: []ledger.Allocation{{Invoice: "F-1", Amount: eur(130_00)}, {Invoice: "A-1", Amount: eur(-10_00)}}, Number: "0001234", Slip: "B7", Salt: ledger.Salt{1}}
}

func TestNewSettlement(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*ledger.Settlement)
		field string // empty: it is right
	}{
		{"a cheque", func(*ledger.Settlement) {}, ""},
		{"settles less than it is", func(s *ledger.Settlement) { s.Amount = eur(200_00) }, ""},
		{"settles nothing", func(s *ledger.Settlement) { s.Allocations = nil }, ""},
		{"a card's refund", func(s *ledger.Settlement) {
			s.Means, s.Amount, s.Allocations, s.Contract = ledger.PaidByCard, eur(-50_00), []ledger.Allocation{{Invoice: "F-1", Amount: eur(-50_00)}}, "4711"
		}, ""},
		{"a collection", func(s *ledger.Settlement) { s.Means, s.Due = ledger.PaidByDebit, day("2026-03-07") }, ""},
		{"cash", func(s *ledger.Settlement) { s.Means, s.Slip = ledger.PaidInCash, "" }, ""},
		{"no means", func(s *ledger.Settlement) { s.Means = "" }, "means"},
		{"no customer", func(s *ledger.Settlement) { s.Customer = "" }, "customer_id"},
		{"no day", func(s *ledger.Settlement) { s.Received = 0 }, "date"},
		{"no currency", func(s *ledger.Settlement) { s.Amount, s.Allocations = money.Amount{}, nil }, "currency"},
		{"nothing", func(s *ledger.Settlement) { s.Amount, s.Allocations = eur(0), nil }, "amount"},
		{"a cheque below zero", func(s *ledger.Settlement) { s.Amount, s.Allocations = eur(-1), nil }, "amount"},
		{"beyond the limit", func(s *ledger.Settlement) { s.Amount = eur(ledger.MaxAmount + 1) }, "amount"},
		{"a cheque that is due", func(s *ledger.Settlement) { s.Due = day("2026-03-07") }, "due_date"},
		{"collected before it was sent", func(s *ledger.Settlement) { s.Means, s.Due = ledger.PaidByDebit, day("2026-03-01") }, "due_date"},
		{"a cheque of a terminal", func(s *ledger.Settlement) { s.Contract = "4711" }, "contract"},
		{"cash on a slip", func(s *ledger.Settlement) { s.Means = ledger.PaidInCash }, "slip"},
		{"long text", func(s *ledger.Settlement) { s.Payer = strings.Repeat("x", ledger.MaxText+1) }, "text"},
		{"an item twice", func(s *ledger.Settlement) { s.Allocations[1].Invoice = "F-1" }, "allocations"},
		{"an item with nothing", func(s *ledger.Settlement) { s.Allocations[1].Amount = eur(0) }, "allocations"},
		{"settles more than it is", func(s *ledger.Settlement) { s.Amount = eur(119_99) }, "allocations"},
		{"settles the other way", func(s *ledger.Settlement) { s.Allocations = s.Allocations[1:] }, "allocations"},
		{"in two currencies", func(s *ledger.Settlement) { s.Allocations[1].Amount = money.New(-10_00, "CHF") }, "allocations"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := cheque()
			c.spoil(&s)
			made, err := ledger.NewSettlement(s, 0)
			var e *ledger.Error
			switch {
			case c.field == "" && (err != nil || made.ID == ""):
				t.Errorf("refused: %v", err)
			case c.field != "" && (!errors.As(err, &e) || e.Kind != ledger.Invalid || e.Field != c.field || made.ID != ""):
				t.Errorf("got %v, want %s to be refused", err, c.field)
			}
		})
	}
}

// TestSettlementID tells two like settlements apart, and no more than that.
func TestSettlementID(t *testing.T) {
	id := func(s ledger.Settlement, n int) ledger.SettlementID {
		made, err := ledger.NewSettlement(s, n)
		if err != nil {
			t.Fatal(err)
		}
		return made.ID
	}
	other, salted := cheque(), cheque()
	other.Number, salted.Salt = "0001235", ledger.Salt{2}
	if a := id(cheque(), 0); a != id(salted, 0) || a == id(cheque(), 1) || a == id(other, 0) {
		t.Error("the ID does not follow from content and ordinal")
	}
}

func TestSettlementCollected(t *testing.T) {
	s := cheque()
	if got := s.Collected(); got != s.Received {
		t.Errorf("a cheque is collected on %s", got)
	}
	s.Means, s.Due = ledger.PaidByDebit, day("2026-03-07")
	if got := s.Collected(); got != s.Due {
		t.Errorf("a direct debit is collected on %s", got)
	}
}

func TestSettlementCommitmentHasEveryField(t *testing.T) {
	s, err := ledger.NewSettlement(cheque(), 0)
	if err != nil {
		t.Fatal(err)
	}
	everyField(t, s, ledger.Settlement.Commitment)
}
