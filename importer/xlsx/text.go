package xlsx

import (
	"bytes"
	"context"
	"strings"

	"lettrage/importer"
)

// Text returns the table of a workbook as CSV, for lists that are no statements: cells in
// quotes with semicolons between them, each row on the line of its number, so that
// messages name the row. Days are written YYYY-MM-DD and numbers with a decimal point.
func Text(ctx context.Context, f *importer.File) ([]byte, error) {
	t, err := unpack(ctx, f)
	if err != nil {
		return nil, err
	}
	t.tellOthers(f.Warn)
	var b bytes.Buffer
	line := 1
	for _, row := range t.rows {
		for ; line < row.Line; line++ {
			b.WriteByte('\n')
		}
		for i, cell := range row.Cells {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteByte('"')
			b.WriteString(quotes.Replace(cell))
			b.WriteByte('"')
		}
		b.WriteByte('\n')
		line++
	}
	return b.Bytes(), nil
}

// quotes doubles quotation marks, and keeps a cell of several lines on one.
var quotes = strings.NewReplacer(`"`, `""`, "\r\n", " ", "\n", " ", "\r", " ")
