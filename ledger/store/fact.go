package store

import (
	"context"
	"iter"

	"lettrage/ledger"
)

// Learn adds to what was learned: delta decisions more (or fewer, below 0) taught
// the fact. Its Count is not looked at.
func (tx *Tx) Learn(f ledger.Fact, delta int) error {
	return tx.lesson(ledger.FactLearned, f, delta)
}

// RemoveFact forgets a fact, or is NotFound.
func (tx *Tx) RemoveFact(f ledger.Fact) error {
	count, err := one(tx.ctx, tx, scanOf[int], `SELECT COALESCE(CAST(SUM(change) AS BIGINT), 0) FROM lesson WHERE company = ? AND kind = ? AND key = ? AND customer = ?`,
		string(tx.company.ID), string(f.Kind), f.Key, string(f.Customer))
	if err != nil {
		return err
	}
	if count <= 0 {
		return &ledger.Error{Kind: ledger.NotFound, Field: "fact", Msg: "the book has not learned it", Hint: "lettrage facts list"}
	}
	return tx.lesson(ledger.FactRemoved, f, -count)
}

// lesson writes one change.
func (tx *Tx) lesson(kind ledger.EventKind, f ledger.Fact, change int) error {
	return tx.fail(tx.addLesson(kind, f, change))
}

func (tx *Tx) addLesson(kind ledger.EventKind, f ledger.Fact, change int) error {
	if f.Key == "" || f.Customer == "" || change == 0 || f.Kind != ledger.AccountOf && f.Kind != ledger.NameOf {
		return ledger.Errorf(ledger.Invalid, "fact", "should have a kind, a key, a customer and a change")
	}
	seq, err := tx.Append(kind, string(f.Customer), ledger.Lesson{Fact: f, Change: change}.Digest())
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO lesson (company, seq, kind, key, customer, change) VALUES (?, ?, ?, ?, ?, ?)`,
		string(tx.company.ID), seq, string(f.Kind), f.Key, string(f.Customer), change)
}

// Lessons yields every change of what was learned, in the order of the chain.
func (s *Store) Lessons(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Lesson, error] {
	scan := func(r scanner) (ledger.Lesson, error) {
		var l ledger.Lesson
		return l, r.Scan(&l.Event, &l.Kind, &l.Key, &l.Customer, &l.Change)
	}
	return rows(ctx, s.read, scan, `SELECT seq, kind, key, customer, change FROM lesson WHERE company = ? ORDER BY seq`, string(company))
}

// Facts returns what was known before the intake of that number (0: what is known
// now), by kind, key and customer.
func (s *Store) Facts(ctx context.Context, company ledger.CompanyID, before int64) ([]ledger.Fact, error) {
	scan := func(r scanner) (ledger.Fact, error) {
		var f ledger.Fact
		return f, r.Scan(&f.Kind, &f.Key, &f.Customer, &f.Count)
	}
	return all(ctx, s.read, scan, `SELECT kind, key, customer, CAST(SUM(change) AS BIGINT) FROM lesson WHERE company = ? AND seq < ?
		GROUP BY kind, key, customer HAVING SUM(change) > 0 ORDER BY kind, key, customer`, string(company), until(before))
}
