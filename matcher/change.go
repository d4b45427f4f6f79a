package matcher

import (
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Condition is what would have to be otherwise.
type Condition string

// Conditions.
const (
	MoreBits     Condition = "more_bits"     // Bits more, from whatever evidence
	Named        Condition = "named"         // the text named the Invoices in full
	NamedAlone   Condition = "named_alone"   // … and no other number
	PayerKnown   Condition = "payer_known"   // the payer were known to be the Customer
	AmountEqual  Condition = "amount_equal"  // the line were of the Amount
	RivalSettled Condition = "rival_settled" // the Invoices were settled
	OtherWords   Condition = "other_words"   // the Words did not stand in the text
	LineDecided  Condition = "line_decided"  // the other lines that want the same were decided otherwise
)

// Change is something that is otherwise. All but MoreBits are tried out: the line is
// decided again with the change.
type Change struct {
	If       Condition
	Bits     int32 // thousandths, of MoreBits: what is lacking to the threshold
	Invoices []ledger.InvoiceNumber
	Customer string // name
	Amount   money.Amount
	Words    []string
}

// asker decides a line again as if it were otherwise.
type asker struct {
	x     *Index
	lines []ledger.Line
	at    int
	line  *ledger.Line // lines[at]
	known vocabulary
}

// view reads a line as a run does.
func (a *asker) view(l *ledger.Line) *view {
	v := a.x.prepare(l, -1)
	v.learn(a.known)
	return v
}

// changes tries what would make the best explanation of a line in review automatic.
func (a *asker) changes(d *verdict) [][]Change {
	switch {
	case len(d.all) == 0 || d.whole():
		return nil
	case d.view.amount < 0:
		return a.returnChanges(&d.all[0])
	}
	e := &d.all[0]
	var out [][]Change
	if t := a.x.options.threshold(); e.share < t {
		out = append(out, []Change{{If: MoreBits, Bits: lacking(e.share, t)}})
	}
	if a.alone() {
		return append(out, []Change{{If: LineDecided}})
	}
	sum := d.reason == ledger.UnexplainedSum || d.reason == ledger.FitsElsewhere || d.reason == ledger.OtherPayer
	return append(out, a.tries(e, sum)...)
}

// lacking is how many thousandths of a bit a share needs more to reach a threshold.
func lacking(share, threshold int32) int32 {
	s, t := uint64(max(share, 1)), uint64(min(threshold, million-1))
	return ratio(t*(million-s), s*(million-t))
}

// returnChanges tries whether a payment that comes back would be opened again if the
// line named what it paid. The run is decided again: the payment may be one of it.
func (a *asker) returnChanges(e *explanation) [][]Change {
	if e.named > 0 {
		return nil
	}
	l, lines := *a.line, slices.Clone(a.lines)
	t := a.namedTrial(e)
	t.line(&l)
	lines[a.at] = l
	if verdicts, _ := a.x.verdicts(lines); verdicts[a.at].status != ledger.Auto || !sameItems(verdicts[a.at].chosen, e) {
		return nil
	}
	return [][]Change{{t.change}}
}

// alone reports whether the line would be automatic if it were the only one of its run.
func (a *asker) alone() bool {
	d := a.x.judge(a.view(a.line))
	return d.status == ledger.Auto
}

// trial is one change, and how it is made.
type trial struct {
	change Change
	line   func(*ledger.Line)
	view   func(*view)
	free   bool // what other lines settled of the items meanwhile counts as open
	drop   func(*explanation) bool
}

// tries makes each change by itself, and when none does it, each two together: what
// is returned are ways out, each of them one or two changes. sum says whether the
// line's amount may be another.
func (a *asker) tries(e *explanation, sum bool) (out [][]Change) {
	trials := append(a.trials(e, sum), a.rivalTrials(e)...)
	for _, t := range trials {
		if enough := len(out) > 0 && t.drop != nil && out[len(out)-1][0].If == RivalSettled; !enough && a.would(e, t) {
			out = append(out, []Change{t.change})
		}
	}
	for i := 0; len(out) == 0 && i < len(trials); i++ {
		for _, t := range trials[i+1:] {
			if a.would(e, trials[i], t) {
				out = append(out, []Change{trials[i].change, t.change})
			}
		}
	}
	return out
}

// trials are the changes to the line that may make an explanation automatic.
func (a *asker) trials(e *explanation, sum bool) []trial {
	v := a.view(a.line)
	var out []trial
	if e.taken {
		out = append(out, trial{change: Change{If: LineDecided}, free: true})
	}
	if e.named < len(e.allocs) || e.against {
		out = append(out, a.namedTrial(e))
	}
	if e.customer >= 0 && (e.payer == nil || !e.payer.account) && (v.named || v.pay.Counterparty.Account != "") {
		p := payer{customer: e.customer, mbits: a.x.accountBits(1), account: true, exact: true, field: inAccount, how: seenKnownAccount}
		out = append(out, trial{change: Change{If: PayerKnown, Customer: a.x.book.Customers[e.customer].Name},
			view: func(v *view) { v.addPayer(p); v.rankPayers() }})
	}
	if sum && e.gap.kind != noDifference {
		open := money.New(a.x.asked(v, e), v.cur)
		out = append(out, trial{change: Change{If: AmountEqual, Amount: open}, line: func(l *ledger.Line) { l.Amount = open }})
	}
	s := &v.words
	if words := slices.Concat(s.strange, s.money); len(words) > 0 || s.notes > 0 || s.advance() {
		out = append(out, trial{change: Change{If: OtherWords, Words: distinct(words)}, view: func(v *view) {
			v.words.strange, v.words.money, v.words.notes, v.words.quote = nil, nil, 0, false
			v.words.sum()
		}})
	}
	return out
}

// namedTrial writes the numbers of an explanation's items into the text, and takes
// out what speaks against them.
func (a *asker) namedTrial(e *explanation) trial {
	c := Change{If: Named}
	if e.against {
		c.If = NamedAlone
	}
	text := "FACTURE"
	for _, al := range e.allocs {
		n := a.x.book.Items[al.item].Number
		c.Invoices, text = append(c.Invoices, n), text+" "+string(n)
	}
	told := a.view(a.line).told()
	return trial{change: c, line: func(l *ledger.Line) {
		if e.against {
			l.Label, l.Remittance, l.EndToEndID, l.References = noDigits(l.Label), noDigits(l.Remittance), noDigits(l.EndToEndID), nil
		}
		if told {
			l.Remittance += "\n" + text
		} else {
			l.Label += "\n" + text
		}
	}}
}

func noDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// rivalTrials are the changes to what competes with an explanation: the items of
// the next best one are gone, or those of all others.
func (a *asker) rivalTrials(e *explanation) []trial {
	all := a.x.explanations(a.view(a.line))
	slices.SortStableFunc(all, func(p, q explanation) int { return int(q.mbits - p.mbits) })
	var rivals []int32
	for i := range all {
		for _, al := range all[i].allocs {
			if !e.holds(al.item) && !slices.Contains(rivals, al.item) && all[i].mbits > e.mbits-20*bit {
				rivals = append(rivals, al.item)
			}
		}
	}
	var out []trial
	for _, n := range []int{1, len(rivals)} {
		if len(rivals) < n || n == 0 || n > maxNamed || n == 1 && len(out) > 0 {
			continue
		}
		c := Change{If: RivalSettled}
		gone := rivals[:n]
		for _, it := range gone {
			c.Invoices = append(c.Invoices, a.x.book.Items[it].Number)
		}
		out = append(out, trial{change: c, drop: func(o *explanation) bool {
			return slices.ContainsFunc(gone, o.holds)
		}})
	}
	return out
}

// would reports whether a line with changes is applied as the explanation says,
// whole where the amount was changed.
func (a *asker) would(e *explanation, trials ...trial) bool {
	l := *a.line
	for _, t := range trials {
		if t.line != nil {
			t.line(&l)
		}
	}
	v := a.view(&l)
	for _, t := range trials {
		if t.view != nil {
			t.view(v)
		}
	}
	if d := a.x.judge(v); d.status == ledger.Auto {
		return sameItems(d.chosen, e)
	}
	d := verdict{view: v, all: a.x.explanations(v)}
	n, free := len(d.all), false
	for _, t := range trials {
		if t.drop != nil {
			d.all = slices.DeleteFunc(d.all, func(o explanation) bool { return t.drop(&o) })
		}
		free = free || t.free
	}
	if len(d.all) == n && !free || len(d.all) == 0 {
		return false
	}
	for i := range d.all {
		d.all[i].taken = d.all[i].taken && !free
	}
	a.x.weigh(v, &d)
	return a.x.doubt(v, &d) == ledger.Sure && sameItems(&d.all[0], e)
}

func sameItems(p, q *explanation) bool {
	return slices.EqualFunc(p.allocs, q.allocs, func(a, b alloc) bool { return a.item == b.item })
}
