package matcher

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// sizes are the open items of a small company and of larger ones.
var sizes = []int{1_000, 10_000, 100_000, 1_000_000}

func sized(b *testing.B, run func(*testing.B, int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if testing.Short() && n > 100_000 {
				b.Skip("a million items, under -short")
			}
			run(b, n)
		})
	}
}

// BenchmarkNewIndex measures how long an item of a book takes to be made ready, and
// what the index holds of it in memory beside the book itself.
func BenchmarkNewIndex(b *testing.B) {
	sized(b, func(b *testing.B, n int) {
		book, _ := typical(1, n, 0)
		before := live()
		x := NewIndex(book, Options{})
		retained := live() - before
		b.ReportAllocs()
		for b.Loop() {
			x = NewIndex(book, Options{})
		}
		runtime.KeepAlive(x)
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n)/float64(b.N), "ns/item")
		b.ReportMetric(float64(retained)/float64(n), "B/item")
	})
}

// live is how many bytes are in use once all garbage is collected.
func live() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkDecide measures a run against an index that stands.
func BenchmarkDecide(b *testing.B) {
	sized(b, func(b *testing.B, n int) {
		book, lines := typical(1, n, min(n, 10_000))
		x := NewIndex(book, Options{})
		b.ReportAllocs()
		b.ResetTimer()
		for b.Loop() {
			x.Decide(lines)
		}
		b.ReportMetric(float64(len(lines)*b.N)/b.Elapsed().Seconds(), "lines/s")
	})
}

// BenchmarkOneLine measures a single new line against a warm index, the next of a run each time.
func BenchmarkOneLine(b *testing.B) {
	sized(b, func(b *testing.B, n int) {
		book, lines := typical(1, n, 1_000)
		x := NewIndex(book, Options{})
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; b.Loop(); i++ {
			at := i % len(lines)
			x.Decide(lines[at : at+1])
		}
	})
}

// BenchmarkWorst measures single lines that have very much to choose from.
func BenchmarkWorst(b *testing.B) {
	for _, c := range worstCases() {
		b.Run(c.name, func(b *testing.B) {
			book, line := c.make()
			x := NewIndex(book, Options{})
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				x.Decide([]ledger.Line{line})
			}
		})
	}
}

type worstCase struct {
	name string
	make func() (Book, ledger.Line)
}

func worstCases() []worstCase {
	return []worstCase{
		{"50000ItemsOfOneAmount", func() (Book, ledger.Line) {
			book, _ := typical(3, 50_000, 0)
			return alike(book), paying(4990, book.Customers[7].Name, "VIREMENT")
		}},
		{"50000ItemsOfOneAmountNoName", func() (Book, ledger.Line) {
			book, _ := typical(3, 50_000, 0)
			return alike(book), paying(4990, "", "")
		}},
		{"20000ItemsOfOneCustomer", func() (Book, ledger.Line) {
			book, _ := typical(4, 60_000, 0)
			for i := range 20_000 {
				book.Items[i*3].Customer = book.Customers[7].ID
			}
			return book, paying(1_234_567, book.Customers[7].Name, "SOLDE DE TOUT COMPTE")
		}},
		{"RemittanceOf10000Digits", func() (Book, ledger.Line) {
			book, _ := typical(5, 50_000, 0)
			return book, paying(1_234_567, book.Customers[7].Name, strings.Repeat("2026042071", 1000))
		}},
		{"1000EqualInvoices", func() (Book, ledger.Line) {
			book, _ := typical(6, 10_000, 0)
			for i := range 1000 {
				book.Items[i].Customer = book.Customers[7].ID
			}
			alike(Book{Items: book.Items[:1000]})
			return book, paying(7*4990, book.Customers[7].Name, "FACTURES")
		}},
		{"64Numbers", func() (Book, ledger.Line) {
			book, _ := typical(7, 50_000, 0)
			var text []string
			var sum int64
			for i := range 64 {
				it := &book.Items[20_000+i*7]
				text, sum = append(text, string(it.Number)), sum+it.Open.Minor()
			}
			return book, paying(sum, book.Customers[7].Name, strings.Join(text, " "))
		}},
		{"64ShortNumbers", func() (Book, ledger.Line) {
			book, _ := typical(7, 50_000, 0)
			var text []string
			for i := range 64 {
				text = append(text, fmt.Sprint(i+1))
			}
			return book, paying(1_234_567, book.Customers[7].Name, strings.Join(text, " "))
		}},
	}
}

// alike gives all items one amount.
func alike(book Book) Book {
	for i := range book.Items {
		it := &book.Items[i]
		it.Total, it.Open = money.New(4990, money.EUR), money.New(4990, money.EUR)
		it.Outstanding, it.Status, it.CreditNote = it.Open, ledger.Open, false
	}
	return book
}

func paying(minor int64, name, text string) ledger.Line {
	return named("L1", ledger.Transaction{Booked: issueDay + 560, Amount: money.New(minor, money.EUR), Kind: ledger.Transfer, Label: "VIR SEPA RECU",
		Payment: ledger.Payment{Counterparty: ledger.Party{Name: name}, Remittance: text}})
}
