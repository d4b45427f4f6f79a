package ofx_test

import (
	"bytes"
	"html"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aclindsa/ofxgo"

	"lettrage/fixtures"
	"lettrage/fixtures/gen"
	"lettrage/importer/importertest"
	"lettrage/importer/ofx"
	"lettrage/ledger"
)

// alone reads the transactions of a file with ofxgo, of all statements in their order;
// false where it can't read the file.
func alone(content []byte) (all []ofxgo.Transaction, ok bool) {
	got, err := ofxgo.DecodeResponse(bytes.NewReader(content))
	if err != nil {
		return nil, false
	}
	for _, m := range append(append(got.Bank, got.CreditCard...), got.InvStmt...) {
		switch s := m.(type) {
		case *ofxgo.StatementResponse:
			all = append(all, of(s.BankTranList)...)
		case *ofxgo.CCStatementResponse:
			all = append(all, of(s.BankTranList)...)
		case *ofxgo.InvStatementResponse:
			if s.InvTranList != nil {
				for _, b := range s.InvTranList.BankTransactions {
					all = append(all, b.Transactions...)
				}
			}
		}
	}
	return all, true
}

func of(l *ofxgo.TransactionList) []ofxgo.Transaction {
	if l == nil {
		return nil
	}
	return l.Transactions
}

// oneBlank is a text with one blank where it has several.
func oneBlank(s ofxgo.String) string { return strings.Join(strings.Fields(string(s)), " ") }

// TestOracle: of a file that ofxgo can read alone, its lines are ours, one by one.
func TestOracle(t *testing.T) {
	var w bytes.Buffer
	if err := gen.New(gen.Options{Seed: 7, Invoices: 1500, Lines: 1500}).Year().WriteOFX(&w); err != nil {
		t.Fatal(err)
	}
	content := bytes.Map(func(r rune) rune { return min(r, '~') }, w.Bytes()) // ofxgo reads no windows-1252
	if !agree(t, "gen", content) {
		t.Error("ofxgo can't read what gen writes")
	}
}

// TestOracleOnCorpus is TestOracle on the sample files.
func TestOracleOnCorpus(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	compared := 0
	for _, row := range rows {
		if !row.Refused && strings.HasPrefix(row.File, "ofx/") && agree(t, row.File, fixtures.Read(t, filepath.Join(folder, filepath.FromSlash(row.File)))) {
			compared++
		}
	}
	t.Logf("%d samples can be read with ofxgo alone, and are the same here", compared)
	if compared == 0 {
		t.Error("no sample was compared")
	}
}

// agree compares what ofxgo alone and this package read of a file; false where ofxgo
// can't, or where it is known to lose lines.
func agree(t *testing.T, name string, content []byte) bool {
	t.Helper()
	want, ok := alone(content)
	statements, _, err := importertest.Read(t, ofx.Format, name, content)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return false
	}
	var got []ledger.Transaction
	for _, s := range statements {
		got = append(got, s.Lines...)
	}
	if !ok || len(want) != len(got) {
		return false
	}
	for i, g := range got {
		w := want[i]
		amount := w.TrnAmt.FloatString(g.Amount.Currency().Decimals())
		if g.Amount.String() != amount || g.Booked.Compact() != w.DtPosted.Format("20060102") || w.FiTID != "" && g.BankID != oneBlank(w.FiTID) {
			t.Errorf("%s, line %d: got %s %s %q, ofxgo %s %s %q", name, g.Line, g.Booked, g.Amount, g.BankID, w.DtPosted, amount, w.FiTID)
		}
		all := g.Counterparty.Name + "\n" + g.Label + "\n" + g.Remittance
		for _, text := range []ofxgo.String{w.Name, w.Memo} {
			if text := html.UnescapeString(oneBlank(text)); !strings.Contains(all, text) && !strings.EqualFold(g.Label, text) {
				t.Errorf("%s, line %d: got %q, ofxgo %q", name, g.Line, all, text)
			}
		}
	}
	return true
}

// TestWhatOFXGoCannot has the misreadings of ofxgo for which this package reads amounts,
// days and the nesting itself. Where one of them is mended, the package comment is to be shortened.
func TestWhatOFXGoCannot(t *testing.T) {
	text := sgml.write(base)
	change := func(old, new string) []ofxgo.Transaction {
		t.Helper()
		all, ok := alone([]byte(strings.Replace(text, old, new, 1)))
		if !ok || len(all) == 0 {
			t.Fatalf("%q: ofxgo reads nothing", new)
		}
		return all
	}
	if all := change("<TRNAMT>1234.56\n", ""); all[0].TrnAmt.Sign() != 0 {
		t.Error("a missing amount is no zero any more")
	}
	for _, amount := range []string{"1/3", "1e3", "0x10", "1,234"} {
		if all := change("1234.56", amount); all[0].TrnAmt.Sign() == 0 {
			t.Errorf("%s is no amount any more", amount)
		}
	}
	if all := change("<DTPOSTED>20260105\n", ""); all[0].DtPosted.Year() != 1 {
		t.Error("a missing day is no day any more")
	}
	if all := change("FACT 12\n</STMTTRN>\n", "FACT 12\n"); len(all) == len(base[0].lines) {
		t.Error("a missing end tag loses no line any more")
	}
	if all := change("<MEMO>", "<X.CAT>food\n<MEMO>"); all[0].Memo != "" {
		t.Error("an unknown element hides no other any more")
	}
	if all := change("<NAME>DURAND SARL", "<NAME>DURAND SARL\n<NAME>ROUX"); all[0].Name != "ROUX" {
		t.Error("the last of two names is not kept alone any more")
	}
	if _, ok := alone([]byte(strings.Replace(text, "FACT 12", "r\xe9gl\xe9", 1))); ok {
		t.Error("windows-1252 is read")
	}
}
