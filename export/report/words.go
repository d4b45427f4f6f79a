package report

import (
	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
)

// differenceOf says the difference and its amount, nothing when there is none.
func differenceOf(d ledger.Difference) string {
	word := words.French.Difference(d.Kind)
	if word == "" || d.Amount.IsZero() {
		return word
	}
	abs, err := d.Amount.Abs()
	if err != nil {
		abs = d.Amount
	}
	return word + " " + euros(abs)
}

// certainty is how sure a candidate is, in a word and four dots, by fixed bands.
func certainty(share int32) (word, dots string) {
	switch {
	case share >= 990_000:
		return "presque certain", "●●●●"
	case share >= 900_000:
		return "très probable", "●●●○"
	case share >= 600_000:
		return "probable", "●●○○"
	case share >= 150_000:
		return "possible", "●○○○"
	}
	return "peu probable", "○○○○"
}

// findingOf says what is wrong in one sentence.
func findingOf(f Finding) string {
	where := ""
	if !f.Account.IsZero() {
		where = " (" + masked(f.Account) + ")"
	}
	period := ""
	if d := days(f.Period); d != "" {
		period = " " + d
	}
	gap := "\u00a0: écart de " + euros(f.Amount)
	switch f.Kind {
	case DoesNotAddUp:
		return "Le relevé" + period + where + " n’est pas juste" + gap + " entre ses lignes et ses soldes"
	case DoesNotContinue:
		return "Le relevé" + period + where + " ne suit pas le précédent" + gap
	case BooksDiffer:
		return "Le compte 512" + where + " n’est pas égal à la banque" + period + gap
	case NoBalance:
		return "Aucun solde de la banque ne prouve le compte" + where
	case HeldLines:
		return counted(f.Count, "ligne") + where + " peut-être déjà dans les livres\u00a0: " + plural(f.Count, "retenue") + ", à comparer"
	case ForeignLines:
		return counted(f.Count, "ligne") + where + " en devise sans cours\u00a0: " + plural(f.Count, "retenue")
	case ItemsChanged:
		return counted(f.Count, "facture") + " qu’une liste plus récente donne autrement\u00a0: rien n’est changé"
	case ClosedPeriod:
		return counted(f.Count, "ligne") + where + " d’une période close\u00a0: " + plural(f.Count, "comptabilisée") + " au premier jour ouvert"
	}
	if note := export.Plain(f.Note); note != "" {
		return note
	}
	return words.Spoken(string(f.Kind)) + where
}

// proofOf says whether an account's books are the bank's, with a sign that needs no colour.
func proofOf(a Account) (sign, word string) {
	switch a.Proof {
	case Proven:
		return "✓", "prouvé"
	case Differs:
		return "✗", "écart " + signed(a.Mismatch)
	}
	return "?", "non prouvé"
}
