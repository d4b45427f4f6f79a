package batch

import (
	"cmp"
	"context"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher"
	"lettrage/matcher/calibrate"
)

// Calibration says from which share on the program decides by itself, and why.
type Calibration struct {
	calibrate.InForce
	Shipped calibrate.Table // what became of decisions of the labelled sets
	Own     calibrate.Table // … of the company's
}

// Calibration is what the next lines of the company would be decided with. It writes nothing.
func (b *Batch) Calibration(ctx context.Context, c ledger.Company) (cal Calibration, err error) {
	budget, err := b.budget()
	if err != nil {
		return cal, err
	}
	err = b.atOnce(ctx, c, func() error {
		cal.Own, err = b.outcomes(ctx, c, 0)
		return err
	})
	cal.Shipped = calibrate.Shipped()
	cal.InForce = calibrate.Combine(cal.Shipped, cal.Own, budget)
	return cal, err
}

// budget is that of the settings of this command.
func (b *Batch) budget() (calibrate.Budget, error) {
	return calibrate.ParseBudget(cmp.Or(b.Config.Budget, calibrate.DefaultBudget.String()))
}

// budgetOf is the budget that an intake is processed with (0: the next one): what the
// settings were when it was taken.
func (b *Batch) budgetOf(ctx context.Context, c ledger.Company, intake int64) (calibrate.Budget, error) {
	set, err := b.Store.Setting(ctx, c.ID, ledger.BudgetSetting, intake)
	if err != nil || set == "" {
		return calibrate.DefaultBudget, err
	}
	return calibrate.ParseBudget(set)
}

// recordBudget records the budget of the settings when another one is in force: what
// is taken from now on is processed with it, also by a program with other settings.
func (b *Batch) recordBudget(ctx context.Context, c ledger.Company) error {
	return b.onTop(ctx, c, func(since mark) error {
		if _, other, err := b.newBudget(ctx, c); err != nil || !other {
			return err
		}
		return b.update(ctx, c, b.Today, &since, func(tx *store.Tx) error { return b.setBudget(ctx, tx, c) })
	})
}

// setBudget is recordBudget within a transaction on top of what was read.
func (b *Batch) setBudget(ctx context.Context, tx *store.Tx, c ledger.Company) error {
	set, other, err := b.newBudget(ctx, c)
	if err != nil || !other {
		return err
	}
	return tx.SetSetting(set)
}

// newBudget is the budget of the settings, and whether it is another than the one in force.
func (b *Batch) newBudget(ctx context.Context, c ledger.Company) (ledger.Setting, bool, error) {
	want, err := b.budget()
	if err != nil {
		return ledger.Setting{}, false, err
	}
	is, err := b.budgetOf(ctx, c, 0)
	return ledger.Setting{Name: ledger.BudgetSetting, Value: want.String()}, is != want, err
}

// options are those of the matcher for an intake (0: the next one), with what was known
// before it: they follow from the chain alone, and from the outcomes that this version
// of the program brings along.
func (b *Batch) options(ctx context.Context, c ledger.Company, intake int64, known *knowledge) (matcher.Options, error) {
	budget, err := b.budgetOf(ctx, c, intake)
	if err != nil {
		return matcher.Options{}, err
	}
	return b.optionsFor(ctx, c, intake, known, budget)
}

// optionsFor are the matcher's options with what was known before an intake (0: the next one).
func (b *Batch) optionsFor(ctx context.Context, c ledger.Company, intake int64, known *knowledge, budget calibrate.Budget) (_ matcher.Options, err error) {
	if known.own == nil {
		if known.own, err = b.decidedAgain(ctx, c, intake); err != nil {
			return matcher.Options{}, err
		}
	}
	// Every decision that stands is read only where it can matter: where there may be
	// enough of them, or a wrong one is to be weighed against them.
	if all := known.own.Total(0); !known.once && (all.Wrong > 0 || all.N+len(known.Past) >= budget.Needed()) {
		if err := b.decidedOnce(ctx, c, intake, known.own); err != nil {
			return matcher.Options{}, err
		}
		known.once = true
	}
	return matcher.Options{Threshold: calibrate.Combine(calibrate.Shipped(), known.own, budget).Threshold, Each: each}, nil
}

// outcomes are what became of the program's decisions before an intake (0: all): those
// that stand were right, and those that a person corrected were wrong.
func (b *Batch) outcomes(ctx context.Context, c ledger.Company, intake int64) (calibrate.Table, error) {
	own, err := b.decidedAgain(ctx, c, intake)
	if err == nil {
		err = b.decidedOnce(ctx, c, intake, own)
	}
	return own, err
}

// decidedOnce adds the automatic decisions that nobody has changed.
func (b *Batch) decidedOnce(ctx context.Context, c ledger.Company, intake int64, to calibrate.Table) error {
	for share, err := range b.Store.DecidedOnce(ctx, c.ID, intake) {
		if err != nil {
			return err
		}
		to.Add(calibrate.Outcome{Share: share, Right: true}, false)
	}
	return nil
}

// decidedAgain counts the outcomes of lines that were decided more than once.
func (b *Batch) decidedAgain(ctx context.Context, c ledger.Company, intake int64) (calibrate.Table, error) {
	own := calibrate.NewTable()
	var line []ledger.Decision
	for d, err := range b.Store.DecidedAgain(ctx, c.ID, intake) {
		if err != nil {
			return nil, err
		}
		if len(line) > 0 && line[0].Line != d.Line {
			judge(own, line)
			line = line[:0]
		}
		line = append(line, d)
	}
	judge(own, line)
	return own, nil
}

// judge adds what became of the decisions of a line, the first one first. A person's last
// word on what the program said counts; what the program itself took back does not.
func judge(to calibrate.Table, line []ledger.Decision) {
	for i, d := range line {
		said, ok := proposed(d)
		if d.By != ledger.Program || !ok {
			continue
		}
		last := i
		for last+1 < len(line) && line[last+1].By == ledger.Person {
			last++
		}
		switch {
		case last > i:
			to.Add(calibrate.Outcome{Share: said.Share, Right: samePaid(said, line[last].Chosen)}, false)
		case i == len(line)-1 && d.Status == ledger.Auto:
			to.Add(calibrate.Outcome{Share: said.Share, Right: true}, false)
		}
	}
}

// proposed is the explanation that the program applied, or would have with a lower
// threshold: what it asked for another reason says nothing of thresholds.
func proposed(d ledger.Decision) (ledger.Explanation, bool) {
	if d.Status == ledger.Auto {
		return d.Chosen, true
	}
	if d.Reason != ledger.WeakEvidence && d.Reason != ledger.Ambiguity || len(d.Candidates) == 0 || d.Candidates[0].Share >= d.Threshold {
		return ledger.Explanation{}, false
	}
	return d.Candidates[0], true
}

// samePaid reports whether two explanations settle the same items with the same amounts.
func samePaid(x, y ledger.Explanation) bool {
	order := func(e ledger.Explanation) []ledger.Allocation {
		return slices.SortedStableFunc(slices.Values(e.Allocations), func(p, q ledger.Allocation) int { return cmp.Compare(p.Invoice, q.Invoice) })
	}
	return slices.Equal(order(x), order(y))
}
