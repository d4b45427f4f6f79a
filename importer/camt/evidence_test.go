package camt_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/camt"
	"lettrage/importer/importertest"
)

// carried are elements whose text must reach the line: what a matcher goes by.
var carried = map[string]bool{"Ustrd": true, "Nm": true, "IBAN": true, "Ref": true, "EndToEndId": true, "MndtId": true, "ChqNb": true, "AddtlNtryInf": true,
	"AddtlTxInf": true, "AcctSvcrRef": true, "Dt": true, "Amt": true, "Cd": true, "SubFmlyCd": true}

// TestEvidence: in the labelled sets, each text of an entry that a matcher goes by is found in its line.
func TestEvidence(t *testing.T) {
	folder := os.Getenv("LETTRAGE_TRUTH")
	if folder == "" {
		t.Skip("SKIPPED: LETTRAGE_TRUTH names no folder of labelled sets")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*", "statement.camt053.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no set: %v", folder, err)
	}
	if testing.Short() {
		files = files[:1]
	}
	for _, file := range files {
		content := fixtures.Read(t, file)
		got, warnings, err := importertest.Read(t, camt.Format, file, content)
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v, %v", file, warnings, err)
			continue
		}
		var lines []string // as in a golden
		for _, s := range got {
			for _, l := range s.Lines {
				s.Lines = append(s.Lines[:0:0], l)
				lines = append(lines, string(importertest.Text([]importertest.Statement{s}, nil, nil)))
			}
		}
		entries := texts(t, content)
		if len(entries) != len(lines) {
			t.Errorf("%s: %d lines of %d entries", file, len(lines), len(entries))
			continue
		}
		for i, texts := range entries {
			for _, text := range texts {
				if quoted := strconv.Quote(text); !strings.Contains(lines[i], quoted[1:len(quoted)-1]) {
					t.Fatalf("%s: entry %d: a text is missing: %q in\n%s", file, i, text, lines[i])
				}
			}
		}
	}
}

// texts returns, for each entry, the texts that must reach its line.
func texts(t *testing.T, content []byte) (all [][]string) {
	d := xml.NewDecoder(bytes.NewReader(content))
	depth, element := 0, "" // depth within an entry
	for {
		tok, err := d.Token()
		if tok == nil {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			element = tok.Name.Local
			if depth > 0 {
				depth++
			} else if element == "Ntry" {
				depth, all = 1, append(all, nil)
			}
		case xml.EndElement:
			element, depth = "", max(0, depth-1)
		case xml.CharData:
			text := strings.TrimSpace(string(tok))
			if depth > 0 && carried[element] && text != "" && text != "NOTPROVIDED" && text != "BOOK" && text != "SCOR" {
				all[len(all)-1] = append(all[len(all)-1], text)
			}
		}
	}
}
