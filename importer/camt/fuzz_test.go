package camt

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/importertest"
)

// seedCorpus adds the messages of the corpus, where there is one, but for long ones.
func seedCorpus(f *testing.F) {
	if os.Getenv("LETTRAGE_CORPUS") == "" {
		f.Log("the corpus is no seed: LETTRAGE_CORPUS names no folder of sample files")
		return
	}
	folder, rows := importertest.Manifest(f)
	for _, row := range rows {
		if row.Format != Format.Name {
			continue
		}
		if text := fixtures.Read(f, filepath.Join(folder, filepath.FromSlash(row.File))); len(text) < 64<<10 {
			f.Add(text)
		}
	}
}

// FuzzRead reads anything: it never panics, breaks no promise to the sink, refuses with a kind, reads
// the same through whatever buffer, and what it reads is the same through canonical JSON.
func FuzzRead(f *testing.F) {
	for _, file := range append(fixtures.Files(f, "camt/*.xml"), fixtures.Files(f, "broken/camt-*.xml")...) {
		f.Add(fixtures.Read(f, file))
	}
	seedCorpus(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		got := readText(t, "fuzzed", text, firstBuffer) // fails the test when the sink's contract is broken
		if bytes.HasPrefix(got, []byte("error without a kind")) {
			t.Errorf("%s", got)
		}
		if small := readText(t, "fuzzed", text, 16); !bytes.Equal(got, small) {
			t.Errorf("read through a small buffer, it is not the same:\n%s\n%s", got, small)
		}
	})
}

// FuzzScan compares the scanner with encoding/xml.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{`<a b="1">&amp;<![CDATA[x]]><!-- --><?p?></a>`, "<?xml version='1.0'?>\r\n<p:a><p:b/>\r</p:a>", `<a>]]></a>`, `<:a></:a>`, `<a:b:c/>`, `<a 1="2"/>`} {
		f.Add([]byte(seed))
	}
	for _, file := range append(fixtures.Files(f, "camt/*.xml"), fixtures.Files(f, "broken/camt-*.xml")...) {
		f.Add(fixtures.Read(f, file))
	}
	f.Fuzz(func(t *testing.T, text []byte) { compare(t, text) })
}
