package xlsx

import (
	"strconv"
	"strings"
)

// shown is how many digits a double holds for sure, and Excel shows: behind them stands
// what is left of working in binary, as in 0.30000000000000004.
const shown = 15

// maxExponent bounds how long a number is written out.
const maxExponent = 40

// plain writes a number as XML has it, 1.6032409999999999E4, without exponent and with
// the digits that are meant: 16032.41.
func plain(v string) (string, bool) {
	negative := strings.HasPrefix(v, "-")
	mantissa, exponent, scaled := strings.Cut(strings.ToUpper(strings.TrimLeft(v, "+-")), "E")
	power := 0
	if scaled {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > maxExponent || n < -2*maxExponent {
			return "", false
		}
		power = n
	}
	whole, rest, _ := strings.Cut(mantissa, ".")
	digits := whole + rest
	if digits == "" || strings.Trim(digits, "0123456789") != "" || len(v)-len(strings.TrimLeft(v, "+-")) > 1 {
		return "", false
	}
	point := len(whole) + power // digits before the point
	lead := len(digits) - len(strings.TrimLeft(digits, "0"))
	digits, point = digits[lead:], point-lead
	digits, point = rounded(digits, point)
	text := placed(digits, point)
	if len(digits)-point == 3 {
		text += "0" // 1.234 might be read as thousands
	}
	if negative && text != "0" {
		text = "-" + text
	}
	return text, true
}

// rounded keeps the digits that are shown, the last of them rounded half up, and takes
// zeros at the end off.
func rounded(digits string, point int) (string, int) {
	if len(digits) > shown {
		up := digits[shown] >= '5'
		kept := []byte(digits[:shown])
		for i := shown - 1; up && i >= 0; i-- {
			if up = kept[i] == '9'; up {
				kept[i] = '0'
			} else {
				kept[i]++
			}
		}
		if digits = string(kept); up {
			digits, point = "1"+digits, point+1
		}
	}
	return strings.TrimRight(digits, "0"), point
}

// placed writes digits with the point behind so many of them.
func placed(digits string, point int) string {
	switch {
	case digits == "":
		return "0"
	case point <= 0:
		return "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		return digits + strings.Repeat("0", point-len(digits))
	}
	return digits[:point] + "." + digits[point:]
}
