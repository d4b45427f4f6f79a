package storetest

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// invoiceDetails come with an item or after it, once; what a later document says otherwise is told and not applied.
func invoiceDetails(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	take := func(list store.List) (res store.InvoicesResult) {
		b.update(func(tx *store.Tx) (err error) {
			res, err = tx.TakeInvoices(ledger.Hash{8}, list)
			return err
		})
		return res
	}
	first := ledger.InvoiceDetails{Number: "F-1", Document: ledger.Hash{9}, OnReceipt: true, Discount: 200, Days: 8, VAT: []ledger.VATShare{
		{Category: "S", Rate: 2000, Base: eur(5000), Tax: eur(1000)}, {Category: "S", Rate: 550, Base: eur(4000), Tax: eur(220)}, {Category: "E", Base: eur(1780), Tax: eur(0)}}}
	later := ledger.InvoiceDetails{Number: "F-2", VAT: []ledger.VATShare{{Base: eur(83), Tax: eur(17)}}}
	items := []ledger.Invoice{invoice("F-1", 12000), invoice("F-2", 100)}
	res := take(store.List{Invoices: items, Details: []ledger.InvoiceDetails{first, {Number: "F-2"}}})
	same(t, "with the items", res, store.InvoicesResult{Intake: res.Intake, New: 2, Details: 1})
	same(t, "those of the intake", must(b.Store.DetailsOf(ctx, b.Company, res.Intake))(t), []ledger.InvoiceDetails{first})
	before := b.state()
	same(t, "again", take(store.List{Invoices: items[:1], Details: []ledger.InvoiceDetails{first}}), store.InvoicesResult{Known: 1})
	same(t, "the book after the same again", b.state(), before)

	second := take(store.List{Invoices: items[1:], Details: []ledger.InvoiceDetails{later}})
	same(t, "of a known item", second, store.InvoicesResult{Intake: second.Intake, Known: 1, Details: 1})
	same(t, "those of the second intake", must(b.Store.DetailsOf(ctx, b.Company, second.Intake))(t), []ledger.InvoiceDetails{later})
	same(t, "all", must(b.Store.Details(ctx, b.Company))(t), []ledger.InvoiceDetails{first, later})

	// What a list said without a rate gives way to the document.
	byRate := ledger.InvoiceDetails{Number: "F-2", Document: ledger.Hash{5}, VAT: []ledger.VATShare{{Category: "S", Rate: 2000, Base: eur(83), Tax: eur(17)}}}
	third := take(store.List{Invoices: items[1:], Details: []ledger.InvoiceDetails{byRate}})
	same(t, "of a document after a list", third, store.InvoicesResult{Intake: third.Intake, Known: 1, Details: 1})
	same(t, "those of the second intake still", must(b.Store.DetailsOf(ctx, b.Company, second.Intake))(t), []ledger.InvoiceDetails{later})
	same(t, "the document's stand", must(b.Store.Details(ctx, b.Company))(t), []ledger.InvoiceDetails{first, byRate})
	same(t, "a list after the document", take(store.List{Invoices: items[1:], Details: []ledger.InvoiceDetails{later}}), store.InvoicesResult{Known: 1})
	later.VAT = []ledger.VATShare{{Base: eur(80), Tax: eur(20)}}
	same(t, "a list of another tax", take(store.List{Invoices: items[1:], Details: []ledger.InvoiceDetails{later}}).Changes,
		[]store.ItemChange{{Invoice: "F-2", Field: "vat", Old: "0.83 + 0.17 EUR", New: "0.80 + 0.20 EUR"}})

	other := first
	other.Document, other.OnReceipt, other.Discount, other.VAT = ledger.Hash{1}, false, 250, first.VAT[:1]
	before = b.state()
	same(t, "changes are told", take(store.List{Invoices: items[:1], Details: []ledger.InvoiceDetails{other}}).Changes, []store.ItemChange{
		{Invoice: "F-1", Field: "vat", Old: "S 20.00 %: 50.00 + 10.00 EUR, S 5.50 %: 40.00 + 2.20 EUR, E 0.00 %: 17.80 + 0.00 EUR", New: "S 20.00 %: 50.00 + 10.00 EUR"},
		{Invoice: "F-1", Field: "vat_on_receipt", Old: "true", New: "false"}, {Invoice: "F-1", Field: "discount", Old: "2.00 % within 8 days", New: "2.50 % within 8 days"}})
	same(t, "and not applied", b.state(), before)
	same(t, "all, after changes", must(b.Store.Details(ctx, b.Company))(t), []ledger.InvoiceDetails{first, byRate})
	for name, bad := range map[string]ledger.InvoiceDetails{"of no item of the list": {Number: "F-7", OnReceipt: true}, "invalid": {Number: "F-3", Discount: -1}} {
		b.refused(name, ledger.Invalid, func(tx *store.Tx) error {
			_, err := tx.TakeInvoices(ledger.Hash{9}, store.List{Invoices: []ledger.Invoice{invoice("F-3", 1)}, Details: []ledger.InvoiceDetails{bad}})
			return err
		})
	}
	Prove(b)
}
