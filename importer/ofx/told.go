package ofx

import (
	"fmt"
	"maps"
	"slices"

	"lettrage/importer"
)

// told is what was said of one kind of oddity in a file.
type told struct {
	times, last int // how often it was met, and on which line at last
}

// errorf notes that something is wrong; reading goes on, to find the rest.
func (w *walker) errorf(kind importer.Kind, line int, field, format string, args ...any) *importer.Error {
	e := &importer.Error{Kind: kind, Line: line, Field: field, Msg: fmt.Sprintf(format, args...) + w.which(line), Hint: hints[kind]}
	if len(w.errs) < importer.MaxErrors {
		w.errs = append(w.errs, e)
	}
	return e
}

// warn says where something odd stands. Of one kind the first importer.MaxErrors are
// said; tellRest counts the others, so that a file of a million odd lines has a report.
func (w *walker) warn(kind string, line int, message string) {
	t := w.told[kind]
	if t == nil {
		t = &told{}
		w.told[kind] = t
	}
	t.last = line
	if t.times++; t.times <= importer.MaxErrors {
		w.file.Warn(importer.Warning{Kind: kind, Line: line, Message: message + w.which(line)})
	}
}

// tellRest ends a file's warnings with the number of those that were not said.
func (w *walker) tellRest() {
	for _, kind := range slices.Sorted(maps.Keys(w.told)) {
		if t := w.told[kind]; t.times > importer.MaxErrors {
			w.file.Warn(importer.Warning{Kind: kind, Line: t.last, Message: fmt.Sprintf("the same %d times more, up to this line", t.times-importer.MaxErrors)})
		}
	}
}

// which names the open transaction by its number in the file, where its line says
// too little: many files are one line.
func (w *walker) which(line int) string {
	if !w.tx.crowded || line < w.tx.line {
		return ""
	}
	return fmt.Sprintf(" (transaction %d of the file)", w.tx.number)
}
