package ofx

import (
	"strings"

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
		a.number = string(value)
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
// branch code, number and key. The key stands in ACCTKEY, behind the number, or nowhere.
func (a account) iban() ledger.IBAN {
	if iban, err := ledger.ParseIBAN(a.number); err == nil {
		return iban
	}
	bank, branch, number, key := compact(a.bank), compact(a.branch), compact(a.number), compact(a.key)
	const rib = 23 // 5 of the bank, 5 of the branch, 11 of the number, 2 of the key
	if len(number) == rib {
		bank, branch, number, key = number[:5], number[5:10], number[10:21], number[21:]
	}
	if len(number) == 13 {
		number, key = number[:11], number[11:]
	}
	iban, err := ledger.FrenchIBAN(bank, branch, number)
	masked := strings.Contains(number, "XXX") || strings.Trim(bank, "0") == ""
	if err != nil || masked || key != "" && !strings.HasSuffix(string(iban), key) {
		return ""
	}
	return iban
}

// compact takes blanks, dots and dashes out of a number.
func compact(s string) string { return strings.NewReplacer(" ", "", ".", "", "-", "").Replace(s) }
