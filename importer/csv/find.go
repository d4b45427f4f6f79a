package csv

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// separators are the characters that may part cells, the likelier first.
const separators = ";,\t|"

// maxAbove is how many rows may stand above the table.
const maxAbove = 60

// maxWord is how long a cell of a header may be, in bytes.
const maxWord = 200

// fitting is a profile and where its header was found.
type fitting struct {
	plan  *plan
	score int // header words that the profile knows
}

// top reads the first rows of a file. What is wrong there is for the reading of the
// whole to say; only a file that has no row at all is an error.
func top(all records) ([]record, error) {
	var rows []record
	for len(rows) <= maxAbove {
		rec, err := all.next()
		if err != nil {
			if len(rows) == 0 && !errors.Is(err, io.EOF) {
				return nil, err
			}
			break
		}
		rec.words = make([]string, len(rec.cells))
		for i, cell := range rec.cells {
			if len(cell) <= maxWord {
				rec.words[i] = fold(cell)
			}
		}
		rows = append(rows, rec)
	}
	return rows, nil
}

// fit finds the profile whose header stands among the first rows: the one that
// knows most of its words. Profiles with nothing between them are both returned.
func fit(rows []record, profiles []*profile, sep byte) []fitting {
	var best []fitting
	for _, p := range profiles {
		if p.asked || sep != given && strings.IndexByte(p.seps, sep) < 0 {
			continue
		}
		f, ok := p.find(rows, sep)
		switch {
		case !ok || len(best) > 0 && f.score < best[0].score:
		case len(best) > 0 && f.score == best[0].score:
			best = append(best, f)
		default:
			best = []fitting{f}
		}
	}
	return best
}

// find looks for the table of a profile.
func (p *profile) find(rows []record, sep byte) (fitting, bool) {
	if p.headless {
		return p.findHeadless(rows, sep)
	}
	for i, rec := range rows {
		columns, score, ok := p.match(rec)
		if ok {
			pl := &plan{profile: p, sep: sep, first: i + 1, header: rec.cells, columns: columns, top: p.heading(rows[:i])}
			pl.blankSide, pl.continues = p.blank, p.goesOn
			if p.open {
				pl.wider = alike(rows[i+1:])
			}
			return fitting{pl, score}, true
		}
	}
	return fitting{}, false
}

// alike returns how many cells each of three rows or more has; 0 where they differ.
func alike(rows []record) int {
	if len(rows) < 3 || slices.ContainsFunc(rows, func(r record) bool { return len(r.cells) != len(rows[0].cells) }) {
		return 0
	}
	return len(rows[0].cells)
}

// findHeadless fits a table without a header: the first row is one that the
// profile's preamble knows, and the row after it has a day and an amount in their places.
func (p *profile) findHeadless(rows []record, sep byte) (fitting, bool) {
	if len(rows) < 2 || !slices.ContainsFunc(p.preamble, func(re *regexp.Regexp) bool { return re.MatchString(rows[0].text()) }) {
		return fitting{}, false
	}
	pl := &plan{profile: p, sep: sep, first: 1, columns: make([][]int, len(roles)), top: p.heading(rows[:1])}
	for _, w := range p.columns {
		n, _ := strconv.Atoi(w.words[0]) // checked when the profile was read
		i := slices.Index(roles, w.role)
		pl.columns[i] = append(pl.columns[i], n-1)
	}
	cell := func(r role) string { return join(rows[1].cells, pl.at(r), r) }
	_, errDay := parseDay(cell(dateRole), p.dates)
	_, errAmount := p.style.parse(cell(amountRole), "EUR")
	return fitting{pl, 2}, errDay == nil && errAmount == nil
}

// match compares a row with the header that the profile wants: each column that is
// not optional is there, and there is no cell that the profile does not know, because what
// nobody knows may change what the others mean.
func (p *profile) match(rec record) (columns [][]int, score int, ok bool) {
	used := make([]bool, len(rec.cells))
	columns = make([][]int, len(roles))
	for _, w := range p.columns {
		at := w.in(rec.words, used)
		if at < 0 {
			if w.optional {
				continue
			}
			return nil, 0, false
		}
		used[at] = true
		score++
		i := slices.Index(roles, w.role)
		columns[i] = append(columns[i], at)
	}
	found := func(r role) bool { return len(columns[slices.Index(roles, r)]) > 0 }
	if !found(amountRole) && !(found(debitRole) && found(creditRole)) {
		return nil, 0, false
	}
	for i, c := range rec.words {
		switch {
		case used[i] || strings.TrimSpace(rec.cells[i]) == "":
		case slices.ContainsFunc(p.ignore, func(w string) bool { return sameWord(c, w) }):
			score++
		case !p.open:
			return nil, 0, false
		}
	}
	return columns, score, true
}

// in returns the first free column with one of the words, the earlier word first.
func (w wanted) in(folded []string, used []bool) int {
	for _, word := range w.words {
		for i, c := range folded {
			if !used[i] && c != "" && sameWord(c, word) {
				return i
			}
		}
	}
	return -1
}

// missing lists the words of the columns that the best row lacks, for a message.
func (p *profile) missing(rows []record) string {
	var best []string
	for i, rec := range rows {
		var lacks []string
		for _, w := range p.columns {
			if !w.optional && w.in(rec.words, make([]bool, len(rec.words))) < 0 {
				lacks = append(lacks, w.words[0])
			}
		}
		if i == 0 || len(lacks) < len(best) {
			best = lacks
		}
	}
	return strings.Join(best, ", ")
}
