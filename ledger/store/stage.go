package store

import (
	"context"
	"errors"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// A file of more lines than one step is staged: its lines are written to the table
// loading as they are read, and from there to the table line, beyond the last one
// that head lets reads see. The company's load with the highest number owns the
// rows of both; an earlier one finds that out at its next step and gives up.

var loadingTable = newTable("loading", "n statement target booked content")

func encodeStaged(t ledger.Transaction) string {
	f := newFields()
	for _, s := range []string{t.BankID, t.Value.String(), string(t.Kind), t.Code} {
		f.text(s)
	}
	for _, n := range []int64{t.Amount.Minor(), flag(t.Reversal), int64(t.Line)} {
		f.int(n)
	}
	f.texts(t)
	return string(f.b)
}

func decodeStaged(content, booked string, cur money.Currency) (ledger.Transaction, error) {
	f := fieldsRead{s: content}
	t := ledger.Transaction{BankID: f.text()}
	value := f.text()
	t.Kind, t.Code = ledger.Kind(f.text()), f.text()
	t.Amount, t.Reversal, t.Line = money.New(f.int(), cur), f.int() != 0, int(f.int())
	if f.texts(&t); f.failed || f.s != "" {
		return t, &ledger.Error{Kind: ledger.Tampered, Field: "loading", Msg: "was not written by this program"}
	}
	return t, parseDays([]string{booked, value}, &t.Booked, &t.Value)
}

// stage writes the lines that were read since the last time.
func (l *Loader) stage() error {
	if l.staged == 0 {
		number, err := l.store.startLoad(l.ctx, l.company)
		if err != nil {
			return err
		}
		l.staged = number
	}
	err := l.store.Update(l.ctx, l.company, l.opt.Today, func(tx *Tx) error {
		if err := tx.owns(l.staged); err != nil {
			return err
		}
		to := tx.insertInto(loadingTable)
		for _, f := range l.lines {
			if err := to.add(f.n, f.statement, l.statements[f.statement].stagedTarget(), f.Booked.String(), encodeStaged(f.Transaction)); err != nil {
				return err
			}
		}
		return to.flush()
	})
	l.lines = l.lines[:0]
	return err
}

// unstage takes the load's staged lines away, also when its context is done.
func (l *Loader) unstage() error {
	if l.staged == 0 {
		return nil
	}
	ctx := context.WithoutCancel(l.ctx)
	number, err := one(ctx, l.store.read, scanOf[int64], `SELECT number FROM load WHERE company = ?`, string(l.company))
	if err != nil || number != l.staged { // another load owns the table, and has cleared it
		return err
	}
	return l.store.clearStaged(ctx, l.company)
}

// startLoad gives the next number to a load, and takes away what others left.
func (s *Store) startLoad(ctx context.Context, company ledger.CompanyID) (number int64, err error) {
	err = s.locked(ctx, company, func(tx *Tx) error {
		number, err = one(tx.ctx, tx, scanOf[int64], `INSERT INTO load (company, number, writing) VALUES (?, 1, 0)
			ON CONFLICT (company) DO UPDATE SET number = load.number + 1 RETURNING number`, string(company))
		return err
	})
	if err == nil {
		err = errors.Join(s.clearStaged(ctx, company), s.clearUnseen(ctx, company))
	}
	return number, err
}

// errOvertaken says that the company's books went on while a large file was loaded.
func errOvertaken() error {
	return &ledger.Error{Kind: ledger.Transient, Field: "load", Msg: "another file of the company was taken meanwhile; nothing of this one was", Hint: "import it again"}
}

// owns reports as an error that a later load has begun.
func (tx *Tx) owns(number int64) error {
	found, err := one(tx.ctx, tx, scanOf[int64], `SELECT number FROM load WHERE company = ?`, string(tx.company.ID))
	if err == nil && found != number {
		err = errOvertaken()
	}
	return tx.fail(err)
}

func (tx *Tx) writing(yes bool) error {
	return tx.exec(`UPDATE load SET writing = ? WHERE company = ?`, flag(yes), string(tx.company.ID))
}

const unseen = `SELECT company FROM load WHERE writing = 1 AND company = ?`

// withdraw takes away what a cut load left, when there is any.
func (s *Store) withdraw(ctx context.Context, company ledger.CompanyID) error {
	found, err := all(ctx, s.read, scanOf[string], unseen, string(company))
	if err == nil && len(found) > 0 {
		_, err = s.startLoad(ctx, company)
	}
	return err
}

// noUnseen is an error while lines stand beyond head.
func (tx *Tx) noUnseen() error {
	found, err := all(tx.ctx, tx, scanOf[string], unseen, string(tx.company.ID))
	if err == nil && len(found) > 0 {
		err = errOvertaken()
	}
	return tx.fail(err)
}

// Sweep takes away what loads that were cut off left, of all companies. Nothing of
// it was ever seen, so that it need not be called; a program that owns the book
// calls it when it starts. A load that is under way in another process gives up.
func (s *Store) Sweep(ctx context.Context) error {
	left, err := all(ctx, s.read, scanOf[ledger.CompanyID], `SELECT company FROM load ORDER BY company`)
	for _, company := range left {
		if err == nil {
			_, err = s.startLoad(ctx, company)
		}
	}
	return err
}

// clearStaged empties the table loading, in short transactions.
func (s *Store) clearStaged(ctx context.Context, company ledger.CompanyID) error {
	for {
		from, err := one(ctx, s.read, scanOf[int64], `SELECT COALESCE(MIN(n), -1) FROM loading WHERE company = ?`, string(company))
		if err != nil || from < 0 {
			return err
		}
		err = s.locked(ctx, company, func(tx *Tx) error {
			return tx.exec(`DELETE FROM loading WHERE company = ? AND n < ?`, string(company), from+int64(s.step))
		})
		if err != nil {
			return err
		}
	}
}

// clearUnseen takes away lines and identifiers beyond head, the last ones first, in
// short transactions. The load that wrote them owns nothing any more.
func (s *Store) clearUnseen(ctx context.Context, company ledger.CompanyID) error {
	found, err := all(ctx, s.read, scanOf[string], unseen, string(company))
	if err != nil || len(found) == 0 {
		return err
	}
	for left := int64(1); left > 0 && err == nil; {
		err = s.locked(ctx, company, func(tx *Tx) error {
			last, err := one(ctx, tx, scanOf[int64], `SELECT COALESCE(MAX(seq), 0) FROM line WHERE company = ?`, string(company))
			if err != nil {
				return err
			}
			if err := tx.exec(`DELETE FROM alias WHERE company = ? AND statement > ?`, string(company), tx.head.statement); err != nil {
				return err
			}
			from := max(tx.head.line, last-int64(s.step))
			left = from - tx.head.line
			if err := tx.exec(`DELETE FROM line WHERE company = ? AND seq > ?`, string(company), from); err != nil || left > 0 {
				return err
			}
			return tx.exec(`UPDATE load SET writing = 0 WHERE company = ?`, string(company))
		})
	}
	return err
}

// locked runs f in a transaction that holds the company's lock and appends no event.
func (s *Store) locked(ctx context.Context, company ledger.CompanyID, f func(*Tx) error) error {
	return s.transact(ctx, 0, func(tx *Tx) error {
		if err := tx.lock(company); err != nil {
			return err
		}
		return f(tx)
	})
}

// commitStaged takes a staged file: it is compared with the book without a lock,
// its new lines are written step by step where no read sees them, and one small
// update takes them.
func (l *Loader) commitStaged() (LoadResult, error) {
	if err := l.stage(); err != nil {
		return LoadResult{}, err
	}
	base, err := one(l.ctx, l.store.read, scanHead, selectHead, string(l.company))
	if err != nil {
		return LoadResult{}, err
	}
	lines := &linesStaged{l.ctx, l.store.read, l.company, l.statements}
	t := newTaking(l, l.store.read, base, lines)
	if err := t.identify(); err != nil || !t.hasNews() {
		return t.res, err
	}
	for from := 0; from < l.count; from += l.store.step {
		part, err := lines.part(from, l.store.step)
		if err != nil {
			return LoadResult{}, err
		}
		err = l.step(t, func(tx *Tx) error {
			if from == 0 {
				if err := tx.writing(true); err != nil {
					return err
				}
			}
			return t.writeLines(tx, part)
		})
		if err != nil {
			return LoadResult{}, err
		}
	}
	err = l.step(t, func(tx *Tx) error {
		if err := tx.writing(false); err != nil {
			return err
		}
		return t.finish(tx)
	})
	if err != nil {
		return LoadResult{}, err
	}
	return t.res, nil
}

// step runs one transaction of a staged load, unless the book is not any more what
// the file was compared with.
func (l *Loader) step(t *taking, f func(*Tx) error) error {
	return l.store.Update(l.ctx, l.company, l.opt.Today, func(tx *Tx) error {
		if err := tx.owns(l.staged); err != nil {
			return err
		}
		if tx.head.line != t.base.line || tx.head.statement != t.base.statement {
			return errOvertaken()
		}
		return f(tx)
	})
}
