package xlsx

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"fmt"
	"path"
	"strconv"
	"strings"

	"lettrage/importer"
	"lettrage/ledger/money"
)

// book is a workbook in reading.
type book struct {
	parts   map[string]*zip.File
	most    int64 // bytes that may be unpacked, and be written of a table
	left    int64 // … that may still be unpacked
	ctx     context.Context
	limits  importer.Limits
	root    string // name of the part of the workbook
	sheets  []sheet
	strings []string // shared strings
	styles  []style  // how numbers are shown
	since   int64    // day 0, in days of the Unix epoch
}

// style is how a number is shown.
type style struct {
	day      bool
	currency string // beside it, empty without one
}

// sheet is a sheet as the workbook lists it.
type sheet struct {
	name   string
	id     string // of its relation
	part   string
	hidden bool
}

// relation is a part that another one names.
type relation struct{ id, kind, target string }

// Day 0 of the two calendars of Excel (ECMA-376 part 1, §18.17.4.1), in days of the Unix
// epoch: 1899-12-30, so that days from March 1900 on are right, and 1904-01-01.
const (
	since1900 = -25569
	since1904 = -24107
)

// open reads what the sheets refer to: their list, the shared strings, the styles.
func (b *book) open() error {
	top, err := b.relations("/")
	if err != nil {
		return err
	}
	b.root = "/xl/workbook.xml"
	for _, r := range top {
		if r.kind == "officeDocument" {
			b.root = resolve("/", r.target)
		}
	}
	if err := b.readSheets(); err != nil {
		return err
	}
	parts, err := b.relations(b.root)
	if err != nil {
		return err
	}
	texts, styles := path.Join(path.Dir(b.root), "sharedStrings.xml"), path.Join(path.Dir(b.root), "styles.xml")
	byID := make(map[string]string, len(parts))
	for _, r := range parts {
		target := resolve(b.root, r.target)
		switch r.kind {
		case "sharedStrings":
			texts = target
		case "styles":
			styles = target
		}
		byID[r.id] = target
	}
	for i := range b.sheets {
		b.sheets[i].part = byID[b.sheets[i].id]
	}
	if err := b.readStrings(texts); err != nil {
		return err
	}
	return b.readStyles(styles)
}

// resolve returns the name of a part that another names as a target.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return path.Clean(target)
	}
	return path.Join(path.Dir(from), target)
}

// relations reads what a part refers to (ECMA-376 part 2, §9.3).
func (b *book) relations(of string) ([]relation, error) {
	var all []relation
	dir, name := path.Split(of)
	_, err := b.walk(path.Join(dir, "_rels", name+".rels"), func(e xml.StartElement) {
		if e.Name.Local == "Relationship" {
			all = append(all, relation{attribute(e, "Id"), path.Base(attribute(e, "Type")), attribute(e, "Target")})
		}
	})
	return all, err
}

// walk calls f for each element of a part.
func (b *book) walk(name string, f func(xml.StartElement)) (found bool, err error) {
	p, ok, err := b.part(name)
	if !ok || err != nil {
		return ok, err
	}
	defer func() { _ = p.close() }()
	return true, p.each(func(e xml.StartElement) error { f(e); return nil }, func([]byte) {}, func(string) error { return nil })
}

// readSheets reads the list of sheets (ECMA-376 part 1, §18.2.19) and which calendar days are of.
func (b *book) readSheets() error {
	b.since = since1900
	found, err := b.walk(b.root, func(e xml.StartElement) {
		switch e.Name.Local {
		case "workbookPr":
			if on := attribute(e, "date1904"); on == "1" || on == "true" {
				b.since = since1904
			}
		case "sheet":
			state := attribute(e, "state")
			s := sheet{name: attribute(e, "name"), id: relationOf(e), hidden: state == "hidden" || state == "veryHidden"}
			b.sheets = append(b.sheets, s)
		}
	})
	if len(b.sheets) > maxParts {
		return tooMuch("workbook", fmt.Sprintf("should have %d sheets at most", maxParts), "Parts")
	}
	if err == nil && (!found || len(b.sheets) == 0) {
		return &importer.Error{Kind: importer.NoStatement, Field: "workbook", Msg: "should be an Excel workbook with a sheet", Hint: "export the statement again"}
	}
	return err
}

// relationOf returns r:id, which is not sheetId.
func relationOf(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// readStrings reads the shared strings (§18.4.9): of each its runs of text together,
// without the readings of Japanese names (rPh).
func (b *book) readStrings(name string) error {
	p, ok, err := b.part(name)
	if !ok || err != nil {
		return err
	}
	defer func() { _ = p.close() }()
	var text strings.Builder
	taking, reading := false, 0
	return p.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "si":
			text.Reset()
		case "rPh":
			reading++
		case "t":
			taking = reading == 0
		}
		return nil
	}, func(t []byte) {
		if taking {
			text.Write(t)
		}
	}, func(name string) error {
		switch name {
		case "si":
			b.strings = append(b.strings, text.String())
			if b.left -= cellSize; b.left <= 0 { // each takes memory, also one of no text
				return tooMuch("sharedStrings", "should hold fewer texts", "FileBytes")
			}
		case "rPh":
			reading--
		case "t":
			taking = false
		}
		return nil
	})
}

// readStyles notes which styles show a number as a day, or in a currency (§18.8.10, §18.8.30).
func (b *book) readStyles(name string) error {
	forms := make(map[string]string)
	within := false // cellXfs
	_, err := b.walk(name, func(e xml.StartElement) {
		switch e.Name.Local {
		case "numFmt":
			forms[attribute(e, "numFmtId")] = attribute(e, "formatCode")
		case "cellXfs":
			within = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			within = false
		case "xf":
			if within {
				id := attribute(e, "numFmtId")
				form, own := forms[id]
				b.styles = append(b.styles, style{day: own && showsDay(form) || !own && dayForm(id), currency: currencyIn(form)})
			}
		}
	})
	return err
}

// dayForm reports whether a form that Excel has by itself shows a day: 14 to 17 and 22,
// and those of East Asian languages.
func dayForm(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58)
}

// showsDay reports whether a form of numbers shows a year or a day: y or d, or e as in
// Japanese eras, outside of quotes, brackets and behind no \ or _.
func showsDay(form string) bool {
	form, _, _ = strings.Cut(form, ";") // of positive numbers
	for i := 0; i < len(form); i++ {
		switch c := form[i]; c {
		case '\\', '_', '*':
			i++
		case '"', '[':
			closing := byte('"')
			if c == '[' {
				closing = ']'
			}
			end := strings.IndexByte(form[i+1:], closing)
			if end < 0 {
				return false
			}
			i += end + 1
		case 'y', 'Y', 'd', 'D':
			return true
		}
	}
	return false
}

// currencyIn returns the currency that a form of numbers shows: € and £ anywhere, a code
// in [$USD] or [$USD-409]. "$" alone is that of many countries.
func currencyIn(form string) string {
	form, _, _ = strings.Cut(form, ";") // of positive numbers
	switch {
	case strings.Contains(form, "€"):
		return "EUR"
	case strings.Contains(form, "£"):
		return "GBP"
	}
	_, code, _ := strings.Cut(form, "[$")
	code, _, _ = strings.Cut(code, "]")
	code, _, _ = strings.Cut(code, "-")
	if c, err := money.ParseCurrency(code); err == nil {
		return string(c)
	}
	return ""
}
