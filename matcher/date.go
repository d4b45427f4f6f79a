package matcher

import (
	"bytes"
	"slices"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// dateClaim is a day, a month or a year of issue that the text names.
type dateClaim struct {
	day, month, year int // 0: not said
}

// markDates finds dates in a text, marks their runs so that nothing takes them for
// numbers, and keeps those that can say which invoice is meant.
func (x *Index) markDates(v *view, p *piece) []bool {
	marked := make([]bool, len(p.runs))
	x.markNoise(v, p, marked)
	for i := 0; i < len(p.runs); i++ {
		r := p.runs[i]
		if !r.Digits {
			if m := months[p.text(i)]; m > 0 {
				v.keepDate(p, i, dateClaim{month: m, year: yearAfter(p, i, marked)})
			}
			continue
		}
		if i > 0 && p.runs[i-1].Digits && tight(p, i-1) && marked[i-1] {
			continue
		}
		if n := readSum(p, i); n > 0 {
			for k := range n {
				marked[i+k] = true
			}
			i += n - 1
			continue
		}
		if d, n := x.readDate(v, p, i); n > 0 {
			for k := range n {
				marked[i+k] = true
			}
			v.keepDate(p, i, d)
			i += n - 1
		}
	}
	return marked
}

// tight reports whether one separator of dates stands between run i and the
// digits that follow, with a blank beside it or none.
func tight(p *piece, i int) bool {
	if i+1 >= len(p.runs) || !p.runs[i+1].Digits {
		return false
	}
	gap := bytes.TrimSpace(p.gap(i))
	return len(gap) == 1 && len(p.gap(i)) <= 2 && (gap[0] == '/' || gap[0] == '.' || gap[0] == '-')
}

// readSum reads a sum of money at run i, 1 234,50 EUR, and returns how many runs it took.
func readSum(p *piece, i int) int {
	width := func(k int) int32 { return p.runs[k].End - p.runs[k].Start }
	for j := i; j < min(i+5, len(p.runs)) && p.runs[j].Digits; j++ {
		if next := p.word(j, 1, 2); next == "EUR" || next == "EUROS" || next == "EURO" {
			return j - i + 1
		}
		if j+1 == len(p.runs) || len(p.gap(j)) != 1 {
			return 0
		}
		if p.gap(j)[0] == ',' && width(j) >= 3 && width(j+1) == 2 && p.runs[j+1].Digits && (j+2 == len(p.runs) || p.runs[j+2].Start > p.runs[j+1].End && p.f.B[p.runs[j+1].End] != ',') {
			return j - i + 2 // 713,35
		}
		thousands := width(j) <= 3 && width(j+1) == 3
		if c := p.gap(j)[0]; c != ',' && c != '.' && !(c == ' ' && thousands) || !thousands && width(j+1) > 2 {
			return 0
		}
	}
	return 0
}

// readDate reads day/month/year, day/month, month/year, or the year of a number
// ("532 de 2026") at run i and returns how many runs it took. A blank where a bank
// broke its lines is nothing.
func (x *Index) readDate(v *view, p *piece, i int) (dateClaim, int) {
	before := p.word(i, -1, 2)
	said := wordClasses[before] == dateWord || beforeDay(before) || beforeDate[before]
	if d, ok := x.compactDay(v, p, i, said); ok {
		return d, 1
	}
	a, n := readPart(p, i)
	if year, n := readYear(p, i, false); n > 0 && i >= 2 && (said || beforeYear(p.word(i, -1, 2))) && p.runs[i-2].Digits && (i+n == len(p.runs) || !tight(p, i+n-1)) {
		return dateClaim{year: year}, n
	}
	if n == 0 || i+n >= len(p.runs) || !tight(p, i+n-1) {
		return dateClaim{}, 0
	}
	if year, m := readYear(p, i+n, false); m > 0 && a >= 1 && a <= 12 && !tight(p, i+n+m-1) {
		return dateClaim{month: a, year: year}, n + m
	}
	b, m := readPart(p, i+n)
	n += m
	if m == 0 || !validDay(a, b) {
		return dateClaim{}, 0
	}
	if tight(p, i+n-1) {
		if year, m := readYear(p, i+n, said || x.shortDay(p, i)); m > 0 {
			return dateClaim{day: a, month: b, year: year}, n + m
		}
		return dateClaim{}, 0
	}
	if said {
		return dateClaim{day: a, month: b}, n
	}
	return dateClaim{}, 0
}

// compactDay reads a day of eight digits in one run, 13022026 or 20260213, or of six
// behind a word for a day, near that of the line. Digits that are a number of ours are
// none; nor are those that could be one, unless that word stands before them.
func (x *Index) compactDay(v *view, p *piece, i int, said bool) (dateClaim, bool) {
	w := p.width(i)
	if w != 8 && !(w == 6 && said) || touched(p, i) || len(x.byForm.get(keyOf('w', p.text(i)))) > 0 || !said && x.mayBeOurs(p.text(i)) {
		return dateClaim{}, false
	}
	n := atoi(p.text(i))
	d := dateClaim{day: n / 1_0000_00, month: n / 1_00_00 % 100, year: n % 1_00_00} // ddmmyyyy
	switch {
	case w == 6:
		d = dateClaim{day: n / 1_00_00, month: n / 1_00 % 100, year: 2000 + n%100}
	case !isYear(d.year):
		d = dateClaim{day: n % 100, month: n / 100 % 100, year: n / 1_00_00} // yyyymmdd
	}
	near := d.year - v.line.Booked.Time().Year()
	return d, validDay(d.day, d.month) && near >= -nearYears && near <= nearYears
}

// nearYears is how many years before or after the line the day may be that a text names
// in one run of digits.
const nearYears = 3

// touched reports whether letters or digits touch run i, or a sign ties it to others.
func touched(p *piece, i int) bool {
	return i > 0 && p.runs[i-1].End == p.runs[i].Start || i+1 < len(p.runs) && p.runs[i].End == p.runs[i+1].Start || hangs(p, i, i, true)
}

// mayBeOurs reports whether digits are those of a number of ours, or could be of one that
// the book lacks.
func (x *Index) mayBeOurs(digits string) bool {
	return len(x.byForm.get(keyOf('a', unpad(digits)))) > 0 || slices.ContainsFunc(x.shapes, func(s text.Shape) bool { return s.Fits(digits) })
}

// shortDay reports whether three runs of two digits are a day as 15/05/26, and no number of ours.
func (x *Index) shortDay(p *piece, i int) bool {
	return p.width(i) == 2 && p.width(i+1) == 2 && p.width(i+2) == 2 && oneApart(p, i) && string(p.gap(i)) == string(p.gap(i+1)) && !tight(p, i+2) &&
		len(x.byForm.get(keyOf('w', joined(p, i, i+2)))) == 0 && len(x.byForm.get(numbers(p, i, i+2))) == 0
}

// readPart reads a day or a month of one or two digits at run i.
func readPart(p *piece, i int) (value, n int) {
	if i >= len(p.runs) || !p.runs[i].Digits {
		return 0, 0
	}
	digits := p.text(i)
	n = 1
	if len(digits) == 1 && i+1 < len(p.runs) && p.runs[i+1].Digits && len(p.gap(i)) == 1 && p.gap(i)[0] <= ' ' && p.runs[i+1].End-p.runs[i+1].Start == 1 {
		digits, n = digits+p.text(i+1), 2
	}
	if len(digits) > 2 {
		return 0, 0
	}
	return atoi(digits), n
}

// readYear reads a year at run i: four digits, which a blank may part where a bank
// broke its lines, or two digits of a date that is said to be one. It returns how many runs they are.
func readYear(p *piece, i int, said bool) (year, n int) {
	if i >= len(p.runs) || !p.runs[i].Digits {
		return 0, 0
	}
	digits := p.text(i)
	for n = 1; len(digits) < 4 && n < 4 && i+n < len(p.runs) && p.runs[i+n].Digits && len(p.gap(i+n-1)) == 1 && p.gap(i + n - 1)[0] <= ' '; n++ {
		digits += p.text(i + n)
	}
	if y := atoi(digits); len(digits) == 4 && isYear(y) {
		return y, n
	}
	if first := p.runs[i]; said && first.End-first.Start == 2 {
		return 2000 + atoi(p.text(i)), 1
	}
	return 0, 0
}

// beforeDay reports whether a word stands between a number and its day: 532 du 12/01.
func beforeDay(w string) bool { return w == "DU" || w == "AU" || w == "OF" || w == "VAN" || w == "DEL" }

// beforeDate are words before the day on which somebody paid or wrote: LE 15/05/26. What
// follows them says nothing of the invoice's day.
var beforeDate = map[string]bool{"LE": true, "AM": true, "EL": true, "IL": true, "ON": true, "OP": true}

// beforeYear reports whether a word stands between a number and its year: 532 de 2026.
func beforeYear(w string) bool {
	return w == "DE" || w == "DI" || w == "AUS" || w == "VON" || w == "FROM" || w == "UIT"
}

// isYear reports whether a number may be the year of an invoice.
func isYear(y int) bool { return y >= 1990 && y < 2100 }

func validDay(d, m int) bool { return d >= 1 && d <= 31 && m >= 1 && m <= 12 }

// yearAfter reads a year behind the name of a month.
func yearAfter(p *piece, i int, marked []bool) int {
	if i+1 < len(p.runs) && p.runs[i+1].Digits {
		if y := atoi(p.text(i + 1)); isYear(y) && p.runs[i+1].End-p.runs[i+1].Start == 4 {
			marked[i+1] = true
			return y
		}
	}
	return 0
}

// keepDate keeps a date that says which invoice is meant: "facture du 12/01",
// "ECHEANCE FACTURES 02/2026". Another date, or one on another line, says nothing.
func (v *view) keepDate(p *piece, from int, d dateClaim) {
	for k := from - 1; k >= max(0, from-3); k-- {
		if bytes.IndexByte(p.gap(k), '\n') >= 0 {
			return
		}
		w := p.text(k)
		if wordClasses[w] == invoiceWord && !p.runs[k].Digits {
			v.dates = append(v.dates, d)
			return
		}
		if !p.runs[k].Digits && !beforeDay(w) && !beforeYear(w) {
			return
		}
	}
}

// dateBits compares what the text says of the day of issue with an item, and the
// day of the payment: money before the invoice is rare.
func (v *view) dateBits(it *item) int32 {
	var sum int32
	if it.issued == 0 {
		return 0
	}
	for _, d := range v.dates {
		if v.ofPayment(d) {
			continue
		}
		same := d.fits(it.issued)
		switch {
		case same && d.day > 0:
			sum += 6 * bit
		case same:
			sum += 2 * bit
		default:
			sum -= 5 * bit
		}
	}
	if early(v.line, it) {
		sum -= 4 * bit
	}
	return sum
}

// ofPayment reports whether a day is that of the payment, within two days: it says
// nothing of the invoice.
func (v *view) ofPayment(d dateClaim) bool {
	if d.day == 0 || d.month == 0 {
		return false
	}
	for off := ledger.Date(-2); off <= 2; off++ {
		if d.fits(v.line.Booked + off) {
			return true
		}
	}
	return false
}

// dated reports whether a date in the text speaks against an item.
func (v *view) dated(it *item) bool {
	for _, d := range v.dates {
		if it.issued != 0 && !v.ofPayment(d) && !d.fits(it.issued) {
			return true
		}
	}
	return false
}

// early reports whether a line was booked well before an item was issued.
func early(l *ledger.Line, it *item) bool { return it.issued != 0 && l.Booked < it.issued-3 }

// fits reports whether a day is the one that is named, or of the month or year.
func (d dateClaim) fits(on ledger.Date) bool {
	t := on.Time()
	return (d.month == 0 || int(t.Month()) == d.month) && (d.day == 0 || t.Day() == d.day) && (d.year == 0 || t.Year() == d.year)
}
