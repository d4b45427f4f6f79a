package ledger_test

import (
	"errors"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func TestInvoiceDetailsValidate(t *testing.T) {
	good := func() ledger.InvoiceDetails {
		return ledger.InvoiceDetails{Number: "F-1", Discount: 100_00, Days: 8, VAT: []ledger.VATShare{{Category: "S", Rate: 20_00, Base: eur(5), Tax: eur(1)}, {Base: eur(-5), Tax: eur(-1)}}}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*ledger.InvoiceDetails){
		"number":        func(d *ledger.InvoiceDetails) { d.Number = "" },
		"discount":      func(d *ledger.InvoiceDetails) { d.Discount = 100_01 },
		"discount_days": func(d *ledger.InvoiceDetails) { d.Days = -1 },
		"vat":           func(d *ledger.InvoiceDetails) { d.VAT[1].Tax = eur(ledger.MaxAmount + 1) },
		"vat_rate":      func(d *ledger.InvoiceDetails) { d.VAT[0].Rate = -1 },
		"vat_category":  func(d *ledger.InvoiceDetails) { d.VAT[0].Category = "standard rate" },
		"currency":      func(d *ledger.InvoiceDetails) { d.VAT[1].Base = money.New(1, "USD") },
	} {
		d := good()
		spoil(&d)
		var invalid *ledger.Error
		if err := d.Validate(); !errors.As(err, &invalid) || invalid.Field != field || invalid.Kind != ledger.Invalid {
			t.Errorf("%s: got %v", field, err)
		}
	}
}
