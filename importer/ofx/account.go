package ofx

import (
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// account is a number as the file has it, in its parts.
type account struct{ broker, bank, branch, number, key string }

// account takes a leaf of a BANKACCTFROM and its like.
func (w *walker) account(value []byte) {
	if len(value) > w.limits.FieldBytes {
		w.tooLong(w.leaf)
		return
	}
	a := &w.st.account
	switch w.leaf {
	case brokerID:
		a.broker = string(value)
	case bankID:
		a.bank = string(value)
	case branchID:
		a.branch = string(value)
	case acctID:
		a.number, w.st.accountLine = string(value), w.at
	case acctKey:
		a.key = string(value)
	}
}

// ref is the account's IBAN where the parts make one, else the parts. Without a
// number no account is named.
func (a account) ref() ledger.AccountRef {
	if a.number == "" {
		return ledger.AccountRef{}
	}
	if iban := a.iban(); iban != "" {
		return ledger.AccountRef{IBAN: iban}
	}
	var parts []string
	for _, p := range []string{a.broker, a.bank, a.branch, a.number} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return ledger.AccountRef{Other: strings.Join(parts, "/")}
}

// iban returns the number where it is an IBAN, and that of a French bank code,
// branch code, number and key.
func (a account) iban() ledger.IBAN {
	iban, _ := a.read()
	return iban
}

// read returns the account's IBAN, if it has one, and what is wrong with a number that
// should make one. The key of a French account stands in ACCTKEY, behind the number, or nowhere.
func (a account) read() (iban ledger.IBAN, doubt string) {
	if iban, err := ledger.ParseIBAN(a.number); err == nil {
		return iban, ""
	}
	bank, branch, number, key := compact(a.bank), compact(a.branch), compact(a.number), compact(a.key)
	if strings.Contains(number, "XXX") || strings.Contains(number, "***") { // masked
		return "", ""
	}
	if looksLikeIBAN(number) {
		return "", "has the form of an IBAN and wrong check digits; it is taken as another kind of number"
	}
	const rib = 23 // 5 of the bank, 5 of the branch, 11 of the number, 2 of the key
	if len(number) == rib {
		bank, branch, number, key = number[:5], number[5:10], number[10:21], number[21:]
	}
	if len(number) == 13 {
		number, key = number[:11], number[11:]
	}
	iban, err := ledger.FrenchIBAN(bank, branch, number)
	switch {
	case err != nil || strings.Trim(bank, "0") == "":
		return "", ""
	case key != "" && !strings.HasSuffix(string(iban), key):
		return "", "has another key than its bank, branch and number give (clé RIB); no IBAN is made of it"
	}
	return iban, ""
}

// ibanLengths are the lengths of the IBANs of SEPA (registry of ISO 13616).
var ibanLengths = map[string]int{"AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
	"FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
	"MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22}

// looksLikeIBAN reports whether a number has the form of an IBAN: a country, check
// digits, and as many characters as that country's have.
func looksLikeIBAN(number string) bool {
	const head = 4
	if len(number) < head || len(number) != ibanLengths[strings.ToUpper(number[:2])] {
		return false
	}
	return strings.Trim(number[2:head], "0123456789") == ""
}

// endAccount ends a BANKACCTFROM and its like. What follows would be of another
// account where a second one stands in a statement: it is never taken for the first one's.
func (w *walker) endAccount() {
	now, before := w.st.account, w.st.earlier
	if now.number != "" && before.number != "" && now.ref() != before.ref() {
		w.errorf(importer.Inconsistent, w.st.accountLine, "ACCTID", "should be that of the statement's account; another account should have its own statement")
	}
	if now.number == "" {
		w.st.account = before
	}
	if !w.surveys {
		w.doubtAccount(accountNames[w.st.is], w.st.account, w.st.accountLine)
	}
}

// doubtAccount says what is wrong with the check digits of an account's number. The line
// is taken all the same: it is known by the number as it is written.
func (w *walker) doubtAccount(in string, a account, line int) {
	if a.number == "" {
		return
	}
	if _, doubt := a.read(); doubt != "" {
		w.warn("iban", line, in+"/ACCTID "+doubt)
	}
}

// compact takes blanks, dots and dashes out of a number.
func compact(s string) string { return strings.NewReplacer(" ", "", ".", "", "-", "").Replace(s) }
