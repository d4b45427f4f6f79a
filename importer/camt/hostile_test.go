package camt_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/camt"
	"lettrage/importer/importertest"
)

// entry is a statement of one line, on line 2 of the text, with another text in the place of one.
func entry(old, new string) string {
	const one = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Acct><Ccy>EUR</Ccy></Acct>\n" +
		"<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-05</Dt></BookgDt><AddtlNtryInf>label</AddtlNtryInf></Ntry>\n" +
		"</Stmt></BkToCstmrStmt></Document>\n"
	return strings.Replace(one, old, new, 1)
}

const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>`

// TestHostile: what is no statement, or is made to do harm, is refused with its kind, line and field.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		kind  importer.Kind
		line  int
		field string
	}{
		"an entity bomb":                 {bomb + entry("label", "&lol3;"), importer.Malformed, 1, ""},
		"an entity of nobody":            {entry("label", "&lol3;"), importer.Malformed, 2, "Ntry/AddtlNtryInf"},
		"a file of the server's":         {`<!DOCTYPE d SYSTEM "file:///etc/passwd">` + entry("", ""), importer.Malformed, 1, ""},
		"a declaration within":           {entry("label", "<!ENTITY x 'y'>"), importer.Malformed, 2, "Ntry/AddtlNtryInf"},
		"elements without an end":        {entry("label", strings.Repeat("<A>", 100_000)), importer.TooLarge, 2, "A/A"},
		"elements beyond Depth":          {entry("label", strings.Repeat("<A>", 61)+strings.Repeat("</A>", 61)), importer.TooLarge, 2, "A/A"},
		"a gigantic text":                {entry("label", strings.Repeat("x", 3<<20)), importer.TooLarge, 2, "Ntry/AddtlNtryInf"},
		"a text over FieldBytes":         {entry("label", strings.Repeat("x", 4097)), importer.TooLarge, 2, "Ntry/AddtlNtryInf"},
		"a gigantic attribute":           {entry(`"EUR"`, `"`+strings.Repeat("E", 3<<20)+`"`), importer.TooLarge, 2, "Stmt/Ntry"},
		"a gigantic name":                {entry("<AddtlNtryInf>label</AddtlNtryInf>", "<"+strings.Repeat("N", 3<<20)+"/>"), importer.TooLarge, 2, "Stmt/Ntry"},
		"a gigantic comment":             {entry("label", "<!--"+strings.Repeat("x", 3<<20)+"-->"), importer.TooLarge, 2, "Ntry/AddtlNtryInf"},
		"no UTF-8":                       {entry("label", "r\xe8glement"), importer.Charset, 2, "Ntry/AddtlNtryInf"},
		"no UTF-8 by another name":       {`<?xml version="1.0" encoding="US-ASCII"?>` + entry("label", "r\xe8glement"), importer.Charset, 2, "Ntry/AddtlNtryInf"},
		"an overlong slash":              {entry("label", "\xc0\xaf"), importer.Charset, 2, "Ntry/AddtlNtryInf"},
		"half of a surrogate":            {entry("label", "\xed\xa0\x80"), importer.Charset, 2, "Ntry/AddtlNtryInf"},
		"a NUL in a text":                {entry("label", "la\x00bel"), importer.Malformed, 2, "Ntry/AddtlNtryInf"},
		"a NUL by number":                {entry("label", "&#0;"), importer.Malformed, 2, "Ntry/AddtlNtryInf"},
		"a NUL in a name":                {entry("<AddtlNtryInf>", "<Addtl\x00NtryInf>"), importer.Malformed, 2, "Stmt/Ntry"},
		"NULs behind it":                 {entry("", "") + strings.Repeat("\x00", 600), importer.Malformed, 3, ""},
		"a character set of nobody":      {`<?xml version="1.0" encoding="x-klingon"?>` + entry("", ""), importer.Charset, 1, "?xml/@encoding"},
		"a day that is none":             {entry("2026-03-05", "2026-02-30"), importer.Malformed, 2, "Ntry/BookgDt"},
		"a month that is none":           {entry("2026-03-05", "2026-13-05"), importer.Malformed, 2, "Ntry/BookgDt"},
		"a day of zeros":                 {entry("2026-03-05", "0000-00-00"), importer.Malformed, 2, "Ntry/BookgDt"},
		"a day with letters":             {entry("2026-03-05", "2026-O3-05"), importer.Malformed, 2, "Ntry/BookgDt"},
		"a time that is none":            {entry("2026-03-05", "2026-03-05T25:00:00"), importer.Malformed, 2, "Ntry/BookgDt"},
		"no day":                         {entry("2026-03-05", ""), importer.Missing, 2, "Ntry/BookgDt"},
		"three decimals":                 {entry("1.00", "1.001"), importer.Malformed, 2, "Ntry/Amt"},
		"19 digits":                      {entry("1.00", "1234567890123456789"), importer.TooLarge, 2, "Ntry/Amt"},
		"19 digits with decimals":        {entry("1.00", "12345678901234567.89"), importer.TooLarge, 2, "Ntry/Amt"},
		"19 digits in a foreign payment": {entry("<AddtlNtryInf>", `<AmtDtls><InstdAmt><Amt Ccy="JPY">1234567890123456789</Amt></InstdAmt></AmtDtls><AddtlNtryInf>`), importer.TooLarge, 2, "AmtDtls/InstdAmt/Amt"},
		"a cent over MaxAmount":          {entry("1.00", "10000000000000.01"), importer.TooLarge, 2, "Ntry/Amt"},
		"an exponent":                    {entry("1.00", "1e2"), importer.Malformed, 2, "Ntry/Amt"},
		"no number":                      {entry("1.00", "NaN"), importer.Malformed, 2, "Ntry/Amt"},
		"other digits":                   {entry("1.00", "١.٠٠"), importer.Malformed, 2, "Ntry/Amt"},
		"a lone point":                   {entry("1.00", "."), importer.Malformed, 2, "Ntry/Amt"},
		"a currency of nobody":           {entry(`"EUR"`, `"EU"`), importer.Malformed, 2, "Ntry/Amt/@Ccy"},
	} {
		statements, _, err := importertest.Read(t, camt.Format, name, []byte(c.text))
		var e *importer.Error
		switch {
		case !errors.As(err, &e):
			t.Errorf("%s: taken, or refused without a kind: %v, %v", name, statements, err)
		case e.Kind != c.kind || e.Line != c.line || e.Field != c.field:
			t.Errorf("%s: got %s at line %d, %q, want %s at line %d, %q: %v", name, e.Kind, e.Line, e.Field, c.kind, c.line, c.field, e)
		}
		if c.kind == importer.TooLarge && e != nil && !strings.Contains(e.Msg, "limit") {
			t.Errorf("%s: names no limit: %v", name, e)
		}
	}
}

// TestCharsets: a text reads the same in each character set that a file is in, or declares.
func TestCharsets(t *testing.T) {
	const accents = "déjà réglé"
	text := entry("label", accents)
	wide := func(order func(r uint16) [2]byte, text string) string {
		var b strings.Builder
		for _, r := range utf16.Encode([]rune(text)) {
			pair := order(r)
			b.Write(pair[:])
		}
		return b.String()
	}
	little := func(r uint16) [2]byte { return [2]byte{byte(r), byte(r >> 8)} }
	big := func(r uint16) [2]byte { return [2]byte{byte(r >> 8), byte(r)} }
	latin := strings.NewReplacer("é", "\xe9", "à", "\xe0").Replace
	for name, file := range map[string]string{
		"declares nothing":            text,
		"with a mark":                 "\xef\xbb\xbf" + text,
		"declared":                    `<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + text,
		"by another name":             `<?xml version="1.0" encoding="UTF8"?>` + text,
		"as ASCII":                    `<?xml version="1.0" encoding="US-ASCII"?>` + text,
		"ISO 8859-1":                  `<?xml version="1.0" encoding="ISO-8859-1"?>` + latin(text),
		"ISO 8859-15":                 `<?xml version='1.0' encoding='iso-8859-15'?>` + latin(text),
		"windows-1252":                `<?xml version="1.0" encoding="Windows-1252"?>` + latin(text),
		"UTF-8 that says ISO 8859-1":  `<?xml version="1.0" encoding="ISO-8859-1"?>` + text,
		"UTF-16 with a mark":          wide(little, "\ufeff"+`<?xml version="1.0" encoding="UTF-16"?>`+text),
		"UTF-16, big end first":       wide(big, "\ufeff"+text),
		"UTF-16 without a mark":       wide(little, `<?xml version="1.0" encoding="UTF-16LE"?>`+text),
		"UTF-8 that says UTF-16":      `<?xml version="1.0" encoding="UTF-16"?>` + text,
		"a mark, and says ISO 8859-1": "\xef\xbb\xbf" + `<?xml version="1.0" encoding="ISO-8859-1"?>` + text,
	} {
		if format, ok := camt.Format.Detect([]byte(file)); !ok || format != "camt.053.001.08" {
			t.Errorf("%s: is %q", name, format)
		}
		got, _, err := importertest.Read(t, camt.Format, name, []byte(file))
		if err != nil || len(got) != 1 || len(got[0].Lines) != 1 || got[0].Lines[0].Label != accents {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

var leafElement = regexp.MustCompile(`<([A-Za-z0-9:]+)( [^<>]*)?>[^<]*</[A-Za-z0-9:]+>`)

// TestDamaged takes each leaf out of each sample, empties it, or writes it twice: what is read
// keeps the sink's contract, and what is refused has a kind and a line.
func TestDamaged(t *testing.T) {
	for _, file := range fixtures.Files(t, "camt/*.xml") {
		text := string(fixtures.Read(t, file))
		for _, at := range leafElement.FindAllStringSubmatchIndex(text, -1) {
			name, leaf := text[at[2]:at[3]], text[at[0]:at[1]]
			for _, other := range []string{"", "<" + name + "></" + name + ">", leaf + leaf} {
				_, _, err := importertest.Read(t, camt.Format, file, []byte(text[:at[0]]+other+text[at[1]:]))
				var e *importer.Error
				if err != nil && (!errors.As(err, &e) || e.Kind == "" || e.Line == 0) {
					t.Errorf("%s, %s as %q: %v", file, name, other, err)
				}
			}
		}
	}
}

// A message behind a DOCTYPE is known for one, so that its reading says what is wrong, and where.
func TestDetectBehindDoctype(t *testing.T) {
	if name, ok := camt.Format.Detect([]byte(bomb + entry("", ""))); !ok || name != "camt.053.001.08" {
		t.Errorf("is taken for %q, %v", name, ok)
	}
	if name, ok := camt.Format.Detect([]byte("Date;Message\n05/01/2026;camt.053.001.08 received\n")); ok {
		t.Errorf("a table is taken for %q", name)
	}
}
