package ofx

import (
	"bytes"
	"context"
	"slices"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// walker follows the nesting of a file, keeps what it needs of it, and closes what was left open.
type walker struct {
	*scanner
	file *importer.File
	to   importer.Sink

	open  []element // the open aggregates, outermost first
	leaf  element   // the open leaf
	has   bool      // a leaf is open
	named []byte    // its name, when it is unknown
	cut   element   // the text that it interrupted
	at    int       // its line
	raw   []byte    // its text

	seenText, seenRoot bool
	closed             bool        // </OFX> was the last that was read
	refused            int         // line of the first response that is an error
	made               ledger.Date // DTSERVER
	statements, lines  int         // of the file

	ahead   []known // the statements as survey found them, once it was asked
	surveys bool    // this is a survey: nothing is checked or sent

	st   statement
	tx   entry
	doc  document
	errs importer.Errors
	told map[string]*told // the warnings that were given, by their kinds
}

func newWalker(ctx context.Context, s *scanner, f *importer.File, to importer.Sink) *walker {
	return &walker{scanner: s, file: f, to: to, told: map[string]*told{}}
}

// walk reads the file to its end.
func (w *walker) walk() error {
	for {
		tok, err := w.next()
		if err != nil {
			return w.result(err)
		}
		switch tok {
		case endOfFile:
			err = w.finish()
			w.tellRest()
			return w.result(err)
		case textRun:
			err = w.characters()
		case startTag:
			err = w.start()
		case endTag:
			err = w.end()
		}
		if err != nil {
			return w.result(err)
		}
	}
}

// characters adds to the open leaf; other text has no place in OFX and is ignored.
func (w *walker) characters() error {
	w.seenText = w.seenText || w.seenRoot || len(bytes.TrimSpace(w.text)) > 0
	if !w.has {
		return nil
	}
	if w.plain {
		for _, c := range w.text {
			if w.raw = append(w.raw, c); c == '&' {
				w.raw = append(w.raw, "amp;"...)
			}
		}
		return nil
	}
	w.raw = append(w.raw, w.text...)
	return nil
}

// start opens an aggregate or a leaf.
func (w *walker) start() error {
	e := w.elem
	if w.cut = unknown; w.has && e == unknown && w.leaf.text() {
		w.cut = w.leaf
	}
	if err := w.endLeaf(); err != nil {
		return err
	}
	if !e.aggregate() {
		if err := w.closeForLeaf(e); err != nil {
			return err
		}
		w.leaf, w.has, w.at, w.raw = e, true, w.tagLine, w.raw[:0]
		if e == unknown {
			w.named = append(w.named[:0], w.name...)
		}
		if w.empty {
			return w.endLeaf()
		}
		return nil
	}
	for n := len(w.open); n > 0 && level[w.open[n-1]] >= level[e]; n = len(w.open) {
		if err := w.pop(); err != nil {
			return err
		}
	}
	w.push(e)
	if w.empty {
		return w.pop()
	}
	if e == payee { // some banks write the name itself there
		w.leaf, w.has, w.at, w.raw = name, true, w.tagLine, w.raw[:0]
	}
	return nil
}

// closeForLeaf ends the aggregates to which a leaf does not belong.
func (w *walker) closeForLeaf(e element) error {
	for !e.within(w.top()) {
		if err := w.pop(); err != nil {
			return err
		}
	}
	return nil
}

// end closes a leaf, or an aggregate with all that is open within it. One that is not open means nothing.
func (w *walker) end() error {
	if w.has && w.leaf == unknown && w.elem == w.cut && w.cut != unknown { // "<MEMO>a <word> b</MEMO>"
		w.leaf, w.raw = w.cut, slices.Concat([]byte("<"), w.named, []byte("> "), w.raw)
	}
	itself := w.has && w.leaf == unknown && bytes.Equal(w.named, w.name)
	if err := w.endLeaf(); err != nil {
		return err
	}
	if !w.elem.aggregate() {
		if w.elem == unknown && !itself && w.top() == transaction {
			w.tx.adopt(w.name)
		}
		return nil
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i] != w.elem {
			continue
		}
		for len(w.open) > i {
			if err := w.pop(); err != nil {
				return err
			}
		}
		break
	}
	return nil
}

// top is the innermost open aggregate, unknown for none.
func (w *walker) top() element {
	if len(w.open) == 0 {
		return unknown
	}
	return w.open[len(w.open)-1]
}

// isOpen reports whether an aggregate is open.
func (w *walker) isOpen(e element) bool { return slices.Contains(w.open, e) }

func (w *walker) push(e element) {
	w.open = append(w.open, e)
	switch {
	case e == root:
		w.seenRoot, w.closed = true, false
	case e.statement():
		w.statements++
		w.st = statement{is: e, line: w.tagLine}
	case e == transaction:
		w.tx.begin(w.tagLine, w.lines+1, w.tagLine == max(w.tx.line, w.st.line))
	case e == accountFrom:
		w.st.hasAccount, w.st.earlier, w.st.account = true, w.st.account, account{}
	case e == tranList:
		w.st.from, w.st.to = 0, 0
	}
}

// pop closes the innermost aggregate.
func (w *walker) pop() error {
	e := w.top()
	w.open = w.open[:len(w.open)-1]
	switch {
	case e == root:
		w.closed = true
	case e == transaction:
		return w.endTransaction()
	case e == accountFrom:
		w.endAccount()
	case e == tranList:
		w.st.cover()
	case e.statement():
		return w.endStatement()
	}
	return nil
}

// endLeaf takes the value of the open leaf to where it belongs.
func (w *walker) endLeaf() error {
	if !w.has {
		return nil
	}
	w.has = false
	in := w.top()
	if in == transaction || level[in] > level[transaction] && w.isOpen(transaction) {
		return w.entryLeaf(in)
	}
	if w.leaf <= otherLeaf {
		return nil
	}
	value := clean(w.raw)
	switch {
	case w.leaf == dtServer:
		w.made, _ = parseDay(value)
	case in == status && w.leaf == severity && string(value) == "ERROR" && w.refused == 0:
		w.refused = w.at
	case w.st.is == unknown:
	case in == accountFrom:
		w.account(value)
	case in == tranList:
		w.listLeaf(value)
	case in == ledgerBalance && w.leaf == balAmt:
		w.st.balance, w.st.balanceLine = append(w.st.balance[:0], value...), w.at
	case in == ledgerBalance && w.leaf == dtAsOf && !noDay(value):
		w.day(&w.st.asOf, "DTASOF", value)
	case w.leaf == curDef && !w.isOpen(ignored):
		w.curDef(value)
	}
	return nil
}

// listLeaf takes the period of a list of transactions. What belongs into a
// transaction and stands outside of one would be lost.
func (w *walker) listLeaf(value []byte) {
	switch {
	case w.leaf == dtStart && !noDay(value):
		w.day(&w.st.from, "DTSTART", value)
	case w.leaf == dtEnd && !noDay(value):
		w.day(&w.st.to, "DTEND", value)
	case w.leaf == trnAmt || w.leaf == dtPosted:
		w.errorf(importer.Malformed, w.at, "STMTTRN", "an amount or a date should stand within a transaction")
	}
}

// day reads a day that is there for information; one that can't be read is a warning.
func (w *walker) day(to *ledger.Date, field string, value []byte) {
	d, ok := parseDay(value)
	if !ok {
		w.warn("date", w.at, field+" is no day of the calendar, like 20261124, and is left out")
		return
	}
	*to = d
}

// curDef reads the currency of the statement.
func (w *walker) curDef(value []byte) {
	if len(value) == 0 {
		return
	}
	c, ok := parseCurrency(value)
	switch {
	case !ok:
		w.errorf(importer.Malformed, w.at, "CURDEF", "should be a currency of ISO 4217, like EUR")
		c = money.EUR // to find what else is wrong
	case w.st.currency != "" && w.st.currency != c:
		w.errorf(importer.Inconsistent, w.at, "CURDEF", "should be the currency of the lines before it")
	}
	w.st.currency = c
}

// parseCurrency reads a code in capitals or not; EURO is written too.
func parseCurrency(value []byte) (money.Currency, bool) {
	var up [4]byte
	if len(value) > len(up) {
		return "", false
	}
	for i, c := range value {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		up[i] = c
	}
	text := string(up[:len(value)])
	if text == "EURO" {
		return money.EUR, true
	}
	for c, sign := range signs {
		if sign == string(value) {
			return c, true
		}
	}
	c, err := money.ParseCurrency(text)
	return c, err == nil
}

// finish ends a file: what must have been there, and closed.
func (w *walker) finish() error {
	if err := w.endLeaf(); err != nil {
		return err
	}
	refuse := func(kind importer.Kind, msg string) *importer.Error {
		return &importer.Error{Kind: kind, Line: w.lineNumber(), Field: "OFX", Msg: msg, Hint: hints[kind]}
	}
	cut := refuse(importer.Truncated, "the file ends before </OFX>")
	switch {
	case !w.seenText && !w.seenRoot:
		return refuse(importer.Empty, "the file is empty")
	case !w.seenRoot && w.file.Format != "":
		return cut // within its header
	case !w.seenRoot:
		return refuse(importer.UnknownFormat, "should be an OFX file, with an element OFX")
	case w.statements > 0 && !w.closed && len(w.open) > 1:
		return cut
	case w.statements > 0 && w.refused > 0:
		w.warn("status", w.refused, "the bank answered with an error in place of a statement; those that are there are taken")
	case w.statements > 0 && !w.closed:
		w.warn("truncated", w.lineNumber(), "</OFX> is missing at the end; all that was begun before is closed")
	case w.statements > 0 || len(w.errs) > 0:
	case !w.closed:
		return cut
	case w.refused > 0:
		e := refuse(importer.NoStatement, "the bank answered with an error in place of a statement")
		e.Line, e.Field, e.Hint = w.refused, "STATUS", "fetch the file again; the bank knows why"
		return e
	default:
		e := refuse(importer.NoStatement, "the file has no statement")
		e.Field = "STMTRS"
		return e
	}
	return nil
}

// result is what Read returns: all that is wrong, the end of the reading last.
func (w *walker) result(err error) error {
	last, ok := err.(*importer.Error)
	switch {
	case ok && len(w.errs) < importer.MaxErrors:
		w.errs = append(w.errs, last)
	case err != nil && err != errEnough && !ok:
		return err
	}
	slices.SortStableFunc(w.errs, func(a, b *importer.Error) int { return a.Line - b.Line })
	switch len(w.errs) {
	case 0:
		return nil
	case 1:
		return w.errs[0]
	}
	return w.errs
}
