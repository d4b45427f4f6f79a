package csv

import (
	"maps"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// bare finds out what the columns of a table without a header may be, from what
// stands in them. Only a table whose first rows all have as many cells is looked at.
//
// All columns of amounts have to be used: one is the amount; of two, one is the
// amount and the other the balance, or one is money out and the other money in; of three,
// one is the balance. Balances then have to lead from row to row, so that one
// order alone fits. A column of words for a side may be that, or may not. What has no
// other use is the label.
func (w *words) bare(rows []record, sep byte) *guess {
	wide := 0
	for _, rec := range rows {
		wide = max(wide, len(rec.cells))
	}
	if wide < 3 || wide > 64 || slices.ContainsFunc(rows, func(r record) bool { return len(r.cells) != wide }) {
		return nil
	}
	g := &guess{words: w, sep: sep, rows: rows, at: -1, score: wide, columns: make(map[role][]int)}
	for c := range wide {
		if r := w.content(rows, c); r != "" {
			g.columns[r] = append(g.columns[r], c)
		}
	}
	if n := len(g.columns[amountRole]); len(g.columns[dateRole]) == 0 || n == 0 || n > 3 || len(g.columns[labelRole]) == 0 {
		return nil
	}
	return g
}

// content tells what a column may be by its cells.
func (w *words) content(rows []record, c int) role {
	var cells []string
	for _, rec := range rows {
		if cell := clean(rec.cells[c]); cell != "" {
			cells = append(cells, cell)
		}
	}
	all := func(is func(string) bool) bool {
		return len(cells) > 0 && !slices.ContainsFunc(cells, func(s string) bool { return !is(s) })
	}
	full := len(cells) == len(rows)
	switch {
	case len(cells) == 0:
		return ""
	case full && all(isDay):
		return dateRole
	case all(isAmount):
		return amountRole
	case full && all(func(s string) bool { return currencyOf(s) != "" }):
		return currencyRole
	case full && all(func(s string) bool { return w.sides[side(s)] != 0 }):
		return sideRole
	case full && all(func(s string) bool { _, err := ledger.ParseIBAN(s); return err == nil && s == cells[0] }):
		return accountRole
	}
	return labelRole
}

// isDay reports whether a cell is a day in one of the forms that are tried.
func isDay(s string) bool {
	for _, text := range guessedForms {
		f, _ := parseForm(text)
		if _, err := f.parse(s); err == nil {
			return f.sep != 0 || len(s) == 8
		}
	}
	return false
}

// isAmount reports whether a cell is an amount with a mark before its last one or
// two digits, so that it is no number of anything.
func isAmount(s string) bool {
	s = strings.Trim(s, " €£$()+-\u2212")
	i := strings.LastIndexAny(s, ",.")
	if i < 0 || len(s)-i > 3 || i == len(s)-1 {
		return false
	}
	other := strings.ReplaceAll(",.'’", s[i:i+1], "")
	_, err := style{s[i], other}.parse(s, money.EUR)
	return err == nil
}

// bareMoneys lists the ways in which columns of amounts may be used, all of them each time.
func (g *guess) bareMoneys() []map[role]int {
	cols := g.columns[amountRole]
	side := g.columns[sideRole]
	var all []map[role]int
	add := func(use []role, order ...int) {
		m := make(map[role]int)
		for i, r := range use {
			m[r] = cols[order[i]]
		}
		all = append(all, m)
		if len(side) > 0 && use[0] == amountRole {
			m = maps.Clone(m)
			m[sideRole] = side[0]
			all = append(all, m)
		}
	}
	switch len(cols) {
	case 1:
		add([]role{amountRole}, 0)
	case 2:
		for _, o := range [][]int{{0, 1}, {1, 0}} {
			add([]role{amountRole, balanceRole}, o...)
			add([]role{debitRole, creditRole}, o...)
		}
	case 3:
		for _, o := range [][]int{{0, 1, 2}, {1, 0, 2}, {0, 2, 1}, {2, 0, 1}, {1, 2, 0}, {2, 1, 0}} {
			add([]role{debitRole, creditRole, balanceRole}, o...)
		}
	}
	return all
}
