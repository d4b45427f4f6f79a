package cfonb120_test

import (
	"testing"

	"lettrage/importer/cfonb120"
	"lettrage/importer/importertest"
)

func TestCorpus(t *testing.T) {
	importertest.Corpus(t, cfonb120.Format, "cfonb120/", "broken/")
}

func TestSamples(t *testing.T) {
	importertest.Golden(t, cfonb120.Format, "cfonb120/*")
	importertest.Golden(t, cfonb120.Format, "broken/cfonb120-*")
}
