package ledger_test

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

func TestParseIBAN(t *testing.T) {
	for text, want := range map[string]ledger.IBAN{
		"FR7630006000011234567890189":           "FR7630006000011234567890189",
		"FR76 3000 6000 0112 3456 7890 189":     "FR7630006000011234567890189",
		"fr14 2004 1010 0505 0001 3M02 606":     "FR1420041010050500013M02606",
		"DE89\u00a03704\u00a00044-0532 0130 00": "DE89370400440532013000",
		"GB29NWBK60161331926819":                "GB29NWBK60161331926819",
		"NO93 8601 1117 947":                    "NO9386011117947",
		"MT84MALT011000012345MTLCAST001S":       "MT84MALT011000012345MTLCAST001S",
	} {
		if got, err := ledger.ParseIBAN(text); err != nil || got != want {
			t.Errorf("ParseIBAN(%q) = %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "FR76", "FR7630006000011234567890188", "7630006000011234567890189FR", "FR763000600001123456789018é",
		"FR76\n30006000011234567890189", strings.Repeat(" ", 101), strings.Repeat("F", 1<<20), "FR7630006000011234567890189FR7630006000011234567890189",
		"FRA430006000011234567890189", "00" + "00000000000000000001", "FR76300060000112345678901$9"} {
		if got, err := ledger.ParseIBAN(text); got != "" || !errors.Is(err, &ledger.Error{Kind: ledger.Invalid}) || len(text) > 4 && strings.Contains(err.Error(), text) {
			t.Errorf("ParseIBAN(%.40q) = %q, %v", text, got, err)
		}
	}
}

// One wrong character, and two neighbours that changed places, are always noticed (ISO 7064 mod 97-10).
func TestParseIBANNoticesSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		right := string(frenchIBAN(t))
		i := rapid.IntRange(2, len(right)-2).Draw(t, "place")
		wrong := []byte(right)
		if rapid.Bool().Draw(t, "swap") {
			wrong[i], wrong[i+1] = wrong[i+1], wrong[i]
		} else {
			wrong[i] = rapid.SampledFrom([]byte("0123456789")).Draw(t, "digit")
		}
		if string(wrong) == right || strings.ContainsFunc(right, func(r rune) bool { return r > '9' && r != 'F' && r != 'R' }) {
			return // letters count for two digits, and a slip among them may pass
		}
		if got, err := ledger.ParseIBAN(string(wrong)); err == nil {
			t.Fatalf("%s is taken for %s", wrong, got)
		}
	})
}

func frenchIBAN(t *rapid.T) ledger.IBAN {
	digits := func(name string, n int) string {
		return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), n, n, -1).Draw(t, name)
	}
	account := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")), 1, 11, -1).Draw(t, "account")
	iban, err := ledger.FrenchIBAN(digits("bank", 5), digits("branch", 5), account)
	if err != nil {
		t.Fatal(err)
	}
	return iban
}

func TestFrenchIBAN(t *testing.T) {
	for _, c := range []struct {
		bank, branch, account string
		want                  ledger.IBAN
	}{
		{"30006", "00001", "12345678901", "FR7630006000011234567890189"},
		{"20041", "01005", "0500013M026", "FR1420041010050500013M02606"},
		{"20041", "01005", "0500013m026", "FR1420041010050500013M02606"},
		{"10254", "11259", "99587371555", "FR7610254112599958737155591"},
	} {
		if got, err := ledger.FrenchIBAN(c.bank, c.branch, c.account); err != nil || got != c.want {
			t.Errorf("FrenchIBAN = %q, %v; should be %q", got, err, c.want)
		}
	}
	for _, c := range [][3]string{{"", "", ""}, {"3000", "00001", "1"}, {"30006", "0001", "1"}, {"30006", "00001", ""}, {"30006", "00001", "123456789012"},
		{"3000A", "00001", "1"}, {"30006", "0000A", "1"}, {"30006", "00001", "1-2"}, {"30006", "00001", "é"}, {"３0006", "00001", "1"}, {"30006", "00001", strings.Repeat("1", 1<<20)}} {
		if got, err := ledger.FrenchIBAN(c[0], c[1], c[2]); got != "" || err == nil {
			t.Errorf("FrenchIBAN(%.20q) = %q, %v", c, got, err)
		}
	}
}

// The RIB's key makes bank, branch, account and key together divisible by 97.
func TestFrenchKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		iban := frenchIBAN(t)
		if again, err := ledger.ParseIBAN(string(iban)); err != nil || again != iban || len(iban) != 27 {
			t.Fatalf("%s is no IBAN: %v", iban, err)
		}
		values := strings.NewReplacer("A", "1", "J", "1", "B", "2", "K", "2", "S", "2", "C", "3", "L", "3", "T", "3", "D", "4", "M", "4", "U", "4",
			"E", "5", "N", "5", "V", "5", "F", "6", "O", "6", "W", "6", "G", "7", "P", "7", "X", "7", "H", "8", "Q", "8", "Y", "8", "I", "9", "R", "9", "Z", "9")
		n, ok := new(big.Int).SetString(values.Replace(string(iban[4:])), 10)
		if !ok || new(big.Int).Mod(n, big.NewInt(97)).Sign() != 0 {
			t.Fatalf("the key of %s is wrong", iban)
		}
	})
}

func TestMasked(t *testing.T) {
	if got := ledger.IBAN("FR7630006000011234567890189").Masked(); got != "FR76…189" {
		t.Errorf("Masked = %q", got)
	}
}

func ExampleFrenchIBAN() {
	iban, _ := ledger.FrenchIBAN("30006", "00001", "12345678901")
	fmt.Println(iban, iban.Masked())
	// Output: FR7630006000011234567890189 FR76…189
}
