package mt940_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
	"lettrage/ledger"
)

const (
	beginText = ":20:X\n:25:FR7630006000011234567890189\n:28C:1\n:60F:C260831EUR0,\n"
	lineText  = ":61:2609010901C1,00NTRFNONREF//BANK\n:86:166?00GUTSCHRIFT?20EREF+RE-1 SVWZ+Rechnung 1?32Muster\n"
	endText   = ":62F:C260901EUR0,\n-\n"
)

// refusal is the first error of a file that is to be refused.
func refusal(t *testing.T, limits importer.Limits, content string) *importer.Error {
	t.Helper()
	_, _, err := importertest.ReadFile(t, mt940.Format, &importer.File{Limits: limits}, []byte(content))
	var one *importer.Error
	if !errors.As(err, &one) {
		t.Fatalf("got %v", err)
	}
	return one
}

func TestLimits(t *testing.T) {
	long := ":86:" + strings.Repeat("x", 300) + "\n"
	tests := []struct {
		name    string
		limits  importer.Limits
		content string
		line    int
		says    string
	}{
		{"file", importer.Limits{FileBytes: 10}, beginText, 0, "FileBytes"},
		{"lines", importer.Limits{Lines: 2}, beginText + lineText + lineText + lineText + endText, 9, "Lines"},
		{"text", importer.Limits{FieldBytes: 200}, beginText + ":61:2609010901C1,00NTRF\n" + long + endText, 6, "FieldBytes"},
		{"texts together", importer.Limits{FieldBytes: 400}, beginText + ":61:2609010901C1,00NTRF\n" + long + long + endText, 5, "FieldBytes"},
		{"physical line", importer.Limits{LineBytes: 100_000, FieldBytes: 100}, beginText + strings.Repeat("x", 200_000), 5, "LineBytes"},
	}
	for _, test := range tests {
		e := refusal(t, test.limits, test.content)
		if e.Kind != importer.TooLarge || e.Line != test.line || e.Hint == "" || !strings.Contains(e.Msg, test.says) {
			t.Errorf("%s: got %s: %v, want line %d and %s", test.name, e.Kind, e, test.line, test.says)
		}
	}
}

// TestMaxErrors reports so many errors and no more.
func TestMaxErrors(t *testing.T) {
	_, _, err := importertest.Read(t, mt940.Format, "bad", []byte(beginText+strings.Repeat(":61:bad\n", 2*importer.MaxErrors)+endText))
	var all importer.Errors
	if !errors.As(err, &all) || len(all) != importer.MaxErrors || all[0].Line != 5 || all[99].Line != 104 {
		t.Errorf("got %d errors, %v", len(all), err)
	}
}

// TestNothingAfterError: the sink is told nothing any more behind the first error.
func TestNothingAfterError(t *testing.T) {
	content := beginText + lineText + ":61:bad\n" + strings.Repeat(lineText, 100) + endText
	to := &importertest.Counted{}
	f := &importer.File{ReadSeeker: strings.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
	if err := mt940.Format.Read(t.Context(), f, to); err == nil || to.Lines != 1 {
		t.Errorf("%d lines were sent, %v", to.Lines, err)
	}
}

// failing is a sink that fails at its n-th call.
type failing struct{ n int }

var errSink = errors.New("sink failed")

func (f *failing) call() error {
	if f.n--; f.n < 0 {
		return errSink
	}
	return nil
}

func (f *failing) Begin(ledger.Statement) error  { return f.call() }
func (f *failing) Line(ledger.Transaction) error { return f.call() }
func (f *failing) End(ledger.Statement) error    { return f.call() }

// TestSinkFails: an error of the sink ends the reading and is returned as it is.
func TestSinkFails(t *testing.T) {
	content := beginText + lineText + lineText + endText
	for n := range 5 {
		f := &importer.File{ReadSeeker: strings.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
		if err := mt940.Format.Read(t.Context(), f, &failing{n}); (err == errSink) != (n < 4) {
			t.Errorf("failing at call %d: got %v", n, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	content := beginText + lineText + endText
	f := &importer.File{ReadSeeker: strings.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
	if err := mt940.Format.Read(ctx, f, &importertest.Counted{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestMemory reads a small file and a large one with the same memory: of one statement, and of one a line.
func TestMemory(t *testing.T) {
	many := 100_000
	if testing.Short() {
		many = 20_000
	}
	for _, src := range []importertest.Repeated{{Begin: beginText, Row: lineText, End: endText}, {Row: beginText + lineText + endText}} {
		read := func(rows int) uint64 {
			src, to := src, &importertest.Counted{Watch: true}
			src.Rows = rows
			f := &importer.File{ReadSeeker: &src, Size: src.Size(), Format: "mt940", Warn: func(importer.Warning) {}}
			if err := mt940.Format.Read(t.Context(), f, to); err != nil || to.Lines != rows {
				t.Fatalf("%d lines of %d, %v", to.Lines, rows, err)
			}
			return to.Heap
		}
		small := read(5_000)
		if large := read(many); large > small+4<<20 {
			t.Errorf("%d bytes for %d lines, %d for 5,000", large, many, small)
		}
	}
}
