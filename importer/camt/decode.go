package camt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// decoder walks through the elements of a message. Its methods read the children
// of the element that was entered last:
//
//	for d.child() {
//		switch string(d.s.name) {
//		case "Nm":
//			p.Name = d.text("Nm")
//		default:
//			d.skip()
//		}
//	}
//
// Each turn must read its element whole, by text, skip or such a loop of its own.
// Elements are known by their local names, so that one shape reads all versions
// and prefixes; an element that nobody asks for is skipped.
type decoder struct {
	ctx    context.Context
	s      *scanner
	limits importer.Limits
	fatal  error           // the text can't be read on
	errs   importer.Errors // what is wrong in it, so far
	odd    func(importer.Warning)
	warned int
	value  []byte // what choice read last
	common importer.Common

	numbers    map[string]number // seen before, as they are written
	own        string            // IBAN of the account that is read of
	wrongIBANs tally             // of other sides, in this statement
}

// tally counts something odd that is told once, from the line where it was seen first.
type tally struct{ count, line int }

func (t *tally) add(line int) {
	if t.count++; t.count == 1 {
		t.line = line
	}
}

// child enters the next child of the element entered last. It returns false at
// that element's end, which it reads too, and when nothing can be read any more.
func (d *decoder) child() bool {
	for d.fatal == nil {
		switch tok := d.next(); tok {
		case startTag:
			return true
		case endTag, endOfFile:
			return false
		}
	}
	return false
}

func (d *decoder) next() token {
	tok, err := d.s.next()
	if err != nil {
		d.fatal = err
	}
	return tok
}

// skip reads past the element just entered.
func (d *decoder) skip() {
	for end := d.s.depth() - 1; d.fatal == nil && d.s.depth() > end; {
		d.next()
	}
}

// choice reads the element just entered and returns its text without blanks around
// it: that of the first child with one of the names, else its own. Several elements
// turned from a text into such a choice from one version to the next. The result
// holds until the next call.
func (d *decoder) choice(field string, names ...string) []byte {
	if text, ok := d.s.leaf(); ok && d.fatal == nil {
		if bytes.IndexByte(text, '\n') >= 0 { // not in the scanner's memory, where lines are counted
			d.value = append(d.value[:0], text...)
			text = d.value
		}
		return d.whole(field, text)
	}
	d.value = d.value[:0]
	outer, found := d.s.depth(), false
	for at := outer; d.fatal == nil && d.s.depth() >= outer; {
		switch d.next() {
		case startTag:
			if found || !slices.Contains(names, string(d.s.name)) {
				d.skip()
				continue
			}
			found, at = true, outer+1
			d.value = d.value[:0]
		case textRun:
			if d.s.depth() == at && len(d.value) <= d.limits.LineBytes {
				d.value = append(d.value, d.s.text...)
			}
		}
	}
	return d.whole(field, d.value)
}

// whole returns a text in one line, without blanks around it, or nil where it is too long.
func (d *decoder) whole(field string, text []byte) []byte {
	v := joinLines(bytes.TrimSpace(text))
	if len(v) > d.limits.FieldBytes {
		d.badf(importer.TooLarge, field, "is over the limit FieldBytes of %d bytes", d.limits.FieldBytes)
		return nil
	}
	return v
}

// joinLines makes one line of a text, in its own memory: line ends and the blanks around
// them are those of the file's layout and mean one blank.
func joinLines(v []byte) []byte {
	if bytes.IndexByte(v, '\n') < 0 {
		return v
	}
	out := v[:0]
	for i, line := range bytes.Split(v, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, line...)
	}
	return out
}

// text reads a text as a string of its own.
func (d *decoder) text(field string) string { return string(d.choice(field)) }

// code reads a value of which a file holds few different ones.
func (d *decoder) code(field string, names ...string) string {
	return d.common.String(d.choice(field, names...))
}

// badf notes that something is wrong in the element read last. Reading goes on, to find the other faults.
func (d *decoder) badf(kind importer.Kind, field, format string, args ...any) {
	d.report(&importer.Error{Kind: kind, Line: d.s.lineNumber(), Field: field, Msg: fmt.Sprintf(format, args...)})
}

func (d *decoder) report(e *importer.Error) {
	if d.fatal != nil {
		return // the fault is that the text ends here
	}
	if e.Hint == "" {
		e.Hint = "the bank's file is wrong there: fetch it again, or ask the bank"
	}
	if d.errs = append(d.errs, e); len(d.errs) == importer.MaxErrors {
		d.fatal = errEnough
	}
}

// errEnough ends the reading of a file of which enough faults are known.
var errEnough = errors.New("camt: enough errors")

// result is what Read returns: what is wrong, in the file's order.
func (d *decoder) result() error {
	last, ok := d.fatal.(*importer.Error)
	switch {
	case ok:
		d.errs = append(d.errs, last)
	case d.fatal != nil && d.fatal != errEnough:
		return d.fatal
	}
	switch len(d.errs) {
	case 0:
		return nil
	case 1:
		return d.errs[0]
	}
	return d.errs
}

// date reads a day: a text, or an element that holds Dt or DtTm. The day is the one
// written: a bank's booking day does not move with the reader's time zone. It is zero
// where nothing is written, and where it is in error, which is noted.
func (d *decoder) date(field string) ledger.Date {
	text := d.choice(field, "Dt", "DtTm")
	day, ok := parseDay(text)
	if !ok && len(text) > 0 {
		d.badf(importer.Malformed, field, "should be a day, like 2026-11-24 or 2026-11-24T10:30:00+01:00")
	}
	return day
}

// parseDay reads the day of an ISODate or ISODateTime: 2026-11-24, then nothing, a time zone, or a time.
func parseDay(text []byte) (ledger.Date, bool) {
	if len(text) < 10 {
		return 0, false
	}
	day, err := ledger.ParseDate(string(text[:10]))
	if err != nil {
		return 0, false
	}
	switch rest := text[10:]; {
	case len(rest) == 0, rest[0] == 'Z', rest[0] == '+', rest[0] == '-':
		return day, true
	case len(rest) < 6 || rest[0] != 'T' && rest[0] != ' ' || rest[3] != ':':
		return 0, false
	default:
		return day, twoDigits(rest[1:], 24) && twoDigits(rest[4:], 59)
	}
}

func twoDigits(b []byte, most byte) bool {
	return b[0] >= '0' && b[0] <= '9' && b[1] >= '0' && b[1] <= '9' && (b[0]-'0')*10+b[1]-'0' <= most
}

// errSign says that an amount has a sign of its own beside CdtDbtInd, so that one can't know what is meant.
var errSign = errors.New("should have no sign: CdtDbtInd says which way the money goes")

// errEmpty says that an amount is not filled in.
var errEmpty = errors.New("none is given")

// amount reads an amount in the currency of its Ccy attribute, or in that of the
// account where it has none. The zero value means that the element was in error, which is noted.
func (d *decoder) amount(field string, account money.Currency) money.Amount {
	m, e := d.readAmount(field, account)
	if e != nil {
		d.report(e)
	}
	return m
}

// aside reads an amount on which nothing is booked. One in a unit that is no currency, or
// finer than its currency, is left out with a warning: it is no reason to refuse the
// file. Nor is one that is not filled in.
func (d *decoder) aside(field string, account money.Currency) money.Amount {
	m, e := d.readAmount(field, account)
	switch {
	case e == nil, errors.Is(e, errEmpty):
	case errors.Is(e, money.ErrPrecision), errors.Is(e, money.ErrUnknownCurrency):
		d.warn("amount", e.Line, "%s %s; it is left out", e.Field, e.Msg)
	default:
		d.report(e)
	}
	return m
}

func (d *decoder) readAmount(field string, account money.Currency) (money.Amount, *importer.Error) {
	c, known := account, true
	if code := d.s.attribute("Ccy"); string(code) != string(account) && (len(code) > 0 || account == "") {
		c, known = currencyOf(d.common.String(code))
	}
	text := d.choice(field)
	bad := func(kind importer.Kind, field, msg string, err error) (money.Amount, *importer.Error) {
		return money.Amount{}, &importer.Error{Kind: kind, Line: d.s.lineNumber(), Field: field, Msg: msg, Err: err}
	}
	if len(text) == 0 {
		return bad(importer.Malformed, field, "should be an amount", errEmpty)
	}
	if !known {
		return bad(importer.Malformed, field+"/@Ccy", "should be in a currency", money.ErrUnknownCurrency)
	}
	switch m, err := parseAmount(text, c); {
	case err == money.ErrRange, err == nil && m.Minor() > ledger.MaxAmount:
		return bad(importer.TooLarge, field, fmt.Sprintf("is over the limit MaxAmount of %d minor units", int64(ledger.MaxAmount)), nil)
	case err != nil:
		return bad(importer.Malformed, field, "should be an amount of "+string(c), err)
	default:
		return m, nil
	}
}

// warn reports something odd. Of one file, as many warnings as errors are reported.
func (d *decoder) warn(kind string, line int, format string, args ...any) {
	if d.warned++; d.warned <= importer.MaxErrors {
		d.odd(importer.Warning{Kind: kind, Line: line, Message: fmt.Sprintf(format, args...)})
	}
}

// currencyOf reads a currency's code, also one in small letters.
func currencyOf(code string) (money.Currency, bool) {
	c, err := money.ParseCurrency(strings.ToUpper(code))
	return c, err == nil
}

// parseAmount reads a decimal of XML Schema without a minus: digits and a point, nothing
// that groups them. Decimals beyond those of the currency must be zeros.
func parseAmount(text []byte, c money.Currency) (money.Amount, error) {
	text = bytes.TrimPrefix(text, []byte("+"))
	var minor int64
	decimals, digits, behind := c.Decimals(), 0, false // behind the point
	for _, b := range text {
		switch {
		case b == '-':
			return money.Amount{}, errSign
		case b == '.' && !behind:
			behind = true
			continue
		case b < '0' || b > '9':
			return money.Amount{}, money.ErrSyntax
		}
		digits++
		if behind {
			if decimals--; decimals < 0 {
				if b != '0' {
					return money.Amount{}, money.ErrPrecision
				}
				continue
			}
		}
		if minor > (math.MaxInt64-9)/10 {
			return money.Amount{}, money.ErrRange
		}
		minor = minor*10 + int64(b-'0')
	}
	if digits == 0 {
		return money.Amount{}, money.ErrSyntax
	}
	for ; decimals > 0; decimals-- {
		if minor > math.MaxInt64/10 {
			return money.Amount{}, money.ErrRange
		}
		minor *= 10
	}
	return money.New(minor, c), nil
}

// sign is which way money goes.
type sign int8

const (
	unsigned sign = iota
	moneyIn
	moneyOut
)

// sign reads a CdtDbtInd; unsigned where it is not filled in, and where it is in error, which is noted.
func (d *decoder) sign(field string) sign {
	switch string(d.choice(field)) {
	case "":
		return unsigned
	case "CRDT":
		return moneyIn
	case "DBIT":
		return moneyOut
	}
	d.badf(importer.Malformed, field, "should be CRDT or DBIT")
	return unsigned
}

// boolean reads an xs:boolean; an empty one is false.
func (d *decoder) boolean(field string) bool {
	switch v := d.choice(field); {
	case string(v) == "1", bytes.EqualFold(v, []byte("true")):
		return true
	case string(v) == "0", len(v) == 0, bytes.EqualFold(v, []byte("false")):
		return false
	}
	d.badf(importer.Malformed, field, "should be true or false")
	return false
}
