package matcher

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// drawn is a small company and a run of lines, many of which compete.
func drawn(t *rapid.T) (Book, []ledger.Line) {
	items := rapid.IntRange(3, 60).Draw(t, "items")
	return company(rapid.Uint64().Draw(t, "seed"), items, rapid.IntRange(1, 40).Draw(t, "lines"))
}

// TestDecisionsHold checks what must hold of every decision: it accounts for each
// cent, its shares are shares, and no two of them settle one item beyond what is open.
func TestDecisionsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		open := make(map[ledger.InvoiceNumber]int64)
		for _, it := range b.Items {
			open[it.Number] = it.Open.Minor()
		}
		for i, d := range NewIndex(b, Options{}).Decide(lines) {
			if d.Line != lines[i].ID {
				t.Fatalf("decision %d is for %s", i, d.Line)
			}
			if err := d.Validate(lines[i].Amount); err != nil {
				t.Fatal(err)
			}
			var sum int64
			for k, c := range d.Candidates {
				if sum += int64(c.Share); c.Share < 0 || k > 0 && c.Reverses == "" && c.MBits > d.Candidates[0].MBits+4*bit {
					t.Fatalf("candidate %d: share %d", k, c.Share)
				}
			}
			if sum > million {
				t.Fatalf("shares sum up to %d", sum)
			}
			if d.Status != ledger.Auto {
				continue
			}
			if d.Chosen.Share < d.Threshold {
				t.Fatalf("automatic with a share of %d", d.Chosen.Share)
			}
			for _, a := range d.Chosen.Allocations {
				if open[a.Invoice] -= a.Amount.Minor(); open[a.Invoice] < 0 {
					t.Fatalf("%s is settled beyond what is open", a.Invoice)
				}
			}
		}
	})
}

// TestOrderOfBook decides the same whatever the order of customers and items.
func TestOrderOfBook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		first := NewIndex(b, Options{}).Decide(lines)
		again := NewIndex(b, Options{}).Decide(lines)
		if !reflect.DeepEqual(first, again) {
			t.Fatal("the same input gave two answers")
		}
		o := Book{Customers: slices.Clone(b.Customers), Items: slices.Clone(b.Items)}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 2))
		r.Shuffle(len(o.Customers), func(i, j int) { o.Customers[i], o.Customers[j] = o.Customers[j], o.Customers[i] })
		r.Shuffle(len(o.Items), func(i, j int) { o.Items[i], o.Items[j] = o.Items[j], o.Items[i] })
		for i, d := range NewIndex(o, Options{}).Decide(lines) {
			if d.Status != first[i].Status || d.Status == ledger.Auto && !sameAllocations(d.Chosen, first[i].Chosen) {
				t.Fatalf("line %d: %s in one order, %s in another", i, outcome(first[i]), outcome(d))
			}
		}
	})
}

func sameAllocations(a, b ledger.Explanation) bool {
	order := func(x, y ledger.Allocation) int {
		if x.Invoice < y.Invoice {
			return -1
		}
		return 1
	}
	p, q := slices.SortedFunc(slices.Values(a.Allocations), order), slices.SortedFunc(slices.Values(b.Allocations), order)
	return slices.Equal(p, q)
}

// TestContradictionNeverHelps adds the number of another customer's item to a line:
// the share of the explanation that it speaks against never grows.
func TestContradictionNeverHelps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		x := NewIndex(b, Options{})
		l := rapid.SampledFrom(lines).Draw(t, "line")
		before := x.Decide([]ledger.Line{l})[0]
		if l.Amount.Sign() < 0 || len(before.Candidates) == 0 {
			t.Skip("nothing to contradict")
		}
		other := rapid.SampledFrom(b.Items).Draw(t, "other")
		for _, a := range before.Candidates[0].Allocations {
			if owner(b, a.Invoice) == other.Customer {
				t.Skip("an item of the same customer")
			}
		}
		l.Remittance += "\nfacture " + string(other.Number)
		after := x.Decide([]ledger.Line{l})[0]
		for _, c := range after.Candidates {
			if sameAllocations(c, before.Candidates[0]) && c.Share > before.Candidates[0].Share {
				t.Fatalf("share grew from %d to %d by a number of another customer", before.Candidates[0].Share, c.Share)
			}
		}
		if after.Status == ledger.Auto && sameAllocations(after.Chosen, before.Candidates[0]) && before.Status != ledger.Auto {
			t.Fatal("a contradiction made a line sure")
		}
	})
}

func owner(b Book, n ledger.InvoiceNumber) ledger.CustomerID {
	for _, it := range b.Items {
		if it.Number == n {
			return it.Customer
		}
	}
	return ""
}

// TestTwinsAreNeverSure doubles an item under another number: what pays either by
// amount and name alone is a person's to decide.
func TestTwinsAreNeverSure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		l := rapid.SampledFrom(lines).Draw(t, "line")
		l.Remittance = "VIREMENT"
		twin := rapid.SampledFrom(b.Items).Draw(t, "item")
		l.Amount, l.Counterparty.Name = twin.Open, twin.CustomerName
		twin.Number = "ZZ-1999-77777"
		b.Items = append(b.Items, twin)
		if d := NewIndex(b, Options{}).Decide([]ledger.Line{l})[0]; d.Status == ledger.Auto {
			t.Fatalf("one of two equal items was chosen: %s", outcome(d))
		}
	})
}

// TestSubsets compares the fast search for sums with the plain one.
func TestSubsets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(-50, 200), 1, 12).Draw(t, "amounts")
		target := rapid.Int64Range(-100, 600).Draw(t, "target")
		got, more := subsets(amounts, target)
		var want []uint32
		for set := uint32(1); set < 1<<len(amounts); set++ {
			var sum int64
			for i, a := range amounts {
				if set>>i&1 == 1 {
					sum += a
				}
			}
			if sum == target {
				want = append(want, set)
			}
		}
		if more != (len(want) > maxSolutions) {
			t.Fatalf("%d sets, more = %v", len(want), more)
		}
		if !more && !slices.Equal(got, want) {
			t.Fatalf("got %b, want %b", got, want)
		}
	})
}

// TestShares sums up to a million at most, keeps the order, and is not moved by what all have in common.
func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SliceOfN(rapid.Int32Range(-100*bit, 100*bit), 1, 20).Draw(t, "mbits")
		out, moved := make([]int32, len(m)), make([]int32, len(m))
		shares(m, out)
		shift := rapid.Int32Range(-50*bit, 50*bit).Draw(t, "shift")
		var sum int64
		for i := range m {
			sum += int64(out[i])
			for k := range m {
				if m[i] > m[k] && out[i] < out[k] {
					t.Fatal("more evidence, smaller share")
				}
			}
		}
		if sum > million || sum < million-int64(len(m)) {
			t.Fatalf("shares sum up to %d", sum)
		}
		for i := range m {
			m[i] += shift
		}
		if shares(m, moved); !slices.Equal(out, moved) {
			t.Fatal("the shares depend on what all have in common")
		}
	})
}

// TestMultimap finds what was put in, in order, and nothing else.
func TestMultimap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := make(map[uint64][]uint32)
		var pairs []pair
		for range rapid.IntRange(0, 200).Draw(t, "n") {
			p := pair{rapid.Uint64Range(0, 40).Draw(t, "key") * 0x9E3779B97F4A7C15, rapid.Uint32Range(0, 50).Draw(t, "val")}
			pairs = append(pairs, p)
			if !slices.Contains(want[p.key], p.val) {
				want[p.key] = append(want[p.key], p.val)
			}
		}
		m := newMultimap(pairs)
		for k, v := range want {
			slices.Sort(v)
			if got := m.get(k); !slices.Equal(got, v) {
				t.Fatalf("key %d: got %v, want %v", k, got, v)
			}
		}
		if got := m.get(numberKey('t', 12345)); len(got) > 0 {
			t.Fatalf("a key that nobody put in gave %v", got)
		}
	})
}

// TestLog2 is right to a thousandth of a bit at powers of two and in between.
func TestLog2(t *testing.T) {
	for _, c := range []struct {
		n    uint64
		want int32
	}{{0, 0}, {1, 0}, {2, 1000}, {3, 1584}, {1000, 9965}, {1 << 40, 40_000}, {1<<63 + 1, 63_000}} {
		if got := log2(c.n); got != c.want {
			t.Errorf("log2(%d) = %d, want %d", c.n, got, c.want)
		}
	}
}

// FuzzDecide reads any text: it never panics, and what is decided accounts for the amount.
func FuzzDecide(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s, "Horlogerie Vasseur", "NOTPROVIDED", int64(123456))
	}
	f.Add("FA-2026-09001 AVOIR DEDUIT", "SARL HORLOGERIE VASS", "FA-2026-09002", int64(115726))
	f.Add("factures 9001 à 9003, DU 12/0\n1/2026", "M OU MME", "", int64(-123456))
	f.Add("8590,69 EUR ESCOMPTE 2% REJET 1 234,50 EUR 532 de 2026", "\x00\xff", "\u202e", int64(1))
	x := NewIndex(shop(f), Options{})
	f.Fuzz(func(t *testing.T, text, name, reference string, minor int64) {
		cut := func(s string) string { return s[:min(len(s), ledger.MaxText)] }
		l := named("L1", ledger.Transaction{Booked: issueDay + 90, Amount: money.New(minor%(1<<50), money.EUR), Label: cut(name + " " + text),
			Payment: ledger.Payment{Counterparty: ledger.Party{Name: cut(name)}, Remittance: cut(text), EndToEndID: cut(reference), References: []string{cut(reference)}}})
		d := x.Decide([]ledger.Line{l})[0]
		if err := d.Validate(l.Amount); err != nil {
			t.Error(err)
		}
		for _, c := range d.Candidates {
			for _, e := range c.Evidence {
				if e.Field == ledger.InRemittance && (e.Span[0] < 0 || e.Span[1] < e.Span[0] || int(e.Span[1]) > len(l.Remittance)) {
					t.Errorf("%s %s points at %v of %d bytes", e.Kind, e.How, e.Span, len(l.Remittance))
				}
			}
		}
	})
}
