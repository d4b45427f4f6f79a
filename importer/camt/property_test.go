package camt_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/importer/camt"
	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// TestReadsWhatIsWritten: what a plain writer writes of any statement is read back the same,
// whatever the version, the prefix, the escapes and the blanks between elements.
func TestReadsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawStatement(rt)
		w := &writer{rt: rt, prefix: rapid.SampledFrom([]string{"", "p:"}).Draw(rt, "prefix"), blank: rapid.SampledFrom([]string{"", "\n  ", "\r\n"}).Draw(rt, "blank"),
			version: rapid.IntRange(1, 16).Draw(rt, "version")}
		text := w.write(want)
		got, warnings, err := importertest.Read(t, camt.Format, "written.xml", []byte(text))
		if err != nil || len(warnings) > 0 || len(got) != 1 {
			rt.Fatalf("%d statements, %v, %v of\n%s", len(got), warnings, err, text)
		}
		if want := fmt.Sprintf("camt.053.001.%02d", w.version); got[0].Origin.Format != want {
			rt.Fatalf("got %s, want %s", got[0].Origin.Format, want)
		}
		if g := got[0]; g.Account != want.Account || g.Currency != want.Currency || g.Number != want.Number || !reflect.DeepEqual(g.Opening, want.Opening) ||
			!reflect.DeepEqual(g.Closing, want.Closing) || g.Statement.Lines != len(want.Lines) {
			rt.Fatalf("got %+v, want %+v of\n%s", g.Statement, want.Statement, text)
		}
		for i, line := range got[0].Lines {
			line.Line = 0
			if !reflect.DeepEqual(line, want.Lines[i]) {
				rt.Fatalf("line %d:\ngot  %+v\nwant %+v of\n%s", i, line, want.Lines[i], text)
			}
		}
	})
}

var (
	ibans = []string{"FR7610278060420002020202058", "DE89370400440532013000", "BE68539007547034"}
	codes = map[string]ledger.Kind{"PMNT/RCDT/ESCT": ledger.Transfer, "PMNT/IDDT/ESDD": ledger.DirectDebit, "ACMT/MDOP/FEES": ledger.Fee, "TRAD/LICD/OTHR": ledger.Other}
)

func drawStatement(rt *rapid.T) importertest.Statement {
	var s importertest.Statement
	s.Currency = rapid.SampledFrom([]money.Currency{"EUR", "JPY", "TND"}).Draw(rt, "currency")
	s.Account = ledger.AccountRef{IBAN: "FR7630004012340001234567862"}
	s.Number = rapid.StringMatching(`[A-Z0-9]{1,8}`).Draw(rt, "number")
	day, _ := ledger.NewDate(2026, 3, 2)
	balance := rapid.Int64Range(-1e12, 1e12).Draw(rt, "opening")
	s.Opening = &ledger.Balance{Date: day, Amount: money.New(balance, s.Currency)}
	for range rapid.IntRange(0, 4).Draw(rt, "lines") {
		day += ledger.Date(rapid.IntRange(0, 2).Draw(rt, "days"))
		l := drawLine(rt, s.Currency, day)
		balance += l.Amount.Minor()
		s.Lines = append(s.Lines, l)
	}
	s.Closing = &ledger.Balance{Date: day, Amount: money.New(balance, s.Currency)}
	return s
}

func drawLine(rt *rapid.T, c money.Currency, day ledger.Date) ledger.Transaction {
	t := ledger.Transaction{Booked: day, BankID: rapid.StringMatching(`[A-Z0-9]{6,12}`).Draw(rt, "id"), Label: drawText(rt, "label"), Reversal: rapid.Bool().Draw(rt, "reversal")}
	if rapid.Bool().Draw(rt, "valued") {
		t.Value = day + 1
	}
	t.Code = rapid.SampledFrom([]string{"ACMT/MDOP/FEES", "PMNT/IDDT/ESDD", "PMNT/RCDT/ESCT", "TRAD/LICD/OTHR"}).Draw(rt, "code")
	t.Kind = codes[t.Code]
	sign := rapid.SampledFrom([]int64{1, -1}).Draw(rt, "sign")
	switch n := rapid.IntRange(0, 4).Draw(rt, "payments"); n {
	case 0:
		t.Amount = money.New(sign*rapid.Int64Range(1, 1e12).Draw(rt, "amount"), c)
	case 1:
		t.Amount = money.New(sign*rapid.Int64Range(1, 1e12).Draw(rt, "amount"), c)
		t.Payment = drawPayment(rt, c)
	default:
		var sum int64
		returned := true
		for range n {
			minor := sign * rapid.Int64Range(1, 1e11).Draw(rt, "part")
			sum += minor
			t.Details = append(t.Details, ledger.Detail{Amount: money.New(minor, c), Payment: drawPayment(rt, c)})
			returned = returned && t.Details[len(t.Details)-1].ReturnReason != ""
		}
		t.Amount = money.New(sum, c)
		if returned {
			t.Kind = ledger.Returned
		}
	}
	if t.ReturnReason != "" || t.Reversal && t.Kind != ledger.Fee {
		t.Kind = ledger.Returned
	}
	return t
}

func drawPayment(rt *rapid.T, c money.Currency) ledger.Payment {
	maybe := func(pattern, name string) string {
		return rapid.OneOf(rapid.Just(""), rapid.StringMatching(pattern)).Draw(rt, name)
	}
	p := ledger.Payment{Counterparty: ledger.Party{Name: drawText(rt, "name"), Account: rapid.SampledFrom(append(ibans, "", "0012/3456")).Draw(rt, "account")}}
	if p.Counterparty.Name != "" && rapid.Bool().Draw(rt, "on behalf") {
		p.Ultimate.Name = p.Counterparty.Name + " II"
	}
	p.Remittance = strings.Join(drawTexts(rt, "remittance"), "\n")
	p.References = drawTexts(rt, "references")
	p.EndToEndID, p.MandateID, p.Cheque = maybe(`E[0-9]{3,8}`, "e2e"), maybe(`M[0-9]{3,8}`, "mandate"), maybe(`[0-9]{7}`, "cheque")
	p.ReturnReason = maybe(`(AC04|MD01|X9)`, "reason")
	if rapid.Bool().Draw(rt, "charged") {
		m := money.New(rapid.Int64Range(1, 1e6).Draw(rt, "charges"), c)
		p.Charges = &m
	}
	if rapid.Bool().Draw(rt, "instructed") {
		m := money.New(rapid.Int64Range(1, 1e9).Draw(rt, "sent"), "USD")
		p.Instructed = &m
	}
	return p
}

// drawText draws a text without blanks around it, with all that XML must escape.
func drawText(rt *rapid.T, name string) string {
	return strings.TrimSpace(rapid.StringOfN(rapid.RuneFrom([]rune("abXY019 &<>\"']é€Ω/-.#;")), 0, 20, -1).Draw(rt, name))
}

func drawTexts(rt *rapid.T, name string) []string {
	var out []string
	for range rapid.IntRange(0, 3).Draw(rt, name) {
		if text := drawText(rt, name); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// writer writes a statement as camt.053.
type writer struct {
	rt            *rapid.T
	b             strings.Builder
	prefix, blank string
	version       int // 8 of .001.08
}

// in writes an element and what write writes within.
func (w *writer) in(name string, write func()) {
	fmt.Fprintf(&w.b, "<%s%s>%s", w.prefix, name, w.blank)
	write()
	fmt.Fprintf(&w.b, "</%s%s>%s", w.prefix, name, w.blank)
}

// leaf writes an element with a text, where there is one.
func (w *writer) leaf(name, text string) {
	if text != "" {
		fmt.Fprintf(&w.b, "<%s%s>%s</%s%s>%s", w.prefix, name, w.escape(text), w.prefix, name, w.blank)
	}
}

func (w *writer) escape(text string) string {
	switch rapid.IntRange(0, 2).Draw(w.rt, "escape") {
	case 0:
		return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
	case 1:
		var b strings.Builder
		for _, r := range text {
			fmt.Fprintf(&b, "&#x%X;", r)
		}
		return b.String()
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

func (w *writer) amount(m money.Amount) {
	abs, _ := m.Abs()
	fmt.Fprintf(&w.b, `<%sAmt Ccy="%s">%s</%sAmt>`, w.prefix, m.Currency(), abs, w.prefix)
}

func (w *writer) direction(m money.Amount) {
	if m.Sign() < 0 {
		w.leaf("CdtDbtInd", "DBIT")
	} else {
		w.leaf("CdtDbtInd", "CRDT")
	}
}

func (w *writer) balance(code string, b *ledger.Balance) {
	w.in("Bal", func() {
		w.in("Tp", func() { w.in("CdOrPrtry", func() { w.leaf("Cd", code) }) })
		w.amount(b.Amount)
		w.direction(b.Amount)
		w.in("Dt", func() { w.leaf("Dt", b.Date.String()) })
	})
}

func (w *writer) write(s importertest.Statement) string {
	colon := strings.TrimSuffix(":"+w.prefix, ":")
	fmt.Fprintf(&w.b, `<%sDocument xmlns%s="urn:iso:std:iso:20022:tech:xsd:camt.053.001.%02d">`, w.prefix, colon, w.version)
	message := "BkToCstmrStmt"
	if w.version == 1 {
		message = "BkToCstmrStmtV01"
	}
	w.in(message, func() {
		w.in("Stmt", func() {
			w.leaf("Id", s.Number)
			w.in("Acct", func() {
				w.in("Id", func() { w.leaf("IBAN", string(s.Account.IBAN)) })
				w.in("Ownr", func() { w.leaf("Nm", "OWNER SA") })
			})
			w.balance("OPBD", s.Opening)
			w.balance("CLBD", s.Closing)
			for _, l := range s.Lines {
				w.in("Ntry", func() { w.entry(l) })
			}
		})
	})
	fmt.Fprintf(&w.b, "</%sDocument>", w.prefix)
	return w.b.String()
}

func (w *writer) entry(l ledger.Transaction) {
	w.amount(l.Amount)
	w.direction(l.Amount)
	if l.Reversal {
		w.leaf("RvslInd", "true")
	}
	if w.version < 7 {
		w.leaf("Sts", "BOOK")
	} else {
		w.in("Sts", func() { w.leaf("Cd", "BOOK") })
	}
	w.in("BookgDt", func() { w.leaf("Dt", l.Booked.String()) })
	if l.Value != 0 {
		w.in("ValDt", func() { w.leaf("DtTm", l.Value.String()+"T10:00:00+01:00") })
	}
	w.leaf("AcctSvcrRef", l.BankID)
	code := strings.Split(l.Code, "/")
	w.in("BkTxCd", func() {
		w.in("Domn", func() {
			w.leaf("Cd", code[0])
			w.in("Fmly", func() { w.leaf("Cd", code[1]); w.leaf("SubFmlyCd", code[2]) })
		})
	})
	details := func() {
		if len(l.Details) == 0 && !reflect.DeepEqual(l.Payment, ledger.Payment{}) {
			w.in("TxDtls", func() { w.payment(l.Payment, l.Amount, l) })
		}
		for _, d := range l.Details {
			w.in("TxDtls", func() { w.payment(d.Payment, d.Amount, l) })
		}
	}
	if w.version == 1 {
		details()
	} else {
		w.in("NtryDtls", details)
	}
	w.leaf("AddtlNtryInf", l.Label)
}

func (w *writer) payment(p ledger.Payment, amount money.Amount, l ledger.Transaction) {
	w.in("Refs", func() { w.leaf("EndToEndId", p.EndToEndID); w.leaf("MndtId", p.MandateID); w.leaf("ChqNb", p.Cheque) })
	if w.version > 3 {
		w.amount(amount)
		w.direction(amount)
	}
	w.in("AmtDtls", func() {
		if p.Instructed != nil {
			w.in("InstdAmt", func() { w.amount(*p.Instructed) })
		}
		w.in("TxAmt", func() { abs, _ := amount.Abs(); w.amount(abs) })
	})
	w.charges(p)
	side := "Dbtr"
	if back := l.Reversal || p.ReturnReason != ""; (amount.Sign() < 0) != back {
		side = "Cdtr"
	}
	w.in("RltdPties", func() {
		w.party(side, p.Counterparty.Name)
		if a := p.Counterparty.Account; strings.Contains(a, "/") {
			w.in(side+"Acct", func() { w.in("Id", func() { w.in("Othr", func() { w.leaf("Id", a) }) }) })
		} else if a != "" {
			w.in(side+"Acct", func() { w.in("Id", func() { w.leaf("IBAN", a) }) })
		}
		w.party("Ultmt"+side, p.Ultimate.Name)
	})
	w.in("RmtInf", func() {
		for _, piece := range strings.Split(p.Remittance, "\n") {
			w.leaf("Ustrd", piece)
		}
		for _, ref := range p.References {
			w.in("Strd", func() { w.in("CdtrRefInf", func() { w.leaf(w.since(2, "Ref", "CdtrRef"), ref) }) })
		}
	})
	if p.ReturnReason != "" {
		w.in("RtrInf", func() { w.in(w.since(2, "Rsn", "RtrRsn"), func() { w.leaf("Cd", p.ReturnReason) }) })
	}
}

// since returns the name that an element has from a version on, else the one that it had before.
func (w *writer) since(version int, name, before string) string {
	if w.version >= version {
		return name
	}
	return before
}

func (w *writer) charges(p ledger.Payment) {
	switch {
	case p.Charges == nil:
	case w.version > 3:
		w.in("Chrgs", func() { w.in("Rcrd", func() { w.amount(*p.Charges) }) })
	default:
		w.in("Chrgs", func() { w.amount(*p.Charges) })
	}
}

func (w *writer) party(element, name string) {
	switch {
	case name == "":
	case w.version > 7:
		w.in(element, func() { w.in("Pty", func() { w.leaf("Nm", name) }) })
	default:
		w.in(element, func() { w.leaf("Nm", name) })
	}
}
