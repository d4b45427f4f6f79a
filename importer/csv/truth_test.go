package csv_test

import (
	"os"
	"path/filepath"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// TestTruth reads the statements of the labelled sets: each line has an identifier of
// its own there, and each file is of the French profile.
func TestTruth(t *testing.T) {
	folder := os.Getenv("LETTRAGE_TRUTH")
	if folder == "" {
		t.Skip("SKIPPED: LETTRAGE_TRUTH names no folder of labelled sets")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*", "statement.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no statement.csv in the folder: %v", err)
	}
	for _, file := range files {
		statements, warnings, err := importertest.Read(t, csv.Format, file, fixtures.Read(t, file))
		if err != nil || len(warnings) > 0 || len(statements) != 1 || statements[0].Origin.Format != "csv:french" {
			t.Errorf("%s: %d statements, warnings %v: %v", file, len(statements), warnings, err)
			continue
		}
		ids := make(map[string]bool)
		for _, l := range statements[0].Lines {
			ids[l.BankID] = true
			if l.Label == "" || l.Value == 0 {
				t.Errorf("%s: line %d has no label or no value day", file, l.Line)
			}
		}
		if len(ids) != len(statements[0].Lines) || len(ids) < 1000 {
			t.Errorf("%s: %d lines have %d identifiers", file, len(statements[0].Lines), len(ids))
		}
	}
}
