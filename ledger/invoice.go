package ledger

import (
	"cmp"
	"slices"

	"lettrage/ledger/money"
)

// CustomerID is the customer's number in the company's own system; it is also the auxiliary account under 411.
type CustomerID string

// Customer is who owes open items.
type Customer struct {
	ID       CustomerID
	Name     string
	Trade    []string // names that he trades under besides (BT-45)
	Person   bool     // a private person; else a company
	SIREN    string   // of a company, when known
	Accounts []IBAN
	Mandates []string // references of the mandates (RUM) by which he lets himself be debited (BT-89)
	Email    string
	City     string
	Country  string // ISO 3166 alpha-2
	Terms    Terms
	Group    string // customers of one group pay for one another
}

// MaxMandate is how many characters the reference of a mandate has at most (SEPA rulebooks, AT-01).
const MaxMandate = 35

// Terms are the customer's terms of payment.
type Terms struct {
	Days         int  // from issue to due date
	Discount     Rate // for early payment
	DiscountDays int  // from issue
}

// Rate is a share in hundredths of a percent: 250 is 2.5 %.
type Rate int32

// InvoiceNumber is the number printed on the invoice or credit note, unique within a company.
type InvoiceNumber string

// InvoiceStatus says whether an item awaits payment.
type InvoiceStatus string

// Statuses of an invoice as its list gives them.
const (
	Open      InvoiceStatus = "open"
	Paid      InvoiceStatus = "paid"
	Cancelled InvoiceStatus = "cancelled"
)

// Invoice is an invoice or, when its total is negative, a credit note.
type Invoice struct {
	Number       InvoiceNumber
	CreditNote   bool
	Customer     CustomerID
	CustomerName string // as the list has it
	Issued, Due  Date
	Total        money.Amount // TTC; negative for a credit note
	Outstanding  money.Amount // open when the list first brought it
	Status       InvoiceStatus
	CustomerRef  string // the customer's own number: a purchase order
	Reference    string // structured creditor reference printed on it
	Salt         Salt
}

// Validate checks an invoice: a number, a customer, an issue day, one currency, a
// total within MaxAmount and with the sign of its kind, and an open amount between nothing and the total.
func (i Invoice) Validate() error {
	switch {
	case i.Number == "":
		return Errorf(Invalid, "number", "should be given")
	case i.Customer == "":
		return Errorf(Invalid, "customer_id", "should be given")
	case i.Issued == 0:
		return Errorf(Invalid, "issue_date", "should be given")
	case i.Total.Currency() != i.Outstanding.Currency() || i.Total.Currency() == "":
		return Errorf(Invalid, "currency", "should be one for total and open amount")
	case beyond(i.Total):
		return Errorf(Invalid, "total", "should be within %d minor units of its currency", int64(MaxAmount))
	case i.CreditNote && i.Total.Sign() > 0 || !i.CreditNote && i.Total.Sign() < 0:
		return Errorf(Invalid, "total", "should be negative for a credit note and positive for an invoice")
	case i.Outstanding.Sign() != 0 && i.Outstanding.Sign() != i.Total.Sign(),
		i.Total.Sign() >= 0 && i.Outstanding.Minor() > i.Total.Minor(),
		i.Total.Sign() < 0 && i.Outstanding.Minor() < i.Total.Minor():
		return Errorf(Invalid, "open_amount", "should lie between zero and the total")
	case i.Status != Open && i.Status != Paid && i.Status != Cancelled:
		return Errorf(Invalid, "status", "should be open, paid or cancelled")
	case i.Status != Open && !i.Outstanding.IsZero():
		return Errorf(Invalid, "open_amount", "should be zero for an item that is %s", i.Status)
	}
	return nil
}

// Commitment stands for the invoice in the chain.
func (i Invoice) Commitment() Hash {
	return NewDigest("invoice").Text(string(i.Number)).Bool(i.CreditNote).Text(string(i.Customer)).Text(i.Issued.String()).Text(i.Due.String()).
		Int(i.Total.Minor()).Text(string(i.Total.Currency())).Int(i.Outstanding.Minor()).Text(string(i.Status)).
		Hash(Commit(i.Salt, i.CustomerName, i.CustomerRef, i.Reference)).Sum()
}

// InvoicesDigest stands for a taken list in the chain: the file's hash, the items
// that it added, and the details that it added to items, in whatever order. What a
// list says of customers is not in it: that changes, and may have to be erased.
func InvoicesDigest(file Hash, items []Invoice, details ...InvoiceDetails) Hash {
	byNumber := slices.SortedFunc(slices.Values(items), func(a, b Invoice) int { return cmp.Compare(a.Number, b.Number) })
	d := NewDigest("invoices").Hash(file).Int(int64(len(items)))
	for _, i := range byNumber {
		d.Hash(i.Commitment())
	}
	if len(details) > 0 { // lists without them have the digests that they had before there were any
		d.Text("details").Int(int64(len(details)))
	}
	for _, i := range slices.SortedFunc(slices.Values(details), func(a, b InvoiceDetails) int { return cmp.Compare(a.Number, b.Number) }) {
		i.digest(d)
	}
	return d.Sum()
}

// OpenItem is an invoice with what is open now: its outstanding amount less all
// allocations that stand. The open amount is derived and stored nowhere.
type OpenItem struct {
	Invoice
	Open money.Amount
}
