package camt

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/importertest"
)

// tokens writes what a scanner finds, runs of text joined: "<Ntry", ">", "text".
func tokens(r io.Reader, limits importer.Limits) ([]string, error) {
	return scan(newScanner(r, limits, firstBuffer))
}

// bitByBit is tokens through a buffer that is never longer than a token: nearly none lies whole in it.
func bitByBit(text []byte) ([]string, error) {
	return scan(newScanner(bytes.NewReader(text), importer.DefaultLimits(), 1))
}

func scan(s *scanner) ([]string, error) {
	var out events
	for {
		tok, err := s.next()
		switch {
		case err != nil:
			return out.all, err
		case tok == endOfFile:
			return out.all, nil
		case tok == startTag:
			out.add("<" + string(s.name))
		case tok == endTag:
			out.add(">")
		case tok == textRun:
			out.text(string(s.text))
		}
	}
}

type events struct {
	all     []string
	running bool
}

func (e *events) add(s string) { e.all, e.running = append(e.all, s), false }

func (e *events) text(s string) {
	switch {
	case s == "":
	case e.running:
		e.all[len(e.all)-1] += s
	default:
		e.all, e.running = append(e.all, "'"+s), true
	}
}

// standard is tokens by encoding/xml.
func standard(text []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var out events
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out.all, nil
		}
		if err != nil {
			return out.all, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			out.add("<" + tok.Name.Local)
		case xml.EndElement:
			out.add(">")
		case xml.CharData:
			out.text(string(tok))
		}
	}
}

func TestScannerTakes(t *testing.T) {
	for _, text := range []string{
		`<a/>`, `<a></a>`, `<?xml version="1.0"?><a b="1" c='2'>t</a>`, "\r\n<a>\r\n\rx</a>\n", `<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x42;</a>`,
		`<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>`, `<a><!-- - -> --><b/>t<?pi x?>u</a>`, `<p:a xmlns:p="u"><p:b/></p:a>`, `<a b=">"/>`,
		`<a b = "1"  />`, "<a\n b='1'\n>é</a\n>", `<a/><b/>`, `<a>]]</a>`, `<a b="]]>"/>`, `<!----><a/>`,
	} {
		got, err := tokens(strings.NewReader(text), importer.DefaultLimits())
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		want, err := standard([]byte(text))
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: got %q, encoding/xml has %q, %v", text, got, want, err)
		}
	}
}

func TestScannerRefuses(t *testing.T) {
	for text, want := range map[string]importer.Kind{
		`<a>`: importer.Truncated, `<a`: importer.Truncated, `<`: importer.Truncated, `<a></a`: importer.Truncated, `<a><!-- `: importer.Truncated,
		`<a><![CDATA[`: importer.Truncated, `<a b="`: importer.Truncated, `<?xml `: importer.Truncated,
		`<a></b>`: importer.Malformed, `</a>`: importer.Malformed, `x<a/>`: importer.Malformed, `<a/>x`: importer.Malformed, `<a>&b;</a>`: importer.Malformed,
		`<a>&</a>`: importer.Malformed, `<a>&#0;</a>`: importer.Malformed, "<a>\x01</a>": importer.Malformed, `<a>]]></a>`: importer.Malformed,
		`<!DOCTYPE a><a/>`: importer.Malformed, `<a><!-- -- --></a>`: importer.Malformed, `<a b></a>`: importer.Malformed, `<a b=c/>`: importer.Malformed,
		`<a b="<"/>`: importer.Malformed, `<1/>`: importer.Malformed, `< a/>`: importer.Malformed, "<a>\uFFFE</a>": importer.Malformed, `<![CDATA[x]]>`: importer.Malformed,
		"<a>\xff</a>": importer.Charset, "<?x߅G?><a/>": importer.Malformed, `<?xml versio0='1.n'?><a/>`: importer.Malformed, `<?xml version=""?><a/>`: importer.Unsupported, `<?xml version="1.1"?><a/>`: importer.Unsupported,
	} {
		_, err := tokens(strings.NewReader(text), importer.DefaultLimits())
		var e *importer.Error
		if !errors.As(err, &e) || e.Kind != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// TestScannerEdges reads samples a byte, or some, at a time: where a token lies in the buffer changes nothing.
func TestScannerEdges(t *testing.T) {
	for _, file := range append(fixtures.Files(t, "camt/*.001.08.xml"), fixtures.Files(t, "broken/camt-[cdent]*.xml")...) {
		content := fixtures.Read(t, file)
		want, wantErr := tokens(bytes.NewReader(content), importer.DefaultLimits())
		for name, r := range map[string]io.Reader{
			"one byte": iotest.OneByteReader(bytes.NewReader(content)), "half": iotest.HalfReader(bytes.NewReader(content)), "data with the end": iotest.DataErrReader(bytes.NewReader(content)),
		} {
			got, err := tokens(r, importer.DefaultLimits())
			if fmt.Sprint(got) != fmt.Sprint(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Errorf("%s, %s: %v, not %v", file, name, err, wantErr)
			}
		}
	}
}

// TestScannerBuffer moves a text over the end of the first buffer, byte by byte.
func TestScannerBuffer(t *testing.T) {
	const text = `<p:a xmlns:p="u"><b c='&amp;>'>x&#233;y<![CDATA[<]]></b><!-- - --><?pi?><d/></p:a>`
	want, err := tokens(strings.NewReader(text), importer.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	for pad := firstBuffer - len(text) - 1; pad <= firstBuffer+1; pad += step {
		got, err := tokens(strings.NewReader(strings.Repeat(" ", pad)+text), importer.DefaultLimits())
		if err != nil || fmt.Sprint(got[1:]) != fmt.Sprint(want) {
			t.Fatalf("after %d blanks: %q, %v", pad, got[1:], err)
		}
	}
}

// TestScannerBufferCharset moves bytes that are no UTF-8, in each kind of token, over the end of the first buffer.
func TestScannerBufferCharset(t *testing.T) {
	for _, bad := range []string{"\xff", "\xc3(", "\xe2\x82", "\xe2\x82>", "\xf0\x9f\x92"} {
		for _, text := range []string{"<a>x%sy</a>", "<a b='%s'>c</a>", "<a><!-- %s --></a>", "<a><![CDATA[%s]]></a>", "<a></a%s>", "<a><?pi %s?></a>", "<a%s></a>", "<a>%s", "<a><%s"} {
			text = strings.Replace(text, "%s", bad, 1)
			for pad := firstBuffer - len(text) - 1; pad <= firstBuffer+1; pad++ {
				_, err := tokens(strings.NewReader(strings.Repeat(" ", pad)+text), importer.DefaultLimits())
				var e *importer.Error
				if !errors.As(err, &e) || e.Kind != importer.Charset && e.Kind != importer.Truncated && e.Kind != importer.Malformed {
					t.Fatalf("%q after %d blanks: %v", text, pad, err)
				}
			}
		}
	}
}

// TestSmallBuffer reads samples through buffers that hold few tokens whole: what is read, and
// where a fault is found, is the same.
func TestSmallBuffer(t *testing.T) {
	for _, file := range append(fixtures.Files(t, "camt/*.xml"), fixtures.Files(t, "broken/camt-*.xml")...) {
		content := fixtures.Read(t, file)
		want := readText(t, file, content, firstBuffer)
		for _, buffer := range []int{1, 7, 64, 1000} {
			if got := readText(t, file, content, buffer); !bytes.Equal(got, want) {
				t.Errorf("%s, through %d bytes:\n%s", file, buffer, got)
			}
		}
	}
}

// readText is what is read of a file through a buffer, as in a golden.
func readText(t *testing.T, file string, content []byte, buffer int) []byte {
	format := importer.Format{Detect: detect, Read: func(ctx context.Context, f *importer.File, to importer.Sink) error {
		return readThrough(ctx, f, to, buffer)
	}}
	statements, warnings, err := importertest.Read(t, format, file, content)
	importertest.RoundTrip(t, statements)
	return importertest.Text(statements, warnings, err)
}

// endless is a text without an end, of one letter.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.read += int64(len(p))
	return len(p), nil
}

func TestScannerLimits(t *testing.T) {
	limits := importer.DefaultLimits()
	for begin, field := range map[string]string{"<Ntry><Amt>": "Ntry/Amt", "<Ntry ": "", "<Ntry><!--": "Ntry", "<Ntry><![CDATA[": "Ntry", "<?x ": "", "<Ntry></": "Ntry", `<Ntry Ccy="`: ""} {
		rest := &endless{}
		_, err := tokens(io.MultiReader(strings.NewReader(begin), rest), limits)
		var e *importer.Error
		if !errors.As(err, &e) || e.Kind != importer.TooLarge || e.Field != field {
			t.Errorf("%s…: %v", begin, err)
		}
		if rest.read > int64(4*limits.LineBytes) {
			t.Errorf("%s…: read %d bytes before it was refused", begin, rest.read)
		}
	}
	limits.FileBytes = 100
	if _, err := tokens(strings.NewReader("<a>"+strings.Repeat("<b/>", 100)+"</a>"), limits); err == nil || !strings.Contains(err.Error(), "FileBytes") {
		t.Errorf("a file over its limit: %v", err)
	}
}

// compare reads a text by the scanner, from a buffer that holds all of it and from one of a byte, and by encoding/xml.
func compare(t interface{ Errorf(string, ...any) }, text []byte) {
	got, err := tokens(bytes.NewReader(text), importer.DefaultLimits())
	slow, slowErr := bitByBit(text)
	if fmt.Sprint(got, err) != fmt.Sprint(slow, slowErr) {
		t.Errorf("byte by byte it is %q, %v, not %q, %v of %q", slow, slowErr, got, err, text)
	}
	want, wantErr := standard(text)
	switch {
	case err != nil && wantErr == nil && !refusedOnPurpose(err, text):
		t.Errorf("encoding/xml takes it: %v: %q", err, text)
	case err != nil:
	case wantErr != nil:
		t.Errorf("taken, and encoding/xml says %v of %q", wantErr, text)
	case !slices.Equal(got, want):
		t.Errorf("got %q, encoding/xml has %q of %q", got, want, text)
	}
}

// pieces are what the texts of TestScannerIsEncodingXML are made of: whole tokens, and parts of them.
var pieces = []string{
	"<a>", "</a>", "<b c='1'>", "</b>", "<p:d xmlns:p=\"u\">", "</p:d>", "<e/>", "<e />", "<f g=\"&lt;\" h = 'i>'/>", "x", "\n ", "\r\n", "\r", "é", "\u20ac", "\uFFFD", "\uFFFE", "\uFFFF", "\U00010000",
	"&amp;", "&lt;", "&#65;", "&#x41;", "&#xD800;", "&#xFFFE;", "&#0;", "&#x110000;", "&eacute;", "&;", "&", "&#", ";", "<![CDATA[", "]]>", "]]", "<!--", "-->", "--", "-", "<?pi x?>", "<?pi?>", "<?", "?>",
	"<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding='UTF-8'?>", "<!", "<", ">", "/", "=", "'", "\"", ":", "<:a>", "<a:>", "<1>", "<a b>", "<a b=c>", "< a>", "</ a>", "</a >", "\x00", "\x7f", "\x01", "\xff", "\xc3", "\xed\xa0\x80",
}

// TestScannerIsEncodingXML: what the scanner takes, and what it makes of it, is what
// encoding/xml does, save what it refuses on purpose.
func TestScannerIsEncodingXML(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		inner := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(rt, "pieces"), "")
		if rapid.Bool().Draw(rt, "within") {
			inner = "<r>" + inner + "</r>"
		}
		compare(rt, []byte(inner))
	})
}

// onPurpose are the reasons for which the scanner refuses what encoding/xml takes, as its comment states them.
var (
	onPurpose = []string{"document type declaration", "text stands outside", "over the limit", "text in the character set", "an XML declaration should"}
	aboutName = []string{"should have a name", "an attribute should be like"}
	oddName   = regexp.MustCompile(`[^ -~\s]|[^-A-Za-z0-9_.]:|:[^-A-Za-z0-9_.]`)
)

func refusedOnPurpose(err error, text []byte) bool {
	said := func(reason string) bool { return strings.Contains(err.Error(), reason) }
	return slices.ContainsFunc(onPurpose, said) || slices.ContainsFunc(aboutName, said) && oddName.Match(text)
}
