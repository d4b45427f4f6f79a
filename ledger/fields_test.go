package ledger_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// everyField changes one field of the sample at a time, deeply, and checks that the
// digest changes with it. The fields named free do not enter the digest; one that
// does, or that is not there, fails as well, so that the list stays true.
func everyField[T any](t *testing.T, sample T, digest func(T) ledger.Hash, free ...string) {
	t.Helper()
	before := digest(sample)
	seen := make(map[string]bool)
	walk(reflect.ValueOf(&sample).Elem(), "", func(path string) {
		changed, isFree := digest(sample) != before, slices.Contains(free, path)
		if changed == isFree {
			t.Errorf("%s: the digest changes: %v; should: %v", path, changed, !isFree)
		}
		seen[path] = true
	})
	for _, path := range free {
		if !seen[path] {
			t.Errorf("%s is called free and is no field", path)
		}
	}
	if digest(sample) != before {
		t.Error("the sample is not as it was")
	}
}

// walk sets each leaf of v to another value, calls f with its path, and sets it back.
func walk(v reflect.Value, path string, f func(path string)) {
	old := reflect.ValueOf(v.Interface())
	set := func(path string, to any) {
		v.Set(reflect.ValueOf(to).Convert(v.Type()))
		f(path)
		v.Set(old)
	}
	if a, ok := v.Interface().(money.Amount); ok {
		set(path, money.New(a.Minor()+1, a.Currency()))
		set(path+".currency", money.New(a.Minor(), "XPF"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		set(path, v.String()+"x")
	case reflect.Bool:
		set(path, !v.Bool())
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() + 1)
		f(path)
		v.Set(old)
	case reflect.Array:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			for i := range v.Len() {
				walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), f)
			}
			return
		}
		v.Index(0).SetUint(v.Index(0).Uint() ^ 1)
		f(path)
		v.Set(old)
	case reflect.Pointer:
		walk(v.Elem(), path, f)
		v.SetZero()
		f(path + " none")
		v.Set(old)
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), f)
		}
		v.Set(v.Slice(0, v.Len()-1))
		f(path + " shorter")
		v.Set(old)
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if path != "" {
				name = path + "." + name
			}
			walk(v.Field(i), name, f)
		}
	default:
		panic(fmt.Sprintf("%s: no mutation of a %s", path, v.Kind()))
	}
}

func TestCompanyDigestHasEveryField(t *testing.T) {
	c := ledger.Company{ID: "tilleuls", Name: "Atelier des Tilleuls", SIREN: "732829320", Currency: money.EUR, YearEnd: 1231}
	everyField(t, c, func(c ledger.Company) ledger.Hash { return c.Digest(ledger.DefaultChart()) })
	for role := range ledger.DefaultChart() {
		other := ledger.DefaultChart()
		other[role] = ledger.ChartAccount{Number: other[role].Number, Name: "another name"}
		if c.Digest(other) == c.Digest(ledger.DefaultChart()) {
			t.Errorf("the digest does not hold the account of %s", role)
		}
	}
}

func TestAccountDigestHasEveryFieldButTheNumber(t *testing.T) {
	a := ledger.BankAccount{ID: "a1", Ref: ledger.AccountRef{IBAN: "FR7630006000011234567890189", Other: "1/2/3"}, Currency: money.EUR, Ledger: "51201"}
	everyField(t, a, ledger.BankAccount.Digest, "Ref.IBAN", "Ref.Other")
}

// payment has something in every field.
func payment() ledger.Payment {
	charges, instructed := eur(15_00), money.New(1300_00, "CHF")
	return ledger.Payment{
		Counterparty: ledger.Party{Name: "Garage Belle-Rive", Account: "FR1420041010050500013M02606"}, Ultimate: ledger.Party{Name: "Odile Castagnier", Account: "1"},
		Remittance: "FA-1 ET FA-2", References: []string{"RF18539007547034", "000000000097"}, EndToEndID: "E2E", MandateID: "M", Cheque: "0001234", ReturnReason: "AC04",
		Charges: &charges, Instructed: &instructed,
	}
}

func TestLineCommitmentHasEveryField(t *testing.T) {
	l := ledger.Line{ID: "l1", Account: "a1", Seq: 1, Intake: 3, Statement: 1, Salt: ledger.Salt{1}, Twin: "l0", Transaction: ledger.Transaction{
		BankID: "B1", Booked: day("2026-01-31"), Value: day("2026-02-01"), Amount: eur(10_00), Kind: ledger.Transfer, Code: "PMNT/RCDT/ESCT", Label: "VIR",
		Payment: payment(), Details: []ledger.Detail{{Amount: eur(6_00), Payment: payment()}, {Amount: eur(4_00), Payment: payment()}}, Line: 12}}
	// Seq and Intake follow from the order in which the chain has the commitments.
	// A detail's currency is the line's: Validate sees to it.
	everyField(t, l, ledger.Line.Commitment, "Seq", "Intake", "Recorded", "Transaction.Line")
}

func TestStatementDigestHasEveryField(t *testing.T) {
	taken := ledger.Taken{ID: 1, Intake: 3, Account: "a1", Statement: ledger.Statement{Account: ledger.AccountRef{IBAN: "FR1", Other: "1"}, Currency: money.EUR, Number: "12",
		Opening: &ledger.Balance{Date: day("2026-01-01"), Amount: eur(1)}, Closing: &ledger.Balance{Date: day("2026-01-31"), Amount: eur(2)},
		Whole: ledger.Period{From: day("2026-01-01"), To: day("2026-01-31")}, Lines: 2, Credits: eur(3), Debits: eur(2), Origin: ledger.Origin{Format: "csv", Line: 4}}}
	everyField(t, taken, ledger.Taken.Digest,
		"Intake", "Statement.Account.IBAN", "Statement.Account.Other", "Statement.Interim", // an interim statement is never taken
		"Statement.Origin.File", "Statement.Origin.Format", "Statement.Origin.Line", // the file is in the digest of the intake
		"Statement.Opening.Amount.currency", "Statement.Closing.Amount.currency", "Statement.Credits.currency", "Statement.Debits.currency") // one for all
	everyField(t, []ledger.Taken{taken, taken}, func(all []ledger.Taken) ledger.Hash {
		return ledger.IntakeDigest(ledger.Hash{1}, all, nil)
	}, freeIn(2, "Intake", "Statement.Account.IBAN", "Statement.Account.Other", "Statement.Interim", "Statement.Origin.File", "Statement.Origin.Format", "Statement.Origin.Line",
		"Statement.Opening.Amount.currency", "Statement.Closing.Amount.currency", "Statement.Credits.currency", "Statement.Debits.currency")...)
	everyField(t, []ledger.Hash{{1}, {2}}, func(lines []ledger.Hash) ledger.Hash {
		return ledger.IntakeDigest(ledger.Hash{1}, []ledger.Taken{taken}, lines)
	})
}

// freeIn names the free fields of the first n elements of a slice.
func freeIn(n int, names ...string) []string {
	var all []string
	for i := range n {
		for _, name := range names {
			all = append(all, fmt.Sprintf("[%d].%s", i, name))
		}
	}
	return all
}

func TestInvoiceCommitmentHasEveryField(t *testing.T) {
	i := ledger.Invoice{Number: "F-1", Customer: "C1", CustomerName: "Garage", Issued: day("2026-01-01"), Due: day("2026-01-31"), Total: eur(12_00), Outstanding: eur(10_00),
		Status: ledger.Open, CustomerRef: "PO 7", Reference: "RF18539007547034", Salt: ledger.Salt{1}}
	everyField(t, i, ledger.Invoice.Commitment, "Outstanding.currency") // the total's
	two := []ledger.Invoice{i, i}
	two[1].Number = "F-2"
	list := func(all []ledger.Invoice) ledger.Hash { return ledger.InvoicesDigest(ledger.Hash{1}, all) }
	everyField(t, two, list, freeIn(2, "Outstanding.currency")...)
	if list(two) != list([]ledger.Invoice{two[1], two[0]}) {
		t.Error("the digest of a list follows its order")
	}
}

func TestInvoicesDigestHasEveryDetail(t *testing.T) {
	share := ledger.VATShare{Category: "S", Rate: 2000, Base: eur(10_00), Tax: eur(2_00)}
	two := []ledger.InvoiceDetails{
		{Number: "F-1", Document: ledger.Hash{1}, OnReceipt: true, Discount: 200, Days: 8, VAT: []ledger.VATShare{share, share}},
		{Number: "F-2", VAT: []ledger.VATShare{share}}}
	list := func(all []ledger.InvoiceDetails) ledger.Hash {
		return ledger.InvoicesDigest(ledger.Hash{1}, nil, all...)
	}
	everyField(t, two, list, "[0].VAT[0].Tax.currency", "[0].VAT[1].Tax.currency", "[1].VAT[0].Tax.currency") // the base's
	if list(two) != list([]ledger.InvoiceDetails{two[1], two[0]}) {
		t.Error("the digest of details follows their order")
	}
	if list(nil) != ledger.InvoicesDigest(ledger.Hash{1}, nil) {
		t.Error("a list without details has another digest than it had before there were any")
	}
}

func TestDecisionDigestHasEveryField(t *testing.T) {
	e := ledger.Explanation{Class: ledger.CustomerPayment, Allocations: []ledger.Allocation{{Invoice: "F-1", Amount: eur(10_00)}, {Invoice: "F-2", Amount: eur(2_00)}},
		Difference: ledger.Difference{Kind: ledger.Rounding, Amount: eur(1)}, Reverses: "l0", MBits: 12_000, Share: 999_000,
		Evidence: []ledger.Evidence{{Kind: ledger.ByReference, Field: ledger.InLabel, Span: [2]int32{3, 6}, Invoice: "F-1", How: "full", MBits: 9_000}, {Kind: ledger.ByAmount}}}
	d := ledger.Decision{ID: "d1", Line: "l1", Status: ledger.Auto, Chosen: e, Candidates: []ledger.Explanation{e, e}, By: ledger.Program, Account: "627", Threshold: 999_000, Intake: 4}
	// Walking changes the elements in place, so the two candidates and the choice must not share them.
	for _, c := range []*ledger.Explanation{&d.Chosen, &d.Candidates[0], &d.Candidates[1]} {
		c.Allocations, c.Evidence = slices.Clone(c.Allocations), slices.Clone(c.Evidence)
	}
	everyField(t, d, ledger.Decision.Digest, "Chosen.Difference.Amount.currency", "Candidates[0].Difference.Amount.currency", "Candidates[1].Difference.Amount.currency") // the line's
}

func TestEntryDigestHasEveryField(t *testing.T) {
	e := ledger.Entry{Number: ledger.EntryNumber{Year: 2026, N: 7}, EntryDraft: ledger.EntryDraft{Journal: ledger.BankJournal, Date: day("2026-01-31"), Piece: "B1",
		PieceDate: day("2026-01-30"), Label: "VIR", Salt: ledger.Salt{1}, Line: "l1", Decision: "d1", Reverses: ledger.EntryNumber{Year: 2025, N: 3},
		Postings: []ledger.Posting{{Account: "51201", AccountName: "Banque", Amount: eur(5)}, {Account: "411", AccountName: "Clients", Aux: "C1", AuxName: "Garage", Amount: eur(-5), Invoice: "F-1"}}}}
	everyField(t, e, ledger.Entry.Digest, "Validated", // its event's day
		"EntryDraft.Postings[0].Letter", "EntryDraft.Postings[0].LetterDate", "EntryDraft.Postings[1].Letter", "EntryDraft.Postings[1].LetterDate") // set beside the entry
}

func TestLessonDigestLeavesThePersonOut(t *testing.T) {
	l := ledger.Lesson{Event: 9, Intake: 7, Today: day("2026-01-31"), Fact: ledger.Fact{Kind: ledger.NameOf, Key: "BELLE RIVE", Customer: "C1"}, Change: 1, By: ledger.Person, Line: "l1"}
	everyField(t, l, ledger.Lesson.Digest, "Event", "Today", "Fact.Key", "Fact.Count", "Fact.Untaught", "Fact.Seen")
}

func TestEventHashHasEveryField(t *testing.T) {
	e := ledger.Event{Seq: 2, Kind: ledger.EntryBooked, Ref: "2026-000001", Today: day("2026-01-31"), Digest: ledger.Hash{3}}
	link := func(e ledger.Event) ledger.Hash { return e.Link(ledger.Hash{9}).Hash }
	everyField(t, e, link, "Hash")
	if link(e) == e.Link(ledger.Hash{8}).Hash {
		t.Error("the hash does not follow from the previous one")
	}
}

func TestMatchDigestHasEveryDecision(t *testing.T) {
	all := []ledger.Decision{{ID: "d1"}, {ID: "d2"}}
	if ledger.MatchDigest(all) == ledger.MatchDigest(all[:1]) || ledger.MatchDigest(all) == ledger.MatchDigest([]ledger.Decision{all[1], all[0]}) {
		t.Error("the digest does not hold each decision in its place")
	}
}
