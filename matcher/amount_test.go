package matcher

import (
	"testing"

	"lettrage/ledger"
)

// TestAmount compares the amount with what is open: whole, in part, several, less
// something that is explained.
func TestAmount(t *testing.T) {
	check(t, []ask{
		{"unique amount and name", "1234.56", "Horlogerie Vasseur", "REGLEMENT", "auto FA-2026-09001=1234.56"},
		{"unique amount, nobody's name", "1234.56", "", "REGLEMENT", "review weak"},
		{"unique amount, a stranger's name", "1234.56", "Cordonnerie Xaintrailles", "REGLEMENT", "review weak"},
		{"two items of one amount", "713.13", "Zinguerie Pontarlier", "REGLEMENT", "review ambiguous"},
		{"two items of one amount, one named", "713.13", "Zinguerie Pontarlier", "facture 9011", "auto FA-2026-09011=713.13"},
		{"two customers of one name", "777.77", "Imbert", "REGLEMENT", "review ambiguous"},
		{"two customers of one name, legal form", "777.77", "Imbert", "FA-2026-09050", "auto FA-2026-09050=777.77"},
		{"sum of one customer", "254.49", "Marchandeau Lucie", "VIREMENT", "auto FA-2026-09030=189.99 FA-2026-09031=64.50"},
		{"part, named", "600.00", "Horlogerie Vasseur", "ACOMPTE FA-2026-09001", "auto FA-2026-09001=600.00 partial 0.00"},
		{"part, not named", "600.00", "Horlogerie Vasseur", "REGLEMENT", "review ambiguous"},
		{"nearly all of it", "1222.16", "Horlogerie Vasseur", "FA-2026-09001", "review unexplained"},
		{"credit note taken off", "1157.26", "Horlogerie Vasseur", "FA-2026-09001 AVOIR DEDUIT", "auto FA-2026-09001=1234.56 AV-2026-00007=-77.30"},
		{"part said, credit note not", "1157.26", "Horlogerie Vasseur", "1ER VERSEMENT FA-2026-09001", "review ambiguous"},
		{"an invoice and a credit note besides", "1637.26", "Horlogerie Vasseur", "FA-2026-09002", "review ambiguous"},
		{"part said, short number", "600.00", "Horlogerie Vasseur", "ACOMPTE fact 9001", "auto FA-2026-09001=600.00 partial 0.00"},
		{"part said, short number, a stranger", "600.00", "Cordonnerie Xaintrailles", "ACOMPTE fact 9001", "review weak"},
		{"credit note named", "1157.26", "Horlogerie Vasseur", "FA-2026-09001 AV-2026-00007", "auto FA-2026-09001=1234.56 AV-2026-00007=-77.30"},
		{"discount of the terms", "913.07", "Horlogerie Vasseur", "FA-2026-09003 ESCOMPTE 2%", "auto FA-2026-09003=931.70 discount 18.63"},
		{"rounding", "1234.55", "Horlogerie Vasseur", "FA-2026-09001", "auto FA-2026-09001=1234.56 rounding 0.01"},
		{"too much", "1300.00", "Horlogerie Vasseur", "FA-2026-09001", "review unexplained"},
	})
}

// TestCharges keeps a bank's charge apart from a part that is paid.
func TestCharges(t *testing.T) {
	stated := payment(t, "3603.20", "VAN DIJK BLOEMEN", "FA-2026-09040")
	fee := euros(t, "15.00")
	stated.Charges = &fee
	instructed := payment(t, "3600.10", "VAN DIJK BLOEMEN", "FA-2026-09040")
	sent := euros(t, "3618.20")
	instructed.Instructed = &sent
	for _, c := range []struct {
		name string
		line ledger.Line
		want string
	}{
		{"stated", stated, "auto FA-2026-09040=3618.20 bank_fee 15.00"},
		{"sent more than came", instructed, "auto FA-2026-09040=3618.20 bank_fee 18.10"},
		{"said in the text", payment(t, "3600.20", "VAN DIJK BLOEMEN", "FA-2026-09040 CHARGES"), "auto FA-2026-09040=3618.20 bank_fee 18.00"},
		{"not said", payment(t, "3600.10", "VAN DIJK BLOEMEN", "FA-2026-09040"), "review unexplained"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := outcome(decideAll(t, shop(t), c.line)[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestCurrency takes no item of another currency.
func TestCurrency(t *testing.T) {
	l := payment(t, "1234.56", "Horlogerie Vasseur", "FA-2026-09001")
	b := shop(t)
	for i := range b.Items {
		if b.Items[i].Number == "FA-2026-09001" {
			b.Items[i].Open = inDollars(b.Items[i].Open)
			b.Items[i].Total, b.Items[i].Outstanding = b.Items[i].Open, b.Items[i].Open
		}
	}
	if d := decideAll(t, b, l)[0]; d.Status == ledger.Auto {
		t.Errorf("an item in dollars was settled by euros:%s", settles(d.Chosen))
	}
}
