package batch

import (
	"sync/atomic"
	"testing"
)

// TestEach calls once for each number, for few and for many.
func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 1000, 10_001} {
		calls := make([]atomic.Int32, n)
		each(n, func(i int) { calls[i].Add(1) })
		for i := range calls {
			if got := calls[i].Load(); got != 1 {
				t.Fatalf("%d of %d: called %d times", i, n, got)
			}
		}
	}
}

// TestEachPanics passes a panic on to the caller.
func TestEachPanics(t *testing.T) {
	defer func() {
		if r := recover(); r != "odd" {
			t.Errorf("recovered %v", r)
		}
	}()
	each(10_000, func(i int) {
		if i == 7777 {
			panic("odd")
		}
	})
}
