package csv

import "strings"

// months are the beginnings of the names of months, as far as banks abbreviate them,
// in English, French, German, Dutch, Spanish, Italian, Portuguese and Polish; without accents.
var months = [12]string{
	"jan ene gen sty janv", "feb fev fevr lut", "mar maa mrz mars", "apr avr abr kwi avril", "may mai mei mag maj", "jun juin giu cze",
	"jul juil lug lip", "aug aou ago sie aout", "sep sept set wrz", "oct okt ott out paz", "nov lis", "dec dez dic gru",
}

// longest is how long a name may be, in bytes.
const longest = 12

// monthNamed reads the name of a month, whole or cut to three letters at least.
func monthNamed(s string) (int, bool) {
	if len(s) < 3 || len(s) > longest || s[0] >= '0' && s[0] <= '9' {
		return 0, false
	}
	s = fold(s)
	for i, names := range months {
		for _, name := range strings.Fields(names) {
			if s == name || len(s) > 3 && strings.HasPrefix(s, name) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" {
				return i + 1, true
			}
		}
	}
	return 0, false
}
