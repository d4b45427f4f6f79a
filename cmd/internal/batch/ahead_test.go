package batch

import (
	"errors"
	"iter"
	"testing"
)

var errHalfway = errors.New("halfway")

// counting yields 0 to n−1, then errHalfway when it is to fail, and notes that it was left.
func counting(n int, fails bool, left *bool) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer func() { *left = true }()
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		if fails {
			yield(0, errHalfway)
		}
	}
}

func TestAheadIsTheSameSequence(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 5000} {
		for _, fails := range []bool{false, true} {
			left, got := false, 0
			var failed error
			for v, err := range ahead(counting(n, fails, &left)) {
				if err != nil {
					failed = err
					continue
				}
				if v != got {
					t.Fatalf("of %d: value %d is %d", n, got, v)
				}
				got++
			}
			if got != n || errors.Is(failed, errHalfway) != fails || !left {
				t.Errorf("of %d, failing %v: %d values, error %v, reader ended %v", n, fails, got, failed, left)
			}
		}
	}
}

// A loop that is left early leaves no goroutine: the reader has ended when the loop has.
func TestAheadEndsWithTheLoop(t *testing.T) {
	left := false
	for v := range ahead(counting(1_000_000, false, &left)) {
		if v == 300 {
			break
		}
	}
	if !left {
		t.Error("the reader goes on after its loop")
	}
}
