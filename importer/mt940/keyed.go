package mt940

import (
	"strings"
)

// key is a word with which a part of a text begins.
type key struct {
	word string
	what role
}

// keys are the words of banks that write sentences of them: French ones between slash and
// blank or with a colon, Swiss, Polish and Dutch ones with a colon.
var keys = []key{
	{"/DE ", payerName}, {"/POUR ", payeeName}, {"/BEN ", payeeName}, {"/MOTIF ", remittance}, {"/REF ", endToEnd}, {"/RUM ", mandate}, {"/ICS ", skipped}, {"/ID ", skipped}, {"/IDM ", mandate},
	{"DE: ", payerName}, {"POUR: ", payeeName}, {"MOTIF: ", remittance}, {"REF: ", endToEnd}, {"MANDAT ", mandate},
	{"DONNEUR D'ORDRE: ", payerName}, {"COMMUNICATIONS: ", remittance}, {"AUFTRAGGEBER: ", payerName}, {"MITTEILUNGEN: ", remittance},
	{"OD: ", payerName}, {"DLA: ", payeeName}, {"TYT.: ", remittance}, {"Z RACH.: ", counterAccount}, {"NA RACH.: ", counterAccount}, {"TNR: ", skipped},
	{"IBAN: ", counterAccount}, {"REK: ", counterAccount}, {"BIC: ", skipped}, {"NAAM: ", counterName}, {"OMSCHRIJVING: ", remittance},
	{"KENMERK: ", endToEnd}, {"MACHTIGING: ", mandate}, {"INCASSANT: ", skipped}, {"BETALINGSKENM.: ", reference}, {"BETALINGSKENMERK: ", reference}, {"PAS: ", skipped},
}

// proofs are the words of which a text of keys has one.
var proofs = []string{"/MOTIF ", "/DE ", "MOTIF: ", "NAAM: ", "IBAN: ", "REK: ", "DONNEUR D'ORDRE: ", "AUFTRAGGEBER: ", "TYT.: "}

// keyed reads a text of such words. It reports whether it is one.
func (d *description) keyed(text string) bool {
	proven := false
	for _, p := range proofs {
		proven = proven || strings.Contains(text, p)
	}
	if !proven {
		return false
	}
	k, from := key{what: skipped}, 0
	for i := 0; i < len(text); i++ {
		next, ok := keyAt(text, i)
		if !ok {
			continue
		}
		d.keyPart(k, text[from:i])
		k, from = next, i+len(next.word)
		i = from - 1
	}
	d.keyPart(k, text[from:])
	return true
}

// keyPart takes what stands behind a key. What stands before the first is the bank's words.
func (d *description) keyPart(k key, value string) {
	value = plain(strings.Trim(value, "/; "))
	if k.word == "" {
		d.label = appended(d.label, " ", value)
		return
	}
	if k.what == skipped || k.what == counterAccount { // a word; what follows it is the bank's
		var rest string
		value, rest = accountIn(value)
		d.label = appended(d.label, " ", rest)
	}
	d.take(k.what, value)
}

// accountIn cuts a text behind the number with which it begins: an IBAN, digits, or a word.
func accountIn(text string) (number, rest string) {
	if ibanOf(text) != "" || allDigits([]byte(strings.ReplaceAll(text, " ", ""))) {
		return text, ""
	}
	number, rest, _ = strings.Cut(text, " ")
	return number, rest
}

// keyAt returns the key that begins at a place of a text, at a word's start.
func keyAt(text string, i int) (key, bool) {
	c := text[i]
	if c != '/' && (!isUpper(c) || i > 0 && text[i-1] != ' ' && text[i-1] != '/') {
		return key{}, false
	}
	for _, k := range keys {
		if strings.HasPrefix(text[i:], k.word) {
			return k, true
		}
	}
	return key{}, false
}
