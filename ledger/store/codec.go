package store

import (
	"strconv"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Explanations and the texts of lines are stored as fields one after the other, each
// "length:text,". They are most of what a night reads and writes; as JSON they took
// half of its time.

// fields writes fields.
type fields struct{ b []byte }

// newFields has room for what most things need.
func newFields() fields { return fields{make([]byte, 0, 512)} }

func (f *fields) text(s string) {
	f.b = strconv.AppendInt(f.b, int64(len(s)), 10)
	f.b = append(append(append(f.b, ':'), s...), ',')
}

func (f *fields) int(n int64) {
	var digits [20]byte
	f.text(string(strconv.AppendInt(digits[:0], n, 10)))
}

// fieldsRead reads what fields wrote. After the first field that was not, failed is set and all that follow are empty.
type fieldsRead struct {
	s      string
	failed bool
}

func (f *fieldsRead) text() string {
	for i := 0; i < len(f.s) && i < 8; i++ {
		if f.s[i] != ':' {
			continue
		}
		n, err := strconv.Atoi(f.s[:i])
		rest := f.s[i+1:]
		if err != nil || n < 0 || n >= len(rest) || rest[n] != ',' {
			break
		}
		f.s = rest[n+1:]
		return rest[:n]
	}
	f.s, f.failed = "", true
	return ""
}

func (f *fieldsRead) int() int64 {
	n, err := strconv.ParseInt(f.text(), 10, 64)
	f.failed = f.failed || err != nil
	return n
}

// count reads how many things follow; never more than could.
func (f *fieldsRead) count() int {
	n := f.int()
	if n < 0 || n > int64(len(f.s)) {
		f.failed = true
		return 0
	}
	return int(n)
}

// explanation writes an explanation. Amounts are in the line's currency, which a
// difference has; an allocation in another says so. A difference without a currency,
// and so without an amount, is told from one of zero.
func (f *fields) explanation(e ledger.Explanation) {
	f.text(string(e.Class))
	f.text(string(e.Reverses))
	f.text(string(e.Difference.Kind))
	f.int(flag(e.Difference.Amount.Currency() != ""))
	f.int(e.Difference.Amount.Minor())
	f.int(int64(e.MBits))
	f.int(int64(e.Share))
	f.int(int64(len(e.Allocations)))
	for _, a := range e.Allocations {
		f.text(string(a.Invoice))
		f.amountIn(a.Amount, e.Difference.Amount.Currency())
	}
	f.int(int64(len(e.Evidence)))
	for _, v := range e.Evidence {
		f.text(string(v.Kind))
		f.text(string(v.Field))
		f.int(int64(v.Span[0]))
		f.int(int64(v.Span[1]))
		f.text(string(v.Invoice))
		f.text(v.How)
		f.int(int64(v.MBits))
	}
}

// amountIn writes minor units, and the currency behind them where it is not the usual one.
func (f *fields) amountIn(a money.Amount, usual money.Currency) {
	if usual == "" || a.Currency() == usual {
		f.int(a.Minor())
		return
	}
	f.text(strconv.FormatInt(a.Minor(), 10) + string(a.Currency()))
}

func (f *fieldsRead) amountIn(usual money.Currency) money.Amount {
	s := f.text()
	if n := len(s); n > 3 && s[n-1] >= 'A' {
		usual, s = money.Currency(s[n-3:]), s[:n-3]
	}
	minor, err := strconv.ParseInt(s, 10, 64)
	f.failed = f.failed || err != nil
	return money.New(minor, usual)
}

func (f *fieldsRead) explanation(cur money.Currency) ledger.Explanation {
	e := ledger.Explanation{Class: ledger.Class(f.text()), Reverses: ledger.LineID(f.text()), Difference: ledger.Difference{Kind: ledger.DifferenceKind(f.text())}}
	stated, minor := f.int(), f.int()
	if stated != 0 {
		e.Difference.Amount = money.New(minor, cur)
	}
	e.MBits, e.Share = int32(f.int()), int32(f.int())
	for range f.count() {
		e.Allocations = append(e.Allocations, ledger.Allocation{Invoice: ledger.InvoiceNumber(f.text()), Amount: f.amountIn(cur)})
	}
	n := f.count()
	if n > 0 {
		e.Evidence = make([]ledger.Evidence, 0, min(n, 16))
	}
	for range n {
		e.Evidence = append(e.Evidence, ledger.Evidence{Kind: ledger.EvidenceKind(f.text()), Field: ledger.Field(f.text()), Span: [2]int32{int32(f.int()), int32(f.int())},
			Invoice: ledger.InvoiceNumber(f.text()), How: f.text(), MBits: int32(f.int())})
	}
	return e
}

// encodeExplanations writes the candidates and what was chosen. Allocations of the
// chosen one are rows of their own, and left out here.
func encodeExplanations(d ledger.Decision) (chosen, candidates string) {
	c, all := newFields(), newFields()
	own := d.Chosen
	own.Allocations = nil
	c.explanation(own)
	all.int(int64(len(d.Candidates)))
	for _, e := range d.Candidates {
		all.explanation(e)
	}
	return string(c.b), string(all.b)
}

// decodeExplanations fills the explanations of a decision.
func decodeExplanations(chosen, candidates string, cur money.Currency, d *ledger.Decision) error {
	c, all := fieldsRead{s: chosen}, fieldsRead{s: candidates}
	d.Chosen = c.explanation(cur)
	for range all.count() {
		d.Candidates = append(d.Candidates, all.explanation(cur))
	}
	if c.failed || all.failed || c.s != "" || all.s != "" {
		return errNotOurs()
	}
	return nil
}

func errNotOurs() error {
	return &ledger.Error{Kind: ledger.Tampered, Field: "decision", Msg: "has explanations that were not written by this program"}
}
