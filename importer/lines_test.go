package importer_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"lettrage/importer"
)

// However the text is cut into reads, its lines are those of the text read at once.
func TestLineEnds(t *testing.T) {
	plain := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"\r", "\n", "\r\n", "a", "é;"})).Draw(t, "text"), "")
		for name, r := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text)), "with its end": iotest.DataErrReader(strings.NewReader(text))} {
			got, err := io.ReadAll(importer.LineEnds(r))
			if err != nil || string(got) != plain.Replace(text) {
				t.Fatalf("%s: %q, %v, want %q", name, got, err, plain.Replace(text))
			}
		}
	})
}
