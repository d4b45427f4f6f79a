package ofx_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
)

// TestCut cuts a file at every byte. It is refused, or what is missing is said and
// all lines of what was begun are there.
func TestCut(t *testing.T) {
	two := file{base[0], base[0]}
	two[1].number, two[1].card = "4970000000000000", true
	for _, form := range []form{sgml, oneLine, closed} {
		text := strings.TrimSpace(form.write(two))
		whole := 0
		for n := range len(text) {
			got, warnings, err := importertest.Read(t, ofx.Format, form.name, []byte(text[:n]))
			var one *importer.Error
			switch {
			case err != nil && (!errors.As(err, &one) || one.Kind == ""):
				t.Fatalf("%s, cut at %d: %v", form.name, n, err)
			case err != nil:
				continue
			}
			whole++
			if !slices.ContainsFunc(warnings, func(w importer.Warning) bool { return w.Kind == "truncated" }) {
				t.Errorf("%s, cut at %d: taken without a word", form.name, n)
			}
			for _, s := range got {
				if len(s.Lines) != 3 || s.Closing == nil {
					t.Errorf("%s, cut at %d: lines are lost", form.name, n)
				}
			}
		}
		// Within </OFX>, or within the start of the second message set.
		if most := len("</OFX>") + len("<CREDITCARDMSGSRSV1>") + 4; whole == 0 || whole > most {
			t.Errorf("%s: %d beginnings are taken", form.name, whole)
		}
	}
}
