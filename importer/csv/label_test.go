package csv

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

func frenchReading(t testing.TB) *reading {
	t.Helper()
	_, w, err := load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reading{plan: &plan{profile: &w.profile}}
}

// TestApart: a label is taken apart at its tags, and only there.
func TestApart(t *testing.T) {
	rd := frenchReading(t)
	for _, c := range []struct{ label, want string }{
		{"VIR SEPA RECU /DE MAISON PERROT /MOTIF FAC-88 ET 89 /REF NOTPROVIDED", "MAISON PERROT|FAC-88 ET 89||"},
		{"VIR SEPA INST RECU /DE MAISON PERROT /REF E2E-1 /MOTIF FAC-88", "MAISON PERROT|FAC-88|E2E-1|"},
		{"VIR INST RECU /DE MAISON PERROT", "MAISON PERROT|||"},
		{"VIR RECU 6068234001 DE: MAISON PERROT MOTIF: FAC-88 REF: E2E-1", "MAISON PERROT|FAC-88|E2E-1|"},
		{"VIR INST RE 6068234001 DE: MAISON PERROT DATE: 12/05/2026 10:31", "MAISON PERROT|||"},
		{"VIR SEPA RECU DE: MAISON PERROT MOTIF: TVA FR12 MOTIF: FAC-88", "MAISON PERROT|TVA FR12 MOTIF: FAC-88||"},
		{"VIR RECU DE: MAISON PERROT MOTIF: TVA FR12 REF: E1 MOTIF: FAC-88", "MAISON PERROT|TVA FR12 FAC-88|E1|"},
		{"VIR SEPA EMIS /MOTIF FAC 7 /BEN EAUX DE MARNE /REFDO 12", "EAUX DE MARNE|FAC 7|12|"},
		{"PRLV SEPA EAUX DE MARNE ECH/250526 ID EMETTEUR/FR24ZZZ851108 MDT/MD1 REF/NOTPROVIDED LIB/F 0791", "EAUX DE MARNE|F 0791||MD1"},
		{"VIR SEPA RECU /DE MAISON PERROT /MOTIF SOLDE REF: 12 /REF E1", "MAISON PERROT|SOLDE REF: 12|E1|"},
		{"VIR SEPA RECU /DE A/B CONSEIL /MOTIF FA2026/0730", "A/B CONSEIL|FA2026/0730||"},
		{"VIR SEPA RECU /DE MAISON PERROT /XYZ 12 /MOTIF FAC-88 /ACOMPTE", "MAISON PERROT|FAC-88 /ACOMPTE||"},
		{"VIR SEPA RECU /FRM MAISON PERROT /RNF F-88", "MAISON PERROT|F-88||"},
		{"VIREMENT DE L'ETRANGER PERROT SPRL /MOTIF REGLT", "PERROT SPRL|REGLT||"},
		{"VIREMENT RECU MAISON PERROT /MOTIF REGLT /REF 1", "|||"},
		{"VIR SEPA RECU DE MAISON PERROT FAC-88", "|||"},
		{"VIREMENT DE MAISON PERROT FA2026/0730", "|||"},
		{"PRLV SEPA EAUX DE MARNE FA2026/0730", "|||"},
		{"CARTE 12/05 STATION: A6", "|||"},
		{"VIR /DE", "|||"},
		{"VIR /DE /MOTIF /REF", "|||"},
	} {
		tx := ledger.Transaction{Label: c.label, Kind: byLabel(fold(c.label), 1)}
		rd.apart(&tx)
		if got := fmt.Sprintf("%s|%s|%s|%s", tx.Counterparty.Name, tx.Remittance, tx.EndToEndID, tx.MandateID); got != c.want || tx.Label != c.label {
			t.Errorf("%s: got %s, want %s", c.label, got, c.want)
		}
	}
}

// TestApartKeeps: what a file says in columns of their own is kept.
func TestApartKeeps(t *testing.T) {
	tx := ledger.Transaction{Label: "VIR SEPA RECU /DE PERROT /MOTIF FAC-88", Kind: ledger.Transfer}
	tx.Counterparty.Name = "MAISON PERROT"
	frenchReading(t).apart(&tx)
	if tx.Counterparty.Name != "MAISON PERROT" || tx.Remittance != "FAC-88" {
		t.Errorf("%+v", tx)
	}
}

// TestApartTakesFromTheLabel: each field is a piece of the label, the remittance of pieces.
func TestApartTakesFromTheLabel(t *testing.T) {
	rd := frenchReading(t)
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"/DE", "/MOTIF", "/REF", "DE:", "MOTIF:", "MDT/", "LIB/X", "ECH/1", "ID", "É", "PERROT", "FAC-88", "a/b", ":", "/", "//", " "}), 0, 12).Draw(rt, "words")
		label := rapid.SampledFrom([]string{"VIR", "PRLV SEPA", "VIREMENT RECU"}).Draw(rt, "begins") + " " + strings.Join(words, " ")
		tx := ledger.Transaction{Label: label, Kind: ledger.Transfer}
		rd.apart(&tx)
		for _, field := range []string{tx.Counterparty.Name, tx.EndToEndID, tx.MandateID} {
			if !strings.Contains(label, field) || field != strings.TrimSpace(field) {
				rt.Fatalf("%q: %q", label, field)
			}
		}
		for _, word := range strings.Fields(tx.Remittance) { // it may be put together from several
			if !strings.Contains(label, word) {
				rt.Fatalf("%q: %q", label, tx.Remittance)
			}
		}
	})
}
