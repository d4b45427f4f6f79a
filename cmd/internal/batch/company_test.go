package batch

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lettrage/ledger"
)

// An init that fails leaves no book behind, so that the next one can make it.
func TestInitAgain(t *testing.T) {
	const iban = "FR7630006000011234567890189"
	dir := t.TempDir()
	if _, err := Init(t.Context(), dir, CompanyOptions{Name: "Quintevar", IBANs: []string{iban, iban}}, today); err == nil {
		t.Fatal("one account twice was taken")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "lettrage.*")); err != nil || len(left) > 0 {
		t.Errorf("there are %q (%v)", left, err)
	}
	c, err := Init(t.Context(), dir, CompanyOptions{Name: "Quintevar", IBANs: []string{iban}}, today)
	if err != nil {
		t.Fatal(err)
	}
	proven(t, reopen(t, dir), c)
}

// A database that was there before stays, whatever becomes of the init.
func TestInitLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "lettrage.db")
	if err := os.WriteFile(path, []byte("somebody's text, longer than the head of a database: no SQLite has one that begins so, nor will"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Init(t.Context(), dir, CompanyOptions{Name: "Quintevar"}, today); err == nil {
		t.Fatal("a text was taken for a database")
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "lettrage.toml")); !os.IsNotExist(err) {
		t.Errorf("lettrage.toml: %v, should not be there", err)
	}
}

// A book that is not there is told, and not made; one without a company is told as well.
func TestOpenMakesNoBook(t *testing.T) {
	b, _ := newBook(t)
	settings := b.Config
	settings.Database = filepath.Join(t.TempDir(), "other.db")
	var e *ledger.Error
	if _, err := Open(t.Context(), settings, today, nil); !errors.As(err, &e) || e.Kind != ledger.Storage {
		t.Errorf("Open says %v", err)
	}
	if _, err := os.Stat(settings.Database); !os.IsNotExist(err) {
		t.Errorf("the database: %v, should not be there", err)
	}
	empty, err := openOrMake(t.Context(), settings, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := empty.Companies(t.Context()); !errors.As(err, &e) || e.Kind != ledger.NotFound {
		t.Errorf("the companies of an empty book: %v", err)
	}
	if err := empty.Close(); err != nil {
		t.Error(err)
	}
}
