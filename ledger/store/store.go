package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver named "sqlite"

	"lettrage/ledger"
)

// BusyTimeout is how long a write or an opening waits for another program's lock.
const BusyTimeout = 5 * time.Second

// readers is how many reading connections stay open. More are opened when more
// reads run at once: a read within a read must never wait for the outer one.
const readers = 4

// Store is a book. It is safe for use by several goroutines.
type Store struct {
	write *pool // one connection
	read  *pool

	mu     sync.Mutex
	wanted map[string]bool // guarded by mu: queries to prepare on the writing connection before it is taken again
}

// Open opens the book in an SQLite file, makes it when there is none, and brings
// its tables up to date. A database that stays locked for BusyTimeout is Transient;
// a folder that cannot be written, a file that is no database, or one that a newer
// version of the program wrote, is Storage.
func Open(ctx context.Context, path string) (*Store, error) {
	write, err := open(path, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.db.SetMaxOpenConns(1)
	if err := migrate(ctx, write.db); err != nil {
		return nil, errors.Join(wrap("database", err), write.close())
	}
	read, err := open(path, "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, write.close())
	}
	return &Store{write: write, read: read, wanted: make(map[string]bool)}, nil
}

// open prepares a pool; the file is opened by its first use.
func open(path, more string) (*pool, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, &ledger.Error{Kind: ledger.Storage, Field: "database", Msg: "the path cannot be resolved", Err: err}
	}
	// foreign_keys comes before journal_mode, which may already wait for a lock.
	dsn := fmt.Sprintf("file:%s?_pragma=busy_timeout(%d)&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-8000)&%s",
		(&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath(), BusyTimeout.Milliseconds(), more)
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, wrap("database", err)
	}
	db.SetMaxIdleConns(readers)
	return &pool{db: db, prepared: make(map[string]*sql.Stmt)}, nil
}

// Close closes the book. Nothing that was committed needs it.
func (s *Store) Close() error {
	return wrap("database", errors.Join(s.read.close(), s.write.close()))
}
