package ofx

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger/money"
)

func TestParseAmount(t *testing.T) {
	for _, c := range []struct {
		text     string
		currency money.Currency
		want     int64
		rounded  bool
		err      error
	}{
		{"12", "EUR", 1200, false, nil},
		{"12.5", "EUR", 1250, false, nil},
		{"12,50", "EUR", 1250, false, nil},
		{"+12.50", "EUR", 1250, false, nil},
		{"- 12.50", "EUR", -1250, false, nil},
		{"12.50-", "EUR", -1250, false, nil},
		{"12,50 +", "EUR", 1250, false, nil},
		{"\u221212.50", "EUR", -1250, false, nil},
		{".5", "EUR", 50, false, nil},
		{"5.", "EUR", 500, false, nil},
		{"-0", "EUR", 0, false, nil},
		{"-.01", "EUR", -1, false, nil},
		{"1 234,56", "EUR", 123456, false, nil},
		{"1\u00a0234,56", "EUR", 123456, false, nil},
		{"1\u202f234\u202f567,89", "EUR", 123456789, false, nil},
		{"1'234.56", "EUR", 123456, false, nil},
		{"1’234.56", "EUR", 123456, false, nil},
		{"1.234,56", "EUR", 123456, false, nil},
		{"1,234.56", "EUR", 123456, false, nil},
		{"1.234.567", "EUR", 123456700, false, nil},
		{"1,234,567", "EUR", 123456700, false, nil},
		{"1,234,567.8", "EUR", 123456780, false, nil},
		{"1 234.500", "EUR", 123450, false, nil}, // blanks group, so the point marks decimals
		{"00000000000197.1063", "EUR", 19711, true, nil},
		{"-00000000001500.0000", "EUR", -150000, false, nil},
		{"0.005", "EUR", 1, true, nil},
		{"-0.005", "EUR", -1, true, nil},
		{"0.0049999999999999999999999", "EUR", 0, true, nil},
		{"1234.567", "EUR", 123457, true, nil},
		{"1500", "JPY", 1500, false, nil},
		{"1500.00", "JPY", 1500, false, nil},
		{"1500.5", "JPY", 1501, true, nil},
		{"1.234", "TND", 1234, false, nil},
		{"1,234", "TND", 1234, false, nil},
		{"10000000000000.00", "EUR", 1_000_000_000_000_000, false, nil}, // ledger.MaxAmount
		{"-10000000000000.00", "EUR", -1_000_000_000_000_000, false, nil},
		{"10000000000000.004", "EUR", 1_000_000_000_000_000, true, nil},
		{"10000000000000.005", "EUR", 0, false, money.ErrRange},
		{"10000000000000.01", "EUR", 0, false, money.ErrRange},
		{"-10000000000000.01", "EUR", 0, false, money.ErrRange},
		{"92233720368547758.07", "EUR", 0, false, money.ErrRange},
		{"92233720368547758.08", "EUR", 0, false, money.ErrRange},
		{"1,234", "EUR", 0, false, errAmbiguous},
		{"1.234", "EUR", 0, false, errAmbiguous},
		{"-12.345", "EUR", 0, false, errAmbiguous},
		{"123,000", "JPY", 0, false, errAmbiguous},
		{"", "EUR", 0, false, errNoAmount},
		{"+", "EUR", 0, false, errNoAmount},
		{".", "EUR", 0, false, errNoAmount},
		{"-,", "EUR", 0, false, errNoAmount},
		{"--5", "EUR", 0, false, errNoAmount},
		{"-5-", "EUR", 0, false, errNoAmount},
		{"1/3", "EUR", 0, false, errNoAmount},
		{"1e3", "EUR", 0, false, errNoAmount},
		{"0x10", "EUR", 0, false, errNoAmount},
		{"$120", "EUR", 0, false, errNoAmount},
		{"12 EUR", "EUR", 1200, false, nil},
		{"-12,50 €", "EUR", -1250, false, nil},
		{"€-12.50", "EUR", -1250, false, nil},
		{"-€12.50", "EUR", -1250, false, nil},
		{"R$ 5.326,43", "BRL", 532643, false, nil},
		{"12 CHF", "EUR", 0, false, errNoAmount},
		{"£12", "EUR", 0, false, errNoAmount},
		{"EUR", "EUR", 0, false, errNoAmount},
		{"€", "EUR", 0, false, errNoAmount},
		{"12 € EUR", "EUR", 1200, false, nil},
		{"(12.50)", "EUR", 0, false, errNoAmount},
		{"1.2.3", "EUR", 0, false, errNoAmount},
		{"12.34.56", "EUR", 0, false, errNoAmount},
		{"1,2,3.4", "EUR", 0, false, errNoAmount},
		{"1.234.56,7.8", "EUR", 0, false, errNoAmount},
		{"1 23,45", "EUR", 0, false, errNoAmount},
		{"1 234'567", "EUR", 0, false, errNoAmount},
		{"1 234.567.890", "EUR", 0, false, errNoAmount},
		{"1234 567", "EUR", 0, false, errNoAmount},
		{"1. 5", "EUR", 0, false, errNoAmount},
		{"１２", "EUR", 0, false, errNoAmount},
	} {
		got, rounded, err := parseAmount([]byte(c.text), c.currency)
		if !errors.Is(err, c.err) || err == nil && (got != c.want || rounded != c.rounded) {
			t.Errorf("%q %s: got %d, %v, %v, want %d, %v, %v", c.text, c.currency, got, rounded, err, c.want, c.rounded, c.err)
		}
	}
}

// TestAmountAgrees writes amounts as people do and compares with money.Parse, which is told the decimal mark.
func TestAmountAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]money.Currency{"EUR", "JPY", "TND"}).Draw(t, "currency")
		mark := rapid.SampledFrom([]byte{'.', ','}).Draw(t, "mark")
		group := rapid.SampledFrom([]string{"", " ", "\u00a0", "'", string(rune('.' + ',' - mark))}).Draw(t, "group")
		want := money.New(rapid.Int64Range(-1e15, 1e15).Draw(t, "minor"), c)
		text := want.Format(mark, group)
		if rapid.Bool().Draw(t, "trailing sign") && want.Sign() < 0 {
			text = text[1:] + "-"
		}
		got, rounded, err := parseAmount([]byte(text), c)
		oracle, oracleErr := money.Parse(text, c, mark)
		if oracleErr != nil || oracle != want {
			t.Fatalf("money.Parse of %q: %v, %v", text, oracle, oracleErr)
		}
		if err == errAmbiguous && c == "JPY" && strings.Trim(group, ".,") == "" && group != "" {
			return // 1.234 yen
		}
		if err != nil || rounded || got != want.Minor() {
			t.Fatalf("%q: got %d, %v, %v, want %d", text, got, rounded, err, want.Minor())
		}
	})
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"20260228":                   "2026-02-28",
		"20240229":                   "2024-02-29",
		"202602281120":               "2026-02-28",
		"20260228235959":             "2026-02-28",
		"20260228235959.999":         "2026-02-28",
		"20260228235959.999[-11:X]":  "2026-02-28", // the day as written
		"20260228[+2:CEST]":          "2026-02-28",
		"20260228000000[-:EST]":      "2026-02-28",
		"20260228 10:00":             "2026-02-28",
		"2026-02-28":                 "2026-02-28",
		"2026/02/28":                 "2026-02-28",
		"2026-02-28T10:30:00+01:00":  "2026-02-28",
		"20151006160000.000[-5:E]16": "2015-10-06",
		"20260229":                   "",
		"20261301":                   "",
		"00000000":                   "",
		"18991231":                   "",
		"05/01/2026":                 "",
		"28022026":                   "",
		"260228":                     "",
		"2026-02/28":                 "",
		"20260228x":                  "",
		"2026 0228":                  "",
		"":                           "",
	} {
		d, ok := parseDay([]byte(text))
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("%q: got %s, %v, want %q", text, d, ok, want)
		}
	}
}

func TestClean(t *testing.T) {
	for raw, want := range map[string]string{
		"  a  b\r\n\tc ":        "a b c",
		"AT&amp;T":              "AT&T",
		"AT&T; R&D &COPYING":    "AT&T; R&D &COPYING",
		"&lt;b&gt; &quot;&#39;": `<b> "'`,
		"&eacute;&#xE9;&#233;":  "ééé",
		"&nosuchentity;":        "&nosuchentity;",
		"&;&&amp;":              "&;&&",
		"a\x1b[31mb\x00c":       "a [31mb c",
		"&#0;a&#27;x":           "\ufffda x",
		"&nbsp;x&nbsp;":         "x",
		"":                      "",
	} {
		if got := string(clean([]byte(raw))); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}
