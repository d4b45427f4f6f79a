package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lettrage/export/report"
	"lettrage/fixtures"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"

	"pgregory.net/rapid"
)

type writer func(io.Writer, report.Unmatched) error

func text(w io.Writer, u report.Unmatched) error {
	return report.Text(w, u, report.TextOptions{})
}

func written(t interface {
	Fatal(args ...any)
}, write writer, u report.Unmatched) string {
	var b bytes.Buffer
	if err := write(&b, u); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, write := range map[string]writer{"unmatched.txt.golden": text, "unmatched.json.golden": report.JSON, "unmatched.html.golden": report.HTML} {
		t.Run(name, func(t *testing.T) {
			fixtures.Golden(t, fixtures.Path("export", name), []byte(written(t, write, morning())))
		})
	}
}

// An empty book has a report too, and says that nothing waits.
func TestEmpty(t *testing.T) {
	for want, write := range map[string]writer{"Rien à traiter.": text, "Rien à traiter : ": report.HTML, `"lines": []`: report.JSON} {
		if got := written(t, write, report.Unmatched{Company: book.Company}); !strings.Contains(got, want) {
			t.Errorf("nothing says %q in\n%s", want, got)
		}
	}
}

// No text of a line, whatever it is, becomes part of the page's own language, acts on
// a terminal or makes a line of the text longer than 100 columns.
func TestHostileTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, s := morning(), rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{book.Script, book.Escape, book.Override, `"><img src=x onerror=alert(1)>`, `</style><script>`, "' onclick='x"})).Draw(t, "text")
		u.Lines = u.Lines[:1]
		plain := written(t, report.HTML, u)
		u.Lines[0].Payer, u.Lines[0].Candidates[0].Items[0].Customer, u.Lines[0].Candidates[0].Items[0].Invoice = s, s, ledger.InvoiceNumber(s)
		page := written(t, report.HTML, u)
		if strings.Count(page, "<") != strings.Count(plain, "<") {
			t.Fatalf("the text made or ate a tag: %q", s)
		}
		for name, out := range map[string]string{"page": page, "text": written(t, text, u), "json": written(t, report.JSON, u)} {
			if !utf8.ValidString(out) {
				t.Fatalf("%s is no UTF-8", name)
			}
			for _, r := range out {
				if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
					t.Fatalf("%s has %U", name, r)
				}
			}
		}
		if !json.Valid([]byte(written(t, report.JSON, u))) {
			t.Fatal("JSON is none")
		}
	})
}

func TestTextIsAHundredColumnsWide(t *testing.T) {
	for i, l := range strings.Split(written(t, text, morning()), "\n") {
		if n := utf8.RuneCountInString(l); n > 100 {
			t.Errorf("line %d has %d characters: %s", i+1, n, l)
		}
	}
}

// The policy allows the style sheet that is in the page, and nothing outside is asked for.
func TestPageStandsAlone(t *testing.T) {
	page := written(t, report.HTML, morning())
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page)
	if style == nil {
		t.Fatal("the page has no style")
	}
	sum := sha256.Sum256([]byte(style[1]))
	if want := "style-src &#39;sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(strings.ReplaceAll(page, "&#43;", "+"), want) {
		t.Errorf("the policy hasn't the hash of the style: %s", want)
	}
	for _, never := range []string{"<script", "http:", "https:", "url(", "@import", " style=", "src=", "href="} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %s", never)
		}
	}
}

// Spans that don't fit their text, or cut a character, do no harm.
func TestAnySpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := morning()
		u.Lines = u.Lines[:1]
		for i := range u.Lines[0].Candidates[0].Evidence {
			u.Lines[0].Candidates[0].Evidence[i].Span = [2]int32{rapid.Int32Range(-5, 50).Draw(t, "from"), rapid.Int32Range(-5, 50).Draw(t, "to")}
		}
		page := written(t, report.HTML, u)
		bank := regexp.MustCompile(`(?s)<p class="bank">(.*?)</p>`).FindAllStringSubmatch(page, -1)
		got := regexp.MustCompile(`<sup>.*?</sup>|<[^>]*>`).ReplaceAllString(bank[1][1], "")
		if got != u.Lines[0].Texts[1].Text {
			t.Fatalf("the bank's text became %q", got)
		}
	})
}

// Only the first lines are shown in full, and the page says how many more there are.
func TestMaxLines(t *testing.T) {
	u := morning()
	for len(u.Lines) < report.MaxLines+12 {
		u.Lines = append(u.Lines, u.Lines[0])
	}
	page := written(t, report.HTML, u)
	if n := strings.Count(page, `<article class="line"`); n != report.MaxLines || !strings.Contains(page, "Et 12\u00a0autres : ") {
		t.Errorf("page shows %d lines", n)
	}
}

func TestColour(t *testing.T) {
	var b bytes.Buffer
	if err := report.Text(&b, morning(), report.TextOptions{Colour: true}); err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile("\x1b\\[[0-9]+m").ReplaceAllString(b.String(), "")
	if plain == b.String() || plain != written(t, text, morning()) {
		t.Error("colours change more than colours")
	}
}
