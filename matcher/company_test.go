package matcher

import (
	"fmt"
	"math/rand/v2"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// company makes a book of so many items, three for each customer, and lines that
// pay some of them: by number, by a list, in part, without a word, and lines that pay nothing.
func company(seed uint64, items, lines int) (Book, []ledger.Line) {
	r := rand.New(rand.NewPCG(seed, 1))
	var b Book
	for i := range max(items/3, 1) {
		b.Customers = append(b.Customers, ledger.Customer{ID: ledger.CustomerID(fmt.Sprintf("C%05d", i)), Name: inventedName(r, i), Country: "FR"})
	}
	for i := range items {
		c := &b.Customers[i%len(b.Customers)]
		total := money.New(1000+r.Int64N(400_000), money.EUR)
		if r.IntN(4) == 0 {
			total = money.New(total.Minor()/5000*5000+4990, money.EUR)
		}
		b.Items = append(b.Items, ledger.OpenItem{Open: total, Invoice: ledger.Invoice{Number: ledger.InvoiceNumber(fmt.Sprintf("FA-2026-%05d", i)),
			Customer: c.ID, CustomerName: c.Name, Issued: issueDay + ledger.Date(i%60), Due: issueDay + ledger.Date(i%60) + 30, Total: total, Outstanding: total, Status: ledger.Open}})
	}
	out := make([]ledger.Line, lines)
	for i := range out {
		out[i] = paymentOf(r, b, i)
	}
	return b, out
}

// issueDay is the first day of issue of invented items.
const issueDay = ledger.Date(739_000)

var (
	trades   = []string{"Menuiserie", "Boulangerie", "Garage", "Pharmacie", "Transports", "Conseil", "Ateliers", "Imprimerie", "Maçonnerie", "Librairie"}
	surnames = []string{"Aubrac", "Belvaux", "Cormier", "Delorme", "Esnault", "Fabiani", "Gentil", "Hardouin", "Isambert", "Jourdan", "Kerbrat", "Lorrain"}
	forms    = []string{"SARL", "SAS", "SASU", "EURL"}
)

func inventedName(r *rand.Rand, i int) string {
	return fmt.Sprintf("%s %s%s %s", trades[r.IntN(len(trades))], surnames[r.IntN(len(surnames))], string(rune('a'+i%26))+string(rune('a'+i/26%26)), forms[r.IntN(len(forms))])
}

func paymentOf(r *rand.Rand, b Book, i int) ledger.Line {
	k := r.IntN(len(b.Items))
	it := &b.Items[k]
	id := fmt.Sprintf("L%06d", i)
	t := ledger.Transaction{BankID: id, Booked: issueDay + 90, Amount: it.Open, Kind: ledger.Transfer, Label: "VIR SEPA RECU",
		Payment: ledger.Payment{Counterparty: ledger.Party{Name: it.CustomerName}, EndToEndID: "NOTPROVIDED"}}
	switch r.IntN(8) {
	case 0, 1, 2:
		t.Remittance = "Facture " + string(it.Number)
	case 3:
		t.Remittance = fmt.Sprintf("REGLT %d", k)
	case 4:
		o := &b.Items[(k+len(b.Customers))%len(b.Items)]
		t.Remittance = fmt.Sprintf("%s + %s", it.Number, o.Number)
		t.Amount = money.New(it.Open.Minor()+o.Open.Minor(), money.EUR)
	case 5:
		t.Remittance, t.Amount = "ACOMPTE "+string(it.Number), money.New(it.Open.Minor()/2, money.EUR)
	case 6:
		t.Remittance = "VIREMENT"
	default:
		t.Amount, t.Counterparty.Name, t.Remittance = money.New(-t.Amount.Minor(), money.EUR), "Fournisseur", "PRLV 4711"
	}
	return ledger.Line{ID: ledger.LineID(id), Transaction: t}
}
