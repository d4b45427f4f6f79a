package ledger_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func transaction() ledger.Transaction {
	return ledger.Transaction{BankID: "B1", Booked: day("2026-01-31"), Amount: eur(10_00), Label: "VIR", Payment: payment(),
		Details: []ledger.Detail{{Amount: eur(6_00), Payment: payment()}, {Amount: eur(4_00)}}}
}

func TestTransactionValidate(t *testing.T) {
	for name, change := range map[string]func(*ledger.Transaction){
		"as it is":   func(*ledger.Transaction) {},
		"no details": func(l *ledger.Transaction) { l.Details = nil },
		"of zero":    func(l *ledger.Transaction) { l.Amount, l.Details = eur(0), nil },
		"money out": func(l *ledger.Transaction) {
			l.Amount, l.Details = eur(-10_00), []ledger.Detail{{Amount: eur(-4_00)}, {Amount: eur(-6_00)}}
		},
		"a text in full":  func(l *ledger.Transaction) { l.Label = strings.Repeat("x", ledger.MaxText) },
		"the most":        func(l *ledger.Transaction) { l.Amount, l.Details = eur(-ledger.MaxAmount), nil },
		"no bank's ID":    func(l *ledger.Transaction) { l.BankID = "" },
		"a free detail":   func(l *ledger.Transaction) { l.Details = append(l.Details, ledger.Detail{Amount: eur(0)}) },
		"many references": func(l *ledger.Transaction) { l.References = make([]string, 1000) },
	} {
		l := transaction()
		change(&l)
		if err := l.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := strings.Repeat("x", ledger.MaxText+1)
	for name, c := range map[string]struct {
		field string
		spoil func(*ledger.Transaction)
	}{
		"no day":                 {"date", func(l *ledger.Transaction) { l.Booked = 0 }},
		"no currency":            {"currency", func(l *ledger.Transaction) { l.Amount = money.Amount{} }},
		"too much":               {"amount", func(l *ledger.Transaction) { l.Amount, l.Details = eur(ledger.MaxAmount+1), nil }},
		"too much out":           {"amount", func(l *ledger.Transaction) { l.Amount, l.Details = eur(math.MinInt64), nil }},
		"details of a cent less": {"details", func(l *ledger.Transaction) { l.Details[0].Amount = eur(5_99) }},
		"details in another":     {"details", func(l *ledger.Transaction) { l.Details[0].Amount = money.New(6_00, "CHF") }},
		"details out of range":   {"details", func(l *ledger.Transaction) { l.Details[0].Amount, l.Details[1].Amount = eur(math.MaxInt64), eur(1) }},
		"a detail back":          {"details", func(l *ledger.Transaction) { l.Details[0].Amount, l.Details[1].Amount = eur(11_00), eur(-1_00) }},
		"bank's ID":              {"text", func(l *ledger.Transaction) { l.BankID = long }},
		"label":                  {"text", func(l *ledger.Transaction) { l.Label = long }},
		"code":                   {"text", func(l *ledger.Transaction) { l.Code = long }},
		"name":                   {"text", func(l *ledger.Transaction) { l.Counterparty.Name = long }},
		"account":                {"text", func(l *ledger.Transaction) { l.Counterparty.Account = long }},
		"ultimate":               {"text", func(l *ledger.Transaction) { l.Ultimate.Name = long }},
		"remittance":             {"text", func(l *ledger.Transaction) { l.Remittance = long }},
		"reference":              {"text", func(l *ledger.Transaction) { l.References = []string{"", long} }},
		"end to end":             {"text", func(l *ledger.Transaction) { l.EndToEndID = long }},
		"mandate":                {"text", func(l *ledger.Transaction) { l.MandateID = long }},
		"cheque":                 {"text", func(l *ledger.Transaction) { l.Cheque = long }},
		"reason":                 {"text", func(l *ledger.Transaction) { l.ReturnReason = long }},
		"a detail's text":        {"text", func(l *ledger.Transaction) { l.Details[1].Remittance = long }},
	} {
		l := transaction()
		c.spoil(&l)
		if err := l.Validate(); !invalid(err, c.field) || strings.Contains(err.Error(), "xxx") {
			t.Errorf("%s: %.80v", name, err)
		}
	}
}

// Counted line by line, a statement adds up to the balance that its lines lead to.
func TestStatementAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]money.Currency{"EUR", "JPY", "TND"}).Draw(t, "currency")
		s := ledger.Statement{Currency: c}
		opening := rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "opening")
		closing := opening
		amounts := rapid.SliceOfN(rapid.Int64Range(-1_000_000, 1_000_000), 0, 20).Draw(t, "amounts")
		for _, m := range amounts {
			if err := s.Count(ledger.Transaction{Amount: money.New(m, c)}); err != nil {
				t.Fatal(err)
			}
			closing += m
		}
		if _, ok, err := s.AddUp(); ok || err != nil {
			t.Fatalf("a statement without balances adds up: %v, %v", ok, err)
		}
		off := rapid.Int64Range(-2, 2).Draw(t, "off by")
		s.Opening, s.Closing = &ledger.Balance{Amount: money.New(opening, c)}, &ledger.Balance{Amount: money.New(closing+off, c)}
		diff, ok, err := s.AddUp()
		if err != nil || !ok || diff != money.New(-off, c) || s.Lines != len(amounts) {
			t.Fatalf("AddUp = %v, %v, %v; should be %d", diff, ok, err, -off)
		}
	})
}

func TestStatementCountRefuses(t *testing.T) {
	s := ledger.Statement{Currency: money.EUR, Credits: eur(math.MaxInt64), Debits: eur(0), Lines: 1}
	before := s
	for name, minor := range map[string]money.Amount{"another currency": money.New(1, "CHF"), "out of range": eur(1), "no abs": eur(math.MinInt64)} {
		if err := s.Count(ledger.Transaction{Amount: minor}); err == nil || s != before {
			t.Errorf("%s: %v, and the statement is %+v", name, err, s)
		}
	}
}

func TestStatementWithoutLinesAddsUp(t *testing.T) {
	s := ledger.Statement{Currency: "JPY", Opening: &ledger.Balance{Amount: money.New(5, "JPY")}, Closing: &ledger.Balance{Amount: money.New(5, "JPY")}}
	if diff, ok, err := s.AddUp(); err != nil || !ok || diff != money.New(0, "JPY") {
		t.Errorf("AddUp = %v, %v, %v", diff, ok, err)
	}
}

func TestLineID(t *testing.T) {
	l := ledger.Transaction{BankID: "B1", Booked: day("2026-01-31"), Amount: eur(10_00), Label: "VIR"}
	id := ledger.NewLineID("a", l, 0)
	if len(id) != 16 || id != ledger.NewLineID("a", l, 0) {
		t.Errorf("ID %q", id)
	}
	relabelled := l
	relabelled.Label, relabelled.Line = "another text", 7
	if ledger.NewLineID("a", relabelled, 0) != id {
		t.Error("the ID follows the text, which formats write differently")
	}
	for name, other := range map[string]func() ledger.LineID{
		"account":   func() ledger.LineID { return ledger.NewLineID("b", l, 0) },
		"ordinal":   func() ledger.LineID { return ledger.NewLineID("a", l, 1) },
		"bank's ID": func() ledger.LineID { l := l; l.BankID = ""; return ledger.NewLineID("a", l, 0) },
		"day":       func() ledger.LineID { l := l; l.Booked++; return ledger.NewLineID("a", l, 0) },
		"amount":    func() ledger.LineID { l := l; l.Amount = eur(-10_00); return ledger.NewLineID("a", l, 0) },
		"currency":  func() ledger.LineID { l := l; l.Amount = money.New(10_00, "USD"); return ledger.NewLineID("a", l, 0) },
	} {
		if other() == id {
			t.Errorf("another %s, the same ID", name)
		}
	}
}

func TestPeriod(t *testing.T) {
	march := ledger.Period{From: day("2026-03-01"), To: day("2026-03-31")}
	for d, want := range map[string]bool{"2026-02-28": false, "2026-03-01": true, "2026-03-31": true, "2026-04-01": false} {
		if march.Holds(day(d)) != want {
			t.Errorf("March holds %s: %v", d, !want)
		}
	}
	if !(ledger.Period{}).Holds(1) || (ledger.Period{To: 5}).Holds(6) || (ledger.Period{From: 5}).Holds(4) {
		t.Error("an open end is closed")
	}
}

func TestAccountRef(t *testing.T) {
	iban, other := ledger.AccountRef{IBAN: "FR1", Other: "1/2"}, ledger.AccountRef{Other: "1/2"}
	if iban.String() != "FR1" || other.String() != "1/2" || iban.IsZero() || !(ledger.AccountRef{}).IsZero() {
		t.Error("a reference is not what it says")
	}
}
