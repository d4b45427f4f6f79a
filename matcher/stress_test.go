package matcher

import (
	"fmt"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// hostile are texts that make a reader of references work hard.
func hostile() []string {
	var numbers, short strings.Builder
	for i := 0; numbers.Len() < 4000; i++ {
		fmt.Fprintf(&numbers, "FA-2026-%05d ", i*7%10000)
	}
	for i := 0; short.Len() < 4000; i++ {
		fmt.Fprintf(&short, "%d,", i%100)
	}
	return []string{
		strings.Repeat("1", 4096), strings.Repeat("1 ", 2048), strings.Repeat("1/", 2048), strings.Repeat("12 à ", 700), strings.Repeat("O0I1", 1024),
		strings.Repeat("FA", 2048), strings.Repeat("MENUISERIE ", 372), strings.Repeat("12/01/2026 ", 372), strings.Repeat("\xff\xfe", 2048), strings.Repeat("é", 2048),
		strings.Repeat("123456 ", 585), strings.Repeat("+++000/0004/71131+++ ", 195), strings.Repeat("RF18 1234 ", 409), strings.Repeat("KID 1 ", 682),
		numbers.String(), short.String(), strings.Repeat("A A A B1", 512), "=cmd|' /C calc'!A0\x1b[2J<script>",
	}
}

// BenchmarkHostile measures lines made to be slow, against customers with very many items.
func BenchmarkHostile(b *testing.B) {
	x := NewIndex(crowded(10_000), Options{})
	for i, text := range hostile() {
		b.Run(fmt.Sprint(i), func(b *testing.B) {
			lines := []ledger.Line{hostileLine(text)}
			for b.Loop() {
				x.Decide(lines)
			}
		})
	}
}

func hostileLine(text string) ledger.Line {
	t := ledger.Transaction{BankID: "L1", Booked: issueDay + 90, Amount: money.New(1_234_500, money.EUR), Label: text,
		Payment: ledger.Payment{Counterparty: ledger.Party{Name: "Menuiserie Aubrac SARL"}, Remittance: text, EndToEndID: text}}
	return ledger.Line{ID: "L1", Transaction: t}
}

// crowded is a book in which one customer owes everything, and many bear its name.
func crowded(items int) Book {
	b, _ := company(2, items, 0)
	for i := range b.Items {
		b.Items[i].Customer = b.Customers[0].ID
	}
	for i := range b.Customers {
		b.Customers[i].Name = "Menuiserie Aubrac SARL"
	}
	return b
}
