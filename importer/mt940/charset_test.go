package mt940_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

// TestCharsets reads the same statement in several character sets.
func TestCharsets(t *testing.T) {
	const name = "Société Générale Müller"
	text := beginText + ":61:2609010901C1,00NTRFNONREF\n:86:166?32" + name + "\n" + endText
	latin, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for form, content := range map[string]string{
		"utf-8": text, "utf-8 with a mark": "\ufeff" + text, "windows-1252": latin, "utf-16": wide,
		"cut within a character": strings.Replace(text, "Mü", "M\xc3\n\xbc", 1),
	} {
		got, _, err := importertest.Read(t, mt940.Format, form, []byte(content))
		if err != nil || len(got) != 1 || len(got[0].Lines) != 1 || got[0].Lines[0].Counterparty.Name != name {
			t.Errorf("%s: got %s, %v", form, importertest.Text(got, nil, nil), err)
		}
	}
	broken := strings.Replace(text, "Mü", "M\xff", 1)
	got, _, err := importertest.Read(t, mt940.Format, "a byte that is none", []byte(broken))
	if err != nil || got[0].Lines[0].Counterparty.Name != "Société Générale M\ufffdller" {
		t.Errorf("got %s, %v", importertest.Text(got, nil, nil), err)
	}
}
