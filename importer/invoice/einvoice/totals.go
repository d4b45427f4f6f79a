package einvoice

import (
	"errors"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// shares is where a syntax has the VAT of one rate.
type shares struct{ base, tax, category, rate, scheme string }

// share reads the VAT of one rate. Other taxes than VAT are left out.
func (r *reader) share(n *node, at shares) {
	if scheme := r.text(n, at.scheme); scheme != "" && !oneOf("VAT|TVA|GST", strings.ToUpper(scheme)) {
		r.warn(n, at.scheme, "tax", "is no VAT; it is left out")
		return
	}
	base, hasBase := r.amount(n, at.base)
	tax, hasTax := r.amount(n, at.tax)
	if !hasBase && !hasTax {
		return
	}
	s := ledger.VATShare{Category: r.text(n, at.category), Rate: r.rate(n, at.rate), Base: base, Tax: tax}
	r.doc.Details.VAT = append(r.doc.Details.VAT, s)
	if !hasBase {
		return
	}
	if want := percentOf(base, s.Rate); !near(want, tax, 1) {
		r.warn(n, at.tax, "totals", "should be "+want.String()+", the rate of the base (BR-CO-17)")
	}
}

// percentOf returns a share of an amount, half a unit rounded away from zero. It cannot overflow: a rate is 1 at most.
func percentOf(a money.Amount, rate ledger.Rate) money.Amount {
	minor := a.Minor()
	whole, rest := minor/100_00*int64(rate), minor%100_00*int64(rate)
	half := int64(50_00)
	if rest < 0 {
		half = -half
	}
	return money.New(whole+(rest+half)/100_00, a.Currency())
}

// near reports whether two amounts differ by so many minor units at most.
func near(a, b money.Amount, most int64) bool {
	d, err := a.Sub(b)
	return err == nil && d.Minor() <= most && d.Minor() >= -most
}

// totals is where a syntax has the sums of the document.
type totals struct{ net, gross, paid, rounding, due string }

// sums are what the totals say.
type sums struct{ net, tax, gross, paid, rounding, due money.Amount }

// total reads the sums, checks what adds up, and completes the invoice.
func (r *reader) total(n *node, at totals, taxAt *node) {
	if r.cur == "" {
		return // no amount can be read
	}
	var s sums
	var has struct{ net, tax, gross, due bool }
	s.net, has.net = r.amount(n, at.net)
	s.tax, has.tax = r.amountOf(taxAt)
	s.gross, has.gross = r.amount(n, at.gross)
	s.paid, _ = r.amount(n, at.paid)
	s.rounding, _ = r.amount(n, at.rounding)
	s.due, has.due = r.amount(n, at.due)
	switch {
	case len(r.errs) > 0:
		return
	case !has.gross && !has.due:
		r.fault(n, at.gross, importer.Missing, "should be given", "")
		return
	case !has.gross:
		r.warn(n, at.gross, "guessed", "no total with tax: what is to be paid and was paid is taken for it")
		s.gross = add(s.due, s.paid, negative(s.rounding))
	case !has.due:
		r.warn(n, at.due, "guessed", "no amount that is to be paid: the total less what was paid is taken for it")
		s.due = add(s.gross, negative(s.paid), s.rounding)
	}
	if has.net && has.tax && add(s.net, s.tax) != s.gross {
		r.warn(n, at.gross, "totals", "should be "+add(s.net, s.tax).String()+", the total without tax and the tax (BR-CO-15)")
	}
	if want := add(s.gross, negative(s.paid), s.rounding); want != s.due {
		r.warn(n, at.due, "totals", "should be "+want.String()+", the total less what was paid, rounded (BR-CO-16)")
	}
	r.checkShares(n, at, taxAt, s, has.net, has.tax)
	r.complete(n, at, s)
}

// checkShares compares the VAT by rate with the sums. A document that has none by rate
// (MINIMUM) has one share, of no rate.
func (r *reader) checkShares(n *node, at totals, taxAt *node, s sums, hasNet, hasTax bool) {
	d := &r.doc.Details
	if len(d.VAT) == 0 {
		if hasNet && hasTax && !s.tax.IsZero() {
			d.VAT = []ledger.VATShare{{Base: s.net, Tax: s.tax}}
		}
		return
	}
	base, tax := money.New(0, r.cur), money.New(0, r.cur)
	for _, v := range d.VAT {
		base, tax = add(base, v.Base), add(tax, v.Tax)
	}
	if hasNet && base != s.net {
		r.warn(n, at.net, "totals", "should be "+base.String()+", the bases of VAT")
	}
	if hasTax && tax != s.tax {
		r.warn(taxAt, "", "totals", "should be "+tax.String()+", the VAT of all rates (BR-CO-14)")
	}
}

// add sums amounts of the document. One that is beyond 64 bits stays where it is, and is refused by the invoice's own check.
func add(a money.Amount, more ...money.Amount) money.Amount {
	for _, b := range more {
		if sum, err := a.Add(b); err == nil {
			a = sum
		}
	}
	return a
}

func negative(a money.Amount) money.Amount { return money.New(-a.Minor(), a.Currency()) }

// complete gives the invoice its amounts, signs and status, and checks it.
func (r *reader) complete(n *node, at totals, s sums) {
	i, d := &r.doc.Invoice, &r.doc.Details
	i.Total, i.Outstanding, i.Status = s.gross, s.due, ledger.Open
	if !s.rounding.IsZero() { // what the customer owes is the rounded sum
		i.Total = add(i.Total, s.rounding)
	}
	switch {
	case r.credit && i.Total.Sign() < 0:
		r.warn(n, at.gross, "sign", "should be positive on a credit note; it is taken as a credit of that amount")
	case r.credit:
		i.Total, i.Outstanding = negative(i.Total), negative(i.Outstanding)
		for k, v := range d.VAT {
			d.VAT[k].Base, d.VAT[k].Tax = negative(v.Base), negative(v.Tax)
		}
	}
	i.CreditNote = r.credit || i.Total.Sign() < 0
	r.fitOutstanding(n, at)
	if i.Outstanding.IsZero() {
		i.Status = ledger.Paid
	}
	d.Number = i.Number
	r.checked(n, at, i)
}

// fitOutstanding brings what is to be paid between nothing and the total, and says so:
// more than that is no claim from this invoice.
func (r *reader) fitOutstanding(n *node, at totals) {
	i := &r.doc.Invoice
	switch {
	case i.Outstanding.Sign()*i.Total.Sign() < 0, i.Total.IsZero() && !i.Outstanding.IsZero():
		r.warn(n, at.due, "totals", "more was paid than is owed: nothing is left open")
		i.Outstanding = money.New(0, r.cur)
	case i.Total.Sign() > 0 && i.Outstanding.Minor() > i.Total.Minor(), i.Total.Sign() < 0 && i.Outstanding.Minor() < i.Total.Minor():
		r.warn(n, at.due, "totals", "is more than the total: the total is taken as open")
		i.Outstanding = i.Total
	}
}

// checked asks the invoice and its details themselves. A customer without a number
// gets one later, from the books.
func (r *reader) checked(n *node, at totals, i *ledger.Invoice) {
	asked := *i
	if asked.Customer == "" {
		asked.Customer = "?"
	}
	if len(r.errs) > 0 {
		return
	}
	for _, err := range []error{asked.Validate(), r.doc.Details.Validate()} {
		var invalid *ledger.Error
		if errors.As(err, &invalid) {
			r.fault(n, at.gross, importer.Inconsistent, invalid.Msg, invalid.Hint)
		}
	}
	r.doc.Customer.ID = i.Customer
}
