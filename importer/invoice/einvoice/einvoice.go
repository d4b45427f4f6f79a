package einvoice

import (
	"bytes"
	"context"
	"regexp"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// The syntaxes, as Detect names them.
const (
	CII     = "cii"
	ZUGFeRD = "zugferd1"
	UBL     = "ubl"
)

// Document is what an electronic invoice says.
type Document struct {
	Invoice  ledger.Invoice        // its Customer is empty where the document has no number of the buyer
	Details  ledger.InvoiceDetails // without the document's own hash
	Customer ledger.Customer       // the buyer; its ID is that of Invoice
	Seller   Seller
}

// Seller says who issued the invoice, as far as the document does.
type Seller struct {
	SIREN string // nine digits
	Name  string
}

// roots are the first elements of what is read, and of what is not, by namespace.
var roots = []struct{ name, space, syntax string }{
	{"CrossIndustryInvoice", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:", CII},
	{"CrossIndustryDocument", "urn:ferd:CrossIndustryDocument:invoice:1p0", ZUGFeRD},
	{"Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", UBL},
	{"CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2", UBL},
}

var firstElement = regexp.MustCompile(`^<(?:[\pL_][\pL\pN_.-]*:)?([\pL_][\pL\pN_.-]*)[\s/>]`)

// Detect reports whether the beginning of an XML file is that of an invoice, and in
// which syntax: by the name of its first element and the namespace beside it.
func Detect(head []byte) (syntax string, ok bool) {
	text := withoutComments(bytes.ReplaceAll(head[:min(len(head), importer.HeadBytes)], []byte{0}, nil)) // of UTF-16, ASCII is all that matters here
	at := firstElement.FindSubmatchIndex(text)
	if at == nil {
		return "", false
	}
	tag, _, _ := bytes.Cut(text, []byte(">"))
	for _, r := range roots {
		if string(text[at[2]:at[3]]) == r.name && bytes.Contains(tag, []byte(r.space)) {
			return r.syntax, true
		}
	}
	return "", false
}

// withoutComments cuts what may stand before the first element: the declaration,
// comments, and a document type, which is refused when the invoice is read.
func withoutComments(text []byte) []byte {
	for {
		text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), " \t\r\n\xff\xfe")
		var end string
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(text, []byte("<!DOCTYPE")):
			end = ">"
			if subset := bytes.IndexByte(text, '['); subset >= 0 && subset < bytes.IndexByte(text, '>') {
				end = "]>"
			}
		default:
			return text
		}
		_, after, ok := bytes.Cut(text, []byte(end))
		if !ok {
			return nil
		}
		text = after
	}
}

// reader reads one document.
type reader struct {
	limits importer.Limits
	warnTo func(importer.Warning)
	root   *node
	errs   importer.Errors
	warned int
	cur    money.Currency
	credit bool // by type or by sign
	doc    Document
}

// Read reads an invoice. Its error is an *importer.Error, importer.Errors, or the context's.
func Read(ctx context.Context, content []byte, limits importer.Limits, warn func(importer.Warning)) (Document, error) {
	root, err := parse(ctx, content, limits.OrDefaults(), warn)
	if err != nil {
		return Document{}, err
	}
	r := &reader{limits: limits.OrDefaults(), warnTo: warn, root: root}
	switch r.syntax() {
	case CII, ZUGFeRD:
		r.cii()
	case UBL:
		r.ubl()
	default:
		return Document{}, &importer.Error{Kind: importer.UnknownFormat, Line: root.line, Field: "/" + fieldName(root.name), Msg: "should be CrossIndustryInvoice, Invoice or CreditNote, in the namespace of CII or UBL 2",
			Hint: "ask for the invoice as Factur-X, CII or UBL"}
	}
	if len(r.errs) > 0 {
		return Document{}, r.errs
	}
	return r.doc, nil
}

// fieldName is the name of an element as a message may show it: of a known length.
func fieldName(s string) string { return s[:min(len(s), 60)] }

func (r *reader) syntax() string {
	for _, known := range roots {
		if r.root.name == known.name && strings.HasPrefix(r.root.space(), known.space) {
			return known.syntax
		}
	}
	return ""
}

// place says where something is, or should be: a path below a node that is there.
func place(n *node, path string) (line int, field string) {
	for path != "" {
		first, rest, _ := strings.Cut(path, "/")
		next := n.first(first)
		if next == nil {
			break
		}
		n, path = next, rest
	}
	field = n.path()
	for path != "" {
		var name string
		name, path, _ = strings.Cut(path, "/")
		name, _, _ = strings.Cut(name, "|")
		field += "/" + name
	}
	return n.line, field
}

func (r *reader) fault(n *node, path string, kind importer.Kind, msg, hint string) {
	if len(r.errs) >= importer.MaxErrors { // a place is looked up among all elements: not for each of a hundred thousand
		return
	}
	line, field := place(n, path)
	if hint == "" {
		hint = "put the invoice right in the program that wrote it, and export it again"
	}
	r.errs = append(r.errs, &importer.Error{Kind: kind, Line: line, Field: field, Msg: msg, Hint: hint})
}

func (r *reader) warn(n *node, path, kind, msg string) {
	if r.warned++; r.warned > importer.MaxErrors {
		return
	}
	line, field := place(n, path)
	r.warnTo(importer.Warning{Kind: kind, Line: line, Message: field + ": " + msg})
}
