package csv_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// sheet gives rows as a reader of workbooks would.
type sheet struct {
	rows   []csv.Row
	failed error
}

// Next implements csv.Rows.
func (s *sheet) Next() (csv.Row, error) {
	if len(s.rows) == 0 {
		if s.failed != nil {
			return csv.Row{}, s.failed
		}
		return csv.Row{}, io.EOF
	}
	r := s.rows[0]
	s.rows = s.rows[1:]
	return r, nil
}

// cellsOf makes rows of lines, of which the first has the number 3.
func cellsOf(lines ...string) (rows []csv.Row) {
	for i, l := range lines {
		rows = append(rows, csv.Row{Cells: strings.Split(l, "|"), Line: i + 3})
	}
	return rows
}

// TestReadRows: rows that are no text are read by the same profiles, and the same
// guess, and errors have their numbers.
func TestReadRows(t *testing.T) {
	for name, c := range map[string]struct {
		rows   []csv.Row
		failed error
		limits importer.Limits
		want   string
	}{
		"profile":    {rows: cellsOf("Relevé", "", "Date|Libellé|Montant", "2026-03-02|VIR MAISON PERROT; F-88|310,00", "2026-03-05|PRLV EAUX|-12,40"), want: `in=310.00 out=12.40 format="xlsx:minimum"`},
		"guess":      {rows: cellsOf("Date|Details|Amount", "31/03/2026|Invoice, 88|310.00", "05/04/2026|Paper|-12.40"), want: `in=310.00 out=12.40 format="xlsx"`},
		"bad row":    {rows: cellsOf("Date|Libellé|Montant", "2026-03-02|A|1,00", "2026-03-05|B|douze"), want: "line 5: column 3, Montant: should be an amount"},
		"nothing":    {want: "refused: empty"},
		"no table":   {rows: cellsOf("Prix", "Stylo|1,20"), want: "refused: ambiguous_profile"},
		"refused":    {rows: cellsOf("Date|Libellé|Montant"), failed: &importer.Error{Kind: importer.TooLarge, Msg: "sheet too large"}, want: "refused: limit: sheet too large"},
		"long row":   {rows: cellsOf("Date|Libellé|Montant"), limits: importer.Limits{LineBytes: 10}, want: "limit LineBytes"},
		"many cells": {rows: cellsOf(strings.Repeat("|", 1000)), want: "1000 cells at most"},
	} {
		t.Run(name, func(t *testing.T) {
			format := importer.Format{Name: "xlsx", Detect: func([]byte) (string, bool) { return "xlsx", true }, Read: csvRows(c.rows, c.failed)}
			got, warnings, err := importertest.ReadFile(t, format, &importer.File{Name: "x.xlsx", Limits: c.limits}, nil)
			if text := string(importertest.Text(got, warnings, err)); !strings.Contains(text, c.want) {
				t.Errorf("got\n%s\nwant it to have %s", text, c.want)
			}
		})
	}
}

// TestReadRowsOpens: an error of opening is returned as it is.
func TestReadRowsOpens(t *testing.T) {
	broken := errors.New("no such sheet")
	err := csv.ReadRows(t.Context(), file(""), "xlsx", func() (csv.Rows, error) { return nil, broken }, &counter{})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// csvRows reads rows whatever the file.
func csvRows(rows []csv.Row, failed error) func(context.Context, *importer.File, importer.Sink) error {
	return func(ctx context.Context, f *importer.File, to importer.Sink) error {
		return csv.ReadRows(ctx, f, "xlsx", func() (csv.Rows, error) { return &sheet{rows, failed}, nil }, to)
	}
}
