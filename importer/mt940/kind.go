package mt940

import (
	"strings"

	"lettrage/ledger"
)

// types are kinds by the type in :61:, without its first letter (SWIFT MT940, field 61, subfield 6), and
// by those of Dutch banks (ING, as in its CSV; SNS, ASN).
var types = map[string]ledger.Kind{
	"TRF": ledger.Transfer, "STO": ledger.Transfer, "DDT": ledger.DirectDebit, "CHK": ledger.Cheque, "ECK": ledger.Cheque, "TCK": ledger.Cheque, "CLR": ledger.Cheque,
	"CHG": ledger.Fee, "COM": ledger.Fee, "BRF": ledger.Fee, "INT": ledger.Interest, "RTI": ledger.Returned,
	"103": ledger.Transfer, "202": ledger.Transfer, // the numbers of the messages that moved the money; only behind S
	"OV": ledger.Transfer, "OVB": ledger.Transfer, "GT": ledger.Transfer, "PO": ledger.Transfer, "ID": ledger.Transfer, "ET": ledger.Transfer, "AC": ledger.Transfer, "ACC": ledger.Transfer, "IOB": ledger.Transfer, "IDB": ledger.Transfer,
	"IC": ledger.DirectDebit, "INC": ledger.DirectDebit, "BA": ledger.Card, "BEA": ledger.Card, "GM": ledger.Cash, "GEA": ledger.Cash, "ST": ledger.Cash, "RNT": ledger.Interest, "KST": ledger.Fee,
}

// businessCodes are kinds by German business code (Geschäftsvorfallcode; DFÜ-Abkommen, Anlage 3). Those of three
// digits from 800 on stand in kind.
var businessCodes = map[string]ledger.Kind{
	"001": ledger.Cheque, "002": ledger.Cheque, "003": ledger.Cheque, "101": ledger.Cheque, "102": ledger.Cheque, "103": ledger.Cheque, "170": ledger.Cheque, "070": ledger.Cheque, "185": ledger.Cheque,
	"004": ledger.DirectDebit, "005": ledger.DirectDebit, "071": ledger.DirectDebit, "104": ledger.DirectDebit, "105": ledger.DirectDebit, "107": ledger.DirectDebit,
	"171": ledger.DirectDebit, "174": ledger.DirectDebit, "192": ledger.DirectDebit, "195": ledger.DirectDebit, "196": ledger.DirectDebit, "197": ledger.DirectDebit,
	"006": ledger.Card, "106": ledger.Card, "190": ledger.Card, "198": ledger.Card,
	"008": ledger.Transfer, "020": ledger.Transfer, "051": ledger.Transfer, "052": ledger.Transfer, "053": ledger.Transfer, "054": ledger.Transfer, "056": ledger.Transfer, "087": ledger.Transfer, "088": ledger.Transfer,
	"116": ledger.Transfer, "117": ledger.Transfer, "118": ledger.Transfer, "119": ledger.Transfer, "152": ledger.Transfer, "153": ledger.Transfer, "154": ledger.Transfer, "155": ledger.Transfer, "156": ledger.Transfer, "157": ledger.Transfer,
	"161": ledger.Transfer, "162": ledger.Transfer, "163": ledger.Transfer, "164": ledger.Transfer, "165": ledger.Transfer, "166": ledger.Transfer, "167": ledger.Transfer, "168": ledger.Transfer, "169": ledger.Transfer,
	"177": ledger.Transfer, "188": ledger.Transfer, "189": ledger.Transfer, "191": ledger.Transfer, "194": ledger.Transfer, "201": ledger.Transfer, "202": ledger.Transfer, "206": ledger.Transfer, "820": ledger.Transfer,
	"082": ledger.Cash, "083": ledger.Cash, "320": ledger.Fee, "321": ledger.Fee,
	"804": ledger.Fee, "805": ledger.Fee, "806": ledger.Fee, "807": ledger.Fee, "808": ledger.Fee, "809": ledger.Fee, "810": ledger.Fee, "811": ledger.Fee,
	"812": ledger.Interest, "814": ledger.Interest, "815": ledger.Interest, "817": ledger.Interest, "604": ledger.Interest,
}

// returns are the business codes of what comes back.
var returns = map[string]bool{
	"009": true, "059": true, "108": true, "109": true, "110": true, "111": true, "159": true, "160": true, "181": true, "182": true, "183": true, "184": true, "193": true, "199": true, "899": true,
}

// beginnings are kinds by the words with which French and Dutch banks begin what they call a line; the longer first.
var beginnings = []struct {
	words string
	kind  ledger.Kind
}{
	{"SEPA OVERBOEKING", ledger.Transfer}, {"SEPA PERIODIEKE", ledger.Transfer}, {"OVERBOEKING", ledger.Transfer}, {"SEPA ACCEPTGIRO", ledger.Transfer}, {"ACCEPTGIRO", ledger.Transfer}, {"IDEAL", ledger.Transfer},
	{"SEPA INCASSO", ledger.DirectDebit}, {"EUROPESE INCASSO", ledger.DirectDebit}, {"INCASSO", ledger.DirectDebit}, {"BETAALAUTOMAAT", ledger.Card}, {"BEA", ledger.Card}, {"GELDAUTOMAAT", ledger.Cash}, {"GEA", ledger.Cash},
	{"REMISE CB", ledger.CardPayout}, {"REMISE CARTE", ledger.CardPayout}, {"REMISE CHEQUE", ledger.ChequeDeposit}, {"REMISE CHEQUES", ledger.ChequeDeposit}, {"REMISE DE CHEQUES", ledger.ChequeDeposit}, {"REM CHQ", ledger.ChequeDeposit}, {"REMISE DE CHEQUE", ledger.ChequeDeposit},
	{"VIR", ledger.Transfer}, {"VIREMENT", ledger.Transfer}, {"PRLV", ledger.DirectDebit}, {"PRELEVEMENT", ledger.DirectDebit}, {"CHEQUE", ledger.Cheque}, {"CHQ", ledger.Cheque}, {"CARTE", ledger.Card}, {"FACTURE CARTE", ledger.Card}, {"RETRAIT", ledger.Cash}, {"VERSEMENT", ledger.Cash},
	{"FRAIS", ledger.Fee}, {"COMMISSION", ledger.Fee}, {"COMMISSIONS", ledger.Fee}, {"COTISATION", ledger.Fee}, {"INTERETS", ledger.Interest}, {"AGIOS", ledger.Interest}, {"REJET", ledger.Returned}, {"IMPAYE", ledger.Returned},
}

// kind says how money moved, as far as the business code, the type or the bank's words tell.
func (d *description) kind(typ, label string) ledger.Kind {
	k := d.bareKind(typ, label)
	switch {
	case !d.in:
		return k
	case k == ledger.Card:
		return ledger.CardPayout
	case k == ledger.Cheque:
		return ledger.ChequeDeposit
	}
	return k
}

func (d *description) bareKind(typ, label string) ledger.Kind {
	if returns[d.gvc] {
		return ledger.Returned
	}
	if k, ok := businessCodes[d.gvc]; ok {
		return k
	}
	upper := strings.ToUpper(label[:min(len(label), 40)])
	for _, b := range beginnings {
		if rest, ok := strings.CutPrefix(upper, b.words); ok && (rest == "" || !isUpper(rest[0])) {
			return b.kind
		}
	}
	if len(typ) < 2 || typ[0] == 'N' && typ[1] >= '0' && typ[1] <= '9' { // numbers are the bank's own, and stand for different things
		return ledger.Other
	}
	return types[typ[1:]]
}
