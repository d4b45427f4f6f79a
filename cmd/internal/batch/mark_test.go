package batch

import (
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/sync/errgroup"

	"lettrage/fixtures/gen"
	"lettrage/ledger"
)

// twice makes a book that two programs have open, in which one intake waits to be processed.
func twice(t *testing.T, take func(*Batch, ledger.Company)) (one, other *Batch, c ledger.Company) {
	t.Helper()
	one, c = newBook(t)
	take(one, c)
	return one, reopen(t, filepath.Dir(one.Config.Out)), c
}

// waits are the two kinds of intake that are processed in steps.
func waits(t *testing.T, g *gen.Book) map[string]func(*Batch, ledger.Company) {
	list := func(b *Batch, c ledger.Company) {
		if err := b.takeList(t.Context(), c, put(t, "invoices.csv", bytesOf(t, g.WriteInvoices)), &ListReport{}); err != nil {
			t.Fatal(err)
		}
	}
	return map[string]func(*Batch, ledger.Company){
		"list": list,
		"statement": func(b *Batch, c ledger.Company) {
			takeList(t, b, c, "customers.csv", bytesOf(t, g.WriteCustomers))
			list(b, c)
			if err := b.settled(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if err := b.take(t.Context(), c, put(t, "year.xml", bytesOf(t, g.Year().WriteCAMT)), ImportOptions{}, &ImportReport{}); err != nil {
				t.Fatal(err)
			}
		},
	}
}

// What a program worked out is not written when another one has written meanwhile.
func TestWhatIsOvertakenIsNotWritten(t *testing.T) {
	g := gen.New(gen.Options{Seed: 5, Invoices: 60, Lines: 60})
	for name, take := range waits(t, g) {
		t.Run(name, func(t *testing.T) {
			late, other, c := twice(t, take)
			pending, err := late.Store.Pending(t.Context(), c.ID)
			if err != nil || len(pending) != 1 {
				t.Fatalf("%d intakes wait: %v", len(pending), err)
			}
			seq, _, err := late.Store.Head(t.Context(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := other.settled(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			before := books(t, other, c)
			stale := intake{late, c, pending[0], mark(seq)}
			if _, err := stale.process(t.Context()); !errors.Is(err, errMoved) {
				t.Errorf("processing the intake again: %v, want %v", err, errMoved)
			}
			if after := books(t, other, c); after != before {
				t.Errorf("the books changed: %s", firstDifference(before, after))
			}
			proven(t, late, c)
		})
	}
}

// Two programs that process the same intakes at once give the books of one.
func TestTwoProgramsAtOnce(t *testing.T) {
	g := gen.New(gen.Options{Seed: 5, Invoices: 300, Lines: 300})
	for name, take := range waits(t, g) {
		t.Run(name, func(t *testing.T) {
			alone, c := newBook(t)
			take(alone, c)
			one, other, c := twice(t, take)
			var both errgroup.Group
			for _, b := range []*Batch{one, other} {
				both.Go(func() error { return b.settled(t.Context(), c) })
			}
			if err := both.Wait(); err != nil {
				t.Error(err)
			}
			if want, got := books(t, alone, c), books(t, one, c); got != want { // books settles first
				t.Errorf("the books differ: %s", firstDifference(want, got))
			}
			proven(t, one, c)
		})
	}
}

// A person's decision is worked out again on what another program wrote meanwhile.
func TestADecisionStandsOnTheLatest(t *testing.T) {
	b, c := smallBook(t)
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil || len(reviews) == 0 {
		t.Fatalf("no line to review: %v", err)
	}
	id := string(reviews[0].Line.ID)
	other := reopen(t, filepath.Dir(b.Config.Out))
	tries := 0
	_, err = b.personDecides(t.Context(), c, id, func(shown ledger.Decision, _ ledger.Line) (ledger.Decision, error) {
		if tries++; tries == 1 {
			if _, err := other.Refuse(t.Context(), c, id); err != nil {
				t.Fatal(err)
			}
		}
		return ledger.Decision{Status: ledger.None, Chosen: ledger.Explanation{Class: ledger.Unrelated}, Account: "627", Reason: ledger.Booked}, nil
	})
	if err != nil || tries != 2 {
		t.Errorf("decided after %d tries: %v, want 2", tries, err)
	}
	s, err := b.Story(t.Context(), c, id)
	if err != nil || len(s.Decisions) != 3 {
		t.Errorf("%d decisions of the line: %v, want the program's, the other's, and this one", len(s.Decisions), err)
	}
	proven(t, b, c)
}

// A report that is read while another program writes is of one moment.
func TestAtOnceReadsAgain(t *testing.T) {
	b, c := smallBook(t)
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil || len(reviews) == 0 {
		t.Fatalf("no line to review: %v", err)
	}
	write := func() {
		if _, err := b.Refuse(t.Context(), c, string(reviews[0].Line.ID)); err != nil {
			t.Fatal(err)
		}
	}
	reads := 0
	err = b.atOnce(t.Context(), c, func() error {
		if reads++; reads == 1 {
			write()
			return errors.New("what was read contradicts itself")
		}
		return nil
	})
	if err != nil || reads != 2 {
		t.Errorf("read %d times: %v, want 2", reads, err)
	}
	err = b.atOnce(t.Context(), c, func() error { write(); return nil })
	if !errors.Is(err, &ledger.Error{Kind: ledger.Transient}) {
		t.Errorf("written to all the time: %v, want a Transient error", err)
	}
}
