package matcher

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/text"
)

// numberShapes are numbers of a company: a format of year, month and counter.
var numberShapes = []func(k int) string{
	func(k int) string { return fmt.Sprintf("FA-2026-%05d", k) },
	func(k int) string { return fmt.Sprintf("%d", 4000+k) },
	func(k int) string { return fmt.Sprintf("F26%02d-%04d", 1+k%12, k) },
	func(k int) string { return fmt.Sprintf("2026%05d", k) },
	func(k int) string { return fmt.Sprintf("%03d/26", 100+k) },
	func(k int) string { return fmt.Sprintf("INV%06d/A", k) },
	func(k int) string { return fmt.Sprintf("75-%03d", k) },
	func(k int) string { return fmt.Sprintf("%d-A", 100+k) },
	func(k int) string { return fmt.Sprintf("%d/2024/75", 100+k) },
	func(k int) string { return fmt.Sprintf("F-%d", k) },
	func(k int) string { return fmt.Sprintf("%04d", k) },
	func(k int) string { return fmt.Sprintf("DUP-%03d-2024-X", k) },
	func(k int) string { return fmt.Sprintf("C%02d.%03d", k%7, k) },
	func(k int) string { return fmt.Sprintf("24%c%03d", 'A'+k%12, k) },
}

// renumbered gives the items of a drawn company numbers of some shape, and writes these in the lines.
func renumbered(t *rapid.T, b Book, lines []ledger.Line) func(int) string {
	shape := rapid.SampledFrom(numberShapes).Draw(t, "shape")
	for i := range lines {
		for k := len(b.Items) - 1; k >= 0; k-- {
			lines[i].Remittance = strings.ReplaceAll(lines[i].Remittance, string(b.Items[k].Number), shape(k))
		}
	}
	for k := range b.Items {
		b.Items[k].Number = ledger.InvoiceNumber(shape(k))
	}
	return shape
}

// TestStrangerHelpsNobody adds a customer and an item that have nothing to do with the
// lines: one in review does not become automatic.
func TestStrangerHelpsNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		shape := renumbered(t, b, lines)
		before := NewIndex(b, Options{}).Decide(lines)
		total := money.New(31_337_31, money.EUR)
		b.Customers = append(b.Customers, ledger.Customer{ID: "QQQQ", Name: "Wxyz Qjkvx"})
		b.Items = append(b.Items, ledger.OpenItem{Open: total, Invoice: ledger.Invoice{Number: ledger.InvoiceNumber(shape(len(b.Items) + 7)), Customer: "QQQQ", Issued: issueDay, Total: total, Outstanding: total, Status: ledger.Open}})
		for i, after := range NewIndex(b, Options{}).Decide(lines) {
			if l := lines[i]; before[i].Status == ledger.Review && after.Status == ledger.Auto {
				t.Fatalf("%q %s %q: %s, then %s (%d)", l.Counterparty.Name, l.Amount, l.Remittance, outcome(before[i]), outcome(after), after.Chosen.Share)
			}
		}
	})
}

// TestUnlistedNumberIsHeard adds to lines that name nothing a number of the company's
// own that the book lacks: nothing is applied any more.
func TestUnlistedNumberIsHeard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		shape := renumbered(t, b, lines)
		x := NewIndex(b, Options{})
		for i, d := range x.Decide(lines) {
			names := slices.ContainsFunc(d.Chosen.Evidence, func(e ledger.Evidence) bool { return e.Kind == ledger.ByReference })
			if d.Status != ledger.Auto || names {
				continue
			}
			l, number := lines[i], shape(len(b.Items)+rapid.IntRange(3, 400).Draw(t, "beyond"))
			if slices.ContainsFunc(d.Chosen.Allocations, func(a ledger.Allocation) bool { return text.OneEdit(number, string(a.Invoice)) }) {
				continue // a slip of the pen
			}
			l.Remittance += " facture " + number
			if after := x.Decide([]ledger.Line{l})[0]; after.Status == ledger.Auto {
				t.Fatalf("%d items, %q %s %q: %s, evidence %v", len(b.Items), l.Counterparty.Name, l.Amount, l.Remittance, outcome(after), after.Chosen.Evidence)
			}
		}
	})
}

// TestSecondPaymentIsHeld pays the same twice in a run: not both are applied, but
// for parts that the text calls so.
func TestSecondPaymentIsHeld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		renumbered(t, b, lines)
		l := rapid.SampledFrom(lines).Draw(t, "line")
		again := l
		again.ID, again.BankID = "again", "again"
		again.Booked += ledger.Date(rapid.IntRange(0, 9).Draw(t, "later"))
		ds := NewIndex(b, Options{}).Decide([]ledger.Line{l, again})
		if l.Amount.Sign() > 0 && ds[0].Status == ledger.Auto && ds[1].Status == ledger.Auto && ds[1].Chosen.Difference.Kind != ledger.Partial {
			t.Fatalf("%q %s %q: %s, %s", l.Counterparty.Name, l.Amount, l.Remittance, outcome(ds[0]), outcome(ds[1]))
		}
	})
}

// TestTwoSlips takes a number that differs from an item's in more than a slip for one
// that the book lacks, and zeros for no number; and 320-24 is not 3-2024.
func TestTwoSlips(t *testing.T) {
	for _, c := range []struct {
		shape func(k int) string
		text  string
	}{
		{func(k int) string { return fmt.Sprintf("24%c%03d", 'A'+k, k) }, "facture 24K010"},
		{func(k int) string { return fmt.Sprintf("C%02d.%03d", k, k) }, "facture C00.014"},
		{func(k int) string { return fmt.Sprintf("DUP-%03d-24-X", k) }, "facture DUP-320-24-X"},
		{func(k int) string { return fmt.Sprintf("%03d-24", k) }, "facture 320-24"},
	} {
		b, _ := company(11, 9, 0)
		for k := range b.Items {
			b.Items[k].Number = ledger.InvoiceNumber(c.shape(k))
		}
		for k := range b.Items {
			l := payment(t, b.Items[k].Open.String(), b.Items[k].CustomerName, c.text)
			if d := decideAll(t, b, l)[0]; d.Status == ledger.Auto {
				t.Errorf("%s: %s", c.text, outcome(d))
			}
		}
	}
}
