package report_test

import (
	"strings"

	"lettrage/export/report"
	"lettrage/fixtures/export/book"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

func day(s string) ledger.Date {
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func euros(cents int64) money.Amount { return money.New(cents, money.EUR) }

var (
	current = ledger.AccountRef{IBAN: "FR7630006000011234567890189"}
	savings = ledger.AccountRef{Other: "30004/00821/00010001234"}
)

// seen is a piece of evidence whose span is where a word stands in a text.
func seen(kind ledger.EvidenceKind, how string, mbits int32, text, word string) ledger.Evidence {
	e := ledger.Evidence{Kind: kind, How: how, MBits: mbits, Field: ledger.InRemittance}
	if i := strings.Index(text, word); word != "" && i >= 0 {
		e.Span = [2]int32{int32(i), int32(i + len(word))}
	}
	return e
}

func item(number, customer string, amount, open int64) report.Item {
	return report.Item{Invoice: ledger.InvoiceNumber(number), Customer: customer, Issued: day("2026-01-02"), Amount: euros(amount), Open: euros(open)}
}

func remittance(text string) []report.BankText {
	return []report.BankText{{Field: ledger.InLabel, Text: "VIREMENT REÇU SEPA"}, {Field: ledger.InRemittance, Text: text}}
}

// morning is the report of an invented bakery: what a day has, and the texts of the
// invented book that other programs would stumble over.
func morning() report.Unmatched {
	return report.Unmatched{
		Company: book.Company, Today: day("2026-11-24"), Period: ledger.Period{From: day("2026-01-01"), To: day("2026-11-23")}, Head: "a3f9 51c0 77de 09b2",
		Findings: []report.Finding{
			{Kind: report.DoesNotContinue, Account: current, Period: ledger.Period{From: day("2026-11-21"), To: day("2026-11-21")}, Amount: euros(-1200)},
			{Kind: report.HeldLines, Account: current, Count: 2},
			{Kind: report.NoBalance, Account: savings},
			{Kind: "new_kind_<b>", Note: book.Escape},
		},
		Totals: report.Totals{
			Auto:   report.Count{Lines: 1167, In: euros(184_203_10), Out: euros(0)},
			Person: report.Count{Lines: 35, In: euros(9_480_00), Out: euros(240_00)},
			None:   report.Count{Lines: 412, In: euros(31_20), Out: euros(96_113_47)},
			Review: report.Count{Lines: 7, In: euros(18_304_12), Out: euros(1_200_00)},
		},
		Accounts: []report.Account{
			{Ref: current, Ledger: "51201", Period: ledger.Period{From: day("2026-01-01"), To: day("2026-11-23")}, Lines: 1590, In: euros(211_487_22), Out: euros(97_553_47),
				Closing: &ledger.Balance{Date: day("2026-11-23"), Amount: euros(123_933_75)}, Proof: report.Proven},
			{Ref: savings, Ledger: "51202", Period: ledger.Period{From: day("2026-06-01"), To: day("2026-10-31")}, Lines: 31, In: euros(531_20), Out: euros(0), Proof: report.Unproven},
			{Ref: ledger.AccountRef{IBAN: "DE89370400440532013000"}, Ledger: "51203", Period: ledger.Period{From: day("2026-11-02"), To: day("2026-11-02")}, Lines: 1, In: euros(0), Out: euros(12_00),
				Closing: &ledger.Balance{Date: day("2026-11-02"), Amount: euros(-12_00)}, Proof: report.Differs, Mismatch: euros(-12_00)},
		},
		Lines: lines(),
		Owed: report.Owed{Open: euros(46_120_55), Overdue: euros(12_404_00), Items: 63, Customers: 28, Top: []report.Debtor{
			{ID: "C00017", Name: "Restaurant du Moulin", Open: euros(12_480_00), Overdue: euros(8_400_00), Items: 9, Since: day("2026-08-14")},
			{ID: "C00512", Name: book.LongName, Open: euros(7_204_12), Overdue: euros(0), Items: 3, Since: day("2026-12-01")},
			{ID: "c;2", Name: book.Override, Open: euros(360_00), Overdue: euros(360_00), Items: 1, Since: day("2026-10-02")},
		}},
	}
}

func lines() []report.Line {
	list := "DUPONT BTP FACT 2026-118/119 SOLDE"
	two := "REGLEMENT LOYER NOVEMBRE"
	named := "FACTURE 2026-0077 MERCI"
	return []report.Line{
		{ID: "4q7rmd2xkz5hc3pa", Name: "LN0042", Account: current, Date: day("2026-11-20"), Amount: euros(1_240_00), Payer: "DUPONT BTP", Texts: remittance(list), Reason: ledger.Competing,
			Candidates: []report.Candidate{
				{Class: ledger.CustomerPayment, Share: 940_000, Items: []report.Item{item("2026-118", "Dupont BTP", 840_00, 840_00), item("2026-119", "Dupont BTP", 400_00, 400_00)},
					Evidence: []ledger.Evidence{seen(ledger.ByReference, "full", 14000, list, "2026-118"), seen(ledger.ByReference, "short", 9000, list, "119"), seen(ledger.ByAmount, "sum", 7000, list, ""), seen(ledger.ByPayer, "name", 4000, list, "DUPONT BTP")}},
				{Class: ledger.CustomerPayment, Share: 31_000, Items: []report.Item{item("2026-131", "Dupont BTP", 1_240_00, 1_240_00)}, Evidence: []ledger.Evidence{seen(ledger.ByAmount, "exact", 5000, list, ""), seen(ledger.ByReference, "short", -3000, list, "119")}},
			}},
		{ID: "pvl2pkvox3jrue6w", Account: current, Date: day("2026-11-19"), Amount: euros(360_00), Payer: "SCI LES ÉRABLES", Texts: remittance(two), Reason: ledger.Ambiguity,
			Candidates: []report.Candidate{
				{Class: ledger.CustomerPayment, Share: 498_200, Items: []report.Item{item("2026-102", "SCI Les Érables", 360_00, 360_00)}, Evidence: []ledger.Evidence{seen(ledger.ByAmount, "exact", 5000, two, ""), seen(ledger.ByPayer, "name", 6000, two, "")}},
				{Class: ledger.CustomerPayment, Share: 498_200, Items: []report.Item{item("2026-127", "SCI Les Érables", 360_00, 720_00)}, Difference: ledger.Difference{Kind: ledger.Partial}, Evidence: []ledger.Evidence{seen(ledger.ByPayer, "name", 6000, two, "")}},
				{Class: ledger.Unlisted, Share: 3_600},
			}},
		{ID: "h5kz2mqe7xw3rbla", Account: current, Date: day("2026-11-19"), Amount: euros(2_000_00), Texts: remittance(named), Reason: ledger.NotListed,
			Candidates: []report.Candidate{{Class: ledger.Unlisted, Share: 996_000, Evidence: []ledger.Evidence{seen(ledger.ByReference, "full", 9000, named, "2026-0077")}}}},
		{ID: "w3rblah5kz2mqe7x", Account: current, Date: day("2026-11-18"), Amount: euros(-1_200_00), Payer: book.Override, Texts: []report.BankText{{Field: ledger.InLabel, Text: book.Escape}}, Reason: ledger.Contradiction},
		{ID: "z2mqe7xw3rblah5k", Account: current, Date: day("2026-11-18"), Amount: euros(13_504_12), Payer: book.LongName, Texts: []report.BankText{{Field: ledger.InRemittance, Text: book.Script}, {Field: ledger.InLabel, Text: book.Lines}}, Reason: ledger.UnexplainedSum,
			Candidates: []report.Candidate{{Class: ledger.CustomerPayment, Share: 700_000, Items: []report.Item{item("<F-003>", book.LongName, 13_519_12, 13_519_12), item("A-001", book.LongName, -15_00, -15_00)},
				Difference: ledger.Difference{Kind: ledger.OtherReason, Amount: euros(15_00)}, Evidence: []ledger.Evidence{seen(ledger.ByReference, "full", 9000, book.Script, "F-003"), seen(ledger.ByReference, "unheard_of", 9000, book.Script, "FACT F-003"), seen("smell", "odd", 10, book.Script, "")}}}},
		{ID: "ah5kz2mqe7xw3rbl", Account: savings, Date: day("2026-11-17"), Amount: euros(99_00), Payer: book.Formula, Texts: []report.BankText{{Field: ledger.InLabel, Text: strings.Repeat("ABCDEFGHIJ", 14)}}, Reason: ledger.HeldDuplicate},
		{ID: "kz2mqe7xw3rblah5", Account: savings, Date: day("2026-11-16"), Amount: euros(1_101_00), Payer: "東京製粉 ソシエテ", Texts: []report.BankText{{Field: ledger.InLabel, Text: "REM CHQ 12"}}, Reason: "some_new_reason"},
	}
}
