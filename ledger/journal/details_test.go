package journal_test

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/journal"
)

// TestVerifyDetails: details that an intake recorded have to be there as they were, and no others.
func TestVerifyDetails(t *testing.T) {
	b := newBook(t)
	details := []ledger.InvoiceDetails{{Number: "F-1", Document: ledger.Hash{7}, VAT: []ledger.VATShare{{Category: "S", Rate: 20_00, Base: eur(100_00), Tax: eur(20_00)}}}}
	b.owe(invoice("F-1", "C1", "2026-01-10", 120_00))
	seq := b.event(ledger.InvoicesTaken, ledger.Hash{7}.String(), ledger.InvoicesDigest(ledger.Hash{7}, nil, details...))
	b.brought[seq] = nil // a document of a known item brings details alone
	tests := []struct {
		name    string
		stored  func() []ledger.InvoiceDetails
		altered int
	}{
		{"as they were", func() []ledger.InvoiceDetails { return details }, 0},
		{"taken away", func() []ledger.InvoiceDetails { return nil }, 1},
		{"another tax", func() []ledger.InvoiceDetails {
			other := details[0]
			other.VAT = []ledger.VATShare{{Category: "S", Rate: 20_00, Base: eur(100_00), Tax: eur(19_99)}}
			return []ledger.InvoiceDetails{other}
		}, 1},
		{"another document", func() []ledger.InvoiceDetails {
			other := details[0]
			other.Document = ledger.Hash{8}
			return []ledger.InvoiceDetails{other}
		}, 1},
	}
	for _, test := range tests {
		stored := b.stored()
		stored.DetailsOf = func(intake int64) ([]ledger.InvoiceDetails, error) {
			if intake == seq {
				return test.stored(), nil
			}
			return nil, nil
		}
		r, err := journal.Verify(stored, journal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		altered := 0
		for _, f := range r.Findings {
			if f.Kind == journal.Altered && f.Event == seq {
				altered++
			}
		}
		if altered != test.altered || len(r.Findings) != test.altered {
			t.Errorf("%s: %+v", test.name, r.Findings)
		}
	}
}
