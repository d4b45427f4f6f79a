package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/fixtures"
	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/money"
)

// sampleBook has one of everything that verification looks at.
func sampleBook(t rapid.TB) *book {
	b := newBook(t)
	b.customers["C1"] = ledger.Customer{ID: "C1", Name: "Garage Belle-Rive"}
	b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C1", "2026-01-12", 800_00), invoice("F-003", "C2", "2025-12-20", 500_00),
		invoice("A-001", "C2", "2026-02-01", -100_00), invoice("F-004", "C3", "2026-02-02", 90_00))
	january := b.take("account1", balance("2025-12-31", 3000_00), balance("2026-01-31", 4190_00),
		received("2026-01-20", 1200_00, "VIR BELLE-RIVE F-001"), received("2026-01-25", -10_00, "COMMISSION"))
	b.decide(january[0], pays(noDifference, part("F-001", 1200_00)))
	b.decide(january[1], isClass(ledger.BankFee))
	february := b.take("account1", balance("2026-01-31", 4190_00), balance("2026-02-28", 5390_00),
		received("2026-02-10", 800_00, "VIR SANS NOM"), received("2026-02-11", 400_00, "VIR F-003 MOINS A-001"))
	b.decide(february[0], unknown())
	b.decide(february[1], pays(noDifference, part("F-003", 500_00), part("A-001", -100_00)))
	b.today = day("2026-04-02")
	b.decide(february[0], by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-002", 800_00))))
	b.learn(ledger.Fact{Kind: ledger.NameOf, Key: "BELLE RIVE", Customer: "C1"}, 1)
	march := b.take("account1", nil, balance("2026-03-31", 5480_00), received("2026-03-05", 90_00, "VIR F-004"))
	b.decide(march[0], isClass(ledger.BankFee))
	b.decide(march[0], by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-004", 90_00))))
	return b
}

func TestVerifyRightBook(t *testing.T) {
	if r := sampleBook(t).verify(); !r.OK() || len(r.Unproven) > 0 || r.Waiting > 0 || r.Held > 0 {
		t.Fatalf("a right book is found wrong: %+v", r)
	}
}

// The text of a report: of a right book, of one that leaves questions open, of a wrong one.
func TestReportText(t *testing.T) {
	var text strings.Builder
	write := func(title string, b *book) {
		text.WriteString("# " + title + "\n\n")
		if err := b.verify().WriteText(&text); err != nil {
			t.Fatal(err)
		}
		text.WriteString("\n")
	}
	write("A right book", sampleBook(t))

	open := newBook(t)
	open.decide(open.take("account1", balance("2026-01-01", 100), balance("2026-01-31", 150), received("2026-01-05", 50, "VIR"))[0], unknown())
	open.decide(open.take("account1", nil, balance("2026-03-31", 290), received("2026-03-05", -10, "VIR"))[0], unknown())
	open.record(open.hold(open.lines[0]), by(ledger.Program, ledger.HeldDuplicate, unknown()))
	second, dollars := open.account(money.EUR), open.account("USD")
	open.decide(open.take(second, nil, nil, received("2026-02-02", 5, "VIR"))[0], unknown())
	open.record(open.take(dollars, nil, nil, ledger.Transaction{Booked: day("2026-01-05"), Amount: money.New(5, "USD")})[0], by(ledger.Program, ledger.ForeignMoney, unknown()))
	open.pending = []int64{open.line("2026-04-01", 10, "VIR").Intake}
	write("One that leaves questions open", open)

	wrong := sampleBook(t)
	wrong.entries[6].Label = "another"
	wrong.events[22].Hash[0] ^= 1
	write("A wrong one", wrong)
	fixtures.Golden(t, fixtures.Path("journal", "report.txt"), []byte(text.String()))
}

func TestReportTextIsPlain(t *testing.T) {
	b := newBook(t)
	b.owe(invoice("F-\x1b[31m1\r\n\u202e", "C\x07", "2026-01-10", 100))
	b.entries[0].Label = "another"
	b.events[2].Kind = "\x1b]0;title\x07"
	var text strings.Builder
	if err := b.verify().WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(text.String(), "\x1b\r\x07\u202e") || strings.Count(text.String(), "F-[31m1") == 0 {
		t.Errorf("%q", text.String())
	}
}

func TestReportTextFailsWithItsWriter(t *testing.T) {
	if err := sampleBook(t).verify().WriteText(failing{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk is not told: %v", err)
	}
}

var errFull = errors.New("no space left")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

// BenchmarkVerify proves books whose lines each pay an item of their own.
func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("lines=%d", n), func(b *testing.B) {
			s := paidBook(b, n).stored()
			b.ReportAllocs()
			for b.Loop() {
				if r, err := journal.Verify(s, journal.Options{}); err != nil || !r.OK() {
					b.Fatalf("%v %v", r.Findings, err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// paidBook is a book of n items, each paid in full by a line.
func paidBook(t rapid.TB, n int) *book {
	b := newBook(t)
	items, transactions := make([]ledger.Invoice, n), make([]ledger.Transaction, n)
	for i := range n {
		items[i] = invoice(fmt.Sprintf("F-%06d", i), ledger.CustomerID(fmt.Sprint("C", i%100)), "2026-01-10", 100)
		transactions[i] = received("2026-02-02", 100, "VIR "+string(items[i].Number))
		transactions[i].BankID = string(items[i].Number)
	}
	b.owe(items...)
	for i, l := range b.take("account1", balance("2026-01-31", 0), balance("2026-02-28", int64(n)*100), transactions...) {
		b.decide(l, pays(noDifference, part(string(items[i].Number), 100)))
	}
	return b
}
