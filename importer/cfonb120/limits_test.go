package cfonb120_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"lettrage/importer"
	"lettrage/importer/cfonb120"
	"lettrage/importer/importertest"
	"lettrage/ledger"
)

// first returns the first error of a refusal.
func first(err error) *importer.Error {
	var e *importer.Error
	if !errors.As(err, &e) {
		return &importer.Error{}
	}
	return e
}

// TestLimits goes over each limit by one, and not over it.
func TestLimits(t *testing.T) {
	text := layouts[0].write(sample())
	long := sample()
	long.movements[0].complements = []complement{{"LCC", strings.Repeat("x", 70)}, {"LC2", strings.Repeat("y", 70)}}
	blanks := layout{name: "blanks", end: strings.Repeat(" ", 2000) + "\n"}.write(sample())
	many := sample()
	many.movements[0].complements = nil
	for range 10_001 {
		many.movements[0].complements = append(many.movements[0].complements, complement{"RUM", "M"})
	}
	for _, c := range []struct {
		name, content string
		limits        importer.Limits
		refused       bool
	}{
		{"Lines", text, importer.Limits{Lines: 1}, true},
		{"Lines", text, importer.Limits{Lines: 2}, false},
		{"FieldBytes", layouts[0].write(long), importer.Limits{FieldBytes: 139}, true},
		{"FieldBytes", layouts[0].write(long), importer.Limits{FieldBytes: 140}, false},
		{"of one movement", layouts[0].write(many), importer.Limits{}, true},
		{"LineBytes", blanks, importer.Limits{LineBytes: 1998}, true},
		{"LineBytes", blanks, importer.Limits{LineBytes: 2000}, false},
		{"FileBytes", text, importer.Limits{FileBytes: int64(len(text) - 1)}, true},
		{"FileBytes", text, importer.Limits{FileBytes: int64(len(text))}, false},
	} {
		_, _, err := importertest.ReadFile(t, cfonb120.Format, &importer.File{Limits: c.limits}, []byte(c.content))
		e := first(err)
		if (err != nil) != c.refused || c.refused && (e.Kind != importer.TooLarge || !strings.Contains(e.Msg, c.name) || e.Hint == "") {
			t.Errorf("%s %+v: got %v", c.name, c.limits, err)
		}
	}
}

// TestManyErrors reports the first hundred.
func TestManyErrors(t *testing.T) {
	w := sample()
	for range 300 {
		w.movements = append(w.movements, movement{code: "05", label: "NO DAY", minor: 1})
	}
	_, _, err := importertest.Read(t, cfonb120.Format, "many", []byte(layouts[0].write(w)))
	var all importer.Errors
	if !errors.As(err, &all) || len(all) != importer.MaxErrors || all[0].Line != 6 {
		t.Errorf("got %d errors: %v", len(all), first(err))
	}
}

// nowhere is a sink that counts and fails when it is told to.
type nowhere struct {
	lines, most int
	begun       int
	fail        error
}

func (n *nowhere) Begin(ledger.Statement) error { n.begun++; return nil }
func (n *nowhere) End(ledger.Statement) error   { return nil }
func (n *nowhere) Line(ledger.Transaction) error {
	n.lines++
	if n.most > 0 && n.lines > n.most {
		return n.fail
	}
	return nil
}

func open(content io.ReadSeeker, size int64) *importer.File {
	return &importer.File{ReadSeeker: content, Size: size, Format: "cfonb120", Warn: func(importer.Warning) {}}
}

// TestNoLineAfterError sends nothing any more once something was wrong.
func TestNoLineAfterError(t *testing.T) {
	w := sample()
	w.movements = append(w.movements, movement{code: "05", label: "NO DAY", minor: 1}, w.movements[0])
	text := layouts[0].write(w, sample())
	to := &nowhere{}
	err := cfonb120.Format.Read(t.Context(), open(strings.NewReader(text), int64(len(text))), to)
	if e := first(err); e.Kind != importer.Missing || e.Line != 6 || to.lines > 2 || to.begun != 1 {
		t.Errorf("%d lines and %d statements were sent, %v", to.lines, to.begun, err)
	}
}

// TestErrorOfTheSink ends the reading and is returned as it is; so does a reading that is given up, or that fails.
func TestErrorOfTheSink(t *testing.T) {
	text := layouts[0].write(sample())
	full := errors.New("disk is full")
	if err := cfonb120.Format.Read(t.Context(), open(strings.NewReader(text), int64(len(text))), &nowhere{most: 1, fail: full}); err != full {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := cfonb120.Format.Read(ctx, open(strings.NewReader(text), int64(len(text))), &nowhere{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func large(l layout, rows int) *importertest.Repeated {
	w := sample()
	w.movements = w.movements[:1]
	records := w.records()
	join := func(all ...string) string { return strings.Join(all, l.end) + l.end }
	return &importertest.Repeated{Begin: join(records[0]), Row: join(records[1:4]...), End: join(w.balance("07", w.to, w.opening+int64(rows)*w.movements[0].minor)), Rows: rows}
}

// TestMemory reads a small file and a large one with the same memory, with line ends and without.
func TestMemory(t *testing.T) {
	for _, l := range []layout{layouts[0], layouts[3]} {
		read := func(rows int) uint64 {
			src, to := large(l, rows), &importertest.Counted{Watch: true}
			if err := cfonb120.Format.Read(t.Context(), open(src, src.Size()), to); err != nil || to.Lines != rows {
				t.Fatalf("%s: %d lines of %d, %v", l.name, to.Lines, rows, err)
			}
			return to.Heap
		}
		many := 400_000
		if testing.Short() {
			many = 80_000
		}
		if small, much := read(20_000), read(many); much > small+4<<20 {
			t.Errorf("%s: %d bytes for %d lines, %d for 20,000", l.name, much, many, small)
		}
	}
}

// BenchmarkRead reads transfers with two complements each.
func BenchmarkRead(b *testing.B) {
	for _, l := range []layout{layouts[0], layouts[3]} {
		for _, rows := range []int{1_000, 100_000} {
			b.Run(fmt.Sprintf("%s/lines=%d", strings.ReplaceAll(l.name, " ", "-"), rows), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(large(l, rows).Size())
				for b.Loop() {
					src, to := large(l, rows), &importertest.Counted{}
					if err := cfonb120.Format.Read(b.Context(), open(src, src.Size()), to); err != nil || to.Lines != rows {
						b.Fatalf("%d lines, %v", to.Lines, err)
					}
				}
			})
		}
	}
}
