package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// invalid reports whether err says that a field is wrong, in words that quote nothing of text.
func invalid(err error, field string) bool {
	var e *ledger.Error
	return errors.As(err, &e) && e.Kind == ledger.Invalid && e.Field == field && e.Msg != ""
}

func TestNewCompany(t *testing.T) {
	for name, want := range map[string]ledger.CompanyID{
		"Atelier des Tilleuls":          "atelier-des-tilleuls",
		"  L'ÉPICERIE d'à côté (SARL) ": "l-epicerie-d-a-cote-sarl",
		"Bœuf & Fils 3000":              "boeuf-fils-3000",
		"../../etc/passwd":              "etc-passwd",
		"42":                            "42",
	} {
		c, err := ledger.NewCompany(name, "732829320")
		if err != nil || c.ID != want || c.Name != name || c.Currency != money.EUR || c.YearEnd != 1231 || c.SIREN != "732829320" {
			t.Errorf("NewCompany(%q) = %+v, %v", name, c, err)
		}
	}
	for _, name := range []string{"", " ", "…", "日本", strings.Repeat("a", 201)} {
		if c, err := ledger.NewCompany(name, ""); !invalid(err, "company") || c != (ledger.Company{}) {
			t.Errorf("NewCompany(%.20q) = %+v, %v", name, c, err)
		}
	}
	for _, siren := range []string{"1", "73282932", "7328293200", "73282932A", "000000000", "732 829 320", "+73282932", strings.Repeat("1", 1<<16)} {
		if _, err := ledger.NewCompany("A", siren); !invalid(err, "siren") {
			t.Errorf("NewCompany takes the SIREN %.20q: %v", siren, err)
		}
	}
}

// An ID names a folder and a key: nothing but small letters, digits and hyphens within.
func TestCompanyIDIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := ledger.NewCompany(rapid.String().Draw(t, "name"), "")
		if err != nil {
			return
		}
		if strings.Trim(string(c.ID), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.Trim(string(c.ID), "-") != string(c.ID) || c.ID == "" {
			t.Fatalf("ID %q", c.ID)
		}
	})
}

func TestFinancialYear(t *testing.T) {
	for _, c := range []struct {
		end  ledger.MonthDay
		day  string
		want int
	}{
		{1231, "2026-01-01", 2026}, {1231, "2026-12-31", 2026}, {630, "2026-06-30", 2026}, {630, "2026-07-01", 2027}, {930, "2026-01-01", 2026},
		{229, "2026-02-28", 2026}, {229, "2026-03-01", 2027}, {229, "2028-02-28", 2028}, {229, "2028-02-29", 2028}, {229, "2028-03-01", 2029},
		{228, "2028-02-28", 2028}, {228, "2028-02-29", 2029}, {101, "2026-01-01", 2026}, {101, "2026-01-02", 2027},
	} {
		if got := (ledger.Company{YearEnd: c.end}).FinancialYear(day(c.day)); got != c.want {
			t.Errorf("the year of %s with its end on %d is %d, should be %d", c.day, c.end, got, c.want)
		}
	}
	for end, want := range map[ledger.MonthDay]string{1231: "2026-12-31", 229: "2026-02-28", 630: "2026-06-30"} {
		if got := (ledger.Company{YearEnd: end}).ClosingDay(2026); got != day(want) {
			t.Errorf("the year that ends on %d closes on %s", end, got)
		}
	}
	if got := (ledger.Company{YearEnd: 229}).ClosingDay(2028); got != day("2028-02-29") {
		t.Errorf("a leap year closes on %s", got)
	}
}

// Every day is in one financial year: after the closing of the one before, not after its own.
func TestFinancialYearsMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		end, err := ledger.NewMonthDay(rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day"))
		if err != nil {
			return
		}
		c := ledger.Company{YearEnd: end}
		d := ledger.Date(rapid.Int32Range(int32(day("1999-01-01")), int32(day("2101-01-01"))).Draw(t, "on"))
		year := c.FinancialYear(d)
		if last, before := c.ClosingDay(year), c.ClosingDay(year-1); d > last || d <= before {
			t.Fatalf("%s is in %d, which is from %s to %s", d, year, before+1, last)
		}
	})
}

func TestNewMonthDay(t *testing.T) {
	if d, err := ledger.NewMonthDay(2, 29); err != nil || d != 229 {
		t.Errorf("NewMonthDay(2, 29) = %d, %v", d, err)
	}
	for _, c := range [][2]int{{0, 1}, {13, 1}, {2, 30}, {11, 31}, {1, 0}, {-1, 5}} {
		if d, err := ledger.NewMonthDay(c[0], c[1]); !invalid(err, "day") || d != 0 {
			t.Errorf("NewMonthDay(%v) = %d, %v", c, d, err)
		}
	}
	if d := ledger.MonthDay(1131).In(2026); d != 0 {
		t.Errorf("the 31 November is %s", d)
	}
}

func TestDefaultChart(t *testing.T) {
	seen := make(map[string]bool)
	for role, a := range ledger.DefaultChart() {
		if a.Number == "" || a.Name == "" || seen[a.Number] || strings.Trim(a.Number, "0123456789") != "" {
			t.Errorf("the account of %s is %+v", role, a)
		}
		seen[a.Number] = true
	}
	if len(seen) != 11 {
		t.Errorf("%d accounts", len(seen))
	}
}

func TestError(t *testing.T) {
	cause := errors.New("the cause")
	err := fmt.Errorf("import: %w", &ledger.Error{Kind: ledger.Conflict, Field: "account", Msg: "is in the book already", Hint: "lettrage company list", Err: cause})
	if got := err.Error(); got != "import: account: is in the book already: the cause (lettrage company list)" {
		t.Errorf("Error = %q", got)
	}
	if !errors.Is(err, &ledger.Error{Kind: ledger.Conflict}) || errors.Is(err, &ledger.Error{Kind: ledger.NotFound}) || !errors.Is(err, cause) {
		t.Error("it is not what it is")
	}
	if errors.Is(err, &ledger.Error{Kind: ledger.Conflict, Field: "account"}) {
		t.Error("a field is compared as if it were a kind")
	}
	if got := ledger.Errorf(ledger.Invalid, "postings", "should be %d at least", 2).Error(); got != "postings: should be 2 at least" {
		t.Errorf("Errorf = %q", got)
	}
}
