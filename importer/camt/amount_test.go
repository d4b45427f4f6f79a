package camt

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger/money"
)

// decimal is what XML Schema lets an amount be, without a minus.
var decimal = regexp.MustCompile(`^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`)

// TestParseAmount: a decimal reads as money.Parse reads it, errors too, and all else is none.
func TestParseAmount(t *testing.T) {
	texts := rapid.OneOf(rapid.StringMatching(`\+?[0-9]{0,20}(\.[0-9]{0,5}0{0,3})?`), rapid.StringMatching(`[-+0-9., ]{0,12}`))
	currencies := []money.Currency{"EUR", "JPY", "TND", "CLF"}
	rapid.Check(t, func(rt *rapid.T) {
		text, c := texts.Draw(rt, "text"), rapid.SampledFrom(currencies).Draw(rt, "currency")
		got, err := parseAmount([]byte(text), c)
		if !decimal.MatchString(text) {
			if err == nil {
				rt.Fatalf("%q is no decimal, and was read as %d", text, got.Minor())
			}
			return
		}
		want, wantErr := money.Parse(text, c, '.')
		if got != want || (err == nil) != (wantErr == nil) {
			rt.Fatalf("%q in %s: got %d, %v, want %d, %v", text, c, got.Minor(), err, want.Minor(), wantErr)
		}
	})
}
