package importer

import (
	"bytes"
	"regexp"
)

// kinds of files that are known by their first bytes.
var magic = []struct{ start, what, hint string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)", asCSV},
	{"%PDF-", "a PDF", "download the statement as OFX, CAMT or CSV: a PDF is a picture of it; an invoice is for lettrage invoices import FILE"},
	{"\x89PNG\r\n", "a picture", askForFile},
	{"\xff\xd8\xff", "a picture", askForFile},
	{"GIF8", "a picture", askForFile},
	{"II*\x00", "a picture", askForFile},
	{"MM\x00*", "a picture", askForFile},
	{"\x1f\x8b", "a compressed file in another one", unpack},
	{"7z\xbc\xaf\x27\x1c", "a compressed file", unpack},
	{"Rar!\x1a\x07", "a compressed file", unpack},
	{"BZh", "a compressed file", unpack},
	{"{\\rtf", "a text document", askForFile},
}

const (
	asCSV      = "open it in the spreadsheet program, save it as CSV (UTF-8), and import that"
	askForFile = "download the statement as OFX, CAMT or CSV"
	unpack     = "unpack it and import the files that are in it"
	otherForm  = "ask the bank for CAMT.053, OFX or CSV"
)

// formats that are texts and that no package reads yet. Each is looked for so
// strictly that no OFX, CAMT or CSV file is one.
var texts = []struct {
	is         func(text []byte) bool
	what, hint string
}{
	{regexp.MustCompile(`^!(?:Type|Account|Option|Clear):`).Match, "a file in QIF", otherForm},
}

// messages are the XML documents that are known and hold no bank statement, by their namespaces.
var messages = []struct{ namespace, what, hint string }{
	{"xsd:pain.", "a payment order or its status (pain)", "import the statement (camt.053) that comes afterwards"},
	{"xsd:pacs.", "a message between banks (pacs)", otherForm},
	{"xsd:camt.", "a CAMT message that is no statement", "import the statement (camt.053)"},
	{"schemas-microsoft-com:office:spreadsheet", "an Excel workbook in XML", asCSV},
	{"CrossIndustryInvoice", "an electronic invoice", "lettrage invoices import FILE"},
	{"names:specification:ubl", "an electronic invoice", "lettrage invoices import FILE"},
}

var statementMessage = regexp.MustCompile(`xsd:(?:\$)?camt\.05[234]`)

// Foreign recognises, by its first HeadBytes, a file that many users have and that
// no format here reads: a workbook, a PDF, a picture, an archive, a payment order. It
// returns an *Error of kind Unsupported that says what it is and
// what to do, or nil.
func Foreign(head []byte) *Error {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.start)) {
			return foreign(m.what, m.hint)
		}
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return foreignArchive(head)
	}
	if len(head) > 12 && (string(head[4:8]) == "ftyp" || string(head[:4]) == "RIFF") {
		return foreign("a picture or a film", askForFile)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if bytes.HasPrefix(text, []byte("<")) {
		return foreignMessage(text)
	}
	for _, f := range texts {
		if f.is(text) {
			return foreign(f.what, f.hint)
		}
	}
	return nil
}

func foreign(what, hint string) *Error {
	return &Error{Kind: Unsupported, Field: "file", Msg: "is " + what + ", which is not read", Hint: hint}
}

// foreignArchive tells the documents apart that are archives inside.
func foreignArchive(head []byte) *Error {
	switch {
	case bytes.Contains(head, []byte("opendocument.spreadsheet")):
		return foreign("an OpenDocument spreadsheet", asCSV)
	case bytes.Contains(head, []byte("word/")):
		return foreign("a text document", askForFile)
	case bytes.Contains(head, []byte("xl/")), bytes.Contains(head, []byte("[Content_Types].xml")):
		return foreign("an Excel workbook (XLSX)", asCSV)
	}
	return foreign("a compressed file in another one", unpack)
}

func foreignMessage(text []byte) *Error {
	if statementMessage.Match(text) {
		return nil
	}
	for _, m := range messages {
		if bytes.Contains(text, []byte(m.namespace)) {
			return foreign(m.what, m.hint)
		}
	}
	return nil
}
