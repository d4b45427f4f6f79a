package csv

import (
	"context"

	"lettrage/importer"
)

// Row is a row of a table that is no text: cells as a person would write them (days
// like 2026-03-31, amounts like -1234.56), and its number, from 1.
type Row struct {
	Cells []string
	Line  int
}

// Rows gives the rows of a table, one after the other, and io.EOF behind the last. An
// *importer.Error of it refuses the file. Rows without cells are passed over.
type Rows interface{ Next() (Row, error) }

// ReadRows reads a table of any family of files, such as a sheet of a workbook, as
// if it were a CSV: by the same profiles, and the same guess. Open returns the rows from
// the first; it is called several times. The origin of a statement is the family's name, and
// the profile's. Of f the profile, the limits and Warn are used.
func ReadRows(ctx context.Context, f *importer.File, family string, open func() (Rows, error), to importer.Sink) error {
	return rowsOf(f, family, open).read(ctx, to)
}

// rowsOf is a source whose cells are parted already.
func rowsOf(f *importer.File, family string, open func() (Rows, error)) *source {
	limits := f.Limits.OrDefaults()
	return &source{File: f, limits: limits, family: family, seps: string(rune(given)), open: func(*source, byte) (records, error) {
		rows, err := open()
		return &givenRows{rows, limits}, err
	}}
}

// givenRows are Rows within the limits.
type givenRows struct {
	rows   Rows
	limits importer.Limits
}

// next returns the next row that has cells.
func (g *givenRows) next() (record, error) {
	for {
		row, err := g.rows.Next()
		if err != nil {
			return record{}, err
		}
		if len(row.Cells) == 0 {
			continue
		}
		if len(row.Cells) > maxCells {
			return record{}, tooMany(row.Line)
		}
		size := 0
		for _, c := range row.Cells {
			size += len(c)
		}
		if size > g.limits.LineBytes {
			return record{}, tooLong(row.Line, "", "a row", g.limits.LineBytes, "LineBytes")
		}
		return record{cells: row.Cells, line: row.Line}, nil
	}
}
