package batch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/cmd/internal/config"
	"lettrage/fixtures/gen"
	"lettrage/ledger"
)

// today is the day of all commands of these tests, after the example's year.
var today = day("2027-01-04")

func day(s string) ledger.Date {
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// newBook makes a book of a company in a folder of its own and opens it.
func newBook(t testing.TB, ibans ...string) (*Batch, ledger.Company) {
	t.Helper()
	dir := t.TempDir()
	c, err := Init(t.Context(), dir, CompanyOptions{Name: "Ateliers Quintevar SARL", SIREN: "904172535", IBANs: ibans}, today)
	if err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir), c
}

func reopen(t testing.TB, dir string) *Batch {
	t.Helper()
	settings, err := config.Load(filepath.Join(dir, config.Name))
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(context.Background(), settings, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// put writes a file into a folder of the test and returns its path.
func put(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// bytesOf returns what write writes.
func bytesOf(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func takeList(t testing.TB, b *Batch, c ledger.Company, name string, data []byte) ListReport {
	t.Helper()
	r, err := b.ImportList(t.Context(), c, put(t, name, data), name)
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != "ok" {
		t.Fatalf("%s was refused: %s", name, r.Error.Text())
	}
	return r
}

func takeStatement(t testing.TB, b *Batch, c ledger.Company, name string, data []byte) ImportReport {
	t.Helper()
	r, err := b.Import(t.Context(), c, put(t, name, data), ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != "ok" {
		t.Fatalf("%s was refused: %s", name, r.Error.Text())
	}
	return r
}

// takeLists takes the customers and the open items of a book that does not exist.
func takeLists(t testing.TB, b *Batch, c ledger.Company, g *gen.Book) {
	t.Helper()
	takeList(t, b, c, "customers.csv", bytesOf(t, g.WriteCustomers))
	takeList(t, b, c, "invoices.csv", bytesOf(t, g.WriteInvoices))
}

// proven fails the test when the stored books are not what was written.
func proven(t testing.TB, b *Batch, c ledger.Company) {
	t.Helper()
	r, err := b.Verify(t.Context(), c, "")
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Fatalf("verify: %+v", r)
	}
}

// books is all that a company's books say: entries, decisions, and the chain that they hang on.
func books(t testing.TB, b *Batch, c ledger.Company) string {
	t.Helper()
	var text strings.Builder
	for _, format := range []string{"hledger", "csv", "fec"} {
		text.Write(bytesOf(t, func(w io.Writer) error {
			return b.WriteJournal(t.Context(), c, JournalOptions{Format: format, WithOpenings: true}, w)
		}))
	}
	text.Write(bytesOf(t, func(w io.Writer) error { return b.WriteDecisions(t.Context(), c, w) }))
	seq, head, err := b.Store.Head(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&text, "%d %s\n", seq, head)
	return text.String()
}

// Files imported one by one give the same bytes as one night on the same files.
func TestImportAndRunGiveTheSameBooks(t *testing.T) {
	files := gen.Demo()
	one, c := newBook(t)
	for _, f := range files {
		if strings.HasPrefix(f.Name, "releve") {
			takeStatement(t, one, c, f.Name, f.Data)
		} else {
			takeList(t, one, c, f.Name, f.Data)
		}
	}
	night, c := newBook(t)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(night.Config.Inbox, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n, err := night.Night(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if n.Taken != len(files) || n.Refused != 0 {
		t.Errorf("the night took %d files and refused %d, want %d and none", n.Taken, n.Refused, len(files))
	}
	proven(t, one, c)
	proven(t, night, c)
	if a, b := books(t, one, c), books(t, night, c); a != b {
		t.Errorf("the books differ: %s", firstDifference(a, b))
	}
	if _, err := night.Night(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if a, b := books(t, one, c), books(t, night, c); a != b {
		t.Errorf("a second night without files changed the books: %s", firstDifference(a, b))
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\n%s\n%s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// The same days in another format, and the same file again, add no line.
func TestOtherFormatsAddNothing(t *testing.T) {
	g := gen.New(gen.Options{Seed: 7, Invoices: 400, Lines: 400})
	forms := map[string]func(io.Writer) error{"year.xml": g.Year().WriteCAMT, "year.ofx": g.Year().WriteOFX, "year.csv": g.Year().WriteCSV}
	orders := [][]string{{"year.xml", "year.ofx", "year.csv"}, {"year.ofx", "year.csv", "year.xml"}, {"year.csv", "year.xml", "year.ofx"}}
	for _, order := range orders {
		t.Run(order[0]+" first", func(t *testing.T) {
			b, c := newBook(t)
			takeLists(t, b, c, g)
			for i, name := range append(order, order...) {
				r := takeStatement(t, b, c, name, bytesOf(t, forms[name]))
				want := 0
				if i == 0 {
					want = len(g.Lines)
				}
				if r.New != want || r.PossibleDuplicates != 0 || r.New+r.Known != len(g.Lines) {
					t.Errorf("%s: %d new, %d known, %d possible duplicates, want %d new", name, r.New, r.Known, r.PossibleDuplicates, want)
				}
			}
			accounts, err := b.Store.Accounts(t.Context(), c.ID)
			if err != nil || len(accounts) != 1 {
				t.Errorf("the book has %d accounts (%v), want one", len(accounts), err)
			}
			proven(t, b, c)
		})
	}
}

// A work that ends between taking a file and booking its lines is gone on with, and the books are the same.
func TestACutIsGoneOnWith(t *testing.T) {
	g := gen.New(gen.Options{Seed: 3, Invoices: 300, Lines: 300})
	statement := bytesOf(t, g.Year().WriteCAMT)
	whole, c := newBook(t)
	takeLists(t, whole, c, g)
	takeStatement(t, whole, c, "year.xml", statement)

	cut, c := newBook(t)
	takeLists(t, cut, c, g)
	report := ImportReport{}
	if err := cut.take(t.Context(), c, put(t, "year.xml", statement), ImportOptions{}, &report); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cut.settle(ctx, c); err == nil {
		t.Fatal("settle went on after its context had ended")
	}
	if a, b := books(t, whole, c), books(t, cut, c); a != b { // books settles first
		t.Errorf("the books differ: %s", firstDifference(a, b))
	}
	proven(t, cut, c)
}
