package journal_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/money"
)

// tampering changes the sample book in one place. What it changes is known by its
// number: entries[6] is 2026-000005, the full payment of F-001; entries[10] the
// reclass of the second line; entries[12] a mirror; lines[0] the first line.
type tampering struct {
	name   string
	kind   journal.FindingKind // of one of the findings
	entry  string              // that the first finding about an entry names; empty: another place is named
	tamper func(*book)
}

// plain are changes of what is stored by one who leaves the chain as it is.
var plain = []tampering{
	{"event: kind", journal.ChainBroken, "2026-000005", func(b *book) { b.events[11].Kind = ledger.FactLearned }},
	{"event: ref", journal.ChainBroken, "", func(b *book) { b.events[11].Ref = "2026-000099" }},
	{"event: today", journal.ChainBroken, "2026-000005", func(b *book) { b.events[11].Today++ }},
	{"event: digest", journal.ChainBroken, "2026-000005", func(b *book) { b.events[11].Digest[0] ^= 1 }},
	{"event: hash", journal.ChainBroken, "2026-000005", func(b *book) { b.events[11].Hash[0] ^= 1 }},
	{"event: number", journal.ChainBroken, "2026-000005", func(b *book) { b.events[11].Seq = 99 }},
	{"event: taken out", journal.ChainBroken, "2026-000005", func(b *book) { b.events = slices.Delete(b.events, 11, 12) }},
	{"event: put in twice", journal.ChainBroken, "2026-000005", func(b *book) { b.events = slices.Insert(b.events, 12, b.events[11]) }},
	{"event: two changed places", journal.ChainBroken, "", func(b *book) { b.events[11], b.events[12] = b.events[12], b.events[11] }},
	{"event: the first taken out", journal.ChainBroken, "", func(b *book) { b.events = b.events[1:] }},
	{"event: a setting of another digest", journal.ChainBroken, "", func(b *book) {
		b.event(ledger.SettingChanged, "budget=1/100", ledger.Setting{Name: "budget", Value: "1/5000"}.Digest())
	}},
	{"company: name", journal.Altered, "", func(b *book) { b.company.Name += "x" }},
	{"company: currency", journal.Altered, "", func(b *book) { b.company.Currency = "CHF" }},
	{"company: end of year", journal.Altered, "2025-000001", func(b *book) { b.company.YearEnd = 630 }},
	{"chart: number", journal.Altered, "", func(b *book) { b.chart[ledger.BankFees] = ledger.ChartAccount{Number: "628", Name: "Divers"} }},
	{"account: number", journal.Altered, "2025-000002", func(b *book) { b.accounts[0].Ledger = "51299" }},
	{"account: taken out", journal.Missing, "2025-000002", func(b *book) { b.accounts = nil }},
	{"account: put in", journal.Unrecorded, "", func(b *book) {
		b.accounts = append(b.accounts, ledger.BankAccount{ID: "x", Ledger: "51202", Currency: money.EUR})
	}},
	{"list: an item taken out", journal.Altered, "2026-000002", func(b *book) { delete(b.items, "F-002") }},
	{"list: an item's total", journal.Altered, "", item("F-002", func(i *ledger.Invoice) { i.Total = eur(900_00) })},
	{"list: an item's open amount", journal.Altered, "2026-000002", item("F-002", func(i *ledger.Invoice) { i.Outstanding = eur(700_00) })},
	{"list: an item's customer", journal.Altered, "2026-000002", item("F-002", func(i *ledger.Invoice) { i.Customer = "C3" })},
	{"list: an item's issue day", journal.Altered, "2026-000002", item("F-002", func(i *ledger.Invoice) { i.Issued++ })},
	{"list: an item's due day", journal.Altered, "", item("F-002", func(i *ledger.Invoice) { i.Due++ })},
	{"list: an item's name", journal.Altered, "", item("F-002", func(i *ledger.Invoice) { i.CustomerName = "another" })},
	{"statement: opening balance", journal.Altered, "2025-000002", func(b *book) { b.statements[0].Opening = balance("2025-12-31", 3001_00) }},
	{"statement: closing balance", journal.Altered, "", func(b *book) { b.statements[1].Closing = balance("2026-02-28", 5391_00) }},
	{"statement: sum", journal.Altered, "", func(b *book) { b.statements[0].Credits = eur(1) }},
	{"statement: number of lines", journal.Altered, "", func(b *book) { b.statements[0].Lines++ }},
	{"statement: file", journal.Altered, "", func(b *book) { b.statements[0].Origin.File[0] ^= 1 }},
	{"statement: taken out", journal.Altered, "", func(b *book) { b.statements = slices.Delete(b.statements, 1, 2) }},
	{"line: amount", journal.Altered, "", func(b *book) { b.lines[0].Amount = eur(1300_00) }},
	{"line: day", journal.Altered, "", func(b *book) { b.lines[0].Booked++ }},
	{"line: text", journal.Altered, "", func(b *book) { b.lines[0].Label += "x" }},
	{"line: text, with its commitment", journal.Altered, "", func(b *book) { b.lines[0].Label += "x"; b.lines[0].Recorded = b.lines[0].Commitment() }},
	{"line: salt erased, and its kind changed", journal.Altered, "", func(b *book) { b.lines[0].Salt, b.lines[0].Kind = ledger.Salt{}, ledger.Fee }},
	{"line: held", journal.BookedTwice, "", func(b *book) { b.lines[0].Held = true }},
	{"line: place", journal.Unnumbered, "", func(b *book) { b.lines[0].Seq = 9 }},
	{"line: taken out", journal.Missing, "", func(b *book) { b.lines = slices.Delete(b.lines, 0, 1) }},
	{"line: put in", journal.Altered, "", func(b *book) {
		b.lines = append(b.lines, ledger.Line{ID: "x", Account: "account1", Seq: 6, Intake: 24, Statement: 3, Transaction: received("2026-03-06", 1, "VIR")})
	}},
	{"line: put in, of no intake", journal.Unrecorded, "", func(b *book) {
		b.lines = append(b.lines, ledger.Line{ID: "x", Account: "account1", Seq: 6, Intake: 99, Transaction: received("2026-03-06", 1, "VIR")})
	}},
	{"decision: status", journal.Altered, "", func(b *book) { b.decisions[0].Status = ledger.Review }},
	{"decision: who", journal.Altered, "", func(b *book) { b.decisions[0].By = ledger.Person }},
	{"decision: allocation", journal.Altered, "", func(b *book) { b.decisions[0].Chosen.Allocations = []ledger.Allocation{part("F-001", 1199_00)} }},
	{"decision: allocation of another item", journal.Misposted, "", func(b *book) { b.decisions[0].Chosen.Allocations = []ledger.Allocation{part("F-002", 1200_00)} }},
	{"decision: evidence", journal.Altered, "", func(b *book) { b.decisions[0].Chosen.Evidence[0].MBits++ }},
	{"decision: line", journal.Missing, "", func(b *book) { b.decisions[0].Line = "x" }},
	{"decision: a person's", journal.Altered, "", func(b *book) { b.decisions[4].Reason = ledger.Accepted }},
	{"decision: taken out", journal.Missing, "2026-000005", func(b *book) { b.decisions = slices.Delete(b.decisions, 0, 1) }},
	{"decision: two changed places", journal.Unnumbered, "", func(b *book) { b.decisions[0], b.decisions[1] = b.decisions[1], b.decisions[0] }},
	{"lesson: change", journal.Altered, "", func(b *book) { b.lessons[0].Change = 2 }},
	{"lesson: taken out", journal.Missing, "", func(b *book) { b.lessons = nil }},
	{"lesson: put in", journal.Unrecorded, "", func(b *book) { b.lessons = append(b.lessons, ledger.Lesson{Event: 99, Change: 1}) }},
	{"entry: journal", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Journal = ledger.GeneralJournal })},
	{"entry: date", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Date++ })},
	{"entry: piece", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Piece += "x" })},
	{"entry: voucher's date", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.PieceDate++ })},
	{"entry: label", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Label += "x" })},
	{"entry: salt", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Salt[0] ^= 1 })},
	{"entry: line", journal.Altered, "", entry(func(e *ledger.Entry) { e.Line = "x" })},
	{"entry: decision", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Decision = "x" })},
	{"entry: number", journal.Unnumbered, "", entry(func(e *ledger.Entry) { e.Number.N = 99 })},
	{"entry: year", journal.Unnumbered, "", entry(func(e *ledger.Entry) { e.Number.Year = 2027 })},
	{"entry: day of validation", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Validated++ })},
	{"entry: reverses", journal.NotMirrored, "2026-000005", entry(func(e *ledger.Entry) { e.Reverses = ledger.EntryNumber{Year: 2026, N: 1} })},
	{"entry: one amount", journal.Unsound, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Amount = eur(-1199_00) })},
	{"entry: both amounts", journal.Misposted, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[0].Amount, e.Postings[1].Amount = eur(1), eur(-1) })},
	{"entry: currency", journal.Unsound, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Amount = money.New(-1200_00, "CHF") })},
	{"entry: account", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Account = "4111" })},
	{"entry: account's name", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].AccountName = "x" })},
	{"entry: customer", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Aux = "C2" })},
	{"entry: customer's name", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].AuxName = "x" })},
	{"entry: item", journal.Altered, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Invoice = "F-002" })},
	{"entry: a posting less", journal.Unsound, "2026-000005", entry(func(e *ledger.Entry) { e.Postings = e.Postings[:1] })},
	{"entry: taken out", journal.Missing, "2026-000005", func(b *book) { b.entries = slices.Delete(b.entries, 6, 7) }},
	{"entry: put in", journal.Unrecorded, "", func(b *book) {
		b.entries = append(b.entries, b.entries[6].Numbered(ledger.EntryNumber{Year: 2026, N: 13}))
	}},
	{"entry: two changed places", journal.Unnumbered, "2026-000005", func(b *book) { b.entries[6], b.entries[7] = b.entries[7], b.entries[6] }},
	{"entry: a mirror taken out", journal.BookedTwice, "2026-000011", func(b *book) { b.entries = slices.Delete(b.entries, 12, 13) }},
}

// entry changes the entry 2026-000005.
func entry(change func(*ledger.Entry)) func(*book) {
	return func(b *book) {
		e := &b.entries[6]
		e.Postings = slices.Clone(e.Postings)
		change(e)
	}
}

func item(n ledger.InvoiceNumber, change func(*ledger.Invoice)) func(*book) {
	return func(b *book) {
		i := b.items[n]
		change(&i)
		b.items[n] = i
	}
}

// forged are changes by one who writes the whole chain anew after them: each digest
// is right and each event follows. What the books must add up to gives them away.
var forged = []tampering{
	{"an entry less", journal.NotBooked, "", func(b *book) { b.drop(7) }},
	{"an entry twice", journal.BookedTwice, "2026-000006", func(b *book) { b.repeat(6) }},
	{"both amounts of a bank entry", journal.BankDiffers, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[0].Amount, e.Postings[1].Amount = eur(1000_00), eur(-1000_00) })},
	{"the voucher's date of a bank entry", journal.BankDiffers, "2026-000005", entry(func(e *ledger.Entry) { e.PieceDate = day("2026-02-01") })},
	{"the account of a payment", journal.CustomerDiffers, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1] = ledger.Posting{Account: "627", Amount: eur(-1200_00)} })},
	{"the customer of a payment", journal.CustomerDiffers, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Aux = "C2" })},
	{"the item of a payment", journal.Misposted, "2026-000005", entry(func(e *ledger.Entry) { e.Postings[1].Invoice = "F-002" })},
	{"a line's amount", journal.Misposted, "2026-000005", func(b *book) { b.lines[0].Amount = eur(1300_00) }},
	{"the amount of a takeover", journal.TakeoverDiffers, "2026-000001", func(b *book) {
		b.entries[0].Postings[0].Amount, b.entries[0].Postings[1].Amount = eur(1100_00), eur(-1100_00)
	}},
	{"a takeover less", journal.TakeoverDiffers, "", func(b *book) { b.drop(1) }},
	{"the amount of an opening balance", journal.OpeningDiffers, "2025-000002", func(b *book) {
		b.entries[5].Postings[0].Amount, b.entries[5].Postings[1].Amount = eur(3100_00), eur(-3100_00)
	}},
	{"an opening balance less", journal.OpeningDiffers, "", func(b *book) { b.drop(5) }},
	{"a mirror of another amount", journal.NotMirrored, "2026-000011", func(b *book) {
		b.entries[12].Postings[0].Amount, b.entries[12].Postings[1].Amount = eur(-80_00), eur(80_00)
	}},
	{"a mirror of nothing", journal.Missing, "2026-000011", func(b *book) { b.entries[12].Reverses.N = 99 }},
	{"an allocation beyond what was open", journal.OverAllocated, "2026-000005", func(b *book) {
		b.decisions[0].Chosen.Allocations = []ledger.Allocation{part("F-002", 1200_00)}
	}},
	{"a decision that no entry followed", journal.Misposted, "2026-000009", func(b *book) {
		b.decisions[4].Chosen.Allocations = nil
		b.decisions[4].Status = ledger.Review
	}},
	{"a line of no decision", journal.Misposted, "2026-000005", func(b *book) { b.decisions = slices.Delete(b.decisions, 0, 1) }},
	{"an entry of nothing", journal.Unsound, "2026-000005", entry(func(e *ledger.Entry) { e.Line = "" })},
}

// drop takes an entry out and numbers the others as if it had never been.
func (b *book) drop(i int) {
	gone := b.entries[i].Number
	b.entries = slices.Delete(b.entries, i, i+1)
	b.renumber(gone, -1)
}

// repeat books an entry once more, right after itself.
func (b *book) repeat(i int) {
	b.renumber(b.entries[i].Number, 1)
	again := b.entries[i]
	b.entries = slices.Insert(b.entries, i+1, again.Numbered(ledger.EntryNumber{Year: again.Number.Year, N: again.Number.N + 1}))
}

// renumber moves the numbers after one by so many, and what is reversed with them.
func (b *book) renumber(after ledger.EntryNumber, by int) {
	for i := range b.entries {
		for _, n := range []*ledger.EntryNumber{&b.entries[i].Number, &b.entries[i].Reverses} {
			if n.Year == after.Year && n.N > after.N {
				n.N += by
			}
		}
	}
}

// forge writes the chain anew, so that it records what the book holds now.
func (b *book) forge() {
	b.events = nil
	b.event(ledger.CompanyOpened, string(b.company.ID), b.company.Digest(b.chart))
	for _, a := range b.accounts {
		b.event(ledger.AccountSeen, string(a.ID), a.Digest())
	}
	for _, intake := range b.intakes() {
		b.forgeIntake(intake)
	}
	decisions := make(map[ledger.DecisionID]bool)
	for i, d := range b.decisions {
		if d.By == ledger.Person {
			d.Intake = 0
			b.decisions[i].Intake = b.event(ledger.PersonDecided, string(d.Line), d.Digest())
		}
		decisions[d.ID] = true
		b.event(ledger.LineDecided, string(d.ID), b.decisions[i].Digest())
	}
	for i, l := range b.lessons {
		b.lessons[i].Event = b.event(ledger.FactLearned, string(l.Customer), l.Digest())
	}
	for i, e := range b.entries {
		b.entries[i].Validated = b.today
		b.event(ledger.EntryBooked, e.Number.String(), e.Digest())
	}
}

// intakes are the numbers of the lists and the files.
func (b *book) intakes() []int64 {
	var all []int64
	for seq := range b.brought {
		all = append(all, seq)
	}
	for _, s := range b.statements {
		all = append(all, s.Intake)
	}
	slices.Sort(all)
	return all
}

func (b *book) forgeIntake(intake int64) {
	if numbers, ok := b.brought[intake]; ok {
		var items []ledger.Invoice
		for _, n := range numbers {
			items = append(items, b.items[n])
		}
		delete(b.brought, intake)
		b.brought[b.event(ledger.InvoicesTaken, ledger.Hash{9}.String(), ledger.InvoicesDigest(ledger.Hash{9}, items))] = numbers
		return
	}
	i := slices.IndexFunc(b.statements, func(s ledger.Taken) bool { return s.Intake == intake })
	s := &b.statements[i]
	next := int64(len(b.events)) + 1
	var hashes []ledger.Hash
	for k := range b.lines {
		if l := &b.lines[k]; l.Statement == s.ID {
			l.Intake, l.Recorded = next, l.Commitment()
			hashes = append(hashes, l.Recorded)
		}
	}
	for k, d := range b.decisions {
		if d.By == ledger.Program && d.Intake == intake {
			b.decisions[k].Intake = next
		}
	}
	s.Intake = b.event(ledger.StatementTaken, s.Origin.File.String(), ledger.IntakeDigest(s.Origin.File, []ledger.Taken{*s}, hashes))
}

// Each tampering is found, by its kind and at its place; the words are in a golden.
func TestTampering(t *testing.T) {
	var text strings.Builder
	for _, group := range []struct {
		title string
		forge bool
		all   []tampering
	}{{"The chain is as it was", false, plain}, {"The whole chain is written anew", true, forged}} {
		fmt.Fprintf(&text, "# %s\n\n", group.title)
		for _, c := range group.all {
			b := sampleBook(t)
			head := b.events[len(b.events)-1].Hash
			c.tamper(b)
			if group.forge {
				b.forge()
			}
			r, err := journal.Verify(b.stored(), journal.Options{Head: head})
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			checkTampering(t, c, r, group.forge)
			fmt.Fprintf(&text, "%s\n  %s\n", c.name, r.Findings[0])
			if f, ok := r.First(); ok && f != r.Findings[0] {
				fmt.Fprintf(&text, "  first entry: %s\n", f)
			}
		}
		text.WriteString("\n")
	}
	fixtures.Golden(t, fixtures.Path("journal", "tampered.txt"), []byte(text.String()))
}

func checkTampering(t *testing.T, c tampering, r journal.Report, forged bool) {
	t.Helper()
	if r.OK() || !slices.ContainsFunc(r.Findings, func(f journal.Finding) bool { return f.Kind == c.kind }) {
		t.Errorf("%s: no finding of kind %s in %v", c.name, c.kind, r.Findings)
	}
	if f, _ := r.First(); c.entry != "" && f.Entry.String() != c.entry {
		t.Errorf("%s: the first wrong entry should be %s, is %s", c.name, c.entry, f)
	}
	lost := slices.ContainsFunc(r.Findings, func(f journal.Finding) bool { return f.Kind == journal.HeadMissing })
	if forged && !lost {
		t.Errorf("%s: the head that an export printed is not missed", c.name)
	}
	for _, f := range r.Findings {
		for _, secret := range []string{"Belle-Rive", "BELLE", "VIR", "Client"} {
			if strings.Contains(f.String(), secret) {
				t.Errorf("%s: a finding holds %s", c.name, secret)
			}
		}
	}
}

// The forgery of an unchanged book is right: what is found above is the change alone.
func TestForgedBookOfNoChange(t *testing.T) {
	b := sampleBook(t)
	b.forge()
	if r := b.verify(); !r.OK() {
		t.Fatalf("it is found wrong: %v", r.Findings)
	}
}

func TestVerifyHead(t *testing.T) {
	b := sampleBook(t)
	for _, e := range b.events {
		if r, err := journal.Verify(b.stored(), journal.Options{Head: e.Hash}); err != nil || !r.OK() {
			t.Errorf("the head of event %d is not found: %v, %v", e.Seq, r.Findings, err)
		}
	}
	r, err := journal.Verify(b.stored(), journal.Options{Head: ledger.Hash{1}})
	if err != nil || r.OK() || r.Findings[0].Kind != journal.HeadMissing {
		t.Errorf("a head that is not in the chain is found: %v, %v", r.Findings, err)
	}
	s := b.stored()
	s.LastEvent--
	if r, err := journal.Verify(s, journal.Options{}); err != nil || r.OK() {
		t.Errorf("a chain longer than the store says: %v, %v", r.Findings, err)
	}
}

// Lines of an intake that was cut off wait; those of a finished one are missed.
func TestVerifyPending(t *testing.T) {
	b := sampleBook(t)
	l := b.line("2026-04-01", 10_00, "VIR")
	if r := b.verify(); r.OK() || r.Findings[0].Kind != journal.NotBooked || r.Findings[0].Line != l.ID {
		t.Errorf("a line that is not booked: %v", r.Findings)
	}
	b.pending = []int64{l.Intake}
	if r := b.verify(); !r.OK() || r.Waiting != 1 {
		t.Errorf("a line that waits: %v", r.Findings)
	}
}

// What the bank's own figures cannot say is no finding.
func TestVerifyUnproven(t *testing.T) {
	b := newBook(t)
	b.decide(b.line("2026-01-05", 10_00, "VIR"), unknown())
	if r := b.verify(); !r.OK() || len(r.Unproven) != 1 || r.Unproven[0].Why != journal.NoBalance {
		t.Errorf("an account without balances: %v %v", r.Findings, r.Unproven)
	}
	b = newBook(t)
	b.decide(b.take("account1", balance("2026-01-01", 100), balance("2026-01-31", 150), received("2026-01-05", 50, "VIR"))[0], unknown())
	b.decide(b.take("account1", balance("2026-03-01", 300), balance("2026-03-31", 290), received("2026-03-05", -10, "VIR"))[0], unknown())
	if r := b.verify(); !r.OK() || len(r.Unproven) != 2 || r.Unproven[0].Why != journal.NotJoined || r.Balances != 2 {
		t.Errorf("a statement is missing: %v %v", r.Findings, r.Unproven)
	}
	b = newBook(t)
	dollars := b.account("USD")
	l := b.take(dollars, nil, nil, ledger.Transaction{Booked: day("2026-01-05"), Amount: money.New(5, "USD")})[0]
	b.record(l, by(ledger.Program, ledger.ForeignMoney, unknown()))
	if r := b.verify(); !r.OK() || len(r.Unproven) != 1 || r.Unproven[0].Why != journal.OtherMoney || r.Held != 1 {
		t.Errorf("a line in another currency: %v %v", r.Findings, r.Unproven)
	}
}

// An error of the store is Verify's; data that cannot be read is a finding.
func TestVerifyErrors(t *testing.T) {
	fails := func(err error) iter.Seq2[ledger.Line, error] {
		return func(yield func(ledger.Line, error) bool) { yield(ledger.Line{}, err) }
	}
	disk := &ledger.Error{Kind: ledger.Storage, Field: "database", Msg: "failed"}
	s := sampleBook(t).stored()
	s.Lines = fails(disk)
	if r, err := journal.Verify(s, journal.Options{}); !errors.Is(err, disk) || r.Events != 0 {
		t.Errorf("a failing disk: %v, %v", r, err)
	}
	s.Lines = fails(ledger.Errorf(ledger.Tampered, "line", "has texts that were not written by this program"))
	r, err := journal.Verify(s, journal.Options{})
	if err != nil || len(r.Findings) != 1 || r.Findings[0].Kind != journal.Unreadable {
		t.Errorf("a line that cannot be read: %v, %v", r.Findings, err)
	}
}

// A book that is wrong from end to end gives a report of a bounded size, the first of the chain in it.
func TestReportIsBounded(t *testing.T) {
	b := newBook(t)
	var transactions []ledger.Transaction
	for range 3000 {
		transactions = append(transactions, received("2026-01-05", 10, "VIR"))
	}
	b.take("account1", nil, nil, transactions...)
	r := b.verify()
	if len(r.Findings) != 1000 || r.More != 2000 {
		t.Errorf("%d findings and %d more", len(r.Findings), r.More)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "and 2000 more") {
		t.Errorf("the text does not say how many: %v", err)
	}
}
