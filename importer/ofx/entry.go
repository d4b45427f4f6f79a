package ofx

import (
	"bytes"
	"cmp"
	"fmt"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// entry is a STMTTRN as the text has it.
type entry struct {
	line    int
	number  int  // in the file
	crowded bool // what was before it stands on the same line
	tooLong bool // a field is over the limit and was left out
	fields  []field
	text    []byte // of all fields
	names   []byte // of the unknown ones
}

// field is a leaf of a transaction, or of an aggregate within it.
type field struct {
	in, is     element
	line       int
	start, end int // in entry.text; in entry.names for an unknown one
}

func (t *entry) begin(line, number int, crowded bool) {
	*t = entry{line: line, number: number, crowded: crowded, fields: t.fields[:0], text: t.text[:0], names: t.names[:0]}
}

// value returns the text of a field.
func (t *entry) value(f field) []byte { return t.text[f.start:f.end] }

// adopt drops what stood within an unknown aggregate that ends here: its start
// looked like an unknown leaf without a value.
func (t *entry) adopt(name []byte) {
	for i := len(t.fields) - 1; i >= 0; i-- {
		if f := t.fields[i]; f.is == unknown && string(t.names[f.start:f.end]) == string(name) {
			t.fields = t.fields[:i]
			return
		}
	}
}

// first returns the first field of an element that has a value.
func (t *entry) first(in, is element) (field, bool) {
	for _, f := range t.fields {
		if f.in == in && f.is == is && f.end > f.start {
			return f, true
		}
	}
	return field{}, false
}

// entryLeaf keeps a leaf of the open transaction.
func (w *walker) entryLeaf(in element) error {
	t := &w.tx
	if w.leaf == otherLeaf || len(t.fields) == maxFields {
		return nil
	}
	value := clean(w.raw)
	if w.leaf == unknown {
		if len(value) == 0 && in == transaction {
			t.fields = append(t.fields, field{in: in, start: len(t.names), end: len(t.names) + len(w.named)})
			t.names = append(t.names, w.named...)
		}
		return nil
	}
	if len(value) > w.limits.FieldBytes {
		w.tooLong(w.leaf)
		t.tooLong = true
		return nil
	}
	if bytes.Contains(value, replacement) {
		w.warn("charset", w.at, "a text has bytes that are none in the file's character set")
	}
	t.fields = append(t.fields, field{in: in, is: w.leaf, line: w.at, start: len(t.text), end: len(t.text) + len(value)})
	t.text = append(t.text, value...)
	return nil
}

// tooLong notes that the value of an element is over its limit.
func (w *walker) tooLong(e element) {
	w.errorf(importer.TooLarge, w.at, fieldNames[e], "is over the limit FieldBytes of %d bytes", w.limits.FieldBytes).Hint = "check that the file is a bank statement"
}

// replacement stands for what is no text.
var replacement = []byte("\ufffd")

// maxFields bounds the leaves of a transaction; there are some twenty at most.
const maxFields = 200

// fieldNames are the names of the elements that are written, or that messages are about.
var fieldNames = [...]string{trnType: "TRNTYPE", dtPosted: "DTPOSTED", dtAvail: "DTAVAIL", valueDate: "VALUEDATE", trnAmt: "TRNAMT",
	fitID: "FITID", correctFitID: "CORRECTFITID", correctAction: "CORRECTACTION", srvrTID: "SRVRTID", checkNum: "CHECKNUM", refNum: "REFNUM",
	name: "NAME", extdName: "EXTDNAME", memo: "MEMO", bankID: "BANKID", branchID: "BRANCHID", acctID: "ACCTID", acctKey: "ACCTKEY",
	brokerID: "BROKERID", curDef: "CURDEF", curSym: "CURSYM", severity: ""}

// checked is what was read of a transaction here; the rest is read by ofxgo.
type checked struct {
	line   int
	start  int // of its text in the document
	booked ledger.Date
	value  ledger.Date
	amount money.Amount
	code   string
}

// endTransaction takes the transaction that ends, unless it is a pending one.
func (w *walker) endTransaction() error {
	defer func() { w.tx.crowded = false }()
	switch {
	case w.isOpen(ignored), w.surveys:
		return nil
	case w.st.is == unknown:
		w.errorf(importer.Malformed, w.tx.line, "STMTTRN", "should stand within a statement, like STMTRS")
		return nil
	}
	return w.check()
}

// check reads what a line must have, and adds the transaction to the document.
func (w *walker) check() error {
	t := &w.tx
	if w.lines++; w.lines > w.limits.Lines {
		return &importer.Error{Kind: importer.TooLarge, Line: t.line, Field: "STMTTRN", Msg: fmt.Sprintf("the file is over the limit Lines of %d", w.limits.Lines), Hint: hints[importer.TooLarge]}
	}
	if t.tooLong {
		return w.enough()
	}
	if err := w.lookAhead(); err != nil {
		return err
	}
	w.lineCurrency()
	w.bound()
	c := checked{line: t.line, booked: w.booked(), amount: w.amount()}
	if f, ok := t.first(transaction, trnType); ok {
		c.code = w.doc.common.String(bytes.ToUpper(t.value(f)))
	}
	w.sign(c)
	for _, is := range []element{dtAvail, valueDate} {
		if f, ok := t.first(transaction, is); ok && c.value == 0 && !noDay(t.value(f)) {
			w.at = f.line
			w.day(&c.value, fieldNames[is], t.value(f))
		}
	}
	if _, ok := t.first(transaction, correctAction); ok {
		w.warn("correction", t.line, "a line corrects an earlier one (CORRECTFITID); it is taken as a line of its own")
	}
	w.doubtOther()
	if len(w.errs) > 0 {
		return w.enough()
	}
	w.doc.add(t, c)
	if len(w.doc.lines) == maxDocument || len(w.doc.body) > maxBody {
		return w.flush()
	}
	return nil
}

// sign compares the sign of an amount with the type of its line.
func (w *walker) sign(c checked) {
	minus, plus := c.amount.Sign() < 0, c.amount.Sign() > 0
	w.st.signed = w.st.signed || minus
	if c.code == "DEBIT" && plus {
		w.st.unsigned++
	}
	if c.code == "DEBIT" && plus || c.code == "CREDIT" && minus {
		w.warn("sign", c.line, "the type of a line (TRNTYPE) and the sign of its amount contradict each other; the sign is taken")
	}
}

// enough goes on after an error, to find the others, until there are enough; nothing is sent any more.
func (w *walker) enough() error {
	if len(w.errs) >= importer.MaxErrors {
		return errEnough
	}
	return nil
}

// bound limits the texts of a transaction together: they may come to stand in one.
func (w *walker) bound() {
	n := 0
	for _, f := range w.tx.fields {
		if f.is.text() {
			n += f.end - f.start + 1
		}
	}
	if n > w.limits.FieldBytes {
		w.errorf(importer.TooLarge, w.tx.line, "MEMO", "NAME and MEMO are over the limit FieldBytes of %d bytes together", w.limits.FieldBytes)
	}
}

// booked reads DTPOSTED.
func (w *walker) booked() ledger.Date {
	f, ok := w.only(dtPosted)
	if !ok {
		return 0
	}
	day, ok := parseDay(w.tx.value(f))
	if !ok {
		w.errorf(importer.Malformed, f.line, "DTPOSTED", "should be a day of the calendar, like 20261124")
	}
	return day
}

// amount reads TRNAMT in the statement's currency.
func (w *walker) amount() money.Amount {
	f, ok := w.only(trnAmt)
	if !ok {
		return money.Amount{}
	}
	return w.money("TRNAMT", f.line, w.tx.value(f))
}

// money reads an amount in the statement's currency; what is wrong with it is noted.
func (w *walker) money(field string, line int, text []byte) money.Amount {
	minor, rounded, err := parseAmount(text, w.st.currency)
	switch {
	case err == money.ErrRange:
		w.errorf(importer.TooLarge, line, field, "is over the limit MaxAmount of %d minor units of %s", int64(ledger.MaxAmount), w.st.currency).Hint = hints[importer.Malformed]
	case err != nil:
		e := w.errorf(importer.Malformed, line, field, "should be an amount of %s, like -1234.56", w.st.currency)
		if err == errAmbiguous {
			e.Err, e.Hint = err, "ask the bank for amounts with all their decimals, or take its CAMT or CSV"
		}
	}
	w.sayRounded(rounded, line, field)
	return money.New(minor, w.st.currency)
}

// sayRounded warns of an amount that was rounded.
func (w *walker) sayRounded(rounded bool, line int, field string) {
	if rounded {
		w.warn("rounded", line, field+" has more decimals than "+string(w.st.currency)+" and is rounded")
	}
}

// only returns the field of a mandatory element, which may stand twice when it says the same.
func (w *walker) only(is element) (field, bool) {
	first, ok := w.tx.first(transaction, is)
	if !ok {
		w.errorf(importer.Missing, w.tx.line, fieldNames[is], "should be given in every transaction")
		return field{}, false
	}
	for _, f := range w.tx.fields {
		if f.in == transaction && f.is == is && f.end > f.start && !bytes.Equal(w.tx.value(f), w.tx.value(first)) {
			w.errorf(importer.Inconsistent, f.line, fieldNames[is], "should be given once in a transaction")
			return field{}, false
		}
	}
	return first, true
}

// lineCurrency settles the currency of a statement that has none before its first
// line, and says when an amount is in another one. Under ORIGCURRENCY it is
// not: the bank has converted it, and tells what it was (5.2).
func (w *walker) lineCurrency() {
	c, original := w.currencyIn(currency), w.currencyIn(origCurrency)
	if w.st.currency == "" {
		w.settle(cmp.Or(c, original))
	}
	if c != "" && c != w.st.currency {
		w.warn("currency", w.tx.line, "a line names another currency; its amount is taken in "+string(w.st.currency)+", that of the account")
	}
}

// currencyIn is the currency that an aggregate of the transaction names.
func (w *walker) currencyIn(in element) (c money.Currency) {
	if f, ok := w.tx.first(in, curSym); ok {
		c, _ = parseCurrency(w.tx.value(f))
	}
	return c
}

// settle gives the statement the currency of its lines, else euros.
func (w *walker) settle(c money.Currency) {
	if c == "" {
		c = money.EUR
	}
	w.st.currency = c
	w.warn("guessed", w.st.line, "the statement names no currency (CURDEF); taken as "+string(c))
}

// doubtOther says what is wrong with the check digits of the other party's account.
func (w *walker) doubtOther() {
	f, ok := w.tx.first(bankAccountTo, acctID)
	if !ok {
		return
	}
	get := func(is element) string {
		f, _ := w.tx.first(bankAccountTo, is)
		return string(w.tx.value(f))
	}
	w.doubtAccount("BANKACCTTO", account{bank: get(bankID), branch: get(branchID), number: get(acctID), key: get(acctKey)}, f.line)
}
