package ofx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
	"lettrage/ledger"
)

// base is a file of which the tests break one thing each.
var base = file{{currency: "EUR", bank: "30004", branch: "00123", number: "00001234567", from: "20260101", to: "20260131", balance: "1121.06", asOf: "20260131",
	lines: []row{
		{kind: "CREDIT", day: "20260105", amount: "1234.56", id: "A1", name: "DURAND SARL", memo: "FACT 12"},
		{kind: "DEBIT", day: "20260106", amount: "-13.50", id: "A2", name: "MARTEL SNC", memo: "FACT 13"},
		{kind: "DEBIT", day: "20260107", amount: "-100.00", id: "A3", name: "VIR SEPA EMIS", memo: "POUR ROUX"},
	}}}

// TestTolerance breaks one thing of a file that has no influence on what it says.
func TestTolerance(t *testing.T) {
	text := sgml.write(base)
	want, _, err := importertest.Read(t, ofx.Format, "base", []byte(text))
	if err != nil || len(want) != 1 || len(want[0].Lines) != 3 {
		t.Fatalf("the file is not read when whole: %v, %v", want, err)
	}
	replace := func(pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(text, pairs[i]) {
				t.Fatalf("the file has no %q", pairs[i])
			}
		}
		return strings.NewReplacer(pairs...).Replace(text)
	}
	body := text[strings.Index(text, "<OFX>"):]
	for name, changed := range map[string]string{
		"byte order mark":          "\ufeff" + text,
		"blank lines first":        "\r\n\r\n  " + text,
		"no header":                body,
		"header cut short":         text[1:],
		"header in another order":  "VERSION:102\nOFXHEADER:100\n\n" + body,
		"header on one line":       strings.ReplaceAll(sgmlHeader, "\n", "") + body,
		"header with blanks":       replace("VERSION:", "VERSION: ", "CHARSET:", "CHARSET: "),
		"header in a comment":      "<!--\n" + sgmlHeader + "-->\n" + body,
		"empty encoding":           replace("ENCODING:USASCII", "ENCODING:"),
		"unknown character set":    replace("CHARSET:1252", "CHARSET:X-UNKNOWN"),
		"SGML of version 200":      replace("VERSION:102", "VERSION:200"),
		"XML header, SGML body":    closed.header + body,
		"lower case":               strings.ToLower(sgmlHeader) + lowerTags(body),
		"blanks in tags":           replace("<NAME>", "< NAME >", "</STMTTRN>", "</ STMTTRN >"),
		"attributes":               replace("<STMTTRN>", `<STMTTRN id="1">`, "<MEMO>", `<MEMO xml:space="preserve">`),
		"namespaces":               replace("<STMTTRN>", "<o:STMTTRN>", "</STMTTRN>", "</o:STMTTRN>"),
		"leaves partly closed":     replace("<FITID>A1\n", "<FITID>A1</FITID>\n", "<NAME>MARTEL SNC\n", "<NAME>MARTEL SNC</NAME>\n"),
		"wrong end tag":            replace("<NAME>MARTEL SNC\n", "<NAME>MARTEL SNC</MEMO>\n"),
		"no end of a transaction":  replace("FACT 12\n</STMTTRN>", "FACT 12\n"),
		"no end of any":            replace("</STMTTRN>\n", ""),
		"no end of the list":       replace("</BANKTRANLIST>\n", ""),
		"no end of the account":    replace("</BANKACCTFROM>\n", ""),
		"no end of the statement":  replace("</STMTRS>\n", ""),
		"no end of the response":   replace("</STMTTRNRS>\n", ""),
		"no sign-on":               replace(body[len("<OFX>\n"):strings.Index(body, "<BANKMSGSRSV1>")], ""),
		"another message set":      replace("<BANKMSGSRSV1>", "<PROFMSGSRSV1><PROFTRNRS><TRNUID>0</PROFTRNRS></PROFMSGSRSV1><BANKMSGSRSV1>"),
		"an unknown message set":   replace("<BANKMSGSRSV1>", "<NEWMSGSRSV9><NAME>x</NEWMSGSRSV9><BANKMSGSRSV1>"),
		"unknown leaves":           replace("<MEMO>", "<X.CAT>food\n<CATEGORIE>\n<MEMO>"),
		"unknown aggregate":        replace("<MEMO>", "<X.AGG><NAME>x\n<MEMO>y\n<TRNAMT>1</X.AGG><MEMO>"),
		"unknown closed aggregate": replace("<NAME>DURAND", "<X.AGG><NAME>x</NAME><TRNAMT>1</TRNAMT></X.AGG><NAME>DURAND"),
		"blank leaves":             replace("<MEMO>", "<REFNUM>\n<CHECKNUM></CHECKNUM><EXTDNAME/><MEMO>"),
		"comments":                 replace("<NAME>", "<!-- <TRNAMT>5 --><NAME>", "MARTEL", "MAR<!-- x -->TEL"),
		"CDATA":                    replace("<MEMO>FACT 12", "<MEMO><![CDATA[FACT 12]]>"),
		"instructions":             replace("<STMTTRN>", "<?page 1?><STMTTRN>"),
		"document type":            "<!DOCTYPE OFX>\n" + body,
		"stray text":               replace("<STMTTRN>", "stray <STMTTRN>", "</STMTTRN>", "</STMTTRN> text"),
		"stray end tags":           replace("<STMTTRN>", "</NOTHING></PAYEE><STMTTRN>"),
		"decimal comma":            replace("1234.56", "1234,56", "-13.50", "-13,5"),
		"grouped thousands":        replace("1234.56", "1 234,56"),
		"points group":             replace("1234.56", "1.234,56"),
		"plus sign":                replace("1234.56", "+1234.56"),
		"trailing sign":            replace("-13.50", "13.50-"),
		"types in lower case":      replace("CREDIT", "Credit", "DEBIT", "debit"),
		"time and zone":            replace("20260105", "20260105235959.000[-8:PST]", "20260106", "20260106000000[+14]", "20260107", "20260107[-:EST]"),
		"days with dashes":         replace("20260105", "2026-01-05"),
		"currency in lower case":   replace("<CURDEF>EUR", "<CURDEF>eur"),
		"currency by its name":     replace("<CURDEF>EUR", "<CURDEF>EURO"),
		"currency closed late":     replace("</STMTRS>", "</CURDEF></STMTRS>"),
		"no currency":              replace("<CURDEF>EUR\n", ""),
		"blank currency":           replace("<CURDEF>EUR", "<CURDEF>"),
		"currency of the line":     replace("<MEMO>", "<CURRENCY><CURRATE>1.17<CURSYM>USD</CURRENCY><MEMO>"),
		"balance first":            replace("<BANKTRANLIST>\n", "<LEDGERBAL><BALAMT>1121.06<DTASOF>20260131</LEDGERBAL>\n<BANKTRANLIST>\n"),
		"available balance":        replace("</STMTRS>", "<AVAILBAL><BALAMT>5<DTASOF>20260131</AVAILBAL></STMTRS>"),
		"pending":                  replace("<LEDGERBAL>", "<BANKTRANLISTP><STMTTRNP><TRNAMT>1</STMTTRNP><STMTTRN><TRNAMT>x</STMTTRN></BANKTRANLISTP><LEDGERBAL>"),
		"a payee without its end":  replace("<NAME>MARTEL SNC\n", "<PAYEE>\n<NAME>MARTEL SNC\n"),
		"a payee that is a text":   replace("<NAME>MARTEL SNC\n", "<PAYEE>MARTEL SNC\n"),
		"a closed payee's text":    replace("<NAME>MARTEL SNC\n", "<PAYEE>MARTEL SNC</PAYEE>\n"),
		"a currency that is text":  replace("<MEMO>FACT 13", "<CURRENCY>EUR\n<MEMO>FACT 13"),
		"breaks of a page":         replace("FACT 13", "FACT<br/>13<BR>", "DURAND SARL", "DURAND<br />SARL"),
		"an unknown leaf behind":   replace("<MEMO>FACT 13\n", "<MEMO>FACT 13<X.CAT>food</X.CAT>\n"),
		"texts given twice":        replace("<NAME>MARTEL SNC\n", "<NAME>MARTEL SNC\n<NAME>MARTEL SNC\n"),
		"more days":                replace("<FITID>A2", "<DTUSER>20260105\n<DTPOSTED>20260106\n<FITID>A2"),
		"amount given twice":       replace("<FITID>A2", "<TRNAMT>-13.50\n<FITID>A2"),
		"</OFX> is missing":        strings.TrimSuffix(strings.TrimSpace(text), "</OFX>"),
		"something behind":         text + "\nOFXHEADER:100\n",
		"XML":                      closed.write(base),
		"on one line":              oneLine.write(base),
		"line ends of Windows":     windows.write(base),
		"line ends of old Macs":    strings.ReplaceAll(text, "\n", "\r"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, ok := ofx.Format.Detect([]byte(changed)); !ok {
				t.Error("was not detected")
			}
			got, _, err := importertest.Read(t, ofx.Format, name, []byte(changed))
			if err != nil {
				t.Fatal(err)
			}
			if g, w := plain(got), plain(want); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
}

// TestText reads texts with what looks like tags in them.
func TestText(t *testing.T) {
	for raw, want := range map[string]string{
		"<MEMO>a <b> c</MEMO>":           "a <B> c",
		"<MEMO>a < b > c</MEMO>":         "a <B> c",
		"<MEMO>a <FACT 12> c</MEMO>":     "a <FACT 12> c",
		"<MEMO>1 < 2 > 3":                "1 < 2 > 3",
		"<MEMO>a << b":                   "a << b",
		"<MEMO>a<br>b<BR/>c":             "a b c",
		"<MEMO>a &lt;b&gt; c":            "a <b> c",
		"<MEMO><![CDATA[a <b>&amp; c]]>": "a <b>&amp; c",
		"<MEMO>a<X.CAT>b":                "a",
		"<MEMO>a<X.CAT>b</X.CAT>":        "a",
		"<MEMO>a</MEMO><X.CAT>b</MEMO>":  "a",
	} {
		text := strings.Replace(sgml.write(base), "<NAME>DURAND SARL\n<MEMO>FACT 12", raw, 1)
		got, _, err := importertest.Read(t, ofx.Format, raw, []byte(text))
		if err != nil || len(got) != 1 || got[0].Lines[0].Label != want {
			t.Errorf("%s: got %v, %v, want %q", raw, got, err, want)
		}
	}
}

// TestWarnings says what is odd in a file that is taken.
func TestWarnings(t *testing.T) {
	for kind, change := range map[string][2]string{
		"sign":       {"-13.50", "13.50"},
		"guessed":    {"<CURDEF>EUR\n", ""},
		"currency":   {"<MEMO>FACT 12", "<CURRENCY><CURSYM>USD</CURRENCY><MEMO>FACT 12"},
		"correction": {"<FITID>A2", "<FITID>A2<CORRECTFITID>A1<CORRECTACTION>REPLACE"},
		"rounded":    {"-13.50", "-13.5049"},
		"balance":    {"<DTASOF>20260131", "<DTASOF>"},
		"iban":       {"<ACCTID>00001234567", "<ACCTID>0000123456700"},
		"date":       {"<DTEND>20260131", "<DTEND>31/01/2026"},
		"charset":    {"FACT 13", "FACT 13 \xc3\xa9\xc3\xa9\xc3"},
		"truncated":  {"</OFX>", ""},
		"status":     {"<BANKMSGSRSV1>", "<BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>2000<SEVERITY>ERROR</STATUS></STMTTRNRS>"},
	} {
		text := strings.Replace(sgml.write(base), change[0], change[1], 1)
		got, warnings, err := importertest.Read(t, ofx.Format, kind, []byte(text))
		if err != nil || len(got) != 1 || len(got[0].Lines) != 3 {
			t.Errorf("%s: got %v, %v", kind, got, err)
		}
		if len(warnings) != 1 || warnings[0].Kind != kind || warnings[0].Line == 0 {
			t.Errorf("%s: got %v", kind, warnings)
		}
	}
	if _, warnings, _ := importertest.Read(t, ofx.Format, "base", []byte(sgml.write(base))); len(warnings) > 0 {
		t.Errorf("got %v for a file in which nothing is odd", warnings)
	}
}

// TestWarningsHavePlaces: each line that is odd is told, with its place; where all
// is one line, by the number of the transaction.
func TestWarningsHavePlaces(t *testing.T) {
	odd := file{base[0]}
	odd[0].lines = nil
	for i := range 3 {
		odd[0].lines = append(odd[0].lines, row{kind: "DEBIT", day: "20260105", amount: "-0.505", id: fmt.Sprint(i)}, row{kind: "DEBIT", day: "20260105", amount: "-1", id: "x"})
	}
	const message = "TRNAMT has more decimals than EUR and is rounded"
	var want []string
	for i, line := range strings.Split(sgml.write(odd), "\n") {
		if line == "<TRNAMT>-0.505" {
			want = append(want, fmt.Sprintf("line %d: %s", i+1, message))
		}
	}
	if got := told(t, sgml.write(odd)); len(want) != 3 || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	want = nil
	for _, n := range []int{1, 3, 5} {
		want = append(want, fmt.Sprintf("line 11: %s (transaction %d of the file)", message, n))
	}
	if got := told(t, oneLine.write(odd)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	odd[0].lines[3].amount = "x"
	if e := refusal(t, importer.Limits{}, oneLine.write(odd)); !strings.Contains(e.Msg, "transaction 4 of the file") {
		t.Errorf("got %v", e)
	}
}

// told reads a file that is taken, and returns its warnings.
func told(t *testing.T, text string) (all []string) {
	t.Helper()
	_, warnings, err := importertest.Read(t, ofx.Format, "odd", []byte(text))
	if err != nil {
		t.Error(err)
	}
	for _, w := range warnings {
		all = append(all, fmt.Sprintf("line %d: %s", w.Line, w.Message))
	}
	return all
}

// TestUnsigned: where no debit of a statement has a minus sign, more is said than where one has none.
func TestUnsigned(t *testing.T) {
	odd := file{base[0]}
	odd[0].lines = []row{{kind: "CREDIT", day: "20260105", amount: "5", id: "1"}, {kind: "DEBIT", day: "20260105", amount: "7", id: "2"}, {kind: "DEBIT", day: "20260105", amount: "8", id: "3"}}
	got := told(t, oneLine.write(odd))
	if len(got) != 3 || !strings.Contains(got[2], "2 of its lines are debits by their type") {
		t.Errorf("got %q", got)
	}
	odd[0].lines[2].amount = "-8"
	if got := told(t, oneLine.write(odd)); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}

// TestManyWarnings: of a kind that is met on every line, the first are told and the others counted.
func TestManyWarnings(t *testing.T) {
	odd := file{base[0]}
	odd[0].lines = nil
	for i := range 3 * importer.MaxErrors {
		odd[0].lines = append(odd[0].lines, row{kind: "DEBIT", day: "20260105", amount: "-0.505", id: fmt.Sprint(i)})
	}
	_, warnings, err := importertest.Read(t, ofx.Format, "odd", []byte(sgml.write(odd)))
	if err != nil || len(warnings) != importer.MaxErrors+1 {
		t.Fatalf("got %d warnings, %v", len(warnings), err)
	}
	last := warnings[importer.MaxErrors]
	if last.Kind != "rounded" || last.Line <= warnings[importer.MaxErrors-1].Line || last.Message != "the same 200 times more, up to this line" {
		t.Errorf("got %+v", last)
	}
}

func lowerTags(s string) string {
	var b strings.Builder
	for _, part := range strings.SplitAfter(s, ">") {
		i := strings.LastIndexByte(part, '<')
		if i < 0 {
			i = len(part)
		}
		b.WriteString(part[:i] + strings.ToLower(part[i:]))
	}
	return b.String()
}

// plain is what was read, without what tells how it was written.
func plain(all []importertest.Statement) string {
	for i := range all {
		all[i].Origin = ledger.Origin{}
		for j := range all[i].Lines {
			all[i].Lines[j].Line = 0
		}
	}
	return string(importertest.Text(all, nil, nil))
}

// TestDetect looks at files that are OFX, and at others.
func TestDetect(t *testing.T) {
	for head, want := range map[string]string{
		sgmlHeader + "<OFX>":              "ofx 1.02",
		closed.header + `<OFX xmlns="x">`: "ofx 2.11",
		"OFXHEADER:100\nVERSION:160\n":    "ofx 1.60",
		"<OFX><SIGNONMSGSRSV1>":           "ofx",
		"\n <ofx>":                        "ofx",
		"<?xml version=\"1.0\"?>\n<OFX>":  "ofx",
		"<START><VERSION>102</VERSION></START><OFX><SIGNONMSGSRSV1>": "ofx 1.02",
		"<!-- <html> --><OFX>": "ofx",
		"":                     "", "\n": "", "%PDF-1.7": "", "\x89PNG\r\n": "", "a;b;c\n<OFX": "", "<OFXUSER>": "", "<html><p>The element &lt;OFX&gt;</p>": "",
		"<html><b><OFX></b></html>": "", `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>`: "",
		":20:STARTUMS\n:25:1/2\n": "",
	} {
		if got, ok := ofx.Format.Detect([]byte(head)); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", head, got, ok, want)
		}
		if got, _ := ofx.Format.Detect(utf16([]byte(head))); got != want {
			t.Errorf("%q in UTF-16: got %q, want %q", head, got, want)
		}
	}
}

// TestChunks reads each sample byte by byte: no border of a buffer shows.
func TestChunks(t *testing.T) {
	for _, file := range append(fixtures.Files(t, "ofx/*"), fixtures.Files(t, "broken/ofx-*")...) {
		content := fixtures.Read(t, file)
		want, warnings, err := importertest.Read(t, ofx.Format, file, content)
		if got, want := importertest.ByByte(t, ofx.Format, content, importer.DefaultLimits()), importertest.Text(want, warnings, err); !bytes.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", filepath.Base(file), got, want)
		}
	}
}

// kept is a sink that keeps what it is sent.
type kept struct{ all []importertest.Statement }

func (k *kept) Begin(s ledger.Statement) error {
	k.all = append(k.all, importertest.Statement{Statement: s})
	return nil
}

func (k *kept) Line(l ledger.Transaction) error {
	last := &k.all[len(k.all)-1]
	last.Lines = append(last.Lines, l)
	return nil
}

func (k *kept) End(s ledger.Statement) error {
	k.all[len(k.all)-1].Statement = s
	return nil
}

// failing is a sink that fails at one of the three.
type failing struct {
	kept
	begin, line, end error
}

func (f *failing) Begin(s ledger.Statement) error  { return cmpOr(f.begin, f.kept.Begin(s)) }
func (f *failing) Line(l ledger.Transaction) error { return cmpOr(f.line, f.kept.Line(l)) }
func (f *failing) End(s ledger.Statement) error    { return cmpOr(f.end, f.kept.End(s)) }

func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// TestSinkFails returns the sink's own error as it is.
func TestSinkFails(t *testing.T) {
	content := sgml.write(base)
	own := errors.New("the disk is full")
	for name, to := range map[string]*failing{"Begin": {begin: own}, "Line": {line: own}, "End": {end: own}} {
		f := &importer.File{ReadSeeker: strings.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
		if err := ofx.Format.Read(t.Context(), f, to); !errors.Is(err, own) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestCancelled ends the reading when nobody waits for it any more.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	content := sgml.write(base)
	f := &importer.File{ReadSeeker: strings.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
	if err := ofx.Format.Read(ctx, f, &kept{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
