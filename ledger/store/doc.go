// Package store keeps the books in SQL: one SQLite file today, queries written so
// that PostgreSQL can run the same text.
//
//	s, err := store.Open(ctx, "lettrage.db")            // opens or makes the file, and migrates it
//	err = s.AddCompany(ctx, company, ledger.DefaultChart(), today)
//	load, err := s.Load(ctx, company.ID, store.LoadOptions{File: hash, Format: "ofx 1.02", Today: today})
//	…                                                    // load.Begin, load.Line…, load.End for each statement
//	result, err := load.Commit()                         // one event of the chain, or none when nothing is new
//	err = s.Update(ctx, company.ID, today, func(tx *store.Tx) error {
//		return tx.Decide(decisions)                      // and tx.Book(entries), …
//	})
//
// # Tables
//
// Every table is keyed by the company. event is the company's chain, head its end;
// intake says which of its events are not processed yet. account, statement, line
// and alias are what the bank said, notice and told what its notices (camt.054) add to
// which line; customer, invoice and lesson what is known beside; decision and allocation what was decided; entry and posting the journal.
// Only head, intake, account, customer, load and loading change, the first three in
// one direction; triggers refuse to change or delete the rest, but for texts and
// salts, which can be erased when the law wants it. What can be derived is not stored: an item's
// open amount is its outstanding one less the allocations of the decisions that
// stand, and the decision that stands is the line's latest.
//
// Lines are read with what notices told of them by the intake in question (see
// LineFilter), and AsTaken as the chain has them.
//
// What is stored is read as it is stored: Events, Taken, Lines, Notices, Told,
// InvoicesOf, DecisionHistory, Lessons and Entries are all that a proof of the books needs, and
// recompute no hash.
//
// # Locking
//
// There is one writing connection. Update and Commit begin by locking the
// company's head row, so that the chain, the entry numbers and the sequence of
// lines are extended by one writer at a time, also of another process. Reads use a
// pool of their own and see what was committed when they began. A lock that is not
// given within BusyTimeout is an error of kind Transient.
//
// # Loading
//
// A file of at most Step lines is taken in one transaction. The lines of a larger
// one are first written to the table loading, in transactions of so many lines;
// the file is compared with the book without a lock; then its new lines are
// written, in transactions of the same size, beyond the last line that head lets
// reads see; last, one small update appends the event and moves head over them. What
// of a cut load is left, nothing sees; the company's next load takes it away, or
// Sweep. Of two large loads of a company at once the later wins, and the earlier is
// told to come again (Transient), as it is when another file was taken meanwhile.
//
// # Errors
//
// Errors are *ledger.Error: their kind follows from the driver's code, never from
// its words. NotFound, Ambiguous, Invalid and Conflict are the caller's to say;
// Transient may be tried again; Storage is the disk or the file.
//
// # Identity
//
// Which lines of a file the book has already is decided by the rules in identity.go and
// again.go; whether a balance needs a possible duplicate, by those in prove.go; which
// line a notice tells of, by those in tell.go; what is missing between statements, by
// those in continuity.go.
package store
