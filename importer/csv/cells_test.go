package csv

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/ledger/money"
)

func TestAmounts(t *testing.T) {
	french, english, swiss := style{',', ""}, style{'.', ",'"}, style{'.', "'"}
	for _, c := range []struct {
		style style
		text  string
		of    money.Currency
		want  string // empty: refused
	}{
		{french, "1234,56", "EUR", "1234.56"},
		{french, "1 234,56", "EUR", "1234.56"},
		{french, "1\u00a0234,56\u00a0€", "EUR", "1234.56"},
		{french, "1\u202f234\u202f567,8", "EUR", "1234567.80"},
		{french, "-12", "EUR", "-12.00"},
		{french, "- 49,99", "EUR", "-49.99"},
		{french, "49,99-", "EUR", "-49.99"},
		{french, "+49,99", "EUR", "49.99"},
		{french, "−49,99", "EUR", "-49.99"},
		{french, "12,00 EUR", "EUR", "12.00"},
		{french, "12,00 CR", "EUR", "12.00"},
		{french, "12,00 Dr", "EUR", "-12.00"},
		{french, "12,00 D", "EUR", "-12.00"},
		{french, `="12,00"`, "EUR", "12.00"},
		{french, "1.234,56", "EUR", ""},
		{french, "1.090", "EUR", ""},
		{french, "12 34,56", "EUR", ""},
		{french, "1,2,3", "EUR", ""},
		{french, "", "EUR", ""},
		{french, "-", "EUR", ""},
		{french, "--5,00", "EUR", ""},
		{french, "-5,00 Dr", "EUR", ""},
		{french, "5,001", "EUR", ""},
		{french, "1e3", "EUR", ""},
		{french, "0x10", "EUR", ""},
		{french, "12,00 £", "EUR", ""},
		{french, "99999999999999999999,00", "EUR", ""},
		{english, "1,234.56", "EUR", "1234.56"},
		{english, "-$76.00", "USD", "-76.00"},
		{english, "£67.40", "GBP", "67.40"},
		{english, "(85.00)", "USD", "-85.00"},
		{english, "($85.00)", "USD", "-85.00"},
		{english, "(-85.00)", "USD", ""},
		{english, "(85.00", "USD", ""},
		{english, "29.000", "CHF", "29.00"},
		{english, "1500", "JPY", "1500"},
		{english, "1.234", "TND", "1.234"},
		{swiss, "11'373.94", "CHF", "11373.94"},
		{swiss, "11,373.94", "CHF", ""},
	} {
		a, err := c.style.parse(c.text, c.of)
		got := a.String()
		if err != nil {
			got = ""
		}
		if got != c.want {
			t.Errorf("%q as %s: got %q (%v), want %q", c.text, c.of, got, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), c.text) && len(c.text) > 2 {
			t.Errorf("%q: the error quotes the amount: %v", c.text, err)
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct{ form, text, want string }{
		{"DD/MM/YYYY", "31/03/2026", "2026-03-31"},
		{"DD/MM/YYYY", "1/3/2026", "2026-03-01"},
		{"DD/MM/YYYY", "31/03/2026 10:29", "2026-03-31"},
		{"DD/MM/YYYY", "31/02/2026", ""},
		{"DD/MM/YYYY", "03/31/2026", ""},
		{"DD/MM/YYYY", "31/03/26", ""},
		{"DD/MM/YYYY", "31-03-2026", ""},
		{"DD/MM/YYYY", "31/03/2026/1", ""},
		{"DD/MM/YYYY", "31/03/+026", ""},
		{"DD/MM/YYYY", "001/03/2026", ""},
		{"DD/MM/YYYY", "31/03/2026 et plus", ""},
		{"DD/MM/YY", "31/03/26", "2026-03-31"},
		{"DD.MM.YYYY", "31.03.2026", "2026-03-31"},
		{"DD-MM-YYYY", "31-03-2026 00:30:00", "2026-03-31"},
		{"MM/DD/YYYY", "3/31/2026", "2026-03-31"},
		{"YYYY-MM-DD", "2026-03-31T22:30:00Z", "2026-03-31"},
		{"YYYY-MM-DD", "2026-03-31 12:34:56 +0000", "2026-03-31"},
		{"YYYY/MM/DD", "2026/3/31", "2026-03-31"},
		{"YYYYMMDD", "20260331", "2026-03-31"},
		{"YYYYMMDD", "2026033", ""},
		{"YYYY-MM-DD", "0000-03-31", ""},
	} {
		f, err := parseForm(c.form)
		if err != nil {
			t.Fatal(err)
		}
		d, err := f.parse(c.text)
		got := d.String()
		if err != nil {
			got = ""
		}
		if got != c.want {
			t.Errorf("%q as %s: got %q (%v), want %q", c.text, c.form, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "DD", "DD/MM", "DD/MM/YYY", "DD/DD/YYYY", "D/M/YYYY", "DDMMYYYY", "DD/MM-YYYY", "/DD/MM/YYYY", "DD/MM/YYYY/", "hello", "YYMMDD"} {
		if f, err := parseForm(bad); err == nil {
			t.Errorf("%q was taken for the form %v", bad, f)
		}
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Libellé": "libelle", " Date de l'opération ": "date de l operation", "Montant(EUROS)": "montant euros", "N° de transaction": "n de transaction",
		"#Kwota": "kwota", "": "", " -- ": "", "A  B\tC": "a b c",
	} {
		if got := fold(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if !sameWord(fold("Date op\uFFFDration"), "date operation") || sameWord("date", "dates") || sameWord("d\uFFFDte", "data") {
		t.Error("a lost character should be like any one, and no more")
	}
}

// TestRecords: how a text is cut into cells.
func TestRecords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a;b\n\nc;d", "1[a b] 3[c d]"},
		{"a;b\r\nc;d\re;f\n", "1[a b] 2[c d] 3[e f]"},
		{"a;\n;b\n;", "1[a ] 2[ b] 3[ ]"},
		{`"a;b";"c""d"` + "\n", `1[a;b c"d]`},
		{"\"a\nb\";c\nd;e", "1[a\nb c] 3[d e]"},
		{`"a" ;b`, "1[a b]"},
		{`"a"b";c`, `1[a"b c]`},
		{`"a\"b";c`, `1[a"b c]`},
		{`"a \"b\"";c`, `1[a "b" c]`},
		{`"C:\";c`, `1[C:\ c]`},
		{`a"b;c`, `1[a"b c]`},
		{`="01";c`, `1[="01" c]`},
		{`"a`, "truncated"},
		{"\"a\nb", "truncated"},
		{"\"a\"b\nc\";d", "malformed"},
		{"\"a\nc\"b\";d", "malformed"},
		{"", ""},
		{strings.Repeat("x", 101), "limit"},
		{"\"" + strings.Repeat("xxxxxxxxx\n", 20) + "\"", "limit"},
	} {
		s := newSplitter(strings.NewReader(c.text), ';', importer.Limits{LineBytes: 98})
		var got []string
		for {
			rec, err := s.next()
			var refused *importer.Error
			if errors.As(err, &refused) {
				got = []string{string(refused.Kind)}
			}
			if err != nil {
				break
			}
			got = append(got, fmt.Sprintf("%d%v", rec.line, rec.cells))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: got %q, want %q", c.text, strings.Join(got, " "), c.want)
		}
	}
}

// TestEndlessLine: a line without an end is given up at the limit, and not held.
func TestEndlessLine(t *testing.T) {
	s := newSplitter(endless{}, ';', importer.DefaultLimits())
	_, err := s.next()
	var refused *importer.Error
	if !errors.As(err, &refused) || refused.Kind != importer.TooLarge || cap(s.text) > 4<<20 {
		t.Errorf("%v, with %d bytes held", err, cap(s.text))
	}
}

type endless struct{}

// Read implements io.Reader.
func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

var _ io.Reader = endless{}
