package store_test

import (
	"context"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, t.TempDir()+"/a b?.db")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, _ := ledger.NewCompany("Sirius SAS", "")
	today, _ := ledger.ParseDate("2026-03-31")
	if err := s.AddCompany(ctx, c, ledger.DefaultChart(), today); err != nil {
		t.Fatal(err)
	}
	for k := range 2 {
		l, err := s.Load(ctx, c.ID, store.LoadOptions{File: ledger.Hash{byte(k)}, Format: "ofx 1.02", Today: today})
		if err != nil {
			t.Fatal(err)
		}
		st := ledger.Statement{Currency: money.EUR, Credits: money.New(0, money.EUR), Debits: money.New(0, money.EUR)}
		l.Begin(st)
		for i := range 3 {
			tx := ledger.Transaction{BankID: "X", Booked: today, Amount: money.New(int64(100+i/2), money.EUR), Label: "hello"}
			if err := l.Line(tx); err != nil {
				t.Fatal(err)
			}
			st.Count(tx)
		}
		if err := l.End(st); err != nil {
			t.Fatal(err)
		}
		res, err := l.Commit()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%+v", res)
	}
	for l, err := range s.Lines(ctx, c.ID, store.LineFilter{}) {
		t.Log(l, err)
	}
	t.Log(s.ExternalIDs(ctx, c.ID))
	inv := ledger.Invoice{Number: "F1", Customer: "C1", Issued: today, Total: money.New(100, money.EUR), Outstanding: money.New(100, money.EUR), Status: ledger.Open}
	err = s.Update(ctx, c.ID, today, func(tx *store.Tx) error {
		_, err := tx.TakeInvoices(ledger.Hash{9}, store.List{Invoices: []ledger.Invoice{inv}, Customers: []ledger.Customer{{ID: "C1", Name: "x"}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(s.Items(ctx, c.ID, 0))
	var id ledger.LineID
	for l := range s.Lines(ctx, c.ID, store.LineFilter{Undecided: true}) {
		id = l.ID
		break
	}
	d := ledger.Decision{Line: id, Status: ledger.Auto, By: ledger.Program, Intake: 4, Chosen: ledger.Explanation{Class: ledger.CustomerPayment, Allocations: []ledger.Allocation{{Invoice: "F1", Amount: money.New(100, money.EUR)}}}}
	e, err := ledger.NewEntry(ledger.EntryDraft{Journal: "BQ", Date: today, PieceDate: today, Line: id, Postings: []ledger.Posting{{Account: "51201", Amount: money.New(100, money.EUR)}, {Account: "411", Aux: "C1", Amount: money.New(-100, money.EUR)}}})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(ctx, c.ID, today, func(tx *store.Tx) error {
		if err := tx.Decide([]ledger.Decision{d}); err != nil {
			return err
		}
		_, err := tx.Book([]ledger.Entry{e})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(s.Items(ctx, c.ID, 0))
	t.Log(s.LiveEntries(ctx, c.ID, id))
	t.Log(s.DecisionsOf(ctx, c.ID, id))
	t.Log(s.Past(ctx, c.ID, 0))
	for e, err := range s.Events(ctx, c.ID) {
		t.Log(e.Seq, e.Kind, err)
	}
	t.Log(s.Balance(ctx, c.ID, "51201", "", today))
	t.Log(s.Pending(ctx, c.ID))
}
