package plaintext

import (
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// beancount writes for Beancount.
type beancount struct{}

func (beancount) header(j *journal) {
	c := j.options.Company
	j.write("option \"title\" ", quoted(c.Name), "\n", "option \"operating_currency\" ", quoted(string(c.Currency)), "\n")
}

// currency writes nothing: a currency needs no declaration.
func (beancount) currency(*journal, money.Currency) {}

var roots = map[kind]string{asset: "Assets", cash: "Assets", liability: "Liabilities", equity: "Equity", expense: "Expenses", revenue: "Income"}

func (beancount) account(a account) string {
	return roots[kindOf(a.number)] + ":" + strings.Join(a.path(func(first bool, r rune) bool {
		return 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || !first && ('a' <= r && r <= 'z' || r == '-')
	}), ":")
}

func (d beancount) entry(j *journal, e ledger.Entry) {
	j.write("\n", e.Date.String(), " * ", quoted(e.Label), "\n")
	meta(j, "  ", "number", e.Number.String(), "journal", string(e.Journal), "piece", e.Piece, "piece-date", e.PieceDate.String(),
		"line", string(e.Line), "decision", string(e.Decision), "reverses", reversed(e))
	for _, p := range e.Postings {
		j.write("  ", padded(d.account(account{p.Account, p.Aux}), amount(p.Amount)), "\n")
		meta(j, "    ", "invoice", string(p.Invoice), "letter", p.Letter)
	}
}

// meta writes key and value of the values that are not empty, one a line.
func meta(j *journal, indent string, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			j.write(indent, pairs[i], ": ", quoted(pairs[i+1]), "\n")
		}
	}
}

func (d beancount) declare(j *journal, o opened) {
	j.write(o.since.String(), " open ", d.account(o.account), "\n")
	meta(j, "  ", "name", o.name)
}

// assert writes the balance of the morning after, as Beancount's directive looks at the
// beginning of its day, and forbids the cent that it would let pass.
func (d beancount) assert(j *journal, a Assertion) {
	j.write("\n", (a.Date + 1).String(), " balance ",
		padded(d.account(account{number: a.Account}), a.Balance.String()+" ~ 0 "+string(a.Balance.Currency())), "\n")
}

// quoted writes a text as a string of Beancount.
func quoted(s string) string {
	return `"` + inQuotes.Replace(text(s)) + `"`
}
