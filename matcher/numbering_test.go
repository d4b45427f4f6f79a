package matcher

import (
	"fmt"
	"strings"
	"testing"

	"lettrage/ledger"
)

// numberings are ways in which companies number their invoices.
var numberings = map[string]func(year, month, n int) string{
	"INV-00042":        func(_, _, n int) string { return fmt.Sprintf("INV-%05d", n) },
	"2026/0042":        func(y, _, n int) string { return fmt.Sprintf("%d/%04d", y, n) },
	"142/26":           func(y, _, n int) string { return fmt.Sprintf("%d/%02d", n+100, y%100) },
	"26A00042":         func(y, _, n int) string { return fmt.Sprintf("%02dA%05d", y%100, n) },
	"00042FR":          func(_, _, n int) string { return fmt.Sprintf("%05dFR", n) },
	"1260042":          func(y, _, n int) string { return fmt.Sprintf("1%02d%04d", y%100, n) },
	"FAC/2026/01/0042": func(y, m, n int) string { return fmt.Sprintf("FAC/%d/%02d/%04d", y, m, n) },
	"S3-2026-00042":    func(y, _, n int) string { return fmt.Sprintf("S3-%d-%05d", y, n) },
	"26W05-142":        func(y, m, n int) string { return fmt.Sprintf("%02dW%02d-%03d", y%100, m*4, n) },
	"R.2026.142":       func(y, _, n int) string { return fmt.Sprintf("R.%d.%d", y, n+100) },
}

// numbered is a company of 300 items with numbers of a kind.
func numbered(number func(year, month, n int) string) Book {
	b, _ := company(9, 300, 0)
	for i := range b.Items {
		day := b.Items[i].Issued.Time()
		b.Items[i].Number = ledger.InvoiceNumber(number(day.Year(), int(day.Month()), i))
	}
	return b
}

// TestNumberings names an invoice of each kind of company, as written and otherwise,
// and one that its book lacks though what is paid fits an invoice of the payer.
func TestNumberings(t *testing.T) {
	for name, number := range numberings {
		t.Run(name, func(t *testing.T) {
			b := numbered(number)
			it := &b.Items[142]
			written := string(it.Number)
			for how, text := range map[string]string{
				"in full":        "Facture " + written,
				"in small":       "votre facture " + strings.ToLower(written),
				"glued":          "FACTURE" + written,
				"behind n°":      "n°" + written,
				"broken by bank": "REGLEMENT FACTURE " + written[:len(written)-2] + "\n" + written[len(written)-2:],
				"other marks":    "facture " + strings.NewReplacer("-", " ", "/", "-", ".", "/").Replace(written),
			} {
				d := decideAll(t, b, payment(t, it.Open.String(), it.CustomerName, text))[0]
				if want := "auto " + written + "=" + it.Open.String(); outcome(d) != want {
					t.Errorf("%s: %q is %s, want %s", how, text, outcome(d), want)
				}
			}
			day := b.Items[299].Issued.Time()
			missing := number(day.Year(), int(day.Month()), 317)
			for how, text := range map[string]string{
				"in full":        "Facture " + missing,
				"alone":          missing,
				"in small":       "votre facture " + strings.ToLower(missing),
				"broken by bank": "REGLEMENT FACTURE " + missing[:len(missing)-2] + "\n" + missing[len(missing)-2:],
				"without marks":  "règlement facture " + strings.NewReplacer("-", "", "/", "", ".", "").Replace(missing),
				"letter O":       "FACTURE " + missing[:len(missing)-3] + strings.ReplaceAll(missing[len(missing)-3:], "0", "O"),
			} {
				if d := decideAll(t, b, payment(t, it.Open.String(), it.CustomerName, text))[0]; d.Status != ledger.Review {
					t.Errorf("not in the book, %s: %q is %s", how, text, outcome(d))
				}
			}
		})
	}
}

// TestCounterWithoutZeros names an item of a series with year and month by its digits,
// those zeros left out that stand before its counter.
func TestCounterWithoutZeros(t *testing.T) {
	b := numbered(func(y, m, n int) string { return fmt.Sprintf("VF%02d%02d-%05d", y%100, m, n) })
	it := &b.Items[142]
	digits := string(it.Number)[2:6] + "142"
	for _, text := range []string{"VF" + digits, "facture n° " + digits, "fact.vf" + digits + " merci"} {
		d := decideAll(t, b, payment(t, it.Open.String(), it.CustomerName, text))[0]
		if want := "auto " + string(it.Number) + "=" + it.Open.String(); outcome(d) != want {
			t.Errorf("%q is %s, want %s", text, outcome(d), want)
		}
	}
	other := string(it.Number)[2:6] + "317"
	if d := decideAll(t, b, payment(t, it.Open.String(), it.CustomerName, "facture n° "+other))[0]; d.Status != ledger.Review {
		t.Errorf("not in the book: %q is %s", other, outcome(d))
	}
}

// TestSlipInYear names an item with a year that cannot be meant: with the payer and the
// amount it is a slip, without them a number that a person must look at.
func TestSlipInYear(t *testing.T) {
	b := numbered(func(y, _, n int) string { return fmt.Sprintf("INV %d/%04d", y, n) })
	it := &b.Items[142]
	year, counter, _ := strings.Cut(string(it.Number), "/")
	for _, slip := range []string{year + "6", year[:5] + year[4:], year[:6] + year[7:] + year[6:7], year[:4] + "8" + year[5:]} {
		text := "facture " + slip + "/" + counter
		if d := decideAll(t, b, payment(t, it.Open.String(), it.CustomerName, text))[0]; outcome(d) != "auto "+string(it.Number)+"="+it.Open.String() {
			t.Errorf("%q is %s", text, outcome(d))
		}
		if d := decideAll(t, b, payment(t, "17.35", it.CustomerName, text))[0]; d.Status != ledger.Review {
			t.Errorf("%q of another amount is %s", text, outcome(d))
		}
	}
}
