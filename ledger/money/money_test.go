package money_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger/money"
)

// One currency for each number of decimals.
var currencies = []money.Currency{"JPY", "EUR", "TND", "CLF"}

func eur(minor int64) money.Amount { return money.New(minor, money.EUR) }

// anyMinor draws numbers of every size, the ends of the range among them.
func anyMinor() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1_000_000, 1_000_000),
		rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MinInt64 + 1}))
}

func anyAmount() *rapid.Generator[money.Amount] {
	return rapid.Custom(func(t *rapid.T) money.Amount {
		return money.New(anyMinor().Draw(t, "minor"), rapid.SampledFrom(currencies).Draw(t, "currency"))
	})
}

func TestDecimals(t *testing.T) {
	for c, want := range map[money.Currency]int{"EUR": 2, "CHF": 2, "USD": 2, "JPY": 0, "XPF": 0, "XOF": 0, "TND": 3, "KWD": 3, "CLF": 4, "": 2} {
		if got := c.Decimals(); got != want {
			t.Errorf("%q has %d decimals, should have %d", c, got, want)
		}
	}
}

func TestParseCurrency(t *testing.T) {
	for _, code := range []string{"EUR", "CHF", "JPY", "TND", "CLF", "XPF", "FRF", "AED", "ZWL", "SIT"} {
		if c, err := money.ParseCurrency(code); err != nil || string(c) != code {
			t.Errorf("ParseCurrency(%q) = %q, %v", code, c, err)
		}
	}
	for _, code := range []string{"", "E", "EU", "eur", "Eur", "EURO", " EU", "UR ", "R F", "XXX", "XAU", "ZZZ", "E\x00R", "€"} {
		if c, err := money.ParseCurrency(code); !errors.Is(err, money.ErrUnknownCurrency) || c != "" {
			t.Errorf("ParseCurrency(%q) = %q, %v", code, c, err)
		}
	}
}

// exact is the result that a sum or a difference should have, computed without limits.
func exact(c money.Currency, v *big.Int) (money.Amount, error) {
	if !v.IsInt64() {
		return money.Amount{}, money.ErrRange
	}
	return money.New(v.Int64(), c), nil
}

func TestArithmeticIsExactOrAnError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyAmount().Draw(t, "a"), anyAmount().Draw(t, "b")
		if rapid.Bool().Draw(t, "one currency") {
			b = money.New(b.Minor(), a.Currency())
		}
		x, y := big.NewInt(a.Minor()), big.NewInt(b.Minor())
		results := []struct {
			name string
			got  func() (money.Amount, error)
			want *big.Int
			both bool // it takes both amounts
		}{
			{"Add", func() (money.Amount, error) { return a.Add(b) }, new(big.Int).Add(x, y), true},
			{"Sub", func() (money.Amount, error) { return a.Sub(b) }, new(big.Int).Sub(x, y), true},
			{"Sum", func() (money.Amount, error) { return money.Sum(a.Currency(), a, b) }, new(big.Int).Add(x, y), true},
			{"Neg", a.Neg, new(big.Int).Neg(x), false},
			{"Abs", a.Abs, new(big.Int).Abs(x), false},
		}
		for _, r := range results {
			want, wantErr := exact(a.Currency(), r.want)
			if r.both && a.Currency() != b.Currency() {
				want, wantErr = money.Amount{}, money.ErrCurrency
			}
			if got, err := r.got(); got != want || !errors.Is(err, wantErr) {
				t.Errorf("%s = %v %s, %v; should be %v, %v", r.name, got, got.Currency(), err, want, wantErr)
			}
		}
		cmp, err := a.Cmp(b)
		if a.Currency() != b.Currency() {
			if !errors.Is(err, money.ErrCurrency) || cmp != 0 {
				t.Errorf("Cmp = %d, %v", cmp, err)
			}
		} else if err != nil || cmp != x.Cmp(y) {
			t.Errorf("Cmp = %d, %v; should be %d", cmp, err, x.Cmp(y))
		}
		if a.Sign() != x.Sign() || a.IsZero() != (x.Sign() == 0) {
			t.Errorf("Sign = %d, IsZero = %v", a.Sign(), a.IsZero())
		}
	})
}

func TestEndsOfTheRange(t *testing.T) {
	least, most := eur(math.MinInt64), eur(math.MaxInt64)
	for name, f := range map[string]func() (money.Amount, error){
		"most + 1":       func() (money.Amount, error) { return most.Add(eur(1)) },
		"least + -1":     func() (money.Amount, error) { return least.Add(eur(-1)) },
		"least - 1":      func() (money.Amount, error) { return least.Sub(eur(1)) },
		"0 - least":      func() (money.Amount, error) { return eur(0).Sub(least) },
		"most - -1":      func() (money.Amount, error) { return most.Sub(eur(-1)) },
		"-least":         least.Neg,
		"|least|":        least.Abs,
		"sum over":       func() (money.Amount, error) { return money.Sum(money.EUR, most, eur(1), eur(-1)) },
		"least + least":  func() (money.Amount, error) { return least.Add(least) },
		"most - least":   func() (money.Amount, error) { return most.Sub(least) },
		"most plus most": func() (money.Amount, error) { return most.Add(most) },
	} {
		if got, err := f(); !errors.Is(err, money.ErrRange) || got != (money.Amount{}) {
			t.Errorf("%s = %v, %v; should be out of range", name, got, err)
		}
	}
	if got, err := eur(-1).Sub(least); err != nil || got != most {
		t.Errorf("-1 - least = %v, %v; it fits", got, err)
	}
	if got, err := money.Sum("JPY"); err != nil || got != money.New(0, "JPY") {
		t.Errorf("the sum of nothing = %v, %v", got, err)
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		amount             money.Amount
		plain, french, bar string
	}{
		{eur(0), "0.00", "0,00", "0.00"},
		{eur(5), "0.05", "0,05", "0.05"},
		{eur(-5), "-0.05", "-0,05", "-0.05"},
		{eur(99999), "999.99", "999,99", "999.99"},
		{eur(100000), "1000.00", "1\u202f000,00", "1'000.00"},
		{eur(-123456789), "-1234567.89", "-1\u202f234\u202f567,89", "-1'234'567.89"},
		{money.New(1234567, "JPY"), "1234567", "1\u202f234\u202f567", "1'234'567"},
		{money.New(-1234567, "TND"), "-1234.567", "-1\u202f234,567", "-1'234.567"},
		{money.New(7, "CLF"), "0.0007", "0,0007", "0.0007"},
		{eur(math.MinInt64), "-92233720368547758.08", "-92\u202f233\u202f720\u202f368\u202f547\u202f758,08", "-92'233'720'368'547'758.08"},
		{money.Amount{}, "0.00", "0,00", "0.00"},
	} {
		if got := c.amount.String(); got != c.plain {
			t.Errorf("String = %q, should be %q", got, c.plain)
		}
		if got := c.amount.Format(',', "\u202f"); got != c.french {
			t.Errorf("Format = %q, should be %q", got, c.french)
		}
		if got := c.amount.Format('.', "'"); got != c.bar {
			t.Errorf("Format = %q, should be %q", got, c.bar)
		}
	}
}

func TestParseReadsWhatFormatWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAmount().Draw(t, "amount")
		decimal := rapid.SampledFrom([]byte{'.', ','}).Draw(t, "decimal")
		separators := []string{"", " ", "\u00a0", "\u202f", "'", "’", string(rune('.' + ',' - decimal))}
		text := a.Format(decimal, rapid.SampledFrom(separators).Draw(t, "thousands"))
		if rapid.Bool().Draw(t, "sign last") {
			if rest, negative := strings.CutPrefix(text, "-"); negative {
				text = rest + "-"
			}
		}
		blank := rapid.SampledFrom([]string{"", " ", "\t", "\u00a0 "}).Draw(t, "blanks around")
		if got, err := money.Parse(blank+text+blank, a.Currency(), decimal); err != nil || got != a {
			t.Fatalf("Parse(%q) = %v, %v; should be %v", text, got, err, a)
		}
	})
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text     string
		currency money.Currency
		decimal  byte
		want     int64
	}{
		{"1234.56", "EUR", '.', 123456}, {"1234,56", "EUR", ',', 123456}, {"1,234.56", "EUR", '.', 123456}, {"1.234,56", "EUR", ',', 123456},
		{"1 234,56", "EUR", ',', 123456}, {"1\u00a0234,56", "EUR", ',', 123456}, {"1\u202f234,56", "EUR", ',', 123456}, {"1'234.56", "EUR", '.', 123456},
		{"12,5", "EUR", ',', 1250}, {"12", "EUR", ',', 1200}, {"12,", "EUR", ',', 1200}, {",5", "EUR", ',', 50}, {"12,500", "EUR", ',', 1250},
		{"-12,00", "EUR", ',', -1200}, {"12,00-", "EUR", ',', -1200}, {"+12,00", "EUR", ',', 1200}, {"12,00+", "EUR", ',', 1200}, {"- 12,00", "EUR", ',', -1200},
		{"−12,00", "EUR", ',', -1200}, {"12,00 -", "EUR", ',', -1200}, {"0", "EUR", '.', 0}, {"-0", "EUR", '.', 0}, {"000012.30", "EUR", '.', 1230},
		{"1234", "JPY", '.', 1234}, {"1234.00", "JPY", '.', 1234}, {"1.234", "TND", '.', 1234}, {"0.0007", "CLF", '.', 7},
		{"1,234,567", "JPY", '.', 1234567}, {"-92233720368547758.08", "EUR", '.', math.MinInt64}, {"92233720368547758.07", "EUR", '.', math.MaxInt64},
	} {
		got, err := money.Parse(c.text, c.currency, c.decimal)
		if err != nil || got != money.New(c.want, c.currency) {
			t.Errorf("Parse(%q, %s, %c) = %v, %v; should be %d", c.text, c.currency, c.decimal, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		text     string
		currency money.Currency
		decimal  byte
		want     error
	}{
		{"", "EUR", '.', money.ErrSyntax}, {"   ", "EUR", '.', money.ErrSyntax}, {".", "EUR", '.', money.ErrSyntax}, {"-", "EUR", '.', money.ErrSyntax},
		{"-.", "EUR", '.', money.ErrSyntax}, {"--1", "EUR", '.', money.ErrSyntax}, {"-1-", "EUR", '.', money.ErrSyntax}, {"+-1", "EUR", '.', money.ErrSyntax},
		{"1.2.3", "EUR", '.', money.ErrSyntax}, {"1,2,3", "EUR", ',', money.ErrSyntax}, {"1.2345,6", "EUR", ',', money.ErrSyntax},
		{"1,23.45", "EUR", '.', money.ErrSyntax}, {"1234,567.00", "EUR", '.', money.ErrSyntax}, {",234.00", "EUR", '.', money.ErrSyntax},
		{"1 234'567.00", "EUR", '.', money.ErrSyntax}, {"1 23,45", "EUR", ',', money.ErrSyntax}, {"1,23 4", "EUR", ',', money.ErrSyntax},
		{"12.34 EUR", "EUR", '.', money.ErrSyntax}, {"€12.34", "EUR", '.', money.ErrSyntax}, {"1e3", "EUR", '.', money.ErrSyntax}, {"0x10", "EUR", '.', money.ErrSyntax},
		{"NaN", "EUR", '.', money.ErrSyntax}, {"Inf", "EUR", '.', money.ErrSyntax}, {"1_000", "EUR", '.', money.ErrSyntax}, {"١٢", "EUR", '.', money.ErrSyntax},
		{"=1+1", "EUR", '.', money.ErrSyntax}, {"1\x00", "EUR", '.', money.ErrSyntax}, {"\xff\xfe1", "EUR", '.', money.ErrSyntax}, {"1\n2", "EUR", '.', money.ErrSyntax},
		{"x.999", "EUR", '.', money.ErrSyntax}, {"1.99x", "EUR", '.', money.ErrSyntax}, {"12", "EUR", ';', money.ErrSyntax},
		{"1.001", "EUR", '.', money.ErrPrecision}, {"1.5", "JPY", '.', money.ErrPrecision}, {"1.2345", "TND", '.', money.ErrPrecision},
		{"92233720368547758.08", "EUR", '.', money.ErrRange}, {"-92233720368547758.09", "EUR", '.', money.ErrRange}, {"99999999999999999999", "JPY", '.', money.ErrRange},
		{strings.Repeat("9", money.MaxText), "EUR", '.', money.ErrRange}, {strings.Repeat("0", money.MaxText+1), "EUR", '.', money.ErrSyntax},
		{strings.Repeat("1 ", 1<<20), "EUR", '.', money.ErrSyntax},
	} {
		got, err := money.Parse(c.text, c.currency, c.decimal)
		if !errors.Is(err, c.want) || got != (money.Amount{}) {
			t.Errorf("Parse(%.40q, %s, %c) = %v, %v; should be %v", c.text, c.currency, c.decimal, got, err, c.want)
		}
	}
}

// An error may end in a log: it never holds what was read.
func TestErrorsDoNotQuote(t *testing.T) {
	for _, text := range []string{"SECRETNAME", "12.34 SECRETNAME", "1.SECRETNAME", "9999999999999999999999.SECRETNAME"} {
		if _, err := money.Parse(text, money.EUR, '.'); err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("Parse says %v", err)
		}
	}
	if _, err := money.ParseCurrency("SECRETNAME"); err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("ParseCurrency says %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"1234.56", "1 234,56", "-0,05", "12-", "−3", "1'234.50", "92233720368547758.08", "1.000", ".", "=1+1", "1\u202f000", "\xff"} {
		f.Add(seed, uint8(1), true)
		f.Add(seed, uint8(0), false)
	}
	f.Fuzz(func(t *testing.T, text string, which uint8, comma bool) {
		c, decimal := currencies[int(which)%len(currencies)], byte('.')
		if comma {
			decimal = ','
		}
		a, err := money.Parse(text, c, decimal)
		if err != nil {
			if a != (money.Amount{}) {
				t.Errorf("an amount beside an error: %v, %v", a, err)
			}
			return
		}
		if a.Currency() != c || len(strings.Trim(text, " \t\u00a0\u202f")) > money.MaxText {
			t.Errorf("Parse took %q as %v %s", text, a, a.Currency())
		}
		again, err := money.Parse(a.Format(decimal, ""), c, decimal)
		if err != nil || again != a {
			t.Errorf("%q is %v, and read again %v, %v", text, a, again, err)
		}
	})
}

func ExampleParse() {
	a, _ := money.Parse("1 234,56", money.EUR, ',')
	b, _ := money.Parse("0,44", money.EUR, ',')
	sum, _ := a.Add(b)
	fmt.Println(a, sum, sum.Minor(), sum.Format(',', "."))
	_, err := money.Parse("12,345", money.EUR, ',')
	fmt.Println(err)
	// Output:
	// 1234.56 1235.00 123500 1.235,00
	// money: amount has more decimals than its currency
}
