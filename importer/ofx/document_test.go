package ofx

import (
	"fmt"
	"testing"

	"lettrage/importer"
)

// TestDecodeSaysWhere: a transaction that ofxgo does not read is named by its line,
// wherever it stands in its document.
func TestDecodeSaysWhere(t *testing.T) {
	for bad := range maxDocument {
		if bad%333 != 0 && bad != 1 {
			continue
		}
		var d document
		for i := range maxDocument {
			d.lines = append(d.lines, checked{line: 10 * (i + 1), start: len(d.body)})
			text := fmt.Sprintf("<STMTTRN><FITID>%d</FITID></STMTTRN>", i)
			if i == bad {
				text = "<STMTTRN><FITID>1</FITIB></STMTTRN>"
			}
			d.body = append(d.body, text...)
		}
		_, err := d.decode()
		if e, ok := err.(*importer.Error); !ok || e.Line != 10*(bad+1) || e.Hint == "" {
			t.Errorf("%d: got %v", bad, err)
		}
	}
}
