package invoice

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"lettrage/importer"
)

// header is the row that names the columns.
type header struct {
	kind     *kind
	profile  *profile // of the program that writes such headers; nil when the words are everybody's
	line     int      // of the file, from 1
	comma    rune     // between fields
	width    int      // fields
	at       []int    // for each field: the index of its column in kind.columns, or -1
	titles   []string // for each column of the kind: its heading as the file has it, empty where it has none
	weight   int      // of the columns whose headings mean nothing else
	found    int      // columns
	dayFirst bool     // a heading is of a language in whose countries nobody writes the month first
	bank     bool     // a heading is one of bank statements
	repeated string   // a column that two headings name
}

const (
	headerLines = 30       // a title above the header has fewer
	headerBytes = 16 << 10 // a longer line is no header
	columnsMost = 200      // a header has fewer
)

// separators are what stands between fields, the likelier ones first.
var separators = []rune{';', ',', '\t', '|'}

// findHeader finds the row among the first of a text that names most columns. ok is
// false where none names two. A header that a profile knows is found first.
func findHeader(text []byte) (best header, ok bool) {
	profiles, err := loadProfiles()
	if err != nil { // they are part of the program, and a test loads them
		profiles = nil
	}
	for n := 1; n <= headerLines && len(text) > 0; n++ {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		for _, comma := range separators {
			titles := split(line, comma)
			if len(titles) < 2 {
				continue
			}
			folded := foldAll(titles)
			for _, p := range profiles {
				if h, ok := p.header(titles, folded, comma); ok {
					h.line = n
					return h, true
				}
			}
			for _, k := range []*kind{invoices, customers} {
				h := newHeader(k, titles, folded)
				h.line, h.comma = n, comma
				if h.better(best) {
					best = h
				}
			}
		}
		if best.certain() {
			break
		}
	}
	return best, best.found >= 2
}

func foldAll(titles []string) []string {
	folded := make([]string, len(titles))
	for i, t := range titles {
		folded[i] = fold(t)
	}
	return folded
}

func (h header) better(than header) bool {
	if h.weight != than.weight {
		return h.weight > than.weight
	}
	return h.found > than.found
}

// certain reports whether the header can be nothing else than a list's. Headings of
// bank statements ("net", "fees") are let through in what has all that a list needs, and more.
func (h header) certain() bool {
	switch {
	case h.kind == nil:
		return false
	case h.profile != nil:
		return true
	case h.weight >= 6:
		return !h.bank || h.missing() == nil
	case h.weight >= 4:
		return !h.bank || h.has("due_date") && h.has("open_amount") && h.missing() == nil
	}
	return h.weight >= 3 && !h.bank && h.missing() == nil
}

// newHeader reads a row as the header of a kind: first the headings that mean one
// column, then, for the columns left over, those that may mean several.
func newHeader(k *kind, titles, folded []string) header {
	h := header{kind: k, width: len(titles), at: make([]int, len(titles)), titles: make([]string, len(k.columns))}
	for i, f := range folded {
		h.at[i] = -1
		h.bank = h.bank || heading(statementWords, f)
		h.dayFirst = h.dayFirst || heading(frenchWords, f)
		if ibanColumn.MatchString(f) {
			f = "iban"
		}
		if m, ok := k.strong[f]; ok {
			h.strong(i, m, titles[i])
		}
	}
	taken := make(map[string]int) // the column that a heading took
	for i, f := range folded {
		if c, ok := taken[f]; ok && h.at[i] < 0 {
			h.repeated = k.columns[c].name
		}
		for _, c := range k.weak[f] {
			if h.at[i] < 0 && h.titles[c] == "" {
				h.take(i, c, titles[i])
				taken[f] = c
				if heading("client|customer|facture|invoice", f) {
					h.weight++ // a bank's customers are not those of the company
				}
			}
		}
	}
	return h
}

// strong gives field i to the column that its heading means.
func (h *header) strong(i int, m meaning, title string) {
	col := h.kind.columns[m.column]
	if h.titles[m.column] != "" && col.name != "iban" {
		h.repeated = col.name
		return
	}
	if h.titles[m.column] == "" {
		h.weight += col.weight
	}
	h.dayFirst = h.dayFirst || m.dayFirst
	h.take(i, m.column, title)
}

var ibanColumn = regexp.MustCompile(`^iban \d{1,2}$`)

func (h *header) take(i, c int, title string) {
	h.at[i] = c
	if h.titles[c] == "" {
		h.found++
		h.titles[c] = printable(title, h.kind.columns[c].name)
	}
}

// printable returns a heading as messages may show it, or else the canonical name.
func printable(title, canonical string) string {
	title = strings.TrimSpace(title)
	if len(title) > 60 || strings.ContainsFunc(title, unicode.IsControl) {
		return canonical
	}
	return title
}

// split cuts a line into fields; nil where it is too long for a header, or its quotes are not closed.
func split(line []byte, comma rune) (fields []string) {
	line = bytes.TrimRight(line, "\r")
	if len(line) > headerBytes || bytes.Count(line, []byte(string(comma))) >= columnsMost {
		return nil
	}
	field, quoted := make([]byte, 0, len(line)), false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == byte(comma) && !quoted:
			fields, field = append(fields, string(field)), field[:0]
		default:
			field = append(field, c)
		}
	}
	if quoted {
		return nil
	}
	return append(fields, string(field))
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
	invoices: {
		{"number", "numéro de facture", ""}, {"issue_date", "date d'émission", ""}, {"total", "montant TTC", ""},
		{"customer_id", "code client", "customer_name"}, {"open_amount", "reste à payer", "status"},
	},
	customers: {{"customer_id", "code client", ""}, {"name", "nom", ""}},
}

// missing says which columns a list must have and this one has not, or has twice.
func (h header) missing() error {
	var errs importer.Errors
	if h.repeated != "" {
		errs = append(errs, &importer.Error{Kind: importer.Repeated, Line: h.line, Field: h.repeated, Msg: "should be the heading of one column",
			Hint: "two columns can be read as " + h.repeated + ": rename or take out one of them"})
	}
	for _, n := range needs[h.kind] {
		if h.profile != nil && (n.name == "total" && h.has("debit") || n.name == "open_amount" && h.profile.allOpen) {
			continue
		}
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
	start := bytes.ToLower(text[:min(len(text), 4<<10)])
	for _, sign := range []string{"ofxheader", "<ofx>", "xsd:camt.05"} {
		if bytes.Contains(start, []byte(sign)) {
			return true
		}
	}
	for n := 1; n <= headerLines && len(text) > 0; n++ {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		for _, comma := range separators {
			if statementHeader(foldAll(split(line, comma))) {
				return true
			}
		}
	}
	return false
}

// statementHeader reports whether headings name a day, and an amount or a balance.
func statementHeader(folded []string) bool {
	day, amount, bank := false, false, 0
	for _, f := range folded {
		day = day || strings.HasPrefix(f, "date") || strings.HasSuffix(f, "date") || strings.HasSuffix(f, " date utc") || heading(dayWords, f)
		amount = amount || heading(amountWords, f)
		if heading(statementWords+labelWords, f) {
			bank++
		}
	}
	return day && (amount && bank > 0 || bank > 1)
}

// What statements call days, amounts and texts, in the languages of France and its neighbours.
const (
	dayWords    = "jour|datum|buchungstag|buchungsdatum|boekdatum|fecha|data|created utc"
	amountWords = "amount|montant|debit|credit|solde|balance|betrag|betrag eur|umsatz|bedrag|bedrag eur|importe|importo"
	labelWords  = "libelle|description|label|memo|communication|details|balance transaction|buchungstext|verwendungszweck|omschrijving|mededelingen|concepto|descrizione|valuta|valutadatum|wertstellung"
)
