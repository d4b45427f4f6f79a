package csv_test

import (
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// TestCorpusRefused: what the corpus says is broken is refused.
func TestCorpusRefused(t *testing.T) {
	_, rows := importertest.Manifest(t)
	corpus(t, rows, func(r importertest.Row) bool { return r.Refused })
}

// TestCorpusFrench: all files in the form of French banks give the manifest's figures.
func TestCorpusFrench(t *testing.T) {
	_, rows := importertest.Manifest(t)
	corpus(t, rows, func(r importertest.Row) bool { return !r.Refused && strings.HasPrefix(r.File, "csv-fr/") })
}

// counted are files that this package reads otherwise than the manifest counts
// them. The manifest counts data rows and adds up one column.
var counted = map[string]func(*importertest.Row){
	// The balance on each row is that of the moment of the export, and says no day.
	"csv-fr/boursobank.csv": func(r *importertest.Row) { r.Closing = "" },
	// A fee beside the amount moves the balance too.
	"csv/c-vigo__beancount-importers__Revolut_CHF_Sample.csv": func(r *importertest.Row) { r.Debits = "306.07" },
	"csv/c-vigo__beancount-importers__Revolut_EUR_Sample.csv": func(r *importertest.Row) { r.Debits = "424.26" },
	// Rows that are pending, or were refused, are no lines.
	"csv/daniel-ciupek__AI_subscription_and_expense_auditor__bgz_bnp_paribas.csv":                            func(r *importertest.Row) { r.Transactions = "3" },
	"csv/mincong-h__finance-toolkit__account-statement_2022-06-01_2022-07-14_undefined-undefined_e85fa6.csv": func(r *importertest.Row) { r.Transactions, r.Debits = "1", "55.34" },
	"csv/mlaitinen__ofxstatement-revolut__2022-january.csv":                                                  func(r *importertest.Row) { r.Transactions, r.Debits = "7", "413.44" },
}

// leastRead is how many of the other files are read; the rest is refused, mostly
// because the days, the sign or the currency can only be made up.
const leastRead = 63

// TestCorpusOthers: a file of another bank gives the manifest's figures, or is refused.
func TestCorpusOthers(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	read, all := 0, 0
	for _, row := range rows {
		if row.Refused || !strings.HasPrefix(row.File, "csv/") {
			continue
		}
		all++
		got, _, err := importertest.Read(t, csv.Format, row.File, fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File))))
		if err != nil {
			continue
		}
		read++
		t.Run(row.File, func(t *testing.T) { adjusted(row).Check(t, got, nil) })
	}
	t.Logf("%d of %d files are read", read, all)
	if read < leastRead {
		t.Errorf("%d files are read, should be %d at least", read, leastRead)
	}
}

func adjusted(row importertest.Row) importertest.Row {
	if adjust := counted[row.File]; adjust != nil {
		adjust(&row)
	}
	return row
}

// corpus reads the CSV files of the manifest that are wanted.
func corpus(t *testing.T, rows []importertest.Row, want func(importertest.Row) bool) {
	t.Helper()
	folder, _ := importertest.Manifest(t)
	read := 0
	for _, row := range rows {
		if row.Format != "csv" || !want(row) {
			continue
		}
		read++
		t.Run(row.File, func(t *testing.T) {
			got, _, err := importertest.Read(t, csv.Format, row.File, fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File))))
			adjusted(row).Check(t, got, err)
		})
	}
	if read == 0 {
		t.Error("the manifest has no such file")
	}
}
