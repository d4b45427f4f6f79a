package csv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger/money"
)

// How a file without a profile is read
//
// The header is the first row that has words for a day and for an amount, or, in a
// language that nobody knows, the row above the first that has a day and a number. A
// role goes to the column whose word says most of it, if its cells can have it; what no word
// says, cells do (columns.go). What these do not decide is tried in all ways: the form of days,
// the decimal mark, which of several columns of amounts moves the balance, whether a fee is in
// the amount, which column has the side. A reading fits when it explains every row. Of those that
// fit, the ones of which more can be proven displace the others (settle.go). One reading
// alone has to be left; readings that give the same days and amounts are one.
//
// A file that names no currency is taken to be in that of the country whose words or
// mark it has, in US dollars where its days are written as in America, else in
// euros; the warning says so.
//
// Never taken: amounts in which a mark parts thousands while none shows the decimal
// mark (1.234), a single column of amounts without any minus when no balance and no other column says
// the side, a column of types that names one side only (C may be a card).

// guessedForms are the forms of days that are tried. Days with points are always
// written day first; a year of two digits may stand at either end.
var guessedForms = formsOf("DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "DD.MM.YYYY", "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYY:MM:DD", "YYYYMMDD",
	"DD/MM/YY", "MM/DD/YY", "YY/MM/DD", "DD-MM-YY", "MM-DD-YY", "YY-MM-DD", "DD.MM.YY",
	"DD MMM YYYY", "DD-MMM-YYYY", "DD/MMM/YYYY", "DD.MMM.YYYY", "DD MMM YY", "DD-MMM-YY", "DD/MMM/YY", "YYYY-MMM-DD")

// formsOf reads well-formed forms.
func formsOf(texts ...string) []form {
	all := make([]form, len(texts))
	for i, text := range texts {
		all[i], _ = parseForm(text) // a test reads them
	}
	return all
}

// candidate is one way to read the file.
type candidate struct {
	plan *plan
	date int    // the column with the day
	note string // how it differs from the others, for messages
}

// guess tries to read a file that no profile fits.
func (s *source) guess(ctx context.Context, w *words) (*plan, findings, error) {
	g, err := s.table(w)
	if err != nil {
		return nil, findings{}, err
	}
	return s.choose(ctx, g)
}

// table finds the table of a file that no profile fits.
func (s *source) table(w *words) (*guess, error) {
	g, err := s.tables(w)
	if err != nil {
		return nil, err
	}
	if g == nil {
		return nil, unknown()
	}
	if err := g.isOther(); err != nil {
		return nil, err
	}
	g.told, _ = toldBy(s.Profile)
	g.findCurrency()
	return g, nil
}

// isOther refuses a table whose header says that it is no statement, though it has
// days and amounts.
func (g *guess) isOther() error {
	has := func(kind string) bool {
		return g.at >= 0 && slices.ContainsFunc(g.rows[g.at].words, func(f string) bool { return slices.Contains(g.words.Others[kind], f) })
	}
	refuse := func(msg, hint string) error {
		return &importer.Error{Kind: importer.UnknownFormat, Line: g.line(), Msg: msg, Hint: hint}
	}
	switch {
	case has("invoices"):
		return refuse("should be a bank's statement, and has a column of days on which something is due, as lists of invoices do", "import it with: lettrage invoices import")
	case has("entries"):
		return refuse("should be a bank's statement, and is a list of entries of the books", "export the statement from the bank")
	}
	return nil
}

// told is what a person says of a file that can be read in several ways, in the place
// of a profile: --as csv:day-first, or csv:month-first,money-out.
type told struct {
	form string // order of days that is not meant: MDY or DMY
	side int    // amounts without a sign are money in, or out
}

// toldBy reads words with commas between them; ok is false when one is none of these.
func toldBy(text string) (t told, ok bool) {
	for _, word := range strings.Split(text, ",") {
		switch word {
		case "day-first":
			t.form = "MDY"
		case "month-first":
			t.form = "DMY"
		case "money-in":
			t.side = 1
		case "money-out":
			t.side = -1
		default:
			return told{}, false
		}
	}
	return t, true
}

// central is the character set of central Europe.
const central = "windows-1250"

// tables looks for the table with each separator, and, in a text of one byte a
// letter, in the letters of central Europe too; the one of which most words are known is taken.
func (s *source) tables(w *words) (best *guess, err error) {
	var spoilt *importer.Error
	charset := s.charset
	for _, name := range slices.Compact([]string{charset, strings.Replace(charset, importer.Windows1252, central, 1)}) {
		was := s.charset
		s.charset = name
		better := false
		for _, sep := range []byte(s.seps) {
			all, err := s.records(sep)
			if err != nil {
				return nil, err
			}
			rows, err := top(all)
			if err != nil {
				continue // with this separator it is no table
			}
			g, bad := w.table(rows, sep)
			if g != nil && (best == nil || g.above(best) || name == central && g.isCentral() && !best.above(g)) {
				best, better = g, true
			}
			if spoilt == nil {
				spoilt = bad
			}
		}
		if !better {
			s.charset = was
		}
	}
	if best == nil && spoilt != nil {
		return nil, spoilt
	}
	return best, nil
}

// above reports whether more is known of a table than of another.
func (g *guess) above(other *guess) bool {
	if (g.at >= 0) != (other.at >= 0) {
		return g.at >= 0
	}
	return g.score > other.score
}

// isCentral reports whether a table is of a country whose letters are those of central Europe,
// by its header words or its column of currencies.
func (g *guess) isCentral() bool {
	for _, code := range []string{"PLN", "CZK", "HUF", "RON"} {
		if g.hasWordOf(code) {
			return true
		}
		for _, c := range g.columns[currencyRole] {
			if slices.Contains(g.column(c), code) {
				return true
			}
		}
	}
	return false
}

// hasWordOf reports whether the header has a word of the country of a currency.
func (g *guess) hasWordOf(code string) bool {
	return g.at >= 0 && slices.ContainsFunc(g.rows[g.at].words, func(f string) bool {
		return slices.ContainsFunc(g.words.Currencies[code], func(w string) bool { return sameWord(f, w) })
	})
}

// unknown refuses a file of which nothing is recognised.
func unknown() error {
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: 1, Msg: "should have a header with columns for day, label and amount that a profile knows",
		Hint: "name a profile with --as csv:PROFILE, or add one for this bank"}
}

// choose reads the file in all ways and returns the one that alone fits.
func (s *source) choose(ctx context.Context, g *guess) (*plan, findings, error) {
	fits, err := s.readings(ctx, g)
	switch {
	case err != nil:
		return nil, findings{}, err
	case len(fits) > 1:
		return nil, findings{}, inSeveralWays(g, fits)
	}
	p, found := fits[0].plan, &fits[0].found
	if len(found.parts) > 0 {
		s.Warn(importer.Warning{Kind: "guessed", Line: g.line(), Message: p.told(g, found)})
	}
	found.tell(s.Warn)
	return p, *found, s.complete(p, found)
}

// readings reads the file in all ways and returns those that fit and of which most is
// proven: one at least, or why there is none.
func (s *source) readings(ctx context.Context, g *guess) ([]fitted, error) {
	if g.currency == "" && len(g.columns[currencyRole]) == 0 {
		return nil, uncertain(g)
	}
	var fits []fitted
	var furthest *importer.Error // why the reading ended that came furthest down
	reason := noReading
	for _, c := range g.candidates() {
		if ok, err := g.plausible(ctx, c, s.limits); err != nil {
			return nil, err
		} else if !ok {
			continue
		}
		found, err := s.check(ctx, c.plan)
		if err != nil {
			return nil, err
		}
		if why := found.misfit(c.plan); why == "" {
			fits = append(fits, fitted{c, found})
		} else if reason == noReading {
			reason = why
		}
		if len(found.errs) > 0 && (furthest == nil || found.errs[0].Line > furthest.Line) {
			furthest = found.errs[0]
		}
	}
	if fits = settle(g, fits); len(fits) == 0 {
		return nil, unread(g, reason, furthest)
	}
	return fits, nil
}

// plausible reports whether a reading can read the first rows, as far as they go.
func (g *guess) plausible(ctx context.Context, c candidate, limits importer.Limits) (bool, error) {
	found, err := check(ctx, &held{rows: slices.Concat(g.ahead, g.rows)}, c.plan, limits)
	var refused *importer.Error
	if errors.As(err, &refused) {
		return true, nil // for the reading of the whole to say
	}
	return len(found.errs) == 0, err
}

// inSeveralWays refuses a file that can be read in more than one way.
func inSeveralWays(g *guess, fits []fitted) error {
	notes := make([]string, 0, len(fits))
	orders := make(map[string]bool)
	for _, f := range fits {
		notes = append(notes, f.note)
		orders[f.form().order] = true
	}
	hint := adviceProfile
	if orders["DMY"] && orders["MDY"] {
		hint = "choose --as csv:day-first or --as csv:month-first"
	}
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: g.line(), Hint: hint,
		Msg: "can be read in several ways: " + strings.Join(notes[:min(len(notes), maxNotes)], "; or ")}
}

// adviceProfile is what can be done when no flag alone decides.
const adviceProfile = "name a profile with --as csv:PROFILE to see which rows it cannot read, or add one for this bank"

// maxNotes is how many readings a message names.
const maxNotes = 3

// uncertain refuses a file whose currency could only be made up.
func uncertain(g *guess) error {
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: g.line(), Msg: "should say the currency of its amounts",
		Hint: "name a profile with --as csv:PROFILE, for example csv:american for US dollars and days as MM/DD"}
}

// line returns where the table begins.
func (g *guess) line() int { return g.rows[max(g.at, 0)].line }

// unread refuses a file whose columns are understood and whose rows are not.
func unread(g *guess, reason string, furthest *importer.Error) error {
	hint := adviceProfile
	if reason == noReading && furthest != nil {
		return &importer.Error{Kind: importer.AmbiguousProfile, Line: furthest.Line, Field: furthest.Field, Msg: furthest.Msg + "; " + reason + ", and this is the row to which the best one comes", Hint: hint}
	}
	if reason == noSide || reason == contrary {
		hint = "choose --as csv:money-in or --as csv:money-out, for what is positive"
	}
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: g.line(), Msg: reason, Hint: hint}
}

// held gives records that are in memory.
type held struct {
	rows []record
	at   int
}

func (h *held) next() (record, error) {
	if h.at == len(h.rows) {
		return record{}, io.EOF
	}
	h.at++
	return h.rows[h.at-1], nil
}

// candidates lists the ways to read the file.
func (g *guess) candidates() (all []candidate) {
	ways := g.moneys()
	for _, date := range g.columns[dateRole] {
		for _, f := range guessedForms {
			if f.order == g.told.form || !g.begins(f, date) {
				continue
			}
			for _, decimal := range []byte(",.") {
				for _, m := range ways {
					note := fmt.Sprintf("days as %s, decimal mark %q, %s", f, string(rune(decimal)), g.describe(date, m))
					all = append(all, candidate{g.plan(g.profile(f, decimal), date, m), date, note})
				}
			}
		}
		if g.at >= 0 && len(all) > 0 {
			break // the header says that this one is the booking day
		}
	}
	return all
}

// begins reports whether the first row that has a day has one of this form.
func (g *guess) begins(f form, date int) bool {
	for _, cell := range g.column(date) {
		if isDay(cell) {
			_, err := f.parse(cell)
			return err == nil
		}
	}
	return true
}

// describe says which columns a reading takes for what.
func (g *guess) describe(date int, m moneys) string {
	names := []string{fmt.Sprintf("%s in column %d", dateRole, date+1)}
	for _, r := range roles {
		if c, ok := m.columns[r]; ok {
			names = append(names, fmt.Sprintf("%s in column %d", r, c+1))
		}
	}
	if m.pending {
		names = append(names, "with rows that wait")
	}
	return strings.Join(names, ", ")
}

// profile makes a profile of the words that all banks have in common.
func (g *guess) profile(f form, decimal byte) *profile {
	other := strings.ReplaceAll(",.'’", string(rune(decimal)), "")
	w := g.words
	p := &profile{dates: []form{f}, style: style{decimal, other}, currency: g.currency, preamble: w.preamble, footer: w.footer, status: w.status, sides: w.sides,
		opening: w.opening, closing: w.closing, totals: w.totals, tags: w.tags, said: w.said, open: true}
	p.inverted = g.told.side < 0
	if g.assumed && g.currency == money.EUR && f.order == "MDY" {
		p.currency = "USD"
	}
	return p
}

// plan gives each role its column: those of amounts as m has them.
func (g *guess) plan(p *profile, date int, m moneys) *plan {
	pl := &plan{profile: p, sep: g.sep, first: len(g.ahead) + g.at + 1, columns: make([][]int, len(roles)), wider: g.alike(), widths: g.widths(), guessed: true}
	pl.guesses = guesses{sideGuessed: m.marker != (marker{}) && !m.marker.named && m.marker.blank == 0, balanceGuessed: len(g.columns[balanceRole]) == 0, blankSide: m.marker.blank, decimalShown: g.shows(p.style.decimal),
		leaves: m.left, rival: m.rival, sideTold: g.told.side != 0, currencyNamed: g.named, pendingMoves: m.pending, continues: g.continues()}
	pl.top = p.heading(slices.Concat(g.ahead, g.rows[:max(g.at, 0)]))
	if g.at >= 0 {
		pl.header = g.rows[g.at].cells
	}
	known := map[int]bool{date: true}
	for i, r := range roles {
		c, ok := m.columns[r]
		switch r {
		case markRole:
			if _, sided := m.columns[sideRole]; !sided && g.sideWords >= 0 {
				pl.columns[i] = []int{g.sideWords}
			}
			continue
		case dateRole:
			pl.columns[i] = []int{date}
		case amountRole, debitRole, creditRole, sideRole, feeRole:
			if ok {
				pl.columns[i] = []int{c}
			}
		case labelRole, remittanceRole:
			pl.columns[i] = slices.DeleteFunc(slices.Clone(g.columns[r]), func(c int) bool { return c == m.columns[sideRole] && m.marker != (marker{}) })
			slices.Sort(pl.columns[i])
		default:
			if pl.columns[i] = g.first(r); ok {
				pl.columns[i] = []int{c} // a balance that no header names
			}
		}
		for _, c := range pl.columns[i] {
			known[c] = true
		}
		for _, c := range g.columns[r] {
			known[c] = true
		}
	}
	watch, label := slices.Index(roles, watchRole), slices.Index(roles, labelRole)
	for c := range pl.header {
		if !known[c] && !g.is(c, amounts, numbers, days, clocks) {
			pl.columns[watch] = append(pl.columns[watch], c)
		}
	}
	if known := g.any(pl.columns[label]); !known && !g.any(pl.at(remittanceRole)) { // what nobody knows has the words, then
		pl.columns[label] = pl.columns[watch]
	} else if g.at >= 0 {
		pl.columns[label] = append(pl.columns[label], g.wordy(pl.columns[watch], known)...)
	}
	return pl
}

// any reports whether one of the columns has something.
func (g *guess) any(cols []int) bool {
	return slices.ContainsFunc(cols, func(c int) bool { return !g.is(c, blanks) })
}

// wordy returns those of the columns that have sentences, not always the same, which may say what was paid:
// with a number in one, where others have the bank's words.
func (g *guess) wordy(cols []int, numbered bool) []int {
	least := sentences
	if numbered {
		least = numberedSentences
	}
	return slices.DeleteFunc(slices.Clone(cols), func(c int) bool { return c >= len(g.talks) || g.talks[c] < least })
}

// first returns the column of a role: the one whose word says most, of those that have something.
func (g *guess) first(r role) []int {
	for _, c := range g.columns[r] {
		if !g.is(c, blanks) {
			return []int{c}
		}
	}
	return g.columns[r][:min(len(g.columns[r]), 1)]
}

// alike returns how many cells most of the first rows have; 0 where they differ.
func (g *guess) alike() int {
	counts := make(map[int]int)
	for _, rec := range g.body {
		if counts[len(rec.cells)]++; 2*counts[len(rec.cells)] > len(g.body) {
			return len(rec.cells)
		}
	}
	return 0
}

// widths lists how many cells rows have that have no stray quotes.
func (g *guess) widths() (all []int) {
	for _, rec := range g.body {
		if !rec.stray && !slices.Contains(all, len(rec.cells)) {
			all = append(all, len(rec.cells))
		}
	}
	return all
}

// continues reports whether a label may go on in the next row, which then has nothing
// else: one of the first rows is so.
func (g *guess) continues() bool {
	labels := g.columns[labelRole]
	if g.at < 0 || len(labels) == 0 || g.is(labels[0], blanks) {
		return false
	}
	return slices.ContainsFunc(g.rows[g.at+1:], func(rec record) bool { return rec.only(labels[0]) })
}

// only reports whether a row has something in this column and nowhere else.
func (r record) only(c int) bool {
	for i, cell := range r.cells {
		if (i == c) != (strings.TrimSpace(cell) != "") {
			return false
		}
	}
	return c < len(r.cells)
}

// told says to a person how a file was read.
func (p *plan) told(g *guess, found *findings) string {
	var currencies []string
	for _, pt := range found.parts {
		if c := string(pt.st.Currency); !slices.Contains(currencies, c) {
			currencies = append(currencies, c)
		}
	}
	text := fmt.Sprintf("no profile fits; read the only way that fits all rows: %s as the day (%s), ", p.field(dateRole), p.dates[0])
	if p.has(amountRole) {
		text += p.field(amountRole) + " as the amount"
	} else {
		text += p.field(debitRole) + " as money out, " + p.field(creditRole) + " as money in"
	}
	if p.has(amountRole) && p.inverted {
		text += ", money out where it is positive"
	}
	if p.pendingMoves {
		text += ", rows that wait too, as they move the balance"
	}
	if p.has(sideRole) {
		text += ", " + p.field(sideRole) + " as its side"
	}
	if g.assumed && p.top.currency == "" {
		text += fmt.Sprintf("; no currency is named, %s was taken", p.currency)
	} else {
		text += ", in " + strings.Join(currencies, ", ")
	}
	if left := p.leftOut(); len(left) > 0 {
		text += "; left out: " + strings.Join(left, "; ")
	}
	return text
}

// leftOut names columns of which nothing is taken, five at most.
func (p *plan) leftOut() (names []string) {
	used := make(map[int]bool)
	for i, cols := range p.columns {
		for _, c := range cols {
			used[c] = used[c] || roles[i] != watchRole
		}
	}
	for c := range p.header {
		if len(names) < 5 && !used[c] && clean(p.header[c]) != "" {
			names = append(names, p.column(c))
		}
	}
	return names
}
