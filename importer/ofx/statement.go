package ofx

import (
	"fmt"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// statement is a STMTRS, CCSTMTRS or INVSTMTRS as far as it was read.
type statement struct {
	is          element
	line        int
	currency    money.Currency
	account     account
	earlier     account // that of the BANKACCTFROM before
	hasAccount  bool
	accountLine int

	from, to    ledger.Date   // of the list of transactions that is open
	whole       ledger.Period // of the lists before
	split       bool          // the lists leave days out between them
	balance     []byte        // LEDGERBAL/BALAMT
	balanceLine int
	asOf        ledger.Date

	signed   bool // an amount is negative
	unsigned int  // lines that are debits by their type and have a positive amount

	begun bool
	sent  ledger.Statement // as it was begun, and counted since
	last  ledger.Date      // the latest booking day
}

// cover adds the period of the list that ends to that of the lists before it.
func (s *statement) cover() {
	switch {
	case s.from == 0 || s.to == 0 || s.from > s.to:
		s.split = true
	case s.whole.To == 0:
		s.whole = ledger.Period{From: s.from, To: s.to}
	case s.from > s.whole.To+1 || s.to+1 < s.whole.From:
		s.split = true
	default:
		s.whole.From, s.whole.To = min(s.whole.From, s.from), max(s.whole.To, s.to)
	}
	s.from, s.to = 0, 0
}

// period is what the statement covers whole. The day on which the file was made was not yet over.
func (s *statement) period(made ledger.Date) ledger.Period {
	p := s.whole
	if made >= p.From && p.To >= made { // a file that was made before its first day says nothing
		p.To = made - 1
	}
	if s.split || p.To < p.From {
		return ledger.Period{}
	}
	return p
}

// flush decodes the transactions that were kept and sends them on.
func (w *walker) flush() error {
	if len(w.errs) > 0 {
		w.doc.clear()
		return nil
	}
	if err := w.begin(); err != nil {
		return err
	}
	if len(w.doc.lines) == 0 {
		return nil
	}
	all, err := w.doc.decode()
	if err != nil {
		return err
	}
	for i := range all {
		l := line(&all[i], w.doc.lines[i])
		if err := w.st.sent.Count(l); err != nil {
			return &importer.Error{Kind: importer.TooLarge, Line: l.Line, Field: "TRNAMT", Msg: "the sum of the amounts should fit", Hint: hints[importer.Malformed], Err: err}
		}
		w.st.last = max(w.st.last, l.Booked)
		if err := w.to.Line(l); err != nil {
			return err
		}
	}
	w.doc.clear()
	return nil
}

// begin sends the statement on with what is known before its lines.
func (w *walker) begin() error {
	if w.st.begun {
		return nil
	}
	w.st.begun = true
	w.st.sent = ledger.Statement{
		Account: w.st.account.ref(), Currency: w.st.currency, Whole: w.st.period(w.made),
		Credits: money.New(0, w.st.currency), Debits: money.New(0, w.st.currency),
		Origin: ledger.Origin{Format: w.file.Format, Line: w.st.line},
	}
	return w.to.Begin(w.st.sent)
}

// endStatement sends the rest of a statement.
func (w *walker) endStatement() error {
	defer func() { w.st = statement{} }()
	if w.surveys {
		w.ahead = append(w.ahead, known{w.st.currency, w.st.account, w.st.accountLine})
	}
	if w.statements > maxStatements {
		return &importer.Error{Kind: importer.TooLarge, Line: w.st.line, Field: "STMTRS", Msg: fmt.Sprintf("the file is over the limit of %d statements", maxStatements), Hint: hints[importer.TooLarge]}
	}
	if w.surveys {
		return nil
	}
	if w.st.currency == "" {
		if !w.st.hasAccount {
			w.errorf(importer.Missing, w.st.line, "CURDEF", "should be given in every statement")
			return nil
		}
		w.settle("")
	}
	if w.st.unsigned > 0 && !w.st.signed {
		w.warn("unsigned", w.st.line, fmt.Sprintf("no amount of the statement has a minus sign, and %d of its lines are debits by their type (TRNTYPE); they are taken as money that came in: compare with the bank", w.st.unsigned))
	}
	closing := w.closing()
	if err := w.flush(); err != nil || len(w.errs) > 0 {
		return err
	}
	if w.st.sent.Account != w.st.account.ref() {
		w.errorf(importer.Malformed, w.st.line, "ACCTID", "the account should stand before the lines")
		return nil
	}
	end := w.st.sent
	end.Closing, end.Whole = closing, w.st.period(w.made)
	if closing != nil && closing.Date == 0 {
		end.Closing = w.undated(*closing, max(end.Whole.To, w.st.last))
	}
	return w.to.End(end)
}

// maxStatements bounds the statements of a file.
const maxStatements = 10_000

// undated dates a balance that bears no day by the last day of its statement, when that has one.
func (w *walker) undated(b ledger.Balance, last ledger.Date) *ledger.Balance {
	if last == 0 {
		w.warn("balance", w.st.balanceLine, "the balance has no day (DTASOF) and is left out")
		return nil
	}
	w.warn("balance", w.st.balanceLine, "the balance has no day (DTASOF); taken as that of the last day")
	b.Date = last
	return &b
}

// accountNames are the aggregates that name the account of a statement.
var accountNames = map[element]string{bankStatement: "BANKACCTFROM", cardStatement: "CCACCTFROM", investStatement: "INVACCTFROM"}

// closing reads LEDGERBAL, nil where it is not stated or can't be read: a balance
// is there to check the lines, and these stand without it.
func (w *walker) closing() *ledger.Balance {
	if len(w.st.balance) == 0 {
		return nil
	}
	minor, rounded, err := parseAmount(w.st.balance, w.st.currency)
	if err != nil {
		w.warn("balance", w.st.balanceLine, "BALAMT is no amount of "+string(w.st.currency)+", like -1234.56; the balance is left out")
		return nil
	}
	w.sayRounded(rounded, w.st.balanceLine, "BALAMT")
	return &ledger.Balance{Date: w.st.asOf, Amount: money.New(minor, w.st.currency)}
}
