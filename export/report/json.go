package report

import (
	"encoding/json"
	"fmt"
	"io"

	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// JSON writes the report as one object. Amounts are decimal texts, shares decimal
// fractions, days YYYY-MM-DD; every code stands beside its French words. Its keys
// are read by other programs: they are only added to.
func JSON(w io.Writer, u Unmatched) error { return writeObject(w, newObject(u)) }

// writeObject writes a report for programs.
func writeObject(w io.Writer, o any) error {
	text, err := json.MarshalIndent(o, "", " ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(export.SafeJSON(text), '\n'))
	return err
}

type object struct {
	Company  string          `json:"company"`
	Today    ledger.Date     `json:"today"`
	From     ledger.Date     `json:"from"`
	To       ledger.Date     `json:"to"`
	Findings []findingObject `json:"findings"`
	Totals   []countObject   `json:"totals"`
	Accounts []accountObject `json:"accounts"`
	Lines    []lineObject    `json:"lines"`
	Owed     owedObject      `json:"owed"`
	Head     string          `json:"head,omitempty"`
}

type findingObject struct {
	Kind    FindingKind `json:"kind"`
	Words   string      `json:"words"`
	Account string      `json:"account,omitempty"`
	From    ledger.Date `json:"from"`
	To      ledger.Date `json:"to"`
	Amount  string      `json:"amount,omitempty"`
	Count   int         `json:"count,omitempty"`
}

type countObject struct {
	Status string `json:"status"`
	Lines  int    `json:"lines"`
	In     string `json:"in"`
	Out    string `json:"out"`
}

type accountObject struct {
	Account  string         `json:"account"`
	Ledger   string         `json:"ledger"`
	From     ledger.Date    `json:"from"`
	To       ledger.Date    `json:"to"`
	Opening  *balanceObject `json:"opening"`
	Closing  *balanceObject `json:"closing"`
	Lines    int            `json:"lines"`
	In       string         `json:"in"`
	Out      string         `json:"out"`
	Proof    Proof          `json:"proof"`
	Mismatch string         `json:"mismatch,omitempty"`
}

type balanceObject struct {
	Date   ledger.Date `json:"date"`
	Amount string      `json:"amount"`
}

type lineObject struct {
	ID         ledger.LineID     `json:"id"`
	Name       string            `json:"line_id"`
	Account    string            `json:"account"`
	Date       ledger.Date       `json:"date"`
	Amount     string            `json:"amount"`
	Payer      string            `json:"payer"`
	Texts      []textObject      `json:"texts"`
	Reason     ledger.Reason     `json:"reason"`
	Words      string            `json:"words"`
	Candidates []candidateObject `json:"candidates"`
}

type textObject struct {
	Field ledger.Field `json:"field"`
	Text  string       `json:"text"`
}

type candidateObject struct {
	Kind        ledger.Class      `json:"kind"`
	Probability json.Number       `json:"probability"`
	Items       []itemObject      `json:"items"`
	Difference  *differenceObject `json:"difference"`
	Evidence    []evidenceObject  `json:"evidence"`
}

type itemObject struct {
	Invoice  ledger.InvoiceNumber `json:"invoice"`
	Customer string               `json:"customer"`
	Issued   ledger.Date          `json:"issued"`
	Amount   string               `json:"amount"`
	Open     string               `json:"open"`
}

type differenceObject struct {
	Kind   ledger.DifferenceKind `json:"kind"`
	Amount string                `json:"amount"`
}

type evidenceObject struct {
	ledger.Evidence
	Words string `json:"words"`
}

type owedObject struct {
	Open      string         `json:"open"`
	Overdue   string         `json:"overdue"`
	Items     int            `json:"items"`
	Customers int            `json:"customers"`
	Top       []debtorObject `json:"top"`
}

type debtorObject struct {
	ID      ledger.CustomerID `json:"id"`
	Name    string            `json:"name"`
	Open    string            `json:"open"`
	Overdue string            `json:"overdue"`
	Items   int               `json:"items"`
	Since   ledger.Date       `json:"since"`
}

func newObject(u Unmatched) object {
	o := object{Company: u.Company.Name, Today: u.Today, From: u.Period.From, To: u.Period.To, Head: u.Head,
		Findings: each(u.Findings, newFinding), Accounts: each(u.Accounts, newAccount), Lines: each(u.Lines, newLine),
		Owed: owedObject{Open: plain(u.Owed.Open), Overdue: plain(u.Owed.Overdue), Items: u.Owed.Items, Customers: u.Owed.Customers, Top: each(u.Owed.Top, newDebtor)}}
	for _, r := range u.Totals.rows() {
		o.Totals = append(o.Totals, countObject{r.Key, r.Lines, plain(r.In), plain(r.Out)})
	}
	return o
}

// each converts a list; the list of nothing is [] and never null.
func each[A, B any](from []A, convert func(A) B) []B {
	to := make([]B, len(from))
	for i, a := range from {
		to[i] = convert(a)
	}
	return to
}

// plain writes an amount for programs; an amount of no currency is zero euros.
func plain(a money.Amount) string {
	if a.Currency() == "" {
		a = money.New(a.Minor(), money.EUR)
	}
	return a.String()
}

func newFinding(f Finding) findingObject {
	o := findingObject{Kind: f.Kind, Words: findingOf(f), From: f.Period.From, To: f.Period.To, Count: f.Count}
	if !f.Account.IsZero() {
		o.Account = masked(f.Account)
	}
	if !f.Amount.IsZero() {
		o.Amount = plain(f.Amount)
	}
	return o
}

func newAccount(a Account) accountObject {
	o := accountObject{Account: masked(a.Ref), Ledger: a.Ledger, From: a.Period.From, To: a.Period.To, Lines: a.Lines,
		Opening: newBalance(a.Opening), Closing: newBalance(a.Closing), In: plain(a.In), Out: plain(a.Out), Proof: a.Proof}
	if a.Proof == Differs {
		o.Mismatch = plain(a.Mismatch)
	}
	return o
}

func newBalance(b *ledger.Balance) *balanceObject {
	if b == nil {
		return nil
	}
	return &balanceObject{b.Date, plain(b.Amount)}
}

func newLine(l Line) lineObject {
	return lineObject{ID: l.ID, Name: l.Name, Account: masked(l.Account), Date: l.Date, Amount: plain(l.Amount), Payer: l.Payer,
		Texts: each(l.Texts, func(t BankText) textObject { return textObject(t) }), Reason: l.Reason, Words: words.French.Reason(l.Reason).Why,
		Candidates: each(l.Candidates, newCandidate)}
}

func newCandidate(c Candidate) candidateObject {
	share := max(0, min(c.Share, 1_000_000))
	o := candidateObject{Kind: c.Class, Probability: json.Number(fmt.Sprintf("%d.%06d", share/1_000_000, share%1_000_000)),
		Items:    each(c.Items, newItem),
		Evidence: each(c.Evidence, func(e ledger.Evidence) evidenceObject { return evidenceObject{e, words.French.Evidence(e)} })}
	if c.Difference.Kind != ledger.NoDifference {
		o.Difference = &differenceObject{c.Difference.Kind, plain(c.Difference.Amount)}
	}
	return o
}

func newItem(i Item) itemObject {
	return itemObject{i.Invoice, i.Customer, i.Issued, plain(i.Amount), plain(i.Open)}
}

func newDebtor(d Debtor) debtorObject {
	return debtorObject{d.ID, d.Name, plain(d.Open), plain(d.Overdue), d.Items, d.Since}
}
