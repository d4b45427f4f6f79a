package camt

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"lettrage/importer"
)

// Format reads camt.052, camt.053 and camt.054 of all versions.
var Format = importer.Format{Name: "camt", Detect: detect, Read: read}

// message is a kind of message: how its elements are called.
type message struct {
	name    string // camt.053
	element string // its outermost element, in version 1 followed by V01
	each    string // the element of one account
	interim bool
}

var messages = []message{
	{"camt.053", "BkToCstmrStmt", "Stmt", false},
	{"camt.052", "BkToCstmrAcctRpt", "Rpt", true},
	{"camt.054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", true},
}

// messageOf returns the message whose outermost element is called so.
func messageOf(element []byte) (message, bool) {
	for _, m := range messages {
		if name, _, _ := bytes.Cut(element, []byte("V0")); string(name) == m.element {
			return m, true
		}
	}
	return message{}, false
}

// detect names the format of a file by its first bytes, like camt.053.001.08: by
// its message's element and the version in a namespace.
func detect(head []byte) (string, bool) {
	text := io.Reader(bytes.NewReader(head[len(byteOrderMark(head)):]))
	if c := charset(head); c != importer.UTF8 {
		if decoded, err := importer.Decode(text, c); err == nil {
			text = decoded
		} // else it is told when it is read
	}
	s, version := newScanner(text, importer.DefaultLimits(), firstBuffer), ""
	for {
		tok, err := s.next()
		if err != nil || tok == endOfFile { // reading it says what is wrong
			if version == "" && bytes.HasPrefix(bytes.TrimLeft(head[len(byteOrderMark(head)):], " \t\r\n"), []byte("<")) {
				version = versionIn(head) // behind a DOCTYPE, say
			}
			return version, version != ""
		}
		if tok != startTag {
			continue
		}
		if v := versionIn(s.attrs); v != "" {
			version = v
		}
		if m, ok := messageOf(s.name); ok {
			if !strings.HasPrefix(version, m.name) {
				version = m.name
			}
			return version, true
		}
	}
}

// versionIn finds the name of one of the messages with its version among the
// attributes of an element, in whatever namespace: camt.053.001.08.
func versionIn(attrs []byte) string {
	for _, m := range messages {
		prefix := m.name + ".001."
		if i := bytes.Index(attrs, []byte(prefix)); i >= 0 && len(attrs) >= i+len(prefix)+2 {
			if v := attrs[i+len(prefix):][:2]; twoDigits(v, 99) {
				return prefix + string(v)
			}
		}
	}
	return ""
}

// read implements importer.Format.
func read(ctx context.Context, f *importer.File, to importer.Sink) error {
	return readThrough(ctx, f, to, firstBuffer)
}

// readThrough is read through a buffer of so many bytes.
func readThrough(ctx context.Context, f *importer.File, to importer.Sink, buffer int) error {
	limits := f.Limits.OrDefaults()
	if f.Size > limits.FileBytes {
		return &importer.Error{Kind: importer.TooLarge, Msg: "the file is over the limit FileBytes"}
	}
	d := &decoder{ctx: ctx, limits: limits, odd: f.Warn}
	text, err := d.decoded(f)
	if err != nil {
		return err
	}
	d.s = newScanner(text, limits, buffer)
	r := &reader{decoder: d, to: to, file: f}
	r.document()
	return d.result()
}

// decoded returns the file's text in UTF-8.
func (d *decoder) decoded(f io.ReadSeeker) (io.Reader, error) {
	head := make([]byte, 1<<10) // a declaration is shorter
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, err
	}
	name := charset(head[:n])
	if narrow(name) {
		mislabelled, err := isUTF8(f)
		if err != nil {
			return nil, err
		}
		if mislabelled {
			d.warn("charset", 1, "the file declares another character set and is in UTF-8; it is read as UTF-8")
			name = importer.UTF8
		}
	}
	if isUTF8 := strings.EqualFold(strings.TrimSpace(name), importer.UTF8); isUTF8 { // as nearly all are: the scanner checks it
		_, err := f.Seek(int64(len(byteOrderMark(head[:n]))), io.SeekStart)
		return f, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	text, err := importer.Decode(f, name)
	if unknown := (*importer.Error)(nil); errors.As(err, &unknown) {
		unknown.Line, unknown.Field = 1, "?xml/@encoding"
	}
	return text, err
}

// byteOrderMark returns the mark of a text in UTF-8, empty where it has none.
func byteOrderMark(head []byte) []byte {
	const mark = "\xef\xbb\xbf"
	if bytes.HasPrefix(head, []byte(mark)) {
		return head[:len(mark)]
	}
	return nil
}

// narrow reports whether a declared character set has one byte a character. Programs
// that write UTF-8 declare such ones out of habit.
func narrow(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "iso-8859-") || strings.HasPrefix(name, "windows-125") || strings.HasPrefix(name, "cp125")
}

// isUTF8 reports whether a file has characters beyond ASCII, and all of it is UTF-8:
// in a text of any other character set that is next to impossible.
func isUTF8(f io.ReadSeeker) (bool, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	text, err := importer.Decode(f, importer.UTF8)
	if err != nil {
		return false, err
	}
	var seen beyond
	if _, err = io.Copy(&seen, text); errors.Is(err, importer.ErrCharset) {
		return false, nil
	}
	return bool(seen), err
}

// beyond notes whether what is written to it has bytes beyond ASCII.
type beyond bool

// Write implements io.Writer.
func (b *beyond) Write(p []byte) (int, error) {
	*b = *b || beyond(bytes.ContainsFunc(p, func(r rune) bool { return r >= utf8.RuneSelf }))
	return len(p), nil
}

// charset returns the character set of an XML text by its byte order mark, its
// zeros, or its declaration; without any it is UTF-8 (XML 1.0, section 4.3.3).
func charset(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return importer.UTF8
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		return importer.UTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		return importer.UTF16BE
	}
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<?xml"))
	if !ok {
		return importer.UTF8
	}
	rest, _, _ = bytes.Cut(rest, []byte("?>"))
	name := declared(rest, "encoding")
	if wide := strings.ToLower(name); wide == "" || strings.HasPrefix(wide, "utf-16") || strings.HasPrefix(wide, "ucs-") || strings.HasPrefix(wide, "iso-10646") {
		return importer.UTF8 // it says two bytes a character, and was read with one
	}
	return name
}
