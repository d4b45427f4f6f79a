package calibrate

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// shipped are the outcomes of the labelled sets: comments, then a row for each bucket
// with outcomes, "from,n,wrong,lucky,stated". Tests of matcher/eval count them.
//
//go:embed shipped.csv
var shipped string

// Shipped returns the outcomes of all labelled sets.
func Shipped() Table {
	t, err := Parse(shipped)
	if err != nil {
		panic("calibrate: the shipped outcomes: " + err.Error()) // a test reads them
	}
	return t
}

// maxOutcomes is how many outcomes a bucket of a file may have: sums of shares fit.
const maxOutcomes = 1 << 32

const header = "from,n,wrong,lucky,stated"

// Parse reads a table as Format writes it.
func Parse(text string) (Table, error) {
	t := NewTable()
	for n, row := range strings.Split(text, "\n") {
		if row == "" || row == header || row[0] == '#' {
			continue
		}
		var b Bucket
		if err := b.parse(row); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		at := t.bucket(b.From)
		if at.From != b.From || at.N > 0 {
			return nil, fmt.Errorf("line %d: from should begin a bucket, and each one once", n+1)
		}
		*at = b
	}
	return t, nil
}

func (b *Bucket) parse(row string) error {
	cells := strings.Split(row, ",")
	if len(cells) != 5 {
		return fmt.Errorf("should be %s", header)
	}
	var n [5]int64
	for i, c := range cells {
		var err error
		if n[i], err = strconv.ParseInt(c, 10, 64); err != nil || n[i] < 0 {
			return fmt.Errorf("%s should be a number", strings.Split(header, ",")[i])
		}
	}
	*b = Bucket{From: int32(min(n[0], million)), N: int(n[1]), Wrong: int(n[2]), Lucky: int(n[3]), Stated: n[4]}
	if b.N == 0 || b.N > maxOutcomes || b.Wrong+b.Lucky > b.N || b.Stated > int64(b.N)*million {
		return fmt.Errorf("should be counts of the same outcomes")
	}
	return nil
}

// Format writes the buckets with outcomes below a comment.
func (t Table) Format(comment string) string {
	var s strings.Builder
	for line := range strings.Lines(comment) {
		s.WriteString("# " + line)
	}
	s.WriteString(header + "\n")
	for _, b := range t {
		if b.N > 0 {
			fmt.Fprintf(&s, "%d,%d,%d,%d,%d\n", b.From, b.N, b.Wrong, b.Lucky, b.Stated)
		}
	}
	return s.String()
}
