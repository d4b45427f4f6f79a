package matcher

import (
	"slices"
	"testing"

	"lettrage/ledger"
)

const rum = "ABO-2024-00317"

// debited is a payment that the company took by a mandate.
func debited(t *testing.T, mandate, name, text string) ledger.Line {
	t.Helper()
	l := payment(t, "1234.56", name, text)
	l.MandateID = mandate
	return l
}

// TestMandates finds whose a mandate is: in the master data, by what was learned, and in a text.
func TestMandates(t *testing.T) {
	const whole = "auto FA-2026-09001=1234.56"
	taught := func(c ledger.CustomerID, count int) ledger.Fact {
		return ledger.Fact{Kind: ledger.MandateOf, Key: "ABO202400317", Customer: c, Count: count}
	}
	account := func(name string) string { // what the account of the master data decides
		l := payment(t, "1234.56", name, "")
		l.Counterparty.Account = "FR7610278060000002041234567"
		return outcome(decideAll(t, shop(t), l)[0])
	}
	for _, c := range []struct {
		name   string
		listed bool
		facts  []ledger.Fact
		line   ledger.Line
		want   string
	}{
		{"unknown", false, nil, debited(t, rum, "", ""), "review weak"},
		{"of the master data", true, nil, debited(t, rum, "", ""), whole},
		{"written otherwise", true, nil, debited(t, "abo 2024 00317", "", ""), whole},
		{"with another's name, as an account", true, nil, debited(t, rum, "Zinguerie Pontarlier", ""), account("Zinguerie Pontarlier")},
		{"in a text", true, nil, debited(t, "", "", "PRLV RUM ABO-2024-00317"), whole},
		{"taught once", false, []ledger.Fact{taught("HORL", 1)}, debited(t, rum, "", ""), "review unrecognised"},
		{"taught twice", false, []ledger.Fact{taught("HORL", 2)}, debited(t, rum, "", ""), whole},
		{"taught of another than the list says", true, []ledger.Fact{taught("MARC", 2)}, debited(t, rum, "", ""), whole},
		{"of a customer who is gone", false, []ledger.Fact{taught("GONE", 2)}, debited(t, rum, "", ""), "review weak"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := shop(t)
			b.Facts = c.facts
			if c.listed {
				horl := slices.IndexFunc(b.Customers, func(c ledger.Customer) bool { return c.ID == "HORL" })
				b.Customers[horl].Mandates = []string{"ABO-2023-00001", rum}
			}
			if d := decideAll(t, b, c.line)[0]; outcome(d) != c.want {
				t.Errorf("got  %s\nwant %s\n%v", outcome(d), c.want, d.Candidates)
			}
		})
	}
	want := ledger.Fact{Kind: ledger.MandateOf, Key: "ABO202400317", Customer: "HORL"}
	if got := Teaches(debited(t, rum, "", ""), paidWith(t, "F-1", "1234.56"), of("HORL")); !slices.Contains(got, want) {
		t.Errorf("taught %v, should hold %v", got, want)
	}
}

// TestTradeNames takes a customer for the payer under each of his names.
func TestTradeNames(t *testing.T) {
	const whole = "auto FA-2026-09001=1234.56"
	for _, c := range []struct{ name, who, text, want string }{
		{"his own", "HORLOGERIE VASSEUR", "", whole},
		{"the trade name", "LE CARILLON DU MARCHE", "", whole},
		{"turned round, cut off", "CARILLON DU MARC", "SOLDE", whole},
		{"the second", "TEMPUS COMTOIS", "", whole},
		{"in a text", "", "VIR LE CARILLON DU MARCHE", whole},
		{"a word of each", "VASSEUR COMTOIS", "", "review unrecognised"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := shop(t)
			horl := slices.IndexFunc(b.Customers, func(c ledger.Customer) bool { return c.ID == "HORL" })
			b.Customers[horl].Trade = []string{"Le Carillon du Marché", "Tempus Comtois", "Horlogerie Vasseur", "-"}
			if d := decideAll(t, b, payment(t, "1234.56", c.who, c.text))[0]; outcome(d) != c.want {
				t.Errorf("got  %s\nwant %s\n%v", outcome(d), c.want, d.Candidates)
			}
			b.Customers[horl].Trade = nil
			if d := decideAll(t, b, payment(t, "1234.56", c.who, c.text))[0]; c.who != "HORLOGERIE VASSEUR" && d.Status == ledger.Auto {
				t.Errorf("without trade names: %s", outcome(d))
			}
		})
	}
}

// TestTradeNamesOfTwins takes a name that the second entry of a customer trades under for the first.
func TestTradeNamesOfTwins(t *testing.T) {
	b := shop(t)
	horl := slices.IndexFunc(b.Customers, func(c ledger.Customer) bool { return c.ID == "HORL" })
	b.Customers[horl].SIREN = "732829320"
	b.Customers = append(b.Customers, ledger.Customer{ID: "HORL2", Name: "Vasseur Horlogerie", SIREN: "732829320", Trade: []string{"Le Carillon du Marché"}})
	if d := decideAll(t, b, payment(t, "1234.56", "LE CARILLON DU MARCHE", ""))[0]; outcome(d) != "auto FA-2026-09001=1234.56" {
		t.Errorf("%s: %v", outcome(d), d.Candidates)
	}
}
