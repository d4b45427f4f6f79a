package csv_test

import (
	"testing"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// TestGolden reads the samples: one of each profile, and some that are guessed.
func TestGolden(t *testing.T) { importertest.Golden(t, csv.Format, "csv/*.csv") }

// TestBroken reads what has to be refused, each for its own reason.
func TestBroken(t *testing.T) { importertest.Golden(t, csv.Format, "broken/csv-*.csv") }
