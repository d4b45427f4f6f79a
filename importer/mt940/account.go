package mt940

import (
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// accountRef reads :25:: an IBAN, alone or beside the bank's code; a French RIB, or one without its key
// beside the code of a French bank; or bank and account as they are. The currency may stand behind it. checked is false where it has
// the shape of an IBAN and wrong check digits.
func accountRef(text string, c money.Currency) (ref ledger.AccountRef, checked bool) {
	text = strings.ReplaceAll(text, "\n", "/")
	text = strings.Trim(strings.TrimSpace(text), "/")
	if rest, ok := strings.CutSuffix(text, string(c)); ok && len(strings.TrimSpace(rest)) >= 5 && c != "" {
		text = strings.TrimRight(rest, " /")
	}
	if iban, err := ledger.ParseIBAN(text); err == nil {
		return ledger.AccountRef{IBAN: iban}, true
	}
	parts := strings.Split(text, "/")
	for _, p := range parts {
		if iban, err := ledger.ParseIBAN(p); err == nil && len(parts) > 1 {
			return ledger.AccountRef{IBAN: iban}, true
		}
	}
	if iban, ok := rib(parts); ok {
		return ledger.AccountRef{IBAN: iban}, true
	}
	return ledger.AccountRef{Other: strings.ReplaceAll(text, " ", "")}, !ledger.LooksLikeIBAN(text)
}

// rib returns the IBAN of a French account: its 23 digits with the right key, or bank code, branch code and number.
func rib(parts []string) (ledger.IBAN, bool) {
	if len(parts) == 3 && len(parts[2]) == 11 {
		iban, err := ledger.FrenchIBAN(parts[0], parts[1], parts[2])
		return iban, err == nil
	}
	compact := strings.NewReplacer(" ", "", ".", "", "-", "")
	n, french := compact.Replace(strings.Join(parts, "")), false
	if len(parts) == 2 && isBIC(parts[0]) {
		n, french = compact.Replace(parts[1]), parts[0][4:6] == "FR"
	}
	if len(n) != 23 && (len(n) != 21 || !french) {
		return "", false
	}
	iban, err := ledger.FrenchIBAN(n[:5], n[5:10], n[10:21])
	return iban, err == nil && strings.HasSuffix(string(iban), n[21:])
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// isCreditorReference reports whether a text is a reference of ISO 11649, which has the shape and the check digits of an IBAN.
func isCreditorReference(text string) bool {
	_, err := ledger.ParseIBAN(text)
	return strings.HasPrefix(text, "RF") && err == nil
}

// ibanOf returns a text without blanks where it is an IBAN, else nothing.
func ibanOf(text string) string {
	if !ledger.LooksLikeIBAN(text) || strings.HasPrefix(text, "RF") {
		return ""
	}
	iban, err := ledger.ParseIBAN(text)
	if err != nil {
		return ""
	}
	return string(iban)
}

// stated returns a reference, and nothing where the bank wrote that there is none, or
// where another part of the line has it.
func stated(ref string) string {
	ref = strings.TrimSpace(ref)
	if strings.Trim(ref, "0") == "" || none[strings.ToUpper(strings.ReplaceAll(strings.TrimRight(ref, "+"), " ", ""))] {
		return ""
	}
	return ref
}

// none are words in the place of a reference.
var none = map[string]bool{
	"NONREF": true, "NOREF": true, "NONE": true, "NOTPROVIDED": true, "NOT-PROVIDED": true, "N": true,
	"EREF": true, "KREF": true, "PREF": true, "MARF": true, "MREF": true, "IREF": true, "SEE86": true,
}
