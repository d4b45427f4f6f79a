package csv

// tabular reports whether rows look like a table of days and amounts, though it has
// no header that anybody knows: some column has a day in most of them, another an amount.
func tabular(rows []record) bool {
	return mostly(rows, isDay) && mostly(rows, isAmount)
}

// mostly reports whether one column has such cells in two rows of three.
func mostly(rows []record, is func(string) bool) bool {
	counts := make(map[int]int)
	for _, rec := range rows {
		if len(rec.cells) < 3 {
			continue
		}
		for c, cell := range rec.cells[:min(len(rec.cells), 64)] {
			if is(clean(cell)) {
				counts[c]++
			}
		}
	}
	enough := false
	for _, n := range counts {
		enough = enough || 3*n >= 2*len(rows)
	}
	return len(rows) > 0 && enough
}
