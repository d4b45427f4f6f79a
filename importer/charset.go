package importer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The character sets that DetectCharset tells apart.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// DetectCharset reads a file to its end and says in which character set it is: the
// one of its byte order mark; UTF-16 without a mark where every other byte of the
// beginning is zero; UTF-8 where all of it is; else windows-1252, of which every
// text in ISO 8859-1 is one too. The file is at its start again afterwards.
func DetectCharset(r io.ReadSeeker) (string, error) {
	name, err := detect(r)
	if err != nil {
		return "", err
	}
	_, err = r.Seek(0, io.SeekStart)
	return name, err
}

func detect(r io.Reader) (string, error) {
	buf := make([]byte, 64<<10)
	kept := 0
	for first := true; ; first = false {
		n, err := io.ReadFull(r, buf[kept:])
		ended := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !ended {
			return "", err
		}
		chunk := buf[:kept+n]
		if first {
			if name := marked(chunk); name != "" {
				return name, nil
			}
		}
		rest, ok := validPrefix(chunk)
		switch {
		case !ok || ended && len(rest) > 0:
			return Windows1252, nil
		case ended:
			return UTF8, nil
		}
		kept = copy(buf, rest)
	}
}

// marked returns the character set of a byte order mark, or of the zeros of UTF-16.
func marked(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(head, []byte("\xff\xfe")), len(head) >= 4 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return UTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")), len(head) >= 4 && head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return UTF16BE
	}
	return ""
}

// validPrefix cuts all whole characters off the start of b; what is left may be the
// start of one. ok is false when b is no UTF-8.
func validPrefix(b []byte) (rest []byte, ok bool) {
	end := len(b)
	for back := 1; back < utf8.UTFMax && back <= len(b); back++ {
		if c := b[len(b)-back]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-back:]) {
				end = len(b) - back
			}
			break
		}
	}
	return b[end:], utf8.Valid(b[:end])
}

// Decode returns a reader of the same text in UTF-8, without a byte order mark. The
// character set is known by any of its usual names, whatever the case; one that
// nobody knows is an *Error of kind Charset. Bytes that are no text in it come out as U+FFFD,
// save that a text in UTF-8 ends with ErrCharset there.
func Decode(r io.Reader, charset string) (io.Reader, error) {
	name := strings.ToLower(strings.TrimSpace(charset))
	switch name {
	case UTF8, "utf8", "us-ascii", "ascii":
		return transform.NewReader(r, transform.Chain(unicode.BOMOverride(transform.Nop), checkUTF8{})), nil
	case "ansi":
		name = Windows1252
	}
	enc := encodingOf(name)
	if enc == nil {
		return nil, &Error{Kind: Charset, Msg: "should be in a character set that is known", Hint: "save the file as UTF-8"}
	}
	return transform.NewReader(r, unicode.BOMOverride(enc.NewDecoder())), nil
}

// encodingOf finds a character set by its name, or by the number of its code page:
// 1250, cp1252 (Windows), 850 (DOS). nil where nobody knows it.
func encodingOf(name string) encoding.Encoding {
	if enc, err := htmlindex.Get(name); err == nil {
		return enc
	}
	page := strings.TrimPrefix(name, "cp")
	for _, known := range []string{"windows-" + page, "ibm" + page} {
		if enc, err := ianaindex.IANA.Encoding(known); err == nil && enc != nil {
			return enc
		}
	}
	return nil
}

// ErrCharset says that a text has bytes that are none in UTF-8.
var ErrCharset = errors.New("importer: bytes that are no text in UTF-8")

// checkUTF8 passes UTF-8 on as it is, and fails at what is none.
type checkUTF8 struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (checkUTF8) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = encoding.UTF8Validator.Transform(dst, src, atEOF)
	if err == encoding.ErrInvalidUTF8 {
		err = ErrCharset
	}
	return nDst, nSrc, err
}
