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

	"lettrage/export"
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

// What a message takes over from a command, or a heading from a file, is harmless on a terminal.
func TestMessagesArePlain(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "l.csv")
	if err := os.WriteFile(list, []byte("number;customer_id;customer_name;issue_date;\u202etotal\u200b;open_amount\nF1;C1;M;2026-09-30;x;1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, "book")
	for _, args := range [][]string{{"init", book, "--company", "X"}, {"--config", "no\x1b[2J/\u202ex", "verify"}, {"no\x1b[2J\nverb"},
		{"--config", filepath.Join(book, "lettrage.toml"), "invoices", "import", list}} {
		var said strings.Builder
		run(t.Context(), args, strings.NewReader(""), &said, &said)
		if said.Len() == 0 {
			t.Errorf("%q: nothing was said", args)
		}
		for line := range strings.Lines(said.String()) {
			if line = strings.TrimSpace(line); line != export.Plain(line) {
				t.Errorf("%q: %q", args, line)
			}
		}
	}
}
