package matcher

import (
	"slices"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// verdict is what is decided of a line before the lines are looked at together.
type verdict struct {
	view   *view
	status ledger.Status
	reason ledger.Reason
	class  ledger.Class  // of a line that nothing is booked of
	all    []explanation // best first
	chosen *explanation  // none where nothing is booked
	was    *explanation  // chosen before the lines were looked at together, of one that was put to review then
}

// settles returns what a verdict books of items.
func (d *verdict) settles() []alloc {
	if d.chosen == nil {
		return nil
	}
	return d.chosen.allocs
}

// Decide decides the lines of one run together, in their order: result[i] is for
// lines[i]. ID, Intake and Version of the decisions are the caller's. It keeps
// nothing: the same lines again give the same decisions.
func (x *Index) Decide(lines []ledger.Line) []ledger.Decision {
	verdicts, _ := x.verdicts(lines)
	out := make([]ledger.Decision, len(lines))
	x.options.each(len(lines), func(i int) { out[i] = x.decision(&verdicts[i]) })
	return out
}

// verdicts decides the lines of a run together, and returns the words that it learned from
// them. A line of which these change nothing is judged as soon as it is read: what it was
// compared with is at hand then.
func (x *Index) verdicts(lines []ledger.Line) ([]verdict, vocabulary) {
	verdicts := make([]verdict, len(lines))
	views := make([]*view, len(lines))
	x.options.each(len(lines), func(i int) {
		v := x.prepare(&lines[i], -1)
		v.sure = v.amount > 0 && x.surelyPays(v)
		if v.waits = v.learns(); !v.waits {
			verdicts[i] = x.judge(v)
		}
		views[i] = v
	})
	known := x.learnWords(views)
	x.options.each(len(lines), func(i int) {
		if v := views[i]; v.waits {
			v.learn(known)
			verdicts[i] = x.judge(v)
		}
	})
	x.assign(verdicts)
	return verdicts, known
}

// prepare reads a line, or one payment of a batch line.
func (x *Index) prepare(l *ledger.Line, detail int) *view {
	v := x.newView(l, detail)
	if v.amount < 0 && !v.mayComeBack() && !x.isOwn(v.pay.Counterparty.Account) {
		x.readWords(v) // whose it is, and what it names, says nothing of money that goes out; letters of numbers count as words
		return v
	}
	x.findClaims(v)
	x.findPayers(v)
	x.payersByNumber(v)
	x.doubtLearned(v)
	x.readWords(v)
	return v
}

// payersByNumber takes a customer's number in the text as a name, or that of a mandate of his.
func (x *Index) payersByNumber(v *view) {
	known := len(v.payers)
	for i := range v.claims {
		c := &v.claims[i]
		field, _ := v.spanOf(c)
		for _, id := range c.customers {
			bits := x.names.bits - log2(uint64(len(c.customers))) + 5*bit
			how := seenCustomerNumber
			if x.hasMandate(int32(id), v.written(c)) {
				how = seenKnownMandate
			}
			v.addPayer(payer{customer: int32(id), mbits: bits, exact: true, field: field, how: how})
		}
	}
	if len(v.payers) > known {
		x.entities(v)
		v.rankPayers()
	}
}

// hasMandate reports whether a number is that of a mandate of a customer.
func (x *Index) hasMandate(customer int32, number string) bool {
	return slices.ContainsFunc(x.book.Customers[customer].Mandates, func(m string) bool { return text.Compact(m) == number })
}

// judge decides a line by itself: by what it says, else by what was recorded.
func (x *Index) judge(v *view) verdict {
	d := x.judgeText(v)
	if d.status != ledger.Auto {
		if p, ok := x.judgeDeposit(v); ok {
			return p
		}
	}
	return x.judgeExchange(v, d)
}

// judgeText decides a line by its texts, its payer and its amount.
func (x *Index) judgeText(v *view) verdict {
	switch {
	case v.amount == 0:
		return verdict{view: v, status: ledger.None, class: ledger.Unrelated}
	case v.amount < 0:
		return x.judgeDebit(v)
	case len(v.line.Details) > 1 && v.detail < 0:
		return x.judgeBatch(v)
	}
	return x.judgeCredit(v)
}

func (x *Index) judgeCredit(v *view) verdict {
	d := verdict{view: v, all: x.explanations(v)}
	x.weigh(v, &d)
	other := x.otherClass(v)
	switch other {
	case ledger.OwnTransfer, ledger.BankInterest, ledger.CardsPaidOut:
		d.status, d.class = ledger.None, other
		return d
	case ledger.ChequesDeposited, ledger.DebitsCollected:
		if len(d.all) == 0 || d.all[0].named == 0 {
			d.status, d.class, d.reason = ledger.Review, other, ledger.NeedsDetail
			return d
		}
	}
	if len(d.all) > 0 {
		if d.reason = x.doubt(v, &d); d.reason == ledger.Sure {
			d.status, d.chosen = ledger.Auto, &d.all[0]
			return d
		}
	}
	x.nothingSure(v, &d, other)
	return d
}

// weigh orders the explanations and gives each its share among all, those that
// book nothing included.
func (x *Index) weigh(v *view, d *verdict) {
	slices.SortStableFunc(d.all, func(a, b explanation) int {
		if a.mbits != b.mbits {
			return int(b.mbits - a.mbits)
		}
		return slices.CompareFunc(a.allocs, b.allocs, func(p, q alloc) int { return int(p.item - q.item) })
	})
	share(d.all, x.unlistedBits(v), x.otherBits(v))
}

// share gives each explanation its share among all and others of so many bits.
func share(all []explanation, others ...int32) {
	m := make([]int32, len(all), len(all)+len(others))
	for i := range all {
		m[i] = all[i].mbits
	}
	m = append(m, others...)
	out := make([]int32, len(m))
	shares(m, out)
	for i := range all {
		all[i].share = out[i]
	}
}

// unlistedBits is how well "for something that the book doesn't hold" explains the line.
func (x *Index) unlistedBits(v *view) int32 {
	m := int32(unlistedPrior)
	if v.namesUnlisted() {
		m += missingBits
	}
	if v.words.advance() {
		m += quotationBits
	}
	return m
}

// otherBits is how well "no customer payment" explains the line.
func (x *Index) otherBits(v *view) int32 {
	m := int32(otherPrior)
	if best := v.bestPayer(); best != nil && best.mbits >= otherPayer {
		m -= knownPayerCost
	}
	return m + otherWordCost*int32(min(v.words.other, 2))
}

// nothingSure decides between review and none where nothing is applied.
func (x *Index) nothingSure(v *view, d *verdict, other ledger.Class) {
	d.status, d.class = ledger.Review, ledger.CustomerPayment
	named := len(d.all) > 0 && d.all[0].named+d.all[0].hinted > 0
	switch {
	case x.namesSettled(v, nil) && (len(d.all) == 0 || d.reason == ledger.AlreadyPaid):
		d.reason = ledger.AlreadyPaid
	case v.words.other > 0 && !named && !v.words.advance() && !(v.words.credit && v.words.invoice) && !x.paysAll(v, d):
		d.status, d.class, d.reason = ledger.None, other, ledger.Sure
	case v.namesUnlisted() && !named:
		d.reason, d.class = ledger.NotListed, ledger.Unlisted
	case len(d.all) == 0 && v.cut:
		d.reason, d.class = ledger.SearchCut, ledger.Unlisted
	case len(d.all) == 0:
		d.reason, d.class = ledger.NothingFits, ledger.Unlisted
	}
	if d.status == ledger.Review && d.reason == ledger.Sure {
		d.reason = ledger.WeakEvidence
	}
}

// paysAll reports whether a customer, known by his account or his whole name, pays
// just what a single item of his has open, a rare amount: words for other money are
// then not enough to say that it is none.
func (x *Index) paysAll(v *view, d *verdict) bool {
	if len(d.all) == 0 {
		return false
	}
	e := &d.all[0]
	return e.gap.kind == noDifference && len(e.allocs) == 1 && e.payer != nil && e.payer.isHim() && x.surprise(v) >= x.rare(e)
}

// namesUnlisted reports whether the text has a number that can only be one of ours, and
// that the book lacks.
func (v *view) namesUnlisted() bool {
	for i := range v.claims {
		if v.claims[i].unlisted && v.claims[i].strong {
			return true
		}
	}
	return false
}

// maxBatchWork bounds what is spent on the payments of a batch line together: some
// ten thousand of them that are as payments are.
const maxBatchWork = 1 << 23

// judgeBatch decides each payment of a batch line; the line is applied only when
// all of them are sure.
func (x *Index) judgeBatch(v *view) verdict {
	d := verdict{view: v}
	whole, sure := x.joinPayments(v)
	var sum int64
	for _, a := range whole.allocs {
		sum += a.amount
	}
	if sum == v.amount {
		d.all = []explanation{whole}
	}
	switch {
	case sure && !v.cut && sum == v.amount && !whole.taken:
		d.status, d.chosen = ledger.Auto, &d.all[0]
	case v.words.batch == ledger.CardsPaidOut:
		d.status, d.class = ledger.None, ledger.CardsPaidOut
	default:
		d.status, d.class, d.reason = ledger.Review, ledger.CustomerPayment, ledger.PartUnsure
		if v.cut {
			d.reason = ledger.SearchCut
		}
		if v.words.batch != "" {
			d.class = v.words.batch
		}
	}
	return d
}

// joinPayments puts the best explanations of a batch line's payments together, and says
// whether each of them is sure and none wants what another has.
func (x *Index) joinPayments(v *view) (whole explanation, sure bool) {
	whole = explanation{class: ledger.CustomerPayment, customer: -1, share: million}
	sure = true
	held := make(map[int32]bool)
	for i := range v.line.Details {
		if v.spent > maxBatchWork {
			v.cutAt(metWork)
			break
		}
		part := x.prepare(v.line, i)
		part.learn(v.known)
		one := x.judge(part)
		v.spent += part.spent
		v.met |= part.met
		if len(one.all) == 0 {
			sure = false
			continue
		}
		best := one.all[0]
		sure = sure && one.status == ledger.Auto && best.gap.kind == noDifference
		for _, a := range best.allocs {
			if held[a.item] {
				sure = false
				continue
			}
			held[a.item] = true
			whole.allocs = append(whole.allocs, a)
		}
		for _, ev := range best.evidence {
			ev.payment = int32(i + 1)
			whole.evidence = append(whole.evidence, ev)
		}
		whole.named += best.named
		whole.mbits += best.mbits
		whole.share = min(whole.share, best.share)
		whole.taken = whole.taken || best.taken
	}
	return whole, sure
}
