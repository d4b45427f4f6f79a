package matcher

import (
	"strings"

	"lettrage/matcher/text"
)

// form is how completely a written number names an item. It is kept in the low
// three bits of a value of byForm.
type form uint32

const (
	wholeForm   form = iota // all letters and digits
	digitsForm              // all digits, the letters in front aside
	yearForm                // all digits, the year written with two or four
	partsForm               // all parts, without leading zeros: 26/42
	shortForm               // without the year
	counterForm             // the counter alone
)

const formBits = 3

func (x *Index) formOf(v uint32) (int32, form) {
	return int32(v >> formBits), form(v & (1<<formBits - 1))
}

// indexForms puts each item under each form in which people write its number, and
// its structured reference, and under its customer's own number.
func (x *Index) indexForms() {
	pairs := make([]pair, 0, len(x.items)*6)
	var orders []pair
	for i := range x.items {
		n := &x.items[i].number
		add := func(kind byte, s string, f form) {
			if s != "" {
				pairs = append(pairs, pair{keyOf(kind, s), uint32(i)<<formBits | uint32(f)})
			}
		}
		if n.Whole != "" {
			x.wholes[1] = max(x.wholes[1], len(n.Whole))
			if x.wholes[0] == 0 || len(n.Whole) < x.wholes[0] {
				x.wholes[0] = len(n.Whole)
			}
		}
		add('w', n.Whole, wholeForm)
		addForms(n.Parts, add)
		for _, mixed := range n.Mixed {
			add('m', mixed, partsForm)
		}
		if k := text.Compact(x.book.Items[i].CustomerRef); len(k) >= 4 {
			orders = append(orders, pair{keyOf('o', k), uint32(i)})
		}
		if k := text.Compact(x.book.Items[i].Reference); len(k) >= 4 {
			add('w', k, wholeForm)
			add('r', canonical(k), wholeForm)
			x.schemes |= 1 << structuredScheme(k)
			x.wholes[1] = max(x.wholes[1], len(k))
		}
	}
	x.byForm, x.byOrder = newMultimap(pairs), newMultimap(orders)
	x.indexStems()
}

// widths are the fewest and most digits of the counters behind a stem.
type widths struct{ least, most int }

// indexStems keeps the beginnings of numbers that hold letters. What begins so and
// goes on with a counter is a number of ours, whether the book holds it or not.
func (x *Index) indexStems() {
	x.stems, x.prefixes, x.last = make(map[string]widths), make(map[string]bool), make(map[string]string)
	for i := range x.items {
		n := &x.items[i].number
		if c := only(n.Parts, text.Counter); len(c) == 1 {
			if k := lastKey(n); len(c[0].Text) > len(x.last[k]) || len(c[0].Text) == len(x.last[k]) && c[0].Text > x.last[k] {
				x.last[k] = c[0].Text
			}
		}
		if n.Prefix != "" {
			x.prefixes[n.Prefix] = true
		}
		if n.Stem == "" || n.Prefix == "" {
			continue
		}
		w := len(n.Whole) - len(n.Stem)
		seen, ok := x.stems[n.Stem]
		if !ok {
			seen = widths{w, w}
		}
		x.stems[n.Stem] = widths{min(seen.least, w), max(seen.most, w)}
	}
}

// lastKey is a number without its counter.
func lastKey(n *text.Number) string {
	return n.Prefix + "|" + apart(without(n.Parts, text.Counter), 0)
}

// stemmed reports whether letters and digits, the last of them the digits of one
// run, are a known stem and a counter that may run over by one digit or, behind
// letters that are not a single one, by two.
func (x *Index) stemmed(whole string, last int) bool {
	for k := 1; k <= last && k < len(whole); k++ {
		w, ok := x.stems[whole[:len(whole)-k]]
		over := 1
		if len(whole)-k > 1 {
			over = 2
		}
		if ok && k >= w.least && k <= w.most+over {
			return true
		}
	}
	return false
}

// addForms adds the digits of a number: kind 'a' are digits written together,
// kind 'k' parts as numbers, joined by '-'.
func addForms(parts []text.Part, add func(byte, string, form)) {
	if len(parts) == 0 {
		return
	}
	add('a', unpad(together(parts, 0)), digitsForm)
	counter := ""
	years := 0
	for _, p := range parts {
		if p.Role == text.Counter {
			counter = unpad(p.Text)
		}
		if p.Role == text.Year {
			years++
		}
	}
	if years > 0 {
		add('a', unpad(together(parts, 2)), yearForm)
		add('a', unpad(together(parts, 4)), yearForm)
	}
	if len(parts) > 1 {
		add('k', apart(parts, 2), partsForm)
		add('k', apart(parts, 4), partsForm)
		if rest := without(parts, text.Year); len(rest) > 1 && len(rest) < len(parts) {
			add('a', unpad(together(rest, 0)), shortForm)
			add('k', apart(rest, 0), shortForm)
		}
		if year, rest := only(parts, text.Year), without(parts, text.Year); len(year) == 1 && len(rest) == 1 {
			for _, width := range []int{2, 4} {
				add('k', apart(append(only(parts, text.Year), rest...), width), partsForm)
				add('k', apart(append(rest[:1:1], year...), width), partsForm)
			}
		}
		if rest := without(parts, text.Month); len(rest) > 1 && len(rest) < len(parts) {
			add('k', apart(rest, 2), shortForm)
			add('k', apart(rest, 4), shortForm)
		}
	}
	if len(parts) > 1 {
		add('a', counter, counterForm)
	}
}

// together writes the digits without separators; year is the number of digits of the year, 0 as it stands.
func together(parts []text.Part, year int) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(yearDigits(p, year))
	}
	return b.String()
}

// apart writes the parts as numbers joined by '-'.
func apart(parts []text.Part, year int) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(unpad(yearDigits(p, year)))
	}
	return b.String()
}

func yearDigits(p text.Part, year int) string {
	switch {
	case p.Role != text.Year || year == 0 || len(p.Text) == year:
		return p.Text
	case year == 2 && len(p.Text) == 4:
		return p.Text[2:]
	case year == 4 && len(p.Text) == 2:
		return "20" + p.Text
	}
	return p.Text
}

func only(parts []text.Part, r text.Role) []text.Part {
	var kept []text.Part
	for _, p := range parts {
		if p.Role == r {
			kept = append(kept, p)
		}
	}
	return kept
}

func without(parts []text.Part, r text.Role) []text.Part {
	var rest []text.Part
	for _, p := range parts {
		if p.Role != r {
			rest = append(rest, p)
		}
	}
	return rest
}

// unpad takes leading zeros off; of zeros alone one stays.
func unpad(digits string) string {
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}
