package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lettrage/importer"
	"lettrage/ledger"
)

// The statuses are a contract with scripts: what the machine failed at is never wrong use.
func TestStatus(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, exitDone},
		{errReview, exitReview},
		{errors.New("unknown flag"), exitUsage},
		{&ledger.Error{Kind: ledger.NotFound}, exitUsage},
		{fmt.Errorf("file: %w", &importer.Error{}), exitRefused},
		{&ledger.Error{Kind: ledger.Storage}, exitBroken},
		{fmt.Errorf("read: %w", &os.PathError{Err: syscall.EIO}), exitBroken},
		{fmt.Errorf("move: %w", &os.LinkError{Op: "rename", Err: syscall.EXDEV}), exitBroken},
		{fmt.Errorf("sync: %w", os.NewSyscallError("fsync", syscall.EIO)), exitBroken},
	} {
		if got := status(c.err); got != c.want {
			t.Errorf("%v: status %d, want %d", c.err, got, c.want)
		}
	}
}

// full is a disk without room.
type full struct{}

// Write implements io.Writer.
func (full) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "out", Err: syscall.ENOSPC}
}

// What could not be written out is told, whatever the verb.
func TestOutputFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "book")
	if code := run(t.Context(), []string{"init", dir, "--company", "X"}, strings.NewReader(""), io.Discard, io.Discard); code != exitDone {
		t.Fatalf("init: status %d", code)
	}
	settings := filepath.Join(dir, "lettrage.toml")
	for _, verb := range [][]string{{"verify"}, {"review", "list"}, {"company", "list"}, {"report", "unmatched"}, {"match"}, {"version"}, {"run"}} {
		var said strings.Builder
		code := run(t.Context(), append(verb, "--config", settings), strings.NewReader(""), full{}, &said)
		if code != exitBroken || !strings.Contains(said.String(), "no space left") {
			t.Errorf("%v: status %d, %q", verb, code, said.String())
		}
	}
}
