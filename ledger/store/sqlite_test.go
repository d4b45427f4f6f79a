package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/ledger/store"
	"lettrage/ledger/store/storetest"
)

// filled is the path of a closed book with some of everything in it.
func filled(t *testing.T, how ...store.Option) string {
	t.Helper()
	s, path := open(t, how...)
	b := storetest.NewBook(t, s, "Sirius SAS")
	storetest.Fill(b)
	storetest.Prove(b)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// raw opens the file as another program would.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23", " ", "%20").Replace(path)+"?_pragma=busy_timeout(2000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func exec(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func kindIs(t *testing.T, what string, err error, kind ledger.ErrorKind) {
	t.Helper()
	if !errors.Is(err, &ledger.Error{Kind: kind}) {
		t.Errorf("%s: error is %v, should be of kind %s", what, err, kind)
	}
}

// TestAppendOnly: the database itself refuses to change what was recorded.
func TestAppendOnly(t *testing.T) {
	path := filled(t)
	db := raw(t, path)
	exec(t, db, "PRAGMA foreign_keys = 0")
	for _, s := range []string{
		"UPDATE event SET today = '2026-01-01'", "DELETE FROM event", "DELETE FROM head", "UPDATE head SET seq = seq - 1", "UPDATE head SET line = 0",
		"UPDATE company SET name = 'x'", "DELETE FROM company", "UPDATE chart SET number = '1'", "DELETE FROM chart",
		"UPDATE intake SET processed = 0 WHERE processed = 1", "DELETE FROM intake", "UPDATE account SET ledger = '1'", "UPDATE account SET iban = 'x'", "DELETE FROM account",
		"UPDATE statement SET closing = 1", "DELETE FROM statement", "UPDATE line SET amount = 1", "UPDATE line SET held = 0", "UPDATE line SET texts = '{}'", "DELETE FROM line",
		"UPDATE alias SET bank_id = 'x'", "DELETE FROM alias", "UPDATE invoice SET total = 1", "UPDATE invoice SET customer_name = 'x'", "DELETE FROM invoice",
		"UPDATE decision SET status = 'none'", "DELETE FROM decision", "UPDATE allocation SET amount = 1", "DELETE FROM allocation",
		"UPDATE entry SET day = '2026-01-01'", "UPDATE entry SET label = 'x'", "DELETE FROM entry", "UPDATE posting SET amount = 1", "UPDATE posting SET aux_name = 'x'", "DELETE FROM posting",
		"UPDATE lesson SET customer = 'x'", "DELETE FROM lesson", "UPDATE notice SET amount = 1", "UPDATE notice SET texts = 'x'", "DELETE FROM notice", "UPDATE told SET line = 1", "DELETE FROM told",
	} {
		if _, err := db.ExecContext(t.Context(), s); err == nil {
			t.Errorf("%s: was done", s)
		}
	}
	// What the law wants erased can be.
	exec(t, db, "UPDATE line SET texts = '', salt = x''", "UPDATE entry SET label = '', salt = x''", "UPDATE posting SET aux_name = ''", "UPDATE invoice SET customer_name = '', customer_ref = '', reference = '', salt = x''", "UPDATE notice SET texts = '', salt = x''")
	var left int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE '%STRICT%'").Scan(&left); err != nil || left > 0 {
		t.Errorf("%d tables are not STRICT (%v)", left, err)
	}
}

// TestTampering changes stored rows behind the store's back; the chain must show each.
func TestTampering(t *testing.T) {
	original := filled(t)
	for i, change := range []string{
		"UPDATE event SET today = '2026-03-30' WHERE seq = 4", "UPDATE event SET ref = 'x' WHERE seq = 2", "UPDATE event SET digest = zeroblob(32) WHERE seq = 3", "UPDATE event SET hash = zeroblob(32) WHERE seq = 3",
		"DELETE FROM event WHERE seq = 5", "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)", "UPDATE head SET seq = seq - 1", "UPDATE head SET hash = zeroblob(32)",
		"UPDATE company SET siren = '1'", "UPDATE chart SET number = '472' WHERE role = 'suspense'", "UPDATE account SET ledger = '51299'",
		"UPDATE statement SET closing = closing + 1 WHERE id = 1", "UPDATE statement SET whole_to = '2026-03-09' WHERE id = 1", "DELETE FROM statement WHERE id = 2", "UPDATE statement SET intake = 2 WHERE id = 2",
		"UPDATE line SET amount = amount + 1 WHERE seq = 1", "UPDATE line SET booked = '2026-03-09' WHERE seq = 1", "UPDATE line SET texts = replace(texts, 'DUPONT', 'DURAND') WHERE seq = 1", "UPDATE line SET bank_id = 'x' WHERE seq = 4",
		"UPDATE line SET salt = zeroblob(16) WHERE seq = 1", "UPDATE line SET twin = 'x', held = 1 WHERE seq = 2", "UPDATE line SET seq = 9 WHERE seq = 1", "DELETE FROM line WHERE seq = 4",
		"UPDATE invoice SET total = total + 1, outstanding = outstanding + 1 WHERE number = 'F-1'", "UPDATE invoice SET customer = 'C2' WHERE number = 'F-1'", "UPDATE invoice SET due = '2026-04-01' WHERE number = 'F-1'", "DELETE FROM invoice WHERE number = 'F-2'",
		"INSERT INTO invoice SELECT company, 'F-9', intake, credit_note, customer, customer_name, issued, due, total, outstanding, currency, status, customer_ref, reference, salt FROM invoice WHERE number = 'F-1'",
		"UPDATE decision SET status = 'none' WHERE line = 1", "UPDATE decision SET reason = 'weak' WHERE line = 1", "UPDATE decision SET chosen = replace(chosen, '4:9000,', '4:9001,') WHERE line = 1", "UPDATE decision SET candidates = '1:0,' WHERE line = 1", "DELETE FROM decision WHERE line = 4",
		"UPDATE allocation SET amount = amount - 1 WHERE line = 1", "UPDATE allocation SET invoice = 'F-2' WHERE line = 1", "DELETE FROM allocation WHERE line = 1",
		"UPDATE entry SET day = '2026-03-09' WHERE n = 1", "UPDATE entry SET label = 'x' WHERE n = 1", "UPDATE entry SET line = '' WHERE n = 1", "DELETE FROM entry WHERE n = 2", "UPDATE entry SET n = 9 WHERE n = 4",
		"UPDATE posting SET amount = amount + 1 WHERE n = 1", "UPDATE posting SET account = '411' WHERE n = 1 AND i = 1", "UPDATE posting SET aux = 'C9' WHERE n = 1 AND i = 1", "DELETE FROM posting WHERE n = 1 AND i = 1", "DELETE FROM posting WHERE n = 3",
		"UPDATE notice SET amount = amount + 1 WHERE seq = 1", "UPDATE notice SET texts = replace(texts, 'VEGA', 'VEGB') WHERE seq = 2", "UPDATE notice SET iban = 'x' WHERE seq = 1", "UPDATE notice SET intake = 1 WHERE seq = 2", "DELETE FROM notice WHERE seq = 2",
		"UPDATE told SET line = 1", "UPDATE told SET notice = 2", "UPDATE told SET intake = 1", "DELETE FROM told",
		"UPDATE lesson SET customer = 'C2'", "UPDATE lesson SET change = 2 WHERE change = 1", "DELETE FROM lesson WHERE change = 1",
	} {
		if testing.Short() && i%6 > 0 {
			continue
		}
		path := filepath.Join(t.TempDir(), "t.db")
		content, err := os.ReadFile(original)
		if err == nil {
			err = os.WriteFile(path, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		tamper(t, path, change)
		s, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := storetest.Check(t.Context(), s, "sirius-sas"); err == nil {
			t.Errorf("%s: nobody noticed", change)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// tamper runs a statement without triggers and foreign keys. It must change something.
func tamper(t *testing.T, path, statement string) {
	t.Helper()
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	names, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	drops := []string{"PRAGMA foreign_keys = 0"}
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		drops = append(drops, "DROP TRIGGER "+name)
	}
	if err := errors.Join(names.Err(), names.Close()); err != nil {
		t.Fatal(err)
	}
	exec(t, db, drops...)
	res, err := db.ExecContext(t.Context(), statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s: changed nothing (%v)", statement, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestStepsGiveTheSameBooks: how many transactions a file takes shows nowhere.
func TestStepsGiveTheSameBooks(t *testing.T) {
	var heads []string
	for _, how := range [][]store.Option{nil, {store.Step(1)}, {store.Step(2)}} {
		s, _ := open(t, how...)
		b := storetest.NewBook(t, s, "Sirius SAS")
		storetest.Fill(b)
		seq, hash, err := s.Head(t.Context(), b.Company)
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, fmt.Sprint(seq, hash))
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if heads[0] != heads[1] || heads[0] != heads[2] {
		t.Errorf("heads %v, should be one", heads)
	}
}

// TestOpen: what cannot be a book is refused with one clear message.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := filled(t)
	exec(t, raw(t, newer), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
	for name, c := range map[string]struct{ path, want string }{
		"no folder":   {filepath.Join(dir, "none", "x.db"), "cannot be opened"},
		"a folder":    {dir, "cannot be opened"},
		"no database": {write("x.db", strings.Repeat("no database ", 100)), "no SQLite database"},
		"newer":       {newer, "newer version"},
	} {
		s, err := store.Open(t.Context(), c.path)
		kindIs(t, name, err, ledger.Storage)
		if err == nil {
			_ = s.Close()
		} else if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q, should say %q in one line", name, err, c.want)
		}
	}
	path := filled(t)
	for range 2 { // again is harmless
		s, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(storetest.Check(t.Context(), s, "sirius-sas"), s.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestBusy: another program's lock is waited for, and then told as something that passes.
func TestBusy(t *testing.T) {
	path := filled(t)
	s, err := store.Open(t.Context(), path, store.Busy(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	other := raw(t, path)
	other.SetMaxOpenConns(1)
	exec(t, other, "BEGIN IMMEDIATE")
	write := func() error {
		return s.Update(t.Context(), "sirius-sas", today, func(tx *store.Tx) error { return tx.Processed(2) })
	}
	err = write()
	kindIs(t, "a write", err, ledger.Transient)
	if err == nil || !strings.Contains(err.Error(), "try again") {
		t.Errorf("%v: should say what to do", err)
	}
	_, err = s.Load(t.Context(), "sirius-sas", store.LoadOptions{Format: "ofx", Today: today})
	if err != nil {
		t.Errorf("a read while another program writes: %v", err)
	}
	exec(t, other, "ROLLBACK")
	if err := errors.Join(write(), s.Close()); err != nil {
		t.Error(err)
	}
}

var today = ledger.Date(739700)

// TestFullDisk: nothing of a file is kept when there is no room for all of it.
func TestFullDisk(t *testing.T) {
	for _, step := range []int{50, 5000} {
		s, _ := open(t, store.Step(step))
		b := storetest.NewBook(t, s, "Sirius SAS")
		if err := s.LimitPages(t.Context(), 90); err != nil {
			t.Fatal(err)
		}
		file := func(n int) error {
			l, err := s.Load(t.Context(), b.Company, store.LoadOptions{File: ledger.Hash{byte(n)}, Format: "ofx 1.02", Today: today})
			if err != nil {
				return err
			}
			st := ledger.Statement{Currency: money.EUR}
			err = l.Begin(st)
			for i := 0; i < n && err == nil; i++ {
				err = l.Line(ledger.Transaction{BankID: fmt.Sprint(i), Booked: today, Amount: money.New(int64(i), money.EUR), Label: strings.Repeat("x", 200)})
			}
			if err == nil {
				err = l.End(st)
			}
			if err == nil {
				_, err = l.Commit()
			}
			return errors.Join(err, l.Abort())
		}
		err := file(2000)
		kindIs(t, "a file that is too large", err, ledger.Storage)
		if err == nil || !strings.Contains(err.Error(), "disk is full") || !strings.Contains(err.Error(), "make room") {
			t.Errorf("%v: should say that the disk is full and what to do", err)
		}
		for l := range s.Lines(t.Context(), b.Company, store.LineFilter{}) {
			t.Fatalf("a line of a refused file: %s", l.ID)
		}
		storetest.Prove(b)
		if err := s.LimitPages(t.Context(), 100_000); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(file(2000), s.Close()); err != nil {
			t.Errorf("when there is room again: %v", err)
		}
	}
}

// TestCutLoad: what a process that was killed left of a large file is taken away.
func TestCutLoad(t *testing.T) {
	for _, next := range []string{"sweep", "small file", "large file"} {
		path := filled(t)
		db := raw(t, path)
		exec(t, db, "INSERT INTO load (company, number, writing) VALUES ('sirius-sas', 7, 1)",
			"INSERT INTO loading (company, n, statement, target, booked, content) VALUES ('sirius-sas', 0, 0, 0, '2026-03-05', '{}'), ('sirius-sas', 9, 0, 0, '2026-03-05', '{}')",
			"INSERT INTO line SELECT company, seq + 4, id || 'x', account, 3, scheme, 'cut' || seq, booked, value, amount, currency, kind, code, reversal, place, twin, held, salt, texts, commitment FROM line",
			"INSERT INTO alias (company, line, scheme, bank_id, statement) VALUES ('sirius-sas', 1, 'ofx', 'cut', 3)")
		step := 100
		if next == "large file" {
			step = 1
		}
		s, err := store.Open(t.Context(), path, store.Step(step))
		if err != nil {
			t.Fatal(err)
		}
		if err := storetest.Check(t.Context(), s, "sirius-sas"); err != nil {
			t.Errorf("a cut load is seen: %v", err)
		}
		if next == "sweep" {
			err = s.Sweep(t.Context())
		} else {
			err = threeLines(t, s)
		}
		if err != nil {
			t.Errorf("%s: %v", next, err)
		}
		if err := errors.Join(storetest.Check(t.Context(), s, "sirius-sas"), s.Close()); err != nil {
			t.Errorf("%s: %v", next, err)
		}
		left := 0
		row := db.QueryRowContext(t.Context(), "SELECT (SELECT COUNT(*) FROM line WHERE bank_id LIKE 'cut%') + (SELECT COUNT(*) FROM alias WHERE bank_id = 'cut') + (SELECT COUNT(*) FROM load WHERE writing = 1)")
		if err := row.Scan(&left); err != nil || left > 0 {
			t.Errorf("%s: %d rows are left (%v)", next, left, err)
		}
	}
}

// threeLines takes a file of three new lines.
func threeLines(t *testing.T, s *store.Store) error {
	t.Helper()
	l, err := s.Load(t.Context(), "sirius-sas", store.LoadOptions{File: ledger.Hash{77}, Format: "ofx 1.02", Today: today})
	if err != nil {
		return err
	}
	st := ledger.Statement{Currency: money.EUR}
	err = l.Begin(st)
	for i := range 3 {
		err = errors.Join(err, l.Line(ledger.Transaction{BankID: fmt.Sprint("n", i), Booked: today, Amount: money.New(5, money.EUR)}))
	}
	if err = errors.Join(err, l.End(st)); err != nil {
		return err
	}
	_, err = l.Commit()
	return err
}

// A new book can be read by its owner alone.
func TestModeOfANewBook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "books.db")
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		st, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if st.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o, should be 600", filepath.Base(name), st.Mode().Perm())
		}
	}
}
