package csv

import (
	"os"
	"strings"
	"testing"
)

// TestDocExample reads the export in the package documentation by the profile beside it.
func TestDocExample(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string // of indented lines
	within := false
	for _, line := range strings.Split(string(source), "\n") {
		code, ok := strings.CutPrefix(line, "//\t")
		if line == "//" && within {
			code, ok = "", true // an empty line of a block, or its end
		}
		if ok && !within {
			blocks = append(blocks, "")
		}
		if within = ok && (code != "" || within); within {
			blocks[len(blocks)-1] += code + "\n"
		}
	}
	if len(blocks) < 2 {
		t.Fatalf("%d blocks of code in doc.go", len(blocks))
	}
	_, found, _ := checked(t, blocks[1], strings.TrimSpace(blocks[0])+"\n")
	st := found.parts[0].st
	if st.Lines != 1 || st.Credits.String() != "310.00" || st.Account.Other != "3000600001" {
		t.Errorf("%d lines, %s in, account %q", st.Lines, st.Credits, st.Account)
	}
}
