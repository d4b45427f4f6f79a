package ofx_test

import (
	"html"
	"strings"
)

// file is what the writer of the tests writes: statements with their rows, as text.
type file []account

type account struct {
	currency, bank, branch, number string
	card                           bool
	from, to, balance, asOf        string
	lines                          []row
}

type row struct{ kind, day, amount, id, cheque, name, memo string }

// form is a way to write OFX.
type form struct {
	name           string
	header         string
	closed, broken bool // leaves have end tags; each element stands on a line of its own
	crlf           bool
}

const sgmlHeader = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"

var (
	sgml    = form{name: "sgml", header: sgmlHeader, broken: true}
	oneLine = form{name: "one line", header: sgmlHeader}
	windows = form{name: "crlf", header: sgmlHeader, broken: true, crlf: true}
	bare    = form{name: "no header", closed: true, broken: true}
	closed  = form{name: "xml", closed: true, broken: true,
		header: `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>` + "\n"}
)

// write writes a file in the form.
func (f form) write(file file) string {
	w := &writer{form: f}
	w.open("OFX", "SIGNONMSGSRSV1", "SONRS", "STATUS")
	w.leaf("CODE", "0")
	w.leaf("SEVERITY", "INFO")
	w.close("STATUS")
	w.leaf("LANGUAGE", "FRA")
	w.close("SONRS", "SIGNONMSGSRSV1")
	for _, a := range file {
		w.account(a)
	}
	w.close("OFX")
	text := f.header + w.b.String()
	if f.crlf {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

type writer struct {
	form
	b strings.Builder
}

func (w *writer) open(names ...string) {
	for _, n := range names {
		w.b.WriteString("<" + n + ">")
		w.end()
	}
}

func (w *writer) close(names ...string) {
	for _, n := range names {
		w.b.WriteString("</" + n + ">")
		w.end()
	}
}

func (w *writer) end() {
	if w.broken {
		w.b.WriteByte('\n')
	}
}

func (w *writer) leaf(name, value string) {
	if value == "" {
		return
	}
	w.b.WriteString("<" + name + ">" + html.EscapeString(value))
	if w.closed {
		w.b.WriteString("</" + name + ">")
	}
	w.end()
}

func (w *writer) account(a account) {
	set, response, statement, from := "BANKMSGSRSV1", "STMTTRNRS", "STMTRS", "BANKACCTFROM"
	if a.card {
		set, response, statement, from = "CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCSTMTRS", "CCACCTFROM"
	}
	w.open(set, response)
	w.leaf("TRNUID", "1")
	w.open(statement)
	w.leaf("CURDEF", a.currency)
	w.open(from)
	w.leaf("BANKID", a.bank)
	w.leaf("BRANCHID", a.branch)
	w.leaf("ACCTID", a.number)
	w.close(from)
	w.open("BANKTRANLIST")
	w.leaf("DTSTART", a.from)
	w.leaf("DTEND", a.to)
	for _, r := range a.lines {
		w.row(r)
	}
	w.close("BANKTRANLIST")
	if a.balance != "" {
		w.open("LEDGERBAL")
		w.leaf("BALAMT", a.balance)
		w.leaf("DTASOF", a.asOf)
		w.close("LEDGERBAL")
	}
	w.close(statement, response, set)
}

func (w *writer) row(r row) {
	w.open("STMTTRN")
	w.leaf("TRNTYPE", r.kind)
	w.leaf("DTPOSTED", r.day)
	w.leaf("TRNAMT", r.amount)
	w.leaf("FITID", r.id)
	w.leaf("CHECKNUM", r.cheque)
	w.leaf("NAME", r.name)
	w.leaf("MEMO", r.memo)
	w.close("STMTTRN")
}
