// Command lettrage reads what the bank says, finds for each line the open invoices
// that it pays, books it, and shows a person only the lines that need one. The
// package holds flags and words; what happens is in cmd/internal/batch.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/cmd/internal/config"
	"lettrage/export"
	"lettrage/importer"
	"lettrage/ledger"
)

// Exit statuses, a contract with scripts.
const (
	exitDone    = 0
	exitReview  = 1 // something needs a person, only with --fail-on-review
	exitUsage   = 2
	exitRefused = 3
	exitBroken  = 4 // disk, database, network
)

// errReview says that all went well and a person is needed.
var errReview = errors.New("some lines need a person: lettrage review list")

// errRefused says that a file was refused; its reasons were printed already.
var errRefused = errors.New("refused")

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(1 << 30) // a heap that large is collected more often than whenever it doubled
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends what does not heed the first
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	data := &output{to: out}
	a := &app{in: in, out: data, errs: errs, now: time.Now, terminal: isTerminal(out), asks: isTerminal(in) && isTerminal(out)}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(data)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil || errors.Is(err, errReview) {
		err = cmp.Or(data.err, err) // who reads half of it should know
	}
	if err != nil && !errors.Is(err, errRefused) {
		for line := range strings.Lines(err.Error()) { // a path in it, and a flag, may hold anything
			fmt.Fprintln(errs, "lettrage:", export.Plain(line))
		}
	}
	return status(err)
}

// status maps an error to the exit status of the contract.
func status(err error) int {
	var refused *importer.Error
	var wrong *ledger.Error
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errReview):
		return exitReview
	case errors.Is(err, errRefused), errors.As(err, &refused):
		return exitRefused
	case errors.As(err, &wrong):
		switch wrong.Kind {
		case ledger.Transient, ledger.Storage, ledger.Tampered:
			return exitBroken
		}
		return exitUsage
	case errors.As(err, &path), errors.As(err, &link), errors.As(err, &call), errors.Is(err, context.Canceled), errors.Is(err, io.ErrShortWrite), errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ENOSPC):
		return exitBroken
	}
	return exitUsage
}

// app is what all verbs share: where words go, the global flags, the clock.
type app struct {
	in        io.Reader
	out, errs io.Writer
	now       func() time.Time
	terminal  bool // out is one
	asks      bool // in is one too: a question is answered

	company, config, day string
}

// today is the day of --today, else of the clock, which is read once.
func (a *app) today() (ledger.Date, error) {
	if a.day == "" {
		return ledger.DateOf(a.now()), nil
	}
	d, err := ledger.ParseDate(a.day)
	if err != nil {
		return 0, fmt.Errorf("--today should be a day like 2026-11-24")
	}
	return d, nil
}

// settings reads the lettrage.toml that --config names, or the nearest one.
func (a *app) settings() (config.Config, error) {
	path := a.config
	if path == "" {
		var err error
		if path, err = config.Find("."); err != nil {
			return config.Config{}, err
		}
	}
	return config.Load(path)
}

// open opens the book for one command. The caller closes it.
func (a *app) open(ctx context.Context) (*batch.Batch, error) {
	c, err := a.settings()
	if err != nil {
		return nil, err
	}
	today, err := a.today()
	if err != nil {
		return nil, err
	}
	return batch.Open(ctx, c, today, nil)
}

// with runs f on the open book and the company of --company.
func (a *app) with(ctx context.Context, f func(*batch.Batch, ledger.Company) error) error {
	b, err := a.open(ctx)
	if err != nil {
		return err
	}
	c, err := b.Company(ctx, a.company)
	if err == nil {
		err = f(b, c)
	}
	return errors.Join(err, b.Close())
}

// output is standard output. It keeps the first error of writing, which few that print look at.
type output struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	o.err = cmp.Or(o.err, err)
	return n, err
}

// colours reports whether standard output is a terminal and NO_COLOR (no-color.org) is not set.
func (a *app) colours() bool { return a.terminal && os.Getenv("NO_COLOR") == "" }

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "lettrage",
		Short:         "Marks each bank line with the invoices that it pays, and books it",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	f := root.PersistentFlags()
	f.StringVar(&a.company, "company", "", "the company, by name or ID; needed when the book has several")
	f.StringVar(&a.config, "config", "", "the lettrage.toml to use; else that of this folder or a parent")
	f.StringVar(&a.day, "today", "", "the day to take for today, YYYY-MM-DD")
	root.AddCommand(a.demoCmd(), a.initCmd(), a.companyCmd(), a.importCmd(), a.invoicesCmd(), a.matchCmd(), a.runCmd(),
		a.reviewCmd(), a.factsCmd(), a.reportCmd(), a.exportCmd(), a.serveCmd(), a.verifyCmd(), a.versionCmd())
	pointToHelp(root)
	return root
}

// pointToHelp makes each wrong use of a command and of those below it say where the right one stands.
func pointToHelp(cmd *cobra.Command) {
	point := func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w (%s --help says what it takes)", err, cmd.CommandPath())
	}
	cmd.SetFlagErrorFunc(point)
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return point(cmd, err)
			}
			return nil
		}
	}
	for _, below := range cmd.Commands() {
		pointToHelp(below)
	}
}
