// Package export holds what all that leaves the program shares: the decisions as
// JSON lines, the names by which other programs know a bank line, and the cleaning
// of texts that come from a bank or a customer.
//
//	{"line_id":"LN01","account":"FR76…","date":"2026-01-05","amount":"1200.00","status":"auto",
//	 "allocations":[{"invoice":"F-001","amount":"1200.00"}],"difference":null,"kind":"customer_payment",
//	 "candidates":[[{"invoice":"F-001","amount":"1200.00"}]],"probability":0.999700,"by":"program","decided":null,"reverses":null}
//
// The formats are packages beside: fec, csv, plaintext, report. All of them are pure
// writers: values of ledger in, bytes out, no database and no clock, and the same
// values give the same bytes. Sequences are read once; the error of a sequence ends
// the writing and is returned. Amounts are decimal texts of the currency's precision.
//
// Texts of banks and customers are hostile: each writer passes them through Plain,
// and then quotes what its own format gives a meaning to. Identifiers of bank lines
// and invoices are kept exactly in the JSON lines, escaped where they would act on a terminal.
package export
