package ofx_test

import (
	"testing"

	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
)

func TestGolden(t *testing.T) {
	importertest.Golden(t, ofx.Format, "ofx/*")
	importertest.Golden(t, ofx.Format, "broken/ofx-*")
}

// TestCorpus reads the sample files that LETTRAGE_CORPUS names.
func TestCorpus(t *testing.T) { importertest.Corpus(t, ofx.Format, "ofx/", "broken/") }
