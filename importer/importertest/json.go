package importertest

import (
	"bytes"
	"encoding/json"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// RoundTrip writes what was read as canonical JSON, reads that, and compares: nothing
// that a format sends is lost on the way to another program. The same statements give the
// same bytes: fields in the order of ledger, amounts in whole minor units.
func RoundTrip(t testing.TB, statements []Statement) {
	t.Helper()
	written := toJSON(t, statements)
	var all []jsonStatement
	if err := json.Unmarshal(written, &all); err != nil {
		t.Fatalf("canonical JSON is not read: %v", err)
	}
	again := make([]Statement, len(all))
	for i, s := range all {
		again[i] = s.statement()
	}
	if got, want := Text(again, nil, nil), Text(statements, nil, nil); !bytes.Equal(got, want) {
		t.Errorf("written as JSON and read again:\n%s\nwas:\n%s", got, want)
	}
	if got := toJSON(t, again); !bytes.Equal(got, written) {
		t.Errorf("written as JSON again:\n%s\nwas:\n%s", got, written)
	}
}

func toJSON(t testing.TB, statements []Statement) []byte {
	t.Helper()
	all := make([]jsonStatement, len(statements))
	for i, s := range statements {
		all[i] = statementOf(s)
	}
	b, err := json.Marshal(all)
	if err != nil {
		t.Fatalf("canonical JSON is not written: %v", err)
	}
	return b
}

// The fields of these types stand before those of the same name in the type within,
// whose amounts other packages can't write.
type (
	jsonAmount struct {
		Minor    int64
		Currency money.Currency
	}
	jsonBalance struct {
		Date   ledger.Date
		Amount jsonAmount
	}
	jsonDetail struct {
		ledger.Detail
		Amount              jsonAmount
		Charges, Instructed *jsonAmount
	}
	jsonLine struct {
		ledger.Transaction
		Amount              jsonAmount
		Charges, Instructed *jsonAmount
		Details             []jsonDetail
	}
	jsonStatement struct {
		ledger.Statement
		Credits, Debits  jsonAmount
		Opening, Closing *jsonBalance
		Transactions     []jsonLine
	}
)

func amountOf(a money.Amount) jsonAmount  { return jsonAmount{a.Minor(), a.Currency()} }
func (a jsonAmount) amount() money.Amount { return money.New(a.Minor, a.Currency) }

func statedOf(a *money.Amount) *jsonAmount {
	if a == nil {
		return nil
	}
	j := amountOf(*a)
	return &j
}

func (a *jsonAmount) stated() *money.Amount {
	if a == nil {
		return nil
	}
	m := a.amount()
	return &m
}

func balanceOf(b *ledger.Balance) *jsonBalance {
	if b == nil {
		return nil
	}
	return &jsonBalance{b.Date, amountOf(b.Amount)}
}

func (b *jsonBalance) balance() *ledger.Balance {
	if b == nil {
		return nil
	}
	return &ledger.Balance{Date: b.Date, Amount: b.Amount.amount()}
}

func lineOf(l ledger.Transaction) jsonLine {
	j := jsonLine{Transaction: l, Amount: amountOf(l.Amount), Charges: statedOf(l.Charges), Instructed: statedOf(l.Instructed)}
	for _, d := range l.Details {
		j.Details = append(j.Details, jsonDetail{d, amountOf(d.Amount), statedOf(d.Charges), statedOf(d.Instructed)})
	}
	return j
}

func (j jsonLine) line() ledger.Transaction {
	l := j.Transaction
	l.Amount, l.Charges, l.Instructed, l.Details = j.Amount.amount(), j.Charges.stated(), j.Instructed.stated(), nil
	for _, d := range j.Details {
		d.Detail.Amount, d.Detail.Charges, d.Detail.Instructed = d.Amount.amount(), d.Charges.stated(), d.Instructed.stated()
		l.Details = append(l.Details, d.Detail)
	}
	return l
}

func statementOf(s Statement) jsonStatement {
	j := jsonStatement{Statement: s.Statement, Credits: amountOf(s.Credits), Debits: amountOf(s.Debits), Opening: balanceOf(s.Opening), Closing: balanceOf(s.Closing)}
	for _, l := range s.Lines {
		j.Transactions = append(j.Transactions, lineOf(l))
	}
	return j
}

func (j jsonStatement) statement() Statement {
	s := Statement{Statement: j.Statement}
	s.Credits, s.Debits, s.Opening, s.Closing = j.Credits.amount(), j.Debits.amount(), j.Opening.balance(), j.Closing.balance()
	for _, l := range j.Transactions {
		s.Lines = append(s.Lines, l.line())
	}
	return s
}
