package calibrate

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

// TestBound is the bound of Clopper and Pearson: 1 − 0.05^(1/n) where none was wrong.
func TestBound(t *testing.T) {
	for _, c := range []struct{ wrong, n, want int }{
		{0, 0, 1_000_000}, {5, 5, 1_000_000}, {0, 1, 950_000}, {0, 6000, 500}, {0, 100, 29_514}, {1, 100, 46_560}, {10, 1000, 16_904}, {3, 2527, 3_066},
		{600, 60_000, 10_695}, {900, 1_000, 915_215},
	} {
		if got := Bound(c.wrong, c.n); got < c.want-1 || got > c.want+1 {
			t.Errorf("Bound(%d, %d) = %d, want %d", c.wrong, c.n, got, c.want)
		}
	}
}

// TestNeeded is the rule of three: 1 in N needs 3·N without a wrong one.
func TestNeeded(t *testing.T) {
	for b, want := range map[Budget]int{100: 299, 2000: 5990, 10_000: 29_956, 100_000: 299_572} {
		if got := b.Needed(); got != want {
			t.Errorf("%v needs %d, want %d", b, got, want)
		}
		if !within(0, want, b) || within(0, want-1, b) || within(1, want, b) {
			t.Errorf("%v: %d outcomes are not the first that prove it", b, want)
		}
	}
}

// TestBreaks tells bad luck from a broken budget: by chance, with 1 in 2,000, one in
// 102 is wrong in 5 % of cases, five of 3,000 in 2 %.
func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		wrong, n int
		want     bool
	}{{0, 10, false}, {1, 1, true}, {1, 102, true}, {1, 103, false}, {1, 3000, false}, {4, 3000, false}, {5, 3000, true}, {30, 60_000, false}, {45, 60_000, true}} {
		if got := breaks(c.wrong, c.n, DefaultBudget); got != c.want {
			t.Errorf("%d wrong of %d: %v", c.wrong, c.n, got)
		}
	}
}

// TestAtMost compares with sums of exact fractions.
func TestAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		k, p := rapid.IntRange(0, n).Draw(t, "k"), rapid.IntRange(0, million-1).Draw(t, "p")
		hit, miss := big.NewRat(int64(p), million), big.NewRat(int64(million-p), million)
		want := new(big.Rat)
		for j := range k + 1 {
			term := new(big.Rat).SetInt(new(big.Int).Binomial(int64(n), int64(j)))
			for i := range n {
				if i < j {
					term.Mul(term, hit)
				} else {
					term.Mul(term, miss)
				}
			}
			want.Add(want, term)
		}
		c := atMost(k, n, p)
		off := new(big.Rat).SetFrac(c.num, one(c.places))
		if off.Sub(off, want).Abs(off).Cmp(big.NewRat(1, 1<<60)) > 0 {
			t.Fatalf("off by %v", off)
		}
	})
}

func TestParseBudget(t *testing.T) {
	for s, want := range map[string]Budget{"1/2000": 2000, " 1 / 100 ": 100, "1/100000": 100_000} {
		if got, err := ParseBudget(s); got != want || err != nil {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for s, want := range map[string]string{"": "like 1/2000", "2000": "like 1/2000", "1/x": "like 1/2000", "2/4000": "like 1/2000", "1/-5": "from 1/100", "1/99": "from 1/100 to 1/100000",
		"1/100001": "from 1/100 to 1/100000", "1/0": "from 1/100", "1/99999999999999999999": "like 1/2000"} {
		_, err := ParseBudget(s)
		var e *ledger.Error
		if !errors.As(err, &e) || !strings.Contains(e.Msg, want) || e.Hint == "" {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// FuzzParse takes no table that it would not write again.
func FuzzParse(f *testing.F) {
	f.Add("# sets x\nfrom,n,wrong,lucky,stated\n990000,3,1,1,2970001\n")
	f.Add("0,1,0,0,0\n500000,9223372036854775807,1,0,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(table.Format(""))
		if err != nil {
			t.Fatal(err)
		}
		for i := range table {
			if again[i] != table[i] || table[i].N < 0 || table[i].Observed() > million {
				t.Fatalf("%+v, was %+v", again[i], table[i])
			}
		}
		for _, b := range []Budget{loosestBudget, DefaultBudget, tightestBudget} {
			if s, err := ParseBudget(b.String()); err != nil || s != b {
				t.Fatal(b, err)
			}
		}
	})
}

// TestBuckets have rising edges half a bit apart: 7 bits are 128 to 1.
func TestBuckets(t *testing.T) {
	table := NewTable()
	for i, b := range table[1:] {
		if b.From <= table[i].From {
			t.Errorf("%d does not rise", b.From)
		}
		if got := lowestOf(i); i < halves && (b.From != got || b.HalfBits() != i) {
			t.Errorf("%d half bits begin at %d, not %d; %d", i, got, b.From, b.HalfBits())
		}
	}
	for half, want := range map[int]int32{0: 500_000, 12: 984_616, 13: Floor, 1: 585_787, 2: 666_667, 14: 992_249, 22: 999_512} {
		if got := lowestOf(half); got != want {
			t.Errorf("%d half bits are %d, want %d", half, got, want)
		}
	}
	if table[0].HalfBits() != -1 || table[len(table)-1].From != million || table[len(table)-1].HalfBits() != -1 {
		t.Error("the buckets at the ends have odds")
	}
}

// TestThreshold chooses what the outcomes prove, and says what they do not.
func TestThreshold(t *testing.T) {
	many := func(n int, share int32, right bool) []Outcome {
		all := make([]Outcome, n)
		for i := range all {
			all[i] = Outcome{share, right}
		}
		return all
	}
	for _, c := range []struct {
		name     string
		outcomes []Outcome
		want     Choice
	}{
		{"none", nil, Choice{990_000, 0, 0, million, false}},
		{"too few", many(5989, 999_900, true), Choice{990_000, 5989, 0, 501, false}},
		{"enough", many(5990, 999_900, true), Choice{990_000, 5990, 0, 500, true}},
		{"wrong below 99 %", append(many(5990, 999_900, true), many(500, 989_999, false)...), Choice{990_000, 5990, 0, 500, true}},
		{"wrong where the program doubts", append(many(5990, 999_900, true), many(3, 997_000, false)...), Choice{997_246, 5990, 0, 500, true}},
		{"wrong here and there", append(many(5990, 999_900, true), Outcome{996_500, false}, Outcome{999_700, false}), Choice{997_246, 5991, 1, 792, false}},
		{"wrong where it is sure", append(many(5990, 999_900, true), many(3, million, false)...), Choice{990_000, 5993, 3, 1294, false}},
	} {
		if got := Threshold(c.outcomes, DefaultBudget); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	// A smaller budget proves less and asks for more.
	doubted := append(many(29_956, 999_900, true), many(3, 992_000, false)...)
	for b, want := range map[Budget]int32{100: 990_000, 2000: 990_000, 5000: 992_249, 10_000: 992_249, 20_000: 992_249, 100_000: 992_249} {
		if got := Threshold(doubted, b); got.Threshold != want || got.Provable != (b <= 10_000) {
			t.Errorf("%v: %+v, want %d", b, got, want)
		}
	}
}

// drawOutcomes draws outcomes in blocks, so that there are enough of them to prove something.
func drawOutcomes(t *rapid.T, name string) []Outcome {
	var all []Outcome
	for range rapid.IntRange(0, 4).Draw(t, name+" blocks") {
		o, times := drawOutcome(t, name), []int{1, 2, 100, 700, 6000}
		if !o.Right {
			times = []int{1, 2, 3, 10}
		}
		for range rapid.SampledFrom(times).Draw(t, name+" times") {
			all = append(all, o)
		}
	}
	return all
}

func drawOutcome(t *rapid.T, name string) Outcome {
	return Outcome{rapid.Int32Range(980_000, million).Draw(t, name+" share"), rapid.SampledFrom([]bool{true, true, true, false}).Draw(t, name+" right")}
}

// TestMore tightens a budget and adds a wrong outcome: neither lowers a threshold, and a
// wrong one makes nothing provable.
func TestMore(t *testing.T) {
	budgets := []Budget{100, 500, 2000, 2001, 10_000, 100_000}
	rapid.Check(t, func(t *rapid.T) {
		shipped, all := NewTable(drawOutcomes(t, "shipped")...), drawOutcomes(t, "own")
		own, worse := NewTable(all...), NewTable(all...)
		worse.Add(Outcome{rapid.Int32Range(0, million).Draw(t, "share of the wrong one"), false}, false)
		var last InForce
		for _, b := range budgets {
			f, w := Combine(shipped, own, b), Combine(shipped, worse, b)
			if f.Threshold < last.Threshold || f.Own.Threshold < last.Own.Threshold {
				t.Fatalf("%v\n%+v\n%+v", b, last, f)
			}
			if w.Threshold < f.Threshold || w.Own.Threshold < f.Own.Threshold || w.Own.Provable && !f.Own.Provable {
				t.Fatalf("one wrong more, %v:\n%+v\n%+v", b, f, w)
			}
			if f.Threshold < 990_000 || f.Own.Provable != (f.Own.Bound*int(b) <= million) || f.Threshold < Combine(shipped, nil, b).Threshold && own.Total(Floor).N < b.Needed() {
				t.Fatalf("%v: %+v", b, f)
			}
			last = f
		}
	})
}

// TestOwn may raise what is shipped at once, and lower it only with enough outcomes.
func TestOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shipped, own := NewTable(drawOutcomes(t, "shipped")...), NewTable(drawOutcomes(t, "own")...)
		for _, b := range []Budget{500, DefaultBudget, tightestBudget} {
			f, alone := Combine(shipped, own, b), Combine(shipped, nil, b)
			if f.Threshold < alone.Threshold && (f.Basis != OnOwn || !f.Provable) || f.Threshold > alone.Threshold && f.Basis != OnRaised {
				t.Fatalf("%+v, and alone %+v", f, alone)
			}
		}
		for _, b := range []Budget{loosestBudget, DefaultBudget, tightestBudget} {
			none := Combine(shipped, nil, b)
			want := doubtWithin(b, room)
			if none.Shipped.Provable {
				want = min(none.Shipped.Threshold, want)
			}
			if none.Basis != OnShipped || none.Threshold != want {
				t.Fatalf("no outcomes: %+v, want %d", none, want)
			}
		}
	})
	for b, want := range map[Budget]int32{100: 990_000, 2000: 990_000, 5000: 996_109, 10_000: 998_051, 100_000: 999_828} {
		if got := Combine(nil, nil, b).Threshold; got != want {
			t.Errorf("without any outcomes %v is %d, want %d", b, got, want)
		}
	}
	for _, c := range []struct {
		name  string
		own   []Outcome
		want  int32
		basis Basis
	}{
		{"one wrong, early", []Outcome{{999_800, false}}, 999_828, OnRaised},
		{"the surest was wrong", []Outcome{{million, false}}, million, OnRaised},
		{"one wrong that was asked", []Outcome{{989_999, false}}, 990_000, OnShipped},
		{"a few right", []Outcome{{999_800, true}, {999_900, true}}, 990_000, OnShipped},
	} {
		if f := Combine(NewTable(), NewTable(c.own...), DefaultBudget); f.Threshold != c.want || f.Basis != c.basis {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

// TestFit pools what does not rise: the fit rises, keeps the sum of right ones, and
// no pool of neighbours fits its own outcomes better.
func TestFit(t *testing.T) {
	if got := NewTable().Fit(); got[0] != -1 || got[len(got)-1] != -1 {
		t.Errorf("nothing fits %v", got)
	}
	table := NewTable()
	for i, c := range []struct{ n, wrong int }{{0, 0}, {4, 2}, {4, 3}, {0, 0}, {10, 1}, {10, 0}, {10, 1}} {
		table[i].N, table[i].Wrong = c.n, c.wrong
	}
	got := table.Fit()
	for i, want := range []int32{-1, 375_000, 375_000, 375_000, 900_000, 950_000, 950_000, 950_000} {
		if got[i] != want {
			t.Errorf("bucket %d is %d, want %d", i, got[i], want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		table := NewTable(drawOutcomes(t, "some")...)
		var sum, off int64
		fit := table.Fit()
		for i, b := range table {
			if i > 0 && fit[i] < fit[i-1] {
				t.Fatalf("%v falls", fit)
			}
			if b.N > 0 {
				sum += int64(b.N)*int64(fit[i]) - int64(b.Right())*million
				off += int64(b.N)
			}
		}
		if sum > 0 || sum < -off { // each pool is rounded down
			t.Fatalf("off by %d", sum)
		}
	})
}

// TestFormat reads what it wrote, and nothing else.
func TestFormat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := NewTable(drawOutcomes(t, "some")...)
		table.Add(Outcome{999_999, true}, true)
		again, err := Parse(table.Format("of some sets\nand more\n"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range table {
			if again[i] != table[i] {
				t.Fatalf("%+v, was %+v", again[i], table[i])
			}
		}
	})
	for _, bad := range []string{"1,2,3", "500000,1,0,0,x", "500001,1,0,0,500001", "500000,1,0,0,500000\n500000,1,0,0,500000", "500000,1,1,1,500000", "500000,0,0,0,0", "500000,1,0,0,2000000", "500000,9223372036854775807,0,0,1"} {
		if _, err := Parse(bad); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestShipped brings outcomes along, and a default.
func TestShipped(t *testing.T) {
	table := Shipped()
	if all := table.Total(0); all.N < 1000 {
		t.Errorf("%+v", all)
	}
	if d := Default(); d != Floor {
		t.Errorf("the default is %d", d)
	}
	// What Combine says of the mean doubt.
	for _, b := range table {
		if sum := table.Total(b.From); b.From >= Floor && b.From <= doubtWithin(tightestBudget, room) && room*(million*int64(sum.N)-sum.Stated) > int64(million-b.From)*int64(sum.N) {
			t.Errorf("from %d on the mean share of %d is %d", b.From, sum.N, sum.Mean())
		}
	}
}

// BenchmarkDefault is what each start of the program costs.
func BenchmarkDefault(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Default()
	}
}
