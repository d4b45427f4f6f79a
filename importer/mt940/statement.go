package mt940

import (
	"fmt"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// how a statement ends.
type ending int

const (
	followed ending = iota // by the next message
	marked                 // by a dash
	atEnd                  // with the file
)

// send opens the statement at the sink: before its first line, or at its end.
func (r *reader) send() error {
	s := r.st
	if s.begun {
		return nil
	}
	s.begun = true
	s.Currency = s.currency()
	if s.Currency == "" {
		s.Currency = money.EUR // nothing is sent any more; the lines are looked at for other faults
		if !s.faulty {
			if err := r.bad(importer.Missing, s.line0, "60F", "should state the opening balance: nothing says what the account's currency is", nil); err != nil {
				return err
			}
		}
	}
	var checked bool
	if s.Account, checked = accountRef(string(s.account), s.Currency); !checked && r.sends() {
		r.warn("iban", s.line0, "the account's IBAN has wrong check digits; it is taken as a number that is none")
	}
	if s.implied && len(s.account) == 0 { // a page without a header of its own
		s.Account = r.before.Account
	}
	s.Interim = s.opening == nil && s.outline.closing == 0 && s.closing == nil && s.interim
	s.Credits, s.Debits = money.New(0, s.Currency), money.New(0, s.Currency)
	s.Opening = s.opening
	s.continued = s.continues && r.before.goesOnIn(s)
	if !r.sends() {
		return nil
	}
	return r.to.Begin(s.Statement)
}

// goesOnIn reports whether a page is the one before another, and what came before it on the day of that stands in the file too.
func (s *statement) goesOnIn(next *statement) bool {
	return s.page && s.closing != nil && *s.closing == *next.opening && s.Account == next.Account &&
		(!s.continues || s.opening.Date < next.opening.Date || s.continued)
}

// end closes the open statement, if there is one.
func (r *reader) end(how ending, line int) error {
	s := r.st
	if s == nil {
		return nil
	}
	if s.closing == nil && how == atEnd && s.empty() && r.before.Currency != "" {
		return r.endEmpty(line)
	}
	described := s.line == nil || s.line.described || s.summed
	if err := r.flush(); err != nil {
		return err
	}
	if err := r.send(); err != nil {
		return err
	}
	if s.closing == nil && !s.Interim && !s.faulty {
		if err := r.unclosed(how, line, described); err != nil {
			return err
		}
	}
	if s.closing != nil {
		r.closed++
	}
	r.st, r.before = nil, *s
	if !r.sends() {
		return nil
	}
	s.Closing = s.closing
	s.Whole = s.whole()
	if s.undated > 0 {
		r.warn("date", s.undatedLine, "%d lines from here on have no entry date, and a value date outside of the statement; its last day is taken", s.undated)
	}
	return r.to.End(s.Statement)
}

// empty reports whether nothing was read of a statement but where it begins.
func (s *statement) empty() bool {
	return s.entries == 0 && s.opening == nil && len(s.account) == 0 && s.Number == "" && !s.interim
}

// endEmpty ends a statement of which the file has the first field alone: it is of
// the account before it, and says nothing.
func (r *reader) endEmpty(line int) error {
	s := r.st
	r.st = nil
	r.warn("truncated", line, "the last statement has nothing but its reference; if more should follow, fetch the file again")
	if !r.sends() {
		return nil
	}
	s.Account, s.Currency = r.before.Account, r.before.Currency
	s.Credits, s.Debits = money.New(0, s.Currency), money.New(0, s.Currency)
	if err := r.to.Begin(s.Statement); err != nil {
		return err
	}
	return r.to.End(s.Statement)
}

// unclosed judges a statement without a closing balance: what ends like a message is
// whole, and so may be the only one of a file that ends with a whole line.
func (r *reader) unclosed(how ending, line int, described bool) error {
	s := r.st
	switch {
	case how == marked:
	case how == atEnd && !r.block && r.closed == 0 && s.entries > 0 && described:
	default:
		return r.bad(importer.Truncated, line, "62F", "should state the closing balance: the statement is cut, or lacks its end", nil)
	}
	r.warn("truncated", line, "the statement states no closing balance (:62F:); whether lines are missing can't be known")
	return nil
}

// whole returns the days of which the statement surely holds all lines: those
// between two balances to which its lines lead. An opening balance bears the day that it opens, or
// the one before; that day counts when a line is booked on it. The day on which a page
// begins or ends counts when the file has the other page too.
func (s *statement) whole() ledger.Period {
	diff, stated, err := s.AddUp()
	if s.Interim || !stated || err != nil || !diff.IsZero() {
		return ledger.Period{}
	}
	p := ledger.Period{From: s.Opening.Date, To: s.Closing.Date}
	if s.continues && !s.continued || !s.continues && p.From < p.To && s.first != p.From {
		p.From++
	}
	if s.page && !s.goesOn {
		p.To--
	}
	if p.From > p.To || s.first != 0 && (!p.Holds(s.first) || !p.Holds(s.last)) {
		return ledger.Period{}
	}
	return p
}

// flush makes a line of the :61: that was read last and of what came behind it, and sends it on.
func (r *reader) flush() error {
	s := r.st
	if s == nil || s.line == nil {
		return nil
	}
	p := s.line
	s.line = nil
	if err := r.ctx.Err(); err != nil {
		return err
	}
	t := r.transaction(p)
	if p.tooLong || t.Validate() != nil {
		return r.bad(importer.TooLarge, p.line, "86", fmt.Sprintf("is over the limit FieldBytes of %d bytes", r.limits.FieldBytes), nil)
	}
	if !r.sends() {
		return nil
	}
	if err := s.Count(t); err != nil {
		return r.bad(importer.TooLarge, p.line, "61", "the sum of all lines should fit 64 bits", err)
	}
	if s.first == 0 || t.Booked < s.first {
		s.first = t.Booked
	}
	s.last = max(s.last, t.Booked)
	return r.to.Line(t)
}
