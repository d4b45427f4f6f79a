package mt940_test

import (
	"fmt"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// account is a statement that the writer of the tests writes.
type account struct {
	iban    string
	opening money.Amount
	first   ledger.Date // of the balances
	last    ledger.Date
	lines   []row
}

type row struct {
	value, booked   ledger.Date
	amount          money.Amount
	reversal        bool
	bank            string
	endToEnd, name  string
	iban            string
	remittance      string
	describe        func(r row) string
	endToEndInField bool // the reference stands in :61:
}

// form is a way to write messages.
type form struct {
	name       string
	before     string // of each message
	after      string
	eol        string
	withoutEnd bool // the last line has none
}

var forms = []form{
	{name: "bare", after: "-\n", eol: "\n"},
	{name: "swift", before: "{1:F01EXAMNL2AXXXX0000000000}{2:I940EXAMNL2AXXXXN}{3:}{4:\n", after: "-}{5:}\n", eol: "\r\n"},
	{name: "transmission", before: "\x01{1:F01EXAMNL2AXXXX0000000000}{2:I940EXAMNL2AXXXXN}{4:\n", after: "-}{5:{CHK:000000000000}}\x03", eol: "\r\n"},
	{name: "header", before: "EXAMNL2A\n940\nEXAMNL2A\n", after: "-\n\n", eol: "\r"},
	{name: "old header", before: "0000 01EXAMNL2AXXXX00001\n940 00\n", after: "-XXX\n", eol: "\n"},
	{name: "header on the first line", before: "{1:F01EXAMNL2AXXXX0000000000}{2:I940EXAMNL2AXXXXN}{4:", after: "-}\n", eol: "\n"},
	{name: "byte order mark", before: "\ufeff", after: "-\n", eol: "\n"},
	{name: "nothing", before: ":940:\n", eol: "\n", withoutEnd: true},
}

// write writes statements in the form.
func (f form) write(all []account) string {
	var b strings.Builder
	for i, a := range all {
		b.WriteString(f.before)
		a.write(&b, i)
		b.WriteString(f.after)
	}
	text := b.String()
	if f.withoutEnd {
		text = strings.TrimRight(text, "\n")
	}
	return strings.ReplaceAll(text, "\n", f.eol)
}

func (a account) write(b *strings.Builder, n int) {
	c := a.opening.Currency()
	fmt.Fprintf(b, ":20:S%d\n:25:%s%s\n:28C:%d/1\n:60F:%s\n", n, a.iban, c, n+1, balanceText(a.first, a.opening))
	sum := a.opening
	for _, r := range a.lines {
		mark := map[bool]string{true: "D", false: "C"}[r.amount.Sign() < 0]
		if r.reversal {
			mark = map[bool]string{true: "RC", false: "RD"}[r.amount.Sign() < 0]
		}
		abs, _ := r.amount.Abs()
		reference := "NONREF"
		if r.endToEndInField {
			reference = r.endToEnd
		}
		fmt.Fprintf(b, ":61:%s%s%s%sNTRF%s//%s\n:86:%s\n", r.value.Compact()[2:], r.booked.Compact()[4:], mark, abs.Format(',', ""), reference, r.bank, wrapped(r.describe(r)))
		sum, _ = sum.Add(r.amount)
	}
	fmt.Fprintf(b, ":62F:%s\n", balanceText(a.last, sum))
}

func balanceText(d ledger.Date, m money.Amount) string {
	mark := map[bool]string{true: "D", false: "C"}[m.Sign() < 0]
	abs, _ := m.Abs()
	return mark + d.Compact()[2:] + string(m.Currency()) + abs.Format(',', "")
}

// wrapped breaks a text into lines of 65 characters.
func wrapped(s string) string {
	var lines []string
	all := []rune(s)
	for len(all) > 65 {
		lines, all = append(lines, string(all[:65])), all[65:]
	}
	return strings.Join(append(lines, string(all)), "\n")
}

// subFields writes the German way.
func subFields(r row) string {
	var b strings.Builder
	b.WriteString("166?00GUTSCHRIFT?100931")
	all := []rune("EREF+" + r.endToEnd + " SVWZ+" + r.remittance)
	for n := 20; len(all) > 0; n++ {
		if n == 30 {
			n = 60
		}
		part := all[:min(27, len(all))]
		all = all[len(part):]
		fmt.Fprintf(&b, "?%d%s", n, string(part))
	}
	name := []rune(r.name)
	fmt.Fprintf(&b, "?30EXAMDEFFXXX?31%s?32%s", r.iban, string(name[:min(27, len(name))]))
	if len(name) > 27 {
		b.WriteString("?33" + string(name[27:]))
	}
	return b.String()
}

// ingCodes writes a Dutch way.
func ingCodes(r row) string {
	return "/EREF/" + r.endToEnd + "//CNTP/" + r.iban + "/INGBNL2A/" + r.name + "///REMI/USTD//" + r.remittance + "/"
}

// trtpCodes writes another.
func trtpCodes(r row) string {
	return "/TRTP/SEPA OVERBOEKING/IBAN/" + r.iban + "/BIC/INGBNL2A/NAME/" + r.name + "/REMI/" + r.remittance + "/EREF/" + r.endToEnd
}

// partyCodes writes the way of SWIFT.
func partyCodes(r row) string {
	code := "/ORDP//NAME/"
	if r.amount.Sign() < 0 {
		code = "/BENM//NAME/"
	}
	return "/EREF/" + r.endToEnd + code + r.name + "/IBAN/" + r.iban + "/REMI/" + r.remittance + "/ISDT/2026-09-01"
}

// french writes the words of a French label.
func french(r row) string {
	word := " /DE "
	if r.amount.Sign() < 0 {
		word = " /POUR "
	}
	return "VIR SEPA" + word + r.name + " /MOTIF " + r.remittance + " /REF " + r.endToEnd
}
