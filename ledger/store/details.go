package store

import (
	"context"
	"strconv"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

var (
	detailTable = newTable("invoice_detail", "number version intake document on_receipt discount days")
	vatTable    = newTable("invoice_vat", "number version i category rate base tax currency")
)

// Details returns what the documents of items say beyond the items, in the order of
// their numbers.
func (s *Store) Details(ctx context.Context, company ledger.CompanyID) ([]ledger.InvoiceDetails, error) {
	return plain(readDetails(ctx, s.read, company, "", nil))
}

// DetailsOf returns the details that an intake brought, in the order of their numbers:
// those of items that it brought as well, and of others.
func (s *Store) DetailsOf(ctx context.Context, company ledger.CompanyID, intake int64) ([]ledger.InvoiceDetails, error) {
	return plain(readDetails(ctx, s.read, company, ` AND d.intake = ?`, []any{intake}))
}

// versioned are details as they are stored.
type versioned struct {
	ledger.InvoiceDetails
	version int
}

func plain(all []versioned, err error) ([]ledger.InvoiceDetails, error) {
	var details []ledger.InvoiceDetails
	for _, v := range all {
		details = append(details, v.InvoiceDetails)
	}
	return details, err
}

// detailRow is a row of details with one of their rates, or none.
type detailRow struct {
	versioned
	share ledger.VATShare
	taxed bool
}

func scanDetail(r scanner) (detailRow, error) {
	var d detailRow
	var document, cur string
	var base, tax int64
	err := r.Scan((*string)(&d.Number), &d.version, &document, &d.OnReceipt, (*int32)(&d.Discount), &d.Days, &d.taxed, &d.share.Category, (*int32)(&d.share.Rate), &base, &tax, &cur)
	if err != nil {
		return d, err
	}
	if document != "" {
		d.Document, err = ledger.ParseHash(document)
	}
	d.share.Base, d.share.Tax = money.New(base, money.Currency(cur)), money.New(tax, money.Currency(cur))
	return d, err
}

// readDetails reads the highest version of each item's details among those that where lets through.
func readDetails(ctx context.Context, q querier, company ledger.CompanyID, where string, args []any) ([]versioned, error) {
	var all []versioned
	found := rows(ctx, q, scanDetail, `SELECT d.number, d.version, d.document, d.on_receipt, d.discount, d.days, CASE WHEN v.i IS NULL THEN 0 ELSE 1 END,
		COALESCE(v.category, ''), COALESCE(v.rate, 0), COALESCE(v.base, 0), COALESCE(v.tax, 0), COALESCE(v.currency, '')
		FROM invoice_detail d LEFT JOIN invoice_vat v ON v.company = d.company AND v.number = d.number AND v.version = d.version
		WHERE d.company = ?`+where+` ORDER BY d.number, d.version, v.i`, append([]any{string(company)}, args...)...)
	for d, err := range found {
		if err != nil {
			return nil, err
		}
		switch n := len(all) - 1; {
		case n < 0 || all[n].Number != d.Number:
			all = append(all, d.versioned)
		case all[n].version != d.version:
			all[n] = d.versioned
		}
		if d.taxed {
			last := &all[len(all)-1]
			last.VAT = append(last.VAT, d.share)
		}
	}
	return all, nil
}

// newDetails returns the details that the book has not, of items that it has or gets
// now, and says what is otherwise of the others. A document's take the place of a list's.
func (tx *Tx) newDetails(list List, res *InvoicesResult) ([]versioned, error) {
	if len(list.Details) == 0 {
		return nil, nil
	}
	listed := make(map[ledger.InvoiceNumber]bool, len(list.Invoices))
	for _, i := range list.Invoices {
		listed[i.Number] = true
	}
	where, args := "", []any(nil)
	if len(list.Details) == 1 { // a document, of which there are as many as invoices: it should not cost more with each
		where, args = ` AND d.number = ?`, []any{string(list.Details[0].Number)}
	}
	stored, err := readDetails(tx.ctx, tx, tx.company.ID, where, args)
	if err != nil {
		return nil, err
	}
	known := make(map[ledger.InvoiceNumber]versioned, len(stored))
	for _, d := range stored {
		known[d.Number] = d
	}
	var news []versioned
	for _, d := range list.Details {
		if err := d.Validate(); err != nil {
			return nil, err
		}
		if !listed[d.Number] {
			return nil, ledger.Errorf(ledger.Invalid, "number", "should be of an item of the list")
		}
		old, ok := known[d.Number]
		switch {
		case d.Empty():
			continue
		case ok && (old.Document != ledger.Hash{} || d.Document == ledger.Hash{}):
			res.Changes = append(res.Changes, otherDetails(old.InvoiceDetails, d)...)
			continue
		}
		is := versioned{d, 0}
		if ok {
			is.version = old.version + 1
		}
		known[d.Number] = is
		news = append(news, is)
	}
	return news, nil
}

// otherDetails says what a list says otherwise of details that the book has. Another
// document of the same invoice is none: the same invoice is sent as PDF and as XML. A
// list without documents is asked for its sums alone, for it need not know rates.
func otherDetails(old, now ledger.InvoiceDetails) []ItemChange {
	var found []ItemChange
	compare := func(field, was, is string) {
		if was != is {
			found = append(found, ItemChange{old.Number, field, was, is})
		}
	}
	if now.Document == (ledger.Hash{}) {
		compare("vat", sumText(old.VAT), sumText(now.VAT))
		return found
	}
	compare("vat", vatText(old.VAT), vatText(now.VAT))
	compare("vat_on_receipt", strconv.FormatBool(old.OnReceipt), strconv.FormatBool(now.OnReceipt))
	compare("discount", discountText(old), discountText(now))
	return found
}

// vatText writes "S 20.00 %: 1000.00 + 200.00 EUR, …".
func vatText(shares []ledger.VATShare) string {
	parts := make([]string, len(shares))
	for i, s := range shares {
		parts[i] = strings.TrimSpace(s.Category+" "+rateText(s.Rate)) + ": " + s.Base.String() + " + " + amountText(s.Tax)
	}
	return strings.Join(parts, ", ")
}

// sumText writes the sums of all rates, "1000.00 + 200.00 EUR".
func sumText(shares []ledger.VATShare) string {
	if len(shares) == 0 {
		return ""
	}
	sum := shares[0]
	for _, s := range shares[1:] {
		base, err := sum.Base.Add(s.Base)
		tax, err2 := sum.Tax.Add(s.Tax)
		if err != nil || err2 != nil { // each is within MaxAmount, and there are few
			return ""
		}
		sum.Base, sum.Tax = base, tax
	}
	return sum.Base.String() + " + " + amountText(sum.Tax)
}

func rateText(r ledger.Rate) string { return money.New(int64(r), money.EUR).String() + " %" }

func discountText(d ledger.InvoiceDetails) string {
	return rateText(d.Discount) + " within " + strconv.Itoa(d.Days) + " days"
}

func (tx *Tx) putDetails(intake int64, details []versioned) error {
	to := tx.insertInto(detailTable)
	for _, d := range details {
		document := ""
		if d.Document != (ledger.Hash{}) {
			document = d.Document.String()
		}
		if err := to.add(string(d.Number), d.version, intake, document, flag(d.OnReceipt), int32(d.Discount), d.Days); err != nil {
			return err
		}
	}
	if err := to.flush(); err != nil {
		return err
	}
	to = tx.insertInto(vatTable)
	for _, d := range details {
		for i, s := range d.VAT {
			if err := to.add(string(d.Number), d.version, i, s.Category, int32(s.Rate), s.Base.Minor(), s.Tax.Minor(), string(s.Base.Currency())); err != nil {
				return err
			}
		}
	}
	return to.flush()
}
