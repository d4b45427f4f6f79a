package matcher

import (
	"testing"

	"lettrage/ledger/money"
)

func inDollars(a money.Amount) money.Amount { return money.New(a.Minor(), money.Currency("USD")) }

// TestPayerName recognises names as banks write them.
func TestPayerName(t *testing.T) {
	const whole = "auto FA-2026-09001=1234.56"
	check(t, []ask{
		{"as in the list", "1234.56", "Horlogerie Vasseur SARL", "REGLEMENT", whole},
		{"capitals, form in front", "1234.56", "SARL HORLOGERIE VASSEUR", "REGLEMENT", whole},
		{"cut off", "1234.56", "SARL HORLOGERIE VASS", "REGLEMENT", whole},
		{"one slip", "1234.56", "HORLOGERIE VASEUR", "REGLEMENT", whole},
		{"without blanks", "1234.56", "HORLOGERIEVASSEUR", "REGLEMENT", whole},
		{"other order", "1234.56", "VASSEUR HORLOGERIE", "REGLEMENT", whole},
		{"a letter is left of the name", "1234.56", "SARL ETABL HORLOGERIE V", "REGLEMENT", "review unrecognised"},
		{"person, title and initial", "189.99", "MME MARCHANDEAU L", "REGLEMENT", "auto FA-2026-09030=189.99"},
		{"person, both", "189.99", "M OU MME MARCHANDEAU LUCIE", "REGLEMENT", "auto FA-2026-09030=189.99"},
		{"group pays for one another", "415.37", "Zinguerie Pontarlier", "FA-2026-09020", "auto FA-2026-09020=415.37"},
		{"a stranger pays by number", "1234.56", "Cordonnerie Xaintrailles", "FACTURE FA-2026-09001", whole},
		{"words that nobody knows", "96.40", "Lucie Marchandeau", "ZORGLUB BULGROZ", "review strange_words"},
		{"… beside a rare amount", "1234.56", "Horlogerie Vasseur", "ZORGLUB BULGROZ", whole},
		{"refund", "1234.56", "Horlogerie Vasseur", "REMBOURSEMENT TROP PERCU", "review weak"},
	})
}

// TestPayerAccount knows a payer by account where the name tells nothing.
func TestPayerAccount(t *testing.T) {
	l := payment(t, "1234.56", "", "REGLEMENT")
	l.Counterparty.Account = "FR7610278060000002041234567"
	if got := outcome(decideAll(t, shop(t), l)[0]); got != "auto FA-2026-09001=1234.56" {
		t.Error(got)
	}
}

// TestLabelOnly reads the name and the number out of the bank's own words, where a CSV has no more.
func TestLabelOnly(t *testing.T) {
	for _, c := range []struct{ amount, label, want string }{
		{"1234.56", "VIREMENT DE HORLOGERIE VASSEUR FACTURE FA-2026-09001", "auto FA-2026-09001=1234.56"},
		{"1234.56", "VIR SEPA RECU /DE HORLOGERIE VASSEUR /MOTIF REGLEMENT /REF NOTPROVIDED", "auto FA-2026-09001=1234.56"},
		{"1234.56", "VIR RECU HORLOGERIE VASSEUR 9010", "review contradiction"},
	} {
		l := payment(t, c.amount, "", "")
		l.Label = c.label
		if got := outcome(decideAll(t, shop(t), l)[0]); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.label, got, c.want)
		}
	}
}
