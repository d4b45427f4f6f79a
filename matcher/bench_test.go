package matcher

import (
	"fmt"
	"testing"
)

// sizes are books and runs of a small company and of a large one.
var sizes = []struct{ items, lines int }{{10_000, 10_000}, {60_000, 3_000}}

// BenchmarkDecide measures a run against an index that stands. It prints lines a second.
func BenchmarkDecide(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprintf("%dx%d", s.lines, s.items), func(b *testing.B) {
			book, lines := company(1, s.items, s.lines)
			x := NewIndex(book, Options{})
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				x.Decide(lines)
			}
			b.ReportMetric(float64(len(lines)*b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// BenchmarkNewIndex measures how long a book takes to be made ready, and its memory.
func BenchmarkNewIndex(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprint(s.items), func(b *testing.B) {
			book, _ := company(1, s.items, 0)
			b.ReportAllocs()
			for b.Loop() {
				NewIndex(book, Options{})
			}
		})
	}
}
