package matcher

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// explain says why the last of the lines was decided as it was.
func explain(t testing.TB, against ledger.InvoiceNumber, lines ...ledger.Line) Why {
	t.Helper()
	return NewIndex(shop(t), Options{}).Run(lines).Explain(len(lines)-1, against)
}

// saidOf writes changes in short: "named FA-1, amount_equal 12.00 + named FA-2".
func saidOf(changes [][]Change) string {
	var all []string
	for _, together := range changes {
		var s []string
		for _, c := range together {
			one := string(c.If)
			for _, n := range c.Invoices {
				one += " " + string(n)
			}
			if c.Amount.Currency() != "" {
				one += " " + c.Amount.String()
			}
			if c.Customer != "" {
				one += " " + c.Customer
			}
			s = append(s, strings.Join(append([]string{one}, c.Words...), " "))
		}
		all = append(all, strings.Join(s, " + "))
	}
	return strings.Join(all, ", ")
}

// TestChanges says what would make a line automatic, and each of them does.
func TestChanges(t *testing.T) {
	for _, c := range []struct{ name, amount, payer, text, want string }{
		{"sure", "1234.56", "Horlogerie Vasseur", "FA-2026-09001", ""},
		{"payer unsure", "1234.56", "", "REGLEMENT", "named FA-2026-09001"},
		{"a stranger's name", "1234.56", "Cordonnerie Xaintrailles", "REGLEMENT", "named FA-2026-09001, payer_known Horlogerie Vasseur SARL"},
		{"strange words", "96.40", "Lucie Marchandeau", "ZORGLUB BULGROZ", "named FA-2026-09060, payer_known Lucie Marchandeau, other_words ZORGLUB BULGROZ"},
		{"two alike", "713.13", "Zinguerie Pontarlier", "REGLEMENT", "named FA-2026-09010, rival_settled FA-2026-09011"},
		{"too much", "1300.00", "Horlogerie Vasseur", "FA-2026-09001", "amount_equal 1234.56"},
		{"another is named", "1234.56", "Horlogerie Vasseur", "FA-2026-09010", "named_alone FA-2026-09001"},
		{"a paid one is named", "1234.56", "Horlogerie Vasseur", "FA-2026-09099", "named_alone FA-2026-09001"},
		{"nothing fits", "17.23", "", "BONJOUR", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			why := explain(t, "", payment(t, c.amount, c.payer, c.text))
			changes := slices.DeleteFunc(why.Changes, func(c []Change) bool { return c[0].If == MoreBits })
			if got := saidOf(changes); got != c.want {
				t.Errorf("got  %s\nwant %s (%s)", got, c.want, outcome(why.Decision))
			}
		})
	}
}

// TestMoreBits counts what a share lacks.
func TestMoreBits(t *testing.T) {
	for _, c := range []struct{ share, threshold, want int32 }{
		{999_000, 999_000, 0}, {500_000, 999_000, 9964}, {499_999, 999_000, 9964}, {0, 999_000, 29895}, {998_000, 999_000, 1001}, {500_000, million, 19931},
	} {
		if got := lacking(c.share, c.threshold); got < c.want-2 || got > c.want+2 {
			t.Errorf("%d to %d: %d, want %d", c.share, c.threshold, got, c.want)
		}
	}
}

// TestWhyNot says of any invoice why a line does not pay it.
func TestWhyNot(t *testing.T) {
	b := shop(t)
	b.Items = append(b.Items, itemOf(t, "FA-2026-09100 HORL 99.00 20"), itemOf(t, "FA-2026-09101 HORL 99.00 20"))
	gone := &b.Items[len(b.Items)-1]
	gone.Status, gone.Open, gone.Outstanding = ledger.Cancelled, euros(t, "0.00"), euros(t, "0.00")
	x := NewIndex(b, Options{})
	for _, c := range []struct{ amount, payer, text, against, want string }{
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-2026-09001", "place 0"},
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-1", "unknown"},
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-2026-09099", "settled"},
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-2026-09101", "cancelled"},
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "AV-2026-00007", "sign"},
		{"-1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-2026-09001", "not_return"},
		{"-1234.56", "Horlogerie Vasseur", "IMPAYE FA-2026-09001", "FA-2026-09001", "place 0"},
		{"-1234.56", "Horlogerie Vasseur", "IMPAYE FA-2026-09001", "FA-2026-09002", "sign"},
		{"-480.00", "Horlogerie Vasseur", "IMPAYE FA-2026-09001", "FA-2026-09002", "made 480.00: reference"},
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-2026-09002", "made 480.00 overpayment: prior reference amount"},
		{"1234.56", "Horlogerie Vasseur", "FA-2026-09001", "FA-2026-09013", "made 1234.56 partial: prior reference amount payer"},
		{"713.13", "Zinguerie Pontarlier", "REGLEMENT", "FA-2026-09011", "place 1"},
	} {
		why := x.Run([]ledger.Line{payment(t, c.amount, c.payer, c.text)}).Explain(0, ledger.InvoiceNumber(c.against))
		if got := inShortOf(why.Against); got != c.want {
			t.Errorf("%s %s %s against %s: %q, want %q", c.amount, c.payer, c.text, c.against, got, c.want)
		}
	}
}

func inShortOf(n *Against) string {
	switch {
	case n.Bar != CanBe:
		return string(n.Bar)
	case n.Place >= 0:
		return fmt.Sprintf("place %d", n.Place)
	}
	out := "made " + strings.TrimPrefix(n.Way.Allocations[0].Amount.String(), "-")
	if k := n.Way.Difference.Kind; k != "" {
		out += " " + string(k)
	}
	out += ":"
	for _, c := range n.Compared {
		if c.Best > c.Other {
			out += " " + string(c.Sort)
		}
	}
	return out
}

// TestRivals names the other lines that want the same item.
func TestRivals(t *testing.T) {
	one, two := payment(t, "1234.56", "Horlogerie Vasseur", "FA-2026-09001"), payment(t, "1234.56", "Horlogerie Vasseur", "FA-2026-09001")
	two.ID, two.BankID = "L2", "L2"
	why := explain(t, "FA-2026-09001", one, two)
	if why.Decision.Reason != ledger.DuplicatePay || len(why.Rivals) != 1 || why.Rivals[0] != "L1" || saidOf(why.Changes) != "line_decided" {
		t.Errorf("%s, rivals %v, %s", outcome(why.Decision), why.Rivals, saidOf(why.Changes))
	}
	if n := why.Against; len(n.Settled) != 1 || n.Settled[0] != "L1" {
		t.Errorf("settled by %v", n.Settled)
	}
}

// TestReturnChanges says of a payment that comes back what would prove it.
func TestReturnChanges(t *testing.T) {
	paid, back := payment(t, "1234.56", "Horlogerie Vasseur", "FA-2026-09001"), payment(t, "-1234.56", "Horlogerie Vasseur", "REJET PRLV")
	back.ID, back.BankID, back.Kind = "L2", "L2", ledger.Returned
	why := explain(t, "FA-2026-09002", paid, back)
	if why.Decision.Reason != ledger.ReturnUnnamed || saidOf(why.Changes) != "named FA-2026-09001" || why.Ways[0].Reverses != "L1" {
		t.Errorf("%s, %s, %v", outcome(why.Decision), saidOf(why.Changes), why.Ways)
	}
	if n := why.Against; n.Bar != OtherSign {
		t.Errorf("against one of a smaller sum: %v", n)
	}
}

// TestCompared names what an evidence was compared with.
func TestCompared(t *testing.T) {
	for _, c := range []struct{ payer, text, how, want string }{
		{"Horlogerie Vasseur", "facture 9001", "short", "FA-2026-09001"},
		{"Horlogerie Vasseur", "facture 9001", "name", "Horlogerie Vasseur SARL"},
		{"Horlogerie Vasseur", "facture 9001", "exact", "1234.56"},
		{"Horlogerie Vasseur", "FA-2026-09002", "names_other", "FA-2026-09002"},
		{"Lucie Marchandeau", "9001", "other_customer", "Lucie Marchandeau"},
		{"Horlogerie Vasseur", "ZORGLUB BULGROZ", "strange_words", "ZORGLUB BULGROZ"},
	} {
		l := payment(t, "1234.56", c.payer, c.text)
		why := explain(t, "FA-2026-09001", l)
		w := why.Against.Way
		k := slices.IndexFunc(w.Evidence, func(e ledger.Evidence) bool { return e.How == c.how })
		if k < 0 || w.With[k] != c.want {
			t.Errorf("%s, %s: %s in %v with %q", c.payer, c.text, c.how, w.Evidence, w.With)
		}
	}
}

// TestPlace points to the words that were seen, and not to the whole text.
func TestPlace(t *testing.T) {
	for _, c := range []struct{ text, how, want string }{
		{"VIR DE HORLOGERIE VASSEUR SARL MOTIF SOLDE", "name_in_text", "HORLOGERIE VASSEUR"},
		{"virement Vasseur – horlogerie, merci", "name_in_text", "Vasseur – horlogerie"},
		{"VIR DE HORLOGERIE VASSEUR ZORGLUB BULGROZ MERCI", "strange_words", "ZORGLUB BULGROZ"},
	} {
		l := payment(t, "1234.56", "", "")
		l.Label = c.text
		w := explain(t, "FA-2026-09001", l).Against.Way
		k := slices.IndexFunc(w.Evidence, func(e ledger.Evidence) bool { return e.How == c.how })
		if k < 0 || seen(l, w.Evidence[k]) != c.want {
			t.Errorf("%q: %s in %v", c.text, c.how, w.Evidence)
		}
	}
}

// TestWhyAddsUp explains what Decide decides, and every way adds up.
func TestWhyAddsUp(t *testing.T) {
	book, lines := company(11, 400, 60)
	x := NewIndex(book, Options{})
	decisions := x.Decide(lines)
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.IntRange(0, len(lines)-1).Draw(rt, "line")
		it := rapid.SampledFrom(book.Items).Draw(rt, "item")
		why := x.Run(lines).Explain(at, it.Number)
		if fmt.Sprint(why.Decision) != fmt.Sprint(decisions[at]) {
			rt.Fatalf("explained %v\ndecided %v", why.Decision, decisions[at])
		}
		var shares int32
		for _, w := range append(why.Ways, why.Against.Way) {
			sum := w.Prior + w.Choice
			for _, e := range w.Evidence {
				sum += e.MBits
			}
			if sum != w.MBits || len(w.With) != len(w.Evidence) {
				rt.Fatalf("%v does not add up", w)
			}
		}
		for i, w := range why.Ways {
			shares += w.Share
			if c := why.Decision.Candidates; i < len(c) && len(w.Allocations) > 0 && i == 0 && settles(w.Explanation) != settles(c[0]) {
				rt.Fatalf("first is %v, candidate %v", w, c[0])
			}
		}
		if len(why.Ways) > 0 && (shares > million || shares < million-int32(len(why.Ways))) {
			rt.Fatalf("shares sum up to %d", shares)
		}
		v := x.prepare(&lines[at], -1)
		if n := x.nothings(v); n[0].mbits != x.unlistedBits(v) || n[1].mbits != x.otherBits(v) {
			rt.Fatal("what books nothing is explained otherwise than it is weighed")
		}
	})
}

// TestWhyOfABatch explains each payment of a batch line.
func TestWhyOfABatch(t *testing.T) {
	l := payment(t, "1714.56", "", "")
	l.Details = []ledger.Detail{
		{Amount: euros(t, "1234.56"), Payment: ledger.Payment{Counterparty: ledger.Party{Name: "Horlogerie Vasseur"}, Remittance: "FA-2026-09001"}},
		{Amount: euros(t, "480.00"), Payment: ledger.Payment{Counterparty: ledger.Party{Name: "Horlogerie Vasseur"}, Remittance: "merci"}},
	}
	why := explain(t, "FA-2026-09003", l)
	if len(why.Parts) != 2 || why.Parts[0].Decision.Status != ledger.Auto || len(why.Parts[1].Ways) < 3 {
		t.Errorf("%d parts: %v", len(why.Parts), why.Parts)
	}
}

// TestWhyOfAnything explains odd lines against any item, and never panics; what it
// says would change the decision changes it.
func TestWhyOfAnything(t *testing.T) {
	b := shop(t)
	b.Past = []Past{{Line: named("P1", ledger.Transaction{Amount: euros(t, "350.00")}), Allocations: []ledger.Allocation{{Invoice: "FA-2026-09099", Amount: euros(t, "350.00")}}}}
	x := NewIndex(b, Options{})
	texts := []string{"", " ", "…", "FA-2026-09001", "facture 9011 et 9010", "REMB PRET", "IMPAYE FA-2026-09001", "FA-2026-99999", "ZORGLUB", "acompte devis 12", "AVOIR 7", "9001 à 9003", "\xff\x00"}
	payment := func(t *rapid.T) ledger.Payment {
		return ledger.Payment{Remittance: rapid.SampledFrom(texts).Draw(t, "text"), EndToEndID: rapid.SampledFrom(texts).Draw(t, "id"),
			Counterparty: ledger.Party{Name: rapid.SampledFrom([]string{"", "Horlogerie Vasseur", "IMBERT", "Lucie Marchandeau", "?"}).Draw(t, "name"),
				Account: rapid.SampledFrom([]string{"", "FR7610278060000002041234567", "FR7630006000011234567890189"}).Draw(t, "account")}}
	}
	amount := func(t *rapid.T) money.Amount {
		a := rapid.SampledFrom(b.Items).Draw(t, "owed").Total.Minor() + int64(rapid.SampledFrom([]int{0, 0, 1, -1, 5000, -2000}).Draw(t, "off"))
		if rapid.IntRange(0, 4).Draw(t, "out") == 0 {
			a = -a
		}
		return money.New(a, money.EUR)
	}
	rapid.Check(t, func(rt *rapid.T) {
		l := named("L1", ledger.Transaction{Booked: issueDay + ledger.Date(rapid.IntRange(0, 400).Draw(rt, "day")), Amount: amount(rt), Label: rapid.SampledFrom(texts).Draw(rt, "label"), Payment: payment(rt)})
		for range rapid.SampledFrom([]int{0, 0, 0, 2, 3}).Draw(rt, "payments") {
			l.Details = append(l.Details, ledger.Detail{Amount: amount(rt), Payment: payment(rt)})
		}
		against := rapid.SampledFrom(b.Items).Draw(rt, "against")
		why := x.Run([]ledger.Line{l}).Explain(0, against.Number)
		if len(why.Parts) != 0 && len(why.Parts) != len(l.Details) {
			rt.Fatalf("%d parts of %d", len(why.Parts), len(l.Details))
		}
		for _, c := range why.Changes {
			if len(c) == 1 && c[0].If == Named {
				if l.Remittance += "\nFACTURE"; x.prepare(&l, -1).told() {
					for _, n := range c[0].Invoices {
						l.Remittance += " " + string(n)
					}
				}
				if d := x.Decide([]ledger.Line{l})[0]; d.Status != ledger.Auto || settles(d.Chosen) != settles(why.Ways[0].Explanation) && len(why.Ways[0].Allocations) > 0 {
					rt.Fatalf("named %v: %s", c[0].Invoices, outcome(d))
				}
				break
			}
		}
	})
}
