package csv

import (
	"bytes"
	"io"
	"strings"

	"lettrage/importer"
)

// detect takes a text whose header fits a profile, or that has separators and a
// table's shape. It is asked last, and says no to what begins like another format.
func detect(head []byte) (string, bool) {
	charset, err := importer.DetectCharset(bytes.NewReader(whole(head)))
	if err != nil {
		return "", false
	}
	text, err := decoded(whole(head), charset)
	if err != nil || !readable(text) {
		return "", false
	}
	profiles, common, err := load(nil)
	if err != nil {
		return "", false
	}
	for _, sep := range []byte(separators) {
		rows, err := top(newSplitter(strings.NewReader(text), sep, importer.DefaultLimits()))
		if err != nil {
			continue
		}
		fits := fit(rows, profiles, sep)
		if len(fits) == 1 {
			return "csv:" + fits[0].plan.name, true
		}
		if g, _ := common.table(rows, sep); len(fits) > 1 || g != nil || tabular(rows) {
			return "csv", true
		}
	}
	return "", false
}

// whole cuts a line off the end that may go on behind the head.
func whole(head []byte) []byte {
	if len(head) < importer.HeadBytes {
		return head
	}
	if i := bytes.LastIndexByte(head, '\n'); i > 0 {
		return head[:i+1]
	}
	return head
}

func decoded(head []byte, charset string) (string, error) {
	r, err := importer.Decode(bytes.NewReader(head), charset)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	return string(b), err
}

// readable reports whether a text is one, and none of the formats that begin in a way of their own.
func readable(text string) bool {
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			return false
		}
	}
	start := strings.TrimSpace(text)
	return start != "" && !strings.HasPrefix(start, "<") && !strings.HasPrefix(start, "{") && !strings.HasPrefix(start, "[") &&
		!strings.HasPrefix(start, "%PDF") && !strings.HasPrefix(start, "OFXHEADER") && !strings.HasPrefix(start, ":20:")
}

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
