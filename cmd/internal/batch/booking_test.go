package batch

import (
	"slices"
	"testing"
	"time"

	"lettrage/fixtures/gen"
	"lettrage/ledger"
)

// A file of many windows is booked to the cent, no item twice, and each line is explained
// as it was decided, whichever window it stood in.
func TestWindows(t *testing.T) {
	size := 120
	if testing.Short() {
		size = 40 // the race detector is ten times slower
	}
	g := gen.New(gen.Options{Seed: 11, Invoices: size, Lines: size})
	year := g.Statement(1, time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC))
	auto := make(map[int]int)
	for _, window := range []int{0, 1, 16} {
		b, c := newBook(t)
		b.window = window
		takeLists(t, b, c, g)
		auto[window] = takeStatement(t, b, c, "year.xml", bytesOf(t, year.WriteCAMT)).Outcome.Auto
		proven(t, b, c)
		n := 0
		for d, err := range b.Store.Decisions(t.Context(), c.ID) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; d.Status == ledger.Review || window == 1 && n%8 > 0 { // in review, it is looked at as it would be now
				continue
			}
			is := explained(t, b, c, string(d.Line), "").Why.Decision
			if is.Status != d.Status || is.Chosen.Share != d.Chosen.Share || !slices.Equal(is.Chosen.Allocations, d.Chosen.Allocations) {
				t.Errorf("windows of %d, line %d: decided %s %v, explained %s %v", window, n, d.Status, d.Chosen.Allocations, is.Status, is.Chosen.Allocations)
			}
		}
	}
	if auto[0] == 0 || auto[1] == 0 || auto[16] == 0 {
		t.Errorf("automatic, by window: %v", auto)
	}
	t.Log("automatic, by window:", auto)
}
