package mt940

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// fullLine is how long a line of a text is before it goes on in the next (SWIFT: 65x), and
// lineTag is the tag that counts among them in some banks.
const (
	fullLine = 65
	lineTag  = len(":86:")
)

// unwrap joins the lines of a text: without a blank where a line is full, or a code is
// cut in two, for lines break within words; else with one.
func unwrap(text []byte) string {
	if bytes.IndexByte(text, '\n') < 0 {
		return strings.TrimSpace(string(text))
	}
	b := make([]byte, 0, len(text))
	for first := true; len(text) > 0; first = false {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		b = append(b, line...)
		if n := utf8.RuneCount(line); n < fullLine && (!first || n != fullLine-lineTag) && len(rest) > 0 && !cutCode(line, rest) {
			b = append(b, ' ')
		}
		text = rest
	}
	return strings.TrimSpace(string(b))
}

// cutCode reports whether a code between slashes begins at the end of a line and ends in the next.
func cutCode(line, next []byte) bool {
	from, to := bytes.LastIndexByte(line, '/'), bytes.IndexByte(next, '/')
	if from < 0 || to < 0 || to > 8 || len(line)-from > 8 {
		return false
	}
	_, ok := codes[string(line[from+1:])+string(next[:to])]
	return ok
}

// plain returns a text with each run of blanks as one.
func plain(s string) string {
	if !strings.Contains(s, "  ") && !strings.ContainsAny(s, "\t\n") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// appended adds a text to another behind a separator, unless it is empty.
func appended(to, separator, s string) string {
	switch {
	case s == "":
		return to
	case to == "":
		return s
	}
	return to + separator + s
}
