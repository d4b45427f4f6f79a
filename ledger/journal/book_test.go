package journal_test

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/money"
)

// book is a company's books in memory, written as the use cases write them: one
// event for each thing, entries numbered under the chain.
type book struct {
	t          rapid.TB
	today      ledger.Date
	company    ledger.Company
	chart      ledger.Chart
	accounts   []ledger.BankAccount
	events     []ledger.Event
	statements []ledger.Taken
	lines      []ledger.Line
	decisions  []ledger.Decision
	entries    []ledger.Entry
	customers  map[ledger.CustomerID]ledger.Customer
	items      map[ledger.InvoiceNumber]ledger.Invoice
	brought    map[int64][]ledger.InvoiceNumber // items by their intake
	lessons    []ledger.Lesson
	pending    []int64
	twin       ledger.LineID // of the lines that are taken: they are held

	last     map[int]int // entry numbers given, by year
	reversed map[ledger.EntryNumber]bool
	ofLine   map[ledger.LineID][]int // places of its entries
	versions map[ledger.LineID]int   // decisions of it
	alike    map[ledger.LineID]int   // lines that look like the first of that ID
}

func day(s string) ledger.Date {
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func eur(minor int64) money.Amount { return money.New(minor, money.EUR) }

// newBook opens the books of an invented company with one bank account.
func newBook(t rapid.TB) *book {
	c, err := ledger.NewCompany("Atelier des Tilleuls", "")
	if err != nil {
		t.Fatal(err)
	}
	b := &book{t: t, today: day("2026-03-31"), company: c, chart: ledger.DefaultChart(), customers: make(map[ledger.CustomerID]ledger.Customer),
		items: make(map[ledger.InvoiceNumber]ledger.Invoice), brought: make(map[int64][]ledger.InvoiceNumber),
		last: make(map[int]int), reversed: make(map[ledger.EntryNumber]bool), ofLine: make(map[ledger.LineID][]int),
		versions: make(map[ledger.LineID]int), alike: make(map[ledger.LineID]int)}
	b.event(ledger.CompanyOpened, string(c.ID), c.Digest(b.chart))
	b.account(money.EUR)
	return b
}

func (b *book) event(kind ledger.EventKind, ref string, digest ledger.Hash) int64 {
	var prev ledger.Hash
	if n := len(b.events); n > 0 {
		prev = b.events[n-1].Hash
	}
	e := ledger.Event{Seq: int64(len(b.events)) + 1, Kind: kind, Ref: ref, Today: b.today, Digest: digest}.Link(prev)
	b.events = append(b.events, e)
	return e.Seq
}

// account adds a bank account.
func (b *book) account(c money.Currency) ledger.AccountID {
	n := len(b.accounts) + 1
	a := ledger.BankAccount{ID: ledger.AccountID(fmt.Sprint("account", n)), Currency: c, Ledger: fmt.Sprintf("512%02d", n), Ref: ledger.AccountRef{Other: fmt.Sprint(n)}}
	b.accounts = append(b.accounts, a)
	b.event(ledger.AccountSeen, string(a.ID), a.Digest())
	return a.ID
}

func (b *book) poster() journal.Poster {
	return journal.Poster{Company: b.company, Chart: b.chart,
		Account: func(id ledger.AccountID) (ledger.BankAccount, bool) {
			i := slices.IndexFunc(b.accounts, func(a ledger.BankAccount) bool { return a.ID == id })
			if i < 0 {
				return ledger.BankAccount{}, false
			}
			return b.accounts[i], true
		},
		Customer: func(id ledger.CustomerID) (ledger.Customer, bool) { c, ok := b.customers[id]; return c, ok },
		Invoice:  func(n ledger.InvoiceNumber) (ledger.Invoice, bool) { i, ok := b.items[n]; return i, ok }}
}

// post books entries, one event each.
func (b *book) post(entries ...ledger.Entry) {
	for _, e := range entries {
		year := b.company.FinancialYear(e.Date)
		b.last[year]++
		e = e.Numbered(ledger.EntryNumber{Year: year, N: b.last[year]})
		e.Validated = b.today
		b.reversed[e.Reverses] = true
		b.ofLine[e.Line] = append(b.ofLine[e.Line], len(b.entries))
		b.entries = append(b.entries, e)
		b.event(ledger.EntryBooked, e.Number.String(), e.Digest())
	}
}

func (b *book) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// invoice makes an open item of one of the invented customers; a negative total is a credit note.
func invoice(number string, customer ledger.CustomerID, issued string, total int64) ledger.Invoice {
	return ledger.Invoice{Number: ledger.InvoiceNumber(number), CreditNote: total < 0, Customer: customer, CustomerName: "Client " + string(customer),
		Issued: day(issued), Due: day(issued) + 30, Total: eur(total), Outstanding: eur(total), Status: ledger.Open}
}

// owe takes items over, as a list of them is taken.
func (b *book) owe(items ...ledger.Invoice) {
	b.t.Helper()
	file := ledger.NewDigest("test list").Int(int64(len(b.events))).Sum()
	for i := range items {
		items[i].Salt = ledger.DeriveSalt(file, i)
		b.must(items[i].Validate())
		b.items[items[i].Number] = items[i]
	}
	seq := b.event(ledger.InvoicesTaken, file.String(), ledger.InvoicesDigest(file, items))
	for _, i := range items {
		b.brought[seq] = append(b.brought[seq], i.Number)
		e, ok, err := b.poster().Takeover(i)
		b.must(err)
		if ok {
			b.post(e)
		}
	}
}

// received makes a line of a statement.
func received(booked string, amount int64, label string) ledger.Transaction {
	return ledger.Transaction{Booked: day(booked), Amount: eur(amount), Label: label}
}

// balance is what the bank states.
func balance(on string, amount int64) *ledger.Balance {
	return &ledger.Balance{Date: day(on), Amount: eur(amount)}
}

// take takes a statement of the account, books the account's opening balance anew if
// it must, and returns the lines. They are neither decided nor booked.
func (b *book) take(account ledger.AccountID, opening, closing *ledger.Balance, transactions ...ledger.Transaction) []ledger.Line {
	b.t.Helper()
	file := ledger.NewDigest("test file").Int(int64(len(b.events))).Sum()
	s := ledger.Taken{ID: int64(len(b.statements)) + 1, Account: account}
	s.Currency, s.Opening, s.Closing, s.Origin.File = money.EUR, opening, closing, file
	first := len(b.lines)
	var hashes []ledger.Hash
	intake := int64(len(b.events)) + 1
	for i, t := range transactions {
		s.Currency = t.Amount.Currency()
		b.must(s.Count(t))
		l := ledger.Line{Account: account, Seq: int64(len(b.lines)) + 1, Intake: intake, Statement: s.ID, Salt: ledger.DeriveSalt(file, i), Twin: b.twin, Held: b.twin != "", Transaction: t}
		first := ledger.NewLineID(account, t, 0)
		l.ID = ledger.NewLineID(account, t, b.alike[first])
		b.alike[first]++
		l.Recorded = l.Commitment()
		hashes = append(hashes, l.Recorded)
		b.lines = append(b.lines, l)
	}
	s.Intake = b.event(ledger.StatementTaken, file.String(), ledger.IntakeDigest(file, []ledger.Taken{s}, hashes))
	b.statements = append(b.statements, s)
	b.open(account)
	return slices.Clone(b.lines[first:])
}

// line takes one line of the first account, in a statement without balances.
func (b *book) line(booked string, amount int64, label string) ledger.Line {
	b.t.Helper()
	return b.take("account1", nil, nil, received(booked, amount, label))[0]
}

// hold takes the line once more, as a possible duplicate that is not booked.
func (b *book) hold(first ledger.Line) ledger.Line {
	b.twin = first.ID
	defer func() { b.twin = "" }()
	return b.take(first.Account, nil, nil, first.Transaction)[0]
}

// record records a decision from which no entry follows.
func (b *book) record(l ledger.Line, d ledger.Decision) {
	d.Line, d.ID, d.Intake = l.ID, ledger.NewDecisionID(l.ID, 0), l.Intake
	b.versions[l.ID]++
	b.must(d.Validate(l.Amount))
	b.decisions = append(b.decisions, d)
	b.event(ledger.LineDecided, string(d.ID), d.Digest())
}

// open books the opening balance of an account, and the old one back.
func (b *book) open(account ledger.AccountID) {
	b.t.Helper()
	a, _ := b.poster().Account(account)
	var statements []ledger.Taken
	for _, s := range b.statements {
		if s.Account == account {
			statements = append(statements, s)
		}
	}
	byDay := slices.SortedStableFunc(slices.Values(b.lines), func(x, y ledger.Line) int { return cmp.Compare(x.Booked, y.Booked) })
	start, known, err := journal.OpeningBalance(statements, func(yield func(ledger.Line, error) bool) {
		for _, l := range byDay {
			if l.Account == account && !yield(l, nil) {
				return
			}
		}
	})
	b.must(err)
	if !known {
		return
	}
	fresh, needed, err := b.poster().Opening(a, start.Date, start.Balance)
	b.must(err)
	old, booked := b.opening(a)
	if booked && needed && old.Date == fresh.Date && old.Postings[0].Amount == fresh.Postings[0].Amount {
		return
	}
	if booked {
		mirror, err := b.poster().Mirror(old, old.Date)
		b.must(err)
		b.post(mirror)
	}
	if needed {
		b.post(fresh)
	}
}

// opening returns the live opening entry of an account.
func (b *book) opening(a ledger.BankAccount) (live ledger.Entry, ok bool) {
	for _, e := range b.live("") {
		if e.Journal == ledger.OpeningJournal && e.Postings[0].Account == a.Ledger {
			return e, true
		}
	}
	return live, false
}

// live returns the entries of a line that reverse none and are not reversed.
func (b *book) live(line ledger.LineID) []ledger.Entry {
	var live []ledger.Entry
	for _, i := range b.ofLine[line] {
		if e := b.entries[i]; e.Reverses.IsZero() && !b.reversed[e.Number] {
			live = append(live, e)
		}
	}
	return live
}

// decide records a decision of a line and books what follows: the program's when the
// line comes, a person's later.
func (b *book) decide(l ledger.Line, d ledger.Decision) []ledger.Entry {
	b.t.Helper()
	d.Line, d.Version = l.ID, b.versions[l.ID]
	b.versions[l.ID]++
	d.ID, d.Intake = ledger.NewDecisionID(l.ID, d.Version), l.Intake
	b.must(d.Validate(l.Amount))
	entries, err := b.poster().Redecide(l, b.live(l.ID), d, b.today)
	b.must(err)
	if d.By == ledger.Person {
		recorded := d
		recorded.Intake = 0
		d.Intake = b.event(ledger.PersonDecided, string(l.ID), recorded.Digest())
	}
	b.decisions = append(b.decisions, d)
	b.event(ledger.LineDecided, string(d.ID), d.Digest())
	before := len(b.entries)
	b.post(entries...)
	return b.entries[before:]
}

// pays is the program's decision that a line settles items.
func pays(difference ledger.Difference, allocations ...ledger.Allocation) ledger.Decision {
	return ledger.Decision{Status: ledger.Auto, By: ledger.Program, Threshold: 999_000,
		Chosen: ledger.Explanation{Class: ledger.CustomerPayment, Allocations: allocations, Difference: difference, MBits: 31_000, Share: 999_990,
			Evidence: []ledger.Evidence{{Kind: ledger.ByReference, Field: ledger.InRemittance, Span: [2]int32{4, 9}, How: "full", MBits: 17_000}}}}
}

// part is an allocation.
func part(number string, minor int64) ledger.Allocation {
	return ledger.Allocation{Invoice: ledger.InvoiceNumber(number), Amount: eur(minor)}
}

// noDifference is none; less is what was received less, for a reason.
var noDifference ledger.Difference

func less(kind ledger.DifferenceKind, minor int64) ledger.Difference {
	return ledger.Difference{Kind: kind, Amount: eur(minor)}
}

// by says who decided.
func by(who ledger.Actor, reason ledger.Reason, d ledger.Decision) ledger.Decision {
	d.By, d.Reason = who, reason
	return d
}

// unknown is the decision that a person must look.
func unknown() ledger.Decision {
	return ledger.Decision{Status: ledger.Review, By: ledger.Program, Reason: ledger.WeakEvidence, Chosen: ledger.Explanation{Class: ledger.CustomerPayment}}
}

// isClass is the decision that a line is no customer's payment.
func isClass(c ledger.Class) ledger.Decision {
	return ledger.Decision{Status: ledger.None, By: ledger.Program, Chosen: ledger.Explanation{Class: c}}
}

// learn records a lesson.
func (b *book) learn(f ledger.Fact, change int) {
	l := ledger.Lesson{Fact: f, Change: change}
	l.Event = b.event(ledger.FactLearned, string(f.Customer), l.Digest())
	b.lessons = append(b.lessons, l)
}

// openItems derives what is open of each item from the decisions that stand.
func (b *book) openItems() []ledger.OpenItem {
	standing := make(map[ledger.LineID]ledger.Decision)
	for _, d := range b.decisions {
		standing[d.Line] = d
	}
	left := make(map[ledger.InvoiceNumber]int64)
	for _, d := range standing {
		for _, a := range d.Chosen.Allocations {
			left[a.Invoice] -= a.Amount.Minor()
		}
	}
	var all []ledger.OpenItem
	for _, n := range slices.Sorted(maps.Keys(b.items)) {
		i := b.items[n]
		all = append(all, ledger.OpenItem{Invoice: i, Open: money.New(i.Outstanding.Minor()+left[n], i.Total.Currency())})
	}
	return all
}

// stored is the book as its store would yield it.
func (b *book) stored() journal.Stored {
	last := b.events[len(b.events)-1]
	return journal.Stored{Company: b.company, Chart: b.chart, Accounts: b.accounts, Events: seq(b.events), LastEvent: last.Seq, Head: last.Hash,
		Statements: b.statements, Lines: seq(b.lines), Decisions: seq(b.decisions), Entries: seq(b.entries), Items: b.openItems(), Lessons: seq(b.lessons), Pending: b.pending,
		ItemsOf: func(intake int64) ([]ledger.Invoice, error) {
			var all []ledger.Invoice
			for _, n := range b.brought[intake] {
				if i, ok := b.items[n]; ok {
					all = append(all, i)
				}
			}
			return all, nil
		}}
}

// verify proves the book.
func (b *book) verify() journal.Report {
	b.t.Helper()
	r, err := journal.Verify(b.stored(), journal.Options{})
	b.must(err)
	return r
}

func seq[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}
