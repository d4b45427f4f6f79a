package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lettrage/export"
	"lettrage/fixtures"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"
	"lettrage/ledger/money"

	"pgregory.net/rapid"
)

func decided(cases []book.Case) iter.Seq2[export.Decided, error] {
	return func(yield func(export.Decided, error) bool) {
		var names export.Names
		for _, c := range cases {
			d := export.Decided{LineID: names.Name(c.Line), Account: "FR7630006000011234567890189", Line: c.Line, Program: c.Program, Person: c.Person}
			if c.Program.Chosen.Reverses != "" {
				d.Reverses = "LN01"
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

func TestDecisionsGolden(t *testing.T) {
	var b bytes.Buffer
	if err := export.Decisions(&b, decided(book.Cases())); err != nil {
		t.Fatal(err)
	}
	fixtures.Golden(t, fixtures.Path("export", "decisions.jsonl.golden"), b.Bytes())
}

// Other programs read each row as JSON and find what was decided: identifiers
// exactly as they are, though no byte of the file acts on a terminal.
func TestDecisionsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, invoice := rapid.String().Draw(t, "id"), rapid.String().Draw(t, "invoice")
		cents, millionths := rapid.Int64().Draw(t, "cents"), rapid.Int32Range(0, 1_000_000).Draw(t, "share")
		amount := money.New(cents, money.EUR)
		chosen := ledger.Explanation{Allocations: []ledger.Allocation{{Invoice: ledger.InvoiceNumber(invoice), Amount: amount}}, Share: millionths}
		line := ledger.Line{Transaction: ledger.Transaction{Amount: amount}}
		var b bytes.Buffer
		err := export.Decisions(&b, func(yield func(export.Decided, error) bool) {
			yield(export.Decided{LineID: id, Line: line, Program: ledger.Decision{Status: ledger.Auto, Chosen: chosen}}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range strings.TrimSuffix(b.String(), "\n") {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("the file has %U", r)
			}
		}
		var row struct {
			ID          string                               `json:"line_id"`
			Allocations []struct{ Invoice, Amount string }   `json:"allocations"`
			Candidates  [][]struct{ Invoice, Amount string } `json:"candidates"`
			Probability json.Number                          `json:"probability"`
		}
		if err := json.Unmarshal(b.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		back, err := money.Parse(row.Allocations[0].Amount, money.EUR, '.')
		if err != nil && cents > -1<<63 || back != amount && cents > -1<<63 {
			t.Fatalf("amount read back: %s, %v", row.Allocations[0].Amount, err)
		}
		if row.ID != id || row.Allocations[0].Invoice != invoice || row.Candidates == nil {
			t.Fatalf("read back %+v", row)
		}
		if p := row.Probability.String(); strings.Replace(p, ".", "", 1) != fmt.Sprintf("%07d", millionths) {
			t.Fatalf("probability of %d is %s", millionths, p)
		}
	})
}

func TestErrorEndsTheFile(t *testing.T) {
	failing := iter.Seq2[export.Decided, error](func(yield func(export.Decided, error) bool) { yield(export.Decided{}, errors.New("disk")) })
	if err := export.Decisions(&bytes.Buffer{}, failing); err == nil || err.Error() != "disk" {
		t.Errorf("error of the sequence became %v", err)
	}
}

// No two lines get one name, however a bank numbers them.
func TestNames(t *testing.T) {
	var names export.Names
	var got []string
	for _, id := range []string{"a", "a", "a#2", "a", "", "b"} {
		got = append(got, names.Name(ledger.Line{ID: "ours", Transaction: ledger.Transaction{BankID: id}}))
	}
	if all := strings.Join(got, " "); all != "a a#2 a#2#2 a#3 ours b" {
		t.Errorf("names are %s", all)
	}
	rapid.Check(t, func(t *rapid.T) {
		var names export.Names
		seen := make(map[string]bool)
		for _, id := range rapid.SliceOf(rapid.StringMatching(`[ab](#[23])?`)).Draw(t, "ids") {
			name := names.Name(ledger.Line{Transaction: ledger.Transaction{BankID: id}})
			if seen[name] || !strings.HasPrefix(name, id) {
				t.Fatalf("%q became %q", id, name)
			}
			seen[name] = true
		}
	})
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"VIR DUPONT":               "VIR DUPONT",
		"  deux\r\n\tlignes  ":     "deux lignes",
		"\x1b[31mrouge\x1b[0m":     "[31mrouge[0m",
		"a\u202eb\u2066c\u200bd":   "abcd",
		"\u009b2Jx\x7f":            "2Jx",
		"fin\u2028suite\u00a0dite": "fin suite dite",
		"\xff\xfeé":                "\ufffd\ufffdé",
		"Élan 🍞 Łódź 東京":           "Élan 🍞 Łódź 東京",
	} {
		if got := export.Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := export.Plain(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text"))
		if !utf8.ValidString(s) || strings.TrimSpace(s) != s || strings.Contains(s, "  ") || strings.ContainsFunc(s, unicode.IsControl) || export.Plain(s) != s {
			t.Fatalf("%q is not plain", s)
		}
	})
}
