package camt_test

import (
	"testing"

	"lettrage/importer/camt"
	"lettrage/importer/importertest"
)

func TestCorpus(t *testing.T) { importertest.Corpus(t, camt.Format, "") }

func TestSamples(t *testing.T) {
	importertest.Golden(t, camt.Format, "camt/*.xml")
	importertest.Golden(t, camt.Format, "broken/camt-*.xml")
}
