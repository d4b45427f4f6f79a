package camt

import (
	"fmt"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// line reads an Ntry and sends it on when it is a line.
func (r *reader) line(s *statement) {
	e := &r.entry
	currency := s.Currency
	if !s.begun {
		currency, _ = currencyOf(s.account.currency)
	}
	r.decoder.entry(e, currency)
	if err := r.ctx.Err(); err != nil && r.fatal == nil {
		r.fatal = err
	}
	if r.fatal != nil {
		return
	}
	r.begin(s, e.sum.Currency())
	if !r.complete(s, e) {
		return
	}
	if r.lines++; r.lines > r.limits.Lines {
		r.fatal = &importer.Error{Kind: importer.TooLarge, Line: e.line, Field: "Ntry", Msg: fmt.Sprintf("the file is over the limit Lines of %d lines", r.limits.Lines)}
		return
	}
	t := r.transaction(s, e)
	if !r.sends() {
		return
	}
	if err := s.count(t); err != nil {
		r.report(&importer.Error{Kind: importer.TooLarge, Line: e.line, Field: "Ntry/Amt", Msg: "the sum of all lines should fit 64 bits", Err: err})
		return
	}
	r.sent(r.to.Line(t))
}

// complete reports whether an entry is a line with all that a line must have, and
// notes what it lacks. An amount in error was noted as it was read.
func (r *reader) complete(s *statement, e *entry) bool {
	if !s.Interim && !r.isBooked(s, e) {
		return false
	}
	missing := func(absent bool, field string) {
		if absent {
			r.report(&importer.Error{Kind: importer.Missing, Line: e.line, Field: field, Msg: "should be given"})
		}
	}
	missing(!e.hasSum, "Ntry/Amt")
	missing(!e.hasSign, "Ntry/CdtDbtInd")
	if e.booked == 0 && !e.badDate {
		e.booked = s.undatedDay(e)
		missing(e.booked == 0, "Ntry/BookgDt")
	}
	if e.sum.Currency() == "" || e.sign == unsigned || e.booked == 0 || s.Currency == "" {
		return false
	}
	return r.inCurrency(s, e)
}

// isBooked reports whether an entry is booked by its status (ISO 20022, external code
// set of entry statuses), and counts it among the pending ones where it isn't. What a
// bank means by a status of its own is not known.
func (r *reader) isBooked(s *statement, e *entry) bool {
	switch strings.ToUpper(e.status) {
	case "", "BOOK", "BOOKED":
		return true
	case "PDNG", "INFO", "FUTR":
	default:
		r.warn("status", e.line, "should be booked or pending (Sts), and has a status that is not known; it is left out as if it were pending")
	}
	s.skipped++
	return false
}

// undatedDay returns the day of an entry that states no booking day, and notes that it did not.
func (s *statement) undatedDay(e *entry) ledger.Date {
	day := firstDay(s.day(), e.value)
	if day == 0 && s.Interim {
		day = firstDay(s.period.to, s.created)
	}
	s.undated.add(e.line)
	return day
}

// inCurrency sees to it that the entry is in the account's currency. One that is
// stated in another is read as if it were in the account's where the balances will
// show whether that is wrong, and refused elsewhere.
func (r *reader) inCurrency(s *statement, e *entry) bool {
	if e.sum.Currency() == s.Currency {
		return true
	}
	m, ok := relabel(e.sum, s.Currency)
	if !ok || !s.Interim && (s.Opening == nil || s.Closing == nil) {
		r.report(&importer.Error{Kind: importer.Inconsistent, Line: e.line, Field: "Ntry/Amt/@Ccy", Msg: "should be the account's currency, " + string(s.Currency),
			Hint: "ask the bank for one statement for each currency"})
		return false
	}
	r.warn("currency", e.line, "the entry is stated in another currency than the account's; it is read as one in the account's, look at it before you trust it")
	if e.amounts.instructed.Currency() == "" {
		e.amounts.instructed = e.sum
	}
	e.sum = m
	return true
}

func (s *statement) count(t ledger.Transaction) error {
	if t.Amount.Sign() < 0 {
		s.debits++
	}
	if s.first == 0 || t.Booked < s.first {
		s.first = t.Booked
	}
	s.last = max(s.last, t.Booked)
	return s.Count(t)
}

// transaction makes the line of an entry that is complete.
func (r *reader) transaction(s *statement, e *entry) ledger.Transaction {
	t := ledger.Transaction{
		BankID: stated(e.bankRef), Booked: e.booked, Value: e.value, Amount: e.signed(e.sum), Label: e.label, Reversal: e.reversal, Line: e.line,
	}
	code := e.code
	if code.isZero() && len(e.details) > 0 {
		code = e.details[0].code
	}
	t.Code, t.Kind = code.text(&r.common), code.kind(e.sign)
	switch {
	case len(e.details) == 1 && !e.partial():
		only := &e.details[0]
		if t.BankID == "" {
			t.BankID = stated(only.bankRef)
		}
		t.Payment = r.payment(s, e, only, t.Kind, t.Amount)
		t.Label = joined(t.Label, only.info, " ", r.limits.FieldBytes)
		if t.Kind == ledger.Card && only.done < t.Booked {
			t.CardDay = only.done
		}
	case len(e.details) > 0:
		r.batch(s, e, &t)
	}
	if t.ReturnReason != "" || e.reversal && t.Kind != ledger.Fee && t.Kind != ledger.Interest {
		t.Kind = ledger.Returned
	}
	t.Charges = firstAmount(t.Charges, e.charges.kept())
	t.Instructed = firstAmount(t.Instructed, instructed(t.Amount, e.amounts.instructed, e.amounts.transaction))
	importer.ReadCardDay(&t)
	return t
}

func (e *entry) signed(m money.Amount) money.Amount {
	if e.sign == moneyOut {
		return money.New(-m.Minor(), m.Currency()) // never the most negative number: amounts have no sign
	}
	return m
}

// partial reports whether the only payment is one of several, of which the bank passes
// on no more: by the bank's count, or as nobody receives more than was sent.
func (e *entry) partial() bool {
	only := e.details[0].sum
	return only.Currency() == e.sum.Currency() && only != e.sum && (e.batched > 1 || e.sign == moneyIn && only.Minor() < e.sum.Minor())
}

// instructed is what the payer sent: the first amount that is stated and not the line's, else nil.
func instructed(line money.Amount, all ...money.Amount) *money.Amount {
	for _, m := range all {
		if abs, err := line.Abs(); err == nil && m.Currency() != "" && m != abs {
			sent := m // and not m itself, which would be in memory of its own whether it is returned or not
			return &sent
		}
	}
	return nil
}

func firstAmount(a, b *money.Amount) *money.Amount {
	if a != nil {
		return a
	}
	return b
}

// payment makes the payment of a detail that is worth so much of the line.
func (r *reader) payment(s *statement, e *entry, d *detail, kind ledger.Kind, line money.Amount) ledger.Payment {
	party, ultimate := d.otherSide(s, e, kind)
	if strings.EqualFold(ultimate.Name, party.Name) && (ultimate.Account == "" || ultimate.Account == party.Account) {
		ultimate = ledger.Party{}
	}
	return ledger.Payment{
		Counterparty: party, Ultimate: ultimate, Remittance: string(d.remittance), References: d.references,
		EndToEndID: d.endToEnd, MandateID: d.mandate, Cheque: d.cheque, ReturnReason: d.reason,
		Charges: d.charges.kept(), Instructed: instructed(line, d.amounts.instructed, d.amounts.transaction, d.sum),
	}
}

// otherSide returns who stands on the other side of a payment, and on whose behalf:
// the debtor of money in, the creditor of money out, and the reverse for what comes
// back, of which the bank names the sides of the original payment. Where that one is
// the account itself and the other isn't, the bank meant the other.
func (d *detail) otherSide(s *statement, e *entry, kind ledger.Kind) (party, ultimate ledger.Party) {
	back := e.reversal || kind == ledger.Returned || d.reason != ""
	party, ultimate = d.debtor, d.ultimateDebtor
	other, otherUltimate := d.creditor, d.ultimateCreditor
	if (e.sign == moneyOut) != back {
		party, ultimate, other, otherUltimate = other, otherUltimate, party, ultimate
	}
	empty := party == ledger.Party{} && ultimate == ledger.Party{}
	if (s.own(party) || empty && back) && (other != ledger.Party{}) && !s.own(other) {
		return other, otherUltimate
	}
	return party, ultimate
}

// own reports whether the party is the account that the statement is of.
func (s *statement) own(p ledger.Party) bool {
	if p.Account != "" {
		return p.Account == s.account.number()
	}
	return p.Name != "" && strings.EqualFold(p.Name, s.account.owner)
}

// joined returns two texts with something between them; the first alone when it
// holds the second, or when both are too long.
func joined(a, b, between string, most int) string {
	switch {
	case b == "" || strings.Contains(a, b):
		return a
	case a == "":
		return b
	case len(a)+len(between)+len(b) > most:
		return a
	}
	return a + between + b
}
