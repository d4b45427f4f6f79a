package store

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

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
	var driver *sqlite.Error
	if !errors.As(err, &driver) {
		return &ledger.Error{Kind: ledger.Storage, Field: field, Msg: "the database failed", Err: err}
	}
	e := sqliteErrors(driver.Code() & 0xff)
	e.Field, e.Err = field, err
	return &e
}

// sqliteErrors says what a primary result code of SQLite means to a user.
func sqliteErrors(code int) ledger.Error {
	switch code {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ledger.Error{Kind: ledger.Transient, Msg: "another program keeps the database locked", Hint: "wait until it has finished, then try again"}
	case lib.SQLITE_FULL:
		return ledger.Error{Kind: ledger.Storage, Msg: "the disk is full; nothing was changed", Hint: "make room, then try again"}
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return ledger.Error{Kind: ledger.Storage, Msg: "the database cannot be written", Hint: "the file and its folder should be writable by this user"}
	case lib.SQLITE_CANTOPEN:
		return ledger.Error{Kind: ledger.Storage, Msg: "the database cannot be opened", Hint: "its folder should exist and be writable by this user"}
	case lib.SQLITE_NOTADB:
		return ledger.Error{Kind: ledger.Storage, Msg: "the file is no SQLite database", Hint: "check the name under database in lettrage.toml"}
	case lib.SQLITE_CORRUPT:
		return ledger.Error{Kind: ledger.Storage, Msg: "the database is damaged", Hint: "restore the last good backup, then import the files that came since"}
	case lib.SQLITE_CONSTRAINT:
		return ledger.Error{Kind: ledger.Conflict, Msg: "it contradicts what the book holds"}
	case lib.SQLITE_TOOBIG:
		return ledger.Error{Kind: ledger.Invalid, Msg: "is larger than the database takes"}
	}
	return ledger.Error{Kind: ledger.Storage, Msg: "the database failed; nothing was changed"}
}
