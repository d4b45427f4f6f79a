package camt_test

import (
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/camt"
	"lettrage/importer/importertest"
	"path/filepath"
)

// corrected are files of which the manifest has a figure that can't be, and why.
var corrected = map[string]func(*importertest.Row){
	// The only balance, of what is available, is in yen; lines of 8.85 are in euro, and yen have no decimals.
	"camt/genkgo__camt__camt053.v2.with-account-name.xml": func(r *importertest.Row) { r.Currency = "EUR" },
}

func TestCorpus(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	for _, row := range rows {
		if row.Format != camt.Format.Name {
			continue
		}
		if correct, ok := corrected[row.File]; ok {
			correct(&row)
		}
		t.Run(row.File, func(t *testing.T) {
			statements, _, err := importertest.Read(t, camt.Format, row.File, fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File))))
			row.Check(t, statements, err)
		})
	}
}

func TestSamples(t *testing.T) {
	importertest.Golden(t, camt.Format, "camt/*.xml")
	importertest.Golden(t, camt.Format, "broken/camt-*.xml")
}
