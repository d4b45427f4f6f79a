package csv_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// FuzzRead: no bytes make the reader panic or break the sink's contract; what is
// refused has a kind and says why; reading twice gives the same.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"csv/*.csv", "broken/csv-*.csv"} {
		for _, file := range fixtures.Files(f, pattern) {
			f.Add(fixtures.Read(f, file))
		}
	}
	if folder := os.Getenv("LETTRAGE_CORPUS"); folder != "" {
		_, rows := importertest.Manifest(f)
		for _, row := range rows {
			if row.Format == "csv" {
				f.Add(fixtures.Read(f, filepath.Join(folder, filepath.FromSlash(row.File))))
			}
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 16<<10 {
			return
		}
		limits := importer.DefaultLimits()
		limits.LineBytes, limits.Lines = 4<<10, 2000
		read := func() []byte {
			got, warnings, err := importertest.ReadFile(t, csv.Format, &importer.File{Name: "fuzz", Limits: limits}, content)
			var refused *importer.Error
			if err != nil && (!errors.As(err, &refused) || refused.Kind == "" || refused.Msg == "") {
				t.Fatalf("refused without a kind: %v", err)
			}
			return importertest.Text(got, warnings, err)
		}
		if first := read(); !bytes.Equal(first, read()) {
			t.Fatalf("read in two ways:\n%s", first)
		}
	})
}
