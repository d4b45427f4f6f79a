package invoice_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/fixtures/gen"
	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/importer/invoice"
)

// TestExampleCompany reads the lists of the example company as they were meant.
func TestExampleCompany(t *testing.T) {
	book := gen.DemoBook()
	var items, customers bytes.Buffer
	if err := errors.Join(book.WriteInvoices(&items), book.WriteCustomers(&customers)); err != nil {
		t.Fatal(err)
	}
	list, warnings, err := read(t, items.Bytes(), importer.Limits{})
	if err != nil || len(warnings) > 0 || len(list.Invoices) != len(book.Invoices) {
		t.Fatalf("%d items of %d, %v, %v", len(list.Invoices), len(book.Invoices), warnings, err)
	}
	for n, want := range book.Invoices {
		got := list.Invoices[n]
		if string(got.Number) != want.Number || string(got.Customer) != want.Customer.ID || got.CustomerName != want.Customer.Name ||
			got.Total.String() != want.Total.String() || got.Outstanding.String() != want.Open.String() || got.CreditNote != (want.Total < 0) ||
			got.Issued.String() != want.Issued.Format("2006-01-02") || got.CustomerRef != want.OrderRef {
			t.Errorf("item %d: got %+v", n, got)
		}
	}
	list, _, err = read(t, customers.Bytes(), importer.Limits{})
	if err != nil || len(list.Customers) != len(book.Customers) {
		t.Fatalf("%d customers of %d, %v", len(list.Customers), len(book.Customers), err)
	}
	for n, want := range book.Customers {
		got := list.Customers[n]
		iban := ""
		if len(got.Accounts) == 1 {
			iban = string(got.Accounts[0])
		}
		if string(got.ID) != want.ID || got.Name != want.Name || got.Person != want.Person || iban != want.IBAN || got.SIREN != want.SIREN ||
			got.Terms.Days != want.TermsDays || int(got.Terms.Discount) != 100*want.Discount || got.Group != want.Group {
			t.Errorf("customer %d: got %+v", n, got)
		}
	}
}

// TestTruth reads the lists of each labelled set, every field against the file itself.
func TestTruth(t *testing.T) {
	folder := os.Getenv("LETTRAGE_TRUTH")
	if folder == "" {
		t.Skip("SKIPPED: LETTRAGE_TRUTH names no folder of labelled sets")
	}
	for _, name := range []string{"invoices", "customers"} {
		files, err := filepath.Glob(filepath.Join(folder, "*", name+".csv"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s in the folder: %v", name, err)
		}
		for _, file := range files {
			t.Run(filepath.Base(filepath.Dir(file))+"/"+name, func(t *testing.T) {
				content := fixtures.Read(t, file)
				if kind, ok := invoice.Detect(content[:min(len(content), importer.HeadBytes)]); !ok || kind != name {
					t.Errorf("detected as %q, %t", kind, ok)
				}
				list, _, err := read(t, content, importer.Limits{})
				if err != nil {
					t.Fatal(err)
				}
				compareWithFile(t, content, list)
			})
		}
	}
}

func compareWithFile(t *testing.T, content []byte, list invoice.List) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(list.Invoices) + len(list.Customers); got != len(all)-1 {
		t.Fatalf("%d of %d rows", got, len(all)-1)
	}
	for n, r := range all[1:] {
		var got []string
		if len(list.Invoices) > 0 {
			i := list.Invoices[n]
			kind := map[bool]string{false: "invoice", true: "credit_note"}[i.CreditNote]
			got = []string{string(i.Number), kind, string(i.Customer), i.CustomerName, i.Issued.String(), i.Due.String(), string(i.Total.Currency()),
				i.Total.String(), i.Outstanding.String(), string(i.Status), i.CustomerRef, i.Reference}
		} else {
			c := list.Customers[n]
			iban := ""
			for _, a := range c.Accounts {
				iban += string(a)
			}
			got = []string{string(c.ID), c.Name, map[bool]string{false: "company", true: "person"}[c.Person], c.SIREN, iban, c.Email, c.City, c.Country}
		}
		if want := strings.Join(r[:len(got)], "|"); strings.Join(got, "|") != want {
			t.Fatalf("row %d: got %s, want %s", n+1, strings.Join(got, "|"), want)
		}
	}
}

// TestNoStatementIsAList: whatever a bank or a payment firm calls its columns.
func TestNoStatementIsAList(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	for _, row := range rows {
		content := fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File)))
		if name, ok := invoice.Detect(content[:min(len(content), importer.HeadBytes)]); ok {
			t.Errorf("%s: detected as a list of %s", row.File, name)
		}
		_, _, err := read(t, content, importer.Limits{})
		if err == nil {
			t.Errorf("%s: was read as a list", row.File)
			continue
		}
		refusals(t, err)
	}
}

// TestSamplesOfStatementsAreNoLists: and their user is told the verb.
func TestSamplesOfStatementsAreNoLists(t *testing.T) {
	for _, pattern := range []string{"ofx/*", "camt/*", "csv/*"} {
		for _, file := range fixtures.Files(t, pattern) {
			content := fixtures.Read(t, file)
			if name, ok := invoice.Detect(content); ok {
				t.Errorf("%s: detected as a list of %s", filepath.Base(file), name)
			}
			_, _, err := read(t, content, importer.Limits{})
			if e := refusals(t, err)[0]; e.Kind != importer.Unsupported && e.Kind != importer.UnknownFormat || !strings.Contains(e.Hint, "lettrage import FILE") {
				t.Errorf("%s: refused as %s: %v", filepath.Base(file), e.Kind, e)
			}
		}
	}
}

// failing fails after some reads, as a disk does.
type failing struct {
	io.ReadSeeker
	reads int
}

var errDisk = errors.New("disk failed")

func (f *failing) Read(p []byte) (int, error) {
	if f.reads--; f.reads < 0 {
		return 0, errDisk
	}
	return f.ReadSeeker.Read(p[:min(len(p), 1<<10)])
}

// TestErrorsThatAreNotTheFiles come out as they are.
func TestErrorsThatAreNotTheFiles(t *testing.T) {
	content := []byte(head + rows(5000))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := invoice.Read(ctx, &importer.File{ReadSeeker: bytes.NewReader(content), Warn: func(importer.Warning) {}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that the context was cancelled", err)
	}
	for _, reads := range []int{0, 1, 70, 300, 500, 700} {
		f := &importer.File{ReadSeeker: &failing{bytes.NewReader(content), reads}, Warn: func(importer.Warning) {}}
		if _, err := invoice.Read(t.Context(), f); !errors.Is(err, errDisk) {
			t.Errorf("after %d reads: got %v, want the error of the disk", reads, err)
		}
	}
}

// TestHeaders: in what ways programs name their columns.
func TestHeaders(t *testing.T) {
	tests := []struct{ header, want string }{ // want: the kind, or nothing
		{"number,customer_id,issue_date,total,open_amount", "invoices"},
		{"Numéro;Client;Date;Échéance;Montant TTC;Reste à payer;Statut", "invoices"},
		{"Nº facture;Société;Date de facture;Date d'échéance;Total TTC (€);Solde dû (€)", "invoices"},
		{"N° pièce;Date;Code tiers;Intitulé;Échéance;Montant TTC;Solde", "invoices"},
		{"Numéro;Date;Client;Échéance;Net;Montant TTC;Montant dû;Statut", "invoices"},
		{"Invoice Number\tCustomer\tInvoice Date\tDue Date\tAmount\tBalance Due", "invoices"},
		{"customer_id,name,iban,siren", "customers"},
		{"Code client;Raison sociale;SIREN;Ville", "customers"},
		{"N° client|Nom|Courriel|IBAN|Délai de paiement", "customers"},
		{"Date;Libellé;Débit;Crédit;Solde", ""},
		{"Date;Valeur;Montant;Devise;Libellé;Solde", ""},
		{"Date,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Invoice Number,Balance", ""},
		{"Date,Counterparty,Amount,Currency,Reference,Status", ""},
		{"Numéro de compte;Nom du compte;Date;Montant;Solde", ""},
		{"Nom;Prénom;Courriel", ""},
	}
	for _, test := range tests {
		for _, end := range []string{"", "\n", "\r\nx\r\n"} {
			name, ok := invoice.Detect([]byte(test.header + end))
			if ok != (test.want != "") || name != test.want {
				t.Errorf("%q: got %q, %t", test.header+end, name, ok)
			}
		}
	}
}
