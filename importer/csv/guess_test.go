package csv_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// layout is a way to write a statement that no profile knows.
type layout struct {
	header   [6]string // day, value day, label, amount or debit, credit or side, balance; all empty: none
	order    []int     // of these columns
	day      func(ledger.Date) string
	decimal  byte
	group    string
	sep      string
	money    string // signed, pair, negative pair, side
	balance  bool
	value    bool
	newest   bool
	preamble string
	footer   string
}

var headers = [][6]string{
	{"Date", "Value date", "Particulars", "Amount", "Dr/Cr", "Balance"},
	{"Buchung", "Wertstellung", "Beschreibung", "Umsatz", "Soll/Haben", "Kontostand"},
	{"Boekingsdatum", "Valutadatum", "Omschrijving", "Bedrag", "Af Bij", "Saldo"},
	{"Fecha contable", "Fecha valor", "Movimiento", "Importe", "Sens", "Saldo"},
	{"Dies", "Dies valoris", "Verba", "Summula", "Latus", "Residuum"}, // in a language that nobody knows
	{},
}

var pairs = map[string][2]string{"Date": {"Paid out", "Paid in"}, "Buchung": {"Belastung", "Gutschrift"}, "Boekingsdatum": {"Debet", "Credit"}, "Fecha contable": {"Cargo", "Abono"}, "Dies": {"Exit", "Intrat"}}

// american is the form of days that is written in English only, with decimal points.
const american = 3

func drawLayout(t *rapid.T) layout {
	forms := []func(ledger.Date) string{
		func(d ledger.Date) string { return d.String() },
		ledger.Date.French,
		func(d ledger.Date) string { return strings.ReplaceAll(d.French(), "/", ".") },
		func(d ledger.Date) string { s := d.String(); return s[5:7] + "/" + s[8:] + "/" + s[:4] },
		func(d ledger.Date) string { s := d.String(); return s[8:] + "/" + s[5:7] + "/" + s[2:4] },
		func(d ledger.Date) string { return strings.ReplaceAll(d.String(), "-", "") },
		func(d ledger.Date) string {
			s := d.String()
			month := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
			return s[8:] + " " + month[int(s[5]-'0')*10+int(s[6]-'0')-1] + " " + s[:4]
		},
	}
	form := rapid.IntRange(0, len(forms)-1).Draw(t, "form")
	l := layout{
		header:  rapid.SampledFrom(headers).Draw(t, "header"),
		order:   rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "order"),
		day:     forms[form],
		decimal: rapid.SampledFrom([]byte(",.")).Draw(t, "decimal"),
		group:   rapid.SampledFrom([]string{"", " ", "'"}).Draw(t, "group"),
		sep:     rapid.SampledFrom([]string{";", "\t", "|", ","}).Draw(t, "sep"),
		money:   rapid.SampledFrom([]string{"signed", "pair", "negative pair", "side"}).Draw(t, "money"),
		balance: rapid.Bool().Draw(t, "balance"),
		value:   rapid.Bool().Draw(t, "value"),
		newest:  rapid.Bool().Draw(t, "newest first"),
	}
	if form == american {
		l.header, l.decimal, l.sep = headers[0], '.', ","
	}
	if l.header[0] != "" {
		l.preamble = rapid.SampledFrom([]string{"", "Extract of an account\n", "Account;1234\n\n"}).Draw(t, "preamble")
		l.footer = rapid.SampledFrom([]string{"", "End of the extract\n"}).Draw(t, "footer")
		if strings.Contains(l.money, "pair") {
			l.header[3], l.header[4] = pairs[l.header[0]][0], pairs[l.header[0]][1]
		}
	}
	return l
}

// row writes a line in the order of the columns.
func (l *layout) row(line ledger.Transaction, balance money.Amount) string {
	amount := func(a money.Amount) string { return a.Format(l.decimal, l.group) }
	abs, _ := line.Amount.Abs()
	cells := [6]string{l.day(line.Booked), "", line.Label, "", "", ""}
	if l.value {
		cells[1] = l.day(line.Value)
	}
	if l.balance {
		cells[5] = amount(balance)
	}
	out := line.Amount.Sign() < 0
	switch {
	case l.money == "signed":
		cells[3] = amount(line.Amount)
	case l.money == "side":
		cells[3], cells[4] = amount(abs), map[bool]string{true: "D", false: "C"}[out]
	case out && l.money == "negative pair":
		cells[3] = amount(line.Amount)
	case out:
		cells[3] = amount(abs)
	default:
		cells[4] = amount(abs)
	}
	return l.join(cells)
}

// join writes cells; those of columns that the layout has not are left out.
func (l *layout) join(cells [6]string) string {
	var all []string
	for _, c := range l.order {
		if c == 1 && !l.value || c == 4 && l.money == "signed" || c == 5 && !l.balance {
			continue
		}
		all = append(all, quote(cells[c]))
	}
	return strings.Join(all, l.sep)
}

// TestGuessIsRightOrRefused: a file that no profile knows is read as it was meant, or
// is refused as ambiguous; it is never read in another way.
func TestGuessIsRightOrRefused(t *testing.T) {
	read, all := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		l, lines := drawLayout(rt), drawLines(rt)
		var rows []string
		balance := money.New(rapid.Int64Range(-1_000_000, 1_000_000).Draw(rt, "opening"), money.EUR)
		for _, line := range lines {
			balance, _ = balance.Add(line.Amount)
			rows = append(rows, l.row(line, balance))
		}
		if l.newest {
			slices.Reverse(rows)
		}
		if l.header[0] != "" {
			rows = append([]string{l.preamble + l.join(l.header)}, rows...)
		}
		text := strings.Join(rows, "\n") + "\n" + l.footer
		all++
		got, _, err := importertest.Read(t, csv.Format, "x.csv", []byte(text))
		if err != nil {
			if e := new(importer.Error); !errors.As(err, &e) || e.Kind != importer.AmbiguousProfile {
				rt.Fatalf("%v\n%s", err, text)
			}
			return
		}
		read++
		if len(got) != 1 || len(got[0].Lines) != len(lines) {
			rt.Fatalf("%d statements\n%s", len(got), text)
		}
		want, have := days(lines), days(got[0].Lines)
		if byValue := l.unnamed() && l.value && slices.Equal(have, days(valued(lines))); !byValue && !slices.Equal(want, have) {
			rt.Fatalf("got %v, want %v\n%s", have, want, text)
		}
	})
	if t.Logf("%d of %d are read", read, all); 3*read < all {
		t.Errorf("%d of %d are read", read, all)
	}
}

// unnamed reports whether nobody knows what the columns are called: of two columns of
// days the first is taken then.
func (l *layout) unnamed() bool { return l.header[0] == "" || l.header[0] == "Dies" }

// valued are lines that are booked on their value day.
func valued(lines []ledger.Transaction) []ledger.Transaction {
	all := slices.Clone(lines)
	for i := range all {
		all[i].Booked = all[i].Value
	}
	return all
}

// days are what must not be mistaken: the days and amounts, in any order within a day.
func days(lines []ledger.Transaction) (all []string) {
	for _, l := range lines {
		all = append(all, fmt.Sprintf("%s %d", l.Booked, l.Amount.Minor()))
	}
	slices.Sort(all)
	return all
}
