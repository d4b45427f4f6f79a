package plaintext_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/export/plaintext"
	"lettrage/fixtures"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"
	"lettrage/ledger/money"

	"pgregory.net/rapid"
)

// options are those of the invented book, what its bank states included.
func options() plaintext.Options {
	o := plaintext.Options{Company: book.Company}
	for day, balance := range book.Balances() {
		o.Assertions = append(o.Assertions, plaintext.Assertion{Account: "51201", Date: day, Balance: balance})
	}
	return o
}

type writer func(io.Writer, iter.Seq2[ledger.Entry, error], plaintext.Options) error

func written(t testing.TB, write writer, entries iter.Seq2[ledger.Entry, error], o plaintext.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, entries, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// run runs a program on a file of these bytes and returns what it says.
func run(t testing.TB, file []byte, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.journal")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", path)
	}
	cmd := exec.Command(fixtures.Program(t, program), args...)
	cmd.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s\nof\n%s", program, err, out, file)
	}
	return string(out)
}

func TestHledgerGolden(t *testing.T) {
	file := written(t, plaintext.Hledger, book.Entries(), options())
	fixtures.Golden(t, fixtures.Path("export", "hledger.golden"), file)
	run(t, file, "hledger", "-f", "FILE", "check", "--strict")
}

func TestBeancountGolden(t *testing.T) {
	file := written(t, plaintext.Beancount, book.Entries(), options())
	fixtures.Golden(t, fixtures.Path("export", "beancount.golden"), file)
	run(t, file, "bean-check", "FILE")
}

// hledger sums the accounts up as the people who read them would.
func TestHledgerBalances(t *testing.T) {
	file := written(t, plaintext.Hledger, book.Entries(), options())
	for query, want := range map[string]string{"^512": "13053.09 EUR", "^471": "-437.00 EUR", "^411:C00001": "0", "^411:C00512": "400.00 EUR", "^4197|^419": "-50.00 EUR", "^890": "-12360.00 EUR"} {
		rows := strings.Split(strings.TrimSpace(run(t, file, "hledger", "-f", "FILE", "balance", "-O", "csv", "--empty", query)), "\n")
		if total := rows[len(rows)-1]; total != fmt.Sprintf("%q,%q", "total", want) {
			t.Errorf("balance %s: %s, want %s", query, total, want)
		}
	}
}

// A wrong balance of the bank makes both programs refuse the file: the assertions are real.
func TestWrongBalanceIsRefused(t *testing.T) {
	o := options()
	for i := range o.Assertions {
		o.Assertions[i].Balance, _ = o.Assertions[i].Balance.Add(money.New(1, money.EUR))
	}
	for program, write := range map[string]writer{"hledger": plaintext.Hledger, "bean-check": plaintext.Beancount} {
		path := filepath.Join(t.TempDir(), "book")
		if err := os.WriteFile(path, written(t, write, book.Entries(), o), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{path}
		if program == "hledger" {
			args = []string{"-f", path, "check"}
		}
		cmd := exec.Command(fixtures.Program(t, program), args...)
		cmd.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Errorf("%s accepted it: %s", program, out)
		}
	}
}

// Any book is accepted by both programs, and hledger's balance of every account is ours.
func TestAnyBookIsAccepted(t *testing.T) {
	hledger, beanCheck := fixtures.Program(t, "hledger"), fixtures.Program(t, "bean-check")
	books := rapid.Custom(book.Draw)
	var all []ledger.Entry
	for seed := range 60 { // one process for many books: starting one costs more than they do
		all = append(all, books.Example(seed)...)
	}
	for i := range all {
		all[i].Number = ledger.EntryNumber{Year: 2026, N: i + 1}
	}
	o := plaintext.Options{Company: book.Company}
	journal := written(t, plaintext.Hledger, book.Seq(all), o)
	run(t, journal, filepath.Base(hledger), "-f", "FILE", "check", "--strict")
	run(t, written(t, plaintext.Beancount, book.Seq(all), o), filepath.Base(beanCheck), "FILE")
	compare(t, run(t, journal, "hledger", "-f", "FILE", "balance", "--flat", "--empty", "--no-total", "-O", "csv"), all)
}

// compare holds hledger's balances against the sums of the postings: by account of
// the chart, and as many accounts as there are pairs of number and customer.
func compare(t *testing.T, balances string, entries []ledger.Entry) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(balances)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]int64)
	for _, row := range rows[1:] {
		parts := strings.Split(row[0], ":")
		number := parts[0]
		if len(parts) > 1 && (number == "512" || number == "419") {
			number = parts[1]
		}
		amount, err := money.Parse(strings.TrimSuffix(row[1], " EUR"), money.EUR, '.')
		if err != nil {
			t.Fatalf("%s: %v", row[1], err)
		}
		got[number] += amount.Minor()
	}
	want, accounts := make(map[string]int64), make(map[string]bool)
	for _, e := range entries {
		for _, p := range e.Postings {
			want[p.Account] += p.Amount.Minor()
			accounts[p.Account+"\x00"+string(p.Aux)] = true
		}
	}
	if len(rows)-1 != len(accounts) {
		t.Errorf("hledger has %d accounts, we have %d", len(rows)-1, len(accounts))
	}
	for number, minor := range want {
		if got[number] != minor {
			t.Errorf("balance of %s is %d for hledger, %d for us", number, got[number], minor)
		}
	}
}

// Other currencies keep their number of decimals, and both programs take them.
func TestCurrencies(t *testing.T) {
	var entries []ledger.Entry
	for i, c := range []money.Currency{"JPY", "TND", "EUR", "USD"} {
		day, _ := ledger.NewDate(2026, 1, 5)
		e, err := ledger.NewEntry(ledger.EntryDraft{Journal: "BQ", Date: day, PieceDate: day, Postings: []ledger.Posting{
			{Account: "51201", Amount: money.New(1234567, c)}, {Account: "471", Amount: money.New(-1234567, c)}}})
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e.Numbered(ledger.EntryNumber{Year: 2026, N: i + 1}))
	}
	o := plaintext.Options{Company: book.Company}
	journal := written(t, plaintext.Hledger, book.Seq(entries), o)
	run(t, journal, "hledger", "-f", "FILE", "check", "--strict")
	run(t, written(t, plaintext.Beancount, book.Seq(entries), o), "bean-check", "FILE")
	for _, want := range []string{" 1234567 JPY\n", " 1234.567 TND\n", " 12345.67 USD\n"} {
		if !bytes.Contains(journal, []byte(want)) {
			t.Errorf("journal has no%s", want)
		}
	}
}
