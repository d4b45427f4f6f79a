// Package journal turns what was decided of a bank line into balanced entries, by
// written rules, and proves from stored data that the books are what was written.
//
//	D 512  1 185,00      a transfer of 1 185,00 for an invoice of 1 200,00
//	D 627     15,00      of which a bank kept 15,00
//	C 411  1 200,00      CDUPONT, F-001
//
// A line is booked at once, in journal BQ, dated its booking day: to the customers'
// accounts when it is known, to the suspense account (471) when it is not. What is
// decided later is a new entry in journal OD, dated the day of the decision; what
// was booked wrong is mirrored and booked afresh. Nothing is changed.
//
// An item whose postings on its customer's account sum up to zero gets a letter
// (NewLetters), which stands beside the entries and is derived from them. Verify
// reads everything that is stored, and says what is wrong and where:
//
//	report, err := journal.Verify(stored, journal.Options{})
//	report.OK(); report.First(); report.WriteText(os.Stdout)
//
// Functions are pure: no clock, no database. Amounts are in the line's currency,
// which has to be that of the books.
//
// Source: PCG (ANC 2022-06) for the accounts; the cases are those of the
// accountant's practice: full, partial, several, over-payment, charges, discount,
// rounding, unknown payer, return, credit note paid back. VAT does not move.
package journal
