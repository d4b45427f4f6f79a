package importertest

import (
	"io"
	"runtime"

	"lettrage/ledger"
)

// Repeated is a file of a beginning, many times the same text, and an end, of which no
// more than these are held in memory.
type Repeated struct {
	Begin, Row, End string
	Rows            int
	at              int64
}

// Size is that of the file, in bytes.
func (r *Repeated) Size() int64 {
	return int64(len(r.Begin)+len(r.End)) + int64(r.Rows)*int64(len(r.Row))
}

// Read implements io.Reader.
func (r *Repeated) Read(p []byte) (n int, err error) {
	begin, rows := int64(len(r.Begin)), int64(r.Rows)*int64(len(r.Row))
	for n < len(p) && r.at < r.Size() {
		var k int
		switch {
		case r.at < begin:
			k = copy(p[n:], r.Begin[r.at:])
		case r.at < begin+rows:
			k = copy(p[n:], r.Row[(r.at-begin)%int64(len(r.Row)):])
		default:
			k = copy(p[n:], r.End[r.at-begin-rows:])
		}
		n, r.at = n+k, r.at+int64(k)
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Seek implements io.Seeker, from the start alone.
func (r *Repeated) Seek(offset int64, _ int) (int64, error) {
	r.at = offset
	return offset, nil
}

// Counted is a sink that counts what it is sent and keeps nothing.
type Counted struct {
	Statements, Lines int
	Watch             bool   // the heap is looked at from time to time: it costs a collection
	Heap              uint64 // the most that was in use, in bytes
}

// Begin implements importer.Sink.
func (c *Counted) Begin(ledger.Statement) error { c.Statements++; return nil }

// Line implements importer.Sink.
func (c *Counted) Line(ledger.Transaction) error {
	const often = 5000
	if c.Lines++; c.Watch && c.Lines%often == 0 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		c.Heap = max(c.Heap, now.HeapAlloc)
	}
	return nil
}

// End implements importer.Sink.
func (c *Counted) End(ledger.Statement) error { return nil }
