package eval_test

import (
	"fmt"
	"math/rand/v2"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/eval"
)

// The labelled sets hold two months, in which few payers come twice under a name that
// the list lacks. regulars are some months of a company whose customers do: subscriptions of
// few amounts, paid each month, mostly without a number, by some under their own name,
// by some from a spouse's or a holding's account, by some through a factoring company
// that pays for all of them.
func regulars(seed uint64) set {
	r := rand.New(rand.NewPCG(seed, 7))
	s := set{name: fmt.Sprintf("regulars-%d", seed)}
	for n := range regularCustomers {
		s.book.Customers = append(s.book.Customers, ledger.Customer{ID: ledger.CustomerID(fmt.Sprintf("C%03d", n)), Name: regularName(r), Country: "FR"})
	}
	payers := make([]ledger.Party, regularCustomers)
	prices := make([]money.Amount, regularCustomers)
	for n := range payers {
		payers[n] = ledger.Party{Name: s.book.Customers[n].Name}
		switch {
		case n%3 == 1: // another name, and an account that the list lacks
			payers[n] = ledger.Party{Name: regularName(r), Account: fmt.Sprintf("FR76%023d", n)}
		case n%3 == 2 && n%4 == 0:
			payers[n] = ledger.Party{Name: "Lisière Affacturage", Account: "FR7699999999999999999999999"}
		}
		prices[n] = money.New([]int64{4990, 9900, 12000, 25000}[r.IntN(4)]+int64(r.IntN(2)*n*100), money.EUR)
	}
	for month := range regularMonths {
		for _, n := range r.Perm(regularCustomers) {
			s.addMonth(r, month, n, payers[n], prices[n])
		}
	}
	return s
}

const (
	regularCustomers = 90
	regularDay       = ledger.Date(739_000) // the first day of the first month
	regularMonths    = 4                    // the last is measured
	monthDays        = 30
)

var (
	regularTrades = []string{"Menuiserie", "Boulangerie", "Garage", "Pharmacie", "Transports", "Ateliers", "Imprimerie", "Librairie", "Fromagerie", "Cordonnerie"}
	regularNames  = []string{"Aubrac", "Belvaux", "Cormier", "Delorme", "Esnault", "Fabiani", "Gentil", "Hardouin", "Isambert", "Jourdan", "Kerbrat", "Lorrain", "Montcalm", "Nivelle", "Orsay", "Pontivy"}
)

func regularName(r *rand.Rand) string {
	return regularTrades[r.IntN(len(regularTrades))] + " " + regularNames[r.IntN(len(regularNames))] + " " + regularNames[r.IntN(len(regularNames))]
}

// addMonth adds a customer's invoice of a month and the line that pays it, three days
// later or more. One in four names it.
func (s *set) addMonth(r *rand.Rand, month, n int, payer ledger.Party, price money.Amount) {
	issued := regularDay + ledger.Date(month*monthDays)
	number := ledger.InvoiceNumber(fmt.Sprintf("FA-2026-%05d", month*1000+n))
	s.book.Items = append(s.book.Items, ledger.OpenItem{Open: price, Invoice: ledger.Invoice{Number: number, Customer: s.book.Customers[n].ID,
		CustomerName: s.book.Customers[n].Name, Issued: issued, Due: issued + 30, Total: price, Outstanding: price, Status: ledger.Open}})
	l := ledger.Line{ID: ledger.LineID(fmt.Sprintf("L%02d-%03d", month, n))}
	l.BankID, l.Booked, l.Amount, l.Kind = string(l.ID), issued+3+ledger.Date(r.IntN(20)), price, ledger.Transfer
	l.Label, l.Counterparty, l.Remittance = "VIR SEPA RECU", payer, "VIREMENT"
	t := eval.Truth{Line: l.BankID, Kind: "regular", Must: ledger.Review, Accept: []ledger.Status{ledger.Review, ledger.Auto}, Paid: eval.Settled{{Invoice: number, Amount: price}}}
	if r.IntN(4) == 0 {
		l.Remittance = "FACTURE " + string(number)
		t.Must, t.Accept = ledger.Auto, []ledger.Status{ledger.Auto}
	}
	s.lines, s.truths = append(s.lines, l), append(s.truths, t)
}
