package invoice_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/invoice"
)

// read reads content as a list, within the given limits.
func read(t testing.TB, content []byte, limits importer.Limits) (invoice.List, []importer.Warning, error) {
	var warnings []importer.Warning
	list, err := invoice.Read(t.Context(), &importer.File{
		ReadSeeker: bytes.NewReader(content), Size: int64(len(content)), Limits: limits,
		Warn: func(w importer.Warning) { warnings = append(warnings, w) },
	})
	return list, warnings, err
}

// refusals returns the errors of a refused file, each with its kind.
func refusals(t testing.TB, err error) importer.Errors {
	t.Helper()
	var all importer.Errors
	var one *importer.Error
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = importer.Errors{one}
	default:
		t.Fatalf("an error without a kind: %v", err)
	}
	return all
}

// golden writes what was read, one fact a line.
func golden(t testing.TB, content []byte) []byte {
	var b bytes.Buffer
	name, ok := invoice.Detect(content[:min(len(content), importer.HeadBytes)])
	fmt.Fprintf(&b, "detected: %t %s\n", ok, name)
	list, warnings, err := read(t, content, importer.Limits{})
	if err != nil {
		for _, e := range refusals(t, err) {
			fmt.Fprintf(&b, "refused: %s: %s\n", e.Kind, e)
		}
	}
	for _, c := range list.Customers {
		fmt.Fprintf(&b, "customer %q name=%q person=%t siren=%q accounts=%v email=%q city=%q country=%q days=%d discount=%d discount-days=%d group=%q\n",
			c.ID, c.Name, c.Person, c.SIREN, c.Accounts, c.Email, c.City, c.Country, c.Terms.Days, c.Terms.Discount, c.Terms.DiscountDays, c.Group)
		for _, name := range c.Trade {
			fmt.Fprintf(&b, "trade name of %q %q\n", c.ID, name)
		}
		for _, m := range c.Mandates {
			fmt.Fprintf(&b, "mandate of %q %q\n", c.ID, m)
		}
	}
	for _, i := range list.Invoices {
		fmt.Fprintf(&b, "invoice %q credit-note=%t customer=%q name=%q issued=%s due=%s total=%s open=%s %s %s customer-ref=%q reference=%q\n",
			i.Number, i.CreditNote, i.Customer, i.CustomerName, i.Issued, i.Due, i.Total, i.Outstanding, i.Total.Currency(), i.Status, i.CustomerRef, i.Reference)
	}
	for _, d := range list.Details {
		fmt.Fprintf(&b, "details of %q vat-on-receipt=%t discount=%d days=%d\n", d.Number, d.OnReceipt, d.Discount, d.Days)
		for _, v := range d.VAT {
			fmt.Fprintf(&b, "vat of %q category=%q rate=%d base=%s tax=%s\n", d.Number, v.Category, v.Rate, v.Base, v.Tax)
		}
	}
	if list.Seller != nil {
		fmt.Fprintf(&b, "seller %q siren=%q\n", list.Seller.Name, list.Seller.SIREN)
	}
	for _, w := range warnings {
		fmt.Fprintf(&b, "warning: %s: line %d: %s\n", w.Kind, w.Line, w.Message)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for _, pattern := range []string{"invoices/*", "broken/invoices-*"} {
		for _, file := range fixtures.Files(t, pattern) {
			t.Run(filepath.Base(file), func(t *testing.T) {
				fixtures.Golden(t, file+".golden", golden(t, fixtures.Read(t, file)))
			})
		}
	}
}

// TestDocumentsAreWhole: each sample of a document is one item with its customer, its details and its seller.
func TestDocumentsAreWhole(t *testing.T) {
	for _, pattern := range []string{"invoices/*.xml", "invoices/*.pdf"} {
		for _, file := range fixtures.Files(t, pattern) {
			content := fixtures.Read(t, file)
			_, ok := invoice.Detect(content[:min(len(content), importer.HeadBytes)])
			list, _, err := read(t, content, importer.Limits{})
			if !ok || err != nil || len(list.Invoices) != 1 || len(list.Customers) != 1 || len(list.Details) != 1 || list.Seller == nil || len(list.Details[0].VAT) == 0 {
				t.Errorf("%s: detected %t, read %+v, %v", filepath.Base(file), ok, list, err)
			}
		}
	}
}

// TestSamplesAreDetected: a sample of a list is one by its content, and what it holds is not empty.
func TestSamplesAreDetected(t *testing.T) {
	for _, file := range fixtures.Files(t, "invoices/*.csv") {
		content := fixtures.Read(t, file)
		name, ok := invoice.Detect(content)
		list, _, err := read(t, content, importer.Limits{})
		if !ok || err != nil || (name == "customers") != (len(list.Customers) > 0) || (name == "invoices") != (len(list.Invoices) > 0) {
			t.Errorf("%s: detected %t %q, read %d customers and %d items, %v", filepath.Base(file), ok, name, len(list.Customers), len(list.Invoices), err)
		}
	}
}

// TestErrorsQuoteNothing: what is refused tells the place and never the content.
func TestErrorsQuoteNothing(t *testing.T) {
	for _, file := range fixtures.Files(t, "broken/invoices-*") {
		content := fixtures.Read(t, file)
		_, _, err := read(t, content, importer.Limits{})
		for _, e := range refusals(t, err) {
			if e.Kind == "" || e.Line == 0 && e.Field == "" {
				t.Errorf("%s: an error without a kind or a place: %+v", filepath.Base(file), e)
			}
			for _, secret := range []string{"Quatorze", "Quinze", "Utopia", "FR76", "robot", "EURO", "Café", "Autre nom", "99999", "\x1b", "F1", "Merisier", "20261301", "3OO", "FA-2026"} {
				if strings.Contains(e.Error(), secret) {
					t.Errorf("%s: the error quotes %q: %s", filepath.Base(file), secret, e)
				}
			}
		}
	}
}

const head = "number,type,customer_id,customer_name,issue_date,due_date,currency,total,open_amount,status\n"

func row(n int) string {
	return fmt.Sprintf("F%06d,invoice,C%d,Customer %d,2026-09-01,2026-10-01,EUR,%d.50,%d.50,open\n", n, n%97, n%97, n, n)
}

func rows(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(row(i + 1))
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("x", 5000)
	tests := []struct {
		name, content string
		limits        importer.Limits
		want          string // the limit that is named; empty where the list is taken
		line          int    // −1 for any
	}{
		{"as many lines as may be", head + rows(10), importer.Limits{Lines: 10}, "", 0},
		{"a line too many", head + rows(11), importer.Limits{Lines: 10}, "Lines", 12},
		{"file", head + rows(11), importer.Limits{FileBytes: 100}, "FileBytes", 0},
		{"a field", head + strings.Replace(row(1), "Customer 1", long, 1), importer.Limits{}, "FieldBytes", 2},
		{"a field that fits", head + strings.Replace(row(1), "Customer 1", long, 1), importer.Limits{FieldBytes: 5000}, "", 0},
		{"a line", head + row(1) + strings.Replace(row(2), "Customer 2", long, 1), importer.Limits{LineBytes: 4000, FieldBytes: 8000}, "LineBytes", 3},
		{"a line that has no end", head + row(1) + strings.Repeat(long, 300), importer.Limits{}, "LineBytes", 3},
		{"a field in quotes that has no end", head + row(1) + `F2,"` + strings.Repeat(long+"\n", 300), importer.Limits{}, "LineBytes", 3},
		{"blank lines without end", head + strings.Repeat("\n", 2<<20), importer.Limits{}, "LineBytes", -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := read(t, []byte(test.content), test.limits)
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e := refusals(t, err)[0]
			if e.Kind != importer.TooLarge || !strings.Contains(e.Msg, "limit "+test.want) || test.line >= 0 && e.Line != test.line {
				t.Errorf("got %s %+v, want the limit %s at line %d", e.Kind, e, test.want, test.line)
			}
		})
	}
}

// TestAllFaultsAreTold: the first hundred faults are told in the order of the lines, and not one more.
func TestAllFaultsAreTold(t *testing.T) {
	content := head + strings.Repeat("F1,invoice,C1,Un,never,,EUR,1.00,1.00,open\n", 60) + strings.Repeat("too,few\n", 60)
	_, _, err := read(t, []byte(content), importer.Limits{})
	all := refusals(t, err)
	if len(all) != importer.MaxErrors {
		t.Fatalf("got %d errors", len(all))
	}
	for i, e := range all {
		if e.Line != i+2 {
			t.Fatalf("error %d is of line %d", i, e.Line)
		}
	}
}

// TestLinesOfFaults: a fault is told with its line of the file, whatever stands before it
// and wherever the rows are cut into chunks.
func TestLinesOfFaults(t *testing.T) {
	var b strings.Builder
	b.WriteString("Liste\n\n" + head)
	line, want := 3, []int{}
	for n := range 1500 {
		line++
		switch {
		case n%510 == 1: // one that is badly formed
			b.WriteString("F,invoice\n")
			want = append(want, line)
		case n%511 == 2: // one that says nothing
			b.WriteString(strings.Replace(row(n), "2026-09-01", "", 1))
			want = append(want, line)
		case n%300 == 3: // one of three lines, and a blank line
			b.WriteString(strings.Replace(row(n), fmt.Sprintf("Customer %d", n%97), "\"a\nb\nc\"", 1) + "\n")
			line += 3
		default:
			b.WriteString(row(n))
		}
	}
	_, _, err := read(t, []byte(b.String()), importer.Limits{})
	var got []int
	for _, e := range refusals(t, err) {
		got = append(got, e.Line)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got lines %v, want %v", got, want)
	}
}

// TestDetectAtTheEdge: a head that ends within a character, or within a row, is a list's all the same.
func TestDetectAtTheEdge(t *testing.T) {
	content := []byte("N° de facture;Code client;Date d'émission;Échéance;Montant TTC;Reste à payer\n" + strings.Repeat("éé;é;24/11/2026;;1,50;0\n", 5000))
	for shift := range 40 {
		file := append([]byte(strings.Repeat("-", shift)+"\n"), content...)
		if name, ok := invoice.Detect(file[:importer.HeadBytes]); !ok || name != "invoices" {
			t.Errorf("moved by %d: got %q, %t", shift, name, ok)
		}
	}
}

func ExampleRead() {
	content := "Numéro;Client;Date d'émission;Échéance;Montant TTC;Reste à payer;Devise\n" +
		"FA-1001;SARL Exemple;03/09/2026;03/10/2026;1 200,00;700,00;EUR\n" +
		"AV-0012;SARL Exemple;05/09/2026;;-60,00;-60,00;EUR\n"
	list, err := invoice.Read(context.Background(), &importer.File{
		ReadSeeker: strings.NewReader(content), Size: int64(len(content)),
		Warn: func(w importer.Warning) { fmt.Println("warning:", w.Message) },
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, i := range list.Invoices {
		fmt.Println(i.Number, i.Issued, i.Total, i.Outstanding, i.Status, i.CreditNote)
	}
	// Output:
	// warning: no column of customers' numbers: their names are taken for it
	// FA-1001 2026-09-03 1200.00 700.00 open false
	// AV-0012 2026-09-05 -60.00 -60.00 open true
}
