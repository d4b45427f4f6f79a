package journal_test

import (
	"testing"

	"lettrage/ledger"
)

// A bank line of zero moves nothing: it has no entry, and the books are right.
func TestLineOfNothing(t *testing.T) {
	b := newBook(t)
	lines := b.take("account1", balance("2026-01-31", 500), balance("2026-02-28", 600), received("2026-02-03", 0, "INFORMATION"), received("2026-02-03", 100, "VIR"))
	b.open("account1")
	b.record(lines[0], isClass(ledger.Unrelated))
	b.decide(lines[1], unknown())
	if r := b.verify(); !r.OK() || len(r.Unproven) > 0 || r.Held > 0 {
		t.Errorf("the book is found wrong: %v %v, %d held", r.Findings, r.Unproven, r.Held)
	}
	b.drop(len(b.entries) - 1) // that of the other line, which has to have one
	if r := b.verify(); r.OK() {
		t.Error("a line of money without an entry is found right")
	}
}
