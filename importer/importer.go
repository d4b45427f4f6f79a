// Package importer holds what all bank file formats share: how a format is
// detected by content, where it sends what it reads, limits, character sets, and
// errors that name file, line, field and what to do.
//
// A format reads a file once, from the start, and sends each statement to a Sink:
//
//	Begin(statement)  Line(transaction)…  End(statement)
//
// A file is taken whole or refused whole. The sink may therefore have seen lines
// when Read fails, and must drop them; Read goes on after a bad line to report up
// to MaxErrors of them, and sends no lines any more after the first.
package importer

import (
	"cmp"
	"context"
	"io"
	"io/fs"

	"lettrage/ledger"
)

// Sink takes what a format reads. An error of the sink ends the reading and is returned as it is.
type Sink interface {
	// Begin opens a statement with what is known before its lines: account and currency at least.
	Begin(ledger.Statement) error
	// Line adds a line to the open statement.
	Line(ledger.Transaction) error
	// End closes the statement with all that is known of it: balances, period, counts and sums.
	End(ledger.Statement) error
}

// File is a file to read.
type File struct {
	io.ReadSeeker               // at its start
	Name          string        // for messages only, as the user wrote it
	Size          int64         // in bytes
	Format        string        // as Detect named it, version included; Read may know better
	Profile       string        // of a CSV, when the user chose one
	Profiles      fs.FS         // of CSVs, of the user's own, as NAME.toml; nil: none
	Limits        Limits        // see DefaultLimits
	Warn          func(Warning) // never nil
}

// Warning is something odd in a file that is taken all the same.
type Warning struct {
	Kind    string `json:"kind"` // one lower-case word or two: "balance", "guessed", "charset", …
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
}

// Format is one file format. The list of all stands in importer/formats.
type Format struct {
	// Name is the family, as the user writes it after --as: "ofx", "camt", "csv".
	Name string
	// Detect looks at the first HeadBytes of a file (fewer when it is shorter) and returns the
	// format's name with its version when the file is of this format.
	Detect func(head []byte) (name string, ok bool)
	// Read sends the statements of the file to the sink. Its error is an *Error, an
	// Errors, an error of the sink, or an error of reading.
	Read func(ctx context.Context, f *File, to Sink) error
}

// HeadBytes is how much of a file Detect sees.
const HeadBytes = 64 << 10

// Limits bound what a file may hold. Zero means the default, never "no limit".
type Limits struct {
	FileBytes  int64 // 2 GiB
	FieldBytes int   // 4 KiB: one text of a line
	LineBytes  int   // 1 MiB: one physical line of a CSV, one element of an XML text
	Depth      int   // 64: nesting of elements
	Lines      int   // 20,000,000 transactions
}

// OrDefaults returns the limits with the default in the place of each zero.
func (l Limits) OrDefaults() Limits {
	d := DefaultLimits()
	return Limits{FileBytes: cmp.Or(l.FileBytes, d.FileBytes), FieldBytes: cmp.Or(l.FieldBytes, d.FieldBytes),
		LineBytes: cmp.Or(l.LineBytes, d.LineBytes), Depth: cmp.Or(l.Depth, d.Depth), Lines: cmp.Or(l.Lines, d.Lines)}
}

// DefaultLimits are the limits when nothing else is said.
func DefaultLimits() Limits {
	return Limits{FileBytes: 2 << 30, FieldBytes: ledger.MaxText, LineBytes: 1 << 20, Depth: 64, Lines: 20_000_000}
}
