// Package cfonb120 reads CFONB 120, the statement of account that French banks have sent
// since the days of tape: records of 120 characters, each field in columns of its own.
//
//	01 old balance  ─▶ ledger.Statement, its account and opening balance
//	04 movement     ─▶ ledger.Transaction
//	05 complement   ─▶ more about the movement above it, as its qualifier says
//	07 new balance  ─▶ closing balance; ends the statement
//
// Columns, from 1:
//
//	1-2 code · 3-7 bank · 12-16 branch · 17-19 currency · 20 decimals · 22-32 account · 35-40 day, JJMMAA
//	01, 07   91-104 balance
//	04       8-11 bank's own code · 33-34 interbank code · 41-42 reason of a return · 43-48 value day
//	         49-79 label · 82-88 number · 91-104 amount · 105-120 reference
//	05       46-48 qualifier · 49-118 text
//
// An amount is thirteen digits and a last one that holds the sign as well: { and A to I
// are 0 to 9 of a credit, } and J to R of a debit. In the French 7-bit code (ISO 646-FR)
// and in EBCDIC of France the two braces are é and è, and are read so.
//
// # What becomes of what
//
//   - Bank, branch and account make the IBAN, with the RIB key computed. A blank
//     account names none; one that can't be has its parts kept.
//   - The label is 49-79, then the reference unless it is a number that begins with 0, a counter; then
//     what LIB, REF and all qualifiers without a place of their own say. A 05 with a day in
//     43-48 has no qualifier: there the label goes on, within a word.
//   - LCC, LC2: remittance. LCS: reference. RCN: end-to-end id. RUM: mandate. NPY, CPY and NPO
//     are the payer, its account, and on whose behalf; NBE, CBE, NBU the same of the beneficiary.
//   - MMO is what was instructed, FEE what was kept back. RET, else 41-42, is why it came back.
//   - No field is an identifier of the line: banks repeat the number and the reference, or
//     write zeros. The number is that of the cheque for a cheque, and left out of others.
//   - A year of two digits is from 1980 to 2079. A currency that no record states is the
//     euro, with a warning; decimals that none states are those of the currency.
//   - The days after the old balance up to the new one are covered whole, where the
//     movements lead from one to the other and none is booked outside of them.
//
// # What is tolerated
//
// Blank lines, lines of the bank's own outside of statements, any line ends or none at all, blanks
// cut off at the end or added beyond 120, a record over two lines, several statements, other
// banks and branches within a statement;
// ISO 8859-1, windows-1252, UTF-8 (columns counted in characters, else in bytes), UTF-16
// and EBCDIC (code page 037). What could hide a mistake is a warning with its line. A line is
// one of the text; in a file without line ends, each 120 characters.
//
// Records out of order, and what can't be read, are errors. A statement whose sums are
// wrong is taken, with a warning.
//
// # Limits
//
// Those of importer.Limits, 100,000 statements in a file, and 10,000 complements of a movement.
//
// FEE is read as public readers read it. Of RET the order of the parts is known and not the columns: a
// code of ISO 20022 is taken where one comes first.
//
// Source: CFONB, Relevé de compte sur support informatique (July 2004); Évolutions du relevé de
// compte 120 caractères pour les opérations de virements et de prélèvements SEPA, 2.0 (March 2010).
package cfonb120
