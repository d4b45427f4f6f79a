package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"hash"
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
	h    hash.Hash
	wait []byte // fields that are not hashed yet: a hash takes few large pieces sooner than many small ones
}

// maxWait is how many bytes wait at most before they are hashed.
const maxWait = 1 << 10

// Types of fields.
const (
	textField byte = 't'
	intField  byte = 'i'
	hashField byte = 'h'
)

// NewDigest begins a digest of a kind of thing; digests of two kinds never agree.
func NewDigest(kind string) *Digest {
	d := &Digest{h: sha256.New(), wait: make([]byte, 0, maxWait/4)}
	return d.Text(kind)
}

// drain hashes what waits. A hash never fails.
func (d *Digest) drain() {
	_, _ = d.h.Write(d.wait)
	d.wait = d.wait[:0]
}

func (d *Digest) added() *Digest {
	if len(d.wait) >= maxWait {
		d.drain()
	}
	return d
}

// Text adds a text.
func (d *Digest) Text(s string) *Digest {
	d.wait = binary.BigEndian.AppendUint64(append(d.wait, textField), uint64(len(s)))
	d.wait = append(d.wait, s...)
	return d.added()
}

// Int adds a number.
func (d *Digest) Int(n int64) *Digest {
	d.wait = binary.BigEndian.AppendUint64(append(d.wait, intField), uint64(n))
	return d.added()
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
	d.wait = append(append(d.wait, hashField), h[:]...)
	return d.added()
}

// Sum returns the hash of what was added.
func (d *Digest) Sum() Hash {
	d.drain()
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
