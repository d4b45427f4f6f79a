package words

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"lettrage/ledger"
)

// constants returns the values of a type of strings that stand as constants in the
// code of a package: declared ones, and those that are written where one is wanted.
func constants(t *testing.T, dir, typ string) []string {
	t.Helper()
	set := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(dir), "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s has no Go files: %v", dir, err)
	}
	var files []*ast.File
	for _, p := range paths {
		if strings.HasSuffix(p, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, p, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := types.Info{Types: make(map[ast.Expr]types.TypeAndValue)}
	alone := types.Config{Importer: nothing{}, Error: func(error) {}} // what it imports is not needed
	pkg, _ := alone.Check(dir, set, files, &info)
	if pkg.Scope().Lookup(typ) == nil {
		t.Fatalf("%s has no type %s any more", dir, typ)
	}
	all := make(map[string]bool)
	for _, tv := range info.Types {
		named, ok := tv.Type.(*types.Named)
		if ok && named.Obj().Name() == typ && tv.Value != nil && tv.Value.Kind() == constant.String {
			all[constant.StringVal(tv.Value)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

type nothing struct{}

func (nothing) Import(string) (*types.Package, error) { return nil, errors.New("not looked at") }

// TestClosedLists has words for every code that the program can write, in each
// language, and for none that it cannot.
func TestClosedLists(t *testing.T) {
	seen := append(constants(t, "matcher", "seenWord"), constants(t, "ledger", "DifferenceKind")...) // an amount is seen as the difference that it leaves
	compared := slices.Concat(constants(t, "matcher", "Sort"), constants(t, "matcher", "Bar"), constants(t, "matcher", "Condition"), constants(t, "matcher", "Bound"))
	for _, c := range []struct {
		what  string
		codes []string
		words func(Language, string) string
		table []string
	}{
		{"how", seen, func(l Language, s string) string { return l.of(hows[s].pro) }, keysOf(hows)},
		{"reason", constants(t, "ledger", "Reason"), func(l Language, s string) string { return l.Reason(ledger.Reason(s)).Why }, keysOf(reasons)},
		{"reason, in short", constants(t, "ledger", "Reason"), func(l Language, s string) string { return l.Reason(ledger.Reason(s)).Short }, nil},
		{"class", constants(t, "ledger", "Class"), func(l Language, s string) string { return l.Class(ledger.Class(s)) }, keysOf(classes)},
		{"difference", constants(t, "ledger", "DifferenceKind"), func(l Language, s string) string { return l.Difference(ledger.DifferenceKind(s)) }, keysOf(differences)},
		{"kind of evidence", constants(t, "ledger", "EvidenceKind"), func(l Language, s string) string { return l.of(kinds[ledger.EvidenceKind(s)]) }, keysOf(kinds)},
		{"field", constants(t, "ledger", "Field"), func(l Language, s string) string { return l.Field(ledger.Field(s)) }, keysOf(fields)},
		{"code", compared, Language.Code, keysOf(codes)},
	} {
		known := make(map[string]bool)
		for _, code := range c.codes {
			known[code] = true
			en, fr := c.words(English, code), c.words(French, code)
			if code != "" && (en == "" || fr == "" || en == code && strings.Contains(code, "_")) || c.table != nil && code != "" && !slices.Contains(c.table, code) {
				t.Errorf("%s %q: has no words: give it a row in tables.go", c.what, code)
			}
		}
		if len(known) < 5 {
			t.Errorf("%s: only %d codes were found in the source", c.what, len(known))
		}
		for _, key := range c.table {
			if !known[key] {
				t.Errorf("%s %q: nothing writes it any more: take its row out of tables.go", c.what, key)
			}
		}
	}
}

func keysOf[K ~string, V any](m map[K]V) (all []string) {
	for k := range m {
		all = append(all, string(k))
	}
	slices.Sort(all)
	return all
}

// TestPhrases are phrases: they begin small, have no full stop, are whole in both
// languages, and French has its hard blanks before high signs.
func TestPhrases(t *testing.T) {
	var all []pair
	for _, r := range reasons {
		all = append(all, r.short, r.why, r.todo)
		if n := len([]rune(r.short.en)); n > 26 {
			t.Errorf("%q is too long for a column: %d letters", r.short.en, n)
		}
	}
	for _, h := range hows {
		all = append(all, h.pro, h.con)
	}
	all = slices.AppendSeq(all, maps.Values(codes))
	all = slices.AppendSeq(all, maps.Values(classes))
	all = slices.AppendSeq(all, maps.Values(fields))
	for _, p := range all {
		if (p.en == "") != (p.fr == "") {
			t.Errorf("%q, %q: one language is missing", p.en, p.fr)
		}
		for _, s := range []string{p.en, p.fr} {
			if s == "" {
				continue
			}
			if first := []rune(s)[0]; !unicode.IsLower(first) || strings.HasSuffix(s, ".") {
				t.Errorf("%q should begin small and end without a full stop", s)
			}
		}
		if strings.Contains(p.fr, " :") || strings.Contains(p.fr, " ;") || strings.Contains(p.fr, " ?") || strings.Contains(p.fr, "'") {
			t.Errorf("%q: a hard blank stands before : ; ? and ’ for an apostrophe", p.fr)
		}
	}
}

func TestEvidence(t *testing.T) {
	for _, c := range []struct {
		e      ledger.Evidence
		en, fr string
	}{
		{ledger.Evidence{Kind: ledger.ByReference, How: "full", MBits: 1}, "the whole number is there", "numéro complet lu"},
		{ledger.Evidence{Kind: ledger.ByAmount, How: "partial", MBits: -1}, "against: a part of the amount", "contre\u00a0: une partie du montant"},
		{ledger.Evidence{Kind: ledger.ByDate, How: "issue", MBits: 1}, "the day or month of issue is named", "date d’émission nommée"},
		{ledger.Evidence{Kind: ledger.ByDate, How: "issue", MBits: -1}, "the dates do not agree", "dates en désaccord"},
		{ledger.Evidence{Kind: ledger.Against, How: "names_other", MBits: -1}, "the text names another invoice", "le texte nomme une autre facture"},
		{ledger.Evidence{Kind: ledger.ByAccount, How: "name", MBits: 1}, "an account of this customer", "compte du client connu"},
		{ledger.Evidence{Kind: ledger.ByPayer, How: "of_tomorrow", MBits: 1}, "the payer's name", "nom du payeur"},
		{ledger.Evidence{Kind: "of_tomorrow", How: "some_how", MBits: 1}, "of tomorrow some how", "of tomorrow some how"},
	} {
		if en, fr := English.Evidence(c.e), French.Evidence(c.e); en != c.en || fr != c.fr {
			t.Errorf("%v: %q, %q", c.e, en, fr)
		}
	}
}

func TestSeen(t *testing.T) {
	l := ledger.Line{Transaction: ledger.Transaction{Label: "VIR É-12", Payment: ledger.Payment{Remittance: "FAC 12"},
		Details: []ledger.Detail{{}, {Payment: ledger.Payment{References: []string{"A", "B"}}}}}}
	for _, c := range []struct {
		field    ledger.Field
		from, to int32
		want     string
	}{
		{ledger.InLabel, 4, 9, "É-12"}, {ledger.InLabel, 5, 9, "-12"}, {ledger.InLabel, 4, 99, ""}, {ledger.InLabel, 0, 0, "VIR É-12"}, {ledger.InLabel, 9, 4, ""},
		{ledger.InRemittance, 0, 3, "FAC"}, {"reference[1]", 0, 3, "A\nB"}, {"reference[2]", 0, 0, ""}, {"reference[x", 0, 0, ""}, {ledger.InAmount, 0, 0, ""},
	} {
		if got := Seen(l, ledger.Evidence{Field: c.field, Span: [2]int32{c.from, c.to}}); got != c.want {
			t.Errorf("%s %d-%d: %q, want %q", c.field, c.from, c.to, got, c.want)
		}
	}
	if en, fr := English.Field("reference[1]"), French.Field("reference[1]"); en != "the reference of payment 2" || fr != "la référence du règlement 2" {
		t.Errorf("%q, %q", en, fr)
	}
}
