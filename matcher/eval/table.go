package eval

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"

	"lettrage/matcher/calibrate"
)

// Row is a named line of a table.
type Row struct {
	Name string
	Counts
}

// WriteTable writes one row a set: what was decided, how right it was, and what a person sees.
func WriteTable(w io.Writer, rows []Row) error {
	return write(w, "set\tlines\tautos\twrong\tlucky\tstrict\tbound\trecall\tfirst\tthird\tnone\tfalse none", len(rows), func(i int) string {
		c := rows[i].Counts
		return fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%d", rows[i].Name, c.Lines, c.Auto, c.Wrong, c.Lucky,
			c.Precision(true), Rate(calibrate.Bound(c.Wrong, c.Auto), 1_000_000), c.Recall(), Rate(c.First, c.Asked), Rate(c.Third, c.Asked), Rate(c.NoneRight, c.MustNone), c.FalseNone)
	})
}

// WriteKinds writes one row a kind of line, in counts.
func WriteKinds(w io.Writer, kinds []KindCounts) error {
	return write(w, "kind\tlines\tmust auto\tauto\tright\tgrey\tlucky\twrong\treview\tfirst\tthird\tnone\tfalse none", len(kinds), func(i int) string {
		c := kinds[i].Counts
		return fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d", kinds[i].Kind, c.Lines, c.MustAuto, c.Auto, c.Right, c.Grey,
			c.Lucky, c.Wrong, c.Review, c.First, c.Third, c.None, c.FalseNone)
	})
}

func write(w io.Writer, head string, n int, row func(int) string) error {
	var b bytes.Buffer
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, head)
	for i := range n {
		fmt.Fprintln(t, row(i))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
