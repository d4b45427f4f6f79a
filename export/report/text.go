package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"lettrage/export"
	"lettrage/export/words"
)

// columnsOfText is how wide the text is; no line is longer.
const columnsOfText = 100

// TextOptions say how the text looks. The zero value has no colours.
type TextOptions struct {
	Colour bool // headings bold, what is wrong in red, by ECMA-48 sequences
}

// Text writes the report for a terminal, 100 columns wide.
func Text(w io.Writer, u Unmatched, o TextOptions) error {
	t := &texter{Writer: bufio.NewWriter(w), colour: o.Colour}
	t.title(u)
	t.findings(u.Findings)
	t.totals(u.Totals)
	t.accounts(u.Accounts)
	t.lines(u.Lines)
	t.owed(u.Owed)
	if u.Head != "" {
		t.printf("\nchaîne des écritures : %s\n", export.Plain(u.Head))
	}
	return t.Flush() // it has the error of all writes
}

type texter struct {
	*bufio.Writer
	colour bool
}

func (t *texter) printf(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) }

// paint sets a text bold, red or faint, when colours are wanted.
func (t *texter) paint(code, s string) string {
	if !t.colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

const (
	bold  = "1"
	red   = "31"
	faint = "2"
)

func (t *texter) heading(s string) { t.printf("\n%s\n", t.paint(bold, s)) }

func (t *texter) title(u Unmatched) {
	t.printf("%s\n", t.paint(bold, clip(export.Plain(u.Company.Name)+" : à traiter au "+u.Today.French(), columnsOfText)))
	if d := days(u.Period); d != "" {
		t.printf("lignes %s\n", d)
	}
}

func (t *texter) findings(all []Finding) {
	if len(all) > 0 {
		t.printf("\n")
	}
	for _, f := range all {
		for i, l := range wrap(findingOf(f), columnsOfText-2) {
			lead := "  "
			if i == 0 {
				lead = "▲ "
			}
			t.printf("%s\n", t.paint(red, lead+l))
		}
	}
}

func (t *texter) totals(n Totals) {
	t.heading(left("Lignes de la banque", 34) + right("nombre", 9) + right("reçu", 20) + right("payé", 20))
	for _, r := range n.rows() {
		t.printf("%s%s%s%s\n", left(r.Word, 34), right(number(r.Lines), 9), right(euros(r.In), 20), right(euros(r.Out), 20))
	}
	auto, known := n.auto()
	if known > 0 {
		t.printf("%s des règlements de clients rapprochés sans intervention\n", percent(auto, known))
	}
}

func (t *texter) accounts(all []Account) {
	if len(all) == 0 {
		return
	}
	t.heading(left("Compte", 18) + left("Période", 25) + right("lignes", 7) + right("reçu", 17) + right("payé", 17) + "  banque = 512")
	for _, a := range all {
		sign, word := proofOf(a)
		proof := sign + " " + word
		if a.Proof == Differs {
			proof = sign + " " + signed(a.Mismatch)
		}
		t.printf("%s%s%s%s%s  %s\n", left(masked(a.Ref), 18), left(a.Period.From.French()+" – "+a.Period.To.French(), 25),
			right(number(a.Lines), 7), right(euros(a.In), 17), right(euros(a.Out), 17), clip(proof, 14))
		if a.Closing != nil {
			t.printf("%s\n", t.paint(faint, right("solde au "+a.Closing.Date.French()+" : "+euros(a.Closing.Amount), 84)))
		}
	}
}

func (t *texter) lines(all []Line) {
	if len(all) == 0 {
		t.heading("Rien à traiter.")
		return
	}
	t.heading("À traiter : " + counted(len(all), "ligne"))
	for _, l := range all {
		t.line(l)
	}
}

func (t *texter) line(l Line) {
	payer := export.Plain(l.Payer)
	if payer == "" {
		payer = "payeur non nommé"
	}
	id := string(l.ID)
	t.printf("\n%s  %s  %s  %s\n", l.Date.French(), t.paint(bold, right(signed(l.Amount), 16)), left(payer, columnsOfText-32-width(id)), t.paint(faint, id))
	for _, text := range l.Texts {
		for _, row := range wrap(export.Plain(text.Text), columnsOfText-4) {
			t.printf("    %s\n", t.paint(faint, row))
		}
	}
	why := words.French.Reason(l.Reason)
	reason := "pourquoi : " + why.Why
	if why.Todo != "" {
		reason += " → " + why.Todo
	}
	for _, row := range wrap(reason, columnsOfText-4) {
		t.printf("    %s\n", row)
	}
	for i, c := range l.Candidates {
		t.candidate(i+1, c)
	}
}

func (t *texter) candidate(n int, c Candidate) {
	word, dots := certainty(c.Share)
	lead := fmt.Sprintf("    %d %s %s", n, dots, left(word, 15))
	for i, row := range wrap(contents(c), columnsOfText-width(lead)-1) {
		if i > 0 {
			lead = strings.Repeat(" ", width(lead))
		}
		t.printf("%s %s\n", lead, row)
	}
	for _, row := range wrap(strings.Join(seen(c), " · "), columnsOfText-27) {
		t.printf("%s%s\n", strings.Repeat(" ", 27), t.paint(faint, row))
	}
}

// contents says what a candidate settles: "2026-118 840,00 € + 2026-119 400,00 €, DUPONT BTP ; trop-perçu 50,00 €".
func contents(c Candidate) string {
	if len(c.Items) == 0 {
		return words.French.Class(c.Class)
	}
	var b strings.Builder
	for i, it := range c.Items {
		if i > 0 {
			b.WriteString(" + ")
		}
		b.WriteString(export.Plain(string(it.Invoice)) + hard + euros(it.Amount))
		if i+1 == len(c.Items) || c.Items[i+1].Customer != it.Customer {
			b.WriteString(", " + export.Plain(it.Customer))
		}
	}
	if d := differenceOf(c.Difference); d != "" {
		b.WriteString(thin + "; " + d)
	}
	return b.String()
}

// seen are the words of a candidate's evidence, each once, in its order.
func seen(c Candidate) []string {
	var all []string
	given := make(map[string]bool)
	for _, e := range c.Evidence {
		if word := words.French.Evidence(e); !given[word] {
			given[word] = true
			all = append(all, word)
		}
	}
	return all
}

func (t *texter) owed(o Owed) {
	if len(o.Top) == 0 {
		return
	}
	t.heading(fmt.Sprintf("Reste à payer : %s, dont échu %s (%s, %s)", euros(o.Open), euros(o.Overdue), counted(o.Items, "facture"), counted(o.Customers, "client")))
	for _, d := range o.Top {
		since := ""
		if d.Since != 0 {
			since = "depuis le " + d.Since.French()
		}
		t.printf("%s%s%s  %s\n", left(export.Plain(d.Name), 38), right(euros(d.Open), 18), right("échu "+euros(d.Overdue), 21), since)
	}
}

// wrap breaks a text at blanks into lines of so many columns; a longer word is cut. A text of nothing has no line.
func wrap(s string, columns int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(s, " ") {
		for width(word) > columns {
			head := strings.TrimSuffix(clip(word, columns), "…")
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines, word = append(lines, head), word[len(head):]
		}
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= columns:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
