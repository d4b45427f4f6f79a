package ofx_test

import (
	"testing"

	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
)

// TestCorpus reads the sample files that LETTRAGE_CORPUS names.
func TestCorpus(t *testing.T) { importertest.Corpus(t, ofx.Format, "ofx/", "broken/") }
