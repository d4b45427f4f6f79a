package mt940_test

import (
	"testing"

	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

func TestGolden(t *testing.T) {
	importertest.Golden(t, mt940.Format, "mt940/*")
	importertest.Golden(t, mt940.Format, "broken/mt940-*")
}

// TestCorpus reads the sample files that LETTRAGE_CORPUS names.
func TestCorpus(t *testing.T) { importertest.Corpus(t, mt940.Format, "mt940/", "broken/") }
