package csv

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// checked reads a text under a profile of the test's own.
func checked(t testing.TB, data, text string) (*plan, findings, []importer.Warning) {
	t.Helper()
	p, err := parseProfile("test", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := top(newSplitter(strings.NewReader(text), p.seps[0], importer.DefaultLimits()))
	if err != nil {
		t.Fatal(err)
	}
	f, ok := p.find(rows, p.seps[0])
	if !ok {
		t.Fatalf("the profile does not fit; missing: %s", p.missing(rows))
	}
	found, err := check(t.Context(), newSplitter(strings.NewReader(text), p.seps[0], importer.DefaultLimits()), f.plan, importer.DefaultLimits())
	if err != nil || len(found.errs) > 0 {
		t.Fatalf("%v %v", err, found.errs)
	}
	var warnings []importer.Warning
	for _, pt := range found.parts {
		if err := pt.complete(f.plan, &found, func(w importer.Warning) { warnings = append(warnings, w) }); err != nil {
			t.Fatal(err)
		}
	}
	return f.plan, found, warnings
}

const signed = "separator = ';'\ndates = ['DD/MM/YYYY']\ndecimal = ','\ncurrency = 'EUR'\n"

// TestSignRule: a list of card payments has positive amounts for money out.
func TestSignRule(t *testing.T) {
	_, found, _ := checked(t, signed+"sign = 'out'\n[columns]\ndate = 'Date'\nlabel = 'Libellé'\namount = 'Montant'\n",
		"Date;Libellé;Montant\n02/03/2026;HOTEL;80,00\n03/03/2026;AVOIR;-12,00\n")
	if st := found.parts[0].st; st.Debits.String() != "80.00" || st.Credits.String() != "12.00" {
		t.Errorf("%s in, %s out", st.Credits, st.Debits)
	}
}

// TestPreamble: what lines above and below a table say.
func TestPreamble(t *testing.T) {
	data := signed + `preamble = ['^Compte (?P<account>NUMBER)', '^Solde au (?P<day>DATE) (?P<balance>AMOUNT)', '^Du (?P<from>DATE) au (?P<to>DATE)', '^En (?P<currency>[A-Z]{3})']
footer = ['^Ouverture (?P<opening>AMOUNT)']
[columns]
date = 'Date'
label = 'Libellé'
amount = 'Montant'
`
	table := "Date;Libellé;Montant\n05/03/2026;UN;1,00\n20/03/2026;DEUX;2,00\n"
	for _, c := range []struct{ above, account, currency, whole, closing string }{
		{"", "", "EUR", "2026-03-06 2026-03-19", ""},
		{"Compte 00123 456 78X\n", "0012345678X", "EUR", "2026-03-06 2026-03-19", ""},
		{"Compte ****4821\n", "", "EUR", "2026-03-06 2026-03-19", ""},
		{"Votre compte FR14 2004 1010 0505 0001 3M02 606 EUR\n", "FR1420041010050500013M02606", "EUR", "2026-03-06 2026-03-19", ""},
		{"Votre compte FR14 2004 1010 0505 0001 3M02 607\n", "", "EUR", "2026-03-06 2026-03-19", ""},
		{"Du 01/03/2026 au 31/03/2026\n", "", "EUR", "2026-03-01 2026-03-31", ""},
		{"Du 06/03/2026 au 31/03/2026\n", "", "EUR", "2026-03-06 2026-03-19", ""},
		{"Du 01/03/2026 au 31/03/2026\nSolde au 31/03/2026 -1 234,56 €\n", "", "EUR", "2026-03-01 2026-03-30", "-1234.56 2026-03-31"},
		{"Du 01/03/2026 au 31/03/2026\nSolde au 09/04/2026 5,00\n", "", "EUR", "2026-03-01 2026-03-31", "5.00 2026-04-09"},
		{"En CHF\nSolde au 99/99/2026 5,00\n", "", "CHF", "2026-03-06 2026-03-19", "5.00 2026-03-20"},
	} {
		_, found, _ := checked(t, data, c.above+table)
		st := found.parts[0].st
		closing := ""
		if st.Closing != nil {
			closing = fmt.Sprintf("%s %s", st.Closing.Amount, st.Closing.Date)
		}
		got := fmt.Sprintf("%s|%s|%s %s|%s", st.Account, st.Currency, st.Whole.From, st.Whole.To, closing)
		if want := c.account + "|" + c.currency + "|" + c.whole + "|" + c.closing; got != want {
			t.Errorf("%q: got %s, want %s", c.above, got, want)
		}
	}
}

// TestPendingEndsWhole: a day with a line that is still to come is not covered whole.
func TestPendingEndsWhole(t *testing.T) {
	_, found, _ := checked(t, signed+"[columns]\ndate = 'Date'\nlabel = 'Libellé'\namount = 'Montant'\nstatus = 'État'\n[status]\nbooked = ['fait']\npending = ['à venir']\n",
		"Date;Libellé;Montant;État\n02/03/2026;A;1,00;fait\n12/03/2026;B;1,00;à venir\n20/03/2026;C;1,00;fait\n")
	st := found.parts[0].st
	if got := fmt.Sprintf("%d %s %s", st.Lines, st.Whole.From, st.Whole.To); got != "2 2026-03-03 2026-03-11" {
		t.Errorf("got %s", got)
	}
}

// TestBalancesThatLeadNowhere are left out, with a warning.
func TestBalancesThatLeadNowhere(t *testing.T) {
	_, found, warnings := checked(t, signed+"[columns]\ndate = 'Date'\nlabel = 'Libellé'\namount = 'Montant'\nbalance = 'Solde'\n",
		"Date;Libellé;Montant;Solde\n02/03/2026;A;1,00;10,00\n12/03/2026;B;1,00;10,00\n20/03/2026;C;-1,00;30,00\n")
	st := found.parts[0].st
	if st.Opening != nil || st.Closing != nil || len(warnings) != 1 || warnings[0].Kind != "balance" {
		t.Errorf("%v %v %v", st.Opening, st.Closing, warnings)
	}
}

// TestChain compares the chain with a slow and plain one: both orders, balances on some rows only.
func TestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(-5, 5), 1, 8).Draw(t, "amounts")
		balances := make([]*int64, len(amounts))
		for i := range balances {
			if rapid.Bool().Draw(t, "stated") {
				b := rapid.Int64Range(-3, 3).Draw(t, "balance")
				balances[i] = &b
			}
		}
		if rapid.Bool().Draw(t, "true ones") {
			sum := int64(7)
			for i, a := range amounts {
				if sum += a; balances[i] != nil {
					b := sum
					balances[i] = &b
				}
			}
		}
		c := newChain(money.EUR)
		stated := 0
		for i, a := range amounts {
			var b *money.Amount
			if balances[i] != nil {
				m := money.New(*balances[i], money.EUR)
				b, stated = &m, stated+1
			}
			if err := c.add(money.New(a, money.EUR), b); err != nil {
				t.Fatal(err)
			}
		}
		up, down := leadsUp(amounts, balances), leadsDown(amounts, balances)
		if c.up != up || c.down != down {
			t.Fatalf("up %v, down %v; want %v, %v", c.up, c.down, up, down)
		}
		if !c.proven() {
			return
		}
		for _, newest := range []bool{false, true} {
			if newest && !down || !newest && !up {
				continue
			}
			opening, closing, err := c.ends(newest)
			if err != nil {
				t.Fatal(err)
			}
			grown, _ := closing.Sub(opening)
			if grown != c.total {
				t.Fatalf("from %s to %s, and the rows are %s", opening, closing, c.total)
			}
		}
	})
}

// leadsUp tries every pair of rows with balances, oldest first.
func leadsUp(amounts []int64, balances []*int64) bool {
	for i := range amounts {
		for j := i + 1; j < len(amounts); j++ {
			if balances[i] == nil || balances[j] == nil {
				continue
			}
			sum := *balances[i]
			for _, a := range amounts[i+1 : j+1] {
				sum += a
			}
			if sum != *balances[j] {
				return false
			}
		}
	}
	return true
}

// leadsDown does so newest first.
func leadsDown(amounts []int64, balances []*int64) bool {
	for i := range amounts {
		for j := i + 1; j < len(amounts); j++ {
			if balances[i] == nil || balances[j] == nil {
				continue
			}
			sum := *balances[j]
			for _, a := range amounts[i:j] {
				sum += a
			}
			if sum != *balances[i] {
				return false
			}
		}
	}
	return true
}

// TestKinds: the first words of a label, only where they can mean one thing.
func TestKinds(t *testing.T) {
	rd := &reading{plan: &plan{profile: &profile{}}}
	for _, c := range []struct {
		label  string
		minor  int64
		kind   ledger.Kind
		cheque string
	}{
		{"VIR SEPA RECU /DE X", 1, ledger.Transfer, ""},
		{"VIREMENT DE X", 1, ledger.Transfer, ""},
		{"VIREMENTS DIVERS", 1, ledger.Other, ""},
		{"PRLV SEPA X", -1, ledger.DirectDebit, ""},
		{"CHEQUE N 7361468", -1, ledger.Cheque, "7361468"},
		{"CHEQUE 7361468", -1, ledger.Cheque, "7361468"},
		{"CHEQUE", -1, ledger.Cheque, ""},
		{"CHEQUE 12", -1, ledger.Cheque, ""},
		{"CHEQUE CADEAU 123456789012", -1, ledger.Cheque, ""},
		{"CHEQUE 7361468", 1, ledger.Other, ""},
		{"REMISE CHEQUES 0093217 NB 3", 1, ledger.ChequeDeposit, ""},
		{"REM CHQ 2755790", 1, ledger.ChequeDeposit, ""},
		{"REMISE CB 980357", 1, ledger.CardPayout, ""},
		{"CARTE X1234 27/02 HOTEL", -1, ledger.Card, ""},
		{"CB BOUTIQUE 290526", 1, ledger.Other, ""},
		{"CHQ IMPAYE 8026914", -1, ledger.Returned, ""},
		{"REJ PRLV SEPA X", -1, ledger.Returned, ""},
		{"COTISATION MENSUELLE", -1, ledger.Fee, ""},
		{"", -1, ledger.Other, ""},
	} {
		kind, cheque := rd.kind(ledger.Transaction{Label: c.label, Amount: money.New(c.minor, money.EUR)})
		if kind != c.kind || cheque != c.cheque {
			t.Errorf("%q: got %q %q, want %q %q", c.label, kind, cheque, c.kind, c.cheque)
		}
	}
}
