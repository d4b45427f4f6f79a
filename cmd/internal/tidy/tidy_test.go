package tidy

import (
	"errors"
	"go/token"
	"strings"
	"testing"
)

// rules are all rules: each returns what is wrong in a tree.
var rules = []struct {
	name  string
	check func(*tree) []string
}{
	{"imports", imports},
	{"unknown modules", unknownModules},
	{"top level", topLevel},
	{"package names", packageNames},
	{"package comments", packageComments},
	{"exported comments", exportedComments},
	{"code", code},
	{"file length", fileLength},
	{"foreign words", foreignWords},
	{"tests put off", testsPutOff},
	{"sleeping tests", sleepingTests},
}

func TestTree(t *testing.T) {
	tr := load(t)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, b := range r.check(tr) {
				t.Error(b)
			}
		})
	}
}

// TestRules breaks each rule once in a tree of one file, and keeps it once.
func TestRules(t *testing.T) {
	const head = "// Package p does one thing.\npackage p\n"
	for _, c := range []struct {
		path, src, want string // want: part of the complaint; empty for none
	}{
		{"ledger/a.go", head + `import _ "lettrage/ledger/money"`, ""},
		{"ledger/a.go", head + `import _ "lettrage/matcher"`, "ledger imports lettrage/matcher"},
		{"ledger/a_test.go", head + `import _ "lettrage/matcher"`, "ledger imports lettrage/matcher"},
		{"ledger/a_test.go", head + `import _ "lettrage/fixtures/gen"`, ""},
		{"ledger/journal/a.go", head + `import _ "lettrage/ledger/store"`, "packages meet in ledger"},
		{"importer/ofx/a.go", head + `import _ "lettrage/importer/csv"`, "packages meet in ledger"},
		{"importer/formats/a.go", head + `import _ "lettrage/importer/csv"`, ""},
		{"importer/ofx/a_test.go", head + `import _ "lettrage/importer/importertest"`, ""},
		{"importer/ofx/a.go", head + `import _ "lettrage/importer/importertest"`, "for tests only"},
		{"matcher/a.go", head + `import _ "lettrage/importer"`, "packages meet in ledger"},
		{"matcher/eval/a_test.go", head + `import _ "lettrage/importer/camt"`, ""},
		{"export/fec/a.go", head + `import _ "lettrage/export/csv"`, "packages meet in ledger"},
		{"cmd/internal/batch/a.go", head + `import _ "lettrage/fixtures/gen"`, ""},
		{"cmd/internal/batch/a.go", head + `import _ "lettrage/fixtures"`, "for tests only"},
		{"matcher/a.go", head + `import _ "lettrage/fixtures/gen"`, "the layout does not let it"},
		{"fixtures/gen/a.go", head + `import _ "lettrage/ledger"`, "the layout does not let it"},
		{"importer/ofx/a.go", head + `import _ "github.com/aclindsa/ofxgo"`, ""},
		{"importer/camt/a.go", head + `import _ "github.com/aclindsa/ofxgo"`, "kept to importer/ofx"},
		{"ledger/a.go", head + `import _ "example.com/x"`, "no row of the table names"},
		{"ledger/a.go", head + `import _ "pgregory.net/rapid"`, "for tests only"},
		{"ledger/a_test.go", head + `import _ "pgregory.net/rapid"`, ""},
		{"matcher/a.go", head + `import _ "database/sql"`, "SQL stands in ledger/store alone"},
		{"ledger/a.go", head + `import _ "testing"`, "only tests import testing"},
		{"ledger/a.go", "package p", "the package has no comment"},
		{"ledger/a.go", "// Something.\n\npackage p", "the package has no comment"},
		{"cmd/lettrage/a.go", "// Command lettrage does it.\npackage main", ""},
		{"cmd/lettrage/a.go", "package main", "the package has no comment"},
		{"ledger/a.go", head + "func F() {}", "F is exported and has no comment"},
		{"ledger/a.go", head + "// F does.\nfunc F() {}", ""},
		{"ledger/a.go", head + "type T int", "T is exported and has no comment"},
		{"ledger/a.go", head + "// Many.\nconst (\nA = 1\nB = 2\n)", ""},
		{"ledger/a.go", head + "// Many.\ntype (\nT int\n)", "T is exported and has no comment"},
		{"ledger/a.go", head + "type t int\nfunc (t) F() {}", ""},
		{"ledger/a.go", head + "var x float64", "float64: no float near money"},
		{"ledger/a.go", head + "var x = 1.5", "a constant with a point"},
		{"ledger/a.go", head + "var x = 1e3", "a constant with a point"},
		{"export/csv/a.go", head + "const x = \"%8.2f\"", "a verb that prints floats"},
		{"export/csv/a.go", head + "const x = \"50%% for %s and 100%%f\"", ""},
		{"matcher/a.go", head + "import \"math\"\nvar x = math.Log2", "math.Log2"},
		{"matcher/a.go", head + "import \"math\"\nvar x int64 = math.MaxInt64", ""},
		{"importer/csv/a.go", head + "import \"strconv\"\nvar x = strconv.ParseFloat", "ParseFloat"},
		{"ledger/a.go", head + "import \"time\"\nvar x = time.Now", "only cmd reads the clock"},
		{"ledger/a.go", head + "import \"os\"\nvar x = os.Getenv", "only cmd reads the clock"},
		{"cmd/lettrage/a.go", "// Command lettrage does it.\npackage main\nimport \"os\"\nvar x = os.Getenv", ""},
		{"matcher/a.go", head + "func f() { go f() }", "a goroutine"},
		{"cmd/internal/watch/a.go", head + "func f() { go f() }", ""},
		{"ledger/a.go", head + "func f() {" + strings.Repeat("\n", 70) + "}", "f has 71 lines"},
		{"ledger/a.go", head + "func f() {" + strings.Repeat("\n", 69) + "}", ""},
		{"ledger/a.go", head + strings.Repeat("\n", 600), "602 lines"},
		{"ledger/a.go", head + "func init() {}", "an init function"},
		{"ledger/a.go", head + "import \"sync\"\nvar once sync.Once", "state belongs to a value"},
		{"ledger/a.go", "// Package util does.\npackage util", "named after its subject"},
		{"pkg/a.go", head, "the top level holds"},
		{"ledger/a.go", head + "// see /wo" + "rk/notes", "is no part of the product"},
		{"ledger/a_test.go", head + "func f() { t.Skip(\"TODO\") }", "a test is put off"},
		{"ledger/a_test.go", head + "import \"time\"\nvar x = time.Sleep", "a test should not sleep"},
		{"ledger/a_test.go", head + "func f() { t.Skip(\"SKIPPED: no hledger\") }", ""},
	} {
		got := strings.Join(complaints(t, c.path, c.src), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s with\n%s\nshould complain of %q, complains of %q", c.path, c.src, c.want, got)
		}
	}
}

// complaints returns what the rules say of a tree of one file. Rules of the whole tree's tables are left out.
func complaints(t *testing.T, path, src string) (bad []string) {
	t.Helper()
	tr := &tree{set: token.NewFileSet(), texts: []string{path}}
	tr.read = func(p string) ([]byte, error) {
		if p != path {
			return nil, errors.New("no such file")
		}
		return []byte(src), nil
	}
	if err := tr.add(path, []byte(src)); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if r.name == "unknown modules" {
			continue
		}
		for _, b := range r.check(tr) {
			if !strings.Contains(b, "is not needed any more") {
				bad = append(bad, b)
			}
		}
	}
	return bad
}
