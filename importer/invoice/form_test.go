package invoice_test

import (
	"strings"
	"testing"

	"lettrage/importer"
)

// TestDecimalMark: the file as a whole says which mark is that of decimals, or is refused.
func TestDecimalMark(t *testing.T) {
	tests := []struct {
		currency, amounts string // blank-separated, '_' for a blank within
		want              string // as read, or a kind
	}{
		{"EUR", "12.50 3.00", "12.50 3.00"},
		{"EUR", "12,50 3,00", "12.50 3.00"},
		{"EUR", "1200 300", "1200.00 300.00"},
		{"EUR", "1.200,50 3", "1200.50 3.00"},
		{"EUR", "1,200.50 3", "1200.50 3.00"},
		{"EUR", "1_200,50 1200,5", "1200.50 1200.50"},
		{"EUR", "1.234 12,50", "1234.00 12.50"},
		{"EUR", "1,234 12.50", "1234.00 12.50"},
		{"EUR", "1.234.567 1", "1234567.00 1.00"},
		{"EUR", "1200,50_€ 3,00€", "1200.50 3.00"},
		{"EUR", "1200.50_EUR 3.00EUR", "1200.50 3.00"},
		{"EUR", "1.234 5", "ambiguous_profile"},
		{"EUR", "1,234 5", "ambiguous_profile"},
		{"EUR", "1.230 5", "ambiguous_profile"},
		{"EUR", "0.500 5", "0.50 5.00"},
		{"EUR", "12,345 6,50", "malformed"},
		{"EUR", "12.3456 1", "malformed"},
		{"EUR", "12,50 3.00", "malformed"},
		{"EUR", "12..50 1", "malformed"},
		{"EUR", "1e3 1", "malformed"},
		{"EUR", "0x10 1", "malformed"},
		{"EUR", "$12.50 1", "malformed"},
		{"EUR", "12.50_USD 1", "malformed"},
		{"JPY", "1200 3", "1200 3"},
		{"JPY", "1,200 3", "ambiguous_profile"},
		{"JPY", "1,200,300 3", "1200300 3"},
		{"TND", "1234.500 3", "1234.500 3.000"},
		{"TND", "1234,500 3", "1234.500 3.000"},
		{"TND", "12.500 3", "ambiguous_profile"},
		{"TND", "12.500 0.250", "12.500 0.250"},
	}
	for _, test := range tests {
		content := "number;customer_id;issue_date;due_date;currency;total;open_amount\n"
		for n, a := range strings.Fields(test.amounts) {
			content += "F" + string(rune('0'+n)) + ";C1;2026-09-01;2026-10-01;" + test.currency + ";" + strings.ReplaceAll(a, "_", " ") + ";0\n"
		}
		list, _, err := read(t, []byte(content), importer.Limits{})
		var got []string
		for _, i := range list.Invoices {
			got = append(got, i.Total.String())
		}
		if err != nil {
			got = []string{string(refusals(t, err)[0].Kind)}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s %s: got %s, want %s", test.currency, test.amounts, strings.Join(got, " "), test.want)
		}
	}
}

// TestFormOfDays: the file as a whole says how it writes days, or is refused.
func TestFormOfDays(t *testing.T) {
	const english, french = "number;customer_id;issue_date;due_date;total;open_amount\n", "Numéro;Code client;Date d'émission;Échéance;Montant TTC;Reste à payer\n"
	tests := []struct{ header, days, want string }{
		{english, "2026-11-24 2026-01-02", "2026-11-24 2026-01-02"},
		{english, "2026/11/24 2026/01/02", "2026-11-24 2026-01-02"},
		{english, "20261124 20260102", "2026-11-24 2026-01-02"},
		{english, "24/11/2026 01/02/2026", "2026-11-24 2026-02-01"},
		{english, "24.11.2026 01-02-2026", "2026-11-24 2026-02-01"},
		{english, "01/02/2026 05/05/2026", "ambiguous_profile"},
		{english, "05/05/2026 01/01/2026", "2026-05-05 2026-01-01"},
		{english, "11/24/2026 01/02/2026", "ambiguous_profile"},
		{english, "11/24/2026 05/05/2026", "malformed"},
		{english, "31/31/2026 01/02/2026", "ambiguous_profile"},
		{french, "01/02/2026 05/05/2026", "2026-02-01 2026-05-05"},
		{french, "11/24/2026 01/02/2026", "malformed"},
		{french, "2026-11-24 24/11/2026", "malformed"},
		{french, "24/11/26 24/11/2026", "malformed"},
		{french, "29/02/2024 29/02/2023", "malformed"},
		{french, "2026-11-24T00:00:00Z 2026-11-24_00:00", "2026-11-24 2026-11-24"},
		{french, "2026-11-24T23:30:00Z 2026-11-24", "malformed"},
		{french, "46350 2026-11-24", "malformed"},
		{french, "0000-00-00 2026-11-24", "malformed"},
	}
	for _, test := range tests {
		content := test.header
		for n, d := range strings.Fields(test.days) {
			content += "F" + string(rune('0'+n)) + ";C1;" + strings.ReplaceAll(d, "_", " ") + ";;1.50;0\n"
		}
		list, _, err := read(t, []byte(content), importer.Limits{})
		var got []string
		for _, i := range list.Invoices {
			got = append(got, i.Issued.String())
		}
		if err != nil {
			got = []string{string(refusals(t, err)[0].Kind)}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %s, want %s", test.days, strings.Join(got, " "), test.want)
		}
	}
}

// TestWords: what programs write for type and status, and what they leave to the amounts.
func TestWords(t *testing.T) {
	tests := []struct{ kind, total, open, status, want string }{ // want: sign and status, or a kind
		{"invoice", "10.00", "10.00", "open", "+ open 10.00"},
		{"Facture", "10.00", "4.00", "Partiellement payée", "+ open 4.00"},
		{"FACTURE D'ACOMPTE", "10.00", "", "Réglée", "+ paid 0.00"},
		{"", "10.00", "10.00", "", "+ open 10.00"},
		{"", "10.00", "0.00", "", "+ paid 0.00"},
		{"", "-10.00", "-10.00", "En attente", "- open -10.00"},
		{"Avoir", "10.00", "10.00", "ouvert", "- open -10.00"},
		{"credit_note", "-10.00", "-2.50", "OPEN", "- open -2.50"},
		{"Credit Note", "-10.00", "0", "Cancelled", "- cancelled 0.00"},
		{"Avoir", "0.00", "0.00", "", "- paid 0.00"},
		{"Avoir", "10.00", "-10.00", "", "inconsistent"},
		{"Facture", "-10.00", "-10.00", "", "inconsistent"},
		{"Facture", "10.00", "10.01", "", "inconsistent"},
		{"Facture", "10.00", "10.00", "payée", "inconsistent"},
		{"Devis", "10.00", "10.00", "", "malformed"},
		{"Facture", "10.00", "10.00", "Brouillon", "malformed"},
		{"Facture", "10.00", "", "open", "missing"},
		{"Facture", "10.00", "", "", "missing"},
		{"Facture", "", "10.00", "open", "missing"},
	}
	for _, test := range tests {
		content := "number,customer_id,issue_date,due_date,currency,type,total,open_amount,status\nF1,C1,2026-09-01,,EUR," + test.kind + "," + test.total + "," + test.open + "," + test.status + "\n"
		list, _, err := read(t, []byte(content), importer.Limits{})
		got := ""
		if err != nil {
			got = string(refusals(t, err)[0].Kind)
		} else {
			i := list.Invoices[0]
			got = map[bool]string{false: "+ ", true: "- "}[i.CreditNote] + string(i.Status) + " " + i.Outstanding.String()
		}
		if got != test.want {
			t.Errorf("%v: got %s", test, got)
		}
	}
}

// TestWithoutOpenAmounts: a status alone says what is open, but not how much of a part.
func TestWithoutOpenAmounts(t *testing.T) {
	content := "number,customer_id,issue_date,due_date,currency,total,status\nF1,C1,2026-09-01,,EUR,10.00,open\nF2,C1,2026-09-01,,EUR,10.00,paid\n"
	list, warnings, err := read(t, []byte(content), importer.Limits{})
	if err != nil || list.Invoices[0].Outstanding.String() != "10.00" || !list.Invoices[1].Outstanding.IsZero() || len(warnings) != 1 || warnings[0].Kind != "guessed" {
		t.Errorf("got %+v, %v, %v", list.Invoices, warnings, err)
	}
	_, _, err = read(t, []byte(content+"F3,C1,2026-09-01,,EUR,10.00,partially paid\n"), importer.Limits{})
	if e := refusals(t, err)[0]; e.Kind != importer.Missing || e.Field != "open_amount" || e.Line != 4 {
		t.Errorf("got %+v", e)
	}
}

// TestHeadingsInMessages: a heading is shown as the file has it, but never what a terminal would obey.
func TestHeadingsInMessages(t *testing.T) {
	for title, want := range map[string]string{" Montant TTC ": "Montant TTC", "Montant\x1b TTC": "total", "Montant TTC" + strings.Repeat("!", 100): "total"} {
		content := "number;customer_id;issue_date;due_date;" + title + ";open_amount\nF1;C1;2026-09-01;;x;0\n"
		_, _, err := read(t, []byte(content), importer.Limits{})
		if e := refusals(t, err)[0]; e.Field != want {
			t.Errorf("%q: got %q", title, e.Field)
		}
	}
}
