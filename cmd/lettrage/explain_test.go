package main

import (
	"reflect"
	"strings"
	"testing"

	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/matcher"
)

// TestExplainKeys documents every key of the JSON in the long help, and no other.
func TestExplainKeys(t *testing.T) {
	_, help, _ := strings.Cut(explainHelp, "--format json")
	known := make(map[string]bool)
	for _, w := range strings.FieldsFunc(help, func(r rune) bool { return !(r == '_' || r >= 'a' && r <= 'z') }) {
		known[w] = true
	}
	for key := range keysOfJSON(reflect.TypeFor[whyJSON](), make(map[string]bool)) {
		if !known[key] {
			t.Errorf("the help of review explain does not name the key %q", key)
		}
	}
}

// keysOfJSON collects the keys that a type has as JSON.
func keysOfJSON(t reflect.Type, keys map[string]bool) map[string]bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return keysOfJSON(t.Elem(), keys)
	case reflect.Struct:
		for i := range t.NumField() {
			key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if key != "" {
				keys[key] = true
				keysOfJSON(t.Field(i).Type, keys)
			}
		}
	}
	return keys
}

// TestChangeWords says each condition in both languages, with what it is about.
func TestChangeWords(t *testing.T) {
	numbers := []ledger.InvoiceNumber{"F-1", "F-2", "F-3"}
	for _, c := range []struct {
		c      []matcher.Change
		en, fr string
	}{
		{[]matcher.Change{{If: matcher.MoreBits, Bits: 9964}}, "its evidence weighed more by 9.9 bits", "ses indices pesaient davantage, de 9,9 bits"},
		{[]matcher.Change{{If: matcher.Named, Invoices: numbers}}, "the text named F-1, F-2 and F-3", "le texte nommait F-1, F-2 et F-3"},
		{[]matcher.Change{{If: matcher.NamedAlone, Invoices: numbers[:1]}, {If: matcher.PayerKnown, Customer: "A\x1b[2J"}},
			"the text named nothing but F-1 and the payer were known to be A[2J", "le texte ne nommait que F-1 et le payeur était connu pour être A[2J"},
		{[]matcher.Change{{If: matcher.OtherWords, Words: []string{"ZORG", "BULG"}}}, "the text did not say « ZORG BULG »", "le texte ne disait pas « ZORG BULG »"},
		{[]matcher.Change{{If: matcher.LineDecided}}, "the other lines were decided otherwise", "les autres lignes étaient décidées autrement"},
	} {
		if en, fr := changesWords(words.English, c.c), changesWords(words.French, c.c); en != c.en || fr != c.fr {
			t.Errorf("%q\n%q", en, fr)
		}
	}
}

// TestJSONOnATerminal writes what a terminal would act upon as escapes, and nothing else otherwise.
func TestJSONOnATerminal(t *testing.T) {
	var out strings.Builder
	if err := writeJSON(&out, otherLineJSON{Payer: "A\u202eB\u009bC <é>"}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasSuffix(got, `"payer":"A\u202eB\u009bC <é>"}`+"\n") {
		t.Errorf("%q", got)
	}
}

// TestPercent never shows as whole what is not.
func TestPercent(t *testing.T) {
	for millionths, want := range map[int32]string{0: "0.0 %", 1: "0.0001 %", 999: "0.0999 %", 1000: "0.1 %", 499_999: "49.9 %", 998_999: "99.8 %", 999_617: "99.9617 %", 999_999: "99.9999 %", 1_000_000: "100.0 %"} {
		if got := percent(millionths); got != want {
			t.Errorf("%d: %s, want %s", millionths, got, want)
		}
	}
}

// Codes of ISO 20022 are shown in words, and a bank's own as they are.
func TestShowTexts(t *testing.T) {
	for _, c := range []struct {
		in           words.Language
		code, reason string
		want         string
	}{
		{words.French, "PMNT/IDDT/UPDD", "AM04", "  nature       prélèvement émis, impayé\n  retour       AM04: provision insuffisante\n"},
		{words.English, "PMNT/RCDT/ESCT", "", "  kind         credit transfer received, SEPA\n"},
		{words.English, "CREDIT", "OWN", "  came back    OWN\n"},
	} {
		var out strings.Builder
		l := ledger.Line{Transaction: ledger.Transaction{Code: c.code, Payment: ledger.Payment{ReturnReason: c.reason}}}
		(&app{out: &out}).showTexts(c.in, l)
		if out.String() != c.want {
			t.Errorf("%s, %s: got\n%s", c.code, c.reason, out.String())
		}
	}
}
