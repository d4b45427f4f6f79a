package matcher

import (
	"slices"

	"lettrage/ledger"
)

// Against is why a line does not pay the invoice that was asked for.
type Against struct {
	Invoice  ledger.InvoiceNumber
	Bar      Bar             // why no line like this can pay it, or CanBe
	Settled  []ledger.LineID // lines of the past or the run that settled it
	Place    int             // in Ways, of the best one that settles it; −1: none was found
	Way      Way             // that one, or one made on purpose; nothing when the invoice is unknown or settled
	Compared []Compared      // with the best of Ways
	Changes  [][]Change      // as in Why, for this one
}

// Bar says why a line cannot pay an invoice.
type Bar string

// Bars.
const (
	CanBe         Bar = ""
	UnknownNumber Bar = "unknown"    // the book has no such invoice
	SettledInBook Bar = "settled"    // nothing of it is open, by the book or by another line of the run
	CancelledItem Bar = "cancelled"  // its list says so
	OtherCurrency Bar = "currency"   // than the line's
	OtherSign     Bar = "sign"       // money in for a credit note, or money out for an invoice
	NotReturned   Bar = "not_return" // money out, and the line is no payment that comes back
)

// Compared is what evidence of one sort is worth for two explanations, in thousandths of a bit.
type Compared struct {
	Sort        Sort
	Best, Other int32
}

// Sort groups what is compared: evidence against counts where it was seen.
type Sort string

// Sorts, in the order in which they are compared.
const (
	PriorBits     Sort = "prior"  // what is known before the line is read
	ChoiceBits    Sort = "choice" // of the set of items
	ReferenceBits Sort = "reference"
	AmountBits    Sort = "amount"
	PayerBits     Sort = "payer"
	DateBits      Sort = "date"
	WordBits      Sort = "words"
)

func sorts() []Sort {
	return []Sort{PriorBits, ChoiceBits, ReferenceBits, AmountBits, PayerBits, DateBits, WordBits}
}

// Compare sums up the evidence of two explanations by its sort. Sorts that neither has are left out.
func Compare(best, other Way) []Compared {
	b, o := best.bySort(), other.bySort()
	var out []Compared
	for _, s := range sorts() {
		if b[s] != 0 || o[s] != 0 {
			out = append(out, Compared{s, b[s], o[s]})
		}
	}
	return out
}

func (w Way) bySort() map[Sort]int32 {
	sum := map[Sort]int32{PriorBits: w.Prior, ChoiceBits: w.Choice}
	for _, e := range w.Evidence {
		sum[sortOf(e)] += e.MBits
	}
	return sum
}

func sortOf(e ledger.Evidence) Sort {
	switch e.How {
	case "names_other", "names_unlisted":
		return ReferenceBits
	case "other_customer", "unknown_name", "known_payer":
		return PayerBits
	}
	switch e.Kind {
	case ledger.ByReference, ledger.ByPurchase:
		return ReferenceBits
	case ledger.ByAmount:
		return AmountBits
	case ledger.ByPayer, ledger.ByAccount:
		return PayerBits
	case ledger.ByDate:
		return DateBits
	}
	return WordBits
}

// against says why a line does not pay an invoice.
func (x *Index) against(a *asker, verdicts []verdict, at int, number ledger.InvoiceNumber, ways []Way) Against {
	out := Against{Invoice: number, Place: -1}
	it, ok := x.itemOf(number)
	if !ok {
		out.Bar = UnknownNumber
		return out
	}
	d := &verdicts[at]
	out.Place = slices.IndexFunc(ways, func(w Way) bool { return w.settles(number) })
	out.Settled = x.settlers(verdicts, at, it)
	if out.Place >= 0 {
		out.Way = ways[out.Place]
		if e := found(d, it); e != nil && d.status == ledger.Review && out.Place > 0 {
			out.Changes = a.waysOut(d, e)
		}
	} else if out.Bar = x.bar(d.view, it, x.leftBy(verdicts, at, it)); out.Bar == CanBe {
		e := x.onPurpose(verdicts, at, it)
		out.Way = x.way(d.view, &e)
		out.Changes = a.waysOut(d, &e)
	}
	if out.Place != 0 && len(ways) > 0 && len(out.Way.Allocations) > 0 {
		out.Compared = Compare(ways[0], out.Way)
	}
	return out
}

func (w Way) settles(number ledger.InvoiceNumber) bool {
	return slices.ContainsFunc(w.Allocations, func(a ledger.Allocation) bool { return a.Invoice == number })
}

// found returns the best explanation that settles an item.
func found(d *verdict, it int32) *explanation {
	for i := range d.all {
		if d.all[i].holds(it) {
			return &d.all[i]
		}
	}
	return nil
}

// settlers are the lines of the run and of the past that settle an item.
func (x *Index) settlers(verdicts []verdict, at int, it int32) []ledger.LineID {
	var out []ledger.LineID
	for _, k := range x.byPast.get(numberKey('p', int64(it))) {
		out = append(out, x.past[k].id)
	}
	for i := range verdicts {
		if i != at && slices.ContainsFunc(verdicts[i].settles(), func(a alloc) bool { return a.item == it }) {
			out = append(out, verdicts[i].view.line.ID)
		}
	}
	return out
}

// leftBy is what the other lines of the run leave open of an item.
func (x *Index) leftBy(verdicts []verdict, at int, it int32) int64 {
	left := x.items[it].left
	for i := range verdicts {
		for _, a := range verdicts[i].settles() {
			if i != at && a.item == it {
				left -= a.amount
			}
		}
	}
	return left
}

// bar says why no line like this can settle an item of which so much is left.
func (x *Index) bar(v *view, it int32, left int64) Bar {
	switch i := &x.items[it]; {
	case x.book.Items[it].Status == ledger.Cancelled:
		return CancelledItem
	case i.cur != v.code:
		return OtherCurrency
	case v.amount < 0 && !v.comesBack():
		return NotReturned
	case v.amount < 0 && (i.total <= 0 || i.total < -v.amount), v.amount > 0 && i.total < 0:
		return OtherSign
	case v.amount > 0 && left <= 0:
		return SettledInBook
	}
	return CanBe
}

// comesBack reports whether a line of money out may be an earlier payment that comes back.
func (v *view) comesBack() bool {
	return v.words.returned || v.saidBack()
}

// saidBack reports whether the bank says so apart from the text.
func (v *view) saidBack() bool {
	l := v.line
	return l.Kind == ledger.Returned || l.ReturnReason != "" || l.Reversal
}

// mayComeBack reports whether a line of money out, its words not read yet, may be one.
func (v *view) mayComeBack() bool {
	if v.saidBack() {
		return true
	}
	for i := range v.pieces {
		p := &v.pieces[i]
		for k := range p.runs {
			if wordClasses[p.text(k)] == returnWord {
				return true
			}
		}
	}
	return false
}

// waysOut are the changes that make an explanation other than the best automatic.
func (a *asker) waysOut(d *verdict, e *explanation) [][]Change {
	switch {
	case d.whole():
		return nil
	case d.view.amount < 0:
		return a.returnChanges(e)
	}
	return a.tries(e, true)
}

// onPurpose makes the explanation that a line settles this item alone, and gives it
// the share that it would have among all.
func (x *Index) onPurpose(verdicts []verdict, at int, it int32) explanation {
	d := &verdicts[at]
	v := d.view
	all := slices.Clone(d.all)
	if v.amount > 0 {
		b := builder{x: x, v: v}
		b.propose([]int32{it}, 0)
		all = append(append(all, b.out[0]), x.nothings(v)...)
	} else {
		all = append(all, x.returnOf(verdicts, at, it))
	}
	share(all)
	return all[len(d.all)]
}

// returnOf makes the explanation that the payment of an item comes back: one that
// stands, or else one that nobody knows.
func (x *Index) returnOf(verdicts []verdict, at int, it int32) explanation {
	d := &verdicts[at]
	var all []explanation
	p := x.paymentsOf(verdicts)
	for _, s := range p.ofItem(it, at, nil) {
		all = p.undo(d, s, all)
	}
	for i := range d.view.claims {
		if bits, _ := x.claimBits(&d.view.claims[i], it); bits > 0 && len(all) == 0 {
			all = x.addReturn(d.view, all, it, &d.view.claims[i])
		}
	}
	all = slices.DeleteFunc(all, func(e explanation) bool { return !e.holds(it) })
	if len(all) > 0 {
		return slices.MaxFunc(all, func(a, b explanation) int { return int(a.mbits - b.mbits) })
	}
	return x.reopened(d.view, it)
}
