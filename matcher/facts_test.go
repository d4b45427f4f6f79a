package matcher

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

const holding = "FR7614508059416000000000142" // an account that the master data does not have

// account and name are facts that persons taught so often.
func account(c ledger.CustomerID, count int) ledger.Fact {
	return ledger.Fact{Kind: ledger.AccountOf, Key: holding, Customer: c, Count: count}
}

func name(c ledger.CustomerID, count int) ledger.Fact {
	return ledger.Fact{Kind: ledger.NameOf, Key: "HOLDING QUATRE VENTS", Customer: c, Count: count}
}

// paidBy is a line of the holding's account under some name.
func paidBy(t *testing.T, amount, name, text string) ledger.Line {
	t.Helper()
	l := payment(t, amount, name, text)
	l.Counterparty.Account = holding
	return l
}

// TestFacts weighs what was learned by how often, and by what speaks against it.
func TestFacts(t *testing.T) {
	const whole = "auto FA-2026-09001=1234.56"
	const someone, vasseur, zinguerie = "Holding Quatre Vents", "Horlogerie Vasseur", "Zinguerie Pontarlier"
	corrected, seen, removed := account("HORL", 2), account("HORL", 0), account("HORL", -1)
	corrected.Untaught, seen.Seen, removed.Untaught = 1, 9, 1
	other := ledger.Fact{Kind: ledger.NameOf, Key: "Holding Quatre Vergers", Customer: "MARC", Count: 3}
	own := ledger.Fact{Kind: ledger.AccountOf, Key: "FR7612345678901234567890106", Customer: "HORL", Count: 3}
	for _, c := range []struct {
		name              string
		facts             []ledger.Fact
		amount, who, text string
		want              string
	}{
		{"nothing", nil, "1234.56", someone, "", "review weak"},
		{"a name, once", []ledger.Fact{name("HORL", 1)}, "1234.56", someone, "", "review unrecognised"},
		{"an account, once", []ledger.Fact{account("HORL", 1)}, "1234.56", someone, "", "review unrecognised"},
		{"both, once: it was one decision", []ledger.Fact{account("HORL", 1), name("HORL", 1)}, "1234.56", someone, "", "review unrecognised"},
		{"once, and a part of the number", []ledger.Fact{account("HORL", 1)}, "1234.56", someone, "FACTURE 9001", whole},
		{"a name, cut off, and often", []ledger.Fact{name("HORL", 3)}, "1234.56", "HOLDING QUATRE VE", "", "review unrecognised"},
		{"a name, cut off, and a part of the number", []ledger.Fact{name("HORL", 3)}, "1234.56", "HOLDING QUATRE VE", "FACTURE 9001", whole},
		{"a name, cut off, and once", []ledger.Fact{name("HORL", 1)}, "1234.56", "HOLDING QUATRE VE", "", "review unrecognised"},
		{"a name, cut off where others begin so", []ledger.Fact{name("HORL", 3), other}, "1234.56", "HOLDING QUATRE VE", "", "review weak"},
		{"a name with more behind it", []ledger.Fact{name("HORL", 3)}, "1234.56", "HOLDING QUATRE VENTS DU NORD", "", "review unrecognised"},
		{"a short beginning", []ledger.Fact{name("HORL", 3)}, "1234.56", "HOLDING QUA", "", "review weak"},
		{"a name, twice", []ledger.Fact{name("HORL", 2)}, "1234.56", someone, "", whole},
		{"an account, twice", []ledger.Fact{account("HORL", 2)}, "1234.56", someone, "", whole},
		{"seen by the program alone", []ledger.Fact{seen}, "1234.56", someone, "", "review unrecognised"},
		{"corrected", []ledger.Fact{corrected}, "1234.56", someone, "", "review unrecognised"},
		{"untaught", []ledger.Fact{removed}, "1234.56", someone, "", "review weak"},
		{"of a customer who is gone", []ledger.Fact{account("GONE", 2)}, "1234.56", someone, "", "review weak"},
		{"an account of the company's own", []ledger.Fact{own}, "1234.56", someone, "", "review weak"},
		{"against a name", []ledger.Fact{account("HORL", 2)}, "1234.56", zinguerie, "", "review unrecognised"},
		{"against a number", []ledger.Fact{account("HORL", 2)}, "189.99", someone, "FA-2026-09030", "auto FA-2026-09030=189.99"},
		{"once, against a number, owing as much", []ledger.Fact{account("HORL", 1)}, "713.13", someone, "FA-2026-09010", "auto FA-2026-09010=713.13"},
		{"for two customers", []ledger.Fact{account("HORL", 2), account("MARC", 2)}, "1234.56", vasseur, "", whole},
		{"for another, and the name is plain", []ledger.Fact{account("MARC", 1)}, "1234.56", vasseur, "", whole},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := shop(t)
			b.Facts = c.facts
			if d := decideAll(t, b, paidBy(t, c.amount, c.who, c.text))[0]; outcome(d) != c.want {
				t.Errorf("got  %s\nwant %s\n%v", outcome(d), c.want, d.Candidates)
			}
		})
	}
}

// TestTheMasterDataStands keeps an account of the list of customers what it is, whoever
// it was taught of besides.
func TestTheMasterDataStands(t *testing.T) {
	b := shop(t)
	for _, count := range []int{0, 1, 9} {
		for amount, want := range map[string]string{"1234.56": "auto FA-2026-09001=1234.56", "189.99": "review"} {
			l := payment(t, amount, "", "")
			l.Counterparty.Account = "FR7610278060000002041234567" // HORL's
			b.Facts = []ledger.Fact{{Kind: ledger.AccountOf, Key: l.Counterparty.Account, Customer: "MARC", Count: count}}
			if d := decideAll(t, b, l)[0]; !strings.HasPrefix(outcome(d), want) {
				t.Errorf("%s, taught of another %d times: %s, want %s", amount, count, outcome(d), want)
			}
		}
	}
}

// payerBits is what the first candidate's payer is worth, 0 where he is nobody.
func payerBits(t *testing.T, facts ...ledger.Fact) int32 {
	t.Helper()
	b := shop(t)
	b.Facts = facts
	for _, e := range decideAll(t, b, paidBy(t, "1234.56", "", ""))[0].Candidates[0].Evidence {
		if e.Kind == ledger.ByAccount {
			return e.MBits
		}
	}
	return 0
}

// TestFactsGrowAndShrink counts confirmations, corrections, and others who pay so.
func TestFactsGrowAndShrink(t *testing.T) {
	with := func(count, untaught, seen int) ledger.Fact {
		f := account("HORL", count)
		f.Untaught, f.Seen = untaught, seen
		return f
	}
	for _, c := range []struct {
		name       string
		less, more []ledger.Fact
	}{
		{"nothing, seen", nil, []ledger.Fact{with(0, 0, 1)}},
		{"seen, taught", []ledger.Fact{with(0, 0, 1)}, []ledger.Fact{with(1, 0, 0)}},
		{"once, twice", []ledger.Fact{with(1, 0, 0)}, []ledger.Fact{with(2, 0, 0)}},
		{"twice, often", []ledger.Fact{with(2, 0, 0)}, []ledger.Fact{with(3, 0, 0)}},
		{"corrected, not corrected", []ledger.Fact{with(2, 1, 0)}, []ledger.Fact{with(2, 0, 0)}},
		{"of two, of one", []ledger.Fact{with(2, 0, 0), account("MARC", 1)}, []ledger.Fact{with(2, 0, 0)}},
		{"of many, of two", []ledger.Fact{with(2, 0, 0), account("MARC", 2), account("ZING", 2)}, []ledger.Fact{with(2, 0, 0), account("MARC", 2)}},
	} {
		if less, more := payerBits(t, c.less...), payerBits(t, c.more...); less >= more {
			t.Errorf("%s: %d and %d, should grow", c.name, less, more)
		}
	}
}

// TestPayerOfMany takes an insurer, of whom three customers were taught, for nobody's
// name: it says nothing against the item of a fourth.
func TestPayerOfMany(t *testing.T) {
	b := shop(t)
	against := func() (bits int32) {
		for _, e := range decideAll(t, b, paidBy(t, "189.99", "Holding Quatre Vents", "FA-2026-09030"))[0].Candidates[0].Evidence {
			if e.Kind == ledger.Against {
				bits += e.MBits
			}
		}
		return bits
	}
	if against() == 0 {
		t.Fatal("a stranger's name says nothing")
	}
	b.Facts = []ledger.Fact{name("HORL", 1), name("ZING", 1), name("DIJK", 1)}
	if got := against(); got != 0 {
		t.Errorf("%d thousandths of a bit against, should be none", got)
	}
}

// of makes an owner of all items.
func of(c ledger.CustomerID) Owner {
	return func(ledger.InvoiceNumber) ledger.CustomerID { return c }
}

// paidWith are allocations: number, amount, number, amount, …
func paidWith(t testing.TB, items ...string) []ledger.Allocation {
	t.Helper()
	var all []ledger.Allocation
	for i := 0; i < len(items); i += 2 {
		all = append(all, ledger.Allocation{Invoice: ledger.InvoiceNumber(items[i]), Amount: euros(t, items[i+1])})
	}
	return all
}

// TestTeaches says what a decision teaches.
func TestTeaches(t *testing.T) {
	l, one := paidBy(t, "12.00", "Holding Quatre Vents", ""), paidWith(t, "F-1", "12.00")
	if got := Teaches(l, one, of("HORL")); !slices.Equal(got, []ledger.Fact{account("HORL", 0), {Kind: ledger.NameOf, Key: "Holding Quatre Vents", Customer: "HORL"}}) {
		t.Errorf("%v", got)
	}
	out := l
	out.Amount = euros(t, "-12.00")
	bank := l
	bank.Counterparty, bank.Label = ledger.Party{Name: "VIR SEPA RECU"}, "VIR SEPA RECU REF 4711"
	label := bank
	label.Label = "VIR SEPA RECU DE HOLDING 4 VENTS REF 4711 MERCI"
	if got := Teaches(label, one, of("HORL")); !slices.Equal(got, []ledger.Fact{{Kind: ledger.NameOf, Key: "HOLDING VENTS", Customer: "HORL"}}) {
		t.Errorf("%v", got)
	}
	two := func(n ledger.InvoiceNumber) ledger.CustomerID { return ledger.CustomerID(n) }
	for what, got := range map[string][]ledger.Fact{"nobody's items": Teaches(l, one, of("")), "no items": Teaches(l, nil, of("HORL")), "money that goes out": Teaches(out, one, of("HORL")),
		"the bank's words": Teaches(bank, one, of("HORL")), "items of two": Teaches(l, paidWith(t, "F-1", "6.00", "F-2", "6.00"), two)} {
		if len(got) > 0 {
			t.Errorf("%s: %v", what, got)
		}
	}
}

// TestABatchTeaches takes each payment of a batch by its amount, where no other has it.
func TestABatchTeaches(t *testing.T) {
	l := payment(t, "60.00", "", "")
	l.Label = "VIR GROUPE ZORGLUB"
	for _, d := range []struct{ amount, name string }{{"10.00", "Alpha"}, {"20.00", "Beta"}, {"15.00", "Gamma"}, {"15.00", "Delta"}} {
		l.Details = append(l.Details, ledger.Detail{Amount: euros(t, d.amount), Payment: ledger.Payment{Counterparty: ledger.Party{Name: d.name}}})
	}
	paid := paidWith(t, "F-1", "10.00", "F-2", "20.00", "F-3", "15.00", "F-4", "15.00")
	got := Teaches(l, paid, func(n ledger.InvoiceNumber) ledger.CustomerID { return ledger.CustomerID("C" + n[2:]) })
	want := []ledger.Fact{{Kind: ledger.NameOf, Key: "Alpha", Customer: "C1"}, {Kind: ledger.NameOf, Key: "Beta", Customer: "C2"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestOneWrongClick holds that a fact which was taught once and is wrong makes no line
// automatic for its customer that was not, whatever the line.
func TestOneWrongClick(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		for i := range lines {
			lines[i].Counterparty.Account = holding
			if rapid.Bool().Draw(t, "nameless") {
				lines[i].Counterparty.Name = ""
			}
		}
		before := NewIndex(b, Options{}).Decide(lines)
		wrong := rapid.SampledFrom(b.Customers).Draw(t, "customer")
		line := rapid.SampledFrom(lines).Draw(t, "line")
		taught := Teaches(line, []ledger.Allocation{{Amount: line.Amount}}, of(wrong.ID))
		for i := range taught {
			taught[i].Count = 1
		}
		b.Facts = taught
		for i, d := range NewIndex(b, Options{}).Decide(lines) {
			if d.Status == ledger.Auto && before[i].Status != ledger.Auto && !namedIn(d.Chosen) && lines[i].Counterparty.Name != wrong.Name {
				t.Fatalf("line %d: %s became %s", i, outcome(before[i]), outcome(d))
			}
		}
	})
}

// namedIn reports whether a number of the line speaks for an explanation too.
func namedIn(e ledger.Explanation) bool {
	return slices.ContainsFunc(e.Evidence, func(v ledger.Evidence) bool { return v.Kind == ledger.ByReference || v.Kind == ledger.ByPurchase })
}

// TestOddFacts takes what is no name and what pays for thousands, and bounds what is
// looked at for a line.
func TestOddFacts(t *testing.T) {
	b, _ := company(1, 3000, 0)
	for i := range b.Customers {
		b.Customers[i].Name = "Alpha SARL"
		id := b.Customers[i].ID
		b.Facts = append(b.Facts, account(id, 1<<40), name(id, -1<<40), ledger.Fact{Kind: ledger.NameOf, Key: "ALPHA", Customer: id, Count: i},
			ledger.Fact{Kind: ledger.NameOf, Key: "--", Customer: id, Count: 1}, ledger.Fact{Kind: ledger.AccountOf, Key: " ", Customer: id, Count: 1})
	}
	x := NewIndex(b, Options{})
	for key, all := range x.learned {
		if len(all) > maxPayers+1 {
			t.Errorf("%d customers are looked at for %x", len(all), key)
		}
	}
	for _, who := range []string{"", "--", "Alpha", "Holding Quatre Vents"} {
		l := paidBy(t, "1.00", who, "")
		l.Label = "-- --"
		if d := decideAll(t, b, l)[0]; d.Status == ledger.Auto {
			t.Errorf("%q: %s", who, outcome(d))
		}
	}
}

// TestNamesakes tells two customers of one name apart by what was learned of one.
func TestNamesakes(t *testing.T) {
	l := paidBy(t, "777.77", "IMBERT", "")
	for _, c := range []struct {
		facts []ledger.Fact
		first string // item of the first candidate; empty: any
		want  string
	}{
		{nil, "", "review ambiguous"},
		{[]ledger.Fact{account("IMB1", 1)}, "FA-2026-09050", "review ambiguous"},
		{[]ledger.Fact{account("IMB2", 1)}, "FA-2026-09051", "review ambiguous"},
		{[]ledger.Fact{account("IMB2", 3)}, "FA-2026-09051", "auto FA-2026-09051=777.77"},
	} {
		b := shop(t)
		b.Facts = c.facts
		d := decideAll(t, b, l)[0]
		if outcome(d) != c.want || c.first != "" && string(d.Candidates[0].Allocations[0].Invoice) != c.first {
			t.Errorf("%v: %s %v", c.facts, outcome(d), d.Candidates)
		}
	}
}
