package store

import (
	"cmp"
	"slices"
	"strings"

	"lettrage/ledger"
)

// Which lines of a file does the book have already?
//
// A line's account, day and amount always agree with those of the line that it is:
// banks reuse and renumber identifiers, so an identifier alone proves nothing. Lines
// are therefore compared within one account, day and amount.
//
//  1. Lines with the same identifier are the same, one for one: an identifier that
//     the file has twice and the book once brings one line.
//  2. What is left is paired by likeness of text, where neither side's identifier
//     speaks against it: identifiers of different formats say nothing about each other.
//     On a day that the file covers whole, each line of the book must be in the file, so a
//     pair is one line. On a day that only the book covers whole, each line of the
//     file must be in the book, if the book is right; the texts must be alike. On a
//     day that neither covers whole, the file may go on where the book ends: it does
//     when its opening balance is the book's last; it does not when they agree on
//     more than this one line; else a like text is a possible duplicate.
//  3. Two identifiers of one format are two lines, unless the bank renumbers: none of
//     the book's identifiers is in the file although the days overlap and agree, and
//     the texts are identical, or those of different formats. On a day that one side covers whole, where the one line is
//     missing from the file or the other from the book, it is a possible duplicate; so it
//     is on another day, when several lines read the same under other identifiers.
//
// A statement that is one of the book's line for line is that one again (see again.go).
//
// A possible duplicate is a line of the book with its twin named. It is held
// unbooked unless the balances need it (see prove.go). A held line is what a line
// that is in doubt again is; where a file that covers the day whole has more lines
// than are booked, what is left is new all the same.

// verdict says what a line of a file is.
type verdict int8

const (
	isNew verdict = iota
	isKnown
	isTwin // a possible duplicate
)

// outcome is what was found out about one line of a file.
type outcome struct {
	verdict verdict
	of      int64         // the book's line that it is, or may be: its Seq
	twin    ledger.LineID // its ID, of a possible duplicate
	minor   int64         // the line's amount, of one that is not new
	ordinal int           // how many lines of the book and the file before it look the same; for its ID
	alias   bool          // the book should learn that the bank calls it so
	held    bool          // of a possible duplicate: no balance needs it
}

// fileLine is a line of the file that is loaded.
type fileLine struct {
	n         int // place in the file
	statement int // index among the file's statements
	ledger.Transaction
}

// bookLine is a line of the book on the same account and day.
type bookLine struct {
	seq     int64
	id      ledger.LineID
	scheme  string
	bankID  string
	aliases []alias
	amount  int64
	texts   string // as stored
	held    bool   // a possible duplicate that is not booked
	found   bool   // a line of the file is it
}

// alias is an identifier in a family of formats.
type alias struct{ scheme, id string }

// scheme is the family of formats whose identifiers are of one kind: "camt", "ofx", "csv".
func scheme(format string) string {
	end := strings.IndexFunc(format, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	if end < 0 {
		return format
	}
	return format[:end]
}

// usable reports whether an identifier names one line. Banks write placeholders.
func usable(id string) bool {
	switch strings.ToUpper(id) {
	case "NONREF", "NOTPROVIDED", "NOT PROVIDED", "NONE", "N/A", "NA", "NULL", "-":
		return false
	}
	return strings.Trim(id, "0 ") != ""
}

// calls reports whether the book's line goes by this identifier, in whatever format.
func (b *bookLine) calls(id string) bool {
	return b.bankID == id || slices.ContainsFunc(b.aliases, func(a alias) bool { return a.id == id })
}

// named reports whether the book knows an identifier of the line in a family of formats.
func (b *bookLine) named(scheme string) bool {
	return b.scheme == scheme && usable(b.bankID) || slices.ContainsFunc(b.aliases, func(a alias) bool { return a.scheme == scheme })
}

// dayRules is what is known of an account's day beyond its lines.
type dayRules struct {
	scheme     string // of the file
	fileWhole  bool   // the file covers the day whole
	bookWhole  bool   // a statement of the book does
	continues  bool   // the file begins where the book ends
	elsewhere  bool   // file and book agree on another day as well
	renumbered bool   // the bank gave all lines of the book new identifiers
	suspect    bool   // perhaps: more than one of them reads alike under another one
}

// resolve finds out what each line of one account and day of the file is. What is
// new and looks like no other line is left out of the result.
func (r dayRules) resolve(file []fileLine, book []*bookLine) map[int]outcome {
	out := make(map[int]outcome)
	if r.continues = r.continues && !sameAgain(file, book); r.continues {
		r.fileWhole, r.bookWhole = false, false // each has its part of the day
	}
	candidates := book
	if r.fileWhole {
		candidates = withoutDenied(file, book)
	}
	r.byIdentifier(file, candidates, out)
	byAmount := make(map[int64][]*bookLine)
	for _, b := range candidates {
		byAmount[b.amount] = append(byAmount[b.amount], b)
	}
	groups := make(map[int64][]fileLine)
	var order []int64 // of first appearance, so that nothing depends on the order of a map
	for _, f := range file {
		m := f.Amount.Minor()
		if _, seen := groups[m]; !seen {
			order = append(order, m)
		}
		groups[m] = append(groups[m], f)
	}
	var pairs []pair
	for _, m := range order {
		pairs = append(pairs, r.pairs(groups[m], byAmount[m], out)...)
	}
	r.elsewhere = r.elsewhere || agreeing(pairs) > 1
	r.judge(pairs, out)
	ordinals(file, book, out)
	return out
}

// sameAgain reports whether the balances of file and book meet on the day for another
// reason than that one goes on where the other ends: the lines of the one are among
// those of the other and sum up to nothing.
func sameAgain(file []fileLine, book []*bookLine) bool {
	inFile, inBook := make(map[int64]int), make(map[int64]int)
	for _, f := range file {
		inFile[f.Amount.Minor()]++
	}
	for _, b := range book {
		inBook[b.amount]++
	}
	return among(inFile, inBook) || among(inBook, inFile)
}

// among reports whether some amounts are all among others, and sum up to nothing.
func among(some, others map[int64]int) bool {
	sum := int64(0)
	for minor, n := range some {
		if n > others[minor] {
			return false
		}
		sum += minor * int64(n) // an overflow only makes another sum
	}
	return sum == 0
}

// byIdentifier pairs the lines that have the same identifier and amount.
func (r dayRules) byIdentifier(file []fileLine, book []*bookLine, out map[int]outcome) {
	type key struct {
		id    string
		minor int64
	}
	free := make(map[key][]*bookLine)
	for _, b := range book {
		names := map[string]bool{b.bankID: true}
		for _, a := range b.aliases {
			names[a.id] = true
		}
		for id := range names {
			free[key{id, b.amount}] = append(free[key{id, b.amount}], b)
		}
	}
	for _, f := range file {
		if !usable(f.BankID) {
			continue
		}
		for _, b := range free[key{f.BankID, f.Amount.Minor()}] {
			if !b.found {
				b.found = true
				out[f.n] = outcome{verdict: isKnown, of: b.seq, minor: b.amount}
				break
			}
		}
	}
}

// pair is a line of the file and one of the book that may be it.
type pair struct {
	f       fileLine
	b       *bookLine
	like    int  // likeness of their texts, 0 to 1000; 1000 is the same
	differs bool // both have identifiers of one format, and different ones
	text    string
}

// maxPairs bounds the work for lines of one day and amount; beyond it lines are
// paired when their texts are the same, else in the order of the file.
const maxPairs = 10_000

// pairs returns the possible pairs of what is left of one day and amount, best first.
func (r dayRules) pairs(file []fileLine, book []*bookLine, out map[int]outcome) []pair {
	file = slices.DeleteFunc(slices.Clone(file), func(f fileLine) bool { _, done := out[f.n]; return done })
	book = slices.DeleteFunc(slices.Clone(book), func(b *bookLine) bool { return b.found })
	if len(file) == 0 || len(book) == 0 {
		return nil
	}
	texts := make([]words, len(book))
	for i, b := range book {
		var t ledger.Transaction
		_ = decodeTexts(b.texts, &t) // a text that cannot be read is like no other
		texts[i] = wordsOf(t)
	}
	var found []pair
	tooMany := len(file)*len(book) > maxPairs
	bySame := make(map[string][]int)
	for i, t := range texts {
		bySame[t.all] = append(bySame[t.all], i)
	}
	for k, f := range file {
		own := wordsOf(f.Transaction)
		with := bySame[own.all]
		if tooMany && len(with) > 0 {
			bySame[own.all] = with[1:]
			with = with[:1]
		}
		if tooMany && len(with) == 0 && k < len(book) {
			with = []int{k}
		}
		if !tooMany {
			with = indices(len(book))
		}
		for _, i := range with {
			b := book[i]
			differs := usable(f.BankID) && b.named(r.scheme)
			found = append(found, pair{f, b, own.like(texts[i]), differs, own.all})
		}
	}
	slices.SortStableFunc(found, func(a, b pair) int {
		return cmp.Or(cmp.Compare(flag(a.differs), flag(b.differs)), cmp.Compare(b.like, a.like), cmp.Compare(r.second(a), r.second(b)))
	})
	return found
}

// second is 1 for the pair that comes after one that is as good. A line that is in
// doubt again is the one that was held then, and not the one that it was like.
func (r dayRules) second(p pair) int64 { return flag(p.b.held == r.fileWhole) }

// withoutDenied leaves held lines out of the book's lines of a day that the file
// covers whole, where it has more of their amount than are booked: one is real.
func withoutDenied(file []fileLine, book []*bookLine) []*bookLine {
	missing := make(map[int64]int)
	for _, f := range file {
		missing[f.Amount.Minor()]++
	}
	for _, b := range book {
		if !b.held {
			missing[b.amount]--
		}
	}
	return slices.DeleteFunc(slices.Clone(book), func(b *bookLine) bool { return b.held && missing[b.amount] > 0 })
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// agreeing counts the different lines, by amount and text, that have their like in the book.
func agreeing(pairs []pair) int {
	type key struct {
		minor int64
		text  string
	}
	same := make(map[key]bool)
	for _, p := range pairs {
		if p.like == 1000 && !p.differs {
			same[key{p.b.amount, p.text}] = true
		}
	}
	return len(same)
}

// judge takes the pairs in their order, each line once.
func (r dayRules) judge(pairs []pair, out map[int]outcome) {
	for _, p := range pairs {
		if _, done := out[p.f.n]; done || p.b.found {
			continue
		}
		v := r.comparable(p)
		if p.differs {
			v = r.differing(p)
		}
		if v == isNew {
			continue
		}
		p.b.found = true
		o := outcome{verdict: v, of: p.b.seq, minor: p.b.amount, alias: v == isKnown && usable(p.f.BankID) && !p.b.calls(p.f.BankID)}
		if v == isTwin {
			o.twin = p.b.id
		}
		out[p.f.n] = o
	}
}

// comparable judges a pair whose identifiers do not contradict each other. A bank
// writes one line alike in all files of one format, and shortens it in others.
func (r dayRules) comparable(p pair) verdict {
	sameFormat := p.b.scheme == r.scheme
	switch {
	case r.fileWhole:
		if sameFormat && p.like == 0 {
			return isTwin
		}
		return isKnown
	case r.bookWhole:
		if p.like == 1000 || !sameFormat && p.like >= 300 {
			return isKnown
		}
		if !sameFormat || p.like >= 500 {
			return isTwin
		}
		return isNew
	case r.continues:
		return isNew
	case p.b.held && p.like >= 600:
		return isKnown
	case p.like == 1000 || !sameFormat && p.like >= 600:
		if r.elsewhere {
			return isKnown
		}
		return isTwin
	case !sameFormat && p.like >= 300:
		return isTwin
	}
	return isNew
}

// differing judges a pair with different identifiers of one format. On a day that
// the file or the book covers whole, one of them should have both lines.
func (r dayRules) differing(p pair) verdict {
	whole := r.fileWhole || r.bookWhole
	switch {
	case r.renumbered && (p.like == 1000 || whole && p.b.scheme != r.scheme): // texts of another format are no measure
		return isKnown
	case whole || r.suspect && p.like == 1000:
		return isTwin
	}
	return isNew
}

// ordinals counts, for each new line, the lines of the book and of the file before it that would have its ID.
func ordinals(file []fileLine, book []*bookLine, out map[int]outcome) {
	type key struct {
		id    string
		minor int64
	}
	seen := make(map[key]int)
	for _, b := range book {
		seen[key{b.bankID, b.amount}]++
	}
	for _, f := range file {
		o := out[f.n]
		if o.verdict == isKnown {
			continue
		}
		k := key{f.BankID, f.Amount.Minor()}
		if o.ordinal = seen[k]; o != (outcome{}) {
			out[f.n] = o
		}
		seen[k]++
	}
}

// words are the texts of a line, folded to be compared.
type words struct {
	all string
	set map[string]bool
}

func wordsOf(t ledger.Transaction) words {
	texts := []string{t.Label, t.Counterparty.Name, t.Ultimate.Name, t.Remittance, t.EndToEndID, t.Cheque}
	texts = append(texts, t.References...)
	fields := strings.FieldsFunc(strings.ToLower(strings.Join(texts, " ")), func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0x80
	})
	w := words{all: strings.Join(fields, " "), set: make(map[string]bool, len(fields))}
	for _, f := range fields {
		w.set[f] = true
	}
	return w
}

// like compares two lines: 1000 when their texts are the same, else the share of
// the shorter one's words that the other has, 999 at most. Two lines without a word are 500.
func (w words) like(v words) int {
	switch {
	case w.all == v.all:
		return 1000
	case len(w.set) > len(v.set):
		w, v = v, w
	}
	shared := 0
	for word := range w.set {
		if v.set[word] {
			shared++
		}
	}
	return shared * 999 / max(1, len(w.set))
}
