package eval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/formats"
	"lettrage/importer/invoice"
	"lettrage/ledger"
	"lettrage/matcher"
	"lettrage/matcher/eval"
)

// set is a labelled set, read.
type set struct {
	name   string
	book   matcher.Book
	lines  []ledger.Line // none where the set has no such file
	truths []eval.Truth
}

// statements are the names of the statement of a set.
var statements = map[eval.Source]string{eval.CAMT: "statement.camt053.xml", eval.CSV: "statement.csv", eval.OFX: "statement.ofx"}

// load reads the set in a folder, its lines from one of its files.
func load(t testing.TB, dir string, from eval.Source) set {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := set{name: strings.TrimPrefix(filepath.Base(dir), "dev-")}
	if s.truths, err = eval.ReadTruth(f); err != nil {
		t.Fatal(err)
	}
	s.book.Customers = readList(t, filepath.Join(dir, "customers.csv")).Customers
	for _, i := range readList(t, filepath.Join(dir, "invoices.csv")).Invoices {
		s.book.Items = append(s.book.Items, ledger.OpenItem{Invoice: i, Open: i.Outstanding})
	}
	if path := filepath.Join(dir, statements[from]); exists(path) {
		s.lines = readLines(t, path, &s.book)
	}
	return s
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// open opens a file for an importer.
func open(t testing.TB, path string) *importer.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return &importer.File{ReadSeeker: f, Name: path, Size: st.Size(), Limits: importer.DefaultLimits(), Warn: func(importer.Warning) {}}
}

func readList(t testing.TB, path string) invoice.List {
	t.Helper()
	list, err := invoice.Read(t.Context(), open(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// readLines reads a statement as lines of a book, and notes the company's own account.
func readLines(t testing.TB, path string, b *matcher.Book) []ledger.Line {
	t.Helper()
	f := open(t, path)
	format, err := formats.Open(f, "")
	if err != nil {
		t.Fatal(err)
	}
	to := &sink{}
	if err := format.Read(t.Context(), f, to); err != nil {
		t.Fatal(err)
	}
	b.Own = to.own
	return to.lines
}

// sink keeps lines under the bank's own identifiers.
type sink struct {
	lines []ledger.Line
	own   []string
}

// Begin implements importer.Sink.
func (s *sink) Begin(st ledger.Statement) error {
	if iban := string(st.Account.IBAN); iban != "" && (len(s.own) == 0 || s.own[len(s.own)-1] != iban) {
		s.own = append(s.own, iban)
	}
	return nil
}

// Line implements importer.Sink.
func (s *sink) Line(t ledger.Transaction) error {
	s.lines = append(s.lines, ledger.Line{ID: ledger.LineID(t.BankID), Transaction: t})
	return nil
}

// End implements importer.Sink.
func (s *sink) End(ledger.Statement) error { return nil }
