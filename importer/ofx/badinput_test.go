package ofx_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
)

// TestVersions: a file of any version of OFX is read the same, and its version is named.
func TestVersions(t *testing.T) {
	versions := map[string]string{}
	for _, v := range []string{"102", "103", "151", "160"} {
		versions[v] = strings.Replace(sgml.write(base), "VERSION:102", "VERSION:"+v, 1)
	}
	for _, v := range []string{"200", "201", "202", "203", "210", "211", "220", "230"} {
		versions[v] = strings.Replace(closed.write(base), `VERSION="211"`, `VERSION="`+v+`"`, 1)
	}
	want, _, err := importertest.Read(t, ofx.Format, "base", []byte(sgml.write(base)))
	if err != nil {
		t.Fatal(err)
	}
	for v, text := range versions {
		if name, ok := ofx.Format.Detect([]byte(text)); !ok || name != "ofx "+v[:1]+"."+v[1:] {
			t.Errorf("%s: detected as %q", v, name)
		}
		got, warnings, err := importertest.Read(t, ofx.Format, v, []byte(text))
		if err != nil || len(warnings) > 0 || plain(got) != plain(want) {
			t.Errorf("%s: got %v, %v, %v", v, got, warnings, err)
		}
	}
}

// TestBadInput has what is hostile or wrong in a file, and what becomes of it: a refusal
// or a warning, either with its place, or nothing.
func TestBadInput(t *testing.T) {
	refused := func(kind importer.Kind, field string) outcome { return outcome{kind: kind, field: field} }
	warned := func(kind string) outcome { return outcome{warning: kind} }
	for name, c := range map[string]struct {
		old, new string
		want     outcome
	}{
		"a day that there is not":       {"20260106", "20260231", refused(importer.Malformed, "DTPOSTED")},
		"a month that there is not":     {"20260106", "20261306", refused(importer.Malformed, "DTPOSTED")},
		"a leap day of another year":    {"20260106", "20270229", refused(importer.Malformed, "DTPOSTED")},
		"a year without sense":          {"20260106", "02026010", refused(importer.Malformed, "DTPOSTED")},
		"no day":                        {"<DTPOSTED>20260106\n", "", refused(importer.Missing, "DTPOSTED")},
		"no amount":                     {"<TRNAMT>-13.50\n", "", refused(importer.Missing, "TRNAMT")},
		"a blank amount":                {"-13.50", "", refused(importer.Missing, "TRNAMT")},
		"19 digits":                     {"-13.50", "-1234567890123456789", refused(importer.TooLarge, "TRNAMT")},
		"19 digits with the decimals":   {"-13.50", "-92233720368547758.08", refused(importer.TooLarge, "TRNAMT")},
		"a thousand digits":             {"-13.50", strings.Repeat("9", 1000), refused(importer.TooLarge, "TRNAMT")},
		"three decimals or a thousand":  {"-13.50", "-13.500", refused(importer.Malformed, "TRNAMT")},
		"three decimals":                {"-13.50", "-1013.505", warned("rounded")},
		"a balance of 19 digits":        {"1121.06", "1234567890123456789", warned("balance")},
		"a balance of three decimals":   {"1121.06", "1121.063", warned("rounded")},
		"the wrong key of an account":   {"<ACCTID>00001234567", "<ACCTID>00001234567<ACCTKEY>00", warned("iban")},
		"the wrong digits of an IBAN":   {"<ACCTID>00001234567", "<ACCTID>FR0030004001230000123456700", warned("iban")},
		"bytes that are no text":        {"FACT 13", "FACT \x81\xc3\x28\xa0\xff \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", warned("charset")},
		"zero bytes in a text":          {"FACT 13", "\x00\x00FACT\x00\x00 13\x00", outcome{}},
		"zero bytes in an amount":       {"-13.50", "-13\x00.50", refused(importer.Malformed, "TRNAMT")},
		"zero bytes in a tag":           {"<TRNAMT>-13.50", "<TRN\x00AMT>-13.50", refused(importer.Missing, "TRNAMT")},
		"unknown tags, deep":            {"<MEMO>FACT 13", strings.Repeat("<A><B><C>", 100_000) + "\n<MEMO>FACT 13", outcome{}},
		"closed ones, deep":             {"<BANKTRANLIST>", strings.Repeat("<A>", 100_000) + strings.Repeat("</A>", 100_000) + "<BANKTRANLIST>", outcome{}},
		"known tags, deep":              {"<BANKMSGSRSV1>\n", strings.Repeat("<OFX><BANKMSGSRSV1>", 100_000), outcome{}},
		"end tags of nothing":           {"<BANKTRANLIST>", strings.Repeat("</PAYEE></X>", 100_000) + "<BANKTRANLIST>", outcome{}},
		"entities of entities":          {"<OFX>", "<!DOCTYPE OFX [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;\">]>\n<OFX>", outcome{}},
		"a name of a megabyte":          {"DURAND SARL", strings.Repeat("x", 1<<20-100), refused(importer.TooLarge, "NAME")},
		"a date of a megabyte":          {"20260106", strings.Repeat("2", 1<<20-100), refused(importer.TooLarge, "DTPOSTED")},
		"an account of a megabyte":      {"00001234567", strings.Repeat("2", 1<<20-100), refused(importer.TooLarge, "ACCTID")},
		"a tag of a megabyte":           {"<MEMO>FACT 13", "<" + strings.Repeat("X", 1<<20-1000) + ">\n<MEMO>FACT 13", refused(importer.TooLarge, "NAME")},
		"a header of many lines":        {"OLDFILEUID:NONE\n", strings.Repeat("X:NONE\n", 9000), outcome{}},
		"an unknown type and no FITID":  {"<TRNTYPE>DEBIT\n<DTPOSTED>20260106", "<TRNTYPE>" + strings.Repeat("?", 300) + "\n<DTPOSTED>20260106", outcome{}},
		"an account that is not named":  {"<ACCTID>00001234567\n", "", outcome{}},
		"a currency that there is not":  {"<CURDEF>EUR", "<CURDEF>EUX", refused(importer.Malformed, "CURDEF")},
		"the days of a list turned":     {"<DTSTART>20260101", "<DTSTART>20260201", outcome{}},
		"days of a list that are none":  {"<DTSTART>20260101", "<DTSTART>20261301", warned("date")},
		"a list that begins in the end": {"<DTSTART>20260101\n", "", outcome{}},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(sgml.write(base), c.old, c.new, 1)
			got, warnings, err := importertest.Read(t, ofx.Format, name, []byte(text))
			c.want.check(t, got, warnings, err)
		})
	}
}

// outcome is what becomes of a file: a refusal, a warning, or nothing of both.
type outcome struct {
	kind           importer.Kind
	field, warning string
}

func (want outcome) check(t *testing.T, got []importertest.Statement, warnings []importer.Warning, err error) {
	t.Helper()
	if want.kind != "" {
		var e *importer.Error
		if !errors.As(err, &e) || e.Kind != want.kind || e.Field != want.field || e.Line == 0 || e.Hint == "" {
			t.Errorf("got %v, want %s of %s", err, want.kind, want.field)
		}
		if want.kind == importer.TooLarge && !strings.Contains(fmt.Sprint(err), "Bytes") && !strings.Contains(fmt.Sprint(err), "MaxAmount") {
			t.Errorf("the limit is not named: %v", err)
		}
		return
	}
	if err != nil || len(got) != 1 || len(got[0].Lines) != 3 {
		t.Fatalf("got %v, %v", got, err)
	}
	switch {
	case want.warning == "" && len(warnings) > 0, want.warning != "" && len(warnings) != 1:
		t.Errorf("got %v", warnings)
	case want.warning != "" && (warnings[0].Kind != want.warning || warnings[0].Line == 0):
		t.Errorf("got %v, want %s", warnings, want.warning)
	}
}
