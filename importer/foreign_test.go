package importer_test

import (
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
)

// TestForeignLeavesOthersAlone: nothing that is read here, or that nobody knows, is taken for a known stranger.
func TestForeignLeavesOthersAlone(t *testing.T) {
	for _, pattern := range []string{"ofx/*", "camt/*", "cfonb120/*", "csv/*", "invoices/*.csv"} {
		for _, file := range fixtures.Files(t, pattern) {
			if e := importer.Foreign(fixtures.Read(t, file)); e != nil {
				t.Errorf("%s: %v", filepath.Base(file), e)
			}
		}
	}
	for _, text := range []string{
		"", "x", "PK", "20:1;25:2\n", "a :20:1\n:25:2\n", ":20:1\n", ":25:1\n:20:2\n", strings.Repeat("\n", 100),
		"01;02;03\n", "0130006,FR,00001\n", "!Type\n", "<?xml version='1.0'?><a/>", "RIFF", "II", "ftyp",
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><Ustrd>pain.001 CrossIndustryInvoice xsd:pain.</Ustrd>`,
		"Date;Communication;Montant\n01/01/2026;\"\n:20:A\";1\n",
	} {
		if e := importer.Foreign([]byte(text)); e != nil {
			t.Errorf("%.40q: %v", text, e)
		}
	}
}

// FuzzForeign: whatever a file begins with, the answer is nothing, or a whole refusal that quotes none of it.
func FuzzForeign(f *testing.F) {
	for _, start := range []string{"PK\x03\x04", "%PDF-", "{1:F", ":20:\n:25:", "!Type:", "<Document xmlns=\"xsd:pain.", "\xef\xbb\xbf\n:20:A\n:60F:"} {
		f.Add([]byte(start))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		if e := importer.Foreign(head); e != nil && (e.Kind != importer.Unsupported || e.Field == "" || e.Msg == "" || e.Hint == "") {
			t.Errorf("a refusal that is not whole: %+v", e)
		}
	})
}
