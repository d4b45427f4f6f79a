package csv_test

import (
	"bytes"
	"errors"
	"testing"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// FuzzRead: no bytes make the reader panic or break the sink's contract; what is
// refused has a kind and says why; reading twice gives the same.
func FuzzRead(f *testing.F) {
	importertest.Seeds(f, "csv", "csv/*.csv", "broken/csv-*.csv")
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
