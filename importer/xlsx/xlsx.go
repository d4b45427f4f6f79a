package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"lettrage/importer"
	"lettrage/importer/csv"
)

// Format reads workbooks of banks.
var Format = importer.Format{Name: "xlsx", Detect: func(head []byte) (string, bool) { return "xlsx", detect(head) }, Read: read}

// table is the sheet of a workbook that holds a table.
type table struct {
	sheet  string // its name
	rows   []csv.Row
	others []string // visible sheets that hold something, and no table; and hidden ones
}

const (
	maxPacked   = 64 << 20  // bytes of a workbook
	maxUnpacked = 256 << 20 // … of all parts together, unpacked, and of the text of a table; less where FileBytes is less
	maxParts    = 4096      // parts of a workbook, sheets, and parts that one part names
	maxColumns  = 1000      // of a sheet, as many as a CSV may have
	maxRows     = 1 << 20   // of a sheet, as Excel has it
	tableRows   = 2         // with tableCells cells each: what a sheet has that is a table
	tableCells  = 3
)

// detect reports whether a file is a workbook, by its first bytes: the local headers
// of an archive name its parts.
func detect(head []byte) bool {
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	other := bytes.Contains(head, []byte("word/")) || bytes.Contains(head, []byte("ppt/"))
	return bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("[Content_Types].xml")) && !other
}

// Readings returns the ways to read a workbook that no profile fits, as csv.Readings does.
func Readings(ctx context.Context, f *importer.File) ([]csv.Reading, error) {
	t, err := unpack(ctx, f)
	if err != nil {
		return nil, err
	}
	return csv.RowReadings(ctx, f, "xlsx", func() (csv.Rows, error) { return &walk{t.rows}, nil })
}

// unpack returns the table of a workbook.
func unpack(ctx context.Context, f *importer.File) (*table, error) {
	packed, err := io.ReadAll(io.LimitReader(f, maxPacked+1))
	switch {
	case err != nil:
		return nil, err
	case len(packed) > maxPacked:
		return nil, tooMuch("file", fmt.Sprintf("should have %d bytes at most", maxPacked), "FileBytes")
	}
	return open(ctx, packed, f.Limits)
}

// read reads the table of a workbook as package csv reads any other.
func read(ctx context.Context, f *importer.File, to importer.Sink) error {
	t, err := unpack(ctx, f)
	if err != nil {
		return err
	}
	t.tellOthers(f.Warn)
	return csv.ReadRows(ctx, f, "xlsx", func() (csv.Rows, error) { return &walk{t.rows}, nil }, to)
}

// tellOthers warns of sheets that are not read.
func (t *table) tellOthers(warn func(importer.Warning)) {
	if len(t.others) > 0 {
		warn(importer.Warning{Kind: "sheets", Message: fmt.Sprintf("sheet %q is read; not read, as hidden or without a table: %s", t.sheet, strings.Join(t.others, ", "))})
	}
}

// walk gives rows one after the other.
type walk struct{ rest []csv.Row }

// Next returns the next row, or io.EOF.
func (w *walk) Next() (csv.Row, error) {
	if len(w.rest) == 0 {
		return csv.Row{}, io.EOF
	}
	row := w.rest[0]
	w.rest = w.rest[1:]
	return row, nil
}

// open reads the one sheet of a workbook that holds a table. Its error is an *importer.Error.
func open(ctx context.Context, packed []byte, limits importer.Limits) (*table, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, &importer.Error{Kind: importer.Truncated, Field: "file", Msg: "should be a whole workbook (XLSX)", Hint: "download it again", Err: err}
	}
	if len(archive.File) > maxParts {
		return nil, tooMuch("file", fmt.Sprintf("should have %d parts at most", maxParts), "Parts")
	}
	b := &book{parts: make(map[string]*zip.File, len(archive.File)), ctx: ctx, limits: limits.OrDefaults()}
	b.most = min(b.limits.FileBytes, maxUnpacked)
	b.left = b.most
	for _, f := range archive.File {
		name := partName(f.Name)
		if b.parts[name] != nil {
			return nil, broken(name, "should be in the workbook once", nil)
		}
		b.parts[name] = f
	}
	if err := b.open(); err != nil {
		return nil, err
	}
	return b.table()
}

// partName is how a part is looked up: names differ in case, and some writers use \.
func partName(name string) string {
	return strings.ToLower(path.Clean("/" + strings.ReplaceAll(name, `\`, "/")))
}

// table reads the visible sheets and returns the one that holds a table.
func (b *book) table() (*table, error) {
	var found *table
	var others []string
	for _, s := range b.sheets {
		if s.hidden {
			others = append(others, s.name)
			continue
		}
		rows, isTable, err := b.read(s)
		switch {
		case err != nil:
			return nil, err
		case len(rows) == 0:
		case !isTable:
			others = append(others, s.name)
		case found != nil:
			return nil, &importer.Error{Kind: importer.AmbiguousProfile, Field: "workbook", Msg: fmt.Sprintf("should have one sheet with a table, and has %q and %q", found.sheet, s.name),
				Hint: "save the sheet of the movements as CSV, or in a workbook of its own"}
		default:
			found = &table{sheet: s.name, rows: rows}
		}
	}
	if found == nil {
		return nil, &importer.Error{Kind: importer.NoStatement, Field: "workbook", Msg: fmt.Sprintf("should have a sheet with %d rows of %d cells at least", tableRows, tableCells), Hint: "export the statement again"}
	}
	found.others = others
	return found, nil
}

// tooMuch refuses what is over a limit.
func tooMuch(field, msg, limit string) *importer.Error {
	return &importer.Error{Kind: importer.TooLarge, Field: field, Msg: msg + " (limit " + limit + ")", Hint: "save the sheet of the movements as CSV"}
}

// broken refuses a part that is not as the format has it.
func broken(part, msg string, cause error) *importer.Error {
	return &importer.Error{Kind: importer.Malformed, Field: strings.TrimPrefix(part, "/"), Msg: msg, Hint: "save the workbook again, or as CSV", Err: cause}
}
