package store

import (
	"context"
	"database/sql"
	"errors"

	"lettrage/ledger"
)

// wrap makes an error of the books of one of the driver, by its code. Field names
// what was done. Errors of the books and of the context pass as they are.
func wrap(field string, err error) error {
	var known *ledger.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return ledger.Errorf(ledger.NotFound, field, "the book has none of this name")
	}
	e, ok := sqliteError(err)
	if !ok {
		e = ledger.Error{Kind: ledger.Storage, Msg: "the database failed"}
	}
	e.Field, e.Err = field, err
	return &e
}
