package calibrate

// Floor is the lowest threshold that is chosen, whatever the outcomes say: 99 %. Below
// it one decision in a hundred is doubtful by its own account, and what is wrong there
// is wrong in a way of its own that the many sure ones above would only hide.
const Floor = 990_000

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

// Threshold chooses among the buckets, because a threshold between two would be fitted
// to a few outcomes, from Floor to where the doubt of each single decision is within
// the budget: what is wrong above is wrong with nearly full share, and no threshold
// stops it. Where none is proved, for want of outcomes or because of such wrong ones, it
// is the first one above every wrong outcome that can be stopped, and not provable.
//
// A smaller budget never gives a lower threshold, nor does a wrong outcome more.
func (t Table) Threshold(b Budget) Choice {
	highest, stopping := doubtWithin(b, 1), int32(Floor)
	for i, bucket := range t {
		if bucket.From < Floor || bucket.From > highest {
			continue
		}
		if sum := t.Total(bucket.From); within(sum.Wrong, sum.N, b) {
			return t.choice(bucket.From, b)
		}
		if bucket.From < highest && bucket.Wrong > 0 {
			stopping = t[i+1].From
		}
	}
	return t.choice(stopping, b)
}

// doubtWithin is the first bucket, from Floor on, in which the doubt, 1−share, is within so many times the budget.
func doubtWithin(b Budget, times int) int32 {
	for _, e := range edges {
		if e >= Floor && int(million-e)*int(b) <= times*million {
			return e
		}
	}
	return million
}

func (t Table) choice(threshold int32, b Budget) Choice {
	sum := t.Total(threshold)
	return Choice{Threshold: threshold, N: sum.N, Wrong: sum.Wrong, Bound: Bound(sum.Wrong, sum.N), Provable: within(sum.Wrong, sum.N, b)}
}

// Basis says what a threshold in force rests on.
type Basis string

// Bases.
const (
	OnShipped Basis = "shipped" // the outcomes of the labelled sets
	OnOwn     Basis = "own"     // the company's own outcomes, which prove a lower one
	OnRaised  Basis = "raised"  // the company's own outcomes, which show that a lower one breaks the budget
)

// InForce is the threshold that a company's lines are decided with, and why.
type InForce struct {
	Choice       // with the outcomes that it rests on
	Basis        Basis
	Budget       Budget
	Shipped, Own Choice // by the ones and by the others alone
}

// room is how many times the mean doubt of the decisions from a share on the doubt of
// the least sure one is at least, in every table that was seen.
const room = 20

// Combine chooses the threshold of a company: what the shipped outcomes say, unless the
// company's own say otherwise.
//
// The shipped ones may prove one up to where the doubt of the least sure decision is
// twenty times the budget; where they prove none, it is that one. The mean doubt of
// all from there on keeps the budget, so that a higher one would be for outcomes that
// were wrong though they were sure: these are to be mended in the matcher, and a
// threshold that hid a few of them would show a person hundreds of right lines for each.
//
// The company's own outcomes lower the threshold where they prove that a lower one keeps
// the budget, for which there must be enough of them (Needed). They raise it at any
// time, where they show that the budget is broken: to the first threshold from which
// on they do not. One wrong among many shows nothing; among a hundred it does.
func Combine(shipped, own Table, b Budget) InForce {
	f := InForce{Basis: OnShipped, Budget: b, Shipped: shipped.Threshold(b), Own: own.Threshold(b)}
	f.Choice = f.Shipped
	if sensible := doubtWithin(b, room); f.Threshold > sensible || !f.Provable {
		f.Choice = shipped.choice(sensible, b)
	}
	if f.Own.Provable && f.Own.Threshold < f.Threshold {
		f.Choice, f.Basis = f.Own, OnOwn
	}
	if raised := own.unbroken(f.Threshold, b); raised > f.Threshold {
		f.Choice, f.Basis = own.choice(raised, b), OnRaised
	}
	return f
}

// Default is the threshold of a company without outcomes of its own, by the default budget.
func Default() int32 { return Combine(Shipped(), nil, DefaultBudget).Threshold }

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
