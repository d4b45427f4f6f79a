package camt

import (
	"bytes"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer/importertest"
)

// FuzzRead reads anything: it never panics, breaks no promise to the sink, refuses with a kind, reads
// the same through whatever buffer, and what it reads is the same through canonical JSON.
func FuzzRead(f *testing.F) {
	importertest.Seeds(f, "camt", "camt/*.xml", "broken/camt-*.xml")
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
