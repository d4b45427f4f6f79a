package matcher

import "testing"

// TestReference reads numbers in the ways in which people write them.
func TestReference(t *testing.T) {
	const whole = "auto FA-2026-09001=1234.56"
	check(t, []ask{
		{"full", "1234.56", "Horlogerie Vasseur", "FA-2026-09001", whole},
		{"full, payer unknown", "1234.56", "", "Facture FA-2026-09001", whole},
		{"other separators", "1234.56", "Horlogerie Vasseur", "FA 2026/09001", whole},
		{"no separators", "1234.56", "Horlogerie Vasseur", "FA202609001", whole},
		{"no letters", "1234.56", "Horlogerie Vasseur", "facture 2026-09001", whole},
		{"no year", "1234.56", "Horlogerie Vasseur", "facture 09001", whole},
		{"year of two digits", "1234.56", "Horlogerie Vasseur", "FA-26-09001", whole},
		{"counter without zeros", "1234.56", "Horlogerie Vasseur", "fact n° 9001", whole},
		{"spaced", "1234.56", "Horlogerie Vasseur", "FA-2026- 09 001", whole},
		{"broken over lines", "1234.56", "Horlogerie Vasseur", "REGLEMENT FACTURE FA-2026-09\n001", whole},
		{"letters for digits", "1234.56", "Horlogerie Vasseur", "FA-2O26-O9OO1", whole},
		{"glued to a word", "1234.56", "Horlogerie Vasseur", "VIRFA-2026-09001", whole},
		{"in brackets after a strange word", "1234.56", "Horlogerie Vasseur", "Zorglub (FA-2026-09001)", whole},
		{"one slip, nothing else fits", "1234.56", "Horlogerie Vasseur", "FA-2026-90001", whole},
		{"among noise", "1234.56", "Horlogerie Vasseur", "CHQ 1234567 TEL 0612345678 FA-2026-09001 8cf4d821 951,20 EUR", whole},
		{"week beside it", "1234.56", "Horlogerie Vasseur", "S06 FA-2026-09001", whole},
		{"register of companies beside it", "1234.56", "Horlogerie Vasseur", "FA-2026-09001 SIRET 581 008 471 27088", whole},
		{"telephone over two lines", "1234.56", "Horlogerie Vasseur", "FA-2026-09001 TEL 01 98 07 9\n4 10", whole},
		{"behind a telephone", "1234.56", "Horlogerie Vasseur", "TEL 05 86 04 23 94 2026 09001", whole},
		{"date beside it", "1234.56", "Horlogerie Vasseur", "FA-2026-09001 DU 12/0\n1/2026", whole},
	})
}

// TestLists reads lists and ranges.
func TestLists(t *testing.T) {
	const two = "auto FA-2026-09001=1234.56 FA-2026-09002=480.00"
	check(t, []ask{
		{"full numbers", "1714.56", "Horlogerie Vasseur", "FA-2026-09001 FA-2026-09002", two},
		{"joined by +", "1714.56", "Horlogerie Vasseur", "FA-2026-09001+FA-2026-09002", two},
		{"the second short", "1714.56", "Horlogerie Vasseur", "FA-2026-09001/09002", two},
		{"counters", "1714.56", "Horlogerie Vasseur", "factures 9001 et 9002", two},
		{"commas", "2646.26", "Horlogerie Vasseur", "factures 9001, 9002, 9003", "auto FA-2026-09001=1234.56 FA-2026-09002=480.00 FA-2026-09003=931.70"},
		{"range", "2646.26", "Horlogerie Vasseur", "factures FA-2026-09001 à FA-2026-09003", "auto FA-2026-09001=1234.56 FA-2026-09002=480.00 FA-2026-09003=931.70"},
		{"range that does not add up", "2000.00", "Horlogerie Vasseur", "factures FA-2026-09001 à FA-2026-09003", "review ambiguous"},
		{"sum that does not add up", "1700.00", "Horlogerie Vasseur", "FA-2026-09001 FA-2026-09002", "review ambiguous"},
	})
}

// TestContradiction names one thing where another fits: a person must look.
func TestContradiction(t *testing.T) {
	check(t, []ask{
		{"number of another customer", "480.00", "Horlogerie Vasseur", "FA-2026-09010", "review ambiguous"},
		{"exact elsewhere, part here", "480.00", "Horlogerie Vasseur", "FA-2026-09001", "review fits_elsewhere"},
		{"not in the book", "480.00", "Horlogerie Vasseur", "FA-2026-09777", "review not_listed"},
		{"beyond all counters", "480.00", "Horlogerie Vasseur", "FA-2026-123456", "review not_listed"},
		{"paid already", "480.00", "Horlogerie Vasseur", "FA-2026-09099", "review already_paid"},
		{"slip where two fit", "713.13", "Zinguerie Pontarlier", "FA-2026-90010", "review not_listed"},
	})
}
