package batch

import (
	"context"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher"
	"lettrage/matcher/text"
)

// Explained is what was decided of a bank line, taken apart.
type Explained struct {
	Line     ledger.Line
	External string          // the bank's own ID of the line, as exports show it
	Standing ledger.Decision // the one that stands in the books: a person's, where one decided
	SetAside bool            // the matcher was not asked: Why has the Standing decision alone
	Then     bool            // Why is of the book as it was when the program decided; else as it is now
	Why      matcher.Why
	Refused  []bool                                   // for each of Why.Ways: a person refused it
	Items    map[ledger.InvoiceNumber]ledger.OpenItem // of the book
	Lines    map[ledger.LineID]ledger.Line            // others that Why names
}

// Explain says why the line with this ID, unique beginning of an ID, or bank's own ID
// was decided as it was, and when against names an invoice, why it does not pay that
// one. A line in review is looked at as Match would now, with the others that are; of
// any other, what the program knew when it decided is restored. It writes nothing.
func (b *Batch) Explain(ctx context.Context, c ledger.Company, id, against string) (e Explained, err error) {
	err = b.explaining(ctx, c, func(x *explaining) error {
		e, err = x.explain(ctx, id, against)
		return err
	})
	return e, err
}

// ExplainIntake explains the lines of an intake that need a person.
func (b *Batch) ExplainIntake(ctx context.Context, c ledger.Company, intake int64, show func(Explained)) error {
	var waiting []ledger.LineID
	for l, err := range b.Store.Lines(ctx, c.ID, store.LineFilter{Intake: intake, Review: true, Bare: true}) {
		if err != nil {
			return err
		}
		waiting = append(waiting, l.ID)
	}
	return b.ExplainEach(ctx, c, waiting, show)
}

// atOnceExplained is how many lines are explained as of one moment.
const atOnceExplained = 1000

// ExplainEach explains several lines and shows one after the other: what all of them
// need, which is most of the book, is read once.
func (b *Batch) ExplainEach(ctx context.Context, c ledger.Company, ids []ledger.LineID, show func(Explained)) error {
	for part := range slices.Chunk(ids, atOnceExplained) {
		var all []Explained
		err := b.explaining(ctx, c, func(x *explaining) error {
			all = all[:0]
			for _, id := range part {
				e, err := x.explain(ctx, string(id), "")
				if err != nil {
					return err
				}
				all = append(all, e)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, e := range all {
			show(e)
		}
	}
	return nil
}

// explaining is what the explanations of one moment of the book have in common.
type explaining struct {
	*Batch
	company ledger.Company
	items   map[ledger.InvoiceNumber]ledger.OpenItem
	names   map[ledger.LineID]string
	now     *decided // the lines in review, once one of them was asked for
}

// decided are lines with which one is, or was, decided.
type decided struct {
	*matcher.Run
	items []ledger.OpenItem
	at    map[ledger.LineID]int // places in the run
}

// explaining calls f with what it reads of one moment.
func (b *Batch) explaining(ctx context.Context, c ledger.Company, f func(*explaining) error) error {
	if err := b.settled(ctx, c); err != nil {
		return err
	}
	return b.atOnce(ctx, c, func() (err error) {
		x := explaining{Batch: b, company: c}
		if x.items, err = b.itemsByNumber(ctx, c); err != nil {
			return err
		}
		if _, x.names, err = b.namedLines(ctx, c, true); err != nil {
			return err
		}
		return f(&x)
	})
}

func (x *explaining) explain(ctx context.Context, id, against string) (Explained, error) {
	s, err := x.story(ctx, x.company, id, x.items)
	if err != nil {
		return Explained{}, err
	}
	e := Explained{Line: s.Line, External: x.names[s.Line.ID], Items: s.Items, Lines: make(map[ledger.LineID]ledger.Line)}
	if n := len(s.Decisions); n > 0 {
		e.Standing = s.Decisions[n-1]
	}
	if d, waits := setAside(x.company, e.Line); waits {
		e.SetAside, e.Why.Decision = true, d
		return e, nil
	}
	before := s.decidedBefore()
	e.Then = before > 0
	run, err := x.run(ctx, s.Line, before)
	if err != nil {
		return e, err
	}
	e.Why = run.Explain(run.at[s.Line.ID], numberOf(run.items, against))
	for _, w := range e.Why.Ways {
		e.Refused = append(e.Refused, barred(s.Decisions, w.Explanation))
	}
	return e, x.namedIn(ctx, x.company, &e)
}

// run returns the lines with which one is decided now, or was before an event.
func (x *explaining) run(ctx context.Context, line ledger.Line, before int64) (*decided, error) {
	if before == 0 && x.now != nil {
		if _, there := x.now.at[line.ID]; there {
			return x.now, nil
		}
	}
	known, err := x.known(ctx, x.company, before)
	if err != nil {
		return nil, err
	}
	budget, err := x.budget()
	if before > 0 {
		budget, err = x.budgetOf(ctx, x.company, before)
	}
	if err != nil {
		return nil, err
	}
	options, err := x.optionsFor(ctx, x.company, before, known, budget)
	if err != nil {
		return nil, err
	}
	lines, err := x.runOf(ctx, x.company, line, before, known, options)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(lines, func(l ledger.Line) bool { return l.ID == line.ID }) {
		lines = append(lines, line)
	}
	d := &decided{matcher.NewIndex(known.Book, options).Run(lines), known.Items, make(map[ledger.LineID]int, len(lines))}
	for at, l := range lines {
		d.at[l.ID] = at
	}
	if before == 0 {
		x.now = d
	}
	return d, nil
}

// decidedBefore is the event before which the program knew what it knew when it decided
// the line of the story; 0 is now, for one in review.
func (s Story) decidedBefore() int64 {
	n := len(s.Decisions)
	if n == 0 || s.Decisions[n-1].Status == ledger.Review {
		return 0
	}
	before := s.Line.Intake
	for _, d := range s.Decisions {
		if d.By == ledger.Program {
			before = d.Intake
		}
	}
	return before
}

// runOf returns the lines with which the program decides, or decided before an event, a
// line: those in review, or those of the line's window, before which known has settled
// what the windows before it settled. What else was in review at a later look is not kept.
func (b *Batch) runOf(ctx context.Context, c ledger.Company, line ledger.Line, before int64, known *knowledge, options matcher.Options) ([]ledger.Line, error) {
	if before == 0 {
		return b.asked(ctx, c, store.LineFilter{Review: true})
	}
	if before != line.Intake {
		return collect(b.Store.Lines(ctx, c.ID, store.LineFilter{IDs: []ledger.LineID{line.ID}, AsOf: before}))
	}
	for after := int64(0); ; {
		lines, err := collect(b.Store.Lines(ctx, c.ID, store.LineFilter{Intake: before, After: after, First: b.jointly()}))
		if err != nil || len(lines) < b.jointly() || lines[len(lines)-1].Seq >= line.Seq {
			return withoutAside(c, lines), err
		}
		if err := known.settle(lines, decide(c, known.Book, options, lines)); err != nil {
			return nil, err
		}
		after = lines[len(lines)-1].Seq
	}
}

// numberOf returns the number of the book that a person writes so: "f2026 25" is
// F2026-25 when no other is; else what was written.
func numberOf(items []ledger.OpenItem, written string) ledger.InvoiceNumber {
	like, n := ledger.InvoiceNumber(written), 0
	for _, i := range items {
		if string(i.Number) == written {
			return i.Number
		}
		if text.Compact(string(i.Number)) == text.Compact(written) {
			like, n = i.Number, n+1
		}
	}
	if n == 1 {
		return like
	}
	return ledger.InvoiceNumber(written)
}

// namedIn reads the lines that the explanation names.
func (b *Batch) namedIn(ctx context.Context, c ledger.Company, e *Explained) error {
	ids := slices.Clone(e.Why.Rivals)
	if e.Why.Against != nil {
		ids = append(ids, e.Why.Against.Settled...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil
	}
	lines, err := collect(b.Store.Lines(ctx, c.ID, store.LineFilter{IDs: ids[:min(len(ids), 200)]}))
	for _, l := range lines {
		e.Lines[l.ID] = l
	}
	return err
}
