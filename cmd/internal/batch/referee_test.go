package batch

import (
	"bytes"
	"encoding/csv"
	"io"
	"os/exec"
	"strings"
	"testing"

	"lettrage/export/fec"
	"lettrage/fixtures"
	"lettrage/fixtures/gen"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// exampleBook is the book of the example company after its night.
func exampleBook(t *testing.T) (*Batch, ledger.Company) {
	t.Helper()
	b, c := newBook(t)
	for _, f := range gen.Demo() {
		if strings.HasPrefix(f.Name, "releve") {
			takeStatement(t, b, c, f.Name, f.Data)
		} else {
			takeList(t, b, c, f.Name, f.Data)
		}
	}
	return b, c
}

// hledger runs hledger on the exported journal and returns the rows that it prints.
func hledger(t *testing.T, journal []byte, args ...string) [][]string {
	t.Helper()
	cmd := exec.Command(fixtures.Program(t, "hledger"), append([]string{"-f", put(t, "books.journal", journal)}, args...)...)
	cmd.Env = append(cmd.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("hledger %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// hledger accepts the journal of the example; its 512 is the bank's balance, and its
// 411 of each customer is what is open of his items.
func TestHledgerFindsTheBankAndTheCustomers(t *testing.T) {
	b, c := exampleBook(t)
	journal := bytesOf(t, func(w io.Writer) error {
		return b.WriteJournal(t.Context(), c, JournalOptions{Format: "hledger"}, w)
	})
	hledger(t, journal, "check", "--strict")
	year := gen.DemoBook().Year()
	bank := hledger(t, journal, "balance", "-O", "csv", "--no-total", "--empty", "^512")
	if len(bank) != 2 || bank[1][1] != year.Closing().String()+" EUR" {
		t.Errorf("hledger's 512 is %v, want the bank's %s EUR", bank, year.Closing())
	}
	want := make(map[string]money.Amount)
	all, err := b.Store.Items(t.Context(), c.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		name := "411:" + string(i.Customer)
		sum, ok := want[name]
		if !ok {
			sum = money.New(0, money.EUR)
		}
		if want[name], err = sum.Add(i.Open); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range hledger(t, journal, "balance", "-O", "csv", "--no-total", "--empty", "^411")[1:] {
		owed, ok := want[row[0]]
		if got := strings.TrimSuffix(row[1], " EUR"); !ok || got != owed.String() && !(got == "0" && owed.IsZero()) {
			t.Errorf("hledger's %s is %s, want what is open of the customer's items, %s", row[0], row[1], owed)
		}
		delete(want, row[0])
	}
	for name, owed := range want {
		if !owed.IsZero() {
			t.Errorf("hledger has no %s, of which %s is open", name, owed)
		}
	}
}

// bean-check accepts the same books in its own form.
func TestBeanCheckAcceptsTheBooks(t *testing.T) {
	b, c := exampleBook(t)
	journal := bytesOf(t, func(w io.Writer) error {
		return b.WriteJournal(t.Context(), c, JournalOptions{Format: "beancount"}, w)
	})
	if out, err := exec.Command(fixtures.Program(t, "bean-check"), put(t, "books.beancount", journal)).CombinedOutput(); err != nil {
		t.Fatalf("bean-check: %v\n%s", err, out)
	}
}

// The FEC has 18 columns, balanced entries and a sequence without holes.
func TestTheFECIsWhole(t *testing.T) {
	b, c := exampleBook(t)
	for _, o := range []JournalOptions{{Format: "fec", Year: 2026}, {Format: "fec", Year: 2026, WithOpenings: true}, {Format: "fec", WithOpenings: true}} {
		text := bytesOf(t, func(w io.Writer) error { return b.WriteJournal(t.Context(), c, o, w) })
		partial := o.Year != 0 || !o.WithOpenings // items of the year before were taken over into it
		checked, err := fec.Check(bytes.NewReader(text), fec.CheckOptions{Partial: partial})
		if err != nil || len(checked.Problems) > 0 || checked.Entries == 0 {
			t.Errorf("%+v: %+v, %v", o, checked, err)
		}
		header, _, _ := strings.Cut(string(text), "\n")
		if n := len(strings.Split(strings.TrimSuffix(header, "\r"), "\t")); n != 18 {
			t.Errorf("the FEC has %d columns, want 18", n)
		}
	}
}

// The balance that the books give for each day on which the bank states one is the bank's.
func TestThe512IsTheBanks(t *testing.T) {
	b, c := exampleBook(t)
	asserted, err := b.assertions(t.Context(), c, 0)
	if err != nil || len(asserted) < 8 {
		t.Fatalf("the bank states %d balances: %v", len(asserted), err)
	}
	for _, a := range asserted {
		got, err := b.Store.Balance(t.Context(), c.ID, a.Account, "", a.Date)
		if err != nil {
			t.Fatal(err)
		}
		if got != a.Balance {
			t.Errorf("on %s the books have %s, the bank %s", a.Date, got, a.Balance)
		}
	}
}
