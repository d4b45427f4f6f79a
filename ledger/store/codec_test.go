package store

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func drawExplanation(rt *rapid.T) ledger.Explanation {
	text := rapid.String()
	e := ledger.Explanation{Class: ledger.Class(text.Draw(rt, "class")), Reverses: ledger.LineID(text.Draw(rt, "reverses")), MBits: rapid.Int32().Draw(rt, "mbits"), Share: rapid.Int32().Draw(rt, "share")}
	e.Difference.Kind = ledger.DifferenceKind(text.Draw(rt, "kind"))
	if rapid.Bool().Draw(rt, "with a difference") {
		e.Difference.Amount = money.New(rapid.Int64().Draw(rt, "difference"), money.EUR)
	}
	currencies := rapid.Just(money.EUR)
	if e.Difference.Amount.Currency() != "" {
		currencies = rapid.SampledFrom([]money.Currency{money.EUR, "GBP"})
	}
	for range rapid.IntRange(0, 3).Draw(rt, "allocations") {
		e.Allocations = append(e.Allocations, ledger.Allocation{Invoice: ledger.InvoiceNumber(text.Draw(rt, "invoice")), Amount: money.New(rapid.Int64().Draw(rt, "amount"), currencies.Draw(rt, "currency"))})
	}
	for range rapid.IntRange(0, 20).Draw(rt, "evidence") {
		e.Evidence = append(e.Evidence, ledger.Evidence{Kind: ledger.EvidenceKind(text.Draw(rt, "kind")), Field: ledger.Field(text.Draw(rt, "field")),
			Span: [2]int32{rapid.Int32().Draw(rt, "from"), rapid.Int32().Draw(rt, "to")}, Invoice: ledger.InvoiceNumber(text.Draw(rt, "for")), How: text.Draw(rt, "how"), MBits: rapid.Int32().Draw(rt, "bits")})
	}
	return e
}

// TestExplanations: what was written is read again; what is cut is told.
func TestExplanations(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := ledger.Decision{Chosen: drawExplanation(rt), Candidates: rapid.SliceOfN(rapid.Custom(drawExplanation), 0, 3).Draw(rt, "candidates")}
		chosen, candidates := encodeExplanations(d)
		var read ledger.Decision
		if err := decodeExplanations(chosen, candidates, money.EUR, &read); err != nil {
			rt.Fatal(err)
		}
		d.Chosen.Allocations = nil
		if got, want := fmt.Sprintf("%#v", read), fmt.Sprintf("%#v", d); got != want && len(d.Candidates) > 0 {
			rt.Errorf("read %s, should be %s", got, want)
		}
		cut := rapid.IntRange(0, len(chosen)-1).Draw(rt, "cut")
		err := decodeExplanations(chosen[:cut], candidates, money.EUR, &ledger.Decision{})
		if !errors.Is(err, &ledger.Error{Kind: ledger.Tampered}) {
			rt.Errorf("cut at %d: %v", cut, err)
		}
	})
}

// FuzzExplanations: nothing that stands in the column makes the reader fall.
func FuzzExplanations(f *testing.F) {
	chosen, candidates := encodeExplanations(ledger.Decision{Chosen: ledger.Explanation{Class: "c"}, Candidates: []ledger.Explanation{{Evidence: []ledger.Evidence{{How: "full"}}}}})
	f.Add(chosen, candidates)
	f.Add("99999999:", "8:99999999,")
	f.Add("-1:,", "1:9,")
	f.Fuzz(func(_ *testing.T, chosen, candidates string) {
		_ = decodeExplanations(chosen, candidates, money.EUR, &ledger.Decision{})
	})
}
