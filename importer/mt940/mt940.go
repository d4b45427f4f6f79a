package mt940

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"lettrage/importer"
	"lettrage/ledger"
)

// Format is SWIFT MT940 and MT942.
var Format = importer.Format{Name: "mt940", Detect: detect, Read: read}

const (
	name940 = "mt940"
	name942 = "mt940 (mt942)"
)

// headerLines is how many lines of the bank's may stand above the first message.
const headerLines = 30

// detect looks for SWIFT blocks, or for field 20 below a few lines of the bank's, followed by another
// field of a statement. A file without an opening balance and with a floor limit, a time or a sum is an MT942.
func detect(head []byte) (string, bool) {
	if bytes.IndexByte(head[:min(len(head), 64)], 0) >= 0 {
		head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	}
	head = bytes.TrimLeft(head, "\ufeff\xfe\xff\x01 \t\r\n")
	s := newScanner(bytes.NewReader(head), importer.DefaultLimits())
	found := bytes.HasPrefix(head, []byte("{1:F"))
	name, begun := name940, false
	for {
		f, err := s.next()
		switch {
		case err != nil, f.tag == tagEnd, !found && !begun && s.n > headerLines, !found && f.tag == "61":
			return name, found
		case f.tag == "20":
			begun = true
		case f.tag == "60F", f.tag == "60M":
			return name940, found || begun
		case f.tag == "34", f.tag == "13", f.tag == "90":
			if found = found || begun; found {
				return name942, true
			}
		case f.tag == "25", f.tag == "28":
			found = found || begun
		case f.tag == "62F", f.tag == "62M":
			return name940, found
		}
	}
}

// read implements importer.Format.
func read(ctx context.Context, f *importer.File, to importer.Sink) error {
	limits := f.Limits.OrDefaults()
	limits.FieldBytes = min(limits.FieldBytes, ledger.MaxText)
	if f.Size > limits.FileBytes {
		return &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: "is over the limit FileBytes", Hint: hints[importer.TooLarge]}
	}
	charset, err := charsetOf(f)
	if err != nil {
		return err
	}
	s, err := open(f, charset, limits)
	if err != nil {
		return err
	}
	all, err := survey(ctx, s)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if s, err = open(f, charset, limits); err != nil {
		return err
	}
	r := &reader{ctx: ctx, file: f, limits: limits, to: to, s: s, outlines: all}
	return r.read()
}

// mostlyUTF8 is the character set of a text in UTF-8 with bytes that are none.
const mostlyUTF8 = "mostly utf-8"

// charsetOf tells the character set of a file, which is at its start again afterwards. One that has more
// characters of several bytes in UTF-8 than bytes that are none is in UTF-8: programs
// break lines after so many bytes, and so within a character.
func charsetOf(f io.ReadSeeker) (string, error) {
	name, err := importer.DetectCharset(f)
	if err != nil || name != importer.Windows1252 {
		return name, err
	}
	good, bad := 0, 0
	r := bufio.NewReaderSize(f, bufferBytes)
	for {
		c, size, err := r.ReadRune()
		switch {
		case err == io.EOF:
			if good > bad {
				name = mostlyUTF8
			}
			_, err = f.Seek(0, io.SeekStart)
			return name, err
		case err != nil:
			return "", err
		case c == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
	}
}

// open returns a scanner of the file's text.
func open(f *importer.File, charset string, limits importer.Limits) (*scanner, error) {
	if charset == importer.UTF8 || charset == mostlyUTF8 { // it was looked at to its end
		s := newScanner(f, limits)
		s.cut = charset == mostlyUTF8
		return s, nil
	}
	text, err := importer.Decode(f, charset)
	if err != nil {
		return nil, err
	}
	return newScanner(text, limits), nil
}

// hints say what to do about an error of a kind.
var hints = map[importer.Kind]string{
	importer.Truncated:    "fetch the file again from the bank",
	importer.NoStatement:  "ask the bank for an account statement (MT940)",
	importer.Malformed:    "fetch the file again; if it is the same, the bank must mend it",
	importer.Missing:      "fetch the file again; if it is the same, the bank must mend it",
	importer.Inconsistent: "fetch the file again; if it is the same, the bank must mend it",
	importer.TooLarge:     "fetch the file in parts, a month or a year each",
}

// maxStatements bounds the statements of a file.
const maxStatements = 1_000_000

// outline is what is known of a statement before it is read: from its end, and from the next.
type outline struct {
	closing  ledger.Date // day of the closing balance, zero without one
	currency [3]byte     // of the first balance, limit or sum
	page     bool        // it ends as a page
	goesOn   bool        // and what is left of its last day stands behind it
}

// survey reads the file for its balances alone.
func survey(ctx context.Context, s *scanner) ([]outline, error) {
	var v surveyor
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f, err := s.next()
		if err != nil {
			return nil, err
		}
		if f.begins {
			if len(v.all) == maxStatements {
				return nil, &importer.Error{Kind: importer.TooLarge, Line: f.line, Field: "20", Hint: hints[importer.TooLarge],
					Msg: fmt.Sprintf("is over the limit of %d statements", maxStatements)}
			}
			v.all = append(v.all, outline{})
		}
		if f.tag == tagEnd {
			return v.outlines(), nil
		}
		if len(v.all) > 0 {
			v.field(f)
		}
	}
}

// surveyor gathers outlines.
type surveyor struct {
	all     []outline
	account []byte         // of the last statement
	page    ledger.Balance // with which the last page ended; zero behind another end
}

// outlines returns what was gathered. A page goes on to the end of its day where the pages behind it do.
func (v *surveyor) outlines() []outline {
	for i := len(v.all) - 2; i >= 0; i-- {
		page, next := &v.all[i], &v.all[i+1]
		page.goesOn = page.goesOn && (next.closing > page.closing || next.closing == page.closing && (!next.page || next.goesOn))
	}
	return v.all
}

// field notes what a field says of the last statement.
func (v *surveyor) field(f field) {
	last := &v.all[len(v.all)-1]
	switch f.tag {
	case "25":
		if !bytes.Equal(f.text, v.account) {
			v.account, v.page = append(v.account[:0], f.text...), ledger.Balance{}
		}
	case "60F":
		v.page = ledger.Balance{}
	case "60M":
		if b, err := parseBalance(f.text); err == nil && b.Balance == v.page && len(v.all) > 1 {
			v.all[len(v.all)-2].goesOn = true
		}
		v.page = ledger.Balance{}
	case "62F", "62M":
		b, err := parseBalance(f.text)
		if err != nil {
			return
		}
		last.closing = b.Date
		copy(last.currency[:], b.Amount.Currency())
		if last.page = f.tag == "62M"; last.page {
			v.page = b.Balance
		}
	case "34", "90":
		if c := currencyIn(f.text); c != "" && last.currency == [3]byte{} {
			copy(last.currency[:], c)
		}
	}
}

// errEnough ends the reading of a file of which enough errors are known.
var errEnough = errors.New("mt940: enough errors")
