package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"lettrage/ledger"
)

// Which line does a notice tell of?
//
// It is looked for when the later of the two comes, among the lines of the notice's
// account and amount that no other notice tells of.
//
//  1. One that has the notice's identifier, within noticeDays of its day: the nearest.
//  2. Else, of those booked or valued on the notice's day and whose identifier does not
//     speak against it: one of the same payment (end-to-end ID). On a day that a statement
//     covers whole, also the only one, of an only notice, or the two whose texts agree
//     best, each with the other, or one for one, where all notices say the same.
//
// What stays unsure waits: a wrong payer would be worse than none.

// noticeDays is how many days a bank's notice and its statement may lie apart.
const noticeDays = 5

// days11 are the placeholders of the days around one.
var days11 = "(?" + strings.Repeat(", ?", 2*noticeDays) + ")"

// waiting is a notice of which no line is known yet.
type waiting struct {
	seq           int64
	account       ledger.AccountRef
	bankID        string
	booked, value ledger.Date
	minor         int64
	currency      string
	told          bool
	words         words
	endToEnd      string
}

func scanWaiting(r scanner) (*waiting, error) {
	var w waiting
	var days [2]string
	if err := r.Scan(&w.seq, (*string)(&w.account.IBAN), &w.account.Other, &w.bankID, &days[0], &days[1], &w.minor, &w.currency); err != nil {
		return nil, err
	}
	return &w, parseDays(days[:], &w.booked, &w.value)
}

// untold is a line of which no notice tells yet.
type untold struct {
	bookLine
	booked, value ledger.Date
	told          bool
	whole         bool // a statement covers its day whole
	words         words
	endToEnd      string
}

func scanUntold(r scanner) (*untold, error) {
	var u untold
	var days [2]string
	if err := r.Scan(&u.seq, &u.id, &u.scheme, &u.bankID, &days[0], &days[1], &u.amount, &u.texts); err != nil {
		return nil, err
	}
	return &u, parseDays(days[:], &u.booked, &u.value)
}

var toldTable = newTable("told", "line notice intake")

// tell finds the lines of the notices that wait, and writes what it found under an intake.
func (t *taking) tell(tx *Tx, intake int64) error {
	notices, err := t.waitingNotices(tx)
	if err != nil || len(notices) == 0 {
		return err
	}
	accounts, err := tx.accounts()
	if err != nil {
		return err
	}
	var found []telling
	for _, group := range grouped(notices, accounts) {
		more, err := t.tellGroup(tx, group)
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, func(a, b telling) int { return cmp.Compare(a.n.seq, b.n.seq) })
	to := tx.insertInto(toldTable)
	for _, f := range found {
		t.hashes = append(t.hashes, ledger.Told{Line: f.l.id, Notice: f.n.seq}.Digest())
		if err := to.add(f.l.seq, f.n.seq, intake); err != nil {
			return err
		}
	}
	t.res.Told = len(found)
	return to.flush()
}

// waitingNotices returns the notices that wait, around the days of the file.
func (t *taking) waitingNotices(tx *Tx) ([]*waiting, error) {
	var span ledger.Period
	for i, s := range t.statements {
		if s.days.From != 0 && (s.IsNotice() || t.ids[i] > 0) {
			span = widen(widen(span, s.days.From), s.days.To)
		}
	}
	if span.From == 0 {
		return nil, nil
	}
	return all(tx.ctx, tx, scanWaiting, `SELECT n.seq, n.iban, n.other, n.bank_id, n.booked, n.value, n.amount, n.currency FROM notice n
		WHERE n.company = ? AND n.booked >= ? AND n.booked <= ? AND `+waits+` ORDER BY n.seq`,
		string(t.company), (span.From - noticeDays).String(), (span.To + noticeDays).String())
}

// noticeGroup are notices of one account and amount.
type noticeGroup struct {
	account ledger.AccountID
	minor   int64
	notices []*waiting
}

// grouped sorts notices by account and amount, in the order of the first of each. What
// is of no account of the book goes on waiting.
func grouped(notices []*waiting, accounts []ledger.BankAccount) []*noticeGroup {
	type key struct {
		account ledger.AccountID
		minor   int64
	}
	groups := make(map[key]*noticeGroup)
	var order []*noticeGroup
	for _, n := range notices {
		a, ok := isOf(n, accounts)
		if !ok {
			continue
		}
		k := key{a, n.minor}
		if groups[k] == nil {
			groups[k] = &noticeGroup{account: a, minor: n.minor}
			order = append(order, groups[k])
		}
		groups[k].notices = append(groups[k].notices, n)
	}
	return order
}

// isOf returns the account that a notice is of: the one that it names, or the only one
// that it can be of.
func isOf(n *waiting, accounts []ledger.BankAccount) (ledger.AccountID, bool) {
	var found []ledger.AccountID
	for _, a := range accounts {
		if string(a.Currency) != n.currency {
			continue
		}
		if n.account.IBAN != "" && n.account.IBAN == a.Ref.IBAN {
			return a.ID, true
		}
		if n.account.IsZero() || a.Ref.IsZero() || n.account.Other != "" && n.account.Other == a.Ref.Other ||
			a.Ref.IBAN.Holds(n.account.Other) || n.account.IBAN.Holds(a.Ref.Other) {
			found = append(found, a.ID)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// telling is a notice and a line of which it may tell.
type telling struct {
	n    *waiting
	l    *untold
	like int
}

// tellGroup finds the lines of the notices of one account and amount.
func (t *taking) tellGroup(tx *Tx, g *noticeGroup) ([]telling, error) {
	lines, err := t.untold(tx, g)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	if err := t.readWords(tx, g.account, g.notices, lines); err != nil {
		return nil, err
	}
	found := byNoticeID(g.notices, lines)
	return append(found, byDayOf(g.notices, lines)...), nil
}

// untold returns the lines that a group's notices may tell of.
func (t *taking) untold(tx *Tx, g *noticeGroup) ([]*untold, error) {
	found := make(map[int64]*untold)
	asked := make(map[ledger.Date]bool)
	for _, n := range g.notices {
		for _, day := range []ledger.Date{n.booked, n.value} {
			if day == 0 || asked[day] {
				continue
			}
			asked[day] = true
			args := []any{string(t.company), string(g.account), g.minor, t.last}
			for d := day - noticeDays; d <= day+noticeDays; d++ {
				args = append(args, d.String())
			}
			lines, err := all(tx.ctx, tx, scanUntold, `SELECT l.seq, l.id, l.scheme, l.bank_id, l.booked, l.value, l.amount, l.texts FROM line l
				WHERE l.company = ? AND l.account = ? AND l.amount = ? AND +l.seq <= ? AND l.booked IN `+days11+` AND NOT (`+heldBack+`)
				AND NOT EXISTS (SELECT 1 FROM told w WHERE w.company = l.company AND w.line = l.seq)`, args...)
			if err != nil {
				return nil, err
			}
			for _, l := range lines {
				found[l.seq] = l
			}
		}
	}
	lines := make([]*untold, 0, len(found))
	for _, seq := range slices.Sorted(maps.Keys(found)) {
		lines = append(lines, found[seq])
	}
	return lines, nil
}

// readWords reads that by which notices and lines are compared.
func (t *taking) readWords(tx *Tx, account ledger.AccountID, notices []*waiting, lines []*untold) error {
	for _, n := range notices {
		texts, err := one(tx.ctx, tx, scanOf[string], `SELECT texts FROM notice WHERE company = ? AND seq = ?`, string(t.company), n.seq)
		if err != nil {
			return err
		}
		n.words, n.endToEnd = storedWords(texts)
	}
	scan := func(r scanner) (alias, error) {
		var a alias
		return a, r.Scan(&a.scheme, &a.id)
	}
	for _, l := range lines {
		var err error
		if l.aliases, err = all(tx.ctx, tx, scan, `SELECT scheme, bank_id FROM alias WHERE company = ? AND line = ? ORDER BY scheme, bank_id`, string(t.company), l.seq); err != nil {
			return err
		}
		if l.whole, err = t.coveredWhole(tx, account, l.booked); err != nil {
			return err
		}
		l.words, l.endToEnd = storedWords(l.texts)
	}
	return nil
}

// coveredWhole reports whether a statement of the account covers a day whole.
func (t *taking) coveredWhole(tx *Tx, account ledger.AccountID, day ledger.Date) (bool, error) {
	found, err := all(tx.ctx, tx, scanOf[int64], `SELECT id FROM statement WHERE company = ? AND account = ? AND whole_from <> '' AND whole_from <= ? AND whole_to >= ? LIMIT 1`,
		string(t.company), string(account), day.String(), day.String())
	return len(found) > 0, err
}

// storedWords are the words of a line or notice and of all its payments, and the end-to-end ID of an only one.
func storedWords(texts string) (w words, endToEnd string) {
	var t ledger.Transaction
	_ = decodeTexts(texts, &t) // what cannot be read is like nothing
	for _, d := range t.Details {
		t.References = append(t.References, d.Counterparty.Name, d.Ultimate.Name, d.Remittance, d.EndToEndID, d.Cheque)
		t.References = append(t.References, d.References...)
	}
	return wordsOf(t), t.EndToEndID
}

// byNoticeID pairs notices and lines of one identifier, the nearest first.
func byNoticeID(notices []*waiting, lines []*untold) []telling {
	called := make(map[string][]*untold)
	for _, l := range lines {
		names := map[string]bool{l.bankID: true}
		for _, a := range l.aliases {
			names[a.id] = true
		}
		for id := range names {
			called[id] = append(called[id], l)
		}
	}
	var pairs []telling
	for _, n := range notices {
		if !usable(n.bankID) {
			continue
		}
		for _, l := range called[n.bankID] {
			if apart(n, l) <= noticeDays && len(pairs) < maxPairs {
				pairs = append(pairs, telling{n, l, n.words.like(l.words)})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b telling) int {
		return cmp.Or(cmp.Compare(apart(a.n, a.l), apart(b.n, b.l)), cmp.Compare(b.like, a.like))
	})
	var found []telling
	for _, p := range pairs {
		found = p.take(found)
	}
	return found
}

// take appends the pair when neither of the two is taken.
func (p telling) take(to []telling) []telling {
	if p.n.told || p.l.told {
		return to
	}
	p.n.told, p.l.told = true, true
	return append(to, p)
}

// apart is how many days lie between a notice and a line: none where they share a day.
func apart(n *waiting, l *untold) ledger.Date {
	if n.value != 0 && n.value == l.value {
		return 0
	}
	return max(n.booked-l.booked, l.booked-n.booked)
}

// byDayOf pairs what is left, a day of the notices after the other, where it is sure.
func byDayOf(notices []*waiting, lines []*untold) []telling {
	days := make(map[ledger.Date][]*waiting)
	for _, n := range notices {
		days[n.booked] = append(days[n.booked], n)
	}
	var found []telling
	for _, day := range slices.Sorted(maps.Keys(days)) {
		found = append(found, surely(days[day], lines)...)
	}
	return found
}

// surely pairs what is left of the notices of one day.
func surely(notices []*waiting, lines []*untold) []telling {
	var found []telling
	for {
		pairs := openPairs(notices, lines)
		if len(pairs) > maxOpen {
			return found
		}
		sure := slices.DeleteFunc(slices.Clone(pairs), func(p telling) bool { return !p.sure(pairs) })
		if len(sure) == 0 {
			return append(found, interchangeable(pairs)...)
		}
		for _, p := range sure {
			found = p.take(found)
		}
	}
}

// maxOpen bounds the work for notices of one day and amount; of more, only identifiers tell.
const maxOpen = 1000

// openPairs are the pairs of what is left that share a day and no identifier forbids.
func openPairs(notices []*waiting, lines []*untold) []telling {
	var pairs []telling
	for _, n := range notices {
		for _, l := range lines {
			differs := usable(n.bankID) && l.named("camt")
			if len(pairs) <= maxOpen && !n.told && !l.told && !differs && apart(n, l) == 0 {
				pairs = append(pairs, telling{n, l, n.words.like(l.words)})
			}
		}
	}
	return pairs
}

// sure reports whether the notice is of the line, as the pairs that share a day go.
func (p telling) sure(pairs []telling) bool {
	same, alone, best := p.same(), true, p.like >= 300
	for _, o := range pairs {
		if (o.n == p.n) == (o.l == p.l) { // the pair itself, or another two
			continue
		}
		alone = false
		best = best && o.like < p.like
		same = same && !o.same()
	}
	return same || p.l.whole && (alone || best)
}

// same reports whether the two are of one payment, by its end-to-end ID.
func (p telling) same() bool { return p.n.endToEnd != "" && p.n.endToEnd == p.l.endToEnd }

// interchangeable pairs one for one where there are as many notices as lines and all notices say the same.
func interchangeable(pairs []telling) []telling {
	notices, lines := make(map[*waiting]bool), make(map[*untold]bool)
	for _, p := range pairs {
		notices[p.n], lines[p.l] = true, true
		if !p.l.whole || p.n.words.all != pairs[0].n.words.all || apart(pairs[0].n, p.l) != 0 || apart(p.n, pairs[0].l) != 0 {
			return nil
		}
	}
	if len(notices) != len(lines) {
		return nil
	}
	var found []telling
	for _, p := range pairs {
		found = p.take(found)
	}
	return found
}
