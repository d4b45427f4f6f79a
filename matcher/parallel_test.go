package matcher

import (
	"reflect"
	"runtime"
	"sync"
	"testing"

	"lettrage/ledger"
)

// sideBySide is an Each that runs as many calls at once as there are workers, the last ones first.
func sideBySide(workers int) func(int, func(int)) {
	return func(n int, f func(int)) {
		var all sync.WaitGroup
		for w := range workers {
			all.Go(func() {
				for i := n - 1 - w; i >= 0; i -= workers {
					f(i)
				}
			})
		}
		all.Wait()
	}
}

// TestSideBySide decides the same on any number of cores.
func TestSideBySide(t *testing.T) {
	for name, of := range map[string]func() (Book, []ledger.Line){
		"typical": func() (Book, []ledger.Line) { return typical(7, 2000, 1000) },
		"orphans": func() (Book, []ledger.Line) { return orphans(1000) },
	} {
		book, lines := of()
		want := NewIndex(book, Options{}).Decide(lines)
		for _, cores := range []int{1, 2, 7} {
			was := runtime.GOMAXPROCS(cores)
			got := NewIndex(book, Options{Each: sideBySide(cores)}).Decide(lines)
			runtime.GOMAXPROCS(was)
			for i := range want {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Fatalf("%s: on %d cores line %d is %+v, on one %+v", name, cores, i, got[i], want[i])
				}
			}
		}
	}
}
