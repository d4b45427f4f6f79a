package matcher

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// TestRuleKey keeps what lines of one kind have in common.
func TestRuleKey(t *testing.T) {
	for _, c := range []struct{ amount, label, name, text, want string }{
		{"-54.90", "PRLV SEPA ORANGE SA 0612345678 REF 8K2Z", "", "", "- PRLV SEPA ORANGE SA REF"},
		{"-54.90", "prlv sepa Orange SA  REF 77AB", "", "", "- PRLV SEPA ORANGE SA REF"},
		{"54.90", "PRLV SEPA ORANGE SA REF 8K2Z", "", "", "+ PRLV SEPA ORANGE SA REF"},
		{"-900.00", "VIR SEPA EMIS", "SCI DES TROIS PONTS", "LOYER JANVIER", "- VIR SEPA EMIS SCI DES TROIS PONTS"},
		{"-900.00", "LOYER SCI PONTS FEVRIER 2026", "", "", "- LOYER SCI PONTS"},
		{"-900.00", "LOYER SCI PONTS MARS 2026", "", "", "- LOYER SCI PONTS"},
		{"-12.00", "VIR", "", "URSSAF 12/2026", "- VIR URSSAF"},
		{"-12.00", "VIR SEPA", "", "", ""},
		{"-12.00", "PRELEVEMENT 4711", "", "", ""},
		{"-12.00", "", "", "", ""},
		{"0.00", "FRAIS", "", "", ""},
		{"-9.90", "FRAIS TENUE DE COMPTE", "", "", "- FRAIS TENUE DE COMPTE"},
		{"-9.90", "A1 B2 C3 ÇA", "", "", "- CA"},
	} {
		l := payment(t, c.amount, c.name, c.text)
		l.Label = c.label
		if got := RuleKey(l); got != c.want {
			t.Errorf("%q %q %q: %q, want %q", c.label, c.name, c.text, got, c.want)
		}
	}
}

// TestWideRule keeps what keys have in common, and fits them and others of the kind.
func TestWideRule(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
		fits map[string]bool
	}{
		{[]string{"- PRLV SEPA EDF CLIENT ABC", "- PRLV SEPA EDF CLIENT DEF", "- PRLV SEPA EDF GHI"}, "- PRLV SEPA EDF *",
			map[string]bool{"- PRLV SEPA EDF": true, "- PRLV SEPA EDF XYZ": true, "- PRLV SEPA ENGIE EDF": true, "- EDF PRLV SEPA": false, "+ PRLV SEPA EDF": false, "- PRLV SEPA ENGIE": false, "": false}},
		{[]string{"- PRLV SEPA EDF", "- PRLV SEPA ENGIE"}, "", nil},
		{[]string{"- VIR ZORGLUB", "+ VIR ZORGLUB"}, "", nil},
		{[]string{"- VIR ZORGLUB"}, "- VIR ZORGLUB *", map[string]bool{"- VIR ZORGLUB": true}},
		{nil, "", nil},
	} {
		got := WideRule(c.keys)
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.keys, got, c.want)
		}
		for key, want := range c.fits {
			if RuleFits(got, key) != want {
				t.Errorf("%q fits %q: %v", got, key, !want)
			}
		}
	}
	if RuleFits("- VIR A", "- VIR A B") || RuleFits("", "") || !RuleFits("- VIR A", "- VIR A") {
		t.Error("a rule that is not wide fits other words")
	}
	for key, want := range map[string]string{"- PRLV SEPA EDF ABC": "- EDF", "+ VIR ZORGLUB": "+ ZORGLUB", "": "", "- VIR": ""} {
		if got := RuleHead(key); got != want {
			t.Errorf("head of %q: %q, want %q", key, got, want)
		}
	}
}

// TestWideRuleProperty holds that what keys have in common fits each of them.
func TestWideRuleProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var keys []string
		for range rapid.IntRange(1, 5).Draw(t, "keys") {
			words := rapid.SliceOfN(rapid.SampledFrom([]string{"PRLV", "SEPA", "EDF", "ZORGLUB", "CLIENT", "ABC"}), 0, 8).Draw(t, "words")
			l := ledger.Line{Transaction: ledger.Transaction{Amount: money.New(-100, money.EUR), Label: strings.Join(words, " ")}}
			if key := RuleKey(l); key != "" {
				keys = append(keys, key)
			}
		}
		rule := WideRule(keys)
		for _, key := range keys {
			if rule != "" && !RuleFits(rule, key) {
				t.Fatalf("%q does not fit %q", rule, key)
			}
		}
	})
}

// TestRules book what is no customer's payment, and leave alone what evidence speaks for.
func TestRules(t *testing.T) {
	line := func(amount, label, text string) ledger.Line {
		l := payment(t, amount, "", text)
		l.Label = label
		return l
	}
	rent, back := line("-900.00", "PRLV LOYER SCI PONTS", ""), line("-350.00", "REJET VIR ZORGLUB", "")
	back.Kind = ledger.Returned
	for _, c := range []struct {
		name string
		line ledger.Line
		rule ledger.Line // whose words it has
		n    int         // persons who agreed
		want string
	}{
		{"no customer's payment", rent, rent, 1, "none rule 613"},
		{"taken back", rent, rent, 0, "none "},
		{"other words, fewer than of a wide one", line("-900.00", "PRLV LOYER", ""), rent, 1, "none "},
		{"other words", line("-900.00", "PRLV LOYER SCI PONTET", ""), rent, 1, "none "},
		{"the other direction", line("900.00", "PRLV LOYER SCI PONTS", ""), rent, 1, "review "},
		{"an amount alone", line("1234.56", "VIR ZORGLUB", ""), line("1.00", "VIR ZORGLUB", ""), 1, "none rule 613"},
		{"a customer's number", line("1234.56", "VIR ZORGLUB FA-2026-09001", ""), line("1.00", "VIR ZORGLUB FA-2026-09001", ""), 1, "auto "},
		{"a customer's name", line("1200.00", "VIR HORLOGERIE VASSEUR", ""), line("1.00", "VIR HORLOGERIE VASSEUR", ""), 1, "review "},
		{"a return", back, back, 1, "review "},
		{"cheques", line("350.00", "REMISE CHEQUES ZORGLUB", ""), line("1.00", "REMISE CHEQUES ZORGLUB", ""), 1, "review "},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := shop(t)
			b.Facts = []ledger.Fact{{Kind: ledger.RuleOf, Key: RuleKey(c.rule), Account: "613", Count: c.n}}
			d := decideAll(t, b, c.line)[0]
			got := string(d.Status) + " "
			if d.Account != "" {
				got += string(d.Reason) + " " + d.Account
			}
			if got != c.want {
				t.Errorf("got %s, want %s (%s %v)", got, c.want, d.Reason, d.Candidates)
			}
		})
	}
}
