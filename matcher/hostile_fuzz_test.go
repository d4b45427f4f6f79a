package matcher

import (
	"fmt"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// manyShapes is a book whose numbers have one of many shapes, or are what somebody typed.
func manyShapes(t testing.TB, shape uint8, odd string) Book {
	b := shop(t)
	for i := range b.Items {
		it := &b.Items[i]
		n := strings.TrimLeft(string(it.Number[len(it.Number)-5:]), "0")
		switch shape % 8 {
		case 1:
			it.Number = ledger.InvoiceNumber(n)
		case 2:
			it.Number = ledger.InvoiceNumber("F" + n + "/26")
		case 3:
			it.Number = ledger.InvoiceNumber(fmt.Sprintf("26-%02d-%s", i%12+1, n))
		case 4:
			it.Number = ledger.InvoiceNumber(string(it.Customer) + n)
		case 5:
			it.Number = ledger.InvoiceNumber("2026" + fmt.Sprintf("%06s", n))
		case 6:
			it.Number = ledger.InvoiceNumber(odd + n)
		case 7:
			it.CustomerRef, it.Reference = odd, odd
		}
	}
	return b
}

// FuzzBook reads any text against a book of any numbers, and then changes what must
// change nothing: an automatic decision is never made sure by what says nothing for it.
func FuzzBook(f *testing.F) {
	for i, s := range append(hostile(), "FA-2026-09001", "9001 9002", "26-07-9001", "F9001/26", "HORL9001", "2026009001") {
		f.Add(s, "Horlogerie Vasseur", "X-", int64(123456), uint8(i))
	}
	f.Fuzz(func(t *testing.T, text, name, odd string, minor int64, shape uint8) {
		cut := func(s string) string { return s[:min(len(s), ledger.MaxText)] }
		b := manyShapes(t, shape, odd[:min(len(odd), 24)])
		l := named("L1", ledger.Transaction{Booked: issueDay + 90, Amount: money.New(minor%(1<<50), money.EUR),
			Payment: ledger.Payment{Counterparty: ledger.Party{Name: cut(name)}, Remittance: cut(text)}})
		first := decideAll(t, b, l)[0]
		backwards(t, b, l, first)
		twiceIsOnce(t, b, l, first)
		if first.Status != ledger.Auto || l.Amount.Sign() <= 0 {
			strangerHelpsNobody(t, b, l, first)
			return
		}
		fitsOpen(t, b, first)
		unlistedIsDoubted(t, b, l, first)
	})
}

// backwards reads the book from its end.
func backwards(t *testing.T, b Book, l ledger.Line, want ledger.Decision) {
	o := b
	o.Items = make([]ledger.OpenItem, len(b.Items))
	for i := range b.Items {
		o.Items[len(b.Items)-1-i] = b.Items[i]
	}
	if got := decideAll(t, o, l)[0]; got.Status != want.Status || got.Status == ledger.Auto && !sameAllocations(got.Chosen, want.Chosen) {
		t.Errorf("%s in one order of the book, %s in another", outcome(want), outcome(got))
	}
}

// twiceIsOnce decides the same payment twice in a run: not both are automatic, unless
// both are part payments.
func twiceIsOnce(t *testing.T, b Book, l ledger.Line, first ledger.Decision) {
	again := l
	again.ID = "L2"
	both := decideAll(t, b, l, again)
	if l.Amount.Sign() > 0 && both[0].Status == ledger.Auto && both[1].Status == ledger.Auto && both[1].Chosen.Difference.Kind != ledger.Partial {
		t.Errorf("both are sure: %s, %s", outcome(both[0]), outcome(both[1]))
	}
}

// strangerHelpsNobody adds a customer and an item that have nothing to do with the line.
func strangerHelpsNobody(t *testing.T, b Book, l ledger.Line, first ledger.Decision) {
	o := b
	o.Customers = append(append([]ledger.Customer(nil), b.Customers...), ledger.Customer{ID: "QQQQ", Name: "Wxyz Qjkvx"})
	it := itemOf(t, "ZZ-1999-77777 QQQQ 31337.31 3")
	o.Items = append(append([]ledger.OpenItem(nil), b.Items...), it)
	if got := decideAll(t, o, l)[0]; got.Status == ledger.Auto && first.Status != ledger.Auto && l.Amount.Sign() > 0 {
		t.Errorf("%s, and with a stranger in the book %s", outcome(first), outcome(got))
	}
}

// fitsOpen checks that no more is settled of an item than is open.
func fitsOpen(t *testing.T, b Book, d ledger.Decision) {
	for _, a := range d.Chosen.Allocations {
		for _, it := range b.Items {
			if it.Number == a.Invoice && (abs(a.Amount.Minor()) > abs(it.Open.Minor()) || a.Amount.Sign() != it.Open.Sign()) {
				t.Errorf("%s of %s, of which %s is open", a.Amount, a.Invoice, it.Open)
			}
		}
	}
}

// unlistedIsDoubted adds a number that only an invoice could have, and none has.
func unlistedIsDoubted(t *testing.T, b Book, l ledger.Line, first ledger.Decision) {
	for _, ev := range first.Chosen.Evidence {
		if ev.Kind == ledger.ByReference {
			return // it names what it pays
		}
	}
	if !strings.HasPrefix(string(b.Items[0].Number), "FA-2026-") || len(l.Remittance)+40 > ledger.MaxText {
		return
	}
	l.Remittance += " facture FA-2026-08888"
	if got := decideAll(t, b, l)[0]; got.Status == ledger.Auto {
		t.Errorf("sure (%s) though it names what the book lacks", outcome(got))
	}
}
