// Package plaintext writes the books as journals for hledger and beancount, which
// read, check and sum them up without this program.
//
//	2026-01-05 * (2026-000123) VIR SEPA DUPONT BTP FACT F-001
//	    ; journal:BQ, piece:LN01, line:4q7r…
//	    512:51201                           1200.00 EUR
//	    411:C00001                         -1200.00 EUR  ; invoice:F-001, letter:AA
//
// All entries are written, openings included, in the order of the sequence: the
// journal is whole, and its balances are ours at every date.
//
// Accounts: a number longer than three digits stands under its first three, and an
// auxiliary account under its number: 512:51201, 411:C00001, 419:4197:C00001. So
// `hledger balance ^512` is the bank and `hledger balance ^411` the customers, one by
// one. Patterns of hledger fit anywhere in a name, so the ^ keeps the customer C00512
// out of the bank. beancount wants one of its five roots first: Assets:411:C00001.
// A customer's number that has other characters than a name may have gets them
// replaced by "-" and eight characters of its hash added, so that two stay two.
//
// Assertions (Options.Assertions) say what a bank account held at the end of a day by
// its own statement; hledger and bean-check then prove the books against the bank. A
// bank line booked on another day than the bank's (its period was closed) makes the
// books differ from the bank for the days between: assertions of these days are
// written as comments that say so.
//
// Amounts: decimal point, as many decimals as the currency has, its ISO code behind.
// Texts pass export.Plain; what means something to the program becomes another character.
// Limits: memory grows with the number of accounts, of assertions and of lines
// booked on another day, not with the number of entries.
//
// Source: the hledger 1.25 manual ("Journal format") and the Beancount v2 language
// syntax (beancount.github.io/docs).
package plaintext

import (
	"bufio"
	"cmp"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"

	"lettrage/export"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Assertion is what an account held at the end of a day, as the bank states it.
type Assertion struct {
	Account string // its number in the chart
	Date    ledger.Date
	Balance money.Amount
}

// Options say what is written beside the entries.
type Options struct {
	Company    ledger.Company
	Assertions []Assertion // in any order; none: nothing is asserted
}

// Hledger writes a journal that `hledger check --strict` accepts.
func Hledger(w io.Writer, entries iter.Seq2[ledger.Entry, error], o Options) error {
	return write(w, entries, o, hledger{})
}

// Beancount writes a ledger that `bean-check` accepts.
func Beancount(w io.Writer, entries iter.Seq2[ledger.Entry, error], o Options) error {
	return write(w, entries, o, beancount{})
}

// dialect is what the two programs write differently.
type dialect interface {
	account(p account) string
	header(j *journal)
	currency(j *journal, c money.Currency)
	entry(j *journal, e ledger.Entry)
	declare(j *journal, a opened)
	assert(j *journal, a Assertion)
}

// account is a number of the chart, with an auxiliary one or without.
type account struct {
	number string
	aux    ledger.CustomerID
}

// opened is an account that the entries use.
type opened struct {
	account
	name  string
	since ledger.Date
}

// journal is what is being written, and what is remembered of it until its end.
type journal struct {
	*bufio.Writer
	dialect
	options    Options
	accounts   map[account]opened
	currencies []money.Currency   // few, in the order of their first use
	asserted   map[string][]shift // accounts that have assertions
}

// shift is a change of how much the books lack of the bank's balance, from a day on.
type shift struct {
	date   ledger.Date
	amount money.Amount
}

func write(w io.Writer, entries iter.Seq2[ledger.Entry, error], o Options, d dialect) error {
	if o.Company.Currency == "" {
		o.Company.Currency = money.EUR
	}
	j := &journal{Writer: bufio.NewWriterSize(w, 1<<16), dialect: d, options: o, accounts: make(map[account]opened),
		currencies: []money.Currency{o.Company.Currency}, asserted: make(map[string][]shift)}
	for _, a := range o.Assertions {
		j.asserted[a.Account] = nil
	}
	d.header(j)
	for e, err := range entries {
		if err != nil {
			return err
		}
		j.use(e)
		d.entry(j, e)
	}
	if err := j.assertions(); err != nil {
		return err
	}
	j.declarations()
	return j.Flush() // it has the error of all writes
}

func (j *journal) write(parts ...string) {
	for _, p := range parts {
		_, _ = j.WriteString(p)
	}
}

// use remembers the accounts of an entry, and which bank postings stand on another day than the bank's.
func (j *journal) use(e ledger.Entry) {
	for _, p := range e.Postings {
		name := p.AccountName
		if p.Aux != "" {
			name = p.AuxName
		}
		j.open(account{p.Account, p.Aux}, name, e.Date)
		if c := p.Amount.Currency(); !slices.Contains(j.currencies, c) {
			j.currencies = append(j.currencies, c)
		}
		if shifts, ok := j.asserted[p.Account]; ok && e.PieceDate != e.Date {
			if minus, err := p.Amount.Neg(); err == nil {
				j.asserted[p.Account] = append(shifts, shift{e.PieceDate, p.Amount}, shift{e.Date, minus})
			}
		}
	}
}

func (j *journal) open(a account, name string, day ledger.Date) {
	o, ok := j.accounts[a]
	if !ok {
		o = opened{a, name, day}
	}
	if name != "" {
		o.name = name
	}
	o.since = min(o.since, day)
	j.accounts[a] = o
}

// assertions writes them by account and day, each once.
func (j *journal) assertions() error {
	all := slices.Clone(j.options.Assertions)
	slices.SortStableFunc(all, func(a, b Assertion) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Date, b.Date))
	})
	all = slices.Compact(all)
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Account == all[0].Account {
			n++
		}
		if err := j.assertAccount(all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// assertAccount writes the assertions of one account, in the order of days, and
// makes those that the books cannot fulfil a comment.
func (j *journal) assertAccount(of []Assertion) error {
	shifts := j.asserted[of[0].Account]
	slices.SortStableFunc(shifts, func(a, b shift) int { return cmp.Compare(a.date, b.date) })
	lacking := money.New(0, of[0].Balance.Currency())
	for _, a := range of {
		for len(shifts) > 0 && shifts[0].date <= a.Date {
			var err error
			if lacking, err = lacking.Add(shifts[0].amount); err != nil {
				return &ledger.Error{Kind: ledger.Invalid, Field: "assertion", Msg: "should be in the currency of its account", Err: err}
			}
			shifts = shifts[1:]
		}
		j.open(account{number: a.Account}, "", a.Date)
		if !lacking.IsZero() {
			j.write("; ", a.Date.String(), " solde du relevé non vérifié : ", amount(lacking), " de ce jour sont comptabilisés un autre jour\n")
			continue
		}
		j.assert(j, a)
	}
	return nil
}

// declarations writes the accounts in the order of their names.
func (j *journal) declarations() {
	all := make([]opened, 0, len(j.accounts))
	for _, o := range j.accounts {
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b opened) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.aux, b.aux))
	})
	j.write("\n")
	for _, c := range j.currencies {
		j.currency(j, c)
	}
	for _, o := range all {
		j.declare(j, o)
	}
}

// amount writes "-12.34 EUR".
func amount(a money.Amount) string { return a.String() + " " + string(a.Currency()) }

// path returns the parts of an account's name: the first three digits, the whole
// number when it is longer, the auxiliary account. plain says which characters a
// part may have, the first or a later one.
func (a account) path(plain func(first bool, r rune) bool) []string {
	number := part(a.number, plain)
	parts := []string{number}
	if short := []rune(number); len(short) > 3 {
		parts = []string{string(short[:3]), number}
	}
	if a.aux != "" {
		parts = append(parts, part(string(a.aux), plain))
	}
	return parts
}

// part returns a text as one part of an account's name. One that has to be changed
// gets eight characters of its hash, so that no two texts become one part.
func part(s string, plain func(first bool, r rune) bool) string {
	var b strings.Builder
	for _, r := range s {
		if plain(b.Len() == 0, r) {
			b.WriteRune(r)
		} else {
			b.WriteString(replacement(b.Len() == 0, r, plain))
		}
	}
	if b.String() != s || s == "" {
		b.WriteString("-" + ledger.NewDigest("account").Text(s).ID()[:8])
	}
	return b.String()
}

// replacement stands for a character that a name may not have there: its upper case where that helps.
func replacement(first bool, r rune, plain func(bool, rune) bool) string {
	if up := unicode.ToUpper(r); plain(first, up) {
		return string(up)
	}
	if first {
		return "X"
	}
	return "-"
}

// kinds of accounts, by the beginning of their numbers in the PCG; the longest beginning counts.
var kinds = []struct {
	prefix string
	kind   kind
}{
	{"512", cash}, {"53", cash}, {"519", liability}, {"16", liability}, {"40", liability}, {"419", liability}, {"42", liability},
	{"43", liability}, {"44", liability}, {"45", liability}, {"48", liability}, {"1", equity}, {"2", asset}, {"3", asset},
	{"4", asset}, {"5", asset}, {"6", expense}, {"7", revenue},
}

// kind is the letter that hledger gives a kind of account.
type kind string

const (
	asset     kind = "A"
	cash      kind = "C" // an asset too
	liability kind = "L"
	equity    kind = "E"
	expense   kind = "X"
	revenue   kind = "R"
)

func kindOf(number string) kind {
	for _, k := range kinds { // longer ones stand first
		if strings.HasPrefix(number, k.prefix) {
			return k.kind
		}
	}
	return equity // 890, and what the PCG doesn't know
}

// text is a text of the books on one line.
func text(s string) string { return export.Plain(s) }
