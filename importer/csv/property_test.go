package csv_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer/csv"
	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// written is a way to write lines, and the profile that reads it.
type written struct {
	header, profile string
	row             func(ledger.Transaction, money.Amount) string
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func french(a money.Amount) string { return a.Format(',', "\u202f") }

// ways are small writers. Each writes what its profile reads.
var ways = []written{
	{"Date;Date valeur;Libellé;Référence;Débit;Crédit;Solde\n", "csv:french", func(l ledger.Transaction, b money.Amount) string {
		out, in := "", french(l.Amount)
		if l.Amount.Sign() < 0 {
			out, in = in, ""
		}
		return strings.Join([]string{l.Booked.French(), l.Value.French(), quote(l.Label), quote(l.BankID), out, in, french(b)}, ";")
	}},
	{"Date;Date de valeur;Montant;Libellé;Solde\n", "csv:french-signed", func(l ledger.Transaction, b money.Amount) string {
		return strings.Join([]string{l.Booked.French(), l.Value.French(), french(l.Amount), quote(l.Label), french(b)}, ";")
	}},
	{"Date;Libellé;Montant;Devise\n", "csv:minimum", func(l ledger.Transaction, _ money.Amount) string {
		return strings.Join([]string{l.Booked.String(), quote(l.Label), french(l.Amount), "EUR"}, ";")
	}},
}

// drawLines draws lines of rising days.
func drawLines(t *rapid.T) []ledger.Transaction {
	day, _ := ledger.NewDate(2026, 1, 1)
	lines := make([]ledger.Transaction, rapid.IntRange(1, 40).Draw(t, "lines"))
	for i := range lines {
		day += ledger.Date(rapid.IntRange(0, 3).Draw(t, "days"))
		text := rapid.StringMatching(`[A-Z][A-Za-zéÈ0-9/;,".: -]{0,40}[A-Za-z0-9]`).Draw(t, "label")
		minor := rapid.Int64Range(-1_000_000_00, 1_000_000_00).Filter(func(v int64) bool { return v != 0 }).Draw(t, "amount")
		lines[i] = ledger.Transaction{Booked: day, Value: day + ledger.Date(rapid.IntRange(0, 2).Draw(t, "value")), Label: "OP " + text,
			BankID: fmt.Sprintf("R%d", rapid.IntRange(0, 99).Draw(t, "id")), Amount: money.New(minor, money.EUR)}
	}
	return lines
}

// TestRoundTrip: what a writer of the profile's form writes is read back the same,
// oldest first, whichever way round the file has it, with the balances to which it leads.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		way := rapid.SampledFrom(ways).Draw(rt, "way")
		lines := drawLines(rt)
		opening := money.New(rapid.Int64Range(-1_000_000, 1_000_000).Draw(rt, "opening"), money.EUR)
		rows, balance := make([]string, len(lines)), opening
		for i, l := range lines {
			balance, _ = balance.Add(l.Amount)
			rows[i] = way.row(l, balance)
		}
		reversed := rapid.Bool().Draw(rt, "newest first") && lines[0].Booked != lines[len(lines)-1].Booked
		var b strings.Builder
		b.WriteString(way.header)
		for i := range rows {
			if reversed {
				i = len(rows) - 1 - i
			}
			b.WriteString(rows[i] + rapid.SampledFrom([]string{"\n", "\r\n", "\n\n", "\n;;\n"}).Draw(rt, "end"))
		}
		got, warnings, err := importertest.Read(t, csv.Format, "x.csv", []byte(b.String()))
		if err != nil || len(warnings) > 0 || len(got) != 1 {
			rt.Fatalf("%d statements, %v: %v", len(got), warnings, err)
		}
		same(rt, way, lines, got[0].Lines)
		st := got[0].Statement
		if st.Origin.Format != way.profile {
			rt.Fatalf("read by %s, want %s", st.Origin.Format, way.profile)
		}
		if strings.Contains(way.header, "Solde") && (st.Opening.Amount != opening || st.Closing.Amount != balance) {
			rt.Fatalf("balances %v and %v, want %s and %s", st.Opening.Amount, st.Closing.Amount, opening, balance)
		}
		if st.Whole.From != 0 && (st.Whole.From <= lines[0].Booked || st.Whole.To >= lines[len(lines)-1].Booked) {
			rt.Fatalf("covers %v whole, which the first or the last day may not be", st.Whole)
		}
	})
}

// same compares what was read with what was written, as far as the way has it.
func same(t *rapid.T, way written, want, got []ledger.Transaction) {
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i, l := range want {
		g := got[i]
		if g.Booked != l.Booked || g.Amount != l.Amount || g.Label != l.Label {
			t.Fatalf("line %d: got %s %s %q, want %s %s %q", i, g.Booked, g.Amount, g.Label, l.Booked, l.Amount, l.Label)
		}
		if strings.Contains(way.header, "Référence") && g.BankID != l.BankID || strings.Contains(way.header, "valeur") && g.Value != l.Value {
			t.Fatalf("line %d: got %q of %s, want %q of %s", i, g.BankID, g.Value, l.BankID, l.Value)
		}
	}
}
