package csv_test

import (
	"os"
	"testing"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

func TestDbg(t *testing.T) {
	f := os.Getenv("F")
	b, err := os.ReadFile(f)
	if err != nil {
		t.Skip()
	}
	s, w, err := importertest.Read(t, csv.Format, f, b)
	t.Logf("\n%s", importertest.Text(s, w, err))
}
