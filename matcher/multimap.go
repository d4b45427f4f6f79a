package matcher

import (
	"cmp"
	"slices"
)

// pair is one entry of a multimap before it is built.
type pair struct {
	key uint64
	val uint32
}

// multimap finds the values of a key. It is built once from pairs and holds 16
// bytes a key and 4 a value: sorted values, and an open-addressed table of where
// those of each key begin. Values of a key are in ascending order.
type multimap struct {
	shift uint
	table []slot
	vals  []uint32
}

type slot struct {
	key      uint64
	from, to uint32 // range in vals; an empty slot has to = 0
}

func newMultimap(pairs []pair) multimap {
	slices.SortFunc(pairs, func(a, b pair) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.val, b.val)
	})
	pairs = slices.Compact(pairs)
	keys := 0
	for i := range pairs {
		if i == 0 || pairs[i].key != pairs[i-1].key {
			keys++
		}
	}
	size, shift := 8, uint(61)
	for size < keys*2 {
		size, shift = size*2, shift-1
	}
	m := multimap{shift: shift, table: make([]slot, size), vals: make([]uint32, len(pairs))}
	for i := 0; i < len(pairs); {
		j := i
		for ; j < len(pairs) && pairs[j].key == pairs[i].key; j++ {
			m.vals[j] = pairs[j].val
		}
		*m.slot(pairs[i].key) = slot{pairs[i].key, uint32(i), uint32(j)}
		i = j
	}
	return m
}

// slot returns the slot of a key, or the empty one where it would stand.
func (m *multimap) slot(key uint64) *slot {
	for at := key * 0x9E3779B97F4A7C15 >> m.shift; ; at++ {
		s := &m.table[at&uint64(len(m.table)-1)]
		if s.to == 0 || s.key == key {
			return s
		}
	}
}

// get returns the values of a key. The caller must not change them.
func (m *multimap) get(key uint64) []uint32 {
	if len(m.table) == 0 {
		return nil
	}
	s := m.slot(key)
	return m.vals[s.from:s.to]
}

// keyOf hashes a text of a kind. Two texts of one key are told apart by nobody:
// 64 bits make that one chance in a million for a book of a million items.
func keyOf[T string | []byte](kind byte, text T) uint64 {
	h := uint64(14695981039346656037)
	h = (h ^ uint64(kind)) * 1099511628211
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	h ^= h >> 32
	return h * 0xD6E8FEB86659FD93
}

// numberKey hashes a number of a kind.
func numberKey(kind byte, n int64) uint64 {
	h := (uint64(n) ^ uint64(kind)<<56) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}
