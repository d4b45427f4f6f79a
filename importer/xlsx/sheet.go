package xlsx

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lettrage/importer"
	"lettrage/importer/csv"
)

// reader reads the rows of a sheet.
type reader struct {
	*book
	rows   []csv.Row
	wide   int      // rows with tableCells cells
	size   int64    // of the rows
	row    int      // in hand, from 1
	cells  []string // of the row in hand
	column int      // of the cell in hand, from 0
	kind   string   // its type
	style  string
	made   bool // by a formula
	known  bool // a value is there
	value  strings.Builder
	taking bool // text is the cell's
	inner  int  // elements rPh around
}

// read reads a sheet (§18.3.1.73 to .4), and says whether it holds a table.
func (b *book) read(s sheet) (rows []csv.Row, isTable bool, err error) {
	p, ok, err := b.part(s.part)
	switch {
	case s.part == "" || !ok:
		return nil, false, broken(s.name, "should have a part with its rows", nil)
	case err != nil:
		return nil, false, err
	}
	defer func() { _ = p.close() }()
	r := &reader{book: b}
	err = p.each(r.start, r.text, r.end)
	return r.rows, r.wide >= tableRows, err
}

func (r *reader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return r.startRow(attribute(e, "r"))
	case "c":
		r.kind, r.style = attribute(e, "t"), attribute(e, "s")
		r.value.Reset()
		r.made, r.known = false, false
		return r.startCell(attribute(e, "r"))
	case "rPh":
		r.inner++
	case "f":
		r.made = true
	case "v":
		r.known = true
		r.taking = r.kind != "inlineStr"
	case "t":
		r.taking = r.kind == "inlineStr" && r.inner == 0
	}
	return nil
}

// startRow begins a row: the number is that of the sheet, or the next one.
func (r *reader) startRow(number string) error {
	r.row++
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < r.row {
			return r.bad("should be the number of a row behind the one before")
		}
		r.row = n
	}
	if r.row > maxRows {
		return tooMuch("row", fmt.Sprintf("should have %d rows at most", maxRows), "Rows")
	}
	r.cells, r.column = r.cells[:0], -1
	return nil
}

// startCell finds the column of a cell, AB12, or the next one.
func (r *reader) startCell(place string) error {
	r.column++
	if place != "" {
		n := 0
		letters := strings.TrimRight(place, "0123456789")
		for _, c := range strings.ToUpper(letters) {
			if c < 'A' || c > 'Z' || n > maxColumns {
				n = -1
				break
			}
			n = n*26 + int(c-'A') + 1
		}
		if n-1 < r.column {
			return r.bad("should be a place like B12 behind the one before")
		}
		r.column = n - 1
	}
	if r.column >= maxColumns {
		e := tooMuch("c", fmt.Sprintf("should have %d columns at most", maxColumns), "Columns")
		e.Line = r.row
		return e
	}
	return nil
}

// bad refuses what stands in the cell in hand.
func (r *reader) bad(msg string) error {
	return &importer.Error{Kind: importer.Malformed, Line: r.row, Field: r.place(), Msg: msg, Hint: "open the workbook in a spreadsheet program and save it again, or as CSV"}
}

// place names the cell in hand: AB12.
func (r *reader) place() string {
	letters := ""
	for n := r.column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(r.row)
}

func (r *reader) text(t []byte) {
	if r.taking {
		r.value.Write(t)
	}
}

func (r *reader) end(name string) error {
	switch name {
	case "v", "t":
		r.taking = false
	case "rPh":
		r.inner--
	case "c":
		text, err := r.cell()
		if err != nil {
			return err
		}
		if len(text) > r.limits.FieldBytes {
			e := tooMuch("c", fmt.Sprintf("a cell should have %d bytes at most", r.limits.FieldBytes), "FieldBytes")
			e.Line = r.row
			return e
		}
		for len(r.cells) <= r.column {
			r.cells = append(r.cells, "")
		}
		r.cells[r.column] = text
	case "row":
		return r.endRow()
	}
	return nil
}

// cell returns what the cell in hand says.
func (r *reader) cell() (string, error) {
	v := r.value.String()
	if r.made && !r.known {
		return "", r.bad("has a formula, and should have its value beside it")
	}
	switch r.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || n < 0 || n >= len(r.strings) {
			return "", r.bad("should name a shared string of the workbook")
		}
		return r.strings[n], nil
	case "b":
		if v == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "d": // ISO 8601
		day, _, _ := strings.Cut(v, "T")
		return day, nil
	case "", "n":
		return r.number(strings.TrimSpace(v))
	}
	return v, nil // str, inlineStr, e
}

// number returns a number as text, or the day that it is.
func (r *reader) number(v string) (string, error) {
	if v == "" {
		return "", nil
	}
	text, ok := plain(v)
	if !ok {
		return "", r.bad("should be a number")
	}
	var shown style
	if at, err := strconv.Atoi(r.style); err == nil && at >= 0 && at < len(r.styles) {
		shown = r.styles[at]
	}
	if !shown.day {
		return strings.TrimSpace(text + " " + shown.currency), nil
	}
	whole, _, _ := strings.Cut(text, ".")
	days, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || days < 1 || days > lastDay {
		return "", r.bad("should be a day from 1900 to 9999")
	}
	if r.since == since1900 && days < 60 { // Excel has a 29th of February 1900
		days++
	}
	return time.Unix((r.since+days)*24*60*60, 0).UTC().Format(time.DateOnly), nil
}

// lastDay is 9999-12-31 in the calendar from 1900.
const lastDay = 2958465

// cellSize is what a cell takes besides its text.
const cellSize = 16

// endRow keeps the row, if it has anything.
func (r *reader) endRow() error {
	filled := 0
	for _, c := range r.cells {
		r.size += int64(len(c)) + cellSize
		if strings.TrimSpace(c) != "" {
			filled++
		}
	}
	if r.size > r.most { // few bytes may stand for long texts, or for very many empty cells
		return tooMuch("row", fmt.Sprintf("should be %d bytes of text at most", r.most), "FileBytes")
	}
	if filled > 0 {
		r.rows = append(r.rows, csv.Row{Cells: slices.Clone(r.cells), Line: r.row})
	}
	if filled >= tableCells {
		r.wide++
	}
	return nil
}
