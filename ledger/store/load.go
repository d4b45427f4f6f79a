package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// LoadOptions say what is loaded.
type LoadOptions struct {
	File    ledger.Hash      // names the file in the chain; a file that was taken is not looked at again
	SaltKey ledger.Hash      // of the salts of its lines
	Format  string           // as the importer named it; its first word says whose identifiers the lines bear
	Account ledger.AccountID // what statements that name no account are about, when the user said so
	Today   ledger.Date
	DryRun  bool // find out all, keep nothing

	// Resolve is asked for a statement whose account the book does not know: one
	// that names an unknown account, or none while the book has not exactly one. It
	// returns the account's ID; an empty one for a new account, which Commit adds; or
	// an error, which refuses the file. Without Resolve a new account is added, and a
	// statement that names none is Ambiguous when the book has several.
	Resolve func(ledger.Statement) (ledger.AccountID, error)
}

// LoadResult says what a file brought.
type LoadResult struct {
	Intake     int64             // the event, 0 when nothing is new
	Statements []StatementResult // as in the file
	Told       int               // lines of which a notice tells since
	Findings   []Finding
}

// StatementResult says what one statement brought. New, Known and
// PossibleDuplicates sum up to its lines; an interim one brings nothing.
type StatementResult struct {
	Account            ledger.BankAccount
	NewAccount         bool // added by this file
	Taken              bool // it brought a line, a balance or an identifier
	Interim            bool
	Continuity         Continuity
	Notices            int // entries of a notice that the book had not
	NoticesKnown       int
	New                int // lines that the book had not
	Known              int
	PossibleDuplicates int // lines that the book may have had
	Held               int // of those, how many are not to be booked
}

// Loader takes one file. Its methods Begin, Line and End are called for one
// statement after the other; then Commit, or Abort. It is for one goroutine. After
// an error only Abort does anything.
type Loader struct {
	store    *Store
	ctx      context.Context
	company  ledger.CompanyID
	opt      LoadOptions
	accounts []ledger.BankAccount

	targets    []target
	statements []loaded
	lines      []fileLine // read and not staged
	count      int        // lines of the file that count
	open       bool       // between Begin and End
	done       bool
	staged     int64  // number of the load, once lines were staged
	spooled    *spool // the lines of a dry run, once there are many
}

// target is an account that the file is about.
type target struct {
	account ledger.BankAccount // without an ID when it is new
	ref     ledger.AccountRef  // what the file calls it
	isNew   bool
}

// loaded is a statement of the file.
type loaded struct {
	ledger.Statement
	target int
	first  int           // place of its first line
	days   ledger.Period // of its lines
	net    money.Amount  // sum of its lines
	repeat bool          // the file has it before
}

// Load begins to take a file. Nothing is seen of it before Commit.
func (s *Store) Load(ctx context.Context, company ledger.CompanyID, o LoadOptions) (*Loader, error) {
	if o.Today == 0 {
		return nil, ledger.Errorf(ledger.Invalid, "today", "should be given")
	}
	if _, err := s.Company(ctx, company); err != nil {
		return nil, err
	}
	accounts, err := s.Accounts(ctx, company)
	if err != nil {
		return nil, err
	}
	return &Loader{store: s, ctx: ctx, company: company, opt: o, accounts: accounts}, nil
}

// Begin opens a statement and finds out whose account it is about.
func (l *Loader) Begin(s ledger.Statement) error {
	if l.open || l.done {
		return ledger.Errorf(ledger.Invalid, "statement", "should begin after the end of the one before")
	}
	to := -1
	if !s.Interim {
		var err error
		if to, err = l.target(s); err != nil {
			return err
		}
	}
	l.open = true
	l.statements = append(l.statements, loaded{Statement: s, target: to, first: l.count, net: money.New(0, s.Currency)})
	return nil
}

// target returns the place among the targets of the statement's account.
func (l *Loader) target(s ledger.Statement) (int, error) {
	for i, t := range l.targets {
		if t.ref == s.Account && t.account.Currency == s.Currency {
			return i, nil
		}
	}
	a, err := l.resolve(s)
	if err != nil {
		return 0, err
	}
	t := target{account: a, ref: s.Account, isNew: a.ID == ""}
	if a.ID != "" && a.Currency != s.Currency {
		return 0, &ledger.Error{Kind: ledger.Conflict, Field: "currency", Msg: "should be the account's, " + string(a.Currency), Hint: "check whose account the file is about"}
	}
	if i := l.targeted(a.ID); i >= 0 {
		return i, l.targets[i].alsoCalled(s.Account)
	}
	if t.isNew {
		t.account = ledger.BankAccount{Ref: s.Account, Currency: s.Currency, Provisional: s.Account.IsZero()}
	}
	l.targets = append(l.targets, t)
	return len(l.targets) - 1, nil
}

// targeted returns the place among the targets of an account of the book, or -1: a
// file may call one account by several names, and its lines are compared with the
// book together.
func (l *Loader) targeted(id ledger.AccountID) int {
	return slices.IndexFunc(l.targets, func(t target) bool { return id != "" && t.account.ID == id })
}

// alsoCalled notes another name that the file has for the account.
func (t *target) alsoCalled(ref ledger.AccountRef) error {
	if t.ref.IBAN != "" && ref.IBAN != "" && t.ref.IBAN != ref.IBAN {
		return &ledger.Error{Kind: ledger.Conflict, Field: "account", Msg: "should have one IBAN, and the file has two for it", Hint: "take a file for each account"}
	}
	t.ref.IBAN = cmp.Or(t.ref.IBAN, ref.IBAN)
	return nil
}

// resolve returns the account that a statement is about, one without ID when it is new.
func (l *Loader) resolve(s ledger.Statement) (ledger.BankAccount, error) {
	if a, ok := find(l.accounts, s.Account, s.Currency); ok {
		return a, nil
	}
	if l.opt.Account != "" {
		return byID(l.accounts, l.opt.Account)
	}
	if s.Account.IsZero() && len(l.accounts) == 1 {
		return l.accounts[0], nil
	}
	if l.opt.Resolve != nil {
		id, err := l.opt.Resolve(s)
		if err != nil || id == "" {
			return ledger.BankAccount{}, err
		}
		return byID(l.accounts, id)
	}
	if s.Account.IsZero() && len(l.accounts) > 1 {
		return ledger.BankAccount{}, &ledger.Error{Kind: ledger.Ambiguous, Field: "account", Msg: "the file names none and the book has several", Hint: "say which with --account IBAN"}
	}
	return ledger.BankAccount{}, nil
}

// find returns the account that a file calls so.
func find(accounts []ledger.BankAccount, ref ledger.AccountRef, cur money.Currency) (ledger.BankAccount, bool) {
	for _, a := range accounts {
		if a.Currency != cur {
			continue
		}
		if ref.IBAN != "" && a.Ref.IBAN == ref.IBAN || ref.IBAN == "" && ref.Other != "" && a.Ref.Other == ref.Other {
			return a, true
		}
	}
	return ledger.BankAccount{}, false
}

func byID(accounts []ledger.BankAccount, id ledger.AccountID) (ledger.BankAccount, error) {
	for _, a := range accounts {
		if a.ID == id {
			return a, nil
		}
	}
	return ledger.BankAccount{}, ledger.Errorf(ledger.NotFound, "account", "the book has none of this ID")
}

// Line adds a line to the open statement.
func (l *Loader) Line(t ledger.Transaction) error {
	if !l.open {
		return ledger.Errorf(ledger.Invalid, "line", "should stand in a statement")
	}
	s := &l.statements[len(l.statements)-1]
	if s.Interim && !s.IsNotice() {
		return nil
	}
	if err := check(t, s.Currency); err != nil {
		return err
	}
	net, err := s.net.Add(t.Amount)
	if err != nil {
		return &ledger.Error{Kind: ledger.Invalid, Field: "amount", Msg: "the statement's lines should sum up", Err: err}
	}
	s.net, s.days = net, widen(s.days, t.Booked)
	l.lines = append(l.lines, fileLine{n: l.count, statement: len(l.statements) - 1, Transaction: t})
	l.count++
	switch {
	case len(l.lines) <= l.store.step:
		return nil
	case l.opt.DryRun:
		return l.spoolLines()
	}
	return l.stage()
}

func widen(p ledger.Period, d ledger.Date) ledger.Period {
	if p.From == 0 {
		return ledger.Period{From: d, To: d}
	}
	return ledger.Period{From: min(p.From, d), To: max(p.To, d)}
}

// check refuses what cannot be stored, or would not be read again as it was written.
func check(t ledger.Transaction, cur money.Currency) error {
	if err := t.Validate(); err != nil {
		return err
	}
	if t.Amount.Currency() != cur {
		return ledger.Errorf(ledger.Invalid, "currency", "should be the statement's")
	}
	texts := []string{t.BankID, t.Code, t.Label}
	for _, p := range append([]ledger.Detail{{Payment: t.Payment}}, t.Details...) {
		texts = append(texts, p.Counterparty.Name, p.Counterparty.Account, p.Ultimate.Name, p.Ultimate.Account, p.Remittance,
			p.EndToEndID, p.MandateID, p.Cheque, p.ReturnReason)
		texts = append(texts, p.References...)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return ledger.Errorf(ledger.Invalid, "text", "should be UTF-8")
		}
	}
	return nil
}

// End closes the statement with all that is known of it.
func (l *Loader) End(s ledger.Statement) error {
	if !l.open {
		return ledger.Errorf(ledger.Invalid, "statement", "should begin before it ends")
	}
	l.open = false
	for _, b := range []*ledger.Balance{s.Opening, s.Closing} {
		if b == nil {
			continue
		}
		if err := b.Validate(); err != nil {
			return err
		}
	}
	last := &l.statements[len(l.statements)-1]
	last.Statement = s
	last.repeat = l.repeats(*last)
	return nil
}

// repeats reports whether the file has the same statement before: one that begins
// and ends with the same balances, though its lines changed the balance, does not
// go on where the other ended.
func (l *Loader) repeats(s loaded) bool {
	if s.Opening == nil || s.Closing == nil || s.Opening.Amount == s.Closing.Amount {
		return false
	}
	for _, o := range l.statements[:len(l.statements)-1] {
		if !o.Interim && o.target == s.target && o.Opening != nil && o.Closing != nil && *o.Opening == *s.Opening && *o.Closing == *s.Closing &&
			o.Lines == s.Lines && o.Credits == s.Credits && o.Debits == s.Debits {
			return true
		}
	}
	return false
}

// Commit takes the file: new accounts, statements with news and their new lines,
// under one event. The same file again, or one without news, changes nothing. A
// file of several steps is Transient when another one of the company was taken
// meanwhile.
func (l *Loader) Commit() (LoadResult, error) {
	if l.open || l.done {
		return LoadResult{}, ledger.Errorf(ledger.Invalid, "load", "should be committed once, after the end of its last statement")
	}
	l.done = true
	if l.spooled != nil {
		res, err := l.lookAtSpooled()
		return res, errors.Join(err, l.unspool())
	}
	if l.staged > 0 {
		res, err := l.commitStaged()
		return res, errors.Join(err, l.unstage())
	}
	if err := l.store.withdraw(l.ctx, l.company); err != nil {
		return LoadResult{}, err
	}
	return l.commitAtOnce()
}

// errDryRun takes back what a dry run found out.
var errDryRun = errors.New("store: a dry run keeps nothing")

// commitAtOnce takes a file of few lines in one transaction.
func (l *Loader) commitAtOnce() (LoadResult, error) {
	var res LoadResult
	err := l.store.Update(l.ctx, l.company, l.opt.Today, func(tx *Tx) error {
		if err := tx.noUnseen(); err != nil {
			return err
		}
		t := newTaking(l, tx, tx.head, &linesRead{l.lines, l.statements})
		err := t.identify()
		if err == nil && !l.opt.DryRun && t.hasNews() {
			if err = t.writeLines(tx, l.lines); err == nil {
				err = t.finish(tx)
			}
		}
		res = t.res
		if err == nil && l.opt.DryRun {
			return errDryRun
		}
		return err
	})
	if l.opt.DryRun && errors.Is(err, errDryRun) {
		err = nil
	}
	return res, err
}

// Abort gives the load up. After Commit it does nothing.
func (l *Loader) Abort() error {
	if l.done {
		return nil
	}
	l.done, l.lines = true, nil
	return errors.Join(l.unspool(), l.unstage())
}
