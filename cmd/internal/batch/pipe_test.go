//go:build unix

package batch

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe is refused, and not waited for: its writer may never come.
func TestImportRefusesPipe(t *testing.T) {
	b, c := newBook(t)
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan ImportReport, 1)
	go func() {
		r, err := b.Import(t.Context(), c, path, ImportOptions{})
		if err != nil {
			t.Error(err)
		}
		done <- r
	}()
	for {
		select {
		case r := <-done:
			if r.Status != "refused" || r.Error.Kind != Unreadable {
				t.Errorf("%+v", r)
			}
			return
		default:
		}
		if fd, err := syscall.Open(path, syscall.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil { // only when a reader is there
			_ = syscall.Close(fd) // lets the reader go on
			<-done
			t.Fatal("the pipe was opened")
		}
	}
}
