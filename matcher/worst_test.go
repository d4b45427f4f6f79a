package matcher

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// worstBooks are books made to be slow.
func worstBooks() map[string]Book {
	return map[string]Book{
		"one_amount": oneAmount(50_000), "one_customer": manySeries(greatCustomer), "namesakes": crowded(10_000), "owe_much": namesakes(256, 78),
		"all_alike": allAlike(greatCustomer), "nearly_alike": nearlyAlike(greatCustomer), "credit_notes": creditNotes(1000), "group": oneGroup(10_000), "past": repeatedPast(20_000), "cheques": manyCheques(20_000),
	}
}

// oneAmount is a book in which everybody owes the same.
func oneAmount(items int) Book {
	b, _ := company(3, items, 0)
	for i := range b.Items {
		b.Items[i].Open = money.New(1_234_500, money.EUR)
		b.Items[i].Total, b.Items[i].Outstanding = b.Items[i].Open, b.Items[i].Open
	}
	return b
}

// manySeries is a book of one great customer, in which each counter stands in hundreds of series.
func manySeries(items int) Book {
	b, _ := company(4, items, 0)
	for i := range b.Items {
		it := &b.Items[i]
		it.Number = ledger.InvoiceNumber(fmt.Sprintf("FA-%d-%02d-%02d", 1998+i/12%28, 1+i%12, 1+i/(12*28)))
		it.Customer, it.CustomerName = b.Customers[0].ID, "Menuiserie Aubrac SARL"
	}
	b.Customers[0].Name = "Menuiserie Aubrac SARL"
	return b
}

// allAlike is manySeries with one amount.
func allAlike(items int) Book {
	b := manySeries(items)
	for i := range b.Items {
		b.Items[i].Open = money.New(1_234_500, money.EUR)
	}
	return b
}

// nearlyAlike is manySeries with amounts some cents, a discount or a charge apart from the payments.
func nearlyAlike(items int) Book {
	b := manySeries(items)
	b.Customers[0].Terms = ledger.Terms{Discount: 200, DiscountDays: 400}
	for i := range b.Items {
		b.Items[i].Open = money.New(1_234_500+[]int64{1, -2, 25_194, 1500, 3}[i%5], money.EUR)
	}
	return b
}

// namesakes are customers of one name, each of whom owes items of every series.
func namesakes(customers, each int) Book {
	b := manySeries(customers * each)
	for i := range b.Customers {
		b.Customers[i].Name = "Menuiserie Aubrac SARL"
	}
	for i := range b.Items {
		b.Items[i].Customer = b.Customers[i%customers].ID
	}
	return b
}

// creditNotes is a book of a customer with very many of one amount.
func creditNotes(notes int) Book {
	b := manySeries(20 * notes)
	for i := range notes {
		it := &b.Items[i*7]
		it.Open, it.CreditNote = money.New(-10_00, money.EUR), true
		it.Total, it.Outstanding = it.Open, it.Open
	}
	return b
}

// oneGroup is a book of a group that holds itself.
func oneGroup(customers int) Book {
	b, _ := company(5, 3*customers, 0)
	for i := range b.Customers {
		b.Customers[i].Group = string(b.Customers[(i+1)%2].ID)
	}
	return b
}

// repeatedPast is a book in which the same payment came again and again.
func repeatedPast(lines int) Book {
	b, _ := company(6, lines, 0)
	for i := range lines {
		l := hostileLine("LOYER")
		l.ID, l.Booked = ledger.LineID(fmt.Sprint("P", i)), issueDay+ledger.Date(i%80)
		it := &b.Items[i]
		it.Customer = b.Customers[0].ID
		b.Past = append(b.Past, Past{Line: l, Allocations: []ledger.Allocation{{Invoice: it.Number, Amount: l.Amount}}})
	}
	return b
}

// manyCheques is a book of cheques that nobody has paid in.
func manyCheques(n int) Book {
	b, _ := company(7, 300, 0)
	for i := range n {
		b.Recorded = append(b.Recorded, ledger.Settlement{ID: ledger.SettlementID(fmt.Sprint(i)), Means: ledger.PaidByCheque, Received: issueDay + ledger.Date(i%80),
			Amount: money.New(int64(1000+i%3), money.EUR), Customer: b.Customers[i%100].ID})
	}
	return b
}

// worstLines are hostile texts, as payments, returns, pieces and details.
func worstLines() map[string]ledger.Line {
	out := make(map[string]ledger.Line)
	for i, text := range append(hostile(), worstTexts()...) {
		text = text[:min(len(text), 4096)]
		l := hostileLine(text)
		out[fmt.Sprintf("text_%02d", i)] = l
		back := l
		back.Amount, back.Label = money.New(-1_234_500, money.EUR), "REJET "+text
		out[fmt.Sprintf("back_%02d", i)] = back
		l.References = make([]string, 16)
		for k := range l.References {
			l.References[k] = text
		}
		out[fmt.Sprintf("pieces_%02d", i)] = l
		nobody := l
		nobody.Counterparty.Name = ""
		out[fmt.Sprintf("nameless_%02d", i)] = nobody
	}
	slip := hostileLine("REMISE CHEQUES 20000")
	out["slip"] = slip
	words := hostileLine("")
	words.Counterparty.Name = strings.Repeat("MENUISERIE AUBRAC ", 2000)
	out["name"] = words
	return out
}

// worstTexts name the items of manySeries by what fits very many of them, and change
// between digits, letters and separators.
func worstTexts() []string {
	var short, alternate, years, structured, dates, few, whole strings.Builder
	for i := 0; short.Len() < 4096; i++ {
		fmt.Fprintf(&short, "facture %02d ", 1+i%60)
		fmt.Fprintf(&alternate, "%c%d%s", 'A'+i%26, i%10, []string{"-", "/", ".", " ", "", "_"}[i%6])
		fmt.Fprintf(&years, "FA-%d-%02d ", 1998+i%28, 1+i%12)
		fmt.Fprintf(&structured, "RF18%09d +++%03d/%04d/%05d+++ ", i, i%1000, i, i)
		fmt.Fprintf(&dates, "du %02d/%02d/%d au ", 1+i%28, 1+i%12, 2000+i%30)
		fmt.Fprintf(&few, "%d,", 1+i%60)
		fmt.Fprintf(&whole, "FA-%d-%02d-%02d ", 1998+i%28, 1+i%12, 1+i%59)
	}
	return []string{short.String(), alternate.String(), years.String(), structured.String(), dates.String(), "factures " + few.String(), "factures 1 à 59, 2 à 58, 3 à 57 " + few.String(), whole.String(),
		"FA-1998-01-01 à FA-2025-12-59 " + whole.String()}
}

// mostSpent is what the decision of one line may be, however bad the line and the book:
// no more than that of a whole batch. How long it takes is for BenchmarkWorstBooks to
// say: under 50 ms.
const mostSpent = maxBatchWork

// greatCustomer is how many items the greatest customer of a book has.
const greatCustomer = 20_000

// TestWorstCases decides every bad line against every bad book with bounded work.
func TestWorstCases(t *testing.T) {
	lines := worstLines()
	for name, b := range worstBooks() {
		t.Run(name, func(t *testing.T) {
			x := NewIndex(b, Options{})
			for id, l := range lines {
				verdicts, _ := x.verdicts([]ledger.Line{l})
				if spent := verdicts[0].view.spent; spent > mostSpent {
					t.Errorf("%s: %d spent", id, spent)
				}
				d := x.decision(&verdicts[0])
				if err := d.Validate(l.Amount); err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
		})
	}
}

// BenchmarkWorstBooks decides every bad line against every bad book. slowest-ms is the
// worst of them, each at its best of three.
func BenchmarkWorstBooks(b *testing.B) {
	lines := worstLines()
	for name, book := range worstBooks() {
		b.Run(name, func(b *testing.B) {
			x := NewIndex(book, Options{})
			slowest := time.Duration(0)
			for b.Loop() {
				for _, l := range lines {
					best := time.Hour
					for range 3 {
						began := time.Now()
						x.Decide([]ledger.Line{l})
						best = min(best, time.Since(began))
					}
					slowest = max(slowest, best)
				}
			}
			b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
		})
	}
}

// TestWorstBatch decides a batch of very many payments, each of which names very many items.
func TestWorstBatch(t *testing.T) {
	x := NewIndex(manySeries(greatCustomer), Options{})
	l := hostileLine("REMISE")
	l.Amount = money.New(0, money.EUR)
	texts := worstTexts()
	for i := range 10_000 {
		one := hostileLine(texts[i%2*7][:400])
		l.Details = append(l.Details, ledger.Detail{Amount: money.New(int64(1000+i), money.EUR), Payment: one.Payment})
		l.Amount = money.New(l.Amount.Minor()+int64(1000+i), money.EUR)
	}
	verdicts, _ := x.verdicts([]ledger.Line{l})
	if spent := verdicts[0].view.spent; spent > maxBatchWork+mostSpent {
		t.Errorf("%d spent", spent)
	}
	if d := x.decision(&verdicts[0]); outcome(d) != "review search_cut" {
		t.Error(outcome(d))
	}
}

// TestLargeBatch applies a batch of ten thousand payments that are as they should be.
func TestLargeBatch(t *testing.T) {
	b, _ := company(8, 10_000, 0)
	l := hostileLine("")
	l.Counterparty, l.Label, l.EndToEndID = ledger.Party{}, "REMISE", ""
	sum := int64(0)
	for _, it := range b.Items {
		sum += it.Open.Minor()
		l.Details = append(l.Details, ledger.Detail{Amount: it.Open, Payment: ledger.Payment{Counterparty: ledger.Party{Name: it.CustomerName}, Remittance: "Facture " + string(it.Number)}})
	}
	l.Amount = money.New(sum, money.EUR)
	d := decideAll(t, b, l)[0]
	if d.Status != ledger.Auto || len(d.Chosen.Allocations) != len(b.Items) {
		t.Errorf("%s %s", d.Status, d.Reason)
	}
}

// TestWorstRun decides thirty thousand payments that are the same.
func TestWorstRun(t *testing.T) {
	b := shop(t)
	lines := make([]ledger.Line, 30_000)
	for i := range lines {
		lines[i] = payment(t, "96.40", "Imbert", "VIREMENT")
		lines[i].ID = ledger.LineID(fmt.Sprint("L", i))
		switch i % 4 {
		case 0:
			lines[i].Remittance = "ACOMPTE FA-2026-09040"
			lines[i].Amount = money.New(1, money.EUR)
		case 1:
			lines[i].Amount, lines[i].Remittance = money.New(-9640, money.EUR), "REJET FA-2026-09062"
		}
	}
	for i, d := range NewIndex(b, Options{}).Decide(lines) {
		if err := d.Validate(lines[i].Amount); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCutIsTold puts what a bound cut off to a person, who is told.
func TestCutIsTold(t *testing.T) {
	long := strings.Repeat("merci bonjour ", 400)
	for _, c := range []struct{ name, text, want string }{
		{"all of it read", "FA-2026-09001", "auto FA-2026-09001=1234.56"},
		{"a text that goes on", "FA-2026-09001 " + long, "review search_cut"},
		{"the number behind the bound", long + "FA-2026-09001", "review search_cut"},
		{"a number behind very many", strings.Repeat("12/01/2026 ", 350) + "FA-2026-08888", "review search_cut"},
		{"blanks that go on", "FA-2026-09001" + strings.Repeat(" ", 5000), "auto FA-2026-09001=1234.56"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := decideAll(t, shop(t), payment(t, "1234.56", "Horlogerie Vasseur", c.text))[0]
			if got := outcome(d); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestManySeriesIsCut says so where more fits than is weighed.
func TestManySeriesIsCut(t *testing.T) {
	b := manySeries(greatCustomer)
	for i := range b.Items {
		b.Items[i].Open = money.New(77_00, money.EUR)
	}
	d := NewIndex(b, Options{}).Decide([]ledger.Line{hostileLine(worstTexts()[0])})[0]
	if got := outcome(d); got != "review search_cut" {
		t.Errorf("got %s", got)
	}
}
