package invoice

import (
	"errors"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// invoiceRow is a row of a list of open items, under canonical names.
type invoiceRow struct {
	Number       string `csv:"number"`
	Type         string `csv:"type"`
	Customer     string `csv:"customer_id"`
	CustomerName string `csv:"customer_name"`
	Issued       string `csv:"issue_date"`
	Due          string `csv:"due_date"`
	Currency     string `csv:"currency"`
	Total        string `csv:"total"`
	Open         string `csv:"open_amount"`
	Status       string `csv:"status"`
	CustomerRef  string `csv:"customer_reference"`
	Reference    string `csv:"structured_reference"`
	Net          string `csv:"net_amount"`
	VAT          string `csv:"vat_amount"`
	Rate         string `csv:"vat_rate"`
	Debit        string `csv:"debit"`
	Credit       string `csv:"credit"`
	Letter       string `csv:"letter"`
	Stage        string `csv:"stage"`
}

// invoices reads the list as one of open items.
func (r *reader) invoices() (list []ledger.Invoice, details []ledger.InvoiceDetails, err error) {
	r.warnGuesses()
	type place struct{ line, at int }
	seen := make(map[ledger.InvoiceNumber]place)
	err = each(r, func(row invoiceRow, line int) {
		if r.leftOut(row, line) {
			return
		}
		i, ok := r.invoice(row, line)
		if !ok {
			return
		}
		d := r.details(&i, row, line)
		if first, twice := seen[i.Number]; twice {
			if p := r.header.profile; p == nil || !p.repeats || list[first.at] != i {
				r.fault(line, "number", importer.Repeated, "should be in the list once", "line "+number(first.line)+" has the same number")
			}
			return
		}
		seen[i.Number] = place{line, len(list)}
		list = append(list, i)
		if !d.Empty() {
			details = append(details, d)
		}
	})
	r.warnLeftOut()
	return list, details, err
}

// warnGuesses says what is read in the program's own way, for want of a column.
func (r *reader) warnGuesses() {
	h := r.header
	if !h.has("currency") {
		r.warn("guessed", h.line, "no column of currencies: the amounts are taken as "+string(r.currency()))
	}
	if !h.has("customer_id") {
		r.warn("guessed", h.line, "no column of customers' numbers: their names are taken for it")
	}
	if !h.has("open_amount") {
		r.warn("guessed", h.line, "no column of open amounts: what is open is taken as open in full")
	}
}

// currency is that of a list without a column for it.
func (r *reader) currency() money.Currency {
	if p := r.header.profile; p != nil && p.currency != "" {
		return p.currency
	}
	return money.EUR
}

// fault notes what is wrong in a row's column.
func (r *reader) fault(line int, column string, kind importer.Kind, msg, hint string) {
	field := r.header.title(column)
	if field == "" {
		field = column
	}
	r.errs = append(r.errs, &importer.Error{Kind: kind, Line: line, Field: field, Msg: msg, Hint: hint})
}

// invoice makes an item of a row, or notes what is wrong in it.
func (r *reader) invoice(row invoiceRow, line int) (ledger.Invoice, bool) {
	before := len(r.errs)
	i := ledger.Invoice{Number: ledger.InvoiceNumber(row.Number), Customer: ledger.CustomerID(row.Customer), CustomerName: row.CustomerName,
		CustomerRef: row.CustomerRef, Reference: row.Reference}
	if r.header.profile != nil && i.Reference == row.Number { // some programs repeat it where there is none
		i.Reference = ""
	}
	if !r.header.has("customer_id") {
		i.Customer = ledger.CustomerID(row.CustomerName)
	}
	if i.Number == "" {
		r.fault(line, "number", importer.Missing, "should be given", "a row of totals is no item: take it out")
	}
	if i.Customer == "" {
		r.fault(line, r.customerColumn(), importer.Missing, "should be given", "")
	}
	i.Issued = r.day(row.Issued, line, "issue_date", true)
	i.Due = r.day(row.Due, line, "due_date", false)
	credit, typed := r.itemType(row.Type, line)
	i.Status = r.statusOf(row, line)
	r.amounts(&i, row, line)
	if len(r.errs) > before {
		return i, false
	}
	i.CreditNote = credit || !typed && i.Total.Sign() < 0
	if i.CreditNote && i.Total.Sign() > 0 { // a credit note whose type says what its sign does not
		i.Total, i.Outstanding = negative(i.Total), negative(i.Outstanding)
	}
	return i, r.valid(&i, line)
}

// negative returns −a. What money.Parse reads always has a negative.
func negative(a money.Amount) money.Amount { return money.New(-a.Minor(), a.Currency()) }

func (r *reader) customerColumn() string {
	if r.header.has("customer_id") {
		return "customer_id"
	}
	return "customer_name"
}

// valid settles the status and asks the item itself.
func (r *reader) valid(i *ledger.Invoice, line int) bool {
	if i.Status == "" {
		i.Status = ledger.Open
		if i.Outstanding.IsZero() {
			i.Status = ledger.Paid
		}
	}
	err := i.Validate()
	if err == nil {
		return true
	}
	var invalid *ledger.Error
	if !errors.As(err, &invalid) {
		invalid = ledger.Errorf(ledger.Invalid, "number", "should be of a valid item")
	}
	r.fault(line, invalid.Field, importer.Inconsistent, invalid.Msg, invalid.Hint)
	return false
}

// day reads a day, which must be there or need not.
func (r *reader) day(s string, line int, column string, must bool) ledger.Date {
	if s == "" {
		if must {
			r.fault(line, column, importer.Missing, "should be given", "")
		}
		return 0
	}
	d, err := r.form.day(s)
	if err != nil {
		r.fault(line, column, importer.Malformed, "should be a day like "+dayExample[r.form.days]+", as in the other rows", "")
	}
	return d
}

// amounts reads total and open amount.
func (r *reader) amounts(i *ledger.Invoice, row invoiceRow, line int) {
	currency := r.currency()
	if row.Currency != "" {
		var err error
		if currency, err = parseCurrency(row.Currency); err != nil {
			r.fault(line, "currency", importer.Malformed, "should be a currency code, like EUR", "")
			return
		}
	}
	total, ok := r.totalOf(row, currency, line)
	if !ok {
		return
	}
	i.Total, i.Outstanding = total, money.New(0, currency)
	switch {
	case i.Status == ledger.Cancelled && r.header.profile != nil: // the program may keep what was open then
	case row.Open != "":
		if open, ok := r.amount(row.Open, currency, line, "open_amount"); ok {
			i.Outstanding = open
		}
	case i.Status == ledger.Open && !r.header.has("open_amount") && !r.isPartial(row.Status), r.header.profile != nil && r.header.profile.allOpen:
		i.Outstanding = total
	case i.Status == ledger.Open || i.Status == "":
		r.fault(line, "open_amount", importer.Missing, "should be given for an item that is not paid", "")
	}
}

// totalOf reads the total: of a list of entries, the debit less the credit.
func (r *reader) totalOf(row invoiceRow, c money.Currency, line int) (money.Amount, bool) {
	if r.header.has("total") || !r.header.has("debit") {
		return r.amount(row.Total, c, line, "total")
	}
	debit, credit := money.New(0, c), money.New(0, c)
	ok := true
	if row.Debit != "" || row.Credit == "" {
		debit, ok = r.amount(row.Debit, c, line, "debit")
	}
	if row.Credit != "" && ok {
		credit, ok = r.amount(row.Credit, c, line, "credit")
	}
	total, err := debit.Sub(credit)
	if ok && err != nil {
		r.fault(line, "debit", importer.Malformed, "should be an amount within 64 bits", "")
	}
	return total, ok && err == nil
}

func (r *reader) amount(s string, c money.Currency, line int, column string) (money.Amount, bool) {
	if s == "" {
		r.fault(line, column, importer.Missing, "should be given", "")
		return money.Amount{}, false
	}
	a, err := parseAmount(s, c, r.form.decimal)
	if err == nil {
		return a, true
	}
	msg := "should be an amount like 1234" + string(rune(r.form.decimal)) + "50, as in the other rows"
	switch {
	case errors.Is(err, money.ErrPrecision):
		msg = "should have no more decimals than its currency, " + number(c.Decimals())
	case errors.Is(err, money.ErrRange):
		msg = "should be an amount within 64 bits"
	}
	r.fault(line, column, importer.Malformed, msg, "")
	return money.Amount{}, false
}
