package mt940_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// word is what a name or a text is made of.
var word = rapid.SampledFrom([]string{"DURAND", "Léa", "SARL", "FACT", "FA-2026-0042", "12", "n°", "L'ÉTÉ", "-", "a:b", ":KO:", "ET", "(x)", "2026.09.01", "+49", "1,50", "straße"})

func drawWords(t *rapid.T, name string, most int) string {
	return "X" + strings.Join(rapid.SliceOfN(word, 0, most).Draw(t, name), " ") + "Y"
}

var (
	codesWays = []func(row) string{subFields, ingCodes, trtpCodes, partyCodes, french}
	someIBANs = rapid.SampledFrom([]string{"DE89370400440532013000", "FR1420041010050500013M02606", "NL20INGB0001234567"})
)

// drawAccount draws a statement that adds up and of which every line lies between its balances.
func drawAccount(t *rapid.T) account {
	c := rapid.SampledFrom([]money.Currency{"EUR", "JPY", "TND"}).Draw(t, "currency")
	first, _ := ledger.NewDate(rapid.IntRange(1990, 2070).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	a := account{iban: "FR7630006000011234567890189", opening: money.New(rapid.Int64Range(-1e10, 1e10).Draw(t, "opening"), c), first: first, last: first + 60}
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		booked := first + 1 + ledger.Date(rapid.IntRange(0, 59).Draw(t, "booked"))
		r := row{
			value: booked + ledger.Date(rapid.IntRange(-100, 100).Draw(t, "apart")), booked: booked, amount: money.New(rapid.Int64Range(-1e10, 1e10).Draw(t, "minor"), c),
			reversal: rapid.Bool().Draw(t, "reversal"), bank: rapid.StringMatching(`B[0-9A-Z]{1,12}`).Draw(t, "bank"),
			endToEnd: rapid.StringMatching(`E[0-9A-Z-]{0,10}[0-9]`).Draw(t, "end to end"), name: drawWords(t, "name", 4), iban: someIBANs.Draw(t, "account"),
			remittance: drawWords(t, "remittance", 12), describe: rapid.SampledFrom(codesWays).Draw(t, "way"),
		}
		a.lines = append(a.lines, r)
	}
	return a
}

// TestWriteRead reads back what a writer writes, in all forms of messages and all ways of :86:.
func TestWriteRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []account
		for range rapid.IntRange(1, 3).Draw(rt, "accounts") {
			all = append(all, drawAccount(rt))
		}
		for _, form := range forms {
			text := form.write(all)
			got, _, err := importertest.Read(t, mt940.Format, form.name, []byte(text))
			if err != nil || len(got) != len(all) {
				rt.Fatalf("%s: got %d statements, %v\n%s", form.name, len(got), err, text)
			}
			for i, s := range got {
				compare(rt, form.name, all[i], s)
			}
		}
	})
}

func compare(t *rapid.T, form string, a account, got importertest.Statement) {
	if diff, ok, err := got.AddUp(); string(got.Account.IBAN) != a.iban || got.Currency != a.opening.Currency() || len(got.Lines) != len(a.lines) || !ok || err != nil || !diff.IsZero() {
		t.Fatalf("%s: got %+v of %+v", form, got.Statement, a)
	}
	if got.Whole.From != a.first+1 || got.Whole.To != a.last {
		t.Fatalf("%s: covers %s to %s, want the days behind %s to %s", form, got.Whole.From, got.Whole.To, a.first, a.last)
	}
	for i, l := range got.Lines {
		r := a.lines[i]
		iban := r.iban
		if strings.HasPrefix(r.describe(r), "VIR") {
			iban = "" // the way has none
		}
		want := ledger.Transaction{
			BankID: r.bank, Booked: r.booked, Value: r.value, Amount: r.amount, Reversal: r.reversal,
			Payment: ledger.Payment{Counterparty: ledger.Party{Name: r.name, Account: iban}, Remittance: r.remittance, EndToEndID: r.endToEnd},
		}
		have := ledger.Transaction{BankID: l.BankID, Booked: l.Booked, Value: l.Value, Amount: l.Amount, Reversal: l.Reversal, Payment: l.Payment}
		if !reflect.DeepEqual(have, want) {
			t.Fatalf("%s: got %+v\nwant %+v\nof %q", form, have, want, r.describe(r))
		}
	}
}
