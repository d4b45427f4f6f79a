package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"lettrage/importer"
)

// Table is the sheet of a workbook as the text of a table.
type Table struct {
	Text   []byte
	Sheet  string   // its name
	Others []string // visible sheets that hold something, and no table
}

const (
	maxUnpacked = 256 << 20 // bytes of all parts together that are unpacked, and of the text of a table; less where FileBytes is less
	maxParts    = 4096      // parts of a workbook
	maxColumns  = 1000      // of a sheet, as many as a CSV may have
	maxRows     = 1 << 20   // of a sheet, as Excel has it
	tableRows   = 2         // with tableCells cells each: what a sheet has that is a table
	tableCells  = 3
)

// Detect reports whether a file is a workbook, by its first bytes: the local headers
// of an archive name its parts.
func Detect(head []byte) bool {
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	other := bytes.Contains(head, []byte("word/")) || bytes.Contains(head, []byte("ppt/"))
	return bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("[Content_Types].xml")) && !other
}

// Read reads the one sheet that holds a table. Its error is an *importer.Error, or one of reading.
func Read(file io.ReaderAt, size int64, limits importer.Limits) (*Table, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, &importer.Error{Kind: importer.Truncated, Field: "file", Msg: "should be a whole workbook (XLSX)", Hint: "download it again", Err: err}
	}
	if len(archive.File) > maxParts {
		return nil, tooMuch("file", fmt.Sprintf("should have %d parts at most", maxParts), "Parts")
	}
	b := &book{parts: make(map[string]*zip.File, len(archive.File)), limits: limits.OrDefaults()}
	b.most = min(b.limits.FileBytes, maxUnpacked)
	b.left = b.most
	for _, f := range archive.File {
		b.parts[partName(f.Name)] = f
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
func (b *book) table() (*Table, error) {
	var found *Table
	var others []string
	for _, s := range b.sheets {
		if s.hidden {
			continue
		}
		text, rows, err := b.read(s)
		switch {
		case err != nil:
			return nil, err
		case rows.cells == 0:
		case rows.wide < tableRows:
			others = append(others, s.name)
		case found != nil:
			return nil, &importer.Error{Kind: importer.AmbiguousProfile, Field: "workbook", Msg: fmt.Sprintf("should have one sheet with a table, and has %q and %q", found.Sheet, s.name),
				Hint: "save the sheet of the movements as CSV, or in a workbook of its own"}
		default:
			found = &Table{Text: text, Sheet: s.name}
		}
	}
	if found == nil {
		return nil, &importer.Error{Kind: importer.NoStatement, Field: "workbook", Msg: fmt.Sprintf("should have a sheet with %d rows of %d cells at least", tableRows, tableCells), Hint: "export the statement again"}
	}
	found.Others = others
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
