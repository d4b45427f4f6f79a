package formats_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"lettrage/importer"
	"lettrage/importer/formats"
	"lettrage/importer/importertest"
	"lettrage/ledger"
)

// one is a statement of one line of money in, as each format writes it. The fields are texts of the file.
type one struct {
	iban   string // of the account
	other  string // IBAN of the other party
	day    string // YYYY-MM-DD
	amount string // with a point
	label  string
}

// good is a line that each format takes without a word.
func good() one {
	return one{iban: "FR7630006000010001234567846", other: "FR7610278060420002020202058", day: "2026-09-15", amount: "12.34", label: "VIR SEPA ATELIER MARTIN"}
}

// writers write a statement in each format that has a place for its fields.
var writers = map[string]func(one) string{
	"camt": func(o one) string {
		return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>` + o.iban + `</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">` + o.amount + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>` + o.day + `</Dt></BookgDt>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>ATELIER MARTIN</Nm></Pty></Dbtr>
<DbtrAcct><Id><IBAN>` + o.other + `</IBAN></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls>
<AddtlNtryInf>` + o.label + `</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>
`
	},
	"ofx": func(o one) string {
		return `OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:UTF-8
CHARSET:NONE

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>30006<ACCTID>` + o.iban + `<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260901<DTEND>20260930
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>` + strings.ReplaceAll(o.day, "-", "") + `
<TRNAMT>` + o.amount + `
<FITID>1<NAME>ATELIER MARTIN<BANKACCTTO><BANKID>10278<ACCTID>` + o.other + `<ACCTTYPE>CHECKING</BANKACCTTO>
<MEMO>` + o.label + `</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`
	},
	"csv": func(o one) string { // of Rabobank, whose profile has all columns
		row := func(number, day, amount, label string) string {
			return fmt.Sprintf(`"%s","EUR","RABONL2U","%s","%s","%s","%s","","%s","ATELIER MARTIN","","","","cb","","","","","","%s","","","","","",""`+"\n",
				o.iban, number, day, day, strings.Replace(amount, ".", ",", 1), o.other, label)
		}
		return `"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij",` +
			`"Naam uiteindelijke partij","Naam initiërende partij","BIC tegenpartij","Code","Batch ID","Transactiereferentie","Machtigingskenmerk","Incassant ID","Betalingskenmerk",` +
			`"Omschrijving-1","Omschrijving-2","Omschrijving-3","Reden retour","Oorspr bedrag","Oorspr munt","Koers"` + "\n" +
			row("1", o.day, o.amount, o.label) + row("2", "2026-09-16", "-1.50", "VIR SEPA")
	},
	"mt940": func(o one) string {
		day := o.day[2:4] + o.day[5:7] + o.day[8:]
		return ":20:STARTUMS\r\n:25:" + o.iban + "\r\n:28C:1/1\r\n:60F:C260914EUR0,00\r\n" +
			":61:" + day + "C" + strings.Replace(o.amount, ".", ",", 1) + "NTRFNONREF\r\n" +
			":86:166?00" + o.label + "?31" + o.other + "?32ATELIER MARTIN\r\n" +
			":62F:C260915EUR0,00\r\n-\r\n"
	},
	"cfonb120": func(o one) string {
		day := o.day[8:] + o.day[5:7] + o.day[2:4]
		whole, decimals, _ := strings.Cut(o.amount, ".")
		digits := whole + decimals
		amount := strings.Repeat("0", max(0, 14-len(digits))) + digits[:len(digits)-1] + string("{ABCDEFGHI"[digits[len(digits)-1]-'0'])
		balance := func(code, day string) string {
			return fmt.Sprintf("%s30006    00001EUR2 00012345678  %s%50s0000000000000{%16s\n", code, day, "", "")
		}
		return balance("01", "140926") +
			fmt.Sprintf("0430006021000001EUR%d 0001234567805%s  %s%-31s  0000000  %s%16s\n", len(decimals), day, day, o.label, amount, "") +
			fmt.Sprintf("0530006021000001EUR2 0001234567805%s     CPY%-72s\n", day, o.other) +
			balance("07", "150926")
	},
}

// outcome is what became of a file: refused, or taken with or without a warning of that kind and a line.
type outcome struct {
	err      error
	warnings []importer.Warning
	lines    []ledger.Transaction
}

// told reports whether there is a warning of that kind that has a line.
func (o outcome) told(kind string) bool {
	for _, w := range o.warnings {
		if w.Kind == kind && w.Line > 0 {
			return true
		}
	}
	return false
}

// refused reports whether the file was refused, with a line, a field, what it should be and a hint.
func (o outcome) refused() bool {
	var e *importer.Error
	return errors.As(o.err, &e) && e.Kind != "" && e.Line > 0 && e.Field != "" && e.Msg != "" && e.Hint != ""
}

// texts are all texts of the lines.
func (o outcome) texts() string {
	return string(importertest.Text([]importertest.Statement{{Lines: o.lines}}, nil, nil))
}

// bad is what is wrong in a file, and what must become of it in every format.
var bad = []struct {
	name   string
	spoil  func(*one)
	expect string
	holds  func(outcome) bool
}{
	{"nothing is wrong", func(*one) {}, "taken", func(o outcome) bool { return o.err == nil && len(o.lines) > 0 }},
	{"check digits of the account's IBAN", func(o *one) { o.iban = "FR7630006000010001234567847" }, "taken, with a warning and its line",
		func(o outcome) bool { return o.err == nil && o.told("iban") }},
	{"check digits of the other party's IBAN", func(o *one) { o.other = "FR7610278060420002020202059" }, "taken, with a warning and its line",
		func(o outcome) bool { return o.err == nil && o.told("iban") }},
	{"three decimals in euro", func(o *one) { o.amount = "12.345" }, "refused, or rounded with a warning and its line",
		func(o outcome) bool { return o.refused() || o.err == nil && o.told("rounded") }},
	{"an amount of 19 digits", func(o *one) { o.amount = "12345678901234567.89" }, "refused", outcome.refused},
	{"an amount over 64 bits", func(o *one) { o.amount = "99999999999999999999.99" }, "refused", outcome.refused},
	{"a day that no month has", func(o *one) { o.day = "2026-02-31" }, "refused, or taken as another with a warning and its line",
		func(o outcome) bool { return o.refused() || o.err == nil && o.told("date") }},
	{"NUL in a text", func(o *one) { o.label = "VIR\x00SEPA" }, "refused, or taken without it",
		func(o outcome) bool { return o.refused() || o.err == nil && !strings.Contains(o.texts(), `\x00`) }},
	{"bytes that are no UTF-8", func(o *one) { o.label = "VIR \xc3\x28 \xff" }, "refused, or taken as text",
		func(o outcome) bool { return o.refused() || o.err == nil && utf8.ValidString(o.texts()) }},
	{"a text of a megabyte", func(o *one) { o.label = strings.Repeat("x", 1<<20) }, "refused, with the limit's name",
		func(o outcome) bool { return o.refused() && strings.Contains(o.err.Error(), "Bytes") }},
}

// elsewhere are what does not apply to a format, and why.
var elsewhere = map[string]string{
	"cfonb120/check digits of the account's IBAN": "the file has no IBAN of the account",
	"cfonb120/an amount of 19 digits":             "the columns hold fourteen",
	"cfonb120/an amount over 64 bits":             "the columns hold fourteen",
	"cfonb120/a text of a megabyte":               "the columns hold 31; a longer record moves them",
}

// heard notes what a test would fail of, and goes on.
type heard struct {
	testing.TB
	said []string
}

func (h *heard) Helper() {}

func (h *heard) Errorf(format string, args ...any) {
	h.said = append(h.said, fmt.Sprintf(format, args...))
}

// TestBadInput feeds each format the same faults: what a reader must not take is refused
// with its place, what it may take is told with its place.
func TestBadInput(t *testing.T) {
	for _, format := range formats.All() {
		write, ok := writers[format.Name]
		switch {
		case format.Name == "xlsx": // its rows are read as those of a CSV, and its own faults are tested there
			continue
		case !ok:
			t.Errorf("%s: has no writer here", format.Name)
			continue
		}
		for _, b := range bad {
			name := format.Name + "/" + b.name
			t.Run(name, func(t *testing.T) {
				if why := elsewhere[name]; why != "" {
					t.Skip("does not apply: " + why)
				}
				o := good()
				b.spoil(&o)
				got, breach := readOne(t, format, write(o))
				if len(breach) > 0 || !b.holds(got) {
					t.Errorf("should be %s: got %v, %+v\n%.2000s%s", b.expect, got.err, got.warnings, got.texts(), strings.Join(breach, "\n"))
				}
			})
		}
	}
}

// readOne reads a file, and returns with it what it breaks of the contract of the sink.
func readOne(t *testing.T, format importer.Format, content string) (got outcome, breach []string) {
	t.Helper()
	listening := &heard{TB: t}
	var statements []importertest.Statement
	statements, got.warnings, got.err = importertest.Read(listening, format, format.Name, []byte(content))
	for _, s := range statements {
		got.lines = append(got.lines, s.Lines...)
	}
	return got, listening.said
}
