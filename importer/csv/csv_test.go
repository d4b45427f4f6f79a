package csv_test

import (
	"testing"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

func TestGolden(t *testing.T) { importertest.Golden(t, csv.Format, "csv/*.csv") }

func TestBroken(t *testing.T) { importertest.Golden(t, csv.Format, "broken/csv-*.csv") }

func TestCorpus(t *testing.T) {
	importertest.Corpus(t, csv.Format, "csv-fr/", "csv/", "broken/")
}
