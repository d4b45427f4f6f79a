package report

import (
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strings"

	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

//go:embed page.html
var pageSource string

//go:embed style.css
var style string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"euros": euros, "signed": signed, "number": number, "counted": counted, "plural": plural, "days": days, "masked": masked, "percent": percent,
	"plain": export.Plain, "sentence": sentence, "siren": siren, "finding": findingOf, "class": words.French.Class, "difference": differenceOf, "inc": func(i int) int { return i + 1 },
}).Parse(pageSource))

// HTML writes the report as one page that asks for nothing beside itself.
func HTML(w io.Writer, u Unmatched) error {
	return page.Execute(w, newPage(u))
}

// pageData is what the page shows; its texts are still those of the bank, the template makes them harmless.
type pageData struct {
	Unmatched
	Style   template.CSS
	Policy  string // content security policy
	Status  []segment
	Money   []segment
	Matched int // lines that the program matched alone
	Known   int // lines that pay a customer's item, or may do
	Waiting money.Amount
	Reasons []reasonCount
	Shown   []lineView
	More    int // lines that are not shown
	Debtors []debtorView
}

// segment is a part of a bar.
type segment struct {
	row
	X, Width int // thousandths
}

type reasonCount struct {
	words.Reason
	Lines int
}

type lineView struct {
	Line
	Why   words.Reason
	Texts []textView
	Ways  []wayView
}

type wayView struct {
	Candidate
	Word, Dots string
	Items      []itemView
	Seen       []mark
}

type itemView struct {
	Item
	Rest string // what stays open of it, in words
}

type debtorView struct {
	Debtor
	X, Due int // widths of what is owed and of what is overdue, thousandths
}

func newPage(u Unmatched) pageData {
	p := pageData{Unmatched: u, Style: template.CSS(style), Policy: policy(style), Reasons: countReasons(u.Lines), Waiting: u.Totals.Review.In}
	p.Matched, p.Known = u.Totals.auto()
	var lines, sums []int64
	for _, r := range u.Totals.rows() {
		lines, sums = append(lines, int64(r.Lines)), append(sums, r.In.Minor())
	}
	p.Status, p.Money = segments(u.Totals.rows(), bar(lines...)), segments(u.Totals.rows(), bar(sums...))
	for _, l := range u.Lines[:min(len(u.Lines), MaxLines)] {
		p.Shown = append(p.Shown, newLineView(l))
	}
	p.More = len(u.Lines) - len(p.Shown)
	for _, d := range u.Owed.Top {
		p.Debtors = append(p.Debtors, newDebtorView(d, u.Owed.Top[0].Open))
	}
	return p
}

// policy allows the page its one style sheet, by its hash, and nothing else.
func policy(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

func segments(rows []row, widths []int) []segment {
	all, x := make([]segment, len(rows)), 0
	for i, r := range rows {
		all[i] = segment{r, x, widths[i]}
		x += widths[i]
	}
	return all
}

// countReasons counts the lines by why they wait, the most frequent first.
func countReasons(lines []Line) []reasonCount {
	place, all := make(map[ledger.Reason]int), []reasonCount(nil)
	for _, l := range lines {
		i, ok := place[l.Reason]
		if !ok {
			i = len(all)
			place[l.Reason], all = i, append(all, reasonCount{Reason: words.French.Reason(l.Reason)})
		}
		all[i].Lines++
	}
	slices.SortStableFunc(all, func(a, b reasonCount) int { return b.Lines - a.Lines })
	return all
}

func newLineView(l Line) lineView {
	v := lineView{Line: l, Why: words.French.Reason(l.Reason)}
	var best []mark
	for i, c := range l.Candidates {
		way := newWayView(c, i == 0)
		if i == 0 {
			best = way.Seen
		}
		v.Ways = append(v.Ways, way)
	}
	for _, t := range l.Texts {
		if view := newTextView(t, best); len(view.Pieces) > 0 {
			v.Texts = append(v.Texts, view)
		}
	}
	return v
}

// restOf says what stays open of an item. Another line may have settled it since the candidate was found.
func restOf(i Item) string {
	left, err := i.Open.Sub(i.Amount)
	switch {
	case err != nil:
		return ""
	case left.IsZero():
		return "soldée"
	case left.Sign() < 0 && i.Amount.Sign() > 0:
		return "réglée depuis"
	}
	return "reste " + euros(left)
}

// newWayView prepares a candidate; the evidence of the best one gets the letters that stand in the bank's text.
func newWayView(c Candidate, best bool) wayView {
	v := wayView{Candidate: c}
	v.Word, v.Dots = certainty(c.Share)
	for _, i := range c.Items {
		v.Items = append(v.Items, itemView{i, restOf(i)})
	}
	given, letter := make(map[string]bool), 'a'
	for _, e := range c.Evidence {
		m := mark{Evidence: e, Words: words.French.Evidence(e)}
		if best && e.Span[1] > e.Span[0] && letter <= 'z' {
			m.Letter = string(letter)
			letter++
		}
		if m.Letter == "" && given[m.Words] {
			continue
		}
		given[m.Words] = true
		v.Seen = append(v.Seen, m)
	}
	return v
}

func newDebtorView(d Debtor, most money.Amount) debtorView {
	v := debtorView{Debtor: d}
	if most.Sign() > 0 && d.Open.Sign() > 0 {
		v.X = bar(d.Open.Minor(), max(0, most.Minor()-d.Open.Minor()))[0]
		v.Due = min(v.X, bar(d.Overdue.Minor(), max(0, most.Minor()-d.Overdue.Minor()))[0])
	}
	return v
}

// mark is an evidence with its words, and the letter that ties it to the text where it was seen.
type mark struct {
	ledger.Evidence
	Words  string
	Letter string // none when nothing of the text is to be marked
}

// Against reports whether the evidence contradicts.
func (m mark) Against() bool { return m.MBits < 0 || m.Kind == ledger.Against }

// textView is a text of the bank, cut into pieces where marks begin and end.
type textView struct {
	Field  ledger.Field
	Pieces []piece
}

// piece is a part of a text with the letters of the evidence that was seen in it.
type piece struct {
	Text, Letters string
	Against       bool
}

// newTextView cuts a text at the spans of the marks that were seen in it; spans that
// don't fit the text are left out. Pieces of marks that overlap carry several letters.
func newTextView(t BankText, marks []mark) textView {
	view := textView{Field: t.Field}
	var here []mark
	cuts := make([]bool, len(t.Text)+1)
	cuts[0] = true
	for _, m := range marks {
		from, to := int(m.Span[0]), int(m.Span[1])
		if m.Letter == "" || m.Field != t.Field || from < 0 || to > len(t.Text) || from >= to {
			continue
		}
		here = append(here, m)
		cuts[from], cuts[to] = true, true
	}
	for from := 0; from < len(t.Text); {
		to := from + 1
		for to < len(t.Text) && !cuts[to] {
			to++
		}
		if p := newPiece(t.Text[from:to], from, here); p.Text != "" {
			view.Pieces = append(view.Pieces, p)
		}
		from = to
	}
	return view
}

func newPiece(text string, from int, marks []mark) piece {
	p := piece{Text: strings.Map(export.Visible, text)}
	for _, m := range marks {
		if int(m.Span[0]) <= from && from < int(m.Span[1]) {
			p.Letters += m.Letter
			p.Against = p.Against || m.Against()
		}
	}
	return p
}
