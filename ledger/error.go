package ledger

import "fmt"

// ErrorKind says what went wrong, for programs. The list is closed and only grows.
type ErrorKind string

const (
	Invalid   ErrorKind = "invalid"   // a value that breaks an invariant
	NotFound  ErrorKind = "not_found" // nothing has that ID
	Conflict  ErrorKind = "conflict"  // it contradicts what the book holds
	Ambiguous ErrorKind = "ambiguous" // several things fit; a person must say which
	Transient ErrorKind = "transient" // busy or locked: the same call may succeed later
	Storage   ErrorKind = "storage"   // the disk or the database failed
	Tampered  ErrorKind = "tampered"  // stored data is not what was written
)

// Error is an error of the books. Its text never holds a person's data.
type Error struct {
	Kind  ErrorKind
	Field string // what is wrong: "iban", "postings", …
	Msg   string // "should be X"
	Hint  string // what to do, when there is something to do
	Err   error  // the cause, if any
}

// Errorf returns an Error of a kind about a field.
func Errorf(kind ErrorKind, field, format string, args ...any) *Error {
	return &Error{Kind: kind, Field: field, Msg: fmt.Sprintf(format, args...)}
}

// Error writes field, message, cause and hint.
func (e *Error) Error() string {
	s := e.Field + ": " + e.Msg
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is an *Error of the same kind, so that
// errors.Is(err, &ledger.Error{Kind: ledger.NotFound}) works.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Field == "" && t.Msg == ""
}
