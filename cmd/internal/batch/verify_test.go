package batch

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lettrage/ledger"
)

// unhashed are the columns that may be changed without notice, and why. Every other one
// is proven by Verify. A column that is not there any more fails.
var unhashed = map[string]string{
	"head.line": "where the lines end: an end too early is noticed", "head.statement": "the same",
	"intake.seq": workState, "intake.processed": workState, "intake.first_line": workState, "intake.last_line": workState,
	"account.ordinal": "given once, to make the account's ID and number", "account.iban": personal, "account.other": personal,
	"statement.iban": personal, "statement.other": personal, "statement.format": fileTells, "statement.place": fileTells,
	"line.scheme": fileTells, "line.place": fileTells, "notice.scheme": fileTells, "notice.place": fileTells,
	"customer.id": list, "customer.name": list, "customer.person": list, "customer.siren": list, "customer.accounts": list, "customer.trade": list, "customer.mandates": list, "customer.email": list, "customer.city": list,
	"customer.country": list, "customer.days": list, "customer.discount": list, "customer.discount_days": list, "customer.grp": list,
	"allocation.i": "the order of allocations, of one only here", "lesson.key": personal,
}

const (
	workState = "what is done and what is not; the chain has what was done"
	personal  = "may be a person's, and so not in the chain, where it could not be erased"
	fileTells = "the file, whose hash is in the chain, says it"
	list      = "the latest list says it; the chain has no copy"
)

// unproven are the tables of which nothing is: marks of work, and the program's own.
var unproven = []string{"alias", "load", "loading", "goose_db_version", "sqlite_sequence"}

// column is a column of a table, and the names of the table's key.
type column struct {
	table, name string
	key         []string
}

func (c column) String() string { return c.table + "." + c.name }

// aNotice tells of the line B0005, and of another that no statement has brought.
const aNotice = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N-1</Id><Acct><Id><Othr><Id>12345678901</Id></Othr></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">90.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-09</Dt></BookgDt><ValDt><Dt>2026-11-09</Dt></ValDt><AcctSvcrRef>B0005</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>ODILE CASTAGNIER</Nm></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">91.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-10</Dt></BookgDt></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`

// Whatever value of the stored books is changed, beside the program, is found.
func TestVerifyFindsEveryChangedColumn(t *testing.T) {
	b, c := smallBook(t)
	reviews, err := b.Reviews(t.Context(), c)
	if err != nil || len(reviews) == 0 {
		t.Fatalf("no line to review: %v", err)
	}
	if _, err := b.Accept(t.Context(), c, string(reviews[0].Line.ID), 1); err != nil {
		t.Fatal(err)
	}
	takeStatement(t, b, c, "notice.xml", []byte(aNotice))
	if r, err := b.Verify(t.Context(), c, ""); err != nil || !r.OK() || r.Decisions < 4 {
		t.Fatalf("the book is found wrong before: %v, %v", r.Findings, err)
	}
	db := unlocked(t, b.Config.Database)
	seen := make(map[string]bool)
	for i, col := range columns(t, db) {
		seen[col.String()] = true
		if testing.Short() && i%4 > 0 {
			continue
		}
		restore, ok := spoil(t, db, col)
		if !ok {
			continue // no row
		}
		r, err := b.Verify(t.Context(), c, "")
		found := err != nil || !r.OK()
		if _, isFree := unhashed[col.String()]; found == isFree {
			t.Errorf("%s was changed; found: %v, should be %v", col, found, !isFree)
		}
		restore()
	}
	for name := range unhashed {
		if !seen[name] {
			t.Errorf("%s is called free and is no column", name)
		}
	}
	if r, err := b.Verify(t.Context(), c, ""); err != nil || !r.OK() {
		t.Fatalf("the book is not as it was: %v, %v", r.Findings, err)
	}
}

// unlocked opens the book beside the program, its triggers and checks off.
func unlocked(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	for _, name := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'trigger'`) {
		run(t, db, `DROP TRIGGER `+name)
	}
	run(t, db, `PRAGMA foreign_keys = 0`)
	run(t, db, `PRAGMA ignore_check_constraints = 1`)
	return db
}

func run(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// columns returns the columns of the books, but for the company that names the row.
func columns(t *testing.T, db *sql.DB) []column {
	t.Helper()
	var all []column
	for _, table := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`) {
		if slices.Contains(unproven, table) {
			continue
		}
		key := texts(t, db, `SELECT name FROM pragma_table_info('`+table+`') WHERE pk > 0`)
		for _, name := range texts(t, db, `SELECT name FROM pragma_table_info('`+table+`')`) {
			if name != "company" && (table != "company" || name != "id") {
				all = append(all, column{table, name, key})
			}
		}
	}
	return all
}

// spoil gives a column of one row another value, and returns what sets it back. It
// takes a row with a value where there is one.
func spoil(t *testing.T, db *sql.DB, c column) (restore func(), ok bool) {
	t.Helper()
	key := make([]any, len(c.key))
	places := make([]any, len(c.key)+1)
	for i := range key {
		places[i+1] = &key[i]
	}
	var old any
	places[0] = &old
	query := fmt.Sprintf(`SELECT %s, %s FROM %s ORDER BY %s IS NULL, %s = '' LIMIT 1`, c.name, strings.Join(c.key, ", "), c.table, c.name, c.name)
	if err := db.QueryRow(query).Scan(places...); err != nil {
		return nil, false
	}
	set := func(value any, where []any) {
		run(t, db, fmt.Sprintf(`UPDATE %s SET %s = ? WHERE %s = ?`, c.table, c.name, strings.Join(c.key, ` = ? AND `)), append([]any{value}, where...)...)
	}
	other := another(c.name, old)
	set(other, key)
	if i := slices.Index(c.key, c.name); i >= 0 {
		key[i] = other // the row is found by its new key
	}
	return func() { set(old, key) }, true
}

// another returns a value of the same kind.
func another(name string, old any) any {
	switch v := old.(type) {
	case int64:
		if slices.Contains([]string{"held", "reversal", "credit_note", "processed", "provisional", "person"}, name) {
			return 1 - v
		}
		return v + 1000
	case []byte:
		changed := slices.Clone(v)
		changed[0] ^= 1
		return changed
	case string:
		if d, err := ledger.ParseDate(v); err == nil {
			return (d + 1).String()
		}
		return v + "x"
	case time.Time: // the driver's reading of a column that is declared so
		return v.AddDate(0, 0, 1)
	}
	return 1000 // an amount that is not stated
}

func TestVerifyHead(t *testing.T) {
	b, c := smallBook(t)
	r, err := b.Verify(t.Context(), c, "")
	if err != nil {
		t.Fatal(err)
	}
	takeStatement(t, b, c, "december.csv", []byte(strings.ReplaceAll(november, "/11/2026", "/12/2026")))
	if later, err := b.Verify(t.Context(), c, r.Head.String()); err != nil || !later.OK() || later.Head == r.Head {
		t.Errorf("the earlier head is not found: %v, %v", later.Findings, err)
	}
	if later, err := b.Verify(t.Context(), c, strings.Repeat("0", 63)+"1"); err != nil || later.OK() {
		t.Errorf("a head of another book is found: %v", err)
	}
	if _, err := b.Verify(t.Context(), c, "no head"); err == nil {
		t.Error("a head that is no hash is taken")
	}
}

// An opening balance that moves to an earlier financial year has a lower number than
// the one that it replaces: the later one of the chain is live.
func TestOpeningMovesToAnEarlierYear(t *testing.T) {
	b, c := newBook(t)
	for _, m := range []struct{ month, amount, closing string }{{"202603", "10.00", "130.00"}, {"202601", "20.00", "120.00"}, {"202512", "30.00", "100.00"}, {"202604", "5.00", "135.00"}} {
		takeStatement(t, b, c, m.month+".ofx", ofxOf(m.month, m.amount, m.closing))
	}
	if r, err := b.Verify(t.Context(), c, ""); err != nil || !r.OK() || len(r.Unproven) > 0 || r.Balances != 4 {
		t.Errorf("%v %v, %d balances, %v", r.Findings, r.Unproven, r.Balances, err)
	}
}

// ofxOf is a month's statement of one line, with the balance at its end.
func ofxOf(month, amount, closing string) []byte {
	return fmt.Appendf(nil, `OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>%[1]s28<LANGUAGE>FRA</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>30006<BRANCHID>00001<ACCTID>12345678901<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>%[1]s01<DTEND>%[1]s28<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>%[1]s10<TRNAMT>%[2]s<FITID>F%[1]s<NAME>VIR</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>%[3]s<DTASOF>%[1]s28</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`, month, amount, closing)
}
