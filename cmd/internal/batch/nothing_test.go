package batch

import (
	"errors"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// Banks write lines of zero to tell something. They are taken, nobody has to look at
// them, they have no entry, and the book goes on.
func TestLinesOfNothing(t *testing.T) {
	b, c := newBook(t)
	first := takeStatement(t, b, c, "a.csv", []byte("Date;Libellé;Débit;Crédit\n02/11/2026;INFORMATION TARIFS;;0,00\n03/11/2026;VIR CHAT NOIR;;12,00\n"))
	if first.New != 2 || first.Outcome.Auto != 0 || first.Outcome.None != 1 || first.Outcome.Review != 1 {
		t.Errorf("%d new, %+v", first.New, first.Outcome)
	}
	// Not known to be the same one: a possible duplicate, and still for nobody.
	second := takeStatement(t, b, c, "b.csv", []byte("Date;Libellé;Débit;Crédit\n02/11/2026;INFORMATION TARIFS;;0,00\n"))
	if second.Outcome.Review != 0 {
		t.Errorf("%+v", second.Outcome)
	}
	takeStatement(t, b, c, "c.ofx", []byte("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM>"+
		"<BANKTRANLIST><STMTTRN><TRNTYPE>OTHER<DTPOSTED>20261105<TRNAMT>0.00<FITID>9<NAME>ARRETE</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"))
	proven(t, b, c)
	if _, err := b.Match(t.Context(), c, false); err != nil {
		t.Error(err)
	}
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil || len(reviews) != 1 || reviews[0].Line.Amount.IsZero() {
		t.Errorf("%d lines need a person, %v", len(reviews), err)
	}
	var e *ledger.Error
	for l, err := range b.Store.Lines(t.Context(), c.ID, store.LineFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Book(t.Context(), c, string(l.ID), "627"); l.Amount.IsZero() && (!errors.As(err, &e) || e.Kind != ledger.Conflict) {
			t.Errorf("to book nothing: %v", err)
		}
	}
	proven(t, b, c)
}
