package ledger_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func eur(minor int64) money.Amount { return money.New(minor, money.EUR) }

// day is a day that the test knows to be one.
func day(s string) ledger.Date {
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// anyDay draws from the years 1 to 9999.
func anyDay() *rapid.Generator[ledger.Date] {
	return rapid.Custom(func(t *rapid.T) ledger.Date {
		return ledger.Date(rapid.Int32Range(1, int32(day("9999-12-31"))).Draw(t, "day"))
	})
}

func TestDateIsTheCalendars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay().Draw(t, "day"), rapid.IntRange(-1000, 1000).Draw(t, "days")
		at := d.Time()
		if got := ledger.DateOf(at); got != d {
			t.Fatalf("DateOf(%v) = %v", at, got)
		}
		if got, err := ledger.NewDate(at.Year(), int(at.Month()), at.Day()); err != nil || got != d {
			t.Fatalf("NewDate = %v, %v; should be %v", got, err, d)
		}
		if d.Year() != at.Year() || d.String() != at.Format(time.DateOnly) || d.Compact() != at.Format("20060102") || d.French() != at.Format("02/01/2006") {
			t.Fatalf("%s %s %s is not %v", d, d.Compact(), d.French(), at)
		}
		if later := at.AddDate(0, 0, n); later.Year() >= 1 && later.Year() <= 9999 {
			if got := ledger.DateOf(later); got != d+ledger.Date(n) {
				t.Fatalf("%v and %d days = %v", d, n, got)
			}
		}
		zone := time.FixedZone("far", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
		if got := ledger.DateOf(time.Date(at.Year(), at.Month(), at.Day(), 23, 59, 59, 0, zone)); got != d {
			t.Fatalf("the day in its own zone = %v, should be %v", got, d)
		}
	})
}

func TestDateRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.OneOf(anyDay(), rapid.Just(ledger.Date(0))).Draw(t, "day")
		text, err := d.MarshalText()
		got := day("2000-01-01")
		if err != nil || got.UnmarshalText(text) != nil || got != d {
			t.Fatalf("%q is read as %v", text, got)
		}
		if d == 0 {
			return
		}
		if got, err := ledger.ParseDate(d.String()); err != nil || got != d {
			t.Fatalf("ParseDate(%q) = %v, %v", d.String(), got, err)
		}
		if got, err := ledger.ParseCompactDate(d.Compact()); err != nil || got != d {
			t.Fatalf("ParseCompactDate(%q) = %v, %v", d.Compact(), got, err)
		}
	})
}

func TestNewDateRefusesWhatIsNoDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(-10, 10_010).Draw(t, "year"), rapid.IntRange(-3, 15).Draw(t, "month"), rapid.IntRange(-3, 35).Draw(t, "day")
		at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		is := y >= 1 && y <= 9999 && at.Year() == y && int(at.Month()) == m && at.Day() == d
		if got, err := ledger.NewDate(y, m, d); (err == nil) != is || (got != 0) != is {
			t.Fatalf("NewDate(%d, %d, %d) = %v, %v", y, m, d, got, err)
		}
	})
	for _, c := range [][3]int{{2026, 2, 29}, {1900, 2, 29}, {2026, 0, 1}, {2026, 13, 1}, {2026, 1, 0}, {2026, 4, 31}, {0, 1, 1}, {10000, 1, 1},
		{math.MaxInt, 1, 1}, {2026, math.MaxInt, 1}, {2026, 1, math.MinInt}, {math.MinInt, math.MinInt, math.MinInt}} {
		if d, err := ledger.NewDate(c[0], c[1], c[2]); !errors.Is(err, ledger.ErrDate) || d != 0 {
			t.Errorf("NewDate(%v) = %v, %v", c, d, err)
		}
	}
}

func TestDateEnds(t *testing.T) {
	if first, last := day("0001-01-01"), day("9999-12-31"); first != 1 || last.String() != "9999-12-31" {
		t.Errorf("the first day is %d, the last %s", first, last)
	}
	for _, out := range []time.Time{time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if d := ledger.DateOf(out); d != 0 {
			t.Errorf("DateOf(%v) = %d, should be no date", out, d)
		}
	}
	for _, none := range []ledger.Date{0, -1, math.MinInt32, math.MaxInt32, day("9999-12-31") + 1} {
		if none.String() != "" || none.Compact() != "" || none.French() != "" {
			t.Errorf("%d is no date, and is written %q, %q, %q", none, none.String(), none.Compact(), none.French())
		}
	}
	if year := ledger.Date(0).Year(); year != 0 {
		t.Errorf("no date is in the year %d", year)
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{"", "2026", "2026-1-1", "2026-01-1", "26-01-01", "2026/01/01", "01-01-2026", "2026-01-011", " 2026-01-01", "2026-01-01 ", "2026-13-01", "2026-02-29",
		"0000-01-01", "2026-00-10", "-026-01-01", "2026-+1-01", "2026-01-0x", "２０26-01-01", "2026\x0001-01", "20260101", strings.Repeat("9", 1<<20)} {
		if d, err := ledger.ParseDate(s); !errors.Is(err, ledger.ErrDate) || d != 0 {
			t.Errorf("ParseDate(%.20q) = %v, %v", s, d, err)
		}
		kept := day("2026-11-24")
		if s != "" && (kept.UnmarshalText([]byte(s)) == nil || kept != day("2026-11-24")) {
			t.Errorf("UnmarshalText(%.20q) makes %v", s, kept)
		}
	}
	for _, s := range []string{"", "2026010", "202601011", "20261301", "20260229", "00000101", "2026010x", "2026-1-1", " 2026010", "+2026101"} {
		if d, err := ledger.ParseCompactDate(s); !errors.Is(err, ledger.ErrDate) || d != 0 {
			t.Errorf("ParseCompactDate(%q) = %v, %v", s, d, err)
		}
	}
}
