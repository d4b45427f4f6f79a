package store

import (
	"encoding/json"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// textsRow is the JSON of column line.texts: all that a line says of persons.
type textsRow struct {
	Label string `json:"label,omitempty"`
	paymentRow
	Details []detailRow `json:"details,omitempty"`
}

type paymentRow struct {
	Name            string     `json:"name,omitempty"`
	Account         string     `json:"account,omitempty"`
	UltimateName    string     `json:"ultimate_name,omitempty"`
	UltimateAccount string     `json:"ultimate_account,omitempty"`
	Remittance      string     `json:"remittance,omitempty"`
	References      []string   `json:"references,omitempty"`
	EndToEndID      string     `json:"end_to_end_id,omitempty"`
	MandateID       string     `json:"mandate_id,omitempty"`
	Cheque          string     `json:"cheque,omitempty"`
	ReturnReason    string     `json:"return_reason,omitempty"`
	Charges         *amountRow `json:"charges,omitempty"`
	Instructed      *amountRow `json:"instructed,omitempty"`
}

type detailRow struct {
	Minor int64 `json:"minor"` // in the line's currency
	paymentRow
}

type amountRow struct {
	Minor    int64          `json:"minor"`
	Currency money.Currency `json:"currency"`
}

func amountToRow(a *money.Amount) *amountRow {
	if a == nil {
		return nil
	}
	return &amountRow{a.Minor(), a.Currency()}
}

func (r *amountRow) amount() *money.Amount {
	if r == nil {
		return nil
	}
	a := money.New(r.Minor, r.Currency)
	return &a
}

func paymentToRow(p ledger.Payment) paymentRow {
	return paymentRow{
		Name: p.Counterparty.Name, Account: p.Counterparty.Account,
		UltimateName: p.Ultimate.Name, UltimateAccount: p.Ultimate.Account,
		Remittance: p.Remittance, References: p.References, EndToEndID: p.EndToEndID, MandateID: p.MandateID,
		Cheque: p.Cheque, ReturnReason: p.ReturnReason,
		Charges: amountToRow(p.Charges), Instructed: amountToRow(p.Instructed),
	}
}

func (r paymentRow) payment() ledger.Payment {
	return ledger.Payment{
		Counterparty: ledger.Party{Name: r.Name, Account: r.Account},
		Ultimate:     ledger.Party{Name: r.UltimateName, Account: r.UltimateAccount},
		Remittance:   r.Remittance, References: r.References, EndToEndID: r.EndToEndID, MandateID: r.MandateID,
		Cheque: r.Cheque, ReturnReason: r.ReturnReason,
		Charges: r.Charges.amount(), Instructed: r.Instructed.amount(),
	}
}

func textsToRow(t ledger.Transaction) textsRow {
	row := textsRow{Label: t.Label, paymentRow: paymentToRow(t.Payment)}
	for _, d := range t.Details {
		row.Details = append(row.Details, detailRow{d.Amount.Minor(), paymentToRow(d.Payment)})
	}
	return row
}

// fill fills the texts of a line whose amount is known.
func (r textsRow) fill(t *ledger.Transaction) {
	t.Label, t.Payment = r.Label, r.payment()
	for _, d := range r.Details {
		t.Details = append(t.Details, ledger.Detail{Amount: money.New(d.Minor, t.Amount.Currency()), Payment: d.payment()})
	}
}

func encodeTexts(t ledger.Transaction) (string, error) {
	b, err := json.Marshal(textsToRow(t))
	return string(b), err
}

// decodeTexts fills the texts of a line whose amount is known. Erased texts stay empty.
func decodeTexts(texts string, t *ledger.Transaction) error {
	if texts == "" {
		return nil
	}
	var row textsRow
	if err := json.Unmarshal([]byte(texts), &row); err != nil {
		return &ledger.Error{Kind: ledger.Tampered, Field: "line", Msg: "has texts that were not written by this program", Err: err}
	}
	row.fill(t)
	return nil
}
