package matcher

import (
	"cmp"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

const maxRuleWords = 12

// RuleKey returns what a line has in common with others of its kind: whether money
// comes in or goes out, and the words of the bank's label and of the other side's name,
// folded, without digits, codes and months. It is empty where no word tells more than
// that it is a transfer.
//
//	"PRLV SEPA ORANGE SA 0612 REF 8K2Z" → "- PRLV SEPA ORANGE SA REF"
func RuleKey(l ledger.Line) string {
	sign := "+"
	switch l.Amount.Sign() {
	case 0:
		return ""
	case -1:
		sign = "-"
	}
	words := append([]string{sign}, ruleWords(l.Label)...)
	words = append(words, ruleWords(l.Counterparty.Name)...)
	if !slices.ContainsFunc(words[1:], telling) { // what the payer writes changes from line to line
		words = append(words, ruleWords(l.Remittance)...)
	}
	if !slices.ContainsFunc(words[1:], telling) {
		return ""
	}
	kept := words[:0]
	for _, w := range words {
		if !slices.Contains(kept, w) && len(kept) <= maxRuleWords {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// wide ends the key of a rule that takes lines which have its words and others beside.
const wide = " *"

// RuleFits reports whether a line whose RuleKey is key is one of a rule: of one whose
// words it has, or of a wide one whose words it has in this order, and others.
//
//	"- PRLV SEPA EDF *" fits "- PRLV SEPA EDF CLIENT ABC"
func RuleFits(rule, key string) bool {
	short, isWide := strings.CutSuffix(rule, wide)
	if !isWide || key == "" {
		return rule == key && key != ""
	}
	words := strings.Fields(key)
	for w := range strings.FieldsSeq(short) {
		at := slices.Index(words, w)
		if at < 0 {
			return false
		}
		words = words[at+1:]
	}
	return true
}

// WideRule returns the rule whose words all these keys have in common, and empty when no
// word that tells anything is among them.
func WideRule(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	var kept []string
	for w := range strings.FieldsSeq(keys[0]) {
		if with := strings.Join(append(slices.Clone(kept), w), " ") + wide; !slices.ContainsFunc(keys, func(k string) bool { return !RuleFits(with, k) }) {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 || kept[0] != keys[0][:1] || !slices.ContainsFunc(kept[1:], telling) { // the direction is the first word
		return ""
	}
	return strings.Join(kept, " ") + wide
}

// RuleHead returns the direction of a key and its first word that tells anything: what
// the lines of a wide rule have in common at least.
func RuleHead(key string) string {
	sign, words, _ := strings.Cut(key, " ")
	for w := range strings.FieldsSeq(words) {
		if telling(w) {
			return sign + " " + w
		}
	}
	return ""
}

// telling reports whether a word tells more than how money moved, or that it pays something.
func telling(w string) bool {
	c := wordClasses[w]
	return !movements[w] && (c == unknownWord || c >= otherMoney)
}

// ruleWords are the words of a text that are no part of a code and no month.
func ruleWords(s string) []string {
	var f text.Folded
	f.Fold(s)
	p := newPiece(nowhere, f, f.Runs())
	var words []string
	for k, r := range p.runs {
		if w := p.text(k); !r.Digits && len(w) >= 2 && months[w] == 0 && !mixed(&p, k) {
			words = append(words, w)
		}
	}
	return words
}

// indexRules takes the rules to which persons agreed, the wide ones by the number of
// their words, most first: which says most of a line decides it.
func (x *Index) indexRules() {
	for _, f := range x.book.Facts {
		if f.Kind != ledger.RuleOf || f.Count <= 0 {
			continue
		}
		if strings.HasSuffix(f.Key, wide) {
			x.wideRules = append(x.wideRules, f)
			continue
		}
		if x.rules == nil {
			x.rules = make(map[string]string)
		}
		x.rules[f.Key] = f.Account
	}
	slices.SortStableFunc(x.wideRules, func(a, b ledger.Fact) int {
		return cmp.Or(strings.Count(b.Key, " ")-strings.Count(a.Key, " "), cmp.Compare(a.Key, b.Key))
	})
}

// ruled lets a rule decide what the evidence leaves to it.
func (x *Index) ruled(d ledger.Decision, l *ledger.Line) ledger.Decision {
	if len(x.rules)+len(x.wideRules) == 0 || !LeftToRules(d) {
		return d
	}
	key := RuleKey(*l)
	account := x.rules[key]
	if k := slices.IndexFunc(x.wideRules, func(f ledger.Fact) bool { return RuleFits(f.Key, key) }); account == "" && k >= 0 {
		account = x.wideRules[k].Account
	}
	if account == "" {
		return d
	}
	d.Status, d.Reason, d.Account, d.Candidates = ledger.None, ledger.ByRule, account, nil
	if d.Chosen.Class == ledger.CustomerPayment || d.Chosen.Class == ledger.Unlisted {
		d.Chosen.Class = ledger.Unrelated
	}
	return d
}

// LeftToRules reports whether a rule may decide a line of which the program decided so:
// it is no customer's payment, or nothing but amount and date speaks for one.
func LeftToRules(d ledger.Decision) bool {
	switch {
	case d.By != ledger.Program, d.Status == ledger.Auto:
		return false
	case d.Status == ledger.None:
		return true
	case d.Chosen.Class != ledger.CustomerPayment && d.Chosen.Class != ledger.Unlisted:
		return false // a return, a deposit or batch whose list is needed, a duplicate
	case d.Reason == ledger.ForeignMoney || d.Reason == ledger.HeldDuplicate || d.Reason == ledger.AlreadyPaid || d.Reason == ledger.NotListed:
		return false
	}
	for _, e := range d.Candidates {
		for _, v := range e.Evidence {
			if v.MBits > 0 && v.Kind != ledger.ByAmount && v.Kind != ledger.ByDate {
				return false
			}
		}
	}
	return true
}
