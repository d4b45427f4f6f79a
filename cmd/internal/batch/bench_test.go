package batch

import (
	"io"
	"testing"

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
