package batch

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// chunk is how many lines are decided and booked in one transaction: well under a
// second, so that readers and other writers never wait long.
const chunk = 4000

// intake is the processing of one intake. What it writes follows from what it read:
// it is written only as long as nobody else writes to the company's books.
type intake struct {
	*Batch
	company ledger.Company
	event   ledger.Event
	since   mark
}

// settle processes every intake of the company that is not processed, in the order
// of the chain, and counts what became of its lines. Another program may do the same
// at the same time: each step is done once, by one of them.
func (b *Batch) settle(ctx context.Context, c ledger.Company) (Outcome, error) {
	var all Outcome
	pending, err := b.Store.Pending(ctx, c.ID)
	if err != nil {
		return all, err
	}
	for _, e := range pending {
		err := b.onTop(ctx, c, func(since mark) error {
			i := intake{b, c, e, since}
			o, err := i.process(ctx)
			if err == nil {
				all.plus(o)
			}
			return err
		})
		if err != nil {
			return all, fmt.Errorf("process intake %d: %w", e.Seq, err)
		}
	}
	return all, nil
}

func (b *Batch) settled(ctx context.Context, c ledger.Company) error {
	_, err := b.settle(ctx, c)
	return err
}

func (i *intake) process(ctx context.Context) (Outcome, error) {
	switch i.event.Kind {
	case ledger.InvoicesTaken:
		return Outcome{}, i.takeOver(ctx)
	case ledger.StatementTaken:
		return i.bookStatement(ctx)
	}
	return Outcome{}, i.processed(ctx)
}

// update writes on the day of the intake.
func (i *intake) update(ctx context.Context, f func(*store.Tx) error) error {
	return i.Batch.update(ctx, i.company, i.event.Today, &i.since, f)
}

// processed marks the intake as wholly processed.
func (i *intake) processed(ctx context.Context) error {
	return i.update(ctx, func(tx *store.Tx) error { return tx.Processed(i.event.Seq) })
}

// takeOver books each new item of a list at its outstanding amount. An item in
// another currency than the books' is kept and not booked, for want of a rate.
func (i *intake) takeOver(ctx context.Context) error {
	items, err := i.Store.InvoicesOf(ctx, i.company.ID, i.event.Seq)
	if err != nil {
		return err
	}
	p, err := i.takingOver(ctx, items)
	if err != nil {
		return err
	}
	booked, err := i.takenOver(ctx)
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	for _, item := range items {
		if booked[item.Number] || item.Total.Currency() != i.company.Currency {
			continue
		}
		entry, ok, err := p.Takeover(item)
		if err != nil {
			return err
		}
		if ok {
			entries = append(entries, entry)
		}
	}
	for part := range slices.Chunk(entries, chunk) {
		if err := i.book(ctx, part); err != nil {
			return err
		}
	}
	return i.processed(ctx)
}

// book books entries in one transaction.
func (i *intake) book(ctx context.Context, entries []ledger.Entry) error {
	return i.update(ctx, func(tx *store.Tx) error {
		_, err := tx.Book(entries)
		return err
	})
}

// bookStatement decides and books the lines that the intake brought, and looks again
// at those of which a notice tells since. All of them are decided jointly, also when
// some were booked before a cut, so that the rest is decided as it would have been.
func (i *intake) bookStatement(ctx context.Context) (Outcome, error) {
	var outcome Outcome
	fresh := i.fresh()
	lines, known, p, err := i.read(ctx)
	if err != nil {
		return outcome, err
	}
	told, err := i.told(ctx)
	if err != nil {
		return outcome, err
	}
	options, err := i.options(ctx, i.company, i.event.Seq, known)
	if err != nil {
		return outcome, err
	}
	if err := i.openings(ctx, p); err != nil {
		return outcome, err
	}
	all := lines
	if len(told.lines) > 0 {
		all = slices.Concat(lines, told.lines)
	}
	decisions := decide(i.company, known.Book, options, all)
	lessons := programLessons(known, all, decisions)
	for _, d := range decisions[:len(lines)] {
		outcome.add(d)
	}
	undecided, err := i.Store.Undecided(ctx, i.company.ID, i.event.Seq)
	if err != nil {
		return outcome, err
	}
	w := written{p, undecided, lessons}
	for from := 0; from < len(lines); from += chunk {
		to := min(from+chunk, len(lines))
		if err := i.bookLines(ctx, w, lines[from:to], decisions[from:to]); err != nil {
			return outcome, err
		}
	}
	if outcome.Again, err = i.bookTold(ctx, w, told, decisions[len(lines):]); err != nil {
		return outcome, err
	}
	if err := i.processed(ctx); err != nil || !fresh || told.any {
		return outcome, err
	}
	return outcome, i.carry(ctx, known, decisions, w.taught(lines))
}

// fresh reports whether nothing was written since the intake was taken.
func (i *intake) fresh() bool { return i.since == mark(i.event.Seq) }

// read reads the lines of the intake and what was known before it, side by side.
func (i *intake) read(ctx context.Context) (lines []ledger.Line, known *knowledge, p journal.Poster, err error) {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		lines, err = collect(i.Store.Lines(ctx, i.company.ID, store.LineFilter{Intake: i.event.Seq}))
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

// decide asks the matcher, against what was known before. Possible duplicates are
// not matched: what they would settle is settled already. Nor are lines in another
// currency, which no item of the books can be compared with.
func decide(c ledger.Company, known matcher.Book, options matcher.Options, lines []ledger.Line) []ledger.Decision {
	aside := make(map[int]ledger.Decision)
	for i, l := range lines {
		if d, ok := setAside(c, l); ok {
			aside[i] = d
		}
	}
	asked := lines // as nearly always, and not copied: there may be very many
	if len(aside) > 0 {
		asked = make([]ledger.Line, 0, len(lines)-len(aside))
		for i, l := range lines {
			if _, ok := aside[i]; !ok {
				asked = append(asked, l)
			}
		}
	}
	var found []ledger.Decision
	if len(asked) > 0 {
		found = matcher.NewIndex(known, options).Decide(asked)
	}
	if len(aside) == 0 {
		return found
	}
	decisions := make([]ledger.Decision, len(lines))
	for i := range lines {
		d, ok := aside[i]
		if !ok {
			d, found = found[0], found[1:]
		}
		decisions[i] = d
	}
	return decisions
}

// setAside returns the decision of a line that is set aside without asking the matcher: for
// a person, or for nobody where no money moves. Banks write such lines to tell something.
func setAside(c ledger.Company, l ledger.Line) (ledger.Decision, bool) {
	d := ledger.Decision{Line: l.ID, Status: ledger.Review, By: ledger.Program}
	switch {
	case l.Amount.IsZero():
		d.Status, d.Chosen.Class = ledger.None, ledger.Unrelated
	case isForeign(c, l):
		d.Reason = ledger.ForeignMoney
	case l.Twin != "":
		d.Reason, d.Chosen.Class = ledger.HeldDuplicate, ledger.Duplicate
	default:
		return ledger.Decision{}, false
	}
	return d, true
}

func isForeign(c ledger.Company, l ledger.Line) bool { return l.Amount.Currency() != c.Currency }
