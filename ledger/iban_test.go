package ledger

import "testing"

func TestFrenchIBAN(t *testing.T) {
	got, err := FrenchIBAN("10254", "11259", "99587371555")
	if err != nil || got != "FR7610254112599958737155591" {
		t.Fatalf("FrenchIBAN = %q, %v", got, err)
	}
}
