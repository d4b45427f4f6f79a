package ofx_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
)

var (
	lineEnds    = regexp.MustCompile(`\r\n|\r|\n`)
	betweenTags = regexp.MustCompile(`[ \t]*(\r\n|\r|\n)\s*<`)
	leafEnds    = regexp.MustCompile(`(?i)</(TRNTYPE|DTPOSTED|DTUSER|TRNAMT|FITID|CHECKNUM|REFNUM|NAME|MEMO|CURDEF|BANKID|BRANCHID|ACCTID|ACCTTYPE|DTSTART|DTEND|BALAMT|DTASOF|CODE|SEVERITY|DTSERVER|LANGUAGE|TRNUID)>`)
	someEnds    = regexp.MustCompile(`(?i)</(STMTTRN|BANKACCTFROM|CCACCTFROM|BANKTRANLIST|STATUS|SONRS|LEDGERBAL|AVAILBAL)>`)
	tags        = regexp.MustCompile(`</?[A-Z0-9.]+>`)
	points      = regexp.MustCompile(`(?i)(<(?:TRNAMT|BALAMT)>\s*[-+]?\d*)\.(\d\d?)\b`)
	wholeDays   = regexp.MustCompile(`(?i)(<(?:DTPOSTED|DTSTART|DTEND|DTASOF)>\s*\d{8})(\s*<|\s*[\r\n])`)
	values      = regexp.MustCompile(`<(TRNTYPE|DTPOSTED|TRNAMT|FITID|NAME|MEMO|BALAMT|CURDEF|ACCTID)>([^<\s])`)
	prefixed    = regexp.MustCompile(`<(/?)(STMTTRN|TRNAMT|NAME|BANKTRANLIST|STMTRS)>`)
	charset     = regexp.MustCompile(`CHARSET:[-A-Z0-9]+`)
)

// dialects are ways to write the same file.
var dialects = map[string]func([]byte) []byte{
	"on one line":      func(b []byte) []byte { return betweenTags.ReplaceAll(b, []byte("<")) },
	"\\r\\n":           func(b []byte) []byte { return lineEnds.ReplaceAll(b, []byte("\r\n")) },
	"\\r":              func(b []byte) []byte { return lineEnds.ReplaceAll(b, []byte("\r")) },
	"leaves left open": func(b []byte) []byte { return leafEnds.ReplaceAll(b, nil) },
	"more left open":   func(b []byte) []byte { return someEnds.ReplaceAll(leafEnds.ReplaceAll(b, nil), nil) },
	"one line left open": func(b []byte) []byte {
		return betweenTags.ReplaceAll(someEnds.ReplaceAll(leafEnds.ReplaceAll(b, nil), nil), []byte("<"))
	},
	"values on lines of their own": func(b []byte) []byte { return values.ReplaceAll(b, []byte("<$1>\r\n\t\t$2")) },
	"closed with blanks":           func(b []byte) []byte { return leafEnds.ReplaceAll(b, []byte("\n </ $1 >")) },
	"a prefix":                     func(b []byte) []byte { return prefixed.ReplaceAll(b, []byte("<${1}ofx:$2>")) },
	"lower case":                   func(b []byte) []byte { return tags.ReplaceAllFunc(b, bytes.ToLower) },
	"decimal comma":                func(b []byte) []byte { return points.ReplaceAll(b, []byte("$1,$2")) },
	"hours and zones":              func(b []byte) []byte { return wholeDays.ReplaceAll(b, []byte("${1}235959.999[-5:EST]$2")) },
	"CHARSET:NONE":                 func(b []byte) []byte { return charset.ReplaceAll(b, []byte("CHARSET:NONE")) },
	"CHARSET:1252":                 func(b []byte) []byte { return charset.ReplaceAll(b, []byte("CHARSET:1252")) },
	"bare ampersands":              func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("&amp;"), []byte("&")) },
	"no header":                    func(b []byte) []byte { return b[max(0, bytes.Index(b, []byte("<OFX>"))):] },
	"something before it":          func(b []byte) []byte { return append([]byte("\r\n \r\n"), b...) },
	"something behind it":          func(b []byte) []byte { return append(bytes.Clone(b), "\x1a\x00\x00\r\n"...) },
}

// TestDialects writes each sample in other ways: what is read is the same.
func TestDialects(t *testing.T) {
	for _, file := range fixtures.Files(t, "ofx/*") {
		content := fixtures.Read(t, file)
		if bytes.IndexByte(content, 0) >= 0 || bytes.Contains(content, []byte("<![CDATA[")) || bytes.Contains(content, []byte("CHARSET:850")) {
			continue // UTF-16 and what is no text; a section, where nothing is a tag; a header that is needed
		}
		rewrite(t, filepath.Base(file), content)
	}
}

// TestDialectsOfCorpus is TestDialects on the sample files.
func TestDialectsOfCorpus(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	for _, row := range rows {
		if !row.Refused && strings.HasPrefix(row.File, "ofx/") {
			rewrite(t, row.File, fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File))))
		}
	}
}

func rewrite(t *testing.T, name string, content []byte) {
	t.Helper()
	statements, _, err := importertest.Read(t, ofx.Format, name, content)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	want := plain(statements)
	for dialect, change := range dialects {
		got, _, err := importertest.Read(t, ofx.Format, name, change(content))
		if text := plain(got); err != nil || text != want {
			t.Errorf("%s, %s: %v, got\n%s\nwant\n%s", name, dialect, err, text, want)
		}
	}
}
