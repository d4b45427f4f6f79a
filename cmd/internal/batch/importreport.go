package batch

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

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
	Recognised         Recognised         `json:"recognised"`
	Interim            int                `json:"interim"`           // lines of interim reports, which are never booked
	Notices            *NoticesReport     `json:"notices,omitempty"` // where the file has some, or told of some
	Outcome            Outcome            `json:"-"`                 // what became of the new lines
	Intake             int64              `json:"-"`                 // event that brought them; 0 where none did

	Findings map[int]store.Finding `json:"-"` // the book's, by the place of their warning

	accounts []AccountReport
}

// Recognised says as what a file was read, and by what.
type Recognised struct {
	Family  string `json:"family"` // camt.053, ofx, csv, …
	Version string `json:"version,omitempty"`
	Profile string `json:"profile,omitempty"`
	By      string `json:"by"` // "content", "option" (--as), "guess" (one reading alone fits), or empty: it was not
}

// NoticesReport counts the entries of a bank's notices (camt.054), which tell of lines.
type NoticesReport struct {
	New     int `json:"new"`     // of the file
	Known   int `json:"known"`   // of the file
	Told    int `json:"told"`    // lines of the book of which a notice tells since this file
	Settled int `json:"settled"` // of those, lines that had waited for a person and do no longer
	Waiting int `json:"waiting"` // of the book: no statement has brought their line
}

// StatementReport is one statement of a file. What the file does not state is null.
type StatementReport struct {
	Account            string      `json:"account"`
	Currency           string      `json:"currency"`
	Opening            *string     `json:"opening"`
	Closing            *string     `json:"closing"`
	Lines              int         `json:"lines"`
	Credits            string      `json:"credits"`
	Debits             string      `json:"debits"`
	Kind               string      `json:"kind"`             // "statement", "interim" or "notice"
	Number             string      `json:"number,omitempty"` // the bank's
	Line               int         `json:"line,omitempty"`   // where it begins in the file
	AccountBy          string      `json:"account_by"`       // how the book knew the account; see accountBy
	WholeFrom          ledger.Date `json:"whole_from"`       // the days of which no line is missing; empty: of none that is sure
	WholeTo            ledger.Date `json:"whole_to"`
	AddsUp             *bool       `json:"adds_up"` // null where a balance is not stated
	Difference         string      `json:"difference,omitempty"`
	Continuity         string      `json:"continuity"` // "follows", "broken" or "unknown"
	New                int         `json:"new"`
	Known              int         `json:"known"`
	PossibleDuplicates int         `json:"possible_duplicates"`
	Held               int         `json:"held"` // of those, not booked until a person has looked

	ref   ledger.AccountRef
	given bool // the account by --account
}

// recognise says as what the file was read, by the name of its format.
func (r *ImportReport) recognise(as string) {
	family, profile, _ := strings.Cut(r.Format, ":")
	family, version, _ := strings.Cut(family, " ")
	if parts := strings.SplitN(family, ".", 3); len(parts) == 3 {
		family, version = parts[0]+"."+parts[1], parts[2]
	}
	r.Recognised = Recognised{Family: family, Version: version, Profile: profile}
	switch {
	case family == "":
	case as != "":
		r.Recognised.By = "option"
	case slices.ContainsFunc(r.Warnings, func(w importer.Warning) bool { return w.Kind == "guessed" }):
		r.Recognised.By = "guess"
	default:
		r.Recognised.By = "content"
	}
}

// RefusedFile is the report of a file that could not even be opened.
func RefusedFile(name string, err error) ImportReport {
	r := newReport(name)
	r.refuse(reasons(err))
	return r
}

func newReport(name string) ImportReport {
	return ImportReport{File: name, Status: "ok", Statements: []StatementReport{}, Warnings: []importer.Warning{}}
}

func (r *ImportReport) refuse(because []RefusedBecause) {
	r.Status, r.Statements, r.accounts = "refused", []StatementReport{}, nil
	r.New, r.Known, r.PossibleDuplicates, r.Interim, r.Notices = 0, 0, 0, 0, nil
	r.Error = &because[0]
	if len(because) > 1 {
		r.Errors = because
	}
}

func (r *ImportReport) warn(kind string, line int, message string) {
	r.Warnings = append(r.Warnings, importer.Warning{Kind: kind, Line: line, Message: message})
}

// note notes what a statement says of itself.
func (r *ImportReport) note(s ledger.Statement, given bool) error {
	is := StatementReport{
		Account: s.Account.String(), Currency: string(s.Currency), Opening: stated(s.Opening), Closing: stated(s.Closing),
		Lines: s.Lines, Credits: s.Credits.String(), Debits: s.Debits.String(), Kind: "statement", Number: s.Number, Line: s.Origin.Line,
		WholeFrom: s.Whole.From, WholeTo: s.Whole.To, Continuity: "unknown", ref: s.Account, given: given,
	}
	switch {
	case s.IsNotice():
		is.Kind = "notice"
	case s.Interim:
		is.Kind = "interim"
		r.Interim += s.Lines
	}
	diff, ok, err := s.AddUp()
	if err != nil {
		return err
	}
	if ok {
		sums := diff.IsZero()
		is.AddsUp = &sums
	}
	if ok && !diff.IsZero() {
		is.Difference = diff.String()
		r.warn("balance", s.Origin.Line, "opening balance and lines miss the closing balance by "+is.Difference)
	}
	r.Statements = append(r.Statements, is)
	return r.sumUp(s)
}

// result notes what the book found out about the file.
func (r *ImportReport) result(res store.LoadResult) {
	r.Intake = res.Intake
	notices := NoticesReport{Told: res.Told}
	for i, s := range res.Statements {
		r.New += s.New
		r.Known += s.Known
		r.PossibleDuplicates += s.PossibleDuplicates
		notices.New += s.Notices
		notices.Known += s.NoticesKnown
		is := &r.Statements[i]
		is.New, is.Known, is.PossibleDuplicates, is.Held = s.New, s.Known, s.PossibleDuplicates, s.Held
		is.Continuity = string(cmp.Or(s.Continuity, "unknown"))
		if !s.Interim {
			is.AccountBy = accountBy(is.ref, is.given, s)
		}
	}
	if notices != (NoticesReport{}) {
		r.Notices = &notices
	}
	r.Findings = make(map[int]store.Finding)
	for _, f := range res.Findings {
		r.Findings[len(r.Warnings)] = f
		r.warn(string(f.Kind), r.Statements[f.Statement].Line, f.Message())
	}
	r.judgeAccounts()
}

// accountBy says how the book knew which account a statement is about.
func accountBy(ref ledger.AccountRef, given bool, s store.StatementResult) string {
	switch {
	case given:
		return "option" // --account
	case s.NewAccount:
		return "new" // it was not known
	case ref.IsZero():
		return "only" // the file names none, and the book has one
	case ref.IBAN != "" && ref.IBAN == s.Account.Ref.IBAN:
		return "iban"
	case s.Account.Ref.IsZero():
		return "named" // earlier files named none; this one does
	}
	return "number" // another form of its number
}

// countNotices counts what is only known when the intake is processed.
func (b *Batch) countNotices(ctx context.Context, c ledger.Company, r *ImportReport) error {
	if r.Notices == nil {
		return nil
	}
	waiting, err := b.Store.WaitingNotices(ctx, c.ID)
	r.Notices.Settled, r.Notices.Waiting = r.Outcome.Again, int(waiting)
	return err
}

// AccountReport sums up the statements that a file has of one account.
type AccountReport struct {
	Account, Currency string
	Kind              string // of its statements
	Statements, Lines int
	Credits, Debits   money.Amount
	Closing           *string // of the last one that states it
	By                string  // how the book knew it
	Balanced          int     // statements that add up
	Unbalanced        int     // and that do not
	Following, Broken int     // statements that go on where the one before ended, and that do not
	From, To          ledger.Date
}

// Accounts sums up the file's statements by account, in the order of their first one.
func (r *ImportReport) Accounts() []AccountReport { return r.accounts }

// account returns the sums of the account and kind of a statement, or -1.
func (r *ImportReport) account(s StatementReport) int {
	return slices.IndexFunc(r.accounts, func(a AccountReport) bool {
		return a.Account == s.Account && a.Currency == s.Currency && a.Kind == s.Kind
	})
}

// sumUp adds the last statement to those of its account.
func (r *ImportReport) sumUp(s ledger.Statement) (err error) {
	is := r.Statements[len(r.Statements)-1]
	i := r.account(is)
	if i < 0 {
		i = len(r.accounts)
		zero := money.New(0, s.Currency)
		r.accounts = append(r.accounts, AccountReport{Account: is.Account, Currency: is.Currency, Kind: is.Kind, Credits: zero, Debits: zero})
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

// judgeAccounts sums up what was found out about each account's statements.
func (r *ImportReport) judgeAccounts() {
	for _, s := range r.Statements {
		a := &r.accounts[r.account(s)]
		a.By = cmp.Or(a.By, s.AccountBy)
		switch {
		case s.AddsUp == nil:
		case *s.AddsUp:
			a.Balanced++
		default:
			a.Unbalanced++
		}
		switch store.Continuity(s.Continuity) {
		case store.Follows:
			a.Following++
		case store.Broken:
			a.Broken++
		}
		if s.WholeFrom != 0 && (a.From == 0 || s.WholeFrom < a.From) {
			a.From = s.WholeFrom
		}
		a.To = max(a.To, s.WholeTo)
	}
}

func stated(b *ledger.Balance) *string {
	if b == nil {
		return nil
	}
	s := b.Amount.String()
	return &s
}
