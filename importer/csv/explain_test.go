package csv_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// readings explains a file with these own profiles.
func readings(content []byte, as string, own fs.FS) ([]csv.Reading, error) {
	f := &importer.File{ReadSeeker: bytes.NewReader(content), Size: int64(len(content)), Profile: as, Profiles: own, Warn: func(importer.Warning) {}}
	return csv.Readings(context.Background(), f)
}

// TestReadings shows a guess to a person.
func TestReadings(t *testing.T) {
	for _, c := range []struct{ name, content, as string }{
		{"unique", "Dia;Concepto raro;Importe;Pays\n13/03/2026;VIR \"X\";1.100,00;FR\n14/03/2026;B;-50,00;FR\n", ""},
		{"two orders of days", "Date,Description,Amount\n01/03/2026,A,100.00\n02/03/2026,B,-5.00\n", ""},
		{"chosen", "Date,Description,Amount\n01/03/2026,A,100.00\n02/03/2026,B,-5.00\n", "day-first"},
		{"no header", "13/03/2026;VIR;1.100,00\n14/03/2026;B;-50,00\n15/03/2026;B;-50,00\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, err := readings([]byte(c.content), c.as, nil)
			if err != nil {
				t.Fatal(err)
			}
			fixtures.Golden(t, fixtures.Path("csv", "reading-"+strings.ReplaceAll(c.name, " ", "-")+".golden"), []byte(told(all)))
		})
	}
}

func told(all []csv.Reading) string {
	var b strings.Builder
	for i, r := range all {
		fmt.Fprintf(&b, "reading %d: days %s, decimal mark %q, in %v, assumed %t, inverted %t, %d lines\n", i+1, r.Days, r.Decimal, r.In, r.Assumed, r.Inverted, r.Total)
		for _, c := range r.Columns {
			fmt.Fprintf(&b, "  column %q as %q: %q\n", c.Header, c.Role, c.Cells)
		}
		for _, l := range r.First {
			fmt.Fprintf(&b, "  line %d: %s %s %q\n", l.Line, l.Booked, l.Amount, l.Label)
		}
		fmt.Fprintf(&b, "  why no profile: %q\n%s", r.Why, r.Profile)
	}
	return b.String()
}

// TestSavedProfiles: a guess that is kept as a profile reads its file the same, without a guess.
func TestSavedProfiles(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(os.Getenv("LETTRAGE_CORPUS"), "csv*", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	paths = append(paths, fixtures.Files(t, "csv/*.csv")...)
	saved, guessed := 0, 0
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all, err := readings(content, "", nil)
		if err != nil || len(all) != 1 {
			continue
		}
		guessed++
		if all[0].Profile == "" {
			t.Logf("%s: %s", filepath.Base(path), all[0].Why)
			continue
		}
		saved++
		own := fstest.MapFS{"mine.toml": &fstest.MapFile{Data: []byte(all[0].Profile)}}
		if again, err := readings(content, "", own); err != nil || len(again) != 0 {
			t.Errorf("%s: is guessed again: %v, %v", path, again, err)
		}
		want, _, err1 := importertest.ReadFile(t, csv.Format, &importer.File{Name: path}, content)
		got, warnings, err2 := importertest.ReadFile(t, csv.Format, &importer.File{Name: path, Profiles: own}, content)
		if err1 != nil || err2 != nil || len(got) != len(want) {
			t.Errorf("%s: %v, %v", path, err1, err2)
			continue
		}
		for i := range got {
			if got[i].Origin.Format != "csv:mine" || len(got[i].Lines) != len(want[i].Lines) || got[i].Credits != want[i].Credits || got[i].Debits != want[i].Debits {
				t.Errorf("%s: %+v, want %+v", path, got[i].Statement, want[i].Statement)
			}
		}
		for _, w := range warnings {
			if w.Kind == "guessed" {
				t.Errorf("%s: %s", path, w.Message)
			}
		}
	}
	t.Logf("%d guessed, %d of them saved", guessed, saved)
	if guessed == 0 || saved == 0 {
		t.Error("nothing was looked at")
	}
}
