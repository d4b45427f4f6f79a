package store

import (
	"context"
	"errors"
	"iter"

	"lettrage/ledger"
)

// Learn adds to what was learned: the lesson's Change decisions more (or fewer, below
// 0) taught its fact. An Intake of 0 is the lesson's own event; Event and Today are
// given here.
func (tx *Tx) Learn(l ledger.Lesson) error {
	if l.Change == 0 || l.Removed {
		return tx.fail(ledger.Errorf(ledger.Invalid, "fact", "should change"))
	}
	kind := ledger.FactLearned
	if l.By == ledger.Program {
		kind = ledger.FactSeen
	}
	return tx.fail(tx.addLesson(kind, l))
}

// RemoveFact forgets a fact, or is NotFound. Its counts are not looked at.
func (tx *Tx) RemoveFact(f ledger.Fact) error { return tx.fail(tx.removeFact(f)) }

func (tx *Tx) removeFact(f ledger.Fact) error {
	known, err := ledger.Learn(rows(tx.ctx, tx, scanLesson, selectLessons+` AND l.kind = ? AND l.key = ? AND l.customer = ? AND l.account = ?`+orderLessons,
		string(tx.company.ID), forever, string(f.Kind), f.Key, string(f.Customer), f.Account))
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return &ledger.Error{Kind: ledger.NotFound, Field: "fact", Msg: "the book has not learned it", Hint: "lettrage facts list"}
	}
	return tx.addLesson(ledger.FactRemoved, ledger.Lesson{Fact: f, Change: -known[0].Count, By: ledger.Person, Removed: true})
}

// addLesson writes one change.
func (tx *Tx) addLesson(kind ledger.EventKind, l ledger.Lesson) error {
	if err := l.Validate(); err != nil {
		return err
	}
	if l.By != ledger.Program && l.By != ledger.Person {
		return ledger.Errorf(ledger.Invalid, "by", "should be the program or a person")
	}
	if l.Intake == 0 {
		l.Intake = tx.head.seq + 1
	}
	seq, err := tx.Append(kind, string(l.Customer), l.Digest())
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO lesson (company, seq, kind, key, customer, account, change, actor, line, intake, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(tx.company.ID), seq, string(l.Kind), l.Key, string(l.Customer), l.Account, l.Change, string(l.By), string(l.Line), l.Intake, flag(l.Removed))
}

// selectLessons reads lessons; the events of the transaction's own are not written yet.
const selectLessons = `SELECT l.seq, l.intake, COALESCE(e.today, ''), l.kind, l.key, l.customer, l.account, l.change, l.actor, l.line, l.removed
	FROM lesson l LEFT JOIN event e ON e.company = l.company AND e.seq = l.seq WHERE l.company = ? AND l.intake < ?`

const orderLessons = ` ORDER BY l.seq`

func scanLesson(r scanner) (ledger.Lesson, error) {
	var l ledger.Lesson
	var today string
	err := r.Scan(&l.Event, &l.Intake, &today, (*string)(&l.Kind), &l.Key, (*string)(&l.Customer), &l.Account, &l.Change, (*string)(&l.By), (*string)(&l.Line), &l.Removed)
	return l, errors.Join(err, parseDays([]string{today}, &l.Today))
}

// Lessons yields every change of what was learned, in the order of the chain.
func (s *Store) Lessons(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Lesson, error] {
	return rows(ctx, s.read, scanLesson, selectLessons+orderLessons, string(company), forever)
}

// Facts returns what was known before the intake of that number (0: what is known
// now), by kind, key, customer and account.
func (s *Store) Facts(ctx context.Context, company ledger.CompanyID, before int64) ([]ledger.Learned, error) {
	return ledger.Learn(rows(ctx, s.read, scanLesson, selectLessons+orderLessons, string(company), until(before)))
}
