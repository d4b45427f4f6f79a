// Package csv writes entries as a table, one row a posting, for spreadsheets and scripts.
//
//	entry,journal,date,account,account_name,customer,customer_name,piece,piece_date,label,debit,credit,currency,invoice,letter,…
//	2026-000005,BQ,2026-01-05,411,Clients,C00001,Dupont BTP,LN01,2026-01-05,VIR SEPA DUPONT BTP,,1200.00,EUR,F-001,AA,…
//
// Shape: UTF-8, commas, a decimal point, days as 2026-01-05, records ended by LF; the
// side that is not used is blank. Options.French is the form that a French
// spreadsheet opens by a double click: semicolons, a decimal comma, 05/01/2026,
// French headings, CR LF and a byte order mark. Columns are only ever added, at the end.
//
// A cell whose text a spreadsheet would take for a formula gets an apostrophe in
// front: one that begins with "=", "+", "-" or "@", their full-width forms included,
// and is no plain number. Texts pass export.Plain.
//
// Limits: memory for a block of rows, not for the book. The error of the sequence of
// entries ends the file. Source of the guard: OWASP, "CSV Injection".
package csv

import (
	"bufio"
	"encoding/csv"
	"io"
	"iter"
	"strings"

	"lettrage/export"
	"lettrage/ledger"
	"lettrage/ledger/money"

	"github.com/gocarina/gocsv"
)

// Options say how the table looks. The zero value is for programs.
type Options struct {
	WithOpenings bool // journals AN and RAN too
	French       bool // for a French spreadsheet
}

// row is a posting with its entry; the tags are the headings of the form for programs.
type row struct {
	Entry        cell `csv:"entry"`
	Journal      cell `csv:"journal"`
	Date         cell `csv:"date"`
	Account      cell `csv:"account"`
	AccountName  cell `csv:"account_name"`
	Customer     cell `csv:"customer"`
	CustomerName cell `csv:"customer_name"`
	Piece        cell `csv:"piece"`
	PieceDate    cell `csv:"piece_date"`
	Label        cell `csv:"label"`
	Debit        cell `csv:"debit"`
	Credit       cell `csv:"credit"`
	Currency     cell `csv:"currency"`
	Invoice      cell `csv:"invoice"`
	Letter       cell `csv:"letter"`
	LetterDate   cell `csv:"letter_date"`
	Validated    cell `csv:"validated"`
	Line         cell `csv:"line"`
	Decision     cell `csv:"decision"`
	Reverses     cell `csv:"reverses"`
}

// french are the headings of the form for a spreadsheet, in the order of row.
var french = []string{"Écriture", "Journal", "Date", "Compte", "Libellé du compte", "Client", "Nom du client", "Pièce", "Date de la pièce", "Libellé",
	"Débit", "Crédit", "Devise", "Facture", "Lettre", "Date de lettrage", "Date de validation", "Ligne de relevé", "Décision", "Contre-passe"}

// cell is a text of the table; MarshalCSV makes it harmless.
type cell string

// MarshalCSV returns the text on one line, and behind an apostrophe where a spreadsheet would compute it.
func (c cell) MarshalCSV() (string, error) {
	s := export.Plain(string(c))
	if strings.IndexAny(s, "=+-@＝＋－＠") == 0 && !isNumber(s) {
		return "'" + s, nil
	}
	return s, nil
}

// isNumber reports a sign or none, digits, and a decimal mark with digits or none.
func isNumber(s string) bool {
	whole, fraction, marked := strings.Cut(strings.Replace(strings.TrimLeft(s[:1], "+-")+s[1:], ",", ".", 1), ".")
	return isDigits(whole) && (!marked || isDigits(fraction))
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// block is how many rows are kept before they are written.
const block = 1024

// Journal writes the postings of the entries in the order of the sequence.
func Journal(w io.Writer, entries iter.Seq2[ledger.Entry, error], o Options) error {
	buf := bufio.NewWriterSize(w, 1<<16)
	table := csv.NewWriter(buf)
	if err := header(buf, table, o); err != nil {
		return err
	}
	rows := make([]row, 0, block)
	for e, err := range entries {
		if err != nil {
			return err
		}
		if !o.WithOpenings && (e.Journal == ledger.OpeningJournal || e.Journal == ledger.TakeoverJournal) {
			continue
		}
		rows = o.appendRows(rows, e)
		if len(rows) >= block {
			if err := gocsv.MarshalCSVWithoutHeaders(rows, table); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	if err := gocsv.MarshalCSVWithoutHeaders(rows, table); err != nil {
		return err
	}
	return buf.Flush()
}

// header writes the headings, and sets the table to the form.
func header(buf *bufio.Writer, table *csv.Writer, o Options) error {
	if !o.French {
		return gocsv.MarshalCSV([]row{}, table)
	}
	table.Comma, table.UseCRLF = ';', true
	_, _ = buf.WriteString("\ufeff") // Flush has the error
	return table.Write(french)
}

func (o Options) appendRows(rows []row, e ledger.Entry) []row {
	reverses := ""
	if !e.Reverses.IsZero() {
		reverses = e.Reverses.String()
	}
	for _, p := range e.Postings {
		debit, credit := o.sides(p.Amount)
		rows = append(rows, row{
			Entry: cell(e.Number.String()), Journal: cell(e.Journal), Date: o.day(e.Date), Account: cell(p.Account), AccountName: cell(p.AccountName),
			Customer: cell(p.Aux), CustomerName: cell(p.AuxName), Piece: cell(e.Piece), PieceDate: o.day(e.PieceDate), Label: cell(e.Label),
			Debit: debit, Credit: credit, Currency: cell(p.Amount.Currency()), Invoice: cell(p.Invoice), Letter: cell(p.Letter),
			LetterDate: o.day(p.LetterDate), Validated: o.day(e.Validated), Line: cell(e.Line), Decision: cell(e.Decision), Reverses: cell(reverses),
		})
	}
	return rows
}

func (o Options) day(d ledger.Date) cell {
	if o.French {
		return cell(d.French())
	}
	return cell(d.String())
}

// sides writes an amount without its sign on its side.
func (o Options) sides(a money.Amount) (debit, credit cell) {
	mark := byte('.')
	if o.French {
		mark = ','
	}
	text := cell(strings.TrimPrefix(a.Format(mark, ""), "-"))
	if a.Sign() < 0 {
		return "", text
	}
	return text, ""
}
