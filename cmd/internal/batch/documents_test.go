package batch

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/ledger"
)

// invoiceOf is a sample of an invoice that the company of these tests has issued.
func invoiceOf(t *testing.T, c ledger.Company, name string) []byte {
	t.Helper()
	return bytes.ReplaceAll(fixtures.Read(t, fixtures.Path("invoices", name)), []byte("732829320"), []byte(c.SIREN))
}

// TestOriginalsAreKept: a document that brought something is kept under its hash, byte for byte, and once.
func TestOriginalsAreKept(t *testing.T) {
	b, c := newBook(t)
	for _, name := range []string{"factur-x.pdf", "ubl-invoice.xml"} {
		content := invoiceOf(t, c, name)
		path := put(t, name, content)
		for n := range 2 {
			r, err := b.ImportList(t.Context(), c, path, path)
			if err != nil || r.Status != "ok" || r.New != 1-n || r.Known != n || r.Details != 1-n || len(r.Changes) > 0 {
				t.Fatalf("%s: %+v, %v", name, r, err)
			}
		}
		details, err := b.Store.Details(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		last := details[len(details)-1]
		kept, err := os.ReadFile(b.originalPath(last.Document, filepath.Ext(name)))
		if err != nil || !bytes.Equal(kept, content) {
			t.Errorf("%s is not kept as it was: %v", name, err)
		}
	}
	report, err := b.Verify(t.Context(), c, "")
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("verify: %+v, %v", report.Findings, err)
	}
}

// TestOriginalsThatBringNothing: what is refused, and a list, leaves no file.
func TestOriginalsThatBringNothing(t *testing.T) {
	b, c := newBook(t)
	for name, content := range map[string][]byte{
		"purchase.pdf": fixtures.Read(t, fixtures.Path("invoices", "factur-x.pdf")),
		"scan.pdf":     fixtures.Read(t, fixtures.Path("broken", "invoices-pdf-without-xml.pdf")),
		"items.csv":    fixtures.Read(t, fixtures.Path("invoices", "items.csv")),
	} {
		if r, err := b.ImportList(t.Context(), c, put(t, name, content), name); err != nil || (r.Status == "refused") != strings.HasSuffix(name, ".pdf") {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	if _, err := os.Stat(filepath.Join(b.Config.Dir, originals)); !os.IsNotExist(err) {
		t.Errorf("something is kept: %v", err)
	}
}

// TestTheCustomer: by the number that the document has, by the SIREN, by the name; who owes a known item stays.
func TestTheCustomer(t *testing.T) {
	known := []ledger.Customer{
		{ID: "C1", Name: "Garage Belle-Rive SAS", SIREN: "552100554", City: "Annecy", Group: "G"}, {ID: "C2", Name: "Boulangerie Merisier SARL"},
		{ID: "C3", Name: "Atelier Double"}, {ID: "C4", Name: "Atelier  Double"}, {ID: "444555666", Name: "Autre"},
	}
	owed := []ledger.Invoice{{Number: "F-1", Customer: "C2"}}
	tests := []struct {
		name  string
		items []ledger.Invoice
		said  ledger.Customer
		want  ledger.CustomerID
	}{
		{"by number", nil, ledger.Customer{ID: "C2", Name: "x"}, "C2"},
		{"a number that is another's", nil, ledger.Customer{ID: "C1", Name: "x", SIREN: "732829320"}, "732829320"},
		{"by SIREN", nil, ledger.Customer{ID: "9", Name: "x", SIREN: "552100554"}, "C1"},
		{"by name", nil, ledger.Customer{Name: "boulangerie  merisier sarl", SIREN: "732829320"}, "C2"},
		{"a name of another SIREN", nil, ledger.Customer{Name: "Garage Belle-Rive SAS", SIREN: "732829320"}, "732829320"},
		{"a name of two", nil, ledger.Customer{Name: "Atelier Double"}, "Atelier Double"},
		{"new, with a number", nil, ledger.Customer{ID: "C9", Name: "x", SIREN: "732829320"}, "C9"},
		{"new, with a SIREN", nil, ledger.Customer{Name: "x", SIREN: "732829320"}, "732829320"},
		{"new, with a name alone", nil, ledger.Customer{Name: "x"}, "x"},
		{"of a known item", owed, ledger.Customer{ID: "C1", Name: "Garage Belle-Rive SAS", SIREN: "552100554"}, "C2"},
		{"of a known item whose customer is not known", []ledger.Invoice{{Number: "F-1", Customer: "C8"}}, ledger.Customer{Name: "x"}, "C8"},
	}
	for _, test := range tests {
		if got := theCustomer(known, test.items, test.said); got.ID != test.want || got.Name == "" {
			t.Errorf("%s: got %+v, want %s", test.name, got, test.want)
		}
	}
	got := theCustomer(known, nil, ledger.Customer{Name: "GARAGE", SIREN: "552100554", City: "Lyon", Email: "a@b.example", Country: "FR"})
	want := ledger.Customer{ID: "C1", Name: "Garage Belle-Rive SAS", SIREN: "552100554", City: "Annecy", Group: "G", Email: "a@b.example", Country: "FR"}
	if got.Name != want.Name || got.City != want.City || got.Email != want.Email || got.Country != want.Country || got.Group != want.Group {
		t.Errorf("what is known is changed, or what is missing is not filled in: %+v", got)
	}
}
