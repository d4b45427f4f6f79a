package matcher

import (
	"fmt"
	"slices"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
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

// TestItemsOfCustomersHoldWhatIsAsked: the entry of an item in its customer's list says
// what the item says, and whether what is open depends on the line.
func TestItemsOfCustomersHoldWhatIsAsked(t *testing.T) {
	b := shop(t)
	dollars := itemOf(t, "FA-2026-09950 HORL 100.00 20")
	dollars.Total = money.New(100_00, "USD")
	dollars.Open, dollars.Outstanding = dollars.Total, dollars.Total
	b.Items = append(b.Items, dollars)
	half := euros(t, "617.28") // of the first item
	p := named("P1", ledger.Transaction{Booked: issueDay + 70, Amount: half, Kind: ledger.Transfer})
	b.Past = []Past{{Line: p, Allocations: []ledger.Allocation{{Invoice: "FA-2026-09001", Amount: half}}}}
	x := NewIndex(b, Options{})
	settled := 0
	for c := range x.customers {
		for _, o := range x.customers[c].items {
			it := &x.items[o.item]
			if o.open != it.open || o.cur != it.cur || o.settled != (it.open != it.left) {
				t.Errorf("%s: %+v of %+v", b.Items[o.item].Number, o, *it)
			}
			settled += yes(o.settled)
		}
	}
	if settled != 1 {
		t.Errorf("%d items depend on the line, want one", settled)
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
		if got := x.customers[c].items; !slices.EqualFunc(got, want, func(o customerItem, item int32) bool { return o.item == item }) {
			t.Errorf("customer %d has items %v, want %v", c, got, want)
		}
	}
	if got := x.items[2].customer; got != -1 {
		t.Errorf("the item of nobody is customer %d's", got)
	}
}
