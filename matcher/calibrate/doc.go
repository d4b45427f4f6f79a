// Package calibrate says from which share on an explanation is applied without a
// person, so that no more automatic decisions are wrong than a budget allows.
//
//	t := calibrate.NewTable(calibrate.Outcome{Share: 999_871, Right: true}, …)
//	c := t.Threshold(calibrate.DefaultBudget)
//	// say c.Threshold 992249, of c.N = 15240 with c.Wrong = 1; c.Bound 312 millionths, c.Provable
//
// An outcome is a decision of which it is known what happened. Outcomes are counted in
// buckets by their odds, half a bit wide: a table of how often what was stated came
// true. The threshold is the lowest bucket from which on the upper 95 % bound of the
// share of wrong ones (Clopper and Pearson 1934) lies within the budget: not "none was
// wrong", but "if more were wrong than that, so few would have shown in less than one
// case of twenty". With n outcomes and none wrong that bound is about 3/n, so that 1 in
// 2,000 needs 6,000 of them: fewer are said to be no proof, however good they look.
//
// A company begins with the outcomes of the labelled sets, which the program brings
// along (Shipped); its own can raise the threshold at once and lower it only when
// there are enough of them (Combine).
//
// Shares and bounds are millionths, and all of it is integer arithmetic. The package
// knows nothing of matching, of lines or of the store.
package calibrate
