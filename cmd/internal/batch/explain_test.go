package batch

import (
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
	"lettrage/matcher"
)

// explained asks why, and checks that nothing was written.
func explained(t *testing.T, b *Batch, c ledger.Company, id, against string) Explained {
	t.Helper()
	before, hash, err := b.Store.Head(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	e, err := b.Explain(t.Context(), c, id, against)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Refused) != len(e.Why.Ways) {
		t.Errorf("%d ways and %d answers whether they were refused", len(e.Why.Ways), len(e.Refused))
	}
	if after, now, err := b.Store.Head(t.Context(), c.ID); err != nil || after != before || now != hash {
		t.Errorf("the chain moved from %d to %d (%v)", before, after, err)
	}
	return e
}

// A line that was matched is explained as of then: what settled its items since, its
// own decision first of all, is not known.
func TestExplainThen(t *testing.T) {
	b, c := smallBook(t)
	e := explained(t, b, c, "B0001", "FA-2026-0101")
	if !e.Then || e.SetAside || e.Why.Decision.Status != ledger.Auto || e.Why.Against.Place != 0 {
		t.Errorf("%+v", e.Why.Decision)
	}
	if e.Standing.Chosen.Allocations[0] != e.Why.Decision.Chosen.Allocations[0] || e.Standing.Chosen.Share != e.Why.Decision.Chosen.Share {
		t.Errorf("decided %v, explained %v", e.Standing.Chosen, e.Why.Decision.Chosen)
	}
	if e.External != "B0001" {
		t.Errorf("the bank's id is %q", e.External)
	}
}

// A line in review is explained with what is known now: an item that was taken since counts.
func TestExplainNow(t *testing.T) {
	b, c := smallBook(t)
	if n := explained(t, b, c, "B0006", "FA-2026-0200").Why.Against; n.Bar != matcher.UnknownNumber {
		t.Errorf("an item that is not there: %q", n.Bar)
	}
	takeList(t, b, c, "more.csv", []byte(`number,type,customer_id,customer_name,issue_date,due_date,currency,total,open_amount,status
FA-2026-0200,invoice,C001,Boulangerie Merisier SARL,2026-10-30,2026-11-30,EUR,4321.00,4321.00,open
`))
	e := explained(t, b, c, "B0006", "fa 2026 0200")
	if n := e.Why.Against; e.Then || n.Invoice != "FA-2026-0200" || n.Bar != matcher.CanBe || len(n.Way.Allocations) != 1 {
		t.Errorf("against an item of today: %+v", n)
	}
}

// What a person refused is marked, and who settled an item is named.
func TestExplainRefusedAndSettled(t *testing.T) {
	b, c := smallBook(t)
	if _, err := b.Refuse(t.Context(), c, "B0005"); err != nil {
		t.Fatal(err)
	}
	e := explained(t, b, c, "B0005", "FA-2026-0101")
	if e.Standing.Reason != ledger.Refused || len(e.Refused) == 0 || !e.Refused[0] {
		t.Errorf("standing %s, refused %v", e.Standing.Reason, e.Refused)
	}
	n := e.Why.Against
	if n.Bar != matcher.SettledInBook || len(n.Settled) != 1 || e.Lines[n.Settled[0]].BankID != "B0001" {
		t.Errorf("settled by %v: %v", n.Settled, e.Lines)
	}
}

// What the matcher is not asked is not explained by it.
func TestExplainSetAside(t *testing.T) {
	b, c := newBook(t)
	takeStatement(t, b, c, "dollars.ofx", []byte(`OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>50.00<FITID>D1<NAME>MAPLE INC US-1</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>50.00<DTASOF>20261102</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`))
	e := explained(t, b, c, "D1", "")
	if !e.SetAside || e.Why.Decision.Reason != ledger.ForeignMoney || len(e.Why.Ways) != 0 {
		t.Errorf("%+v", e)
	}
}

// Each line of a book can be explained against each item of it.
func TestExplainEveryLine(t *testing.T) {
	b, c := smallBook(t)
	lines, err := collect(b.Store.Lines(t.Context(), c.ID, store.LineFilter{}))
	if err != nil || len(lines) == 0 {
		t.Fatal(err)
	}
	for _, l := range lines {
		for _, number := range []string{"", "FA-2026-0101", "FA-2026-0104", "FA-2026-0105", "nothing"} {
			explained(t, b, c, string(l.ID), number)
		}
	}
}
