package batch

import (
	"bytes"
	"path/filepath"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/importertest"
)

// Each real statement, once more as other bytes, brings no line: neither do its own
// identical payments, reused identifiers or missing ones make it another. Of a file of one
// line without a name or a balance nothing tells whether it happened twice.
func TestRealFilesAreTakenOnce(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	taken := 0
	for i, row := range rows {
		if testing.Short() && i%6 > 0 {
			continue
		}
		path := filepath.Join(folder, filepath.FromSlash(row.File))
		data := fixtures.Read(t, path)
		if row.Refused || bytes.HasPrefix(data, []byte("PK")) { // a workbook cannot be longer by a line's end
			continue
		}
		b, c := newBook(t)
		var r, again ImportReport // what is booked of the lines is not asked here
		if err := b.take(t.Context(), c, path, ImportOptions{}, &r); err != nil {
			continue // whether it is read rightly is tested beside its format
		}
		taken++
		err := b.take(t.Context(), c, put(t, filepath.Base(row.File), append(data, '\n')), ImportOptions{}, &again)
		if err != nil || again.New > 0 || again.PossibleDuplicates > single(again) {
			t.Errorf("%s: at first %d new, %d known, %d possible duplicates; once more %d new, %d known, %d possible duplicates: %v", row.File,
				r.New, r.Known, r.PossibleDuplicates, again.New, again.Known, again.PossibleDuplicates, err)
		}
	}
	if taken == 0 {
		t.Error("no file was taken")
	}
	t.Logf("%d files", taken)
}

// single counts the statements of one line that are possible duplicates.
func single(r ImportReport) (n int) {
	for _, s := range r.Statements {
		if s.Lines == 1 {
			n += s.PossibleDuplicates
		}
	}
	return n
}
