package cfonb120

import (
	"bytes"
	"fmt"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// movement is a 04 and the complements that follow it.
type movement struct {
	ledger.Transaction
	label       text
	remittance  text
	payer       side
	beneficiary side
	complements int
	told        bool // that a text is too long
}

// side is who pays, or is paid, and on whose behalf.
type side struct{ name, account, ultimate string }

// text is one of several pieces.
type text []byte

// add adds a piece after something that is between two.
func (t *text) add(between string, piece []byte) {
	if blank(piece) {
		return
	}
	if len(*t) > 0 {
		*t = append(*t, between...)
	}
	*t = append(*t, piece...)
}

// String returns the text without blanks around its lines, and one in the place of several.
func (t text) String() string {
	out := make([]byte, 0, len(t))
	for _, c := range t {
		last := byte('\n')
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		switch {
		case c == ' ' && (last == ' ' || last == '\n'):
			continue
		case c == '\n' && last == ' ':
			out = out[:len(out)-1]
		}
		out = append(out, c)
	}
	return strings.ToValidUTF8(string(bytes.TrimSpace(out)), "\ufffd")
}

const labelEnd = 79

// move reads a 04.
func (r *reader) move(rec *record) error {
	if !r.inside(rec) {
		return nil
	}
	r.lost = false
	st := r.st
	r.settle(st, rec)
	booked, _ := r.day(rec, 35, "booking day", true)
	if err := r.open(st, rec.line, booked); err != nil {
		return err
	}
	if r.lines++; r.lines > r.limits.Lines {
		return &importer.Error{Kind: importer.TooLarge, Line: rec.line, Field: rec.name(), Msg: fmt.Sprintf("the file is over the limit Lines of %d lines", r.limits.Lines), Hint: hints[importer.TooLarge]}
	}
	r.movement(st, rec).Booked = booked
	return nil
}

// movement begins the movement of a 04.
func (r *reader) movement(st *statement, rec *record) *movement {
	m := &movement{}
	st.movement = m
	m.Line = rec.line
	m.Value, _ = r.day(rec, 43, "value day", false)
	m.Amount, _ = r.amount(st, rec, "amount")
	m.Code = r.common.String(rec.field(33, 34))
	m.Kind = kinds[upper(m.Code)]
	if reason := rec.field(41, 42); strings.Trim(string(reason), "0") != "" {
		m.ReturnReason = r.common.String(reason)
	}
	if number := rec.field(82, 88); m.Kind == ledger.Cheque && strings.Trim(string(number), "0") != "" {
		m.Cheque = string(number)
	}
	m.label = append(m.label, rec.columns(49, labelEnd)...)
	if more := rec.columns(labelEnd+1, labelEnd+2); len(more) > 1 && isLetter(more[0]) && !isDigit(more[1]) {
		m.label = append(m.label, more...) // some banks have a label of 32 or 33
	}
	if ref := rec.field(105, width); len(ref) > 0 && !isCounter(ref) {
		m.label.add(" ", ref)
	}
	if number := string(rec.field(22, 32)); number != "" && st.number != "" && number != st.number {
		r.warn("account", rec.line, "the movement names another account than the statement; it is taken as one of the statement's")
	}
	return m
}

// isCounter reports whether a reference is a number with zeros before it, as banks fill the field with.
func isCounter(ref []byte) bool { return ref[0] == '0' && all(ref, isDigit) }

// flush sends the movement on of which all complements are read.
func (r *reader) flush() error {
	if r.st == nil || r.st.movement == nil {
		return nil
	}
	st, m := r.st, r.st.movement
	st.movement = nil
	if len(r.errs) > 0 {
		return nil
	}
	t := r.transaction(m)
	if len(r.errs) > 0 {
		return nil
	}
	if err := st.Count(t); err != nil {
		return &importer.Error{Kind: importer.TooLarge, Line: m.Line, Field: "record 04, columns 91-104 (amount)", Msg: "the sum of all movements should fit 64 bits", Hint: hints[importer.TooLarge], Err: err}
	}
	if st.first == 0 || t.Booked < st.first {
		st.first = t.Booked
	}
	st.last = max(st.last, t.Booked)
	return r.to.Line(t)
}

// transaction makes the line of a movement.
func (r *reader) transaction(m *movement) ledger.Transaction {
	t := m.Transaction
	if t.ReturnReason != "" && t.Kind != ledger.Fee && t.Kind != ledger.Interest {
		t.Kind = ledger.Returned
	}
	other := m.otherSide(t.Amount.Sign() < 0, t.Kind == ledger.Returned)
	t.Label, t.Remittance = m.label.String(), m.remittance.String()
	t.Counterparty = ledger.Party{Name: other.name, Account: other.account}
	if !strings.EqualFold(other.ultimate, other.name) {
		t.Ultimate.Name = other.ultimate
	}
	r.bound(m, t.Label, t.Remittance, t.Counterparty.Name, t.Counterparty.Account, t.Ultimate.Name, t.EndToEndID, t.MandateID)
	r.bound(m, t.References...)
	importer.ReadCardDay(&t)
	return t
}

// otherSide returns who stands on the other side: who pays what comes in, who is paid what
// goes out, and of what comes back the side of the original payment. Where only the other
// one is named, which is the account's owner as a rule, its name goes into the label.
func (m *movement) otherSide(out, back bool) side {
	if out != back {
		if m.beneficiary == (side{}) {
			m.label.named("NPY", m.payer.name)
		}
		return m.beneficiary
	}
	if m.payer == (side{}) {
		m.label.named("NBE", m.beneficiary.name)
	}
	return m.payer
}

// named adds a name with its qualifier.
func (t *text) named(qualifier, name string) {
	if name != "" {
		t.add(" ", []byte(qualifier+" "+name))
	}
}

// bound sees to it that texts are within their limit.
func (r *reader) bound(m *movement, texts ...string) {
	for _, s := range texts {
		if len(s) > r.limits.FieldBytes {
			r.tooLong(m, m.Line)
		}
	}
}

func (r *reader) tooLong(m *movement, line int) {
	if !m.told {
		m.told = true
		r.report(importer.TooLarge, line, "record 05, columns 49-118 (text)", fmt.Sprintf("is, with those of the same movement, over the limit FieldBytes of %d bytes", r.limits.FieldBytes))
	}
}

func upper(s string) string { return strings.ToUpper(s) }
