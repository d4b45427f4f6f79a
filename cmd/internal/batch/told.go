package batch

import (
	"context"
	"fmt"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// told are lines that the book had before the intake, and of which a notice tells since.
type told struct {
	lines  []ledger.Line
	before map[ledger.LineID][]ledger.Decision // of each, those of earlier intakes
	done   map[ledger.LineID]bool              // it was decided again already, by a run that was cut off
	any    bool                                // the intake told of a line, be it its own
}

// told returns those of the lines that wait for an explanation: what the program decided
// for good, and what a person did, stays.
func (i *intake) told(ctx context.Context) (told, error) {
	t := told{before: make(map[ledger.LineID][]ledger.Decision), done: make(map[ledger.LineID]bool)}
	lines, err := collect(i.Store.Lines(ctx, i.company.ID, store.LineFilter{Told: i.event.Seq, AsOf: i.event.Seq}))
	if err != nil {
		return t, err
	}
	t.any = len(lines) > 0
	for _, l := range lines {
		if l.Intake == i.event.Seq {
			continue // it is decided with what the intake brought
		}
		decisions, err := i.Store.DecisionsOf(ctx, i.company.ID, l.ID)
		if err != nil {
			return t, err
		}
		earlier := decisions[:slices.IndexFunc(append(decisions, ledger.Decision{Intake: i.event.Seq}), func(d ledger.Decision) bool { return d.Intake >= i.event.Seq })]
		if _, aside := setAside(i.company, l); aside || !inSuspense(earlier) {
			continue
		}
		t.lines = append(t.lines, l)
		t.before[l.ID], t.done[l.ID] = earlier, len(decisions) > len(earlier)
	}
	return t, nil
}

// inSuspense reports whether a line stands in the suspense account, where a person did not book it.
func inSuspense(decisions []ledger.Decision) bool {
	if len(decisions) == 0 {
		return false
	}
	last := decisions[len(decisions)-1]
	known := last.By == ledger.Person || last.Account != "" || len(last.Chosen.Allocations) > 0 || last.Chosen.Class == ledger.BankFee || last.Chosen.Class == ledger.OwnTransfer
	return last.Status == ledger.Review || last.Status == ledger.None && !known
}

// bookTold writes what is decided otherwise now of the lines that were told of, in one
// transaction, and returns how many of them no longer wait for a person. Candidates that a person is shown are written anew.
func (i *intake) bookTold(ctx context.Context, w written, t told, found []ledger.Decision) (settled int, err error) {
	var decisions []ledger.Decision
	var entries []ledger.Entry
	var lessons []ledger.Lesson
	for n, l := range t.lines {
		d, before := found[n], t.before[l.ID]
		last := before[len(before)-1]
		if barred(before, d.Chosen) || d.Status == ledger.Review && (last.By == ledger.Person || slices.EqualFunc(last.Candidates, d.Candidates, alike)) ||
			d.Status == ledger.None && last.Status == ledger.None {
			continue
		}
		if d.Status != ledger.Review && last.Status == ledger.Review {
			settled++
		}
		if t.done[l.ID] {
			continue
		}
		d.Intake, d.Version = i.event.Seq, len(before)
		d.ID = ledger.NewDecisionID(l.ID, d.Version)
		live, err := i.Store.LiveEntries(ctx, i.company.ID, l.ID)
		if err != nil {
			return settled, err
		}
		more, err := w.Redecide(l, live, d, i.event.Today)
		if err != nil {
			return settled, fmt.Errorf("line %s: %w", l.ID, err)
		}
		decisions, entries, lessons = append(decisions, d), append(entries, more...), append(lessons, w.lessons[l.ID]...)
	}
	if len(decisions) == 0 {
		return settled, nil
	}
	return settled, i.update(ctx, func(tx *store.Tx) error {
		if err := tx.Decide(decisions); err != nil {
			return err
		}
		if _, err := tx.Book(entries); err != nil {
			return err
		}
		return learn(tx, i.event.Seq, lessons)
	})
}

// alike reports whether two explanations would settle the same.
func alike(a, b ledger.Explanation) bool {
	return a.Class == b.Class && slices.Equal(a.Allocations, b.Allocations)
}
