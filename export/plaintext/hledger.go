package plaintext

import (
	"strings"
	"unicode"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// hledger writes for hledger.
type hledger struct{}

const width = 48 // of the column of accounts

func (hledger) header(j *journal) {
	c := j.options.Company
	if name := tagValue(c.Name); name != "" {
		j.write("; ", name, "\n")
	}
	j.write("; hledger balance ^512 : la banque ; ^411 : les clients ; ^471 : ce qui attend\n\n")
	j.write("decimal-mark .\n")
}

// currency shows how amounts of a currency look; the mark is there without decimals too.
func (hledger) currency(j *journal, c money.Currency) {
	j.write("commodity 1000.", strings.Repeat("0", c.Decimals()), " ", string(c), "\n")
}

func (hledger) account(a account) string {
	return strings.Join(a.path(func(first bool, r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || !first && strings.ContainsRune("-_./+", r)
	}), ":")
}

func (d hledger) entry(j *journal, e ledger.Entry) {
	j.write("\n", e.Date.String(), " * (", e.Number.String(), ")")
	if label := description(e.Label); label != "" {
		j.write(" ", label)
	}
	j.write("\n    ; ", tags("journal", string(e.Journal), "piece", e.Piece, "piece-date", e.PieceDate.String(), "line", string(e.Line),
		"decision", string(e.Decision), "reverses", reversed(e)), "\n")
	for _, p := range e.Postings {
		d.posting(j, p)
	}
}

// reversed is the number of the entry that this one mirrors, or nothing.
func reversed(e ledger.Entry) string {
	if e.Reverses.IsZero() {
		return ""
	}
	return e.Reverses.String()
}

func (d hledger) posting(j *journal, p ledger.Posting) {
	a := d.account(account{p.Account, p.Aux})
	j.write("    ", padded(a, amount(p.Amount)))
	if t := tags("invoice", string(p.Invoice), "letter", p.Letter); t != "" {
		j.write("  ; ", t)
	}
	j.write("\n")
}

// padded sets an account and an amount so that amounts end in one column; two blanks at least part them.
func padded(account, amount string) string {
	blanks := width - len([]rune(account)) - len(amount)
	return account + strings.Repeat(" ", max(2, blanks)) + amount
}

func (d hledger) declare(j *journal, o opened) {
	name := d.account(o.account)
	j.write("account ", name, "  ; ", tags("type", string(kindOf(o.number)), "name", o.name), "\n")
}

func (d hledger) assert(j *journal, a Assertion) {
	zero := money.New(0, a.Balance.Currency())
	j.write("\n", a.Date.String(), " * solde du relevé\n    ", padded(d.account(account{number: a.Account}), amount(zero)), " = ", amount(a.Balance), "\n")
}

// description makes a text fit behind a date and a number: ";" would begin a comment, "|" part payee and note.
func description(s string) string { return inDescription.Replace(text(s)) }

// What means something to hledger in a description, in a tag's value; and to beancount in a text.
var (
	inDescription = strings.NewReplacer(";", ",", "|", "/")
	inTag         = strings.NewReplacer(",", " ", ":", ".", ";", " ", "[", "(", "]", ")")
	inQuotes      = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
)

// tags writes "name:value, name:value" of the values that are not empty.
func tags(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		value := tagValue(pairs[i+1])
		if value == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(pairs[i] + ":" + value)
	}
	return b.String()
}

// tagValue makes a text fit for a tag: "," ends a value, ":" begins one, and a
// bracket may begin a date.
func tagValue(s string) string {
	return text(inTag.Replace(s))
}
