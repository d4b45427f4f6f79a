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
