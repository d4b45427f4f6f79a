package xlsx

import (
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"lettrage/importer"
)

// part reads the elements of one part of a workbook.
type part struct {
	name  string
	xml   *xml.Decoder
	src   io.Reader
	depth int
	most  int
	ctx   context.Context
	close func() error
}

// errUnpacked ends the reading of a part that is larger unpacked than is allowed.
var errUnpacked = errors.New("unpacked parts are too large")

// budget lets so many bytes through of all parts together.
type budget struct {
	r    io.Reader
	left *int64
}

// Read implements io.Reader.
func (b *budget) Read(p []byte) (int, error) {
	if *b.left <= 0 {
		return 0, errUnpacked
	}
	n, err := b.r.Read(p[:min(int64(len(p)), *b.left)])
	*b.left -= int64(n)
	return n, err
}

// part opens a part; ok is false when the workbook has none of this name.
func (b *book) part(name string) (p *part, ok bool, err error) {
	f := b.parts[partName(name)]
	if f == nil {
		return nil, false, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, true, broken(name, "should be packed as archives are", err)
	}
	src := bufio.NewReader(&budget{r, &b.left})
	d := xml.NewDecoder(src)
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // parts are UTF-8 (ECMA-376 part 2, §8.1.4); else the decoder says so
	return &part{name: name, xml: d, src: src, most: b.limits.Depth, ctx: b.ctx, close: r.Close}, true, nil
}

// each calls f for each element that begins and, with end, that ends. Text is given with
// the element in which it stands, in pieces.
func (p *part) each(start func(xml.StartElement) error, text func([]byte), end func(string) error) error {
	for n := 0; ; n++ {
		if n%1024 == 0 && p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		t, err := p.xml.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return p.failed(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if p.depth++; p.depth > p.most {
				return tooMuch(p.name, fmt.Sprintf("should be %d elements deep at most", p.most), "Depth")
			}
			err = start(t)
		case xml.EndElement:
			p.depth--
			err = end(t.Name.Local)
		case xml.CharData:
			text(t)
		case xml.Directive:
			err = broken(p.name, "should have no DOCTYPE", nil)
		}
		if err != nil {
			return err
		}
	}
}

func (p *part) failed(err error) error {
	if errors.Is(err, errUnpacked) {
		return tooMuch("file", "should unpack to fewer bytes", "FileBytes")
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) && p.depth > 0 && p.ended() {
		return &importer.Error{Kind: importer.Truncated, Field: p.name, Msg: "should be whole", Hint: "download the workbook again"}
	}
	line, _ := p.xml.InputPos()
	return &importer.Error{Kind: importer.Malformed, Line: line, Field: p.name, Msg: "should be XML", Hint: "save the workbook again, or as CSV", Err: err}
}

// ended reports whether nothing is left of the part.
func (p *part) ended() bool {
	n, _ := p.src.Read(make([]byte, 1))
	return n == 0
}

// attribute returns an attribute by its name without namespace.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
