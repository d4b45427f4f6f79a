package main

import (
	"bufio"
	"io"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/ledger"
)

func (a *app) reportCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "report", Short: "Reports", Args: cobra.NoArgs, RunE: needVerb}
	var format, output string
	unmatched := &cobra.Command{
		Use:   "unmatched",
		Short: "What came in, what was matched, what needs a person and why (in French)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", format, "text", "json", "html"); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.write(output, func(w io.Writer) error {
					return b.WriteUnmatched(cmd.Context(), c, format, output == "" && a.colours(), w)
				})
			})
		},
	}
	unmatched.Flags().StringVar(&format, "format", "text", "text, json or html")
	outputFlag(unmatched, &output)
	cmd.AddCommand(unmatched)
	return cmd
}

func outputFlag(cmd *cobra.Command, output *string) {
	cmd.Flags().StringVarP(output, "output", "o", "", "write to this file instead of standard output")
}

// write sends what f writes to a file, whole or not at all, or to standard output.
func (a *app) write(output string, f func(io.Writer) error) error {
	if output != "" {
		return batch.WriteTo(output, f)
	}
	w := bufio.NewWriter(a.out)
	if err := f(w); err != nil {
		return err
	}
	return w.Flush()
}

func (a *app) exportCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "export", Short: "Files for other programs", Args: cobra.NoArgs, RunE: needVerb}
	cmd.AddCommand(a.exportJournalCmd(), a.exportDecisionsCmd())
	return cmd
}

func (a *app) exportJournalCmd() *cobra.Command {
	var o batch.JournalOptions
	var from, to, output string
	cmd := &cobra.Command{
		Use:   "journal --format fec|csv|hledger|beancount",
		Short: "The journal entries",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", o.Format, "fec", "csv", "hledger", "beancount"); err != nil {
				return err
			}
			for _, d := range []struct {
				flag, text string
				to         *ledger.Date
			}{{"--from", from, &o.From}, {"--to", to, &o.To}} {
				if err := d.to.UnmarshalText([]byte(d.text)); err != nil {
					return err
				}
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.write(output, func(w io.Writer) error { return b.WriteJournal(cmd.Context(), c, o, w) })
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Format, "format", "", "fec, csv, hledger or beancount")
	f.StringVar(&from, "from", "", "first day, YYYY-MM-DD")
	f.StringVar(&to, "to", "", "last day, YYYY-MM-DD")
	f.IntVar(&o.Year, "year", 0, "the financial year that ends in this year")
	f.BoolVar(&o.WithOpenings, "with-openings", false, "FEC and CSV: the openings and items taken over as well, which the accountant has already")
	outputFlag(cmd, &output)
	return cmd
}

func (a *app) exportDecisionsCmd() *cobra.Command {
	var format, output string
	cmd := &cobra.Command{
		Use:   "decisions",
		Short: "What was decided of each bank line, one JSON object a line",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", format, "jsonl"); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.write(output, func(w io.Writer) error { return b.WriteDecisions(cmd.Context(), c, w) })
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl")
	outputFlag(cmd, &output)
	return cmd
}
