package batch

import (
	"lettrage/export/report"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// bankAccounts says what came and went on each bank account and whether the books
// agree with the bank, and lists what is wrong with its statements.
func (m *morning) bankAccounts() (accounts []report.Account, findings []report.Finding, err error) {
	var unproven []report.Finding
	for _, a := range m.accounts {
		lines, taken := m.of(a.ID)
		if len(lines) == 0 && len(taken) == 0 {
			continue
		}
		r, err := m.account(a, lines, taken)
		if err != nil {
			return nil, nil, err
		}
		accounts = append(accounts, r)
		wrong, err := m.findings(a, r, lines, taken)
		if err != nil {
			return nil, nil, err
		}
		findings = append(findings, wrong...)
		if r.Proof == report.Unproven {
			unproven = append(unproven, report.Finding{Kind: report.NoBalance, Account: a.Ref})
		}
	}
	return accounts, append(findings, unproven...), nil
}

// of returns the lines and statements of an account.
func (m *morning) of(id ledger.AccountID) (lines []ledger.Line, taken []ledger.Taken) {
	for _, l := range m.lines {
		if l.Account == id {
			lines = append(lines, l)
		}
	}
	for _, t := range m.taken {
		if t.Account == id {
			taken = append(taken, t)
		}
	}
	return lines, taken
}

func (m *morning) account(a ledger.BankAccount, lines []ledger.Line, taken []ledger.Taken) (report.Account, error) {
	zero := money.New(0, a.Currency)
	r := report.Account{Ref: a.Ref, Ledger: a.Ledger, In: zero, Out: zero, Proof: report.Unproven}
	for _, l := range lines {
		if err := count(&r.Lines, &r.In, &r.Out, l.Amount); err != nil {
			return r, err
		}
	}
	if len(lines) > 0 {
		r.Period = ledger.Period{From: lines[0].Booked, To: lines[len(lines)-1].Booked}
	}
	for _, t := range taken {
		if t.Opening != nil && (r.Opening == nil || t.Opening.Date < r.Opening.Date) {
			r.Opening = t.Opening
		}
	}
	stated := closings(taken, a.ID)
	if len(stated) == 0 {
		return r, nil
	}
	r.Closing = &stated[len(stated)-1]
	if a.Currency != m.company.Currency {
		return r, nil // not booked, and told as a finding
	}
	r.Proof = report.Proven
	for _, s := range stated {
		if books := m.books[a.Ledger].until(s.Date); books != s.Amount.Minor() {
			r.Proof, r.Mismatch = report.Differs, money.New(books-s.Amount.Minor(), a.Currency)
		}
	}
	return r, nil
}

// findings are what is wrong with an account's data, worst first.
func (m *morning) findings(a ledger.BankAccount, r report.Account, lines []ledger.Line, taken []ledger.Taken) ([]report.Finding, error) {
	var found []report.Finding
	if r.Proof == report.Differs {
		found = append(found, report.Finding{Kind: report.BooksDiffer, Account: a.Ref, Amount: r.Mismatch})
	}
	for _, t := range taken {
		diff, ok, err := t.AddUp()
		if err != nil {
			return nil, err
		}
		if ok && !diff.IsZero() {
			found = append(found, report.Finding{Kind: report.DoesNotAddUp, Account: a.Ref, Amount: diff,
				Period: ledger.Period{From: t.Opening.Date, To: t.Closing.Date}})
		}
	}
	breaks, err := gaps(taken, lines)
	if err != nil {
		return nil, err
	}
	for _, g := range breaks {
		found = append(found, report.Finding{Kind: report.DoesNotContinue, Account: a.Ref, Amount: g.missing,
			Period: ledger.Period{From: g.after + 1, To: max(g.after+1, g.statement.Opening.Date)}})
	}
	held := 0
	for _, l := range lines {
		if l.Held && m.decisions[l.ID].Status == ledger.Review {
			held++
		}
	}
	if held > 0 {
		found = append(found, report.Finding{Kind: report.HeldLines, Account: a.Ref, Count: held})
	}
	if a.Currency != m.company.Currency && len(lines) > 0 {
		found = append(found, report.Finding{Kind: report.ForeignLines, Account: a.Ref, Count: len(lines)})
	}
	return found, nil
}
