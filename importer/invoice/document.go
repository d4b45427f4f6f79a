package invoice

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/importer/invoice/einvoice"
	"lettrage/importer/invoice/pdf"
	"lettrage/ledger"
)

// PDF is how Detect names an invoice in PDF, or what may be one.
const PDF = "pdf"

// detectDocument reports whether a file is an invoice's own document.
func detectDocument(head []byte) (name string, ok bool) {
	if pdf.Is(head) {
		return PDF, true
	}
	return einvoice.Detect(head)
}

// readDocument reads an invoice in PDF or XML.
func readDocument(ctx context.Context, f *importer.File, name string) (List, error) {
	most := einvoice.MaxBytes
	if name == PDF {
		most = pdf.MaxFile
	}
	var read bytes.Buffer
	read.Grow(int(min(f.Size, int64(most)) + bytes.MinRead))
	if _, err := read.ReadFrom(io.LimitReader(f, int64(most)+1)); err != nil {
		return List{}, err
	}
	content := read.Bytes()
	f.Format = name
	if name == PDF {
		return readPDF(ctx, f, content)
	}
	doc, err := einvoice.Read(ctx, content, f.Limits, f.Warn)
	if err != nil {
		return List{}, err
	}
	return listOf(doc), nil
}

// listOf is a document as a list of one item.
func listOf(d einvoice.Document) List {
	return List{Customers: []ledger.Customer{d.Customer}, Invoices: []ledger.Invoice{d.Invoice}, Details: []ledger.InvoiceDetails{d.Details}, Seller: &d.Seller}
}

// known are the names that the standards give to the invoice in a PDF, the one that
// says most first: Factur-X and ZUGFeRD from 2.1 on, XRechnung, ZUGFeRD 2.0, ZUGFeRD 1.
var known = []string{"factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml"}

// attached is an invoice that is attached to a PDF.
type attached struct {
	name    string // one of known, or empty
	rank    int    // the better known first; of one name, ZUGFeRD 1 is what old programs read
	content []byte
}

// readPDF reads the invoice that is attached to a PDF.
func readPDF(ctx context.Context, f *importer.File, content []byte) (List, error) {
	file, err := pdf.Open(content)
	if err != nil {
		return List{}, err
	}
	invoices, err := attachedInvoices(file)
	if err != nil {
		return List{}, err
	}
	switch {
	case len(invoices) == 0 && !file.Ends():
		return List{}, &importer.Error{Kind: importer.Truncated, Field: "file", Msg: "should be a whole PDF, and its end is missing", Hint: "download it again"}
	case len(invoices) == 0 && file.Unread():
		return List{}, &importer.Error{Kind: importer.Malformed, Field: "file", Msg: "should be a whole PDF: a part of it cannot be unpacked, and no invoice in XML is in the rest", Hint: "export it again, or ask for the XML invoice"}
	case len(invoices) == 0:
		return List{}, &importer.Error{Kind: importer.Unsupported, Field: "file", Msg: "should be a PDF with an invoice in XML attached (Factur-X, ZUGFeRD), and has none",
			Hint: "have the invoicing program write Factur-X, or import its list of open items as CSV; a bank statement is read as OFX, CAMT or CSV, not as PDF"}
	case len(invoices) > 1 && invoices[0].rank == invoices[1].rank && !bytes.Equal(invoices[0].content, invoices[1].content):
		return List{}, &importer.Error{Kind: importer.Inconsistent, Field: "file", Msg: "should have one invoice in XML attached, and has several", Hint: "import each XML invoice by itself"}
	}
	name := invoices[0].name
	if name == "" {
		name = "attachment"
		f.Warn(importer.Warning{Kind: "attachment", Message: "the attached invoice should be called " + known[0] + "; it is read all the same"})
	}
	doc, err := einvoice.Read(ctx, invoices[0].content, f.Limits, func(w importer.Warning) {
		w.Message = name + ": " + w.Message
		f.Warn(w)
	})
	if err != nil {
		return List{}, within(name, err)
	}
	f.Format = PDF + ":" + name
	return listOf(doc), nil
}

// within says of errors in which attachment their lines and paths are.
func within(name string, err error) error {
	var all importer.Errors
	var one *importer.Error
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = importer.Errors{one}
	default:
		return err
	}
	placed := make(importer.Errors, len(all))
	for i, e := range all {
		in := *e
		in.Field = name + ": " + strings.TrimPrefix(e.Field, "file")
		if e.Field == "file" {
			in.Field = name
		}
		placed[i] = &in
	}
	return placed
}

// attachedInvoices returns the attached files that are invoices, the better known name first.
// Other files, and pictures of deliveries, may be attached as well.
func attachedInvoices(file *pdf.File) ([]attached, error) {
	var found []attached
	var failed error
	for _, a := range file.Attachments() {
		name := strings.ToLower(a.Name)
		if !slices.Contains(known, name) {
			name = ""
		}
		content, err := a.Content()
		if err != nil {
			if name != "" || strings.HasSuffix(strings.ToLower(a.Name), ".xml") {
				failed = err
			}
			continue
		}
		if syntax, ok := einvoice.Detect(content); ok {
			found = append(found, attached{name, rank(name, syntax), content})
		}
	}
	slices.SortStableFunc(found, func(a, b attached) int { return a.rank - b.rank })
	if len(found) == 0 {
		return nil, failed
	}
	return found[:min(len(found), 2)], nil
}

func rank(name, syntax string) int {
	at := slices.Index(known, name)
	if at < 0 {
		at = len(known)
	}
	if syntax == einvoice.ZUGFeRD {
		return 2*at + 1
	}
	return 2 * at
}
