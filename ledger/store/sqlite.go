package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"lettrage/ledger"
)

// All that is SQLite's own stands in this file and in migrations/sqlite; the
// queries elsewhere are text that PostgreSQL reads as well.

// readers is how many reading connections stay open. More are opened when more
// reads run at once: a read within a read must never wait for the outer one.
const readers = 4

// What the two pools open their connections with. The writer holds on to the pages of
// the indexes that it adds to all over; readers are several, and mostly read on and on.
const (
	forWriting = "_txlock=immediate&_pragma=cache_size(-12000)"
	forReading = "_pragma=query_only(1)&_pragma=cache_size(-4000)"
)

// openSQLite prepares a pool; the file is opened by its first use.
func openSQLite(path string, busy time.Duration, more string) (*pool, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, &ledger.Error{Kind: ledger.Storage, Field: "database", Msg: "the path cannot be resolved", Err: err}
	}
	// A new book is its owner's alone: it holds names and accounts. SQLite gives the
	// files beside it the same mode. What is wrong with the path is told by its first use.
	if f, err := os.OpenFile(abs, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		if err := f.Close(); err != nil {
			return nil, wrap("database", err)
		}
	}
	// foreign_keys comes before journal_mode, which may already wait for a lock.
	dsn := fmt.Sprintf("file:%s?_pragma=busy_timeout(%d)&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&%s",
		(&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath(), busy.Milliseconds(), more)
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, wrap("database", err)
	}
	db.SetMaxIdleConns(readers)
	return &pool{db: db, prepared: make(map[string]*sql.Stmt)}, nil
}

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the tables up to date. Each migration is one transaction, so that
// a crash leaves a version that the next opening goes on from.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	found, known, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if found > known {
		return &ledger.Error{Kind: ledger.Storage, Field: "database", Msg: "a newer version of lettrage wrote it", Hint: "upgrade this program"}
	}
	if found == known {
		return nil
	}
	if _, err = p.Up(ctx); err == nil {
		return nil
	}
	// Another process may have migrated the same new file a moment earlier.
	if found, known, again := p.GetVersions(ctx); again == nil && found == known {
		return nil
	}
	return err
}

// sqliteError says what an error of SQLite means to a user, by its primary result
// code. ok is false when it is none of SQLite's.
func sqliteError(err error) (e ledger.Error, ok bool) {
	var driver *sqlite.Error
	if !errors.As(err, &driver) {
		return e, false
	}
	return sqliteMeaning(driver.Code() & 0xff), true
}

func sqliteMeaning(code int) ledger.Error {
	switch code {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ledger.Error{Kind: ledger.Transient, Msg: "another program keeps the database locked", Hint: "wait until it has finished, then try again"}
	case lib.SQLITE_INTERRUPT:
		return ledger.Error{Kind: ledger.Transient, Msg: "was interrupted; nothing was changed", Hint: "try again"}
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
