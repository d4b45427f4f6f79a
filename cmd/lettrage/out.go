package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/ledger"
)

func (a *app) reportCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "report", Short: "Reports, in French", Args: cobra.NoArgs, RunE: needVerb}
	cmd.AddCommand(
		a.oneReportCmd("unmatched", "What came in, what was matched, what needs a person and why", []string{"text", "json", "html"}, (*batch.Batch).WriteUnmatched),
		a.oneReportCmd("imports", "The statements that were taken, last first", []string{"text", "json"}, (*batch.Batch).WriteImports))
	return cmd
}

// oneReportCmd is the verb of a report that write writes in one of the formats; the first one is the default.
func (a *app) oneReportCmd(name, short string, formats []string, write func(*batch.Batch, context.Context, ledger.Company, string, bool, io.Writer) error) *cobra.Command {
	var format, output string
	cmd := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", format, formats...); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.write(output, func(w io.Writer) error {
					return write(b, cmd.Context(), c, format, output == "" && a.colours(), w)
				})
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", formats[0], strings.Join(formats, ", "))
	outputFlag(cmd, &output)
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
		Long: `The journal entries, of all days or of a period. A FEC has the layout of the French
tax administration's file; without --with-openings it is what the accountant adds to
the books, and no whole FEC.`,
		Example: `  lettrage export journal --format fec --year 2026 -o 732829320FEC20261231.txt
  lettrage export journal --format hledger --from 2026-11-01 --to 2026-11-30`,
		Args: cobra.NoArgs,
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
			err := a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.write(output, func(w io.Writer) error { return b.WriteJournal(cmd.Context(), c, o, w) })
			})
			if err == nil && o.Format == "fec" && !o.WithOpenings {
				fmt.Fprintln(a.errs, "These are entries in the layout of a FEC, without the openings (AN) and the items taken over (RAN), which the accountant has: --with-openings adds them.")
			}
			return err
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

// shownName is the name of a file as a person knows it: without its folder, and with that of the archive in which it came.
func shownName(file string) string {
	dir, name := filepath.Split(file)
	if ext := strings.ToLower(filepath.Ext(filepath.Clean(dir))); ext == ".zip" || ext == ".gz" {
		name = filepath.Base(dir) + "/" + name
	}
	return export.Plain(name)
}
