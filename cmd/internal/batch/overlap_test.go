package batch

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lettrage/fixtures/gen"
)

// overlapping is a file of some of the days of a book that does not exist.
type overlapping struct {
	from, to    int
	format, ids string
}

func drawOverlapping(rt *rapid.T, days int, ids ...string) overlapping {
	from := rapid.IntRange(0, days-1).Draw(rt, "from")
	return overlapping{from, rapid.IntRange(from, days-1).Draw(rt, "to"), rapid.SampledFrom([]string{"xml", "ofx", "csv"}).Draw(rt, "format"), rapid.SampledFrom(ids).Draw(rt, "identifiers")}
}

// write writes the i-th file: as the bank names its lines, without names, or with new ones.
func (f overlapping) write(rt *rapid.T, s gen.Statement, i int) []byte {
	var text bytes.Buffer
	if err := map[string]func(io.Writer) error{"xml": s.WriteCAMT, "ofx": s.WriteOFX, "csv": s.WriteCSV}[f.format](&text); err != nil {
		rt.Fatal(err)
	}
	n := 0
	named := regexp.MustCompile(`(<AcctSvcrRef>|<FITID>|;)OP[0-9]+`)
	return append(named.ReplaceAllFunc(text.Bytes(), func(id []byte) []byte {
		before := id[:bytes.Index(id, []byte("OP"))]
		n++
		switch {
		case f.ids == "none", f.ids == "new" && f.format == "csv": // which states no period: one line under another name is another line there
			if f.format == "ofx" {
				return fmt.Append(before, "0")
			}
			return before
		case f.ids == "new":
			return fmt.Appendf(before, "N%d-%d", i, n)
		}
		return id
	}), '\n')
}

// Files of overlapping days, each in any format, in any order and some of them twice,
// bring each line of the bank once.
func TestOverlappingFilesInAnyOrder(t *testing.T) { testOverlapping(t, "bank's") }

// So they do where the bank gives no identifiers, or others in each file: what the data
// does not say is a possible duplicate; none is booked twice, and none is lost.
func TestOverlappingFilesWithoutIdentifiers(t *testing.T) {
	testOverlapping(t, "bank's", "none", "new")
}

func testOverlapping(t *testing.T, ids ...string) {
	g := gen.New(gen.Options{Seed: 5, Invoices: 40, Lines: 80})
	first, last := g.Lines[0].Day, g.Lines[len(g.Lines)-1].Day
	days := int(last.Sub(first).Hours()/24) + 1
	rapid.Check(t, func(rt *rapid.T) {
		b, c := newBook(t)
		files := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) overlapping { return drawOverlapping(rt, days, ids...) }), 2, 4).Draw(rt, "files")
		seen := make(map[string]bool)
		for i, f := range append(files, files[0]) {
			s := g.Statement(i+1, first.AddDate(0, 0, f.from), first.AddDate(0, 0, f.to))
			if len(s.Lines) == 0 {
				continue
			}
			fresh := 0
			for _, l := range s.Lines {
				if !seen[l.ID] {
					fresh++
				}
				seen[l.ID] = true
			}
			var r ImportReport // what is booked of the lines is not asked here
			if err := b.take(t.Context(), c, put(t, fmt.Sprint(i, ".", f.format), f.write(rt, s, i)), ImportOptions{}, &r); err != nil {
				rt.Fatal(err)
			}
			if r.New > fresh || r.New+r.PossibleDuplicates < fresh || len(ids) == 1 && r.PossibleDuplicates > 0 {
				rt.Errorf("file %d, %s of %s to %s: %d new, %d possible duplicates, want %d new", i, f.format, s.From.Format(time.DateOnly), s.To.Format(time.DateOnly), r.New, r.PossibleDuplicates, fresh)
			}
		}
	})
}
