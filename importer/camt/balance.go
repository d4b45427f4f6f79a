package camt

import (
	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// balances are the Bals of a statement that say what is booked.
type balances struct {
	first    *ledger.Balance    // OPBD, the earliest
	previous *ledger.Balance    // PRCD: the closing balance of the statement before
	closing  *ledger.Balance    // CLBD, the latest
	between  [2]*ledger.Balance // ITBD, the first and the last
	currency money.Currency     // of the first balance of what is booked
	other    money.Currency     // of the first of any
	unsigned int                // of those three, how many had no CdtDbtInd
	warned   bool               // that one is in another currency
}

func (b *balances) opening() *ledger.Balance {
	if b.first != nil {
		return b.first
	}
	return b.previous
}

// balance reads a Bal. A statement of several days or pages may have several of a
// kind: the first opening and the last closing one are the statement's.
func (r *reader) balance(s *statement) {
	var kind string
	var b ledger.Balance
	var direction sign
	given := false
	line := r.s.lineNumber()
	for r.child() {
		switch string(r.s.name) {
		case "Tp":
			kind = r.balanceKind()
		case "Amt":
			b.Amount, given = r.balanceAmount(s, kind), true
		case "CdtDbtInd":
			direction = r.sign("Bal/CdtDbtInd")
		case "Dt":
			b.Date = r.date("Bal/Dt")
		default:
			r.skip()
		}
	}
	if !given && (kind == "" || saysBooked(kind)) {
		r.report(&importer.Error{Kind: importer.Missing, Line: line, Field: "Bal/Amt", Msg: "should be given"})
	}
	if b.Amount.Currency() == "" {
		return
	}
	if direction == moneyOut {
		b.Amount = money.New(-b.Amount.Minor(), b.Amount.Currency()) // never the most negative number: amounts have no sign
	}
	s.balances.add(kind, b, direction == unsigned)
}

// balanceAmount reads the amount of a balance. One that says nothing of what is booked may be in error.
func (r *reader) balanceAmount(s *statement, kind string) money.Amount {
	currency, _ := currencyOf(s.account.currency)
	if kind == "" || saysBooked(kind) {
		return r.amount("Bal/Amt", currency)
	}
	return r.aside("Bal/Amt", currency)
}

// saysBooked reports whether a balance is of what is booked (ISO 20022, external code set of balance types).
func saysBooked(kind string) bool {
	return kind == "OPBD" || kind == "PRCD" || kind == "CLBD" || kind == "ITBD"
}

func (b *balances) add(kind string, one ledger.Balance, unsigned bool) {
	if b.other == "" {
		b.other = one.Amount.Currency()
	}
	switch kind {
	case "OPBD":
		if b.first == nil || one.Date < b.first.Date {
			b.first = &one
		}
	case "PRCD":
		if b.previous == nil || one.Date < b.previous.Date {
			b.previous = &one
		}
	case "CLBD":
		if b.closing == nil || one.Date >= b.closing.Date {
			b.closing = &one
		}
	case "ITBD": // of a page, or of a report within the day: in the account's currency
		unsigned = false
		if b.between[0] == nil {
			b.between[0] = &one
		}
		b.between[1] = &one
	default:
		return
	}
	if b.currency == "" {
		b.currency = one.Amount.Currency()
	}
	if unsigned {
		b.unsigned++
	}
}

// balanceKind reads the Tp of a balance: a code, in .001.01 without CdOrPrtry around it.
// An opening or closing balance that is said to be an intermediate one is that of a page.
func (r *reader) balanceKind() (kind string) {
	between := false
	for r.child() {
		switch string(r.s.name) {
		case "CdOrPrtry", "Cd", "Prtry":
			kind = r.code("Bal/Tp", "Cd", "Prtry")
		case "SubTp":
			between = r.code("Bal/Tp/SubTp", "Cd", "Prtry") == "INTM"
		default:
			r.skip()
		}
	}
	if code, ok := bai[kind]; ok {
		kind = code
	}
	if between && saysBooked(kind) {
		return "ITBD"
	}
	return kind
}

// bai are the codes of BAI2 of ledger balances, which American banks give as proprietary types.
var bai = map[string]string{"010": "OPBD", "015": "CLBD"}

// booked returns a balance in the account's currency. One that is stated in another is read as if it were
// in the account's, with a warning, and left out where the two have not as many decimals.
func (r *reader) booked(s *statement, b *ledger.Balance) *ledger.Balance {
	if b == nil || b.Amount.Currency() == s.Currency {
		return b
	}
	m, ok := relabel(b.Amount, s.Currency)
	if !s.balances.warned {
		s.balances.warned = true
		what := "it is read as one in the account's"
		if !ok {
			what = "it is left out"
		}
		r.warn("currency", s.Origin.Line, "a balance is stated in another currency than the account's; %s", what)
	}
	if !ok {
		return nil
	}
	return &ledger.Balance{Date: b.Date, Amount: m}
}

// relabel returns the same figures in another currency of as many decimals.
func relabel(m money.Amount, c money.Currency) (money.Amount, bool) {
	return money.New(m.Minor(), c), m.Currency().Decimals() == c.Decimals()
}

// page gives one of several pages of a statement the balances that it begins and ends with,
// where it states them as those between pages (ITBD) and its lines lead from the one to
// the other. Other lines of its days stand on the other pages.
func (r *reader) page(s *statement) {
	opening, closing := s.Opening, s.Closing
	if between := s.balances.between; opening == nil && closing == nil && between[0] == between[1] {
		return
	}
	if opening == nil {
		s.Opening = r.booked(s, s.balances.between[0])
	}
	if closing == nil {
		s.Closing = r.booked(s, s.balances.between[1])
	}
	if diff, ok, err := s.AddUp(); !ok || err != nil || !diff.IsZero() {
		s.Opening, s.Closing = opening, closing
	}
	s.partial = opening == nil && s.Opening != nil || closing == nil && s.Closing != nil
}

// dateBalances gives balances without a day that of the period's end, or of the lines.
func (s *statement) dateBalances() {
	if s.Opening != nil && s.Opening.Date == 0 {
		s.Opening = &ledger.Balance{Date: firstDay(s.period.from, s.first, s.created), Amount: s.Opening.Amount}
	}
	if s.Closing != nil && s.Closing.Date == 0 {
		s.Closing = &ledger.Balance{Date: firstDay(s.period.to, s.last, s.created), Amount: s.Closing.Amount}
	}
}

// firstDay returns the first of days that is one.
func firstDay(days ...ledger.Date) ledger.Date {
	for _, d := range days {
		if d != 0 {
			return d
		}
	}
	return 0
}
