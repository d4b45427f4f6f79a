// Package storetest is the conformance suite of the books: what ledger/store
// promises on every database that it runs on, a subject a function.
//
//	func TestSQLite(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) *store.Store { … })
//	}
//
// It goes through the exported methods alone. What only one database has (its
// file, its locks, its ways to be tampered with) is tested beside that database.
package storetest

import (
	"errors"
	"fmt"
	"iter"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

// Run runs the whole suite. open returns an empty book, which the suite closes.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	for _, subject := range []struct {
		name string
		test func(*testing.T, func(*testing.T) *store.Store)
	}{
		{"companies", companies}, {"accounts", accounts}, {"several names", severalNames}, {"lists", lists}, {"invoice details", invoiceDetails}, {"statements", statements}, {"balances", balances},
		{"findings", findings}, {"continuity", continuity}, {"lines", lines}, {"loading", loading}, {"decisions", decisions}, {"entries", entries}, {"facts", facts}, {"lessons of intakes", lessonsOfIntakes}, {"booked by a person", personBooked}, {"settings", settings}, {"outcomes", outcomes},
		{"past", past}, {"intakes", intakes}, {"chain", chain}, {"notices", notices}, {"notices in any order", noticesInAnyOrder}, {"two companies", twoCompanies}, {"concurrency", concurrency}, {"property", property},
	} {
		t.Run(subject.name, func(t *testing.T) { subject.test(t, open) })
	}
}

// Book is a company's books under test.
type Book struct {
	testing.TB
	Store   *store.Store
	Company ledger.CompanyID
	files   int
}

// NewBook adds a company to a book.
func NewBook(t testing.TB, s *store.Store, name string) *Book {
	t.Helper()
	c, err := ledger.NewCompany(name, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddCompany(t.Context(), c, ledger.DefaultChart(), day("2026-01-02")); err != nil {
		t.Fatal(err)
	}
	return &Book{TB: t, Store: s, Company: c.ID}
}

func opened(t *testing.T, open func(*testing.T) *store.Store) *Book {
	t.Helper()
	s := open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return NewBook(t, s, "Sirius SAS")
}

func day(s string) ledger.Date {
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// march is a day of March 2026, when all of the suite happens.
func march(n int) ledger.Date { return day("2026-03-01") + ledger.Date(n-1) }

func eur(minor int64) money.Amount { return money.New(minor, money.EUR) }

const (
	theIBAN  = ledger.IBAN("FR7630006000011234567890189")
	anotherI = ledger.IBAN("DE89370400440532013000")
)

// Statement is a statement of a file, with its lines.
type Statement struct {
	ledger.Statement
	Lines []ledger.Transaction
}

// of makes a statement of the suite's account. Its sums and its number of lines are those of the lines.
func of(lines ...ledger.Transaction) Statement {
	return Statement{ledger.Statement{Account: ledger.AccountRef{IBAN: theIBAN}, Currency: money.EUR, Credits: eur(0), Debits: eur(0)}, lines}
}

// whole returns the statement as one that covers days of March whole.
func (s Statement) whole(from, to int) Statement {
	s.Whole = ledger.Period{From: march(from), To: march(to)}
	return s
}

// from and to return the statement with a stated balance.
func (s Statement) from(d int, minor int64) Statement {
	s.Opening = &ledger.Balance{Date: march(d), Amount: eur(minor)}
	return s
}

func (s Statement) to(d int, minor int64) Statement {
	s.Closing = &ledger.Balance{Date: march(d), Amount: eur(minor)}
	return s
}

// numbered returns the statement with the bank's number.
func (s Statement) numbered(n string) Statement {
	s.Number = n
	return s
}

// at returns the statement as one of another account; the zero value names none.
func (s Statement) at(a ledger.AccountRef) Statement {
	s.Account = a
	return s
}

// line makes a bank line; id is the bank's identifier, and may be empty.
func line(d int, minor int64, label, id string) ledger.Transaction {
	return ledger.Transaction{BankID: id, Booked: march(d), Amount: eur(minor), Label: label}
}

// options are those of a file with a content of its own.
func (b *Book) options(format string) store.LoadOptions {
	b.files++
	file := ledger.NewDigest("file").Int(int64(b.files)).Sum()
	return store.LoadOptions{File: file, SaltKey: file, Format: format, Today: march(31)}
}

// Load takes a file of that format.
func (b *Book) Load(format string, statements ...Statement) store.LoadResult {
	b.Helper()
	return b.load(b.options(format), statements...)
}

func (b *Book) load(o store.LoadOptions, statements ...Statement) store.LoadResult {
	b.Helper()
	res, err := b.tryLoad(o, statements...)
	if err != nil {
		b.Fatal(err)
	}
	return res
}

func (b *Book) tryLoad(o store.LoadOptions, statements ...Statement) (store.LoadResult, error) {
	b.Helper()
	l, err := b.Store.Load(b.Context(), b.Company, o)
	if err != nil {
		return store.LoadResult{}, err
	}
	if err := feed(l, statements...); err != nil {
		return store.LoadResult{}, errors.Join(err, l.Abort())
	}
	return l.Commit()
}

func feed(l *store.Loader, statements ...Statement) error {
	for _, s := range statements {
		if err := l.Begin(s.Statement); err != nil {
			return err
		}
		for _, t := range s.Lines {
			if err := l.Line(t); err != nil {
				return err
			}
			if err := s.Count(t); err != nil {
				return err
			}
		}
		if err := l.End(s.Statement); err != nil {
			return err
		}
	}
	return nil
}

// counts sums up the results of a file's statements.
type counts struct{ New, Known, Doubt, Held int }

func countsOf(res store.LoadResult) (c counts) {
	for _, s := range res.Statements {
		c.New += s.New
		c.Known += s.Known
		c.Doubt += s.PossibleDuplicates
		c.Held += s.Held
	}
	return c
}

// expect fails the test unless the file brought so many lines.
func (b *Book) expect(what string, res store.LoadResult, want counts) {
	b.Helper()
	if got := countsOf(res); got != want {
		b.Errorf("%s: %+v, should be %+v", what, got, want)
	}
}

// lines returns all lines that are taken.
func (b *Book) lines() []ledger.Line {
	b.Helper()
	return collect(b, b.Store.Lines(b.Context(), b.Company, store.LineFilter{}))
}

// update runs f in a transaction of the 31st of March.
func (b *Book) update(f func(*store.Tx) error) {
	b.Helper()
	if err := b.Store.Update(b.Context(), b.Company, march(31), f); err != nil {
		b.Fatal(err)
	}
}

// refused fails the test unless f ends with an error of that kind.
func (b *Book) refused(what string, kind ledger.ErrorKind, f func(*store.Tx) error) {
	b.Helper()
	wantKind(b, what, b.Store.Update(b.Context(), b.Company, march(31), f), kind)
}

func wantKind(t testing.TB, what string, err error, kind ledger.ErrorKind) {
	t.Helper()
	if !errors.Is(err, &ledger.Error{Kind: kind}) {
		t.Errorf("%s: error is %v, should be of kind %s", what, err, kind)
	}
}

func collect[T any](t testing.TB, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var found []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, v)
	}
	return found
}

// must returns what a read found.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// same fails the test unless two values print alike.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("%s:\n %s, should be\n %s", what, g, w)
	}
}

// taken adds items to the book, each of 100.00 unless it says otherwise.
func (b *Book) items(list ...ledger.Invoice) store.InvoicesResult {
	b.Helper()
	var res store.InvoicesResult
	b.files++
	b.update(func(tx *store.Tx) error {
		var err error
		res, err = tx.TakeInvoices(ledger.NewDigest("list").Int(int64(b.files)).Sum(), store.List{Invoices: list})
		return err
	})
	return res
}

func invoice(number string, minor int64) ledger.Invoice {
	return ledger.Invoice{Number: ledger.InvoiceNumber(number), CreditNote: minor < 0, Customer: "C1", CustomerName: "Vega SARL", Issued: march(1), Due: march(31),
		Total: eur(minor), Outstanding: eur(minor), Status: ledger.Open, Salt: ledger.DeriveSalt(ledger.Hash{1}, len(number))}
}

// pays is an automatic decision that a line settles items: number, amount, number, amount, …
func pays(l ledger.Line, intake int64, items ...any) ledger.Decision {
	e := ledger.Explanation{Class: ledger.CustomerPayment, Share: 990_000}
	for i := 0; i < len(items); i += 2 {
		a := ledger.Allocation{Invoice: ledger.InvoiceNumber(items[i].(string)), Amount: eur(int64(items[i+1].(int)))}
		e.Allocations = append(e.Allocations, a)
		e.Evidence = append(e.Evidence, ledger.Evidence{Kind: ledger.ByReference, Field: ledger.InLabel, Span: [2]int32{0, 3}, Invoice: a.Invoice, How: "full", MBits: 9000})
	}
	return ledger.Decision{Line: l.ID, Status: ledger.Auto, By: ledger.Program, Intake: intake, Chosen: e, Candidates: []ledger.Explanation{e}, Threshold: 980_000}
}

// reviews is a decision that a person must look.
func reviews(l ledger.Line, intake int64, by ledger.Actor) ledger.Decision {
	return ledger.Decision{Line: l.ID, Status: ledger.Review, By: by, Intake: intake, Reason: ledger.WeakEvidence, Chosen: ledger.Explanation{Class: ledger.CustomerPayment}}
}

// entry is a bank entry of a line, wholly in suspense.
func entry(t testing.TB, l ledger.Line) ledger.Entry {
	t.Helper()
	return draft(t, ledger.EntryDraft{Journal: ledger.BankJournal, Date: l.Booked, Piece: string(l.ID), PieceDate: l.Booked, Label: l.Label, Salt: l.Salt, Line: l.ID,
		Postings: []ledger.Posting{
			{Account: "51201", AccountName: "Banque", Amount: l.Amount},
			{Account: "471", AccountName: "Compte d'attente", Amount: eur(-l.Amount.Minor())}}})
}

func draft(t testing.TB, d ledger.EntryDraft) ledger.Entry {
	t.Helper()
	e, err := ledger.NewEntry(d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
