package journal

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"lettrage/ledger"
)

// link is what the chain recorded of one thing.
type link struct {
	seq    int64
	place  int64 // in which the chain has it: the same, unless the chain is broken
	kind   ledger.EventKind
	ref    string
	today  ledger.Date
	digest ledger.Hash
	found  bool // the thing is stored
}

// entry is the number of the entry that the event booked, zero for another event.
func (l *link) entry() ledger.EntryNumber {
	if l.kind != ledger.EntryBooked {
		return ledger.EntryNumber{}
	}
	n, _ := ledger.ParseEntryNumber(l.ref) // a ref that is no number names no entry
	return n
}

// chain is what the events recorded, to be compared with what is stored.
type chain struct {
	company     *link
	accounts    map[ledger.AccountID][]*link
	intakes     []*link // in the order of the chain
	decisions   map[string]*link
	entries     map[string]*link
	lessons     map[int64]*link
	commitments map[int64][]ledger.Hash     // of the lines that an intake brought
	madeBy      map[int64][]ledger.Decision // by the persons' decisions and second looks that made them
}

func newChain() *chain {
	return &chain{accounts: make(map[ledger.AccountID][]*link), decisions: make(map[string]*link), entries: make(map[string]*link),
		lessons: make(map[int64]*link), commitments: make(map[int64][]ledger.Hash), madeBy: make(map[int64][]ledger.Decision)}
}

// verifyChain follows the chain from its first event and notes what each recorded.
func (v *verifier) verifyChain(expected ledger.Hash) (err error) {
	var prev ledger.Event
	found := expected == ledger.Hash{}
	broken := false
	for e := range read(v, "event", v.Events, &err) {
		v.report.Events++
		l := &link{seq: e.Seq, place: v.report.Events, kind: e.Kind, ref: e.Ref, today: e.Today, digest: e.Digest}
		if !broken {
			broken = v.follows(prev, e, l)
		}
		if !v.chain.note(l) {
			v.report.add(Finding{Kind: ChainBroken, Event: e.Seq, Entry: l.entry(), What: string(e.Kind), Should: "recorded once", Is: "recorded before, of no known kind, or of another digest"})
		}
		found = found || e.Hash == expected
		prev = e
	}
	if v.report.Head = prev.Hash; v.Head != prev.Hash || v.LastEvent != prev.Seq {
		v.report.add(Finding{Kind: HeadMissing, Event: prev.Seq, What: "end of the chain", Should: v.Head.String(), Is: prev.Hash.String()})
	}
	if !found {
		v.report.add(Finding{Kind: HeadMissing, What: "expected head", Should: expected.String(), Is: "no event of the chain"})
	}
	return err
}

// follows reports whether the chain breaks at an event. After the first break each
// hash would be another, so that nothing more could be said of them.
func (v *verifier) follows(prev, e ledger.Event, l *link) (broken bool) {
	f := Finding{Kind: ChainBroken, Event: e.Seq, Entry: l.entry()}
	switch {
	case e.Seq != prev.Seq+1:
		v.report.add(f.of(ChainBroken, "number of the event", decimal(prev.Seq+1), decimal(e.Seq)))
	case (e.Seq == 1) != (e.Kind == ledger.CompanyOpened):
		v.report.add(f.of(ChainBroken, "kind of the event", "company for the first, and for no other", string(e.Kind)))
	case e.Link(prev.Hash).Hash != e.Hash:
		v.report.add(f.of(ChainBroken, "hash of the event", e.Link(prev.Hash).Hash.String(), e.Hash.String()))
	default:
		return false
	}
	return true
}

// note keeps what an event recorded. It reports whether the chain may have this event now.
func (c *chain) note(l *link) bool {
	switch l.kind {
	case ledger.CompanyOpened:
		if c.company != nil {
			return false
		}
		c.company = l
	case ledger.AccountSeen:
		c.accounts[ledger.AccountID(l.ref)] = append(c.accounts[ledger.AccountID(l.ref)], l)
	case ledger.StatementTaken, ledger.InvoicesTaken, ledger.MatchRun, ledger.PersonDecided:
		c.intakes = append(c.intakes, l)
	case ledger.LineDecided:
		return noteOnce(c.decisions, l)
	case ledger.EntryBooked:
		return noteOnce(c.entries, l)
	case ledger.FactLearned, ledger.FactSeen, ledger.FactRemoved:
		c.lessons[l.seq] = l
	case ledger.SettingChanged:
		s, ok := ledger.ParseSetting(l.ref)
		return ok && s.Digest() == l.digest
	default:
		return false
	}
	return true
}

func noteOnce(to map[string]*link, l *link) bool {
	if to[l.ref] != nil {
		return false
	}
	to[l.ref] = l
	return true
}

// take returns what was recorded of a thing, an empty link when nothing was, and marks it as stored.
func (c *chain) take(from map[string]*link, ref string) *link {
	l := from[ref]
	if l == nil {
		return &link{}
	}
	l.found = true
	return l
}

// commit notes the commitment of a line that an intake brought.
func (c *chain) commit(intake int64, h ledger.Hash) {
	c.commitments[intake] = append(c.commitments[intake], h)
}

// decided notes a decision that a person or a second look made.
func (c *chain) decided(d ledger.Decision) {
	i, ok := slices.BinarySearchFunc(c.intakes, d.Intake, func(l *link, seq int64) int { return cmp.Compare(l.seq, seq) })
	if ok && (c.intakes[i].kind == ledger.MatchRun || c.intakes[i].kind == ledger.PersonDecided) {
		c.madeBy[d.Intake] = append(c.madeBy[d.Intake], d)
	}
}

// missing returns what was recorded and is not stored, in the order of the chain.
func (c *chain) missing() []*link {
	var all []*link
	for _, things := range []map[string]*link{c.decisions, c.entries} {
		for _, l := range things {
			all = append(all, l)
		}
	}
	for _, l := range c.lessons {
		all = append(all, l)
	}
	for _, seen := range c.accounts {
		all = append(all, seen...)
	}
	all = slices.DeleteFunc(all, func(l *link) bool { return l.found })
	slices.SortFunc(all, func(a, b *link) int { return cmp.Compare(a.seq, b.seq) })
	return all
}

// sorted returns the keys in their order, so that nothing follows the order of a map.
func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
