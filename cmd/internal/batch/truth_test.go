package batch

import (
	"os"
	"path/filepath"
	"testing"
)

// Each labelled set is taken once, whatever comes first: again, and in its other two formats, it adds no line.
func TestLabelledSetsAreTakenOnce(t *testing.T) {
	folder := os.Getenv("LETTRAGE_TRUTH")
	if folder == "" {
		t.Skip("SKIPPED: LETTRAGE_TRUTH names no folder of labelled sets")
	}
	sets, err := filepath.Glob(filepath.Join(folder, "*", "statement.ofx"))
	if err != nil || len(sets) == 0 {
		t.Fatalf("%s has no labelled sets: %v", folder, err)
	}
	if testing.Short() {
		sets = sets[:1]
	}
	for i, set := range sets {
		dir := filepath.Dir(set)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			b, c := newBook(t)
			names := []string{"statement.camt053.xml", "statement.csv", "statement.ofx"}
			first := names[i%len(names)]
			r, err := b.Import(t.Context(), c, filepath.Join(dir, first), ImportOptions{})
			if err != nil || r.Status != "ok" || r.New == 0 {
				t.Fatalf("%s: %+v, %v", first, r, err)
			}
			for _, name := range append(names, names...) {
				again, err := b.Import(t.Context(), c, filepath.Join(dir, name), ImportOptions{})
				if err != nil || again.Status != "ok" || again.New != 0 || again.PossibleDuplicates != 0 || again.Known != r.New {
					t.Errorf("%s after %s: status %s, %d new, %d known, %d possible duplicates, want %d known: %v", name, first, again.Status, again.New, again.Known, again.PossibleDuplicates, r.New, err)
				}
			}
			proven(t, b, c)
		})
	}
}
