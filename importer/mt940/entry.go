package mt940

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// pending is a :61: whose texts are still read.
type pending struct {
	entry
	line      int
	booked    ledger.Date
	own       []byte // :NS:
	info      []byte // :86:
	described bool
	tooLong   bool
}

// entry is a :61: as the text has it.
type entry struct {
	value, entered day
	hasEntered     bool
	mark           string // C, D, RC, RD, EC, ED
	amount         money.Amount
	kind           string // NTRF
	customer       string // the reference before the slashes
	bank           string // the one behind them
	name           string // behind a reference that is padded to its 16 characters
	more           []byte // the lines below
}

// Faults of a :61:, by its parts.
var (
	errValueDate = errors.New("should begin with the value date, YYMMDD")
	errEntryDate = errors.New("should have an entry date that is one, MMDD, behind the value date")
	errMark      = errors.New("should have C, D, RC or RD behind the dates")
	errAmount    = errors.New("should have an amount behind the mark, like 1234,56")
	errBroken    = errors.New("should have its amount on one line, and it may go on in the next")
	errCurrency  = errors.New("should have its amount in the currency of the balances")
	errRange     = errors.New("should have an amount within the limits of the books")
)

// entry reads :61:.
func (r *reader) entry(f field) error {
	s := r.st
	if err := r.flush(); err != nil {
		return err
	}
	if s.closing != nil {
		return r.bad(importer.Inconsistent, f.line, "61", "should stand before the closing balance", nil)
	}
	s.entries++
	if err := r.send(); err != nil {
		return err
	}
	if at := bytes.Index(f.text, []byte(":61:")); at >= 0 && movesMoney(f.text[at:]) {
		return r.bad(importer.Malformed, f.line, "61", "should begin on a line of its own, and another one stands in its text", nil)
	}
	e, err := parseEntry(f.text, s.Currency)
	if err != nil {
		kind := importer.Malformed
		if errors.Is(err, errRange) || errors.Is(err, money.ErrRange) {
			kind = importer.TooLarge
		}
		return r.bad(kind, f.line, "61", err.Error(), nil)
	}
	r.clamped(f, e.value.clamped || e.entered.clamped)
	if e.mark[0] == 'E' && !s.Interim {
		r.warn("pending", f.line, "the line is not booked yet (mark %s) and is left out", e.mark)
		return nil
	}
	if r.lines++; r.lines > r.limits.Lines {
		return &importer.Error{Kind: importer.TooLarge, Line: f.line, Field: "61", Hint: hints[importer.TooLarge], Msg: fmt.Sprintf("the file is over the limit Lines of %d lines", r.limits.Lines)}
	}
	s.line = &pending{entry: e, line: f.line, booked: s.bookingDay(e, f.line)}
	return nil
}

// bookingDay is the entry date; without one the value date, if it is a day of the statement, else the last of that.
func (s *statement) bookingDay(e entry, line int) ledger.Date {
	if e.hasEntered {
		return e.entered.date
	}
	last := s.outline.closing
	if last == 0 || e.value.date <= last && (s.opening == nil || e.value.date >= s.opening.Date) {
		return e.value.date
	}
	if s.undated++; s.undated == 1 {
		s.undatedLine = line
	}
	return last
}

// parseEntry reads the text of a :61:.
func parseEntry(text []byte, c money.Currency) (e entry, err error) {
	line, more, _ := bytes.Cut(text, []byte("\n"))
	e.more = append([]byte(nil), more...)
	if line, err = e.dates(line); err != nil {
		return e, err
	}
	if line, err = e.markAndAmount(line, c); err != nil {
		return e, err
	}
	if len(line) == 0 && len(more) > 0 && inAmount(more[0]) {
		return e, errBroken
	}
	e.references(string(bytes.TrimRight(line, " ")))
	return e, nil
}

// dates reads YYMMDD, YYMMDDMMDD or YYYYMMDD.
func (e *entry) dates(line []byte) ([]byte, error) {
	line = bytes.TrimLeft(line, " ")
	n := digitsAt(line)
	digits := line[:n]
	entered := []byte(nil)
	if n == 10 {
		digits, entered = line[:6], line[6:10]
	}
	var ok bool
	if e.value, ok = parseDay(digits); !ok || e.value.clamped && !e.value.thirty {
		return nil, errValueDate
	}
	if entered != nil && string(entered) != "0000" {
		if e.entered, e.hasEntered = nearest(entered, e.value.date); !e.hasEntered || e.entered.clamped && !e.entered.thirty {
			return nil, errEntryDate
		}
	}
	return bytes.TrimLeft(line[n:], " "), nil
}

// markAndAmount reads the mark, the letters of the currency behind it, and the amount.
func (e *entry) markAndAmount(line []byte, c money.Currency) ([]byte, error) {
	n := 1
	if len(line) > 1 && (line[0] == 'R' || line[0] == 'E') {
		n = 2
	}
	if len(line) < n || line[n-1] != 'C' && line[n-1] != 'D' {
		return nil, errMark
	}
	e.mark = string(line[:n])
	line = bytes.TrimLeft(line[n:], " ")
	for n = 0; n < len(line) && isUpper(line[n]); n++ {
	}
	switch code := string(line[:n]); {
	case n > 3:
		return nil, errMark
	case n == 3 && code != string(c): // fewer are a code of the bank's, or the last letter of the currency
		return nil, errCurrency
	}
	line = bytes.TrimLeft(line[n:], " ")
	for n = 0; n < len(line) && inAmount(line[n]); n++ {
	}
	if runsOn(line[:n], line[n:]) {
		return nil, errAmount
	}
	m, err := parseAmount(line[:n], c)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAmount, err)
	}
	if m.Minor() > ledger.MaxAmount {
		return nil, errRange
	}
	e.amount = signed(m, e.mark == "D" || e.mark == "RC" || e.mark == "ED")
	return bytes.TrimLeft(line[n:], " "), nil
}

// runsOn reports whether an amount may go on behind what was read of it: 1 234,56 or 1'234,56.
func runsOn(amount, rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	if bytes.IndexByte(amount, ',') < 0 && rest[0] == ' ' {
		rest = bytes.TrimLeft(rest, " ")
		return len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9'
	}
	c := rest[0] | 0x20 // a letter in lower case, and a blank
	return c != ' ' && rest[0] != '/' && (c < 'a' || c > 'z')
}

// referenceLength is how long a reference is, at most.
const referenceLength = 16

// references reads the type and the two references. Some banks leave the type out.
// Others pad the first reference with blanks and write a name behind it.
func (e *entry) references(rest string) {
	if isType(rest) {
		e.kind, rest = strings.TrimSpace(rest[:4]), rest[4:]
	}
	customer, bank, _ := strings.Cut(rest, "//")
	if len(customer) > referenceLength && customer[referenceLength-1] == ' ' {
		customer, e.name = customer[:referenceLength], strings.TrimSpace(customer[referenceLength:])
	}
	e.customer, e.bank = strings.TrimSpace(customer), strings.TrimSpace(bank)
	if startsWithCode("/" + e.bank) { // the line below, on this one
		e.more, e.bank = append([]byte("/"+e.bank), e.more...), ""
	}
}

// isType reports whether a text begins with a type: S, N or F and three letters or
// digits, some of which may be blank; after another letter, where no reference follows.
func isType(s string) bool {
	if len(s) < 4 || !isUpper(s[0]) || isNone(s) {
		return false
	}
	if rest := s[4:]; s[0] != 'N' && s[0] != 'F' && s[0] != 'S' && !isNone(rest) && rest != "" && !strings.HasPrefix(rest, "//") {
		return false
	}
	code := s[1:4]
	if code == "   " {
		return true
	}
	for i := range code {
		if !isUpper(code[i]) && (code[i] < '0' || code[i] > '9') && (code[i] != ' ' || i == 0) {
			return false
		}
	}
	return true
}

// isNone reports whether a text begins with the word that stands where there is no reference.
func isNone(s string) bool { return strings.HasPrefix(s, "NONREF") || strings.HasPrefix(s, "NOREF") }

// transaction makes a line of the books.
func (r *reader) transaction(p *pending) ledger.Transaction {
	t := ledger.Transaction{
		BankID: stated(p.bank), Booked: p.booked, Value: p.value.date, Amount: p.amount, Code: p.kind, Reversal: p.mark[0] == 'R', Line: p.line,
	}
	d := &description{own: r.st.Account, in: t.Amount.Sign() >= 0, currency: t.Amount.Currency()}
	d.below(p)
	d.read(p.info)
	d.free(p.own)
	d.reference(p)
	d.to(&t)
	t.Code = r.common.String([]byte(t.Code))
	importer.ReadCardDay(&t)
	if d.suspect && !r.toldIBAN {
		r.toldIBAN = true // once a file: one that was made up, or masked, has many
		r.warn("iban", p.line, "the other party's IBAN has wrong check digits, and so perhaps have others below; it is kept as it stands")
	}
	return t
}
