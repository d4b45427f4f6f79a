package cfonb120

import (
	"context"
	"errors"
	"fmt"
	"io"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// maxStatements bounds the statements of a file.
const maxStatements = 100_000

// reader reads the records of a file and sends its statements on.
type reader struct {
	ctx        context.Context
	file       *importer.File
	to         importer.Sink
	limits     importer.Limits
	records    *records
	errs       importer.Errors
	warned     int
	st         *statement // that was begun by a 01; nil between statements
	lost       bool       // a record out of order was told; the next 01 begins anew
	statements int
	lines      int
	common     importer.Common
}

// statement is what stands between a 01 and its 07.
type statement struct {
	ledger.Statement
	number      string // of the account, as the 01 has it
	opening     balance
	decimals    int // that a record states, −1 as long as none does
	begun       bool
	movement    *movement // as long as complements may follow
	first, last ledger.Date
}

// balance is that of a 01 until the currency is known, which it may not state.
type balance struct {
	text     string
	decimals int
	day      ledger.Date // zero where not stated, as of an account that is new
	line     int
}

// read reads all records.
func (r *reader) read() error {
	for n := 0; len(r.errs) < importer.MaxErrors; n++ {
		if n%1000 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		rec, err := r.records.next()
		var refused *importer.Error
		switch {
		case err == io.EOF:
			return r.end()
		case errors.As(err, &refused):
			return append(r.errs, refused)
		case errors.Is(err, importer.ErrCharset):
			return append(r.errs, &importer.Error{Kind: importer.Charset, Line: r.records.ends + 1, Field: "text", Msg: "should be text in UTF-8", Hint: hints[importer.Charset]})
		case err != nil:
			return err
		}
		if err := r.take(rec); err != nil {
			return r.failed(err)
		}
	}
	return r.errs
}

// failed returns an error that ends the reading: one of the file after those before it, one of the sink as it is.
func (r *reader) failed(err error) error {
	var refused *importer.Error
	if errors.As(err, &refused) && len(r.errs) > 0 {
		return append(r.errs, refused)
	}
	return err
}

// take reads one record. Its error ends the reading.
func (r *reader) take(rec *record) error {
	if rec.code == "05" {
		r.complement(rec)
		return nil
	}
	if err := r.flush(); err != nil {
		return err
	}
	switch rec.code {
	case "01":
		return r.begin(rec)
	case "04":
		return r.move(rec)
	case "07":
		return r.close(rec)
	}
	if r.st == nil && !isAmount(rec.columns(91, lastAmount)) { // a heading, or what stands between statements: a record that is lost there leaves another one alone
		r.warn("layout", rec.line, "the line is no record (01, 04, 05 or 07), and is left out")
		return nil
	}
	r.report(importer.Malformed, rec.line, "record", "should begin with 01, 04, 05 or 07 and the bank's code")
	return nil
}

// end is the end of the file.
func (r *reader) end() error {
	switch {
	case r.st != nil:
		r.report(importer.Truncated, r.records.ends, "record 07", fmt.Sprintf("should end the statement that begins on line %d, before the file does", r.st.Origin.Line))
	case r.statements == 0 && len(r.errs) == 0:
		r.report(importer.NoStatement, 1, "record 01", "should begin a statement")
	}
	if len(r.errs) == 0 {
		return nil
	}
	return r.errs
}

// begin reads a 01.
func (r *reader) begin(rec *record) error {
	if r.st != nil {
		r.report(importer.Missing, rec.line, "record 07", fmt.Sprintf("should end the statement that begins on line %d, before another begins", r.st.Origin.Line))
	}
	if r.statements++; r.statements > maxStatements {
		return &importer.Error{Kind: importer.TooLarge, Line: rec.line, Field: "record 01", Msg: fmt.Sprintf("the file is over the limit of %d statements", maxStatements), Hint: hints[importer.TooLarge]}
	}
	r.lost = false
	r.st = &statement{number: string(rec.field(22, 32)), decimals: -1}
	st := r.st
	st.Origin = ledger.Origin{Format: r.file.Format, Line: rec.line}
	st.Account = r.account(rec)
	day, _ := r.day(rec, 35, "day", false)
	st.opening = balance{text: string(rec.columns(91, lastAmount)), day: day, line: rec.line, decimals: rec.decimals()}
	r.settle(st, rec)
	return nil
}

// inside reports whether a record stands in a statement, and notes when it does not: once, for one mistake puts many out of order.
func (r *reader) inside(rec *record) bool {
	if r.st == nil && !r.lost {
		r.lost = true
		r.report(importer.Missing, rec.line, "record 01", fmt.Sprintf("should begin a statement before a %s", rec.code))
	}
	return r.st != nil
}

// close reads a 07 and ends the statement.
func (r *reader) close(rec *record) error {
	if !r.inside(rec) {
		return nil
	}
	st := r.st
	r.st = nil
	defer func() { r.lost = false }()
	r.settle(st, rec)
	day, okDay := r.day(rec, 35, "day", true)
	if err := r.open(st, rec.line, day); err != nil {
		return err
	}
	sum, ok := r.amount(st, rec, "balance")
	if !ok || !okDay || len(r.errs) > 0 {
		return nil
	}
	st.Closing = &ledger.Balance{Date: day, Amount: sum}
	r.check(st, rec)
	if len(r.errs) > 0 {
		return nil
	}
	return r.to.End(st.Statement)
}

// check sees whether the movements lead from the old balance to the new one, which proves that they are all there and all of this account.
func (r *reader) check(st *statement, rec *record) {
	diff, _, err := st.AddUp()
	proven := err == nil && diff.IsZero()
	number := string(rec.field(22, 32))
	switch {
	case number == st.number || number == "" || st.number == "":
	case proven:
		r.warn("account", rec.line, "the 07 names another account than its 01; the balances show that it is the same")
	default:
		r.report(importer.Inconsistent, rec.line, field(rec, 22, 32, "account"), fmt.Sprintf("should be the account of the 01 on line %d", st.Origin.Line))
	}
	if !proven {
		r.warn("balance", rec.line, "the movements don't lead from the old balance (01) to the new one (07): some are missing or wrong")
		return
	}
	whole := ledger.Period{From: st.Opening.Date + 1, To: st.Closing.Date}
	if st.opening.day != 0 && whole.From <= whole.To && (st.first == 0 || whole.Holds(st.first) && whole.Holds(st.last)) {
		st.Whole = whole
	}
}

// open sends the statement on, before its first line or its end, which is of that day.
func (r *reader) open(st *statement, line int, day ledger.Date) error {
	if st.begun {
		return nil
	}
	st.begun = true
	if st.Currency == "" {
		st.Currency = money.EUR
		r.warn("guessed", line, "no record of the statement says so far in which currency it is; the euro is taken")
	}
	if st.opening.decimals < 0 && st.decimals < 0 {
		r.warn("guessed", line, "no record of the statement says so far how many decimals amounts have; those of the currency are taken")
	}
	st.Credits, st.Debits = money.New(0, st.Currency), money.New(0, st.Currency)
	o := st.opening
	sum, err := parseAmount(o.text, st.scale(o.decimals), st.Currency)
	if err != nil {
		r.badAmount(o.text, o.line, "record 01, columns 91-104 (balance)", err)
		return nil
	}
	st.Opening = &ledger.Balance{Date: o.day, Amount: sum}
	if o.day == 0 {
		st.Opening.Date = day
		r.warn("balance", o.line, "the old balance has no day; taken as that of the day of the next record")
	}
	if len(r.errs) > 0 {
		return nil
	}
	return r.to.Begin(st.Statement)
}

// scale is how many decimals an amount has: as its record says, another one, else as its currency has.
func (st *statement) scale(stated int) int {
	switch {
	case stated >= 0:
		return stated
	case st.decimals >= 0:
		return st.decimals
	}
	return st.Currency.Decimals()
}

// settle notes currency and decimals where a record states them.
func (r *reader) settle(st *statement, rec *record) {
	if n := rec.decimals(); n >= 0 {
		st.decimals = n
	} else if !blank(rec.columns(20, 20)) {
		r.report(importer.Malformed, rec.line, field(rec, 20, 20, "decimals"), "should be a digit, or blank")
	}
	code := rec.field(17, 19)
	if len(code) == 0 {
		return
	}
	c, err := money.ParseCurrency(upper(r.common.String(code)))
	switch {
	case err != nil:
		r.report(importer.Malformed, rec.line, field(rec, 17, 19, "currency"), "should be a currency of ISO 4217, like EUR")
	case st.Currency == "":
		st.Currency = c
	case st.Currency != c:
		r.report(importer.Inconsistent, rec.line, field(rec, 17, 19, "currency"), "should be the statement's currency, "+string(st.Currency))
	}
}

// decimals returns how many decimals the amount of a record has, −1 where it does not say.
func (rec *record) decimals() int {
	if b := rec.columns(20, 20); len(b) == 1 && isDigit(b[0]) {
		return int(b[0] - '0')
	}
	return -1
}

// amount reads the balance or the amount of a record.
func (r *reader) amount(st *statement, rec *record, what string) (money.Amount, bool) {
	text := string(rec.columns(91, lastAmount))
	a, err := parseAmount(text, st.scale(rec.decimals()), st.Currency)
	if err != nil {
		r.badAmount(text, rec.line, field(rec, 91, lastAmount, what), err)
	}
	return a, err == nil
}

// badAmount says what an amount should be.
func (r *reader) badAmount(text string, line int, field string, err error) {
	switch {
	case blank([]byte(text)):
		r.report(importer.Missing, line, field, "should be given")
	case errors.Is(err, money.ErrPrecision):
		r.report(importer.Malformed, line, field, "should have no more decimals than its currency has, save zeros")
	case errors.Is(err, money.ErrRange):
		r.report(importer.TooLarge, line, field, fmt.Sprintf("is over the limit MaxAmount of %d minor units", int64(ledger.MaxAmount)))
	default:
		r.report(importer.Malformed, line, field, "should be thirteen digits and a last one with the sign: { A-I of a credit, } J-R of a debit")
	}
}

// day reads the day that begins at a column. Blanks and zeros are none.
func (r *reader) day(rec *record, from int, what string, needed bool) (ledger.Date, bool) {
	b := rec.field(from, from+5)
	if len(b) == 0 || string(b) == "000000" {
		if needed {
			r.report(importer.Missing, rec.line, field(rec, from, from+5, what), "should be given, as JJMMAA")
		}
		return 0, !needed
	}
	day, err := parseDay(b)
	if err != nil {
		r.report(importer.Malformed, rec.line, field(rec, from, from+5, what), "should be a day of the calendar, as JJMMAA")
	}
	return day, err == nil
}

// account returns the account of a 01.
func (r *reader) account(rec *record) ledger.AccountRef {
	bank, branch, number := string(rec.field(3, 7)), string(rec.field(12, 16)), string(rec.field(22, 32))
	if number == "" {
		return ledger.AccountRef{}
	}
	if len(number) == 11 {
		if iban, err := ledger.FrenchIBAN(bank, branch, number); err == nil {
			return ledger.AccountRef{IBAN: iban}
		}
	}
	r.warn("account", rec.line, "bank, branch and account are not those of a French account, 5, 5 and 11 characters; no IBAN is made of them")
	return ledger.AccountRef{Other: bank + "/" + branch + "/" + number}
}

// field is how errors call columns of a record.
func field(rec *record, from, to int, what string) string {
	if from == to {
		return fmt.Sprintf("%s, column %d (%s)", rec.name(), from, what)
	}
	return fmt.Sprintf("%s, columns %d-%d (%s)", rec.name(), from, to, what)
}

// report notes an error.
func (r *reader) report(kind importer.Kind, line int, field, msg string) {
	if len(r.errs) < importer.MaxErrors {
		r.errs = append(r.errs, &importer.Error{Kind: kind, Line: line, Field: field, Msg: msg, Hint: hints[kind]})
	}
}

// warn reports something odd. Of one file, as many warnings as errors are reported.
func (r *reader) warn(kind string, line int, msg string) {
	if r.warned++; r.warned <= importer.MaxErrors {
		r.file.Warn(importer.Warning{Kind: kind, Line: line, Message: msg})
	}
}
