package matcher

import (
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// decision writes a verdict in the words of the ledger.
func (x *Index) decision(d *verdict) ledger.Decision {
	out := ledger.Decision{Line: d.view.line.ID, Status: d.status, Reason: d.reason, By: ledger.Program, Threshold: x.options.threshold()}
	if d.status != ledger.Auto {
		out.Chosen = ledger.Explanation{Class: d.class}
	}
	if d.status == ledger.None {
		return x.ruled(out, d.view.line)
	}
	if n := min(len(d.all), ledger.MaxCandidates); n > 0 {
		out.Candidates = make([]ledger.Explanation, n)
		for i := range out.Candidates {
			out.Candidates[i] = x.written(d.view, &d.all[i])
		}
	}
	switch {
	case d.chosen == nil:
	case len(d.all) > 0 && d.chosen == &d.all[0]:
		out.Chosen = out.Candidates[0] // the same, and written once
	default:
		out.Chosen = x.written(d.view, d.chosen)
	}
	return x.ruled(out, d.view.line)
}

// written turns an explanation into the ledger's.
func (x *Index) written(v *view, e *explanation) ledger.Explanation {
	out := ledger.Explanation{Class: e.class, MBits: e.mbits, Share: e.share, Reverses: e.reverses}
	var sum int64
	if len(e.allocs) > 0 {
		out.Allocations = make([]ledger.Allocation, 0, len(e.allocs))
	}
	if len(e.evidence) > 0 {
		out.Evidence = make([]ledger.Evidence, 0, len(e.evidence))
	}
	for _, a := range e.allocs {
		sum += a.amount
		out.Allocations = append(out.Allocations, ledger.Allocation{Invoice: x.book.Items[a.item].Number, Amount: money.New(a.amount, v.cur)})
	}
	out.Difference = ledger.Difference{Kind: differences[e.gap.kind], Amount: money.New(sum-v.amount, v.line.Amount.Currency())}
	for i := range e.evidence {
		ev := &e.evidence[i]
		one := ledger.Evidence{Kind: proofs[ev.kind], Field: ev.in(v), Span: ev.span, How: string(seenWords[ev.how]), MBits: ev.mbits}
		if ev.item >= 0 {
			one.Invoice = x.book.Items[ev.item].Number
		}
		out.Evidence = append(out.Evidence, one)
	}
	return out
}
