package csv

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// what a row is.
type what int8

const (
	nothing what = iota // blank, a header again
	total               // a total of what stands above
	voided              // what never came to be
	moved               // a line of the statement
	waiting             // a line that the bank has not booked
	opens               // the balance before the first line
	closes              // the balance after the last
	below               // a line below the table
	sums                // what the columns of amounts sum up to
	remark              // neither a day nor an amount, or no amount, in a file that is guessed
)

// movement is what a row says.
type movement struct {
	what    what
	account ledger.AccountRef
	ledger.Transaction
	balance *money.Amount // after the line; of opens and closes the balance itself
	in, out money.Amount  // of sums: those of both columns; out is positive
}

// reading turns rows into movements, and gathers what is wrong with them.
type reading struct {
	*plan
	limits importer.Limits
	heads  heads
	days   [2]struct { // the last booking day and value day that were read: many rows have the same
		text string
		day  ledger.Date
	}
	sends bool              // the movements are sent: their kind is wanted
	last  string            // what the last row had in the column of our account,
	ref   ledger.AccountRef // and which one it is: nearly all rows have the same
	same  string            // what the first row has in the column that may not change
	rows  int               // movements so far
	seen  seen
	errs  importer.Errors
}

// errEnough ends the reading of a file with more errors than anybody reads.
var errEnough = errors.New("too many errors")

// bad notes an error of a row.
func (rd *reading) bad(r *row, kind importer.Kind, at role, msg, hint string, err error) {
	if len(rd.errs) < importer.MaxErrors {
		rd.errs = append(rd.errs, &importer.Error{Kind: kind, Line: r.Line, Field: rd.field(at), Msg: msg, Hint: cmp.Or(hint, "export the file anew; if it is the same, put the row right"), Err: err})
	}
}

// movement reads a row. Errors are noted in errs.
func (rd *reading) movement(r *row) movement {
	m := movement{what: rd.sort(r)}
	switch m.what {
	case moved:
	case opens, closes:
		rd.balanceRow(r, &m)
		return m
	case sums:
		rd.sumsRow(r, &m)
		return m
	case waiting:
		m.Booked, _ = parseDay(r.Date, rd.dates)
		return m
	default:
		return m
	}
	if r.Shifted {
		rd.errs = append(rd.errs, &importer.Error{Kind: importer.Malformed, Line: r.Line, Msg: "should have as many cells as the header", Hint: "a text with a separator or a quote in it should stand in quotes, its own doubled"})
		return m
	}
	if r.Watch != "" {
		rd.bad(r, importer.Malformed, watchRole, "says that the row is no movement", "", nil)
	}
	rd.texts(r, &m)
	cur := rd.currencyOf(r)
	m.Booked = rd.day(r, dateRole, r.Date, true)
	m.Value = rd.day(r, valueRole, r.Value, false)
	m.account = rd.account(r)
	if cur == "" {
		return m
	}
	m.Amount = rd.amount(r, cur)
	m.Counterparty.Name = cmp.Or(otherSide(r, m.Amount.Sign()), m.Counterparty.Name)
	if r.Balance != "" {
		b := rd.money(r, balanceRole, r.Balance, cur)
		m.balance = &b
	}
	if r.Charges != "" {
		c := rd.money(r, chargesRole, r.Charges, cur)
		if c, err := c.Abs(); err == nil && !c.IsZero() {
			m.Charges = &c
		}
	}
	if rd.rows++; rd.rows == 1 {
		rd.same = r.Same
	} else if rd.same != r.Same {
		rd.bad(r, importer.Inconsistent, sameRole, "should be the same in all rows", "export one account at a time", nil)
	}
	if rd.sends {
		m.Kind, m.Cheque = rd.kind(m.Transaction)
		rd.apart(&m.Transaction)
		importer.ReadCardDay(&m.Transaction)
	}
	return m
}

// account returns our account: that of the row, else that of the lines above the table.
func (rd *reading) account(r *row) ledger.AccountRef {
	if r.Account != rd.last {
		rd.last, rd.ref = r.Account, account(r.Account)
		rd.seen.mistyped(rd.ref.Other, r.Line)
	}
	if rd.ref.IsZero() {
		return rd.top.account
	}
	return rd.ref
}

// sort tells what kind of row it is before anything in it is read.
func (rd *reading) sort(r *row) what {
	if r.Blank {
		return nothing
	}
	for _, re := range rd.footer {
		if re.MatchString(r.Text) {
			return below
		}
	}
	if rd.isHeader(r) {
		return nothing
	}
	if rd.has(statusRole) {
		switch st := rd.status[fold(r.Status)]; {
		case st == pending && rd.pendingMoves:
		case st == pending:
			return waiting
		case st == void:
			return voided
		case st == booked:
		default:
			rd.bad(r, importer.Malformed, statusRole, "should be a status that the profile knows", "add the word to the profile", nil)
		}
	}
	if rd.status[word(r.Date)] == pending {
		return waiting
	}
	label := ""
	if r.Label == "" {
		label = word(r.Date)
	} else if rd.heads.may(r.Label) {
		label = fold(r.Label[:min(len(r.Label), maxGrammar)])
	} else if r.Date != "" || r.Value != "" {
		return rd.remarkOr(r)
	}
	switch {
	case rd.lenient() && isRemark(r) && r.Balance == "" && (begins(label, rd.opening) || begins(label, rd.closing)):
		return remark
	case begins(label, rd.opening):
		return opens
	case begins(label, rd.closing):
		return closes
	case begins(label, rd.totals):
		return total
	case r.Date == "" && r.Value == "" && (r.Label == "" && label == "" || label == "total" || label == "totals" || label == "summe") && r.Amount+r.Debit+r.Credit != "" && !(rd.lenient() && isRemark(r)):
		return sums
	}
	return rd.remarkOr(r)
}

// remarkOr is a remark in a file that is guessed, if the row has no amount, else a movement.
func (rd *reading) remarkOr(r *row) what {
	if rd.lenient() && isRemark(r) && (!r.Open || lettered(r.Date)) { // what has a day and no line end may be cut
		return remark
	}
	return moved
}

// heads are the first letters of labels of rows that may be no movements.
type heads [26]bool

// headsOf lists those of the plan's words.
func headsOf(p *plan) (h heads) {
	for _, words := range [][]string{p.opening, p.closing, p.totals, {"total", "summe"}} {
		for _, w := range words {
			if c := w[0] - 'a'; c < 26 {
				h[c] = true
			}
		}
	}
	return h
}

// may reports whether a label has to be looked at.
func (h *heads) may(label string) bool {
	c := label[0] | 0x20
	return c < 'a' || c > 'z' || h[c-'a']
}

// word folds a cell that should be a day and is a word.
func word(cell string) string {
	if !lettered(cell) {
		return ""
	}
	return fold(cell)
}

// isRemark reports whether a row has no amount, and words at most where one should be.
func isRemark(r *row) bool {
	for _, cell := range []string{r.Amount, r.Debit, r.Credit} {
		if cell != "" && (!lettered(cell) || isNumber(cell)) { // CHF 12.40
			return false
		}
	}
	return true
}

// lettered reports whether a cell cannot be meant as a number or a day.
func lettered(cell string) bool {
	return cell == "" || strings.IndexByte("0123456789+-(.,$", cell[0]) < 0 && strings.TrimLeft(cell, "€£−") == cell
}

// isHeader reports whether the header stands there again, as at the top of a page.
func (rd *reading) isHeader(r *row) bool {
	cols := rd.at(dateRole)
	return cols[0] < len(rd.header) && r.Date != "" && r.Date == clean(rd.header[cols[0]])
}

func begins(label string, words []string) bool {
	for _, w := range words {
		if beginsWith(label, w) {
			return true
		}
	}
	return false
}

func beginsWith(label, words string) bool {
	return strings.HasPrefix(label, words) && (len(label) == len(words) || label[len(words)] == ' ')
}

// texts takes over what is no day and no amount.
func (rd *reading) texts(r *row, m *movement) {
	var later string // which of the two it is, the amount says
	for _, t := range []struct {
		at   role
		from string
		to   *string
	}{
		{referenceRole, r.Reference, &m.BankID}, {labelRole, r.Label, &m.Label}, {codeRole, r.Code, &m.Code},
		{remittanceRole, r.Remittance, &m.Remittance}, {payerRole, r.Payer, &later}, {payeeRole, r.Payee, &later}, {nameRole, r.Name, &m.Counterparty.Name}, {partyRole, r.Party, &m.Counterparty.Account},
		{endToEndRole, r.EndToEnd, &m.EndToEndID}, {mandateRole, r.Mandate, &m.MandateID}, {chequeRole, r.Cheque, &m.Payment.Cheque},
	} {
		if len(t.from) > rd.limits.FieldBytes {
			e := tooLong(r.Line, rd.field(t.at), "a text", rd.limits.FieldBytes, "FieldBytes")
			rd.errs = append(rd.errs, e)
			continue
		}
		*t.to = t.from
	}
	if m.Counterparty.Account = strings.Trim(m.Counterparty.Account, "'"); m.Counterparty.Account != "" {
		if iban, err := ledger.ParseIBAN(m.Counterparty.Account); err == nil {
			m.Counterparty.Account = string(iban)
		} else {
			rd.seen.mistyped(m.Counterparty.Account, r.Line)
		}
	}
	if m.EndToEndID != "" && none[fold(m.EndToEndID)] {
		m.EndToEndID = ""
	}
	m.Line = r.Line
}

// otherSide is who stands on the other side of an amount with this sign, where two columns have both sides.
func otherSide(r *row, sign int) string {
	if sign < 0 {
		return r.Payee
	}
	return r.Payer
}

// none are the words with which banks say that there is no end-to-end identifier.
var none = map[string]bool{"notprovided": true, "not provided": true, "nonref": true, "none": true}

// day reads a day.
func (rd *reading) day(r *row, at role, text string, must bool) ledger.Date {
	if text == "" {
		if must {
			rd.bad(r, importer.Missing, at, "should be a day", "", nil)
		}
		return 0
	}
	last := &rd.days[0]
	if !must {
		last = &rd.days[1]
	}
	if last.text == text {
		return last.day
	}
	d, err := parseDay(text, rd.dates)
	if err == nil {
		last.text, last.day = text, d
	}
	if err != nil {
		rd.bad(r, importer.Malformed, at, "should be a day like "+rd.dates[0].String(), "", nil)
	}
	return d
}

// currencyOf returns the currency of a row.
func (rd *reading) currencyOf(r *row) money.Currency {
	if r.Currency != "" {
		c := currencyOf(r.Currency)
		switch {
		case c == "":
			rd.bad(r, importer.Malformed, currencyRole, "should be an ISO 4217 currency code, like EUR", "", nil)
		case rd.currencyNamed && c != rd.currency:
			rd.bad(r, importer.Inconsistent, currencyRole, "should be "+string(rd.currency)+", as the header of the amounts says", "write a profile that takes one of the two columns", nil)
		}
		return c
	}
	if rd.has(currencyRole) && rd.currency == "" && rd.top.currency == "" {
		rd.bad(r, importer.Missing, currencyRole, "should be an ISO 4217 currency code, like EUR", "", nil)
		return ""
	}
	if rd.top.currency != "" {
		return rd.top.currency
	}
	return rd.currency
}

// money reads one amount.
func (rd *reading) money(r *row, at role, text string, cur money.Currency) money.Amount {
	rd.seen.note(text, rd.style, cur, at == amountRole || at == debitRole || at == creditRole)
	a, err := rd.style.parse(text, cur)
	if errors.Is(err, money.ErrRange) || err == nil && (a.Minor() > ledger.MaxAmount || a.Minor() < -ledger.MaxAmount) {
		rd.bad(r, importer.TooLarge, at, fmt.Sprintf("is over the limit MaxAmount of %d minor units", int64(ledger.MaxAmount)), "", nil)
		return money.New(0, cur)
	}
	if err != nil {
		if errors.Is(err, money.ErrSyntax) {
			err = nil // it says the same
		}
		rd.bad(r, importer.Malformed, at, "should be an amount like 1234"+string(rune(rd.style.decimal))+"56", "", err)
		return money.New(0, cur)
	}
	return a
}

// amount reads what moved, from one signed column, from one with a word for the
// side, or from two. A file that has both must say the same twice.
func (rd *reading) amount(r *row, cur money.Currency) money.Amount {
	single := rd.has(amountRole) && r.Amount != ""
	double := r.Debit != "" || r.Credit != ""
	switch {
	case single && double:
		a, b := rd.single(r, cur), rd.double(r, cur)
		if a != b {
			rd.bad(r, importer.Inconsistent, amountRole, "should be what the columns of debit and credit have", "", nil)
		}
		return a
	case single:
		return rd.single(r, cur)
	case double:
		return rd.double(r, cur)
	}
	at := amountRole
	if !rd.has(at) {
		at = debitRole
	}
	rd.bad(r, importer.Missing, at, "should have an amount", "", nil)
	return money.New(0, cur)
}

// single reads the column with the amount, and takes a fee off it.
func (rd *reading) single(r *row, cur money.Currency) money.Amount {
	a := rd.money(r, amountRole, r.Amount, cur)
	var err error
	if rd.has(sideRole) {
		sign, ok := rd.side(r)
		if !ok {
			rd.bad(r, importer.Malformed, sideRole, "should say whether the amount is money in or out", "", nil)
		}
		rd.seen.sided(a.Sign(), sign)
		if a, err = a.Abs(); err == nil && sign < 0 {
			a, err = a.Neg()
		}
	} else if rd.inverted {
		a, err = a.Neg()
	}
	if sign := rd.sides[side(r.Mark)]; sign != 0 {
		rd.seen.said(a.Sign(), sign, r.Line)
	}
	if err == nil && r.Fee != "" {
		fee := rd.money(r, feeRole, r.Fee, cur)
		if fee, err = fee.Abs(); err == nil {
			a, err = a.Sub(fee)
		}
	}
	if err != nil {
		rd.bad(r, importer.Malformed, amountRole, "should be an amount", "", err)
	}
	return a
}

// side reads the word for the side of an amount.
func (rd *reading) side(r *row) (sign int, ok bool) {
	if rd.blankSide != 0 && r.Side == "" {
		return rd.blankSide, true
	}
	sign, ok = rd.sides[side(r.Side)]
	return sign, ok && sign != rd.blankSide
}

// double reads the columns of debit and credit. A debit is money out whatever its
// sign: banks write it either way. A credit with a minus is not understood.
func (rd *reading) double(r *row, cur money.Currency) money.Amount {
	out, in := money.New(0, cur), money.New(0, cur)
	if r.Debit != "" {
		out = rd.money(r, debitRole, r.Debit, cur)
	}
	if r.Credit != "" {
		in = rd.money(r, creditRole, r.Credit, cur)
	}
	if !out.IsZero() && !in.IsZero() {
		rd.bad(r, importer.Inconsistent, debitRole, "should be empty where there is a credit", "", nil)
	}
	if in.Sign() < 0 {
		rd.bad(r, importer.Malformed, creditRole, "should have no minus", "", nil)
	}
	if out.Sign() > 0 {
		out, _ = out.Neg() // a positive amount has a negative
	}
	if in.IsZero() {
		return out
	}
	return in
}

// balanceRow reads a balance that stands in the table as a row.
func (rd *reading) balanceRow(r *row, m *movement) {
	cur := rd.currencyOf(r)
	if cur == "" {
		return
	}
	m.account = rd.account(r)
	m.Booked, _ = parseDay(r.Date, rd.dates)
	var b money.Amount
	switch {
	case r.Balance != "":
		b = rd.money(r, balanceRole, r.Balance, cur)
	default:
		b = rd.amount(r, cur)
	}
	m.Amount, m.balance = b, &b
}

// sumsRow reads a row without a day and a label: check compares it with the sums of
// the rows above it.
func (rd *reading) sumsRow(r *row, m *movement) {
	cur := rd.currencyOf(r)
	if cur == "" {
		return
	}
	m.account, m.Amount, m.in, m.out = rd.account(r), money.New(0, cur), money.New(0, cur), money.New(0, cur)
	if r.Amount != "" {
		m.Amount = rd.money(r, amountRole, r.Amount, cur)
		return
	}
	if r.Credit != "" {
		m.in = rd.money(r, creditRole, r.Credit, cur)
	}
	if r.Debit != "" {
		m.out = rd.money(r, debitRole, r.Debit, cur)
	}
	if abs, err := m.out.Abs(); err == nil {
		m.out = abs
	}
	var err error
	if m.Amount, err = m.in.Sub(m.out); err != nil {
		rd.bad(r, importer.Malformed, debitRole, "should be a sum that can be counted", "", err)
	}
}
