package store

import (
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// The column line.texts is all that a line says of persons, as fields (see codec.go).

// amount writes an amount that may be missing, with its currency.
func (f *fields) amount(a *money.Amount) {
	if a == nil {
		f.text("")
		return
	}
	f.text(string(a.Currency()))
	f.int(a.Minor())
}

func (f *fieldsRead) amount() *money.Amount {
	cur := f.text()
	if cur == "" {
		return nil
	}
	a := money.New(f.int(), money.Currency(cur))
	return &a
}

func (f *fields) payment(p ledger.Payment) {
	for _, s := range []string{p.Counterparty.Name, p.Counterparty.Account, p.Ultimate.Name, p.Ultimate.Account, p.Remittance, p.EndToEndID, p.MandateID, p.Cheque, p.ReturnReason} {
		f.text(s)
	}
	f.int(int64(len(p.References)))
	for _, s := range p.References {
		f.text(s)
	}
	f.amount(p.Charges)
	f.amount(p.Instructed)
}

func (f *fieldsRead) payment() ledger.Payment {
	var p ledger.Payment
	for _, s := range []*string{&p.Counterparty.Name, &p.Counterparty.Account, &p.Ultimate.Name, &p.Ultimate.Account, &p.Remittance, &p.EndToEndID, &p.MandateID, &p.Cheque, &p.ReturnReason} {
		*s = f.text()
	}
	for range f.count() {
		p.References = append(p.References, f.text())
	}
	p.Charges, p.Instructed = f.amount(), f.amount()
	return p
}

func (f *fields) texts(t ledger.Transaction) {
	f.text(t.Label)
	f.payment(t.Payment)
	f.int(int64(len(t.Details)))
	for _, d := range t.Details {
		f.int(d.Amount.Minor()) // in the line's currency
		f.payment(d.Payment)
	}
	if t.CardDay != 0 { // behind all that books held before it was kept
		f.int(int64(t.CardDay))
	}
}

// texts fills the texts of a line whose amount is known.
func (f *fieldsRead) texts(t *ledger.Transaction) {
	t.Label, t.Payment = f.text(), f.payment()
	for range f.count() {
		t.Details = append(t.Details, ledger.Detail{Amount: money.New(f.int(), t.Amount.Currency()), Payment: f.payment()})
	}
	if f.s != "" {
		t.CardDay = ledger.Date(f.int())
	}
}

func encodeTexts(t ledger.Transaction) string {
	f := newFields()
	f.texts(t)
	return string(f.b)
}

// decodeTexts fills the texts of a line whose amount is known. Erased texts stay empty.
func decodeTexts(texts string, t *ledger.Transaction) error {
	if texts == "" {
		return nil
	}
	f := fieldsRead{s: texts}
	if f.texts(t); f.failed || f.s != "" {
		return &ledger.Error{Kind: ledger.Tampered, Field: "line", Msg: "has texts that were not written by this program"}
	}
	return nil
}

// withNotice returns the line with what the stored texts of its notice add.
func withNotice(t ledger.Transaction, texts string, kind ledger.Kind) (ledger.Transaction, error) {
	n := ledger.Transaction{Amount: t.Amount, Kind: kind}
	if err := decodeTexts(texts, &n); err != nil {
		return t, err
	}
	return t.Telling(n), nil
}
