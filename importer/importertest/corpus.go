package importertest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Row is a file of a corpus as its MANIFEST.csv has it. A figure that is not known is empty.
type Row struct {
	File, Format, Version, Licence              string
	Statements, Transactions                    string
	Credits, Debits, Currency, Opening, Closing string
	Refused                                     bool
	Notes                                       string
}

// corrected are files of which the manifest has a figure that can't be, and why.
var corrected = map[string]func(*Row){
	// The only balance, of what is available, is in yen; the account's name and its line of 8.85 are in euro, and yen have no decimals.
	"camt/genkgo__camt__camt053.v2.with-account-name.xml": func(r *Row) { r.Currency = "EUR" },
	// Amounts stand with a point and two decimals (EUR000000002145.00; of yen with none), which the manifest read as 214500.
	"mt940/fruitl00p__php-mt940__Rabo-sample.sta": func(r *Row) {
		yen := func(i int) bool { return i >= 24 && i <= 26 }
		r.Credits, r.Debits = "1943308.78", "592206.96"
		r.Opening, r.Closing = pointed(r.Opening, yen), pointed(r.Closing, yen)
	},
	"mt940/fruitl00p__php-mt940__Rabo-sample2.sta": func(r *Row) {
		all := func(int) bool { return false }
		r.Opening, r.Closing = pointed(r.Opening, all), pointed(r.Closing, all)
	},
	// Two files, the end mark of the first (Ctrl-Z) before the second's :20:. The manifest has the
	// closing balance of the second's account, 1325.76.155, in the place of that of the account before it, which its own :62F: states.
	"mt940/zilverline__mt940__two_accounts.txt": func(r *Row) {
		r.Statements, r.Opening, r.Closing = "4", "9265.12;352.84;5000.00;-12.00", "2666.37;352.84;5000.00;238.00"
	},
}

// pointed gives balances the two decimals that were read as digits before the point, but those that have none.
func pointed(balances string, whole func(i int) bool) string {
	all := strings.Split(balances, ";")
	for i, b := range all {
		if len(b) > 2 && !whole(i) {
			all[i] = b[:len(b)-2] + "." + b[len(b)-2:]
		}
	}
	return strings.Join(all, ";")
}

// Manifest reads the manifest of the folder that LETTRAGE_CORPUS names, and skips
// the test where there is none.
func Manifest(t testing.TB) (folder string, rows []Row) {
	t.Helper()
	folder = os.Getenv("LETTRAGE_CORPUS")
	if folder == "" {
		t.Skip("SKIPPED: LETTRAGE_CORPUS names no folder of sample files")
	}
	f, err := os.Open(filepath.Join(folder, "MANIFEST.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("the manifest has no rows: %v", err)
	}
	for _, r := range all[1:] {
		get := func(name string) string {
			for i, h := range all[0] {
				if h == name {
					return r[i]
				}
			}
			t.Fatalf("the manifest has no column %s", name)
			return ""
		}
		rows = append(rows, Row{File: get("file"), Format: get("format"), Version: get("version"), Licence: get("licence"),
			Statements: get("statements"), Transactions: get("transactions"), Credits: get("credit_total"), Debits: get("debit_total"),
			Currency: get("currency"), Opening: get("opening_balance"), Closing: get("closing_balance"),
			Refused: get("expect") == "error", Notes: get("notes")})
		if correct, ok := corrected[get("file")]; ok {
			correct(&rows[len(rows)-1])
		}
	}
	return folder, rows
}

// Corpus reads the files of a corpus that stand in one of the folders and are of
// the format by the manifest's word, each as a subtest: the figures of what is to be taken, and a
// refusal with a kind and a place of what is not.
func Corpus(t *testing.T, format importer.Format, folders ...string) {
	t.Helper()
	folder, rows := Manifest(t)
	read := 0
	for _, row := range rows {
		if !strings.HasPrefix(row.Format, format.Name) || !within(row.File, folders) {
			continue
		}
		read++
		t.Run(row.File, func(t *testing.T) {
			content := fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File)))
			statements, _, err := Read(t, format, row.File, content)
			row.Check(t, statements, err)
		})
	}
	if read == 0 {
		t.Errorf("the manifest has no file of format %s in %v", format.Name, folders)
	}
}

func within(file string, folders []string) bool {
	for _, f := range folders {
		if strings.HasPrefix(file, f) {
			return true
		}
	}
	return false
}

// Check compares what was read of a file with its row.
func (r Row) Check(t testing.TB, statements []Statement, err error) {
	t.Helper()
	if r.Refused {
		var refusal *importer.Error
		switch {
		case err == nil:
			t.Errorf("was taken; the manifest says: %s", r.Notes)
		case !errors.As(err, &refusal) || refusal.Kind == "":
			t.Errorf("was refused without a kind: %v", err)
		case refusal.Line == 0 && refusal.Field == "":
			t.Errorf("was refused without a place: %v", err)
		}
		return
	}
	if err != nil {
		t.Errorf("was refused: %v\nthe manifest's notes: %s", err, r.Notes)
		return
	}
	r.figures(t, statements)
}

// figures compares what was read with what the manifest knows. The manifest's sums
// go over all lines of a file, whatever their currency.
func (r Row) figures(t testing.TB, statements []Statement) {
	t.Helper()
	lines, opening, closing := 0, []string{}, []string{}
	var currencies []string
	in, out := new(big.Rat), new(big.Rat)
	for _, s := range statements {
		lines += s.Statement.Lines
		if c := string(s.Currency); !slices.Contains(currencies, c) {
			currencies = append(currencies, c)
		}
		in.Add(in, rational(t, s.Credits.String()))
		out.Add(out, rational(t, s.Debits.String()))
		opening, closing = append(opening, balance(s.Opening)), append(closing, balance(s.Closing))
	}
	compare(t, "statements", fmt.Sprint(len(statements)), r.Statements)
	compare(t, "lines", fmt.Sprint(lines), r.Transactions)
	compare(t, "currency", strings.Join(currencies, ";"), strings.ToUpper(r.Currency))
	compareAmount(t, "credits", in, r.Credits, lines)
	compareAmount(t, "debits", out, r.Debits, lines)
	r.balances(t, "opening", opening, r.Opening)
	r.balances(t, "closing", closing, r.Closing)
}

// balances compares one balance a statement, as far as the manifest knows them.
func (r Row) balances(t testing.TB, what string, got []string, want string) {
	t.Helper()
	all := strings.Split(want, ";")
	if want == "" {
		return
	}
	if len(all) != len(got) {
		t.Errorf("%s: got %s, want %s", what, strings.Join(got, ";"), want)
		return
	}
	for i, w := range all {
		if got[i] == "" || w == "" {
			compare(t, what, got[i], w)
			continue
		}
		compareAmount(t, what, rational(t, got[i]), w, 1)
	}
}

func balance(b *ledger.Balance) string {
	if b == nil {
		return ""
	}
	return b.Amount.String()
}

func compare(t testing.TB, what, got, want string) {
	t.Helper()
	if want != "" && got != want {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}

// compareAmount compares an amount with the manifest's figure, exactly; where the
// figure has more decimals than money has, each of the parts that were added up
// may have been rounded, by half a minor unit.
func compareAmount(t testing.TB, what string, got *big.Rat, want string, parts int) {
	t.Helper()
	if want == "" {
		return
	}
	diff := new(big.Rat).Sub(got, rational(t, want))
	if _, decimals, _ := strings.Cut(strings.TrimRight(want, "0"), "."); len(decimals) > money.EUR.Decimals() {
		rounding := big.NewRat(int64(parts), 200)
		if diff.Abs(diff).Cmp(rounding) <= 0 {
			return
		}
	}
	if diff.Sign() != 0 {
		t.Errorf("%s: got %s, want %s", what, got.FloatString(money.EUR.Decimals()), want)
	}
}

func rational(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(strings.TrimPrefix(s, "+"))
	if !ok {
		t.Fatalf("should be a number: %q", s)
	}
	return r
}
