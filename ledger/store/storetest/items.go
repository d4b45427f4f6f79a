package storetest

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// lists: the same again is harmless, and what a list says otherwise is told and not applied.
func lists(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	customers := []ledger.Customer{{ID: "C1", Name: "Vega SARL", Accounts: []ledger.IBAN{theIBAN}, Terms: ledger.Terms{Days: 30, Discount: 200, DiscountDays: 8}, Group: "G", Person: true, Country: "FR"}, {ID: "C0", Name: "Deneb"}}
	full := invoice("F-1", 12000)
	full.Outstanding, full.CustomerRef, full.Reference = eur(5000), "PO 7", "RF18"
	paid := invoice("F-2", 100)
	paid.Outstanding, paid.Status = eur(0), ledger.Paid
	list := store.List{Customers: customers, Invoices: []ledger.Invoice{paid, full, invoice("A-1", -3000)}}
	take := func(list store.List) (res store.InvoicesResult) {
		b.update(func(tx *store.Tx) (err error) {
			res, err = tx.TakeInvoices(ledger.Hash{7}, list)
			return err
		})
		return res
	}
	first := take(list)
	same(t, "the first time", first, store.InvoicesResult{Intake: 2, New: 3, Customers: 2})
	before := b.state()
	same(t, "again", take(list), store.InvoicesResult{Known: 3})
	same(t, "the book after the same again", b.state(), before)
	items := must(b.Store.Items(ctx, b.Company, 0))(t)
	same(t, "items, by number", items, []ledger.OpenItem{{Invoice: list.Invoices[2], Open: eur(-3000)}, {Invoice: full, Open: eur(5000)}, {Invoice: paid, Open: eur(0)}})
	same(t, "items of the intake", must(b.Store.InvoicesOf(ctx, b.Company, first.Intake))(t), []ledger.Invoice{list.Invoices[2], full, paid})
	same(t, "customers, by ID", must(b.Store.Customers(ctx, b.Company))(t), []ledger.Customer{customers[1], customers[0]})

	other := full
	other.Total, other.Outstanding, other.Status, other.Customer, other.Due = eur(13000), eur(0), ledger.Paid, "C2", march(20)
	same(t, "changes are told", take(store.List{Invoices: []ledger.Invoice{other}}).Changes, []store.ItemChange{
		{Invoice: "F-1", Field: "total", Old: "120.00 EUR", New: "130.00 EUR"}, {Invoice: "F-1", Field: "open_amount", Old: "50.00 EUR", New: "0.00 EUR"},
		{Invoice: "F-1", Field: "status", Old: "open", New: "paid"}, {Invoice: "F-1", Field: "customer_id", Old: "C1", New: "C2"},
		{Invoice: "F-1", Field: "due_date", Old: "2026-03-31", New: "2026-03-20"}})
	same(t, "and not applied", b.state(), before)
	listedCustomers(b, customers, take)
	for name, bad := range map[string][]ledger.Invoice{"twice": {invoice("F-9", 1), invoice("F-9", 1)}, "invalid": {invoice("F-8", 1), {Number: "F-9"}}} {
		kind := map[string]ledger.ErrorKind{"twice": ledger.Conflict, "invalid": ledger.Invalid}[name]
		b.refused(name, kind, func(tx *store.Tx) error {
			_, err := tx.TakeInvoices(ledger.Hash{9}, store.List{Invoices: bad})
			return err
		})
	}
	b.refused("a customer without an ID", ledger.Invalid, func(tx *store.Tx) error {
		_, err := tx.TakeInvoices(ledger.Hash{9}, store.List{Customers: []ledger.Customer{{Name: "x"}}})
		return err
	})
	if n := len(must(b.Store.Items(ctx, b.Company, 0))(t)); n != 3 {
		t.Errorf("%d items, should be 3: a refused list brings nothing", n)
	}
	Prove(b)
}

// listedCustomers are brought up to date; accounts, mandates and trade names are only ever added.
func listedCustomers(b *Book, customers []ledger.Customer, take func(store.List) store.InvoicesResult) {
	b.Helper()
	moved := customers[0]
	moved.City, moved.Accounts, moved.Trade, moved.Mandates = "Brest", []ledger.IBAN{anotherI}, []string{"Chez Vega"}, []string{"RUM-1"}
	if res := take(store.List{Customers: []ledger.Customer{moved}}); res.Customers != 1 || res.Intake == 0 {
		b.Errorf("a customer who moved: %+v", res)
	}
	moved.Accounts = []ledger.IBAN{theIBAN, anotherI}
	same(b, "the customer who moved", must(b.Store.Customers(b.Context(), b.Company))(b)[1], moved)
	moved.Accounts, moved.Trade, moved.Mandates = nil, nil, nil
	if res := take(store.List{Customers: []ledger.Customer{moved}}); res.Customers != 0 || res.Intake != 0 {
		b.Errorf("a list without accounts takes none away: %+v", res)
	}
}

// decisions follow one another; what a person decided stays; no item is settled beyond what is open.
func decisions(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	b.items(invoice("F-1", 10000), invoice("F-2", 4000), invoice("A-1", -1000))
	res := b.Load("ofx 1.02", of(line(2, 10000, "A", "1"), line(3, 3000, "B", "2"), line(4, 10000, "C", "3"), line(5, -10000, "D", "4")))
	l := b.lines()
	decide := func(d ...ledger.Decision) { b.update(func(tx *store.Tx) error { return tx.Decide(d) }) }
	opens := func(what string, want ...int64) {
		t.Helper()
		for i, item := range must(b.Store.Items(ctx, b.Company, 0))(t) {
			if item.Open != eur(want[i]) {
				t.Errorf("%s: %s has %s open, should be %s", what, item.Number, item.Open, eur(want[i]))
			}
		}
	}
	decide(pays(l[0], res.Intake, "F-1", 10000), pays(l[1], res.Intake, "F-2", 4000, "A-1", -1000), reviews(l[2], res.Intake, ledger.Program))
	opens("after payments", 0, 0, 0)
	stands := collect(t, b.Store.Decisions(ctx, b.Company))
	want := pays(l[1], res.Intake, "F-2", 4000, "A-1", -1000)
	want.ID = ledger.NewDecisionID(l[1].ID, 0)
	if len(stands) != 3 {
		t.Fatalf("%d decisions stand, should be 3", len(stands))
	}
	same(t, "a decision as it was", stands[1], want)
	b.refused("more than is open", ledger.Conflict, func(tx *store.Tx) error { return tx.Decide([]ledger.Decision{pays(l[2], res.Intake, "F-1", 10000)}) })
	b.refused("more than the line", ledger.Invalid, func(tx *store.Tx) error { return tx.Decide([]ledger.Decision{pays(l[2], res.Intake, "F-1", 9000)}) })
	b.refused("no item", ledger.Conflict, func(tx *store.Tx) error { return tx.Decide([]ledger.Decision{pays(l[2], res.Intake, "F-7", 10000)}) })
	b.refused("no line", ledger.NotFound, func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{reviews(ledger.Line{ID: "x"}, 1, ledger.Program)})
	})
	b.refused("an error that is dropped", ledger.NotFound, func(tx *store.Tx) error {
		_ = tx.Decide([]ledger.Decision{reviews(l[3], res.Intake, ledger.Program), reviews(ledger.Line{ID: "x"}, 1, ledger.Program)})
		return nil
	})
	opens("after refusals", 0, 0, 0)
	// One call may free what another of it takes.
	byPerson := pays(l[2], res.Intake, "F-1", 10000)
	byPerson.By, byPerson.Reason = ledger.Person, ledger.Chosen
	decide(reviews(l[0], res.Intake, ledger.Person), byPerson)
	opens("after one gave way to another", 0, 0, 0)
	b.refused("the program against a person", ledger.Conflict, func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{reviews(l[2], res.Intake, ledger.Program)})
	})
	back := pays(l[3], res.Intake, "F-1", -10000)
	back.Chosen.Class, back.Chosen.Reverses = ledger.PaymentReturned, l[2].ID
	decide(back)
	opens("after a return", 0, 10000, 0)
	decide(pays(l[0], res.Intake, "F-1", 10000)) // a person left it open: the program may decide
	opens("after all", 0, 0, 0)
	refuses := reviews(l[3], res.Intake, ledger.Person)
	b.refused("to take back a return of what was paid again", ledger.Conflict, func(tx *store.Tx) error { return tx.Decide([]ledger.Decision{refuses}) })
	history := must(b.Store.DecisionsOf(ctx, b.Company, l[0].ID))(t)
	if len(history) != 3 || history[2].Version != 2 || history[2].Status != ledger.Auto || history[1].By != ledger.Person {
		t.Errorf("history %+v", history)
	}
	if n := len(collect(t, b.Store.DecisionHistory(ctx, b.Company))); n != 7 {
		t.Errorf("%d decisions in all, should be 7", n)
	}
	if n := len(collect(t, b.Store.Lines(ctx, b.Company, store.LineFilter{Review: true}))); n != 0 {
		t.Errorf("%d lines wait for a person, should be none", n)
	}
	Prove(b)
}

// past: items, payments and facts as they stood before an intake.
func past(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	b.items(invoice("F-1", 10000))
	first := b.Load("ofx 1.02", of(line(2, 4000, "A", "1"))).Intake
	l := b.lines()
	b.update(func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{pays(l[0], first, "F-1", 4000)})
	})
	second := b.items(invoice("F-2", 500)).Intake
	third := b.Load("ofx 1.02", of(line(3, 6000, "B", "2"))).Intake
	l = b.lines()
	b.update(func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{pays(l[1], third, "F-1", 6000), reviews(l[0], third, ledger.Person)})
	})
	for _, c := range []struct {
		before int64
		opens  []int64
		past   []int // lines with allocations
	}{
		{first, []int64{10000}, nil}, {second, []int64{6000}, []int{0}}, {third, []int64{6000, 500}, []int{0}}, {0, []int64{4000, 500}, []int{1}},
	} {
		var opens []int64
		for _, i := range must(b.Store.Items(ctx, b.Company, c.before))(t) {
			opens = append(opens, i.Open.Minor())
		}
		same(t, "open", opens, c.opens)
		found := must(b.Store.Past(ctx, b.Company, c.before))(t)
		if len(found) != len(c.past) {
			t.Errorf("before %d: %d past lines, should be %d", c.before, len(found), len(c.past))
			continue
		}
		for i, n := range c.past {
			if found[i].Line.ID != l[n].ID || len(found[i].Allocations) != 1 || found[i].Line.Label != l[n].Label {
				t.Errorf("before %d: past line %+v", c.before, found[i])
			}
		}
	}
}
