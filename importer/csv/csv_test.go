package csv_test

import (
	"testing"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

func TestCorpus(t *testing.T) {
	importertest.Corpus(t, csv.Format, "csv-fr/", "csv/", "broken/")
}
