package csv

import (
	"cmp"
	"slices"
	"strings"

	"lettrage/ledger/money"
)

// header finds the first row with words for a day and for an amount.
func (w *words) header(rows []record, sep byte) *guess {
	for i := range rows {
		g := w.named(rows, i, sep)
		if len(g.columns[dateRole])+len(g.columns[valueRole]) > 0 && g.hasMoney() {
			return g
		}
	}
	return nil
}

// named gives the columns of a header the roles that its words say.
func (w *words) named(rows []record, at int, sep byte) *guess {
	g := &guess{words: w, sep: sep, rows: rows, at: at, columns: make(map[role][]int)}
	folded, currencies := make([]string, len(rows[at].words)), make([]money.Currency, len(rows[at].words))
	for c, word := range rows[at].words {
		folded[c], currencies[c] = cutCurrency(word)
	}
	used := make([]bool, len(folded))
	for _, r := range roles {
		for _, word := range w.Columns[string(r)] {
			for c, f := range folded {
				if used[c] || f == "" || !sameWord(f, word) {
					continue
				}
				g.columns[r], used[c] = append(g.columns[r], c), true
				g.score++
				if r == amountRole || r == debitRole || r == creditRole {
					g.currency = cmp.Or(g.currency, currencies[c])
					g.named = g.currency != ""
				}
			}
		}
	}
	g.byParts(used)
	g.byKin(folded, used)
	g.oneName()
	g.netAlone(folded)
	return g
}

// netAlone sets columns of amounts aside that hold more than what moved, where others are left.
func (g *guess) netAlone(folded []string) {
	all := g.columns[amountRole]
	nets := slices.ContainsFunc(all, func(c int) bool { return slices.Contains(g.words.Net, folded[c]) })
	isGross := func(c int) bool {
		return slices.Contains(g.words.Gross, folded[c]) || nets && len(g.columns[feeRole]) > 0 && !slices.Contains(g.words.Net, folded[c])
	}
	if net := slices.DeleteFunc(slices.Clone(all), isGross); len(net) > 0 {
		g.gross = slices.DeleteFunc(all, func(c int) bool { return !isGross(c) })
		g.columns[amountRole] = net
	}
}

// byParts gives a role to columns whose header has several words with strokes between
// them, of which one is known: "Sender / Empfänger", "IBAN / Konto-Nr.".
func (g *guess) byParts(used []bool) {
	for c, cell := range g.rows[g.at].cells {
		if c >= len(used) || used[c] || len(cell) > maxWord || strings.Count(cell, "/") != 1 {
			continue
		}
		for _, part := range strings.Split(cell, "/") {
			r := g.words.partRole(fold(part))
			if r == "" {
				continue
			}
			if r == payerRole || r == payeeRole { // both are in it, by turns
				r = nameRole
			}
			g.columns[r], used[c] = append(g.columns[r], c), true
			g.score++
			break
		}
	}
}

// partRole is the role that a word says of a column of texts, if any.
func (w *words) partRole(word string) role {
	for _, r := range []role{nameRole, payerRole, payeeRole, partyRole, remittanceRole, labelRole} {
		if slices.Contains(w.Columns[string(r)], word) {
			return r
		}
	}
	return ""
}

// byKin gives the roles of a balance and of a currency, where no header word says them,
// to the first column whose header has such a word among others, unless it is of what
// was before an exchange: "Saldo contabilístico", "Wallet-Saldo nach Transaktion", "Zahlungswährung".
func (g *guess) byKin(folded []string, used []bool) {
	for _, r := range []role{balanceRole, currencyRole} {
		for c, f := range folded {
			if len(g.columns[r]) > 0 {
				break
			}
			if !used[c] && !g.words.isOriginal(f) && slices.ContainsFunc(g.words.Columns[string(r)], func(w string) bool { return isKin(f, w) }) {
				g.columns[r], used[c] = []int{c}, true
			}
		}
	}
}

// isKin reports whether a folded header has a word among others, or ends with a long one.
func isKin(header, word string) bool {
	return strings.Contains(" "+header+" ", " "+word+" ") || len(word) >= 5 && strings.HasSuffix(header, word)
}

// isOriginal reports whether a folded header is of an amount before an exchange, or its currency.
func (w *words) isOriginal(header string) bool {
	return slices.ContainsFunc(w.Original, func(word string) bool { return strings.Contains(header, word) })
}

// oneName makes the only column for one of the two sides that for the other side, whoever it is.
func (g *guess) oneName() {
	if len(g.columns[payerRole]) > 0 && len(g.columns[payeeRole]) > 0 {
		return
	}
	g.columns[nameRole] = slices.Concat(g.columns[nameRole], g.columns[payerRole], g.columns[payeeRole])
	delete(g.columns, payerRole)
	delete(g.columns, payeeRole)
}
