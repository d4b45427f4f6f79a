package matcher

import (
	"slices"
	"testing"

	"lettrage/ledger"
	"lettrage/matcher/calibrate"
)

// TestRun decides lines that compete for the same items.
func TestRun(t *testing.T) {
	first := payment(t, "1234.56", "Horlogerie Vasseur", "FA-2026-09001")
	for _, c := range []struct {
		name  string
		lines []ledger.Line
		want  []string
	}{
		{"the same payment twice", []ledger.Line{first, first}, []string{"auto FA-2026-09001=1234.56", "review duplicate"}},
		{"the later one names it better", []ledger.Line{payment(t, "1234.56", "Horlogerie Vasseur", "REGLEMENT"), first}, []string{"auto FA-2026-09001=1234.56", "review duplicate"}},
		{"a number before a name", []ledger.Line{payment(t, "480.00", "Horlogerie Vasseur", "REGLEMENT"), payment(t, "480.00", "Factor Ouest", "FA-2026-09002")}, []string{"review duplicate", "auto FA-2026-09002=480.00"}},
		{"what is left of two alike, another day", []ledger.Line{dayed(payment(t, "713.13", "Zinguerie Pontarlier", "FA-2026-09010"), -20), payment(t, "713.13", "Zinguerie Pontarlier", "REGLEMENT")},
			[]string{"auto FA-2026-09010=713.13", "auto FA-2026-09011=713.13"}},
		{"… the same day may be the same payment", []ledger.Line{payment(t, "713.13", "Zinguerie Pontarlier", "FA-2026-09010"), payment(t, "713.13", "Zinguerie Pontarlier", "REGLEMENT")},
			[]string{"auto FA-2026-09010=713.13", "review ambiguous"}},
		{"what is left of two who are called alike", []ledger.Line{payment(t, "777.77", "Imbert", "FA-2026-09050"), payment(t, "777.77", "Imbert", "REGLEMENT")},
			[]string{"auto FA-2026-09050=777.77", "review ambiguous"}},
		{"two parts that fit", []ledger.Line{payment(t, "600.00", "Horlogerie Vasseur", "FA-2026-09001"), payment(t, "634.56", "Horlogerie Vasseur", "FA-2026-09001")},
			[]string{"auto FA-2026-09001=600.00 partial 0.00", "auto FA-2026-09001=634.56 partial 0.00"}},
		{"two parts that are too much", []ledger.Line{payment(t, "600.00", "Horlogerie Vasseur", "FA-2026-09001"), payment(t, "900.00", "Horlogerie Vasseur", "FA-2026-09001")},
			[]string{"auto FA-2026-09001=600.00 partial 0.00", "review competing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := slices.Clone(c.lines)
			for i := range lines {
				lines[i] = named(string(rune('A'+i)), lines[i].Transaction)
			}
			var got []string
			for _, d := range decideAll(t, shop(t), lines...) {
				got = append(got, outcome(d))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// dayed moves a line by days.
func dayed(l ledger.Line, days ledger.Date) ledger.Line {
	l.Booked += days
	return l
}

// TestKinds tells lines that are no payment of one customer from those that are.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		name, amount string
		kind         ledger.Kind
		label, text  string
		account      string
		status       ledger.Status
		class        ledger.Class
	}{
		{"own account", "5000.00", ledger.Transfer, "VIR", "TRESORERIE", "FR7630006000011234567890189", ledger.None, ledger.OwnTransfer},
		{"fee", "-12.00", ledger.Fee, "COMMISSION", "", "", ledger.None, ledger.BankFee},
		{"a cheque with the code of a charge", "-1250.00", ledger.Fee, "CHEQUE 8874412", "", "", ledger.None, ledger.Unrelated},
		{"a charge on a cheque", "-12.00", ledger.Other, "FRAIS CHEQUE IMPAYE", "", "", ledger.None, ledger.BankFee},
		{"cards", "830.10", ledger.CardPayout, "REMISE CB", "", "", ledger.None, ledger.CardsPaidOut},
		{"cheques", "830.10", ledger.ChequeDeposit, "REMISE CHEQUES", "", "", ledger.Review, ledger.ChequesDeposited},
		{"collections", "830.10", ledger.DirectDebit, "REMISE PRLV SEPA NB 12", "", "", ledger.Review, ledger.DebitsCollected},
		{"spending", "-830.10", ledger.DirectDebit, "PRLV EDF", "PRLV 4711", "", ledger.None, ledger.Unrelated},
		{"nothing", "0.00", ledger.Transfer, "VIR", "", "", ledger.None, ledger.Unrelated},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := payment(t, c.amount, "", c.text)
			l.Kind, l.Label, l.Counterparty.Account = c.kind, c.label, c.account
			if d := decideAll(t, shop(t), l)[0]; d.Status != c.status || d.Chosen.Class != c.class {
				t.Errorf("got %s %s, want %s %s", d.Status, d.Chosen.Class, c.status, c.class)
			}
		})
	}
}

// TestBatch decides a line of several payments when each of them is sure.
func TestBatch(t *testing.T) {
	detail := func(amount, name, text string) ledger.Detail {
		return ledger.Detail{Amount: euros(t, amount), Payment: payment(t, amount, name, text).Payment}
	}
	l := payment(t, "1424.55", "", "")
	l.Payment, l.Label = ledger.Payment{}, "REMISE PRLV SEPA NB 2"
	l.Details = []ledger.Detail{detail("1234.56", "Horlogerie Vasseur", "FA-2026-09001"), detail("189.99", "Lucie Marchandeau", "FA-2026-09030")}
	d := decideAll(t, shop(t), l)[0]
	if got := outcome(d); got != "auto FA-2026-09001=1234.56 FA-2026-09030=189.99" {
		t.Error(got)
	}
	for _, e := range d.Chosen.Evidence {
		if e.Kind == ledger.ByReference && e.Field != "remittance[0]" && e.Field != "remittance[1]" {
			t.Errorf("a number of a detail is seen in %q", e.Field)
		}
	}
	l.Details[1] = detail("189.99", "Dupond", "merci")
	if got := outcome(decideAll(t, shop(t), l)[0]); got != "review part_unsure" {
		t.Error(got)
	}
}

// TestReturn opens an item again when the payment that comes back is known.
func TestReturn(t *testing.T) {
	paid := named("A", payment(t, "1234.56", "Horlogerie Vasseur", "FA-2026-09001").Transaction)
	back := payment(t, "-1234.56", "Horlogerie Vasseur", "REJET PRLV FA-2026-09001")
	back.Kind = ledger.Returned
	back = named("B", back.Transaction)
	ds := decideAll(t, shop(t), paid, back)
	if got := outcome(ds[1]); got != "auto FA-2026-09001=-1234.56" || ds[1].Chosen.Reverses != "A" || ds[1].Chosen.Class != ledger.PaymentReturned {
		t.Errorf("%s reverses %q", got, ds[1].Chosen.Reverses)
	}
	if d := decideAll(t, shop(t), back)[0]; d.Status != ledger.Review {
		t.Errorf("a return of a payment that nobody knows is %s", d.Status)
	}
	b := shop(t)
	paid.Intake, back.Intake = 1, 2
	for i := range b.Items {
		if b.Items[i].Number == "FA-2026-09001" {
			b.Items[i].Open = euros(t, "0.00")
		}
	}
	b.Past = []Past{{Line: paid, Allocations: []ledger.Allocation{{Invoice: "FA-2026-09001", Amount: euros(t, "1234.56")}}}}
	if d := decideAll(t, b, back)[0]; d.Status != ledger.Auto || d.Chosen.Reverses != "A" {
		t.Errorf("a return of a payment of the past: %s reverses %q", outcome(d), d.Chosen.Reverses)
	}
}

// TestThreshold takes a threshold from even odds on.
func TestThreshold(t *testing.T) {
	l := payment(t, "1234.56", "Horlogerie Vasseur", "REGLEMENT")
	for _, c := range []struct {
		threshold, used int32
		status          ledger.Status
	}{{0, calibrate.Default(), ledger.Auto}, {1, 500_000, ledger.Auto}, {700_000, 700_000, ledger.Auto}, {1_000_000, 1_000_000, ledger.Review}} {
		d := NewIndex(shop(t), Options{Threshold: c.threshold}).Decide([]ledger.Line{l})[0]
		if d.Threshold != c.used || d.Status != c.status {
			t.Errorf("threshold %d: used %d, %s", c.threshold, d.Threshold, d.Status)
		}
	}
}

// TestEmpty decides lines of a company that has nothing.
func TestEmpty(t *testing.T) {
	if d := decideAll(t, Book{}, payment(t, "12.00", "Dupont", "FA-2026-09001"))[0]; d.Status != ledger.Review {
		t.Errorf("got %s", outcome(d))
	}
	if ds := NewIndex(Book{}, Options{}).Decide(nil); len(ds) != 0 {
		t.Errorf("no lines gave %d decisions", len(ds))
	}
}

// TestLearnsWords takes a word that stands before three numbers which are paid to the
// cent for one that means an invoice, and words beside them for words that say nothing.
func TestLearnsWords(t *testing.T) {
	last := named("Z", payment(t, "713.13", "Zinguerie Pontarlier", "zorglub 9011").Transaction)
	run := []ledger.Line{
		named("A", payment(t, "1234.56", "Horlogerie Vasseur", "zorglub 9001").Transaction),
		named("B", payment(t, "480.00", "Horlogerie Vasseur", "zorglub 9002").Transaction),
		named("C", payment(t, "189.99", "Marchandeau", "zorglub 9030").Transaction), last}
	reference := func(d ledger.Decision) int32 {
		for _, e := range d.Candidates[0].Evidence {
			if e.Kind == ledger.ByReference {
				return e.MBits
			}
		}
		return 0
	}
	alone, together := decideAll(t, shop(t), last)[0], decideAll(t, shop(t), run...)[3]
	if a, b := reference(alone), reference(together); b < a+3*bit {
		t.Errorf("a number behind a word that was learned is worth %d, alone %d", b, a)
	}
	unknown := named("Z", payment(t, "96.40", "Lucie Marchandeau", "BULGROZ REGLEMENT").Transaction)
	sure := named("A", payment(t, "480.00", "Horlogerie Vasseur", "BULGROZ FA-2026-09002").Transaction)
	if got := outcome(decideAll(t, shop(t), unknown)[0]); got != "review strange_words" {
		t.Errorf("a word that nobody knows: %s", got)
	}
	if got := outcome(decideAll(t, shop(t), sure, unknown)[1]); got != "auto FA-2026-09060=96.40" {
		t.Errorf("a word that stands on a line which surely pays: %s", got)
	}
}
