package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// exception is something that a rule forbids and that is right all the same.
type exception struct{ where, what, why string } // where: a file, or file:function

// exceptions of the rules, by rule. One that is not needed any more fails.
var exceptions = map[string][]exception{
	"float":     {},
	"goroutine": {},
	"length":    {},
	"state":     {},
}

// excused looks an exception up and notes that it was needed.
func excused(used map[exception]bool, rule, where, what string) bool {
	for _, e := range exceptions[rule] {
		if e.where == where && (e.what == "" || e.what == what) {
			used[e] = true
			return true
		}
	}
	return false
}

// code checks what stands in the Go files, and that each exception is needed.
func code(t *tree) (bad []string) {
	used := map[exception]bool{}
	for _, f := range t.files {
		for _, rule := range []func(*tree, *file, map[exception]bool) []string{
			floats, clockAndEnvironment, goroutines, functionLength, initFunctions, hiddenState,
		} {
			if !f.isTest() {
				bad = append(bad, rule(t, f, used)...)
			}
		}
	}
	for rule, all := range exceptions {
		for _, e := range all {
			if e.why == "" {
				bad = append(bad, fmt.Sprintf("code_test.go: the exception %s of %s has no reason", e.where, rule))
			}
			if !used[e] {
				bad = append(bad, fmt.Sprintf("code_test.go: the exception %s of %s is not needed any more: take it out", e.where, rule))
			}
		}
	}
	slices.Sort(bad)
	return bad
}

// floatVerb finds a format verb that prints a float, and floatCall a call that makes or takes one.
var (
	floatVerb = regexp.MustCompile(`(^|[^%])(%%)*%[-+# 0]*[0-9.*]*[eEfFgG]`)
	floatCall = regexp.MustCompile(`^(ParseFloat|FormatFloat|AppendFloat|Float64|Float32|InexactFloat64|NewFromFloat|NewFromFloat32|NewFloat|SetFloat64|Seconds|Minutes|Hours)$`)
)

// moneyFree are packages that never hold an amount, and so may have floats.
var moneyFree = []string{"cmd/internal/watch", "cmd/internal/schedule", "cmd/internal/tidy"}

// floats: no float stands where money is, which is nearly everywhere.
func floats(t *tree, f *file, used map[exception]bool) (bad []string) {
	if anyWithin(f.pkg, moneyFree...) {
		return nil
	}
	say := func(n ast.Node, what string) {
		if !excused(used, "float", f.path, what) {
			bad = append(bad, fmt.Sprintf("%s: %s: no float near money; count minor units, or use decimal for rates", t.at(n), what))
		}
	}
	ast.Inspect(f.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if n.Name == "float32" || n.Name == "float64" || n.Name == "complex64" || n.Name == "complex128" {
				say(n, n.Name)
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT || n.Kind == token.IMAG {
				say(n, "a constant with a point or an exponent")
			}
			if n.Kind == token.STRING && floatVerb.MatchString(n.Value) {
				say(n, "a verb that prints floats")
			}
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok && of.Name == "math" && !strings.HasPrefix(n.Sel.Name, "Max") && !strings.HasPrefix(n.Sel.Name, "Min") {
				say(n, "math."+n.Sel.Name)
			} else if floatCall.MatchString(n.Sel.Name) {
				say(n, n.Sel.Name)
			}
		}
		return true
	})
	return bad
}

// outside is what only cmd reads.
var outside = map[string][]string{
	"os":   {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args", "Exit", "Stdin", "Stdout", "Stderr", "Getwd", "Hostname", "UserHomeDir"},
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Local"},
}

// clockAndEnvironment: nobody but cmd knows what time it is or where it runs.
func clockAndEnvironment(t *tree, f *file, _ map[exception]bool) (bad []string) {
	if within(f.pkg, "cmd/...") {
		return nil
	}
	ast.Inspect(f.File, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if of, ok := s.X.(*ast.Ident); ok && slices.Contains(outside[of.Name], s.Sel.Name) && f.imports(of.Name) {
				bad = append(bad, fmt.Sprintf("%s: %s.%s: only cmd reads the clock and the environment; hand the value in", t.at(s), of.Name, s.Sel.Name))
			}
		}
		return true
	})
	return bad
}

// sleepingTests: a test waits for what happens, never for time to pass.
func sleepingTests(t *tree) (bad []string) {
	for _, f := range t.files {
		if !f.isTest() {
			continue
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Sleep" && f.imports("time") {
				bad = append(bad, t.at(s)+": a test should not sleep; wait for what should happen")
			}
			return true
		})
	}
	return bad
}

// imports reports whether the file imports a package of that path.
func (f *file) imports(p string) bool {
	return slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == strconv.Quote(p) })
}

// pure are packages that start no goroutine.
var pure = []string{"ledger", "ledger/money", "ledger/journal", "importer/...", "matcher/...", "export/..."}

func goroutines(t *tree, f *file, used map[exception]bool) (bad []string) {
	if !anyWithin(f.pkg, pure...) {
		return nil
	}
	ast.Inspect(f.File, func(n ast.Node) bool {
		if _, ok := n.(*ast.GoStmt); ok && !excused(used, "goroutine", f.path, "") {
			bad = append(bad, t.at(n)+": a goroutine in a package that is a pure function; let the caller start it")
		}
		return true
	})
	return bad
}

// maxFunction is how many lines a function may have.
const maxFunction = 70

func functionLength(t *tree, f *file, used map[exception]bool) (bad []string) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		n := t.set.Position(fn.End()).Line - t.set.Position(fn.Pos()).Line + 1
		if n > maxFunction && !excused(used, "length", f.path+":"+fn.Name.Name, "") {
			bad = append(bad, fmt.Sprintf("%s: %s has %d lines, should have %d at most", t.at(fn), fn.Name.Name, n, maxFunction))
		}
	}
	return bad
}

func initFunctions(t *tree, f *file, _ map[exception]bool) (bad []string) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			bad = append(bad, t.at(fn)+": an init function: its work should be asked for")
		}
	}
	return bad
}

// hiddenState: a variable of a package is a constant in spirit; what changes belongs to a value.
func hiddenState(t *tree, f *file, used map[exception]bool) (bad []string) {
	for _, d := range f.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.VAR {
			continue
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := s.X.(*ast.Ident); ok && (of.Name == "sync" || of.Name == "atomic") && !excused(used, "state", f.path, "") {
					bad = append(bad, fmt.Sprintf("%s: %s.%s in a variable of the package: state belongs to a value", t.at(s), of.Name, s.Sel.Name))
				}
			}
			return true
		})
	}
	return bad
}

// packageComments: each package says what it is for, once or more.
func packageComments(t *tree) (bad []string) {
	said, want := map[string]bool{}, map[string]string{}
	var order []*file
	for _, f := range t.files {
		if f.test {
			continue
		}
		if want[f.pkg] == "" {
			order = append(order, f)
			want[f.pkg] = "Package " + f.Name.Name + " "
			if f.Name.Name == "main" {
				want[f.pkg] = "Command " + path.Base(f.pkg) + " "
			}
		}
		if strings.HasPrefix(f.Doc.Text(), want[f.pkg]) {
			said[f.pkg] = true
		}
	}
	for _, f := range order {
		if !said[f.pkg] {
			bad = append(bad, fmt.Sprintf("%s: the package has no comment; one should begin with %q", f.path, want[f.pkg]))
		}
	}
	return bad
}

// exportedComments: what other packages may use says what it promises.
func exportedComments(t *tree) (bad []string) {
	for _, f := range t.files {
		if f.test {
			continue
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !wellKnown[d.Name.Name] {
					bad = append(bad, t.at(d)+": "+d.Name.Name+" is exported and has no comment")
				}
			case *ast.GenDecl:
				bad = append(bad, specComments(t, d)...)
			}
		}
	}
	return bad
}

// wellKnown are methods whose promise the standard library makes.
var wellKnown = map[string]bool{"Error": true, "Unwrap": true, "String": true, "Len": true, "Less": true, "Swap": true}

// exportedReceiver reports whether a function, or the type of a method, is seen from outside.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func specComments(t *tree, d *ast.GenDecl) (bad []string) {
	for _, s := range d.Specs {
		var names []*ast.Ident
		doc := d.Doc
		switch s := s.(type) {
		case *ast.TypeSpec:
			names = []*ast.Ident{s.Name}
			if d.Lparen.IsValid() || doc == nil {
				doc = s.Doc
			}
			if doc == nil {
				doc = s.Comment
			}
		case *ast.ValueSpec:
			names = s.Names
			if doc == nil {
				doc = s.Doc
			}
			if doc == nil {
				doc = s.Comment
			}
		}
		for _, n := range names {
			if n.IsExported() && doc == nil {
				bad = append(bad, t.at(n)+": "+n.Name+" is exported and has no comment")
			}
		}
	}
	return bad
}
