package matcher

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMultimapOfMany finds the values of each key, sorted and once each, and none of keys that are not there.
func TestMultimapOfMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.Uint64Range(1, 3000).Draw(t, "different keys")
		n := rapid.SampledFrom([]int{0, 1, 7, 8, 100, 5_000, manyPairs - 1, manyPairs, 3 * manyPairs}).Draw(t, "pairs")
		step := rapid.Uint64().Draw(t, "step") | 1
		pairs := make([]pair, n)
		want := make(map[uint64][]uint32)
		for i := range pairs {
			key := numberKey('t', int64(uint64(i)*step%few))
			pairs[i] = pair{key, uint32(uint64(i) * step >> 7 & 255)}
			want[key] = append(want[key], pairs[i].val)
		}
		m := newMultimap(pairs)
		for k := range int64(few) + 10 {
			vals := want[numberKey('t', k)]
			slices.Sort(vals)
			if got := m.get(numberKey('t', k)); !slices.Equal(got, slices.Compact(vals)) {
				t.Fatalf("%d of %d pairs: got %v, want %v", k, n, got, vals)
			}
		}
		for _, key := range []uint64{0, 1, 1<<64 - 1} {
			if got := m.get(key); got != nil && want[key] == nil {
				t.Fatalf("values %v of a key that is not there", got)
			}
		}
	})
}

// TestMultimapEnds finds the least and the greatest key.
func TestMultimapEnds(t *testing.T) {
	m := newMultimap([]pair{{1<<64 - 1, 3}, {0, 2}, {0, 1}, {1<<64 - 1, 3}})
	if got := m.get(0); !slices.Equal(got, []uint32{1, 2}) {
		t.Errorf("least: %v", got)
	}
	if got := m.get(1<<64 - 1); !slices.Equal(got, []uint32{3}) {
		t.Errorf("greatest: %v", got)
	}
}
