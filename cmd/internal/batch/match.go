package batch

import (
	"context"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// Outcome counts what became of lines.
type Outcome struct {
	Auto, Review, None int
	Again              int // lines that stood in review and, as a notice told of them, do no longer
}

func (o *Outcome) add(d ledger.Decision) {
	switch d.Status {
	case ledger.Auto:
		o.Auto++
	case ledger.Review:
		o.Review++
	case ledger.None:
		o.None++
	}
}

func (o *Outcome) plus(p Outcome) {
	o.Auto += p.Auto
	o.Review += p.Review
	o.None += p.None
	o.Again += p.Again
}

// MatchReport says what a second look at the lines in review found.
type MatchReport struct {
	Looked  []ledger.LineID // lines in review that were looked at
	Changed Outcome         // of those, what has another status now
	Left    int             // lines that still need a person
}

// Match looks again at the lines that need a person: new items and new facts may
// explain them. What a person decided stays; what a person refused is not proposed again.
func (b *Batch) Match(ctx context.Context, c ledger.Company, dryRun bool) (report MatchReport, err error) {
	err = b.onSettled(ctx, c, func(since mark) error {
		report, err = b.lookAgain(ctx, c, since, dryRun)
		return err
	})
	return report, err
}

func (b *Batch) lookAgain(ctx context.Context, c ledger.Company, since mark, dryRun bool) (MatchReport, error) {
	lines, err := b.asked(ctx, c, store.LineFilter{Review: true})
	if err != nil {
		return MatchReport{}, err
	}
	report := MatchReport{Left: len(lines)}
	for _, l := range lines {
		report.Looked = append(report.Looked, l.ID)
	}
	if len(lines) == 0 {
		return report, nil
	}
	known, err := b.known(ctx, c, 0)
	if err != nil {
		return report, err
	}
	budget, err := b.budget()
	if err != nil {
		return report, err
	}
	options, err := b.optionsFor(ctx, c, 0, known, budget)
	if err != nil {
		return report, err
	}
	found := matcher.NewIndex(known.Book, options).Decide(lines)
	changes, err := b.changes(ctx, c, lines, found)
	if err != nil {
		return report, err
	}
	lessons := newTeaching(known).lessons(lines, found)
	for i := range changes {
		report.Changed.add(changes[i].decision)
		changes[i].lessons = lessons[changes[i].line.ID]
	}
	report.Left -= len(changes)
	if dryRun || len(changes) == 0 {
		return report, nil
	}
	return report, b.applyChanges(ctx, c, since, changes)
}

// asked returns those of the lines of which the matcher is asked.
func (b *Batch) asked(ctx context.Context, c ledger.Company, f store.LineFilter) ([]ledger.Line, error) {
	lines, err := collect(b.Store.Lines(ctx, c.ID, f))
	return withoutAside(c, lines), err
}

func withoutAside(c ledger.Company, lines []ledger.Line) []ledger.Line {
	return slices.DeleteFunc(lines, func(l ledger.Line) bool { _, waits := setAside(c, l); return waits })
}

// change is a line whose status is another at the second look.
type change struct {
	line     ledger.Line
	decision ledger.Decision
	lessons  []ledger.Lesson // that it teaches
}

func (b *Batch) changes(ctx context.Context, c ledger.Company, lines []ledger.Line, found []ledger.Decision) ([]change, error) {
	var changes []change
	for i, l := range lines {
		d := found[i]
		if d.Status == ledger.Review {
			continue
		}
		before, err := b.Store.DecisionsOf(ctx, c.ID, l.ID)
		if err != nil {
			return nil, err
		}
		if barred(before, d.Chosen) {
			continue
		}
		d.Version = len(before)
		d.ID = ledger.NewDecisionID(l.ID, d.Version)
		changes = append(changes, change{line: l, decision: d})
	}
	return changes, nil
}

// barred reports whether a person refused this explanation before.
func barred(before []ledger.Decision, e ledger.Explanation) bool {
	for _, d := range before {
		if d.By != ledger.Person || d.Reason != ledger.Refused {
			continue
		}
		for _, shown := range d.Candidates {
			if shown.Class == e.Class && slices.Equal(shown.Allocations, e.Allocations) {
				return true
			}
		}
	}
	return false
}

func (b *Batch) applyChanges(ctx context.Context, c ledger.Company, since mark, changes []change) error {
	p, err := b.poster(ctx, c)
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	var lessons []ledger.Lesson
	decisions := make([]ledger.Decision, len(changes))
	for i, ch := range changes {
		more, err := b.redecide(ctx, c, p, ch.line, ch.decision)
		if err != nil {
			return err
		}
		entries, decisions[i], lessons = append(entries, more...), ch.decision, append(lessons, ch.lessons...)
	}
	return b.update(ctx, c, b.Today, &since, func(tx *store.Tx) error {
		if err := b.setBudget(ctx, tx, c); err != nil {
			return err
		}
		seq, err := tx.Append(ledger.MatchRun, "", ledger.MatchDigest(decisions))
		if err != nil {
			return err
		}
		for i := range decisions {
			decisions[i].Intake = seq
		}
		if err := tx.Decide(decisions); err != nil {
			return err
		}
		if _, err := tx.Book(entries); err != nil {
			return err
		}
		if err := learn(tx, seq, lessons); err != nil {
			return err
		}
		return tx.Processed(seq)
	})
}
