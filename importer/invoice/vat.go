package invoice

import (
	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// details reads the VAT of a row, when it has the tax: one rate, or one that is not
// given, as of an invoice with several. It is called when the row is read well, and has
// the signs of the item.
func (r *reader) details(i *ledger.Invoice, row invoiceRow, line int) ledger.InvoiceDetails {
	d := ledger.InvoiceDetails{Number: i.Number}
	if row.VAT == "" {
		return d
	}
	before, c := len(r.errs), i.Total.Currency()
	tax, _ := r.amount(row.VAT, c, line, "vat_amount")
	base, err := i.Total.Sub(tax)
	if row.Net != "" {
		base, _ = r.amount(row.Net, c, line, "net_amount")
	}
	rate := r.percent(row.Rate, line, "vat_rate")
	if len(r.errs) > before || err != nil {
		return d
	}
	if i.CreditNote && tax.Sign() > 0 {
		tax, base = negative(tax), negative(base)
	}
	if sum, err := base.Add(tax); err != nil || sum != i.Total {
		r.warn("totals", line, "the total should be the sum of the amount without tax and the tax; it is taken as it stands, without the tax")
		return d
	}
	share := ledger.VATShare{Rate: rate, Base: base, Tax: tax}
	if rate > 0 {
		share.Category = "S"
	}
	if !tax.IsZero() { // why there is none, a list does not say
		d.VAT = []ledger.VATShare{share}
	}
	if d.Validate() != nil { // beyond what an amount may be: the item itself is refused
		d.VAT = nil
	}
	return d
}

// percent reads a percentage with two decimals at most: 2, "2,5 %".
func (r *reader) percent(s string, line int, column string) ledger.Rate {
	s = trimPercent(s)
	if s == "" {
		return 0
	}
	// Hundredths of a percent are read as money is: a number with two decimals.
	a, err := money.Parse(s, money.EUR, '.')
	if err != nil || a.Minor() < 0 || a.Minor() > 100_00 {
		r.fault(line, column, importer.Malformed, "should be a percentage between 0 and 100 with two decimals at most", "")
		return 0
	}
	return ledger.Rate(a.Minor())
}
