package ofx

import (
	"strings"
	"testing"

	"github.com/aclindsa/ofxgo"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// TestSaid has the ways in which banks use NAME and MEMO.
func TestSaid(t *testing.T) {
	for _, c := range []struct{ name, memo, wantName, label, remittance string }{
		// A name, and what it wrote.
		{"DURAND SARL", "FACT 12", "DURAND SARL", "", "FACT 12"},
		{"NORTHWIND LTD", "INV 77", "NORTHWIND LTD", "", "INV 77"},
		{"LOT 123", "12", "LOT 123", "", "12"}, // no word of the name
		{"FACTORY", "FACT", "FACTORY", "", "FACT"},
		// A name, and the bank's words around it.
		{"MARTEL SNC", "VIR SEPA RECU DE MARTEL SNC /RFB/FACT-26/0438", "MARTEL SNC", "VIR SEPA RECU DE MARTEL SNC /RFB/FACT-26/0438", ""},
		{"Zoé Martel", "VIR RECU ZOÉ MARTEL REF 1", "Zoé Martel", "VIR RECU ZOÉ MARTEL REF 1", ""},
		// The beginning of the text, cut.
		{"VIR SEPA RECU DE /RFB/FACT-25/03", "VIR SEPA RECU DE /RFB/FACT-25/0309", "", "VIR SEPA RECU DE /RFB/FACT-25/0309", ""},
		{"EFTPOS WDL HANDYWAY ALDI STORE", "EFTPOS WDL HANDYWAY ALDI STORE GEELONG", "EFTPOS WDL HANDYWAY ALDI STORE", "EFTPOS WDL HANDYWAY ALDI STORE GEELONG", ""},
		// The bank's words, over both.
		{"VIR SAS DUVAL", "facture FA-2026/0412", "", "VIR SAS DUVAL facture FA-2026/0412", ""},
		{"PRLV SEPA MUTUELLE IMAGI", "01D130082403 07/26", "", "PRLV SEPA MUTUELLE IMAGI 01D130082403 07/26", ""},
		{"130726 CB****1111", "CAFE DU PORT", "", "130726 CB****1111 CAFE DU PORT", ""},
		{"VIR SEPA RECU REF NON COMMUN REF", "ERENCE FACT-25/0310", "", "VIR SEPA RECU REF NON COMMUN REFERENCE FACT-25/0310", ""},
		{"CHEQUE 0000056", "", "", "CHEQUE 0000056", ""},
		// One of them alone.
		{"DURAND SARL", "", "DURAND SARL", "DURAND SARL", ""},
		{"", "VIREMENT DE DURAND", "", "VIREMENT DE DURAND", ""},
		{"", "", "", "", ""},
	} {
		var l ledger.Transaction
		said(&l, c.name, c.memo)
		if l.Counterparty.Name != c.wantName || l.Label != c.label || l.Remittance != c.remittance {
			t.Errorf("%q, %q: got name %q, label %q, remittance %q", c.name, c.memo, l.Counterparty.Name, l.Label, l.Remittance)
		}
	}
}

func TestHoldsEndsSoon(t *testing.T) {
	s := strings.Repeat("a", 4000)
	if holds(s, strings.Repeat("a", 2000), false) {
		t.Error("half of a word is no word")
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		code   string
		minor  int64
		in     ofxgo.Transaction
		kind   ledger.Kind
		id     string
		cheque string
	}{
		{"CREDIT", 100, ofxgo.Transaction{FiTID: "1", RefNum: "2"}, ledger.Other, "1", ""},
		{"CREDIT", 100, ofxgo.Transaction{RefNum: "2", SrvrTID: "3"}, ledger.Other, "2", ""},
		{"CREDIT", 100, ofxgo.Transaction{SrvrTID: "3"}, ledger.Other, "3", ""},
		{"INT", -100, ofxgo.Transaction{}, ledger.Interest, "", ""},
		{"FEE", -100, ofxgo.Transaction{}, ledger.Fee, "", ""},
		{"SRVCHG", -100, ofxgo.Transaction{}, ledger.Fee, "", ""},
		{"ATM", -100, ofxgo.Transaction{}, ledger.Cash, "", ""},
		{"POS", -100, ofxgo.Transaction{}, ledger.Card, "", ""},
		{"XFER", -100, ofxgo.Transaction{}, ledger.Transfer, "", ""},
		{"DIRECTDEBIT", -100, ofxgo.Transaction{}, ledger.DirectDebit, "", ""},
		{"CHECK", -100, ofxgo.Transaction{CheckNum: "0000056"}, ledger.Cheque, "", "0000056"},
		{"CHECK", 100, ofxgo.Transaction{CheckNum: "56"}, ledger.ChequeDeposit, "", "56"},
		{"CHECK", -100, ofxgo.Transaction{CheckNum: "000"}, ledger.Cheque, "", ""},
		{"DEBIT", -100, ofxgo.Transaction{CheckNum: "56", Name: "CHQ 56"}, ledger.Other, "", "56"},
		{"DEBIT", -100, ofxgo.Transaction{CheckNum: "0D43NO9", Name: "PRLV SEPA X"}, ledger.Other, "", ""},
		{"OWN", -100, ofxgo.Transaction{}, ledger.Other, "", ""},
	} {
		l := line(&c.in, checked{line: 7, booked: 5, value: 6, amount: money.New(c.minor, "EUR"), code: c.code})
		if l.Kind != c.kind || l.BankID != c.id || l.Cheque != c.cheque || l.Code != c.code || l.Line != 7 || l.Booked != 5 || l.Value != 6 || l.Amount.Minor() != c.minor {
			t.Errorf("%s %d: got %+v", c.code, c.minor, l)
		}
	}
}

// TestAccount makes IBANs of what is one, and nothing of the rest.
func TestAccount(t *testing.T) {
	const iban = "FR7630001007941234567890185" // bank 30001, branch 00794, number 12345678901, key 85
	for _, c := range []struct {
		in   account
		want ledger.AccountRef
	}{
		{account{bank: "30001", branch: "00794", number: "12345678901"}, ledger.AccountRef{IBAN: iban}},
		{account{bank: "30001", branch: "00794", number: "12345678901", key: "85"}, ledger.AccountRef{IBAN: iban}},
		{account{bank: "30001", branch: "00794", number: "1234567890185"}, ledger.AccountRef{IBAN: iban}},
		{account{bank: "30001", branch: "00794", number: "123 456 789 01"}, ledger.AccountRef{IBAN: iban}},
		{account{number: "30001007941234567890185"}, ledger.AccountRef{IBAN: iban}},
		{account{bank: "X", number: "FR76 3000 1007 9412 3456 7890 185"}, ledger.AccountRef{IBAN: iban}},
		{account{bank: "30001", branch: "00794", number: "12345678901", key: "84"}, ledger.AccountRef{Other: "30001/00794/12345678901"}},
		{account{bank: "30001", branch: "00794", number: "1234567890184"}, ledger.AccountRef{Other: "30001/00794/1234567890184"}},
		{account{bank: "30001", branch: "00794", number: "XXXXXXX8901"}, ledger.AccountRef{Other: "30001/00794/XXXXXXX8901"}},
		{account{bank: "00000", branch: "00000", number: "99999999999"}, ledger.AccountRef{Other: "00000/00000/99999999999"}},
		{account{bank: "121000248", number: "5550001"}, ledger.AccountRef{Other: "121000248/5550001"}},
		{account{broker: "broker.example", number: "T-1"}, ledger.AccountRef{Other: "broker.example/T-1"}},
		{account{number: "XXXXXXXXXXXX1111"}, ledger.AccountRef{Other: "XXXXXXXXXXXX1111"}},
		{account{bank: "30001", branch: "00794"}, ledger.AccountRef{}},
		{account{}, ledger.AccountRef{}},
	} {
		if got := c.in.ref(); got != c.want {
			t.Errorf("%+v: got %+v, want %+v", c.in, got, c.want)
		}
	}
}

// TestDoubt: check digits that are wrong are told, and no others are expected.
func TestDoubt(t *testing.T) {
	for _, c := range []struct {
		in    account
		doubt bool
	}{
		{account{number: "FR7630001007941234567890185"}, false},
		{account{number: "FR76 3000 1007 9412 3456 7890 158"}, true},
		{account{number: "DE89370400440532013001"}, true},
		{account{number: "de89 3704 0044 0532 0130 00"}, false},
		{account{number: "DE8937040044053201300"}, false}, // too short to be one
		{account{number: "ce7566d1d08cc094b74cf283cf9c56a5"}, false},
		{account{number: "FR76300010079412345XXXXXXXX"}, false},
		{account{bank: "30001", branch: "00794", number: "12345678901", key: "85"}, false},
		{account{bank: "30001", branch: "00794", number: "12345678901", key: "58"}, true},
		{account{bank: "30001", branch: "00794", number: "1234567890158"}, true},
		{account{number: "30001007941234567890158"}, true},
		{account{bank: "00000", branch: "00000", number: "00000000000", key: "01"}, false},
		{account{bank: "121000248", number: "5550001", key: "1"}, false},
		{account{}, false},
	} {
		if _, doubt := c.in.read(); (doubt != "") != c.doubt {
			t.Errorf("%+v: got %q", c.in, doubt)
		}
	}
}

// TestPeriod has the days that a statement covers whole.
func TestPeriod(t *testing.T) {
	type period = ledger.Period
	for _, c := range []struct {
		lists []period
		made  ledger.Date
		want  period
	}{
		{nil, 0, period{}},
		{[]period{{From: 10, To: 20}}, 0, period{From: 10, To: 20}},
		{[]period{{From: 10, To: 20}}, 25, period{From: 10, To: 20}},
		{[]period{{From: 10, To: 20}}, 20, period{From: 10, To: 19}}, // the day was not over
		{[]period{{From: 10, To: 99}}, 20, period{From: 10, To: 19}},
		{[]period{{From: 10, To: 20}}, 10, period{}},
		{[]period{{From: 10, To: 20}}, 3, period{From: 10, To: 20}}, // no file is made before its days
		{[]period{{From: 20, To: 10}}, 0, period{}},
		{[]period{{From: 10}}, 0, period{}},
		{[]period{{To: 10}}, 0, period{}},
		{[]period{{From: 10, To: 20}, {From: 10, To: 20}}, 0, period{From: 10, To: 20}},
		{[]period{{From: 10, To: 20}, {From: 21, To: 30}}, 0, period{From: 10, To: 30}},
		{[]period{{From: 21, To: 30}, {From: 10, To: 20}}, 0, period{From: 10, To: 30}},
		{[]period{{From: 10, To: 20}, {From: 22, To: 30}}, 0, period{}},
	} {
		var s statement
		for _, p := range c.lists {
			s.from, s.to = p.From, p.To
			s.cover()
		}
		if got := s.period(c.made); got != c.want {
			t.Errorf("%v made on %d: got %v, want %v", c.lists, c.made, got, c.want)
		}
	}
}
