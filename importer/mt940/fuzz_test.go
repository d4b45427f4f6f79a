package mt940_test

import (
	"bytes"
	"errors"
	"testing"

	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
)

// FuzzRead reads anything: it never panics, it breaks no promise to the sink
// (importertest checks them), it reads the same byte by byte, and what it refuses has a kind, a
// place and says what to do.
func FuzzRead(f *testing.F) {
	importertest.Seeds(f, "mt940", "mt940/*", "broken/mt940-*")
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := importer.Limits{FileBytes: 1 << 20, FieldBytes: 512, LineBytes: 4 << 10, Lines: 1000}
		got, warnings, err := importertest.ReadFile(t, mt940.Format, &importer.File{Limits: limits}, content)
		if whole, parts := importertest.Text(got, warnings, err), importertest.ByByte(t, mt940.Format, content, limits); !bytes.Equal(whole, parts) {
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
