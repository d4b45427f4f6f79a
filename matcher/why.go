package matcher

import (
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Why is what was decided of a line of a run, taken apart.
type Why struct {
	Decision ledger.Decision // its Reason is the rule that stopped it
	Items    int             // of the book, among which those are that it pays
	Ways     []Way           // all that were found, best first; the two that book nothing are among them
	Rivals   []ledger.LineID // other lines, of the run and of the past, that settle the best one's items or would
	Changes  [][]Change      // ways out: the changes of each, together, make the best one that books something automatic
	Against  *Against        // of the invoice that was asked for
	Parts    []Why           // of a batch line: its payments, each by itself
	Bounds   []Bound         // of the search that it met, its payments' included
}

// Way is one way to read a line, with what makes it up. One without allocations
// books nothing: a customer pays what the book lacks, or no customer pays.
type Way struct {
	ledger.Explanation
	Prior  int32    // thousandths of a bit before any evidence: one of so many items. Prior + Choice + Σ of the evidence = MBits
	Choice int32    // of choosing just these of the customer's items; above 0 where the text says which
	With   []string // with what each evidence was compared: a number, a name, an amount, words; empty where there is nothing to name
}

// Run is lines that were decided together, as Decide does, so that each can be explained.
// It is good as long as its index and its lines do not change.
type Run struct {
	x        *Index
	lines    []ledger.Line
	verdicts []verdict
	known    vocabulary
}

// Run decides lines together.
func (x *Index) Run(lines []ledger.Line) *Run {
	verdicts, known := x.verdicts(lines)
	return &Run{x, lines, verdicts, known}
}

// Explain says why the line at this place was decided as it was. When against names an
// invoice, it says too why not this one: an explanation that was not found is made on
// purpose and weighed with the others. A line costs as much as a dozen in Decide.
func (r *Run) Explain(at int, against ledger.InvoiceNumber) Why {
	x, d, line := r.x, &r.verdicts[at], &r.lines[at]
	why := Why{Decision: x.decision(d), Items: int(x.amounts.items), Ways: x.ways(d), Bounds: d.view.met.list()}
	a := asker{x: x, lines: r.lines, at: at, line: line, known: r.known}
	if d.status == ledger.Review {
		why.Rivals = x.rivals(r.verdicts, at)
		if !d.view.cut { // else nobody knows what it lacks
			why.Changes = a.changes(d)
		}
	}
	if d.whole() {
		spent := 0
		for i := range line.Details {
			if spent > maxBatchWork {
				break
			}
			part := x.prepare(line, i)
			part.learn(r.known)
			one := x.judge(part)
			spent += part.spent
			why.Parts = append(why.Parts, Why{Decision: x.decision(&one), Ways: x.ways(&one), Bounds: part.met.list()})
		}
	}
	if against != "" {
		n := x.against(&a, r.verdicts, at, against, why.Ways)
		why.Against = &n
	}
	return why
}

// ways writes what was found for a line, with the two that book nothing.
func (x *Index) ways(d *verdict) []Way {
	all := slices.Clone(d.all)
	if d.view.amount > 0 && !d.whole() {
		for _, e := range x.nothings(d.view) {
			at := slices.IndexFunc(all, func(o explanation) bool { return o.mbits < e.mbits })
			if at < 0 {
				at = len(all)
			}
			all = slices.Insert(all, at, e)
		}
		share(all)
	}
	out := make([]Way, len(all))
	for i := range all {
		out[i] = x.way(d.view, &all[i])
	}
	return out
}

// whole reports whether the explanation is that of a batch line by its payments,
// which competes with none.
func (d *verdict) whole() bool { return d.view.detail < 0 && len(d.view.line.Details) > 1 }

func (x *Index) way(v *view, e *explanation) Way {
	w := Way{Explanation: x.written(v, e), Prior: e.mbits - e.cost, Choice: e.cost}
	for i := range e.evidence {
		w.Prior -= e.evidence[i].mbits
		if at, ok := x.place(v, e, &e.evidence[i]); ok {
			w.Evidence[i].Field, w.Evidence[i].Span = at.in(v), at.span
		}
		w.With = append(w.With, x.compared(v, e, &e.evidence[i]))
	}
	return w
}

// nothings are the explanations that book nothing, with what makes up their bits:
// those of unlistedBits and otherBits.
func (x *Index) nothings(v *view) []explanation {
	unlisted := explanation{class: ledger.Unlisted, customer: -1, mbits: unlistedPrior}
	for i := range v.claims {
		if c := &v.claims[i]; c.unlisted && c.strong {
			field, span := v.spanOf(c)
			unlisted.add(evidence{kind: byReference, field: field, span: span, item: -1, how: seenNamesUnlisted, mbits: missingBits})
			break
		}
	}
	if v.words.advance() {
		unlisted.add(evidence{kind: byKind, field: inRemittance, item: -1, how: seenQuotation, mbits: quotationBits})
	}
	other := explanation{class: ledger.Unrelated, customer: -1, mbits: otherPrior}
	if best := v.bestPayer(); best != nil && best.mbits >= otherPayer {
		other.add(evidence{kind: against, field: best.field, item: -1, how: seenKnownPayer, mbits: -knownPayerCost})
	}
	if v.words.other > 0 {
		other.add(evidence{kind: byKind, field: inRemittance, item: -1, how: seenOtherMoney, mbits: otherWordCost * int32(min(v.words.other, 2))})
	}
	return []explanation{unlisted, other}
}

// place finds the words in which an evidence was seen that points to a whole text:
// from the first of them to the last, in the text that has most.
func (x *Index) place(v *view, e *explanation, ev *evidence) (evidence, bool) {
	var seen func(string) bool
	switch {
	case ev.payment > 0:
		return evidence{}, false // of a payment, whose texts are not those of the line
	case ev.how == seenNameInText && e.customer >= 0:
		own := x.names.wordsOf(&x.names.bearers[e.customer])
		if e.payer != nil {
			own = x.names.wordsOf(x.names.called(e.payer))
		}
		glued := x.names.together(own)
		seen = func(w string) bool {
			return w == glued || slices.ContainsFunc(x.names.matches(w, false), func(m wordMatch) bool { return slices.Contains(own, m.word) })
		}
	case ev.how == seenStrangeWords:
		seen = func(w string) bool { return slices.Contains(v.words.strange, w) }
	case ev.how == seenOtherMoney:
		seen = func(w string) bool { return slices.Contains(v.words.money, w) || wordClasses[w] == creditWord }
	default:
		return evidence{}, false
	}
	most, at := 0, *ev
	for i := range v.pieces {
		p := &v.pieces[i]
		first, last, n := 0, 0, 0
		for k, r := range p.runs {
			if r.Digits || !seen(p.text(k)) {
				continue
			}
			if last = k; n == 0 {
				first = k
			}
			n++
		}
		if n > most {
			most, at.field, at.span = n, p.field, p.f.Span(int(p.runs[first].Start), int(p.runs[last].End))
		}
	}
	return at, most > 0
}

// compared names what an evidence was compared with.
func (x *Index) compared(v *view, e *explanation, ev *evidence) string {
	if ev.payment > 0 {
		return "" // of a payment, which is compared by itself
	}
	switch ev.how {
	case seenOrder:
		return x.book.Items[ev.item].CustomerRef
	case seenSum, seenExact, seenSent, seenFigure, seenPartial, seenOverpayment, seenRounding, seenBankCharge, seenEarlyDiscount:
		return money.New(x.asked(v, e), v.cur).String()
	case seenIssue:
		if len(e.allocs) > 0 {
			return x.book.Items[e.allocs[0].item].Issued.String()
		}
	case seenNamesOther:
		return x.namesIn(v, ev)
	case seenGroup, seenOtherCustomer, seenKnownPayer:
		if best := v.bestPayer(); best != nil {
			return x.book.Customers[best.customer].Name
		}
	case seenStrangeWords:
		return some(distinct(v.words.strange))
	case seenOtherMoney:
		return some(distinct(v.words.money))
	}
	switch {
	case ev.item >= 0:
		return string(x.book.Items[ev.item].Number)
	case (ev.kind == byPayer || ev.kind == byAccount) && e.customer >= 0:
		return x.book.Customers[e.customer].Name
	}
	return ""
}

// asked is what the items of an explanation have open, or for a return, what they were.
func (x *Index) asked(v *view, e *explanation) (sum int64) {
	for _, a := range e.allocs {
		if e.class == ledger.PaymentReturned {
			sum += x.items[a.item].total
		} else {
			sum += x.openFor(a.item, v.line.Intake)
		}
	}
	return sum
}

const maxNamed = 4 // names in a comparison

// namesIn writes the items that a number in the text may name, complete ones first.
func (x *Index) namesIn(v *view, ev *evidence) string {
	var complete, rest []string
	for i := range v.claims {
		c := &v.claims[i]
		if field, span := v.spanOf(c); field != ev.field || span != ev.span {
			continue
		}
		for _, p := range c.posts {
			it, f := x.formOf(p)
			if number := string(x.book.Items[it].Number); x.inFull(c, it, f) {
				complete = append(complete, number)
			} else {
				rest = append(rest, number)
			}
		}
		for _, o := range c.order {
			rest = append(rest, string(x.book.Items[o].Number))
		}
	}
	if len(complete) > 0 {
		rest = complete
	}
	slices.Sort(rest)
	return some(slices.Compact(rest))
}

// distinct leaves out what was there before.
func distinct(words []string) (out []string) {
	for _, w := range words {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// some writes the first of many.
func some(all []string) string {
	if len(all) > maxNamed {
		return strings.Join(all[:maxNamed], " ") + " …"
	}
	return strings.Join(all, " ")
}

// rivals are the lines that settle an item of the line's best explanation, or that
// are likely to: of the run, and of the past that came with it or later.
func (x *Index) rivals(verdicts []verdict, at int) []ledger.LineID {
	d := &verdicts[at]
	if len(d.all) == 0 {
		return nil
	}
	best := &d.all[0]
	var out []ledger.LineID
	for i := range verdicts {
		o := &verdicts[i]
		wants := o.settles()
		if o.status == ledger.Review && len(o.all) > 0 && sureBut(&o.all[0]) {
			wants = o.all[0].allocs
		}
		if i != at && slices.ContainsFunc(wants, func(a alloc) bool { return best.holds(a.item) }) {
			out = append(out, o.view.line.ID)
		}
	}
	for _, a := range best.allocs {
		for _, k := range x.byPast.get(numberKey('p', int64(a.item))) {
			if p := &x.past[k]; !slices.Contains(out, p.id) {
				out = append(out, p.id)
			}
		}
	}
	return out
}
