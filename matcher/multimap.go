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
// a pair: what tells keys apart, and values, in ascending order, and where the keys of
// each beginning stand. Keys are hashes, which are evenly spread: a search guesses where
// a key stands among those of its beginning, a hundred or so, and misses by a few; where
// one key has very many values it looks at the logarithm of their number.
//
// Of a key its beginning, and the 32 bits behind it, are kept. Texts that agree in
// these are told apart by nobody: one search in forty millions finds what it should not.
type multimap struct {
	width uint     // bits of a beginning
	from  []uint32 // where the keys of each beginning stand, and where the last ones end
	keys  []uint32 // the bits behind the beginning
	vals  []uint32
}

// Many pairs are sorted in 1<<partBits pieces, each of which fits a cache; and all by
// beginnings that are longer by so many bits than those that are kept.
const (
	partBits  = 8
	manyPairs = 1 << 15
	longer    = 4
)

// newMultimap builds a multimap. It uses pairs for its work.
func newMultimap(pairs []pair) multimap {
	if len(pairs) == 0 {
		return multimap{}
	}
	fine := uint(bits.Len(uint(len(pairs) / 8)))
	m := multimap{width: max(fine, longer) - longer, keys: make([]uint32, 0, len(pairs)), vals: make([]uint32, 0, len(pairs))}
	m.from = make([]uint32, 1, 1<<m.width+1)
	sorted := make([]pair, len(pairs))
	if len(pairs) < manyPairs {
		m.fill(pairs, sorted, fine, make([]uint32, 1<<fine))
		return m
	}
	at := uint32(0)
	ends := make([]uint32, 1<<(fine-partBits))
	for _, end := range scatter(pairs, sorted, 64-partBits, make([]uint32, 1<<partBits)) {
		m.fill(sorted[at:end], pairs[at:end], fine, ends)
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

// fill appends pairs of len(ends) beginnings of so many bits. It uses free, which is as long, and ends.
func (m *multimap) fill(pairs, free []pair, fine uint, ends []uint32) {
	at := uint32(0)
	last := 1<<(fine-m.width) - 1 // of those that have a kept beginning in common
	for b, end := range scatter(pairs, free, 64-fine, ends) {
		same := free[at:end]
		m.order(same)
		for i, p := range same {
			if i == 0 || m.compare(p, same[i-1]) != 0 {
				m.keys, m.vals = append(m.keys, m.behind(p.key)), append(m.vals, p.val)
			}
		}
		if b&last == last {
			m.from = append(m.from, uint32(len(m.keys)))
		}
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
	at := search(keys, behind)
	if at == len(keys) || keys[at] != behind {
		return nil
	}
	end := at + 1
	for end < len(keys) && keys[end] == behind && end-at < few {
		end++
	}
	if end-at == few {
		end = below(keys, uint64(behind)+1)
	}
	return vals[at:end:end]
}

// few is how many keys a search looks at one by one.
const few = 16

// search returns how many keys in ascending order are less than one; it begins where
// this would stand if they were quite evenly spread.
func search(keys []uint32, key uint32) int {
	at := int(uint64(key) * uint64(len(keys)) >> 32)
	low, high := max(at-few, 0), min(at+few, len(keys))
	for at > low && keys[at-1] >= key {
		at--
	}
	for at < high && keys[at] < key {
		at++
	}
	if at == low && low > 0 || at == high && high < len(keys) {
		return below(keys, uint64(key))
	}
	return at
}

// below returns how many keys in ascending order are less than one.
func below(keys []uint32, key uint64) int {
	low, high := 0, len(keys)
	for low < high {
		if mid := (low + high) / 2; uint64(keys[mid]) < key {
			low = mid + 1
		} else {
			high = mid
		}
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
