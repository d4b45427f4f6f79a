package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

// BenchmarkTenThousand is the store's part of a large night: 10,000 open items and
// a file of 10,000 lines are taken, decided, booked and read again for an export.
func BenchmarkTenThousand(b *testing.B) {
	const n = 10_000
	b.ReportAllocs()
	var spent [4]time.Duration
	for b.Loop() {
		b.StopTimer()
		s, err := store.Open(b.Context(), b.TempDir()+"/bench.db")
		if err != nil {
			b.Fatal(err)
		}
		night := &bench{B: b, s: s, n: n}
		if err := s.AddCompany(b.Context(), ledger.Company{ID: "c", Name: "C", Currency: money.EUR, YearEnd: 1231}, ledger.DefaultChart(), today); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		for i, step := range []func() error{night.items, night.load, night.book, night.read} {
			before := b.Elapsed()
			if err := step(); err != nil {
				b.Fatal(err)
			}
			spent[i] += b.Elapsed() - before
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	for i, name := range []string{"items", "load", "book", "read"} {
		b.ReportMetric(float64(spent[i].Milliseconds())/float64(b.N), "ms-"+name)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "lines/s")
}

type bench struct {
	*testing.B
	s      *store.Store
	n      int
	intake int64
}

func (b *bench) items() error {
	list := make([]ledger.Invoice, b.n)
	customers := make([]ledger.Customer, b.n/4)
	for i := range customers {
		customers[i] = ledger.Customer{ID: ledger.CustomerID(fmt.Sprintf("C%05d", i)), Name: fmt.Sprintf("Customer %d SARL", i), City: "Brest", Country: "FR", Terms: ledger.Terms{Days: 30}}
	}
	for i := range list {
		list[i] = ledger.Invoice{Number: ledger.InvoiceNumber(fmt.Sprintf("F-2026-%05d", i)), Customer: customers[i/4].ID, CustomerName: customers[i/4].Name, Issued: today - 40, Due: today - 10,
			Total: money.New(int64(1000+i), money.EUR), Outstanding: money.New(int64(1000+i), money.EUR), Status: ledger.Open, Salt: ledger.Salt{byte(i)}}
	}
	return b.s.Update(b.Context(), "c", today, func(tx *store.Tx) error {
		_, err := tx.TakeInvoices(ledger.Hash{1}, store.List{Customers: customers, Invoices: list})
		return err
	})
}

func (b *bench) load() error {
	l, err := b.s.Load(b.Context(), "c", store.LoadOptions{File: ledger.Hash{2}, SaltKey: ledger.Hash{3}, Format: "camt.053.001.08", Today: today})
	if err != nil {
		return err
	}
	st := ledger.Statement{Account: ledger.AccountRef{IBAN: "FR7630006000011234567890189"}, Currency: money.EUR}
	err = l.Begin(st)
	for i := 0; i < b.n && err == nil; i++ {
		name := fmt.Sprintf("CUSTOMER %d SARL", i/4)
		err = l.Line(ledger.Transaction{BankID: fmt.Sprintf("LN%08d", i), Booked: today - 60 + ledger.Date(i*60/b.n), Value: today, Amount: money.New(int64(1000+i), money.EUR), Kind: ledger.Transfer,
			Code: "PMNT/RCDT/ESCT", Label: "VIR SEPA RECU DE " + name, Payment: ledger.Payment{Counterparty: ledger.Party{Name: name, Account: "FR7630006000011234567890189"}, Remittance: fmt.Sprintf("FACTURE F-2026-%05d", i), EndToEndID: "E2E"}})
	}
	if err == nil {
		err = l.End(st)
	}
	if err != nil {
		return err
	}
	res, err := l.Commit()
	b.intake = res.Intake
	return err
}

// book decides and books a thousand lines in one transaction, as a night does.
func (b *bench) book() error {
	const chunk = 1000
	var lines []ledger.Line
	for l, err := range b.s.Lines(b.Context(), "c", store.LineFilter{Intake: b.intake}) {
		if err != nil {
			return err
		}
		lines = append(lines, l)
	}
	for from := 0; from < len(lines); from += chunk {
		var decisions []ledger.Decision
		var entries []ledger.Entry
		for _, l := range lines[from:min(from+chunk, len(lines))] {
			d := benchDecision(l, b.intake)
			e, err := ledger.NewEntry(ledger.EntryDraft{Journal: ledger.BankJournal, Date: l.Booked, Piece: string(l.ID), PieceDate: l.Booked, Label: l.Label, Salt: l.Salt, Line: l.ID, Decision: ledger.NewDecisionID(l.ID, 0),
				Postings: []ledger.Posting{{Account: "51201", AccountName: "Banque", Amount: l.Amount},
					{Account: "411", AccountName: "Clients", Aux: "C00001", AuxName: "Customer", Amount: money.New(-l.Amount.Minor(), money.EUR), Invoice: d.Chosen.Allocations[0].Invoice}}})
			if err != nil {
				return err
			}
			decisions, entries = append(decisions, d), append(entries, e)
		}
		err := b.s.Update(b.Context(), "c", today, func(tx *store.Tx) error {
			if err := tx.Decide(decisions); err != nil {
				return err
			}
			_, err := tx.Book(entries)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// benchDecision has one candidate with five pieces of evidence, and another.
func benchDecision(l ledger.Line, intake int64) ledger.Decision {
	number := ledger.InvoiceNumber("F-2026-" + fmt.Sprintf("%05d", l.Amount.Minor()-1000))
	e := ledger.Explanation{Class: ledger.CustomerPayment, Share: 999_000, MBits: 31_000, Allocations: []ledger.Allocation{{Invoice: number, Amount: l.Amount}}}
	for _, kind := range []ledger.EvidenceKind{ledger.ByReference, ledger.ByAmount, ledger.ByPayer, ledger.ByAccount, ledger.ByDate} {
		e.Evidence = append(e.Evidence, ledger.Evidence{Kind: kind, Field: ledger.InRemittance, Span: [2]int32{8, 20}, Invoice: number, How: "full", MBits: 6000})
	}
	other := e
	other.Share = 500
	return ledger.Decision{Line: l.ID, Status: ledger.Auto, By: ledger.Program, Intake: intake, Chosen: e, Candidates: []ledger.Explanation{e, other}, Threshold: 980_000}
}

// read reads all that an export and a report ask for.
func (b *bench) read() error {
	n := 0
	for _, err := range b.s.Entries(b.Context(), "c", store.EntryFilter{}) {
		n++
		if err != nil {
			return err
		}
	}
	for _, err := range b.s.Decisions(b.Context(), "c") {
		n++
		if err != nil {
			return err
		}
	}
	items, err := b.s.Items(b.Context(), "c", 0)
	if n+len(items) != 3*b.n {
		err = errors.Join(err, fmt.Errorf("%d entries, decisions and items, should be %d", n+len(items), 3*b.n))
	}
	return err
}
