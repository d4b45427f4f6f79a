package matcher

import (
	"strings"
	"testing"

	"lettrage/ledger"
)

// seen returns what an evidence points at, in the text of its field.
func seen(l ledger.Line, e ledger.Evidence) string {
	text := map[ledger.Field]string{ledger.InRemittance: l.Remittance, ledger.InLabel: l.Label, ledger.InEndToEnd: l.EndToEndID, ledger.InName: l.Counterparty.Name}[e.Field]
	if e.Span == [2]int32{} {
		return text
	}
	return text[e.Span[0]:e.Span[1]]
}

// TestSpans points at the text that was seen, accents, blanks and misread letters included.
func TestSpans(t *testing.T) {
	for _, c := range []struct{ text, want, how string }{
		{"FA-2026-09001", "FA-2026-09001", "full"},
		{"Réglé l’échéance « FA-2026-09001 », merci", "FA-2026-09001", "full"},
		{"œuvre ß FA 2026/09001.", "FA 2026/09001", "full"},
		{"n° 9001", "9001", "short"},
		{"facture FA-2O26-O9OO1 !", "FA-2O26-O9OO1", "repaired"},
		{"FACTURE FA-2026-09\n001 MERCI", "FA-2026-09\n001", "full"},
	} {
		l := payment(t, "1234.56", "Horlogerie Vasseur", c.text)
		d := decideAll(t, shop(t), l)[0]
		found := false
		for _, e := range d.Chosen.Evidence {
			if e.Kind != ledger.ByReference {
				continue
			}
			found = true
			if got := seen(l, e); got != c.want || e.How != c.how || e.Invoice != "FA-2026-09001" || e.MBits <= 0 {
				t.Errorf("%q: seen %q (%s) for %s", c.text, got, e.How, e.Invoice)
			}
		}
		if !found {
			t.Errorf("%q: no reference seen, %s", c.text, outcome(d))
		}
	}
}

// TestEvidence says what speaks for and against an explanation, and adds it up.
func TestEvidence(t *testing.T) {
	l := payment(t, "713.13", "Zinguerie Pontarlier", "facture 9011")
	d := decideAll(t, shop(t), l)[0]
	if len(d.Candidates) < 2 {
		t.Fatal("one candidate alone")
	}
	want := []string{"amount exact", "reference short", "payer name"}
	if got := words(d.Candidates[0]); strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("for the first: %q", got)
	}
	want = []string{"amount exact", "against names_other", "payer name"}
	if got := words(d.Candidates[1]); strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("for the second: %q", got)
	}
	if d.Candidates[0].MBits <= d.Candidates[1].MBits || d.Candidates[0].Share <= d.Candidates[1].Share {
		t.Error("the best is not first")
	}
}

func words(e ledger.Explanation) []string {
	var out []string
	for _, ev := range e.Evidence {
		out = append(out, string(ev.Kind)+" "+ev.How)
	}
	return out
}

// TestCandidates shows a person what may be meant, best first, three at most.
func TestCandidates(t *testing.T) {
	d := decideAll(t, shop(t), payment(t, "713.13", "Zinguerie Pontarlier", "REGLEMENT"))[0]
	if len(d.Candidates) == 0 || len(d.Candidates) > 3 || d.Status != ledger.Review || len(d.Chosen.Allocations) > 0 {
		t.Fatalf("%s with %d candidates", outcome(d), len(d.Candidates))
	}
	first := settles(d.Candidates[0]) + settles(d.Candidates[1])
	if first != " FA-2026-09010=713.13 FA-2026-09011=713.13" {
		t.Errorf("shown first:%s", first)
	}
}
