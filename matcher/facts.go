package matcher

import (
	"cmp"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/text"
)

// Owner says whose an item is; empty when nobody's.
type Owner func(ledger.InvoiceNumber) ledger.CustomerID

// Teaches returns what it teaches that a line settled these items: that its payer's
// account, mandate and name stand for the one customer whose they are. In a batch, each payment
// whose amount no other has and one item was settled with teaches of its own payer. Where
// a bank gives no name but in its own words, those of them that nobody knows stand for
// one. Money that goes out teaches nothing.
func Teaches(l ledger.Line, paid []ledger.Allocation, whose Owner) []ledger.Fact {
	if l.Amount.Sign() <= 0 {
		return nil
	}
	if len(l.Details) < 2 {
		return payerIs(&view{line: &l, pay: &l.Payment, detail: -1}, only(paid, whose))
	}
	amounts, items := make(map[money.Amount]int), make(map[money.Amount][]ledger.Allocation)
	for _, d := range l.Details {
		amounts[d.Amount]++
	}
	for _, a := range paid {
		items[a.Amount] = append(items[a.Amount], a)
	}
	var all []ledger.Fact
	for i, d := range l.Details {
		if settled := items[d.Amount]; amounts[d.Amount] == 1 && len(settled) == 1 {
			all = append(all, payerIs(&view{line: &l, pay: &l.Details[i].Payment, detail: i}, only(settled, whose))...)
		}
	}
	return all
}

// only returns the customer of all items, empty when there are none or several.
func only(paid []ledger.Allocation, whose Owner) ledger.CustomerID {
	var customer ledger.CustomerID
	for i, a := range paid {
		c := whose(a.Invoice)
		if i > 0 && c != customer {
			return ""
		}
		customer = c
	}
	return customer
}

// payerIs returns the facts that a payment's account, mandate and name are a customer's.
func payerIs(v *view, customer ledger.CustomerID) []ledger.Fact {
	if customer == "" {
		return nil
	}
	var all []ledger.Fact
	if a := text.Compact(v.pay.Counterparty.Account); a != "" {
		all = append(all, ledger.Fact{Kind: ledger.AccountOf, Key: a, Customer: customer})
	}
	if m := text.Compact(v.pay.MandateID); len(m) >= leastID {
		all = append(all, ledger.Fact{Kind: ledger.MandateOf, Key: m, Customer: customer})
	}
	n := strings.TrimSpace(v.pay.Counterparty.Name)
	if n == "" || v.copied(n) {
		n = v.nameInLabel()
	}
	if n != "" {
		all = append(all, ledger.Fact{Kind: ledger.NameOf, Key: n, Customer: customer})
	}
	return all
}

// nameInLabel returns the words of the bank's label that nobody knows, where they may
// be a name: from one payment to the next, the rest of a label changes.
func (v *view) nameInLabel() string {
	if v.detail >= 0 {
		return "" // the label is that of the batch
	}
	words := slices.DeleteFunc(ruleWords(v.line.Label), func(w string) bool { return wordClasses[w] != unknownWord || movements[w] })
	if name := strings.Join(words[:min(len(words), maxNameWords)], " "); len(name) >= minLabelName {
		return name
	}
	return ""
}

// Proven reports whether a decision of the program rests on numbers in full and on the
// exact amount, and nothing speaks against it, so that it may teach whose the payer's
// account is: such a decision did not follow from what was learned.
func Proven(d ledger.Decision) bool {
	e := d.Chosen
	if d.By != ledger.Program || d.Status != ledger.Auto || e.Class != ledger.CustomerPayment || e.Difference.Kind != ledger.NoDifference {
		return false
	}
	named := make(map[ledger.InvoiceNumber]bool, len(e.Allocations))
	for _, v := range e.Evidence {
		if v.MBits < 0 && v.How != "unknown_name" { // whose name it is is what there is to learn
			return false
		}
		named[v.Invoice] = named[v.Invoice] || v.Kind == ledger.ByReference && (v.How == "full" || v.How == "structured")
	}
	return !slices.ContainsFunc(e.Allocations, func(a ledger.Allocation) bool { return !named[a.Invoice] })
}

// learned is what a payer's account, mandate or name says of a customer.
type learned struct {
	customer int32 // anybody: it pays for many customers
	strength int32 // half confirmations
	mbits    int32 // against chance
	firm     bool  // confirmed, and of hardly anybody else
	told     bool  // a fact says it
	listed   bool  // the master data says it
}

// anybody stands for the customers of an account or a name that pays for many: a
// payment service, a factoring company, an insurer.
const anybody = -1

const (
	confirmedBy  = 2       // half confirmations that a person's decision counts for
	seenAtMost   = 2       // … that decisions of the program count for, however many
	correctedBy  = 2       // … that a correction takes away besides the confirmation that it takes back
	listedBy     = 6       // … that the master data counts for
	namesakeBy   = 3       // … that a customer of just this name counts for, where the name was learned
	firmFrom     = 4       // confirmed twice
	fullFrom     = 6       // confirmed three times: as sure as the master data
	sureOnce     = 1500    // what half a confirmation tells twice, and each more once
	manyPayers   = 3       // customers of one account or name, from which on it is no one's unless one has most of it
	manyLimit    = 2 * bit // … and tells this much of each
	doubtedLimit = 4 * bit // what a fact tells at most that the rest of the line contradicts
	maxNameWords = 8       // of a name in a label
	minLabelName = 5       // letters and blanks of one
)

// indexFacts takes the accounts and mandates of the master data and what was learned.
// What was learned for a customer who is gone says nothing, nor does an account of the
// company's own.
func (x *Index) indexFacts(ids map[ledger.CustomerID]int32) {
	var pairs []pair
	for i, c := range x.book.Customers {
		for _, a := range c.Accounts {
			pairs = append(pairs, pair{keyOf('b', text.Compact(string(a))), uint32(i)})
		}
		for _, m := range c.Mandates {
			pairs = append(pairs, pair{keyOf('u', text.Compact(m)), uint32(i)})
		}
	}
	x.byAccount = newMultimap(pairs)
	all := x.taught(ids)
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].key == all[from].key {
			to++
		}
		x.addLearned(all[from].key, all[from:to])
		from = to
	}
}

// taughtFact is a fact under the key of its account, mandate or name.
type taughtFact struct {
	key uint64
	learned
}

// taught returns what was learned, ordered by key and customer.
func (x *Index) taught(ids map[ledger.CustomerID]int32) []taughtFact {
	var all []taughtFact
	for _, f := range x.book.Facts {
		c, ok := ids[f.Customer]
		if !ok {
			continue
		}
		strength := strengthOf(f)
		switch f.Kind {
		case ledger.AccountOf:
			if a := text.Compact(f.Key); a != "" && !x.ownIBANs[a] {
				all = append(all, taughtFact{keyOf('b', a), learned{customer: c, strength: strength, told: true}})
			}
		case ledger.MandateOf:
			all = append(all, taughtFact{keyOf('u', text.Compact(f.Key)), learned{customer: c, strength: strength, told: true}})
		case ledger.NameOf:
			if whole := text.Name(f.Key).Whole; whole != "" {
				all = append(all, taughtFact{keyOf('g', whole), learned{customer: c, strength: strength, told: true}})
				x.learnedNames = append(x.learnedNames, learnedName{whole, keyOf('g', whole)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b taughtFact) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.customer, b.customer))
	})
	slices.SortFunc(x.learnedNames, func(a, b learnedName) int { return cmp.Compare(a.whole, b.whole) })
	x.learnedNames = slices.Compact(x.learnedNames)
	return all
}

// strengthOf is how often a fact was confirmed, in half confirmations: a correction
// weighs more than a confirmation, and a person more than the program.
func strengthOf(f ledger.Fact) int32 {
	const most = 1 << 16 // no number of clicks is greater
	count, taken := max(min(f.Count, most), -most), max(min(f.Untaught, most), 0)
	return int32(confirmedBy*count + max(min(f.Seen, seenAtMost), 0) - correctedBy*taken)
}

// addLearned weighs what one account, mandate or name says, the master data included: each of its
// customers has his share of it, and one that pays for many tells next to nothing.
func (x *Index) addLearned(key uint64, facts []taughtFact) {
	each := x.sharers(key, facts)
	var total, most int64
	told := 0
	for _, l := range each {
		total, most = total+int64(l.strength), max(most, int64(l.strength))
		if l.told {
			told++
		}
	}
	many := told >= manyPayers && most*2 <= total
	for i := range each {
		x.weighLearned(&each[i], total, many)
	}
	slices.SortStableFunc(each, func(a, b learned) int { return cmp.Compare(b.strength, a.strength) })
	each = slices.Clip(each[:min(len(each), maxPayers)])
	if many {
		each = append(each, learned{customer: anybody})
	}
	x.learned[key] = each
}

// sharers returns the customers whom facts and the master data give an account or a
// name, each once.
func (x *Index) sharers(key uint64, facts []taughtFact) []learned {
	all := make([]learned, 0, len(facts))
	for _, f := range facts {
		all = append(all, f.learned)
	}
	for _, c := range x.byAccount.get(key) {
		all = append(all, learned{customer: int32(c), strength: listedBy, listed: true})
	}
	for _, c := range x.names.glued.get(key) {
		all = append(all, learned{customer: x.names.customer(int32(c)), strength: namesakeBy, listed: true})
	}
	slices.SortStableFunc(all, func(a, b learned) int { return cmp.Compare(a.customer, b.customer) })
	each := all[:0]
	for _, l := range all {
		if n := len(each); n > 0 && each[n-1].customer == l.customer {
			each[n-1].strength += l.strength
			each[n-1].told, each[n-1].listed = each[n-1].told || l.told, each[n-1].listed || l.listed
			continue
		}
		each = append(each, l)
	}
	return slices.DeleteFunc(each, func(l learned) bool { return l.strength <= 0 })
}

// weighLearned says how much a fact tells, of all that is said of its account or name.
func (x *Index) weighLearned(l *learned, total int64, many bool) {
	l.mbits = x.names.bits + 2*bit
	if l.strength < fullFrom {
		l.mbits = min(l.mbits, sureOnce*(l.strength+1))
	}
	l.mbits -= ratio(uint64(total), uint64(l.strength))
	others, own := total-int64(l.strength), int64(l.strength)
	l.firm = !many && own >= firmFrom && (others*4 <= own || l.listed && others*2 <= own)
	if many {
		l.mbits = min(l.mbits, manyLimit)
	}
}

// learnedName is a name that was learned, and the key under which.
type learnedName struct {
	whole string
	key   uint64
}

// cutFrom is how many letters a name must have that a bank may have cut off: banks give
// 18 to 35 with blanks and legal forms. One that is cut off may be another company's of
// the same beginnings, and so tells no more than what was taught once.
const (
	cutFrom  = 12
	cutLimit = (confirmedBy + 1) * sureOnce
)

// payersByLearnedName adds who paid under a name before; where nobody did, under the one
// name that begins so, or that this one begins with: one bank cuts it off, another does not.
func (x *Index) payersByLearnedName(v *view, whole string, field where) {
	if x.payersLearned(v, keyOf('g', whole), field) || len(whole) < cutFrom {
		return
	}
	at, _ := slices.BinarySearchFunc(x.learnedNames, whole, func(n learnedName, s string) int { return cmp.Compare(n.whole, s) })
	longer := at
	for longer < len(x.learnedNames) && longer < at+2 && strings.HasPrefix(x.learnedNames[longer].whole, whole) {
		longer++
	}
	switch {
	case longer == at+1:
	case longer == at && at > 0 && len(x.learnedNames[at-1].whole) >= cutFrom && strings.HasPrefix(whole, x.learnedNames[at-1].whole):
		at--
	default:
		return
	}
	from := len(v.payers)
	x.payersLearned(v, x.learnedNames[at].key, field)
	for i := range v.payers[from:] {
		p := &v.payers[from+i]
		p.mbits, p.solid, p.exact = min(p.mbits, cutLimit), 0, false
	}
}

// payersLearned adds who paid with an account, by a mandate or under a name before, and reports
// whether anything was learned of it.
func (x *Index) payersLearned(v *view, key uint64, field where) bool {
	all := x.learned[key]
	for _, l := range all {
		if l.customer == anybody {
			v.anyone = true
			continue
		}
		byAccount := field.ofAccount()
		if !l.told && !byAccount {
			continue // the name is compared with the list of customers besides
		}
		p := payer{customer: l.customer, mbits: l.mbits, account: byAccount && l.firm, exact: !byAccount && l.firm, learned: true, field: field, how: howLearned(l, field)}
		if l.strength >= fullFrom && l.firm || l.listed && byAccount {
			p.solid = p.mbits
		}
		v.payers = append(v.payers, p)
	}
	return len(all) > 0
}

func howLearned(l learned, field where) seenAs {
	switch {
	case field == inMandate && !l.told:
		return seenKnownMandate
	case field == inMandate:
		return seenLearnedMandate
	case field == inAccount && !l.told:
		return seenKnownAccount
	case field == inAccount:
		return seenLearnedAccount
	}
	return seenLearnedName
}

// doubtLearned lets what was learned and not often confirmed say little where the line
// shows another customer alone: the master data's account, a name, his number. Of two
// whom it shows, what was learned tells which.
func (x *Index) doubtLearned(v *view) {
	best := -1
	for i := range v.payers {
		if best < 0 || v.payers[i].solid > v.payers[best].solid {
			best = i
		}
	}
	if best < 0 || v.payers[best].solid < knownPayer {
		v.named = v.named && !v.anyone // a name that stands for no customer is no stranger's
		return
	}
	shown := v.payers[best].customer
	for i := range v.payers {
		p := &v.payers[i]
		if p.solid < p.mbits && p.solid < knownPayer && p.customer != shown && !x.sameGroup(p.customer, shown) {
			p.mbits = max(p.solid, min(p.mbits, doubtedLimit))
			p.account, p.exact = false, false
		}
	}
	v.rankPayers()
}
