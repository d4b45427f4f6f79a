package cfonb120_test

import (
	"bytes"
	"errors"
	"testing"

	"lettrage/importer"
	"lettrage/importer/cfonb120"
	"lettrage/importer/importertest"
)

// FuzzRead reads anything: it never panics, it breaks no promise to the sink
// (importertest checks them), what it refuses has a kind, a place and a hint, and it
// reads the same whole and byte by byte.
func FuzzRead(f *testing.F) {
	importertest.Seeds(f, "cfonb", "cfonb120/*", "broken/cfonb120-*")
	for _, l := range layouts {
		f.Add([]byte(l.write(sample())))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := importer.Limits{FileBytes: 1 << 20, FieldBytes: 256, LineBytes: 4 << 10, Lines: 1000}
		got, warnings, err := importertest.ReadFile(t, cfonb120.Format, &importer.File{Limits: limits}, content)
		if whole, parts := importertest.Text(got, warnings, err), importertest.ByByte(t, cfonb120.Format, content, limits); !bytes.Equal(whole, parts) {
			t.Errorf("read whole:\n%s\nread byte by byte:\n%s", whole, parts)
		}
		if err != nil {
			checkRefusal(t, err)
			return
		}
		for _, s := range got {
			if s.Opening == nil || s.Closing == nil || s.Opening.Date == 0 || s.Closing.Date == 0 {
				t.Errorf("a statement without its balances: %+v", s.Statement)
			}
		}
	})
}

func checkRefusal(t *testing.T, err error) {
	t.Helper()
	var all importer.Errors
	var one *importer.Error
	if !errors.As(err, &all) {
		if !errors.As(err, &one) {
			t.Fatalf("is no refusal: %v", err)
		}
		all = importer.Errors{one}
	}
	for _, e := range all {
		if e.Kind == "" || e.Field == "" || e.Msg == "" || e.Hint == "" {
			t.Errorf("a refusal without a kind, a place or a hint: %v", e)
		}
	}
	if len(all) > importer.MaxErrors+1 {
		t.Errorf("%d errors", len(all))
	}
}
