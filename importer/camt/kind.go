package camt

import (
	"bytes"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// families are kinds by domain and family (ISO 20022, external code sets of bank transaction codes).
var families = map[string]ledger.Kind{
	"PMNT/RCDT": ledger.Transfer, "PMNT/ICDT": ledger.Transfer,
	"PMNT/RRCT": ledger.Transfer, "PMNT/IRCT": ledger.Transfer, // instant
	"PMNT/RDDT": ledger.DirectDebit, "PMNT/IDDT": ledger.DirectDebit,
	"PMNT/RCHQ": ledger.Cheque, "PMNT/ICHQ": ledger.Cheque,
	"PMNT/CCRD": ledger.Card, "PMNT/MCRD": ledger.Card,
	"PMNT/CNTR": ledger.Cash,
}

// subFamilies are kinds by sub-family, whatever the family: what comes back, what the bank takes for itself.
var subFamilies = map[string]ledger.Kind{
	"RRTN": ledger.Returned, "RPCR": ledger.Returned, // credit transfers returned or cancelled
	"ARET": ledger.Returned, "AREV": ledger.Returned, // the same in automated clearing
	"UPDD": ledger.Returned, "PRDD": ledger.Returned, "RCDD": ledger.Returned, // direct debits unpaid, returned, cancelled
	"UPCQ": ledger.Returned, "CQRV": ledger.Returned, // cheques unpaid, reversed
	"UPCT": ledger.Returned, "UDFT": ledger.Returned, // cards unpaid, drafts dishonoured
	"CHRG": ledger.Fee, "FEES": ledger.Fee, "COMM": ledger.Fee, "COME": ledger.Fee, "COMI": ledger.Fee, "COMT": ledger.Fee,
	"INTR": ledger.Interest,
	"CHKD": ledger.ChequeDeposit,
}

// interbank are kinds by the interbank codes of French banks (CFONB 120, codes opération interbancaires).
var interbank = map[string]ledger.Kind{
	"01": ledger.Cheque, "02": ledger.ChequeDeposit, "03": ledger.Returned, "04": ledger.Cash,
	"05": ledger.Transfer, "18": ledger.Transfer, "39": ledger.Transfer, "45": ledger.Transfer, "C2": ledger.Transfer,
	"06": ledger.Transfer, "13": ledger.Transfer, "14": ledger.Transfer, "C1": ledger.Transfer,
	"08": ledger.DirectDebit, "09": ledger.DirectDebit, "A1": ledger.DirectDebit, "A2": ledger.DirectDebit,
	"B1": ledger.DirectDebit, "B2": ledger.DirectDebit,
	"10": ledger.Returned, "12": ledger.Returned, "27": ledger.Returned, "B3": ledger.Returned, "B4": ledger.Returned,
	"A3": ledger.Returned, "A4": ledger.Returned, "A5": ledger.Returned, "A6": ledger.Returned,
	"33": ledger.Returned, "38": ledger.Returned,
	"11": ledger.Card, "28": ledger.Card, "36": ledger.Card, "30": ledger.CardPayout,
	"61": ledger.Interest,
	"62": ledger.Fee, "64": ledger.Fee, "65": ledger.Fee, "66": ledger.Fee,
}

func (c code) isZero() bool { return c == code{} }

// text writes domain, family and sub-family, else the bank's own code.
func (c code) text(common *importer.Common) string {
	if c.domain == "" {
		return c.proprietary
	}
	var room [16]byte // of a code of ISO 20022
	text := append(append(append(append(append(room[:0], c.domain...), '/'), c.family...), '/'), c.sub...)
	return common.String(bytes.TrimRight(text, "/"))
}

// kind says how money moved, as far as the code tells.
func (c code) kind(s sign) ledger.Kind {
	if k, ok := subFamilies[c.sub]; ok {
		return k
	}
	k, ok := families[c.domain+"/"+c.family]
	if !ok && strings.HasPrefix(c.issuer, "CFONB") {
		first, _, _ := strings.Cut(c.proprietary, "/") // 05/0123/TRF: interbank, the bank's own, SWIFT
		k = interbank[first]
	}
	switch {
	case s != moneyIn || c.domain == "":
		return k
	case k == ledger.Card:
		return ledger.CardPayout
	case k == ledger.Cheque:
		return ledger.ChequeDeposit
	}
	return k
}
