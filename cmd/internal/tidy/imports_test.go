package tidy

import (
	"fmt"
	"strconv"
	"strings"
)

// mayImport is the layout's table: which packages of ours a package may import.
// The first row that fits counts.
var mayImport = []struct {
	pkg  string
	ours []string
}{
	{"ledger", []string{"ledger/money"}},
	{"ledger/money", nil},
	{"ledger/journal", []string{"ledger", "ledger/money"}},
	{"ledger/store/...", []string{"ledger", "ledger/money", "ledger/store"}},
	{"importer", []string{"ledger", "ledger/money"}},
	{"importer/formats", []string{"importer/...", "ledger", "ledger/money"}},
	{"importer/invoice", []string{"importer", "importer/invoice/...", "ledger", "ledger/money"}},
	{"importer/xlsx", []string{"importer", "importer/csv", "ledger", "ledger/money"}},
	{"importer/...", []string{"importer", "ledger", "ledger/money"}},
	{"matcher", []string{"ledger", "ledger/money", "matcher/calibrate", "matcher/text"}},
	{"matcher/calibrate", []string{"ledger"}},
	{"matcher/text", nil},
	{"matcher/eval", []string{"matcher", "matcher/calibrate", "matcher/text", "ledger", "ledger/money"}},
	{"export/...", []string{"export", "export/words", "ledger", "ledger/money"}},
	{"fixtures/...", nil},
	{"cmd/...", []string{"cmd/...", "importer/...", "matcher/...", "ledger/...", "export/...", "fixtures/gen"}},
}

// testsMayImport is what the tests of a package may import beside that, and beside the package itself.
var testsMayImport = []struct {
	pkg  string
	ours []string
}{
	{"...", []string{"fixtures/..."}},
	{"importer/...", []string{"importer/importertest"}},
	{"matcher/...", []string{"importer/...", "matcher/..."}},
	{"ledger/store", []string{"ledger/store/storetest"}},
	{"fixtures/...", []string{"ledger", "ledger/money"}},
}

// testHelpers are packages that only tests import, and that count as tests themselves.
var testHelpers = []string{"fixtures", "fixtures/export/...", "importer/importertest", "ledger/store/storetest"}

// modules is which package may use which module of others. A dependency that
// enters go.mod enters here, with the packages that may know of it.
var modules = []struct {
	path string
	in   []string
}{
	{"github.com/aclindsa/ofxgo", []string{"importer/ofx"}},
	{"github.com/aclindsa/xml", []string{"importer/ofx"}},
	{"github.com/gocarina/gocsv", []string{"importer/invoice", "export/csv"}},
	{"github.com/moov-io/iso20022", []string{"importer/camt"}},
	{"github.com/pressly/goose/v3", []string{"ledger/store"}},
	{"modernc.org/sqlite", []string{"ledger/store"}},
	{"github.com/pelletier/go-toml/v2", []string{"cmd/internal/config", "importer/csv", "importer/invoice"}},
	{"github.com/robfig/cron/v3", []string{"cmd/internal/schedule"}},
	{"github.com/spf13/cobra", []string{"cmd/lettrage"}},
	{"github.com/spf13/pflag", []string{"cmd/lettrage"}},
	{"golang.org/x/text", []string{"importer", "importer/...", "matcher/text", "export", "export/..."}},
	{"golang.org/x/sync", []string{"cmd/internal/..."}},
}

// testModules are modules that only tests use.
var testModules = []string{"pgregory.net/rapid", "github.com/rogpeppe/go-internal"}

// standard is what of the standard library is kept to the packages that it is for, and why.
var standard = []struct {
	path, why string
	in        []string
}{
	{"database/sql", "SQL stands in ledger/store alone", []string{"ledger/store/..."}},
	{"log", "libraries return errors; cmd logs with log/slog", nil},
	{"log/slog", "libraries return errors; only cmd logs", []string{"cmd/..."}},
	{"net", "only what serves talks to a network", []string{"cmd/..."}},
	{"net/http", "only what serves talks to a network", []string{"cmd/..."}},
	{"os/exec", "the program starts no other", nil},
	{"unsafe", "no unsafe memory", nil},
	{"math/rand", "the same input gives the same bytes", nil},
	{"math/rand/v2", "the same input gives the same bytes", []string{"fixtures/gen"}},
	{"crypto/rand", "the same input gives the same bytes", nil},
	{"testing", "only tests import testing", nil},
	{"plugin", "formats are one explicit list", nil},
}

func (f *file) isTest() bool { return f.test || anyWithin(f.pkg, testHelpers...) }

// imports checks every import of every file against the tables.
func imports(t *tree) (bad []string) {
	for _, f := range t.files {
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				bad = append(bad, t.at(spec)+": import path cannot be read")
				continue
			}
			if why := f.mayUse(p); why != "" {
				bad = append(bad, fmt.Sprintf("%s: %s imports %s: %s", t.at(spec), f.pkg, p, why))
			}
		}
	}
	return bad
}

// mayUse returns why the file may not import that path; nothing when it may.
func (f *file) mayUse(p string) string {
	if ours, ok := strings.CutPrefix(p, module+"/"); ok {
		return f.mayUseOurs(ours)
	}
	if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") {
		return f.mayUseModule(p)
	}
	for _, s := range standard {
		if s.path == p && !f.isTest() && !anyWithin(f.pkg, s.in...) {
			return s.why
		}
	}
	return ""
}

func (f *file) mayUseOurs(ours string) string {
	if f.isTest() {
		if ours == f.pkg {
			return ""
		}
		for _, row := range testsMayImport {
			if (row.pkg == "..." || within(f.pkg, row.pkg)) && anyWithin(ours, row.ours...) {
				return ""
			}
		}
	} else if anyWithin(ours, testHelpers...) {
		return "it is for tests only"
	}
	for _, row := range mayImport {
		if !within(f.pkg, row.pkg) {
			continue
		}
		if anyWithin(ours, row.ours...) {
			return ""
		}
		return "the layout does not let it; packages meet in ledger"
	}
	return "the layout has no such package; add its row to mayImport when the design says so"
}

func (f *file) mayUseModule(p string) string {
	for _, m := range testModules {
		if within(p, m+"/...") {
			if f.isTest() {
				return ""
			}
			return "this module is for tests only"
		}
	}
	for _, m := range modules {
		if within(p, m.path+"/...") {
			if anyWithin(f.pkg, m.in...) {
				return ""
			}
			return "this module is kept to " + strings.Join(m.in, ", ")
		}
	}
	return "no row of the table names this module"
}

// unknownModules returns the rows of modules that go.mod does not have any more.
func unknownModules(t *tree) (bad []string) {
	src, err := t.read("go.mod")
	if err != nil {
		return []string{"go.mod: " + err.Error()}
	}
	for _, m := range modules {
		if !strings.Contains(string(src), m.path+" v") {
			bad = append(bad, "imports_test.go: go.mod has no "+m.path+" any more: take its row out")
		}
	}
	return bad
}
