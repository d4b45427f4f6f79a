package batch

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"lettrage/importer"
	"lettrage/importer/formats"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// ImportOptions say how statement files are read.
type ImportOptions struct {
	As      string // FORMAT[:PROFILE], empty to detect
	Account string // IBAN of the account, for a file that names none
	DryRun  bool   // read and identify, keep nothing
	Name    string // for the report, when it is not the path
}

// RefusedBecause is one reason for which a file was refused.
type RefusedBecause struct {
	Kind    importer.Kind `json:"kind"`
	Line    int           `json:"line"`
	Field   string        `json:"field"`
	Message string        `json:"message"`
	Hint    string        `json:"hint"`
}

// Import takes a statement file and processes what it brought: each new line is
// matched, decided and booked. A refused file is told in the report and changes
// nothing; the error is for what is no fault of the file.
func (b *Batch) Import(ctx context.Context, c ledger.Company, path string, o ImportOptions) (report ImportReport, err error) {
	if !o.DryRun {
		if err := b.settled(ctx, c); err != nil {
			return ImportReport{}, err
		}
		if err := b.recordBudget(ctx, c); err != nil {
			return ImportReport{}, err
		}
	}
	report = newReport(cmp.Or(o.Name, path))
	defer func() { report.recognise(o.As) }()
	err = b.take(ctx, c, path, o, &report)
	if because := reasons(err); because != nil {
		report.refuse(because)
	} else if err != nil {
		return report, err
	}
	b.log("statement file", "file", filepath.Ext(report.File), "status", report.Status, "format", report.Format,
		"new", report.New, "known", report.Known, "possible_duplicates", report.PossibleDuplicates)
	if report.Status == "refused" || o.DryRun {
		return report, nil
	}
	if report.Outcome, err = b.settle(ctx, c); err != nil {
		return report, err
	}
	return report, b.countNotices(ctx, c, &report)
}

func (b *Batch) log(msg string, args ...any) {
	if b.Log != nil {
		b.Log.Info(msg, args...)
	}
}

// take reads the file into the store: wholly, or not at all.
func (b *Batch) take(ctx context.Context, c ledger.Company, path string, o ImportOptions, report *ImportReport) error {
	file, err := openOriginal(path, func(w importer.Warning) { report.Warnings = append(report.Warnings, w) })
	if err != nil {
		return err
	}
	defer file.close()
	file.Profiles = b.ownProfiles()
	format, err := formats.Open(&file.File, o.As)
	if err != nil {
		return err
	}
	report.Format = file.Format
	resolver, err := b.resolver(ctx, c, o.Account, report)
	if err != nil {
		return err
	}
	load, err := b.Store.Load(ctx, c.ID, store.LoadOptions{File: file.hash, SaltKey: file.key, Format: file.Format, Resolve: resolver.resolve, Today: b.Today, DryRun: o.DryRun})
	if err != nil {
		return err
	}
	sink := newBeside(&tally{Loader: load, resolver: resolver, report: report})
	err = format.Read(ctx, &file.File, sink)
	if first := sink.stop(); first != nil { // of lines before the one at which reading failed
		err = first
	}
	report.Format = file.Format
	if err == nil {
		err = file.unchanged()
	}
	if err != nil {
		return errors.Join(err, load.Abort())
	}
	result, err := load.Commit()
	if err != nil {
		return refusing(err)
	}
	report.result(result)
	return nil
}

// profiles is the folder, beside the settings, of the user's own profiles of CSVs.
const profiles = "profiles"

// ownProfiles returns that folder, nil where there is none.
func (b *Batch) ownProfiles() fs.FS {
	dir := filepath.Join(b.Config.Dir, profiles)
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}

// tally passes a file's statements on to the store and notes their figures for the report.
type tally struct {
	*store.Loader
	resolver *resolver
	report   *ImportReport
}

// Begin passes the statement on, under the account that the user named.
func (t *tally) Begin(s ledger.Statement) error {
	s, err := t.resolver.named(s)
	if err != nil {
		return err
	}
	if s.Interim && t.resolver.ofAnother(s.Account) { // of the others the store asks the resolver
		return ofAnotherCompany()
	}
	return refusing(t.Loader.Begin(s))
}

// Line passes the line on.
func (t *tally) Line(l ledger.Transaction) error {
	err := refusing(t.Loader.Line(l))
	if e, ok := err.(*importer.Error); ok && e.Line == 0 { // the book does not know where it stood
		e.Line = l.Line
	}
	return err
}

// refusing turns what the book has against a file into a reason to refuse the file.
func refusing(err error) error {
	var e *ledger.Error
	if errors.As(err, &e) && (e.Kind == ledger.Invalid || e.Kind == ledger.Conflict || e.Kind == ledger.Ambiguous) {
		return &importer.Error{Kind: importer.Inconsistent, Field: e.Field, Msg: e.Msg, Hint: e.Hint, Err: e.Err}
	}
	return err
}

// End notes the statement and passes it on.
func (t *tally) End(s ledger.Statement) error {
	ref := s.Account
	s, err := t.resolver.named(s)
	if err != nil {
		return err
	}
	if err := t.report.note(s, ref != s.Account); err != nil {
		return err
	}
	return refusing(t.Loader.End(s))
}
