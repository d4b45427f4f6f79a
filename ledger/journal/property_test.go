package journal_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/money"
)

// anyDecision draws a decision that fits the line and allots no more than is open.
func (b *book) anyDecision(t *rapid.T, l ledger.Line) ledger.Decision {
	who := rapid.SampledFrom([]ledger.Actor{ledger.Program, ledger.Person}).Draw(t, "by")
	switch rapid.IntRange(0, 5).Draw(t, "what") {
	case 0:
		return by(who, ledger.WeakEvidence, unknown())
	case 1:
		return by(who, ledger.Sure, isClass(rapid.SampledFrom([]ledger.Class{ledger.BankFee, ledger.OwnTransfer, ledger.Unrelated, ledger.BankInterest}).Draw(t, "class")))
	case 2:
		account := rapid.SampledFrom([]string{"616", "471", "4197", "58"}).Draw(t, "account")
		return ledger.Decision{Status: ledger.None, By: ledger.Person, Reason: ledger.Booked, Account: account, Chosen: ledger.Explanation{Class: ledger.Unrelated}}
	}
	return by(who, ledger.Chosen, b.anyPayment(t, l))
}

// anyPayment draws allocations on the side of the line, and a difference for the rest.
func (b *book) anyPayment(t *rapid.T, l ledger.Line) ledger.Decision {
	left := l.Amount.Minor()
	var parts []ledger.Allocation
	for _, i := range b.openItems() {
		open := i.Open.Minor() + b.allotted(l.ID, i.Number) // what this line has of it is free again
		most := min(max(left, 0), max(open, 0))
		if left < 0 { // a return, or a credit note paid back
			most = -left
			if i.CreditNote {
				most = min(most, -open)
			}
		}
		if most <= 0 || i.CreditNote != (left < 0) && left >= 0 || !rapid.Bool().Draw(t, "this item") {
			continue
		}
		minor := rapid.SampledFrom([]int64{most, 1 + rapid.Int64Range(0, most-1).Draw(t, "part")}).Draw(t, "amount")
		if left < 0 {
			minor = -minor
		}
		parts = append(parts, ledger.Allocation{Invoice: i.Number, Amount: eur(minor)})
		left -= minor
	}
	if len(parts) == 0 {
		return unknown()
	}
	kinds := []ledger.DifferenceKind{ledger.BankCharge, ledger.EarlyDiscount, ledger.Rounding, ledger.Overpayment, ledger.OtherReason}
	d := less(rapid.SampledFrom(kinds).Draw(t, "difference"), -left)
	if left == 0 {
		d = noDifference
	}
	return pays(d, parts...)
}

// allotted is what the standing decision of a line allots to an item.
func (b *book) allotted(line ledger.LineID, item ledger.InvoiceNumber) int64 {
	var minor int64
	for _, d := range b.decisions {
		if d.Line != line {
			continue
		}
		minor = 0
		for _, a := range d.Chosen.Allocations {
			if a.Invoice == item {
				minor = a.Amount.Minor()
			}
		}
	}
	return minor
}

// overdraws reports whether an item would be allotted more than was open, were this
// the line's decision: taking a return back may do it as well as a payment.
func (b *book) overdraws(l ledger.Line, d ledger.Decision) bool {
	for _, i := range b.openItems() {
		open := i.Open.Minor() + b.allotted(l.ID, i.Number)
		for _, a := range d.Chosen.Allocations {
			if a.Invoice == i.Number {
				open -= a.Amount.Minor()
			}
		}
		if !i.CreditNote && open < 0 || i.CreditNote && open > 0 {
			return true
		}
	}
	return false
}

// Whatever is decided of lines, one after the other and again and again: entries
// balance, each line has one live bank entry, what stands of it on the bank's account
// is its amount and against it its amount with the other sign, nothing of it stands
// in 471 once it is identified, letters are right, and the whole book is proven.
func TestAnyDecisions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBook(t)
		b.owe(invoice("F-1", "C1", "2026-01-10", 100), invoice("F-2", "C1", "2026-01-11", 60), invoice("F-3", "C2", "2026-01-12", 40),
			invoice("A-1", "C1", "2026-01-13", -30))
		amounts := rapid.SliceOfN(rapid.SampledFrom([]int64{100, 60, 40, 99, 103, 1, -30, -100, 160}), 1, 4).Draw(t, "lines")
		closing := int64(500)
		var transactions []ledger.Transaction
		for i, minor := range amounts {
			closing += minor
			transactions = append(transactions, received(fmt.Sprintf("2026-02-%02d", 1+i%3), minor, "VIR"))
		}
		lines := b.take("account1", balance("2026-01-31", 500), balance("2026-02-28", closing), transactions...)
		for _, l := range lines {
			b.decide(l, b.anyDecision(t, l))
		}
		for range rapid.IntRange(0, 6).Draw(t, "more decisions") {
			b.today += ledger.Date(rapid.IntRange(0, 400).Draw(t, "days later"))
			l := rapid.SampledFrom(lines).Draw(t, "line")
			d := b.anyDecision(t, l)
			if d.By == ledger.Program { // it makes later decisions in a second look at the lines
				d.By = ledger.Person
			}
			if b.overdraws(l, d) {
				continue // the store refuses it
			}
			b.decide(l, d)
			b.checkLine(t, l)
		}
		b.checkLetters(t)
		if r := b.verify(); !r.OK() || len(r.Unproven) > 0 {
			t.Fatalf("the book is found wrong: %v %v", r.Findings, r.Unproven)
		}
	})
}

func (b *book) checkLine(t *rapid.T, l ledger.Line) {
	banks, sums := 0, make(map[string]int64)
	for _, e := range b.live(l.ID) {
		if e.Journal == ledger.BankJournal {
			banks++
		}
		if e.PieceDate != l.Booked {
			t.Fatalf("entry %s of a line of %s has its voucher on %s", e.Number, l.Booked, e.PieceDate)
		}
		for _, p := range e.Postings {
			sums[p.Account] += p.Amount.Minor()
		}
	}
	if banks != 1 {
		t.Fatalf("%d live bank entries", banks)
	}
	against := int64(0)
	for account, sum := range sums {
		if account != "51201" {
			against += sum
		}
	}
	if sums["51201"] != l.Amount.Minor() || against != -l.Amount.Minor() {
		t.Fatalf("a line of %d stands as %d against %d", l.Amount.Minor(), sums["51201"], against)
	}
	var d ledger.Decision
	for _, other := range b.decisions {
		if other.Line == l.ID {
			d = other
		}
	}
	identified := len(d.Chosen.Allocations) > 0 && d.Chosen.Difference.Kind != ledger.OtherReason || d.Account != "" && d.Account != "471"
	if identified && sums["471"] != 0 {
		t.Fatalf("an identified line stands in 471 with %d", sums["471"])
	}
}

// checkLetters: one letter is one item of one account, its postings balance, and every
// item whose postings do has one.
func (b *book) checkLetters(t *rapid.T) {
	letters, err := journal.NewLetters(seq(b.entries))
	if err != nil {
		t.Fatal(err)
	}
	type code struct {
		aux    ledger.CustomerID
		letter string
	}
	sums, counts := make(map[ledger.InvoiceNumber]int64), make(map[ledger.InvoiceNumber]int)
	of, item := make(map[ledger.InvoiceNumber]string), make(map[code]ledger.InvoiceNumber)
	for _, e := range b.entries {
		applied := letters.Apply(e)
		for i, p := range applied.Postings {
			if e.Postings[i].Letter != "" {
				t.Fatal("the entry itself was changed")
			}
			if p.Invoice == "" {
				if p.Letter != "" {
					t.Fatalf("%s of no item has letter %s", p.Account, p.Letter)
				}
				continue
			}
			sums[p.Invoice] += p.Amount.Minor()
			if counts[p.Invoice]++; counts[p.Invoice] > 1 && of[p.Invoice] != p.Letter {
				t.Fatalf("item %s has letters %q and %q", p.Invoice, of[p.Invoice], p.Letter)
			}
			of[p.Invoice] = p.Letter
			if k := (code{p.Aux, p.Letter}); p.Letter != "" {
				if item[k] != "" && item[k] != p.Invoice {
					t.Fatalf("letter %v is of %s and %s", k, item[k], p.Invoice)
				}
				item[k] = p.Invoice
			}
		}
	}
	for n, sum := range sums {
		if balanced := sum == 0 && counts[n] > 1; balanced != (of[n] != "") {
			t.Fatalf("item %s of %d postings that sum up to %d has letter %q", n, counts[n], sum, of[n])
		}
	}
}

// What is booked later takes no letter away from a group that it does not touch, and gives none twice.
func TestLettersStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var entries []ledger.Entry
		before := make(map[ledger.InvoiceNumber]string)
		ever := make(map[string]ledger.InvoiceNumber)
		for n := range rapid.IntRange(1, 30).Draw(t, "entries") {
			touched := ledger.InvoiceNumber(rapid.SampledFrom([]string{"F-1", "F-2", "F-3"}).Draw(t, "item"))
			minor := rapid.SampledFrom([]int64{5, -5, 10, -10}).Draw(t, "amount")
			e, err := ledger.NewEntry(ledger.EntryDraft{Journal: ledger.BankJournal, Date: 1, PieceDate: 1, Postings: []ledger.Posting{
				{Account: "51201", Amount: eur(minor)}, {Account: "411", Aux: "C1", Invoice: touched, Amount: eur(-minor)}}})
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, e.Numbered(ledger.EntryNumber{Year: 2026, N: n + 1}))
			letters, err := journal.NewLetters(seq(entries))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				p := letters.Apply(e).Postings[1]
				if p.Invoice != touched && p.Letter != before[p.Invoice] {
					t.Fatalf("%s had %q and has %q", p.Invoice, before[p.Invoice], p.Letter)
				}
				if was, given := ever[p.Letter]; given && p.Letter != "" && was != p.Invoice {
					t.Fatalf("letter %s was of %s and is of %s", p.Letter, was, p.Invoice)
				}
				before[p.Invoice], ever[p.Letter] = p.Letter, p.Invoice
			}
		}
	})
}

func TestCode(t *testing.T) {
	for n, want := range map[int]string{0: "AA", 1: "AB", 25: "AZ", 26: "BA", 675: "ZZ", 676: "AAA", 677: "AAB", 676 + 17575: "ZZZ", 676 + 17576: "AAAA"} {
		if got := journal.Code(n); got != want {
			t.Errorf("Code(%d) = %s, should be %s", n, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, 1_000_000).Draw(t, "a"), rapid.IntRange(0, 1_000_000).Draw(t, "b")
		x, y := journal.Code(a), journal.Code(b)
		if earlier := len(x) < len(y) || len(x) == len(y) && x < y; earlier != (a < b) {
			t.Fatalf("Code(%d) = %s, Code(%d) = %s", a, x, b, y)
		}
	})
}

// Lines cut into statements in any way and taken in any order: the opening balance
// and the lines lead to each balance that was stated, and the book is proven.
func TestOpeningBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.Int64Range(-1000, 1000).Draw(t, "start")
		statements := anyStatements(t, start)
		b := newBook(t)
		for _, i := range rapid.Permutation(indices(len(statements))).Draw(t, "order") {
			s := statements[i]
			for _, l := range b.take("account1", s.opening, s.closing, s.lines...) {
				b.decide(l, unknown())
			}
		}
		r := b.verify()
		if !r.OK() {
			t.Fatalf("the book is found wrong: %v", r.Findings)
		}
		if len(r.Unproven) > 0 && b.statesBalance() {
			t.Fatalf("all lines are there, and the balances are not proven: %v", r.Unproven)
		}
		for _, s := range b.statements {
			if s.Closing != nil && b.onBank(s.Closing.Date) != s.Closing.Amount.Minor() {
				t.Fatalf("512 is %d on %s, the bank states %s", b.onBank(s.Closing.Date), s.Closing.Date, s.Closing.Amount)
			}
		}
	})
}

// cut is a statement to come.
type cut struct {
	opening, closing *ledger.Balance
	lines            []ledger.Transaction
}

// anyStatements draws consecutive statements of whole days, some without balances.
func anyStatements(t *rapid.T, start int64) []cut {
	var all []cut
	on, stands := day("2026-01-01"), start
	for range rapid.IntRange(1, 5).Draw(t, "statements") {
		c := cut{}
		if rapid.Bool().Draw(t, "states its opening balance") {
			c.opening = &ledger.Balance{Date: on, Amount: eur(stands)}
		}
		for range rapid.IntRange(0, 4).Draw(t, "days") {
			on++
			for _, minor := range rapid.SliceOfN(rapid.Int64Range(-50, 50).Filter(func(n int64) bool { return n != 0 }), 0, 3).Draw(t, "amounts") {
				c.lines = append(c.lines, ledger.Transaction{Booked: on, Amount: eur(minor), Label: "VIR"})
				stands += minor
			}
		}
		if rapid.Bool().Draw(t, "states its closing balance") || len(c.lines) == 0 { // an opening balance alone says nothing of its day
			c.closing = &ledger.Balance{Date: on, Amount: eur(stands)}
		}
		all = append(all, c)
	}
	return all
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func (b *book) statesBalance() bool {
	for _, s := range b.statements {
		if s.Opening != nil || s.Closing != nil {
			return true
		}
	}
	return false
}

// onBank is what stands on the first account up to a day of the vouchers.
func (b *book) onBank(to ledger.Date) int64 {
	sum := int64(0)
	for _, e := range b.entries {
		for _, p := range e.Postings {
			if p.Account == "51201" && e.PieceDate <= to {
				sum += p.Amount.Minor()
			}
		}
	}
	return sum
}

// Several statements a day, the second opening with the first one's closing balance.
func TestOpeningBalanceOfOneDay(t *testing.T) {
	morning := cut{balance("2026-02-02", 100), balance("2026-02-02", 150), []ledger.Transaction{received("2026-02-02", 50, "VIR")}}
	evening := cut{balance("2026-02-02", 150), balance("2026-02-02", 120), []ledger.Transaction{received("2026-02-02", -30, "PRLV")}}
	for name, order := range map[string][]cut{"in order": {morning, evening}, "the evening first": {evening, morning}} {
		b := newBook(t)
		for _, s := range order {
			b.decide(b.take("account1", s.opening, s.closing, s.lines...)[0], unknown())
		}
		if r := b.verify(); !r.OK() || len(r.Unproven) > 0 || b.onBank(day("2026-02-02")) != 120 {
			t.Errorf("%s: 512 is %d; %v %v", name, b.onBank(day("2026-02-02")), r.Findings, r.Unproven)
		}
	}
}

// A bank whose closing balance bears a day before the opening one's is taken at its word.
func TestOpeningBalanceOfOddDays(t *testing.T) {
	b := newBook(t)
	b.decide(b.take("account1", balance("2026-02-02", 100), balance("2026-02-01", 150), received("2026-02-02", 50, "VIR"))[0], unknown())
	if r := b.verify(); !r.OK() || b.onBank(day("2026-02-02")) != 150 {
		t.Errorf("512 is %d; %v", b.onBank(day("2026-02-02")), r.Findings)
	}
}

func TestPosterRefuses(t *testing.T) {
	b := newBook(t)
	b.owe(invoice("F-1", "C1", "2026-01-10", 100))
	l := b.line("2026-02-02", 100, "VIR")
	stray := l
	stray.Account = "elsewhere"
	for name, c := range map[string]struct {
		line ledger.Line
		d    ledger.Decision
	}{
		"an account that is not in the book": {stray, unknown()},
		"an item that is not in the book":    {l, pays(noDifference, part("F-9", 100))},
		"allocations that do not fit":        {l, pays(noDifference, part("F-1", 99))},
		"an account of the bank's":           {l, ledger.Decision{Status: ledger.None, By: ledger.Person, Account: "51202"}},
	} {
		if e, err := b.poster().Line(c.line, c.d); err == nil || e.Postings != nil {
			t.Errorf("%s: %v, %v", name, e, err)
		}
		if all, err := b.poster().Redecide(c.line, nil, c.d, b.today); err == nil || len(all) > 0 {
			t.Errorf("%s, decided again: %v, %v", name, all, err)
		}
	}
	if _, ok, err := b.poster().Opening(b.accounts[0], b.today, money.New(0, money.EUR)); ok || err != nil {
		t.Errorf("an opening balance of nothing is booked: %v, %v", ok, err)
	}
}

// The same decision again books nothing.
func TestSameDecisionBooksNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBook(t)
		b.owe(invoice("F-1", "C1", "2026-01-10", 100), invoice("F-2", "C2", "2026-01-11", 60))
		l := b.line("2026-02-02", rapid.SampledFrom([]int64{100, 160, 50}).Draw(t, "amount"), "VIR")
		b.decide(l, b.anyDecision(t, l))
		d := by(ledger.Person, ledger.Chosen, b.anyPayment(t, l))
		b.decide(l, d)
		if again := b.decide(l, d); len(again) > 0 {
			t.Fatalf("%d entries", len(again))
		}
	})
}
