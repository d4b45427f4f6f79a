package cfonb120_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"lettrage/importer"
	"lettrage/importer/cfonb120"
	"lettrage/importer/importertest"
)

// accented is a statement with letters beyond ASCII before the amount.
func accented() written {
	w := sample()
	w.movements[0].label = "VIR DE L'ÉTÉ « à »"
	w.movements[0].complements = []complement{{"LCC", "Réglé n° 12"}}
	return w
}

func encoded(t *testing.T, text string, with interface{ Bytes([]byte) ([]byte, error) }) []byte {
	t.Helper()
	b, err := with.Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCharset reads the same of a file in whatever character set.
func TestCharset(t *testing.T) {
	text := layouts[0].write(accented())
	french := strings.NewReplacer("{", "é", "}", "è").Replace(layouts[0].write(sample()))
	ebcdic := strings.ReplaceAll(layouts[0].write(accented()), "«", "(")
	ebcdic = strings.ReplaceAll(ebcdic, "»", ")")
	for _, c := range []struct {
		name    string
		content []byte
		label   string
	}{
		{"UTF-8", []byte(text), "VIR DE L'ÉTÉ « à »"},
		{"UTF-8 with a mark", []byte("\xef\xbb\xbf" + text), "VIR DE L'ÉTÉ « à »"},
		{"UTF-8, columns of bytes", byBytes(text), "VIR DE L'ÉTÉ « à »"},
		{"UTF-8, columns of bytes, without line ends", bytes.ReplaceAll(byBytes(text), []byte("\n"), nil), "VIR DE L'ÉTÉ « à »"},
		{"windows-1252", encoded(t, text, charmap.Windows1252.NewEncoder()), "VIR DE L'ÉTÉ « à »"},
		{"UTF-16", encoded(t, text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "VIR DE L'ÉTÉ « à »"},
		{"EBCDIC", encoded(t, ebcdic, charmap.CodePage037.NewEncoder()), "VIR DE L'ÉTÉ ( à )"},
		{"EBCDIC, its own line ends", bytes.ReplaceAll(encoded(t, ebcdic, charmap.CodePage037.NewEncoder()), []byte{0x25}, []byte{0x15}), "VIR DE L'ÉTÉ ( à )"},
		{"EBCDIC, line ends of other systems", bytes.ReplaceAll(encoded(t, ebcdic, charmap.CodePage037.NewEncoder()), []byte{0x25}, []byte{0x0d, 0x25}), "VIR DE L'ÉTÉ ( à )"},
		{"EBCDIC without line ends", encoded(t, strings.ReplaceAll(ebcdic, "\n", ""), charmap.CodePage037.NewEncoder()), "VIR DE L'ÉTÉ ( à )"},
		{"French 7-bit code in windows-1252", encoded(t, french, charmap.Windows1252.NewEncoder()), "VIR SEPA ATELIER MARTIN"},
		{"French 7-bit code in UTF-8", []byte(french), "VIR SEPA ATELIER MARTIN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, ok := cfonb120.Format.Detect(c.content); !ok {
				t.Error("is not detected")
			}
			got, warnings, err := importertest.Read(t, cfonb120.Format, c.name, c.content)
			if err != nil || len(warnings) > 0 || len(got) != 1 || len(got[0].Lines) != 2 || got[0].Whole.To == 0 {
				t.Fatalf("%v, %v", warnings, err)
			}
			if l := got[0].Lines[0]; l.Label != c.label || l.Amount.Minor() != 5_000 {
				t.Errorf("got %q, %s", l.Label, l.Amount)
			}
		})
	}
}

// byBytes takes as many blanks out of each record as it has bytes over 120.
func byBytes(text string) []byte {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		over := len(line) - 120
		switch {
		case over > 0 && strings.HasPrefix(line, "04"):
			lines[i] = line[:79] + line[79+over:] // the label ends with blanks
		case over > 0:
			lines[i] = line[:120]
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

// TestBytesThatAreNoText of a file that says that it is UTF-8 are refused, with their line.
func TestBytesThatAreNoText(t *testing.T) {
	text := "\xef\xbb\xbf" + strings.Replace(layouts[0].write(sample()), "COMMISSION", "COMMISSIO\xff", 1)
	_, _, err := importertest.Read(t, cfonb120.Format, "bad", []byte(text))
	if e := first(err); e.Kind != importer.Charset || e.Line != 5 || e.Hint == "" {
		t.Errorf("got %v", err)
	}
}

// TestTold takes odd files, and tells what is odd about them with its line.
func TestTold(t *testing.T) {
	text := layouts[0].write(sample())
	lines := strings.SplitAfter(text, "\n")
	for _, c := range []struct {
		name, content, kind string
		line                int
	}{
		{"NULs in a label", strings.Replace(text, "COMMISSION", "COMMIS\x00ION", 1), "charset", 5},
		{"a tabulator", strings.Replace(text, "COMMISSION ", "COMMISSION\t", 1), "charset", 5},
		{"a record over two lines", strings.Replace(text, "COMMISSION", "COMMI\nSSION", 1), "layout", 6},
		{"text beyond 120", strings.Replace(text, "\n", "MORE\n", 1), "layout", 1},
		{"a line of the bank's above", "RELEVE DU 15/09/2026\n" + text, "layout", 1},
		{"a line of the bank's below", text + "FIN DE FICHIER\n", "layout", 7},
		{"a movement is missing", strings.Join(append(append([]string{}, lines[:4]...), lines[5]), ""), "balance", 5},
		{"another account", strings.Replace(text, lines[4], strings.Replace(lines[4], "00012345678", "00012345679", 1), 1), "account", 5},
		{"another account at the end", strings.Replace(text, lines[5], strings.Replace(lines[5], "00012345678", "00012345679", 1), 1), "account", 6},
		{"no account in France", strings.ReplaceAll(text, "00012345678", "0001234567 "), "account", 1},
		{"no currency", strings.ReplaceAll(text, "EUR2", "   2"), "guessed", 2},
		{"no decimals", strings.ReplaceAll(text, "EUR2", "EUR "), "guessed", 2},
		{"an IBAN of wrong check digits", strings.Replace(text, "NPYATELIER MARTIN              ", "CPYFR7610278060420002020202059", 1), "iban", 3},
		{"an amount beside that is none", strings.Replace(text, "LCCFA-2026-0042", "MMOUSD2    12,5", 1), "amount", 4},
		{"a fee too fine", strings.Replace(text, "LCCFA-2026-0042      ", "FEEEUR300000000000741", 1), "amount", 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warnings, err := importertest.Read(t, cfonb120.Format, c.name, []byte(c.content))
			if err != nil || len(got) != 1 {
				t.Fatalf("%d statements, %v", len(got), err)
			}
			if len(warnings) != 1 || warnings[0].Kind != c.kind || warnings[0].Line != c.line || warnings[0].Message == "" {
				t.Errorf("got %+v, want %s of line %d", warnings, c.kind, c.line)
			}
		})
	}
}

// TestSilent takes files that banks write otherwise, and that leave nothing in doubt.
func TestSilent(t *testing.T) {
	text := layouts[0].write(sample())
	lines := strings.SplitAfter(text, "\n")
	for name, content := range map[string]string{
		"the end of the file of old systems": text + "\x1a",
		"NULs at the end":                    text + strings.Repeat("\x00", 4096),
		"two files in one, of old systems":   text[:len(lines[0])*3] + "\x1a" + text[len(lines[0])*3:],
		"indented":                           "  " + strings.ReplaceAll(text, "\n", "\n  "),
		"no line end at the end":             strings.TrimRight(text, "\n"),
		"blank lines":                        "\n\n" + strings.ReplaceAll(text, "\n", "\n   \n"),
		"another branch in a movement":       strings.Replace(text, lines[4], strings.Replace(lines[4], "00001EUR", "00002EUR", 1), 1),
		"another bank at the end":            strings.Replace(text, lines[5], strings.Replace(lines[5], "30006", "30007", 1), 1),
		"balances without a currency":        strings.Replace(strings.Replace(text, "EUR2", "    ", 1), lines[5], strings.Replace(lines[5], "EUR2", "    ", 1), 1),
		"a complement of nothing":            strings.Replace(text, "LCCFA-2026-0042", "               ", 1),
		"no-break blanks, as of a web page":  strings.ReplaceAll(text, " ", "\u00a0"),
		"a no-break blank far below":         strings.Replace(text, "VIR SEPA", "VIR\u00a0SEPA", 1),
		"small letters":                      strings.ReplaceAll(text, "EUR2", "eur2"),
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings, err := importertest.Read(t, cfonb120.Format, name, []byte(content))
			if err != nil || len(warnings) > 0 || len(got) != 1 || len(got[0].Lines) != 2 || got[0].Closing.Amount.Minor() != 14_850 || got[0].Whole.To == 0 {
				t.Errorf("%v, %v, %+v", warnings, err, got)
			}
		})
	}
}

// TestReference: the reference of a movement is in its label, unless it counts the movements.
func TestReference(t *testing.T) {
	for reference, want := range map[string]string{"": "COMMISSION", "FR46ZZZ005002": "COMMISSION FR46ZZZ005002", "2026042": "COMMISSION 2026042", "000070": "COMMISSION", "0": "COMMISSION", "0A": "COMMISSION 0A", "\u00a0": "COMMISSION", "\u2003": "COMMISSION"} {
		w := sample()
		w.movements[1].reference = reference
		got, _, err := importertest.Read(t, cfonb120.Format, reference, []byte(layouts[0].write(w)))
		if err != nil || got[0].Lines[1].Label != want {
			t.Errorf("%q: got %v, want %q", reference, got, want)
		}
	}
}

// TestFilesPutTogether reads several files in one, each with the marks of its beginning and its end.
func TestFilesPutTogether(t *testing.T) {
	text := layouts[0].write(sample())
	for name, content := range map[string]string{
		"marks of the byte order": "\ufeff" + text + "\ufeff" + text,
		"marks of the end":        text + "\x1a" + text + "\x1a",
		"without line ends":       strings.ReplaceAll(text, "\n", "") + "\x1a" + strings.ReplaceAll(text, "\n", ""),
	} {
		got, warnings, err := importertest.Read(t, cfonb120.Format, name, []byte(content))
		if err != nil || len(warnings) > 0 || len(got) != 2 || len(got[1].Lines) != 2 {
			t.Errorf("%s: %d statements, %v, %v", name, len(got), warnings, err)
		}
	}
}

// TestSides: who stands on the other side depends on which way the money goes, and on whether it comes back.
func TestSides(t *testing.T) {
	both := []complement{{"NPY", "PAYER"}, {"NPO", "FOR PAYER"}, {"CPY", "1"}, {"NBE", "PAID"}, {"NBU", "FOR PAID"}, {"CBE", "2"}}
	for _, c := range []struct {
		code        string
		minor       int64
		complements []complement
		want        string
	}{
		{"05", 100, both, "PAYER/1/FOR PAYER"},
		{"06", -100, both, "PAID/2/FOR PAID"},
		{"12", 100, both, "PAID/2/FOR PAID"},    // our transfer comes back
		{"B3", -100, both, "PAYER/1/FOR PAYER"}, // a direct debit of ours is unpaid
		{"B1", -100, both[:3], "// NPY PAYER"},  // we pay
		{"05", 100, both[3:], "// NBE PAID"},    // we are paid
		{"B3", -100, both[3:], "// NBE PAID"},
		{"05", 100, nil, "//"},
		{"05", 100, []complement{{"NPY", "Same"}, {"NPO", "SAME"}}, "Same//"},
	} {
		w := sample()
		w.movements = []movement{{code: c.code, label: "X", booked: w.to, minor: c.minor, complements: c.complements}}
		got, _, err := importertest.Read(t, cfonb120.Format, c.code, []byte(layouts[0].write(w)))
		if err != nil {
			t.Fatal(err)
		}
		p := got[0].Lines[0].Payment
		if s := p.Counterparty.Name + "/" + p.Counterparty.Account + "/" + p.Ultimate.Name + strings.TrimPrefix(got[0].Lines[0].Label, "X"); s != c.want {
			t.Errorf("%s of %d: got %s, want %s", c.code, c.minor, s, c.want)
		}
	}
}

// TestWhole: what a statement covers whole is sure, or nothing.
func TestWhole(t *testing.T) {
	for _, c := range []struct {
		name, from, to, booked, want string
		off                          int64
	}{
		{"a day", "2026-09-14", "2026-09-15", "2026-09-15", "2026-09-15..2026-09-15", 0},
		{"a month", "2026-08-31", "2026-09-30", "2026-09-15", "2026-09-01..2026-09-30", 0},
		{"no day", "2026-09-15", "2026-09-15", "2026-09-15", "..", 0},
		{"booked before", "2026-09-14", "2026-09-15", "2026-09-14", "..", 0},
		{"booked after", "2026-09-14", "2026-09-15", "2026-09-16", "..", 0},
		{"a wrong sum", "2026-09-14", "2026-09-15", "2026-09-15", "..", 1},
		{"the wrong way", "2026-09-16", "2026-09-15", "2026-09-15", "..", 0},
	} {
		w := sample()
		w.from, w.to = date(c.from), date(c.to)
		for i := range w.movements {
			w.movements[i].booked = date(c.booked)
		}
		text := layouts[0].write(w)
		if c.off != 0 {
			text = strings.Replace(text, amount(w.opening), amount(w.opening+c.off), 1)
		}
		got, _, err := importertest.Read(t, cfonb120.Format, c.name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if s := got[0].Whole.From.String() + ".." + got[0].Whole.To.String(); s != c.want {
			t.Errorf("%s: got %s, want %s", c.name, s, c.want)
		}
	}
}

// TestDetect: a statement is known by its first record, and nothing else is taken for one.
func TestDetect(t *testing.T) {
	for _, l := range layouts {
		if name, ok := cfonb120.Format.Detect([]byte(l.write(sample()))); !ok || name != "cfonb120" {
			t.Errorf("%s is not detected", l.name)
		}
	}
	if _, ok := cfonb120.Format.Detect([]byte("RELEVE DE COMPTE\n\n" + layouts[0].write(sample()))); !ok {
		t.Error("a statement below a heading is not detected")
	}
	for name, text := range map[string]string{
		"nothing": "", "blanks": " \n\n", "CSV": "Date;Libellé;Montant\n01/09/2026;X;1\n", "CSV that begins like a record": "0130006,    ,00001,EUR,2, ,00012345678,  ,150926\n",
		"a number": "0130006" + strings.Repeat("1", 120), "an order": "0302        00123451508 CLIENT EXEMPLE", "MT940": ":20:STARTUMS\r\n:25:10020030/1234567\r\n",
		"OFX": "OFXHEADER:100\nDATA:OFXSGML\n", "cut": "0130006    00001EUR2", "words": "01 septembre 2026, relevé de compte, EUR, un long texte qui ne dit rien", "a list": "0130006\n0130007\n0430008\n",
	} {
		if _, ok := cfonb120.Format.Detect([]byte(text)); ok {
			t.Errorf("%s is taken for a statement", name)
		}
	}
}

// TestLostRecord refuses what has the columns of a record and stands between statements with
// a code that is none: it may be a movement.
func TestLostRecord(t *testing.T) {
	text := layouts[0].write(sample())
	rows := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	at := slices.IndexFunc(rows, func(s string) bool { return strings.HasPrefix(s, "04") })
	lost := "X4" + rows[at][2:]
	for name, c := range map[string]struct {
		content string
		refused bool
	}{
		"a record": {text + lost + "\n" + text, true}, "a heading": {"RELEVE DE COMPTE\n" + text, false}, "at the end": {text + lost + "\n", true},
	} {
		if _, _, err := importertest.Read(t, cfonb120.Format, name, []byte(c.content)); (err != nil) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
