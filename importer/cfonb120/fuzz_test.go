package cfonb120_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/cfonb120"
	"lettrage/importer/importertest"
	"lettrage/ledger"
)

// FuzzRead reads anything: it never panics, it breaks no promise to the sink
// (importertest checks them), what it refuses has a kind, a place and a hint, and it
// reads the same whole and byte by byte.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"cfonb120/*", "broken/cfonb120-*"} {
		for _, file := range fixtures.Files(f, pattern) {
			f.Add(fixtures.Read(f, file))
		}
	}
	if folder := os.Getenv("LETTRAGE_CORPUS"); folder != "" {
		all, err := filepath.Glob(filepath.Join(folder, "*", "*cfonb*"))
		if err != nil || len(all) == 0 {
			f.Fatalf("no files of the format in the corpus: %v", err)
		}
		for _, file := range all {
			f.Add(fixtures.Read(f, file))
		}
	}
	for _, l := range layouts {
		f.Add([]byte(l.write(sample())))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		limits := importer.Limits{FileBytes: 1 << 20, FieldBytes: 256, LineBytes: 4 << 10, Lines: 1000}
		got, warnings, err := importertest.ReadFile(t, cfonb120.Format, &importer.File{Limits: limits}, content)
		if whole, parts := importertest.Text(got, warnings, err), byByte(t, content, limits); !bytes.Equal(whole, parts) {
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

// slow reads one byte at a time and seeks in the content.
type slow struct {
	io.Reader
	io.Seeker
}

// byByte reads content one byte at a time and returns the text of what was read.
func byByte(t *testing.T, content []byte, limits importer.Limits) []byte {
	t.Helper()
	var warnings []importer.Warning
	r := bytes.NewReader(content)
	f := &importer.File{ReadSeeker: slow{iotest.OneByteReader(r), r}, Size: int64(len(content)), Limits: limits, Warn: func(w importer.Warning) { warnings = append(warnings, w) }}
	f.Format, _ = cfonb120.Format.Detect(content[:min(len(content), importer.HeadBytes)])
	to := &kept{}
	err := cfonb120.Format.Read(t.Context(), f, to)
	if err != nil {
		to.all = nil
	}
	return importertest.Text(to.all, warnings, err)
}

// kept keeps what it is sent.
type kept struct{ all []importertest.Statement }

func (k *kept) Begin(s ledger.Statement) error {
	k.all = append(k.all, importertest.Statement{Statement: s})
	return nil
}

func (k *kept) Line(l ledger.Transaction) error {
	s := &k.all[len(k.all)-1]
	s.Lines = append(s.Lines, l)
	return nil
}

func (k *kept) End(s ledger.Statement) error {
	k.all[len(k.all)-1].Statement = s
	return nil
}
