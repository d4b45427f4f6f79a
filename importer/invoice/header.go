package invoice

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"

	"lettrage/importer"
)

// header is the row that names the columns.
type header struct {
	kind     *kind
	line     int      // of the file, from 1
	comma    rune     // between fields
	width    int      // fields
	at       []int    // for each field: the index of its column in kind.columns, or -1
	titles   []string // for each column of the kind: its heading as the file has it, empty where it has none
	weight   int      // of the columns whose headings mean nothing else
	found    int      // columns
	french   bool     // a heading is French and not English
	bank     bool     // a heading is one of bank statements
	repeated string   // a column that two headings name
}

const (
	headerLines = 30       // a title above the header has fewer
	headerBytes = 16 << 10 // a longer line is no header
	columnsMost = 200      // a header has fewer
)

// findHeader finds the row among the first of a text that names most columns. ok is
// false where none names two.
func findHeader(text []byte) (best header, ok bool) {
	for n := 1; n <= headerLines && len(text) > 0; n++ {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if len(line) > headerBytes {
			continue
		}
		for _, comma := range []rune{';', ',', '\t', '|'} {
			for _, k := range []*kind{&invoices, &customers} {
				h, ok := parseHeader(line, comma, k)
				h.line = n
				if ok && h.better(best) {
					best = h
				}
			}
		}
	}
	return best, best.found >= 2
}

func (h header) better(than header) bool {
	if h.weight != than.weight {
		return h.weight > than.weight
	}
	return h.found > than.found
}

// certain reports whether the header can be nothing else than a list's.
func (h header) certain() bool {
	return !h.bank && (h.weight >= 4 || h.weight >= 3 && h.missing() == nil)
}

func parseHeader(line []byte, comma rune, k *kind) (header, bool) {
	cells, ok := split(line, comma)
	if !ok || len(cells) < 2 || len(cells) > columnsMost {
		return header{}, false
	}
	h := header{kind: k, comma: comma, width: len(cells), at: make([]int, len(cells)), titles: make([]string, len(k.columns))}
	folded := make([]string, len(cells))
	for i, c := range cells {
		h.at[i], folded[i] = -1, fold(c)
		h.bank = h.bank || heading(statementWords, folded[i])
		h.french = h.french || heading(frenchWords, folded[i])
	}
	for i, f := range folded {
		h.strong(i, cells[i], f)
	}
	for c := range k.columns {
		for i, f := range folded {
			if h.titles[c] == "" && h.at[i] < 0 && heading(k.columns[c].weak, f) {
				h.take(i, c, cells[i])
				if heading("client|customer|facture|invoice", f) {
					h.weight++ // a bank's customers are not those of the company
				}
			}
		}
	}
	return h, h.found > 0
}

// strong gives field i to the column that its heading means and no other.
func (h *header) strong(i int, title, folded string) {
	for c, col := range h.kind.columns {
		canonical := folded == strings.ReplaceAll(col.name, "_", " ")
		french := heading(col.fr, folded)
		several := col.name == "iban" && ibanColumn.MatchString(folded)
		if !canonical && !french && !several && !heading(col.en, folded) {
			continue
		}
		if canonical && heading(col.weak, folded) { // "number" beside "invoice number"
			return
		}
		if h.titles[c] != "" && col.name != "iban" {
			h.repeated = col.name
			return
		}
		h.weight += col.weight
		h.french = h.french || french
		h.take(i, c, title)
		return
	}
}

var ibanColumn = regexp.MustCompile(`^iban( \d{1,2})?$`)

func (h *header) take(i, c int, title string) {
	h.at[i] = c
	if h.titles[c] == "" {
		h.found++
		h.titles[c] = strings.TrimSpace(title)
	}
}

// split cuts a line into fields; ok is false where its quotes are wrong.
func split(line []byte, comma rune) ([]string, bool) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimRight(line, "\r")))
	r.Comma, r.FieldsPerRecord = comma, -1
	cells, err := r.Read()
	return cells, err == nil
}

// has reports whether the file has the column.
func (h header) has(name string) bool { return h.title(name) != "" }

// title returns the heading of a column as the file has it.
func (h header) title(name string) string {
	for i, c := range h.kind.columns {
		if c.name == name {
			return h.titles[i]
		}
	}
	return ""
}

// needs are the columns that a list must have, each with its French heading, or another column in its place.
var needs = map[*kind][]struct{ name, french, or string }{
	&invoices: {
		{"number", "numéro de facture", ""}, {"issue_date", "date d'émission", ""}, {"total", "montant TTC", ""},
		{"customer_id", "code client", "customer_name"}, {"open_amount", "reste à payer", "status"},
	},
	&customers: {{"customer_id", "code client", ""}, {"name", "nom", ""}},
}

// missing says which columns a list must have and this one has not, or has twice.
func (h header) missing() error {
	var errs importer.Errors
	if h.repeated != "" {
		errs = append(errs, &importer.Error{Kind: importer.Repeated, Line: h.line, Field: h.repeated, Msg: "should be the heading of one column",
			Hint: "two columns can be read as " + h.repeated + ": rename or take out one of them"})
	}
	for _, n := range needs[h.kind] {
		if h.has(n.name) || n.or != "" && h.has(n.or) || h.repeated == n.name {
			continue
		}
		hint := "add a column " + n.name + " (" + n.french + ")"
		if n.or != "" {
			hint += ", or " + n.or
		}
		errs = append(errs, &importer.Error{Kind: importer.Missing, Line: h.line, Field: n.name, Msg: "should be a column of the list", Hint: hint})
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}

// isStatement reports whether a text looks like a bank statement.
func isStatement(text []byte) bool {
	start := text[:min(len(text), 4<<10)]
	if bytes.Contains(start, []byte("OFXHEADER")) || bytes.Contains(start, []byte("<OFX>")) || bytes.Contains(start, []byte("xsd:camt.05")) {
		return true
	}
	for n := 1; n <= headerLines && len(text) > 0; n++ {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		for _, comma := range []rune{';', ',', '\t', '|'} {
			if cells, ok := split(line[:min(len(line), headerBytes)], comma); ok && statementHeader(cells) {
				return true
			}
		}
	}
	return false
}

// statementHeader reports whether headings name a day, and an amount or a balance.
func statementHeader(cells []string) bool {
	day, amount, bank := false, false, 0
	for _, c := range cells {
		f := fold(c)
		day = day || strings.HasPrefix(f, "date") || strings.HasSuffix(f, "date") || f == "jour"
		amount = amount || heading("amount|montant|debit|credit|solde|balance|betrag|importe", f)
		if heading(statementWords+"libelle|description|label|memo|communication|details", f) {
			bank++
		}
	}
	return day && (amount && bank > 0 || bank > 1)
}
