package cfonb120

import (
	"errors"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals int
		currency money.Currency
		minor    int64
		err      error
	}{
		{"0000000012345C", 2, "EUR", 123453, nil},
		{"0000000001904}", 2, "EUR", -19040, nil},
		{"0000000000322J", 2, "EUR", -3221, nil},
		{"0000000000000{", 2, "EUR", 0, nil}, {"0000000000000}", 2, "EUR", 0, nil},
		{"0000000000001A", 2, "EUR", 11, nil}, {"0000000000001I", 2, "EUR", 19, nil},
		{"0000000000001R", 2, "EUR", -19, nil},
		{"0000000000100é", 2, "EUR", 1000, nil}, {"0000000000100è", 2, "EUR", -1000, nil},
		{"        12345C", 2, "EUR", 123453, nil},
		{"             C", 2, "EUR", 3, nil},
		{"00000000000000", 2, "EUR", 0, nil},
		{"0000000000166H", 0, "XPF", 1668, nil},
		{"0000000166587J", 0, "XPF", -1665871, nil},
		{"0000000000012C", 0, "EUR", 12300, nil},
		{"0000000001234E", 3, "TND", 12345, nil},
		{"0000000001234{", 3, "EUR", 1234, nil},
		{"0000000001234A", 3, "EUR", 0, money.ErrPrecision},
		{"0000000000012C", 2, "XPF", 0, money.ErrPrecision},
		{"0000000000000A", 9, "EUR", 0, money.ErrPrecision},
		{"9999999999999I", 0, "EUR", 0, money.ErrRange},
		{"9999999999999I", 2, "EUR", 99999999999999, nil},
		{"9999999999999R", 2, "EUR", -99999999999999, nil},
		{"00000000001000", 2, "EUR", 0, errUnsigned},
		{"", 2, "EUR", 0, money.ErrSyntax}, {"              ", 2, "EUR", 0, money.ErrSyntax},
		{"000000000100 {", 2, "EUR", 0, money.ErrSyntax}, {"0000000000100a", 2, "EUR", 0, money.ErrSyntax}, {"00000000001,0{", 2, "EUR", 0, money.ErrSyntax},
		{"-0000000000100", 2, "EUR", 0, money.ErrSyntax}, {"0000000000100S", 2, "EUR", 0, money.ErrSyntax}, {"00000000000\x000{", 2, "EUR", 0, money.ErrSyntax},
	} {
		got, err := parseAmount(c.text, c.decimals, c.currency)
		if !errors.Is(err, c.err) || err == nil && got != money.New(c.minor, c.currency) {
			t.Errorf("%q of %d decimals in %s: got %v, %v; want %d, %v", c.text, c.decimals, c.currency, got, err, c.minor, c.err)
		}
		if form := isAmount([]byte(c.text)); form && (errors.Is(err, money.ErrSyntax) || errors.Is(err, errUnsigned)) {
			t.Errorf("%q has the form of an amount and is none: %v", c.text, err)
		}
	}
}

func TestDay(t *testing.T) {
	for text, want := range map[string]string{
		"150926": "2026-09-15", "010100": "2000-01-01", "311279": "2079-12-31", "010180": "1980-01-01", "311299": "1999-12-31", "290224": "2024-02-29", "290200": "2000-02-29",
		"290223": "", "320126": "", "001226": "", "150026": "", "151326": "", "15092": "", "1509266": "", "15 926": "", "  CART": "", "15/09/": "", "": "",
	} {
		day, err := parseDay([]byte(text))
		if day.String() != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, ledger.ErrDate) {
			t.Errorf("%q: got %s, %v; want %q", text, day, err, want)
		}
	}
}

// TestKindsAreCodes: the table is by codes of two characters, and a kind that a code has goes with its words.
func TestKindsAreCodes(t *testing.T) {
	for code, kind := range kinds {
		if len(code) != 2 || kind == ledger.Other || upper(code) != code {
			t.Errorf("%q is %q", code, kind)
		}
	}
	for code, want := range map[string]ledger.Kind{"02": ledger.ChequeDeposit, "B3": ledger.Returned, "30": ledger.CardPayout, "67": ledger.Other, "ZA": ledger.Other, "": ledger.Other} {
		if kinds[code] != want {
			t.Errorf("%q is %q, should be %q", code, kinds[code], want)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "   ": "", " a  b ": "a b", "a \n b": "a\nb", "\n a": "a", "a  \n": "a", "a\n\nb": "a\n\nb", "caf\xc3": "caf\ufffd", "é è": "é è",
	} {
		if got := text(in).String(); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
