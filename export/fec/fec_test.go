package fec_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"lettrage/export/fec"
	"lettrage/fixtures"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"
	"lettrage/ledger/money"

	"pgregory.net/rapid"
)

func TestGolden(t *testing.T) {
	for name, o := range map[string]fec.Options{"fec.golden": {}, "fec.openings.golden": {WithOpenings: true}} {
		t.Run(name, func(t *testing.T) {
			file := written(t, book.Entries(), o)
			fixtures.Golden(t, fixtures.Path("export", name), []byte(file))
			checked := check(t, file, fec.CheckOptions{Partial: !o.WithOpenings})
			for _, p := range checked.Problems {
				t.Error(p)
			}
			if checked.Debit != checked.Credit || checked.Debit.IsZero() {
				t.Errorf("sums are %s and %s", checked.Debit, checked.Credit)
			}
		})
	}
}

func TestNotice(t *testing.T) {
	var b bytes.Buffer
	if err := fec.Notice(&b, book.Company, fec.Options{}); err != nil {
		t.Fatal(err)
	}
	fixtures.Golden(t, fixtures.Path("export", "fec.notice.golden"), b.Bytes())
}

// Any book, with openings or without, passes our checks and reads back: as many
// lines as postings, each with 18 fields, and sums equal to those of the postings.
func TestAnyBookPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := book.Draw(t)
		o := fec.Options{WithOpenings: rapid.Bool().Draw(t, "openings"), First: rapid.IntRange(0, 99).Draw(t, "first")}
		var b bytes.Buffer
		n, err := fec.Write(&b, book.Seq(entries), o)
		if err != nil {
			t.Fatal(err)
		}
		checked, err := fec.Check(&b, fec.CheckOptions{Partial: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range checked.Problems {
			t.Error(p)
		}
		lines, debit := 0, money.New(0, money.EUR)
		for _, e := range entries {
			if !o.WithOpenings && (e.Journal == "AN" || e.Journal == "RAN") {
				continue
			}
			for _, p := range e.Postings {
				lines++
				if p.Amount.Sign() > 0 {
					debit, _ = debit.Add(p.Amount)
				}
			}
		}
		if checked.Lines != lines || checked.Entries != n || checked.Debit != debit || checked.Credit != debit {
			t.Fatalf("read %d lines, %d entries, %s and %s; written %d, %d, %s", checked.Lines, checked.Entries, checked.Debit, checked.Credit, lines, n, debit)
		}
	})
}

func TestName(t *testing.T) {
	day, _ := ledger.NewDate(2026, 12, 31)
	if got := fec.Name("123456789", day); got != "123456789FEC20261231.txt" {
		t.Errorf("Name = %s", got)
	}
	for name, fits := range map[string]bool{"123456789FEC20261231.txt": true, "123456789FEC20261231_1.txt": true, "123456789FEC20261301.txt": false, "journal.txt": false, "FEC": false} {
		checked := check(t, written(t, book.Entries(), fec.Options{}), fec.CheckOptions{Name: name, Partial: true})
		if got := len(checked.Problems) == 0; got != fits {
			t.Errorf("%s: accepted %t, want %t", name, got, fits)
		}
	}
}

// What cannot be written as it should is refused, with the number of the entry and nobody's data.
func TestRefused(t *testing.T) {
	day, _ := ledger.NewDate(2026, 1, 5)
	entry := func(c money.Currency, letter string) ledger.Entry {
		e, err := ledger.NewEntry(ledger.EntryDraft{Journal: "BQ", Date: day, PieceDate: day, Label: "VIR DUPONT", Postings: []ledger.Posting{
			{Account: "51201", Amount: money.New(100, c)}, {Account: "411", Aux: "C1", AuxName: "Dupont", Amount: money.New(-100, c), Letter: letter}}})
		if err != nil {
			t.Fatal(err)
		}
		return e.Numbered(ledger.EntryNumber{Year: 2026, N: 7})
	}
	for name, e := range map[string]ledger.Entry{"foreign currency": entry("USD", ""), "letter without date": entry("EUR", "AA")} {
		_, err := fec.Write(&bytes.Buffer{}, book.Seq([]ledger.Entry{e}), fec.Options{})
		if !errors.Is(err, &ledger.Error{Kind: ledger.Invalid}) || !strings.Contains(err.Error(), "2026-000007") || strings.Contains(err.Error(), "Dupont") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	failing := iter.Seq2[ledger.Entry, error](func(yield func(ledger.Entry, error) bool) { yield(ledger.Entry{}, errors.New("disk")) })
	if _, err := fec.Write(&bytes.Buffer{}, failing, fec.Options{}); err == nil || err.Error() != "disk" {
		t.Errorf("error of the sequence became %v", err)
	}
}

// Each way to spoil a good file is found, at its line, under its column.
func TestCheckFinds(t *testing.T) {
	good := written(t, book.Entries(), fec.Options{WithOpenings: true})
	for _, c := range []struct {
		name, old, spoilt, want string
	}{
		{"pipe in a text", "VIR SEPA RETARD", "VIR|SEPA", `line 22: EcritureLib: should have no "|", the other separator (blocking)`},
		{"point as decimal mark", "1250,00", "1250.00", "line 10: Debit: should be an amount like 1234,56 (blocking)"},
		{"thousands", "1250,00", "1 250,00", "line 10: Debit: should be an amount like 1234,56 (blocking)"},
		{"unbalanced", "1250,00", "1250,01", "line 10: the entry that begins here should balance (own)"},
		{"no such day", "20260105", "20261305", "line 10: EcritureDate: should be a day as AAAAMMJJ (blocking)"},
		{"hole", "2026-000007", "2026-000077", "line 16: EcritureNum: should be one more than that of the entry above (own)"},
		{"missing field", "RAN\t", "", "line 4: should have 18 fields, has 17 (blocking)"},
		{"header", "Montantdevise", "Montant", "line 1: Montantdevise: should be the name of column 17 (blocking)"},
		{"spelling of the header", "Montantdevise", "MontantDevise", "line 1: Montantdevise: should be written so (own)"},
		{"account", "\t890\t", "\tBILAN\t", "line 3: CompteNum: should begin with three digits (warning)"},
		{"empty label", "\tSolde d'ouverture\t", "\t\t", "line 2: EcritureLib: should be filled (blocking)"},
		{"letter without date", "\tAA\t20260209", "\tAA\t", "line 4: DateLet: should be filled when EcritureLet is, and only then (own)"},
		{"open letter", "\tB\t20260209", "\t\t", "line 27: EcritureLet: the letter that is first used here should balance (own)"},
		{"byte order mark", "JournalCode", "\ufeffJournalCode", "line 1: should have no byte order mark (own)"},
		{"validated earlier", "20260209\t\t", "20270209\t\t", "line 3: ValidDate: should not be before that of the record above (own)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoilt := strings.Replace(good, c.old, c.spoilt, 1)
			if spoilt == good {
				t.Fatal("the file has nothing to spoil")
			}
			var all []string
			for _, p := range check(t, spoilt, fec.CheckOptions{}).Problems {
				if p.Error() == c.want {
					return
				}
				all = append(all, p.Error())
			}
			t.Errorf("not found: %s\nfound:\n%s", c.want, strings.Join(all, "\n"))
		})
	}
}

// FuzzCheck feeds bytes to the checker: whatever they are, it ends without a panic and within its limits.
func FuzzCheck(f *testing.F) {
	var b bytes.Buffer
	if _, err := fec.Write(&b, book.Entries(), fec.Options{}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("JournalCode|JournalLib\r\r\n\n"))
	f.Add([]byte("\xef\xbb\xbf"))
	f.Fuzz(func(t *testing.T, file []byte) {
		checked, err := fec.Check(bytes.NewReader(file), fec.CheckOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(checked.Problems) > fec.MaxProblems || checked.Lines > len(file) {
			t.Fatalf("%d problems, %d lines", len(checked.Problems), checked.Lines)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	var entries []ledger.Entry
	for e := range book.Entries() {
		entries = append(entries, e)
	}
	for _, n := range []int{1e3, 1e5} {
		b.Run(fmt.Sprintf("entries=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			many := func(yield func(ledger.Entry, error) bool) {
				for i := range n {
					if !yield(entries[4+i%5], nil) {
						return
					}
				}
			}
			for b.Loop() {
				if _, err := fec.Write(&discard{}, many, fec.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type discard struct{}

func (*discard) Write(p []byte) (int, error) { return len(p), nil }

func written(t testing.TB, entries iter.Seq2[ledger.Entry, error], o fec.Options) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := fec.Write(&b, entries, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func check(t testing.TB, file string, o fec.CheckOptions) fec.Checked {
	t.Helper()
	checked, err := fec.Check(strings.NewReader(file), o)
	if err != nil {
		t.Fatal(err)
	}
	return checked
}
