package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer"
	"lettrage/importer/importertest"
)

// workbook packs parts; those that every workbook has are added where they are missing.
func workbook(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	usual := map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="rel"><sheets><sheet name="Mouvements" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations("worksheets/sheet1.xml"),
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="166" formatCode="[$USD-409]\ #,##0.00;[Red]-[$USD-409]\ #,##0.00"/><numFmt numFmtId="167" formatCode="#,##0.00\ &quot;€&quot;"/><numFmt numFmtId="168" formatCode="[$$-409]#,##0.00"/><numFmt numFmtId="165" formatCode="#,##0.00\ &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="4"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/></cellXfs></styleSheet>`,
	}
	for name, content := range usual {
		if _, own := parts[name]; !own {
			parts[name] = content
		}
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range parts {
		if content == "" {
			continue
		}
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func relations(sheets ...string) string {
	out := "<Relationships>"
	for i, s := range sheets {
		out += fmt.Sprintf(`<Relationship Id="rId%d" Type="x/relationships/worksheet" Target="%s"/>`, i+1, s)
	}
	return out + "</Relationships>"
}

// sheetOf is the part of a sheet.
func sheetOf(rows string) string {
	return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`
}

func tableOf(t testing.TB, parts map[string]string) (*table, error) {
	t.Helper()
	return open(t.Context(), workbook(t, parts), importer.Limits{FileBytes: unpacked})
}

// unpacked is how much the workbooks of these tests may hold.
const unpacked = 1 << 20

const header = `<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="B1" t="inlineStr"><is><t>Libellé</t></is></c><c r="C1" t="inlineStr"><is><t>Montant</t></is></c></row>`

// TestCells reads every kind of cell.
func TestCells(t *testing.T) {
	for _, c := range []struct{ name, cells, want string }{
		{"day of a form that Excel has", `<c r="A2" s="1"><v>46173</v></c>`, `2026-05-31`},
		{"day of a form of one's own", `<c r="A2" s="2"><v>46173</v></c>`, `2026-05-31`},
		{"day with a time", `<c r="A2" s="1"><v>46173.75</v></c>`, `2026-05-31`},
		{"first of March 1900", `<c r="A2" s="1"><v>61</v></c>`, `1900-03-01`},
		{"first of January 1900", `<c r="A2" s="1"><v>1</v></c>`, `1900-01-01`},
		{"number of a form that speaks of days in quotes", `<c r="A2" s="3"><v>46173</v></c>`, `46173`},
		{"number that is not held exactly", `<c r="A2" s="4"><v>1.6032409999999999E4</v></c>`, `16032.41`},
		{"negative", `<c r="A2"><v>-793.71</v></c>`, `-793.71`},
		{"in dollars, by its form", `<c r="A2" s="5"><v>-793.71</v></c>`, `-793.71 USD`},
		{"in euros", `<c r="A2" s="6"><v>12</v></c>`, `12 EUR`},
		{"in dollars of some country", `<c r="A2" s="7"><v>12</v></c>`, `12`},
		{"ISO day", `<c r="A2" t="d"><v>2026-05-31T00:00:00</v></c>`, `2026-05-31`},
		{"truth", `<c r="A2" t="b"><v>1</v></c>`, `TRUE`},
		{"formula", `<c r="A2"><f>A1*2</f><v>4</v></c>`, `4`},
		{"formula that gives text", `<c r="A2" t="str"><f>A1</f><v>VIR</v></c>`, `VIR`},
		{"error", `<c r="A2" t="e"><v>#N/A</v></c>`, `#N/A`},
		{"rich text without its reading", `<c r="A2" t="inlineStr"><is><r><t>VIR </t></r><r><t>SEPA</t></r><rPh><t>x</t></rPh></is></c>`, `VIR SEPA`},
		{"shared", `<c r="A2" t="s"><v>1</v></c>`, "deux \"mots\"\net une ligne"},
		{"places left out", `<c><v>1</v></c><c><v>2</v></c>`, `1|2`},
		{"cells left out", `<c r="B2"><v>1</v></c><c r="D2"><v>2</v></c>`, `|1||2`},
		{"no value", `<c r="A2" s="1"/><c r="B2"><v>1</v></c>`, `|1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := tableOf(t, map[string]string{
				"xl/sharedStrings.xml":     "<sst><si><t>un</t></si><si><t>deux \"mots\"\net une ligne</t></si></sst>",
				"xl/worksheets/sheet1.xml": sheetOf(header + `<row r="2">` + c.cells + `</row><row r="4"><c r="A4"><v>1</v></c><c r="B4"><v>2</v></c><c r="C4"><v>3</v></c></row>`)})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.rows) != 3 || got.sheet != "Mouvements" || got.rows[1].Line != 2 || got.rows[2].Line != 4 || strings.Join(got.rows[1].Cells, "|") != c.want {
				t.Errorf("sheet %q: %v, want %q", got.sheet, got.rows, c.want)
			}
		})
	}
}

const three = `<row r="2"><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>`

// TestSheets takes the one visible sheet with a table, wherever the parts stand.
func TestSheets(t *testing.T) {
	list := func(sheets string) string {
		return `<workbook xmlns:r="rel"><sheets>` + sheets + `</sheets></workbook>`
	}
	for _, c := range []struct {
		name  string
		parts map[string]string
		sheet string
		other int
		kind  importer.Kind
	}{
		{"a cover before it", map[string]string{
			"xl/workbook.xml":            list(`<sheet name="Titre" r:id="rId1"/><sheet name="Compte" r:id="rId2"/>`),
			"xl/_rels/workbook.xml.rels": relations("worksheets/sheet1.xml", "/xl/worksheets/sheet2.xml"),
			"xl/worksheets/sheet1.xml":   sheetOf(`<row><c t="str"><v>Relevé</v></c></row>`), "xl/worksheets/sheet2.xml": sheetOf(header + three)}, "Compte", 1, ""},
		{"a hidden one beside it", map[string]string{
			"xl/workbook.xml":            list(`<sheet name="Listes" state="hidden" r:id="rId1"/><sheet name="Compte" r:id="rId2"/>`),
			"xl/_rels/workbook.xml.rels": relations("worksheets/sheet1.xml", "worksheets/sheet2.xml"),
			"xl/worksheets/sheet1.xml":   sheetOf(header + three), "xl/worksheets/sheet2.xml": sheetOf(header + three)}, "Compte", 1, ""},
		{"two of them", map[string]string{
			"xl/workbook.xml":            list(`<sheet name="Mai" r:id="rId1"/><sheet name="Juin" r:id="rId2"/>`),
			"xl/_rels/workbook.xml.rels": relations("worksheets/sheet1.xml", "worksheets/sheet2.xml"),
			"xl/worksheets/sheet1.xml":   sheetOf(header + three), "xl/worksheets/sheet2.xml": sheetOf(header + three)}, "", 0, importer.AmbiguousProfile},
		{"other names and prefixes", map[string]string{
			"_rels/.rels":     `<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/Book/wb.xml"/></Relationships>`,
			"xl/workbook.xml": "", "xl/_rels/workbook.xml.rels": "",
			"Book/wb.xml":            `<x:workbook xmlns:x="a" xmlns:rel="b"><x:sheets><x:sheet name="Compte" rel:id="rId1"/></x:sheets></x:workbook>`,
			"book/_rels/WB.xml.rels": relations(`s1.xml`),
			`Book\S1.xml`:            strings.NewReplacer("</", "</x:", "<", "<x:").Replace(sheetOf(header + three))}, "Compte", 0, ""},
		{"nothing in it", map[string]string{"xl/worksheets/sheet1.xml": sheetOf("")}, "", 0, importer.NoStatement},
		{"no sheet", map[string]string{"xl/workbook.xml": `<workbook/>`}, "", 0, importer.NoStatement},
		{"no part", map[string]string{}, "", 0, importer.Malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := tableOf(t, c.parts)
			if c.kind != "" {
				wantKind(t, err, c.kind)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.sheet != c.sheet || len(got.others) != c.other {
				t.Errorf("sheet %q, others %q", got.sheet, got.others)
			}
		})
	}
}

func wantKind(t *testing.T, err error, kind importer.Kind) {
	t.Helper()
	var refusal *importer.Error
	if !errors.As(err, &refusal) || refusal.Kind != kind || refusal.Field == "" || refusal.Hint == "" {
		t.Errorf("%v, want a refusal %s with a field and a hint", err, kind)
	}
}

// TestBadWorkbooks refuses what is broken, or larger unpacked than it may be.
func TestBadWorkbooks(t *testing.T) {
	same := func(rows string) map[string]string {
		return map[string]string{"xl/worksheets/sheet1.xml": sheetOf(rows)}
	}
	long := strings.Repeat("x", 4000)
	var wide strings.Builder
	for i := range 2_000 {
		fmt.Fprintf(&wide, `<row r="%d"><c r="ALL%d" t="s"><v>0</v></c></row>`, i+1, i+1)
	}
	for _, c := range []struct {
		name  string
		parts map[string]string
		kind  importer.Kind
	}{
		{"bomb of blanks", same(strings.Repeat(" ", unpacked)), importer.TooLarge},
		{"bomb of shared strings", map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + long + "</t></si></sst>", "xl/worksheets/sheet1.xml": sheetOf(wide.String())}, importer.TooLarge},
		{"too deep", same(strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)), importer.TooLarge},
		{"column too far", same(`<row r="1"><c r="XFD1"><v>1</v></c></row>`), importer.TooLarge},
		{"row too far", same(`<row r="99999999"/>`), importer.TooLarge},
		{"cell too long", same(`<row r="1"><c r="A1" t="str"><v>` + strings.Repeat("x", 5000) + `</v></c></row>`), importer.TooLarge},
		{"DOCTYPE", map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE a [<!ENTITY b "c">]>` + sheetOf(header+three)}, importer.Malformed},
		{"entity", same(`<row><c t="str"><v>&b;</v></c></row>`), importer.Malformed},
		{"rows backwards", same(`<row r="2"/><row r="1"/>`), importer.Malformed},
		{"cells backwards", same(`<row r="1"><c r="B1"/><c r="A1"/></row>`), importer.Malformed},
		{"place of nothing", same(`<row r="1"><c r="é1"/></row>`), importer.Malformed},
		{"no such string", same(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`), importer.Malformed},
		{"formula without a value", same(`<row r="1"><c r="A1"><f>B1</f></c></row>`), importer.Malformed},
		{"bomb of empty strings", map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 100_000) + "</sst>", "xl/worksheets/sheet1.xml": sheetOf(header + three)}, importer.TooLarge},
		{"two parts of one name", map[string]string{"XL/worksheets/sheet1.xml": sheetOf(header + three), "xl/worksheets/sheet1.xml": sheetOf(header + three)}, importer.Malformed},
		{"no number", same(`<row r="1"><c r="A1"><v>1,5</v></c></row>`), importer.Malformed},
		{"day before days", same(`<row r="1"><c r="A1" s="1"><v>-4</v></c></row>`), importer.Malformed},
		{"cut", map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + header}, importer.Truncated},
		{"not UTF-8", same("<row><c t=\"str\"><v>\xff</v></c></row>"), importer.Malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tableOf(t, c.parts)
			wantKind(t, err, c.kind)
		})
	}
	_, err := open(t.Context(), []byte("PK\x03\x04"), importer.Limits{})
	wantKind(t, err, importer.Truncated)
}

// TestPlain writes numbers out as they are meant.
func TestPlain(t *testing.T) {
	for v, want := range map[string]string{"0": "0", "-0": "0", "12": "12", "-12.50": "-12.5", "1E3": "1000", "1.5e-2": "0.0150", "1.234": "1.2340", "0.30000000000000004": "0.3", "99999999999999.995": "100000000000000",
		"1234567890123456789": "1234567890123460000", "0.1": "0.1", "+7": "7", "00012": "12", ".5": "0.5", "5.": "5",
		"": "!", "1,5": "!", "1E99": "!", "--1": "!", "1.2.3": "!", "0x1": "!", "INF": "!"} {
		got, ok := plain(v)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", v, got, want)
		}
	}
}

// TestPlainKeepsCents: an amount with two decimals, written with the digits of a double
// or with an exponent, is the amount.
func TestPlainKeepsCents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(-9_999_999_999_999, 9_999_999_999_999).Draw(t, "cents")
		size := max(cents, -cents)
		want := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%02d", size/100, size%100), "0"), ".")
		if cents < 0 {
			want = "-" + want
		}
		for _, written := range []string{want, fmt.Sprintf("%dE-2", cents), fmt.Sprintf("%d00000000000.0E-13", cents)} {
			if got, ok := plain(written); !ok || got != want {
				t.Fatalf("%s: %q, want %s", written, got, want)
			}
		}
	})
}

// FuzzRead never panics, and what it takes is a table whose rows stand on their lines.
func FuzzRead(f *testing.F) {
	f.Add(workbook(f, map[string]string{"xl/worksheets/sheet1.xml": sheetOf(header + three)}), "")
	f.Add(workbook(f, map[string]string{}), sheetOf(header+three))
	if folder := os.Getenv("LETTRAGE_CORPUS"); folder != "" {
		paths, err := filepath.Glob(filepath.Join(folder, "*", "*.xlsx"))
		if err != nil {
			f.Fatal(err)
		}
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b, "")
		}
	}
	f.Fuzz(func(t *testing.T, file []byte, rows string) {
		if rows != "" { // else the fuzzer hardly gets past the checksums of the archive
			file = workbook(t, map[string]string{"xl/worksheets/sheet1.xml": rows})
		}
		_, _, err := importertest.Read(t, Format, "fuzz.xlsx", file)
		if err != nil {
			var refusal *importer.Error
			if !errors.As(err, &refusal) {
				t.Fatalf("refused without a kind: %v", err)
			}
			return
		}
	})
}

// TestStatement reads a workbook as a bank gives it: lines above the header, days and
// amounts that are numbers, debits and credits in columns of their own.
func TestStatement(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="str"><v>Relevé du compte 12345678901</v></c></row>` +
		`<row r="2"><c r="A2" t="str"><v>Solde au 31/03/2026</v></c><c r="E2"><v>1250.5</v></c></row>` +
		`<row r="4"><c r="A4" t="str"><v>Date</v></c><c r="B4" t="str"><v>Date de valeur</v></c><c r="C4" t="str"><v>Libellé</v></c><c r="D4" t="str"><v>Débit</v></c><c r="E4" t="str"><v>Crédit</v></c><c r="F4" t="str"><v>Solde</v></c></row>` +
		`<row r="5"><c r="A5" s="1"><v>46112</v></c><c r="B5" s="1"><v>46112</v></c><c r="C5" t="str"><v>VIR SEPA MENUISERIE AUBRAC FA-2026-001</v></c><c r="E5"><v>300.10000000000002</v></c><c r="F5"><v>1250.5</v></c></row>` +
		`<row r="6"><c r="A6" s="1"><v>46111</v></c><c r="B6" s="1"><v>46111</v></c><c r="C6" t="str"><v>PRLV SEPA ENERGIE</v></c><c r="D6"><v>-49.6</v></c><c r="F6"><v>950.4</v></c></row>`
	all, _, err := importertest.Read(t, Format, "releve.xlsx", workbook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetOf(rows)}))
	if err != nil || len(all) != 1 || len(all[0].Lines) != 2 {
		t.Fatalf("%v: %+v", err, all)
	}
	for i, want := range []string{"-49.60 2026-03-30", "300.10 2026-03-31"} {
		if l := all[0].Lines[i]; l.Amount.String()+" "+l.Booked.String() != want {
			t.Errorf("line %d is %s %s, want %s", i, l.Amount, l.Booked, want)
		}
	}
	if c := all[0].Closing; c == nil || c.Amount.String() != "1250.50" {
		t.Errorf("closes with %v", c)
	}
}

// TestCorpus reads the workbooks of the corpus.
func TestCorpus(t *testing.T) { importertest.Corpus(t, Format, "csv-fr/") }

// TestCurrencies reads a table whose currency the form of its numbers alone shows.
func TestCurrencies(t *testing.T) {
	row := func(n, day int, style, amount string) string {
		return fmt.Sprintf(`<row r="%d"><c r="A%d" s="1"><v>%d</v></c><c r="B%d" t="inlineStr"><is><t>VIR</t></is></c><c r="C%d" s="%s"><v>%s</v></c></row>`, n, n, day, n, n, style, amount)
	}
	for _, c := range []struct{ name, style, want string }{{"dollars", "5", "USD"}, {"euros", "6", "EUR"}, {"none", "4", "EUR"}} {
		content := workbook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetOf(header + row(2, 46173, c.style, "12.5") + row(3, 46174, c.style, "-3"))})
		all, _, err := importertest.Read(t, Format, c.name+".xlsx", content)
		if err != nil || len(all) != 1 || string(all[0].Currency) != c.want || all[0].Credits.String() != "12.50" || all[0].Debits.String() != "3.00" {
			t.Errorf("%s: %+v, %v", c.name, all, err)
		}
	}
}
