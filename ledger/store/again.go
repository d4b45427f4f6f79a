package store

import (
	"maps"

	"lettrage/ledger"
)

// A bank that writes a statement anew writes other bytes: another time of creation,
// another end of line. Line for line the same statement is that one again, unless it is
// of so little that as little may have happened once more.

// maxAgain is how many lines a statement has at most that is compared line for line. A
// longer one has days within it, on which file and book agree.
const maxAgain = 1000

// lineKey is what a line says.
type lineKey struct {
	booked ledger.Date
	minor  int64
	text   string
}

// again reports whether each of the file's statements of an account is one of the book again.
func (t *taking) again(target int, o *overlap) (bool, error) {
	lines := make(map[int]map[lineKey]int)
	for i := range t.statements {
		if t.isOf(i, target) {
			if t.linesOf(i) > maxAgain {
				return false, nil
			}
			lines[i] = make(map[lineKey]int)
		}
	}
	for d, err := range t.source.days(target) {
		if err != nil {
			return false, err
		}
		for _, f := range d.lines {
			lines[f.statement][lineKey{f.Booked, f.Amount.Minor(), wordsOf(f.Transaction).all}]++
		}
	}
	for i, of := range lines {
		same, err := t.sameStatement(i, of, o.book)
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// sameStatement reports whether a statement of the book says what the i-th of the file says.
func (t *taking) sameStatement(i int, lines map[lineKey]int, book []ledger.Taken) (bool, error) {
	s := t.statements[i].Statement
	s.Lines = t.linesOf(i)
	for _, b := range book {
		if b.Number != s.Number || b.Lines != s.Lines || !sameBalance(b.Opening, s.Opening) || !sameBalance(b.Closing, s.Closing) || !distinct(t.statements[i], lines) {
			continue
		}
		stored, err := t.linesOfTaken(b)
		if err != nil {
			return false, err
		}
		if maps.Equal(stored, lines) {
			return true, nil
		}
	}
	return false, nil
}

// distinct reports whether a statement says enough not to be another one alike: the
// bank's number, a balance that its lines changed, or two different lines.
func distinct(s loaded, lines map[lineKey]int) bool {
	return s.Number != "" || s.Closing != nil && !s.net.IsZero() || len(lines) > 1
}

func sameBalance(a, b *ledger.Balance) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// linesOfTaken returns the lines that a statement of the book brought.
func (t *taking) linesOfTaken(b ledger.Taken) (map[lineKey]int, error) {
	type row struct {
		booked, texts string
		minor         int64
	}
	scan := func(r scanner) (w row, err error) { return w, r.Scan(&w.booked, &w.minor, &w.texts) }
	lines := make(map[lineKey]int)
	for w, err := range rows(t.ctx, t.q, scan, `SELECT l.booked, l.amount, l.texts FROM intake i
		JOIN line l ON l.company = i.company AND l.seq BETWEEN i.first_line AND i.last_line
		WHERE i.company = ? AND i.seq = ? AND l.statement = ?`, string(t.company), b.Intake, b.ID) {
		if err != nil {
			return nil, err
		}
		k := lineKey{minor: w.minor, text: readText(w.texts)}
		if err := parseDays([]string{w.booked}, &k.booked); err != nil {
			return nil, err
		}
		lines[k]++
	}
	return lines, nil
}
