package mt940_test

import (
	"errors"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

// TestIndentedEntries: what begins as an entry or a balance is one, blanks before it aside.
func TestIndentedEntries(t *testing.T) {
	const text = beginText + ":61:2609020902C250,50NTRFNONREF\n:86:A\n :61:2609030903C50,50NTRFNONREF\n\t:61:2609030903D50,50NTRFX\n :62F:C260903EUR250,50\n"
	all, _, err := importertest.Read(t, mt940.Format, "indented.sta", []byte(text))
	if err != nil || len(all) != 1 || len(all[0].Lines) != 3 || all[0].Closing == nil {
		t.Errorf("%v: %+v", err, all)
	}
}

// TestSwallowed: an entry within another one's text, and a second account, are refused.
func TestSwallowed(t *testing.T) {
	for name, text := range map[string]string{
		"61": beginText + ":61:2609020902C250,50NTRFNONREF:61:2609030903C50,50NTRFX\n" + endText,
		"25": strings.Replace(beginText, ":28C:", ":25:FR7610278060420002020202058\n:28C:", 1) + lineText + endText,
	} {
		_, _, err := importertest.Read(t, mt940.Format, "swallowed.sta", []byte(text))
		var refused *importer.Error
		if !errors.As(err, &refused) || refused.Field != name || refused.Line == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
