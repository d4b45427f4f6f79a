package store

import (
	"context"
	"errors"
	"time"
)

// BusyTimeout is how long a write or an opening waits for another program's lock, when no option says otherwise.
const BusyTimeout = 5 * time.Second

// options are what Options set.
type options struct {
	busy time.Duration
	step int
}

// Option changes how a book is opened.
type Option func(*options)

// Busy says how long a write or an opening waits for another program's lock.
func Busy(d time.Duration) Option { return func(o *options) { o.busy = d } }

// Step says how many lines of a file one transaction takes; a longer file is taken
// in several. The default stays well beneath a second.
func Step(lines int) Option { return func(o *options) { o.step = max(1, lines) } }

// stepLines is the default of Step: 0.3 s on two slow cores.
const stepLines = 10_000

// Store is a book. It is safe for use by several goroutines.
type Store struct {
	write *pool // one connection
	read  *pool
	step  int // lines that one transaction of a load takes

	turn   chan struct{}   // holds one value while somebody uses the writing connection
	wanted map[string]bool // of whose turn it is: queries to prepare before the next transaction
}

// Open opens the book in an SQLite file, makes it when there is none, and brings
// its tables up to date. A database that stays locked for BusyTimeout is Transient;
// a folder that cannot be written, a file that is no database, or one that a newer
// version of the program wrote, is Storage.
func Open(ctx context.Context, path string, how ...Option) (*Store, error) {
	o := options{busy: BusyTimeout, step: stepLines}
	for _, set := range how {
		set(&o)
	}
	write, err := openSQLite(path, o.busy, forWriting)
	if err != nil {
		return nil, err
	}
	write.db.SetMaxOpenConns(1)
	if err := migrate(ctx, write.db); err != nil {
		return nil, errors.Join(wrap("database", err), write.close())
	}
	read, err := openSQLite(path, o.busy, forReading)
	if err != nil {
		return nil, errors.Join(err, write.close())
	}
	return &Store{write: write, read: read, step: o.step, turn: make(chan struct{}, 1), wanted: make(map[string]bool)}, nil
}

// Close closes the book. Nothing that was committed needs it.
func (s *Store) Close() error {
	return wrap("database", errors.Join(s.read.close(), s.write.close()))
}
