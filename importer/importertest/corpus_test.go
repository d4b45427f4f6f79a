package importertest_test

import (
	"errors"
	"fmt"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// recorder is a test that notes its errors and goes on.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func statement(c money.Currency, lines int, credits, debits int64, closing *ledger.Balance) importertest.Statement {
	return importertest.Statement{Statement: ledger.Statement{Currency: c, Lines: lines, Credits: money.New(credits, c), Debits: money.New(debits, c), Closing: closing}}
}

// TestCheck: a row that says otherwise is told, and one that says the same is not.
func TestCheck(t *testing.T) {
	closing := &ledger.Balance{Amount: money.New(10050, money.EUR)}
	one := []importertest.Statement{statement(money.EUR, 3, 1250, 300, closing)}
	two := append(one[:1:1], statement("USD", 1, 100, 0, nil))
	refused := &importer.Error{Kind: importer.Missing, Line: 3, Msg: "should be given"}
	tests := []struct {
		name   string
		row    importertest.Row
		read   []importertest.Statement
		err    error
		wrongs int
	}{
		{"nothing is known", importertest.Row{}, one, nil, 0},
		{"all is as it should be", importertest.Row{Statements: "1", Transactions: "3", Credits: "12.50", Debits: "3", Currency: "eur", Closing: "100.5"}, one, nil, 0},
		{"sums go over currencies", importertest.Row{Statements: "2", Transactions: "4", Credits: "13.50", Currency: "EUR;USD", Closing: "100.50;"}, two, nil, 0},
		{"a cent", importertest.Row{Credits: "12.51"}, one, nil, 1},
		{"a count", importertest.Row{Transactions: "4"}, one, nil, 1},
		{"a balance", importertest.Row{Closing: "100.51"}, one, nil, 1},
		{"a balance that was not read", importertest.Row{Opening: "0.00"}, one, nil, 1},
		{"a balance of another statement", importertest.Row{Closing: "100.50;7.00"}, two, nil, 1},
		{"a currency", importertest.Row{Currency: "USD"}, one, nil, 1},
		{"what was rounded in three lines", importertest.Row{Credits: "12.5149"}, one, nil, 0},
		{"more than rounding", importertest.Row{Credits: "12.5151"}, one, nil, 1},
		{"refused, and should not be", importertest.Row{}, nil, refused, 1},
		{"refused, as it should be", importertest.Row{Refused: true}, nil, refused, 0},
		{"taken, and should not be", importertest.Row{Refused: true}, one, nil, 1},
		{"refused without a kind", importertest.Row{Refused: true}, nil, errors.New("no"), 1},
		{"refused without a place", importertest.Row{Refused: true}, nil, &importer.Error{Kind: importer.Missing, Msg: "should be given"}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := &recorder{TB: t}
			test.row.Check(r, test.read, test.err)
			if len(r.errors) != test.wrongs {
				t.Errorf("told %q, want %d", r.errors, test.wrongs)
			}
		})
	}
}
