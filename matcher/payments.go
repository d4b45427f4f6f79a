package matcher

import (
	"slices"

	"lettrage/ledger"
)

// source is a payment that a return may take back: a line of the past by its place in
// Book.Past, or one of the run, −1 for the first verdict, −2 for the second.
type source int32

// part is what a payment settled of an item.
type part struct {
	of   source
	item int32
}

// traces are the identifiers by which a bank tells a payment again, of each payment of a line.
func traces(l *ledger.Line) (keys []uint64) {
	add := func(p *ledger.Payment) {
		for _, t := range []struct {
			kind byte
			id   string
		}{{'e', p.EndToEndID}, {'d', p.MandateID}, {'q', p.Cheque}} {
			if len(t.id) >= leastID {
				keys = append(keys, keyOf(t.kind, t.id))
			}
		}
	}
	add(&l.Payment)
	for i := range l.Details {
		add(&l.Details[i].Payment)
	}
	return keys
}

// appendTraces adds the amount and the identifiers of a line that brought money.
func appendTraces(pairs []pair, l *ledger.Line, k uint32) []pair {
	if l.Amount.Sign() <= 0 {
		return pairs
	}
	pairs = append(pairs, pair{numberKey('v', l.Amount.Minor()), k})
	for _, t := range traces(l) {
		pairs = append(pairs, pair{t, k})
	}
	return pairs
}

// markReturned notes what earlier returns took back: of an item, the latest payment
// before the return that settled as much of it and has not come back.
func (x *Index) markReturned() {
	x.cameBack = make(map[part]bool)
	for k := range x.book.Past {
		back := &x.book.Past[k]
		if back.Line.Amount.Sign() >= 0 {
			continue
		}
		for _, a := range back.Allocations {
			it, ok := x.itemOf(a.Invoice)
			if !ok {
				continue
			}
			best := source(-1)
			for _, p := range x.byPast.get(numberKey('p', int64(it))) {
				s := source(p)
				came := x.past[p].booked < back.Line.Booked || x.past[p].booked == back.Line.Booked && int(p) < k
				if came && x.past[p].amount > 0 && !x.cameBack[part{s, it}] && x.settledBy(s, it) == -a.Amount.Minor() &&
					(best < 0 || x.past[p].booked >= x.past[best].booked) {
					best = s
				}
			}
			if best >= 0 {
				x.cameBack[part{best, it}] = true
			}
		}
	}
}

// settledBy returns how much of an item a line of the past settled.
func (x *Index) settledBy(s source, it int32) int64 {
	for _, a := range x.book.Past[s].Allocations {
		if a.Invoice == x.book.Items[it].Number {
			return a.Amount.Minor()
		}
	}
	return 0
}

// payments are those of a run and of the past, as far as they stand.
type payments struct {
	x        *Index
	verdicts []verdict
	byItem   map[int32][]source // of the run
	byKey    map[uint64][]source
	gone     map[part]bool // came back in this run
}

func (x *Index) paymentsOf(verdicts []verdict) *payments {
	p := &payments{x: x, verdicts: verdicts, byItem: make(map[int32][]source), byKey: make(map[uint64][]source), gone: make(map[part]bool)}
	for i := range verdicts {
		d := &verdicts[i]
		if d.status != ledger.Auto || d.view.amount <= 0 {
			continue
		}
		s := source(-1 - i)
		for _, a := range d.chosen.allocs {
			p.byItem[a.item] = append(p.byItem[a.item], s)
		}
		for _, t := range append(traces(d.view.line), numberKey('v', d.view.amount)) {
			p.byKey[t] = append(p.byKey[t], s)
		}
	}
	return p
}

func (p *payments) line(s source) *ledger.Line {
	if s >= 0 {
		return &p.x.book.Past[s].Line
	}
	return p.verdicts[-1-s].view.line
}

// stands returns what of a payment has not come back.
func (p *payments) stands(s source) (allocs []alloc) {
	if s < 0 {
		allocs = slices.Clone(p.verdicts[-1-s].settles())
	} else {
		for _, a := range p.x.book.Past[s].Allocations {
			if it, ok := p.x.itemOf(a.Invoice); ok {
				allocs = append(allocs, alloc{it, a.Amount.Minor()})
			}
		}
	}
	return slices.DeleteFunc(allocs, func(a alloc) bool { return p.gone[part{s, a.item}] || p.x.cameBack[part{s, a.item}] })
}

// ofItem lists the payments of an item that came before verdict i.
func (p *payments) ofItem(it int32, i int, to []source) []source {
	return p.before(i, p.x.byPast.get(numberKey('p', int64(it))), p.byItem[it], to)
}

// ofKey lists the payments with an amount or a trace that came before verdict i.
func (p *payments) ofKey(key uint64, i int, to []source) []source {
	return p.before(i, p.x.byPast.get(key), p.byKey[key], to)
}

const maxSources = 48 // payments of an item, an amount or a trace that are looked at: the last ones

func (p *payments) before(i int, past []uint32, run []source, to []source) []source {
	for _, k := range past[max(0, len(past)-maxSources):] {
		if s := source(k); p.x.past[k].amount > 0 && p.x.past[k].booked <= p.verdicts[i].view.line.Booked && !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	for _, s := range run[max(0, len(run)-maxSources):] {
		if int(-1-s) < i && !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	return to
}

// takeBack notes that what an explanation opens again has come back.
func (p *payments) takeBack(e *explanation) {
	for _, a := range e.allocs {
		p.gone[part{e.of, a.item}] = true
	}
}
