package einvoice

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"lettrage/importer"
)

// node is an element of the document. A nil node has no text and nothing below it,
// so that a path through what is missing ends in nothing.
type node struct {
	name  string // without prefix
	attrs []xml.Attr
	text  string // of a leaf, without blanks around it; of more than the limit its beginning
	long  bool   // the text is longer
	line  int
	up    *node
	kids  []*node
}

// Limits of a document.
const (
	MaxBytes    = 32 << 20
	MaxElements = 200_000 // those of the invoice's items, and what is attached, left out
)

// unread are elements of which there are many and nothing is needed.
var unread = []string{"IncludedSupplyChainTradeLineItem", "InvoiceLine", "CreditNoteLine", "UBLExtensions", "AttachmentBinaryObject", "EmbeddedDocumentBinaryObject"}

// builder makes the tree.
type builder struct {
	d     *xml.Decoder
	limit importer.Limits
	count int
	depth int
	root  *node
	at    *node
}

// parse reads the tree of a document. Its error is an *importer.Error, or the context's.
func parse(ctx context.Context, content []byte, limits importer.Limits, warn func(importer.Warning)) (*node, error) {
	if len(content) > MaxBytes {
		return nil, tooLarge(0, "MaxBytes", MaxBytes)
	}
	charset, err := importer.DetectCharset(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	text := io.Reader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	wide := charset == importer.UTF16LE || charset == importer.UTF16BE
	if wide {
		if text, err = importer.Decode(bytes.NewReader(content), charset); err != nil {
			return nil, err
		}
	}
	b := builder{d: xml.NewDecoder(text), limit: limits}
	b.d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if wide || strings.HasPrefix(strings.ToLower(label), "utf-16") { // decoded by its mark
			return r, nil
		}
		decoded, err := importer.Decode(r, label)
		if err != nil && charset == importer.UTF8 {
			warn(importer.Warning{Kind: "charset", Line: 1, Message: "/: the character set that is named is none; the document is UTF-8, and read so"})
			return r, nil
		}
		return decoded, err
	}
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		t, err := b.d.Token()
		if err == io.EOF {
			return b.whole()
		}
		if err != nil {
			return nil, b.broken(err)
		}
		if err := b.take(t); err != nil {
			return nil, err
		}
	}
}

func tooLarge(line int, limit string, n int) *importer.Error {
	return &importer.Error{Kind: importer.TooLarge, Line: line, Field: "file", Msg: "should be within the limit " + limit + " of " + strconv.Itoa(n), Hint: "this is more than an invoice needs: export it again without attachments"}
}

func (b *builder) whole() (*node, error) {
	if b.root == nil {
		return nil, &importer.Error{Kind: importer.Empty, Field: "file", Msg: "should hold an invoice", Hint: "export it again"}
	}
	return b.root, nil
}

// broken says why the XML cannot be read.
func (b *builder) broken(err error) error {
	line, _ := b.d.InputPos()
	e := &importer.Error{Kind: importer.Malformed, Line: line, Field: "file", Msg: "should be well-formed XML", Hint: "export the invoice again"}
	var syntax *xml.SyntaxError
	var charset *importer.Error
	switch {
	case errors.As(err, &syntax):
		e.Line = syntax.Line
		switch {
		case strings.Contains(syntax.Msg, "unexpected EOF"):
			e.Kind, e.Msg = importer.Truncated, "should end where its first element does"
		case strings.Contains(syntax.Msg, "invalid UTF-8"):
			e.Kind, e.Msg = importer.Charset, "should be text in UTF-8, or name its character set"
		case strings.Contains(syntax.Msg, "invalid character entity"):
			e.Msg = "should have no entities of its own"
		}
	case errors.As(err, &charset), errors.Is(err, importer.ErrCharset):
		e.Kind, e.Msg = importer.Charset, "should be text in the character set that it names"
	}
	return e
}

// take adds what the next token says.
func (b *builder) take(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		line, _ := b.d.InputPos()
		return &importer.Error{Kind: importer.Malformed, Line: line, Field: "DOCTYPE", Msg: "should not be there: no document type, no entities", Hint: "no invoice needs it; export the invoice again"}
	case xml.StartElement:
		return b.start(t)
	case xml.EndElement:
		b.depth--
		if b.at != nil {
			b.at.text = strings.TrimSpace(b.at.text)
			b.at = b.at.up
		}
	case xml.CharData:
		if b.at == nil || len(b.at.kids) > 0 {
			return nil
		}
		if room := b.limit.FieldBytes + 1 - len(b.at.text); len(t) > room {
			t, b.at.long = t[:max(room, 0)], true
		}
		b.at.text += strings.ToValidUTF8(string(t), "") // a text that is cut may end within a character
	}
	return nil
}

func (b *builder) start(t xml.StartElement) error {
	line, _ := b.d.InputPos()
	if b.depth++; b.depth > b.limit.Depth {
		return tooLarge(line, "Depth", b.limit.Depth)
	}
	if slices.Contains(unread, t.Name.Local) {
		b.depth--
		return b.skip(line)
	}
	if b.count++; b.count > MaxElements {
		return tooLarge(line, "MaxElements", MaxElements)
	}
	n := &node{name: t.Name.Local, attrs: known(t.Attr), line: line, up: b.at}
	switch {
	case b.at != nil:
		b.at.text, b.at.kids = "", append(b.at.kids, n)
	case b.root != nil:
		return &importer.Error{Kind: importer.Malformed, Line: line, Field: "file", Msg: "should have one element that holds all others", Hint: "export the invoice again"}
	default:
		n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Local: "xmlns"}, Value: t.Name.Space})
		b.root = n
	}
	b.at = n
	return nil
}

// known keeps the attributes that are read.
func known(all []xml.Attr) (kept []xml.Attr) {
	for _, a := range all {
		if oneOf("currencyID|schemeID|format|unitCode", a.Name.Local) && len(kept) < 4 && len(a.Value) <= maxAttr {
			kept = append(kept, a)
		}
	}
	return kept
}

// maxAttr is how long a code may be.
const maxAttr = 100

// skip goes over an element that is not read, whose depth counts like that of others.
func (b *builder) skip(line int) error {
	for depth := 1; depth > 0; {
		t, err := b.d.Token()
		if err != nil {
			return b.broken(err)
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; b.depth+depth > b.limit.Depth {
				return tooLarge(line, "Depth", b.limit.Depth)
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			return b.take(t)
		}
	}
	return nil
}

// space is the namespace of the root.
func (n *node) space() string { return n.attrs[len(n.attrs)-1].Value }

// attr returns an attribute.
func (n *node) attr(name string) string {
	if n != nil {
		for _, a := range n.attrs {
			if a.Name.Local == name {
				return strings.TrimSpace(a.Value)
			}
		}
	}
	return ""
}

// all returns the elements at a path below n: names separated by '/', a name with its
// alternatives separated by '|'.
func (n *node) all(path string) []*node {
	if n == nil {
		return nil
	}
	first, rest, deeper := strings.Cut(path, "/")
	var found []*node
	for _, k := range n.kids {
		if !oneOf(first, k.name) {
			continue
		}
		if deeper {
			found = append(found, k.all(rest)...)
		} else {
			found = append(found, k)
		}
	}
	return found
}

func oneOf(names, name string) bool {
	for names != "" {
		var first string
		first, names, _ = strings.Cut(names, "|")
		if first == name {
			return true
		}
	}
	return false
}

// first returns the first element at a path that says something, or else the first at all.
func (n *node) first(path string) *node {
	all := n.all(path)
	for _, k := range all {
		if k.text != "" || len(k.kids) > 0 {
			return k
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

// path is the place of the element in the document, "/Invoice/TaxTotal[2]/TaxAmount".
func (n *node) path() string {
	if n.up == nil {
		return "/" + n.name
	}
	before, same := 0, 0
	for _, k := range n.up.kids {
		if k.name == n.name {
			same++
		}
		if k == n {
			before = same
		}
	}
	p := n.up.path() + "/" + n.name
	if same > 1 {
		p += "[" + strconv.Itoa(before) + "]"
	}
	return p
}
