// Package ledger holds the nouns of the books and what must hold of them:
// companies and their accounts, bank statements and their lines, customers and
// their open items, what a line was decided to pay, and the balanced entries and
// hash-chained events that follow.
//
//	Statement ─ Transaction ─▶ Line ─ Decision (Explanations, Allocations) ─▶ Entry (Postings) ─▶ Event
//
// Everything here is a value. Nothing reads a clock, a file or a database. Amounts
// are minor units with a currency (see ledger/money), a positive one is money that
// comes in or a debit; days are calendar days without a time zone; IDs come from
// content.
package ledger
