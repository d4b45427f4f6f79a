package ledger_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

// field is one field of a digest.
type field struct {
	kind byte
	text string
	n    int64
}

func (f field) addTo(d *ledger.Digest) {
	switch f.kind {
	case 't':
		d.Text(f.text)
	case 'i':
		d.Int(f.n)
	case 'h':
		d.Hash(ledger.Hash([]byte(strings.Repeat(f.text+"\x00", 32))[:32]))
	}
}

// anyField draws from few fields, made of the bytes that fields begin with, so that
// two sequences that could be confused come up often.
func anyField() *rapid.Generator[field] {
	texts := rapid.StringOfN(rapid.RuneFrom([]rune{0, 1, 'i', 't', 'h'}), 0, 12, -1)
	return rapid.Custom(func(t *rapid.T) field {
		f := field{kind: rapid.SampledFrom([]byte("tih")).Draw(t, "kind")}
		switch f.kind {
		case 'i':
			f.n = rapid.SampledFrom([]int64{0, 1, 2, 'i', 't', -1, 1 << 56}).Draw(t, "number")
		case 't':
			f.text = texts.Draw(t, "text")
		case 'h':
			f.text = rapid.SampledFrom([]string{"", "t", "i"}).Draw(t, "hash")
		}
		return f
	})
}

func TestDigestsOfTwoSequencesDiffer(t *testing.T) {
	sequence := rapid.SliceOfN(anyField(), 0, 4)
	sum := func(fields []field) ledger.Hash {
		d := ledger.NewDigest("test")
		for _, f := range fields {
			f.addTo(d)
		}
		return d.Sum()
	}
	same := func(a, b []field) bool {
		if len(a) != len(b) {
			return false
		}
		for i := range a {
			if a[i] != b[i] {
				return false
			}
		}
		return true
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := sequence.Draw(t, "a"), sequence.Draw(t, "b")
		if (sum(a) == sum(b)) != same(a, b) {
			t.Fatalf("%v and %v have digests %v and %v", a, b, sum(a), sum(b))
		}
	})
	for name, pair := range map[string][2][]field{
		"empty text and zero":   {{{kind: 't'}}, {{kind: 'i'}}},
		"text cut otherwise":    {{{kind: 't', text: "ab"}, {kind: 't', text: "c"}}, {{kind: 't', text: "a"}, {kind: 't', text: "bc"}}},
		"text and its bytes":    {{{kind: 't', text: "\x00\x00\x00\x00\x00\x00\x00\x01"}}, {{kind: 'i', n: 8}, {kind: 'i', n: 1}}},
		"nothing and a zero":    {{}, {{kind: 'i'}}},
		"a field inside a text": {{{kind: 't', text: "x"}, {kind: 'i', n: 1}}, {{kind: 't', text: "xi\x00\x00\x00\x00\x00\x00\x00\x01"}}},
	} {
		if sum(pair[0]) == sum(pair[1]) {
			t.Errorf("%s: one digest", name)
		}
	}
	if ledger.NewDigest("a").Sum() == ledger.NewDigest("b").Sum() {
		t.Error("two kinds of things have one digest")
	}
}

// IDs are stored: they must not change with the program.
func TestDigestIsTheSameForEver(t *testing.T) {
	d := ledger.NewDigest("line").Text("é").Int(-1).Bool(true).Hash(ledger.Hash{1})
	const want = "5876d4278d31adec8eaa32af22b4a7fb3b1e693952f20f1661cdae2a832f191a lb3nij4nggw6zdvk"
	if got := d.Sum().String() + " " + d.ID(); got != want {
		t.Errorf("digest = %s", got)
	}
}

func TestParseHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := ledger.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash"))
		if got, err := ledger.ParseHash(h.String()); err != nil || got != h {
			t.Fatalf("ParseHash(%s) = %v, %v", h, got, err)
		}
	})
	for _, s := range []string{"", "00", strings.Repeat("0", 63), strings.Repeat("0", 65), strings.Repeat("g", 64), strings.Repeat("0", 1<<16)} {
		if h, err := ledger.ParseHash(s); err == nil || h != (ledger.Hash{}) {
			t.Errorf("ParseHash(%.70q) = %v, %v", s, h, err)
		}
	}
}

func TestCommit(t *testing.T) {
	salt := ledger.DeriveSalt(ledger.Hash{1}, 0)
	if salt == ledger.DeriveSalt(ledger.Hash{1}, 1) || salt == ledger.DeriveSalt(ledger.Hash{2}, 0) || salt != ledger.DeriveSalt(ledger.Hash{1}, 0) {
		t.Error("a salt is not of its original and its place alone")
	}
	base := ledger.Commit(salt, "ab", "c")
	for name, other := range map[string]ledger.Hash{
		"another salt":  ledger.Commit(ledger.Salt{1}, "ab", "c"),
		"cut otherwise": ledger.Commit(salt, "a", "bc"),
		"one more":      ledger.Commit(salt, "ab", "c", ""),
		"order":         ledger.Commit(salt, "c", "ab"),
		"no salt":       ledger.Commit(ledger.Salt{}, "ab", "c"),
	} {
		if other == base {
			t.Errorf("%s: one commitment", name)
		}
	}
}
