package importer

import "lettrage/ledger"

// oldestCardDay is how many days before the booking a card was used at most, for a number
// in a label to be taken for that day.
const oldestCardDay = 31

// ReadCardDay fills the day on which a card was used into the line of a card, from its label
// or its remittance, where it is not known.
func ReadCardDay(t *ledger.Transaction) {
	if t.Kind != ledger.Card && t.Kind != ledger.CardPayout || t.CardDay != 0 {
		return
	}
	if t.CardDay = CardDay(t.Label, t.Booked); t.CardDay == 0 {
		t.CardDay = CardDay(t.Remittance, t.Booked)
	}
}

// CardDay finds the day on which a card was used in the bank's label of a line: "CB 962720
// 070326", "FACTURE CARTE DU 12/03/26", "CARTE X2218 ACHAT DU 09/03". It is a day up to the
// booking day and at most a month before it; where two different ones stand there, that behind
// DU, and else none: 0. A year that is not written is the latest possible.
func CardDay(label string, booked ledger.Date) ledger.Date {
	var only, said ledger.Date
	several := false
	for at := 0; at < len(label); {
		if !digit(label, at) {
			at++
			continue
		}
		end, day := readCardDay(label, at, booked)
		switch {
		case day == 0:
		case behindDU(label, at):
			said = day
		default:
			several = several || only != 0 && only != day
			only = day
		}
		at = end
	}
	switch {
	case said != 0:
		return said
	case several:
		return 0
	}
	return only
}

// readCardDay reads the digits at a place, and two more groups behind signs of a day. It returns
// where they end, and the day that they are, or 0.
func readCardDay(label string, at int, booked ledger.Date) (end int, day ledger.Date) {
	groups := make([]string, 0, 3)
	end = at
	for len(groups) < 3 {
		from := end
		for digit(label, end) {
			end++
		}
		groups = append(groups, label[from:end])
		if end+1 >= len(label) || label[end] != '/' && label[end] != '.' && label[end] != '-' || !digit(label, end+1) {
			break
		}
		end++
	}
	for digit(label, end) || end < len(label) && label[end] == '/' {
		end++ // more groups than a day has
		groups = nil
	}
	if at > 0 && letter(label[at-1]) || end < len(label) && letter(label[end]) {
		return end, 0 // the end of a card's number: X2218
	}
	switch {
	case len(groups) == 1 && (len(groups[0]) == 6 || len(groups[0]) == 8):
		groups = []string{groups[0][:2], groups[0][2:4], groups[0][4:]}
	case len(groups) < 2 || len(groups[0]) > 2 || len(groups[1]) > 2:
		return end, 0
	}
	return end, dayBefore(groups, booked)
}

// dayBefore is a day, month and maybe year within a month before the booking, else 0.
func dayBefore(groups []string, booked ledger.Date) ledger.Date {
	year := booked.Year()
	if len(groups) == 3 {
		switch year = number(groups[2]); len(groups[2]) {
		case 2:
			year += 2000
		case 4:
		default:
			return 0
		}
	}
	day, err := ledger.NewDate(year, number(groups[1]), number(groups[0]))
	if err == nil && day > booked && len(groups) == 2 {
		day, err = ledger.NewDate(year-1, number(groups[1]), number(groups[0]))
	}
	if err != nil || day > booked || day < booked-oldestCardDay {
		return 0
	}
	return day
}

// behindDU reports whether the word DU stands before a place.
func behindDU(label string, at int) bool {
	return at >= 3 && label[at-1] == ' ' && (label[at-2] == 'U' || label[at-2] == 'u') && (label[at-3] == 'D' || label[at-3] == 'd') && (at == 3 || !letter(label[at-4]))
}

func digit(s string, at int) bool { return at < len(s) && s[at] >= '0' && s[at] <= '9' }

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80 }

// number reads a few digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
