package csv

import (
	"slices"
	"strings"

	"lettrage/ledger"
)

// kinds are the kinds of movement that a profile may name.
var kinds = []ledger.Kind{ledger.Transfer, ledger.DirectDebit, ledger.Cheque, ledger.ChequeDeposit, ledger.Card, ledger.CardPayout,
	ledger.Cash, ledger.Fee, ledger.Interest, ledger.Returned}

func knownKind(s string) bool { return slices.Contains(kinds, ledger.Kind(s)) }

// grammar is what the first words of a label say in French banks, the longer
// beginning first. A sign of 0 is either; else only lines of that sign are meant.
var grammar = []struct {
	words string
	sign  int
	kind  ledger.Kind
}{
	{"remise de cheque", 1, ledger.ChequeDeposit}, {"remise de cheques", 1, ledger.ChequeDeposit}, {"remise cheque", 1, ledger.ChequeDeposit},
	{"remise cheques", 1, ledger.ChequeDeposit}, {"rem chq", 1, ledger.ChequeDeposit},
	{"remise cb", 1, ledger.CardPayout}, {"remise carte", 1, ledger.CardPayout}, {"remise cartes", 1, ledger.CardPayout},
	{"cheque", -1, ledger.Cheque}, {"chq", -1, ledger.Cheque},
	{"prlv", 0, ledger.DirectDebit}, {"prelevement", 0, ledger.DirectDebit},
	{"vir", 0, ledger.Transfer}, {"virt", 0, ledger.Transfer}, {"virement", 0, ledger.Transfer},
	{"carte", -1, ledger.Card}, {"cb", -1, ledger.Card}, {"paiement cb", -1, ledger.Card}, {"paiement par carte", -1, ledger.Card},
	{"facture carte", -1, ledger.Card}, {"achat cb", -1, ledger.Card},
	{"versement especes", 1, ledger.Cash}, {"versement d especes", 1, ledger.Cash}, {"depot esp", 1, ledger.Cash}, {"retrait dab", -1, ledger.Cash},
	{"commission", -1, ledger.Fee}, {"commissions", -1, ledger.Fee}, {"cotisation", -1, ledger.Fee}, {"frais", -1, ledger.Fee}, {"f commission", -1, ledger.Fee},
}

// returned are the words by which a bank says that an earlier movement comes back.
var returned = []string{"impaye", "impayee", "rej", "rejet", "rejete", "contrepassation"}

// kind tells how money moved: from the bank's code where the profile knows it, else
// from the first words of the label where these can mean one thing only. The number
// of a cheque is the one that follows the word.
func (rd *reading) kind(t ledger.Transaction) (ledger.Kind, string) {
	kind := ledger.Other
	if t.Code != "" && len(rd.kinds) > 0 {
		kind = ledger.Kind(rd.kinds[fold(t.Code)])
	}
	label := fold(t.Label[:min(len(t.Label), maxGrammar)])
	if kind == ledger.Other {
		kind = byLabel(label, t.Amount.Sign())
	}
	cheque := t.Payment.Cheque
	if kind == ledger.ChequeDeposit {
		return kind, "" // the number is that of the slip
	}
	if kind == ledger.Cheque && cheque == "" {
		cheque = chequeNumber(strings.Fields(label))
	}
	return kind, cheque
}

// maxGrammar is how much of a label says the kind, in bytes.
const maxGrammar = 60

// byLabel tells the kind by the first words of a folded label; a word of a return may be
// the third.
func byLabel(label string, sign int) ledger.Kind {
	rest := label
	for range 3 {
		var word string
		if word, rest, _ = strings.Cut(rest, " "); word != "" && slices.Contains(returned, word) {
			return ledger.Returned
		}
	}
	for i := range grammar {
		if g := &grammar[i]; (g.sign == 0 || g.sign == sign) && beginsWith(label, g.words) {
			return g.kind
		}
	}
	return ledger.Other
}

// chequeNumber finds the number in "CHEQUE 1234567", "CHEQUE N 1234567", "CHQ. 1234567".
func chequeNumber(words []string) string {
	for i, w := range words[:min(len(words), 4)] {
		digits := strings.TrimLeft(w, "n")
		if i > 0 && len(digits) >= 5 && len(digits) <= 9 && strings.Trim(digits, "0123456789") == "" {
			return digits
		}
	}
	return ""
}
