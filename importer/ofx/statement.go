package ofx

import (
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// statement is a STMTRS, CCSTMTRS or INVSTMTRS as far as it was read.
type statement struct {
	is         element
	line       int
	currency   money.Currency
	account    account
	hasAccount bool
	hasList    bool

	from, to    ledger.Date   // of the list of transactions that is open
	whole       ledger.Period // of the lists before
	split       bool          // the lists leave days out between them
	balance     []byte        // LEDGERBAL/BALAMT
	balanceLine int
	asOf        ledger.Date

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
	if made > p.From && p.To >= made { // a file was not made before its first day
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
	if w.st.currency == "" {
		if !w.st.hasAccount {
			w.errorf(importer.Missing, w.st.line, "CURDEF", "should be given in every statement")
			return nil
		}
		w.settle("")
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
		closing.Date = max(end.Whole.To, w.st.last)
		if closing.Date == 0 {
			end.Closing = nil
		}
		w.warn("balance", w.st.balanceLine, "the balance has no day (DTASOF); taken as that of the last day")
	}
	return w.to.End(end)
}

// closing reads LEDGERBAL, nil where it is not stated.
func (w *walker) closing() *ledger.Balance {
	if len(w.st.balance) == 0 {
		return nil
	}
	return &ledger.Balance{Date: w.st.asOf, Amount: w.money("BALAMT", w.st.balanceLine, w.st.balance)}
}

// account is a number as the file has it, in its parts.
type account struct{ broker, bank, branch, number, key string }

// set takes a leaf of a BANKACCTFROM and its like.
func (a *account) set(w *walker, is element, value []byte) error {
	if len(value) > w.limits.FieldBytes {
		w.tooLong(is)
		return nil
	}
	switch is {
	case brokerID:
		a.broker = string(value)
	case bankID:
		a.bank = string(value)
	case branchID:
		a.branch = string(value)
	case acctID:
		a.number = string(value)
	case acctKey:
		a.key = string(value)
	}
	return nil
}

// ref is the account's IBAN where the parts make one, else the parts. Without a
// number no account is named.
func (a account) ref() ledger.AccountRef {
	if a.number == "" {
		return ledger.AccountRef{}
	}
	if iban := a.iban(); iban != "" {
		return ledger.AccountRef{IBAN: iban}
	}
	var parts []string
	for _, p := range []string{a.broker, a.bank, a.branch, a.number} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return ledger.AccountRef{Other: strings.Join(parts, "/")}
}

// iban returns the number where it is an IBAN, and that of a French bank code,
// branch code, number and key. The key stands in ACCTKEY, behind the number, or nowhere.
func (a account) iban() ledger.IBAN {
	if iban, err := ledger.ParseIBAN(a.number); err == nil {
		return iban
	}
	bank, branch, number, key := compact(a.bank), compact(a.branch), compact(a.number), compact(a.key)
	const rib = 23 // 5 of the bank, 5 of the branch, 11 of the number, 2 of the key
	if len(number) == rib {
		bank, branch, number, key = number[:5], number[5:10], number[10:21], number[21:]
	}
	if len(number) == 13 {
		number, key = number[:11], number[11:]
	}
	iban, err := ledger.FrenchIBAN(bank, branch, number)
	masked := strings.Contains(number, "XXX") || strings.Trim(bank, "0") == ""
	if err != nil || masked || key != "" && !strings.HasSuffix(string(iban), key) {
		return ""
	}
	return iban
}

// compact takes blanks, dots and dashes out of a number.
func compact(s string) string { return strings.NewReplacer(" ", "", ".", "", "-", "").Replace(s) }
