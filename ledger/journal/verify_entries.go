package journal

import (
	"cmp"
	"maps"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// customer is an auxiliary account in one currency.
type customer struct {
	id       ledger.CustomerID
	currency money.Currency
}

// readNumbers checks each entry alone: its event, its number, its balance; and notes what is reversed.
func (v *verifier) readNumbers() (err error) {
	v.reversed = make(map[ledger.EntryNumber]ledger.EntryNumber)
	last, place := make(map[int]int), int64(0)
	for e := range read(v, "entry", v.Entries, &err) {
		v.report.Entries++
		event := v.chain.take(v.chain.entries, e.Number.String())
		f := Finding{Event: event.seq, Entry: e.Number, Line: e.Line, What: "entry"}
		v.compare(event, e.Digest(), f)
		v.inOrder(&place, event, f)
		if event.seq != 0 && e.Validated != 0 && e.Validated != event.today {
			v.report.add(f.of(Altered, "day of validation", event.today.String(), e.Validated.String()))
		}
		if year := v.Company.FinancialYear(e.Date); e.Number.Year != year {
			v.report.add(f.of(Unnumbered, "financial year of the entry", decimal(int64(year)), decimal(int64(e.Number.Year))))
		}
		if want := last[e.Number.Year] + 1; e.Number.N != want {
			v.report.add(f.of(Unnumbered, "number of the entry", ledger.EntryNumber{Year: e.Number.Year, N: want}.String(), e.Number.String()))
		}
		last[e.Number.Year] = e.Number.N
		if _, bad := ledger.NewEntry(e.EntryDraft); bad != nil {
			v.report.add(f.of(Unsound, "entry", "valid", bad.Error()))
		}
		if e.Reverses.IsZero() {
			continue
		}
		if before, twice := v.reversed[e.Reverses]; twice {
			v.report.add(f.of(NotMirrored, "entry that it reverses", "reversed once", "reversed by "+before.String()+" too"))
		}
		v.reversed[e.Reverses] = e.Number
	}
	return err
}

// readPostings notes what the entries say of lines, of the bank's accounts and of customers.
func (v *verifier) readPostings() (err error) {
	v.targets, v.owed = make(map[ledger.EntryNumber]ledger.Entry), make(map[customer]money.Amount)
	v.byItem, v.letters = make(map[group]money.Amount), newLettering()
	v.onBank, v.openings = make(map[string][]at[ledger.Date]), make(map[string][]ledger.Entry)
	for _, a := range v.Accounts {
		v.onBank[a.Ledger] = nil
	}
	for e := range read(v, "entry", v.Entries, &err) {
		if bad := v.sums(e); bad != nil {
			f := Finding{Event: v.chain.take(v.chain.entries, e.Number.String()).seq, Entry: e.Number, Line: e.Line}
			v.report.add(f.of(Unsound, "amounts of the entry", "in the item's currency and in range", bad.Error()))
		}
		_, reversed := v.reversed[e.Number]
		if reversed {
			v.targets[e.Number] = e
		}
		if !e.Reverses.IsZero() {
			v.mirrors = append(v.mirrors, e)
		} else if !reversed {
			v.live(e)
		}
	}
	return err
}

// sums adds the entry's postings to what stands on the bank's and the customers' accounts, and letters them.
func (v *verifier) sums(e ledger.Entry) (err error) {
	receivable := v.Chart[ledger.Receivable].Number
	for _, p := range e.Postings {
		if on, ok := v.onBank[p.Account]; ok {
			v.onBank[p.Account] = append(on, at[ledger.Date]{e.PieceDate, p.Amount})
		}
		if p.Aux != "" && p.Invoice != "" {
			if err = addTo(v.byItem, group{p.Account, p.Aux, p.Invoice}, p.Amount); err != nil {
				return err
			}
		}
		if p.Account != receivable || p.Aux == "" {
			continue
		}
		if err = addTo(v.owed, customer{p.Aux, p.Amount.Currency()}, p.Amount); err != nil {
			return err
		}
	}
	return v.letters.add(e)
}

// addTo adds an amount to a sum, which begins with nothing in the amount's currency.
func addTo[K comparable](sums map[K]money.Amount, k K, amount money.Amount) (err error) {
	before, ok := sums[k]
	if !ok {
		before = money.New(0, amount.Currency())
	}
	sums[k], err = before.Add(amount)
	return err
}

// live notes an entry that reverses none and is not reversed.
func (v *verifier) live(e ledger.Entry) {
	event := v.chain.take(v.chain.entries, e.Number.String()).seq
	f := Finding{Event: event, Entry: e.Number, Line: e.Line}
	switch {
	case e.Line != "":
		l := v.lines[e.Line]
		if l == nil {
			v.report.add(f.of(Missing, "line of the entry", "in the book", "not there"))
			return
		}
		v.liveOfLine(l, e, f)
	case len(e.Postings) == 0:
	case e.Journal == ledger.OpeningJournal:
		v.openings[e.Postings[0].Account] = append(v.openings[e.Postings[0].Account], e)
	case e.Journal == ledger.TakeoverJournal:
		v.takenOver(e, f)
	default:
		v.report.add(f.of(Unsound, "entry", "of a bank line, an opening balance or an open item", "of none"))
	}
}

// liveOfLine notes what an entry says of its line. A bank entry moves the line's
// amount on the bank's own account, on the line's day; another entry moves nothing there.
func (v *verifier) liveOfLine(l *line, e ledger.Entry, f Finding) {
	others := e.Postings
	l.last = e.Number
	if e.Journal == ledger.BankJournal {
		l.banked++
		if l.banked == 2 {
			v.report.add(f.of(BookedTwice, "live bank entries of the line", "one", "several"))
		}
		if e.PieceDate != l.booked {
			v.report.add(f.of(Misposted, "voucher's date", l.booked.String(), e.PieceDate.String()))
		}
		if len(others) == 0 || others[0].Account != v.bankAccount(l.account) || others[0].Amount != l.amount {
			v.report.add(f.of(Misposted, "first posting", written(l.amount)+" on account "+v.bankAccount(l.account), firstPosting(others)))
		}
		others = others[min(1, len(others)):]
	}
	for _, p := range others {
		if _, bank := v.onBank[p.Account]; bank {
			v.report.add(f.of(Misposted, "posting on the bank's account", "the first of a bank entry alone", "another"))
		}
	}
	l.postings = append(l.postings, others...)
}

func firstPosting(all []ledger.Posting) string {
	if len(all) == 0 {
		return "none"
	}
	return written(all[0].Amount) + " on account " + all[0].Account
}

// bankAccount is the number in the chart of a line's bank account.
func (v *verifier) bankAccount(id ledger.AccountID) string {
	for _, a := range v.Accounts {
		if a.ID == id {
			return a.Ledger
		}
	}
	return "unknown"
}

// written writes an amount with its currency, for findings.
func written(a money.Amount) string { return a.String() + " " + string(a.Currency()) }

// verifyMirrors compares each reversal with what it reverses.
func (v *verifier) verifyMirrors() error {
	for _, m := range v.mirrors {
		f := Finding{Event: v.chain.take(v.chain.entries, m.Number.String()).seq, Entry: m.Number, Line: m.Line}
		target, ok := v.targets[m.Reverses]
		switch {
		case !ok:
			v.report.add(f.of(Missing, "reversed entry "+m.Reverses.String(), "stored", "not there"))
		case !target.Reverses.IsZero():
			v.report.add(f.of(NotMirrored, "entry that it reverses", "no reversal", "a reversal"))
		case !mirrored(target, m):
			v.report.add(f.of(NotMirrored, "reversal", "the mirror of "+m.Reverses.String(), "another entry"))
		}
	}
	v.targets, v.mirrors = nil, nil
	return nil
}

// mirrored reports whether m has the line, the voucher and the postings of e, with the other sign.
func mirrored(e, m ledger.Entry) bool {
	if m.Line != e.Line || m.Journal != e.Journal || m.PieceDate != e.PieceDate || m.Piece != e.Piece || len(m.Postings) != len(e.Postings) {
		return false
	}
	for i, p := range e.Postings {
		q := m.Postings[i]
		sum, err := p.Amount.Add(q.Amount)
		if err != nil || !sum.IsZero() || p.Account != q.Account || p.Aux != q.Aux || p.Invoice != q.Invoice {
			return false
		}
	}
	return true
}

// verifyLines checks of each bank line that moves money that it is booked once, and that its live
// entries say what the decision that stands says.
func (v *verifier) verifyLines() error {
	for _, l := range v.order {
		f := Finding{Event: l.event, Line: l.LineID, Entry: l.last}
		if booked := v.chain.entries[l.last.String()]; booked != nil {
			f.Event = booked.seq
		}
		foreign := l.amount.Currency() != v.Company.Currency
		due := (!l.held || l.accepted) && (!foreign || l.banked > 0)
		switch {
		case l.amount.IsZero() && l.banked == 0:
			continue // it moves nothing, and no entry has postings of nothing
		case due && l.banked == 0 && v.pending[l.event] && l.decisions == 0:
			v.report.Waiting++
			continue
		case due && l.banked == 0:
			v.report.add(f.of(NotBooked, "live bank entries of the line", "one", "none"))
			continue
		case !due && l.banked > 0:
			v.report.add(f.of(BookedTwice, "live bank entries of a held duplicate", "none", "one"))
			continue
		case !due:
			v.report.Held++
			continue
		case l.banked > 1:
			continue // it is a finding already, and what its entries say together means nothing
		}
		if err := v.verifyStanding(l, f); err != nil {
			return err
		}
	}
	return nil
}

// verifyStanding compares what a line's live entries say with the decision that stands.
func (v *verifier) verifyStanding(l *line, f Finding) error {
	if l.decisions == 0 {
		v.report.add(f.of(Misposted, "decision of a booked line", "in the book", "not there"))
		return nil
	}
	sum := l.amount
	settled := make(map[ledger.InvoiceNumber]money.Amount)
	named := money.New(0, l.amount.Currency())
	var order []ledger.Posting // one an item, in the order of the entries
	for _, p := range l.postings {
		var err error
		if sum, err = sum.Add(p.Amount); err != nil {
			return err
		}
		if p.Account == l.to {
			if named, err = named.Add(p.Amount); err != nil {
				return err
			}
		}
		if p.Invoice == "" {
			continue
		}
		if _, seen := settled[p.Invoice]; !seen {
			settled[p.Invoice] = money.New(0, p.Amount.Currency())
			order = append(order, p)
		}
		if settled[p.Invoice], err = settled[p.Invoice].Add(p.Amount); err != nil {
			return err
		}
	}
	if !sum.IsZero() {
		v.report.add(f.of(Misposted, "what stands against the line", "the line's amount", sum.String()+" more"))
	}
	if back, err := l.amount.Neg(); l.to != "" && (err != nil || named != back) {
		v.report.add(f.of(Misposted, "amount on account "+l.to, back.String(), named.String()))
	}
	return v.verifyAllocations(l, f, settled, order)
}

// verifyAllocations compares the allocations of the decision that stands with the
// postings on the customers' accounts.
func (v *verifier) verifyAllocations(l *line, f Finding, settled map[ledger.InvoiceNumber]money.Amount, order []ledger.Posting) error {
	for _, a := range l.allocations {
		want, err := a.Amount.Neg()
		if err != nil {
			return err
		}
		is, ok := settled[a.Invoice]
		if !ok {
			is = money.New(0, want.Currency())
		}
		if is != want {
			f.Item = a.Invoice
			v.report.add(f.of(Misposted, "amount posted to the item", written(want), written(is)))
		}
		delete(settled, a.Invoice)
	}
	for _, p := range order {
		f.Item = p.Invoice
		if is, left := settled[p.Invoice]; left && !is.IsZero() {
			v.report.add(f.of(Misposted, "amount posted to the item", "none: the decision does not name it", is.String()))
		}
		i := v.items[p.Invoice]
		if i == nil {
			v.report.add(f.of(Missing, "item of the posting", "in the book", "not there"))
		} else if p.Aux != i.Customer || p.Account != v.Chart[ledger.Receivable].Number {
			v.report.add(f.of(Misposted, "account of the posting to the item", "the customer's", "another"))
		}
	}
	return nil
}

// verifyLetters adds up the postings of each letter.
func (v *verifier) verifyLetters() error {
	v.report.Letters = len(v.letters.of)
	sums := make(map[lettered]money.Amount)
	for g, m := range v.letters.of {
		if err := addTo(sums, lettered{g.account, string(g.aux), m.code}, v.byItem[g]); err != nil {
			return err
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(sums), lettered.compare) {
		if sum := sums[k]; !sum.IsZero() {
			v.report.add(Finding{Kind: LetterUnbalanced, Account: k.account, Customer: ledger.CustomerID(k.aux), What: "sum of letter " + k.code, Should: "zero", Is: written(sum)})
		}
	}
	return nil
}

// lettered is a letter of a customer's account.
type lettered struct{ account, aux, code string }

func (l lettered) compare(m lettered) int {
	return cmp.Or(cmp.Compare(l.account, m.account), cmp.Compare(l.aux, m.aux), cmp.Compare(l.code, m.code))
}
