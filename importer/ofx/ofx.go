package ofx

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"lettrage/importer"
	"lettrage/ledger"
)

// Format is OFX, of any version.
var Format = importer.Format{Name: "ofx", Detect: detect, Read: read}

// detect looks for the element OFX with nothing but a header before it; or, whatever
// stands before it, with a message set behind; or for the beginning of a header, of a
// file that is cut within it.
func detect(head []byte) (string, bool) {
	head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	head = bytes.TrimLeft(head, "\ufeff\xfe\xff \t\r\n")
	upper := bytes.ToUpper(head)
	at := rootAt(upper)
	if at < 0 {
		at = bytes.Index(upper, []byte("<OFX>"))
		if at >= 0 && !bytes.Contains(upper[at:], []byte("MSGSRSV")) {
			at = -1
		}
	}
	if at < 0 {
		if !bytes.HasPrefix(upper, []byte("OFXHEADER")) && !bytes.HasPrefix(upper, []byte("<?OFX")) && !bytes.Contains(upper, []byte("?><?OFX")) {
			return "", false
		}
		at = len(upper)
	}
	return "ofx" + version(upper[:at]), true
}

// rootAt is where the element OFX begins, −1 where another comes before it, or none.
func rootAt(upper []byte) int {
	for i := 0; i < len(upper); i++ {
		lt := bytes.IndexByte(upper[i:], '<')
		if lt < 0 {
			return -1
		}
		i += lt
		rest := upper[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return -1
			}
			i += end
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
		default:
			name, after := cutName(bytes.TrimLeft(rest[1:], blanks))
			if string(name) == "OFX" && len(after) > 0 && bytes.IndexByte([]byte("> \t\r\n"), after[0]) >= 0 {
				return i
			}
			return -1
		}
	}
	return -1
}

// version returns " 1.02" of VERSION:102 or VERSION="102", nothing where none is stated.
func version(header []byte) string {
	const word = "VERSION"
	for {
		at := bytes.Index(header, []byte(word))
		if at < 0 {
			return ""
		}
		header = bytes.TrimLeft(header[at+len(word):], ` :="'>`)
		n := 0
		for n < len(header) && header[n] >= '0' && header[n] <= '9' {
			n++
		}
		if n == 3 { // not that of <?xml version="1.0"?>
			return " " + string(header[:1]) + "." + string(header[1:3])
		}
	}
}

// read implements importer.Format.
func read(ctx context.Context, f *importer.File, to importer.Sink) error {
	limits := f.Limits.OrDefaults()
	limits.FieldBytes = min(limits.FieldBytes, ledger.MaxText)
	if f.Size > limits.FileBytes {
		return errFileBytes
	}
	src, err := open(f)
	if err != nil {
		return err
	}
	w := newWalker(ctx, newScanner(ctx, src, limits), f, to)
	return w.walk()
}

// errFileBytes says that a file is longer than its limit.
var errFileBytes = &importer.Error{Kind: importer.TooLarge, Msg: "the file is over the limit FileBytes", Hint: hints[importer.TooLarge]}

// open returns the file in UTF-8, with line ends that can be counted: on old Macs a
// line ends with \r alone.
func open(f *importer.File) (io.Reader, error) {
	head := make([]byte, importer.HeadBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	head = head[:n]
	src, err := inUTF8(f, head)
	if err == nil && bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0 {
		src = importer.LineEnds(src)
	}
	return src, err
}

// inUTF8 returns the file in UTF-8. Declared character sets are wrong so often that
// bytes that are UTF-8 are taken as such, whatever the header says; so are those of
// which most are, for banks cut texts within a character.
func inUTF8(f *importer.File, head []byte) (io.Reader, error) {
	name, err := importer.DetectCharset(f)
	if err != nil {
		return nil, err
	}
	marked := bytes.HasPrefix(head, []byte("\ufeff"))
	switch {
	case name == importer.UTF8 && !marked:
		return f, nil // it was looked at to its end
	case name == importer.Windows1252:
		if marked, err = mostlyUTF8(f); err != nil {
			return nil, err
		}
		if src, err := importer.Decode(f, declaredCharset(head)); err == nil && !marked {
			return src, nil
		}
	}
	if marked {
		return transform.NewReader(f, unicode.UTF8BOM.NewDecoder()), nil // what is no text becomes U+FFFD
	}
	return importer.Decode(f, name)
}

// mostlyUTF8 reports whether a file has more characters of several bytes in UTF-8 than
// bytes that are none. The file is at its start again afterwards.
func mostlyUTF8(f io.ReadSeeker) (bool, error) {
	good, bad, kept := 0, 0, 0
	buf := make([]byte, bufferBytes)
	for {
		n, err := f.Read(buf[kept:])
		b := buf[:kept+n]
		for len(b) >= utf8.UTFMax || err != nil && len(b) > 0 {
			r, size := utf8.DecodeRune(b)
			switch {
			case r == utf8.RuneError && size == 1:
				bad++
			case size > 1:
				good++
			}
			b = b[size:]
		}
		kept = copy(buf, b)
		if err == io.EOF {
			_, err = f.Seek(0, io.SeekStart)
			return good > bad, err
		}
		if err != nil {
			return false, err
		}
	}
}

// declaredCharset returns the character set of the header, and one that nobody
// knows where it declares none or one that the bytes belie.
func declaredCharset(head []byte) string {
	upper := strings.ToUpper(string(head))
	if at := strings.Index(upper, "<OFX"); at >= 0 {
		upper = upper[:at]
	}
	name := ""
	for _, word := range []string{"CHARSET", "ENCODING"} {
		_, after, ok := strings.Cut(upper, word)
		if !ok {
			continue
		}
		after = strings.TrimLeft(after, ` :="'`)
		end := strings.IndexFunc(after, func(r rune) bool {
			return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
		})
		if end >= 0 {
			after = after[:end]
		}
		name, _, _ = strings.Cut(after, "COMPRESSION") // a header without line ends
		if name != "" && name != "NONE" {
			break
		}
	}
	switch {
	case strings.HasPrefix(name, "8859"):
		return "ISO-" + name
	case strings.HasPrefix(name, "UTF"), strings.HasSuffix(name, "ASCII"), name == "UNICODE":
		return ""
	}
	return name
}

// hints say what to do about an error of a kind.
var hints = map[importer.Kind]string{
	importer.Truncated:     "fetch the file again from the bank",
	importer.Empty:         "fetch the file again from the bank",
	importer.UnknownFormat: "fetch the file again from the bank, as OFX",
	importer.NoStatement:   "ask the bank for an account statement in OFX",
	importer.Malformed:     "fetch the file again; if it is the same, the bank must mend it",
	importer.Missing:       "fetch the file again; if it is the same, the bank must mend it",
	importer.Inconsistent:  "fetch the file again; if it is the same, the bank must mend it",
	importer.TooLarge:      "fetch the file in parts, a month or a year each",
}

// errEnough ends the reading of a file of which enough errors are known.
var errEnough = errors.New("ofx: enough errors")
