package report_test

import (
	"bytes"
	"strings"
	"testing"

	"lettrage/export/report"
	"lettrage/fixtures"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"
)

func imports() report.Imports {
	file := ledger.NewDigest("sample").Sum()
	return report.Imports{Company: book.Company, Today: day("2026-11-24"), Files: []report.Import{
		{Day: day("2026-11-24"), File: file, Format: "camt.053.001.08", Account: current, Period: ledger.Period{From: day("2026-11-21"), To: day("2026-11-23")},
			Lines: 1214, New: 1180, Doubtful: 2, In: euros(184_203_10), Out: euros(96_113_47), AddsUp: true},
		{Day: day("2026-11-24"), File: file, Format: "mt940", Account: current, Lines: 4, New: 4, In: euros(100), Out: euros(0), AddsUp: true, Broken: true},
		{Day: day("2026-11-23"), File: file, Format: "ofx 1.02", Account: current, Lines: 4, New: 4, In: euros(100), Out: euros(0), AddsUp: true, Unproven: true},
		{Day: day("2026-11-23"), File: file, Format: "ofx 1.02", Account: current, Lines: 4, New: 4, In: euros(100), Out: euros(0), Broken: true},
		{Day: day("2026-11-23"), File: file, Format: "csv:" + book.Escape, Account: savings, Lines: 12, New: 0, In: euros(0), Out: euros(12)},
	}}
}

func TestImportsGolden(t *testing.T) {
	var text, object bytes.Buffer
	if err := report.ImportsText(&text, imports(), report.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := report.ImportsJSON(&object, imports()); err != nil {
		t.Fatal(err)
	}
	fixtures.Golden(t, fixtures.Path("export", "imports.txt.golden"), text.Bytes())
	fixtures.Golden(t, fixtures.Path("export", "imports.json.golden"), object.Bytes())
	for _, l := range strings.Split(text.String(), "\n") {
		if n := len([]rune(l)); n > 100 {
			t.Errorf("%d characters: %s", n, l)
		}
	}
}

func TestNoImports(t *testing.T) {
	var b bytes.Buffer
	if err := report.ImportsText(&b, report.Imports{}, report.TextOptions{}); err != nil || !strings.Contains(b.String(), "Aucun relevé.") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
