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

// multimap finds the values of a key. It is built once from pairs and holds 8 bytes
// a pair, and at most one more: what tells keys apart, and values, in ascending order,
// and where the keys of each beginning stand. Keys are hashes, whose beginnings are
// evenly spread: a search looks at six or so, and where one key has very many values
// at the logarithm of their number.
//
// Of a key its beginning, and the 32 bits behind it, are kept. Texts that agree in
// these are told apart by nobody: one search in a billion finds what it should not.
type multimap struct {
	width uint     // bits of a beginning
	from  []uint32 // where the keys of each beginning stand, and where the last ones end
	keys  []uint32 // the bits behind the beginning
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
	m := multimap{width: width, from: make([]uint32, 1, 1<<width+1),
		keys: make([]uint32, 0, len(pairs)), vals: make([]uint32, 0, len(pairs))}
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

// scatter puts pairs in the order of their keys without so many lowest bits, those that
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
	for _, end := range scatter(pairs, free, 64-m.width, ends) {
		same := free[at:end]
		m.order(same)
		for i, p := range same {
			if i == 0 || m.compare(p, same[i-1]) != 0 {
				m.keys, m.vals = append(m.keys, m.behind(p.key)), append(m.vals, p.val)
			}
		}
		m.from = append(m.from, uint32(len(m.keys)))
		at = end
	}
}

// behind returns the bits of a key behind its beginning.
func (m *multimap) behind(key uint64) uint32 { return uint32(key << m.width >> 32) }

// compare orders pairs of one beginning.
func (m *multimap) compare(a, b pair) int {
	if c := cmp.Compare(m.behind(a.key), m.behind(b.key)); c != 0 {
		return c
	}
	return cmp.Compare(a.val, b.val)
}

// order sorts pairs of one beginning, mostly few.
func (m *multimap) order(pairs []pair) {
	if len(pairs) > 16 {
		slices.SortFunc(pairs, m.compare)
		return
	}
	for i := 1; i < len(pairs); i++ {
		for j := i; j > 0 && m.compare(pairs[j], pairs[j-1]) < 0; j-- {
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
	begin, behind := key>>(64-m.width), m.behind(key)
	from, to := m.from[begin], m.from[begin+1]
	keys, vals := m.keys[from:to], m.vals[from:to]
	at := below(keys, behind)
	if at == len(keys) || keys[at] != behind {
		return nil
	}
	end := len(keys)
	if keys[end-1] != behind {
		end = below(keys, behind+1)
	}
	return vals[at:end:end]
}

// below returns how many keys in ascending order are less than one.
func below(keys []uint32, key uint32) int {
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

// key ends a hash.
func (h hash) key() uint64 { return uint64(h^h>>32) * 0xD6E8FEB86659FD93 }

// keyOf hashes a text of a kind.
func keyOf[T string | []byte](kind byte, text T) uint64 { return hashText(hashOf(kind), text).key() }

// numberKey hashes a number of a kind.
func numberKey(kind byte, n int64) uint64 {
	h := (uint64(n) ^ uint64(kind)<<56) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}
