package ofx

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/aclindsa/ofxgo"

	"lettrage/importer"
)

// maxDocument is how many transactions go into one document: enough that its
// envelope costs nothing, few enough that a document is small.
const maxDocument = 1000

// document is closed XML of OFX 2.03 with the transactions of one statement that were checked.
type document struct {
	body   []byte
	lines  []checked
	common map[string]string // values of which a file holds few different ones
}

func newDocument() document { return document{common: map[string]string{}} }

// intern returns the string of b, one string for each value that comes often.
func (d *document) intern(b []byte) string {
	const most = 1000
	if s, ok := d.common[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(d.common) < most {
		d.common[s] = s
	}
	return s
}

const (
	envelopeStart = `<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="203" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>` +
		`<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><DTSERVER>20000101000000.000</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>` +
		`<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><STMTRS><BANKTRANLIST>`
	envelopeEnd = `</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`
)

// written are the leaves of a transaction that are handed on as they are.
var written = []struct {
	is  element
	tag string
}{{fitID, "FITID"}, {srvrTID, "SRVRTID"}, {checkNum, "CHECKNUM"}, {refNum, "REFNUM"}, {name, "NAME"}}

// add writes a transaction. Texts that stand several times are joined: ofxgo keeps the last alone.
func (d *document) add(t *entry, c checked) {
	d.lines = append(d.lines, c)
	d.body = append(d.body, "<STMTTRN><TRNTYPE>OTHER</TRNTYPE><DTPOSTED>"...)
	d.body = append(d.body, c.booked.Compact()...)
	d.body = append(d.body, "000000.000</DTPOSTED><TRNAMT>"...)
	d.body = append(d.body, c.amount.String()...)
	d.body = append(d.body, "</TRNAMT>"...)
	for _, w := range written {
		d.leaf(t, transaction, w.is, w.tag)
	}
	d.aggregate(t, payee, "PAYEE", []leafTag{{name, "NAME"}})
	d.leaf(t, transaction, extdName, "EXTDNAME")
	d.aggregate(t, bankAccountTo, "BANKACCTTO", []leafTag{{bankID, "BANKID"}, {branchID, "BRANCHID"}, {acctID, "ACCTID"}, {acctKey, "ACCTKEY"}})
	d.aggregate(t, cardAccountTo, "CCACCTTO", []leafTag{{acctID, "ACCTID"}})
	d.leaf(t, transaction, memo, "MEMO")
	d.body = append(d.body, "</STMTTRN>"...)
}

// leafTag is a leaf and the name under which it is written.
type leafTag struct {
	is  element
	tag string
}

func (d *document) aggregate(t *entry, in element, tag string, leaves []leafTag) {
	start := len(d.body)
	d.body = append(append(append(d.body, '<'), tag...), '>')
	empty := len(d.body)
	for _, l := range leaves {
		d.leaf(t, in, l.is, l.tag)
	}
	if len(d.body) == empty {
		d.body = d.body[:start]
		return
	}
	d.body = append(append(append(d.body, "</"...), tag...), '>')
}

func (d *document) leaf(t *entry, in, is element, tag string) {
	n := 0
	for _, f := range t.fields {
		if f.in != in || f.is != is || f.end == f.start || n > 0 && bytes.Contains(d.body[n:], t.value(f)) {
			continue
		}
		if n > 0 {
			d.body = append(d.body, ' ')
		} else {
			d.body = append(append(append(d.body, '<'), tag...), '>')
			n = len(d.body)
		}
		d.escape(t.value(f))
	}
	if n > 0 {
		d.body = append(append(append(d.body, "</"...), tag...), '>')
	}
}

// escape writes a text so that XML 1.0 may hold it.
func (d *document) escape(text []byte) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '&':
			d.body = append(d.body, "&amp;"...)
		case c == '<':
			d.body = append(d.body, "&lt;"...)
		case c == '>':
			d.body = append(d.body, "&gt;"...)
		case c < ' ':
			d.body = append(d.body, ' ')
		case c < utf8.RuneSelf:
			d.body = append(d.body, c)
		default:
			r, n := utf8.DecodeRune(text[i:])
			if r != 0xFFFE && r != 0xFFFF {
				d.body = utf8.AppendRune(d.body, r)
			}
			i += n - 1
		}
	}
}

// decode hands the document to ofxgo and returns its transactions, one for each that was added.
func (d *document) decode() ([]ofxgo.Transaction, error) {
	src := io.MultiReader(bytes.NewReader([]byte(envelopeStart)), bytes.NewReader(d.body), bytes.NewReader([]byte(envelopeEnd)))
	broken := &importer.Error{Kind: importer.Inconsistent, Field: "STMTTRN", Msg: "two readings of the lines from here on should agree", Hint: "this is a fault of the program; please report it"}
	if len(d.lines) > 0 {
		broken.Line = d.lines[0].line
	}
	got, err := ofxgo.DecodeResponse(src)
	if err != nil {
		return nil, broken // its text would quote the file
	}
	if len(got.Bank) != 1 {
		return nil, broken
	}
	st, ok := got.Bank[0].(*ofxgo.StatementResponse)
	if !ok || st.BankTranList == nil || len(st.BankTranList.Transactions) != len(d.lines) {
		return nil, broken
	}
	return st.BankTranList.Transactions, nil
}

func (d *document) clear() { d.body, d.lines = d.body[:0], d.lines[:0] }
