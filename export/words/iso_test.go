package words

import (
	"regexp"
	"testing"
)

func TestBankCode(t *testing.T) {
	for code, want := range map[string][2]string{
		"PMNT/RCDT/ESCT": {"credit transfer received, SEPA", "virement reçu, SEPA"},
		"PMNT/IDDT/UPDD": {"direct debit of ours, unpaid", "prélèvement émis, impayé"},
		"ACMT/MDOP/CHRG": {"operations on the account, charges", "opérations sur le compte, frais"},
		"PMNT/RCDT/ZZZZ": {"credit transfer received", "virement reçu"},
		"PMNT/ZZZZ/ZZZZ": {"payment", "paiement"},
		"PMNT/OTHR/COMM": {"payment, commission", "paiement, commission"},
		"PMNT":           {"payment", "paiement"},
		"02/0417/CHQ":    {}, "CREDIT": {}, "": {}, "PMNT/RCDT/ESCT/X": {},
	} {
		if en, fr := English.BankCode(code), French.BankCode(code); en != want[0] || fr != want[1] {
			t.Errorf("%s: %q, %q", code, en, fr)
		}
	}
}

func TestReturnReason(t *testing.T) {
	for code, want := range map[string]string{"AM04": "provision insuffisante", "MD01": "absence de mandat", "CONTESTATION": "", "": ""} {
		if got := French.ReturnReason(code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// TestISOTables: a code has four characters, and words in both languages.
func TestISOTables(t *testing.T) {
	code := regexp.MustCompile(`^[A-Z][A-Z0-9]{3}$`)
	for _, table := range []map[string]pair{domains, families, subFamilies, returnReasons} {
		for c, w := range table {
			if !code.MatchString(c) || w.en == "" || w.fr == "" {
				t.Errorf("%s: %+v", c, w)
			}
		}
	}
}
