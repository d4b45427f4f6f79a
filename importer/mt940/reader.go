package mt940

import (
	"bytes"
	"context"
	"fmt"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// reader reads a file's statements and sends them on.
type reader struct {
	ctx      context.Context
	file     *importer.File
	limits   importer.Limits
	to       importer.Sink
	s        *scanner
	outlines []outline

	st         *statement
	found      int             // statements
	lines      int             // of the file
	closed     int             // statements with a closing balance
	block      bool            // a message in blocks has begun, and not ended
	message942 bool            // they say that it is an MT942
	before     statement       // the one that was read last
	common     importer.Common // codes
	errs       importer.Errors
	warned     int
	toldIBAN   bool // that an IBAN of another party has wrong check digits
}

// read reads the whole file.
func (r *reader) read() error {
	for {
		f, err := r.s.next()
		if err == nil {
			err = r.field(f)
		}
		switch {
		case err == errEnough:
			return r.errs
		case err != nil:
			return err
		case f.tag == tagEnd:
			return r.result(f)
		}
	}
}

// result is what is wrong with a file that was read to its end.
func (r *reader) result(end field) error {
	if r.found == 0 && len(r.errs) == 0 {
		return &importer.Error{Kind: importer.NoStatement, Line: end.line, Field: "20", Msg: "should begin a statement with account, balances and lines", Hint: hints[importer.NoStatement]}
	}
	if len(r.errs) > 0 {
		return r.errs
	}
	return nil
}

// bad notes an error; the file is refused, and read on for others.
func (r *reader) bad(kind importer.Kind, line int, field, msg string, err error) error {
	hint := hints[kind]
	if kind == importer.TooLarge { // of one field: a shorter period would have it too
		hint = hints[importer.Malformed]
	}
	r.errs = append(r.errs, &importer.Error{Kind: kind, Line: line, Field: field, Msg: msg, Hint: hint, Err: err})
	if len(r.errs) == importer.MaxErrors {
		return errEnough
	}
	return nil
}

// warn reports something odd. Of one file, as many warnings as errors are reported.
func (r *reader) warn(kind string, line int, format string, args ...any) {
	if r.warned++; r.warned <= importer.MaxErrors {
		r.file.Warn(importer.Warning{Kind: kind, Line: line, Message: fmt.Sprintf(format, args...)})
	}
}

// sends reports whether the sink is still to be told: a file with a fault is refused.
func (r *reader) sends() bool { return len(r.errs) == 0 }

// field takes a field to where it belongs.
func (r *reader) field(f field) error {
	if f.tooLong {
		if err := r.bad(importer.TooLarge, f.line, f.tag, fmt.Sprintf("is over the limit FieldBytes of %d bytes", r.limits.FieldBytes), nil); err != nil {
			return err
		}
	}
	switch {
	case f.begins:
		if err := r.end(followed, f.line); err != nil {
			return err
		}
		r.begin(f)
	case f.tag == tagEnd:
		return r.end(atEnd, f.line)
	case f.tag == tagDash:
		r.block = false
		return r.end(marked, f.line)
	case f.tag == tagBlock:
		return r.header(f)
	}
	if r.st == nil {
		if f.tag == "61" {
			return r.bad(importer.Inconsistent, f.line, "61", "should stand in a statement, behind its account and before its closing balance", nil)
		}
		return nil
	}
	return r.within(f)
}

// header reads the header of a message in blocks.
func (r *reader) header(f field) error {
	if bytes.HasPrefix(f.text, []byte("{1:")) {
		if err := r.end(followed, f.line); err != nil {
			return err
		}
		r.block, r.message942 = true, false
	}
	r.message942 = r.message942 || bytes.Contains(f.text, []byte("{2:I942")) || bytes.Contains(f.text, []byte("{2:O942"))
	return nil
}

// within takes a field of the open statement.
func (r *reader) within(f field) error {
	s := r.st
	if s.entries > 0 && s.closing == nil && !s.Interim && (f.tag == "25" || f.tag == "28") {
		r.warn("field", f.line, "field :%s: can't stand among the lines; its text is read as that of the line before it", f.tag)
		f.tag = "86"
	}
	switch f.tag {
	case "25":
		if len(s.account) > 0 && !bytes.Equal(s.account, f.text) {
			return r.bad(importer.Inconsistent, f.line, "25", "should be stated once, and another account was stated before", nil)
		}
		s.account = append(s.account[:0], f.text...)
	case "28":
		s.Number = string(bytes.TrimSpace(firstLine(f.text)))
	case "60F", "60M":
		return r.opening(f)
	case "34", "13":
		s.interim = true
	case "61":
		return r.entry(f)
	case "86", "NS":
		r.info(f)
	case "62F", "62M":
		return r.closing(f)
	case "64", "90":
		s.summed = true
		return r.flush()
	}
	return nil
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// opening reads :60F: or :60M:.
func (r *reader) opening(f field) error {
	s := r.st
	if s.entries > 0 || s.opening != nil {
		return r.bad(importer.Truncated, f.line, f.tag, "should come behind the closing balance (:62F:) of the statement before", nil)
	}
	b, err := parseBalance(f.text)
	if err != nil {
		return r.badBalance(f, err)
	}
	r.clamped(f, b.clamped)
	s.opening, s.continues = &b.Balance, f.tag == "60M"
	return nil
}

// closing reads :62F: or :62M:. A second one is that of a later day; the last counts.
func (r *reader) closing(f field) error {
	s := r.st
	if err := r.flush(); err != nil {
		return err
	}
	b, err := parseBalance(f.text)
	if err != nil {
		return r.badBalance(f, err)
	}
	r.clamped(f, b.clamped)
	s.closing = &b.Balance
	if c := s.currency(); c != b.Amount.Currency() {
		return r.bad(importer.Inconsistent, f.line, f.tag, "should be in the currency of the opening balance", nil)
	}
	return nil
}

// badBalance notes that a balance can't be read.
func (r *reader) badBalance(f field, err error) error {
	r.st.faulty = true
	if err == errBalance {
		err = nil
	}
	return r.bad(importer.Malformed, f.line, f.tag, "should be like C261124EUR1234,56", err)
}

func (r *reader) clamped(f field, clamped bool) {
	if clamped {
		r.warn("date", f.line, "the month has no such day (:%s:); its last is taken", f.tag)
	}
}

// info keeps the text of the line that was read last.
func (r *reader) info(f field) {
	s := r.st
	if s.line == nil { // of the statement
		if f.tag == "86" && s.entries == 0 && s.closing == nil {
			r.warn("field", f.line, "a text (:86:) stands before all lines and is left out")
		}
		return
	}
	to := &s.line.info
	if f.tag == "NS" {
		to = &s.line.own
	}
	if len(*to) > 0 {
		*to = append(*to, '\n')
	}
	if len(*to)+len(f.text) > r.limits.FieldBytes {
		s.line.tooLong = true
		return
	}
	*to = append(*to, f.text...)
	s.line.described = true
}

// statement is a statement while it is read.
type statement struct {
	ledger.Statement
	outline
	line0       int // where it begins
	begun       bool
	implied     bool // it begins without a :20:
	account     []byte
	opening     *ledger.Balance
	closing     *ledger.Balance
	continues   bool // it begins as a page
	continued   bool // and what came before it on its first day stands before it
	interim     bool // a floor limit or a time was read
	summed      bool // a field behind the lines was read
	faulty      bool // a balance could not be read
	line        *pending
	entries     int // :61: that were read
	first, last ledger.Date
	undated     int // lines without an entry date whose value date lies outside
	undatedLine int
}

// currency is that of the balances, a limit or a sum.
func (s *statement) currency() money.Currency {
	switch {
	case s.opening != nil:
		return s.opening.Amount.Currency()
	case s.outline.currency != [3]byte{}:
		return money.Currency(s.outline.currency[:])
	case s.closing != nil:
		return s.closing.Amount.Currency()
	}
	return ""
}

// begin opens a statement at its first field.
func (r *reader) begin(f field) {
	var o outline
	if r.found < len(r.outlines) {
		o = r.outlines[r.found]
	}
	r.found++
	r.st = &statement{outline: o, line0: f.line, interim: r.message942, implied: f.tag != "20"}
	r.st.Origin = ledger.Origin{Format: r.file.Format, Line: f.line}
}
