package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// Prove fails the test unless the company's chain is unbroken and all that is stored is what it says.
func Prove(b *Book) {
	b.Helper()
	if err := Check(b.Context(), b.Store, b.Company); err != nil {
		b.Error(err)
	}
}

// Check recomputes a company's chain from the stored rows, and returns the first
// event that does not say what is stored.
func Check(ctx context.Context, s *store.Store, company ledger.CompanyID) error {
	p := &prover{ctx: ctx, s: s, company: company}
	defer p.stop()
	if err := p.begin(); err != nil {
		return err
	}
	var last ledger.Event
	for e, err := range s.Events(ctx, company) {
		if err != nil {
			return err
		}
		if e.Seq != last.Seq+1 || e.Link(last.Hash).Hash != e.Hash {
			return fmt.Errorf("event %d does not follow %d", e.Seq, last.Seq)
		}
		if err := p.event(e); err != nil {
			return fmt.Errorf("event %d (%s): %w", e.Seq, e.Kind, err)
		}
		last = e
	}
	seq, hash, err := s.Head(ctx, company)
	if err == nil && (seq != last.Seq || hash != last.Hash) {
		err = errors.New("the chain does not end at its head")
	}
	return errors.Join(err, p.leftOver())
}

// prover walks all rows in the order of the chain.
type prover struct {
	ctx       context.Context
	s         *store.Store
	company   ledger.CompanyID
	lines     *walk[ledger.Line]
	decisions *walk[ledger.Decision]
	entries   *walk[ledger.Entry]
	lessons   *walk[ledger.Lesson]
	notices   *walk[ledger.Notice]
	told      *walk[ledger.Told]
	taken     []ledger.Taken
	accounts  []ledger.BankAccount
	items     int
}

func (p *prover) begin() (err error) {
	p.lines = walkOf(p.s.Lines(p.ctx, p.company, store.LineFilter{AsTaken: true}))
	p.notices = walkOf(p.s.Notices(p.ctx, p.company))
	p.told = walkOf(p.s.Told(p.ctx, p.company))
	p.decisions = walkOf(p.s.DecisionHistory(p.ctx, p.company))
	p.entries = walkOf(p.s.Entries(p.ctx, p.company, store.EntryFilter{Chain: true}))
	p.lessons = walkOf(p.s.Lessons(p.ctx, p.company))
	if p.taken, err = p.s.Taken(p.ctx, p.company); err != nil {
		return err
	}
	p.accounts, err = p.s.Accounts(p.ctx, p.company)
	return err
}

func (p *prover) stop() {
	p.lines.stop()
	p.decisions.stop()
	p.entries.stop()
	p.lessons.stop()
	p.notices.stop()
	p.told.stop()
}

var errOther = errors.New("what is stored is not what was recorded")

func (p *prover) event(e ledger.Event) error {
	switch e.Kind {
	case ledger.CompanyOpened:
		return p.opened(e)
	case ledger.AccountSeen:
		return p.account(e)
	case ledger.StatementTaken:
		return p.statement(e)
	case ledger.InvoicesTaken:
		items, err := p.s.InvoicesOf(p.ctx, p.company, e.Seq)
		details, err2 := p.s.DetailsOf(p.ctx, p.company, e.Seq)
		file, notHash := ledger.ParseHash(e.Ref)
		p.items += len(items)
		return agree(errors.Join(err, err2, notHash), e, ledger.InvoicesDigest(file, items, details...))
	case ledger.LineDecided:
		d, err := p.decisions.next()
		return agree(err, e, d.Digest())
	case ledger.EntryBooked:
		n, err := p.entries.next()
		return agree(err, e, n.Digest())
	case ledger.FactLearned, ledger.FactSeen, ledger.FactRemoved:
		l, err := p.lessons.next()
		if err == nil && l.Event != e.Seq {
			err = errOther
		}
		return agree(err, e, l.Digest())
	}
	return nil
}

func agree(err error, e ledger.Event, digest ledger.Hash) error {
	if err == nil && e.Digest != digest {
		err = errOther
	}
	return err
}

func (p *prover) opened(e ledger.Event) error {
	c, err := p.s.Company(p.ctx, p.company)
	if err != nil {
		return err
	}
	chart, err := p.s.Chart(p.ctx, p.company)
	return agree(err, e, c.Digest(chart))
}

// account: one that was provisional then may be named now.
func (p *prover) account(e ledger.Event) error {
	for _, a := range p.accounts {
		if string(a.ID) != e.Ref {
			continue
		}
		a.Provisional = true
		if a.Digest() != e.Digest {
			a.Provisional = false
		}
		return agree(nil, e, a.Digest())
	}
	return errOther
}

func (p *prover) statement(e ledger.Event) error {
	var taken []ledger.Taken
	for len(p.taken) > 0 && p.taken[0].Intake == e.Seq {
		taken, p.taken = append(taken, p.taken[0]), p.taken[1:]
	}
	hashes, err := hashesOf(nil, p.lines, e.Seq, func(l ledger.Line) (int64, ledger.Hash) { return l.Intake, l.Commitment() })
	if err == nil {
		hashes, err = hashesOf(hashes, p.notices, e.Seq, func(n ledger.Notice) (int64, ledger.Hash) { return n.Intake, n.Commitment() })
	}
	if err == nil {
		hashes, err = hashesOf(hashes, p.told, e.Seq, func(t ledger.Told) (int64, ledger.Hash) { return t.Intake, t.Digest() })
	}
	if err != nil {
		return err
	}
	file, err := ledger.ParseHash(e.Ref)
	return agree(err, e, ledger.IntakeDigest(file, taken, hashes))
}

// hashesOf adds the hashes of what an intake brought.
func hashesOf[T any](to []ledger.Hash, of *walk[T], intake int64, hash func(T) (int64, ledger.Hash)) ([]ledger.Hash, error) {
	for {
		v, err := of.next()
		if errors.Is(err, errEnd) {
			return to, nil
		}
		if err != nil {
			return nil, err
		}
		from, h := hash(v)
		if from != intake {
			of.back(v)
			return to, nil
		}
		to = append(to, h)
	}
}

// leftOver says what is stored and was never recorded.
func (p *prover) leftOver() error {
	items, err := p.s.Items(p.ctx, p.company, 0)
	_, line := p.lines.next()
	_, decision := p.decisions.next()
	_, entry := p.entries.next()
	_, lesson := p.lessons.next()
	_, notice := p.notices.next()
	_, told := p.told.next()
	for _, end := range []error{line, decision, entry, lesson, notice, told} {
		if !errors.Is(end, errEnd) {
			err = errors.Join(err, errors.New("a row is stored that was never recorded"))
		}
	}
	if len(p.taken) > 0 || len(items) != p.items {
		err = errors.Join(err, errors.New("a statement or an item is stored that was never recorded"))
	}
	return err
}

// walk reads a sequence one by one.
type walk[T any] struct {
	pull  func() (T, error, bool)
	stop  func()
	waits []T
}

var errEnd = errors.New("nothing more is stored")

func walkOf[T any](seq iter.Seq2[T, error]) *walk[T] {
	pull, stop := iter.Pull2(seq)
	return &walk[T]{pull: pull, stop: stop}
}

func (w *walk[T]) next() (T, error) {
	if len(w.waits) > 0 {
		v := w.waits[0]
		w.waits = nil
		return v, nil
	}
	v, err, ok := w.pull()
	if !ok {
		err = errEnd
	}
	return v, err
}

func (w *walk[T]) back(v T) { w.waits = []T{v} }
