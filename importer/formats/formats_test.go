package formats_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/formats"
	"lettrage/importer/importertest"
)

// file is content under a name that says nothing.
func file(content []byte) *importer.File {
	return &importer.File{ReadSeeker: bytes.NewReader(content), Name: "unnamed", Size: int64(len(content)), Warn: func(importer.Warning) {}}
}

// kindOf returns the kind of a refusal, and fails where the error has none, or no place or hint.
func refusal(t testing.TB, err error) *importer.Error {
	t.Helper()
	var e *importer.Error
	if !errors.As(err, &e) || e.Kind == "" || e.Field == "" || e.Msg == "" || e.Hint == "" {
		t.Fatalf("should be a refusal with kind, field, words and hint: %#v", err)
	}
	return e
}

func TestOrder(t *testing.T) {
	var names []string
	for _, f := range formats.All() {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "camt ofx mt940 cfonb120 xlsx csv" {
		t.Errorf("the formats are %s", got)
	}
}

// TestSamplesAreDetected: each sample is of the format in whose folder it lies, by its content alone.
func TestSamplesAreDetected(t *testing.T) {
	for _, family := range []string{"ofx", "camt", "mt940", "cfonb120", "csv"} {
		for _, sample := range fixtures.Files(t, family+"/*") {
			t.Run(family+"/"+filepath.Base(sample), func(t *testing.T) {
				f := file(fixtures.Read(t, sample))
				format, err := formats.Open(f, "")
				if err != nil {
					t.Fatal(err)
				}
				if format.Name != family || !strings.HasPrefix(f.Format, family) || f.Profile != "" {
					t.Errorf("is %s, named %q", format.Name, f.Format)
				}
				if at, err := f.Seek(0, io.SeekCurrent); at != 0 || err != nil {
					t.Errorf("the file is left at %d, %v", at, err)
				}
			})
		}
	}
}

// TestListsAreSentAway: a list of open items is no statement, and its user is told the verb.
func TestListsAreSentAway(t *testing.T) {
	for _, sample := range fixtures.Files(t, "invoices/*") {
		_, err := formats.Open(file(fixtures.Read(t, sample)), "")
		if e := refusal(t, err); e.Kind != importer.Unsupported || !strings.Contains(e.Hint, "lettrage invoices import") {
			t.Errorf("%s: %v", filepath.Base(sample), err)
		}
	}
}

func unhex(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return string(b)
}

const document = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:`

// zoo holds files that people drop by mistake.
var zoo = []struct {
	name, content string
	kind          importer.Kind
	says          string // in the error
}{
	{"nothing", "", importer.Empty, "empty"},
	{"blanks", " \r\n\t\r\n", importer.Empty, "empty"},
	{"a byte order mark", "\xef\xbb\xbf\n", importer.Empty, "empty"},
	{"zeros", strings.Repeat("\x00", 4096), importer.Empty, "empty"},
	{"PNG", unhex("89504e470d0a1a0a 0000000d49484452"), importer.Unsupported, "a picture"},
	{"JPEG", unhex("ffd8ffe000104a464946"), importer.Unsupported, "a picture"},
	{"GIF", "GIF89a\x01\x00", importer.Unsupported, "a picture"},
	{"TIFF", "II*\x00\x08\x00\x00\x00", importer.Unsupported, "a picture"},
	{"HEIC", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", importer.Unsupported, "a picture"},
	{"WebP", "RIFF\x24\x00\x00\x00WEBPVP8 ", importer.Unsupported, "a picture"},
	{"PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", importer.Unsupported, "a PDF"},
	{"DOCX", "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml \xa2\x04word/document.xml", importer.Unsupported, "a text document"},
	{"ODS", "PK\x03\x04\x14\x00\x00\x08\x00\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", importer.Unsupported, "OpenDocument"},
	{"ZIP", "PK\x03\x04\x14\x00\x00\x00\x08\x00november.ofx", importer.Unsupported, "a compressed file"},
	{"old Excel", unhex("d0cf11e0a1b11ae1 0000000000000000"), importer.Unsupported, ".xls"},
	{"gzip", unhex("1f8b0800000000000003"), importer.Unsupported, "a compressed file"},
	{"7z", unhex("377abcaf271c0004"), importer.Unsupported, "a compressed file"},
	{"rich text", `{\rtf1\ansi\deff0 {\fonttbl}}`, importer.Unsupported, "a text document"},
	{"an order in CFONB 160", "0302        00123451508 CLIENT EXEMPLE                                     E     0000100012345678                                               30006      \r\n", importer.UnknownFormat, ""},
	{"CFONB 120, cut short", "0130006    00001EUR2 0001", importer.UnknownFormat, ""},
	{"QIF", "!Type:Bank\nD24/11/2026\nT-12.00\n^\n", importer.Unsupported, "QIF"},
	{"payment order", document + `pain.001.001.09"><CstmrCdtTrfInitn/></Document>`, importer.Unsupported, "pain"},
	{"direct debit", document + `pain.008.001.02"><CstmrDrctDbtInitn/></Document>`, importer.Unsupported, "pain"},
	{"status", document + `pain.002.001.03"><CstmrPmtStsRpt/></Document>`, importer.Unsupported, "pain"},
	{"between banks", document + `pacs.008.001.08"><FIToFICstmrCdtTrf/></Document>`, importer.Unsupported, "pacs"},
	{"recall", document + `camt.056.001.08"><FIToFIPmtCxlReq/></Document>`, importer.Unsupported, "no statement"},
	{"UBL", `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`, importer.Unsupported, "electronic invoice"},
	{"CII", `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`, importer.Unsupported, "electronic invoice"},
	{"Excel in XML", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`, importer.Unsupported, "Excel"},
	{"another XML", `<?xml version="1.0"?><note><to>You</to></note>`, importer.UnknownFormat, ""},
	{"an XML cut at once", `<?xml version="1.0"?>`, importer.UnknownFormat, ""},
	{"HTML", "<!DOCTYPE html>\n<html><head><title>Connexion</title></head>\n<body>Votre session a expiré</body></html>", importer.UnknownFormat, "web page"},
	{"JSON", "{\n  \"transactions\": [{\"date\": \"2026-11-24\", \"amount\": -12.5}, {\"date\": \"2026-11-25\", \"amount\": 3.5}]\n}\n", importer.UnknownFormat, "JSON"},
	{"prose", "Bonjour,\n\nveuillez trouver ci-joint le relevé de novembre, compte courant, ainsi que la facture.\nBien à vous\n", importer.UnknownFormat, ""},
	{"one word", "relevé", importer.UnknownFormat, ""},
	{"bytes that are no text", "\x80\x81\xa0\xfe\xff", importer.UnknownFormat, ""},
	{"program", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", importer.UnknownFormat, "no text"},
	{"source text", "package main\n\nfunc main() { println(1, 2) }\n", importer.UnknownFormat, ""},
	{"a log", "2026-11-24 12:00:00 INFO started; port=8080\n2026-11-24 12:00:01 WARN slow; ms=1200\n", importer.UnknownFormat, ""},
	{"addresses", "nom;prénom;courriel\nExemple;Jeanne;jeanne@exemple.example\n", importer.UnknownFormat, ""},
}

func TestZoo(t *testing.T) {
	for _, animal := range zoo {
		t.Run(animal.name, func(t *testing.T) {
			f := file([]byte(animal.content))
			format, err := formats.Open(f, "")
			if err == nil {
				t.Fatalf("is taken for %s", f.Format)
			}
			e := refusal(t, err)
			if e.Kind != animal.kind || !strings.Contains(e.Msg+e.Hint, animal.says) {
				t.Errorf("got %s: %v, want %s with %q", e.Kind, e, animal.kind, animal.says)
			}
			if format.Read != nil || f.Format != "" {
				t.Errorf("a refused file has a format: %q", f.Format)
			}
		})
	}
}

// TestAs: what the user says goes before what the content looks like.
func TestAs(t *testing.T) {
	items := "number,customer_id,issue_date,due_date,total,open_amount\nF1,C1,2026-09-01,2026-10-01,10.00,10.00\n"
	statement := "Date;Libellé;Montant\n24/11/2026;VIR EXEMPLE;12,00\n"
	tests := []struct {
		as, content, family, profile string
		kind                         importer.Kind
	}{
		{"csv", statement, "csv", "", ""},
		{"csv:some-profile", statement, "csv", "some-profile", ""},
		{"csv", "a;b\n1;2\n", "csv", "", ""},
		{"ofx", statement, "ofx", "", ""},
		{"camt", "<x/>", "camt", "", ""},
		{"ofx:profile", statement, "", "", importer.UnknownFormat},
		{"xlsx", statement, "xlsx", "", ""},
		{"xlsx:cic", "PK\x03\x04\x14\x00[Content_Types].xml", "xlsx", "cic", ""},
		{":profile", statement, "", "", importer.UnknownFormat},
		{"CSV", statement, "", "", importer.UnknownFormat},
		{"csv", "PK\x03\x04\x14\x00[Content_Types].xml", "", "", importer.Unsupported},
		{"csv", " \n", "", "", importer.Empty},
		{"csv", items, "", "", importer.Unsupported},
		{"csv:own", items, "csv", "own", ""},
	}
	for _, test := range tests {
		t.Run(test.as+" "+string(test.kind), func(t *testing.T) {
			f := file([]byte(test.content))
			format, err := formats.Open(f, test.as)
			if test.kind != "" {
				if e := refusal(t, err); e.Kind != test.kind {
					t.Errorf("got %s: %v", e.Kind, e)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if format.Name != test.family || f.Profile != test.profile || !strings.HasPrefix(f.Format, test.family) {
				t.Errorf("got %s, format %q, profile %q", format.Name, f.Format, f.Profile)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	f := file([]byte("Date;Libellé;Montant\n"))
	f.Size = importer.DefaultLimits().FileBytes + 1
	_, err := formats.Open(f, "")
	if e := refusal(t, err); e.Kind != importer.TooLarge || !strings.Contains(e.Msg, "FileBytes") {
		t.Error(e)
	}
	f.Limits.FileBytes, f.Size = 10, 11
	if _, err := formats.Open(f, "csv"); refusal(t, err).Kind != importer.TooLarge {
		t.Error(err)
	}
}

// failing fails as a disk does.
type failing struct{ io.ReadSeeker }

var errDisk = errors.New("disk failed")

func (failing) Read([]byte) (int, error) { return 0, errDisk }

func TestErrorOfReading(t *testing.T) {
	f := file([]byte("x"))
	f.ReadSeeker = failing{f.ReadSeeker}
	if _, err := formats.Open(f, ""); !errors.Is(err, errDisk) {
		t.Errorf("got %v, want the error of the disk as it is", err)
	}
}

// FuzzOpen: whatever a file begins with, it has a format with a name, or a refusal with kind and hint.
func FuzzOpen(f *testing.F) {
	for _, animal := range zoo {
		f.Add([]byte(animal.content))
	}
	for _, pattern := range []string{"ofx/*", "camt/*", "mt940/*", "cfonb120/*", "csv/*", "invoices/*"} {
		for _, sample := range fixtures.Files(f, pattern) {
			content := fixtures.Read(f, sample)
			f.Add(content[:min(len(content), 4<<10)])
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		opened := file(content)
		format, err := formats.Open(opened, "")
		if err != nil {
			refusal(t, err)
			return
		}
		if format.Read == nil || !strings.HasPrefix(opened.Format, format.Name) {
			t.Fatalf("format %q of family %q", opened.Format, format.Name)
		}
	})
}

// TestCorpus opens every file of the corpus by its content: those of OFX, CAMT and CFONB 120
// give the manifest's figures, those that should be refused are, and those of
// formats that are not read yet are refused as such.
func TestCorpus(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	for _, row := range rows {
		t.Run(row.File, func(t *testing.T) {
			content := fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File)))
			f := file(content)
			format, err := formats.Open(f, "")
			if row.Format == "csv" && !row.Refused { // importer/csv has tests of which it reads
				if err != nil && refusal(t, err).Kind == importer.Unsupported || err == nil && format.Name != "csv" {
					t.Errorf("is %q, %v; should be a statement in CSV", f.Format, err)
				}
				return
			}
			if err != nil {
				row.Check(t, nil, err)
				return
			}
			figures(t, row, format, f, content)
		})
	}
}

// figures reads a file of the corpus through its format.
func figures(t *testing.T, row importertest.Row, format importer.Format, f *importer.File, content []byte) {
	t.Helper()
	if !row.Refused && !strings.HasPrefix(row.Format, format.Name) {
		t.Errorf("is opened as %s, and is %s", f.Format, row.Format)
		return
	}
	statements, _, err := importertest.Read(t, format, row.File, content)
	row.Check(t, statements, err)
}
