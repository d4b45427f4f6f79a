package eval_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"lettrage/fixtures"
	"lettrage/ledger"
	"lettrage/matcher"
	"lettrage/matcher/eval"
)

// sources are the files of a set, with what they are named in a table.
var sources = []eval.Source{eval.CAMT, eval.CSV, eval.OFX}

// TestLabelled scores the sets that the project holds.
func TestLabelled(t *testing.T) {
	golden(t, fixtures.Files(t, "labelled/*/truth.jsonl"), fixtures.Path("labelled", "figures.golden"), false)
}

// TestTruth scores the sets of the folder LETTRAGE_TRUTH.
func TestTruth(t *testing.T) {
	golden(t, truthSets(t), fixtures.Path("labelled", "truth.golden"), true)
}

// truthSets returns the labels of the sets of the folder LETTRAGE_TRUTH, or skips the test.
func truthSets(t *testing.T) []string {
	t.Helper()
	dir := os.Getenv("LETTRAGE_TRUTH")
	if dir == "" {
		t.Skip("SKIPPED: LETTRAGE_TRUTH names no folder of labelled sets")
	}
	if testing.Short() {
		t.Skip("SKIPPED: -short")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "truth.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("LETTRAGE_TRUTH names a folder without sets (%v)", err)
	}
	return files
}

// golden scores sets from each of their files and compares the table with a golden.
// Where they may be others than the golden's and are, the table is printed only.
func golden(t *testing.T, truths []string, path string, others bool) {
	t.Helper()
	var out bytes.Buffer
	for _, from := range sources {
		var each, profiles []eval.Row
		all := make(map[string]*eval.Counts)
		var reports []eval.Report
		for _, f := range truths {
			s := load(t, filepath.Dir(f), from)
			if s.lines == nil {
				continue
			}
			r := eval.Score(s.truths, decide(t, s), from)
			reports = append(reports, r)
			each = append(each, eval.Row{Name: s.name, Counts: r.Counts})
			p := profile(s.name)
			if all[p] == nil {
				all[p] = new(eval.Counts)
				profiles = append(profiles, eval.Row{Name: p})
			}
			all[p].Add(r.Counts)
			show(t, s, r)
		}
		for i := range profiles {
			profiles[i].Counts = *all[profiles[i].Name]
		}
		out.WriteString("# " + string(from) + "\n\n")
		table(t, &out, profiles, each, reports)
	}
	t.Logf("\n%s", out.Bytes())
	compare(t, path, append([]byte(setsLine(t, truths)), out.Bytes()...), others)
}

// compare compares a text that begins with the line of its sets with a golden, unless
// they may be other sets than the golden's and are.
func compare(t *testing.T, path string, text []byte, others bool) {
	t.Helper()
	updating := flag.Lookup("update").Value.String() == "true"
	if others && !updating && !bytes.HasPrefix(fixtures.Read(t, path), text[:bytes.IndexByte(text, '\n')]) {
		t.Skipf("SKIPPED: these are other sets than those of %s: the table above is compared with nothing", filepath.Base(path))
	}
	fixtures.Golden(t, path, text)
}

// setsLine is the first line of a golden: a hash of the sets that it is about.
func setsLine(t *testing.T, truths []string) string {
	t.Helper()
	all := ledger.NewDigest("sets")
	for _, f := range truths {
		all.Text(filepath.Base(filepath.Dir(f))).Text(string(fixtures.Read(t, f)))
	}
	return "# sets " + all.ID() + "\n"
}

func table(t *testing.T, out *bytes.Buffer, profiles, each []eval.Row, reports []eval.Report) {
	t.Helper()
	for _, rows := range [][]eval.Row{profiles, each} {
		if err := eval.WriteTable(out, rows); err != nil {
			t.Fatal(err)
		}
		out.WriteByte('\n')
	}
	if err := eval.WriteKinds(out, eval.Merge(reports...)); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
}

var number = regexp.MustCompile(`-?\d+$`)

// profile is the name of a set without its number.
func profile(name string) string { return number.ReplaceAllString(name, "") }

// decide asks the matcher as the program does: all lines of the file at once.
func decide(t *testing.T, s set) map[string]ledger.Decision {
	t.Helper()
	decisions := make(map[string]ledger.Decision, len(s.lines))
	for i, d := range matcher.NewIndex(s.book, matcher.Options{}).Decide(s.lines) {
		if err := d.Validate(s.lines[i].Amount); err != nil {
			t.Errorf("%s: %s: %v", s.name, d.Line, err)
		}
		decisions[s.lines[i].BankID] = d
	}
	return decisions
}

// show prints the wrong and lucky decisions of a set under -v.
func show(t *testing.T, s set, r eval.Report) {
	if !testing.Verbose() {
		return
	}
	lines := make(map[string]*ledger.Line, len(s.lines))
	for i := range s.lines {
		lines[s.lines[i].BankID] = &s.lines[i]
	}
	for _, v := range r.Bad {
		l := lines[v.Truth.Line]
		t.Logf("%s %s %s must %s paid %v\n  %v %q %q %q\n  chosen %v", s.name, v.Truth.Line, v.Truth.Kind, v.Truth.Must, v.Truth.Paid,
			l.Amount, l.Label, l.Counterparty.Name, l.Remittance, v.Decision.Chosen)
	}
}
