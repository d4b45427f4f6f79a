package matcher

import (
	"slices"

	"lettrage/ledger"
)

// Fees of card takings, in millionths: what providers usually keep back.
const (
	leastFee = 1_000
	mostFee  = 35_000
)

// fees are the rates of fees that a company's earlier payouts show.
type fees struct {
	least, most int64 // millionths
	count       int
}

const (
	enoughFees = 3                 // earlier payouts from which the rates are known
	mostGross  = 1_000_000_000_000 // of an earlier payout that is looked at
)

// learnFees reads the fees off earlier payouts: what was settled less what came in.
func (x *Index) learnFees() (f fees) {
	for i := range x.book.Past {
		p := &x.book.Past[i]
		var gross int64
		for _, a := range p.Allocations {
			gross += a.Amount.Minor()
		}
		net := p.Line.Amount.Minor()
		if p.Line.Kind != ledger.CardPayout || gross <= net || net <= 0 || gross > mostGross || gross-net > shareOf(gross, mostFee) {
			continue
		}
		rate := (gross - net) * million / gross
		if f.count++; f.count == 1 {
			f.least, f.most = rate, rate
		}
		f.least, f.most = min(f.least, rate), max(f.most, rate)
	}
	return f
}

// shareOf returns so many millionths of an amount, rounded down.
func shareOf(amount, ppm int64) int64 { return amount/million*ppm + amount%million*ppm/million }

// day is what was taken on one day.
type day struct {
	date ledger.Date
	set  []int32
	sum  int64
}

// payouts lists takings by card that are the line and a fee: a batch of them whole, or
// those of consecutive days, of one contract or of all. Days without takings are none.
func (x *Index) payouts(v *view) (out []deposit) {
	set := x.until(v, ledger.PaidByCard, 0, false)
	batches, _ := x.groupsOf(set, func(r *recorded) string { return r.slip })
	for _, g := range batches {
		gross := x.total(g.set)
		if spare, ok := x.feeOf(gross, v.amount); ok {
			out = offer(out, deposit{set: g.set, fee: gross - v.amount, how: seenTakings, id: g.id, worth: slipWorth, spare: spare, cost: -log2(uint64(len(batches)))})
		}
	}
	contracts, none := x.groupsOf(set, func(r *recorded) string { return r.contract })
	for _, c := range contracts {
		out = x.payoutsOf(v, x.takings(c.set), c.id, out)
	}
	if len(contracts) != 1 || len(none) > 0 {
		out = x.payoutsOf(v, x.takings(set), "", out)
	}
	return out
}

// takings parts takings by day, in order: the latest days only.
func (x *Index) takings(set []int32) (days []day) {
	set = slices.Clone(set)
	slices.SortStableFunc(set, func(a, b int32) int { return int(x.recorded[a].received - x.recorded[b].received) })
	for _, k := range set {
		r := &x.recorded[k]
		if n := len(days); n == 0 || days[n-1].date != r.received {
			days = append(days, day{date: r.received})
		}
		d := &days[len(days)-1]
		d.set, d.sum = append(d.set, k), d.sum+r.amount
	}
	return days[max(0, len(days)-maxTaking):]
}

// payoutsOf adds the runs of days whose takings are the line and a fee. The later the
// last day and the fewer they are, the likelier; a day that the text names is the last.
func (x *Index) payoutsOf(v *view, days []day, contract string, out []deposit) []deposit {
	named := -1
	for i := range days {
		if v.namesDay(days[i].date) {
			named = i
		}
	}
	for to := len(days) - 1; to >= 0; to-- {
		var gross int64
		var set []int32
		for from := to; from >= 0 && to-from < maxPayout; from-- {
			gross, set = gross+days[from].sum, append(set, days[from].set...)
			spare, ok := x.feeOf(gross, v.amount)
			if !ok {
				continue
			}
			d := deposit{set: slices.Clone(set), fee: gross - v.amount, how: seenTakings, id: contract, worth: contractWorth, spare: spare, cost: -bit * int32(to-from)}
			switch {
			case named == to:
				d.dated = 1
			case named >= 0:
				d.dated = -1
				fallthrough
			default:
				d.cost -= 2 * bit * int32(len(days)-1-to)
			}
			out = offer(out, d)
		}
	}
	return out
}

// feeOf tells whether what is kept back of the gross is a fee as it is usual or was
// seen, and what the amount tells less for all the fees that it might have been.
func (x *Index) feeOf(gross, net int64) (spare int32, ok bool) {
	fee := gross - net
	switch {
	case gross <= 0 || fee < 0 || fee > shareOf(gross, mostFee):
		return 0, false
	case fee == 0: // it is charged by the month
		return -3 * bit, true
	case fee < shareOf(gross, leastFee):
		return 0, false
	}
	if f := &x.fees; f.count >= enoughFees {
		least, most := shareOf(gross, f.least*9/10), shareOf(gross, f.most*11/10)+1
		if fee >= least && fee <= most {
			return -log2(uint64(most - least + 1)), true
		}
		return -log2(uint64(shareOf(gross, mostFee))) - 6*bit, true
	}
	return -log2(uint64(shareOf(gross, mostFee-leastFee) + 1)), true
}

// namesDay reports whether a text of the line has a day as 070326, 07032026 or 07/03.
func (v *view) namesDay(d ledger.Date) bool {
	compact := d.Compact() // 20260307
	switch {
	case compact == "":
		return false
	case d == v.line.CardDay:
		return true
	}
	short, long := compact[6:]+compact[4:6], compact[6:]+compact[4:6]+compact[:4]
	for k := range v.pieces {
		p := &v.pieces[k]
		for i, r := range p.runs {
			if !r.Digits {
				continue
			}
			t := p.text(i)
			if t == short+compact[2:4] || t == long || t == compact {
				return true
			}
			if t == compact[6:] && i+1 < len(p.runs) && tight(p, i) && p.text(i+1) == compact[4:6] {
				return true
			}
		}
	}
	return false
}
