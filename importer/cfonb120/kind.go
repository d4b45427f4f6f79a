package cfonb120

import "lettrage/ledger"

// kinds are how money moved, by the interbank code of a movement (33-34). Bills of
// exchange, exchange of currencies, securities, loans, taxes and corrections are none of the kinds.
var kinds = map[string]ledger.Kind{
	"01": ledger.Cheque, "02": ledger.ChequeDeposit, "15": ledger.ChequeDeposit,
	"04": ledger.Cash, "29": ledger.Cash,
	"05": ledger.Transfer, "06": ledger.Transfer, "13": ledger.Transfer, "14": ledger.Transfer, "18": ledger.Transfer, "21": ledger.Transfer,
	"39": ledger.Transfer, "41": ledger.Transfer, "44": ledger.Transfer, "45": ledger.Transfer, "90": ledger.Transfer, "C1": ledger.Transfer, "C2": ledger.Transfer,
	"08": ledger.DirectDebit, "09": ledger.DirectDebit, "22": ledger.DirectDebit, "24": ledger.DirectDebit, "96": ledger.DirectDebit, "97": ledger.DirectDebit,
	"A1": ledger.DirectDebit, "A2": ledger.DirectDebit, "B1": ledger.DirectDebit, "B2": ledger.DirectDebit,
	"11": ledger.Card, "28": ledger.Card, "36": ledger.Card, "30": ledger.CardPayout,
	"61": ledger.Interest, "63": ledger.Interest, "70": ledger.Interest,
	"62": ledger.Fee, "64": ledger.Fee, "65": ledger.Fee, "66": ledger.Fee, "88": ledger.Fee,

	"03": ledger.Returned, "33": ledger.Returned, "34": ledger.Returned, "38": ledger.Returned, // cheques, bills, cards unpaid
	"10": ledger.Returned, "26": ledger.Returned, "27": ledger.Returned, "98": ledger.Returned, // direct debits unpaid, the old ones
	"A3": ledger.Returned, "A4": ledger.Returned, "B3": ledger.Returned, "B4": ledger.Returned, // direct debits unpaid
	"A5": ledger.Returned, "A6": ledger.Returned, "B5": ledger.Returned, "B6": ledger.Returned, // given back by the creditor
	"12": ledger.Returned, "C3": ledger.Returned, "C4": ledger.Returned, "C5": ledger.Returned, // transfers returned or recalled
}
