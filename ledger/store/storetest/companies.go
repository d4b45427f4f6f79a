package storetest

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

func companies(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	c := must(b.Store.Company(ctx, b.Company))(t)
	same(t, "the company", c, ledger.Company{ID: "sirius-sas", Name: "Sirius SAS", Currency: money.EUR, YearEnd: 1231})
	same(t, "its chart", must(b.Store.Chart(ctx, b.Company))(t), ledger.DefaultChart())
	wantKind(t, "the same again", b.Store.AddCompany(ctx, c, ledger.DefaultChart(), march(1)), ledger.Conflict)
	wantKind(t, "no ID", b.Store.AddCompany(ctx, ledger.Company{}, ledger.DefaultChart(), march(1)), ledger.Invalid)
	wantKind(t, "no day", b.Store.AddCompany(ctx, ledger.Company{ID: "x"}, ledger.DefaultChart(), 0), ledger.Invalid)
	_, err := b.Store.Company(ctx, "nobody")
	wantKind(t, "no such company", err, ledger.NotFound)
	_, _, err = b.Store.Head(ctx, "nobody")
	wantKind(t, "no such chain", err, ledger.NotFound)
	wantKind(t, "no such books", b.Store.Update(ctx, "nobody", march(1), func(*store.Tx) error { return nil }), ledger.NotFound)
	wantKind(t, "no day", b.Store.Update(ctx, b.Company, 0, func(*store.Tx) error { return nil }), ledger.Invalid)
	NewBook(t, b.Store, "Altaïr SARL")
	all := must(b.Store.Companies(ctx))(t)
	if len(all) != 2 || all[0].ID != "altair-sarl" || all[1].ID != "sirius-sas" {
		t.Errorf("companies %v, should be in the order of their IDs", all)
	}
	Prove(b)
}

func accounts(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	b.Load("csv:french", of(three("")[:2]...).whole(2, 3).at(ledger.AccountRef{}))
	first := must(b.Store.Accounts(ctx, b.Company))(t)[0]
	if !first.Provisional || first.Ledger != "51201" || !first.Ref.IsZero() {
		t.Errorf("the account of a file that names none: %+v", first)
	}
	b.expect("a file without a name is about the only account", b.Load("csv:french", of(three("")...).whole(2, 4).at(ledger.AccountRef{})), counts{New: 1, Known: 2})
	o := b.options("ofx 1.02")
	o.Resolve = func(ledger.Statement) (ledger.AccountID, error) { return first.ID, nil }
	b.expect("its IBAN is learned", b.load(o, of(shortened("A")...).whole(2, 4)), counts{Known: 3})
	again := must(b.Store.Accounts(ctx, b.Company))(t)
	if len(again) != 1 || again[0].ID != first.ID || again[0].Ref.IBAN != theIBAN || again[0].Provisional {
		t.Errorf("accounts after the IBAN was learned: %+v", again)
	}
	if l := b.lines()[0]; l.Account != first.ID {
		t.Errorf("a line is of account %s, should stay with %s", l.Account, first.ID)
	}
	b.Load("ofx 1.02", of(line(2, 1, "X", "1")).at(ledger.AccountRef{Other: "BANK/1/2"}))
	_, err := b.tryLoad(b.options("csv:french"), of(three("")...).at(ledger.AccountRef{}))
	wantKind(t, "no name and two accounts", err, ledger.Ambiguous)
	o = b.options("csv:french")
	o.Account = first.ID
	b.expect("no name, and the user says which", b.load(o, of(three("")...).at(ledger.AccountRef{})), counts{Known: 3})
	inUSD := Statement{ledger.Statement{Account: ledger.AccountRef{IBAN: theIBAN}, Currency: "USD"}, []ledger.Transaction{{Booked: march(2), Amount: usd(5)}}}
	b.expect("the same IBAN in another currency is another account", b.Load("ofx 1.02", inUSD), counts{New: 1})
	o = b.options("csv:french")
	o.Account = first.ID
	_, err = b.tryLoad(o, Statement{ledger.Statement{Currency: "USD"}, nil})
	wantKind(t, "another currency than the account's", err, ledger.Conflict)
	accountErrors(b, first.ID)
	Prove(b)
}

// severalNames: one file calls an account by two names, or a user names it later.
func severalNames(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	unnamed := b.options("csv:french")
	b.load(unnamed, of(three("")...).whole(2, 4).at(ledger.AccountRef{}))
	only := must(b.Store.Accounts(t.Context(), b.Company))(t)[0].ID
	toOnly := func(s string) store.LoadOptions {
		o := b.options(s)
		o.Resolve = func(ledger.Statement) (ledger.AccountID, error) { return only, nil }
		return o
	}
	before := b.state()
	_, err := b.tryLoad(toOnly("ofx 1.02"), of(three("A")...), of(three("B")...).at(ledger.AccountRef{IBAN: anotherI}))
	wantKind(t, "two IBANs for one account", err, ledger.Conflict)
	same(t, "the book after that", b.state(), before)

	twice := []ledger.Transaction{line(6, 900, "VIR LUNE", "L1")}
	b.expect("two names for one account", b.load(toOnly("ofx 1.02"), of(twice...).whole(6, 6).at(ledger.AccountRef{Other: "1/2"}), of(line(7, 900, "VIR LUNE", "L2")).at(ledger.AccountRef{Other: "01/2"})), counts{New: 2})

	o := unnamed
	o.Resolve = toOnly("csv:french").Resolve
	b.expect("the very file again, with a name", b.load(o, of(three("")...).whole(2, 4)), counts{Known: 3})
	accounts := must(b.Store.Accounts(t.Context(), b.Company))(t)
	if len(accounts) != 1 || accounts[0].Ref != (ledger.AccountRef{IBAN: theIBAN, Other: "1/2"}) {
		t.Errorf("accounts %+v", accounts)
	}
	if again := b.load(o, of(three("")...).whole(2, 4)); again.Intake != 0 {
		t.Errorf("the name again is intake %d, should be none", again.Intake)
	}
	Prove(b)
}

func accountErrors(b *Book, id ledger.AccountID) {
	b.Helper()
	b.refused("the same IBAN again", ledger.Conflict, func(tx *store.Tx) error {
		_, err := tx.AddAccount(ledger.AccountRef{IBAN: theIBAN}, money.EUR, false)
		return err
	})
	b.refused("another IBAN", ledger.Conflict, func(tx *store.Tx) error {
		return tx.LearnAccount(id, ledger.AccountRef{IBAN: anotherI})
	})
	b.refused("no account", ledger.NotFound, func(tx *store.Tx) error { return tx.LearnAccount("x", ledger.AccountRef{IBAN: anotherI}) })
	b.update(func(tx *store.Tx) error { return tx.LearnAccount(id, ledger.AccountRef{IBAN: theIBAN}) }) // known: harmless
}

// intakes wait until they are processed, in the order of the chain.
func intakes(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	first := b.Load("ofx 1.02", of(three("A")...)).Intake
	second := b.items(invoice("F-1", 100)).Intake
	var third int64
	b.update(func(tx *store.Tx) (err error) {
		third, err = tx.Append(ledger.MatchRun, "", ledger.MatchDigest(nil))
		return err
	})
	pending := must(b.Store.Pending(t.Context(), b.Company))(t)
	if len(pending) != 3 || pending[0].Seq != first || pending[1].Seq != second || pending[2].Seq != third || pending[0].Kind != ledger.StatementTaken {
		t.Fatalf("pending %v, should be %d, %d, %d", pending, first, second, third)
	}
	for range 2 {
		b.update(func(tx *store.Tx) error { return tx.Processed(second) })
	}
	if left := must(b.Store.Pending(t.Context(), b.Company))(t); len(left) != 2 || left[1].Seq != third {
		t.Errorf("pending after the second was processed: %v", left)
	}
	b.refused("an event that is no intake", ledger.NotFound, func(tx *store.Tx) error { return tx.Processed(1) })
	b.refused("an event without a kind", ledger.Invalid, func(tx *store.Tx) error {
		_, err := tx.Append("", "", ledger.Hash{})
		return err
	})
	Prove(b)
}

// twoCompanies do not see one another in one book.
func twoCompanies(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	other := NewBook(t, b.Store, "Altaïr SARL")
	other.files = 100
	before := other.state()
	res := b.Load("ofx 1.02", of(three("A")...))
	b.items(invoice("F-1", 10000))
	l := b.lines()[0]
	b.update(func(tx *store.Tx) error {
		if err := tx.Decide([]ledger.Decision{pays(l, res.Intake, "F-1", 10000)}); err != nil {
			return err
		}
		if err := tx.Learn(taught(ledger.Fact{Kind: ledger.NameOf, Key: "DUPONT", Customer: "C1"}, 1)); err != nil {
			return err
		}
		_, err := tx.Book([]ledger.Entry{entry(t, l)})
		return err
	})
	same(t, "the other company", other.state(), before)
	ctx := t.Context()
	if n := len(collect(t, b.Store.Entries(ctx, other.Company, store.EntryFilter{}))) + len(collect(t, b.Store.Decisions(ctx, other.Company))) +
		len(must(b.Store.Facts(ctx, other.Company, 0))(t)) + len(must(b.Store.Past(ctx, other.Company, 0))(t)) + len(must(b.Store.Customers(ctx, other.Company))(t)); n != 0 {
		t.Errorf("the other company sees %d things", n)
	}
	other.expect("the same lines in the other company", other.Load("ofx 1.02", of(three("A")...)), counts{New: 3})
	other.refused("a line of the first company", ledger.NotFound, func(tx *store.Tx) error { return tx.Decide([]ledger.Decision{reviews(l, 1, ledger.Program)}) })
	_, err := b.Store.Line(ctx, other.Company, string(l.ID))
	wantKind(t, "a line of the first company", err, ledger.NotFound)
	o := other.items(invoice("F-1", 500))
	if o.New != 1 || must(b.Store.Items(ctx, other.Company, 0))(t)[0].Open != eur(500) {
		t.Error("the same number in the other company is another item")
	}
	other.update(func(tx *store.Tx) error {
		booked, err := tx.Book([]ledger.Entry{entry(t, other.lines()[0])})
		if err == nil && booked[0].Number.N != 1 {
			t.Errorf("the other company's first entry is %s", booked[0].Number)
		}
		return err
	})
	Prove(b)
	Prove(other)
}
