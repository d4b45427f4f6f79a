package storetest

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// entries have numbers without holes in each financial year, are read as they were
// booked, and are reversed once; a line has one live bank entry.
func entries(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	ctx := t.Context()
	b.Load("ofx 1.02", of(line(2, 10000, "A", "1"), line(3, -2000, "B", "2")))
	l := b.lines()
	other := ledger.EntryDraft{Journal: ledger.GeneralJournal, Date: day("2025-12-31"), PieceDate: day("2025-12-30"), Piece: "P", Label: "Régularisation", Salt: ledger.Salt{3}, Decision: "d",
		Postings: []ledger.Posting{{Account: "471", AccountName: "Attente", Amount: eur(10000)}, {Account: "411", AccountName: "Clients", Aux: "C1", AuxName: "Vega SARL", Amount: eur(-10000), Invoice: "F-1"}}}
	book := func(list ...ledger.Entry) (booked []ledger.Entry) {
		t.Helper()
		b.update(func(tx *store.Tx) (err error) {
			booked, err = tx.Book(list)
			return err
		})
		return booked
	}
	first := book(entry(t, l[0]), draft(t, other), entry(t, l[1]))
	if got := []string{first[0].Number.String(), first[1].Number.String(), first[2].Number.String()}; got[0] != "2026-000001" || got[1] != "2025-000001" || got[2] != "2026-000002" {
		t.Errorf("numbers %v", got)
	}
	if first[0].Validated != march(31) {
		t.Errorf("validated %s", first[0].Validated)
	}
	read := collect(t, b.Store.Entries(ctx, b.Company, store.EntryFilter{}))
	same(t, "as booked, by number", read, []ledger.Entry{first[1], first[0], first[2]})
	same(t, "as booked, by the chain", collect(t, b.Store.Entries(ctx, b.Company, store.EntryFilter{Chain: true})), first)
	for name, c := range map[string]struct {
		f    store.EntryFilter
		want int
	}{
		"year": {store.EntryFilter{Year: 2026}, 2}, "from": {store.EntryFilter{From: march(3)}, 1}, "to": {store.EntryFilter{To: march(2)}, 2}, "journal": {store.EntryFilter{Journal: ledger.GeneralJournal}, 1},
		"line": {store.EntryFilter{Line: l[0].ID}, 1}, "after": {store.EntryFilter{Year: 2026, After: 1}, 1}, "none": {store.EntryFilter{Year: 2027}, 0},
	} {
		if got := len(collect(t, b.Store.Entries(ctx, b.Company, c.f))); got != c.want {
			t.Errorf("entries, %s: %d, should be %d", name, got, c.want)
		}
	}
	b.refused("a second live entry of a line", ledger.Conflict, func(tx *store.Tx) error { _, err := tx.Book([]ledger.Entry{entry(t, l[0])}); return err })
	b.refused("an unbalanced entry", ledger.Invalid, func(tx *store.Tx) error { _, err := tx.Book([]ledger.Entry{{EntryDraft: other}, {}}); return err })
	mirror := first[0].EntryDraft
	mirror.Reverses, mirror.Date = first[0].Number, march(31)
	mirror.Postings = []ledger.Posting{{Account: "51201", Amount: eur(-10000)}, {Account: "471", Amount: eur(10000)}}
	again := entry(t, l[0])
	more := book(draft(t, mirror), again)
	if more[0].Number.N != 3 || more[1].Number.N != 4 {
		t.Errorf("numbers after refusals are %s and %s, should be 3 and 4", more[0].Number, more[1].Number)
	}
	b.refused("an entry reversed twice", ledger.Conflict, func(tx *store.Tx) error { _, err := tx.Book([]ledger.Entry{draft(t, mirror)}); return err })
	live := must(b.Store.LiveEntries(ctx, b.Company, l[0].ID))(t)
	if len(live) != 1 || live[0].Number != more[1].Number {
		t.Errorf("live entries %v", live)
	}
	if n := len(must(b.Store.EntriesOf(ctx, b.Company, l[0].ID))(t)); n != 3 {
		t.Errorf("%d entries of the line, should be 3", n)
	}
	for _, c := range []struct {
		account string
		aux     ledger.CustomerID
		at      ledger.Date
		want    int64
	}{{"51201", "", 0, 8000}, {"51201", "", march(2), 10000}, {"411", "C1", 0, -10000}, {"411", "C2", 0, 0}, {"471", "", march(1), 10000}} {
		if got := must(b.Store.Balance(ctx, b.Company, c.account, c.aux, c.at))(t); got != eur(c.want) {
			t.Errorf("balance of %s %s at %s is %s, should be %s", c.account, c.aux, c.at, got, eur(c.want))
		}
	}
	Prove(b)
}

// chain: each event follows the one before it and records what is stored.
func chain(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	Fill(b)
	Prove(b)
	seq, hash, err := b.Store.Head(t.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	events := collect(t, b.Store.Events(t.Context(), b.Company))
	if last := events[len(events)-1]; last.Seq != seq || last.Hash != hash || int(seq) != len(events) {
		t.Errorf("the chain ends with %d, its head is %d", last.Seq, seq)
	}
	kinds := make(map[ledger.EventKind]int)
	for _, e := range events {
		kinds[e.Kind]++
	}
	for _, k := range []ledger.EventKind{ledger.CompanyOpened, ledger.AccountSeen, ledger.StatementTaken, ledger.InvoicesTaken, ledger.MatchRun, ledger.LineDecided, ledger.EntryBooked, ledger.FactLearned, ledger.FactSeen, ledger.FactRemoved,
		ledger.SettingChanged} {
		if kinds[k] == 0 {
			t.Errorf("no event of kind %s", k)
		}
	}
	// The same intakes give the same chain.
	again := opened(t, open)
	Fill(again)
	if _, other, err := again.Store.Head(t.Context(), again.Company); err != nil || other != hash {
		t.Errorf("the same intakes give the head %s, and then %s (%v)", hash, other, err)
	}
}

// Fill puts some of everything into a company's books.
func Fill(b *Book) {
	b.Helper()
	b.items(invoice("F-1", 10000), invoice("F-2", 7000), invoice("A-1", -500))
	b.Load("csv:french", of(three("")...).whole(2, 4).from(2, 0).to(4, 14500).at(ledger.AccountRef{}))
	o := b.options("ofx 1.02")
	o.Account = must(b.Store.Accounts(b.Context(), b.Company))(b)[0].ID
	res := b.load(o, of(append(three("X"), line(5, 10000, "VIR SEPA DUPONT", "X4"))...).whole(2, 5))
	l := b.lines()
	b.update(func(tx *store.Tx) error {
		if err := tx.Decide([]ledger.Decision{pays(l[0], res.Intake, "F-1", 10000), pays(l[2], res.Intake, "F-2", 7000), reviews(l[3], res.Intake, ledger.Program)}); err != nil {
			return err
		}
		_, err := tx.Book([]ledger.Entry{entry(b, l[0]), entry(b, l[1]), entry(b, l[2]), entry(b, l[3])})
		return err
	})
	b.update(func(tx *store.Tx) error {
		return tx.SetSetting(ledger.Setting{Name: ledger.BudgetSetting, Value: "1/5000"})
	})
	b.update(func(tx *store.Tx) error {
		seq, err := tx.Append(ledger.MatchRun, "", ledger.MatchDigest(nil))
		if err != nil {
			return err
		}
		f := ledger.Fact{Kind: ledger.NameOf, Key: "DUPONT", Customer: "C1"}
		if err := tx.Learn(taught(f, 1)); err != nil {
			return err
		}
		if err := tx.Learn(seen(ledger.Fact{Kind: ledger.AccountOf, Key: string(anotherI), Customer: "C1"})); err != nil {
			return err
		}
		if err := tx.RemoveFact(f); err != nil {
			return err
		}
		return tx.Processed(seq)
	})
	b.Load("camt.054.001.08", noticeOf(paid(5, 10000, "DUPONT", "X4"), paid(6, 100, "VEGA", "X9")).at(ledger.AccountRef{}))
}
