package schedule

import (
	"context"
	"testing"
	"time"
)

func paris(t *testing.T, s string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestNextKeepsTheHourOverTheChangeOfClocks(t *testing.T) {
	n, err := Parse("0 5 * * *", "Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, want string }{
		{"2026-03-28 05:00", "2026-03-29 05:00"}, // 23 hours later
		{"2026-10-24 05:00", "2026-10-25 05:00"}, // 25 hours later
		{"2026-11-24 04:59", "2026-11-24 05:00"},
	} {
		if got := n.Next(paris(t, c.from).UTC()); !got.Equal(paris(t, c.want)) {
			t.Errorf("after %s: %s, want %s", c.from, got, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range [][2]string{{"at five", "Europe/Paris"}, {"0 5 * *", "Europe/Paris"}, {"0 5 * * *", "Europe/Lutece"}, {"0 5 * * *", ""}} {
		if _, err := Parse(c[0], c[1]); err == nil {
			t.Errorf("Parse(%q, %q) should fail", c[0], c[1])
		}
	}
}

func TestALateLoopRunsOneNight(t *testing.T) {
	n, err := Parse("0 5 * * *", "Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	ticks := make(chan time.Time, 4)
	for _, s := range []string{"2026-11-24 04:00", "2026-11-27 09:00", "2026-11-27 09:01", "2026-11-28 05:00"} {
		ticks <- paris(t, s)
	}
	close(ticks)
	looks, runs := 0, 0
	Loop{
		Night: n, Start: paris(t, "2026-11-24 03:00"), Ticks: ticks,
		Look: func(context.Context, time.Time) { looks++ },
		Run:  func(context.Context, time.Time) { runs++ },
	}.Serve(context.Background())
	if looks != 4 || runs != 2 {
		t.Errorf("%d looks and %d nights, want 4 and 2", looks, runs)
	}
}
