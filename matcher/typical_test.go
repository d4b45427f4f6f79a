package matcher

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// typical makes a book as companies have it, and lines as banks send them: three
// items a customer, numberings that changed once, credit notes, a fifth of the items
// settled; names in full, in capitals, cut off or the other way round, and references
// as written, shortened, in lists, or none. The same seed makes the same.
func typical(seed uint64, items, lines int) (Book, []ledger.Line) {
	g := &generator{r: rand.New(rand.NewPCG(seed, 7))}
	g.book.Customers = make([]ledger.Customer, max(items/3, 1))
	for i := range g.book.Customers {
		g.book.Customers[i] = g.customer(i)
	}
	g.book.Items = make([]ledger.OpenItem, items)
	g.of = make([][]int32, len(g.book.Customers))
	for i := range g.book.Items {
		g.book.Items[i] = g.item(i)
	}
	out := make([]ledger.Line, lines)
	for i := range out {
		out[i] = g.line(i)
	}
	return g.book, out
}

// generator makes a company up.
type generator struct {
	r    *rand.Rand
	book Book
	of   [][]int32 // items of each customer
}

var (
	towns     = strings.Fields("Niort Albi Lens Auch Rodez Dole Vannes Cognac Royan Istres Saumur Agen Nevers Laval Sens Dreux")
	syllables = strings.Fields("ba be bou char cor da del du es fa ga gri ha ju ker la lor mar mi na nou per pon quin ra ri rou sa tal tru va vi")
	endings   = strings.Fields("nier rel tin dois mont bert ville sac quet lard neau zat")
	given     = strings.Fields("Lucie Marc Anne Paul Zoé Hugo Jeanne Yves Odile René Nadia Karim")
)

func (g *generator) pick(from []string) string { return from[g.r.IntN(len(from))] }

// surname is one of some twelve thousand.
func (g *generator) surname() string {
	s := g.pick(syllables) + g.pick(syllables) + g.pick(endings)
	return strings.ToUpper(s[:1]) + s[1:]
}

func (g *generator) customer(i int) ledger.Customer {
	c := ledger.Customer{ID: ledger.CustomerID(fmt.Sprintf("C%06d", i)), Country: "FR", City: g.pick(towns), Terms: ledger.Terms{Days: 30}}
	switch g.r.IntN(5) {
	case 0:
		c.Person, c.Name = true, g.pick(given)+" "+g.surname()
	case 1:
		c.Name = g.surname() + " et Fils " + g.pick(forms)
	default:
		c.Name = g.pick(trades) + " " + g.surname() + " " + g.pick(forms)
	}
	if g.r.IntN(3) == 0 {
		c.Accounts = []ledger.IBAN{ledger.IBAN(fmt.Sprintf("FR76%011d%012d", g.r.Int64N(1e11), g.r.Int64N(1e12)))}
	}
	return c
}

// item is the next in the order of issue, over a year and a half; the numbering changed after a third of it.
func (g *generator) item(i int) ledger.OpenItem {
	day := issueDay + ledger.Date(i*540/len(g.book.Items))
	n := g.r.IntN(len(g.book.Customers))
	c := &g.book.Customers[n]
	g.of[n] = append(g.of[n], int32(i))
	minor := 1000 + g.r.Int64N(400_000)
	if g.r.IntN(4) == 0 {
		minor = minor/5000*5000 + 4990
	}
	year := day.Time().Year()
	number := fmt.Sprintf("FA-%d-%06d", year, i)
	if i < len(g.book.Items)/3 {
		number = fmt.Sprintf("F%02d%06d", year%100, i)
	}
	if i%25 == 24 {
		number, minor = fmt.Sprintf("AV%d/%d", year%100, i/25), -minor/4
	}
	total := money.New(minor, money.EUR)
	it := ledger.OpenItem{Open: total, Invoice: ledger.Invoice{Number: ledger.InvoiceNumber(number), Customer: c.ID, CustomerName: c.Name,
		CreditNote: minor < 0, Issued: day, Due: day + 30, Total: total, Outstanding: total, Status: ledger.Open}}
	if i%5 == 4 {
		it.Open, it.Outstanding, it.Status = money.New(0, money.EUR), money.New(0, money.EUR), ledger.Paid
	}
	if g.r.IntN(10) == 0 {
		it.CustomerRef = fmt.Sprintf("CDE%06d", g.r.IntN(1_000_000))
	}
	return it
}

// line pays some item, and maybe others of the same customer; one line in five is something else.
func (g *generator) line(i int) ledger.Line {
	k := g.r.IntN(len(g.book.Items))
	it := &g.book.Items[k]
	t := ledger.Transaction{Booked: issueDay + 560, Amount: it.Total, Kind: ledger.Transfer}
	if i%3 == 0 { // the other payers give none: NOTPROVIDED, which importers leave out
		t.EndToEndID = fmt.Sprintf("VIR%d%06d", 2025+i%2, g.r.IntN(1_000_000))
	}
	if g.r.IntN(5) == 0 {
		t.Amount, t.Counterparty.Name = money.New(-1000-g.r.Int64N(90_000), money.EUR), g.surname()+" ENERGIE"
		t.Remittance = fmt.Sprintf("PRLV SEPA %d", g.r.IntN(10_000_000))
		t.Label = t.Counterparty.Name + " " + t.Remittance
		return named(fmt.Sprintf("L%07d", i), t)
	}
	t.Counterparty.Name = g.written(it.CustomerName)
	t.Remittance = g.reference(&t, it, k)
	if t.Amount.Sign() < 0 {
		t.Amount = money.New(-t.Amount.Minor(), money.EUR)
	}
	t.Label = "VIR SEPA RECU DE " + t.Counterparty.Name + " " + t.Remittance
	return named(fmt.Sprintf("L%07d", i), t)
}

// written is a name as banks write it.
func (g *generator) written(name string) string {
	upper := strings.ToUpper(name)
	switch g.r.IntN(4) {
	case 0:
		return name
	case 1:
		return upper[:min(len(upper), 24)]
	case 2:
		if words := strings.Fields(upper); len(words) > 1 {
			return words[len(words)-1] + " " + strings.Join(words[:len(words)-1], " ")
		}
	}
	return upper
}

// reference is what a payer writes of the items that he pays; it sets the amount where that is not the item's.
func (g *generator) reference(t *ledger.Transaction, it *ledger.OpenItem, k int) string {
	number := string(it.Number)
	switch g.r.IntN(10) {
	case 0, 1, 2, 3:
		return g.pick([]string{"", "Facture ", "VOTRE FACTURE ", "REGLT "}) + number
	case 4:
		return "FACT " + strings.NewReplacer("-", " ", "/", " ").Replace(number)
	case 5:
		return fmt.Sprintf("fact %d", k)
	case 6:
		t.Amount = money.New(it.Total.Minor()/2, money.EUR)
		return "ACOMPTE " + number
	case 7:
		return g.list(t, it, k)
	case 8:
		return "MERCI"
	}
	return ""
}

// list names up to four items of the customer.
func (g *generator) list(t *ledger.Transaction, it *ledger.OpenItem, k int) string {
	text, sum := string(it.Number), it.Total.Minor()
	for _, o := range g.of[customerNumber(it.Customer)] {
		if other := &g.book.Items[o]; int(o) != k && strings.Count(text, "+") < 3 && other.Open.Sign() > 0 {
			text += " + " + string(other.Number)
			sum += other.Open.Minor()
		}
	}
	t.Amount = money.New(sum, money.EUR)
	return text
}

// customerNumber reads the number of an invented customer.
func customerNumber(id ledger.CustomerID) (n int) {
	for _, c := range id[1:] {
		n = n*10 + int(c-'0')
	}
	return n
}
