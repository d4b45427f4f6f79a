package csv

import (
	"slices"
	"strings"
	"unicode"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// guess is a file of which some header words are known, or nothing but what its
// columns hold.
type guess struct {
	words     *words
	sep       byte
	ahead     []record        // those above a table without a header
	rows      []record        // the first of the file, or of such a table
	body      []record        // those of them that have a day
	at        int             // the header's index among them; −1 without one
	wide      int             // columns
	score     int             // header words that are known
	astray    bool            // the header is not that of the rows
	columns   map[role][]int  // by role, the word that says most first
	gross     []int           // columns of amounts that hold more than what moved
	loose     []int           // columns of amounts that no header names
	markers   []marker        // columns that may have the side
	cells     []class         // by column
	talks     []talk          // by column
	sideWords int             // a column most of whose cells are words for a side, and both occur; −1 without one
	currency  money.Currency  // that the header, the amounts or the words say
	named     bool            // the header of the amounts says it
	assumed   bool            // it is only likely
	told      told            // by a person
	spoilt    *importer.Error // the first cell by which a column does not hold what its header says
}

// marker is a column that says on which side an amount is.
type marker struct {
	column int
	named  bool // the header says so
	blank  int  // what a blank means in it, when it marks one side only
}

// class is what the cells of a column are, as far as the first rows show.
type class int8

const (
	blanks  class = iota
	texts         // anything
	days          // all are days
	amounts       // all are numbers, and one has a mark before its last digits or a currency's beside it
	numbers       // all are whole numbers
	codes         // all are currencies
	sides         // all are words for a side
	ibans         // all are the same IBAN
	clocks        // all are times of a day
)

// talk is how much the cells of a column say, if they are not always the same.
type talk int8

const (
	little talk = iota
	sentences
	numberedSentences // and one has a number in it
)

// table finds out what the columns of the first rows may be: by the header, when there
// is one, and by the cells. It returns nil when there are no days or no amounts, and why,
// where a header names them.
func (w *words) table(rows []record, sep byte) (*guess, *importer.Error) {
	g := w.header(rows, sep)
	if g == nil {
		if g = w.unnamed(rows, sep); g == nil {
			return nil, nil
		}
	}
	g.look()
	if g.at >= 0 {
		g.byWords()
		if g.isAstray() {
			g.columns, g.gross, g.astray = make(map[role][]int), nil, true
		}
	}
	g.byCells()
	g.findMarkers()
	g.findSideWords()
	if len(g.columns[dateRole]) == 0 || !g.hasMoney() {
		return nil, g.spoilt
	}
	return g, nil
}

func (g *guess) hasMoney() bool {
	return len(g.columns[amountRole])+len(g.loose)+len(g.gross) > 0 || len(g.columns[debitRole]) > 0 && len(g.columns[creditRole]) > 0
}

// unnamed looks for a table whose header nobody knows, or that has none: the first row
// with a day and a number of which the like follow. The row above it is a header when it
// has as many cells, and neither days nor numbers.
func (w *words) unnamed(rows []record, sep byte) *guess {
	counts := make(map[int]int) // of rows by their cells
	wide := 0                   // cells of most of them
	for _, rec := range rows {
		if n := len(rec.cells); isRow(rec) {
			if counts[n]++; counts[n] > counts[wide] {
				wide = n
			}
		}
	}
	first, alike := -1, 0
	for i, rec := range rows {
		if !isRow(rec) || first < 0 && len(rec.cells) != wide && counts[wide] >= enoughRows {
			continue
		}
		if first < 0 {
			first = i
		}
		alike++
	}
	if first < 0 || 2*alike < len(rows)-first {
		return nil
	}
	if first > 0 && isHeading(rows[first-1], len(rows[first].cells)) {
		return w.named(rows, first-1, sep)
	}
	return &guess{words: w, sep: sep, ahead: rows[:first], rows: rows[first:], at: -1, columns: make(map[role][]int)}
}

// isRow reports whether a row has a day and a number beside it.
func isRow(rec record) bool {
	is := func(f func(string) bool) func(string) bool {
		return func(cell string) bool { return f(clean(cell)) }
	}
	return len(rec.cells) >= 3 && slices.ContainsFunc(rec.cells, is(isDay)) && slices.ContainsFunc(rec.cells, is(isNumber))
}

// isHeading reports whether a row may be the header of rows with so many cells.
func isHeading(rec record, wide int) bool {
	filled := 0
	for _, cell := range rec.cells {
		cell = clean(cell)
		if isDay(cell) || isNumber(cell) || len(cell) > maxWord {
			return false
		}
		if cell != "" {
			filled++
		}
	}
	return filled >= 3 && len(rec.cells) <= wide+1 && 2*filled >= wide
}

// look tells what each column holds.
func (g *guess) look() {
	for _, rec := range g.rows[g.at+1:] {
		if slices.ContainsFunc(rec.cells, func(cell string) bool { return isDay(clean(cell)) }) {
			g.body = append(g.body, rec)
			g.wide = max(g.wide, len(rec.cells))
		}
	}
	if g.at >= 0 {
		g.wide = max(g.wide, len(g.rows[g.at].cells))
	}
	g.wide = min(g.wide, maxColumns)
	g.cells, g.talks = make([]class, g.wide), make([]talk, g.wide)
	for c := range g.wide {
		cells := g.column(c)
		if g.cells[c] = g.words.classOf(cells); !g.stands(c) {
			g.talks[c] = talkOf(cells)
		}
	}
	if g.at < 0 {
		g.score = g.wide
	}
}

// maxColumns is how many columns are looked at.
const maxColumns = 128

// column returns the cells of a column that are not blank.
func (g *guess) column(c int) (cells []string) {
	for _, rec := range g.body {
		if c < len(rec.cells) {
			if cell := clean(rec.cells[c]); cell != "" {
				cells = append(cells, cell)
			}
		}
	}
	return cells
}

// classOf tells what cells are.
func (w *words) classOf(cells []string) class {
	all := func(is func(string) bool) bool {
		return !slices.ContainsFunc(cells, func(s string) bool { return !is(s) })
	}
	switch {
	case len(cells) == 0:
		return blanks
	case all(isDay):
		return days
	case all(isNumber):
		if slices.ContainsFunc(cells, isAmount) {
			return amounts
		}
		return numbers
	case all(func(s string) bool { return len(s) <= 4 && currencyOf(s) != "" }):
		return codes
	case all(func(s string) bool { return w.sides[side(s)] != 0 }):
		return sides
	case all(func(s string) bool { _, err := ledger.ParseIBAN(s); return err == nil && s == cells[0] }):
		return ibans
	}
	if all(isClock) {
		return clocks
	}
	return texts
}

// isClock reports whether a cell is a time of a day.
func isClock(s string) bool {
	return strings.Contains(s, ":") && strings.Trim(s, "0123456789:. APM") == ""
}

// byWords takes roles back from columns whose cells cannot have them. A column that is
// named for an amount and holds currencies has its amounts beside it, under no name.
func (g *guess) byWords() {
	may := map[role][]class{dateRole: {days}, valueRole: {days}, amountRole: {amounts, numbers}, debitRole: {amounts, numbers}, creditRole: {amounts, numbers},
		balanceRole: {amounts, numbers}, feeRole: {amounts, numbers}, chargesRole: {amounts, numbers}, currencyRole: {codes}, sideRole: {sides}}
	for _, r := range roles {
		want, ok := may[r]
		if !ok {
			continue
		}
		var kept []int
		for _, c := range g.columns[r] {
			switch {
			case g.is(c, want...) || g.is(c, blanks):
				kept = append(kept, c)
			case slices.Contains(want, amounts) && g.is(c, codes) && g.isNameless(c+1) && g.is(c+1, amounts, numbers):
				kept = append(kept, c+1)
				g.columns[currencyRole] = append(g.columns[currencyRole], c)
			case g.is(c, texts) && slices.Contains(want, amounts):
				g.spoil(c, "should be an amount", isNumber)
			case g.is(c, texts) && slices.Contains(want, days):
				g.spoil(c, "should be a day", isDay)
			}
		}
		g.columns[r] = kept
	}
	g.bySense()
	if st := g.columns[statusRole]; len(st) > 0 && !slices.ContainsFunc(g.column(st[0]), func(s string) bool { return g.words.status[fold(s)] != 0 }) {
		g.columns[statusRole] = nil // none of its words is known
	}
	g.gross = slices.DeleteFunc(g.gross, func(c int) bool { return !g.is(c, amounts, numbers) })
}

// bySense gives columns another role of which the header has a word of several senses: a
// reference may be the bank's or what the payer wrote, a counterparty a name or an account.
func (g *guess) bySense() {
	g.goOn(labelRole)
	g.holder()
	only := !g.any(g.columns[labelRole]) && !g.any(g.columns[remittanceRole])
	g.move(referenceRole, remittanceRole, func(c int) bool {
		cells := g.column(c)
		return only && len(cells) > 0 && strings.HasPrefix(g.rows[g.at].words[c], "ref") || slices.ContainsFunc(cells, isSentence)
	})
	g.move(nameRole, partyRole, func(c int) bool {
		cells := g.column(c)
		return len(cells) > 0 && !slices.ContainsFunc(cells, func(s string) bool { return !ledger.LooksLikeIBAN(s) })
	})
}

// holder takes the account's holder, who is the same in all rows, for neither side: some
// banks have him in one of the two columns whichever way the money goes.
func (g *guess) holder() {
	payer, payee := g.columns[payerRole], g.columns[payeeRole]
	if len(payer) == 0 || len(payee) == 0 || g.stands(payer[0]) == g.stands(payee[0]) {
		return
	}
	other := payer
	if g.stands(payer[0]) {
		other = payee
	}
	g.columns[nameRole] = append(other, g.columns[nameRole]...)
	delete(g.columns, payerRole)
	delete(g.columns, payeeRole)
}

// goOn gives a role to the columns of texts without a header that stand behind the last one that has it.
func (g *guess) goOn(r role) {
	cols := g.columns[r]
	if len(cols) == 0 {
		return
	}
	for c := slices.Max(cols) + 1; c < len(g.cells) && g.isNameless(c) && g.is(c, texts, blanks); c++ {
		g.columns[r] = append(g.columns[r], c)
	}
}

// move gives the columns of a role that are so another one, behind those that have it.
func (g *guess) move(from, to role, is func(c int) bool) {
	var kept []int
	for _, c := range g.columns[from] {
		if is(c) {
			g.columns[to] = append(g.columns[to], c)
		} else {
			kept = append(kept, c)
		}
	}
	g.columns[from] = kept
}

// talkOf tells how much cells say.
func talkOf(cells []string) (t talk) {
	for _, s := range cells {
		switch {
		case !isSentence(s):
		case strings.ContainsAny(s, "0123456789"):
			return numberedSentences
		default:
			t = sentences
		}
	}
	return t
}

// isSentence reports whether a cell has several words, one of them of letters alone: no identifier has.
func isSentence(s string) bool {
	words := strings.Fields(s)
	return len(words) > 1 && slices.ContainsFunc(words, func(w string) bool {
		return len(w) >= 3 && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
	})
}

// spoil notes the first cell of a column that is not what most of them are.
func (g *guess) spoil(c int, should string, is func(string) bool) {
	good := 0
	var bad *importer.Error
	for _, rec := range g.body {
		switch cell := clean(cellAt(rec.cells, c)); {
		case cell == "":
		case is(cell):
			good++
		case bad == nil:
			bad = &importer.Error{Kind: importer.AmbiguousProfile, Line: rec.line, Field: (&plan{header: g.rows[g.at].cells}).column(c), Msg: should + ", as the header says of the column", Hint: "put the row right, or name a profile with --as csv:PROFILE"}
		}
	}
	if g.spoilt == nil && bad != nil && 2*good > len(g.body) {
		g.spoilt = bad
	}
}

// cellAt returns a cell, or nothing.
func cellAt(cells []string, c int) string {
	if c >= len(cells) {
		return ""
	}
	return cells[c]
}

// isAstray reports whether the header is not that of the rows: where it says that the
// amounts are, no row has anything.
func (g *guess) isAstray() bool {
	money := slices.Concat(g.columns[amountRole], g.columns[debitRole], g.columns[creditRole], g.gross)
	return len(g.body) > 0 && len(money) > 0 && !slices.ContainsFunc(money, func(c int) bool { return !g.is(c, blanks) })
}

// is reports whether a column is of one of the classes.
func (g *guess) is(c int, of ...class) bool {
	return c < len(g.cells) && slices.Contains(of, g.cells[c])
}

// isNameless reports whether the header says nothing of a column.
func (g *guess) isNameless(c int) bool {
	header := g.rows[g.at].cells
	return c >= len(header) || clean(header[c]) == ""
}

// byCells gives roles to columns of which no word says one.
func (g *guess) byCells() {
	has := make(map[int]bool)
	for _, cols := range g.columns {
		for _, c := range cols {
			has[c] = true
		}
	}
	for _, c := range g.gross {
		has[c] = true
	}
	of := func(k class) (cols []int) {
		for c := range g.cells {
			if g.cells[c] == k && !has[c] {
				cols = append(cols, c)
			}
		}
		return cols
	}
	g.findDays(of(days))
	g.findAmounts(of(amounts), of(numbers))
	if all := slices.DeleteFunc(of(codes), func(c int) bool { return !g.filled(c) || g.original(c) }); len(g.columns[currencyRole]) == 0 && len(all) == 1 {
		g.columns[currencyRole] = all
	}
	g.findAccount()
	if len(g.columns[labelRole])+len(g.columns[nameRole])+len(g.columns[remittanceRole]) == 0 && (g.at < 0 || g.astray) {
		g.columns[accountRole], g.columns[labelRole] = of(ibans), append(of(texts), of(sides)...)
	}
}

// findDays takes columns of days, if none that is named for the booking day has any; else that of the value day.
func (g *guess) findDays(free []int) {
	named := slices.DeleteFunc(slices.Clone(g.columns[dateRole]), func(c int) bool { return g.is(c, blanks) })
	switch {
	case len(named) > 0:
		g.columns[dateRole] = named
	case len(g.body) == 0: // a table without a row
	case len(free) > 0:
		g.columns[dateRole] = free
	default:
		g.columns[dateRole] = slices.Clone(g.columns[valueRole])
	}
}

// findAmounts takes columns of amounts, else of whole numbers, if none is named for what moved.
func (g *guess) findAmounts(free, whole []int) {
	if len(g.columns[amountRole]) > 0 || len(g.columns[debitRole]) > 0 && len(g.columns[creditRole]) > 0 {
		return
	}
	if len(g.gross) > 0 {
		g.columns[amountRole], g.gross = g.gross, nil
		return
	}
	if g.loose = slices.DeleteFunc(free, g.stands); len(g.loose) == 0 {
		g.loose = whole
	}
	if ours := slices.DeleteFunc(slices.Clone(g.loose), g.original); len(ours) > 0 {
		g.loose = ours
	}
}

// original reports whether a column is of amounts before an exchange, or of their currency.
func (g *guess) original(c int) bool {
	return g.at >= 0 && c < len(g.rows[g.at].words) && g.words.isOriginal(g.rows[g.at].words[c])
}

// findAccount takes a column that is called IBAN, and has the same one in all rows, or one of
// account numbers that has the same in several: it is ours.
func (g *guess) findAccount() {
	if g.at < 0 || len(g.columns[accountRole]) > 0 || len(g.body) < 2 {
		return
	}
	for c, word := range g.rows[g.at].words {
		numbered := (word == "kontonummer" || word == "rekeningnummer") && g.stands(c) && !account(g.column(c)[0]).IsZero()
		if word == "iban" && g.is(c, ibans) && g.filled(c) || numbered {
			g.columns[accountRole] = []int{c}
			g.columns[partyRole] = slices.DeleteFunc(g.columns[partyRole], func(p int) bool { return p == c })
		}
	}
}

// shows reports whether a column, of rates of exchange say, has this mark before another
// number of digits than three in one cell, and a number with it in each: it does not part thousands then.
func (g *guess) shows(decimal byte) bool {
	for c := range g.cells {
		cells, shown := g.column(c), false
		for _, cell := range cells {
			whole, part, ok := strings.Cut(strings.TrimPrefix(cell, "-"), string(rune(decimal)))
			if !ok || whole == "" || part == "" || strings.Trim(whole+part, "0123456789") != "" {
				shown = false
				break
			}
			shown = shown || len(part) != 3
		}
		if shown {
			return true
		}
	}
	return false
}

// stands reports whether a column is the same in all of several rows: the balance of the
// moment of the export, say.
func (g *guess) stands(c int) bool {
	cells := g.column(c)
	return len(cells) >= enoughRows && g.filled(c) && len(slices.Compact(cells)) == 1
}

// enoughRows is how many rows that are alike are no accident.
const enoughRows = 4

// findMarkers lists the columns that may say on which side an amount is. One that has
// words for one side only, and blanks, marks that side.
func (g *guess) findMarkers() {
	add := func(c int, named bool) {
		cells := g.column(c)
		in, out := false, false
		for _, s := range cells {
			in, out = in || g.words.sides[side(s)] > 0, out || g.words.sides[side(s)] < 0
		}
		m := marker{column: c, named: named}
		if len(cells) < len(g.body) {
			if in == out || !named && !slices.ContainsFunc(cells, isMark) {
				return
			}
			if m.blank = 1; in {
				m.blank = -1
			}
		}
		g.markers = append(g.markers, m)
	}
	if named := g.columns[sideRole]; len(named) > 0 {
		if g.is(named[0], sides) {
			add(named[0], true)
		}
		return
	}
	for c := range g.cells {
		if g.cells[c] == sides {
			add(c, false)
		}
	}
}

// findSideWords finds a column that says the side of most amounts, though other words
// may stand in it too, so that it is no marker: Credit, Debit, Adjustment.
func (g *guess) findSideWords() {
	g.sideWords = -1
	for c := range g.cells {
		in, out := 0, 0
		for _, cell := range g.column(c) {
			switch sign := g.words.sides[side(cell)]; {
			case sign > 0:
				in++
			case sign < 0:
				out++
			}
		}
		if in > 0 && out > 0 && 2*(in+out) > len(g.body) {
			g.sideWords = c
			return
		}
	}
}

// isMark reports whether a cell can be nothing but the mark of a side.
func isMark(s string) bool { return slices.Contains([]string{"cr", "dr", "+", "-"}, side(s)) }

// isDay reports whether a cell is a day in one of the forms that are tried.
func isDay(s string) bool {
	if len(s) < 6 || len(s) > maxShort {
		return false
	}
	for _, f := range guessedForms {
		if _, err := f.parse(s); err == nil {
			return f.sep != 0 || len(s) == 8 || len(s) > 14
		}
	}
	return false
}

// isNumber reports whether a cell is a number, whole or not.
func isNumber(s string) bool {
	if s == "" || len(s) > maxShort {
		return false
	}
	for _, st := range []style{{'.', ",'’"}, {',', ".'’"}} {
		for _, cur := range []money.Currency{"EUR", "USD"} {
			if _, err := st.parse(bareNumber(s), cur); err == nil {
				return true
			}
		}
	}
	return false
}

// bareNumber takes the marks of currencies off a number.
func bareNumber(s string) string {
	rest, sign, sided := cutSide(s)
	if sided && sign != 0 {
		s = rest
	}
	s, _ = cutMark(strings.Trim(s, "() "))
	return s
}

// isAmount reports whether a number has a mark before its last one or two digits, or
// that of a currency beside it, so that it is no number of anything.
func isAmount(s string) bool {
	bare := bareNumber(s)
	i := strings.LastIndexAny(bare, ",.")
	marked := i >= 0 && len(bare)-i <= 3 && i < len(bare)-1
	return isNumber(s) && (marked || strings.ContainsAny(s, "€£$"))
}
