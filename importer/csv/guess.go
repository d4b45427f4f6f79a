package csv

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger/money"
)

// How a file without a profile is read
//
// The header is the first row that has words for a day and for an amount. Each role
// goes to the column whose word says most of it. What words do not decide is tried in all
// ways: the form of days, the decimal mark, which of several columns of amounts moves
// the balance, whether a fee is in the amount, whether a column of types has the
// side. A reading fits when it explains every row, and the running balances where
// there are some. One reading alone has to be left; readings that give the same
// days and amounts are one.
//
// A file that names no currency is taken to be in euros, unless its days are written
// as in America, its amounts have a mark that several currencies have, or its words are those
// of a country without the euro.
//
// Never taken: amounts in which a mark parts thousands while none shows the decimal
// mark (1.234), a single column of amounts without any sign and without a balance,
// a column of types that names one side only (C may be a card), rows in a column that nobody knows which say that they never came to be.

// guessedForms are the forms of days that are tried. Days with points are always
// written day first; a year of two digits may stand at either end.
var guessedForms = []string{"DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "DD.MM.YYYY", "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD",
	"DD/MM/YY", "MM/DD/YY", "YY/MM/DD", "DD-MM-YY", "MM-DD-YY", "YY-MM-DD", "DD.MM.YY"}

// guess is a file of which the header words are known, and nothing else.
type guess struct {
	words    *words
	sep      byte
	rows     []record       // the first of the file
	at       int            // the header's index among them
	score    int            // words that are known
	columns  map[role][]int // by role, the word that says most first
	currency money.Currency // that the header or the amounts say
	assumed  bool           // nothing says it
}

// maxAmounts is how many columns of amounts are tried, and maxFits how many readings
// that fit are looked for: two are too many already, and the third is for the message.
const (
	maxAmounts = 6
	maxFits    = 3
)

// candidate is one way to read the file.
type candidate struct {
	plan *plan
	note string // how it differs from the others, for messages
}

// guess tries to read a file that no profile fits.
func (s *source) guess(ctx context.Context, w *words) (*plan, findings, error) {
	var best, bare *guess
	for _, sep := range []byte(s.seps) {
		all, err := s.records(sep)
		if err != nil {
			return nil, findings{}, err
		}
		rows, err := top(all)
		if err != nil {
			continue // with this separator it is no table
		}
		if g := w.header(rows, sep); g != nil && (best == nil || g.score > best.score) {
			best = g
		}
		if g := w.bare(rows, sep); g != nil && (bare == nil || g.score > bare.score) {
			bare = g
		}
	}
	if best == nil {
		best = bare
	}
	if best == nil {
		return nil, findings{}, unknown()
	}
	best.findCurrency()
	return s.choose(ctx, best)
}

// unknown refuses a file of which nothing is recognised.
func unknown() error {
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: 1, Msg: "should have a header with columns for day, label and amount that a profile knows",
		Hint: "name a profile with --as csv:PROFILE, or add one for this bank"}
}

// choose reads the file in all ways and returns the one that alone fits.
func (s *source) choose(ctx context.Context, g *guess) (*plan, findings, error) {
	type fitted struct {
		candidate
		found findings
	}
	var fits []fitted
	for _, c := range g.candidates() {
		if len(fits) == maxFits {
			break
		}
		found, err := s.check(ctx, c.plan)
		if err != nil {
			return nil, findings{}, err
		}
		if !found.fits(c.plan) || slices.ContainsFunc(fits, func(f fitted) bool { return f.found.sum == found.sum }) {
			continue
		}
		fits = append(fits, fitted{c, found})
	}
	switch {
	case len(fits) == 0 && g.currency == "" && len(g.columns[currencyRole]) == 0:
		return nil, findings{}, uncertain(g)
	case len(fits) == 0:
		return nil, findings{}, unread(g)
	case len(fits) == 1 && g.assumed && (fits[0].found.seen.foreign || fits[0].plan.dates[0].order == "MDY"):
		return nil, findings{}, uncertain(g)
	case len(fits) == 1:
		if len(fits[0].found.parts) > 0 {
			s.Warn(importer.Warning{Kind: "guessed", Line: g.line(), Message: fits[0].plan.told(g.assumed)})
		}
		return fits[0].plan, fits[0].found, s.complete(fits[0].plan, &fits[0].found)
	}
	notes := make([]string, 0, len(fits))
	for _, f := range fits {
		notes = append(notes, f.note)
	}
	return nil, findings{}, &importer.Error{Kind: importer.AmbiguousProfile, Line: g.line(), Msg: "can be read in several ways: " + strings.Join(notes, "; or "),
		Hint: "say which with --as csv:PROFILE, for example csv:english (DD/MM) or csv:american (MM/DD)"}
}

// uncertain refuses a file whose currency could only be made up.
func uncertain(g *guess) error {
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: g.line(), Msg: "should say the currency of its amounts",
		Hint: "name a profile with --as csv:PROFILE, for example csv:american for US dollars and days as MM/DD"}
}

// line returns where the table begins.
func (g *guess) line() int { return g.rows[max(g.at, 0)].line }

// unread refuses a file whose header is understood and whose rows are not.
func unread(g *guess) error {
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: g.line(), Msg: "no reading of the columns fits all rows",
		Hint: "name a profile with --as csv:PROFILE to see which rows it cannot read, or add one for this bank"}
}

// fits reports whether a reading explains the whole file.
func (f *findings) fits(p *plan) bool {
	if len(f.errs) > 0 || f.seen.unclear() || p.sideGuessed && !(f.seen.in && f.seen.out) {
		return false
	}
	for _, pt := range f.parts {
		if p.has(balanceRole) && pt.chain.stated > 0 && !pt.chain.proven() || p.has(balanceRole) && p.header == nil && !pt.chain.proves() {
			return false
		}
		unsigned := p.has(amountRole) && !p.has(sideRole) && !f.seen.signed
		if unsigned && !pt.chain.proves() {
			return false
		}
	}
	return true
}

// header finds the first row with words for a day and for an amount.
func (w *words) header(rows []record, sep byte) *guess {
	for i, rec := range rows {
		g := &guess{words: w, sep: sep, rows: rows, at: i, columns: make(map[role][]int)}
		folded, currencies := make([]string, len(rec.words)), make([]money.Currency, len(rec.words))
		for c, word := range rec.words {
			folded[c], currencies[c] = cutCurrency(word)
		}
		used := make([]bool, len(folded))
		for _, r := range roles {
			for _, word := range w.Columns[string(r)] {
				for c, f := range folded {
					if !used[c] && f != "" && sameWord(f, word) {
						g.columns[r], used[c] = append(g.columns[r], c), true
						g.score++
						if r == amountRole || r == debitRole || r == creditRole {
							g.currency = cmp.Or(g.currency, currencies[c])
						}
					}
				}
			}
		}
		if len(g.columns[dateRole]) > 0 && (len(g.columns[amountRole]) > 0 || len(g.columns[debitRole]) > 0 && len(g.columns[creditRole]) > 0) {
			return g
		}
	}
	return nil
}

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
// assumes the euro, or leaves it open.
func (g *guess) findCurrency() {
	if len(g.columns[currencyRole]) > 0 || g.currency != "" {
		return
	}
	for _, rec := range g.rows[g.at+1:] {
		for _, r := range []role{amountRole, debitRole, creditRole} {
			for _, c := range g.columns[r] {
				if c >= len(rec.cells) {
					continue
				}
				if _, of := cutMark(clean(rec.cells[c])); of != "" {
					g.currency = of
					return
				}
			}
		}
	}
	g.assumed = true
	if g.currency = money.EUR; g.at >= 0 && slices.ContainsFunc(g.rows[g.at].words, g.words.isElsewhere) {
		g.currency = ""
	}
}

// isElsewhere reports whether a header word is of a country without the euro.
func (w *words) isElsewhere(word string) bool {
	return slices.ContainsFunc(w.Elsewhere, func(s string) bool { return sameWord(word, s) })
}

// candidates lists the ways to read the file.
func (g *guess) candidates() []candidate {
	var all []candidate
	if g.currency == "" && len(g.columns[currencyRole]) == 0 || len(g.columns[amountRole]) > maxAmounts {
		return nil
	}
	for _, date := range g.dates() {
		for _, text := range guessedForms {
			f, _ := parseForm(text) // they are well-formed: a test reads them
			if !g.begins(f, date) {
				continue
			}
			for _, decimal := range []byte(",.") {
				for _, m := range g.moneys() {
					m[dateRole] = date
					note := fmt.Sprintf("days as %s, decimal mark %q, %s", text, string(rune(decimal)), g.describe(m))
					all = append(all, candidate{g.plan(g.profile(f, decimal), m), note})
				}
			}
		}
	}
	return all
}

// begins reports whether the first row that has a day has one of this form.
func (g *guess) begins(f form, date int) bool {
	for _, rec := range g.rows[g.at+1:] {
		if cell := join(rec.cells, []int{date}, dateRole); cell != "" {
			_, err := f.parse(cell)
			return err == nil
		}
	}
	return true
}

// dates lists the columns that may have the booking day: the one whose header says
// most of it, or, without a header, each column of days.
func (g *guess) dates() []int {
	if g.at < 0 {
		return g.columns[dateRole]
	}
	return g.columns[dateRole][:1]
}

// moneys lists the ways in which columns may say what moved, as columns by role.
func (g *guess) moneys() []map[role]int {
	if g.at < 0 {
		return g.bareMoneys()
	}
	var all []map[role]int
	for _, c := range g.columns[amountRole] {
		m := map[role]int{amountRole: c}
		if side := g.columns[sideRole]; len(side) > 0 {
			m[sideRole] = side[0]
		}
		all = append(all, m)
		if fee := g.columns[feeRole]; len(fee) > 0 {
			with := maps.Clone(m)
			with[feeRole] = fee[0]
			all = append(all, with)
		}
		if code := g.columns[codeRole]; len(code) > 0 && len(g.columns[sideRole]) == 0 {
			all = append(all, map[role]int{amountRole: c, sideRole: code[0]})
		}
	}
	if d, c := g.columns[debitRole], g.columns[creditRole]; len(d) > 0 && len(c) > 0 {
		all = append(all, map[role]int{debitRole: d[0], creditRole: c[0]})
	}
	return all
}

// describe says which columns a reading takes for what.
func (g *guess) describe(m map[role]int) string {
	var names []string
	for _, r := range roles {
		if c, ok := m[r]; ok {
			names = append(names, fmt.Sprintf("%s in column %d", r, c+1))
		}
	}
	return strings.Join(names, ", ")
}

// profile makes a profile of the words that all banks have in common.
func (g *guess) profile(f form, decimal byte) *profile {
	other := ",.'’"
	other = strings.ReplaceAll(other, string(rune(decimal)), "")
	w := g.words
	return &profile{dates: []form{f}, style: style{decimal, other}, currency: g.currency, preamble: w.preamble, status: w.status, sides: w.sides,
		opening: w.opening, closing: w.closing, totals: w.totals, open: true}
}

// plan gives each role its column: those of amounts as m has them.
func (g *guess) plan(p *profile, m map[role]int) *plan {
	pl := &plan{profile: p, sep: g.sep, first: g.at + 1, columns: make([][]int, len(roles)), guessed: true}
	if g.at >= 0 {
		pl.header, pl.top = g.rows[g.at].cells, p.heading(g.rows[:g.at])
	}
	known := make(map[int]bool)
	for i, r := range roles {
		c, ok := m[r]
		pl.sideGuessed = pl.sideGuessed || ok && r == sideRole && (g.at < 0 || !slices.Contains(g.columns[sideRole], c))
		switch r {
		case dateRole, amountRole, debitRole, creditRole, sideRole, feeRole:
			if ok {
				pl.columns[i] = []int{c}
			}
		case labelRole, remittanceRole:
			pl.columns[i] = slices.Clone(g.columns[r])
			slices.Sort(pl.columns[i])
		default:
			if pl.columns[i] = g.columns[r][:min(len(g.columns[r]), 1)]; ok {
				pl.columns[i] = []int{c} // a balance that no header names
			}
		}
		for _, c := range g.columns[r] {
			known[c] = true
		}
	}
	watch, label := slices.Index(roles, watchRole), slices.Index(roles, labelRole)
	for c := range pl.header {
		if !known[c] {
			pl.columns[watch] = append(pl.columns[watch], c)
		}
	}
	if len(pl.columns[label]) == 0 { // what nobody knows has the words, then
		pl.columns[label] = pl.columns[watch]
	}
	return pl
}

// told says to a person how a file was read.
func (p *plan) told(assumed bool) string {
	text := fmt.Sprintf("no profile fits; read the only way that fits all rows: %s as the day (%s), ", p.field(dateRole), p.dates[0])
	if p.has(amountRole) {
		text += p.field(amountRole) + " as the amount"
	} else {
		text += p.field(debitRole) + " as money out, " + p.field(creditRole) + " as money in"
	}
	if assumed {
		text += "; no currency is named, EUR was taken"
	}
	if left := p.leftOut(); len(left) > 0 {
		text += "; left out: " + strings.Join(left, "; ")
	}
	return text
}

// leftOut names columns of which nothing is taken, five at most.
func (p *plan) leftOut() (names []string) {
	for _, c := range p.at(watchRole) {
		if len(names) < 5 && clean(p.header[c]) != "" && !slices.Contains(p.at(labelRole), c) {
			names = append(names, p.column(c))
		}
	}
	return names
}

// seen is what the amounts of a file have shown of how they are written.
type seen struct {
	marked  bool // one has the decimal mark
	parted  bool // one has a mark between thousands
	signed  bool // one has a sign; balances are not meant
	in, out bool // the column with the side has said so
	foreign bool // one has the mark of a currency that several currencies have
}

// unclear reports whether a mark parts thousands, and nothing says that it does not part decimals.
func (s seen) unclear() bool { return s.parted && !s.marked }

// note looks at how an amount is written; moved says that it is what moved.
func (s *seen) note(text string, st style, moved bool) {
	s.marked = s.marked || strings.IndexByte(text, st.decimal) >= 0
	s.parted = s.parted || strings.ContainsAny(text, strings.Trim(st.thousands, "'’"))
	_, _, sided := cutSide(text)
	s.signed = s.signed || moved && (sided || strings.ContainsAny(text, "+-\u2212()"))
	s.foreign = s.foreign || strings.Contains(text, "$")
}
