package journal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Poster knows the posting rules of a company and what they look up.
type Poster struct {
	Company  ledger.Company
	Chart    ledger.Chart
	Account  func(ledger.AccountID) (ledger.BankAccount, bool)
	Customer func(ledger.CustomerID) (ledger.Customer, bool)
	Invoice  func(ledger.InvoiceNumber) (ledger.Invoice, bool)
}

// Line returns the bank entry of a line under a decision, dated its booking day.
func (p Poster) Line(l ledger.Line, d ledger.Decision) (ledger.Entry, error) {
	return p.bankEntry(l, d, l.Booked)
}

// Rebook returns the fresh bank entry of a line whose first one was mirrored, dated
// the day of the decision. Its voucher's date stays the bank's booking day.
func (p Poster) Rebook(l ledger.Line, d ledger.Decision, today ledger.Date) (ledger.Entry, error) {
	return p.bankEntry(l, d, today)
}

func (p Poster) bankEntry(l ledger.Line, d ledger.Decision, date ledger.Date) (ledger.Entry, error) {
	account, ok := p.Account(l.Account)
	if !ok {
		return ledger.Entry{}, ledger.Errorf(ledger.NotFound, "account", "the line's bank account is not in the book")
	}
	others, err := p.counterparts(l, d)
	if err != nil {
		return ledger.Entry{}, err
	}
	bank := ledger.Posting{Account: account.Ledger, AccountName: p.Chart[ledger.Bank].Name, Amount: l.Amount}
	draft := p.draft(l, d, ledger.BankJournal, date)
	draft.Postings = append([]ledger.Posting{bank}, others...)
	return ledger.NewEntry(draft)
}

// Reclass returns the entry by which a line that stands in the suspense account
// leaves it: journal OD, dated the day of the decision.
func (p Poster) Reclass(l ledger.Line, d ledger.Decision, today ledger.Date) (ledger.Entry, error) {
	others, err := p.counterparts(l, d)
	if err != nil {
		return ledger.Entry{}, err
	}
	draft := p.draft(l, d, ledger.GeneralJournal, today)
	draft.Postings = append([]ledger.Posting{p.posting(ledger.Suspense, l.Amount)}, others...)
	return ledger.NewEntry(draft)
}

// Mirror returns the reversal of an entry (contre-passation), dated today.
func (p Poster) Mirror(e ledger.Entry, today ledger.Date) (ledger.Entry, error) {
	draft := e.EntryDraft
	draft.Date, draft.Reverses = today, e.Number
	draft.Label = clean("Contre-passation " + e.Number.String() + " " + e.Label)
	draft.Postings = make([]ledger.Posting, len(e.Postings))
	for i, post := range e.Postings {
		var err error
		if post.Amount, err = post.Amount.Neg(); err != nil {
			return ledger.Entry{}, err
		}
		post.Letter, post.LetterDate = "", 0
		draft.Postings[i] = post
	}
	return ledger.NewEntry(draft)
}

// Redecide returns the entries that follow when a line whose standing entries are
// live gets the decision d: none when it is booked so already; a reclass when it
// stands in the suspense account; else a mirror of what stands and a fresh bank
// entry. A line without entries, a held duplicate, is booked on its own day.
func (p Poster) Redecide(l ledger.Line, live []ledger.Entry, d ledger.Decision, today ledger.Date) ([]ledger.Entry, error) {
	if len(live) == 0 {
		e, err := p.Line(l, d)
		if err != nil {
			return nil, err
		}
		return []ledger.Entry{e}, nil
	}
	want, err := p.counterparts(l, d)
	if err != nil || alike(p.standing(live), want) {
		return nil, err
	}
	var entries []ledger.Entry
	bankWaits := slices.ContainsFunc(live, p.waits)
	for _, e := range live {
		if bankWaits && e.Journal == ledger.BankJournal {
			continue
		}
		mirror, err := p.Mirror(e, today)
		if err != nil {
			return nil, err
		}
		entries = append(entries, mirror)
	}
	if bankWaits && len(want) == 1 && want[0].Account == p.Chart[ledger.Suspense].Number {
		return entries, nil // the mirror of the reclass has put it back
	}
	fresh, err := p.fresh(l, d, today, bankWaits)
	if err != nil {
		return nil, err
	}
	return append(entries, fresh), nil
}

// fresh returns the entry that says anew what a line is: a reclass when its bank entry waits in the suspense account.
func (p Poster) fresh(l ledger.Line, d ledger.Decision, today ledger.Date, bankWaits bool) (ledger.Entry, error) {
	if bankWaits {
		return p.Reclass(l, d, today)
	}
	return p.Rebook(l, d, today)
}

// waits reports whether a bank entry put its line to the suspense account.
func (p Poster) waits(e ledger.Entry) bool {
	return e.Journal == ledger.BankJournal && len(e.Postings) == 2 && e.Postings[1].Account == p.Chart[ledger.Suspense].Number
}

// target is where a counterpart stands.
type target struct {
	account string
	aux     ledger.CustomerID
	invoice ledger.InvoiceNumber
}

// standing sums up what live entries say of a line, the bank's own account left out.
func (p Poster) standing(live []ledger.Entry) []ledger.Posting {
	sums := make(map[target]money.Amount)
	var order []ledger.Posting
	bank := p.Chart[ledger.Bank].Number
	for _, e := range live {
		for i, post := range e.Postings {
			if i == 0 && e.Journal == ledger.BankJournal && strings.HasPrefix(post.Account, bank) {
				continue
			}
			t := target{post.Account, post.Aux, post.Invoice}
			before, seen := sums[t]
			if !seen {
				order, before = append(order, post), money.New(0, post.Amount.Currency())
			}
			sums[t], _ = before.Add(post.Amount) // amounts of one line cannot overflow
		}
	}
	var left []ledger.Posting
	for _, post := range order {
		if post.Amount = sums[target{post.Account, post.Aux, post.Invoice}]; !post.Amount.IsZero() {
			left = append(left, post)
		}
	}
	return left
}

func alike(a, b []ledger.Posting) bool {
	if len(a) != len(b) {
		return false
	}
	sums := make(map[target]money.Amount, len(a))
	for _, post := range a {
		sums[target{post.Account, post.Aux, post.Invoice}] = post.Amount
	}
	for _, post := range b {
		if sums[target{post.Account, post.Aux, post.Invoice}] != post.Amount {
			return false
		}
	}
	return true
}

// draft is what all entries of a line have in common.
func (p Poster) draft(l ledger.Line, d ledger.Decision, j ledger.Journal, date ledger.Date) ledger.EntryDraft {
	piece := l.BankID
	if piece == "" {
		piece = string(l.ID)
	}
	return ledger.EntryDraft{Journal: j, Date: date, Piece: piece, PieceDate: l.Booked, Label: label(l), Salt: l.Salt, Line: l.ID, Decision: d.ID}
}

// label is the bank's own words, else the payer and what was passed on.
func label(l ledger.Line) string {
	text := l.Label
	if text == "" {
		text = l.Counterparty.Name + " " + l.Remittance
	}
	if text = clean(text); text == "" {
		return "Opération bancaire"
	}
	return text
}

// maxLabel is how many characters of the bank's words an entry keeps; the line has all of them.
const maxLabel = 120

// clean makes a text fit for one field of any file: printable, on one line, without
// the separators of the FEC, single blanks, bounded.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '|' || unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError || !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxLabel {
		return strings.TrimSpace(string(r[:maxLabel]))
	}
	return s
}
