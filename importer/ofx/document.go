package ofx

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/aclindsa/ofxgo"

	"lettrage/importer"
)

// maxDocument is how many transactions go into one document: enough that its
// envelope costs nothing, few enough that a document is small.
const maxDocument = 1000

// maxBody is how many bytes of transactions go into one document at most, save for the last one.
const maxBody = 4 << 20

// document is closed XML of OFX 2.03 with the transactions of one statement that were checked.
type document struct {
	body   []byte
	lines  []checked
	common importer.Common
}

const (
	envelopeStart = `<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="203" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>` +
		`<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><DTSERVER>20000101000000.000</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>` +
		`<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><STMTRS><BANKTRANLIST>`
	envelopeEnd = `</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`
)

// add writes a transaction. Amount, days and type are not written: they were read and
// checked here, and ofxgo would make zero of one that is missing.
func (d *document) add(t *entry, c checked) {
	c.start = len(d.body)
	d.lines = append(d.lines, c)
	d.body = append(d.body, "<STMTTRN>"...)
	for _, is := range []element{fitID, srvrTID, checkNum, refNum, name} {
		d.leaf(t, transaction, is)
	}
	d.aggregate(t, payee, "PAYEE", name)
	d.leaf(t, transaction, extdName)
	d.aggregate(t, bankAccountTo, "BANKACCTTO", bankID, branchID, acctID, acctKey)
	d.aggregate(t, cardAccountTo, "CCACCTTO", acctID)
	d.leaf(t, transaction, memo)
	d.body = append(d.body, "</STMTTRN>"...)
}

func (d *document) aggregate(t *entry, in element, tag string, leaves ...element) {
	start := len(d.body)
	d.tag("<", tag)
	empty := len(d.body)
	for _, is := range leaves {
		d.leaf(t, in, is)
	}
	if len(d.body) == empty {
		d.body = d.body[:start]
		return
	}
	d.tag("</", tag)
}

// leaf writes an element that has a value. Of names and memos that stand several times
// all that differ are kept, of another the first: ofxgo would keep the last alone.
func (d *document) leaf(t *entry, in, is element) {
	var before []byte
	for _, f := range t.fields {
		if f.in != in || f.is != is || f.end == f.start || bytes.Equal(before, t.value(f)) {
			continue
		}
		switch {
		case before == nil:
			d.tag("<", fieldNames[is])
		case is == name || is == memo:
			d.body = append(d.body, ' ')
		default:
			continue
		}
		before = t.value(f)
		d.escape(before)
	}
	if before != nil {
		d.tag("</", fieldNames[is])
	}
}

func (d *document) tag(open, name string) {
	d.body = append(append(append(d.body, open...), name...), '>')
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

// decode hands the document to ofxgo and returns its transactions, one for each that was
// added. Where ofxgo does not read it, the error has the line of the transaction for which it does not.
func (d *document) decode() ([]ofxgo.Transaction, error) {
	if all, ok := decode(d.body, len(d.lines)); ok {
		return all, nil
	}
	broken := &importer.Error{Kind: importer.Inconsistent, Field: "STMTTRN", Msg: "two readings of the transaction should agree", Hint: "this is a fault of the program; please report it"}
	for i, l := range d.lines {
		end := len(d.body)
		if i+1 < len(d.lines) {
			end = d.lines[i+1].start
		}
		broken.Line = l.line
		if _, ok := decode(d.body[l.start:end], 1); !ok {
			break
		}
	}
	return nil, broken // ofxgo's text would quote the file
}

// decode reads n transactions, in the envelope that all documents have; false where there are others.
func decode(body []byte, n int) ([]ofxgo.Transaction, bool) {
	got, err := ofxgo.DecodeResponse(io.MultiReader(strings.NewReader(envelopeStart), bytes.NewReader(body), strings.NewReader(envelopeEnd)))
	if err != nil || len(got.Bank) != 1 {
		return nil, false
	}
	st, ok := got.Bank[0].(*ofxgo.StatementResponse)
	if !ok || st.BankTranList == nil || len(st.BankTranList.Transactions) != n {
		return nil, false
	}
	return st.BankTranList.Transactions, true
}

func (d *document) clear() { d.body, d.lines = d.body[:0], d.lines[:0] }
