package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/cmd/internal/config"
	"lettrage/export"
	"lettrage/fixtures/gen"
)

func (a *app) demoCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Make an example company and run a night on it",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.day == "" {
				a.day = gen.DemoDay // the example's year is over then, whatever year it is
			}
			today, err := a.today()
			if err != nil {
				return err
			}
			dir := ""
			if len(args) == 1 {
				dir = args[0]
			} else if dir, err = os.MkdirTemp("", "lettrage-demo-"); err != nil {
				return err
			}
			d, err := batch.Demo(cmd.Context(), dir, today)
			if err != nil {
				return err
			}
			a.showDemo(dir, d)
			return nil
		},
	}
}

// shownReviews is how many lines that need a person the demo prints: the whole fits a small terminal.
const shownReviews = 5

// showDemo says in 25 lines at most what the night of the example made and what to open.
func (a *app) showDemo(dir string, d batch.DemoReport) {
	n := d.Night
	p := func(format string, args ...any) { fmt.Fprintf(a.out, format+"\n", args...) }
	p("%s, an example company: a year of invoices, and its bank's statements in three formats.", export.Plain(d.Company.Name))
	p("")
	p("  %4d files taken from inbox/, %d refused", n.Taken, n.Refused)
	p("  %4d bank lines: each is booked, once", n.New)
	p("  %4d matched with their invoices by the program", n.Outcome.Auto)
	p("  %4d that are no customer's payment", n.Outcome.None)
	p("  %4d that a person must look at; the first of them:", n.Review)
	for _, r := range d.Reviews[:min(len(d.Reviews), shownReviews)] {
		p("       %s %10s  %-26s %s", r.Line.Booked, r.Line.Amount, cut(from(r.Line), 26), reasonWords(r.Decision.Reason))
	}
	p("")
	if d.Proven {
		p("The books are proven: 512 is the bank's balance at every date where it states one.")
	} else {
		p("The books are NOT proven: lettrage verify says why.")
	}
	p("")
	p("Open %s in a browser.", export.Plain(filepath.Join(dir, "out", "report.html")))
	p("Beside it lie the journal as FEC, as CSV and for hledger, and the decisions as JSON lines. Then:")
	command := invocation() + " --config " + export.Plain(filepath.Join(dir, config.Name))
	p("  %s review list", command)
	p("      what needs a person: all of it; then review show LINE, review accept LINE")
	p("  %s verify", command)
	p("      the proof")
}

// invocation is how the reader started this program: go run builds it in a folder of its own that is gone afterwards.
func invocation() string {
	if path, err := os.Executable(); err == nil && strings.Contains(path, "go-build") {
		return "go run ./cmd/lettrage"
	}
	return "lettrage"
}
