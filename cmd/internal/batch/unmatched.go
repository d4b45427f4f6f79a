package batch

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"lettrage/export/report"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
)

// topDebtors is how many customers the report names.
const topDebtors = 10

// WriteUnmatched writes what a person reads in the morning, as text, json or html.
func (b *Batch) WriteUnmatched(ctx context.Context, c ledger.Company, format string, colour bool, w io.Writer) error {
	if err := b.settled(ctx, c); err != nil {
		return err
	}
	var u report.Unmatched
	err := b.atOnce(ctx, c, func() (err error) {
		u, err = b.unmatched(ctx, c)
		return err
	})
	if err != nil {
		return err
	}
	switch format {
	case "text":
		return report.Text(w, u, report.TextOptions{Colour: colour})
	case "json":
		return report.JSON(w, u)
	case "html":
		return report.HTML(w, u)
	}
	return fmt.Errorf("format should be text, json or html")
}

// morning is what the report is made of.
type morning struct {
	company   ledger.Company
	today     ledger.Date
	lines     []ledger.Line // in booking order
	names     map[ledger.LineID]string
	decisions map[ledger.LineID]ledger.Decision
	accounts  []ledger.BankAccount
	taken     []ledger.Taken
	items     []ledger.OpenItem
	books     map[string]daySums // of each bank account in the chart, by the vouchers' days
}

func (b *Batch) unmatched(ctx context.Context, c ledger.Company) (report.Unmatched, error) {
	m, head, err := b.morning(ctx, c)
	if err != nil {
		return report.Unmatched{}, err
	}
	u := report.Unmatched{Company: c, Today: b.Today, Head: groups(head)}
	if u.Accounts, u.Findings, err = m.bankAccounts(); err != nil {
		return u, err
	}
	if u.Totals, err = m.totals(); err != nil {
		return u, err
	}
	u.Lines = m.reviews()
	u.Owed, err = m.owed()
	return u, err
}

func (b *Batch) morning(ctx context.Context, c ledger.Company) (*morning, ledger.Hash, error) {
	m := &morning{company: c, today: b.Today, books: make(map[string]daySums)}
	_, head, err := b.Store.Head(ctx, c.ID)
	if err != nil {
		return nil, head, err
	}
	if m.lines, m.names, err = b.namedLines(ctx, c, false); err != nil {
		return nil, head, err
	}
	if m.decisions, err = b.latest(ctx, c); err != nil {
		return nil, head, err
	}
	if m.accounts, err = b.Store.Accounts(ctx, c.ID); err != nil {
		return nil, head, err
	}
	if m.taken, err = b.Store.Taken(ctx, c.ID); err != nil {
		return nil, head, err
	}
	if m.items, err = b.Store.Items(ctx, c.ID, 0); err != nil {
		return nil, head, err
	}
	for _, a := range m.accounts {
		if m.books[a.Ledger], err = b.booked(ctx, c, a.Ledger); err != nil {
			return nil, head, err
		}
	}
	return m, head, nil
}

// booked sums up the entries of an account of the chart, by the days of their vouchers.
func (b *Batch) booked(ctx context.Context, c ledger.Company, account string) (daySums, error) {
	byDay := make(map[ledger.Date]int64)
	for e, err := range b.Store.Entries(ctx, c.ID, store.EntryFilter{}) {
		if err != nil {
			return nil, err
		}
		for _, p := range e.Postings {
			if p.Account == account {
				byDay[e.PieceDate] += p.Amount.Minor() // each one fits, and so does the bank's balance
			}
		}
	}
	sums := make(daySums, 0, len(byDay))
	for d, sum := range byDay {
		sums = append(sums, daySum{d, sum})
	}
	slices.SortFunc(sums, func(x, y daySum) int { return cmp.Compare(x.day, y.day) })
	for i := 1; i < len(sums); i++ {
		sums[i].sum += sums[i-1].sum
	}
	return sums, nil
}

// groups writes the beginning of a hash in groups that a person can compare.
func groups(h ledger.Hash) string {
	s := h.String()
	return strings.Join([]string{s[:4], s[4:8], s[8:12], s[12:16]}, " ")
}

// totals counts the lines by what became of them.
func (m *morning) totals() (t report.Totals, err error) {
	for _, l := range m.lines {
		d := m.decisions[l.ID]
		to := &t.Review
		switch {
		case l.Amount.Currency() != m.company.Currency: // told as a finding
			continue
		case d.Status == ledger.Review || d.Status == "":
		case d.By == ledger.Person:
			to = &t.Person
		case d.Status == ledger.Auto:
			to = &t.Auto
		default:
			to = &t.None
		}
		if err := count(&to.Lines, &to.In, &to.Out, l.Amount); err != nil {
			return t, err
		}
	}
	return t, nil
}

// count adds an amount to what came in or went out.
func count(lines *int, in, out *money.Amount, a money.Amount) error {
	*lines++
	abs, err := a.Abs()
	if err != nil {
		return err
	}
	for _, sum := range []*money.Amount{in, out} {
		if sum.Currency() == "" {
			*sum = money.New(0, a.Currency())
		}
	}
	to := in
	if a.Sign() < 0 {
		to = out
	}
	*to, err = to.Add(abs)
	return err
}

// reviews are the lines that wait for a person, in booking order.
func (m *morning) reviews() []report.Line {
	byID := make(map[ledger.AccountID]ledger.AccountRef)
	for _, a := range m.accounts {
		byID[a.ID] = a.Ref
	}
	item := lookup(m.items, func(i ledger.OpenItem) ledger.InvoiceNumber { return i.Number })
	var all []report.Line
	for _, l := range m.lines {
		d := m.decisions[l.ID]
		if d.Status != ledger.Review {
			continue
		}
		r := report.Line{ID: l.ID, Name: m.names[l.ID], Account: byID[l.Account], Date: l.Booked, Amount: l.Amount, Payer: l.Counterparty.Name, Texts: bankTexts(l), Reason: d.Reason}
		for _, e := range d.Candidates {
			r.Candidates = append(r.Candidates, candidate(e, item))
		}
		all = append(all, r)
	}
	return all
}

func candidate(e ledger.Explanation, item func(ledger.InvoiceNumber) (ledger.OpenItem, bool)) report.Candidate {
	c := report.Candidate{Class: e.Class, Share: e.Share, Difference: e.Difference, Evidence: slices.Clone(e.Evidence)}
	slices.SortStableFunc(c.Evidence, func(x, y ledger.Evidence) int { return cmp.Compare(y.MBits, x.MBits) })
	for _, a := range e.Allocations {
		i, _ := item(a.Invoice)
		c.Items = append(c.Items, report.Item{Invoice: a.Invoice, Customer: i.CustomerName, Issued: i.Issued, Amount: a.Amount, Open: i.Open})
	}
	return c
}

// bankTexts are the texts of a line that hold anything, under the names by which evidence points to them.
func bankTexts(l ledger.Line) (texts []report.BankText) {
	for _, f := range words.Fields(l) {
		if name := string(f); !strings.HasPrefix(name, string(ledger.InName)) && !strings.HasPrefix(name, string(ledger.InAccount)) { // they have places of their own
			texts = append(texts, report.BankText{Field: f, Text: words.Text(l, f)})
		}
	}
	return texts
}

// owed is what customers owe, credit notes taken off.
func (m *morning) owed() (report.Owed, error) {
	zero := money.New(0, m.company.Currency)
	o := report.Owed{Open: zero, Overdue: zero}
	byCustomer := make(map[ledger.CustomerID]*report.Debtor)
	for _, i := range m.items {
		if i.Open.IsZero() || i.Open.Currency() != m.company.Currency {
			continue
		}
		d := byCustomer[i.Customer]
		if d == nil {
			d = &report.Debtor{ID: i.Customer, Name: i.CustomerName, Open: zero, Overdue: zero}
			byCustomer[i.Customer] = d
		}
		if err := owes(d, i, m.today); err != nil {
			return o, err
		}
	}
	for _, d := range byCustomer {
		var err error
		if o.Open, err = o.Open.Add(d.Open); err != nil {
			return o, err
		}
		if o.Overdue, err = o.Overdue.Add(d.Overdue); err != nil {
			return o, err
		}
		o.Items += d.Items
		o.Customers++
		o.Top = append(o.Top, *d)
	}
	slices.SortFunc(o.Top, func(x, y report.Debtor) int {
		return cmp.Or(cmp.Compare(y.Open.Minor(), x.Open.Minor()), cmp.Compare(x.ID, y.ID))
	})
	o.Top = o.Top[:min(len(o.Top), topDebtors)]
	return o, nil
}

// owes adds an open item to what its customer owes.
func owes(d *report.Debtor, i ledger.OpenItem, today ledger.Date) (err error) {
	if d.Open, err = d.Open.Add(i.Open); err != nil {
		return err
	}
	d.Items++
	if i.Due == 0 || i.Open.Sign() < 0 {
		return nil
	}
	if d.Since == 0 || i.Due < d.Since {
		d.Since = i.Due
	}
	if i.Due < today {
		d.Overdue, err = d.Overdue.Add(i.Open)
	}
	return err
}
