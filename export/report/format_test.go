package report

import (
	"math"
	"slices"
	"testing"
)

// A bar shows the shares of its parts, of few lines as of large sums.
func TestBarShowsShares(t *testing.T) {
	for _, c := range []struct {
		parts []int64
		want  []int
	}{
		{[]int64{2, 3, 2, 1}, []int{250, 375, 250, 125}},
		{[]int64{129, 0, 182, 20}, []int{389, 0, 551, 60}},
		{[]int64{math.MaxInt64 / 2, math.MaxInt64 / 2}, []int{500, 500}},
		{[]int64{1, 1_000_000}, []int{thinnest, 1000 - thinnest}},
		{[]int64{0, 0}, []int{0, 0}},
	} {
		if got := bar(c.parts...); !slices.Equal(got, c.want) {
			t.Errorf("bar(%d) = %d, want %d", c.parts, got, c.want)
		}
	}
}
