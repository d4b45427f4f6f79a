package ledger

import (
	"errors"
	"time"
)

// Date is a calendar day without a time or a zone, as a number of days; the zero
// value is no date. Later days are greater numbers, and d+7 is a week later. What
// lies outside the years 1 to 9999 is no date and is written as nothing.
type Date int32

// ErrDate says that a text or three numbers name no day between years 1 and 9999.
var ErrDate = errors.New("ledger: should be a calendar day, like 2026-11-24")

const secondsADay = 24 * 60 * 60

// lastDay is 9999-12-31, the last day that four digits of a year can write.
const lastDay Date = 3652059

// dayOne is 0001-01-01, in days since 1970-01-01, less one so that it is Date(1).
var dayOne = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()/secondsADay - 1

// NewDate returns the day of that year (1 to 9999), month and day, or ErrDate where the calendar has none such.
func NewDate(year, month, day int) (Date, error) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return 0, ErrDate
	}
	return DateOf(t), nil
}

// DateOf returns the day that t shows in its own zone, no date outside the years 1 to 9999.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	if y < 1 || y > 9999 {
		return 0
	}
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/secondsADay - dayOne)
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, ErrDate
	}
	return parseDigits(s[:4], s[5:7], s[8:])
}

// ParseCompactDate reads YYYYMMDD, as OFX and the FEC write it.
func ParseCompactDate(s string) (Date, error) {
	if len(s) != 8 {
		return 0, ErrDate
	}
	return parseDigits(s[:4], s[4:6], s[6:])
}

func parseDigits(parts ...string) (Date, error) {
	var n [3]int
	for i, p := range parts {
		for _, c := range []byte(p) {
			if c < '0' || c > '9' {
				return 0, ErrDate
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	return NewDate(n[0], n[1], n[2])
}

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix((int64(d)+dayOne)*secondsADay, 0).UTC() }

// Year returns the year of the day, 0 for no date.
func (d Date) Year() int {
	if d == 0 {
		return 0
	}
	return d.Time().Year()
}

// String writes YYYY-MM-DD, and nothing for no date.
func (d Date) String() string { return d.write("-") }

// Compact writes YYYYMMDD, and nothing for no date.
func (d Date) Compact() string { return d.write("") }

// French writes DD/MM/YYYY, and nothing for no date.
func (d Date) French() string {
	if d < 1 || d > lastDay {
		return ""
	}
	return d.Time().Format("02/01/2006")
}

// write writes year, month and day with a separator. Books are full of days: it is worth being quick.
func (d Date) write(separator string) string {
	if d < 1 || d > lastDay {
		return ""
	}
	y, m, day := d.Time().Date()
	b := make([]byte, 0, len("2026-11-24"))
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	b = append(b, separator...)
	b = append(b, byte('0'+m/10), byte('0'+m%10))
	b = append(b, separator...)
	return string(append(b, byte('0'+day/10), byte('0'+day%10)))
}

// MarshalText writes the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String; nothing is no date. What is no day is an
// ErrDate and leaves the date as it was.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}
