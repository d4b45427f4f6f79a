package importer_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"lettrage/importer"
)

// seeker reads through a slow reader, and seeks in the text itself.
type seeker struct {
	io.Reader
	io.Seeker
}

// slow returns text as a file that gives one byte at a time.
func slow(text []byte) io.ReadSeeker {
	r := bytes.NewReader(text)
	return seeker{iotest.OneByteReader(r), r}
}

func encoded(t testing.TB, text string, with interface{ Bytes([]byte) ([]byte, error) }) []byte {
	t.Helper()
	b, err := with.Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const french = "Date;Libellé;Montant\n24/11/2026;CAFÉ DE L'ŒUVRE;12,00 €\n"

func TestDetectCharset(t *testing.T) {
	long := strings.Repeat("x", 64<<10-1) // what follows lies across the end of the first buffer
	tests := []struct {
		name string
		text []byte
		want string
	}{
		{"nothing", nil, importer.UTF8},
		{"one letter", []byte("a"), importer.UTF8},
		{"ASCII", []byte("Date;Amount\n"), importer.UTF8},
		{"UTF-8", []byte(french), importer.UTF8},
		{"UTF-8 with a mark", []byte("\xef\xbb\xbf" + french), importer.UTF8},
		{"a mark and nothing else", []byte("\xef\xbb\xbf"), importer.UTF8},
		{"a mark of UTF-16 and nothing else", []byte("\xff\xfe"), importer.UTF16LE},
		{"windows-1252", encoded(t, french, charmap.Windows1252.NewEncoder()), importer.Windows1252},
		{"UTF-16, little end first", encoded(t, french, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), importer.UTF16LE},
		{"UTF-16, big end first", encoded(t, french, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), importer.UTF16BE},
		{"UTF-16 without a mark", encoded(t, french, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()), importer.UTF16LE},
		{"UTF-16 without a mark, big end first", encoded(t, french, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()), importer.UTF16BE},
		{"a character across two buffers", []byte(long + "€uro"), importer.UTF8},
		{"a byte that is no UTF-8, late", []byte(long + long + "\xe9t\xe9"), importer.Windows1252},
		{"a character that is cut off by the end", []byte("caf\xc3"), importer.Windows1252},
		{"a surrogate", []byte("\xed\xa0\x80"), importer.Windows1252},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for speed, r := range map[string]io.ReadSeeker{"at once": bytes.NewReader(test.text), "byte by byte": slow(test.text)} {
				got, err := importer.DetectCharset(r)
				if err != nil || got != test.want {
					t.Errorf("%s: got %s, %v; want %s", speed, got, err, test.want)
				}
				if at, _ := r.Seek(0, io.SeekCurrent); at != 0 {
					t.Errorf("%s: left at %d", speed, at)
				}
			}
		})
	}
}

func TestDetectCharsetReturnsTheErrorOfReading(t *testing.T) {
	broken := errors.New("disk failed")
	text := strings.NewReader("abc")
	_, err := importer.DetectCharset(seeker{iotest.ErrReader(broken), text})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// TestDecodeCodePage: a character set is also known by the number of its code page.
func TestDecodeCodePage(t *testing.T) {
	for charset, text := range map[string]string{"850": "\x82t\x82", "CP850": "\x82t\x82", "437": "\x82t\x82", "1250": "\xe9t\xe9", "cp1252": "\xe9t\xe9"} {
		r, err := importer.Decode(strings.NewReader(text), charset)
		if err != nil {
			t.Errorf("%s: %v", charset, err)
			continue
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "été" {
			t.Errorf("%s: got %q, %v", charset, got, err)
		}
	}
}

func TestDecode(t *testing.T) {
	utf16 := encoded(t, french, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder())
	windows := encoded(t, french, charmap.Windows1252.NewEncoder())
	tests := []struct {
		charset string
		text    []byte
	}{
		{importer.UTF8, []byte(french)},
		{"UTF8", []byte("\xef\xbb\xbf" + french)},
		{" utf-8 ", utf16}, // a mark says more than what somebody declared
		{importer.Windows1252, windows},
		{"CP1252", windows},
		{"1252", windows},
		{"ISO-8859-1", windows}, // read as windows-1252, as browsers do
		{importer.UTF16LE, utf16},
		{"ISO-8859-15", encoded(t, french, charmap.ISO8859_15.NewEncoder())},
	}
	for _, test := range tests {
		t.Run(test.charset, func(t *testing.T) {
			r, err := importer.Decode(bytes.NewReader(test.text), test.charset)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || string(got) != french {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestDecodeRefusesBytesThatAreNoUTF8(t *testing.T) {
	for _, text := range []string{"caf\xe9;1", "caf\xc3", "\xef\xbb\xbfcaf\xe9", strings.Repeat("é", 10_000) + "\xff"} {
		r, err := importer.Decode(strings.NewReader(text), importer.UTF8)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); !errors.Is(err, importer.ErrCharset) {
			t.Errorf("%.10q: got %v", text, err)
		}
	}
}

func TestDecodeOfAnUnknownCharset(t *testing.T) {
	for _, name := range []string{"", "klingon", "utf-9"} {
		_, err := importer.Decode(strings.NewReader(""), name)
		var e *importer.Error
		if !errors.As(err, &e) || e.Kind != importer.Charset || e.Hint == "" {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

// TestDetectedTextDecodes: what is written in UTF-8 comes back as it was, and
// every file decodes to text in the character set that is detected.
func TestDetectedTextDecodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "file"))
		charset, err := importer.DetectCharset(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		r, err := importer.Decode(bytes.NewReader(raw), charset)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(iotest.HalfReader(r))
		if err != nil && charset != importer.UTF8 {
			t.Fatalf("%s: %v", charset, err)
		}
		if charset == importer.UTF8 && err == nil && !bytes.Equal(text, bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))) {
			t.Fatalf("got %q", text)
		}
	})
}
