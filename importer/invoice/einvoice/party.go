package einvoice

import (
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// party is where the two syntaxes have what is read of the buyer: paths below its node.
type party struct {
	id, global, name, trade, legal, vat, email, endpoint, city, country string
}

// buyer reads the customer. A document need not have a number of the customer in the
// seller's books; who he is then is told by his SIREN or his name.
func (r *reader) buyer(n *node, p party) {
	c := &r.doc.Customer
	c.Name = r.must(n, p.name, "")
	for _, id := range n.all(p.id) {
		if c.ID == "" && id.attr("schemeID") == "" { // one of a scheme is not the seller's number
			c.ID = ledger.CustomerID(r.text(id, ""))
		}
	}
	r.doc.Invoice.Customer, r.doc.Invoice.CustomerName = c.ID, c.Name
	if trade := r.text(n, p.trade); trade != "" && trade != c.Name {
		c.Trade = []string{trade}
	}
	c.SIREN = r.siren(n, p)
	c.City = r.text(n, p.city)
	if country := strings.ToUpper(r.text(n, p.country)); len(country) == 2 {
		c.Country = country
	}
	c.Email = r.text(n, p.email)
	if c.Email == "" && n.first(p.endpoint).attr("schemeID") == "EM" {
		c.Email = r.text(n, p.endpoint)
	}
}

// seller reads who issued the invoice.
func (r *reader) seller(n *node, p party) {
	r.doc.Seller = Seller{SIREN: r.siren(n, p), Name: r.text(n, p.name)}
}

// french are the countries whose companies have a SIREN.
const french = "FR|GP|MQ|GF|RE|YT|PM|BL|MF|"

// siren reads the number of a French company: of a scheme that says so, of no scheme
// where the country may be France, or of a French VAT number. Numbers of other schemes
// may have nine digits, too.
func (r *reader) siren(n *node, p party) string {
	country := strings.ToUpper(r.text(n, p.country))
	var ids []string
	for _, id := range n.all(p.legal) {
		if id.attr("schemeID") == "" && (country == "" || oneOf(french, country)) {
			ids = append(ids, id.text)
		}
	}
	for _, path := range []string{p.legal, p.global, p.endpoint} {
		for _, id := range n.all(path) {
			if oneOf("0002|0009|0225", id.attr("schemeID")) { // SIREN, SIRET, address in the French directory: SIREN_…
				before, _, _ := strings.Cut(id.text, "_")
				ids = append(ids, before)
			}
		}
	}
	for _, id := range n.all(p.vat) {
		if strings.HasPrefix(id.text, "FR") {
			ids = append(ids, id.text)
		}
	}
	return siren(ids...)
}

// maxAccounts is how many accounts a document may name.
const maxAccounts = 100

// account reads the account of the buyer that is debited.
func (r *reader) account(n *node, path string) {
	for _, found := range n.all(path) {
		if found.text == "" || len(r.doc.Customer.Accounts) >= maxAccounts {
			continue
		}
		iban, err := ledger.ParseIBAN(found.text)
		if err != nil {
			r.warn(found, "", "iban", "should be an IBAN with right check digits; it is left out")
			continue
		}
		if !slices.Contains(r.doc.Customer.Accounts, iban) {
			r.doc.Customer.Accounts = append(r.doc.Customer.Accounts, iban)
		}
	}
}

// mandate reads the reference of the mandate by which the buyer is debited.
func (r *reader) mandate(n *node, path string) {
	if m := r.text(n, path); m != "" && len(m) <= ledger.MaxMandate {
		r.doc.Customer.Mandates = []string{m}
	}
}

// creditTypes are the types of documents that are credit notes (UNTDID 1001, as EN
// 16931 reads it), and invoiceTypes what else is no open item.
const (
	creditTypes = "81|83|261|262|296|308|381|396|420|458|502|503|532"
	otherTypes  = "325"
)

// kind reads BT-3: whether the document is a credit note.
func (r *reader) kind(n *node, path string) {
	code := r.text(n, path)
	switch {
	case code == "":
		r.warn(n, path, "guessed", "no type: the sign of the total says whether it is a credit note")
	case oneOf(otherTypes, code):
		r.fault(n, path, importer.Unsupported, "should be an invoice or a credit note, and is a pro forma", "it is owed by nobody: take it out")
	}
	r.credit = r.credit || oneOf(creditTypes, code)
}
