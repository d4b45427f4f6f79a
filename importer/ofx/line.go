package ofx

import (
	"strings"
	"unicode/utf8"

	"github.com/aclindsa/ofxgo"

	"lettrage/ledger"
)

// kinds are the TRNTYPEs that say how money moved (OFX 11.4.4.3). CREDIT, DEBIT,
// PAYMENT and the like tell nothing of it.
var kinds = map[string]ledger.Kind{
	"INT": ledger.Interest, "FEE": ledger.Fee, "SRVCHG": ledger.Fee, "ATM": ledger.Cash, "CASH": ledger.Cash, "POS": ledger.Card,
	"XFER": ledger.Transfer, "REPEATPMT": ledger.Transfer, "DIRECTDEP": ledger.Transfer, "DIRECTDEBIT": ledger.DirectDebit,
	"CHECK": ledger.Cheque,
}

// line makes a line of the books of a transaction and what was checked of it.
func line(t *ofxgo.Transaction, c checked) ledger.Transaction {
	l := ledger.Transaction{
		BankID: string(t.FiTID), Booked: c.booked, Value: c.value, Amount: c.amount, Kind: kinds[c.code], Code: c.code, Line: c.line,
	}
	if l.Kind == ledger.Cheque && l.Amount.Sign() > 0 {
		l.Kind = ledger.ChequeDeposit
	}
	for _, other := range []ofxgo.String{t.RefNum, t.SrvrTID} {
		if l.BankID == "" {
			l.BankID = string(other)
		}
	}
	l.Cheque = string(t.CheckNum)
	said(&l, nameOf(t), string(t.Memo))
	if a := t.BankAcctTo; a != nil {
		l.Counterparty.Account = account{bank: string(a.BankID), branch: string(a.BranchID), number: string(a.AcctID), key: string(a.AcctKey)}.ref().String()
	} else if a := t.CCAcctTo; a != nil {
		l.Counterparty.Account = account{number: string(a.AcctID)}.ref().String()
	}
	return l
}

// nameOf returns the name of a transaction, in full where EXTDNAME has it so.
func nameOf(t *ofxgo.Transaction) string {
	s := string(t.Name)
	if s == "" && t.Payee != nil {
		s = string(t.Payee.Name)
	}
	if full := string(t.ExtdName); strings.HasPrefix(full, s) {
		s = full
	}
	return s
}

// nameRunes is where OFX cuts a NAME (type A-32).
const nameRunes = 32

// said shares what NAME and MEMO hold between the other party's name, what it
// wrote, and the bank's own words. Banks use them in three ways:
//
//   - NAME is a name and MEMO what it wrote, or words of the bank that hold the name;
//   - NAME is the beginning of MEMO, cut;
//   - the bank's words begin in NAME and go on in MEMO.
func said(l *ledger.Transaction, name, memo string) {
	switch {
	case memo == "" || hasFold(name, memo):
		l.Label = name
	case name == "" || hasFold(memo, name):
		l.Label = memo
	case !bankWords(name):
		l.Remittance = memo
	case utf8.RuneCountInString(name) == nameRunes:
		l.Label = name + memo // cut within a word
	default:
		l.Label = name + " " + memo
	}
	if !bankWords(name) {
		l.Counterparty.Name = name
	}
}

// hasFold reports whether s holds part, in capitals or not.
func hasFold(s, part string) bool {
	return strings.Contains(strings.ToUpper(s), strings.ToUpper(part))
}

// bankWords reports whether a NAME begins with the bank's name of a kind of
// movement, and so is no name.
func bankWords(name string) bool {
	first, _, _ := strings.Cut(name, " ")
	return movements[strings.ToUpper(strings.Trim(first, ".:/-*"))] || strings.Contains(name, " CB****")
}

// movements are the words with which banks begin the lines of a kind.
var movements = func() map[string]bool {
	const words = "VIR VIRT VIREMENT VIREMENTS PRLV PRLVT PRELEVEMENT PRELEVEMENTS PRELEV AVOIR CB CARTE PAIEMENT PAIEMENTS ACHAT FACTURE " +
		"CHQ CHEQUE CHEQUES REM REMISE REMISES VERSEMENT VRST DEPOT RETRAIT DAB FRAIS COM COMM COMMISSION COMMISSIONS COTISATION COTIS " +
		"INTERETS INTERET AGIOS ECHEANCE ECH PRET REMBOURSEMENT REMBT REJET IMPAYE ANNULATION EXTOURNE REGULARISATION ABONNEMENT " +
		"VIR. SEPA TIP TIPSEPA TELEREGLEMENT LCR EFFET EFFETS DOMICILIATION DOMICILIE TRANSFERT FORFAIT TVA SOLDE"
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}()
