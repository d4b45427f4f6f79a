package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"strings"
)

// Hash is a SHA-256 sum.
type Hash [32]byte

// String writes the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads what String writes.
func ParseHash(s string) (Hash, error) {
	var h Hash
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, Errorf(Invalid, "hash", "should be %d hexadecimal digits", 2*len(h))
	}
	copy(h[:], b)
	return h, nil
}

// Digest hashes a sequence of fields so that no two sequences share their bytes:
// each field is preceded by its type, and a text by its length.
type Digest struct {
	h     hash.Hash
	field [9]byte // the head of a field, kept to be used again
}

// Types of fields.
const (
	textField byte = 't'
	intField  byte = 'i'
	hashField byte = 'h'
)

// NewDigest begins a digest of a kind of thing; digests of two kinds never agree.
func NewDigest(kind string) *Digest {
	d := &Digest{h: sha256.New()}
	return d.Text(kind)
}

// number adds a type and a number. A hash never fails.
func (d *Digest) number(field byte, n uint64) {
	d.field[0] = field
	binary.BigEndian.PutUint64(d.field[1:], n)
	_, _ = d.h.Write(d.field[:])
}

// Text adds a text.
func (d *Digest) Text(s string) *Digest {
	d.number(textField, uint64(len(s)))
	_, _ = io.WriteString(d.h, s)
	return d
}

// Int adds a number.
func (d *Digest) Int(n int64) *Digest {
	d.number(intField, uint64(n))
	return d
}

// Bool adds a yes or a no.
func (d *Digest) Bool(b bool) *Digest {
	if b {
		return d.Int(1)
	}
	return d.Int(0)
}

// Hash adds a hash.
func (d *Digest) Hash(h Hash) *Digest {
	d.field[0] = hashField
	_, _ = d.h.Write(d.field[:1])
	_, _ = d.h.Write(h[:])
	return d
}

// Sum returns the hash of what was added.
func (d *Digest) Sum() Hash {
	var h Hash
	d.h.Sum(h[:0])
	return h
}

// shortID is 80 bits in lower-case base32: long enough that a billion of them in
// one book collide with a chance of one in a million.
var shortID = base32.StdEncoding.WithPadding(base32.NoPadding)

// ID writes the digest as a short ID of 16 letters and digits.
func (d *Digest) ID() string {
	h := d.Sum()
	return strings.ToLower(shortID.EncodeToString(h[:10]))
}

// Salt makes a commitment to a personal text unguessable. It stands beside the
// text and is erased with it.
type Salt [16]byte

// DeriveSalt returns the salt of the n-th thing of an original whose key this is,
// so that a replay of the same original gives the same commitments.
func DeriveSalt(key Hash, n int) Salt {
	m := hmac.New(sha256.New, key[:])
	_, _ = m.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	return Salt(m.Sum(nil)[:16])
}

// Commit returns the salted commitment to texts that stands for them in the
// chain: it proves what they were as long as they and the salt are kept, and
// tells nothing once the salt is erased.
func Commit(salt Salt, texts ...string) Hash {
	m := hmac.New(sha256.New, salt[:])
	for _, t := range texts {
		_, _ = m.Write(binary.BigEndian.AppendUint64(nil, uint64(len(t))))
		_, _ = m.Write([]byte(t))
	}
	return Hash(m.Sum(nil))
}
