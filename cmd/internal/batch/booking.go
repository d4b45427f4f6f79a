package batch

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// window is how many lines of an intake are decided jointly, in their order. Hardly any
// file has more. What a longer one settled in one window is settled for the next, as if
// it had come in parts: so memory does not grow with the file.
const window = 10_000

// jointly is the company's window.
func (b *Batch) jointly() int { return cmp.Or(b.window, window) }

// booking is the deciding and booking of the lines of an intake, window after window. All
// that is decided follows from what was known before the intake, and from its lines in
// their order: a run that goes on after a cut decides all of them again, and writes the
// rest.
type booking struct {
	*intake
	journal.Poster
	known   *knowledge // before the window
	options matcher.Options
	teaches *teaching
	outcome Outcome
}

// bookStatement decides and books the lines that the intake brought, and looks again
// at those of which a notice tells since.
func (i *intake) bookStatement(ctx context.Context) (Outcome, error) {
	fresh := i.fresh()
	lines, known, p, err := i.read(ctx)
	if err != nil {
		return Outcome{}, err
	}
	again, err := i.told(ctx)
	if err != nil {
		return Outcome{}, err
	}
	options, err := i.options(ctx, i.company, i.event.Seq, known)
	if err != nil {
		return Outcome{}, err
	}
	if err := i.openings(ctx, p); err != nil {
		return Outcome{}, err
	}
	b := booking{intake: i, Poster: p, known: known, options: options, teaches: newTeaching(known)}
	for len(lines) == i.jointly() {
		if err := b.bookWindow(ctx, lines, told{}); err != nil {
			return b.outcome, err
		}
		if lines, err = i.lines(ctx, lines[len(lines)-1].Seq); err != nil {
			return b.outcome, err
		}
	}
	if err := b.bookWindow(ctx, lines, again); err != nil {
		return b.outcome, err
	}
	if err := i.processed(ctx); err != nil || !fresh || again.any {
		return b.outcome, err
	}
	return b.outcome, i.carry(ctx, known, b.teaches.taught)
}

// fresh reports whether nothing was written since the intake was taken.
func (i *intake) fresh() bool { return i.since == mark(i.event.Seq) }

// read reads the first lines of the intake and what was known before it, side by side.
func (i *intake) read(ctx context.Context) (lines []ledger.Line, known *knowledge, p journal.Poster, err error) {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		lines, err = i.lines(ctx, 0)
		return err
	})
	g.Go(func() (err error) {
		if known, err = i.known(ctx); err == nil {
			p, err = i.poster(ctx, known)
		}
		return err
	})
	return lines, known, p, g.Wait()
}

// lines reads those of the next window after a line.
func (i *intake) lines(ctx context.Context, after int64) ([]ledger.Line, error) {
	return collect(i.Store.Lines(ctx, i.company.ID, store.LineFilter{Intake: i.event.Seq, After: after, First: i.jointly()}))
}

// bookWindow decides the lines of a window jointly, and with them those of which a notice
// tells, and writes what is not written yet.
func (b *booking) bookWindow(ctx context.Context, lines []ledger.Line, again told) error {
	all := lines
	if len(again.lines) > 0 {
		all = slices.Concat(lines, again.lines)
	}
	if len(all) == 0 {
		return nil
	}
	decisions := decide(b.company, b.known.Book, b.options, all)
	w := written{Poster: b.Poster, lessons: b.teaches.lessons(all, decisions)}
	if len(lines) > 0 {
		var err error
		if w.undecided, err = b.Store.Undecided(ctx, b.company.ID, lines[0].Seq, lines[len(lines)-1].Seq); err != nil {
			return err
		}
	}
	for from := 0; from < len(lines); from += chunk {
		to := min(from+chunk, len(lines))
		if err := b.bookLines(ctx, w, lines[from:to], decisions[from:to]); err != nil {
			return err
		}
	}
	settled, err := b.bookTold(ctx, w, again, decisions[len(lines):])
	if err != nil {
		return err
	}
	for _, d := range decisions[:len(lines)] {
		b.outcome.add(d)
	}
	b.outcome.Again += settled
	return b.known.settle(lines, decisions[:len(lines)])
}

// written is by what the lines of an intake are written.
type written struct {
	journal.Poster
	undecided map[ledger.LineID]bool
	lessons   map[ledger.LineID][]ledger.Lesson // that their decisions teach
}

// bookLines writes the decisions of some lines, their bank entries and what they teach
// in one transaction. A held duplicate, and a line in another currency than the books', are
// decided (review) and not booked; nor is a line of zero, which moves nothing.
func (i *intake) bookLines(ctx context.Context, w written, lines []ledger.Line, decisions []ledger.Decision) error {
	var decided []ledger.Decision
	var entries []ledger.Entry
	var lessons []ledger.Lesson
	for n, l := range lines {
		if !w.undecided[l.ID] {
			continue
		}
		d := decisions[n]
		lessons = append(lessons, w.lessons[l.ID]...)
		d.ID, d.Intake = ledger.NewDecisionID(l.ID, 0), i.event.Seq
		decided = append(decided, d)
		if l.Held || isForeign(i.company, l) || l.Amount.IsZero() {
			continue
		}
		entry, err := w.Line(l, d)
		if err != nil {
			return fmt.Errorf("line %s: %w", l.ID, err)
		}
		entries = append(entries, entry)
	}
	if len(decided) == 0 {
		return nil
	}
	return i.update(ctx, func(tx *store.Tx) error {
		if err := tx.Decide(decided); err != nil {
			return err
		}
		if _, err := tx.Book(entries); err != nil {
			return err
		}
		return learn(tx, i.event.Seq, lessons)
	})
}
