package report

import (
	"strings"

	"lettrage/export"
	"lettrage/ledger"
)

// why says in words why a line waits, and what a person can do about it.
type why struct{ Reason, Todo string }

var reasons = map[ledger.Reason]why{
	ledger.Sure:           {"à confirmer", "accepter, ou choisir une autre facture"},
	ledger.Ambiguity:      {"plusieurs explications conviennent aussi bien", "choisir celle qui est juste"},
	ledger.WeakEvidence:   {"aucun indice assez fort", "chercher la facture, ou demander au client"},
	ledger.Contradiction:  {"le texte nomme une facture, le reste en désigne une autre", "lire le texte, puis choisir"},
	ledger.DuplicatePay:   {"sans doute le même règlement une seconde fois", "rembourser, ou laisser en avoir au client"},
	ledger.NotListed:      {"la facture nommée n’est pas dans la liste", "importer la facture, puis relancer le rapprochement"},
	ledger.AlreadyPaid:    {"la facture nommée est déjà réglée", "double règlement\u202f? voir le compte du client"},
	ledger.Competing:      {"un autre règlement convient aussi bien à la même facture", "décider des deux ensemble"},
	ledger.UnexplainedSum: {"l’écart de montant n’a pas de raison admise", "nommer l’écart, ou laisser un reste dû"},
	ledger.NeedsDetail:    {"remise sans son détail", "demander le bordereau à la banque"},
	ledger.ForeignMoney:   {"la ligne est dans une autre devise que les livres", "elle attend un cours\u202f; elle n’est pas comptabilisée"},
	ledger.HeldDuplicate:  {"la même ligne est peut-être déjà dans les livres", "comparer avec la ligne déjà prise\u202f; celle-ci n’est pas comptabilisée"},
	ledger.Refused:        {"propositions refusées", "nommer la facture ou le compte"},
	ledger.Accepted:       {"acceptée par une personne", ""},
	ledger.Chosen:         {"choisie par une personne", ""},
	ledger.Booked:         {"imputée par une personne", ""},
}

func whyOf(r ledger.Reason) why {
	if w, ok := reasons[r]; ok {
		return w
	}
	return why{Reason: spoken(string(r))}
}

var classes = map[ledger.Class]string{
	ledger.CustomerPayment:  "règlement d’un client",
	ledger.PaymentReturned:  "règlement revenu impayé",
	ledger.Unlisted:         "règlement d’un client, facture inconnue",
	ledger.ChequesDeposited: "remise de chèques",
	ledger.DebitsCollected:  "remise de prélèvements",
	ledger.CardsPaidOut:     "remise de cartes",
	ledger.BankFee:          "frais bancaires",
	ledger.BankInterest:     "intérêts bancaires",
	ledger.Refund:           "remboursement",
	ledger.OwnTransfer:      "virement interne",
	ledger.Unrelated:        "aucun client",
	ledger.Duplicate:        "doublon",
}

func classOf(c ledger.Class) string {
	if w, ok := classes[c]; ok {
		return w
	}
	return spoken(string(c))
}

var differences = map[ledger.DifferenceKind]string{
	ledger.Partial:       "règlement partiel",
	ledger.BankCharge:    "frais retenus en route",
	ledger.EarlyDiscount: "escompte",
	ledger.Rounding:      "arrondi",
	ledger.Overpayment:   "trop-perçu",
	ledger.OtherReason:   "écart sans raison connue",
}

// differenceOf says the difference and its amount, nothing when there is none.
func differenceOf(d ledger.Difference) string {
	if d.Kind == ledger.NoDifference {
		return ""
	}
	word, ok := differences[d.Kind]
	if !ok {
		word = spoken(string(d.Kind))
	}
	if d.Amount.IsZero() {
		return word
	}
	abs, err := d.Amount.Abs()
	if err != nil {
		abs = d.Amount
	}
	return word + " " + euros(abs)
}

// evidences are the words for what was seen, by kind and by how; the kind alone
// stands for a how that is not listed.
var evidences = map[ledger.EvidenceKind]map[string]string{
	ledger.ByReference: {"": "numéro lu", "full": "numéro complet lu", "short": "numéro abrégé lu", "repaired": "numéro lu à une faute près",
		"list": "numéro lu dans une liste"},
	ledger.ByAmount: {"": "montant", "exact": "montant exact", "sum": "somme exacte", "partial": "une partie du montant", "overpayment": "plus que le montant",
		"rounding": "montant à un arrondi près", "bank_fee": "montant moins des frais", "discount": "montant moins l’escompte"},
	ledger.ByPayer: {"": "nom du payeur", "name_in_text": "nom lu dans le texte", "learned_name": "nom déjà vu pour ce client", "rare_tokens": "nom rare reconnu",
		"group": "client du même groupe", "customer_number": "numéro de client lu"},
	ledger.ByAccount:  {"": "compte du client connu"},
	ledger.ByDate:     {"": "date d’émission"},
	ledger.ByPurchase: {"": "numéro de commande lu", "customer_number": "numéro de client lu"},
	ledger.ByKind:     {"": "nature de l’opération"},
	ledger.Against: {"": "indice contraire", "names_other": "le texte nomme une autre facture", "names_unlisted": "le texte nomme une facture absente de la liste",
		"other_customer": "le nom est celui d’un autre client", "unknown_name": "nom du payeur inconnu", "other_money": "mots d’un remboursement ou d’un prêt",
		"quotation": "devis et non facture", "strange_words": "mots sans rapport"},
}

func evidenceOf(e ledger.Evidence) string {
	hows := evidences[e.Kind]
	word, known := hows[e.How]
	switch {
	case !known && hows[""] != "":
		word = hows[""]
	case !known:
		word = spoken(string(e.Kind) + " " + e.How)
	}
	if e.MBits < 0 && e.Kind != ledger.Against {
		return "contre" + hard + ": " + word
	}
	return word
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
	return spoken(string(f.Kind)) + where
}

// spoken makes a code readable.
func spoken(code string) string {
	return strings.TrimSpace(strings.ReplaceAll(export.Plain(code), "_", " "))
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
