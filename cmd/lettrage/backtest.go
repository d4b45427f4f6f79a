package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"lettrage/cmd/internal/batch"
	"lettrage/ledger"
)

func (a *app) backtest(ctx context.Context, b *batch.Batch, c ledger.Company, format string) error {
	t, err := b.Backtest(ctx, c)
	if err != nil {
		return err
	}
	if format == "jsonl" {
		for _, r := range t.Changed {
			if err := writeJSON(a.out, newRetriedJSON(r)); err != nil {
				return err
			}
		}
		fmt.Fprint(a.errs, backtestWords(t))
		return nil
	}
	if err := a.showRetried(t.Changed); err != nil {
		return err
	}
	fmt.Fprint(a.out, backtestWords(t))
	return nil
}

func (a *app) showRetried(all []batch.Retried) error {
	if len(all) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LINE\tDATE\tAMOUNT\tFROM\tWAS\tWOULD BE\tIS THAT RIGHT")
	for _, r := range all {
		fmt.Fprintf(w, "%s\t%s\t%12s\t%s\t%s\t%s\t%s\n", r.Line.ID[:8], r.Line.Booked, r.Line.Amount, cut(from(r.Line), 28), saidWords(r.Was), saidWords(r.WouldBe), verdictWords(r))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return nil
}

// saidWords writes what was decided: "matched F-001 90.00 (99.97 %)".
func saidWords(d ledger.Decision) string {
	switch d.Status {
	case ledger.Auto:
		return "matched " + paidWords(d.Chosen)
	case ledger.None:
		return "no customer payment"
	}
	s := "asked, " + reasonWords(d.Reason)
	if len(d.Candidates) > 0 {
		s += ": " + paidWords(d.Candidates[0])
	}
	return s
}

func paidWords(e ledger.Explanation) string {
	s := allocationWords(e.Allocations)
	if e.Share > 0 { // what a person names has none
		s += fmt.Sprintf(" (%s)", exactly(e.Share))
	}
	return s
}

// verdictWords says how what would be compares with what stands.
func verdictWords(r batch.Retried) string {
	who := "as it stands"
	if r.Stands.By == ledger.Person {
		who = "as a person said"
	}
	switch r.Verdict {
	case batch.WouldBeRight:
		return "right, " + who
	case batch.WouldBeWrong:
		switch r.Stands.Status {
		case ledger.Auto:
			return "WRONG: " + paidWords(r.Stands.Chosen) + ", " + who
		case ledger.None:
			return "WRONG, no customer payment"
		}
		return "WRONG, a person refused it"
	case batch.WouldAsk:
		if r.WasWrong() {
			return "better asked: a person corrected it"
		}
		return "a person would be asked"
	}
	return "nobody has said yet"
}

func backtestWords(t batch.Backtest) string {
	s := fmt.Sprintf("%s of %s gone through again, with a budget of 1 wrong in %s. Nothing was written.\n%7d would have been decided the same\n",
		counted(t.Lines, "line"), counted(t.Statements, "statement"), grouped(int(t.Budget)), t.Same)
	for _, c := range []struct {
		verdict batch.Verdict
		words   string
	}{
		{batch.WouldBeRight, "would have been decided without a person, and right"},
		{batch.WouldBeWrong, "would have been decided without a person, and WRONG"},
		{batch.NobodySaid, "would have been decided without a person; nobody has said yet whether that is right"},
		{batch.WouldAsk, "would have been shown to a person"},
	} {
		if n := t.Count(c.verdict); n > 0 {
			s += fmt.Sprintf("%7d %s\n", n, c.words)
		}
	}
	return s
}

// retriedJSON is a line of which something else would have been decided.
type retriedJSON struct {
	Line    string        `json:"line"`
	LineID  string        `json:"line_id"` // the bank's own
	Date    ledger.Date   `json:"date"`
	Amount  string        `json:"amount"`
	Payer   string        `json:"payer"`
	Was     saidJSON      `json:"was"`
	WouldBe saidJSON      `json:"would_be"`
	Stands  saidJSON      `json:"stands"`
	Verdict batch.Verdict `json:"verdict"`
}

type saidJSON struct {
	Status       ledger.Status     `json:"status"`
	By           ledger.Actor      `json:"by"`
	Reason       ledger.Reason     `json:"reason"`
	Threshold    int32             `json:"threshold_millionths"`
	Explanations []explanationJSON `json:"explanations"` // the one that is applied; else those that are shown
}

func newRetriedJSON(r batch.Retried) retriedJSON {
	return retriedJSON{Line: string(r.Line.ID), LineID: r.External, Date: r.Line.Booked, Amount: r.Line.Amount.String(), Payer: r.Line.Counterparty.Name,
		Was: newSaidJSON(r.Was), WouldBe: newSaidJSON(r.WouldBe), Stands: newSaidJSON(r.Stands), Verdict: r.Verdict}
}

func newSaidJSON(d ledger.Decision) saidJSON {
	s := saidJSON{Status: d.Status, By: d.By, Reason: d.Reason, Threshold: d.Threshold, Explanations: []explanationJSON{}}
	shown := d.Candidates
	if d.Status == ledger.Auto {
		shown = []ledger.Explanation{d.Chosen}
	}
	for _, e := range shown {
		s.Explanations = append(s.Explanations, newExplanationJSON(e))
	}
	return s
}

func newExplanationJSON(e ledger.Explanation) explanationJSON {
	return explanationJSON{Kind: e.Class, Share: e.Share, Allocations: allocationsJSON(e.Allocations), Evidence: append([]ledger.Evidence{}, e.Evidence...)}
}
