package storetest

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// noticeOf makes a bank's notice of the suite's account.
func noticeOf(entries ...ledger.Transaction) Statement {
	s := of(entries...)
	s.Interim, s.Origin.Format = true, "camt.054.001.08"
	return s
}

// paid is an entry of a notice that says who paid.
func paid(d int, minor int64, name, id string) ledger.Transaction {
	l := line(d, minor, "", id)
	l.Counterparty.Name, l.EndToEndID = name, "E2E "+name
	return l
}

// collected is an entry of a notice of a batch of two payments.
func collected(d int, a, b int64, id string) ledger.Transaction {
	l := line(d, a+b, "", id)
	l.Kind = ledger.DirectDebit
	l.Details = []ledger.Detail{{Amount: eur(a), Payment: ledger.Payment{Counterparty: ledger.Party{Name: "DUPONT"}}}, {Amount: eur(b), Payment: ledger.Payment{Counterparty: ledger.Party{Name: "MARTIN"}}}}
	return l
}

// payersOf says of each line, in the order in which they were taken, who paid.
func (b *Book) payersOf() []string {
	var all []string
	for _, l := range b.lines() {
		payer := l.Counterparty.Name
		for _, d := range l.Details {
			payer += "+" + d.Counterparty.Name
		}
		all = append(all, payer)
	}
	return all
}

// notices has a case for each rule of which line a notice tells; each is tried with
// the notice first and with the statement first.
func notices(t *testing.T, open func(*testing.T) *store.Store) {
	s := opened(t, open).Store
	deposit := func(d int, id string) ledger.Transaction { return line(d, 5000, "REMISE 2 OPERATIONS", id) }
	for i, c := range []struct {
		name      string
		statement Statement
		notice    Statement
		payers    []string
	}{
		{"by identifier", of(deposit(3, "A1"), line(3, 5000, "VIR", "A2")), noticeOf(collected(3, 2000, 3000, "A1")), []string{"+DUPONT+MARTIN", ""}},
		{"by identifier, a day apart", of(deposit(4, "A1")), noticeOf(collected(3, 2000, 3000, "A1")), []string{"+DUPONT+MARTIN"}},
		{"an identifier reused a month later", of(deposit(29, "A1")), noticeOf(collected(3, 2000, 3000, "A1")), []string{""}},
		{"an identifier reused for another amount", of(line(3, 4900, "REMISE", "A1")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "A1")), []string{""}},
		{"another identifier", of(deposit(3, "A1")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "B7")), []string{""}},
		{"the only one of a whole day", of(deposit(3, ""), line(3, 100, "FRAIS", "")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "A1")), []string{"+DUPONT+MARTIN", ""}},
		{"the only one of a day of which more may come", of(deposit(3, "")), noticeOf(collected(3, 2000, 3000, "A1")), []string{""}},
		{"one of two alike", of(deposit(3, ""), deposit(3, "")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "A1")), []string{"", ""}},
		{"one of two, by its payer", of(line(3, 5000, "VIR MARTIN FACT 18", ""), line(3, 5000, "VIR DUPONT FACT 17", "")).whole(3, 3), noticeOf(paid(3, 5000, "DUPONT", "")), []string{"", "DUPONT"}},
		{"two real ones that say the same", of(deposit(3, ""), deposit(3, "")).whole(3, 3), noticeOf(paid(3, 5000, "DUPONT", ""), paid(3, 5000, "DUPONT", "")), []string{"DUPONT", "DUPONT"}},
		{"the other direction", of(deposit(3, "A1")).whole(3, 3), noticeOf(paid(3, -5000, "DUPONT", "A1")), []string{""}},
		{"what the statement says stays", of(paid(3, 5000, "DUPONT SARL", "A1")).whole(3, 3), noticeOf(paid(3, 5000, "DUPONT", "A1")), []string{"DUPONT SARL"}},
		{"another account", of(deposit(3, "A1")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "A1")).at(ledger.AccountRef{IBAN: anotherI}), []string{""}},
		{"an account that the notice does not name", of(deposit(3, "A1")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "A1")).at(ledger.AccountRef{}), []string{"+DUPONT+MARTIN"}},
		{"an account by its number alone", of(deposit(3, "A1")).whole(3, 3), noticeOf(collected(3, 2000, 3000, "A1")).at(ledger.AccountRef{Other: "12345678901"}), []string{"+DUPONT+MARTIN"}},
	} {
		for k, order := range [][]Statement{{c.statement, c.notice}, {c.notice, c.statement}, {c.notice, c.statement, c.notice}} {
			t.Run(fmt.Sprint(c.name, " ", k), func(t *testing.T) {
				b := NewBook(t, s, fmt.Sprint("Notices ", i, k))
				for _, f := range order {
					if res := b.Load("camt.053.001.08", f); f.Interim && countsOf(res) != (counts{}) {
						t.Errorf("a notice brought lines: %+v", countsOf(res))
					}
				}
				same(t, "payers", b.payersOf(), c.payers)
				Prove(b)
			})
		}
	}
	t.Run("again", func(t *testing.T) { noticesAgain(t, s) })
}

// noticesAgain: a notice in other bytes is known; a line is as it was taken until it is told of.
func noticesAgain(t *testing.T, s *store.Store) {
	b := NewBook(t, s, "Again")
	two := noticeOf(collected(3, 2000, 3000, "A1"), paid(3, 100, "DUPONT", ""), paid(3, 100, "DUPONT", ""))
	for i, want := range []store.StatementResult{{Interim: true, Notices: 3}, {Interim: true, NoticesKnown: 3}} {
		res := b.Load("camt.054.001.08", two)
		if same(t, fmt.Sprint("file ", i), res.Statements[0], want); (res.Intake == 0) != (i == 1) {
			t.Errorf("file %d is event %d", i, res.Intake)
		}
	}
	res := b.Load("camt.053.001.08", of(line(3, 5000, "REMISE", "A1")))
	if res.Told != 1 {
		t.Errorf("%d lines were told of, want 1", res.Told)
	}
	for _, f := range []struct {
		filter store.LineFilter
		parts  []int
	}{
		{store.LineFilter{}, []int{2}}, {store.LineFilter{AsTaken: true}, []int{0}}, {store.LineFilter{AsOf: res.Intake - 1}, []int{0}},
		{store.LineFilter{AsOf: res.Intake}, []int{2}}, {store.LineFilter{Told: res.Intake}, []int{2}}, {store.LineFilter{Told: res.Intake - 1}, nil}, {store.LineFilter{Intake: res.Intake}, []int{2}},
	} {
		var parts []int
		for _, l := range collect(t, b.Store.Lines(t.Context(), b.Company, f.filter)) {
			parts = append(parts, len(l.Details))
		}
		same(t, fmt.Sprintf("%+v", f.filter), parts, f.parts)
	}
	if n := must(b.Store.WaitingNotices(t.Context(), b.Company))(t); n != 2 {
		t.Errorf("%d notices wait, want 2", n)
	}
	Prove(b)
}

// noticesInAnyOrder cuts a bank's lines into statements and notices, takes them in any
// order and more than once, and never finds another payer than the line's; and each
// line's where the bank's identifiers say it.
func noticesInAnyOrder(t *testing.T, open func(*testing.T) *store.Store) {
	s := opened(t, open).Store
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		b := NewBook(t, s, fmt.Sprintf("Telling %d", n))
		truth := drawTruth(rt)
		identified := rapid.Bool().Draw(rt, "identified")
		entry := func(l bankLine) ledger.Transaction { // it says of which line it is; lines say nothing
			e := paid(int(l.Booked-march(0)), l.Amount.Minor(), fmt.Sprint("PAYER X", l.n), "")
			if identified {
				e.BankID = fmt.Sprint("B", l.n)
			}
			return e
		}
		files := []Statement{noticeOf(each(truth, entry)...)}
		for d := 1; d <= 6; d++ {
			day := slices.DeleteFunc(slices.Clone(truth), func(l bankLine) bool { return l.Booked != march(d) })
			scheme := ""
			if identified {
				scheme = "B"
			}
			files = append(files, of(named(day, scheme, "camt.053.001.08")...).whole(d, d))
		}
		from := rapid.IntRange(0, len(truth)-1).Draw(rt, "from")
		files = append(files, noticeOf(each(truth[from:], entry)...))
		for _, i := range rapid.Permutation(indices(len(files))).Draw(rt, "order") {
			b.Load("camt.053.001.08", files[i])
		}
		b.isTruth(rt, truth)
		b.toldRight(rt, truth, identified)
		if err := Check(t.Context(), s, b.Company); err != nil {
			rt.Error(err)
		}
	})
}

func each(lines []bankLine, entry func(bankLine) ledger.Transaction) []ledger.Transaction {
	all := make([]ledger.Transaction, len(lines))
	for i, l := range lines {
		all[i] = entry(l)
	}
	return all
}

// toldRight compares the payers with the truth, in which lines of one day and amount may look alike.
func (b *Book) toldRight(rt *rapid.T, truth []bankLine, identified bool) {
	told := make(map[string]bool)
	for _, l := range b.lines() {
		if l.Counterparty.Name == "" {
			if identified {
				rt.Errorf("%s: nobody told who paid", l.BankID)
			}
			continue
		}
		if told[l.Counterparty.Name] {
			rt.Errorf("%s paid two lines", l.Counterparty.Name)
		}
		told[l.Counterparty.Name] = true
		i := slices.IndexFunc(truth, func(w bankLine) bool { return fmt.Sprint("PAYER X", w.n) == l.Counterparty.Name })
		if w := truth[i]; w.Booked != l.Booked || w.Amount != l.Amount || w.Label != l.Label && !identified || identified && l.BankID != fmt.Sprint("B", w.n) {
			rt.Errorf("%s of %s %s is told to have paid %s %s", l.Counterparty.Name, w.Booked, w.Amount, l.Booked, l.Amount)
		}
	}
}
