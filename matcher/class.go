package matcher

import (
	"bytes"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// wordSignals is what the words of a line tell besides numbers and names.
type wordSignals struct {
	other    int      // words for money that pays no invoice
	credit   bool     // … of which all mean a credit note
	money    []string // of the former, those that mean no credit note
	notes    int      // … and how many do
	returned bool     // an earlier movement comes back
	fee      bool
	part     bool
	parted   bool // … says a word that means nothing else
	quote    bool
	invoice  bool
	rate     int      // hundredths of a percent that the text names, 0: none
	strange  []string // words that nobody knows
	batch    ledger.Class
}

// advance reports whether the line pays in advance for what a quotation offers.
func (s *wordSignals) advance() bool { return s.quote && s.part }

// readWords reads the words of a line. Words of the payer's own name say nothing.
func (x *Index) readWords(v *view) {
	names := foldedNames(v.pay)
	for i := range v.pieces {
		p := &v.pieces[i]
		if p.field == inEndToEnd && !hasBlank(p.f.B) {
			continue // an identifier
		}
		for k, r := range p.runs {
			if r.Digits || v.claimed(i, r) {
				continue
			}
			if w := p.text(k); !holdsWord(names, w) {
				x.readWord(v, p, k, w)
			}
		}
	}
	for i := range v.claims {
		v.words.part = v.words.part || v.claims[i].part // also A/C, which no class of words holds
	}
	v.words.sum()
	v.words.batch = batchOf(v)
}

// sum counts the words for money that pays no invoice.
func (s *wordSignals) sum() {
	s.other, s.credit = len(s.money)+s.notes, s.notes > 0 && len(s.money) == 0
}

// bankWords is how many of the first words of a label are taken to be the bank's own.
const bankWords = 4

// banks reports whether run k is of the words with which a bank begins its label.
func (p *piece) banks(k int) bool { return p.field == inLabel && k < bankWords }

// claimed reports whether a run is a part of a number.
func (v *view) claimed(piece int, r text.Run) bool {
	return slices.ContainsFunc(v.claims, func(c claim) bool { return int(c.piece) == piece && c.from <= r.Start && r.End <= c.to })
}

func hasBlank(b []byte) bool { return bytes.ContainsAny(bytes.TrimSpace(b), " \n") }

// foldedNames returns the names of who pays, folded, each on a line of its own.
func foldedNames(p *ledger.Payment) []byte {
	names := text.Fold(p.Counterparty.Name)
	if p.Ultimate.Name == "" {
		return names.B
	}
	return append(append(names.B, '\n'), text.Fold(p.Ultimate.Name).B...)
}

// holdsWord reports whether letters stand in a text, with no others around.
func holdsWord(in []byte, word string) bool {
	letter := func(k int) bool { return k >= 0 && k < len(in) && in[k] >= 'A' && in[k] <= 'Z' }
	for from := 0; from+len(word) <= len(in); from++ {
		if in[from] == word[0] && string(in[from:from+len(word)]) == word && !letter(from-1) && !letter(from+len(word)) {
			return true
		}
	}
	return false
}

func (x *Index) readWord(v *view, p *piece, k int, w string) {
	s := &v.words
	switch wordClasses[w] {
	case otherMoney:
		s.money = append(s.money, w)
	case creditWord:
		if !p.banks(k) && (w != "CREDIT" || wordClasses[p.word(k, 1, 1)] == plainWord && p.word(k, 1, 1) == "NOTE") {
			s.notes++ // CREDIT TRANSFER is how a bank calls money that comes in
		}
	case returnWord:
		s.returned = true
	case feeWord:
		s.fee = true
	case discountWord:
		s.rate = max(s.rate, percentAfter(p, k))
	case partWord:
		s.part = true
		s.parted = s.parted || w != "VERSEMENT" // which is any payment as well
	case plainWord:
		if onAccount(p, k) {
			s.part, s.parted = true, true
		}
	case quoteWord:
		s.quote = true
	case invoiceWord:
		s.invoice = true
	case unknownWord:
		if len(w) >= 3 && months[w] == 0 && !x.isName(w) && !text.LegalForm(w) && !mixed(p, k) && !code(p, k) && !(p.field == inLabel && x.ofPayer(v, w)) {
			s.strange = append(s.strange, w)
		}
	}
}

// ofPayer reports whether a word may be one of the likeliest payer's name, misspelt
// or cut: a bank's own words hold the name.
func (x *Index) ofPayer(v *view, w string) bool {
	best := v.bestPayer()
	if best == nil {
		return true
	}
	words := x.names.wordsOf(x.names.called(best))
	for _, id := range words {
		t := x.names.text[id]
		if text.OneEdit(w, t) || len(w) >= 3 && strings.HasPrefix(t, w) {
			return true
		}
	}
	name := x.names.together(words)
	return strings.Contains(w, name) || text.OneEdit(w, name) || strings.HasPrefix(name, w)
}

// code reports whether letters stand beside signs that no sentence has.
func code(p *piece, k int) bool {
	strange := func(at int32) bool {
		return at >= 0 && int(at) < len(p.f.B) && strings.IndexByte("@|*(){}<>[]=!$\\", p.f.B[at]) >= 0
	}
	return strange(p.runs[k].Start-1) || strange(p.runs[k].End)
}

// mixed reports whether letters touch digits: an identifier, no word.
func mixed(p *piece, k int) bool {
	return k > 0 && p.runs[k-1].End == p.runs[k].Start || k+1 < len(p.runs) && p.runs[k].End == p.runs[k+1].Start
}

// isName reports whether a word belongs to customers' names.
func (x *Index) isName(w string) bool {
	_, ok := x.names.words[w]
	return ok
}

// percentAfter reads "ESCOMPTE 2%", "ESCOMPTE 1,5 %" after run k.
func percentAfter(p *piece, k int) int {
	if k+1 >= len(p.runs) || !p.runs[k+1].Digits || p.runs[k+1].End-p.runs[k+1].Start > 2 {
		return 0
	}
	rate, last := atoi(p.text(k+1))*100, k+1
	if k+2 < len(p.runs) && p.runs[k+2].Digits && p.runs[k+2].Start == p.runs[k+1].End+1 && p.runs[k+2].End-p.runs[k+2].Start == 1 {
		rate, last = rate+10*atoi(p.text(k+2)), k+2
	}
	tail := p.f.B[p.runs[last].End:min(int(p.runs[last].End)+2, len(p.f.B))]
	if rate > 1000 || !strings.Contains(string(tail), "%") && !strings.HasPrefix(p.word(last, 1, 1), "P") {
		return 0
	}
	return rate
}

// batchOf recognises lines that hold many payments: deposits of cheques,
// collections, card takings. By the bank's kind, and else by its words.
func batchOf(v *view) ledger.Class {
	switch v.line.Kind {
	case ledger.ChequeDeposit:
		return ledger.ChequesDeposited
	case ledger.CardPayout:
		return ledger.CardsPaidOut
	}
	seen := func(words ...string) bool {
		for i := range v.pieces {
			for k := range v.pieces[i].runs {
				for _, w := range words {
					if v.pieces[i].text(k) == w {
						return true
					}
				}
			}
		}
		return false
	}
	remitted := seen("REM", "REMISE", "REMISES", "VERSEMENT", "DEPOT", "BORDEREAU")
	switch {
	case remitted && seen("CHQ", "CHQS", "CHEQUE", "CHEQUES"):
		return ledger.ChequesDeposited
	case remitted && seen("CB", "CARTE", "CARTES", "TPE", "VISA") || seen("PAYOUT", "SUMUP", "STRIPE", "PAYPAL", "ZETTLE", "WORLDLINE", "ADYEN", "MOLLIE"):
		return ledger.CardsPaidOut
	case remitted && seen("PRLV", "PRELEVEMENT", "PRELEVEMENTS", "PRELVT", "LCR", "SDD"):
		return ledger.DebitsCollected
	}
	return ""
}

// ownAccount reports whether the other side is an account of the company's own. An
// account proves nothing that the master data gives to a customer as well, or that
// comes with a customer's whole name; nor does the only one that there is: a line
// does not come from the account on which it stands.
func (x *Index) ownAccount(v *view) bool {
	iban := v.pay.Counterparty.Account
	if !x.isOwn(iban) || len(x.ownIBANs) == 1 || len(x.byAccount.get(keyOf('b', text.Compact(iban)))) > 0 {
		return false
	}
	best := v.bestPayer()
	return best == nil || !best.exact || best.mbits < knownPayer
}

// isOwn reports whether an account is one of the company's own.
func (x *Index) isOwn(iban string) bool { return iban != "" && x.ownIBANs[text.Compact(iban)] }

// otherClass names what a line is that pays no invoice.
func (x *Index) otherClass(v *view) ledger.Class {
	l := v.line
	switch {
	case x.ownAccount(v):
		return ledger.OwnTransfer
	case l.Kind == ledger.Fee && !v.namesMovement():
		return ledger.BankFee
	case l.Kind == ledger.Interest:
		return ledger.BankInterest
	case v.words.batch != "":
		return v.words.batch
	case v.words.other > 0:
		return ledger.Refund
	case l.Amount.Sign() < 0 && v.words.fee && !v.namesMovement():
		return ledger.BankFee
	}
	return ledger.Unrelated
}

// movements are words with which banks begin the label of money that goes to
// somebody. Some give such a line the code of a charge.
var movements = map[string]bool{"CHEQUE": true, "CHEQUES": true, "CHQ": true, "CHQS": true, "VIR": true, "VIREMENT": true, "VIRT": true,
	"PRLV": true, "PRELEVEMENT": true, "PRELVT": true, "ACHAT": true, "ACHATS": true, "PAIEMENT": true, "RETRAIT": true, "EFFET": true, "LCR": true,
	"CHECK": true, "TRANSFER": true, "PAYMENT": true, "WITHDRAWAL": true, "UBERWEISUNG": true, "LASTSCHRIFT": true, "OVERSCHRIJVING": true}

// namesMovement reports whether the bank's own words begin with a movement, which
// is then no charge: a charge on it begins with FRAIS or COMMISSION.
func (v *view) namesMovement() bool {
	for i := range v.pieces {
		if p := &v.pieces[i]; p.field == inLabel && len(p.runs) > 0 {
			return movements[p.text(0)]
		}
	}
	return false
}
