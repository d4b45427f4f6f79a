package batch

import (
	"cmp"
	"context"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// Rule is a rule, suggested or agreed to, and what it would have done on the lines that
// are in the book.
type Rule struct {
	ledger.Fact
	Suggested bool
	Taught    []ledger.Line // that persons booked to the account
	Would     []ledger.Line // that it would have booked there: nobody's, or waiting
	Apart     []ledger.Line // of the same words that it would have left alone: customers' payments, and what the evidence speaks for
}

// suggestFrom is how many lines of the same words persons must have booked to one
// account, and to no other, for a rule to be suggested.
const suggestFrom = 3

// Seen names what a person was shown of a rule: who agrees, agrees to this.
func (r Rule) Seen() string {
	d := ledger.NewDigest("rule").Text(string(r.ID()))
	for _, lines := range [][]ledger.Line{r.Taught, r.Would, r.Apart} {
		d.Int(int64(len(lines)))
		for _, l := range lines {
			d.Text(string(l.ID))
		}
	}
	return d.ID()[:6]
}

// Rules returns the rules that are in force and those that are suggested, by their words.
func (b *Batch) Rules(ctx context.Context, c ledger.Company) ([]Rule, error) {
	if err := b.settled(ctx, c); err != nil {
		return nil, err
	}
	rules, err := b.candidateRules(ctx, c)
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	decisions, err := b.latest(ctx, c)
	if err != nil {
		return nil, err
	}
	for l, err := range b.Store.Lines(ctx, c.ID, store.LineFilter{}) {
		if err != nil {
			return nil, err
		}
		key := matcher.RuleKey(l)
		for i := range rules {
			if matcher.RuleFits(rules[i].Key, key) {
				rules[i].look(l, decisions[l.ID])
			}
		}
	}
	rules = slices.DeleteFunc(rules, func(r Rule) bool { return r.Suggested && (len(r.Taught) < suggestFrom || r.Account == "") })
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Account, b.Account)) })
	return rules, nil
}

// candidateRules returns the rules in force, and those that may be suggested: one for
// the words of lines that persons booked, and a wide one for what lines booked to one
// account have in common whose words are not the same.
func (b *Batch) candidateRules(ctx context.Context, c ledger.Company) ([]Rule, error) {
	rules, err := b.rulesInForce(ctx, c)
	if err != nil {
		return nil, err
	}
	counts := make(map[ledger.Fact]int) // lines of the same words, by account
	var booked []ledger.Fact
	for d, err := range b.Store.PersonBooked(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		l, err := b.Store.Line(ctx, c.ID, string(d.Line))
		if err != nil {
			return nil, err
		}
		key := matcher.RuleKey(l)
		if key == "" || slices.ContainsFunc(rules, func(r Rule) bool { return matcher.RuleFits(r.Key, key) }) {
			continue
		}
		f := ledger.Fact{Kind: ledger.RuleOf, Key: key, Account: d.Account}
		if counts[f]++; counts[f] == 1 {
			booked = append(booked, f)
		}
	}
	alike := make(map[ledger.Fact][]string) // other words, by account and what they begin with
	for _, f := range booked {
		if counts[f] >= suggestFrom {
			rules = append(rules, Rule{Fact: f, Suggested: true})
			continue
		}
		head := ledger.Fact{Kind: ledger.RuleOf, Key: matcher.RuleHead(f.Key), Account: f.Account}
		alike[head] = append(alike[head], f.Key)
	}
	for head, keys := range alike {
		if key := matcher.WideRule(keys); key != "" && len(keys) > 1 {
			rules = append(rules, Rule{Fact: ledger.Fact{Kind: ledger.RuleOf, Key: key, Account: head.Account}, Suggested: true})
		}
	}
	return rules, nil
}

func (b *Batch) rulesInForce(ctx context.Context, c ledger.Company) ([]Rule, error) {
	facts, err := b.Store.Facts(ctx, c.ID, 0)
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, f := range facts {
		if f.Kind == ledger.RuleOf && f.Count > 0 {
			rules = append(rules, Rule{Fact: ledger.Fact{Kind: ledger.RuleOf, Key: f.Key, Account: f.Account}})
		}
	}
	return rules, nil
}

// look counts a line of the rule's words.
func (r *Rule) look(l ledger.Line, d ledger.Decision) {
	switch {
	case d.By == ledger.Person && d.Account == r.Account && r.Account != "":
		r.Taught = append(r.Taught, l)
	case r.Suggested && (d.By == ledger.Person && d.Reason != ledger.Refused || d.Status == ledger.Auto):
		r.Account = "" // the same words mean another thing as well
	case matcher.LeftToRules(d) || d.Reason == ledger.ByRule:
		r.Would = append(r.Would, l)
	default:
		r.Apart = append(r.Apart, l)
	}
}

// OneRule returns the rule, suggested or in force, whose ID begins so.
func (b *Batch) OneRule(ctx context.Context, c ledger.Company, id string) (Rule, error) {
	rules, err := b.Rules(ctx, c)
	if err != nil {
		return Rule{}, err
	}
	return beginsSo(rules, id,
		&ledger.Error{Kind: ledger.NotFound, Field: "rule", Msg: "none of this ID is suggested or in force", Hint: "lettrage facts list"},
		&ledger.Error{Kind: ledger.Ambiguous, Field: "rule", Msg: "several have an ID that begins so", Hint: "give more of it"})
}

// AcceptRule puts a suggested rule in force, for lines to come. seen is what its Seen
// was when a person looked at it: when it would do something else by now, that is a Conflict.
func (b *Batch) AcceptRule(ctx context.Context, c ledger.Company, id, seen string) (rule Rule, err error) {
	err = b.onSettled(ctx, c, func(since mark) error {
		if rule, err = b.OneRule(ctx, c, id); err != nil {
			return err
		}
		switch {
		case !rule.Suggested:
			return &ledger.Error{Kind: ledger.Invalid, Field: "rule", Msg: "is in force already", Hint: "lettrage facts remove takes it back"}
		case rule.Seen() != seen:
			return &ledger.Error{Kind: ledger.Conflict, Field: "accept", Msg: "should be what was shown of the rule, as it is now", Hint: "lettrage facts edit ID shows what it would have done, and what to accept"}
		}
		return b.update(ctx, c, b.Today, &since, func(tx *store.Tx) error {
			return tx.Learn(ledger.Lesson{Fact: rule.Fact, Change: 1, By: ledger.Person})
		})
	})
	return rule, err
}
