package calibrate

// Floor is the lowest threshold that is chosen, whatever the outcomes say: the first
// bucket above 99 %, 7 bits. Below it one decision in a hundred is doubtful by its own
// account, and what is wrong there is wrong in a way of its own that the many sure
// ones above would only hide.
const Floor = 992_249

// Choice is a threshold, and what the outcomes prove of it.
type Choice struct {
	Threshold int32 // share in millionths from which on a decision is automatic
	N, Wrong  int   // outcomes from there on
	Bound     int   // upper 95 % bound of the share of wrong ones among them, in millionths
	Provable  bool  // whether the bound lies within the budget
}

// Threshold returns the lowest threshold from which on the share of wrong outcomes is
// within the budget by its upper bound.
func Threshold(outcomes []Outcome, b Budget) Choice { return NewTable(outcomes...).Threshold(b) }

// Threshold chooses among the buckets, because one between would be fitted to a few
// outcomes. The highest is where the stated doubt of each single decision is within
// the budget. Where even that is not proved, for want of outcomes or because of sure
// ones that were wrong, which no threshold stops, it is chosen and not provable.
func (t Table) Threshold(b Budget) Choice {
	highest := doubtWithin(b)
	for _, bucket := range t {
		if bucket.From < Floor || bucket.From > highest {
			continue
		}
		if sum := t.Total(bucket.From); within(sum.Wrong, sum.N, b) {
			return t.choice(bucket.From, true)
		}
	}
	return t.choice(highest, false)
}

// doubtWithin is the first bucket in which 1−share is within the budget.
func doubtWithin(b Budget) int32 {
	for _, e := range edges {
		if int(million-e)*int(b) <= million {
			return e
		}
	}
	return million
}

func (t Table) choice(threshold int32, provable bool) Choice {
	sum := t.Total(threshold)
	return Choice{Threshold: threshold, N: sum.N, Wrong: sum.Wrong, Bound: Bound(sum.Wrong, sum.N), Provable: provable}
}

// Basis says what a threshold in force rests on.
type Basis string

// Bases.
const (
	OnShipped Basis = "shipped" // the outcomes of the labelled sets
	OnOwn     Basis = "own"     // the company's own outcomes, of which there are enough
	OnRaised  Basis = "raised"  // the company's own, which show that the other two do not keep the budget
)

// InForce is the threshold that a company's lines are decided with, and why.
type InForce struct {
	Choice       // with the outcomes that it rests on
	Basis        Basis
	Budget       Budget
	Shipped, Own Choice // by the ones and by the others alone
}

// Combine chooses the threshold of a company. Its own outcomes decide when there are
// enough of them to prove the budget; before, they may only raise what the shipped
// ones say: to the first threshold from which on they do not show that the budget is
// broken. A few outcomes without a wrong one show nothing.
func Combine(shipped, own Table, b Budget) InForce {
	f := InForce{Basis: OnShipped, Budget: b, Shipped: shipped.Threshold(b), Own: own.Threshold(b)}
	f.Choice = f.Shipped
	if own.Total(Floor).N >= b.Needed() {
		f.Choice, f.Basis = f.Own, OnOwn
	}
	if raised := own.unbroken(f.Threshold, b); raised > f.Threshold {
		f.Choice, f.Basis = own.choice(raised, false), OnRaised
	}
	return f
}

// unbroken is the first threshold, of those from the given one on, at which the
// outcomes do not show that the budget is broken; the highest where all do.
func (t Table) unbroken(from int32, b Budget) int32 {
	for _, bucket := range t {
		if bucket.From < from {
			continue
		}
		if sum := t.Total(bucket.From); !breaks(sum.Wrong, sum.N, b) {
			return bucket.From
		}
		from = bucket.From
	}
	return from
}
