package batch

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"lettrage/fixtures/gen"
	"lettrage/ledger"
)

// asCarried fails when what the run carries along is not what the books say.
func asCarried(t *testing.T, b *Batch, c ledger.Company) bool {
	t.Helper()
	b.carried.mu.Lock()
	is, end := b.carried.is, int64(b.carried.end)
	b.carried.mu.Unlock()
	if is == nil {
		return false
	}
	want, err := b.known(t.Context(), c, end+1)
	if err != nil {
		t.Fatal(err)
	}
	want.own, err = b.outcomes(t.Context(), c, end+1)
	if err == nil && !is.once {
		want.own, err = b.decidedAgain(t.Context(), c, end+1)
	}
	if err != nil {
		t.Fatal(err)
	}
	want.once = is.once
	if fmt.Sprintf("%+v", *is) != fmt.Sprintf("%+v", *want) {
		t.Errorf("what is carried along is not what the books say: %d items, %d past lines, %d facts; want %d, %d, %d",
			len(is.Items), len(is.Past), len(is.Facts), len(want.Items), len(want.Past), len(want.Facts))
	}
	return true
}

// A run that takes file after file gives the books of one that reads all anew for each,
// whatever else is written in between: lists, persons' decisions, other programs' files.
func TestWhatIsCarriedAlong(t *testing.T) {
	g := gen.New(gen.Options{Seed: 9, Invoices: 150, Lines: 150})
	first, last := g.Lines[0].Day, g.Lines[len(g.Lines)-1].Day
	days := int(last.Sub(first)/(24*time.Hour)) + 1
	carried := 0
	seeds := uint64(10) // each makes two books from files: more would take minutes
	if testing.Short() {
		seeds = 3 // the race detector is ten times slower
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		b, c := newBook(t)
		anew, _ := newBook(t)
		dir := filepath.Dir(anew.Config.Out)
		b.Config.Budget, anew.Config.Budget = "1/100", "1/100" // every decision that stands counts once one was wrong
		window := []int{0, 7}[seed%2]
		b.window = window
		for _, b := range []*Batch{b, anew} {
			takeLists(t, b, c, g)
		}
		files := 2 + r.IntN(7)
		for i := range files {
			s := g.Statement(i+1, first.AddDate(0, 0, i*days/files), first.AddDate(0, 0, (i+1)*days/files-1))
			name, data := fmt.Sprint(i, ".xml"), bytesOf(t, s.WriteCAMT)
			between := []string{"", "", "", "correct", "other"}[r.IntN(5)]
			by := b
			if between == "other" {
				by = reopen(t, filepath.Dir(b.Config.Out))
				by.Config.Budget, by.window = b.Config.Budget, window
			}
			takeStatement(t, by, c, name, data)
			other := reopen(t, dir)
			other.Config.Budget, other.window = anew.Config.Budget, window
			takeStatement(t, other, c, name, data)
			if between == "correct" {
				correctOne(t, b, c)
				correctOne(t, other, c)
			}
			if asCarried(t, by, c) {
				carried++
			}
		}
		if x, y := books(t, anew, c), books(t, b, c); x != y {
			t.Errorf("seed %d: the books differ: %s", seed, firstDifference(x, y))
		}
		proven(t, b, c)
	}
	if carried == 0 {
		t.Error("nothing was carried along")
	}
}

// correctOne says of the last line that the program decided that it is none of the customers'.
func correctOne(t *testing.T, b *Batch, c ledger.Company) {
	t.Helper()
	var last ledger.LineID
	for d, err := range b.Store.Decisions(t.Context(), c.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if d.Status == ledger.Auto && d.By == ledger.Program {
			last = d.Line
		}
	}
	if last != "" {
		if _, err := b.Book(t.Context(), c, string(last), "658"); err != nil {
			t.Fatal(err)
		}
	}
}

// What one who takes knowledge did not give back is nobody's, and so is that of another company or event.
func TestCarrier(t *testing.T) {
	var c carrier
	k := &knowledge{}
	for _, x := range []struct {
		company ledger.CompanyID
		intake  int64
		want    *knowledge
	}{{"a", 8, k}, {"a", 9, nil}, {"a", 7, nil}, {"b", 8, nil}} {
		c.put("a", 7, k)
		if got := c.take(x.company, x.intake); got != x.want {
			t.Errorf("%s, intake %d: %v, want %v", x.company, x.intake, got, x.want)
		}
		if c.take("a", 8) != nil {
			t.Error("it was given twice")
		}
	}
}
