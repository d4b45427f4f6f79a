package batch

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// workbook is one of a single sheet, as spreadsheet programs write it. A cell that begins with
// "day " is a number with the form of a day, and one with "=" a number with that of an amount in euros.
func workbook(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	var sheet strings.Builder
	sheet.WriteString(`<worksheet><sheetData>`)
	for _, row := range rows {
		sheet.WriteString("<row>")
		for _, cell := range row {
			day, isDay := strings.CutPrefix(cell, "day ")
			amount, isAmount := strings.CutPrefix(cell, "=")
			switch {
			case isDay:
				fmt.Fprintf(&sheet, `<c s="1"><v>%s</v></c>`, day)
			case isAmount:
				fmt.Fprintf(&sheet, `<c s="2"><v>%s</v></c>`, amount)
			default:
				fmt.Fprintf(&sheet, `<c t="inlineStr"><is><t>%s</t></is></c>`, cell)
			}
		}
		sheet.WriteString("</row>")
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const rel = `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>`
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types/>`},
		{"_rels/.rels", fmt.Sprintf(rel, "officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook xmlns:r="rel"><sheets><sheet name="Factures" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", fmt.Sprintf(rel, "worksheet", "worksheets/sheet1.xml")},
		{"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="167" formatCode="#,##0.00\ &quot;€&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="167"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", sheet.String()},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A list in a workbook is read as its CSV is: from the inbox before the statements of the
// night, and with the rows of the sheet in what is said of it.
func TestListInWorkbook(t *testing.T) {
	b, c := newBook(t)
	list := [][]string{
		{"N° facture", "Type", "Code client", "Nom client", "Date facture", "Échéance", "Devise", "Total TTC", "Reste à payer", "Statut"},
		{"FA-2026-0101", "facture", "C001", "Boulangerie Merisier SARL", "day 46295", "day 46325", "EUR", "=1200", "=1200", "ouverte"},
		{"FA-2026-0104", "facture", "C003", "Odile Castagnier", "day 46309", "day 46339", "EUR", "=1234.5", "=90.050000000000004", "ouverte"},
	}
	for name, data := range map[string][]byte{"z.xlsx": workbook(t, list...), "a.csv": []byte(november)} {
		if err := os.WriteFile(filepath.Join(b.Config.Inbox, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n, err := b.Night(t.Context(), c)
	if err != nil || n.Taken != 2 || n.Outcome.Auto != 1 {
		t.Fatalf("%+v, %v", n, err)
	}
	items, err := b.Store.Items(t.Context(), c.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range items {
		got = append(got, fmt.Sprint(i.Number, " ", i.Issued, " ", i.Total, " ", i.Open))
	}
	if s := strings.Join(got, "; "); s != "FA-2026-0101 2026-09-30 1200.00 0.00; FA-2026-0104 2026-10-14 1234.50 90.05" {
		t.Errorf("the items are %s", s)
	}

	list[2][4] = "tomorrow"
	r, err := b.ImportList(t.Context(), c, put(t, "bad.xlsx", workbook(t, list...)), "bad.xlsx")
	if err != nil || r.Status != "refused" || r.Error.Line != 3 || r.Error.Field != "Date facture" {
		t.Errorf("a day that is none: %+v, %v", r.Error, err)
	}
	statement, err := b.Import(t.Context(), c, put(t, "list.xlsx", workbook(t, list[:2]...)), ImportOptions{})
	if err != nil || statement.Status != "refused" || !strings.Contains(statement.Error.Hint, "lettrage invoices import") {
		t.Errorf("taken for a statement: %+v, %v", statement.Error, err)
	}
	proven(t, b, c)
}
