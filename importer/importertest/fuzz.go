package importertest

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"lettrage/fixtures"
	"lettrage/importer"
)

// Seeds adds the fixtures that match the patterns, and the files of the corpus that are of
// the format, where there is one; long ones tell a fuzzer no more than short ones.
func Seeds(f *testing.F, format string, patterns ...string) {
	f.Helper()
	for _, pattern := range patterns {
		for _, file := range fixtures.Files(f, pattern) {
			f.Add(fixtures.Read(f, file))
		}
	}
	if os.Getenv("LETTRAGE_CORPUS") == "" {
		f.Log("the corpus is no seed: LETTRAGE_CORPUS names no folder of sample files")
		return
	}
	const most = 64 << 10
	folder, rows := Manifest(f)
	for _, row := range rows {
		if !strings.HasPrefix(row.Format, format) {
			continue
		}
		if content := fixtures.Read(f, filepath.Join(folder, filepath.FromSlash(row.File))); len(content) < most {
			f.Add(content)
		}
	}
}

// ByByte reads a file one byte at a time, and returns what came of it as a golden has it.
func ByByte(t testing.TB, format importer.Format, content []byte, limits importer.Limits) []byte {
	t.Helper()
	slowly := format
	slowly.Read = func(ctx context.Context, f *importer.File, to importer.Sink) error {
		f.ReadSeeker = slow{f.ReadSeeker, iotest.OneByteReader(f.ReadSeeker)}
		return format.Read(ctx, f, to)
	}
	return Text(ReadFile(t, slowly, &importer.File{Limits: limits}, content))
}

type slow struct {
	io.Seeker
	io.Reader
}
