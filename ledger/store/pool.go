package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strings"
	"sync"
)

// pool is a set of connections with the statements that were prepared on them.
type pool struct {
	db       *sql.DB
	mu       sync.Mutex // guards prepared
	prepared map[string]*sql.Stmt
}

// stmt returns the prepared statement of a query. Placeholders are '?'; this and
// Tx.stmt are where another database's form of them is put in.
func (p *pool) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if st, ok := p.prepared[query]; ok {
		return st, nil
	}
	st, err := p.db.PrepareContext(ctx, query)
	if err == nil {
		p.prepared[query] = st
	}
	return st, err
}

// lookup returns the prepared statement of a query, if there is one.
func (p *pool) lookup(query string) (*sql.Stmt, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	st, ok := p.prepared[query]
	return st, ok
}

func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all error
	for _, st := range p.prepared {
		all = errors.Join(all, st.Close())
	}
	clear(p.prepared)
	return errors.Join(all, p.db.Close())
}

// query runs a query that yields rows.
func (p *pool) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := p.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// querier is the reading pool, or a transaction.
type querier interface {
	query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// scanner is *sql.Rows as a row's scan function sees it.
type scanner interface{ Scan(...any) error }

// rows yields what scan makes of each row. The rows are closed when the loop ends.
func rows[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		found, err := q.query(ctx, query, args...)
		if err != nil {
			yield(zero, wrap("database", err))
			return
		}
		defer func() { _ = found.Close() }() // after Err there is nothing left to fail
		for found.Next() {
			v, err := scan(found)
			if !yield(v, wrap("database", err)) || err != nil {
				return
			}
		}
		if err := found.Err(); err != nil {
			yield(zero, wrap("database", err))
		}
	}
}

// all collects the rows of a query that yields few.
func all[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	var found []T
	for v, err := range rows(ctx, q, scan, query, args...) {
		if err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, nil
}

// one returns the only row of a query, or an error of kind NotFound.
func one[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	for v, err := range rows(ctx, q, scan, query, args...) {
		return v, err
	}
	var zero T
	return zero, wrap("database", sql.ErrNoRows)
}

// scanOf scans the single column of a row.
func scanOf[T any](r scanner) (T, error) {
	var v T
	return v, r.Scan(&v)
}

// inSize is how many values one "IN" holds. One size, so that one text is prepared.
const inSize = 200

// in is the list of an "IN" of inSize values.
var in = "(?" + strings.Repeat(", ?", inSize-1) + ")"

// inArgs are the arguments of a query that has fixed ones and then an "IN": the
// values, the last one repeated until there are inSize of them.
func inArgs[T any](values []T, fixed ...any) []any {
	args := append(make([]any, 0, len(fixed)+inSize), fixed...)
	for i := range inSize {
		args = append(args, values[min(i, len(values)-1)])
	}
	return args
}
