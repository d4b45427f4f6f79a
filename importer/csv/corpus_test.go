package csv_test

import (
	"path/filepath"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

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
	// The balance grows by 1,533.50: D and C say the side, and the minus before the credit does not.
	"csv/OCA__bank-statement-import__debit_credit.csv": func(r *importertest.Row) { r.Credits, r.Debits = "1533.50", "33.50" },
	// The first row is the balance before, "Saldo Anterior".
	"csv/cantino__reckon__extratofake.csv": func(r *importertest.Row) { r.Transactions, r.Credits = "22", "1300.00" },
	// Three rows have no amount: shares of a fund that were exchanged.
	"csv/gpaulissen__ofxstatement-dutch__Account_20190101_20200317.csv": func(r *importertest.Row) { r.Transactions = "27" },
	// Six rows are balances and turnovers of two accounts.
	"csv/kedder__ofxstatement-lithuanian__swedbank.csv": func(r *importertest.Row) { r.Transactions = "5" },
}

// undecided are files that the manifest has for good ones, and in which nothing decides
// what is asked here before money is booked. Each has to be refused, and to go from this list once
// it can be decided.
var undecided = map[string]string{
	"csv/OCA__bank-statement-import__debit_credit_amount.csv":                          "the balances contradict the columns of debit and credit, however they are read",
	"csv/OCA__bank-statement-import__original_currency.csv":                            "one amount without a sign: it may be money in or out",
	"csv/OCA__bank-statement-import__original_currency_empty.csv":                      "one amount without a sign",
	"csv/OCA__bank-statement-import__original_currency_no_header.csv":                  "two amounts and no header: either may be what moved",
	"csv/bank2ynab__bank2ynab__20180226_12345678.csv":                                  "10/02/2018 is the only day",
	"csv/bank2ynab__bank2ynab__dba33fceecd62c3c727893361e0ba4d3.P000000027355791.csv":  "one amount without a sign",
	"csv/bank2ynab__bank2ynab__statement_1.csv":                                        "one amount without a sign",
	"csv/bank2ynab__bank2ynab__test_delimiter_tab.csv":                                 "two columns of amounts without a header: nothing says which is money in",
	"csv/bank2ynab__bank2ynab__test_row_format_CD_flag.csv":                            "three rows have EUR where the others have the side",
	"csv/cantino__reckon__51-sample.csv":                                               "amounts without a sign, and a balance that never moves",
	"csv/cantino__reckon__73-sample.csv":                                               "one amount without a sign",
	"csv/cantino__reckon__harder_date_example.csv":                                     "10-Nov-9, 09-Nov-10 and 04-Nov-11: the year may stand at either end",
	"csv/cantino__reckon__spanish_date_example.csv":                                    "02/12/2009 is the only day",
	"csv/egh__ledger-autosync__paypal.csv":                                             "6/4/2016 is the only day",
	"csv/gpaulissen__ofxstatement-dutch__NL99INGB9999999999_25-11-2019_30-05-2020.csv": "a list of balances, without movements",
	"csv/reubano__csv2ofx__creditunion.csv":                                            "no amount has a sign: it may be a list of expenses",
	"csv/reubano__csv2ofx__default.csv":                                                "no amount has a sign: it may be a list of expenses",
	"csv/reubano__csv2ofx__pcmastercard.csv":                                           "no amount has a sign: it is likely to be a list of card payments",
	"csv/simonmichael__hledger__monefy.csv":                                            "06/12/2021 is the only day",
}

// TestCorpus: each CSV of the corpus gives the manifest's figures, or is refused
// because it is broken, or because nothing decides how it is to be read.
func TestCorpus(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	read := 0
	for _, row := range rows {
		if row.Format != "csv" {
			continue
		}
		read++
		t.Run(row.File, func(t *testing.T) {
			if adjust := counted[row.File]; adjust != nil {
				adjust(&row)
			}
			if reason := undecided[row.File]; reason != "" {
				row.Refused, row.Notes = true, reason
			}
			got, _, err := importertest.Read(t, csv.Format, row.File, fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File))))
			row.Check(t, got, err)
		})
	}
	if read < len(counted)+len(undecided) {
		t.Errorf("the manifest has %d CSV files", read)
	}
}
