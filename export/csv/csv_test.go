package csv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"iter"
	"strings"
	"testing"

	exportcsv "lettrage/export/csv"
	"lettrage/fixtures"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"
	"lettrage/ledger/money"

	"pgregory.net/rapid"
)

func TestGolden(t *testing.T) {
	for name, o := range map[string]exportcsv.Options{
		"journal.csv.golden": {}, "journal.openings.csv.golden": {WithOpenings: true}, "journal.french.csv.golden": {WithOpenings: true, French: true},
	} {
		t.Run(name, func(t *testing.T) {
			fixtures.Golden(t, fixtures.Path("export", name), written(t, book.Entries(), o))
		})
	}
}

// Any book reads back: a row of twenty cells for each posting, whose amounts sum up
// to what was written, and no cell that a spreadsheet would compute.
func TestAnyBookReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := book.Draw(t)
		o := exportcsv.Options{WithOpenings: true, French: rapid.Bool().Draw(t, "french")}
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(written(t, book.Seq(entries), o), []byte("\ufeff"))))
		mark := byte('.')
		if o.French {
			r.Comma, mark = ';', ','
		}
		r.FieldsPerRecord = 20
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		rows = rows[1:]
		for _, e := range entries {
			for _, p := range e.Postings {
				if len(rows) == 0 {
					t.Fatal("a row is missing")
				}
				checkRow(t, rows[0], p, mark)
				rows = rows[1:]
			}
		}
		if len(rows) > 0 {
			t.Fatalf("%d rows too many", len(rows))
		}
	})
}

func checkRow(t *rapid.T, row []string, p ledger.Posting, mark byte) {
	text, sign := row[10], ""
	if p.Amount.Sign() < 0 {
		text, sign = row[11], "-"
	}
	got, err := money.Parse(sign+text, p.Amount.Currency(), mark)
	if err != nil || got != p.Amount || row[10] != "" && row[11] != "" {
		t.Fatalf("read %v and %v for %s", row[10], row[11], p.Amount)
	}
	for i, c := range row {
		if strings.IndexAny(c, "=+-@") == 0 && strings.Trim(c[1:], "0123456789.,") != "" {
			t.Fatalf("cell %d is a formula: %q", i, c)
		}
	}
}

func TestErrorEndsTheFile(t *testing.T) {
	failing := iter.Seq2[ledger.Entry, error](func(yield func(ledger.Entry, error) bool) { yield(ledger.Entry{}, errors.New("disk")) })
	if err := exportcsv.Journal(&bytes.Buffer{}, failing, exportcsv.Options{}); err == nil || err.Error() != "disk" {
		t.Errorf("error of the sequence became %v", err)
	}
}

func written(t interface {
	Fatal(args ...any)
}, entries iter.Seq2[ledger.Entry, error], o exportcsv.Options) []byte {
	var b bytes.Buffer
	if err := exportcsv.Journal(&b, entries, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
