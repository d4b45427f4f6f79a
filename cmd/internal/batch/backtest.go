package batch

import (
	"context"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher/calibrate"
)

// Verdict says how what would have been decided compares with what stands in the books.
type Verdict string

// Verdicts.
const (
	WouldBeRight Verdict = "right" // as it stands: a person said so, or nobody changed it
	WouldBeWrong Verdict = "wrong" // not as it stands, or as a person refused it
	WouldAsk     Verdict = "asks"  // a person would have been asked
	NobodySaid   Verdict = "open"  // the line waits for a person still
)

// Retried is a line of which something else would have been decided.
type Retried struct {
	Line     ledger.Line
	External string          // the bank's own ID of the line, as exports show it
	Was      ledger.Decision // by the program, before any person's
	WouldBe  ledger.Decision
	Stands   ledger.Decision
	Verdict  Verdict
}

// Backtest says what this version of the program, with a budget, would have decided
// otherwise of the lines that the company has decided.
type Backtest struct {
	Budget     calibrate.Budget
	Statements int // that were gone through again
	Lines      int // … their lines
	Same       int // … of which the same would have been decided
	Changed    []Retried
}

// Count is how many of the changed lines have this verdict.
func (t Backtest) Count(v Verdict) int {
	n := 0
	for _, r := range t.Changed {
		if r.Verdict == v {
			n++
		}
	}
	return n
}

// Backtest goes through the company's statements and second looks again, in the order
// of the chain, and decides each with what the book knew before it and with the budget
// of the settings. It writes nothing, and looks at nothing that is taken meanwhile.
func (b *Batch) Backtest(ctx context.Context, c ledger.Company) (Backtest, error) {
	budget, err := b.budget()
	if err != nil {
		return Backtest{}, err
	}
	t := &backtest{Batch: b, company: c, Backtest: Backtest{Budget: budget}}
	intakes, err := t.load(ctx)
	if err != nil {
		return t.Backtest, err
	}
	for _, e := range intakes {
		if e.Kind == ledger.StatementTaken {
			err = t.statement(ctx, e.Seq)
		} else {
			err = t.secondLook(ctx, e.Seq)
		}
		if err != nil {
			return t.Backtest, err
		}
	}
	return t.Backtest, t.compare(ctx)
}

// backtest is one under way.
type backtest struct {
	*Batch
	Backtest
	company ledger.Company
	history map[ledger.LineID][]ledger.Decision // of each line that is decided
	wouldBe map[ledger.LineID]ledger.Decision
	tried   []ledger.LineID // in the order of the chain
	asked   []ledger.Line   // that needed a person when they came
}

// load reads what was decided, and returns the intakes that decided of lines.
func (t *backtest) load(ctx context.Context) (intakes []ledger.Event, err error) {
	for e, err := range t.Store.Events(ctx, t.company.ID) {
		if err != nil {
			return nil, err
		}
		if e.Kind == ledger.StatementTaken || e.Kind == ledger.MatchRun {
			intakes = append(intakes, e)
		}
	}
	t.history, t.wouldBe = make(map[ledger.LineID][]ledger.Decision), make(map[ledger.LineID]ledger.Decision)
	for d, err := range t.Store.DecisionHistory(ctx, t.company.ID) {
		if err != nil {
			return nil, err
		}
		d.Chosen.Evidence = nil // most of what a decision holds, and not compared
		for i := range d.Candidates {
			d.Candidates[i].Evidence = nil
		}
		t.history[d.Line] = append(t.history[d.Line], d)
	}
	return intakes, nil
}

// statement decides the lines of a statement again.
func (t *backtest) statement(ctx context.Context, intake int64) error {
	lines, err := collect(t.Store.Lines(ctx, t.company.ID, store.LineFilter{Intake: intake}))
	if err != nil {
		return err
	}
	decided := lines[:0]
	for _, l := range lines {
		if len(t.history[l.ID]) > 0 { // else its statement is not wholly processed
			decided = append(decided, l)
		}
	}
	found, err := t.decide(ctx, intake, decided, t.jointly())
	if err != nil {
		return err
	}
	t.Statements++
	for i, l := range decided {
		t.wouldBe[l.ID] = found[i]
		t.tried = append(t.tried, l.ID)
		if t.history[l.ID][0].Status == ledger.Review {
			t.asked = append(t.asked, l)
		}
	}
	return nil
}

// secondLook looks again at the lines that were in review then.
func (t *backtest) secondLook(ctx context.Context, intake int64) error {
	var lines []ledger.Line
	for _, l := range t.asked {
		if last := before(t.history[l.ID], intake); len(last) > 0 && last[len(last)-1].Status == ledger.Review {
			lines = append(lines, l)
		}
	}
	found, err := t.decide(ctx, intake, lines, len(lines))
	if err != nil {
		return err
	}
	for i, l := range lines {
		if t.wouldBe[l.ID].Status == ledger.Review && found[i].Status != ledger.Review && !barred(before(t.history[l.ID], intake), found[i].Chosen) {
			t.wouldBe[l.ID] = found[i]
		}
	}
	return nil
}

// before are the decisions of a line before an intake.
func before(line []ledger.Decision, intake int64) []ledger.Decision {
	n := 0
	for n < len(line) && line[n].Intake < intake {
		n++
	}
	return line[:n]
}

// decide decides lines of an intake, so many jointly.
func (t *backtest) decide(ctx context.Context, intake int64, lines []ledger.Line, jointly int) ([]ledger.Decision, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	known, err := t.known(ctx, t.company, intake)
	if err != nil {
		return nil, err
	}
	options, err := t.optionsFor(ctx, t.company, intake, known, t.Budget)
	if err != nil {
		return nil, err
	}
	var all []ledger.Decision
	for part := range slices.Chunk(lines, jointly) {
		found := decide(t.company, known.Book, options, part)
		if err := known.settle(part, found); err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// compare notes the lines of which the program would have said something else.
func (t *backtest) compare(ctx context.Context) error {
	var ids []ledger.LineID
	for _, id := range t.tried {
		was, is := lastWord(t.history[id]), t.wouldBe[id]
		t.Lines++
		if was.Status == is.Status && samePaid(was.Chosen, is.Chosen) {
			t.Same++
			continue
		}
		line := t.history[id]
		stands := line[len(line)-1]
		ids = append(ids, id)
		t.Changed = append(t.Changed, Retried{Was: was, WouldBe: is, Stands: stands, Verdict: verdict(line, is, stands)})
	}
	return t.name(ctx, ids)
}

// lastWord is what the program said of a line in the end.
func lastWord(line []ledger.Decision) ledger.Decision {
	for i := len(line) - 1; i > 0; i-- {
		if line[i].By == ledger.Program {
			return line[i]
		}
	}
	return line[0]
}

func verdict(line []ledger.Decision, is, stands ledger.Decision) Verdict {
	switch {
	case is.Status == ledger.Review:
		return WouldAsk
	case is.Status == ledger.Auto && barred(line, is.Chosen):
		return WouldBeWrong
	case stands.Status == ledger.Review:
		return NobodySaid
	case is.Status == stands.Status && samePaid(is.Chosen, stands.Chosen):
		return WouldBeRight
	}
	return WouldBeWrong
}

// name gives the changed lines their texts and the bank's names.
func (t *backtest) name(ctx context.Context, ids []ledger.LineID) error {
	if len(ids) == 0 {
		return nil
	}
	lines, names, err := t.namedLines(ctx, t.company, false)
	if err != nil {
		return err
	}
	find := lookup(lines, func(l ledger.Line) ledger.LineID { return l.ID })
	for i, id := range ids {
		t.Changed[i].Line, _ = find(id)
		t.Changed[i].External = names[id]
	}
	return nil
}

// WasWrong reports whether a person corrected what the program had applied.
func (r Retried) WasWrong() bool {
	return r.Was.Status == ledger.Auto && !samePaid(r.Was.Chosen, r.Stands.Chosen)
}
