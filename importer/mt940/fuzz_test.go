package mt940_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

// FuzzRead reads anything: it never panics, it breaks no promise to the sink
// (importertest checks them), it reads the same byte by byte, and what it refuses has a kind, a
// place and says what to do.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"mt940/*", "broken/mt940-*"} {
		for _, file := range fixtures.Files(f, pattern) {
			f.Add(fixtures.Read(f, file))
		}
	}
	if corpus := os.Getenv("LETTRAGE_CORPUS"); corpus != "" {
		files, err := filepath.Glob(filepath.Join(corpus, "mt940", "*"))
		if err != nil || len(files) == 0 {
			f.Fatalf("the corpus has no files: %v", err)
		}
		for _, file := range files {
			f.Add(fixtures.Read(f, file))
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := importer.Limits{FileBytes: 1 << 20, FieldBytes: 512, LineBytes: 4 << 10, Lines: 1000}
		got, warnings, err := importertest.ReadFile(t, mt940.Format, &importer.File{Limits: limits}, content)
		if whole, parts := importertest.Text(got, warnings, err), byByte(t, content, limits); !bytes.Equal(whole, parts) {
			t.Errorf("read whole:\n%s\nread byte by byte:\n%s", whole, parts)
		}
		if err != nil {
			var one *importer.Error
			if !errors.As(err, &one) || one.Kind == "" || one.Hint == "" || one.Msg == "" || one.Field == "" {
				t.Errorf("a refusal without a kind, a field or a hint: %v", err)
			}
			return
		}
		lines := 0
		for _, s := range got {
			lines += len(s.Lines)
			for _, l := range s.Lines {
				if l.Line == 0 || l.Line > s.Origin.Line+bytes.Count(content, []byte("\n"))+bytes.Count(content, []byte("\r"))+1 {
					t.Errorf("a line at line %d", l.Line)
				}
			}
		}
		if n := bytes.Count(bytes.ReplaceAll(content, []byte{0}, nil), []byte(":61:")); lines > n {
			t.Errorf("%d lines of %d fields 61", lines, n)
		}
	})
}

// byByte reads a file byte by byte, and returns what came of it as a golden has it.
func byByte(t *testing.T, content []byte, limits importer.Limits) []byte {
	t.Helper()
	format := mt940.Format
	format.Read = func(ctx context.Context, f *importer.File, to importer.Sink) error {
		f.ReadSeeker = slow{f.ReadSeeker, iotest.OneByteReader(f.ReadSeeker)}
		return mt940.Format.Read(ctx, f, to)
	}
	return importertest.Text(importertest.ReadFile(t, format, &importer.File{Limits: limits}, content))
}

type slow struct {
	io.Seeker
	io.Reader
}
