package batch

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"

	"lettrage/importer"
	"lettrage/importer/formats"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

// ImportOptions say how statement files are read.
type ImportOptions struct {
	As      string // FORMAT[:PROFILE], empty to detect
	Account string // IBAN of the account, for a file that names none
	DryRun  bool   // read and identify, keep nothing
}

// ImportReport is what came of one statement file: `import --format json`, one object a file.
type ImportReport struct {
	File               string             `json:"file"`
	Format             string             `json:"format"`
	Status             string             `json:"status"` // "ok" or "refused"
	Error              *RefusedBecause    `json:"error,omitempty"`
	Errors             []RefusedBecause   `json:"errors,omitempty"` // all of them, when there are several
	Statements         []StatementReport  `json:"statements"`
	New                int                `json:"new"`
	Known              int                `json:"known"`
	PossibleDuplicates int                `json:"possible_duplicates"`
	Warnings           []importer.Warning `json:"warnings"`
	Outcome            Outcome            `json:"-"` // what became of the new lines

	accounts []AccountReport
}

// RefusedBecause is one reason for which a file was refused.
type RefusedBecause struct {
	Kind    importer.Kind `json:"kind"`
	Line    int           `json:"line"`
	Field   string        `json:"field"`
	Message string        `json:"message"`
	Hint    string        `json:"hint"`
}

// StatementReport is one statement of a file. A balance that the file does not state is null.
type StatementReport struct {
	Account  string  `json:"account"`
	Currency string  `json:"currency"`
	Opening  *string `json:"opening"`
	Closing  *string `json:"closing"`
	Lines    int     `json:"lines"`
	Credits  string  `json:"credits"`
	Debits   string  `json:"debits"`
}

// Import takes a statement file and processes what it brought: each new line is
// matched, decided and booked. A refused file is told in the report and changes
// nothing; the error is for what is no fault of the file.
func (b *Batch) Import(ctx context.Context, c ledger.Company, path string, o ImportOptions) (ImportReport, error) {
	if !o.DryRun {
		if err := b.settled(ctx, c); err != nil {
			return ImportReport{}, err
		}
		if err := b.recordBudget(ctx, c); err != nil {
			return ImportReport{}, err
		}
	}
	report := ImportReport{File: path, Status: "ok", Statements: []StatementReport{}, Warnings: []importer.Warning{}}
	err := b.take(ctx, c, path, o, &report)
	if because := reasons(err); because != nil {
		report.refuse(because)
	} else if err != nil {
		return report, err
	}
	b.log("statement file", "file", filepath.Ext(path), "status", report.Status, "format", report.Format,
		"new", report.New, "known", report.Known, "possible_duplicates", report.PossibleDuplicates)
	if report.Status == "refused" || o.DryRun {
		return report, nil
	}
	report.Outcome, err = b.settle(ctx, c)
	return report, err
}

func (b *Batch) log(msg string, args ...any) {
	if b.Log != nil {
		b.Log.Info(msg, args...)
	}
}

func (r *ImportReport) refuse(because []RefusedBecause) {
	r.Status, r.Statements, r.New, r.Known, r.PossibleDuplicates = "refused", []StatementReport{}, 0, 0, 0
	r.Error = &because[0]
	if len(because) > 1 {
		r.Errors = because
	}
}

// take reads the file into the store: wholly, or not at all.
func (b *Batch) take(ctx context.Context, c ledger.Company, path string, o ImportOptions, report *ImportReport) error {
	file, err := openOriginal(path, func(w importer.Warning) { report.Warnings = append(report.Warnings, w) })
	if err != nil {
		return err
	}
	defer file.close()
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
	err = format.Read(ctx, &file.File, &tally{Loader: load, resolver: resolver, report: report})
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

func (r *ImportReport) warn(kind, message string) {
	r.Warnings = append(r.Warnings, importer.Warning{Kind: kind, Message: message})
}

func (r *ImportReport) result(res store.LoadResult) {
	for _, s := range res.Statements {
		r.New += s.New
		r.Known += s.Known
		r.PossibleDuplicates += s.PossibleDuplicates
	}
	for _, f := range res.Findings {
		r.warn(string(f.Kind), f.Message())
	}
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
	s, err := t.resolver.named(s)
	if err != nil {
		return err
	}
	t.report.Statements = append(t.report.Statements, StatementReport{
		Account: s.Account.String(), Currency: string(s.Currency), Opening: stated(s.Opening), Closing: stated(s.Closing),
		Lines: s.Lines, Credits: s.Credits.String(), Debits: s.Debits.String(),
	})
	diff, ok, err := s.AddUp()
	if err != nil {
		return err
	}
	if ok && !diff.IsZero() {
		t.report.warn("balance", "opening balance and lines miss the closing balance by "+diff.String())
	}
	if err := t.report.sumUp(s); err != nil {
		return err
	}
	return refusing(t.Loader.End(s))
}

// AccountReport sums up the statements that a file has of one account.
type AccountReport struct {
	Account, Currency string
	Statements, Lines int
	Credits, Debits   money.Amount
	Closing           *string // of the last one that states it
}

// Accounts sums up the file's statements by account, in the order of their first one.
func (r *ImportReport) Accounts() []AccountReport { return r.accounts }

// sumUp adds a statement to those of its account.
func (r *ImportReport) sumUp(s ledger.Statement) (err error) {
	i := slices.IndexFunc(r.accounts, func(a AccountReport) bool {
		return a.Account == s.Account.String() && a.Currency == string(s.Currency)
	})
	if i < 0 {
		i = len(r.accounts)
		zero := money.New(0, s.Currency)
		r.accounts = append(r.accounts, AccountReport{Account: s.Account.String(), Currency: string(s.Currency), Credits: zero, Debits: zero})
	}
	a := &r.accounts[i]
	a.Statements++
	a.Lines += s.Lines
	a.Closing = cmp.Or(stated(s.Closing), a.Closing)
	if a.Credits, err = a.Credits.Add(money.New(s.Credits.Minor(), s.Currency)); err == nil { // a sum of no lines has no currency
		a.Debits, err = a.Debits.Add(money.New(s.Debits.Minor(), s.Currency))
	}
	return err
}

func stated(b *ledger.Balance) *string {
	if b == nil {
		return nil
	}
	s := b.Amount.String()
	return &s
}
