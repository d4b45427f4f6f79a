package importer_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"lettrage/importer"
)

func TestErrorText(t *testing.T) {
	tests := []struct {
		err  importer.Error
		want string
	}{
		{importer.Error{Msg: "should be a statement"}, "should be a statement"},
		{importer.Error{Line: 12, Msg: "should be a row"}, "line 12: should be a row"},
		{importer.Error{Field: "TRNAMT", Msg: "should be an amount"}, "TRNAMT: should be an amount"},
		{importer.Error{Line: 12, Field: "TRNAMT", Msg: "should be an amount", Hint: "download it again"}, "line 12: TRNAMT: should be an amount (download it again)"},
		{importer.Error{Line: 1, Field: "file", Msg: "should be whole", Hint: "again", Err: io.ErrUnexpectedEOF}, "line 1: file: should be whole: unexpected EOF (again)"},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	err := fmt.Errorf("read: %w", &importer.Error{Kind: importer.Truncated, Err: io.ErrUnexpectedEOF})
	var e *importer.Error
	if !errors.As(err, &e) || e.Kind != importer.Truncated || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("kind or cause is lost: %v", err)
	}
}

// TestErrorsInTheirOrder: one a line; as one error, they are the first.
func TestErrorsInTheirOrder(t *testing.T) {
	first := &importer.Error{Kind: importer.Missing, Line: 2, Msg: "should be given"}
	second := &importer.Error{Kind: importer.Malformed, Line: 3, Msg: "should be a day", Err: io.ErrNoProgress}
	var err error = importer.Errors{first, second}
	if got, want := err.Error(), "line 2: should be given\nline 3: should be a day: "+io.ErrNoProgress.Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var e *importer.Error
	if !errors.As(err, &e) || e != first {
		t.Errorf("errors.As found %v", e)
	}
	if !errors.Is(err, io.ErrNoProgress) || !errors.Is(err, second) {
		t.Error("the second error is lost")
	}
	var all importer.Errors
	if !errors.As(fmt.Errorf("import: %w", err), &all) || len(all) != 2 {
		t.Errorf("errors.As found %v", all)
	}
}

// TestKindsAreDistinct: other programs tell refusals apart by them.
func TestKindsAreDistinct(t *testing.T) {
	seen := map[importer.Kind]bool{"": true}
	for _, k := range []importer.Kind{importer.Empty, importer.UnknownFormat, importer.Unsupported, importer.Malformed, importer.Missing, importer.Truncated, importer.NoStatement,
		importer.Charset, importer.TooLarge, importer.UnknownAccount, importer.AmbiguousProfile, importer.Inconsistent, importer.Repeated} {
		if seen[k] {
			t.Errorf("%q stands for two kinds, or for none", k)
		}
		seen[k] = true
	}
}
