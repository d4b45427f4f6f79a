package mt940

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func TestParseAmount(t *testing.T) {
	tests := []struct {
		text     string
		currency money.Currency
		want     string // empty: refused
	}{
		{"1234,56", "EUR", "1234.56"}, {"1234,", "EUR", "1234.00"}, {"0,5", "EUR", "0.50"}, {",5", "EUR", "0.50"}, {"500", "EUR", "500.00"},
		{"000000001234,56", "EUR", "1234.56"}, {"1.234,56", "EUR", "1234.56"}, {"1,234.56", "EUR", "1234.56"}, {"1234.56", "EUR", "1234.56"}, {"115351.", "JPY", "115351"},
		{"1,234", "TND", "1.234"}, {"1,500", "EUR", "1.50"},
		{"1,234", "EUR", ""}, {"1.234", "EUR", ""}, {"1.500", "EUR", ""}, {"12,5", "JPY", ""}, {"1,2,3", "EUR", ""}, {"1.23.4", "EUR", ""}, {"", "EUR", ""}, {",", "EUR", ""},
		{"-5,00", "EUR", ""}, {"5,00-", "EUR", ""}, {"99999999999999999999,00", "EUR", ""},
	}
	for _, test := range tests {
		m, err := parseAmount([]byte(test.text), test.currency)
		if got := m.String(); err == nil && got != test.want || err != nil && test.want != "" {
			t.Errorf("%q in %s: got %s, %v, want %q", test.text, test.currency, got, err, test.want)
		}
	}
}

func TestParseBalance(t *testing.T) {
	tests := []struct{ text, want string }{ // empty: refused
		{"C261124EUR1234,56", "2026-11-24 1234.56 EUR"}, {"D261124EUR1234,56", "2026-11-24 -1234.56 EUR"}, {"C20261124EUR1,", "2026-11-24 1.00 EUR"},
		{"C 261124 EUR 1 234,56 ", "2026-11-24 1234.56 EUR"}, {"C261124EUR1,00-}", "2026-11-24 1.00 EUR"}, {"C991231BEF0,", "1999-12-31 0.00 BEF"}, {"C261131EUR1,00", "2026-11-30 1.00 EUR"},
		{"", ""}, {"C", ""}, {"261124EUR1,00", ""}, {"C261324EUR1,00", ""}, {"C261132EUR1,00", ""}, {"C261124XYZ1,00", ""}, {"C261124EUR", ""}, {"C261124EU1,00", ""}, {"C261124EUR1234567890123456,00", ""},
	}
	for _, test := range tests {
		b, err := parseBalance([]byte(test.text))
		got := b.Date.String() + " " + b.Amount.String() + " " + string(b.Amount.Currency())
		if err == nil && got != test.want || err != nil && test.want != "" {
			t.Errorf("%q: got %s, %v, want %q", test.text, got, err, test.want)
		}
	}
}

func TestEntryDate(t *testing.T) {
	tests := []struct{ value, entry, want string }{
		{"2026-01-02", "0102", "2026-01-02"}, {"2025-12-31", "0102", "2026-01-02"}, {"2026-01-02", "1231", "2025-12-31"}, {"2026-06-15", "0101", "2026-01-01"},
		{"2026-12-30", "0630", "2027-06-30"}, {"2026-12-28", "0630", "2026-06-30"}, {"2024-02-29", "0229", "2024-02-29"}, {"2026-02-28", "0230", "2026-02-28"}, {"2026-04-30", "0431", "2026-04-30"}, {"2026-02-28", "1301", ""}, {"2026-02-28", "0132", ""},
	}
	for _, test := range tests {
		value, err := ledger.ParseDate(test.value)
		if err != nil {
			t.Fatal(err)
		}
		d, ok := nearest([]byte(test.entry), value)
		if d.date.String() != test.want || ok != (test.want != "") {
			t.Errorf("%s beside %s: got %s, want %s", test.entry, test.value, d.date, test.want)
		}
	}
}

func TestParseEntry(t *testing.T) {
	type parts struct{ mark, amount, kind, customer, bank, name string }
	tests := []struct {
		text string
		want parts
	}{
		{"2609010901C250,50NTRFNONREF//BANK-7", parts{"C", "250.50", "NTRF", "NONREF", "BANK-7", ""}},
		{"260901D1,NTRFREF", parts{"D", "-1.00", "NTRF", "REF", "", ""}},
		{"20260901RC1,00NTRF", parts{"RC", "-1.00", "NTRF", "", "", ""}},
		{"260901RDR1,00NTRF//X", parts{"RD", "1.00", "NTRF", "", "X", ""}},
		{"260901CR1,00N051A", parts{"C", "1.00", "N051", "A", "", ""}},
		{"260901 C EUR 1,00 NTRFA", parts{"C", "1.00", "NTRF", "A", "", ""}},
		{"260901D25,03NOV NONREF", parts{"D", "-25.03", "NOV", "NONREF", "", ""}},
		{"2609010901D0,42MCI0NONREF//055", parts{"D", "-0.42", "MCI0", "NONREF", "055", ""}},
		{"260901    DD212,39S   X", parts{"D", "-212.39", "S", "X", "", ""}},
		{"260901C1,00NTRFNONREF//OCMT/EUR45,00/", parts{"C", "1.00", "NTRF", "NONREF", "", ""}},
		{"260901D20,00NONREF", parts{"D", "-20.00", "", "NONREF", "", ""}},
		{"260901CN220000,00//192", parts{"C", "220000.00", "", "", "192", ""}},
		{"260901D000000001213,28N0440121470966      W.P. Jansen   ", parts{"D", "-1213.28", "N044", "0121470966", "", "W.P. Jansen"}},
		{"260901D5,NOVBNL29INGB0006475121", parts{"D", "-5.00", "NOVB", "NL29INGB0006475121", "", ""}},
	}
	for _, test := range tests {
		e, err := parseEntry([]byte(test.text), money.EUR)
		if got := (parts{e.mark, e.amount.String(), e.kind, e.customer, e.bank, e.name}); err != nil || got != test.want {
			t.Errorf("%q: got %q, %v", test.text, got, err)
		}
	}
	for _, bad := range []string{"", "C1,00", "26090C1,00NTRF", "261301C1,00NTRF", "2609010999C1,00NTRF", "260231C1,00NTRF", "2604300431C1,00NTRF", "260901X1,00NTRF", "260901C", "260901CNTRF", "260901CABCD1,00", "260901C-1,00NTRF", "260901R1,00", "260901C1 234,56NTRF", "260901C1'234,56NTRF", "260901C1,00-NTRF", "260901C1\u00a0234,56NTRF", "260901C99999999999999,99N", "260901C1234\n56,00NTRF", "260901C1234,5\n6NTRF", "260901C1234\n,56NTRF", "260901CUSD12,00NTRF", "260901CABC12,00NTRF"} {
		if e, err := parseEntry([]byte(bad), money.EUR); err == nil {
			t.Errorf("%q is read as %+v", bad, e)
		}
	}
}

func TestAccountRef(t *testing.T) {
	tests := []struct {
		text, want string
		checked    bool
	}{
		{"FR7630006000011234567890189", "FR7630006000011234567890189", true},
		{"FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", true},
		{"NL91ABNA0417164300EUR", "NL91ABNA0417164300", true},
		{"NL91ABNA0417164300 EUR  ", "NL91ABNA0417164300", true},
		{"BNPAFRPPXXX/FR7630006000011234567890189", "FR7630006000011234567890189", true},
		{"FR7630006000011234567890189\nBNPAFRPP", "FR7630006000011234567890189", true},
		{"30006000011234567890189", "FR7630006000011234567890189", true},
		{"30006 00001 12345678901 89 EUR", "FR7630006000011234567890189", true},
		{"30006/00001/12345678901", "FR7630006000011234567890189", true},
		{"BNPAFRPPXXX/30006000011234567890189", "FR7630006000011234567890189", true},
		{"BNPAFRPP/300060000112345678901EUR", "FR7630006000011234567890189", true},
		{"EXAMDEFF/300060000112345678901", "EXAMDEFF/300060000112345678901", true},
		{"30006000011234567890188", "30006000011234567890188", true},
		{"10020030/1234567", "10020030/1234567", true},
		{"20011111/120119000EUR", "20011111/120119000", true},
		{"UBRTHUHB/123456789150ABCDEF002/EUR", "UBRTHUHB/123456789150ABCDEF002", true},
		{"1291.99.348EUR", "1291.99.348", true},
		{"0878787878                         ", "0878787878", true},
		{"FR7630006000011234567890188", "FR7630006000011234567890188", false},
		{"", "", true},
	}
	for _, test := range tests {
		ref, checked := accountRef(test.text, "EUR")
		if ref.String() != test.want || checked != test.checked {
			t.Errorf("%q: got %s, %t", test.text, ref, checked)
		}
	}
}

func TestUnwrap(t *testing.T) {
	full := "123456789 123456789 123456789 123456789 123456789 123456789 12345"
	tests := []struct{ text, want string }{
		{"one line  ", "one line"},
		{"short\nlines", "short lines"},
		{full + "6 next", full + "6 next"},
		{full + "\n6 next", full + "6 next"},
		{full[4:] + "\n6 next", full[4:] + "6 next"}, // the tag counts
		{"first\n" + full[4:] + "\nnext", "first " + full[4:] + " next"},
		{"/CNTP/X//RE\nMI/USTD/text", "/CNTP/X//REMI/USTD/text"},
		{"é" + full[1:] + "\nnext", "é" + full[1:] + "next"},
	}
	for _, test := range tests {
		if got := unwrap([]byte(test.text)); got != test.want {
			t.Errorf("%q: got %q", test.text, got)
		}
	}
}

// TestKind: the business code goes before the bank's words, and these before the type.
func TestKind(t *testing.T) {
	tests := []struct {
		gvc, typ, label string
		in              bool
		want            ledger.Kind
	}{
		{"166", "NMSC", "", true, ledger.Transfer}, {"109", "NTRF", "", false, ledger.Returned}, {"106", "NMSC", "", true, ledger.CardPayout}, {"809", "", "", false, ledger.Fee},
		{"", "NTRF", "", true, ledger.Transfer}, {"", "NCHK", "", true, ledger.ChequeDeposit}, {"", "NCHK", "", false, ledger.Cheque}, {"", "S103", "", true, ledger.Transfer}, {"", "N103", "", true, ledger.Other},
		{"", "NMSC", "REMISE CB 12", true, ledger.CardPayout}, {"", "NTRF", "Frais de tenue", false, ledger.Fee}, {"", "NMSC", "VIR SEPA RECU", true, ledger.Transfer}, {"", "NMSC", "VIRGINIE DUPONT", true, ledger.Other},
		{"", "N426", "SEPA INCASSO ALGEMEEN", false, ledger.DirectDebit}, {"", "", "", true, ledger.Other}, {"999", "N", "", true, ledger.Other},
	}
	for _, test := range tests {
		d := description{gvc: test.gvc, in: test.in}
		if got := d.kind(test.typ, test.label); got != test.want {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}
