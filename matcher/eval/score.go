package eval

import (
	"cmp"
	"fmt"
	"slices"

	"lettrage/ledger"
)

// Counts are what became of some lines.
type Counts struct {
	Lines, Missing                  int // lines, and those without a decision
	MustAuto, MustReview, MustNone  int // as labelled
	Auto, Review, None              int // as decided
	Right                           int // automatic and what happened
	Grey                            int // … of them, where asking would have been right too
	Hit                             int // … of them, where it had to be automatic
	Wrong                           int // automatic and not what happened
	OnNone                          int // … of them, where the line is no customer payment
	Lucky                           int // automatic and what happened, though the evidence is a coin-flip
	Asked, First, Third             int // review with an answer, shown first, shown among three
	NoneRight, NoneAsked, FalseNone int // no customer payment: said so; asked; and customer payments said to be none
}

// Report is the score of a set.
type Report struct {
	Counts
	Kinds []KindCounts // in order of name
	Bad   []Verdict    // wrong and lucky automatic decisions, in order of the labels
}

// KindCounts are the counts of one kind of line.
type KindCounts struct {
	Kind string
	Counts
}

// Verdict is a wrong or lucky decision beside its label.
type Verdict struct {
	Truth    Truth
	Decision ledger.Decision
}

// hidden are kinds in which, where they must be reviewed, what is inside cannot be
// known: candidates are not scored, and calling them none is wrong.
var hidden = []string{"cheque_deposit", "direct_debit_batch"}

// Score compares decisions, by the bank's identifier of their line, with labels.
func Score(truths []Truth, decisions map[string]ledger.Decision, from Source) Report {
	var r Report
	kinds := make(map[string]*Counts)
	for _, t := range truths {
		k := kinds[t.Kind]
		if k == nil {
			k = new(Counts)
			kinds[t.Kind] = k
		}
		d, ok := decisions[t.Line]
		var c Counts
		c.judge(t, d, ok, from)
		k.Add(c)
		r.Add(c)
		if c.Wrong+c.Lucky > 0 {
			r.Bad = append(r.Bad, Verdict{t, d})
		}
	}
	for name, k := range kinds {
		r.Kinds = append(r.Kinds, KindCounts{name, *k})
	}
	slices.SortFunc(r.Kinds, func(a, b KindCounts) int { return cmp.Compare(a.Kind, b.Kind) })
	return r
}

// judge counts one line.
func (c *Counts) judge(t Truth, d ledger.Decision, decided bool, from Source) {
	unknowable := slices.Contains(hidden, t.Kind) && t.Must == ledger.Review
	if unknowable {
		t.Accept = []ledger.Status{ledger.Review}
	}
	if from != CAMT && t.CAMTOnly {
		t.Must, t.Accept = ledger.Review, []ledger.Status{ledger.Review, ledger.Auto}
	}
	c.Lines = 1
	*map[ledger.Status]*int{ledger.Auto: &c.MustAuto, ledger.Review: &c.MustReview, ledger.None: &c.MustNone}[t.Must] = 1
	switch {
	case !decided:
		c.Missing = 1
	case d.Status == ledger.Auto:
		c.judgeAuto(t, d)
	case d.Status == ledger.Review:
		c.judgeReview(t, d, unknowable)
	default:
		c.None = 1
		if t.Must == ledger.None {
			c.NoneRight = 1
		} else if !slices.Contains(t.Accept, ledger.None) {
			c.FalseNone = 1
		}
	}
}

func (c *Counts) judgeAuto(t Truth, d ledger.Decision) {
	c.Auto = 1
	got := newSettled(d.Chosen.Allocations)
	exact := len(got) > 0 && t.matches(got, false)
	switch {
	case t.Must == ledger.Auto && (exact || t.matches(got, true)):
		c.Right, c.Hit = 1, 1
	case t.Must != ledger.Auto && exact && slices.Contains(t.Accept, ledger.Auto):
		c.Right, c.Grey = 1, 1
	case t.Must == ledger.Review && exact:
		c.Lucky = 1
	default:
		c.Wrong = 1
		if t.Must == ledger.None {
			c.OnNone = 1
		}
	}
}

func (c *Counts) judgeReview(t Truth, d ledger.Decision, unknowable bool) {
	c.Review = 1
	if t.Must == ledger.None {
		if slices.Contains(t.Accept, ledger.Review) {
			c.NoneRight = 1
		} else {
			c.NoneAsked = 1
		}
	}
	if len(t.Paid) == 0 || unknowable {
		return
	}
	c.Asked = 1
	for i, e := range d.Candidates[:min(len(d.Candidates), 3)] {
		if !t.matches(newSettled(e.Allocations), true) {
			continue
		}
		c.Third = 1
		if i == 0 {
			c.First = 1
		}
	}
}

// matches reports whether a line settles this or, if also is set, what is as good.
func (t Truth) matches(got Settled, also bool) bool {
	signed := t.Kind != "returned"
	if got.same(t.Paid, signed) {
		return true
	}
	return also && slices.ContainsFunc(t.AlsoOK, func(o Settled) bool { return got.same(o, signed) })
}

// Add adds the counts of other lines.
func (c *Counts) Add(o Counts) {
	a, b := c.fields(), o.fields()
	for i := range a {
		*a[i] += *b[i]
	}
}

func (c *Counts) fields() []*int {
	return []*int{&c.Lines, &c.Missing, &c.MustAuto, &c.MustReview, &c.MustNone, &c.Auto, &c.Review, &c.None, &c.Right, &c.Grey, &c.Hit,
		&c.Wrong, &c.OnNone, &c.Lucky, &c.Asked, &c.First, &c.Third, &c.NoneRight, &c.NoneAsked, &c.FalseNone}
}

// Rate writes part/whole with four decimals, and "–" for a part of nothing.
func Rate(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	r := (part*10000*2 + whole) / (whole * 2)
	return fmt.Sprintf("%d.%04d", r/10000, r%10000)
}

// Precision is the share of automatic decisions that were not wrong; strict counts lucky ones as wrong.
func (c Counts) Precision(strict bool) string {
	bad := c.Wrong
	if strict {
		bad += c.Lucky
	}
	return Rate(c.Auto-bad, c.Auto)
}

// Recall is the share of the lines that could be decided which were, and right.
func (c Counts) Recall() string { return Rate(c.Hit, c.MustAuto) }

// Merge adds up the kinds of several reports.
func Merge(reports ...Report) []KindCounts {
	var all []KindCounts
	for _, r := range reports {
		for _, k := range r.Kinds {
			i, found := slices.BinarySearchFunc(all, k.Kind, func(a KindCounts, name string) int { return cmp.Compare(a.Kind, name) })
			if !found {
				all = slices.Insert(all, i, KindCounts{Kind: k.Kind})
			}
			all[i].Add(k.Counts)
		}
	}
	return all
}
