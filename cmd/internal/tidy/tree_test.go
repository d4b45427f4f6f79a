package tidy

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the path of the module, as go.mod has it.
const module = "lettrage"

// tree is the module as its rules see it.
type tree struct {
	set   *token.FileSet
	files []*file  // Go files that people write, by path
	texts []string // paths of all files, Go or not, that belong to the module
	read  func(path string) ([]byte, error)
}

// file is one Go file.
type file struct {
	path string // below the root, with slashes
	pkg  string // path of its package below the root
	test bool
	*ast.File
}

// at says where a node stands.
func (t *tree) at(n ast.Node) string {
	p := t.set.Position(n.Pos())
	return p.Filename + ":" + itoa(p.Line)
}

// load reads the module that this test stands in.
func load(t *testing.T) *tree {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("the module's root should be three folders up: %v", err)
	}
	tr := &tree{set: token.NewFileSet(), texts: listed(t, root)}
	tr.read = func(p string) ([]byte, error) { return os.ReadFile(filepath.Join(root, filepath.FromSlash(p))) }
	for _, p := range tr.texts {
		if !strings.HasSuffix(p, ".go") || strings.Contains(p, "testdata/") {
			continue
		}
		src, err := tr.read(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := tr.add(p, src); err != nil {
			t.Fatal(err)
		}
	}
	if len(tr.files) < 20 {
		t.Fatalf("only %d Go files were found: the rules would pass in silence", len(tr.files))
	}
	return tr
}

// add parses a Go file; what a program wrote is left out.
func (t *tree) add(p string, src []byte) error {
	f, err := parser.ParseFile(t.set, p, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || ast.IsGenerated(f) {
		return err
	}
	t.files = append(t.files, &file{path: p, pkg: path.Dir(p), test: strings.HasSuffix(p, "_test.go"), File: f})
	return nil
}

// listed returns the files of the module: in a checkout those that git knows or
// would add, else all but what .gitignore names.
func listed(t *testing.T, root string) []string {
	t.Helper()
	var all []string
	if _, err := os.Stat(filepath.Join(root, ".git")); err == nil {
		out, err := exec.Command("git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
		if err == nil {
			for _, p := range strings.Split(strings.TrimRight(string(out), "\x00"), "\x00") {
				if _, err := os.Stat(filepath.Join(root, p)); err == nil { // a file may be deleted and not yet committed
					all = append(all, p)
				}
			}
		}
	}
	if len(all) == 0 {
		all = walked(t, root)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func walked(t *testing.T, root string) (all []string) {
	t.Helper()
	ignored := ignores(root)
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case rel == ".":
		case rel == ".git" && d.IsDir():
			return fs.SkipDir
		case ignored(rel) && d.IsDir():
			return fs.SkipDir
		case !ignored(rel) && !d.IsDir():
			all = append(all, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// ignores reads .gitignore: patterns of a name, or with a slash before it of a name at the top.
func ignores(root string) func(rel string) bool {
	src, _ := os.ReadFile(filepath.Join(root, ".gitignore")) // without one nothing is ignored
	var patterns []string
	for _, l := range bytes.Split(src, []byte("\n")) {
		if p := strings.TrimSuffix(strings.TrimSpace(string(l)), "/"); p != "" && p[0] != '#' {
			patterns = append(patterns, p)
		}
	}
	return func(rel string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool {
			of := path.Base(rel)
			if top, found := strings.CutPrefix(p, "/"); found {
				p, of = top, rel
			}
			ok, _ := path.Match(p, of) // a bad pattern matches nothing
			return ok
		})
	}
}

// within reports whether a package is that of the pattern: "a/b" itself, "a/b/..." it and all below.
func within(pkg, pattern string) bool {
	below, ok := strings.CutSuffix(pattern, "/...")
	return pkg == below || ok && strings.HasPrefix(pkg, below+"/")
}

func anyWithin(pkg string, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return within(pkg, p) })
}
