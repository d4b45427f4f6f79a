package batch

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/importer/invoice"
	"lettrage/ledger"
)

// originals is the folder, beside the settings, of the documents that invoices were
// read from. Each is named by its SHA-256, which the invoice's details have, and stands
// there before they are committed: aa/aabbcc….pdf.
const originals = "originals"

// originalPath is where a document is kept.
func (b *Batch) originalPath(document ledger.Hash, ending string) string {
	name := document.String()
	return filepath.Join(b.Config.Dir, originals, name[:2], name+ending)
}

// keep copies a document to where its hash says, whole or not at all.
func (b *Batch) keep(o *original) error {
	ending := ".xml"
	if strings.HasPrefix(o.Format, invoice.PDF) {
		ending = ".pdf"
	}
	path := b.originalPath(o.hash, ending)
	if there, err := exists(path); there || err != nil {
		return err
	}
	if err := makeDir(filepath.Dir(path)); err != nil {
		return err
	}
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return WriteTo(path, func(w io.Writer) error {
		if _, err := io.Copy(w, o.file); err != nil {
			return err
		}
		return o.unchanged() // else the name would lie
	})
}

// issuedBy refuses an invoice that another company has issued: what the company has
// to pay is no open item of its customers.
func issuedBy(c ledger.Company, list invoice.List, warn func(importer.Warning)) error {
	switch s := list.Seller; {
	case s == nil:
		return nil
	case s.SIREN == "" || c.SIREN == "":
		warn(importer.Warning{Kind: "seller", Message: "no SIREN says that the company itself has issued this invoice: look that it is no purchase"})
		return nil
	case s.SIREN != c.SIREN:
		return &importer.Error{Kind: importer.Inconsistent, Field: "seller", Msg: "should be the company, and has another SIREN", Hint: "a purchase is no open item; an invoice of another company of the book is for --company NAME"}
	}
	return nil
}

// inBooks returns the list with the customer of a document as he is in the books: with
// the ID that he has there, and what the books know of him. A document fills in what is
// missing there and changes nothing.
func (b *Batch) inBooks(ctx context.Context, c ledger.Company, list invoice.List) (invoice.List, error) {
	if list.Seller == nil {
		return list, nil
	}
	known, err := b.Store.Customers(ctx, c.ID)
	if err != nil {
		return list, err
	}
	items, err := b.Store.InvoicesNumbered(ctx, c.ID, list.Invoices[0].Number)
	if err != nil {
		return list, err
	}
	is := theCustomer(known, items, list.Customers[0])
	list.Customers, list.Invoices = []ledger.Customer{is}, slices.Clone(list.Invoices)
	list.Invoices[0].Customer = is.ID
	return list, nil
}

// theCustomer is the customer of a document. Who owes an item that the books have is
// not for a document to say.
func theCustomer(known []ledger.Customer, items []ledger.Invoice, said ledger.Customer) ledger.Customer {
	at := whoIs(known, said)
	if len(items) > 0 {
		if at = numbered(known, items[0].Customer); at < 0 {
			said.ID = items[0].Customer
			return said
		}
	}
	if at >= 0 {
		return completed(known[at], said)
	}
	return newCustomer(known, said)
}

// whoIs finds a customer among those of the books: by the number that the document has
// for him, by his SIREN, by his name, each if it is one customer's alone; −1 when by none.
func whoIs(known []ledger.Customer, said ledger.Customer) int {
	if at := numbered(known, said.ID); at >= 0 && !contradicts(known[at].SIREN, said.SIREN) {
		return at
	}
	if at := only(known, func(c ledger.Customer) bool { return said.SIREN != "" && c.SIREN == said.SIREN }); at >= 0 {
		return at
	}
	name := spaced(said.Name)
	return only(known, func(c ledger.Customer) bool {
		return strings.EqualFold(spaced(c.Name), name) && !contradicts(c.SIREN, said.SIREN)
	})
}

func contradicts(a, b string) bool { return a != "" && b != "" && a != b }

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

func numbered(known []ledger.Customer, id ledger.CustomerID) int {
	return only(known, func(c ledger.Customer) bool { return id != "" && c.ID == id })
}

// only returns the one that is, or −1 when none or several are.
func only(known []ledger.Customer, is func(ledger.Customer) bool) int {
	found := -1
	for i, c := range known {
		switch {
		case !is(c):
		case found >= 0:
			return -1
		default:
			found = i
		}
	}
	return found
}

// newCustomer gives a customer that the books have not a number of his own: the
// document's, else his SIREN, else his name.
func newCustomer(known []ledger.Customer, said ledger.Customer) ledger.Customer {
	for _, id := range []ledger.CustomerID{said.ID, ledger.CustomerID(said.SIREN), ledger.CustomerID(said.Name)} {
		if id != "" && numbered(known, id) < 0 {
			said.ID = id
			return said
		}
	}
	said.ID = ledger.CustomerID(spaced(said.Name + " " + said.SIREN))
	return said
}

// completed returns a customer of the books with what he lacks and the document says.
func completed(is, said ledger.Customer) ledger.Customer {
	is.Name, is.SIREN, is.Email = cmp.Or(is.Name, said.Name), cmp.Or(is.SIREN, said.SIREN), cmp.Or(is.Email, said.Email)
	is.City, is.Country = cmp.Or(is.City, said.City), cmp.Or(is.Country, said.Country)
	is.Accounts, is.Mandates, is.Trade = said.Accounts, said.Mandates, said.Trade // the store adds them to those that it has
	return is
}
