package cfonb120_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer/cfonb120"
	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// word is what labels and texts are made of.
var word = rapid.SampledFrom([]string{"VIR", "SEPA", "DE", "MARTIN", "FA-2026/0042", "12", "l'été", "n°", "0430006", "/REF", "É", "{", "01"})

func drawWords(t *rapid.T, name string, most int) string {
	var s string
	for range rapid.IntRange(1, 9).Draw(t, name) {
		next := word.Draw(t, name)
		if s != "" {
			next = s + " " + next
		}
		if len([]rune(next)) > most {
			break
		}
		s = next
	}
	return s
}

func drawDigits(t *rapid.T, n int) string {
	return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), n, n, -1).Draw(t, "digits")
}

// drawStatement draws a statement, and what should be read of its movements.
func drawStatement(t *rapid.T) (written, []ledger.Transaction) {
	w := written{bank: drawDigits(t, 5), branch: drawDigits(t, 5), account: rapid.StringMatching(`[0-9A-Z]{11}`).Draw(t, "account"),
		currency: rapid.SampledFrom([]money.Currency{"EUR", "XPF", "TND"}).Draw(t, "currency"), opening: rapid.Int64Range(-1e12, 1e12).Draw(t, "opening")}
	w.from = date("1980-01-01") + ledger.Date(rapid.IntRange(0, 36_000).Draw(t, "first day"))
	w.to = w.from + 1
	var want []ledger.Transaction
	for range rapid.IntRange(0, 4).Draw(t, "movements") {
		w.to += ledger.Date(rapid.IntRange(0, 3).Draw(t, "days"))
		m, l := drawMovement(t, w.currency, w.to)
		w.movements, want = append(w.movements, m), append(want, l)
	}
	return w, want
}

func drawMovement(t *rapid.T, c money.Currency, on ledger.Date) (movement, ledger.Transaction) {
	m := movement{code: rapid.SampledFrom([]string{"05", "06", "62", "B1", "ZA", ""}).Draw(t, "code"), label: drawWords(t, "label", 31), booked: on,
		number: drawDigits(t, 7), reference: rapid.StringMatching(`[A-Z0-9]{0,16}`).Draw(t, "reference"), minor: rapid.Int64Range(-1e12, 1e12).Draw(t, "minor")}
	l := ledger.Transaction{Booked: on, Amount: money.New(m.minor, c), Code: m.code, Label: m.label,
		Kind: map[string]ledger.Kind{"05": ledger.Transfer, "06": ledger.Transfer, "62": ledger.Fee, "B1": ledger.DirectDebit}[m.code]}
	if m.reference != "" && (m.reference[0] != '0' || strings.Trim(m.reference, "0123456789") != "") {
		l.Label += " " + m.reference
	}
	if rapid.Bool().Draw(t, "valued") {
		m.value, l.Value = on+1, on+1
	}
	if rapid.Bool().Draw(t, "rejected") {
		m.reason, l.ReturnReason = "12", "12"
		if l.Kind != ledger.Fee {
			l.Kind = ledger.Returned
		}
	}
	add := func(qualifier, text string) { m.complements = append(m.complements, complement{qualifier, text}) }
	if rapid.Bool().Draw(t, "LIB") {
		text := drawWords(t, "LIB", 70)
		add("LIB", text)
		l.Label += " " + text
	}
	if rapid.Bool().Draw(t, "remittance") {
		text := drawWords(t, "remittance", 140)
		head, rest := cut(text, 70)
		add("LCC", head)
		if rest != "" {
			add("LC2", rest)
		}
		l.Remittance = text
	}
	if rapid.Bool().Draw(t, "RCN") {
		l.EndToEndID = rapid.StringMatching(`E[A-Z0-9]{1,34}`).Draw(t, "e2e")
		add("RCN", l.EndToEndID)
	}
	if rapid.Bool().Draw(t, "party") {
		l.Counterparty.Name = drawWords(t, "name", 70)
		add(map[bool]string{true: "NPY", false: "NBE"}[(m.minor >= 0) != (l.Kind == ledger.Returned)], l.Counterparty.Name)
	}
	return m, l
}

// cut cuts a text after n characters, whatever stands there.
func cut(text string, n int) (head, rest string) {
	r := []rune(text)
	n = min(n, len(r))
	return string(r[:n]), string(r[n:])
}

// TestWriteRead: what a plain writer writes of any statements is read back the same, in every layout.
func TestWriteRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []written
		var want [][]ledger.Transaction
		for range rapid.IntRange(1, 3).Draw(rt, "statements") {
			w, lines := drawStatement(rt)
			all, want = append(all, w), append(want, lines)
		}
		for _, l := range layouts {
			text := l.write(all...)
			got, warnings, err := importertest.Read(t, cfonb120.Format, l.name, []byte(text))
			if err != nil || len(warnings) > 0 || len(got) != len(all) {
				rt.Fatalf("%s: %d statements, %v, %v of\n%s", l.name, len(got), warnings, err, text)
			}
			for i, s := range got {
				same(rt, s, all[i], want[i])
			}
		}
	})
}

func same(t *rapid.T, got importertest.Statement, w written, want []ledger.Transaction) {
	iban, err := ledger.FrenchIBAN(w.bank, w.branch, w.account)
	if err != nil {
		t.Fatal(err)
	}
	if got.Account.IBAN != iban || got.Currency != w.currency || *got.Opening != (ledger.Balance{Date: w.from, Amount: money.New(w.opening, w.currency)}) ||
		*got.Closing != (ledger.Balance{Date: w.to, Amount: money.New(w.closing(), w.currency)}) || got.Whole != (ledger.Period{From: w.from + 1, To: w.to}) || len(got.Lines) != len(want) {
		t.Fatalf("got %+v, want %+v", got.Statement, w)
	}
	for i, l := range got.Lines {
		l.Line = 0
		if !reflect.DeepEqual(l, want[i]) {
			t.Fatalf("movement %d:\ngot  %+v\nwant %+v", i, l, want[i])
		}
	}
}

// TestNothingLostInSilence: of a file from which one record was taken out, or in which two
// change places, nothing is read but with an error or a warning, or the same sums.
func TestNothingLostInSilence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, _ := drawStatement(rt)
		records := w.records()
		out := rapid.IntRange(0, len(records)-1).Draw(rt, "record")
		if records[out][:2] == "05" {
			return // a complement that is not there says nothing
		}
		text := strings.Join(append(append([]string{}, records[:out]...), records[out+1:]...), "\n")
		got, warnings, err := importertest.Read(t, cfonb120.Format, "cut", []byte(text))
		if err == nil && len(warnings) == 0 && (len(got) != 1 || got[0].Closing.Amount.Minor() != w.closing() || records[out][:2] != "04" || got[0].Statement.Lines != len(w.movements)-1 || w.movements[movementAt(records, out)].minor != 0) {
			rt.Fatalf("taken in silence:\n%s", text)
		}
	})
}

// movementAt is which movement a record is.
func movementAt(records []string, at int) int {
	n := 0
	for _, r := range records[:at] {
		if r[:2] == "04" {
			n++
		}
	}
	return n
}
