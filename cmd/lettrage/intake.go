package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/export/words"
	"lettrage/importer"
	"lettrage/ledger"
)

func (a *app) importCmd() *cobra.Command {
	var o batch.ImportOptions
	var format, lang, save string
	var fail, explain bool
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Take bank statements (CAMT.053, OFX, MT940, CFONB 120, CSV, XLSX): match and book each new line",
		Long: `Take bank statements (CAMT.053, OFX, MT940, CFONB 120, CSV, XLSX): match and book each new line.

A file is taken whole or refused whole, and its format is found by its content. Those that
are packed in a ZIP archive, or under gzip, are files by themselves.
"known" are lines that the book has already: a file may be taken twice, and overlap
another one. A report within the day (CAMT.052, MT942) is read and never booked; a notice
(CAMT.054) tells which payments a line of the statement is made of, whichever of the
two comes first. What is left for a person: lettrage review.

--as names a format (camt, ofx, mt940, cfonb120, xlsx, csv) and of tables a profile, ours or
of profiles/ beside lettrage.toml: csv:boursobank. What a table of an unknown bank leaves
open is decided by csv:day-first, month-first, money-in or money-out, parted by commas.

--explain shows how a table of an unknown bank would be read, column by column, and asks
on a terminal whether that is right; the answer is kept as a profile, profiles/NAME.toml.
--save-profile NAME keeps it without a question, where one reading alone is left.`,
		Example: `  lettrage import november.ofx december.csv
  lettrage import november.csv --account 'FR76 3000 6000 0112 3456 7890 189'
  lettrage import november.csv --as csv:french --dry-run`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			formats := []string{"text", "json", "jsonl"}
			if explain || save != "" {
				formats = formats[:1] // review explain LINE --format json is for programs
			}
			if err := oneOf("--format", format, formats...); err != nil {
				return err
			}
			if err := oneOf("--lang", lang, string(words.English), string(words.French)); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.importFiles(cmd.Context(), b, c, files, o, importOutput{format, words.Language(lang), fail, explain, save})
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.As, "as", "", "read the files as FORMAT or FORMAT:PROFILE, whatever their content looks like")
	f.StringVar(&o.Account, "account", "", "IBAN of the account, for files that name none")
	f.BoolVar(&o.DryRun, "dry-run", false, "read and identify, keep nothing")
	f.StringVar(&format, "format", "text", "text or json (one object a file, one a line)")
	f.StringVar(&lang, "lang", "en", "language of the report, en or fr")
	f.BoolVar(&explain, "explain", false, "show how an unknown table is read, and of each new line that needs a person why; text only")
	f.StringVar(&save, "save-profile", "", "keep how an unknown table is read as the profile of that name")
	f.BoolVar(&fail, "fail-on-review", false, "end with status 1 when a line needs a person")
	return cmd
}

// importOutput is what is said of imported files.
type importOutput struct {
	format        string
	lang          words.Language
	fail, explain bool
	save          string // name of the profile that is to be kept of an unknown table
}

// importFiles takes the files one after the other; a refused one stops only itself.
func (a *app) importFiles(ctx context.Context, b *batch.Batch, c ledger.Company, files []string, o batch.ImportOptions, out importOutput) error {
	t := taker{app: a, b: b, c: c, o: o, out: out}
	for _, path := range files {
		if err := a.eachHanded(ctx, path, t.take, t.refuse); err != nil {
			return err
		}
	}
	switch {
	case t.refused:
		return errRefused
	case out.fail && t.review:
		return errReview
	}
	return nil
}

// eachHanded calls take for the file at path, or for each of those that are packed in it, and
// refuse when it is an archive that cannot be unpacked.
func (a *app) eachHanded(ctx context.Context, path string, take func(context.Context, batch.Handed) error, refuse func(context.Context, string, error) error) (err error) {
	u, err := batch.Unpack(ctx, path)
	var bad *importer.Error
	if errors.As(err, &bad) {
		return refuse(ctx, path, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, u.Close()) }()
	for _, f := range u.Files {
		if err := take(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// taker takes statement files for a command, and notes what came of them.
type taker struct {
	*app
	b               *batch.Batch
	c               ledger.Company
	o               batch.ImportOptions
	out             importOutput
	refused, review bool
}

func (t *taker) take(ctx context.Context, f batch.Handed) error {
	o := t.o
	o.Name = f.Name
	if t.out.explain || t.out.save != "" {
		var err error
		asker := confirmer{t.app, t.b, t.out.lang, t.out.save, t.asks && !o.DryRun}
		o.As, err = asker.confirm(ctx, f, o.As)
		if errors.Is(err, errNotConfirmed) {
			fmt.Fprintf(t.errs, "%s: %s\n", shownName(f.Name), asNotTaken(t.out.lang))
			return nil
		}
		if err != nil {
			return err
		}
	}
	r, err := t.b.Import(ctx, t.c, f.Path, o)
	if err != nil {
		return err
	}
	return t.tell(ctx, r)
}

func (t *taker) refuse(ctx context.Context, path string, err error) error {
	return t.tell(ctx, batch.RefusedFile(path, err))
}

func (t *taker) tell(ctx context.Context, r batch.ImportReport) error {
	t.refused = t.refused || r.Status == "refused"
	t.review = t.review || r.Outcome.Review > 0
	if t.out.format != "text" {
		return writeJSON(t.app.out, r)
	}
	(&importTeller{t.app, t.out.lang, r, t.o.DryRun}).tell()
	if t.out.explain && r.Intake > 0 {
		return t.b.ExplainIntake(ctx, t.c, r.Intake, t.showEach(t.out.lang))
	}
	return nil
}

func asNotTaken(in words.Language) string {
	if in == words.French {
		return "rien n’a été pris"
	}
	return errNotConfirmed.Error()
}

func showRefusal(to io.Writer, name string, first *batch.RefusedBecause, all []batch.RefusedBecause) {
	if len(all) == 0 {
		all = []batch.RefusedBecause{*first}
	}
	fmt.Fprintf(to, "%s: refused, nothing was taken\n", name)
	for _, e := range all {
		fmt.Fprintf(to, "  %s\n", e.Text())
	}
}

func showWarning(to io.Writer, name string, line int, message string) {
	if line > 0 {
		name = fmt.Sprintf("%s:%d", name, line)
	}
	fmt.Fprintf(to, "%s: warning: %s\n", name, export.Plain(message))
}

func (a *app) invoicesCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "invoices", Short: "Customers and open items", Args: cobra.NoArgs, RunE: needVerb}
	var format string
	take := &cobra.Command{
		Use:   "import FILE…",
		Short: "Take open items and customers: CSV and XLSX lists, Factur-X, CII and UBL invoices",
		Long: `Take lists of customers or open items (CSV, XLSX), told apart by their header, and invoices
in PDF with XML attached (Factur-X, ZUGFeRD) or in XML (CII, UBL), told apart by content.

Open items, invoices and credit notes, have the columns
  number,type,customer_id,customer_name,issue_date,due_date,currency,total,open_amount,status
and customers
  customer_id,name,iban,payment_terms_days
in any order, in English or French (N° facture;Type;Code client;…), or as Dolibarr, Odoo
and Sage write them. Several may be packed in a ZIP archive. An invoice in PDF or XML is one item, with its customer, its VAT by
rate and its discount; the file is kept in originals/, under its SHA-256.

An item that the book has already is not changed; what differs is said.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if err := oneOf("--format", format, "text", "json", "jsonl"); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				return a.importLists(cmd.Context(), b, c, files, format)
			})
		},
	}
	take.Flags().StringVar(&format, "format", "text", "text or json (one object a file, one a line)")
	cmd.AddCommand(take)
	return cmd
}

func (a *app) importLists(ctx context.Context, b *batch.Batch, c ledger.Company, files []string, format string) error {
	refused := false
	tell := func(r batch.ListReport) error {
		refused = refused || r.Status == "refused"
		if format != "text" {
			return writeJSON(a.out, r)
		}
		a.showList(r)
		return nil
	}
	take := func(ctx context.Context, f batch.Handed) error {
		r, err := b.ImportList(ctx, c, f.Path, f.Name)
		if err != nil {
			return err
		}
		return tell(r)
	}
	refuse := func(_ context.Context, path string, err error) error { return tell(batch.RefusedList(path, err)) }
	for _, path := range files {
		if err := a.eachHanded(ctx, path, take, refuse); err != nil {
			return err
		}
	}
	if refused {
		return errRefused
	}
	return nil
}

func (a *app) showList(r batch.ListReport) {
	name := shownName(r.File)
	if r.Status == "refused" {
		showRefusal(a.errs, name, r.Error, r.Errors)
		return
	}
	var parts []string
	if r.Customers > 0 {
		parts = append(parts, counted(r.Customers, "customer"))
	}
	if r.Invoices > 0 || r.Customers == 0 {
		parts = append(parts, fmt.Sprintf("%s, %d new, %d known", counted(r.Invoices, "item"), r.New, r.Known))
	}
	fmt.Fprintf(a.out, "%s: %s\n", name, strings.Join(parts, "; "))
	for _, ch := range r.Changes {
		fmt.Fprintf(a.errs, "%s: warning: item %s: %s is %s in the book and %s in the list; the book was not changed\n",
			name, export.Plain(string(ch.Invoice)), ch.Field, export.Plain(ch.Old), export.Plain(ch.New))
	}
	for _, w := range r.Warnings {
		showWarning(a.errs, name, w.Line, w.Message)
	}
}

func (a *app) runCmd() *cobra.Command {
	var fail bool
	var lang string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "One night: take the inbox, match, book, export, report",
		Long: `One night of each company, or of --company: take the files of inbox/, match, book,
and write the report and the exports to out/.

A file that was taken moves to done/, a refused one to refused/ with a text beside it
that says why, and the exit status is 3. With several companies each has its own
folder, inbox/COMPANY/.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--lang", lang, string(words.English), string(words.French)); err != nil {
				return err
			}
			b, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = b.Close() }() // all that was written is committed
			companies, err := a.chosen(cmd.Context(), b)
			if err != nil {
				return err
			}
			if err := a.showAstray(cmd.Context(), b); err != nil {
				return err
			}
			return a.nights(cmd.Context(), b, companies, words.Language(lang), fail)
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "en", "of the reports of the files, en or fr")
	cmd.Flags().BoolVar(&fail, "fail-on-review", false, "end with status 1 when a line needs a person")
	return cmd
}

// chosen is the company of --company, or all.
func (a *app) chosen(ctx context.Context, b *batch.Batch) ([]ledger.Company, error) {
	if a.company == "" {
		return b.Companies(ctx)
	}
	c, err := b.Company(ctx, a.company)
	return []ledger.Company{c}, err
}

func (a *app) nights(ctx context.Context, b *batch.Batch, companies []ledger.Company, in words.Language, fail bool) error {
	refused, review := false, false
	for _, c := range companies {
		n, err := b.Night(ctx, c)
		if err != nil {
			return err
		}
		a.showNight(c, n)
		for _, r := range n.Files {
			(&importTeller{a, in, r, false}).tell()
		}
		refused = refused || n.Refused > 0
		review = review || n.Review > 0
	}
	switch {
	case refused:
		return errRefused
	case fail && review:
		return errReview
	}
	return nil
}

// showAstray warns of files that no company's night takes.
func (a *app) showAstray(ctx context.Context, b *batch.Batch) error {
	companies, err := b.Store.Companies(ctx)
	if err != nil {
		return err
	}
	files, err := b.Astray(len(companies) > 1)
	for _, path := range files {
		showWarning(a.errs, export.Plain(filepath.Base(path)), 0, "is not taken: the book has several companies, and each has its own folder, inbox/COMPANY/ (lettrage company list)")
	}
	return err
}

func (a *app) showNight(c ledger.Company, n batch.Night) {
	fmt.Fprintf(a.out, "%s: %s taken, %d refused\n", export.Plain(c.Name), counted(n.Taken, "file"), n.Refused)
	fmt.Fprintf(a.out, "  new lines %d: matched %d, to review %d, no customer payment %d\n", n.New, n.Outcome.Auto, n.Outcome.Review, n.Outcome.None)
	fmt.Fprintf(a.out, "  lines that need a person now: %d\n", n.Review)
	for _, path := range n.Written {
		fmt.Fprintf(a.out, "  wrote %s\n", export.Plain(path))
	}
}

// writeJSON writes a value on a line of its own, harmless on a terminal.
func writeJSON(to io.Writer, v any) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := to.Write(export.SafeJSON(text.Bytes()))
	return err
}

func oneOf(flag, value string, allowed ...string) error {
	for _, v := range allowed {
		if v == value {
			return nil
		}
	}
	return fmt.Errorf("%s should be one of %s", flag, strings.Join(allowed, ", "))
}

func needVerb(cmd *cobra.Command, _ []string) error {
	return fmt.Errorf("%s needs a verb: %s --help", cmd.CommandPath(), cmd.CommandPath())
}
