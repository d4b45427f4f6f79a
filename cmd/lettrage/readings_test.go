package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfirm answers the questions about a table of an unknown bank.
func TestConfirm(t *testing.T) {
	const two = "Date,Description,Amount\n01/03/2026,A,100.00\n02/03/2026,B,-5.00\n"
	for _, c := range []struct{ name, answers, want, profile string }{
		{"the first, under the suggested name", "3\n1\n\n", "csv:november: 2 new", "november"},
		{"under a name of one's own, at the second try", "1\nMy Bank\nmy-bank\n", "csv:my-bank: 2 new", "my-bank"},
		{"none", "n\n", "nothing was taken", ""},
		{"no answer", "", "nothing was taken", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			var out, errs bytes.Buffer
			if code := run(t.Context(), []string{"init", dir, "--company", "T", "--iban", "FR7630006000011234567890189"}, strings.NewReader(""), &out, &errs); code != exitDone {
				t.Fatal(errs.String())
			}
			file := filepath.Join(dir, "november.csv")
			if err := os.WriteFile(file, []byte(two), 0o600); err != nil {
				t.Fatal(err)
			}
			a := &app{in: strings.NewReader(c.answers), out: &out, errs: &errs, asks: true}
			root := a.root()
			root.SetArgs([]string{"import", file, "--explain", "--today", "2026-03-31", "--config", filepath.Join(dir, "lettrage.toml")})
			if err := root.ExecuteContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			if said := out.String() + errs.String(); !strings.Contains(said, c.want) {
				t.Errorf("said\n%s\nwant %q", said, c.want)
			}
			kept, err := filepath.Glob(filepath.Join(dir, "profiles", "*.toml"))
			if err != nil || len(kept) > 1 || (len(kept) == 1) != (c.profile != "") || len(kept) == 1 && filepath.Base(kept[0]) != c.profile+".toml" {
				t.Errorf("%v, %v", kept, err)
			}
		})
	}
}
