package store

import (
	"context"
	"database/sql"
	"errors"

	"lettrage/ledger"
)

// Tx is one write transaction on one company's books. It holds the lock of the
// company's chain. It is for one goroutine, and only inside the function of Update.
type Tx struct {
	ctx     context.Context
	store   *Store
	sql     *sql.Tx
	company ledger.Company
	today   ledger.Date
	head    head
	events  []ledger.Event // appended and not yet written
	stmts   map[string]*sql.Stmt
	failed  error // the first error: nothing is committed after it
}

// head is the end of the chain, and what reads may see.
type head struct {
	seq       int64
	hash      ledger.Hash
	line      int64
	statement int64
}

// Update runs f in one write transaction and commits it when f returns nil. All of
// its events carry today. When f or the commit fails, nothing of it remains. f must
// not write through the store, which would wait for itself; what it reads through
// the store is the state before. An error of a method of Tx undoes the transaction,
// also when f returns nil.
func (s *Store) Update(ctx context.Context, company ledger.CompanyID, today ledger.Date, f func(*Tx) error) error {
	if today == 0 {
		return errNoDay()
	}
	return s.transact(ctx, today, func(tx *Tx) error {
		if err := tx.lock(company); err != nil {
			return err
		}
		return f(tx)
	})
}

func errNoDay() error { return ledger.Errorf(ledger.Invalid, "today", "should be given") }

// transact runs f in a write transaction that holds no company's lock yet.
func (s *Store) transact(ctx context.Context, today ledger.Date, f func(*Tx) error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.prepareWanted(ctx); err != nil {
		return wrap("database", err)
	}
	begun, err := s.write.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap("database", err)
	}
	defer func() { _ = begun.Rollback() }() // after a commit it does nothing
	tx := &Tx{ctx: ctx, store: s, sql: begun, today: today, stmts: make(map[string]*sql.Stmt)}
	if err := f(tx); err != nil {
		return err
	}
	if tx.failed != nil {
		return tx.failed
	}
	if err := tx.flush(); err != nil {
		return err
	}
	return wrap("database", begun.Commit())
}

// fail notes the first error of the transaction, and returns err.
func (tx *Tx) fail(err error) error {
	if tx.failed == nil {
		tx.failed = err
	}
	return err
}

// lock takes the lock of the company's head and reads it.
func (tx *Tx) lock(id ledger.CompanyID) error {
	found, err := one(tx.ctx, tx, scanHead, `UPDATE head SET seq = seq WHERE company = ? RETURNING seq, hash, line, statement`, string(id))
	if errors.Is(err, &ledger.Error{Kind: ledger.NotFound}) {
		return noCompany()
	}
	if err != nil {
		return err
	}
	tx.head = found
	tx.company, err = one(tx.ctx, tx, scanCompany, selectCompany+` WHERE id = ?`, string(id))
	return err
}

func scanHead(r scanner) (head, error) {
	var h head
	var hash []byte
	err := r.Scan(&h.seq, &hash, &h.line, &h.statement)
	copy(h.hash[:], hash)
	return h, err
}

// stmt returns the statement of a query in the transaction. While the transaction
// runs, the only writing connection is taken: what is not prepared on it yet is
// prepared for this transaction alone, and noted for the next one.
func (tx *Tx) stmt(query string) (*sql.Stmt, error) {
	if st, ok := tx.stmts[query]; ok {
		return st, nil
	}
	var st *sql.Stmt
	var err error
	if kept, ok := tx.store.write.lookup(query); ok {
		st = tx.sql.StmtContext(tx.ctx, kept)
	} else if st, err = tx.sql.PrepareContext(tx.ctx, query); err == nil {
		tx.store.wanted[query] = true
	}
	if err == nil {
		tx.stmts[query] = st
	}
	return st, err
}

// prepareWanted prepares what earlier transactions missed.
func (s *Store) prepareWanted(ctx context.Context) error {
	for query := range s.wanted {
		if _, err := s.write.stmt(ctx, query); err != nil {
			return err
		}
	}
	clear(s.wanted)
	return nil
}

// query runs a query in the transaction.
func (tx *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := tx.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// exec runs a statement in the transaction.
func (tx *Tx) exec(query string, args ...any) error {
	st, err := tx.stmt(query)
	if err == nil {
		_, err = st.ExecContext(tx.ctx, args...)
	}
	return tx.fail(wrap("database", err))
}

// Last returns the number of the chain's last event, those that the transaction appended included.
func (tx *Tx) Last() int64 { return tx.head.seq }

// Append extends the chain by one event and returns its number. An intake is
// pending until Processed is called for it.
func (tx *Tx) Append(kind ledger.EventKind, ref string, digest ledger.Hash) (int64, error) {
	if kind == "" {
		return 0, tx.fail(ledger.Errorf(ledger.Invalid, "event", "should have a kind"))
	}
	e := ledger.Event{Seq: tx.head.seq + 1, Kind: kind, Ref: ref, Today: tx.today, Digest: digest}.Link(tx.head.hash)
	tx.head.seq, tx.head.hash = e.Seq, e.Hash
	tx.events = append(tx.events, e)
	if kind.IsIntake() {
		return e.Seq, tx.intake(e.Seq, 0, 0)
	}
	return e.Seq, nil
}

func (tx *Tx) intake(seq, firstLine, lastLine int64) error {
	return tx.exec(`INSERT INTO intake (company, seq, processed, first_line, last_line) VALUES (?, ?, 0, ?, ?)
		ON CONFLICT (company, seq) DO UPDATE SET first_line = excluded.first_line, last_line = excluded.last_line`, string(tx.company.ID), seq, firstLine, lastLine)
}

// Processed marks an intake as wholly processed; again is harmless. It is no event:
// what the processing did stands in the chain. An event that is no intake is NotFound.
func (tx *Tx) Processed(intake int64) error {
	_, err := one(tx.ctx, tx, scanOf[int64], `UPDATE intake SET processed = 1 WHERE company = ? AND seq = ? RETURNING seq`, string(tx.company.ID), intake)
	if errors.Is(err, &ledger.Error{Kind: ledger.NotFound}) {
		err = ledger.Errorf(ledger.NotFound, "intake", "the company has none of this number")
	}
	return tx.fail(err)
}

var eventTable = newTable("event", "seq kind ref today digest hash")

// flush writes the events and the new head.
func (tx *Tx) flush() error {
	if len(tx.events) == 0 {
		return nil
	}
	to := tx.insertInto(eventTable)
	for _, e := range tx.events {
		if err := to.add(e.Seq, string(e.Kind), e.Ref, e.Today.String(), e.Digest[:], e.Hash[:]); err != nil {
			return err
		}
	}
	if err := to.flush(); err != nil {
		return err
	}
	tx.events = nil
	return tx.exec(`UPDATE head SET seq = ?, hash = ?, line = ?, statement = ? WHERE company = ?`,
		tx.head.seq, tx.head.hash[:], tx.head.line, tx.head.statement, string(tx.company.ID))
}
