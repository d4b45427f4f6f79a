package cfonb120

import (
	"bytes"
	"context"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"lettrage/importer"
	"lettrage/ledger"
)

// name is what the format is called after --as.
const name = "cfonb120"

// Format reads CFONB 120.
var Format = importer.Format{Name: name, Detect: detect, Read: read}

// maxHeading is how many lines of a bank's own may stand above the first record.
const maxHeading = 10

// detect reports whether the first line that is not blank is a record, or one of the next.
func detect(head []byte) (string, bool) {
	text, err := decoded(bytes.NewReader(head), head)
	if err != nil {
		return "", false
	}
	s := newRecords(text, importer.DefaultLimits())
	for n := 0; n <= maxHeading; n++ {
		line, ended, err := s.first()
		switch {
		case err != nil:
			return "", false
		case isRecord(line):
			return name, n == 0 || codeOf(line) == "01"
		case !ended: // longer than a record, and none
			return "", false
		}
		if s.skip(len(line), ended) != nil {
			return "", false
		}
	}
	return "", false
}

// read implements importer.Format.
func read(ctx context.Context, f *importer.File, to importer.Sink) error {
	limits := f.Limits.OrDefaults()
	limits.FieldBytes = min(limits.FieldBytes, ledger.MaxText)
	if f.Size > limits.FileBytes {
		return &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: "is over the limit FileBytes", Hint: hints[importer.TooLarge]}
	}
	head := make([]byte, importer.HeadBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	text, err := decoded(f, head[:n])
	if err != nil {
		return err
	}
	r := &reader{ctx: ctx, file: f, to: to, limits: limits}
	r.records = newRecords(text, limits)
	r.records.warn = r.warn
	return r.read()
}

// decoded returns a file, of which the head is known, in UTF-8 with \n at its line ends.
func decoded(f io.ReadSeeker, head []byte) (io.Reader, error) {
	if isEBCDIC(head) {
		return importer.LineEnds(transform.NewReader(f, transform.Chain(charmap.CodePage037.NewDecoder(), runes.Map(usual)))), nil
	}
	charset, err := importer.DetectCharset(f)
	if err != nil {
		return nil, err
	}
	text, err := importer.Decode(f, charset)
	if err == nil && bytes.IndexByte(head, '\xa0') >= 0 { // of a no-break blank, in one byte or two
		text = transform.NewReader(text, runes.Map(usual))
	}
	return importer.LineEnds(text), err
}

// usual turns the line end of EBCDIC (NEL) and the no-break blank into the usual ones.
func usual(r rune) rune {
	switch r {
	case '\u0085':
		return '\n'
	case '\u00a0':
		return ' '
	}
	return r
}

// isEBCDIC reports whether a file begins with a code of a record and a digit of a bank in EBCDIC.
func isEBCDIC(head []byte) bool {
	text := bytes.TrimLeft(head, "\x40\x15\x25\x0d")
	return len(text) > 3 && text[0] == 0xf0 && strings.IndexByte("\xf1\xf4\xf5\xf7", text[1]) >= 0 && text[2] >= 0xf0 && text[2] <= 0xf9
}

// hints say what to do about an error of a kind.
var hints = map[importer.Kind]string{
	importer.Malformed:    "import the file as the bank gave it: opened and saved in another program, its columns move",
	importer.Missing:      "fetch the statement again from the bank, whole",
	importer.Truncated:    "fetch the statement again from the bank, whole",
	importer.Inconsistent: "fetch the statement again; if it is the same, the bank must mend it",
	importer.NoStatement:  "fetch the statement again from the bank",
	importer.Charset:      "save the file as UTF-8",
	importer.TooLarge:     "ask the bank for a shorter period",
}
