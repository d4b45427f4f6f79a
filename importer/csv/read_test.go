package csv_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
	"lettrage/ledger"
)

func refusal(t *testing.T, err error) *importer.Error {
	t.Helper()
	var refused *importer.Error
	if !errors.As(err, &refused) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return refused
}

func TestUnknownProfile(t *testing.T) {
	_, _, err := importertest.ReadFile(t, csv.Format, &importer.File{Name: "x.csv", Profile: "frnech"}, []byte("Date;Libellé;Montant\n"))
	if e := refusal(t, err); !strings.Contains(e.Hint, "french, ") || strings.Contains(e.Error(), "frnech") {
		t.Errorf("%v: should list the profiles, and not quote what was given", e)
	}
}

// TestChosenProfile: a profile that the user names may meet columns that it does not
// know, and decides what would be refused as ambiguous.
func TestChosenProfile(t *testing.T) {
	ambiguous := []byte("Date,Description,Colour,Amount\n03/04/2026,Invoice 88,red,310.00\n05/04/2026,Paper,blue,-12.40\n")
	if _, _, err := importertest.Read(t, csv.Format, "x.csv", ambiguous); refusal(t, err).Kind != importer.AmbiguousProfile {
		t.Errorf("got %v, want it to be ambiguous", err)
	}
	for profile, want := range map[string]string{"english": "2026-04-03 EUR", "american": "2026-03-04 USD"} {
		got, warnings, err := importertest.ReadFile(t, csv.Format, &importer.File{Name: "x.csv", Profile: profile}, ambiguous)
		if err != nil || len(warnings) > 0 || fmt.Sprintf("%s %s", got[0].Lines[0].Booked, got[0].Currency) != want {
			t.Errorf("%s: %v %v, want %s", profile, got, err, want)
		}
	}
	_, _, err := importertest.ReadFile(t, csv.Format, &importer.File{Name: "x.csv", Profile: "french"}, ambiguous)
	if e := refusal(t, err); e.Kind != importer.Missing || !strings.Contains(e.Field, "libelle") {
		t.Errorf("got %v, want the columns that are missing", err)
	}
	_, _, err = importertest.ReadFile(t, csv.Format, &importer.File{Name: "x.csv", Profile: "lcl"}, ambiguous)
	if e := refusal(t, err); e.Kind != importer.Missing {
		t.Errorf("got %v", err)
	}
}

// TestTold: what a person says of an unknown bank's file decides what would be refused.
func TestTold(t *testing.T) {
	for _, c := range []struct{ told, text, want string }{
		{"day-first", "Date,Particulars,Colour,Amount\n03/04/2026,A,red,310.00\n05/04/2026,B,blue,-12.40\n", "2026-04-03 310.00 2026-04-05 -12.40"},
		{"month-first", "Date,Particulars,Colour,Amount\n03/04/2026,A,red,310.00\n05/04/2026,B,blue,-12.40\n", "2026-03-04 310.00 2026-05-04 -12.40"},
		{"money-in", "Date,Particulars,Amount\n2026-03-02,A,310.00\n2026-03-05,B,12.40\n", "2026-03-02 310.00 2026-03-05 12.40"},
		{"money-out", "Date,Particulars,Amount\n2026-03-02,A,310.00\n2026-03-05,B,12.40\n", "2026-03-02 -310.00 2026-03-05 -12.40"},
		{"month-first,money-out", "Date,Particulars,Amount\n03/04/2026,SHOP,12.40\n03/05/2026,PAYMENT RECEIVED,-310.00\n", "2026-03-04 -12.40 2026-03-05 310.00"},
	} {
		if _, _, err := importertest.Read(t, csv.Format, "x.csv", []byte(c.text)); refusal(t, err).Kind != importer.AmbiguousProfile {
			t.Errorf("%s: got %v, want it to be ambiguous", c.told, err)
		}
		got, warnings, err := importertest.ReadFile(t, csv.Format, &importer.File{Name: "x.csv", Profile: c.told}, []byte(c.text))
		if err != nil || len(warnings) == 0 || warnings[0].Kind != "guessed" {
			t.Errorf("%s: %v %v", c.told, warnings, err)
			continue
		}
		var lines []string
		for _, l := range got[0].Lines {
			lines = append(lines, l.Booked.String()+" "+l.Amount.String())
		}
		if have := strings.Join(lines, " "); have != c.want {
			t.Errorf("%s: got %s, want %s", c.told, have, c.want)
		}
	}
}

// TestThousandsOrDecimals: three digits behind the only mark of all amounts may be
// thousands, whatever the digits are; one amount with two decides.
func TestThousandsOrDecimals(t *testing.T) {
	for rows, want := range map[string]string{
		"2026-03-02;A;1.500\n2026-03-05;B;-2.000\n":               "ambiguous",
		"2026-03-02;A;1,500\n2026-03-05;B;-2,000\n":               "ambiguous",
		"2026-03-02;A;1.500\n2026-03-05;B;-2.000,00\n":            "1500.00",
		"2026-03-02;A;1,500\n2026-03-05;B;-12.40\n":               "1500.00",
		"2026-03-02;A;1500\n2026-03-05;B;-2000\n":                 "1500.00",
		"2026-03-02;A 0.848252;1.500\n2026-03-05;B;-2.000\n":      "ambiguous",
		"2026-03-02;0.848252;1.500\n2026-03-05;1.000000;-2.000\n": "1.50",
		"2026-03-02;A;TND 1.500\n2026-03-05;B;-TND 2.000\n":       "1.500",
	} {
		got, _, err := importertest.Read(t, csv.Format, "x.csv", []byte("Date;Particulars;Amount\n"+rows))
		have := "ambiguous"
		if err == nil {
			have = got[0].Credits.String()
		} else if refusal(t, err).Kind != importer.AmbiguousProfile {
			have = err.Error()
		}
		if have != want {
			t.Errorf("%q: got %s, want %s", rows, have, want)
		}
	}
}

// TestLimits: each limit refuses with its own message.
func TestLimits(t *testing.T) {
	sample := []byte("Date;Libellé;Montant\n02/03/2026;UN;1,00\n03/03/2026;DEUX;2,00\n")
	for name, c := range map[string]struct {
		set  func(*importer.Limits)
		want string
	}{
		"file":  {func(l *importer.Limits) { l.FileBytes = 10 }, "limit FileBytes"},
		"line":  {func(l *importer.Limits) { l.LineBytes = 10 }, "limit LineBytes"},
		"field": {func(l *importer.Limits) { l.FieldBytes = 3 }, "limit FieldBytes"},
		"lines": {func(l *importer.Limits) { l.Lines = 1 }, "limit Lines"},
	} {
		f := &importer.File{Name: "x.csv", Limits: importer.DefaultLimits()}
		c.set(&f.Limits)
		_, _, err := importertest.ReadFile(t, csv.Format, f, sample)
		if e := refusal(t, err); e.Kind != importer.TooLarge || !strings.Contains(e.Error(), c.want) {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// TestAllBadRows: they are reported up to importer.MaxErrors, and no line is sent.
func TestAllBadRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("Date;Libellé;Débit;Crédit\n02/03/2026;BIEN;;1,00\n")
	for range 3 * importer.MaxErrors {
		b.WriteString("hier;PAS BIEN;;1,00\n")
	}
	to := &counter{}
	err := csv.Format.Read(t.Context(), file(b.String()), to)
	var all importer.Errors
	if !errors.As(err, &all) || len(all) != importer.MaxErrors || to.begun+to.lines > 0 {
		t.Errorf("%d errors, %d statements and %d lines", len(all), to.begun, to.lines)
	}
	if strings.Contains(err.Error(), "hier") || strings.Contains(err.Error(), "BIEN") {
		t.Errorf("the error quotes the file: %.200s", err)
	}
}

func file(text string) *importer.File {
	return &importer.File{ReadSeeker: strings.NewReader(text), Name: "x.csv", Size: int64(len(text)), Limits: importer.DefaultLimits(), Warn: func(importer.Warning) {}}
}

// counter is a sink that may fail.
type counter struct {
	begun, lines int
	fail         error
}

// Begin implements importer.Sink.
func (c *counter) Begin(ledger.Statement) error { c.begun++; return nil }

// Line implements importer.Sink.
func (c *counter) Line(ledger.Transaction) error { c.lines++; return c.fail }

// End implements importer.Sink.
func (c *counter) End(ledger.Statement) error { return nil }

// TestSinkError: it ends the reading and comes back as it is, in files of both orders.
func TestSinkError(t *testing.T) {
	full := errors.New("the disk is full")
	for _, sample := range []string{"french", "bnp-paribas"} {
		to := &counter{fail: full}
		text := string(fixtures.Read(t, fixtures.Path("csv", sample+".csv")))
		if err := csv.Format.Read(t.Context(), file(text), to); err != full || to.lines != 1 {
			t.Errorf("%s: %v after %d lines", sample, err, to.lines)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	text := string(fixtures.Read(t, fixtures.Path("csv", "french.csv")))
	if err := csv.Format.Read(ctx, file(text), &counter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestManyAccounts: a file of more accounts than are read is refused.
func TestManyAccounts(t *testing.T) {
	var b strings.Builder
	b.WriteString("dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance\n")
	for i := range 60 {
		fmt.Fprintf(&b, "2026-03-01;2026-03-01;VIR;;;;1,00;;%08d;X;0.00\n", i)
	}
	err := csv.Format.Read(t.Context(), file(b.String()), &counter{})
	if refusal(t, err).Kind != importer.TooLarge {
		t.Errorf("got %v", err)
	}
}

// TestEncodings: one file in four character sets is one statement.
func TestEncodings(t *testing.T) {
	const text = "Date;Libellé;Débit;Crédit\n02/03/2026;PÉAGE — CÔTE D'AZUR;12,40;\n"
	ansi := strings.NewReplacer("é", "\xe9", "É", "\xc9", "—", "\x97", "Ô", "\xd4").Replace(text)
	var wide bytes.Buffer
	wide.WriteString("\xff\xfe")
	for _, r := range text {
		wide.WriteByte(byte(r))
		wide.WriteByte(byte(r >> 8))
	}
	for name, content := range map[string]string{"utf-8": text, "mark": "\xef\xbb\xbf" + text, "windows-1252": ansi, "utf-16": wide.String()} {
		got, _, err := importertest.Read(t, csv.Format, name, []byte(content))
		if err != nil || got[0].Lines[0].Label != "PÉAGE — CÔTE D'AZUR" || got[0].Lines[0].Amount.String() != "-12.40" {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

// TestHostileShapes: what is large in an odd way is refused, by a limit where it has one.
func TestHostileShapes(t *testing.T) {
	wide := strings.Repeat("Amount,", 900)
	for name, c := range map[string]struct {
		text string
		want importer.Kind
	}{
		"separators":     {strings.Repeat(";", 1<<19) + "\n", importer.Empty},
		"all separators": {strings.Repeat(strings.Repeat(";,\t|", 1<<16)+"\n", 2), importer.TooLarge},
		"amounts":        {"Date," + wide + "\n2026-03-01," + strings.Repeat("1.00,", 900) + "\n", importer.AmbiguousProfile},
		"words":          {strings.Repeat("\uFFFD", 1<<18) + ";" + strings.Repeat("é", 1<<16) + "\n", importer.AmbiguousProfile},
		"days":           {"Date;Libellé;Montant\n" + strings.Repeat("/", 1<<19) + ";x;1,00\n", importer.Malformed},
		"amount":         {"Date;Libellé;Montant\n02/03/2026;x;" + strings.Repeat("9", 1<<19) + "\n", importer.Malformed},
		"quotes":         {"Date;Libellé;Montant\n02/03/2026;\"" + strings.Repeat("\" ", 1<<18) + "\n", importer.Malformed},
		"lines":          {"Date;Libellé;Montant\n02/03/2026;\"" + strings.Repeat("\n", 1<<21), importer.TooLarge},
	} {
		err := csv.Format.Read(t.Context(), file(c.text), &counter{})
		if e := refusal(t, err); e.Kind != c.want {
			t.Errorf("%s: got %s: %.200s, want %s", name, e.Kind, e, c.want)
		}
	}
}
