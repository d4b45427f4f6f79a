package camt_test

import (
	"encoding/xml"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/moov-io/iso20022/pkg/camt_v08"
	"github.com/moov-io/iso20022/pkg/common"

	"lettrage/fixtures"
	"lettrage/importer/camt"
	"lettrage/importer/importertest"
	"lettrage/ledger"
)

// TestOracle compares with moov-io/iso20022, which decodes statements of .001.08 from the schema: number of
// statements and entries, days, references, reversals. Never amounts, of which it makes floats.
func TestOracle(t *testing.T) {
	compared := 0
	for _, file := range fixtures.Files(t, "camt/*.001.08.xml") {
		compared += oracle(t, file)
	}
	if compared < 15 {
		t.Errorf("only %d entries were compared", compared)
	}
}

// TestOracleOnCorpus is TestOracle on statements of real banks.
func TestOracleOnCorpus(t *testing.T) {
	folder, rows := importertest.Manifest(t)
	for _, row := range rows {
		if row.Version == "camt.053.001.08" && !row.Refused {
			oracle(t, filepath.Join(folder, filepath.FromSlash(row.File)))
		}
	}
}

// oracle compares one file and returns how many entries it has.
func oracle(t *testing.T, file string) (entries int) {
	var want struct {
		XMLName xml.Name                             `xml:"Document"`
		Stmt    *camt_v08.BankToCustomerStatementV08 `xml:"BkToCstmrStmt"`
	}
	content := fixtures.Read(t, file)
	if err := xml.Unmarshal(content, &want); err != nil || want.Stmt == nil {
		return 0 // in an envelope, or another message
	}
	got, _, err := importertest.Read(t, camt.Format, file, content)
	if err != nil || len(got) != len(want.Stmt.Stmt) {
		t.Errorf("%s: %d statements, %v, want %d", file, len(got), err, len(want.Stmt.Stmt))
		return 0
	}
	for i, s := range want.Stmt.Stmt {
		lines := got[i].Lines
		for j := range s.Ntry {
			if !isBooked(&s.Ntry[j]) {
				continue
			}
			if len(lines) == 0 {
				t.Errorf("%s: statement %d has fewer lines", file, i)
				return entries
			}
			compareEntry(t, file, lines[0], &s.Ntry[j])
			lines = lines[1:]
			entries++
		}
		if len(lines) > 0 {
			t.Errorf("%s: statement %d has %d lines more", file, i, len(lines))
		}
	}
	return entries
}

func isBooked(e *camt_v08.ReportEntry10) bool {
	return e.Sts.Cd == "" || e.Sts.Cd == "BOOK"
}

func compareEntry(t *testing.T, file string, got ledger.Transaction, want *camt_v08.ReportEntry10) {
	var details []camt_v08.EntryTransaction10
	for _, d := range want.NtryDtls {
		details = append(details, d.TxDtls...)
	}
	id := text(want.AcctSvcrRef)
	if id == "" && len(details) == 1 && details[0].Refs != nil {
		id = text(details[0].Refs.AcctSvcrRef)
	}
	if got.BankID != id || got.Reversal != want.RvslInd {
		t.Errorf("%s:%d: is %q, reversal %v, want %q, %v", file, got.Line, got.BankID, got.Reversal, id, want.RvslInd)
	}
	if day := dayOf(want.BookgDt); day != 0 && got.Booked != day {
		t.Errorf("%s:%d: booked on %s, want %s", file, got.Line, got.Booked, day)
	}
	if day := dayOf(want.ValDt); got.Value != day {
		t.Errorf("%s:%d: value day %s, want %s", file, got.Line, got.Value, day)
	}
	payments := []ledger.Payment{got.Payment}
	if len(got.Details) > 0 {
		payments = payments[:0]
		for _, d := range got.Details {
			payments = append(payments, d.Payment)
		}
	}
	for i, d := range details {
		if d.Refs == nil || len(payments) != len(details) {
			continue
		}
		endToEnd := text(d.Refs.EndToEndId)
		if strings.HasPrefix(endToEnd, "NOT") {
			endToEnd = ""
		}
		if p := payments[i]; p.EndToEndID != endToEnd && !strings.Contains(p.Remittance, endToEnd) || p.MandateID != text(d.Refs.MndtId) || p.Cheque != text(d.Refs.ChqNb) {
			t.Errorf("%s:%d: payment %d has references %q %q %q", file, got.Line, i, p.EndToEndID, p.MandateID, p.Cheque)
		}
	}
}

func text(s *common.Max35Text) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(string(*s))
}

func dayOf(d *camt_v08.DateAndDateTime2Choice) ledger.Date {
	switch {
	case d == nil:
		return 0
	case !time.Time(d.Dt).IsZero():
		return ledger.DateOf(time.Time(d.Dt))
	}
	return ledger.DateOf(time.Time(d.DtTm))
}
