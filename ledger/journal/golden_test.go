package journal_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/money"
)

// cases are the cases of the accountant's practice, each with what it is in words
// and the book that it makes. Its entries stand in fixtures/journal.
var cases = []struct {
	name, about string
	make        func(*book)
}{
	{"full", "a transfer for one invoice, in full", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		l := b.line("2026-02-02", 1200_00, "VIR BELLE-RIVE F-001")
		b.decide(l, pays(noDifference, part("F-001", 1200_00)))
	}},
	{"partial", "500.00 of an invoice of 1200.00, then the rest: only then it has its letter", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		b.decide(b.line("2026-02-02", 500_00, "ACOMPTE F-001"), pays(ledger.Difference{Kind: ledger.Partial}, part("F-001", 500_00)))
		b.decide(b.line("2026-03-02", 700_00, "SOLDE F-001"), pays(noDifference, part("F-001", 700_00)))
	}},
	{"partial-open", "500.00 of an invoice of 1200.00: it stays open, without a letter", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		b.decide(b.line("2026-02-02", 500_00, "ACOMPTE F-001"), pays(ledger.Difference{Kind: ledger.Partial}, part("F-001", 500_00)))
	}},
	{"several", "one transfer for two invoices: one posting each, so that each letters alone", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C1", "2026-01-12", 800_00))
		b.decide(b.line("2026-02-02", 2000_00, "VIR F-001 F-002"), pays(noDifference, part("F-001", 1200_00), part("F-002", 800_00)))
	}},
	{"several-customers", "one payer for the invoices of two customers of a group", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C2", "2026-01-12", 800_00))
		b.decide(b.line("2026-02-02", 2000_00, "VIR F-001 F-002"), pays(noDifference, part("F-001", 1200_00), part("F-002", 800_00)))
	}},
	{"overpayment", "50.00 too much: the customer's credit (4197)", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		b.decide(b.line("2026-02-02", 1250_00, "VIR F-001"), pays(less(ledger.Overpayment, -50_00), part("F-001", 1200_00)))
	}},
	{"fee-kept", "15.00 kept by a bank on the way, accepted: a cost (627), the invoice is paid in full", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		b.decide(b.line("2026-02-02", 1185_00, "VIR F-001 /CHGS 15,00"), pays(less(ledger.BankCharge, 15_00), part("F-001", 1200_00)))
	}},
	{"discount", "2 % for early payment, booked net of tax (665): no VAT moves", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		b.decide(b.line("2026-01-15", 1176_00, "VIR F-001 ESCOMPTE 2%"), pays(less(ledger.EarlyDiscount, 24_00), part("F-001", 1200_00)))
	}},
	{"rounding", "0.02 too little (658) and 0.01 too much (758)", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C1", "2026-01-12", 800_00))
		b.decide(b.line("2026-02-02", 1199_98, "VIR F-001"), pays(less(ledger.Rounding, 2), part("F-001", 1200_00)))
		b.decide(b.line("2026-02-03", 800_01, "VIR F-002"), pays(less(ledger.Rounding, -1), part("F-002", 800_00)))
	}},
	{"unknown", "nobody knows whose it is: the suspense account (471)", func(b *book) {
		b.decide(b.line("2026-02-02", 1200_00, "VIR SEPA SANS MOTIF"), unknown())
	}},
	{"identified", "later somebody knows: a new entry in OD, dated the day of the decision; the bank's is untouched", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		l := b.line("2026-02-02", 1200_00, "VIR SEPA SANS MOTIF")
		b.decide(l, unknown())
		b.today = day("2026-04-02")
		b.decide(l, by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-001", 1200_00))))
	}},
	{"identified-otherwise", "and then somebody knows better: the OD is mirrored, and a fresh one follows", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C2", "2026-01-12", 1200_00))
		l := b.line("2026-02-02", 1200_00, "VIR SEPA SANS MOTIF")
		b.decide(l, unknown())
		b.today = day("2026-04-02")
		b.decide(l, by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-001", 1200_00))))
		b.today = day("2026-04-03")
		b.decide(l, by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-002", 1200_00))))
	}},
	{"reversal", "booked wrong at once: the mirror of the whole entry and a fresh one, both dated the day of the decision", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C2", "2026-01-12", 1200_00))
		l := b.line("2026-02-02", 1200_00, "VIR BELLE-RIVE")
		b.decide(l, pays(noDifference, part("F-001", 1200_00)))
		b.today = day("2026-04-02")
		b.decide(l, by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-002", 1200_00))))
	}},
	{"undone", "an automatic line is taken back: the mirror, and a fresh entry to 471", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00))
		l := b.line("2026-02-02", 1200_00, "VIR BELLE-RIVE")
		b.decide(l, pays(noDifference, part("F-001", 1200_00)))
		b.today = day("2026-04-02")
		b.decide(l, by(ledger.Person, ledger.Refused, ledger.Decision{Status: ledger.Review}))
	}},
	{"returned", "a payment comes back: the invoice is open again and loses its letter", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("F-002", "C1", "2026-01-12", 800_00))
		b.decide(b.line("2026-02-02", 1200_00, "PRLV F-001"), pays(noDifference, part("F-001", 1200_00)))
		b.decide(b.line("2026-02-03", 800_00, "VIR F-002"), pays(noDifference, part("F-002", 800_00)))
		back := pays(noDifference, part("F-001", -1200_00))
		back.Chosen.Class, back.Chosen.Reverses = ledger.PaymentReturned, b.lines[0].ID
		b.decide(b.line("2026-02-09", -1200_00, "REJET PRLV AC04"), back)
	}},
	{"credit-note-paid-back", "a credit note paid back to the customer", func(b *book) {
		b.owe(invoice("A-001", "C1", "2026-01-10", -240_00))
		b.decide(b.line("2026-02-02", -240_00, "VIR EMIS AVOIR A-001"), pays(noDifference, part("A-001", -240_00)))
	}},
	{"credit-note-deducted", "an invoice paid less a credit note", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), invoice("A-001", "C1", "2026-01-20", -200_00))
		b.decide(b.line("2026-02-02", 1000_00, "VIR F-001 - A-001"), pays(noDifference, part("F-001", 1200_00), part("A-001", -200_00)))
	}},
	{"bank-fee", "the bank's own charge (627), and one that a person named an account for", func(b *book) {
		b.decide(b.line("2026-02-02", -12_50, "COMMISSION DE TENUE DE COMPTE"), isClass(ledger.BankFee))
		l := b.line("2026-02-03", -89_00, "PRLV ASSURANCE")
		b.decide(l, isClass(ledger.Unrelated))
		b.today = day("2026-04-02")
		b.decide(l, ledger.Decision{Status: ledger.None, By: ledger.Person, Reason: ledger.Booked, Account: "616", Chosen: ledger.Explanation{Class: ledger.Unrelated}})
	}},
	{"own-transfer", "from one account of the company to another: 58 is zero when both have come", func(b *book) {
		second := b.account(money.EUR)
		b.decide(b.line("2026-02-02", -3000_00, "VIR VERS LIVRET"), isClass(ledger.OwnTransfer))
		b.decide(b.take(second, nil, nil, received("2026-02-03", 3000_00, "VIR DU COMPTE COURANT"))[0], isClass(ledger.OwnTransfer))
	}},
	{"opening", "the bank's opening balance (AN), booked anew when an earlier statement comes", func(b *book) {
		b.decide(b.take("account1", balance("2026-02-28", 1000_00), balance("2026-03-31", 1100_00), received("2026-03-10", 100_00, "VIR"))[0], unknown())
		b.decide(b.take("account1", balance("2026-01-31", 1250_00), balance("2026-02-28", 1000_00), received("2026-02-10", -250_00, "PRLV"))[0], unknown())
	}},
	{"takeover", "open items taken over (RAN): an invoice, one that is partly paid, a credit note; a paid one has none", func(b *book) {
		partly, paid := invoice("F-002", "C1", "2026-01-12", 800_00), invoice("F-003", "C2", "2026-01-13", 90_00)
		partly.Outstanding, paid.Outstanding, paid.Status = eur(300_00), eur(0), ledger.Paid
		b.owe(invoice("F-001", "C1", "2026-01-10", 1200_00), partly, paid, invoice("A-001", "C2", "2026-01-20", -200_00))
	}},
	{"held-duplicate", "a possible duplicate is not booked; a person says that it is none", func(b *book) {
		b.owe(invoice("F-001", "C1", "2026-01-10", 90_00), invoice("F-002", "C1", "2026-01-10", 90_00))
		first := b.line("2026-02-02", 90_00, "VIR")
		b.decide(first, pays(noDifference, part("F-001", 90_00)))
		twin := b.hold(first)
		b.record(twin, by(ledger.Program, ledger.HeldDuplicate, ledger.Decision{Status: ledger.Review, Chosen: ledger.Explanation{Class: ledger.Duplicate}}))
		b.today = day("2026-04-02")
		b.decide(twin, by(ledger.Person, ledger.Chosen, pays(noDifference, part("F-002", 90_00))))
	}},
	{"hostile-text", "what a bank line says goes into one field of any file: no separator, no line's end, no control character, bounded", func(b *book) {
		b.decide(b.line("2026-02-02", 10_00, "=cmd|'/C calc'!A1\t<script>\r\n\x1b[31m"+"\u202e"+strings.Repeat(" é", 200)), unknown())
		b.decide(b.line("2026-02-03", 20_00, "\x00\x01"), unknown())
	}},
}

func TestGoldenEntries(t *testing.T) {
	want := make(map[string]bool)
	for _, c := range cases {
		want[c.name+".golden"] = true
		t.Run(c.name, func(t *testing.T) {
			b := newBook(t)
			b.customers["C1"] = ledger.Customer{ID: "C1", Name: "Garage Belle-Rive SAS"}
			c.make(b)
			fixtures.Golden(t, fixtures.Path("journal", c.name+".golden"), []byte("# "+c.about+"\n\n"+b.text()))
			if r := b.verify(); !r.OK() {
				t.Errorf("the book is found wrong: %v", r.Findings)
			}
		})
	}
	all, err := filepath.Glob(fixtures.Path("journal", "*.golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		if !want[filepath.Base(file)] {
			t.Errorf("%s is of no case", filepath.Base(file))
		}
	}
}

// text writes the entries in the order in which they were booked, with their letters, for a person to read.
func (b *book) text() string {
	letters, err := journal.NewLetters(b.stored().Entries)
	b.must(err)
	var s strings.Builder
	for _, e := range b.entries {
		fmt.Fprintf(&s, "%s %s %s, piece %s of %s, %s\n", e.Number, e.Journal, e.Date, piece(e), e.PieceDate, e.Label)
		for _, p := range letters.Apply(e).Postings {
			debit, credit := p.Amount.String(), ""
			if p.Amount.Sign() < 0 {
				back, err := p.Amount.Neg()
				b.must(err)
				debit, credit = "", back.String()
			}
			letter := ""
			if p.Letter != "" {
				letter = p.Letter + " " + p.LetterDate.String()
			}
			line := fmt.Sprintf("  %-6s %-4s %-6s %10s %10s  %-14s  %s", p.Account, p.Aux, p.Invoice, debit, credit, letter, p.AccountName)
			if p.AuxName != "" {
				line += ", " + p.AuxName
			}
			s.WriteString(line + "\n")
		}
		s.WriteString("\n")
	}
	return s.String()
}

// piece is the voucher, the ID of a line that the bank gave none left out: it is of no use to a reader.
func piece(e ledger.Entry) string {
	if e.Piece == string(e.Line) {
		return "(line)"
	}
	return e.Piece
}
