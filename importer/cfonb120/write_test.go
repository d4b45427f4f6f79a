package cfonb120_test

import (
	"fmt"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// written is a statement as a bank writes it.
type written struct {
	bank, branch, account string
	currency              money.Currency
	from, to              ledger.Date
	opening               int64
	movements             []movement
}

type movement struct {
	code, reason, label, number, reference string
	booked, value                          ledger.Date
	minor                                  int64
	complements                            []complement
}

type complement struct{ qualifier, text string }

func (w written) closing() int64 {
	sum := w.opening
	for _, m := range w.movements {
		sum += m.minor
	}
	return sum
}

// records writes the statement's records, of 120 characters each.
func (w written) records() []string {
	all := []string{w.balance("01", w.from, w.opening)}
	for _, m := range w.movements {
		all = append(all, w.movement(m))
		for _, c := range m.complements {
			all = append(all, fmt.Sprintf("05%s0210%s%s%d %s%-2s%s     %-3s%-72s", w.bank, w.branch, w.currency, w.currency.Decimals(), w.account, m.code, day(m.booked), c.qualifier, c.text))
		}
	}
	return append(all, w.balance("07", w.to, w.closing()))
}

func (w written) balance(code string, on ledger.Date, minor int64) string {
	return fmt.Sprintf("%s%s    %s%s%d %s  %s%50s%s%16s", code, w.bank, w.branch, w.currency, w.currency.Decimals(), w.account, day(on), "", amount(minor), "")
}

func (w written) movement(m movement) string {
	return fmt.Sprintf("04%s0210%s%s%d %s%-2s%s%-2s%6s%-31s  %-7s  %s%-16s", w.bank, w.branch, w.currency, w.currency.Decimals(), w.account, m.code, day(m.booked), m.reason, day(m.value), m.label, m.number, amount(m.minor), m.reference)
}

// day writes JJMMAA, and nothing for no day.
func day(d ledger.Date) string {
	if d == 0 {
		return ""
	}
	c := d.Compact()
	return c[6:] + c[4:6] + c[2:4]
}

// amount writes fourteen characters of which the last has the sign.
func amount(minor int64) string {
	signs := "{ABCDEFGHI"
	if minor < 0 {
		minor, signs = -minor, "}JKLMNOPQR"
	}
	digits := fmt.Sprintf("%014d", minor)
	return digits[:13] + string(signs[digits[13]-'0'])
}

// layout is how records are put into a file.
type layout struct {
	name          string
	end           string // of each record
	trimmed, wide bool   // blanks are cut off, or there are more than there should be
	bare          bool   // there is a blank line before each 04
}

var layouts = []layout{
	{name: "lines", end: "\n"}, {name: "Windows", end: "\r\n"}, {name: "old Macintosh", end: "\r"}, {name: "no line ends"},
	{name: "trimmed", end: "\n", trimmed: true}, {name: "wide", end: "\r\n", wide: true}, {name: "wide without line ends", wide: true}, {name: "blank lines", end: "\n", bare: true},
}

func (l layout) write(statements ...written) string {
	var b strings.Builder
	for _, s := range statements {
		for _, record := range s.records() {
			if l.bare && record[:2] == "04" {
				b.WriteString("   " + l.end + l.end)
			}
			if l.trimmed {
				record = strings.TrimRight(record, " ")
			}
			b.WriteString(record)
			if l.wide {
				b.WriteString("        ")
			}
			b.WriteString(l.end)
		}
	}
	return b.String()
}

func date(s string) ledger.Date {
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sample is a statement of two movements.
func sample() written {
	return written{bank: "30006", branch: "00001", account: "00012345678", currency: money.EUR, from: date("2026-09-14"), to: date("2026-09-15"), opening: 10_000, movements: []movement{
		{code: "05", label: "VIR SEPA ATELIER MARTIN", booked: date("2026-09-15"), minor: 5_000, complements: []complement{{"NPY", "ATELIER MARTIN"}, {"LCC", "FA-2026-0042"}}},
		{code: "62", label: "COMMISSION", booked: date("2026-09-15"), minor: -150},
	}}
}
