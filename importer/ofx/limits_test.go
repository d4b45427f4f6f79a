package ofx_test

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
	"lettrage/ledger"
)

// refusal reads a file that has to be refused.
func refusal(t *testing.T, limits importer.Limits, content string) *importer.Error {
	t.Helper()
	_, _, err := importertest.ReadFile(t, ofx.Format, &importer.File{Name: t.Name(), Limits: limits}, []byte(content))
	var one *importer.Error
	if !errors.As(err, &one) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return one
}

// TestLimits goes over each limit by one, and not over it.
func TestLimits(t *testing.T) {
	text := sgml.write(base)
	long := strings.Replace(text, "FACT 12", strings.Repeat("x", 100), 1)
	wide := strings.Replace(text, "<NAME>DURAND", "<NAME>"+strings.Repeat(" ", 2000)+"DURAND", 1)
	for _, c := range []struct {
		name, content string
		limits        importer.Limits
		field         string // empty: is taken
	}{
		{"Lines", text, importer.Limits{Lines: 2}, "STMTTRN"},
		{"Lines", text, importer.Limits{Lines: 3}, ""},
		{"FieldBytes", long, importer.Limits{FieldBytes: 99}, "MEMO"},
		{"FieldBytes", long, importer.Limits{FieldBytes: 113}, ""}, // with the name
		{"FieldBytes", long, importer.Limits{FieldBytes: 112}, "MEMO"},
		{"LineBytes", wide, importer.Limits{LineBytes: 2000}, "-"},
		{"LineBytes", wide, importer.Limits{LineBytes: 2020}, ""},
		{"FileBytes", text, importer.Limits{FileBytes: int64(len(text) - 1)}, "-"},
		{"FileBytes", text, importer.Limits{FileBytes: int64(len(text))}, ""},
	} {
		_, _, err := importertest.ReadFile(t, ofx.Format, &importer.File{Limits: c.limits}, []byte(c.content))
		var one *importer.Error
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s %+v: got %v", c.name, c.limits, err)
		case c.field != "" && (!errors.As(err, &one) || one.Kind != importer.TooLarge || !strings.Contains(one.Error(), c.name) || c.field != "-" && one.Field != c.field):
			t.Errorf("%s %+v: got %v", c.name, c.limits, err)
		}
	}
}

// endless is a file of one line: a beginning, and the same byte without end.
type endless struct {
	begin string
	fill  byte
	size  int64
	at    int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.at >= e.size {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), e.size-e.at)]
	n := 0
	if e.at < int64(len(e.begin)) {
		n = copy(p, e.begin[e.at:])
	}
	for i := n; i < len(p); i++ {
		p[i] = e.fill
	}
	e.at += int64(len(p))
	return len(p), nil
}

func (e *endless) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
		e.at = offset
	case io.SeekCurrent:
		e.at += offset
	case io.SeekEnd:
		e.at = e.size + offset
	}
	return e.at, nil
}

// TestEndlessLine reads files of one line that does not end, the first of them of 1 GiB:
// refused by a limit, without the memory for it.
func TestEndlessLine(t *testing.T) {
	size := int64(1 << 30)
	for _, begin := range []string{"<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKTRANLIST><STMTTRN><MEMO>", "", "<OFX>", "<OFX><!-- ", "<OFX><![CDATA[", "OFXHEADER:100 <"} {
		for _, fill := range []byte("x <") {
			if testing.Short() {
				size = 4 << 20
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f := &importer.File{ReadSeeker: &endless{begin: begin, fill: fill, size: size}, Size: size, Format: "ofx", Warn: func(importer.Warning) {}}
			err := ofx.Format.Read(t.Context(), f, &importertest.Counted{})
			runtime.ReadMemStats(&after)
			var one *importer.Error
			if !errors.As(err, &one) || one.Kind != importer.TooLarge || one.Hint == "" {
				t.Errorf("%q and %q: got %v", begin, fill, err)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 32<<20 {
				t.Errorf("%q and %q: allocated %d MiB", begin, fill, got>>20)
			}
			size = 16 << 20
		}
	}
}

// TestMaxErrors reports so many errors and no more, and the first ones.
func TestMaxErrors(t *testing.T) {
	bad := file{base[0]}
	bad[0].lines = nil
	for range 2 * importer.MaxErrors {
		bad[0].lines = append(bad[0].lines, row{kind: "CREDIT", day: "20260105", amount: "x", id: "1"})
	}
	_, _, err := importertest.Read(t, ofx.Format, "bad", []byte(sgml.write(bad)))
	var all importer.Errors
	if !errors.As(err, &all) || len(all) != importer.MaxErrors {
		t.Fatalf("got %d errors", len(all))
	}
	for i := 1; i < len(all); i++ {
		if all[i].Line <= all[i-1].Line {
			t.Fatalf("error %d is of line %d, after line %d", i, all[i].Line, all[i-1].Line)
		}
	}
}

// TestLargeFile reads more transactions than one document holds, over several
// statements: none is lost or doubled, and what is known late is sent at the end.
func TestLargeFile(t *testing.T) {
	for _, n := range []int{0, 1, 999, 1000, 1001, 2000, 2500} {
		two := file{base[0], base[0]}
		two[1].number = "00007654321"
		for i := range two {
			two[i].lines = nil
			for j := range n {
				two[i].lines = append(two[i].lines, row{kind: "CREDIT", day: "20260105", amount: fmt.Sprintf("%d.%02d", j, i), id: fmt.Sprintf("L%d", j)})
			}
		}
		got, _, err := importertest.Read(t, ofx.Format, "large", []byte(closed.write(two)))
		if err != nil || len(got) != 2 {
			t.Fatalf("%d: got %d statements, %v", n, len(got), err)
		}
		for i, s := range got {
			if len(s.Lines) != n || s.Closing == nil || s.Account == (ledger.AccountRef{}) {
				t.Fatalf("%d: statement %d has %d lines, closing %v", n, i, len(s.Lines), s.Closing)
			}
			for j, l := range s.Lines {
				if l.BankID != fmt.Sprintf("L%d", j) || l.Amount.Minor() != int64(100*j+i) || l.Line <= 0 {
					t.Fatalf("%d: statement %d line %d is %+v", n, i, j, l)
				}
			}
		}
	}
}

// TestSortedElements reads a file whose elements are in the order of the alphabet, so that the
// currency, and of one the account, stands behind more lines than one document holds.
func TestSortedElements(t *testing.T) {
	for _, n := range []int{1, 1000, 1001, 2500} {
		two := file{base[0], base[0]}
		two[0].currency, two[1].currency, two[1].number = "USD", "CHF", "00007654321"
		for i := range two {
			two[i].lines = slices.Repeat(base[0].lines[:1], n)
		}
		text := sgml.write(two)
		want, _, err := importertest.Read(t, ofx.Format, "in order", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		names := regexp.MustCompile(`(?s)(<CURDEF>\w+\n<BANKACCTFROM>.*?</BANKACCTFROM>\n)(.*?)(</STMTRS>)`)
		sorted := []byte(names.ReplaceAllString(text, "$2$1$3"))
		for _, content := range [][]byte{sorted, utf16(sorted), append(sorted, '\xe9')} {
			got, warnings, err := importertest.Read(t, ofx.Format, "sorted", content)
			if err != nil || len(warnings) > 0 || plain(got) != plain(want) {
				t.Errorf("%d lines: got %d statements, %d warnings, %v", n, len(got), len(warnings), err)
			}
		}
	}
}

// utf16 is a text of ASCII in UTF-16, with its mark.
func utf16(text []byte) []byte {
	wide := []byte{0xff, 0xfe}
	for _, c := range text {
		wide = append(wide, c, 0)
	}
	return wide
}

// TestNoLineAfterError sends nothing any more once a line was wrong.
func TestNoLineAfterError(t *testing.T) {
	many := file{base[0], base[0]}
	many[0].lines = nil
	for i := range 3000 {
		r := row{kind: "CREDIT", day: "20260105", amount: "1.00", id: fmt.Sprint(i)}
		if i == 1500 {
			r.amount = "1,000"
		}
		many[0].lines = append(many[0].lines, r)
	}
	content := sgml.write(many)
	to := &importertest.Counted{}
	f := &importer.File{ReadSeeker: strings.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
	if err := ofx.Format.Read(t.Context(), f, to); err == nil || to.Lines > 1500 {
		t.Errorf("%d lines were sent, %v", to.Lines, err)
	}
	if e := refusal(t, importer.Limits{}, content); e.Field != "TRNAMT" || e.Line == 0 {
		t.Errorf("got %v", e)
	}
}

// TestMemory reads a small file and a large one with the same memory.
func TestMemory(t *testing.T) {
	text := sgml.write(base)
	start, end := strings.Index(text, "<STMTTRN>"), strings.Index(text, "</BANKTRANLIST>")
	read := func(rows int) uint64 {
		src := &importertest.Repeated{Begin: text[:start], Row: text[start : start+strings.Index(text[start:], "</STMTTRN>\n")+len("</STMTTRN>\n")], End: text[end:], Rows: rows}
		to := &importertest.Counted{Watch: true}
		f := &importer.File{ReadSeeker: src, Size: src.Size(), Format: "ofx", Warn: func(importer.Warning) {}}
		if err := ofx.Format.Read(t.Context(), f, to); err != nil || to.Lines != rows {
			t.Fatalf("%d lines of %d, %v", to.Lines, rows, err)
		}
		return to.Heap
	}
	many := 100_000
	if testing.Short() {
		many = 20_000
	}
	small := read(5_000)
	if large := read(many); large > small+4<<20 {
		t.Errorf("%d bytes for %d lines, %d for 5,000", large, many, small)
	}
}
