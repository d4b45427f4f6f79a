package tidy

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// top is what may stand at the top level, beside dot-files.
var top = []string{"cmd", "importer", "matcher", "ledger", "export", "fixtures", "go.mod", "go.sum", "README.md"}

func topLevel(t *tree) (bad []string) {
	seen := map[string]bool{}
	for _, p := range t.texts {
		name, _, _ := strings.Cut(p, "/")
		if seen[name] || name[0] == '.' || slices.Contains(top, name) {
			continue
		}
		seen[name] = true
		bad = append(bad, name+": the top level holds "+strings.Join(top, " ")+" and dot-files only")
	}
	return bad
}

// noSubject are package names that say nothing of what is in the package.
var noSubject = []string{"util", "utils", "common", "helper", "helpers", "types", "misc", "shared", "base", "lib", "core"}

func packageNames(t *tree) (bad []string) {
	for _, f := range t.files {
		if name := f.Name.Name; slices.Contains(noSubject, name) {
			bad = append(bad, fmt.Sprintf("%s: package %s: should be named after its subject", f.path, name))
		}
	}
	return bad
}

// maxFile is how long a Go file may be; tests too.
const maxFile = 600

func fileLength(t *tree) (bad []string) {
	for _, f := range t.files {
		if n := t.set.File(f.Pos()).LineCount(); n > maxFile {
			bad = append(bad, fmt.Sprintf("%s: %d lines, should have %d at most: give its second subject a file", f.path, n, maxFile))
		}
	}
	return bad
}

// foreign are words that are no part of the product: where and how it is made. Each is put
// together here, so that this file does not hold it.
var foreign = regexp.MustCompile(`(?i)` + strings.Join([]string{
	"/wo" + "rk/", "/fa" + "rm/", `\.libr` + "ary/", "before-" + "stop", "sub" + "agent", "sandbox " + "session",
	`proxy\.gol` + "ang", `deb\.deb` + "ian", `registry\.np` + "mjs", "chat" + "gpt", "anth" + "ropic", `\bclau` + `de\b`,
}, "|"))

// samples are folders of texts that others wrote, which may say what they like.
var samples = []string{"fixtures/corpus/...", "fixtures/labelled/..."}

func foreignWords(t *tree) (bad []string) {
	for _, p := range t.texts {
		if anyWithin(path.Dir(p), samples...) {
			continue
		}
		src, err := t.read(p)
		if err != nil || bytes.IndexByte(src[:min(len(src), 8<<10)], 0) >= 0 {
			continue // not a text
		}
		if at := foreign.FindIndex(src); at != nil {
			line := 1 + bytes.Count(src[:at[0]], []byte("\n"))
			bad = append(bad, fmt.Sprintf("%s:%d: %q is no part of the product", p, line, src[at[0]:at[1]]))
		}
	}
	return bad
}

// putOff finds tests that are skipped until somebody has time.
var putOff = regexp.MustCompile(`\bt\.Skipf?\("?(?i:todo|later|fix|flaky|wip)`)

func testsPutOff(t *tree) (bad []string) {
	for _, f := range t.files {
		src, err := t.read(f.path)
		if err != nil || !f.test {
			continue
		}
		if at := putOff.FindIndex(src); at != nil {
			line := 1 + bytes.Count(src[:at[0]], []byte("\n"))
			bad = append(bad, fmt.Sprintf("%s:%d: a test is put off: mend it or take it out", f.path, line))
		}
	}
	return bad
}
