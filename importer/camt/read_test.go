package camt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/camt"
	"lettrage/importer/importertest"
	"lettrage/ledger"
)

func TestDetect(t *testing.T) {
	const stmt = `<BkToCstmrStmt>`
	for head, want := range map[string]string{
		`<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.14">` + stmt:                 "camt.053.001.14",
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">`:                                             "camt.053.001.02",
		`<Document xmlns="urn:swift:xsd:$camt.053.001.02">` + stmt:                                                      "camt.053.001.02",
		`<d:Document xmlns:d="http://example.org/camt.052.001.04.ch.02.xsd"><d:BkToCstmrAcctRpt>`:                       "camt.052.001.04",
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.01"><BkToCstmrAcctRptV01>`:                        "camt.052.001.01",
		`<Document><BkToCstmrDbtCdtNtfctn>`:                                                                             "camt.054",
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.02">` + stmt:                                      "camt.053",
		"\xef\xbb\xbf \r\n<!-- bank --><E><AppHdr/><Document xmlns=\"x:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn></Docu": "camt.054.001.08",
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>`:                           "",
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.03">`:                                             "",
		`<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX>`:                                                             "",
		`date;libelle;montant BkToCstmrStmt camt.053.001.02`:                                                            "",
		`<html><body>BkToCstmrStmt`: "",
		"\x89PNG\r\n\x1a\n":         "",
		"":                          "",
	} {
		if got, ok := camt.Format.Detect([]byte(head)); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", head, got, ok, want)
		}
	}
	for _, file := range fixtures.Files(t, "camt/*.xml") {
		content := fixtures.Read(t, file)
		if got, ok := camt.Format.Detect(content[:min(len(content), importer.HeadBytes)]); !ok || !strings.Contains(file, got[len("camt.053"):]) {
			t.Errorf("%s: got %q, %v", file, got, ok)
		}
	}
}

// statement writes a statement of n lines of 1.00 around what stands before and after them.
func statement(before, after string, n int) []byte {
	var b bytes.Buffer
	b.WriteString(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Ccy>EUR</Ccy></Acct>` + before)
	for i := range n {
		fmt.Fprintf(&b, "<Ntry><Amt>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-05</Dt></BookgDt><AcctSvcrRef>L%07d</AcctSvcrRef></Ntry>\n", i)
	}
	b.WriteString(after + `</Stmt></BkToCstmrStmt></Document>`)
	return b.Bytes()
}

// sink counts, and fails when it is told to.
type sink struct {
	lines  int
	failAt int
	err    error
}

func (s *sink) Begin(ledger.Statement) error { return nil }
func (s *sink) End(ledger.Statement) error   { return nil }
func (s *sink) Line(ledger.Transaction) error {
	if s.lines++; s.lines == s.failAt {
		return s.err
	}
	return nil
}

func read(ctx context.Context, r io.ReadSeeker, size int64, l importer.Limits, to importer.Sink) error {
	return camt.Format.Read(ctx, &importer.File{ReadSeeker: r, Size: size, Limits: l, Warn: func(importer.Warning) {}}, to)
}

func TestSinkStopsReading(t *testing.T) {
	to := &sink{failAt: 3, err: errors.New("disk full")}
	err := read(t.Context(), bytes.NewReader(statement("", "", 10)), 0, importer.Limits{}, to)
	if err != to.err || to.lines != 3 {
		t.Errorf("got %v after %d lines", err, to.lines)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := read(ctx, bytes.NewReader(statement("", "", 10)), 0, importer.Limits{}, &sink{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v of a cancelled reading", err)
	}
}

// failing is a file of which reading fails behind some bytes.
type failing struct {
	*bytes.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = f.err
	}
	return n, err
}

func TestReadingFails(t *testing.T) {
	want := errors.New("network gone")
	to := &sink{}
	text := statement("", "", 50)
	err := read(t.Context(), &failing{bytes.NewReader(text[:len(text)-30]), want}, int64(len(text)), importer.Limits{}, to)
	if !errors.Is(err, want) || to.lines != 50 {
		t.Errorf("got %v after %d lines", err, to.lines)
	}
	if err := read(t.Context(), bytes.NewReader(nil), 0, importer.Limits{}, to); err == nil || err.(*importer.Error).Kind != importer.Empty {
		t.Errorf("got %v of a file without bytes", err)
	}
}

func TestLimits(t *testing.T) {
	many := strings.Repeat("<TxDtls/>", 100_001)
	for name, c := range map[string]struct {
		text   []byte
		limits importer.Limits
	}{
		"Lines":           {statement("", "", 11), importer.Limits{Lines: 10}},
		"FileBytes":       {statement("", "", 11), importer.Limits{FileBytes: 500}},
		"FieldBytes":      {statement("<Id>123456</Id>", "", 0), importer.Limits{FieldBytes: 5}},
		"LineBytes":       {statement("<Id>"+strings.Repeat("1", 200_000)+"</Id>", "", 0), importer.Limits{LineBytes: 100_000}},
		"Depth":           {statement("", "", 1), importer.Limits{Depth: 4}},
		"100,000 payment": {statement("<Ntry><NtryDtls>"+many+"</NtryDtls></Ntry>", "", 0), importer.Limits{}},
		"64 times Line":   {statement("<Ntry><NtryDtls>"+strings.Repeat("<TxDtls><Refs>"+strings.Repeat("<X/>", 200)+"</Refs></TxDtls>", 1000)+"</NtryDtls></Ntry>", "", 0), importer.Limits{LineBytes: 10_000}},
		"MaxAmount":       {bytes.ReplaceAll(statement("", "", 1), []byte("1.00"), []byte("10000000000000.01")), importer.Limits{}},
		"64 bits":         {bytes.ReplaceAll(statement("", "", 9_224), []byte("1.00"), []byte("10000000000000.00")), importer.Limits{}},
	} {
		to := &sink{}
		err := read(t.Context(), bytes.NewReader(c.text), int64(len(c.text)), c.limits, to)
		var e *importer.Error
		if !errors.As(err, &e) || e.Kind != importer.TooLarge || !strings.Contains(e.Msg, name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// oneLine is a file of a GiB in one line, which begins as a message does.
type oneLine struct{ at int64 }

const oneLineBegins = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>`

func (o *oneLine) Read(p []byte) (int, error) {
	if o.at >= 1<<30 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	if o.at < int64(len(oneLineBegins)) {
		p = p[:copy(p, oneLineBegins[o.at:])]
	}
	o.at += int64(len(p))
	return len(p), nil
}

func (o *oneLine) Seek(offset int64, _ int) (int64, error) {
	o.at = offset
	return offset, nil
}

func TestOneLineOfAGiB(t *testing.T) {
	var before, after runtime.MemStats
	file := &oneLine{}
	runtime.ReadMemStats(&before)
	err := read(t.Context(), file, 1<<30, importer.Limits{}, &sink{})
	runtime.ReadMemStats(&after)
	var e *importer.Error
	if !errors.As(err, &e) || e.Kind != importer.TooLarge || e.Field != "Stmt/Id" || e.Line != 1 {
		t.Errorf("got %v", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 || file.at > 8<<20 {
		t.Errorf("allocated %d bytes and read %d", used, file.at)
	}
}

// TestManyPieces: a remittance of more pieces than a text holds is cut with a warning, and its references are kept.
func TestManyPieces(t *testing.T) {
	piece := "<Ustrd>" + strings.Repeat("x", 140) + "</Ustrd>\n"
	details := "<NtryDtls><TxDtls><RmtInf>" + strings.Repeat(piece, 40) + "<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"
	got, warnings, err := importertest.Read(t, camt.Format, "x", bytes.Replace(statement("", "", 1), []byte("</Ntry>"), []byte(details), 1))
	if err != nil || len(warnings) != 1 || warnings[0].Kind != "text" || warnings[0].Line != 30 {
		t.Fatalf("got %v, %v", warnings, err)
	}
	if l := got[0].Lines[0]; len(l.Remittance) != 29*141-1 || len(l.References) != 1 {
		t.Errorf("got %d bytes, %v", len(l.Remittance), l.References)
	}
}

// TestErrorsQuoteNothing: no word of the file's own reaches an error.
func TestErrorsQuoteNothing(t *testing.T) {
	secret := "SECRETNAME"
	for _, field := range []string{"Amt", "CdtDbtInd", "RvslInd", "BookgDt", "ValDt"} {
		text := statement("<Ntry><"+field+">"+secret+"</"+field+"></Ntry>", "<"+secret+"&"+secret+";", 1)
		_, _, err := importertest.Read(t, camt.Format, "x", text)
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestManyErrors(t *testing.T) {
	_, _, err := importertest.Read(t, camt.Format, "x", bytes.ReplaceAll(statement("", "", 150), []byte("1.00"), []byte("1,00")))
	var all importer.Errors
	if !errors.As(err, &all) || len(all) != importer.MaxErrors || all[99].Line != 100 || all[0].Field != "Ntry/Amt" {
		t.Errorf("got %d errors, %v", len(all), err)
	}
}

// TestWhole: which days a statement covers whole, by its period and its balances.
func TestWhole(t *testing.T) {
	bal := func(code, amount, day string) string {
		return `<Bal><Tp><CdOrPrtry><Cd>` + code + `</Cd></CdOrPrtry></Tp><Amt>` + amount + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>` + day + `</Dt></Dt></Bal>`
	}
	period := func(from, to string) string {
		return `<FrToDt><FrDtTm>` + from + `</FrDtTm><ToDtTm>` + to + `</ToDtTm></FrToDt>`
	}
	for name, c := range map[string]struct{ before, want string }{
		"nothing stated":             {"", ".."},
		"its period":                 {period("2026-03-05T00:00:00", "2026-03-06T23:59:59"), "2026-03-05..2026-03-06"},
		"to midnight":                {period("2026-03-04T00:00:00", "2026-03-07T00:00:00"), "2026-03-04..2026-03-06"},
		"to midnight of a day":       {period("2026-03-04T00:00:00", "2026-03-05T00:00:00"), "2026-03-04..2026-03-05"},
		"from the evening before":    {period("2026-03-04T18:00:00", "2026-03-05T18:00:00"), "2026-03-05..2026-03-05"},
		"a period without the line":  {period("2026-03-06T00:00:00", "2026-03-07T00:00:00"), ".."},
		"one page of several":        {`<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>` + period("2026-03-05T00:00:00", "2026-03-05T23:59:59"), ".."},
		"a page that proves itself":  {`<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>` + bal("OPBD", "1.00", "2026-03-05") + bal("CLBD", "2.00", "2026-03-05"), "2026-03-05..2026-03-05"},
		"balances of one day":        {bal("OPBD", "1.00", "2026-03-05") + bal("CLBD", "2.00", "2026-03-05"), "2026-03-05..2026-03-05"},
		"the day before's balance":   {bal("PRCD", "1.00", "2026-03-04") + bal("CLBD", "2.00", "2026-03-05"), "2026-03-05..2026-03-05"},
		"an opening day without any": {bal("OPBD", "1.00", "2026-03-02") + bal("CLBD", "2.00", "2026-03-06"), "2026-03-03..2026-03-06"},
		"balances that don't fit":    {period("2026-03-05T00:00:00", "2026-03-05T23:59:59") + bal("OPBD", "1.00", "2026-03-05") + bal("CLBD", "9.00", "2026-03-05"), ".."},
	} {
		got, _, err := importertest.Read(t, camt.Format, "x", statement(c.before, "", 1))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if w := got[0].Whole; w.From.String()+".."+w.To.String() != c.want {
			t.Errorf("%s: got %s..%s, want %s", name, w.From, w.To, c.want)
		}
	}
}
