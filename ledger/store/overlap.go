package store

import (
	"cmp"
	"slices"

	"lettrage/ledger"
)

// overlap is what is known of one account of the file beyond single lines: which
// days file and book cover, and how well they agree where both have lines.
type overlap struct {
	scheme     string
	span       ledger.Period  // from the first to the last line of the book; zero without any
	book       []ledger.Taken // the book's statements
	closed     []ledger.Taken // of those that state a closing balance, the latest first
	fileWhole  []ledger.Period
	bookWhole  []ledger.Period
	joints     map[ledger.Date][]int // days on which the file begins where statements of the book end, or the reverse: which
	agreeing   map[ledger.Date]bool  // days on which file and book have a like line
	renumbered bool
	suspect    bool // perhaps it did: lines of file and book read alike under different identifiers
	again      bool // its statements are some that the book took already, line for line
}

func (o *overlap) rules(day ledger.Date) dayRules {
	others := len(o.agreeing)
	if o.agreeing[day] {
		others--
	}
	return dayRules{
		scheme: o.scheme, fileWhole: covers(o.fileWhole, day), bookWhole: covers(o.bookWhole, day),
		continues: o.continues(day), elsewhere: others > 0 || o.again, renumbered: o.renumbered, suspect: o.suspect,
	}
}

// continues reports whether the file goes on on that day where a statement of the
// book ends, or the reverse, and no other statement of the book covers the day whole.
func (o *overlap) continues(day ledger.Date) bool {
	joined := o.joints[day]
	for i, p := range o.bookWhole {
		if !slices.Contains(joined, i) && covers([]ledger.Period{p}, day) {
			return false
		}
	}
	return len(joined) > 0
}

// covers reports whether a period with both ends known holds the day.
func covers(periods []ledger.Period, day ledger.Date) bool {
	return slices.ContainsFunc(periods, func(p ledger.Period) bool { return p.From != 0 && p.To != 0 && p.Holds(day) })
}

// holds reports whether the book has lines before and after the day, or on it.
func (o *overlap) holds(day ledger.Date) bool { return o.span.To != 0 && o.span.Holds(day) }

// overlap compares the file with the book on one account.
func (t *taking) overlap(target int) (*overlap, error) {
	o := &overlap{scheme: scheme(t.opt.Format), joints: make(map[ledger.Date][]int), agreeing: make(map[ledger.Date]bool)}
	for _, s := range t.statements {
		if s.target == target && !s.repeat {
			o.fileWhole = append(o.fileWhole, s.Whole)
		}
	}
	var err error
	if err = t.joints(target, o); err != nil {
		return o, err
	}
	if o.span, err = t.bookSpan(target); err != nil || o.span.To == 0 {
		return o, err
	}
	if o.again, err = t.again(target, o); err != nil {
		return o, err
	}
	return o, t.agreement(target, o)
}

// bookSpan is from the first day of which the book has a line to the last.
func (t *taking) bookSpan(target int) (ledger.Period, error) {
	const end = `SELECT booked FROM line WHERE company = ? AND account = ? AND +seq <= ? ORDER BY booked`
	args := []any{string(t.company), string(t.accounts[target].ID), t.base.line}
	return one(t.ctx, t.q, scanPeriod, `SELECT COALESCE((`+end+` LIMIT 1), ''), COALESCE((`+end+` DESC LIMIT 1), '')`, append(args, args...)...)
}

func scanPeriod(r scanner) (ledger.Period, error) {
	var p ledger.Period
	var days [2]string
	if err := r.Scan(&days[0], &days[1]); err != nil {
		return p, err
	}
	return p, parseDays(days[:], &p.From, &p.To)
}

// joints finds what the book's statements cover, and where the file's go on from them.
func (t *taking) joints(target int, o *overlap) error {
	type stated struct {
		day   ledger.Date
		minor int64
	}
	openings, closings := make(map[stated][]int), make(map[stated][]int)
	taken, err := all(t.ctx, t.q, scanTaken, selectTaken+` AND s.account = ? ORDER BY s.id`, string(t.company), string(t.accounts[target].ID))
	if err != nil {
		return err
	}
	o.book, o.closed = taken, latestFirst(taken)
	of := func(b *ledger.Balance) stated { return stated{b.Date, b.Amount.Minor()} }
	for i, s := range taken {
		o.bookWhole = append(o.bookWhole, s.Whole)
		if s.Opening != nil {
			openings[of(s.Opening)] = append(openings[of(s.Opening)], i)
		}
		if s.Closing != nil {
			closings[of(s.Closing)] = append(closings[of(s.Closing)], i)
		}
	}
	for _, s := range t.statements {
		if s.target != target || s.repeat || s.days.From == 0 {
			continue
		}
		if s.Opening != nil && openings[of(s.Opening)] != nil || s.Closing != nil && closings[of(s.Closing)] != nil { // the book begins or ends there too: it holds the same days, it does not go on
			continue
		}
		if s.Opening != nil {
			o.joints[s.days.From] = append(o.joints[s.days.From], closings[stated{s.days.From, s.Opening.Amount.Minor()}]...)
		}
		if s.Closing != nil {
			o.joints[s.days.To] = append(o.joints[s.days.To], openings[stated{s.days.To, s.Closing.Amount.Minor()}]...)
		}
	}
	return nil
}

// latestFirst returns the statements that state a closing balance: the latest day
// first, and of one day the one that was taken last.
func latestFirst(taken []ledger.Taken) []ledger.Taken {
	closed := slices.DeleteFunc(slices.Clone(taken), func(s ledger.Taken) bool { return s.Closing == nil })
	slices.Reverse(closed)
	slices.SortStableFunc(closed, func(a, b ledger.Taken) int { return cmp.Compare(b.Closing.Date, a.Closing.Date) })
	return closed
}

// agreement notes on which days file and book have a line of one amount in common,
// and whether the bank gave the book's lines new identifiers: on days that one of
// the two covers whole it has all amounts of the other, two at least, or the file is
// one of the book's again; and none of the book's identifiers is in the file anywhere. The first and the last day of file and book say nothing of
// whether they overlap: one may go on where the other ends.
func (t *taking) agreement(target int, o *overlap) error {
	inner, err := t.innerDays(target, o)
	if err != nil {
		return err
	}
	var c renumbering
	for d, err := range t.source.days(target) {
		if err != nil {
			return err
		}
		if !o.holds(d.day) {
			continue
		}
		book, err := t.bookDay(target, d.day)
		if err != nil {
			return err
		}
		amounts := make(map[int64]int)
		ids := make(map[namedAmount]bool)
		for _, f := range d.lines {
			amounts[f.Amount.Minor()]++
			ids[namedAmount{f.BankID, f.Amount.Minor()}] = usable(f.BankID)
		}
		for _, b := range book {
			if amounts[b.amount] > 0 && inner(d.day) {
				o.agreeing[d.day] = true
				break
			}
		}
		c.add(o, d, book, amounts, ids)
	}
	o.renumbered = c.known == 0 && (o.again || c.missing == 0 && c.compared > 1)
	o.suspect = c.known == 0 && len(c.alike) > 1
	return nil
}

// namedAmount is an identifier with the amount of its line: banks use identifiers again.
type namedAmount struct {
	id    string
	minor int64
}

// renumbering counts what becomes of the identifiers of the book's lines in the file.
type renumbering struct {
	known, missing, compared int
	alike                    map[reading]bool // lines of the file that the book has on their day, under other identifiers
}

// reading is a line as it reads, whatever its day.
type reading struct {
	minor int64
	text  string
}

// add looks at one day. It uses up the amounts.
func (c *renumbering) add(o *overlap, d fileDay, book []*bookLine, amounts map[int64]int, ids map[namedAmount]bool) {
	inBook := make(map[int64]int)
	for _, b := range book {
		if !b.named(o.scheme) {
			continue
		}
		if ids[namedAmount{b.bankID, b.amount}] || slices.ContainsFunc(b.aliases, func(a alias) bool { return ids[namedAmount{a.id, b.amount}] }) {
			c.known++
		}
		inBook[b.amount]++
	}
	if c.known == 0 && len(inBook) > 0 {
		c.read(d, book)
	}
	switch {
	case covers(o.fileWhole, d.day):
		c.compare(inBook, amounts)
	case covers(o.bookWhole, d.day) && len(inBook) > 0:
		c.compare(amounts, inBook)
	}
}

// read compares how the lines of a day read.
func (c *renumbering) read(d fileDay, book []*bookLine) {
	inBook := make(map[reading]int)
	for _, b := range book {
		inBook[reading{b.amount, readText(b.texts)}]++
	}
	for _, f := range d.lines {
		k := reading{f.Amount.Minor(), wordsOf(f.Transaction).all}
		if inBook[k] == 0 {
			continue
		}
		inBook[k]--
		if c.alike == nil {
			c.alike = make(map[reading]bool)
		}
		c.alike[k] = true
	}
}

// readText is how a stored line reads. A text that cannot be read is like no other.
func readText(texts string) string {
	var t ledger.Transaction
	_ = decodeTexts(texts, &t)
	return wordsOf(t).all
}

// compare looks for the amounts of one side among those of the other, which is whole.
func (c *renumbering) compare(some, whole map[int64]int) {
	for minor, n := range some {
		c.compared += n
		c.missing += max(0, n-whole[minor])
	}
}

// innerDays reports of a day whether it is neither the first nor the last of a
// statement of the file, or of the lines that a statement brought to the book.
func (t *taking) innerDays(target int, o *overlap) (func(ledger.Date) bool, error) {
	var spans []ledger.Period
	var file ledger.Period
	for _, s := range t.statements {
		if s.target == target && !s.repeat && s.days.From != 0 {
			spans = append(spans, s.days)
			file = widen(widen(file, s.days.From), s.days.To)
		}
	}
	if file.From < o.span.To {
		book, err := t.spansAfter(target, file.From)
		if err != nil {
			return nil, err
		}
		spans = append(spans, book...)
	}
	return func(d ledger.Date) bool {
		return slices.ContainsFunc(spans, func(p ledger.Period) bool { return p.From < d && d < p.To })
	}, nil
}

// spansAfter returns the days of the lines of each of the book's statements that has
// one after a day. They are found by way of the intakes, whose lines stand together:
// a file that comes late in a long history reads little of it.
func (t *taking) spansAfter(target int, day ledger.Date) ([]ledger.Period, error) {
	account := string(t.accounts[target].ID)
	return all(t.ctx, t.q, scanPeriod, `SELECT MIN(l.booked), MAX(l.booked) FROM intake i
		JOIN line l ON l.company = i.company AND l.seq BETWEEN i.first_line AND i.last_line
		WHERE i.company = ? AND i.seq IN (SELECT s.intake FROM statement s WHERE s.company = ? AND s.id IN
			(SELECT r.statement FROM line r WHERE r.company = ? AND r.account = ? AND r.booked > ? AND +r.seq <= ?))
		AND l.account = ? GROUP BY l.statement ORDER BY 1, 2`,
		string(t.company), string(t.company), string(t.company), account, day.String(), t.base.line, account)
}

const selectTaken = `SELECT s.id, s.intake, s.account, s.iban, s.other, s.currency, s.number, s.opening_date, s.opening, s.closing_date, s.closing,
	s.whole_from, s.whole_to, s.lines, s.credits, s.debits, s.file, s.format, s.place FROM statement s WHERE s.company = ?`
