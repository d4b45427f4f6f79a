// Package formats is the one list of bank file formats, and tells by a file's
// content which of them it is.
//
//	format, err := formats.Open(file, "")       // by content, whatever the name
//	err = format.Read(ctx, file, sink)
//
// To add a format is one package and one line in All.
package formats

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"lettrage/importer"
	"lettrage/importer/camt"
	"lettrage/importer/cfonb120"
	"lettrage/importer/csv"
	"lettrage/importer/invoice"
	"lettrage/importer/mt940"
	"lettrage/importer/ofx"
	"lettrage/importer/xlsx"
)

// All returns the formats in the order in which they are tried: the one whose signs are weakest is last.
func All() []importer.Format {
	return []importer.Format{camt.Format, ofx.Format, mt940.Format, cfonb120.Format, xlsx.Format, csv.Format}
}

// withProfiles reports whether a family has profiles to choose from.
func withProfiles(family string) bool { return family == csv.Format.Name || family == xlsx.Format.Name }

// Open says of which format a file is and sets f.Format to its name, version
// included. With as, FORMAT or FORMAT:PROFILE, the user has said it; else the first
// importer.HeadBytes of the content decide. The file is at its start afterwards.
//
// The error is one of reading, or an *importer.Error: TooLarge, Empty, UnknownFormat
// (for a format that as names and nobody knows, too), or Unsupported with what to do
// where the file is of a known kind that is not read here.
func Open(f *importer.File, as string) (importer.Format, error) { return open(f, as, All()) }

func open(f *importer.File, as string, all []importer.Format) (importer.Format, error) {
	if limit := f.Limits.OrDefaults().FileBytes; f.Size > limit {
		return importer.Format{}, &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: fmt.Sprintf("should have %d bytes at most (limit FileBytes)", limit), Hint: "ask the bank for a shorter period"}
	}
	head, err := readHead(f)
	if err != nil {
		return importer.Format{}, err
	}
	if blank(head) && len(head) < importer.HeadBytes {
		return importer.Format{}, &importer.Error{Kind: importer.Empty, Field: "file", Msg: "should hold a statement, and is empty", Hint: "download it again"}
	}
	if as != "" {
		return chosen(f, head, as, all)
	}
	return detected(f, head, all)
}

// Readings returns the ways to read a table of a bank that no profile knows, for a person
// to confirm, and none of a file that is read without a guess. Its error is that of Open or of reading.
func Readings(ctx context.Context, f *importer.File, as string) ([]csv.Reading, error) {
	format, err := Open(f, as)
	if err != nil {
		return nil, err
	}
	switch format.Name {
	case csv.Format.Name:
		return csv.Readings(ctx, f)
	case xlsx.Format.Name:
		return xlsx.Readings(ctx, f)
	}
	return nil, nil
}

// readHead returns the first bytes of the file and goes back to its start.
func readHead(f *importer.File) ([]byte, error) {
	head, err := io.ReadAll(io.LimitReader(f, importer.HeadBytes))
	if err != nil {
		return nil, err
	}
	_, err = f.Seek(0, io.SeekStart)
	return head, err
}

// blank reports whether there is nothing in a file but blanks, zeros and a mark of the byte order.
func blank(head []byte) bool {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		head = bytes.TrimPrefix(head, []byte(mark))
	}
	return len(bytes.Trim(head, " \t\r\n\v\f\x00\x1a")) == 0
}

// chosen returns the format that the user named.
func chosen(f *importer.File, head []byte, as string, all []importer.Format) (importer.Format, error) {
	family, profile, _ := strings.Cut(as, ":")
	for _, format := range all {
		if format.Name != family {
			continue
		}
		if profile != "" && !withProfiles(family) {
			return importer.Format{}, &importer.Error{Kind: importer.UnknownFormat, Field: "--as", Msg: "should name a profile for csv or xlsx alone", Hint: "--as " + family}
		}
		if e := list(head); e != nil && profile == "" {
			return importer.Format{}, e
		}
		name, ok := format.Detect(head)
		if !ok {
			if e := importer.Foreign(head); e != nil {
				return importer.Format{}, e
			}
			name = family // the user knows better than its signs; reading will tell
		}
		f.Format, f.Profile = name, profile
		return format, nil
	}
	return importer.Format{}, &importer.Error{Kind: importer.UnknownFormat, Field: "--as", Msg: "should be " + names(all), Hint: "or leave it out: the content says what it is"}
}

// names lists the families: "camt, ofx, cfonb120 or csv".
func names(all []importer.Format) string {
	var b strings.Builder
	for i, f := range all {
		switch {
		case i > 0 && i == len(all)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(f.Name)
	}
	return b.String()
}

// detected returns the format whose signs the content has.
func detected(f *importer.File, head []byte, all []importer.Format) (importer.Format, error) {
	if e := foreign(head); e != nil {
		return importer.Format{}, e
	}
	if e := list(head); e != nil {
		return importer.Format{}, e
	}
	for _, format := range all {
		if name, ok := format.Detect(head); ok {
			f.Format = name
			return format, nil
		}
	}
	return importer.Format{}, unknown(head)
}

// foreign refuses what no format here reads. A workbook is read, though as no list of invoices.
func foreign(head []byte) *importer.Error {
	if _, ok := xlsx.Format.Detect(head); ok {
		return nil
	}
	return importer.Foreign(head)
}

// list refuses a list of customers or open items: booked as a statement, each invoice would be a bank line.
func list(head []byte) *importer.Error {
	name, ok := invoice.Detect(head)
	if !ok {
		return nil
	}
	what := "a list of open items"
	switch name {
	case "customers":
		what = "a list of customers"
	case "invoices":
	case invoice.PDF: // a statement may be one, too
		return importer.Foreign(head)
	default:
		what = "an electronic invoice"
	}
	return &importer.Error{Kind: importer.Unsupported, Field: "file", Msg: "should be a bank statement, and is " + what, Hint: "lettrage invoices import FILE"}
}

// unknown says what a file of no known format looks like.
func unknown(head []byte) *importer.Error {
	e := &importer.Error{Kind: importer.UnknownFormat, Field: "file", Msg: "should be a bank statement in OFX, CAMT.053, MT940, CFONB 120, CSV or XLSX", Hint: "download the statement again in one of these formats"}
	text := bytes.ToLower(bytes.TrimLeft(head[:min(len(head), 1<<10)], "\xef\xbb\xbf \t\r\n"))
	switch {
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")):
		e.Hint = "this is a web page, perhaps the bank's log-in page: download the statement again; what a spreadsheet program opens all the same, save as CSV"
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		e.Hint = "this is JSON: download the statement in one of these formats"
	case bytes.IndexByte(text, 0) >= 0:
		e.Hint = "this is no text: download the statement in one of these formats"
	}
	return e
}
