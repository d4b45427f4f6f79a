package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/matcher/calibrate"
)

const matchHelp = `Look again at the lines that need a person: new items may explain them.

How sure the program must be to decide by itself follows from a budget of wrong
decisions: budget in lettrage.toml, or --budget here. --calibration says what that
means, and what it rests on. --backtest tries the budget, and this version of the
program, on the statements that were taken already, each with what the book knew
then, and shows every line of which something else would have been decided. Neither
writes anything.`

// matchOptions are the flags of match.
type matchOptions struct {
	dryRun, fail, explain, calibration, backtest bool
	budget, format                               string
}

func (a *app) matchCmd() *cobra.Command {
	var o matchOptions
	cmd := &cobra.Command{
		Use:   "match",
		Short: "Look again at the lines that need a person: new items may explain them",
		Long:  matchHelp,
		Example: `  lettrage match
  lettrage match --calibration
  lettrage match --backtest --budget 1/10000`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.check(cmd.Flags().Changed("budget")); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				b.Config.Budget = cmp.Or(o.budget, b.Config.Budget)
				switch {
				case o.calibration:
					return a.calibration(cmd.Context(), b, c, o.format)
				case o.backtest:
					return a.backtest(cmd.Context(), b, c, o.format)
				}
				return a.match(cmd.Context(), b, c, o)
			})
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would change, keep nothing")
	f.BoolVar(&o.fail, "fail-on-review", false, "end with status 1 when a line needs a person")
	f.BoolVar(&o.explain, "explain", false, "say of each line why: what was seen for and against each explanation")
	f.BoolVar(&o.calibration, "calibration", false, "say how sure the program must be, and what this rests on")
	f.BoolVar(&o.backtest, "backtest", false, "say what would have been decided otherwise of lines that are decided")
	f.StringVar(&o.budget, "budget", "", "1/N: at most 1 wrong in N automatic decisions, instead of the one in lettrage.toml")
	f.StringVar(&o.format, "format", "text", "text; json with --calibration, jsonl with --backtest")
	cmd.MarkFlagsMutuallyExclusive("calibration", "backtest", "dry-run")
	cmd.MarkFlagsMutuallyExclusive("calibration", "backtest", "fail-on-review")
	cmd.MarkFlagsMutuallyExclusive("calibration", "backtest", "explain")
	return cmd
}

// check refuses a budget that is given and is none, an empty one too: a script's variable that was never set.
func (o matchOptions) check(budget bool) error {
	formats := []string{"text"}
	if o.calibration {
		formats = append(formats, "json")
	} else if o.backtest {
		formats = append(formats, "jsonl")
	}
	if err := oneOf("--format", o.format, formats...); err != nil || !budget {
		return err
	}
	_, err := calibrate.ParseBudget(o.budget)
	return err
}

func (a *app) match(ctx context.Context, b *batch.Batch, c ledger.Company, o matchOptions) error {
	r, err := b.Match(ctx, c, o.dryRun)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s looked at: %d matched, %d no customer payment, %d left for a person\n", counted(len(r.Looked), "line"), r.Changed.Auto, r.Changed.None, r.Left)
	if o.explain {
		if err := b.ExplainEach(ctx, c, r.Looked, a.showEach(words.English)); err != nil {
			return err
		}
	}
	if o.fail && r.Left > 0 {
		return errReview
	}
	return nil
}
