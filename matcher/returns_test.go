package matcher

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

// earlier is a line of the past that settled items: "FA-2026-09001=1234.56 …". What it
// settled is taken off the items of the book.
func earlier(t testing.TB, b *Book, id string, l ledger.Line, settled string) {
	t.Helper()
	l = named(id, l.Transaction)
	l.Booked, l.Intake = issueDay+60, 1
	p := Past{Line: l}
	for _, s := range strings.Fields(settled) {
		number, amount, _ := strings.Cut(s, "=")
		a := ledger.Allocation{Invoice: ledger.InvoiceNumber(number), Amount: euros(t, amount)}
		p.Allocations = append(p.Allocations, a)
		for i := range b.Items {
			if b.Items[i].Number == a.Invoice {
				open, err := b.Items[i].Open.Sub(a.Amount)
				if err != nil {
					t.Fatal(err)
				}
				b.Items[i].Open = open
			}
		}
	}
	b.Past = append(b.Past, p)
}

// back is a line that takes a payment back.
func back(t testing.TB, amount, name, text string) ledger.Line {
	t.Helper()
	l := payment(t, amount, name, text)
	l.Kind, l.Label, l.Intake, l.ID = ledger.Returned, "REJET PRLV SEPA", 2, "BACK"
	return l
}

// traced gives a payment its identifiers.
func traced(l ledger.Line, endToEnd, mandate, cheque string) ledger.Line {
	l.EndToEndID, l.MandateID, l.Cheque = endToEnd, mandate, cheque
	return l
}

// first writes what the first candidate opens again, of which payment.
func first(d ledger.Decision) string {
	if len(d.Candidates) == 0 {
		return "nothing"
	}
	c := d.Candidates[0]
	out := string(c.Reverses) + settles(c)
	if c.Difference.Kind != "" {
		out += fmt.Sprintf(" %s %s", c.Difference.Kind, c.Difference.Amount)
	}
	return out
}

// pastBook is the shop where ZING paid one item by a transfer, HORL two at once, MARC
// two of a batch with DIJK's, and QUIN by a cheque.
func pastBook(t testing.TB) Book {
	b := shop(t)
	earlier(t, &b, "T1", traced(payment(t, "713.13", "Zinguerie Pontarlier SAS", "FA-2026-09010"), "E2E-4711", "", ""), "FA-2026-09010=713.13")
	earlier(t, &b, "T2", payment(t, "1714.56", "Horlogerie Vasseur", "FA-2026-09001 FA-2026-09002"), "FA-2026-09001=1234.56 FA-2026-09002=480.00")
	batch := payment(t, "3872.69", "", "")
	batch.Details = []ledger.Detail{
		{Amount: euros(t, "189.99"), Payment: ledger.Payment{MandateID: "RUM-MARC"}},
		{Amount: euros(t, "64.50"), Payment: ledger.Payment{MandateID: "RUM-MARC"}},
		{Amount: euros(t, "3618.20"), Payment: ledger.Payment{MandateID: "RUM-DIJK"}}}
	earlier(t, &b, "T3", batch, "FA-2026-09030=189.99 FA-2026-09031=64.50 FA-2026-09040=3618.20")
	earlier(t, &b, "T4", traced(payment(t, "415.37", "", ""), "", "", "0001234"), "FA-2026-09020=415.37")
	return b
}

// TestReturnOfPast opens again what an earlier payment settled.
func TestReturnOfPast(t *testing.T) {
	for _, c := range []struct {
		name string
		line ledger.Line
		want string // of the decision
		of   string // which payment, and what is open again
	}{
		{"by the number", back(t, "-713.13", "", "FA-2026-09010"), "auto FA-2026-09010=-713.13", "T1 FA-2026-09010=-713.13"},
		{"by the end-to-end id", traced(back(t, "-713.13", "", "PROVISION"), "E2E-4711", "", ""), "auto FA-2026-09010=-713.13", "T1 FA-2026-09010=-713.13"},
		{"by the cheque", traced(back(t, "-415.37", "", "CHEQUE IMPAYE"), "", "", "0001234"), "auto FA-2026-09020=-415.37", "T4 FA-2026-09020=-415.37"},
		{"by the name alone", back(t, "-713.13", "Zinguerie Pontarlier SAS", "REJET"), "review unnamed_return", "T1 FA-2026-09010=-713.13"},
		{"of two items, by one number", back(t, "-1714.56", "", "FA-2026-09001"), "auto FA-2026-09001=-1234.56 FA-2026-09002=-480.00", "T2 FA-2026-09001=-1234.56 FA-2026-09002=-480.00"},
		{"of one of a batch, by the mandate", traced(back(t, "-64.50", "", ""), "", "RUM-MARC", ""), "auto FA-2026-09031=-64.50", "T3 FA-2026-09031=-64.50"},
		{"of two of a batch, by the mandate", traced(back(t, "-254.49", "", ""), "", "RUM-MARC", ""), "", "T3 FA-2026-09030=-189.99 FA-2026-09031=-64.50"},
		{"with a fee", back(t, "-721.13", "", "FA-2026-09010 FRAIS 8,00"), "review unexplained", "T1 FA-2026-09010=-713.13 bank_fee 8.00"},
		{"of one of a batch with a fee", traced(back(t, "-3633.20", "", ""), "", "RUM-DIJK", ""), "review unexplained", "T3 FA-2026-09040=-3618.20 bank_fee 15.00"},
		{"with too great a fee", back(t, "-813.13", "", "FA-2026-09010"), "", "nothing"},
		{"never paid", back(t, "-58.20", "", "FA-2026-09012"), "review no_payment", " FA-2026-09012=-58.20"},
		{"another amount", back(t, "-100.00", "Zinguerie Pontarlier SAS", ""), "", "nothing"},
		{"a code and no number", back(t, "-713.13", "", "MOTIF AC04 REF FA-2026-09010"), "auto FA-2026-09010=-713.13", "T1 FA-2026-09010=-713.13"},
		{"another item is named", traced(back(t, "-713.13", "", "FA-2026-09001"), "E2E-4711", "", ""), "review contradiction", "T1 FA-2026-09010=-713.13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := decideAll(t, pastBook(t), c.line)[0]
			if got := outcome(d); c.want != "" && got != c.want || d.Status == ledger.Auto && string(d.Chosen.Reverses) != strings.Fields(c.of)[0] {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got := first(d); got != c.of {
				t.Errorf("first is %s, want %s", got, c.of)
			}
			for _, e := range d.Candidates {
				t.Logf("%d %d %s%s %v", e.Share, e.MBits, e.Reverses, settles(e), e.Evidence)
			}
		})
	}
}

// TestReturnTwice puts a second return of one payment to review: of the run, and of the past.
func TestReturnTwice(t *testing.T) {
	b := pastBook(t)
	again := back(t, "-713.13", "", "FA-2026-09010")
	ds := decideAll(t, b, back(t, "-713.13", "", "FA-2026-09010"), named("AGAIN", again.Transaction))
	if got := outcome(ds[0]) + ", " + outcome(ds[1]); got != "auto FA-2026-09010=-713.13, review no_payment" {
		t.Error(got)
	}
	earlier(t, &b, "R1", again, "FA-2026-09010=-713.13")
	if got := outcome(decideAll(t, b, again)[0]); got != "review no_payment" {
		t.Errorf("after one of the past: %s", got)
	}
	earlier(t, &b, "T5", payment(t, "713.13", "Zinguerie Pontarlier SAS", "FA-2026-09010"), "FA-2026-09010=713.13")
	d := decideAll(t, b, again)[0]
	if got := outcome(d); got != "auto FA-2026-09010=-713.13" || d.Chosen.Reverses != "T5" {
		t.Errorf("after it was paid again: %s of %s", got, d.Chosen.Reverses)
	}
}

// TestReturnPaidAgain settles an item again that a return has opened, in the same run, but once.
func TestReturnPaidAgain(t *testing.T) {
	pay := func(id string) ledger.Line {
		return named(id, payment(t, "713.13", "Zinguerie Pontarlier SAS", "FA-2026-09010").Transaction)
	}
	come := back(t, "-713.13", "", "FA-2026-09010")
	for _, c := range []struct {
		name  string
		lines []ledger.Line
		want  string
	}{
		{"after", []ledger.Line{pay("A"), come, pay("B")}, "auto auto auto"},
		{"and once more", []ledger.Line{pay("A"), come, pay("B"), pay("C")}, "auto auto auto review"},
		{"before", []ledger.Line{pay("A"), pay("B"), come}, "auto review auto"},
		{"another comes back", []ledger.Line{pay("A"), back(t, "-1234.56", "", "FA-2026-09001"), pay("B")}, "auto review review"},
	} {
		got := ""
		for _, d := range decideAll(t, shop(t), c.lines...) {
			got += " " + string(d.Status)
		}
		if got != " "+c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestReturnOfEither asks which of two like payments comes back.
func TestReturnOfEither(t *testing.T) {
	b := pastBook(t)
	earlier(t, &b, "T5", payment(t, "713.13", "Zinguerie Pontarlier SAS", "FA-2026-09010"), "FA-2026-09010=713.13")
	if got := outcome(decideAll(t, b, back(t, "-713.13", "", "FA-2026-09010"))[0]); got != "review ambiguous" {
		t.Error(got)
	}
}

// TestReturnBefore finds no payment that came later.
func TestReturnBefore(t *testing.T) {
	early := back(t, "-713.13", "", "FA-2026-09010")
	early.Booked = issueDay + 59
	if got := outcome(decideAll(t, pastBook(t), early)[0]); got != "review no_payment" {
		t.Error(got)
	}
}

// TestReturnDiscounted shows what a payment less a discount settled, and asks.
func TestReturnDiscounted(t *testing.T) {
	b := shop(t)
	earlier(t, &b, "T1", payment(t, "1209.87", "Horlogerie Vasseur", "FA-2026-09001"), "FA-2026-09001=1234.56")
	d := decideAll(t, b, back(t, "-1209.87", "", "FA-2026-09001"))[0]
	if got := outcome(d) + " " + first(d); got != "review unexplained T1 FA-2026-09001=-1234.56 other -24.69" {
		t.Error(got)
	}
}

// TestReturnOverpaid takes back what was paid too much as well: no fee, but a credit.
func TestReturnOverpaid(t *testing.T) {
	b := shop(t)
	earlier(t, &b, "T1", payment(t, "1244.56", "Horlogerie Vasseur", "FA-2026-09001"), "FA-2026-09001=1234.56")
	d := decideAll(t, b, back(t, "-1244.56", "", "FA-2026-09001"))[0]
	if got := outcome(d) + " " + first(d); got != "review unexplained T1 FA-2026-09001=-1234.56 overpayment 10.00" {
		t.Error(got)
	}
}

// TestReturnsHold never opens more of an item again than was paid, in any run of
// payments and returns.
func TestReturnsHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, lines := drawn(rt)
		n := len(lines)
		for k := range rapid.IntRange(1, 8).Draw(rt, "returns") {
			l := lines[rapid.IntRange(0, n-1).Draw(rt, "of")]
			amount, err := l.Amount.Neg()
			if err != nil {
				rt.Fatal(err)
			}
			l.Amount, l.Kind, l.ID = amount, ledger.Returned, ledger.LineID(fmt.Sprint("R", k))
			lines = append(lines, l)
		}
		paid := make(map[ledger.InvoiceNumber]int64)
		x := NewIndex(b, Options{})
		for i, d := range x.Decide(lines) {
			if err := d.Validate(lines[i].Amount); err != nil {
				rt.Fatal(err)
			}
			if d.Status != ledger.Auto {
				continue
			}
			for _, a := range d.Chosen.Allocations {
				if paid[a.Invoice] += a.Amount.Minor(); d.Chosen.Class == ledger.PaymentReturned && paid[a.Invoice] < 0 {
					rt.Fatalf("%s is returned beyond what was paid", a.Invoice)
				}
			}
		}
	})
}
