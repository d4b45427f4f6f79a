package matcher

import (
	"fmt"
	"testing"

	"lettrage/ledger"
)

// TestAbbreviated knows a number again by its end or its beginning, where payer and
// amount say the rest, and by nothing less.
func TestAbbreviated(t *testing.T) {
	const first = "auto FA-2026-09010=713.13"
	check(t, []ask{
		{"end of a counter tells two apart", "713.13", "Zinguerie Pontarlier", "facture 010", first},
		{"behind dots", "713.13", "Zinguerie Pontarlier", "...010", first},
		{"behind dots, among other words", "713.13", "Zinguerie Pontarlier", "merci ...9010 cordialement", first},
		{"cut", "1234.56", "Horlogerie Vasseur", "facture FA-2026-0900", "auto FA-2026-09001=1234.56"},
		{"cut, words behind it", "1234.56", "Horlogerie Vasseur", "FA-2026-0900 MERCI", "auto FA-2026-09001=1234.56"},
		{"whoever pays", "2250.00", "Zorglub Trading", "facture 013", "review unrecognised"},
		{"two digits tell nothing", "713.13", "Zinguerie Pontarlier", "facture 10", "review contradiction"},
		{"the end of another's", "713.13", "Zinguerie Pontarlier", "facture 012", "review contradiction"},
		{"a sum of two ends", "2963.13", "Zinguerie Pontarlier", "factures 010 et 013", "auto FA-2026-09010=713.13 FA-2026-09013=2250.00"},
	})
}

// TestDaysAreNoNumbers: a day says nothing of which invoice is paid, however it is written.
func TestDaysAreNoNumbers(t *testing.T) {
	var asks []ask
	for _, day := range []string{"LE 15/05/26", "le 03.02.26", "OPERATION DU 09012026", "DU 13022026", "13022026", "le 090126", "02/09/26", "am 01.09.2026", "le 1/9/26"} {
		asks = append(asks,
			ask{day + " before", "713.13", "Zinguerie Pontarlier", day + " FACTURE FA-2026-09010", "auto FA-2026-09010=713.13"},
			ask{day + " behind", "189.99", "Lucie Marchandeau", "FA-2026-09030 " + day, "auto FA-2026-09030=189.99"},
			ask{day + " alone", "189.99", "Lucie Marchandeau", day, "auto FA-2026-09030=189.99"},
			ask{day + ", two alike", "713.13", "Zinguerie Pontarlier", day, "review ambiguous"})
	}
	check(t, asks)
}

// TestNumberLikeADay: digits that could be a number of ours are no day, unless it is said.
func TestNumberLikeADay(t *testing.T) {
	b := shop(t)
	for i := range 40 {
		b.Items = append(b.Items, itemOf(t, fmt.Sprintf("V2026%04d QUIN %d.77 50", 401+i, 511+i)))
	}
	b.Items = append(b.Items, itemOf(t, "V20260445 MARC 311.13 50"))
	for _, c := range []struct{ text, want string }{
		{"20260413", "review contradiction"},
		{"facture 20260446", "review not_listed"},
		{"facture 20260428", "review contradiction"},
		{"le 20260428", "auto V20260445=311.13"},
		{"facture 20260445", "auto V20260445=311.13"},
	} {
		if got := outcome(decideAll(t, b, payment(t, "311.13", "Lucie Marchandeau", c.text))[0]); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

// TestEndToEndOfPrograms: what a payer's bank counts names nothing; our own number does.
func TestEndToEndOfPrograms(t *testing.T) {
	b := shop(t)
	for _, c := range []struct{ id, text, want string }{
		{"SEPA-9010-9011", "REGLEMENT", "auto FA-2026-09030=189.99"},
		{"VIR2026-09777", "REGLEMENT", "auto FA-2026-09030=189.99"},
		{"X9010", "FA-2026-09030", "auto FA-2026-09030=189.99"},
		{"FA-2026-09777", "REGLEMENT", "review not_listed"},
		{"9010", "REGLEMENT", "review contradiction"},
	} {
		l := payment(t, "189.99", "Lucie Marchandeau", c.text)
		l.EndToEndID = c.id
		if got := outcome(decideAll(t, b, l)[0]); got != c.want {
			t.Errorf("%s: got %s, want %s", c.id, got, c.want)
		}
	}
}

// TestSaidInParts reads the words with which people call a payment a part.
func TestSaidInParts(t *testing.T) {
	for _, word := range []string{"ACOMPTE", "A COMPTE", "à compte", "VERSEMENT PARTIEL", "1ER VERSEMENT", "DEELBETALING", "ABSCHLAGSZAHLUNG", "ANTICIPO", "ECHEANCE 1/3"} {
		check(t, []ask{{word, "411.52", "Horlogerie Vasseur", word + " FA-2026-09001", "auto FA-2026-09001=411.52 partial 0.00"}})
	}
}

// TestSumsByChance: what a text does not name must be more than a sum that happens to fit.
func TestSumsByChance(t *testing.T) {
	b := shop(t)
	b.Items = append(b.Items, itemOf(t, "FA-2026-09032 MARC 64.50 50"), itemOf(t, "FA-2026-09033 MARC 64.50 51"))
	for _, a := range []ask{
		{"paid twice, or the other one too", "1426.26", "Zinguerie Pontarlier", "FA-2026-09010", "review ambiguous"},
		{"two that both are alike", "1426.26", "Zinguerie Pontarlier", "REGLEMENT", "auto FA-2026-09010=713.13 FA-2026-09011=713.13"},
		{"two of three alike", "129.00", "Lucie Marchandeau", "REGLEMENT", "review ambiguous"},
	} {
		if got := outcome(decideAll(t, b, payment(t, a.amount, a.payer, a.text))[0]); got != a.want {
			t.Errorf("%s: got %s, want %s", a.name, got, a.want)
		}
	}
}

// TestNumberOfCustomer: the number that somebody has for the company is none of an invoice.
func TestNumberOfCustomer(t *testing.T) {
	check(t, []ask{
		{"behind NUM CLIENT", "189.99", "Lucie Marchandeau", "NUM CLIENT 202609777", "auto FA-2026-09030=189.99"},
		{"behind CODE CLIENT", "189.99", "Lucie Marchandeau", "FA-2026-09030 CODE CLIENT 9031", "auto FA-2026-09030=189.99"},
		{"behind CLIENT N°", "189.99", "Lucie Marchandeau", "CLIENT N° 2026-09777", "auto FA-2026-09030=189.99"},
	})
}

// TestMisnamed shows first what the payer owes to the cent, not the invoice that he
// named and that his money does not fit.
func TestMisnamed(t *testing.T) {
	b := shop(t)
	d := decideAll(t, b, payment(t, "2250.00", "Zinguerie Pontarlier", "FA-2026-09012"))[0]
	if d.Status != ledger.Review || settles(d.Candidates[0]) != " FA-2026-09013=2250.00" {
		t.Errorf("%s, first%s", outcome(d), settles(d.Candidates[0]))
	}
}

// TestPartOfNothing: a part of something is not the whole of another, however well it fits.
func TestPartOfNothing(t *testing.T) {
	check(t, []ask{
		{"a part", "189.99", "Lucie Marchandeau", "ACOMPTE", "review ambiguous"},
		{"a part of what is named", "189.99", "Lucie Marchandeau", "ACOMPTE FA-2026-09030", "auto FA-2026-09030=189.99"},
		{"a quarter", "189.99", "Lucie Marchandeau", "T3 2026", "auto FA-2026-09030=189.99"},
		{"a quarter beside a number", "189.99", "Lucie Marchandeau", "Q1 FA-2026-09030 T4", "auto FA-2026-09030=189.99"},
		{"the end of one that the book lacks", "189.99", "Lucie Marchandeau", "REF FA-2025-09010", "review not_listed"},
	})
}

// TestNearlyAll: a rest that may be a bank's charge as well is for a person.
func TestNearlyAll(t *testing.T) {
	check(t, []ask{
		{"less 7.50", "50.70", "Zinguerie Pontarlier", "FA-2026-09012", "review unexplained"},
		{"less 12.30", "83.90", "Lucie Marchandeau", "FA-2026-09060", "review unexplained"},
		{"without the tax", "158.33", "Lucie Marchandeau", "FA-2026-09030", "auto FA-2026-09030=158.33 partial 0.00"},
	})
}

// TestListIsNoYear: of two short numbers in a list, the second is not the year of the first.
func TestListIsNoYear(t *testing.T) {
	b := shop(t)
	for i, number := range []string{"F-26-01770", "F-26-01771", "F-26-02026", "F-26-00028"} {
		b.Items = append(b.Items, itemOf(t, fmt.Sprintf("%s ZING %d.13 50", number, 311+i)))
	}
	for i := range 60 {
		b.Items = append(b.Items, itemOf(t, fmt.Sprintf("F-26-%05d QUIN %d.77 50", 1600+i, 511+i)))
	}
	for _, text := range []string{"1770/1771", "factures 1770/2026", "factures 1770/28"} {
		if d := decideAll(t, b, payment(t, "311.13", "Zinguerie Pontarlier", text))[0]; d.Status == ledger.Auto {
			t.Errorf("%s: %s", text, outcome(d))
		}
	}
}

// TestSlipOfYear: a year that the book has not is a slip when all else agrees.
func TestSlipOfYear(t *testing.T) {
	b := shop(t)
	b.Items = nil
	for i := range 300 {
		b.Items = append(b.Items, itemOf(t, fmt.Sprintf("%d/24 HORL %d.%02d 30", 1000+i, 100+i*7, i%100)))
	}
	b.Items = append(b.Items, itemOf(t, "1300/24 MARC 189.99 30"))
	for _, c := range []struct{ text, want string }{
		{"FACTURE 1300/28", "auto 1300/24=189.99"},
		{"FACTURE 1300/06", "auto 1300/24=189.99"},
		{"FACTURE 8300/24", "auto 1300/24=189.99"},
		{"FACTURE 1301/24", "review not_listed"}, // was issued since, or a slip
	} {
		if got := outcome(decideAll(t, b, payment(t, "189.99", "Lucie Marchandeau", c.text))[0]); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}
