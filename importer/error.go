package importer

import (
	"fmt"
	"strings"
)

// Kind says why a file was refused. The list is closed and only grows: other
// programs read it in `import --format json`.
type Kind string

// Kinds of refusal.
const (
	Empty            Kind = "empty"             // no bytes, or blanks only
	UnknownFormat    Kind = "unknown_format"    // none of the formats, and no file that is known
	Unsupported      Kind = "unsupported"       // recognised and not read: XLSX, a picture; see Foreign
	Malformed        Kind = "malformed"         // a field that is no date, no amount, …
	Missing          Kind = "missing"           // a field that must be there
	Truncated        Kind = "truncated"         // the file ends too early
	NoStatement      Kind = "no_statement"      // well-formed and without a statement
	Charset          Kind = "charset"           // bytes that are no text in the file's character set
	TooLarge         Kind = "limit"             // over a limit; the message names it
	UnknownAccount   Kind = "unknown_account"   // whose account it is is not known
	AmbiguousProfile Kind = "ambiguous_profile" // a CSV that can be read in several ways
	Inconsistent     Kind = "inconsistent"      // two parts of the file contradict each other
	Repeated         Kind = "duplicate"         // two rows with one key
)

// MaxErrors is how many errors of one file are reported.
const MaxErrors = 100

// Error says what is wrong in a file, where, and what to do. Its texts never quote
// the file beyond names of fields.
type Error struct {
	Kind  Kind
	Line  int    // from 1; 0 where it has none
	Field string // TRNAMT, Ntry/Amt, the column's header
	Msg   string // "should be X"
	Hint  string // what to do
	Err   error
}

// Error writes "line 12: TRNAMT: should be an amount (hint)".
func (e *Error) Error() string {
	var b strings.Builder
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	b.WriteString(e.Msg)
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errors are all that is wrong in a file, in its order, MaxErrors at most.
type Errors []*Error

// Error writes one error a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find the first.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}
