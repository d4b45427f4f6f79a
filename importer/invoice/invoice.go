// Package invoice reads open items and customers: lists in CSV, which a company's
// invoicing program exports, and the invoices themselves, in PDF or XML.
//
// # Lists
//
//	number;type;customer_id;customer_name;issue_date;due_date;currency;total;open_amount;status
//	F-2026-0412;invoice;C0031;SARL Exemple;2026-10-01;2026-10-31;EUR;1200.00;700.00;open
//
//	customer_id;name;kind;siren;iban;email;city;country;payment_terms_days;discount_percent;discount_days;group_id;trade_name;mandate
//	C0031;SARL Exemple;company;732829320;FR7630006000011234567890189;;Lyon;FR;30;2;8;;Chez Exemple;RUM-0031
//
// The two are told apart by their header, which may be in French or English, in any
// order, below a title of a few lines; columns that are not known are left out. A
// list of items needs number, issue_date, total, one of customer_id and
// customer_name, and one of open_amount and status; a list of customers needs
// customer_id and name.
//
// What a program writes in its own way has a profile, a data file in profiles:
// Dolibarr, Odoo, and Sage's entries of customers' accounts. It fits when the header
// has its sign and its required columns.
//
//	title     = "Odoo, customer invoices"
//	list      = "invoices"             # or "customers"
//	separator = ",;"                   # any of these
//	dates     = ["YYYY-MM-DD"]         # left out: as the file shows; so is decimal
//	decimal   = "."
//	required  = ["number", "total"]    # roles without which it does not fit
//	sign      = "Invoice Partner Display Name | …"  # headings of this program alone
//
//	[columns]
//	number = "Number | Numéro | name"
//
//	[types]     invoice, credit, sale (either, by its sign), left_out: words of the column type
//	[statuses]  open, partial, paid, cancelled, left_out: words of the column status
//	[stages]    the same of the column stage: whether the invoice counts at all
//
// Further keys: currency (of a list without a column for it), repeats (an item may have
// several rows that are alike), all_open (what is listed is open in full), and in types
// others = "left out" (rows of other types are no items). How many rows are left out is
// a warning, with the line of the first.
//
// Fields are separated by ';', ',' or tabs and quoted as in RFC 4180; the character
// set is that of importer.DetectCharset. The decimal mark and the form of dates
// (2026-11-24, 24/11/2026, 20261124) are those of the whole file: a list that can be
// read in two ways is refused, never guessed at. Credit notes may have either sign
// when their type says what they are; here they are negative. A customer with
// several accounts has several columns, several IBANs in one field, or several
// rows that are alike but for the IBAN; several mandates or trade names are separated
// by ; or |, or stand in such rows. The tax of a row (vat_amount, with net_amount
// and vat_rate) is kept where it adds up.
//
// A list is taken whole or refused whole, with the first importer.MaxErrors faults:
// each has the line, the column's header and what should stand there, and none
// quotes a field. A list holds two million rows at most, whatever Limits.Lines says.
//
// # Documents
//
// CII and UBL are read by package einvoice. A PDF is searched for attached files
// (package pdf); of those that are such an XML, the one that is called factur-x.xml,
// xrechnung.xml or zugferd-invoice.xml is read, in this order. Two of one name, or two
// without, are refused, and so is a PDF without one. Lines and paths in errors and
// warnings are those of the XML, and the name of the attachment stands before them.
//
// Sources: RFC 4180; Dolibarr, modFacture.class.php and its language files; Odoo,
// account.move; exports of Sage 100 vary with the columns that are chosen.
package invoice

import (
	"bytes"
	"context"
	"errors"
	"io"

	"lettrage/importer"
	"lettrage/importer/invoice/einvoice"
	"lettrage/ledger"
)

// List is what a file says of customers or of open items; the other is empty.
// Customers and invoices are in the order of the file, each ID and each number once.
//
// An invoice's own document, in PDF or XML, is one item with its customer and its
// details. The customer need not have an ID: it is in the books that he has one.
type List struct {
	Customers []ledger.Customer
	Invoices  []ledger.Invoice
	Details   []ledger.InvoiceDetails // of some of the invoices
	Seller    *einvoice.Seller        // of a document; nil of a list
}

// maxRows bounds a list, which is held in memory, where Limits.Lines is made for statements, which are not.
const maxRows = 2_000_000

// Detect looks at the first importer.HeadBytes of a file and reports whether it is
// a list of customers ("customers") or of open items ("invoices"), by the words of its
// header, or the document of one invoice: a PDF, which may be one (PDF), or XML, whose
// syntax is named. A bank statement is none, whatever its columns are called.
func Detect(head []byte) (name string, ok bool) {
	if name, ok := detectDocument(head); ok {
		return name, true
	}
	h, ok := findHeader(text(head))
	if !ok || !h.certain() {
		return "", false
	}
	return h.kind.name, true
}

// Read reads a list or a document. The file is at its start. Its error is an *importer.Error,
// importer.Errors, the context's error, or an error of reading.
func Read(ctx context.Context, f *importer.File) (List, error) {
	limits := f.Limits.OrDefaults()
	limits.Lines = min(limits.Lines, maxRows)
	if f.Size > limits.FileBytes {
		return List{}, tooLarge(0, "file", "FileBytes", limits.FileBytes)
	}
	head, err := readHead(f)
	if err != nil {
		return List{}, err
	}
	if name, ok := detectDocument(head); ok {
		return readDocument(ctx, f, name)
	}
	h, ok := findHeader(text(head))
	if !ok || !h.certain() && isStatement(text(head)) {
		return List{}, refuse(head)
	}
	if missing := h.missing(); missing != nil {
		return List{}, missing
	}
	charset, err := importer.DetectCharset(f)
	if err != nil {
		return List{}, err
	}
	r := reader{ctx: ctx, file: f, limits: limits, header: h, charset: charset}
	return r.read()
}

// reader reads one list: once to see how it writes dates and amounts, once for what it says.
type reader struct {
	ctx     context.Context
	file    *importer.File
	limits  importer.Limits
	header  header
	charset string
	form    form
	errs    importer.Errors

	out, firstOut int // rows that are left out, and the line of the first
}

func (r *reader) read() (List, error) {
	if err := r.survey(); err != nil {
		return List{}, err
	}
	var list List
	var err error
	if r.header.kind == invoices {
		list.Invoices, list.Details, err = r.invoices()
	} else {
		list.Customers, err = r.customers()
	}
	if err != nil {
		return List{}, err
	}
	if len(r.errs) > 0 {
		return List{}, r.errs[:min(len(r.errs), importer.MaxErrors)]
	}
	return list, nil
}

func (r *reader) warn(kind string, line int, message string) {
	r.file.Warn(importer.Warning{Kind: kind, Line: line, Message: message})
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

// text returns the head of a file in UTF-8, as well as can be said from the head alone.
func text(head []byte) []byte {
	if len(head) == importer.HeadBytes { // it may end within a character
		if cut := bytes.LastIndexAny(head, "\r\n"); cut > 0 {
			head = head[:cut+1]
		}
	}
	charset, err := importer.DetectCharset(bytes.NewReader(head))
	if err != nil {
		return nil
	}
	r, err := importer.Decode(bytes.NewReader(head), charset)
	if err != nil {
		return nil
	}
	decoded, err := io.ReadAll(importer.LineEnds(r))
	if err != nil && !errors.Is(err, importer.ErrCharset) {
		return nil
	}
	return decoded
}

// forInvoices is what importer.Foreign says of an electronic invoice.
const forInvoices = "lettrage invoices import FILE"

// refuse says why a file is no list.
func refuse(head []byte) *importer.Error {
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))) == 0 {
		return &importer.Error{Kind: importer.Empty, Field: "file", Msg: "should hold a list of customers or open items", Hint: "export it again"}
	}
	if e := importer.Foreign(head); e != nil && e.Hint != forInvoices {
		return e
	} else if e != nil {
		return &importer.Error{Kind: importer.Unsupported, Field: "file", Msg: "should be an invoice or a credit note in CII or UBL, and is another document", Hint: "orders, deliveries and messages are no open items: take it out"}
	}
	if h, ok := findHeader(text(head)); ok && h.kind == invoices && h.has("due_date") && h.bank {
		return &importer.Error{Kind: importer.Unsupported, Line: h.line, Msg: "should be a list of open items, and looks like entries of customers' accounts",
			Hint: "export the invoices with what is left of each (reste à payer), or the entries with their journal (Code journal), so that payments can be told from invoices"}
	}
	if isStatement(text(head)) {
		return &importer.Error{Kind: importer.Unsupported, Field: "file", Msg: "should be a list of customers or open items, and looks like a bank statement", Hint: "lettrage import FILE"}
	}
	return &importer.Error{Kind: importer.UnknownFormat, Field: "file", Msg: "should be a list of customers or open items, with a header, or an invoice in PDF or XML",
		Hint: "the columns are number, customer_id, customer_name, issue_date, due_date, currency, total, open_amount and status; or customer_id and name; a bank statement is for lettrage import FILE"}
}

func tooLarge[N int | int64](line int, field, limit string, n N) *importer.Error {
	return &importer.Error{Kind: importer.TooLarge, Line: line, Field: field, Msg: "should be within the limit " + limit + " of " + number(n), Hint: "split the list"}
}
