package watch

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestReadyWaitsUntilAFileHasStoppedGrowing(t *testing.T) {
	dir := t.TempDir()
	still, growing := filepath.Join(dir, "still.ofx"), filepath.Join(dir, "growing.xml")
	put := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(still, "whole")
	put(growing, "<Doc")
	both := []string{growing, still}
	var f Folder
	if got := f.Ready(both); len(got) != 0 {
		t.Errorf("at the first look %v is ready, want nothing", got)
	}
	put(growing, "<Document>")
	if got := f.Ready(both); !slices.Equal(got, []string{still}) {
		t.Errorf("while one grows %v is ready, want the other", got)
	}
	if got := f.Ready(both); !slices.Equal(got, both) {
		t.Errorf("when it has stopped %v is ready, want both", got)
	}
	if err := os.Remove(still); err != nil {
		t.Fatal(err)
	}
	if got := f.Ready(both); !slices.Equal(got, []string{growing}) {
		t.Errorf("when one is gone %v is ready, want the one that is left", got)
	}
}
