package main

import (
	"errors"
	"fmt"
	"os"
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
