package batch

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"lettrage/fixtures"
	"lettrage/fixtures/gen"
)

// BenchmarkImportToJournal goes the whole way, from the files to the exported
// journal: 10,000 bank lines against 10,000 open items. lines/s counts the
// statement's way alone; the lists are taken before the clock runs.
func BenchmarkImportToJournal(b *testing.B) {
	lines := 10_000
	if testing.Short() {
		lines = 500
	}
	g := gen.New(gen.Options{Seed: 1, Invoices: lines, Lines: lines})
	for name, write := range map[string]func(io.Writer) error{"camt": g.Year().WriteCAMT, "ofx": g.Year().WriteOFX, "csv": g.Year().WriteCSV} {
		b.Run(name, func(b *testing.B) {
			path := put(b, "year."+name, bytesOf(b, write))
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				book, c := newBook(b)
				takeLists(b, book, c, g)
				b.StartTimer()
				r, err := book.Import(b.Context(), c, path, ImportOptions{})
				if err != nil || r.New != len(g.Lines) {
					b.Fatalf("%d new lines of %d: %v", r.New, len(g.Lines), err)
				}
				if err := book.WriteJournal(b.Context(), c, JournalOptions{Format: "hledger"}, io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// BenchmarkImportMemory takes a statement from the file to its entries, and gives the most
// memory that the process had meanwhile: it is nearly the same for any number of lines.
func BenchmarkImportMemory(b *testing.B) {
	const days = 2_000
	for _, lines := range []int{20_000, 100_000, 400_000} {
		if testing.Short() && lines > 20_000 {
			continue
		}
		b.Run(fmt.Sprint("lines=", lines), func(b *testing.B) {
			g := gen.New(gen.Options{Seed: 1, Invoices: days, Lines: days})
			year := g.Year()
			path := put(b, "year.xml", bytesOf(b, func(w io.Writer) error { return year.WriteLongCAMT(w, lines/len(year.Lines)) }))
			st, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			most := 0
			for b.Loop() {
				b.StopTimer()
				book, c := newBook(b)
				takeLists(b, book, c, g)
				fixtures.ForgetPeak(b)
				b.StartTimer()
				if r, err := book.Import(b.Context(), c, path, ImportOptions{}); err != nil || r.New == 0 {
					b.Fatalf("%d new lines: %v", r.New, err)
				}
				most = max(most, fixtures.PeakMiB(b))
			}
			b.ReportMetric(float64(st.Size()>>20), "MiB")
			b.ReportMetric(float64(most), "peak-MiB")
		})
	}
}

// linesOfOne is how many lines a document has of those that come one by one.
const linesOfOne = 5

// BenchmarkImportOneOfMany takes one small document more into a book that has taken so
// many (docs), or as many lines at once (lines): what one costs should not grow with them.
func BenchmarkImportOneOfMany(b *testing.B) {
	for _, docs := range []int{100, 1_000, 2_000} {
		b.Run(fmt.Sprint("docs=", docs), func(b *testing.B) { benchmarkOneMore(b, docs, linesOfOne*docs) })
	}
	b.Run("lines=200000", func(b *testing.B) { benchmarkOneMore(b, 1, 200_000) })
}

// benchmarkOneMore times documents that follow on before lines in so many files.
func benchmarkOneMore(b *testing.B, files, before int) {
	if testing.Short() && before > 1_000 {
		b.Skip("takes minutes")
	}
	const measured = 200 // documents that there are to be timed
	g := gen.New(gen.Options{Seed: 1, Invoices: before + measured*linesOfOne, Lines: before + measured*linesOfOne})
	book, c := newBook(b)
	takeLists(b, book, c, g)
	dir, year := b.TempDir(), g.Year()
	put := func(from, to int) string {
		s := year
		s.Number, s.Lines, s.From, s.To = from+1, year.Lines[from:to], year.Lines[from].Day, year.Lines[to-1].Day
		for _, l := range year.Lines[:from] {
			s.Opening += l.Cents
		}
		path := filepath.Join(dir, fmt.Sprintf("%07d.xml", from))
		if err := os.WriteFile(path, bytesOf(b, s.WriteCAMT), 0o600); err != nil {
			b.Fatal(err)
		}
		return path
	}
	take := func(from, to int) {
		r, err := book.Import(b.Context(), c, put(from, to), ImportOptions{})
		if err != nil || r.New != to-from {
			b.Fatalf("%d new lines of %d: %v %+v", r.New, to-from, err, r)
		}
	}
	for i := range files {
		take(i*before/files, (i+1)*before/files)
	}
	next := before
	for b.Loop() {
		if next == len(year.Lines) {
			b.Fatalf("has %d documents to be timed: say so with -benchtime=%dx", measured, measured)
		}
		take(next, next+linesOfOne)
		next += linesOfOne
	}
}
