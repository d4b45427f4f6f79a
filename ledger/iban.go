package ledger

import (
	"fmt"
	"strings"
)

// IBAN is an account number of ISO 13616 without blanks, upper case, its check digits right.
type IBAN string

// maxIBANText is the limit of an IBAN as it is written, blanks included, in bytes.
const maxIBANText = 100

var blanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\t", "", "-", "")

// ParseIBAN reads an IBAN with or without blanks or hyphens, in either case, and
// checks its shape and its check digits (ISO 13616, ISO 7064 mod 97-10). The length
// that a country's IBANs have is not checked. The error never quotes the text.
func ParseIBAN(s string) (IBAN, error) {
	bad := Errorf(Invalid, "iban", "should be an IBAN with right check digits")
	if len(s) > maxIBANText {
		return "", bad
	}
	s = strings.ToUpper(blanks.Replace(s))
	if !hasForm(s) || mod97(s[4:]+s[:4]) != 1 {
		return "", bad
	}
	return IBAN(s), nil
}

// LooksLikeIBAN reports whether a text has the form of an IBAN in capitals, whatever its
// check digits: two letters, two digits, and as long.
func LooksLikeIBAN(s string) bool { return len(s) <= maxIBANText && hasForm(blanks.Replace(s)) }

func hasForm(s string) bool {
	return len(s) >= 15 && len(s) <= 34 && isUpper(s[0]) && isUpper(s[1]) && isDigit(s[2]) && isDigit(s[3])
}

// FrenchIBAN makes the IBAN of a French account from bank code (5), branch code (5)
// and account number (11, letters allowed), as OFX and CFONB120 name it, with the
// RIB key computed: 97 − (89·bank + 15·branch + 3·account) mod 97.
func FrenchIBAN(bank, branch, account string) (IBAN, error) {
	bad := Errorf(Invalid, "account", "should be a French bank code, branch code and account number")
	if len(bank) != 5 || len(branch) != 5 || len(account) == 0 || len(account) > 11 {
		return "", bad
	}
	account = strings.Repeat("0", 11-len(account)) + strings.ToUpper(account)
	digits, ok := ribDigits(account)
	b, okBank := number(bank)
	g, okBranch := number(branch)
	c, okAccount := number(digits)
	if !ok || !okBank || !okBranch || !okAccount {
		return "", bad
	}
	key := 97 - (89*b+15*g+3*c)%97
	bban := fmt.Sprintf("%s%s%s%02d", bank, branch, account, key)
	check := 98 - mod97(bban+"FR00")
	return ParseIBAN(fmt.Sprintf("FR%02d%s", check, bban))
}

// ribDigits replaces the letters of an account number by the digits of the RIB key: A and J 1, B, K and S 2, …
func ribDigits(account string) (string, bool) {
	const from, to = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789"
	out := []byte(account)
	for i, c := range out {
		if j := strings.IndexByte(from, c); j >= 0 {
			out[i] = to[j]
		} else if !isDigit(c) {
			return "", false
		}
	}
	return string(out), true
}

// number reads up to 18 digits.
func number(s string) (n int64, ok bool) {
	if len(s) > 18 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// mod97 is the remainder of the text read as a number, letters as 10 to 35; −1 for another character.
func mod97(s string) int {
	n := 0
	for _, c := range []byte(s) {
		switch {
		case isDigit(c):
			n = (n*10 + int(c-'0')) % 97
		case isUpper(c):
			n = (n*100 + int(c-'A') + 10) % 97
		default:
			return -1
		}
	}
	return n
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Masked shows an IBAN to a person who need not see all of it: country, check digits and the last three.
func (i IBAN) Masked() string {
	if len(i) < 8 {
		return string(i)
	}
	return string(i[:4]) + "…" + string(i[len(i)-3:])
}

// Holds reports whether an IBAN ends with an account number, but for its last two
// characters, which may be a check key, and leading zeros. Numbers shorter than six
// digits would be found in any IBAN.
func (i IBAN) Holds(number string) bool {
	number = strings.TrimLeft(strings.NewReplacer(" ", "", "-", "", ".", "").Replace(strings.ToUpper(number)), "0")
	if len(i) < 6 || len(number) < 6 {
		return false
	}
	bban := string(i[4:])
	return strings.HasSuffix(bban, number) || strings.HasSuffix(bban[:len(bban)-2], number)
}
