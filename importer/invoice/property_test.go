package invoice_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/invoice"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// dialect is one of the ways in which programs write lists.
type dialect struct {
	comma   rune
	decimal byte
	days    func(ledger.Date) string
	french  bool
	charset encoding.Encoding // nil for UTF-8
	crlf    bool
	title   string
}

func dialects(t *rapid.T) dialect {
	d := dialect{
		comma:   rapid.SampledFrom([]rune{';', ',', '\t', '|'}).Draw(t, "separator"),
		decimal: rapid.SampledFrom([]byte{'.', ','}).Draw(t, "decimal mark"),
		french:  rapid.Bool().Draw(t, "french"),
		charset: rapid.SampledFrom([]encoding.Encoding{nil, xunicode.UTF8BOM, charmap.Windows1252, xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM)}).Draw(t, "charset"),
		crlf:    rapid.Bool().Draw(t, "crlf"),
		title:   rapid.SampledFrom([]string{"", "Liste au 30/11/2026\n\n"}).Draw(t, "title"),
	}
	forms := []func(ledger.Date) string{ledger.Date.String, ledger.Date.Compact}
	if d.french {
		forms = append(forms, ledger.Date.French)
	}
	d.days = forms[rapid.IntRange(0, len(forms)-1).Draw(t, "form of days")]
	return d
}

func (d dialect) amount(a money.Amount) string { return a.Format(d.decimal, "") }

// write writes rows under headings, French where the dialect is and there is one.
func (d dialect) write(t *rapid.T, headings [][2]string, rows [][]string) []byte {
	order := rapid.Permutation(seq(len(headings))).Draw(t, "order of columns")
	var b bytes.Buffer
	b.WriteString(d.title)
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = d.comma, d.crlf
	head := make([]string, len(order))
	for i, c := range order {
		head[i] = headings[c][0]
		if d.french {
			head[i] = headings[c][1]
		}
	}
	all := [][]string{head}
	for _, r := range rows {
		row := make([]string, len(order))
		for i, c := range order {
			row[i] = r[c]
		}
		all = append(all, row)
	}
	if err := w.WriteAll(all); err != nil {
		t.Fatal(err)
	}
	if d.charset == nil {
		return b.Bytes()
	}
	out, err := d.charset.NewEncoder().Bytes(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func seq(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// words draws a text of one line without blanks around it, in characters that the dialect's character set has.
func words(d dialect, least int) *rapid.Generator[string] {
	set := []*unicode.RangeTable{unicode.L, unicode.N, unicode.P, unicode.S}
	runes := rapid.RuneFrom(nil, set...)
	if d.charset == charmap.Windows1252 {
		runes = rapid.SampledFrom([]rune(`aZ09 "';,|/éèçÀœŒ€’–&`))
	}
	return rapid.StringOfN(runes, least, 20, 200).Filter(func(s string) bool {
		return s == strings.TrimSpace(s) && len(s) >= least && !strings.ContainsRune(s, unicode.ReplacementChar) && !strings.HasPrefix(s, `="`)
	})
}

func day(t *rapid.T, label string) ledger.Date {
	first, _ := ledger.NewDate(2001, 1, 1)
	return first + ledger.Date(rapid.IntRange(0, 20_000).Draw(t, label))
}

var itemHeadings = [][2]string{
	{"number", "N° de facture"}, {"type", "Type de pièce"}, {"customer_id", "Code client"}, {"customer_name", "Nom du client"}, {"issue_date", "Date d'émission"},
	{"due_date", "Échéance"}, {"currency", "Devise"}, {"total", "Montant TTC"}, {"open_amount", "Reste à payer"}, {"status", "Statut"},
	{"customer_reference", "Bon de commande"}, {"structured_reference", "Communication structurée"},
}

func item(t *rapid.T, d dialect) ledger.Invoice {
	c := rapid.SampledFrom([]money.Currency{money.EUR, "USD", "JPY"}).Draw(t, "currency")
	total := rapid.Int64Range(0, 1e12).Draw(t, "total")
	open := rapid.Int64Range(0, total).Draw(t, "open")
	i := ledger.Invoice{
		Number: ledger.InvoiceNumber(words(d, 1).Draw(t, "number")), Customer: ledger.CustomerID(words(d, 1).Draw(t, "customer")),
		CustomerName: words(d, 0).Draw(t, "name"), Issued: day(t, "issued"), Status: rapid.SampledFrom([]ledger.InvoiceStatus{ledger.Open, ledger.Paid, ledger.Cancelled}).Draw(t, "status"),
		CreditNote: rapid.Bool().Draw(t, "credit note"), CustomerRef: words(d, 0).Draw(t, "order"), Reference: words(d, 0).Draw(t, "reference"),
	}
	if rapid.Bool().Draw(t, "has a due day") {
		i.Due = day(t, "due")
	}
	if i.Status != ledger.Open {
		open = 0
	}
	if i.CreditNote {
		total, open = -total, -open
	}
	i.Total, i.Outstanding = money.New(total, c), money.New(open, c)
	return i
}

// itemRow writes an item; a credit note with either sign.
func itemRow(t *rapid.T, d dialect, i ledger.Invoice) []string {
	kind, total, open := "invoice", i.Total, i.Outstanding
	if i.CreditNote {
		kind = rapid.SampledFrom([]string{"credit_note", "Avoir"}).Draw(t, "word")
		if rapid.Bool().Draw(t, "positive") {
			total, open = money.New(-total.Minor(), total.Currency()), money.New(-open.Minor(), open.Currency())
		}
	}
	status := map[ledger.InvoiceStatus]string{ledger.Open: "open", ledger.Paid: "Payée", ledger.Cancelled: "annulée"}[i.Status]
	return []string{string(i.Number), kind, string(i.Customer), i.CustomerName, d.days(i.Issued), d.days(i.Due), string(total.Currency()),
		d.amount(total), d.amount(open), status, i.CustomerRef, i.Reference}
}

// TestWrittenItemsAreReadBack: in whatever dialect a list is written, the same items are read.
func TestWrittenItemsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dialects(t)
		items := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) ledger.Invoice { return item(t, d) }), 1, 8, func(i ledger.Invoice) ledger.InvoiceNumber { return i.Number }).Draw(t, "items")
		rows := make([][]string, len(items))
		for n, i := range items {
			rows[n] = itemRow(t, d, i)
		}
		content := d.write(t, itemHeadings, rows)
		list, err := readQuietly(content)
		if err != nil {
			t.Fatalf("refused: %v\n%q", err, content)
		}
		if !slices.Equal(list.Invoices, items) {
			t.Fatalf("got  %+v\nwant %+v", list.Invoices, items)
		}
		if name, ok := invoice.Detect(content); !ok || name != "invoices" {
			t.Fatalf("detected as %q, %t", name, ok)
		}
	})
}

func readQuietly(content []byte) (invoice.List, error) {
	f := &importer.File{ReadSeeker: bytes.NewReader(content), Size: int64(len(content)), Warn: func(importer.Warning) {}}
	return invoice.Read(context.Background(), f)
}

var customerHeadings = [][2]string{
	{"customer_id", "Code client"}, {"name", "Raison sociale"}, {"kind", "Type de client"}, {"siren", "SIREN"}, {"iban", "IBAN"}, {"iban 2", "IBAN 2"}, {"email", "Courriel"},
	{"city", "Ville"}, {"country", "Pays"}, {"payment_terms_days", "Délai de paiement"}, {"discount_percent", "Escompte"}, {"discount_days", "Délai d'escompte"}, {"group_id", "Groupe"}, {"trade_name", "Enseigne"}, {"mandate", "RUM"},
}

func customer(t *rapid.T, d dialect) ledger.Customer {
	c := ledger.Customer{
		ID: ledger.CustomerID(words(d, 1).Draw(t, "id")), Name: words(d, 1).Draw(t, "name"), Person: rapid.Bool().Draw(t, "person"),
		SIREN: rapid.StringMatching(`([0-9]{9})?`).Draw(t, "siren"), Email: words(d, 0).Draw(t, "email"), City: words(d, 0).Draw(t, "city"),
		Country: rapid.SampledFrom([]string{"", "FR", "BE"}).Draw(t, "country"), Group: words(d, 0).Draw(t, "group"),
		Terms: ledger.Terms{Days: rapid.IntRange(0, 120).Draw(t, "days"), Discount: ledger.Rate(rapid.IntRange(0, 10_000).Draw(t, "discount")), DiscountDays: rapid.IntRange(0, 30).Draw(t, "discount days")},
	}
	if several := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z]{2}-[0-9]{2,8}`), 1, 3, rapid.ID); rapid.Bool().Draw(t, "debited") {
		c.Mandates, c.Trade = several.Draw(t, "mandates"), several.Draw(t, "trade names")
	}
	accounts := rapid.SliceOfNDistinct(rapid.IntRange(1, 1e6), 0, 5, rapid.ID).Draw(t, "accounts")
	for _, a := range accounts {
		iban, err := ledger.FrenchIBAN("30006", "00001", fmt.Sprint(a))
		if err != nil {
			t.Fatal(err)
		}
		c.Accounts = append(c.Accounts, iban)
	}
	return c
}

func customerRow(t *rapid.T, d dialect, c ledger.Customer) []string {
	kind := "company"
	if c.Person {
		kind = "Particulier"
	}
	ibans := [2][]string{}
	between := rapid.SampledFrom([]string{",", "; ", " | ", " "}).Draw(t, "between accounts")
	cut := rapid.IntRange(0, len(c.Accounts)).Draw(t, "second column from")
	for n, i := range c.Accounts {
		text := string(i)
		if rapid.Bool().Draw(t, "in groups") {
			text = grouped(text)
		}
		at := 0
		if n >= cut {
			at = 1
		}
		ibans[at] = append(ibans[at], text)
	}
	percent := d.amount(money.New(int64(c.Terms.Discount), money.EUR)) + rapid.SampledFrom([]string{"", "%", " %"}).Draw(t, "sign")
	return []string{string(c.ID), c.Name, kind, c.SIREN, strings.Join(ibans[0], between), strings.Join(ibans[1], between), c.Email, c.City, c.Country,
		fmt.Sprint(c.Terms.Days), percent, fmt.Sprint(c.Terms.DiscountDays), c.Group, strings.Join(c.Trade, " | "), strings.Join(c.Mandates, "; ")}
}

func grouped(s string) string {
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), " ")
}

// TestWrittenCustomersAreReadBack: in whatever dialect a list is written, the same customers are read.
func TestWrittenCustomersAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dialects(t)
		all := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) ledger.Customer { return customer(t, d) }), 1, 5, func(c ledger.Customer) ledger.CustomerID { return c.ID }).Draw(t, "customers")
		rows := make([][]string, len(all))
		for n, c := range all {
			rows[n] = customerRow(t, d, c)
		}
		content := d.write(t, customerHeadings, rows)
		list, err := readQuietly(content)
		if err != nil {
			t.Fatalf("refused: %v\n%q", err, content)
		}
		for n := range all { // the order of accounts is that of the columns
			slices.Sort(all[n].Accounts)
			slices.Sort(list.Customers[min(n, len(list.Customers)-1)].Accounts)
		}
		if !reflect.DeepEqual(list.Customers, all) {
			t.Fatalf("got  %+v\nwant %+v", list.Customers, all)
		}
	})
}

// FuzzRead: whatever a file holds, reading ends without a panic, twice alike; what is
// taken is valid and each number and ID stands once; what is refused has a kind and a place.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"invoices/*", "broken/invoices-*"} {
		for _, file := range fixtures.Files(f, pattern) {
			f.Add(fixtures.Read(f, file))
		}
	}
	f.Add([]byte("Numéro;Client;Date;Échéance;Montant;Solde\n=\"001\";A;24/11/2026;;1 234,50;0\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		invoice.Detect(content)
		list, warnings, err := read(t, content, importer.Limits{Lines: 1000})
		again, _, _ := read(t, content, importer.Limits{Lines: 1000})
		if !reflect.DeepEqual(list, again) {
			t.Fatal("read otherwise the second time")
		}
		for _, w := range warnings {
			if w.Kind == "" || w.Message == "" {
				t.Fatalf("a warning without words: %+v", w)
			}
		}
		if err != nil {
			if all := refusals(t, err); len(all) > importer.MaxErrors || all[0].Kind == "" || all[0].Line == 0 && all[0].Field == "" {
				t.Fatalf("%d errors, the first is %+v", len(all), all[0])
			}
			return
		}
		valid(t, list)
	})
}

func valid(t *testing.T, list invoice.List) {
	t.Helper()
	numbers, ids := map[ledger.InvoiceNumber]bool{}, map[ledger.CustomerID]bool{}
	if list.Seller != nil && list.Customers[0].ID == "" { // the books give a document's customer his ID
		list.Customers[0].ID, list.Invoices[0].Customer = "?", "?"
	}
	for _, d := range list.Details {
		if err := d.Validate(); err != nil || d.Number != list.Invoices[0].Number && list.Seller != nil {
			t.Fatalf("details that are not valid, or of another item: %v", err)
		}
	}
	for _, i := range list.Invoices {
		if err := i.Validate(); err != nil || numbers[i.Number] {
			t.Fatalf("an item that is not valid, or twice in the list: %v", err)
		}
		numbers[i.Number] = true
	}
	for _, c := range list.Customers {
		if c.ID == "" || c.Name == "" || ids[c.ID] {
			t.Fatal("a customer without an ID or a name, or twice in the list")
		}
		ids[c.ID] = true
		for _, a := range c.Accounts {
			if _, err := ledger.ParseIBAN(string(a)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		content := []byte(head + rows(n))
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				if list, _, err := read(b, content, importer.Limits{}); err != nil || len(list.Invoices) != n {
					b.Fatal(err)
				}
			}
		})
	}
}
