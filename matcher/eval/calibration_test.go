package eval_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/ledger"
	"lettrage/matcher"
	"lettrage/matcher/calibrate"
	"lettrage/matcher/eval"
)

// TestShippedOutcomes counts what became of the automatic decisions of all labelled
// sets and compares it with the table that the program brings along. -update rewrites it.
func TestShippedOutcomes(t *testing.T) {
	dir := os.Getenv("LETTRAGE_TRUTH")
	if dir == "" || testing.Short() {
		t.Skip("SKIPPED: the shipped outcomes are those of fixtures/labelled and of the sets of the folder LETTRAGE_TRUTH")
	}
	more, err := filepath.Glob(filepath.Join(dir, "*", "truth.jsonl"))
	if err != nil || len(more) == 0 {
		t.Fatalf("LETTRAGE_TRUTH names a folder without sets (%v)", err)
	}
	truths := append(fixtures.Files(t, "labelled/*/truth.jsonl"), more...)
	path := filepath.Join("..", "calibrate", "shipped.csv")
	sets := setsLine(t, more)
	if known := string(fixtures.Read(t, path)); flag.Lookup("update").Value.String() != "true" && !strings.HasPrefix(known, sets) {
		t.Skip("SKIPPED: LETTRAGE_TRUTH has other sets than those of the shipped outcomes: they are compared with nothing")
	}
	table := calibrate.NewTable()
	for i, o := range outcomesOf(t, truths) {
		for _, line := range slices.Sorted(maps.Keys(o)) {
			r := o[line]
			if r.wrong && r.share >= calibrate.Floor {
				t.Logf("wrong: %s %s, with a share of %d", filepath.Base(filepath.Dir(truths[i])), line, r.share)
			}
			table.Add(calibrate.Outcome{Share: r.share, Right: !r.wrong}, r.lucky)
		}
	}
	all := table.Total(0)
	t.Logf("%d outcomes, %d wrong, %d lucky; threshold %+v", all.N, all.Wrong, all.Lucky, table.Threshold(calibrate.DefaultBudget))
	fixtures.Golden(t, path, []byte(table.Format(strings.TrimPrefix(sets, "# ")+
		"These, and those of fixtures/labelled: what became of automatic decisions, by their share in millionths.\n"+
		"Written by go test ./matcher/eval -run TestShippedOutcomes -update; from is the lowest share of a bucket, stated the sum of the shares.\n")))
}

// read is what became of one labelled line.
type read struct {
	share        int32
	wrong, lucky bool
}

// outcomesOf decides each set from all its files, two at a time.
func outcomesOf(t *testing.T, truths []string) []map[string]read {
	t.Helper()
	all := make([]map[string]read, len(truths))
	t.Run("sets", func(t *testing.T) {
		for i, f := range truths {
			t.Run(filepath.Base(filepath.Dir(f)), func(t *testing.T) {
				t.Parallel()
				all[i] = worst(t, filepath.Dir(f))
			})
		}
	})
	return all
}

// worst is what became of the lines of a set that were decided automatically, with a
// low threshold, from any of its files. A line counts once, by its worst outcome: three
// files of the same lines are no three trials, and the bound is one of trials.
func worst(t *testing.T, dir string) map[string]read {
	t.Helper()
	all := make(map[string]read)
	for _, from := range sources {
		s := load(t, dir, from)
		decisions := make(map[string]ledger.Decision, len(s.lines))
		for i, d := range matcher.NewIndex(s.book, matcher.Options{Threshold: matcher.LowestThreshold}).Decide(s.lines) {
			decisions[s.lines[i].BankID] = d
		}
		for _, truth := range s.truths {
			d, ok := decisions[truth.Line]
			if !ok || d.Status != ledger.Auto {
				continue
			}
			c := eval.Score([]eval.Truth{truth}, decisions, from)
			r := read{d.Chosen.Share, c.Wrong > 0, c.Lucky > 0}
			if before, ok := all[truth.Line]; !ok || r.worse(before) {
				all[truth.Line] = r
			}
		}
	}
	return all
}

// worse reports whether the outcome says more against automatic decisions: a wrong one
// the more, the surer it was; a right one the less.
func (r read) worse(o read) bool {
	switch {
	case r.wrong != o.wrong:
		return r.wrong
	case r.wrong:
		return r.share > o.share
	case r.lucky != o.lucky:
		return r.lucky
	}
	return r.share < o.share
}
