package ledger

import "lettrage/ledger/money"

// InvoiceDetails are what an invoice's document says beyond what a list of open
// items needs. Those that came first stay, but that a document's take the place of a list's.
type InvoiceDetails struct {
	Number    InvoiceNumber
	Document  Hash // the file that it was read from, kept under this name; zero where none is kept
	VAT       []VATShare
	OnReceipt bool // VAT is due when the money comes in (EN 16931, BT-8)
	Discount  Rate // for early payment
	Days      int  // of the discount, from issue
}

// VATShare is what of an invoice is taxed at one rate. The amounts are negative on a
// credit note, as its total is.
type VATShare struct {
	Category string // UNTDID 5305: S standard, Z zero, E exempt, AE reverse charge, K within the EU, G export, O none; empty where the document gives no rate
	Rate     Rate
	Base     money.Amount // without tax
	Tax      money.Amount
}

// Empty reports whether there is nothing beyond the number.
func (d InvoiceDetails) Empty() bool {
	return d.Document == Hash{} && len(d.VAT) == 0 && !d.OnReceipt && d.Discount == 0 && d.Days == 0
}

// Most that an invoice's details hold: no country has as many rates.
const (
	maxShares   = 100
	maxCategory = 8
)

// Validate checks details: a number, shares of one currency within MaxAmount, rates of 100 % at most.
func (d InvoiceDetails) Validate() error {
	switch {
	case d.Number == "":
		return Errorf(Invalid, "number", "should be given")
	case d.Discount < 0 || d.Discount > wholeRate:
		return Errorf(Invalid, "discount", "should be between 0 and 100 %%")
	case d.Days < 0:
		return Errorf(Invalid, "discount_days", "should not be negative")
	case len(d.VAT) > maxShares:
		return Errorf(Invalid, "vat", "should have %d rates at most", maxShares)
	}
	for _, s := range d.VAT {
		switch {
		case s.Base.Currency() == "" || s.Base.Currency() != s.Tax.Currency() || s.Base.Currency() != d.VAT[0].Base.Currency():
			return Errorf(Invalid, "currency", "should be one for all VAT")
		case beyond(s.Base) || beyond(s.Tax):
			return Errorf(Invalid, "vat", "should be within %d minor units of its currency", int64(MaxAmount))
		case s.Rate < 0 || s.Rate > wholeRate:
			return Errorf(Invalid, "vat_rate", "should be between 0 and 100 %%")
		case len(s.Category) > maxCategory:
			return Errorf(Invalid, "vat_category", "should be a code of UNTDID 5305, like S")
		}
	}
	return nil
}

// wholeRate is 100 %.
const wholeRate Rate = 100_00

// digest adds the details to the digest of their list.
func (d InvoiceDetails) digest(to *Digest) {
	to.Text(string(d.Number)).Hash(d.Document).Bool(d.OnReceipt).Int(int64(d.Discount)).Int(int64(d.Days)).Int(int64(len(d.VAT)))
	for _, s := range d.VAT {
		to.Text(s.Category).Int(int64(s.Rate)).Int(s.Base.Minor()).Int(s.Tax.Minor()).Text(string(s.Base.Currency()))
	}
}
