package csv

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// cutCurrency takes the currency off the end of a folded header word.
func cutCurrency(f string) (string, money.Currency) {
	i := strings.LastIndexByte(f, ' ')
	if i < 0 {
		return f, ""
	}
	c := currencyOf(f[i+1:])
	if c == "" {
		return f, ""
	}
	return strings.TrimSuffix(strings.TrimSuffix(f[:i], " in"), " en"), c
}

// findCurrency takes the currency of a mark beside an amount of the first rows, or
// assumes that of the country whose words the header has, or the euro. "$" is taken for US
// dollars; the crowns of several countries are left open.
func (g *guess) findCurrency() {
	if named := g.columns[currencyRole]; len(named) > 0 && (len(g.body) == 0 || !g.is(named[0], blanks)) || g.currency != "" {
		return
	}
	g.assumed = true
	if g.currency = currencyOfIBAN(g.account()); g.currency != "" {
		return
	}
	if slices.ContainsFunc(g.columns[accountRole], func(c int) bool { return slices.ContainsFunc(g.column(c), british.MatchString) }) {
		g.currency = "GBP"
		return
	}
	for _, code := range slices.Sorted(maps.Keys(g.words.Currencies)) {
		if g.hasWordOf(code) {
			g.currency = money.Currency(code)
			return
		}
	}
	g.currency = money.EUR
	for _, cols := range [][]int{g.columns[amountRole], g.columns[debitRole], g.columns[creditRole], g.loose} {
		for _, c := range cols {
			for _, cell := range g.column(c) {
				switch _, of := cutMark(bareSigns(cell)); {
				case of != "":
					g.currency, g.assumed = of, false
					return
				case strings.Contains(cell, "$"):
					g.currency = "USD"
				case strings.HasSuffix(strings.ToLower(cell), "kr"):
					g.currency = ""
				}
			}
		}
	}
}

// account returns the IBAN of the account, in its column or above the table.
func (g *guess) account() ledger.IBAN {
	for _, c := range g.columns[accountRole] {
		for _, cell := range g.column(c) {
			iban, _ := ledger.ParseIBAN(cell)
			return iban
		}
	}
	for _, rec := range slices.Concat(g.ahead, g.rows[:max(g.at, 0)]) {
		if iban := findIBAN(rec.text()); iban != "" {
			return iban
		}
	}
	return ""
}

// currencyOfIBAN returns the currency of the country of an account, if that is not the
// euro: an account there may be in euros too, which is why it is only assumed.
func currencyOfIBAN(iban ledger.IBAN) money.Currency {
	if len(iban) < 2 {
		return ""
	}
	return map[ledger.IBAN]money.Currency{"CH": "CHF", "LI": "CHF", "GB": "GBP", "PL": "PLN", "CZ": "CZK", "DK": "DKK", "SE": "SEK", "NO": "NOK", "HU": "HUF", "RO": "RON"}[iban[:2]]
}

// british is a sort code with a number, which only accounts of the United Kingdom have.
var british = regexp.MustCompile(`^'?\d{2}-?\d{2}-?\d{2}[ -]\d{8}$`)

// bareSigns takes parentheses off an amount.
func bareSigns(s string) string { return strings.Trim(s, "() ") }
