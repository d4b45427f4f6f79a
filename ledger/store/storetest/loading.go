package storetest

import (
	"context"
	"fmt"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// many makes lines of one account, four a day.
func many(n int) []ledger.Transaction {
	all := make([]ledger.Transaction, n)
	for i := range all {
		all[i] = line(1+i/4, int64(100+i), fmt.Sprintf("VIR %d", i), fmt.Sprintf("N%d", i))
	}
	return all
}

// loading: nothing of a file is seen before it is taken, or when it is given up.
// With a small store.Step, the file is one that is taken in several transactions.
func loading(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	b.Load("ofx 1.02", of(many(3)...))
	before := b.state()
	for name, end := range map[string]func(*store.Loader, context.CancelFunc) error{
		"given up":         func(l *store.Loader, _ context.CancelFunc) error { return l.Abort() },
		"given up twice":   func(l *store.Loader, _ context.CancelFunc) error { _ = l.Abort(); return l.Abort() },
		"forgotten":        func(*store.Loader, context.CancelFunc) error { return nil },
		"cancelled":        func(l *store.Loader, cancel context.CancelFunc) error { cancel(); return l.Abort() },
		"cancelled before": func(l *store.Loader, cancel context.CancelFunc) error { cancel(); _, _ = l.Commit(); return nil },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		l, err := b.Store.Load(ctx, b.Company, b.options("ofx 1.02"))
		if err == nil {
			err = feed(l, of(many(20)...))
		}
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the book while a file is read", b.state(), before)
		if err := end(l, cancel); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		same(t, "the book after a file was "+name, b.state(), before)
		cancel()
	}
	b.expect("then a whole one", b.Load("ofx 1.02", of(many(20)...)), counts{New: 17, Known: 3})
	if err := b.Store.Sweep(t.Context()); err != nil {
		t.Error(err)
	}
	if n := len(b.lines()); n != 20 {
		t.Errorf("%d lines, should be 20", n)
	}
	Prove(b)
	t.Run("order of calls", func(t *testing.T) { loadOrder(t, open) })
	t.Run("two at once", func(t *testing.T) { twoLoads(t, open) })
	t.Run("a reader", func(t *testing.T) { readerDuringLoad(t, open) })
}

func loadOrder(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	start := func() *store.Loader {
		l, err := b.Store.Load(t.Context(), b.Company, b.options("ofx 1.02"))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	st := of().Statement
	l := start()
	wantKind(t, "a line without a statement", l.Line(line(2, 1, "", "")), ledger.Invalid)
	wantKind(t, "an end without a beginning", l.End(st), ledger.Invalid)
	if err := l.Begin(st); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a statement in a statement", l.Begin(st), ledger.Invalid)
	_, err := l.Commit()
	wantKind(t, "a commit within a statement", err, ledger.Invalid)
	l = start()
	if res, err := l.Commit(); err != nil || res.Intake != 0 {
		t.Errorf("a file without a statement: %+v, %v", res, err)
	}
	_, err = l.Commit()
	wantKind(t, "a second commit", err, ledger.Invalid)
	wantKind(t, "a statement after the commit", l.Begin(st), ledger.Invalid)
}

// twoLoads: each file is taken or told to come again, none is lost or doubled.
func twoLoads(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	var loads []*store.Loader
	options := []store.LoadOptions{b.options("ofx 1.02"), b.options("ofx 1.02")}
	for i, o := range options {
		l, err := b.Store.Load(t.Context(), b.Company, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := feed(l, of(many(12 + 4*i)[4*i:]...)); err != nil {
			t.Fatal(err)
		}
		loads = append(loads, l)
	}
	for i, l := range []*store.Loader{loads[1], loads[0]} {
		if _, err := l.Commit(); err != nil {
			wantKind(t, fmt.Sprintf("load %d", i), err, ledger.Transient)
		}
	}
	for i, o := range options {
		b.load(o, of(many(12 + 4*i)[4*i:]...))
	}
	if n := len(b.lines()); n != 16 {
		t.Errorf("%d lines, should be 16", n)
	}
	Prove(b)
}

// readerDuringLoad: at each moment a reader sees all of a file or nothing of it.
func readerDuringLoad(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	done := make(chan error, 1)
	o := b.options("ofx 1.02")
	go func() {
		_, err := b.tryLoad(o, of(many(60)...))
		done <- err
	}()
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		lines, taken := len(b.lines()), len(must(b.Store.Taken(t.Context(), b.Company))(t))
		if lines != 0 && lines != 60 || lines == 60 && taken != 1 {
			t.Fatalf("a reader sees %d lines and %d statements", lines, taken)
		}
	}
	if n := len(b.lines()); n != 60 {
		t.Errorf("%d lines, should be 60", n)
	}
}

// concurrency: many writers give one unbroken chain, and entry numbers without holes.
func concurrency(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	res := b.Load("ofx 1.02", of(many(40)...))
	all := b.lines()
	ids := make(chan ledger.Line, len(all))
	for _, l := range all {
		ids <- l
	}
	close(ids)
	const writers = 8
	errs := make(chan error, writers)
	for range writers {
		go func() {
			var err error
			for l := range ids {
				e := entry(t, l)
				err = b.Store.Update(context.WithoutCancel(t.Context()), b.Company, march(31), func(tx *store.Tx) error {
					if err := tx.Decide([]ledger.Decision{reviews(l, res.Intake, ledger.Program)}); err != nil {
						return err
					}
					_, err := tx.Book([]ledger.Entry{e})
					return err
				})
				if err != nil {
					break
				}
			}
			errs <- err
		}()
	}
	for range writers {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	for i, e := range collect(t, b.Store.Entries(t.Context(), b.Company, store.EntryFilter{})) {
		if e.Number.N != i+1 {
			t.Errorf("entry %d has the number %s", i+1, e.Number)
		}
	}
	Prove(b)
}
