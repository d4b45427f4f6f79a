package importertest_test

import (
	"testing"

	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// TestRoundTrip writes and reads a statement that has all that a statement may have.
func TestRoundTrip(t *testing.T) {
	eur := func(minor int64) money.Amount { return money.New(minor, money.EUR) }
	dollars := money.New(5, "USD")
	day := ledger.Date(20_000)
	payment := ledger.Payment{Counterparty: ledger.Party{Name: "É & <Fils>", Account: "X/1"}, Remittance: "a\nb", References: []string{"R1", "R2"}, Charges: &dollars, Instructed: &dollars}
	s := importertest.Statement{
		Statement: ledger.Statement{Account: ledger.AccountRef{Other: "1"}, Currency: money.EUR, Number: "7", Opening: &ledger.Balance{Date: day, Amount: eur(-1)},
			Closing: &ledger.Balance{Date: day, Amount: eur(9)}, Whole: ledger.Period{From: day, To: day}, Lines: 1, Credits: eur(10), Debits: eur(0), Interim: true, Origin: ledger.Origin{Format: "x", Line: 3}},
		Lines: []ledger.Transaction{{BankID: "B", Booked: day, Value: day + 1, Amount: eur(10), Kind: ledger.Fee, Code: "C", Label: "L", Payment: payment, Reversal: true, Line: 4,
			Details: []ledger.Detail{{Amount: eur(4), Payment: payment}, {Amount: eur(6)}}}},
	}
	importertest.RoundTrip(t, []importertest.Statement{s})
	importertest.RoundTrip(t, []importertest.Statement{{}})
	importertest.RoundTrip(t, nil)
}

// TestRoundTripTells fails a test where something is lost: bytes that are no text.
func TestRoundTripTells(t *testing.T) {
	r := &recorder{TB: t}
	importertest.RoundTrip(r, []importertest.Statement{{Statement: ledger.Statement{Number: "\xff"}}})
	if len(r.errors) == 0 {
		t.Error("a text that is none was kept")
	}
}
