package csv_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

func TestDbg(t *testing.T) {
	files, _ := filepath.Glob(os.Getenv("F"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Skip()
		}
		s, w, err := importertest.Read(t, csv.Format, f, b)
		text := string(importertest.Text(s, w, err))
		if os.Getenv("G") != "" {
			if !strings.Contains(text, "guessed") {
				continue
			}
			var out []string
			for _, l := range strings.Split(text, "\n") {
				if strings.HasPrefix(l, "statement") || strings.HasPrefix(l, "warn") {
					out = append(out, l)
				}
			}
			text = strings.Join(out, "\n")
		}
		t.Logf("%s\n%s", filepath.Base(f), text)
	}
}
