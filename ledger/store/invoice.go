package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// List is what a file says of customers and open items. Either may be empty.
type List struct {
	Customers []ledger.Customer
	Invoices  []ledger.Invoice
	Details   []ledger.InvoiceDetails // of some of the invoices
}

// ItemChange is what a list says otherwise of an item that the book has. It is
// told and not applied: an item's amounts are changed by nothing but allocations.
type ItemChange struct {
	Invoice ledger.InvoiceNumber `json:"invoice"`
	Field   string               `json:"field"` // "total", "open_amount", "status", "customer_id", "issue_date", "due_date", "vat", "vat_on_receipt", "discount"
	Old     string               `json:"old"`
	New     string               `json:"new"`
}

// InvoicesResult says what a list brought.
type InvoicesResult struct {
	Intake    int64 // the event, 0 when nothing is new
	New       int   // items that the book had not
	Known     int
	Details   int // items that got details
	Customers int // new ones, and those whose data changed
	Changes   []ItemChange
}

// TakeInvoices takes a list over: customers are added or brought up to date, new
// items are added, known ones stay as they are and what the list says otherwise of
// them is returned. Details are added to items that have none, or those of a list alone. A list without news leaves no trace. An invalid item, or one
// that is in the list twice, refuses the whole of it.
func (tx *Tx) TakeInvoices(file ledger.Hash, list List) (InvoicesResult, error) {
	res, err := tx.takeInvoices(file, list)
	return res, tx.fail(err)
}

func (tx *Tx) takeInvoices(file ledger.Hash, list List) (InvoicesResult, error) {
	var res InvoicesResult
	customers, err := tx.newCustomers(list.Customers)
	if err != nil {
		return res, err
	}
	items, err := tx.newItems(list.Invoices, &res)
	if err != nil {
		return res, err
	}
	details, err := tx.newDetails(list, &res)
	if err != nil || len(items)+len(customers)+len(details) == 0 {
		return res, err
	}
	said, _ := plain(details, nil)
	if res.Intake, err = tx.Append(ledger.InvoicesTaken, file.String(), ledger.InvoicesDigest(file, items, said...)); err != nil {
		return res, err
	}
	if err := tx.putCustomers(customers); err != nil {
		return res, err
	}
	res.New, res.Customers, res.Details = len(items), len(customers), len(details)
	if err := tx.putItems(res.Intake, items); err != nil {
		return res, err
	}
	return res, tx.putDetails(res.Intake, details)
}

// newItems returns the items that the book has not, and says what is otherwise of the others.
func (tx *Tx) newItems(list []ledger.Invoice, res *InvoicesResult) ([]ledger.Invoice, error) {
	known := make(map[ledger.InvoiceNumber]ledger.Invoice)
	query, args := selectInvoice+` ORDER BY number`, []any{string(tx.company.ID)}
	if len(list) == 1 {
		query, args = selectInvoice+` AND number = ?`, append(args, string(list[0].Number))
	}
	for i, err := range rows(tx.ctx, tx, scanInvoice, query, args...) {
		if err != nil {
			return nil, err
		}
		known[i.Number] = i
	}
	seen := make(map[ledger.InvoiceNumber]bool, len(list))
	var items []ledger.Invoice
	for _, i := range list {
		if err := i.Validate(); err != nil {
			return nil, err
		}
		if seen[i.Number] {
			return nil, ledger.Errorf(ledger.Conflict, "number", "should be in the list once")
		}
		seen[i.Number] = true
		if old, ok := known[i.Number]; ok {
			res.Known++
			res.Changes = append(res.Changes, changes(old, i)...)
			continue
		}
		items = append(items, i)
	}
	return items, nil
}

func changes(old, now ledger.Invoice) []ItemChange {
	var found []ItemChange
	compare := func(field, was, is string) {
		if was != is {
			found = append(found, ItemChange{old.Number, field, was, is})
		}
	}
	compare("total", amountText(old.Total), amountText(now.Total))
	compare("open_amount", amountText(old.Outstanding), amountText(now.Outstanding))
	compare("status", string(old.Status), string(now.Status))
	compare("customer_id", string(old.Customer), string(now.Customer))
	compare("issue_date", old.Issued.String(), now.Issued.String())
	if now.Due != 0 { // a list need not say it
		compare("due_date", old.Due.String(), now.Due.String())
	}
	return found
}

func amountText(a money.Amount) string { return a.String() + " " + string(a.Currency()) }

var invoiceTable = newTable("invoice", "number intake credit_note customer customer_name issued due total outstanding currency status customer_ref reference salt")

func (tx *Tx) putItems(intake int64, items []ledger.Invoice) error {
	to := tx.insertInto(invoiceTable)
	for _, i := range items {
		err := to.add(string(i.Number), intake, flag(i.CreditNote), string(i.Customer), i.CustomerName, i.Issued.String(), i.Due.String(),
			i.Total.Minor(), i.Outstanding.Minor(), string(i.Total.Currency()), string(i.Status), i.CustomerRef, i.Reference, i.Salt[:])
		if err != nil {
			return err
		}
	}
	return to.flush()
}

const invoiceColumns = `number, credit_note, customer, customer_name, issued, due, total, outstanding, currency, status, customer_ref, reference, salt`
const selectInvoice = `SELECT ` + invoiceColumns + ` FROM invoice WHERE company = ?`

func scanInvoice(r scanner) (ledger.Invoice, error) { return scanItemInto(r) }

// scanItemInto scans the columns of an invoice and then into more.
func scanItemInto(r scanner, more ...any) (ledger.Invoice, error) {
	var i ledger.Invoice
	var days [2]string
	var total, outstanding int64
	var cur money.Currency
	var salt []byte
	err := r.Scan(append([]any{(*string)(&i.Number), &i.CreditNote, (*string)(&i.Customer), &i.CustomerName, &days[0], &days[1], &total, &outstanding, (*string)(&cur),
		(*string)(&i.Status), &i.CustomerRef, &i.Reference, &salt}, more...)...)
	if err != nil {
		return i, err
	}
	copy(i.Salt[:], salt)
	i.Total, i.Outstanding = money.New(total, cur), money.New(outstanding, cur)
	return i, parseDays(days[:], &i.Issued, &i.Due)
}

func scanItem(r scanner) (ledger.OpenItem, error) {
	var allocated int64
	i, err := scanItemInto(r, &allocated)
	if err != nil {
		return ledger.OpenItem{}, err
	}
	open, err := i.Outstanding.Sub(money.New(allocated, i.Total.Currency()))
	return ledger.OpenItem{Invoice: i, Open: open}, err
}

// forever is after every intake.
const forever = int64(1) << 62

func until(before int64) int64 {
	if before == 0 {
		return forever
	}
	return before
}

// Items returns all items in the order of their numbers, each with what is open: its
// outstanding amount less the allocations that stood before the intake of that
// number; 0 is now. Items that came with a later intake are left out.
func (s *Store) Items(ctx context.Context, company ledger.CompanyID, before int64) ([]ledger.OpenItem, error) {
	at := until(before)
	return all(ctx, s.read, scanItem, `SELECT `+invoiceColumns+`, COALESCE(a.allocated, 0) FROM invoice v
		LEFT JOIN (SELECT a.invoice, CAST(SUM(a.amount) AS BIGINT) AS allocated FROM allocation a
			WHERE a.company = ? AND `+standing+` GROUP BY a.invoice) a ON a.invoice = v.number
		WHERE v.company = ? AND v.intake < ? ORDER BY v.number`, string(company), at, at, string(company), at)
}

// InvoicesOf returns the items that an intake brought, in the order of their numbers.
func (s *Store) InvoicesOf(ctx context.Context, company ledger.CompanyID, intake int64) ([]ledger.Invoice, error) {
	return all(ctx, s.read, scanInvoice, selectInvoice+` AND intake = ? ORDER BY number`, string(company), intake)
}

// InvoicesNumbered returns the item of that number, or none.
func (s *Store) InvoicesNumbered(ctx context.Context, company ledger.CompanyID, number ledger.InvoiceNumber) ([]ledger.Invoice, error) {
	return all(ctx, s.read, scanInvoice, selectInvoice+` AND number = ?`, string(company), string(number))
}

const selectCustomer = `SELECT id, name, trade, person, siren, accounts, mandates, email, city, country, days, discount, discount_days, grp FROM customer WHERE company = ?`

func scanCustomer(r scanner) (ledger.Customer, error) {
	var c ledger.Customer
	var trade, accounts, mandates []byte
	err := r.Scan(&c.ID, &c.Name, &trade, &c.Person, &c.SIREN, &accounts, &mandates, &c.Email, &c.City, &c.Country, &c.Terms.Days, &c.Terms.Discount, &c.Terms.DiscountDays, &c.Group)
	if err != nil {
		return c, err
	}
	return c, errors.Join(json.Unmarshal(trade, &c.Trade), json.Unmarshal(accounts, &c.Accounts), json.Unmarshal(mandates, &c.Mandates))
}

// Customers returns the company's customers in the order of their IDs.
func (s *Store) Customers(ctx context.Context, company ledger.CompanyID) ([]ledger.Customer, error) {
	return all(ctx, s.read, scanCustomer, selectCustomer+` ORDER BY id`, string(company))
}

// CustomersOf returns the company's customers of these IDs.
func (s *Store) CustomersOf(ctx context.Context, company ledger.CompanyID, ids []ledger.CustomerID) ([]ledger.Customer, error) {
	var found []ledger.Customer
	for part := range slices.Chunk(ids, inSize) {
		some, err := all(ctx, s.read, scanCustomer, selectCustomer+` AND id IN `+in, inArgs(part, string(company))...)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// newCustomers returns those that the book has not, or knows otherwise. Accounts, mandates
// and trade names are only ever added: a list without them takes none away.
func (tx *Tx) newCustomers(list []ledger.Customer) ([]ledger.Customer, error) {
	if len(list) == 0 {
		return nil, nil
	}
	known := make(map[ledger.CustomerID]ledger.Customer)
	for c, err := range rows(tx.ctx, tx, scanCustomer, selectCustomer+` ORDER BY id`, string(tx.company.ID)) {
		if err != nil {
			return nil, err
		}
		known[c.ID] = c
	}
	var news []ledger.Customer
	for _, c := range list {
		if c.ID == "" {
			return nil, ledger.Errorf(ledger.Invalid, "customer_id", "should be given")
		}
		old, ok := known[c.ID]
		c.Accounts, c.Mandates, c.Trade = union(old.Accounts, c.Accounts), union(old.Mandates, c.Mandates), union(old.Trade, c.Trade)
		if ok && sameCustomer(old, c) {
			continue
		}
		known[c.ID] = c
		news = append(news, c)
	}
	return news, nil
}

func union[T comparable](a, b []T) []T {
	both := slices.Clone(a)
	for _, i := range b {
		if !slices.Contains(both, i) {
			both = append(both, i)
		}
	}
	return both
}

func sameCustomer(a, b ledger.Customer) bool {
	return slices.Equal(a.Accounts, b.Accounts) && slices.Equal(a.Mandates, b.Mandates) && slices.Equal(a.Trade, b.Trade) && a.Name == b.Name && a.Person == b.Person && a.SIREN == b.SIREN && a.Email == b.Email &&
		a.City == b.City && a.Country == b.Country && a.Terms == b.Terms && a.Group == b.Group
}

func (tx *Tx) putCustomers(list []ledger.Customer) error {
	for _, c := range list {
		trade, err1 := json.Marshal(union(nil, c.Trade))
		accounts, err2 := json.Marshal(union(nil, c.Accounts))
		mandates, err3 := json.Marshal(union(nil, c.Mandates))
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		err := tx.exec(`INSERT INTO customer (company, id, name, trade, person, siren, accounts, mandates, email, city, country, days, discount, discount_days, grp)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (company, id) DO UPDATE SET name = excluded.name, trade = excluded.trade,
			person = excluded.person, siren = excluded.siren, accounts = excluded.accounts, mandates = excluded.mandates, email = excluded.email,
			city = excluded.city, country = excluded.country, days = excluded.days, discount = excluded.discount,
			discount_days = excluded.discount_days, grp = excluded.grp`,
			string(tx.company.ID), string(c.ID), c.Name, string(trade), flag(c.Person), c.SIREN, string(accounts), string(mandates), c.Email, c.City, c.Country,
			c.Terms.Days, int32(c.Terms.Discount), c.Terms.DiscountDays, c.Group)
		if err != nil {
			return err
		}
	}
	return nil
}
