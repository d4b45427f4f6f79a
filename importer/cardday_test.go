package importer

import (
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
)

func TestCardDay(t *testing.T) {
	booked, err := ledger.ParseDate("2026-03-14")
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]string{
		"CB 962720 070326":                     "2026-03-07",
		"CB 06/03":                             "2026-03-06",
		"FACTURE CARTE DU 120326 STATION A6":   "2026-03-12",
		"CARTE X2218 ACHAT DU 09/03 14/03":     "2026-03-09",
		"PAIEMENT CB CARREFOUR 12.03.26":       "2026-03-12",
		"CB 4471 DU 13/03 COM 3":               "2026-03-13",
		"CARTE 22/02/2026 SNCF":                "2026-02-22",
		"CB SUPERMARCHE FACT 13032026":         "2026-03-13",
		"CB 06/03 07/03":                       "", // which one is not said
		"CB 15/03":                             "", // later than it was booked
		"CB 100126":                            "", // two months before
		"CARTE 2154":                           "",
		"CB XXXXXXXXXXXX2218 1203":             "",
		"CB 4970XXXXXXXX2218 F26-1210":         "",
		"CARTE 252072501 2053056 05/03 000000": "2026-03-05",
		"CB 99/99/99 31/02":                    "",
		"CB 12/03/26/14":                       "",
	} {
		if got := CardDay(label, booked).String(); got != want {
			t.Errorf("%s: %s, want %s", label, got, want)
		}
	}
	newYear, _ := ledger.ParseDate("2026-01-02")
	if got := CardDay("CARTE 30/12 HOTEL", newYear).String(); got != "2025-12-30" {
		t.Errorf("over the year's end: %s", got)
	}
}

// TestCardDayIsNear: whatever the label, it is no day or one shortly before the booking.
func TestCardDayIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		booked := ledger.Date(rapid.IntRange(100, 900_000).Draw(t, "booked"))
		label := rapid.StringOf(rapid.RuneFrom([]rune("0123456789/.- DUcé"))).Draw(t, "label")
		if d := CardDay(label, booked); d != 0 && (d > booked || d < booked-oldestCardDay) {
			t.Fatalf("%q: %s", label, d)
		}
	})
}
