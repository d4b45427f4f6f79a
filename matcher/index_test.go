package matcher

import (
	"fmt"
	"slices"
	"testing"

	"lettrage/ledger"
)

// TestItemOf finds an item by its number as it is written, the last where several have it.
func TestItemOf(t *testing.T) {
	var b Book
	for i, number := range []string{"FA-2026-001", "FA-2026-002", "FA/2026/001", "FA-2026-001", "---"} {
		b.Items = append(b.Items, itemOf(t, fmt.Sprintf("%s C1 %d.00 %d", number, i+1, i)))
	}
	x := NewIndex(b, Options{})
	for number, want := range map[ledger.InvoiceNumber]int32{"FA-2026-001": 3, "FA-2026-002": 1, "FA/2026/001": 2, "---": 4, "fa-2026-002": -1, "": -1} {
		if got, ok := x.itemOf(number); got != want || ok != (want >= 0) {
			t.Errorf("%q is item %d, want %d", number, got, want)
		}
	}
}

// TestItemsOfCustomers gives each customer its items, in the order of the book, and none to nobody.
func TestItemsOfCustomers(t *testing.T) {
	b := Book{Customers: []ledger.Customer{{ID: "A"}, {ID: "B"}, {ID: "C"}}}
	for i, customer := range []string{"C", "A", "GONE", "C", "A", "C"} {
		b.Items = append(b.Items, itemOf(t, fmt.Sprintf("N%d %s 1.00 1", i, customer)))
	}
	x := NewIndex(b, Options{})
	for c, want := range [][]int32{{1, 4}, {}, {0, 3, 5}} {
		if got := x.customers[c].items; !slices.EqualFunc(got, want, func(o owed, item int32) bool { return o.item == item }) {
			t.Errorf("customer %d has items %v, want %v", c, got, want)
		}
	}
	if got := x.items[2].customer; got != -1 {
		t.Errorf("the item of nobody is customer %d's", got)
	}
}
