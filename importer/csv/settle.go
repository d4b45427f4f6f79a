package csv

import (
	"fmt"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// fitted is a reading that explains the whole file.
type fitted struct {
	candidate
	found findings
}

// maxYears is how many years a file may be of.
const maxYears = 30

// enoughBalances is how many balances that no header names have to lead from row to
// row, without an amount of nothing, so that it is no accident; fewer will do where money goes both ways.
const enoughBalances = 3

// misfit says why a reading does not explain the whole file; it is empty when it does.
func (f *findings) misfit(p *plan) string {
	switch {
	case len(f.errs) > 0 || f.remarks.rows > f.lines || p.sideGuessed && !(f.seen.in.any() && f.seen.out.any()):
		return noReading
	case f.seen.unclear() && !p.decimalShown:
		return "amounts like 1.234 can be read in two ways, and none shows the decimal mark"
	case f.seen.contrary > 0 && f.seen.agreed == 0 && !p.sideTold:
		return contrary
	}
	for _, pt := range f.parts {
		if why := pt.misfit(p, f.seen); why != "" {
			return why
		}
	}
	return ""
}

// What a person can decide.
const (
	noSide   = "nothing says whether amounts are money in or out: none has a sign, and no balance proves it"
	contrary = "labels say that money came in where its amount goes out, or the other way round: it may be a list from the side of a card"
)

// bothSigns is said where a column has the side of amounts that have signs besides.
const bothSigns = "amounts that a column puts on one side have both signs, a minus may turn it round, and no balance proves it"

// noReading is said when rows don't fit, which a person would not learn anything from.
const noReading = "no reading of the columns fits all rows"

// misfit says why the balances of one account don't agree with a reading, or don't say
// what nothing else does.
func (pt *part) misfit(p *plan, seen seen) string {
	proven := pt.provesSide() || seen.minus && pt.isBefore()
	switch {
	case pt.chain.turned() && !pt.isBefore():
		return "the balances would lead from row to row with money in and out exchanged"
	case p.has(balanceRole) && p.balanceGuessed && (!proven || seen.zero || pt.chain.stated < enoughBalances && !p.has(sideRole) && !seen.mixed()):
		return noReading
	case !proven && p.has(amountRole) && !p.has(sideRole) && seen.unsigned() && !p.sideTold:
		return noSide
	case !proven && seen.isDenied() && !p.sideTold:
		return fmt.Sprintf("line %d and others have an amount on one side and a word for the other, and no balance proves it", seen.denied.first)
	case !proven && (seen.in.mixed() || seen.out.mixed()):
		return bothSigns
	case !proven && (p.rival || p.leaves && !seen.mixed()):
		return "several columns of amounts may be what moved, and no balance proves one"
	case pt.high-pt.low > maxYears*366:
		return noReading
	}
	return ""
}

// settle returns the readings of which most can be proven, one of each result.
//
// What proves, from the strongest: balances that lead from row to row; a year of two
// digits at the end; the period above the table, which has all days within; days in order, when there are enough
// of them; a country where nobody writes the month first; amounts whose side is the contrary of their sign all
// along, as in lists of a card, where nothing else would give the column of the side a sense; and, of two columns of days,
// the one in order, else the first. Words of both sides that agree with all signs say no
// more than these; where some don't, a stray sign does not let money in and out be exchanged.
func settle(g *guess, fits []fitted) []fitted {
	dayFirst := g.dayFirst(fits)
	for _, better := range []func(*fitted) bool{
		(*fitted).leads,
		func(f *fitted) bool { return !f.before() },
		func(f *fitted) bool { return !f.plan.pendingMoves },
		func(f *fitted) bool { return f.plan.has(sideRole) || !f.found.seen.unsigned() || len(g.markers) == 0 },
		func(f *fitted) bool { return f.form().order != "YMD" || f.form().year == 4 },
		(*fitted).inPeriod,
		func(f *fitted) bool { return f.inOrder(enoughDays) },
		func(f *fitted) bool { return !dayFirst || f.form().order != "MDY" },
		func(f *fitted) bool { return f.found.seen.against() > 0 && f.found.seen.along() == 0 },
		func(f *fitted) bool { return !f.plan.sideGuessed || f.found.seen.against() > 0 },
		func(f *fitted) bool { return f.date == g.columns[dateRole][0] },
	} {
		if kept := keep(fits, better); len(kept) > 0 {
			fits = kept
		}
	}
	var all []fitted
	for _, f := range fits {
		if !slices.ContainsFunc(all, func(o fitted) bool { return o.found.sum == f.found.sum }) {
			all = append(all, f)
		}
	}
	return all
}

func keep(fits []fitted, better func(*fitted) bool) (kept []fitted) {
	for i := range fits {
		if better(&fits[i]) {
			kept = append(kept, fits[i])
		}
	}
	return kept
}

func (f *fitted) form() form { return f.plan.dates[0] }

// leads reports whether there are balances, and they lead from row to row.
func (f *fitted) leads() bool {
	if !f.plan.has(balanceRole) {
		return false
	}
	some := false
	for _, pt := range f.found.parts {
		if pt.chain.stated > 1 && !pt.chain.proves() && !pt.isBefore() {
			return false
		}
		some = some || pt.chain.stated > 1
	}
	return some
}

// before reports whether balances are those before their lines.
func (f *fitted) before() bool { return slices.ContainsFunc(f.found.parts, (*part).isBefore) }

// inPeriod reports whether all days are in the period above the table.
func (f *fitted) inPeriod() bool {
	top := f.plan.top
	return top.from != 0 && top.to != 0 && !slices.ContainsFunc(f.found.parts, func(pt *part) bool { return pt.low < top.from || pt.high > top.to })
}

// enoughDays is how many different days in order cannot be an accident: of so many in
// any order, 1 in 360 are.
const enoughDays = 6

// inOrder reports whether the days never fall or never rise, and so many are different.
func (f *fitted) inOrder(least int) bool {
	most := 0
	for _, pt := range f.found.parts {
		if !pt.up && !pt.down {
			return false
		}
		most = max(most, pt.steps+1)
	}
	return most >= least
}

// dayFirst reports whether the file is of a country where nobody writes the month
// first, which is done in English and with decimal points only, and not in pounds: a header word or an amount is
// otherwise, or cells are parted by semicolons.
func (g *guess) dayFirst(fits []fitted) bool {
	if g.sep == ';' || slices.ContainsFunc(fits, func(f fitted) bool { return f.plan.style.decimal == ',' && f.found.seen.marked }) {
		return true
	}
	if !slices.ContainsFunc(fits, func(f fitted) bool {
		return slices.ContainsFunc(f.found.parts, func(pt *part) bool { return pt.st.Currency != "GBP" })
	}) {
		return true
	}
	return g.at >= 0 && slices.ContainsFunc(g.rows[g.at].words, func(f string) bool {
		word, _ := cutCurrency(f)
		return g.words.known[word] && !slices.Contains(g.words.English, word)
	})
}

// provesSide reports whether the balances lead from row to row, and would not with
// money in and out exchanged: as they would in the other order when all amounts are the same,
// and then the days have to say the order.
func (pt *part) provesSide() bool {
	c := &pt.chain
	switch {
	case !c.proves():
		return false
	case !c.upTurned && !c.downTurned:
		return true
	case pt.steps == 0:
		return false
	case pt.up:
		return c.rises() && !c.upTurned
	}
	return pt.down && c.falls() && !c.downTurned
}

// isBefore reports whether the balances are those before each line: they lead as
// those of the other order would with money in and out exchanged, but the days are in this order.
func (pt *part) isBefore() bool {
	return pt.chain.turned() && pt.steps > 0 && (pt.chain.downTurned && pt.up || pt.chain.upTurned && pt.down)
}

// seen is what the amounts of a file have shown of how they are written.
type seen struct {
	marked   bool  // one has the decimal mark
	parted   bool  // one has a mark between thousands
	minus    bool  // one that moved has a minus; balances are not meant
	plus     bool  // one has a plus,
	bare     bool  // and one has neither
	zero     bool  // one is nothing, when guessed
	agreed   int   // labels that say the side that the amount has,
	contrary int   // and the other
	in, out  signs // amounts that the column with the side says to be money in, and out
	saysIn   signs // amounts that a column which is not taken for the side says to be money in,
	saysOut  signs // and out
	denied   tally // those of them that have the other sign
	wrong    int   // accounts with the form of an IBAN and wrong check digits,
	wrongAt  int   // and the line of the first
}

// signs counts amounts by the sign that they are written with.
type signs struct{ plus, minus int }

// any reports whether there were some.
func (s signs) any() bool { return s.plus+s.minus > 0 }

// mixed reports whether there were some of each: a minus may turn the side round, then.
func (s signs) mixed() bool { return s.plus > 0 && s.minus > 0 }

// tally counts rows, and knows the line of the first.
type tally struct{ rows, first int }

func (t *tally) add(line int) {
	if t.rows++; t.rows == 1 {
		t.first = line
	}
}

func (s *signs) add(sign int) {
	if sign < 0 {
		s.minus++
	} else {
		s.plus++
	}
}

// sided notes the sign of an amount of which a column says the side.
func (s *seen) sided(sign, side int) {
	if side < 0 {
		s.out.add(sign)
	} else {
		s.in.add(sign)
	}
}

// said notes the sign of an amount beside a word for a side that is not taken for it.
func (s *seen) said(sign, side, line int) {
	if side < 0 {
		s.saysOut.add(sign)
	} else {
		s.saysIn.add(sign)
	}
	if sign*side < 0 {
		s.denied.add(line)
	}
}

// isDenied reports whether the words for one side mostly stand beside amounts of the other.
func (s *seen) isDenied() bool {
	return s.saysIn.minus > s.saysIn.plus || s.saysOut.plus > s.saysOut.minus
}

// along is how many amounts have the sign of their side, against how many have not.
func (s *seen) along() int   { return s.in.plus + s.out.minus }
func (s *seen) against() int { return s.in.minus + s.out.plus }

// mistyped notes an account that has the form of an IBAN, and is none.
func (s *seen) mistyped(account string, line int) {
	if !ledger.LooksLikeIBAN(account) {
		return
	}
	if s.wrong++; s.wrong == 1 {
		s.wrongAt = line
	}
}

// compare notes whether a label says the side that its amount has.
func (s *seen) compare(label string, sign int, said sideWords) {
	label = fold(label[:min(len(label), maxGrammar)])
	word := 0
	switch {
	case begins(label, said.In):
		word = 1
	case begins(label, said.Out):
		word = -1
	}
	switch word * sign {
	case 1:
		s.agreed++
	case -1:
		s.contrary++
	}
}

// unsigned reports whether amounts don't say on which side they are.
func (s seen) unsigned() bool { return !s.minus && s.bare }

// mixed reports whether amounts have signs, and not all the same.
func (s seen) mixed() bool { return s.minus && (s.bare || s.plus) }

// unclear reports whether a mark parts thousands, and nothing says that it does not part decimals.
func (s seen) unclear() bool { return s.parted && !s.marked }

// note looks at how an amount of a currency is written; moved says that it is what
// moved. A mark before three digits may part thousands, unless there are three decimals.
func (s *seen) note(text string, st style, cur money.Currency, moved bool) {
	if at := strings.LastIndexByte(text, st.decimal); at >= 0 {
		if decimals(text) == 3 && cur.Decimals() < 3 {
			s.parted = true
		} else {
			s.marked = true
		}
	}
	if digitsOnly(text, st.decimal) {
		if moved {
			s.minus, s.bare = s.minus || text[0] == '-', s.bare || text[0] != '-'
		}
		return
	}
	s.parted = s.parted || strings.ContainsAny(text, strings.Trim(st.thousands, "'’"))
	if !moved {
		return
	}
	_, sign, sided := cutSide(text)
	switch {
	case sided && sign < 0 || strings.ContainsAny(text, "-\u2212("):
		s.minus = true
	case sided || strings.Contains(text, "+"):
		s.plus = true
	default:
		s.bare = true
	}
}
