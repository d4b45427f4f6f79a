package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// property: whatever files a bank's lines are cut into, in whatever order and how
// often they come, the book holds each line once, and its sum is the truth.
//
// Files that name no line by an identifier, or by one of their own, cover their
// days whole; files that are cut within a day have the bank's identifiers. What
// else could be cut cannot be told apart by anybody.
func property(t *testing.T, open func(*testing.T) *store.Store) {
	s := open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		b := NewBook(t, s, fmt.Sprintf("Sirius %d", n))
		truth := drawTruth(rt)
		files := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) cutFile { return drawFile(rt, truth) }), 1, 6).Draw(rt, "files")
		last := rapid.SampledFrom(formats).Draw(rt, "last format")
		files = append(files, cutFile{last, of(named(truth, "B", last)...).whole(1, 6)}) // so that the book comes to hold all
		for _, i := range rapid.Permutation(indices(len(files))).Draw(rt, "order") {
			b.Load(files[i].format, files[i].st)
			if rapid.Bool().Draw(rt, "again") {
				b.expectNothing(rt, files[i])
			}
		}
		b.isTruth(rt, truth)
		if err := Check(t.Context(), s, b.Company); err != nil {
			rt.Error(err)
		}
	})
}

var formats = []string{"camt.053.001.08", "ofx 1.02", "csv:french"}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// bankLine is a line as the bank has it: its identifier is its place.
type bankLine struct {
	ledger.Transaction
	n int
}

// GoString is how a failing case is printed.
func (l bankLine) GoString() string {
	return fmt.Sprintf("\n\t%d %s %s %q", l.n, l.Booked, l.Amount, l.Label)
}

// drawTruth makes the bank's lines of some days. Amounts and texts are few, so that many look alike.
func drawTruth(rt *rapid.T) []bankLine {
	truth := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) bankLine {
		minor := rapid.SampledFrom([]int64{-500, 100, 100, 2500, 990}).Draw(rt, "minor")
		label := rapid.SampledFrom([]string{"VIR SEPA DUPONT FACTURE 17", "VIR SEPA MARTIN FACTURE 18", "FRAIS DE TENUE DE COMPTE", "CB CARREFOUR CITY PARIS"}).Draw(rt, "label")
		return bankLine{Transaction: line(rapid.IntRange(1, 6).Draw(rt, "day"), minor, label, "")}
	}), 1, 20).Draw(rt, "truth")
	slices.SortStableFunc(truth, func(a, b bankLine) int { return int(a.Booked - b.Booked) })
	for i := range truth {
		truth[i].n = i
	}
	return truth
}

// cutFile is a file of some of the truth.
type cutFile struct {
	format string
	st     Statement
}

// GoString is how a failing case is printed.
func (f cutFile) GoString() string {
	var t strings.Builder
	fmt.Fprintf(&t, "\n%s whole %s..%s", f.format, f.st.Whole.From, f.st.Whole.To)
	for _, b := range []*ledger.Balance{f.st.Opening, f.st.Closing} {
		if b != nil {
			fmt.Fprintf(&t, " %s %s;", b.Date, b.Amount)
		}
	}
	for _, l := range f.st.Lines {
		fmt.Fprintf(&t, "\n\t%s %s %q %q", l.Booked, l.Amount, l.BankID, l.Label)
	}
	return t.String()
}

// drawFile cuts a file out of the truth.
func drawFile(rt *rapid.T, truth []bankLine) cutFile {
	f := cutFile{format: rapid.SampledFrom(formats).Draw(rt, "format")}
	if rapid.Bool().Draw(rt, "cut within a day") {
		from := rapid.IntRange(0, len(truth)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(truth)).Draw(rt, "to")
		f.st = of(named(truth[from:to], "B", f.format)...)
		if rapid.Bool().Draw(rt, "balances") {
			f.st = f.st.from(int(truth[from].Booked-march(0)), sum(truth[:from])).to(int(truth[to-1].Booked-march(0)), sum(truth[:to]))
		}
		return f
	}
	from := rapid.IntRange(1, 6).Draw(rt, "first day")
	to := rapid.IntRange(from, 6).Draw(rt, "last day")
	days := slices.DeleteFunc(slices.Clone(truth), func(l bankLine) bool { return l.Booked < march(from) || l.Booked > march(to) })
	scheme := rapid.SampledFrom([]string{"", "B", f.format[:1]}).Draw(rt, "identifiers")
	lines := named(days, scheme, f.format)
	if rapid.Bool().Draw(rt, "backwards") {
		slices.Reverse(lines)
	}
	f.st = of(lines...).whole(from, to)
	if rapid.Bool().Draw(rt, "balances") {
		before := slices.IndexFunc(truth, func(l bankLine) bool { return l.Booked >= march(from) })
		if before < 0 {
			before = len(truth)
		}
		f.st = f.st.from(from, sum(truth[:before])).to(to, sum(truth[:before+len(days)]))
	}
	return f
}

// named gives the lines the identifiers of a scheme, none for an empty one, and the
// texts of a format: one has less room than the others.
func named(lines []bankLine, scheme, format string) []ledger.Transaction {
	all := make([]ledger.Transaction, len(lines))
	for i, l := range lines {
		all[i] = l.Transaction
		if format == "csv:french" {
			all[i].Label = l.Label[:9]
		}
		if scheme != "" {
			all[i].BankID = fmt.Sprintf("%s%d", scheme, l.n)
		}
	}
	return all
}

func sum(lines []bankLine) (minor int64) {
	for _, l := range lines {
		minor += l.Amount.Minor()
	}
	return minor
}

// expectNothing takes a file once more, as other bytes: it must bring no line.
func (b *Book) expectNothing(rt *rapid.T, f cutFile) {
	if c := countsOf(b.Load(f.format, f.st)); c.New+c.Doubt > 0 {
		rt.Errorf("the same file again: %+v", c)
	}
}

// isTruth compares what the book would book with the truth, as multisets of day and amount.
func (b *Book) isTruth(rt *rapid.T, truth []bankLine) {
	type movement struct {
		day   ledger.Date
		minor int64
	}
	balance := make(map[movement]int)
	for _, l := range truth {
		balance[movement{l.Booked, l.Amount.Minor()}]++
	}
	total := int64(0)
	for _, l := range b.lines() {
		if !l.Held {
			balance[movement{l.Booked, l.Amount.Minor()}]--
			total += l.Amount.Minor()
		}
	}
	for m, n := range balance {
		if n != 0 {
			rt.Errorf("%s %d: %d times too few", m.day, m.minor, n)
		}
	}
	if total != sum(truth) {
		rt.Errorf("the book sums up to %d, the truth to %d", total, sum(truth))
	}
}
