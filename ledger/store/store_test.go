package store_test

import (
	"path/filepath"
	"testing"

	"lettrage/ledger/store"
	"lettrage/ledger/store/storetest"
)

// open opens a book in a folder whose name needs escaping.
func open(t *testing.T, how ...store.Option) (s *store.Store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a b?#%.db")
	s, err := store.Open(t.Context(), path, how...)
	if err != nil {
		t.Fatal(err)
	}
	return s, path
}

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		s, _ := open(t)
		return s
	})
}

// TestSQLiteStaged takes every file of the suite in several transactions.
func TestSQLiteStaged(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		s, _ := open(t, store.Step(1))
		return s
	})
}
