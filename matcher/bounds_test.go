package matcher

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// TestBounds meets each bound of the search, and says so; an ordinary line meets none.
func TestBounds(t *testing.T) {
	book, _ := typical(3, 6_000, 0)
	name := book.Customers[7].Name
	owing := func(items int, amount func(int) int64) Book {
		b := book
		b.Items = slices.Clone(book.Items)
		for i := range items {
			it := &b.Items[i*3]
			it.Customer, it.CreditNote, it.Status = b.Customers[7].ID, false, ledger.Open
			it.Total = money.New(amount(i), money.EUR)
			it.Open, it.Outstanding = it.Total, it.Total
		}
		return b
	}
	equal := func(int) int64 { return 49_90 }
	rising := func(i int) int64 { return 100_00 + int64(i)*1_37 }
	var numbers, counters []string
	for i := range 80 {
		numbers = append(numbers, string(book.Items[i*7].Number))
		counters = append(counters, fmt.Sprint(i+1))
	}
	double := Book{Customers: book.Customers}
	for i := range 128 {
		it := itemOf(t, fmt.Sprintf("F%d-%03d %s 250.00 %d", 25+i/64, 1+i%64, book.Customers[7].ID, i))
		double.Items = append(double.Items, it)
	}
	family := Book{Items: book.Items, Customers: slices.Clone(book.Customers)}
	for i := range 12 {
		family.Customers[i].Name = "Menuiserie Aubrac " + string(rune('A'+i)) + "ubert"
	}
	clans := Book{Items: book.Items, Customers: slices.Clone(book.Customers)}
	for i := range 1950 {
		clans.Customers[i].Name = fmt.Sprintf("Aubrac%c Zed%d", 'A'+i%5, i)
	}
	var wanted []Bound
	for _, c := range []struct {
		want Bound
		book Book
		line ledger.Line
	}{
		{TextsBound, book, paying(100_00, name, strings.Repeat("FACTURE ", 1000))},
		{NumbersBound, book, paying(100_00, name, strings.Join(numbers, " "))},
		{WorkBound, double, paying(64*250_00-101_00, name, "FACTURES "+strings.Join(counters[:64], ", "))},
		{NamesBound, clans, paying(100_00, "AubracA AubracB AubracC AubracD AubracE", "")},
		{PayersBound, family, paying(100_00, "Menuiserie Aubrac", "")},
		{NamersBound, book, paying(100_00, "", strings.Join(counters[:20], " "))},
		{ReadingsBound, double, paying(10*250_00, name, "FACTURES "+strings.Join(counters[:10], ", "))},
		{ItemsBound, owing(30, rising), paying(777_77, name, "")},
		{SumsBound, owing(20, equal), paying(5*49_90, name, "")},
		{AmountsBound, alike(owing(100, equal)), paying(49_90, name, "")},
		{ExplanationsBound, owing(60, rising), paying(99_99, name, "")},
	} {
		wanted = append(wanted, c.want)
		if got := NewIndex(c.book, Options{}).Run([]ledger.Line{c.line}).Explain(0, "").Bounds; !slices.Contains(got, c.want) {
			t.Errorf("met %v, want %s among them", got, c.want)
		}
	}
	for _, b := range bounds {
		if !slices.Contains(wanted, b) {
			t.Errorf("no line of this test meets %s", b)
		}
	}
	it := book.Items[20]
	if got := NewIndex(book, Options{}).Run([]ledger.Line{paying(it.Total.Minor(), it.CustomerName, string(it.Number))}).Explain(0, "").Bounds; len(got) > 0 {
		t.Errorf("an ordinary line met %v", got)
	}
}
