package matcher

import (
	"cmp"
	"math/bits"
	"slices"
)

// pair is one entry of a multimap before it is built.
type pair struct {
	key uint64
	val uint32
}

// multimap finds the values of a key. It is built once from pairs and holds 12
// bytes a pair, and at most one more: keys and values in ascending order, and where
// the keys of each beginning stand. Keys are hashes, whose beginnings are evenly
// spread: a search looks at six or so, and where one key has very many values at
// the logarithm of their number.
type multimap struct {
	shift uint     // a key without so many bits at its end is its beginning
	from  []uint32 // where the keys of each beginning stand, and where the last ones end
	keys  []uint64
	vals  []uint32
}

// Many pairs are sorted in 1<<partBits pieces, each of which fits a cache.
const (
	partBits  = 8
	manyPairs = 1 << 15
)

// newMultimap builds a multimap. It uses pairs for its work.
func newMultimap(pairs []pair) multimap {
	if len(pairs) == 0 {
		return multimap{}
	}
	width := uint(bits.Len(uint(len(pairs) / 8)))
	m := multimap{shift: 64 - width, from: make([]uint32, 1, 1<<width+1),
		keys: make([]uint64, 0, len(pairs)), vals: make([]uint32, 0, len(pairs))}
	sorted := make([]pair, len(pairs))
	if len(pairs) < manyPairs {
		m.fill(pairs, sorted, make([]uint32, 1<<width))
		return m
	}
	at := uint32(0)
	ends := make([]uint32, 1<<(width-partBits))
	for _, end := range scatter(pairs, sorted, 64-partBits, make([]uint32, 1<<partBits)) {
		m.fill(sorted[at:end], pairs[at:end], ends)
		at = end
	}
	return m
}

// scatter puts pairs in the order of their keys without the lowest bits, those that
// are equal in the order in which they stand, and returns where each ends.
func scatter(pairs, to []pair, shift uint, ends []uint32) []uint32 {
	clear(ends)
	mask := uint64(len(ends) - 1)
	for i := range pairs {
		ends[pairs[i].key>>shift&mask]++
	}
	at := uint32(0)
	for b, n := range ends {
		ends[b] = at
		at += n
	}
	for _, p := range pairs {
		end := &ends[p.key>>shift&mask]
		to[*end] = p
		*end++
	}
	return ends
}

// fill appends pairs of len(ends) beginnings. It uses free, which is as long, and ends.
func (m *multimap) fill(pairs, free []pair, ends []uint32) {
	at := uint32(0)
	for _, end := range scatter(pairs, free, m.shift, ends) {
		same := free[at:end]
		order(same)
		for i, p := range same {
			if i == 0 || p != same[i-1] {
				m.keys, m.vals = append(m.keys, p.key), append(m.vals, p.val)
			}
		}
		m.from = append(m.from, uint32(len(m.keys)))
		at = end
	}
}

// order sorts pairs, mostly few.
func order(pairs []pair) {
	compare := func(a, b pair) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.val, b.val)
	}
	if len(pairs) > 16 {
		slices.SortFunc(pairs, compare)
		return
	}
	for i := 1; i < len(pairs); i++ {
		for j := i; j > 0 && compare(pairs[j], pairs[j-1]) < 0; j-- {
			pairs[j], pairs[j-1] = pairs[j-1], pairs[j]
		}
	}
}

// get returns the values of a key, in ascending order. They are the multimap's own:
// the caller must not change them.
func (m *multimap) get(key uint64) []uint32 {
	if len(m.keys) == 0 {
		return nil
	}
	begin := key >> m.shift
	from, to := m.from[begin], m.from[begin+1]
	keys, vals := m.keys[from:to], m.vals[from:to]
	at := below(keys, key)
	if at == len(keys) || keys[at] != key {
		return nil
	}
	end := len(keys)
	if keys[end-1] != key {
		end = below(keys, key+1)
	}
	return vals[at:end:end]
}

// below returns how many keys in ascending order are less than one.
func below(keys []uint64, key uint64) int {
	low, high := 0, len(keys)
	for high-low > 8 {
		if mid := (low + high) / 2; keys[mid] < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for low < high && keys[low] < key {
		low++
	}
	return low
}

// hash is a hash of a text of a kind, begun.
type hash uint64

func hashOf(kind byte) hash { return hash(14695981039346656037).byte(kind) }

func (h hash) byte(c byte) hash { return (h ^ hash(c)) * 1099511628211 }

// hashText goes on with a text.
func hashText[T string | []byte](h hash, text T) hash {
	for i := range len(text) {
		h = h.byte(text[i])
	}
	return h
}

// key ends a hash. Two texts of one key are told apart by nobody: 64 bits make that
// one chance in a million for a book of a million items.
func (h hash) key() uint64 { return uint64(h^h>>32) * 0xD6E8FEB86659FD93 }

// keyOf hashes a text of a kind.
func keyOf[T string | []byte](kind byte, text T) uint64 { return hashText(hashOf(kind), text).key() }

// numberKey hashes a number of a kind.
func numberKey(kind byte, n int64) uint64 {
	h := (uint64(n) ^ uint64(kind)<<56) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}
