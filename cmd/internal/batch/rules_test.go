package batch

import (
	"fmt"
	"testing"

	"lettrage/ledger"
)

// grants are three lines that nobody's invoice explains, and one of the next month.
func grants(t *testing.T, b *Batch, c ledger.Company, name string, from, n int) {
	t.Helper()
	text := "Date;Date valeur;Libellé;Référence;Débit;Crédit\n"
	for i := range n {
		text += fmt.Sprintf("%02d/11/2026;%02d/11/2026;VIR ZORGLUB SOUTIEN N%d;G%d;;%d,00\n", from+i, from+i, 100+from+i, from+i, 500+from+i)
	}
	takeStatement(t, b, c, name, []byte(text))
}

// onlyRule returns the one rule that there is.
func onlyRule(t *testing.T, b *Batch, c ledger.Company) Rule {
	t.Helper()
	rules, err := b.Rules(t.Context(), c)
	if err != nil || len(rules) != 1 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	return rules[0]
}

// A rule that a person agreed to decides what waits at the next look, and lines to come.
func TestARuleDecidesWhatWaits(t *testing.T) {
	b, c := newBook(t)
	grants(t, b, c, "1.csv", 2, 4)
	for _, line := range []string{"G2", "G3", "G4"} {
		if _, err := b.Book(t.Context(), c, line, "740"); err != nil {
			t.Fatal(err)
		}
	}
	r := onlyRule(t, b, c)
	if !r.Suggested || r.Account != "740" || len(r.Taught) != 3 || len(r.Would) != 1 {
		t.Fatalf("the rule is %+v", r)
	}
	before := books(t, b, c)
	if _, err := b.AcceptRule(t.Context(), c, string(r.ID()), "seen"); err == nil {
		t.Error("a rule was taken that nobody saw")
	}
	if after := books(t, b, c); after != before {
		t.Error("a refusal changed the books")
	}
	if _, err := b.AcceptRule(t.Context(), c, string(r.ID()), r.Seen()); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, b, c, "740"); got != -(502+503+504)*100 {
		t.Errorf("740 is %d before the next look", got)
	}
	if m, err := b.Match(t.Context(), c, false); err != nil || m.Changed.None != 1 {
		t.Fatalf("the next look: %+v, %v", m, err)
	}
	grants(t, b, c, "2.csv", 9, 1)
	if got := balance(t, b, c, "740"); got != -(502+503+504+505+509)*100 {
		t.Errorf("740 is %d, want all five lines", got)
	}
	proven(t, b, c)
	if _, err := b.ForgetFact(t.Context(), c, string(r.ID())); err != nil {
		t.Fatal(err)
	}
	grants(t, b, c, "3.csv", 12, 1)
	if got := balance(t, b, c, "471"); got != -512*100 {
		t.Errorf("471 is %d: the rule was forgotten", got)
	}
	proven(t, b, c)
}

// Lines whose words are not the same suggest a rule of those that they have in common.
func TestAWideRule(t *testing.T) {
	b, c := newBook(t)
	takeStatement(t, b, c, "1.csv", []byte(`Date;Date valeur;Libellé;Référence;Débit;Crédit
02/11/2026;02/11/2026;PRLV SEPA EDF CLIENT QWA;E1;80,00;
03/11/2026;03/11/2026;PRLV SEPA EDF CLIENT PLO;E2;81,00;
04/11/2026;04/11/2026;PRLV SEPA EDF CLIENT MNB;E3;82,00;
05/11/2026;05/11/2026;PRLV SEPA EDF CLIENT TYU;E4;83,00;
06/11/2026;06/11/2026;PRLV SEPA ENGIE CLIENT TYU;E5;84,00;
`))
	for _, line := range []string{"E1", "E2", "E3"} {
		if _, err := b.Book(t.Context(), c, line, "6061"); err != nil {
			t.Fatal(err)
		}
	}
	r := onlyRule(t, b, c)
	if r.Key != "- PRLV SEPA EDF CLIENT *" || len(r.Taught) != 3 || len(r.Would) != 1 {
		t.Fatalf("the rule is %+v", r)
	}
	if _, err := b.AcceptRule(t.Context(), c, string(r.ID())[:6], r.Seen()); err != nil {
		t.Fatal(err)
	}
	takeStatement(t, b, c, "2.csv", []byte(`Date;Date valeur;Libellé;Référence;Débit;Crédit
09/11/2026;09/11/2026;PRLV SEPA EDF CLIENT AZE;E9;90,00;
`))
	if got := balance(t, b, c, "6061"); got != (80+81+82+90)*100 {
		t.Errorf("6061 is %d", got)
	}
	if _, err := b.Book(t.Context(), c, "E9", "6063"); err != nil {
		t.Fatal(err)
	}
	wantFacts(t, b, c, "rule - PRLV SEPA EDF CLIENT * 6061 taught 1 untaught 1 seen 0")
	if rules, err := b.Rules(t.Context(), c); err != nil || len(rules) != 0 {
		t.Errorf("after the correction: %+v, %v", rules, err)
	}
	proven(t, b, c)
}

// What was booked to two accounts, or paid an invoice, suggests nothing.
func TestNoRuleOfTwoMinds(t *testing.T) {
	b, c := newBook(t)
	grants(t, b, c, "1.csv", 2, 5)
	for line, account := range map[string]string{"G2": "740", "G3": "740", "G4": "740", "G5": "758"} {
		if _, err := b.Book(t.Context(), c, line, account); err != nil {
			t.Fatal(err)
		}
	}
	if rules, err := b.Rules(t.Context(), c); err != nil || len(rules) != 0 {
		t.Errorf("rules %+v, %v", rules, err)
	}
}
