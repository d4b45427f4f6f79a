package ofx

import (
	"strings"
	"unicode/utf8"

	"github.com/aclindsa/ofxgo"

	"lettrage/importer"
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
	said(&l, nameOf(t), string(t.Memo))
	l.CardDay = cardDay(t, l)
	importer.ReadCardDay(&l)
	if number := string(t.CheckNum); strings.Trim(number, "0") != "" && (c.code == "CHECK" || cheque(l.Label) || cheque(l.Remittance)) {
		l.Cheque = number // other lines have a reference of the bank's there
	}
	if a := t.BankAcctTo; a != nil {
		l.Counterparty.Account = account{bank: string(a.BankID), branch: string(a.BranchID), number: string(a.AcctID), key: string(a.AcctKey)}.ref().String()
	} else if a := t.CCAcctTo; a != nil {
		l.Counterparty.Account = account{number: string(a.AcctID)}.ref().String()
	}
	return l
}

// cardDay is DTUSER, the day on which the user began the transaction (OFX 2.2, section
// 11.4.4.1), of a card that was used before the booking.
func cardDay(t *ofxgo.Transaction, l ledger.Transaction) ledger.Date {
	if t.DtUser == nil || l.Kind != ledger.Card {
		return 0
	}
	if d := ledger.DateOf(t.DtUser.Time); d < l.Booked {
		return d
	}
	return 0
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
	bank := bankWords(name)
	if !bank {
		l.Counterparty.Name = name
	}
	switch {
	case memo == "" || holds(name, memo, false):
		l.Label = name
	case name == "" || holds(memo, name, true):
		l.Label = memo
	case !bank:
		l.Remittance = memo
	case utf8.RuneCountInString(name) == nameRunes:
		l.Label = name + memo // cut within a word
	default:
		l.Label = name + " " + memo
	}
}

// holds reports whether s has part as whole words, in capitals or not; or begins with it where it may be cut.
func holds(s, part string, cut bool) bool {
	const tries = 8
	s, part = strings.ToUpper(s), strings.ToUpper(part)
	if cut && strings.HasPrefix(s, part) {
		return true
	}
	for from, n := 0, 0; n < tries; n++ {
		i := strings.Index(s[from:], part)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(part)
		if (i == 0 || !letter(s[i-1])) && (end == len(s) || !letter(s[end])) {
			return true
		}
		from = i + 1
	}
	return false
}

// letter reports whether a byte is one of a letter or a digit, in capitals.
func letter(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf }

// bankWords reports whether a NAME begins with the bank's word for a kind of
// movement, or with the day and the number of a card, and so is no name.
func bankWords(name string) bool {
	first, rest, _ := strings.Cut(name, " ")
	if strings.HasPrefix(rest, "CB") && strings.Trim(first, "0123456789/") == "" {
		return true
	}
	return movements[strings.ToUpper(strings.Trim(first, ".:/-*"))]
}

func cheque(text string) bool {
	for _, w := range strings.Fields(strings.ToUpper(text)) {
		if w == "CHQ" || w == "CHEQUE" || w == "CHÈQUE" || w == "CHECK" {
			return true
		}
	}
	return false
}

// movements are the words with which French banks begin what they call a movement.
var movements = wordSet("VIR VIRT VIREMENT VIREMENTS PRLV PRLVT PRELEV PRELEVEMENT PRELEVEMENTS PRÉLÈVEMENT CB CARTE PAIEMENT PAIEMENTS " +
	"CHQ CHEQUE CHEQUES CHÈQUE CHÈQUES REM REMISE REMISES VERSEMENT VERSEMENTS VRST RETRAIT RETRAITS DAB FRAIS COMMISSION COMMISSIONS " +
	"COTISATION COTISATIONS COTIS INTERET INTERETS INTÉRÊTS AGIOS ECHEANCE ÉCHÉANCE REJET IMPAYE IMPAYÉ ANNULATION EXTOURNE " +
	"REMBOURSEMENT TIP TIPSEPA TELEREGLEMENT TÉLÉRÈGLEMENT LCR")

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
