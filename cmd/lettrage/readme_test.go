package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lettrage/fixtures"
)

// TestREADME runs the commands of the README, in its order, as a reader would: with
// customers.csv, invoices.csv and november.csv of his own beside the book.
func TestREADME(t *testing.T) {
	text := string(fixtures.Read(t, fixtures.Path("..", "README.md")))
	script := commands(t, text)
	files, err := os.ReadFile(filepath.Join("testdata", "script", "first_day.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, data, ok := strings.Cut(string(files), "\n-- ")
	if !ok {
		t.Fatal("first_day.txt has no files")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "readme.txt"), []byte(script+"-- "+data), 0o600); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, RequireExplicitExec: true, Setup: surroundings})
}

// commands makes a script of the commands that stand in the README's blocks.
func commands(t *testing.T, readme string) string {
	t.Helper()
	var script strings.Builder
	inBlock, ran := false, 0
	for line := range strings.SplitSeq(readme, "\n") {
		if strings.HasPrefix(line, "```") {
			inBlock = !inBlock
			continue
		}
		command := strings.TrimSpace(line)
		switch {
		case !inBlock || command == "":
		case command == "go run ./cmd/lettrage demo":
			script.WriteString("exec lettrage demo demo\nstdout 'review list'\n")
		case command == "go test ./...", command == "go build -o lettrage ./cmd/lettrage":
			// These test and build what runs here.
		case strings.HasPrefix(command, "cd "):
			script.WriteString(command + "\n")
		case strings.HasPrefix(command, "lettrage "):
			script.WriteString("exec " + command + "\n")
			ran++
		}
	}
	if ran < 10 {
		t.Fatalf("the README has %d commands of lettrage; it should show more of them", ran)
	}
	return script.String()
}

// What the README and CONTRIBUTING show or point to is there.
func TestLinksOfTheREADME(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)]+)\)`)
	for _, doc := range []string{"README.md", ".github/CONTRIBUTING.md"} {
		path := fixtures.Path("..", filepath.FromSlash(doc))
		for _, m := range link.FindAllStringSubmatch(string(fixtures.Read(t, path)), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s points to %s, which is not there", doc, m[1])
			}
		}
	}
}
