package mt940_test

import (
	"strings"
	"testing"

	"lettrage/importer/mt940"
)

func TestDetect(t *testing.T) {
	const statement = ":20:X\n:25:1\n:28C:1\n:60F:C260901EUR1,\n"
	tests := []struct{ name, head, want string }{ // empty: none
		{"plain", statement, "mt940"},
		{"CRLF and blank lines", "\r\n" + strings.ReplaceAll(statement, "\n", "\r\n"), "mt940"},
		{"CR alone", strings.ReplaceAll(statement, "\n", "\r"), "mt940"},
		{"byte order mark", "\ufeff" + statement, "mt940"},
		{"UTF-16", "\xff\xfe" + wide(statement), "mt940"},
		{"blocks", "{1:F01EXAMNL2AXXXX0000000000}{2:I940EXAMNL2AXXXXN}{4:\n" + statement, "mt940"},
		{"start of a transmission", "\x01{1:F01EXAMNL2AXXXX0000000000}{4:\n" + statement, "mt940"},
		{"blocks and nothing more", "{1:F01EXAMNL2AXXXX0000000000}", "mt940"},
		{"below a bank's lines", "EXAMNL2A\n940\nEXAMNL2A\n" + statement, "mt940"},
		{"an old header", "0000 01EXAMNL2AXXXX00001\n940 00\n:20:X\n:25:1\n", "mt940"},
		{"floor limit", ":20:X\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2609011430+0200\n", "mt940 (mt942)"},
		{"a text that mentions a tag", "date;label;amount\n2026-09-01;\":20:X\";1\n2026-09-01;:25:1;1\n", ""},
		{"a tag alone", ":20:X\nhello\n", ""},
		{"the wrong order", ":25:1\n:60F:C260901EUR1,\n", ""},
		{"a line before the statement", ":61:2609010901C1,NTRF\n:20:X\n:25:1\n", ""},
		{"far below", strings.Repeat("2026-09-01;a;1\n", 40) + statement, ""},
		{"other", "<Document/>", ""},
		{"empty", "", ""},
	}
	for _, test := range tests {
		name, ok := mt940.Format.Detect([]byte(test.head))
		if ok != (test.want != "") || ok && name != test.want {
			t.Errorf("%s: got %q, %t, want %q", test.name, name, ok, test.want)
		}
	}
}

// wide writes ASCII as UTF-16, little end first.
func wide(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}
