package store

import (
	"context"
	"database/sql"
	"fmt"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// FindingKind says what is odd about a statement beside the book.
type FindingKind string

// Kinds of findings.
const (
	Gap         FindingKind = "gap"          // it does not begin where the statement before it ended, or the one after it begins elsewhere: lines are missing between
	Overlaps    FindingKind = "overlap"      // it begins before the book ends, and its opening balance is not the book's of that day
	Closes      FindingKind = "closing"      // it states no opening balance, and the lines do not lead to its closing one
	Pages       FindingKind = "pages"        // the pages of a statement do not lead from its opening balance to its closing one
	MissingDays FindingKind = "missing_days" // days between it and its neighbour that no statement covers, and no balance bridges
	Doubt       FindingKind = "doubt"        // possible duplicates
)

// Finding is a warning about one statement that is taken all the same. That a
// statement's own lines do not add up is seen without the book (see
// ledger.Statement.AddUp) and is no finding.
type Finding struct {
	Kind      FindingKind
	Statement int // index in the file
	Account   ledger.AccountID
	Expected  money.Amount  // what the book leads to expect
	Stated    money.Amount  // what the statement says
	Days      ledger.Period // on which lines may be missing
	Lines     int           // that are in doubt
	Held      int           // of those, how many stay unbooked
}

// Message says it to a person.
func (f Finding) Message() string {
	days := ""
	if f.Days.From != 0 {
		days = fmt.Sprintf(" (%s to %s)", f.Days.From, f.Days.To)
	}
	switch f.Kind {
	case Gap:
		return fmt.Sprintf("a statement opens with %s, the one before it leads to %s: a statement between them%s is missing, or a line is wrong", f.Stated, f.Expected, days)
	case Overlaps:
		return fmt.Sprintf("the statement opens with %s, the book has %s on that day", f.Stated, f.Expected)
	case Closes:
		return fmt.Sprintf("the statement closes with %s, the lines since the last balance lead to %s: lines are missing before it, or one is wrong", f.Stated, f.Expected)
	case Pages:
		return fmt.Sprintf("the pages of the statement lead to %s, it closes with %s: a page is missing", f.Expected, f.Stated)
	case MissingDays:
		return "no statement covers the days from " + f.Days.From.String() + " to " + f.Days.To.String()
	}
	return fmt.Sprintf("%d lines may be in the book already; %d of them are held unbooked until a person has looked", f.Lines, f.Held)
}

func scanTaken(r scanner) (ledger.Taken, error) {
	var t ledger.Taken
	var days [4]string
	var opening, closing sql.NullInt64
	var credits, debits int64
	var file []byte
	ref := &t.Statement.Account
	err := r.Scan(&t.ID, &t.Intake, &t.Account, &ref.IBAN, &ref.Other, &t.Currency, &t.Number, &days[0], &opening, &days[1], &closing,
		&days[2], &days[3], &t.Lines, &credits, &debits, &file, &t.Origin.Format, &t.Origin.Line)
	if err != nil {
		return t, err
	}
	copy(t.Origin.File[:], file)
	t.Credits, t.Debits = money.New(credits, t.Currency), money.New(debits, t.Currency)
	var openingDay, closingDay ledger.Date
	if err := parseDays(days[:], &openingDay, &closingDay, &t.Whole.From, &t.Whole.To); err != nil {
		return t, err
	}
	if opening.Valid {
		t.Opening = &ledger.Balance{Date: openingDay, Amount: money.New(opening.Int64, t.Currency)}
	}
	if closing.Valid {
		t.Closing = &ledger.Balance{Date: closingDay, Amount: money.New(closing.Int64, t.Currency)}
	}
	return t, nil
}

// Taken returns the statements of the book in the order in which they were taken.
func (s *Store) Taken(ctx context.Context, company ledger.CompanyID) ([]ledger.Taken, error) {
	return all(ctx, s.read, scanTaken, selectTaken+` ORDER BY s.id`, string(company))
}
