package csv

import (
	"maps"
	"slices"
	"strings"
)

// moneys is one way in which columns say what moved.
type moneys struct {
	columns map[role]int
	marker  marker // of columns[sideRole]
	pending bool   // rows that wait have moved it too
	left    bool   // a column of amounts in each row, without a name, has no use in it
	rival   bool   // and may be what moved
}

// maxAmounts is how many columns of amounts are tried.
const maxAmounts = 6

// moneys lists the ways in which columns may say what moved.
func (g *guess) moneys() (all []moneys) {
	if len(g.columns[amountRole]) > maxAmounts || len(g.loose) > maxAmounts {
		return nil
	}
	for _, c := range g.columns[amountRole] {
		all = append(all, g.sided(map[role]int{amountRole: c})...)
		if fee := g.columns[feeRole]; len(fee) > 0 && len(g.gross) == 0 {
			all = append(all, g.sided(map[role]int{amountRole: c, feeRole: fee[0]})...)
		}
	}
	if d, c := g.columns[debitRole], g.columns[creditRole]; len(d) > 0 && len(c) > 0 {
		all = append(all, g.sided(map[role]int{debitRole: d[0], creditRole: c[0]})...)
	}
	for _, m := range g.looseMoneys() {
		all = append(all, g.sided(m)...)
	}
	for i := range all {
		all[i].rival, all[i].left = g.leaves(all[i].columns)
	}
	if g.hasPending() {
		for _, m := range all {
			m.pending = true
			all = append(all, m)
		}
	}
	return all
}

// sided lists the ways in which a single amount may have its side from another column;
// it may have none, unless the header names that one.
func (g *guess) sided(m map[role]int) (all []moneys) {
	plain := true
	for _, k := range g.markers {
		if _, single := m[amountRole]; !single {
			break
		}
		with := maps.Clone(m)
		with[sideRole] = k.column
		all = append(all, moneys{columns: with, marker: k})
		plain = plain && !k.named
	}
	if plain {
		all = append(all, moneys{columns: m})
	}
	return all
}

// leaves reports whether columns of amounts without a name are left that may be what
// moved: two of which one says something in each row; or one that says something in each,
// unless it has no minus, so that it cannot say the side, in rows enough to show one.
func (g *guess) leaves(used map[role]int) (rival, some bool) {
	var left []int
	for _, c := range g.loose {
		if !slices.Contains(slices.Collect(maps.Values(used)), c) {
			left = append(left, c)
		}
	}
	for i, a := range left {
		if g.filled(a) {
			some = true
			rival = rival || len(g.body) < enoughRows || slices.ContainsFunc(g.column(a), func(s string) bool { return strings.ContainsAny(s, "-\u2212(") })
		}
		for _, b := range left[:i] {
			rival = rival || g.complete(a, b)
		}
	}
	return rival, some
}

// hasPending reports whether rows wait and state a balance: only that can say that
// they have moved it.
func (g *guess) hasPending() bool {
	status := g.columns[statusRole]
	return len(status) > 0 && len(g.columns[balanceRole]) > 0 &&
		slices.ContainsFunc(g.column(status[0]), func(s string) bool { return g.words.status[fold(s)] == pending })
}

// looseMoneys lists the ways in which columns of amounts without a name may be used:
// one is the amount, or two are money out and money in; and a column that is left may be
// the balance, which then has to lead from row to row.
func (g *guess) looseMoneys() (all []map[role]int) {
	withBalance := func(m map[role]int, used ...int) {
		all = append(all, m)
		if len(g.columns[balanceRole]) > 0 {
			return
		}
		for _, c := range g.loose {
			if !slices.Contains(used, c) && g.filled(c) {
				with := maps.Clone(m)
				with[balanceRole] = c
				all = append(all, with)
			}
		}
	}
	for _, a := range g.loose {
		if g.filled(a) {
			withBalance(map[role]int{amountRole: a}, a)
		}
		for _, b := range g.loose {
			if a != b && g.complete(a, b) {
				withBalance(map[role]int{debitRole: a, creditRole: b}, a, b)
			}
		}
	}
	return all
}

// filled reports whether a column has something in each row.
func (g *guess) filled(c int) bool { return len(g.column(c)) == len(g.body) }

// complete reports whether of two columns one, and one only, says something in each row.
func (g *guess) complete(a, b int) bool {
	says := func(rec record, c int) bool {
		return c < len(rec.cells) && strings.Trim(clean(rec.cells[c]), "0.,+- ") != ""
	}
	one, two := false, false
	for _, rec := range g.body {
		if says(rec, a) == says(rec, b) {
			return false
		}
		one, two = one || says(rec, a), two || says(rec, b)
	}
	return one && two
}
