package ofx_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// FuzzRead reads anything: it never panics, it breaks no promise to the sink
// (importertest checks them), and what it refuses has a kind and says what to do.
func FuzzRead(f *testing.F) {
	importertest.Seeds(f, "ofx", "ofx/*", "broken/ofx-*")
	for _, form := range []form{sgml, oneLine, windows, bare, closed} {
		f.Add([]byte(form.write(base)))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := importer.Limits{FileBytes: 1 << 20, FieldBytes: 256, LineBytes: 4 << 10, Lines: 2000}
		got, warnings, err := importertest.ReadFile(t, ofx.Format, &importer.File{Limits: limits}, content)
		if whole, parts := importertest.Text(got, warnings, err), importertest.ByByte(t, ofx.Format, content, limits); !bytes.Equal(whole, parts) {
			t.Errorf("read whole:\n%s\nread byte by byte:\n%s", whole, parts)
		}
		if err != nil {
			var one *importer.Error
			if !errors.As(err, &one) || one.Kind == "" || one.Hint == "" || one.Msg == "" {
				t.Errorf("a refusal without a kind or a hint: %v", err)
			}
			return
		}
		importertest.RoundTrip(t, got)
		lines := 0
		for _, s := range got {
			lines += len(s.Lines)
		}
		if n := bytes.Count(bytes.ToUpper(bytes.ReplaceAll(content, []byte{0}, nil)), []byte("STMTTRN")); lines > n {
			t.Errorf("%d lines of %d transactions", lines, n)
		}
	})
}

// word is what a name or a remittance text is made of.
var word = rapid.SampledFrom([]string{"VIR", "SEPA", "RECU", "DE", "DURAND", "Léa", "&", "FILS", "<SARL>", "FACT", "FA-2026/0042", "12", "n°", "\"x\"", "L'ÉTÉ", "€", "/REF", "a&amp;b"})

func texts(t *rapid.T, name string, most int) string {
	all := rapid.SliceOfN(word, 0, most).Draw(t, name)
	var b bytes.Buffer
	for i, w := range all {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

func drawAccount(t *rapid.T) (account, []ledger.Transaction) {
	digits := func(n int) string {
		return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), n, n, -1).Draw(t, "digits")
	}
	a := account{currency: rapid.SampledFrom([]string{"EUR", "JPY", "TND"}).Draw(t, "currency"), number: "9" + digits(10), card: rapid.Bool().Draw(t, "card"),
		from: "20260101", to: "20261231", balance: "1.5", asOf: "20261231"}
	if !a.card {
		a.bank, a.branch = "3"+digits(4), digits(5)
	}
	var want []ledger.Transaction
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		day := ledger.Date(0)
		for day == 0 {
			day, _ = ledger.NewDate(rapid.IntRange(1990, 2100).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day"))
		}
		l := ledger.Transaction{
			Booked: day, Amount: money.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "minor"), money.Currency(a.currency)),
			Code: rapid.SampledFrom([]string{"CREDIT", "DEBIT", "INT", "POS", "OWN"}).Draw(t, "type"), BankID: "F" + digits(8),
		}
		mark := rapid.SampledFrom([]byte{'.', ','}).Draw(t, "mark")
		group := rapid.SampledFrom([]string{"", " "}).Draw(t, "group")
		a.lines = append(a.lines, row{kind: l.Code, day: day.Compact(), amount: l.Amount.Format(mark, group), id: l.BankID,
			name: texts(t, "name", 5), memo: texts(t, "memo", 8)})
		want = append(want, l)
	}
	return a, want
}

// TestWriteRead reads back what a small writer writes, in all forms of OFX.
func TestWriteRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var f file
		var want [][]ledger.Transaction
		for range rapid.IntRange(1, 3).Draw(rt, "accounts") {
			a, lines := drawAccount(rt)
			f, want = append(f, a), append(want, lines)
		}
		first := ""
		for _, form := range []form{sgml, oneLine, windows, bare, closed} {
			got, _, err := importertest.Read(t, ofx.Format, form.name, []byte(form.write(f)))
			if err != nil || len(got) != len(f) {
				rt.Fatalf("%s: got %d statements, %v", form.name, len(got), err)
			}
			for i, s := range got {
				compare(rt, f[i], s, want[i])
			}
			text := plain(got)
			for i := range got { // versions differ
				got[i].Origin = ledger.Origin{}
			}
			if first == "" {
				first = text
			} else if first != text {
				rt.Fatalf("%s: got\n%s\nas %s:\n%s", form.name, text, sgml.name, first)
			}
		}
	})
}

func compare(t *rapid.T, a account, got importertest.Statement, want []ledger.Transaction) {
	account := ledger.AccountRef{Other: a.number}
	if !a.card {
		iban, err := ledger.FrenchIBAN(a.bank, a.branch, a.number)
		if err != nil {
			t.Fatal(err)
		}
		account = ledger.AccountRef{IBAN: iban}
	}
	if got.Account != account || string(got.Currency) != a.currency || len(got.Lines) != len(want) || got.Whole.To.Compact() != a.to || got.Closing.Date.Compact() != a.asOf {
		t.Fatalf("got %+v of %+v", got.Statement, a)
	}
	for i, l := range got.Lines {
		w, r := want[i], a.lines[i]
		if l.Booked != w.Booked || l.Amount != w.Amount || l.Code != w.Code || l.BankID != w.BankID {
			t.Fatalf("got %+v, want %+v", l, w)
		}
		all := l.Counterparty.Name + "\n" + l.Label + "\n" + l.Remittance
		for _, text := range []string{r.name, r.memo} {
			if !bytes.Contains([]byte(all), []byte(text)) && !bytes.EqualFold([]byte(l.Label), []byte(text)) {
				t.Fatalf("%q is lost of %+v: %q", text, r, all)
			}
		}
	}
}
