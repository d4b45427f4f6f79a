package ledger_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// draft balances.
func draft() ledger.EntryDraft {
	return ledger.EntryDraft{Journal: ledger.BankJournal, Date: day("2026-01-31"), PieceDate: day("2026-01-31"), Postings: []ledger.Posting{
		{Account: "51201", Amount: eur(1185_00)}, {Account: "627", Amount: eur(15_00)}, {Account: "411", Aux: "C1", Amount: eur(-1200_00)}}}
}

func TestNewEntry(t *testing.T) {
	if e, err := ledger.NewEntry(draft()); err != nil || len(e.Postings) != 3 || !e.Number.IsZero() {
		t.Fatalf("NewEntry = %+v, %v", e, err)
	}
	for name, c := range map[string]struct {
		field string
		spoil func(*ledger.EntryDraft)
	}{
		"no journal":        {"entry", func(d *ledger.EntryDraft) { d.Journal = "" }},
		"no date":           {"entry", func(d *ledger.EntryDraft) { d.Date = 0 }},
		"no voucher's date": {"entry", func(d *ledger.EntryDraft) { d.PieceDate = 0 }},
		"no postings":       {"postings", func(d *ledger.EntryDraft) { d.Postings = nil }},
		"one posting":       {"postings", func(d *ledger.EntryDraft) { d.Postings = d.Postings[:1] }},
		"a posting of zero": {"postings", func(d *ledger.EntryDraft) {
			d.Postings = append(d.Postings, ledger.Posting{Account: "627", Amount: eur(0)})
		}},
		"no account":          {"postings", func(d *ledger.EntryDraft) { d.Postings[1].Account = "" }},
		"a cent too much":     {"postings", func(d *ledger.EntryDraft) { d.Postings[0].Amount = eur(1185_01) }},
		"another currency":    {"postings", func(d *ledger.EntryDraft) { d.Postings[1].Amount = money.New(15_00, "CHF") }},
		"beyond what sums up": {"postings", func(d *ledger.EntryDraft) { d.Postings[0].Amount, d.Postings[1].Amount = eur(math.MaxInt64), eur(1) }},
	} {
		d := draft()
		c.spoil(&d)
		if e, err := ledger.NewEntry(d); !invalid(err, c.field) || e.Postings != nil {
			t.Errorf("%s: NewEntry = %v, %v", name, e.Postings, err)
		}
	}
}

// An entry is made if and only if its postings balance.
func TestEntriesBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draft()
		d.Postings = nil
		var sum int64
		for _, minor := range rapid.SliceOfN(rapid.Int64Range(-5, 5).Filter(func(n int64) bool { return n != 0 }), 2, 6).Draw(t, "amounts") {
			d.Postings = append(d.Postings, ledger.Posting{Account: "411", Amount: eur(minor)})
			sum += minor
		}
		if _, err := ledger.NewEntry(d); (err == nil) != (sum == 0) {
			t.Fatalf("postings of %d in all: %v", sum, err)
		}
	})
}

func TestNumberedLeavesTheEntryAsItIs(t *testing.T) {
	e, err := ledger.NewEntry(draft())
	if err != nil {
		t.Fatal(err)
	}
	numbered := e.Numbered(ledger.EntryNumber{Year: 2026, N: 7})
	if !e.Number.IsZero() || numbered.Number.String() != "2026-000007" || numbered.Digest() == e.Digest() {
		t.Errorf("Numbered = %s of %s", numbered.Number, e.Number)
	}
}

func TestEntryNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := ledger.EntryNumber{Year: rapid.IntRange(1, 10_000).Draw(t, "year"), N: rapid.IntRange(1, 10_000_000).Draw(t, "n")}
		if got, err := ledger.ParseEntryNumber(n.String()); err != nil || got != n {
			t.Fatalf("ParseEntryNumber(%s) = %v, %v", n, got, err)
		}
	})
	for _, s := range []string{"", "-", "2026", "2026-", "-000001", "2026-1", "2026-0000001", "2026-+00001", " 2026-000001", "2026-000001-1", "x-000001", "2026-00000x", "99999999999999999999-000001"} {
		if n, err := ledger.ParseEntryNumber(s); !invalid(err, "entry") || !n.IsZero() {
			t.Errorf("ParseEntryNumber(%q) = %v, %v", s, n, err)
		}
	}
}

func TestJournalNames(t *testing.T) {
	for j, want := range map[ledger.Journal]string{ledger.BankJournal: "Banque", ledger.GeneralJournal: "Opérations diverses", ledger.OpeningJournal: "À-nouveaux",
		ledger.TakeoverJournal: "Reprise des postes ouverts", "VE": "VE"} {
		if got := j.Name(); got != want {
			t.Errorf("%s is called %q", j, got)
		}
	}
}

func TestEventsLink(t *testing.T) {
	first := ledger.Event{Seq: 1, Kind: ledger.CompanyOpened, Ref: "tilleuls", Today: day("2026-01-01"), Digest: ledger.Hash{1}}.Link(ledger.Hash{})
	second := ledger.Event{Seq: 2, Kind: ledger.StatementTaken, Today: day("2026-01-01")}.Link(first.Hash)
	if again := second.Link(first.Hash); again != second || second.Hash == first.Hash {
		t.Error("a link is not the same each time")
	}
	intakes := map[ledger.EventKind]bool{ledger.CompanyOpened: false, ledger.AccountSeen: false, ledger.StatementTaken: true, ledger.InvoicesTaken: true, ledger.MatchRun: true,
		ledger.PersonDecided: true, ledger.LineDecided: false, ledger.EntryBooked: false, ledger.FactLearned: false, ledger.FactSeen: false, ledger.FactRemoved: false, ledger.SettingChanged: false, "": false}
	for kind, want := range intakes {
		if kind.IsIntake() != want {
			t.Errorf("%q is an intake: %v", kind, kind.IsIntake())
		}
	}
}

func ExampleNewEntry() {
	d, _ := ledger.ParseDate("2026-11-24")
	draft := ledger.EntryDraft{Journal: ledger.BankJournal, Date: d, PieceDate: d, Label: "VIR F-001", Postings: []ledger.Posting{
		{Account: "51201", Amount: money.New(1185_00, money.EUR)},
		{Account: "627", Amount: money.New(15_00, money.EUR)},
		{Account: "411", Aux: "C001", Amount: money.New(-1200_00, money.EUR), Invoice: "F-001"},
	}}
	e, err := ledger.NewEntry(draft)
	fmt.Println(e.Numbered(ledger.EntryNumber{Year: 2026, N: 7}).Number, err)

	draft.Postings = draft.Postings[:2]
	_, err = ledger.NewEntry(draft)
	fmt.Println(err)
	// Output:
	// 2026-000007 <nil>
	// postings: should balance: debits less credits should be zero
}
