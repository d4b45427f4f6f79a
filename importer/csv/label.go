package csv

import (
	"slices"
	"strings"

	"lettrage/ledger"
)

// A French bank writes what it knows of a payment into one label, behind tags:
//
//	VIR SEPA RECU /DE MAISON PERROT /MOTIF FAC-88 /REF NOTPROVIDED
//	VIR RECU 6068234001 DE: MAISON PERROT MOTIF: FAC-88 REF: E2E-1
//	PRLV SEPA EAUX DE MARNE ECH/250526 ID EMETTEUR/FR24ZZZ851108 MDT/MD38825471 LIB/F20260791
//
// A tag is a word behind a stroke, before a colon, or before a stroke; words.toml and
// the profiles say what each is for. What stands behind a tag goes on to the next one. Only
// labels of transfers and direct debits are taken apart, and a name or a text without a tag
// before it stays in the label: nobody can tell where it ends. The label itself stays whole.

// apart takes a label apart into the fields that are empty.
func (rd *reading) apart(t *ledger.Transaction) {
	if t.Kind != ledger.Transfer && t.Kind != ledger.DirectDebit && t.Kind != ledger.Returned || strings.IndexByte(t.Label, '/') < 0 && strings.IndexByte(t.Label, ':') < 0 {
		return
	}
	to := func(r role) *string {
		switch r {
		case nameRole:
			return &t.Counterparty.Name
		case remittanceRole:
			return &t.Remittance
		case endToEndRole:
			return &t.EndToEndID
		case mandateRole:
			return &t.MandateID
		}
		return nil
	}
	parts := rd.parts(t.Label)
	if t.Counterparty.Name == "" && !slices.ContainsFunc(parts, func(p labelPart) bool { return p.role == nameRole }) {
		return // it stands before the first tag, and whoever looks for it needs the whole label
	}
	given := t.Remittance != ""
	for _, p := range parts {
		field := to(p.role)
		switch {
		case field == nil || none[fold(p.text)]:
		case *field == "":
			*field = p.text // of a tag that stands there twice, the first
		case p.role == remittanceRole && !given:
			*field += " " + p.text // but a remittance is never cut
		}
	}
}

// labelPart is what stands behind a tag of a label.
type labelPart struct {
	role role
	text string
}

// parts cuts a label at its tags. What stands between the first words, where they end
// with the word before a name, and the first tag is the name.
func (rd *reading) parts(label string) (all []labelPart) {
	start, open := 0, labelPart{}
	if rest, ok := beforeName(label); ok {
		start, open.role = len(label)-len(rest), nameRole
	}
	end := func(at int) {
		if text := strings.TrimSpace(label[start:at]); open.role != "" && text != "" {
			open.text = strings.TrimSpace(strings.TrimSuffix(text, " ID"))
			all = append(all, open)
		}
	}
	var style byte // of the first tag: others belong to what the payer wrote
	for at := start; at < len(label); {
		stop := len(label)
		if blank := strings.IndexByte(label[at:], ' '); blank >= 0 {
			stop = at + blank
		}
		r, size, of := rd.tag(label[at:stop])
		if r == "" && of == style && open.role == nameRole && isTag(label[at:stop]) {
			r = otherRole // of another bank: no name goes on behind it
		}
		if r == remittanceRole && open.role == r {
			r = "" // the payer wrote it himself
		}
		if r != "" && (style == 0 || style == of) {
			end(at)
			open, start, style = labelPart{role: r}, at+size, of
		}
		at = stop + 1
	}
	if end(len(label)); style == 0 {
		return nil // without a tag nobody knows where the name ends
	}
	return all
}

// tag returns what a word is a tag for, the size of the tag in it, and how it is
// written: '[' for a stroke before it, else the character behind it.
func (rd *reading) tag(word string) (r role, size int, style byte) {
	if rest, ok := strings.CutPrefix(word, "/"); ok {
		return rd.tags[strings.ToUpper(strings.TrimSuffix(rest, "/"))], len(word), '['
	}
	at := strings.IndexAny(word, "/:")
	if at <= 0 {
		return "", 0, 0
	}
	return rd.tags[strings.ToUpper(word[:at])], at + 1, word[at]
}

// isTag reports whether a word looks like a tag behind a stroke: /RNF.
func isTag(word string) bool {
	return len(word) >= 3 && len(word) <= 7 && word[0] == '/' && strings.Trim(word[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// beforeName returns what follows the first words of a label that has the name next.
func beforeName(label string) (string, bool) {
	for _, words := range []string{"PRLV SEPA ", "PRELEVEMENT SEPA ", "VIREMENT DE L'ETRANGER ", "VIREMENT RECU TIERS "} {
		if len(label) > len(words) && strings.EqualFold(label[:len(words)], words) {
			return label[len(words):], true
		}
	}
	return "", false
}
