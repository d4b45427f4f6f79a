package eval_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"text/tabwriter"

	"lettrage/fixtures"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher"
	"lettrage/matcher/eval"
)

// decided returns a set of which a person decided the first three quarters of the
// days, as its labels say: what these settled is settled, and the lines and their
// labels are those of the days after. The facts are what the person taught.
func decided(s set) (late set, facts []ledger.Fact) {
	lines := linesByID(s)
	until := lastTaught(s)
	late = set{name: s.name, book: s.book}
	customers := owners(s)
	var teach []ledger.Fact
	paid := make(map[ledger.InvoiceNumber]int64)
	for _, t := range s.truths {
		l := lines[t.Line]
		if l.Booked > until {
			late.truths, late.lines = append(late.truths, t), append(late.lines, *l)
			continue
		}
		teach = append(teach, matcher.Teaches(*l, t.Paid, customers.of)...)
		if len(t.Paid) > 0 {
			late.book.Past = append(late.book.Past, matcher.Past{Line: *l, Allocations: t.Paid})
		}
		for _, a := range t.Paid {
			paid[a.Invoice] += a.Amount.Minor()
		}
	}
	late.book.Items = slices.Clone(s.book.Items)
	for i := range late.book.Items {
		it := &late.book.Items[i]
		it.Open = money.New(it.Open.Minor()-paid[it.Number], it.Open.Currency())
	}
	for i := range late.lines {
		late.lines[i].Intake = 1 // after those of the past
	}
	return late, counted(teach)
}

// lastTaught is the last of the days that a person decides: 45 of 60.
func lastTaught(s set) ledger.Date {
	first, last := s.lines[0].Booked, s.lines[0].Booked
	for _, l := range s.lines {
		first, last = min(first, l.Booked), max(last, l.Booked)
	}
	return first + (last-first+1)*3/4 - 1
}

// ownership is whose an item is.
type ownership map[ledger.InvoiceNumber]ledger.CustomerID

func owners(s set) ownership {
	all := make(ownership, len(s.book.Items))
	for _, i := range s.book.Items {
		all[i.Number] = i.Customer
	}
	return all
}

func (o ownership) of(n ledger.InvoiceNumber) ledger.CustomerID { return o[n] }

// among reports whether a customer's item was paid.
func (o ownership) among(paid eval.Settled, c ledger.CustomerID) bool {
	return slices.ContainsFunc(paid, func(a ledger.Allocation) bool { return o[a.Invoice] == c })
}

// counted sums up facts that are the same, in the order in which they were taught.
func counted(taught []ledger.Fact) []ledger.Fact {
	at := make(map[ledger.Fact]int)
	var all []ledger.Fact
	for _, f := range taught {
		i, ok := at[f]
		if !ok {
			i = len(all)
			at[f], all = i, append(all, f)
		}
		all[i].Count++
	}
	return all
}

func linesByID(s set) map[string]*ledger.Line {
	lines := make(map[string]*ledger.Line, len(s.lines))
	for i := range s.lines {
		lines[s.lines[i].BankID] = &s.lines[i]
	}
	return lines
}

// learning is what facts do to the days after those that were decided.
type learning struct {
	name                 string
	lines, facts         int
	without, with        eval.Counts
	wrongOnce, wrongFive int // automatic decisions, when each payer was taught wrongly
}

func (l *learning) add(o learning) {
	l.lines, l.facts, l.wrongOnce, l.wrongFive = l.lines+o.lines, l.facts+o.facts, l.wrongOnce+o.wrongOnce, l.wrongFive+o.wrongFive
	l.without.Add(o.without)
	l.with.Add(o.with)
}

// learn measures a set: without facts, with what was taught before, and with that and
// a wrong click on the payer of each line, or the same wrong click five times.
func learn(t *testing.T, s set, from eval.Source) learning {
	t.Helper()
	s, facts := decided(s)
	score := func(facts []ledger.Fact) eval.Counts {
		s.book.Facts = facts
		return eval.Score(s.truths, decide(t, s), from).Counts
	}
	l := learning{name: s.name, lines: len(s.truths), facts: len(facts), without: score(nil), with: score(facts)}
	bad := poisoned(s)
	l.wrongOnce = score(append(slices.Clone(facts), bad...)).Wrong
	for i := range bad {
		bad[i].Count *= 5
	}
	l.wrongFive = score(append(slices.Clone(facts), bad...)).Wrong
	if l.with.Wrong > l.without.Wrong {
		t.Errorf("%s: what was learned made %d decisions wrong", s.name, l.with.Wrong-l.without.Wrong)
	}
	if l.wrongOnce > l.without.Wrong {
		t.Errorf("%s: one wrong click on each payer made %d decisions wrong", s.name, l.wrongOnce-l.without.Wrong)
	}
	return l
}

// TestLearning measures the last quarter of the days of each set without and with
// what a person taught who decided the days before, and that wrong clicks don't
// poison them. A wrong click is the worst that there is: the payer is said to be a
// customer who owes just the amount of his next payment. A fact that was taught wrongly
// five times, and never rightly, is believed as far as nothing contradicts it.
func TestLearning(t *testing.T) {
	learningGolden(t, fixtures.Files(t, "labelled/*/truth.jsonl"), "learning.golden", false)
}

// TestLearningOfRegulars does so with customers who pay month after month under names
// and from accounts that the list lacks: there most is to be learned.
func TestLearningOfRegulars(t *testing.T) {
	var rows []learning
	for seed := range uint64(3) {
		rows = append(rows, learn(t, regulars(seed), eval.CAMT))
	}
	var out bytes.Buffer
	writeLearning(t, &out, rows)
	t.Logf("\n%s", out.Bytes())
	fixtures.Golden(t, fixtures.Path("labelled", "learning_regulars.golden"), out.Bytes())
}

// TestLearningTruth does so with the sets of the folder LETTRAGE_TRUTH.
func TestLearningTruth(t *testing.T) {
	learningGolden(t, truthSets(t), "learning_truth.golden", true)
}

func learningGolden(t *testing.T, truths []string, name string, others bool) {
	t.Helper()
	var out bytes.Buffer
	out.WriteString(setsLine(t, truths))
	for _, from := range []eval.Source{eval.CAMT, eval.CSV} {
		var each, pooled []learning
		for _, f := range truths {
			s := load(t, filepath.Dir(f), from)
			if s.lines == nil {
				continue
			}
			l := learn(t, s, from)
			each = append(each, l)
			if p := profile(s.name); len(pooled) == 0 || pooled[len(pooled)-1].name != p {
				pooled = append(pooled, learning{name: p})
			}
			pooled[len(pooled)-1].add(l)
		}
		fmt.Fprintf(&out, "\n# %s\n\n", from)
		writeLearning(t, &out, pooled)
		if len(each) > len(pooled) {
			out.WriteByte('\n')
			writeLearning(t, &out, each)
		}
	}
	t.Logf("\n%s", out.Bytes())
	compare(t, fixtures.Path("labelled", name), out.Bytes(), others)
}

func writeLearning(t *testing.T, out *bytes.Buffer, rows []learning) {
	t.Helper()
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "set\tlines\tfacts\tmust auto\trecall\tlearned\tbooked right\tlearned\twrong\tlearned\tpoisoned\tfive times")
	for _, l := range rows {
		a, b := l.without, l.with
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", l.name, l.lines, l.facts, a.MustAuto, a.Recall(), b.Recall(),
			a.Right+a.Lucky, b.Right+b.Lucky, a.Wrong, b.Wrong, l.wrongOnce, l.wrongFive)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}

// poisoned is what a person teaches who clicks wrongly on each line of a set once: that
// its payer is a customer who owes just this amount and did not pay it, or any other.
func poisoned(s set) []ledger.Fact {
	owing := make(map[money.Amount][]ledger.CustomerID)
	for _, i := range s.book.Items {
		if i.Open.Sign() > 0 {
			owing[i.Open] = append(owing[i.Open], i.Customer)
		}
	}
	lines, customers := linesByID(s), owners(s)
	var teach []ledger.Fact
	for n, t := range s.truths {
		l := lines[t.Line]
		wrong := append(slices.Clone(owing[l.Amount]), s.book.Customers[n%len(s.book.Customers)].ID)
		if k := slices.IndexFunc(wrong, func(c ledger.CustomerID) bool { return !customers.among(t.Paid, c) }); k >= 0 {
			teach = append(teach, matcher.Teaches(*l, eval.Settled{{Invoice: "wrong", Amount: l.Amount}}, func(ledger.InvoiceNumber) ledger.CustomerID { return wrong[k] })...)
		}
	}
	return counted(teach)
}
