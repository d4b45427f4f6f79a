// Package schedule says when the nightly job is due and runs the loop of
// `lettrage serve`: a look at the inbox at every tick, and the night once when its
// time has come, however late the loop comes to see it.
package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

// Night is a cron expression in a time zone.
type Night struct {
	schedule cron.Schedule
	zone     *time.Location
}

// Parse reads five cron fields (minute hour day month weekday) and the IANA name of a time zone.
func Parse(expression, zone string) (Night, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		return Night{}, fmt.Errorf("time zone should be a name like Europe/Paris: %w", err)
	}
	s, err := cron.ParseStandard(expression)
	if err != nil {
		return Night{}, fmt.Errorf("schedule should be five fields like \"0 5 * * *\": %w", err)
	}
	return Night{s, loc}, nil
}

// Next returns the first time after t at which the night is due, or the zero time when there is none.
func (n Night) Next(t time.Time) time.Time { return n.schedule.Next(t.In(n.zone)) }

// Zone is the time zone of the night, in which a day begins and ends.
func (n Night) Zone() *time.Location { return n.zone }

// Loop is what serve does. Look and Run report their own failures: the loop goes
// on after one, for the next tick may find the disk or the network well again.
type Loop struct {
	Night Night
	Start time.Time        // when the loop began: the first night is the next one after it
	Ticks <-chan time.Time // each tick carries the time; closing it ends the loop
	Look  func(ctx context.Context, now time.Time)
	Run   func(ctx context.Context, now time.Time)
}

// Serve runs until ctx ends or the ticks do. Nothing runs beside anything else.
func (l Loop) Serve(ctx context.Context) {
	due := l.Night.Next(l.Start)
	for {
		select {
		case <-ctx.Done():
			return
		case now, ok := <-l.Ticks:
			if !ok {
				return
			}
			l.Look(ctx, now)
			if !due.IsZero() && !now.Before(due) {
				l.Run(ctx, now)
				due = l.Night.Next(now)
			}
		}
	}
}
