package storetest

import (
	"fmt"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

func usd(minor int64) money.Amount { return money.New(minor, "USD") }

// balances: a file that brings nothing but a balance is taken, once.
func balances(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	b.Load("ofx 1.02", of(three("A")...).whole(2, 4))
	res := b.Load("camt.053.001.08", of(three("A")...).whole(2, 4).from(2, 0).to(4, 14500))
	b.expect("with balances", res, counts{Known: 3})
	if res.Intake == 0 || !res.Statements[0].Taken {
		t.Error("the balances were not taken")
	}
	again := b.Load("camt.053.001.08", of(three("A")...).whole(2, 4).from(2, 0).to(4, 14500))
	if again.Intake != 0 || again.Statements[0].Taken {
		t.Error("the same balances were taken again")
	}
	taken := must(b.Store.Taken(t.Context(), b.Company))(t)
	if len(taken) != 2 || taken[0].Opening != nil || *taken[1].Closing != (ledger.Balance{Date: march(4), Amount: eur(14500)}) {
		t.Errorf("statements %+v", taken)
	}
	Prove(b)
}

// findings: a statement that does not go on where the one before it ended is taken and told.
func findings(t *testing.T, open func(*testing.T) *store.Store) {
	one := opened(t, open).Store
	for i, c := range []struct {
		name  string
		files []Statement
		want  []store.Finding // of the last file, their account left out
	}{
		{"none", []Statement{of(line(2, 100, "A", "1")).from(2, 0).to(2, 100), of(line(3, 50, "B", "2")).from(3, 100).to(3, 150)}, nil},
		{"lines between without a balance", []Statement{of(line(2, 100, "A", "1")).from(2, 0).to(2, 100), of(line(3, 50, "B", "2")), of(line(4, 1, "C", "3")).from(4, 150).to(4, 151)}, nil},
		{"gap", []Statement{of(line(2, 100, "A", "1")).from(2, 0).to(2, 100), of(line(5, 50, "B", "2")).from(5, 130).to(5, 180)},
			[]store.Finding{{Kind: store.Gap, Expected: eur(100), Stated: eur(130), Days: ledger.Period{From: march(3), To: march(4)}}}},
		{"overlap", []Statement{of(line(2, 100, "A", "1")).from(2, 0).to(2, 100), of(line(5, 50, "B", "2")), of(line(4, 7, "C", "3")).from(4, 130).to(4, 137)},
			[]store.Finding{{Kind: store.Overlaps, Expected: eur(100), Stated: eur(130)}}},
		{"doubt", []Statement{of(line(2, 100, "A", "")), of(line(2, 100, "A", ""))}, []store.Finding{{Kind: store.Doubt, Lines: 1, Held: 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := NewBook(t, one, fmt.Sprint("Case ", i))
			var last store.LoadResult
			for _, s := range c.files {
				last = b.Load("csv:french", s)
			}
			for i := range last.Findings {
				last.Findings[i].Account = ""
				if last.Findings[i].Message() == "" {
					t.Error("a finding has no words")
				}
			}
			same(t, "findings", last.Findings, c.want)
		})
	}
}

// continuity: what a file misses beside the book and within itself, whichever of two files comes first.
func continuity(t *testing.T, open func(*testing.T) *store.Store) {
	one := opened(t, open).Store
	at := func(d int, minor int64) Statement { return of(line(d, minor, "A", fmt.Sprint(d))).whole(d, d) }
	early, late := at(2, 100).from(2, 0).to(2, 100), at(10, 50).from(10, 100).to(10, 150)
	lost := at(10, 50).from(10, 170).to(10, 220)
	gap := func(n int) []store.Finding {
		return []store.Finding{{Kind: store.Gap, Statement: n, Expected: eur(100), Stated: eur(170), Days: ledger.Period{From: march(3), To: march(9)}}}
	}
	for i, c := range []struct {
		name  string
		files [][]Statement
		want  []store.Finding // of the last file, their account left out
		are   []store.Continuity
	}{
		{"it follows", [][]Statement{{early}, {late}}, nil, []store.Continuity{store.Follows}},
		{"it follows, the later one first", [][]Statement{{late}, {early}}, nil, []store.Continuity{store.Unknown}},
		{"it follows in one file", [][]Statement{{early, late}}, nil, []store.Continuity{store.Unknown, store.Follows}},
		{"it follows in one file, the later one first", [][]Statement{{late, early}}, nil, []store.Continuity{store.Follows, store.Unknown}},
		{"a gap", [][]Statement{{early}, {lost}}, gap(0), []store.Continuity{store.Broken}},
		{"a gap, the later one first", [][]Statement{{lost}, {early}}, gap(0), []store.Continuity{store.Unknown}},
		{"a gap in one file", [][]Statement{{early, lost}}, gap(1), []store.Continuity{store.Unknown, store.Broken}},
		{"a gap that is filled", [][]Statement{{early}, {lost}, {at(5, 70).from(5, 100).to(5, 170)}}, nil, []store.Continuity{store.Follows}},
		{"pages", [][]Statement{{of(line(2, 100, "A", "1")).from(2, 0), of(line(3, 50, "B", "2")).to(3, 150)}}, nil, []store.Continuity{store.Unknown, store.Follows}},
		{"a page is missing", [][]Statement{{of(line(2, 100, "A", "1")).from(2, 0), of(line(3, 50, "B", "2")).to(3, 151)}},
			[]store.Finding{{Kind: store.Pages, Statement: 1, Expected: eur(150), Stated: eur(151)}}, []store.Continuity{store.Unknown, store.Broken}},
		{"a closing balance alone", [][]Statement{{early}, {at(10, 50).to(10, 150)}}, nil, []store.Continuity{store.Follows}},
		{"a closing balance that is not reached", [][]Statement{{early}, {at(10, 50).to(10, 160)}},
			[]store.Finding{{Kind: store.Closes, Expected: eur(150), Stated: eur(160)}}, []store.Continuity{store.Broken}},
		{"days that no statement covers", [][]Statement{{at(3, 100)}, {at(6, 50)}},
			[]store.Finding{{Kind: store.MissingDays, Days: ledger.Period{From: march(4), To: march(5)}}}, []store.Continuity{store.Unknown}},
		{"a weekend", [][]Statement{{at(6, 100)}, {at(9, 50)}}, nil, []store.Continuity{store.Unknown}},
		{"few days without a line, in files of no stated period", [][]Statement{{of(line(2, 100, "A", "1"))}, {of(line(6, 50, "B", "2"))}}, nil, []store.Continuity{store.Unknown}},
		{"many days without a line", [][]Statement{{of(line(2, 100, "A", "1"))}, {of(line(16, 50, "B", "2"))}},
			[]store.Finding{{Kind: store.MissingDays, Days: ledger.Period{From: march(3), To: march(15)}}}, []store.Continuity{store.Unknown}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := NewBook(t, one, fmt.Sprint("Continuity ", i))
			var last store.LoadResult
			for _, f := range c.files {
				last = b.Load("camt.053.001.08", f...)
			}
			for i := range last.Findings {
				last.Findings[i].Account = ""
				if last.Findings[i].Message() == "" {
					t.Error("a finding has no words")
				}
			}
			same(t, "findings", last.Findings, c.want)
			for i, s := range last.Statements {
				same(t, fmt.Sprint("statement ", i), s.Continuity, c.are[i])
			}
		})
	}
}

// lines: they are read as they came, and found by their names.
func lines(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	charges, sent := eur(150), usd(12000)
	full := ledger.Transaction{BankID: "R-1", Booked: march(3), Value: march(4), Amount: eur(10000), Kind: ledger.Transfer, Code: "PMNT/RCDT/ESCT", Label: "VIR <script> ; =cmd|", Reversal: true, CardDay: march(2), Line: 17,
		Payment: ledger.Payment{Counterparty: ledger.Party{Name: "Élan & Fils", Account: "FR76"}, Ultimate: ledger.Party{Name: "U", Account: "V"}, Remittance: "F-1\nF-2", References: []string{"RF18", "x"},
			EndToEndID: "E2E", MandateID: "M", Cheque: "123", ReturnReason: "AC04", Charges: &charges, Instructed: &sent},
		Details: []ledger.Detail{{Amount: eur(4000), Payment: ledger.Payment{Remittance: "F-1"}}, {Amount: eur(6000), Payment: ledger.Payment{Cheque: "9"}}}}
	res := b.Load("camt.053.001.08", of(full, line(3, 100, "same", "R-2"), line(3, 200, "same", "R-2"), line(4, 300, "none", ""), line(5, 1, "odd", "R-2#2")))
	all := b.lines()
	same(t, "a line with all that a line can have", all[0].Transaction.Payment.Instructed, &sent)
	got := all[0].Transaction
	want := full
	same(t, "details", got.Details, want.Details)
	got.Charges, got.Instructed, want.Charges, want.Instructed = nil, nil, nil, nil
	same(t, "the line", got, want)
	for i, l := range all {
		if l.Seq != int64(i+1) || l.ID != ledger.NewLineID(l.Account, l.Transaction, 0) || l.Intake != res.Intake || l.Statement != 1 {
			t.Errorf("line %d: %+v", i, l)
		}
	}
	for name, want := range map[string]ledger.LineID{"R-1": all[0].ID, string(all[3].ID): all[3].ID, string(all[3].ID)[:9]: all[3].ID, "R-2#1": all[1].ID, "R-2#2": all[4].ID} {
		l, err := b.Store.Line(t.Context(), b.Company, name)
		if err != nil || l.ID != want {
			t.Errorf("line %q: %s (%v), should be %s", name, l.ID, err, want)
		}
	}
	for name, kind := range map[string]ledger.ErrorKind{"R-2": ledger.Ambiguous, "": ledger.NotFound, "R-9": ledger.NotFound, "R-2#9": ledger.NotFound} {
		_, err := b.Store.Line(t.Context(), b.Company, name)
		wantKind(t, "line "+name, err, kind)
	}
	lineFilters(b, all)
}

func lineFilters(b *Book, all []ledger.Line) {
	b.Helper()
	other := b.Load("ofx 1.02", of(line(9, 5, "Z", "Z1")).at(ledger.AccountRef{IBAN: anotherI}))
	b.update(func(tx *store.Tx) error {
		return tx.Decide([]ledger.Decision{reviews(all[0], all[0].Intake, ledger.Program), {Line: all[1].ID, Status: ledger.None, By: ledger.Program, Chosen: ledger.Explanation{Class: ledger.BankFee}}})
	})
	for name, c := range map[string]struct {
		f    store.LineFilter
		want int
	}{
		"all": {store.LineFilter{}, 6}, "intake": {store.LineFilter{Intake: other.Intake}, 1}, "account": {store.LineFilter{Account: other.Statements[0].Account.ID}, 1},
		"IDs": {store.LineFilter{IDs: []ledger.LineID{all[2].ID, all[0].ID}}, 2}, "bare": {store.LineFilter{Bare: true}, 6}, "review": {store.LineFilter{Review: true}, 1},
		"held": {store.LineFilter{Held: true}, 0},
	} {
		if got := len(collect(b, b.Store.Lines(b.Context(), b.Company, c.f))); got != c.want {
			b.Errorf("lines, %s: %d, should be %d", name, got, c.want)
		}
	}
	for _, l := range collect(b, b.Store.Lines(b.Context(), b.Company, store.LineFilter{Bare: true, IDs: []ledger.LineID{all[0].ID}})) {
		if l.Label != "" || l.Amount != all[0].Amount || l.Booked != all[0].Booked {
			b.Errorf("a bare line has label %q, amount %s and day %s, should have no label, %s and %s", l.Label, l.Amount, l.Booked, all[0].Amount, all[0].Booked)
		}
	}
	if undecided := must(b.Store.Undecided(b.Context(), b.Company, 1, int64(len(all))))(b); len(undecided) != 3 || undecided[all[0].ID] {
		b.Errorf("undecided of the lines: %v, should be the three without a decision", undecided)
	}
	for _, err := range b.Store.Lines(b.Context(), b.Company, store.LineFilter{IDs: make([]ledger.LineID, 201)}) {
		wantKind(b, "201 IDs", err, ledger.Invalid)
	}
}
