package batch

import (
	"cmp"
	"context"
	"errors"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// mark is the end of a company's chain when something was read. As long as the chain
// ends there, what was read is what the books hold.
type mark int64

// writeTries is how often what follows from the books is worked out again because
// another program wrote to them meanwhile. That one got on with each try.
const writeTries = 20

// readTries is the same of what is only read: no step of it is kept.
const readTries = 5

// errMoved says that the chain does not end at the mark any more.
var errMoved = errors.New("the books went on meanwhile")

func errBusy() error {
	return &ledger.Error{Kind: ledger.Transient, Field: "books", Msg: "are being written to by another program all the time", Hint: "wait until it has finished, then try again"}
}

// onTop runs f, which reads the books and writes what follows from them with update.
// When another program wrote in between, f is run again on what the books hold then;
// what it wrote before stays. Without end, that is an error of kind Transient.
func (b *Batch) onTop(ctx context.Context, c ledger.Company, f func(since mark) error) error {
	for range writeTries {
		seq, _, err := b.Store.Head(ctx, c.ID)
		if err != nil {
			return err
		}
		if err := f(mark(seq)); !errors.Is(err, errMoved) {
			return err
		}
	}
	return errBusy()
}

// onSettled is onTop when every intake is processed, and processes those that are not.
func (b *Batch) onSettled(ctx context.Context, c ledger.Company, f func(since mark) error) error {
	return b.onTop(ctx, c, func(since mark) error {
		pending, err := b.Store.Pending(ctx, c.ID)
		if err != nil {
			return err
		}
		if len(pending) == 0 {
			return f(since)
		}
		return cmp.Or(b.settled(ctx, c), errMoved)
	})
}

// update runs f in one write transaction when the chain still ends at the mark, which
// it then moves to the new end; else nothing is written, and the error is errMoved.
func (b *Batch) update(ctx context.Context, c ledger.Company, today ledger.Date, since *mark, f func(*store.Tx) error) error {
	var end mark
	err := b.Store.Update(ctx, c.ID, today, func(tx *store.Tx) error {
		if mark(tx.Last()) != *since {
			return errMoved
		}
		err := f(tx)
		end = mark(tx.Last())
		return err
	})
	if err == nil {
		*since = end
	}
	return err
}

// atOnce runs f, which only reads, again until nobody wrote to the company's books
// while it did: what it read is of one moment. Without end, that is an error of kind Transient.
func (b *Batch) atOnce(ctx context.Context, c ledger.Company, f func() error) error {
	for range readTries {
		before, _, err := b.Store.Head(ctx, c.ID)
		if err != nil {
			return err
		}
		failed := f()
		after, _, err := b.Store.Head(ctx, c.ID)
		if err != nil {
			return err
		}
		if before == after {
			return failed
		}
	}
	return errBusy()
}
