// Package fec writes entries as a FEC (fichier des écritures comptables) and checks such files.
//
//	JournalCode	JournalLib	EcritureNum	EcritureDate	CompteNum	CompteLib	CompAuxNum	…
//	BQ	Banque	1	20260105	51201	Banque	…	1200,00	0,00			20260106
//
// Shape: 18 columns in the order of the law, separated by a tab, records ended by CR
// LF (the law allows either or both; the accountant's programs run on Windows), a
// first line with the names, UTF-8 without byte order mark. Amounts have a decimal
// comma and no separator of thousands, the side that is not used is 0,00; days are
// AAAAMMJJ. The currency is that of the books, so Montantdevise and Idevise are blank;
// an entry in another currency is refused with its number.
//
// Texts pass export.Plain, and "|", which the tax office's tool takes for a
// separator, becomes "/". A required text that is empty is filled: PieceRef by the
// entry's number, EcritureLib by the journal's name, CompteLib by the account's number. An account of two digits
// gets a zero, as the law wants three (58 is 580).
//
// EcritureNum: the law asks for an unbroken sequence. With the openings the entries
// keep their own numbers, "2026-000123", which are one sequence per financial year.
// Without them the own numbers would have holes where the openings stand, so the
// entries are counted: "1", "2", …, a form that nobody takes for an own number. The
// tax office's tool treats the column as text and accepts both.
//
// Letters: EcritureLet and DateLet for balanced letters only; a letter with a
// lower-case letter in it is a partial one and left blank. ValidDate is the day on
// which the entry was booked, or its own date where that is not known.
//
// Limits: constant memory; the error of the sequence of entries ends the file. A file
// without the openings is "entries in the layout of a FEC" for the accountant's
// program, no complete FEC: Notice says so.
//
// Source: LPF art. L47 A-I and A47 A-1 §VI-XIV (arrêté of 29 July 2013), and
// DGFiP/Test-Compta-Demat (notice v1.4 of March 2021, and its Perl source).
package fec

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"lettrage/export"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// columns are the names that the law gives, in its order and spelling.
var columns = []string{"JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
	"PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"}

const endOfRecord = "\r\n"

// Options say what is written. The zero value is what an accountant's program takes in.
type Options struct {
	WithOpenings bool           // journals AN and RAN too; entries keep their own numbers
	First        int            // EcritureNum of the first entry, 1 when zero; of no use with the openings
	Currency     money.Currency // of the books, EUR when empty
}

// Name returns the file's name for the financial year that ends on a day, as A47 A-1
// §IX gives it: "123456789FEC20261231.txt". The tax office's tool needs all of it.
func Name(siren string, closing ledger.Date) string {
	return siren + "FEC" + closing.Compact() + ".txt"
}

// Write writes the entries in the order of the sequence, which should be that of
// their numbers, and returns how many they were.
func Write(w io.Writer, entries iter.Seq2[ledger.Entry, error], o Options) (int, error) {
	out := &writer{Writer: bufio.NewWriterSize(w, 1<<16), options: o, currency: o.Currency}
	if out.currency == "" {
		out.currency = money.EUR
	}
	out.zero = money.New(0, out.currency).Format(',', "")
	_, _ = out.WriteString(strings.Join(columns, "\t") + endOfRecord) // Flush has the error
	for e, err := range entries {
		if err != nil {
			return out.written, err
		}
		if !o.WithOpenings && (e.Journal == ledger.OpeningJournal || e.Journal == ledger.TakeoverJournal) {
			continue
		}
		if err := out.entry(e); err != nil {
			return out.written, err
		}
	}
	return out.written, out.Flush()
}

type writer struct {
	*bufio.Writer
	options  Options
	currency money.Currency
	zero     string
	written  int
	line     []byte
}

func (w *writer) entry(e ledger.Entry) error {
	number := w.number(e)
	before := []string{text(string(e.Journal)), text(e.Journal.Name()), number, e.Date.Compact()}
	voucher := []string{orElse(text(e.Piece), number), e.PieceDate.Compact(), orElse(text(e.Label), text(e.Journal.Name()))}
	valid := e.Validated
	if valid == 0 {
		valid = e.Date
	}
	for _, p := range e.Postings {
		if err := w.posting(e, p, before, voucher, valid); err != nil {
			return err
		}
	}
	w.written++
	return nil
}

// number is the entry's EcritureNum.
func (w *writer) number(e ledger.Entry) string {
	if w.options.WithOpenings {
		return e.Number.String()
	}
	return strconv.Itoa(max(1, w.options.First) + w.written)
}

func (w *writer) posting(e ledger.Entry, p ledger.Posting, before, voucher []string, valid ledger.Date) error {
	if p.Amount.Currency() != w.currency {
		return ledger.Errorf(ledger.Invalid, "entry "+e.Number.String(), "should be in %s, the currency of the books", w.currency)
	}
	debit, credit, err := w.sides(p.Amount)
	if err != nil {
		return fmt.Errorf("entry %s: %w", e.Number, err)
	}
	letter, lettered, err := letter(p)
	if err != nil {
		return fmt.Errorf("entry %s: %w", e.Number, err)
	}
	account := text(p.Account)
	for len(account) < 3 { // the law wants three digits: 58 is 580
		account += "0"
	}
	aux, auxName := auxiliary(p)
	w.line = w.line[:0]
	w.add(before...)
	w.add(account, orElse(text(p.AccountName), account), aux, auxName)
	w.add(voucher...)
	w.add(debit, credit, letter, lettered, valid.Compact(), "", "")
	w.line = append(w.line[:len(w.line)-1], endOfRecord...)
	_, err = w.Write(w.line)
	return err
}

func (w *writer) add(fields ...string) {
	for _, f := range fields {
		w.line = append(append(w.line, f...), '\t')
	}
}

// sides writes an amount as debit and credit, both without sign.
func (w *writer) sides(a money.Amount) (debit, credit string, err error) {
	abs, err := a.Abs()
	if err != nil {
		return "", "", err
	}
	if a.Sign() < 0 {
		return w.zero, abs.Format(',', ""), nil
	}
	return abs.Format(',', ""), w.zero, nil
}

// auxiliary returns CompAuxNum and CompAuxLib: both or neither.
func auxiliary(p ledger.Posting) (number, name string) {
	number = text(string(p.Aux))
	if number == "" {
		return "", ""
	}
	return number, orElse(text(p.AuxName), number)
}

// letter returns EcritureLet and DateLet of a balanced letter, blanks otherwise.
func letter(p ledger.Posting) (code, date string, err error) {
	code = text(p.Letter)
	if code == "" || code != strings.ToUpper(code) {
		return "", "", nil
	}
	if p.LetterDate == 0 {
		return "", "", ledger.Errorf(ledger.Invalid, "letter", "should have its date")
	}
	return code, p.LetterDate.Compact(), nil
}

// text makes a text fit for a field: nothing that ends a field or a record is left.
func text(s string) string { return strings.ReplaceAll(export.Plain(s), "|", "/") }

func orElse(s, instead string) string {
	if s != "" {
		return s
	}
	return instead
}
