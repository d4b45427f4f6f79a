package batch

import (
	"context"
	"fmt"
	"io"
	"slices"

	"lettrage/export/report"
	"lettrage/ledger"
)

// WriteImports writes which statements were taken, last first, as text or json. A
// file that brought nothing new left no trace, and is not among them.
func (b *Batch) WriteImports(ctx context.Context, c ledger.Company, format string, colour bool, w io.Writer) error {
	files, err := b.imports(ctx, c)
	if err != nil {
		return err
	}
	r := report.Imports{Company: c, Today: b.Today, Files: files}
	switch format {
	case "text":
		return report.ImportsText(w, r, report.TextOptions{Colour: colour})
	case "json":
		return report.ImportsJSON(w, r)
	}
	return fmt.Errorf("format should be text or json")
}

func (b *Batch) imports(ctx context.Context, c ledger.Company) ([]report.Import, error) {
	taken, err := b.Store.Taken(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	accounts, err := b.Store.Accounts(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	days, err := b.intakeDays(ctx, c)
	if err != nil {
		return nil, err
	}
	lines, _, err := b.namedLines(ctx, c, true)
	if err != nil {
		return nil, err
	}
	brought := make(map[int64][]ledger.Line)
	for _, l := range lines {
		brought[l.Statement] = append(brought[l.Statement], l)
	}
	broken, err := brokenStatements(accounts, taken, lines)
	if err != nil {
		return nil, err
	}
	account := lookup(accounts, func(a ledger.BankAccount) ledger.AccountID { return a.ID })
	all := make([]report.Import, 0, len(taken))
	for _, t := range slices.Backward(taken) {
		a, _ := account(t.Account)
		i := report.Import{Day: days[t.Intake], File: t.Origin.File, Format: t.Origin.Format, Account: a.Ref, Period: t.Whole,
			Lines: t.Lines, New: len(brought[t.ID]), In: t.Credits, Out: t.Debits}
		for _, l := range brought[t.ID] {
			if l.Twin != "" {
				i.Doubtful++
			}
			i.Period = widen(i.Period, l.Booked)
		}
		diff, both, err := t.AddUp()
		if err != nil {
			return nil, err
		}
		i.AddsUp, i.Unproven, i.Broken = diff.IsZero(), !both, broken[t.ID]
		all = append(all, i)
	}
	return all, nil
}

// brokenStatements are those that do not go on from what came before, by their ID. lines come by day.
func brokenStatements(accounts []ledger.BankAccount, taken []ledger.Taken, lines []ledger.Line) (map[int64]bool, error) {
	broken := make(map[int64]bool)
	m := morning{taken: taken, lines: lines}
	for _, a := range accounts {
		of, statements := m.of(a.ID)
		found, err := gaps(statements, of)
		if err != nil {
			return nil, err
		}
		for _, g := range found {
			broken[g.statement.ID] = true
		}
	}
	return broken, nil
}

func widen(p ledger.Period, d ledger.Date) ledger.Period {
	if p.From == 0 || d < p.From {
		p.From = d
	}
	p.To = max(p.To, d)
	return p
}

// intakeDays is the day on which each intake was taken.
func (b *Batch) intakeDays(ctx context.Context, c ledger.Company) (map[int64]ledger.Date, error) {
	days := make(map[int64]ledger.Date)
	for e, err := range b.Store.Events(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		if e.Kind.IsIntake() {
			days[e.Seq] = e.Today
		}
	}
	return days, nil
}
