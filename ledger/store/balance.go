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
	Gap      FindingKind = "gap"     // it does not begin where the statement before it ended: lines are missing between
	Overlaps FindingKind = "overlap" // it begins before the book ends, and its opening balance is not the book's of that day
	Doubt    FindingKind = "doubt"   // possible duplicates
)

// Finding is a warning about one statement that is taken all the same. That a
// statement's own lines do not add up is seen without the book (see
// ledger.Statement.AddUp) and is no finding.
type Finding struct {
	Kind      FindingKind
	Statement int // index in the file
	Account   ledger.AccountID
	Expected  money.Amount // what the book leads to expect
	Stated    money.Amount // what the statement says
	Lines     int          // that are in doubt
	Held      int          // of those, how many stay unbooked
}

// Message says it to a person.
func (f Finding) Message() string {
	switch f.Kind {
	case Gap:
		return fmt.Sprintf("the statement opens with %s, the book ends with %s: a statement between them is missing, or a line is wrong", f.Stated, f.Expected)
	case Overlaps:
		return fmt.Sprintf("the statement opens with %s, the book has %s on that day", f.Stated, f.Expected)
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
