package camt

import (
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// reader reads a file's messages and sends their statements on.
type reader struct {
	*decoder
	to      importer.Sink
	file    *importer.File
	message message
	created ledger.Date // of the message (GrpHdr)
	paged   bool        // the message is a part of one of several pages
	found   int         // statements
	lines   int         // of the file
	entry   entry       // read last; its memory is used again
}

// document reads the whole file.
func (r *reader) document() {
	root := 0 // the line of the outermost element
	for r.fatal == nil {
		switch r.next() {
		case endOfFile:
			if r.found == 0 && r.fatal == nil {
				r.noStatement(root)
			}
			return
		case startTag:
			if root == 0 {
				root = r.s.lineNumber()
			}
			if m, ok := messageOf(r.s.name); ok {
				r.message = m
				r.messageBody()
			}
		}
	}
}

func (r *reader) noStatement(root int) {
	e := &importer.Error{Kind: importer.NoStatement, Line: root, Field: "Document", Msg: "should hold a statement of an account (Stmt, Rpt or Ntfctn)",
		Hint: "fetch it again from the bank; this is an empty message"}
	if root == 0 {
		e = &importer.Error{Kind: importer.Empty, Msg: "should hold an XML document", Hint: "fetch it again from the bank"}
	}
	r.report(e)
}

func (r *reader) messageBody() {
	for r.child() {
		switch name := string(r.s.name); name {
		case "GrpHdr":
			r.groupHeader()
		case r.message.each:
			r.found++
			r.statement()
		default:
			r.skip()
		}
	}
}

func (r *reader) groupHeader() {
	r.created, r.paged = 0, false
	for r.child() {
		switch string(r.s.name) {
		case "CreDtTm":
			r.created, _ = parseDay(r.choice("GrpHdr/CreDtTm"))
		case "MsgPgntn":
			r.paged = r.pagination()
		default:
			r.skip()
		}
	}
}

// pagination reads a page number and reports whether there are other pages.
func (d *decoder) pagination() bool {
	first, last := true, true
	for d.child() {
		switch string(d.s.name) {
		case "PgNb":
			n := d.choice("PgNb")
			first = string(n) == "1" || len(n) == 0
		case "LastPgInd":
			last = d.boolean("LastPgInd")
		default:
			d.skip()
		}
	}
	return !first || !last
}

// statement is a Stmt, Rpt or Ntfctn while it is read.
type statement struct {
	ledger.Statement
	begun       bool
	account     account
	id          string // Id
	electronic  string // ElctrncSeqNb
	legal       string // LglSeqNb
	created     ledger.Date
	paged       bool // it may be one page of several
	partial     bool // it is one
	period      period
	balances    balances
	summary     summary
	first, last ledger.Date // days on which lines are booked
	debits      int         // lines of money out
	skipped     int         // entries that are no lines
	undated     tally       // lines whose booking day is not stated
}

// statement reads one account's part of a message.
func (r *reader) statement() {
	s := &statement{created: r.created, paged: r.paged}
	r.own, r.wrongIBANs = "", tally{}
	s.Origin = ledger.Origin{Format: r.file.Format, Line: r.s.lineNumber()}
	s.Interim = r.message.interim
	for r.child() {
		switch string(r.s.name) {
		case "Id":
			s.id = r.text(r.at("Id"))
		case "ElctrncSeqNb":
			s.electronic = r.text(r.at("ElctrncSeqNb"))
		case "LglSeqNb":
			s.legal = r.text(r.at("LglSeqNb"))
		case "CreDtTm":
			s.created, _ = parseDay(r.choice(r.at("CreDtTm")))
		case "StmtPgntn", "RptPgntn", "NtfctnPgntn":
			s.paged = r.pagination()
		case "FrToDt":
			s.period = r.period()
		case "Acct":
			if s.begun {
				r.badf(importer.Malformed, r.at("Acct"), "should stand before the entries")
			}
			s.account = r.decoder.account()
			r.own = s.account.iban
		case "Bal":
			r.balance(s)
		case "TxsSummry":
			r.summary(&s.summary)
		case "Ntry":
			r.line(s)
		default:
			r.skip()
		}
	}
	r.end(s)
}

// at returns the path of an element of the statement, as errors name it: Stmt/Acct.
func (r *reader) at(element string) string { return r.message.each + "/" + element }

// sends reports whether the sink is still to be told: a file with a fault is refused.
func (r *reader) sends() bool { return r.fatal == nil && len(r.errs) == 0 }

// begin opens the statement once its currency is known: by the account, a balance
// of what is booked, else by its first entry.
func (r *reader) begin(s *statement, first money.Currency) {
	if s.begun {
		return
	}
	s.begun = true
	s.Account = r.accountRef(s)
	s.Number = s.legal
	if s.Number == "" {
		s.Number = s.electronic
	}
	if s.Number == "" {
		s.Number = s.id
	}
	s.Currency = r.currency(s, first)
	s.Credits, s.Debits = money.New(0, s.Currency), money.New(0, s.Currency)
	if s.Currency == "" {
		return
	}
	s.Opening, s.Closing = r.booked(s, s.balances.opening()), r.booked(s, s.balances.closing)
	if s.balances.unsigned > 0 {
		r.warn("balance", s.Origin.Line, "%d balances don't say whether they are a credit or a debit (CdtDbtInd); they are read as credits", s.balances.unsigned)
	}
	if r.sends() {
		r.sent(r.to.Begin(s.Statement))
	}
}

// sent stops the reading when the sink failed.
func (r *reader) sent(err error) {
	if err != nil {
		r.fatal = err
	}
}

// accountRef returns the account's IBAN, or its number where that is none.
func (r *reader) accountRef(s *statement) ledger.AccountRef {
	if s.account.iban == "" {
		if iban, ok := ibanOf(s.account.other); ok {
			return ledger.AccountRef{IBAN: iban}
		}
		return ledger.AccountRef{Other: s.account.other}
	}
	if s.account.wrong {
		r.warn("iban", s.account.line, "the account's IBAN has wrong check digits; it is taken as a number that is none")
		return ledger.AccountRef{Other: s.account.iban}
	}
	return ledger.AccountRef{IBAN: ledger.IBAN(s.account.iban)}
}

// ibanOf returns the IBAN of an account whose number is given as something else: an
// IBAN under Othr, or a French RIB (bank 5, branch 5, account 11, key 2) with the right key.
func ibanOf(number string) (ledger.IBAN, bool) {
	if iban, err := ledger.ParseIBAN(number); err == nil {
		return iban, true
	}
	if len(number) != 23 {
		return "", false
	}
	iban, err := ledger.FrenchIBAN(number[:5], number[5:10], number[10:21])
	return iban, err == nil && strings.HasSuffix(string(iban), number[21:])
}

func (r *reader) currency(s *statement, first money.Currency) money.Currency {
	if s.account.currency != "" {
		c, ok := currencyOf(s.account.currency)
		if !ok {
			r.badf(importer.Malformed, r.at("Acct/Ccy"), "should be a currency of ISO 4217, like EUR")
		}
		return c
	}
	for _, c := range []money.Currency{s.balances.currency, first, s.balances.other} {
		if c != "" {
			return c
		}
	}
	r.badf(importer.Missing, r.at("Acct/Ccy"), "should be given: no amount says what the account's currency is")
	return ""
}

// end closes the statement with all that is known of it.
func (r *reader) end(s *statement) {
	if r.fatal != nil {
		return
	}
	r.begin(s, "")
	if !r.sends() {
		return
	}
	s.Opening, s.Closing = r.booked(s, s.balances.opening()), r.booked(s, s.balances.closing)
	if !s.Interim {
		r.page(s)
	}
	s.dateBalances()
	s.Whole = s.whole()
	if s.skipped > 0 && !s.Interim {
		r.warn("pending", s.Origin.Line, "%d entries are not booked yet and are left out", s.skipped)
	}
	if n := s.undated; n.count > 0 {
		r.warn("date", n.line, "%d entries from here on have no booking day (BookgDt); the statement's day or the value day is taken", n.count)
	}
	if n := r.wrongIBANs; n.count > 0 {
		r.warn("iban", n.line, "%d IBANs of other sides from here on have wrong check digits; they are kept as they are", n.count)
	}
	if s.skipped == 0 && !s.summary.fits(s) {
		r.warn("summary", s.Origin.Line, "number or sum of the entries are not those that the statement's own summary states (TxsSummry)")
	}
	r.sent(r.to.End(s.Statement))
}
