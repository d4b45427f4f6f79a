package matcher

import "lettrage/matcher/text"

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
func (x *Index) indexForms(learned *text.Shapes) {
	x.wholes, x.orders = noRange, noRange
	w := formWriter{pairs: make([]pair, 0, len(x.items)*13)}
	var orders []pair
	var buf, other []byte
	for i := range x.items {
		n := &x.items[i].number
		w.begin(uint32(i))
		if n.Whole() != "" {
			x.wholes.add(len(n.Whole()))
			x.wordy = x.wordy || n.Digits() == ""
			w.add(keyOf('w', n.Whole()), wholeForm)
		}
		w.addDigits(n)
		x.digits |= 1 << min(len(n.Digits()), 63)
		buf, other = learned.AppendMixed(i, buf[:0], other[:0])
		for _, mixed := range [][]byte{buf, other} {
			if len(mixed) > 0 {
				w.add(keyOf('m', mixed), partsForm)
			}
		}
		it := &x.book.Items[i]
		if buf = text.AppendCompact(buf[:0], it.CustomerRef); len(buf) >= 4 {
			orders = append(orders, pair{keyOf('o', buf), uint32(i)})
			x.orders.add(len(buf))
		}
		if k := text.Compact(it.Reference); len(k) >= 4 {
			w.add(keyOf('w', k), wholeForm)
			w.add(keyOf('r', canonical(k)), wholeForm)
			x.schemes |= 1 << structuredScheme(k)
			x.wholes.add(len(k))
			x.wordy = x.wordy || digitsOf(k) == ""
		}
	}
	x.byForm, x.byOrder = newMultimap(w.pairs), newMultimap(orders)
	x.indexStems()
}

// lengths are the fewest and most letters and digits of some numbers.
type lengths struct{ least, most int }

// noRange holds no number yet.
var noRange = lengths{least: maxDigits + 1}

func (l *lengths) add(n int) { l.least, l.most = min(l.least, n), max(l.most, n) }

func (l *lengths) has(n int) bool { return n >= l.least && n <= l.most }

// widths are the fewest and most digits of the counters behind a stem.
type widths struct {
	least, most int
	now         int // … of the greatest, without zeros in front
}

// indexStems keeps the beginnings of numbers that hold letters. What begins so and
// goes on with a counter is a number of ours, whether the book holds it or not.
// Numbers of one series mostly stand together: the maps are asked when it changes.
func (x *Index) indexStems() {
	x.stems, x.prefixes, x.heads, x.last = make(map[string]widths), make(map[string]bool), make(map[string]bool), make(map[uint64]string)
	x.suffixes = make(map[string]bool)
	var prefix, stem, greatest string
	var seen widths
	var key uint64
	for i := range x.items {
		n := &x.items[i].number
		if c, ok := n.Counter(); ok {
			if k := lastKey(n); k != key {
				key, greatest = k, x.last[k]
			}
			if len(c) > len(greatest) || len(c) == len(greatest) && c > greatest {
				greatest, x.last[key] = c, c
			}
		}
		p, s := n.Prefix(), n.Stem()
		if len(n.Whole()) >= 5 && len(n.Digits()) == len(n.Whole()) {
			x.lead(n.Whole())
		}
		if p != "" && p != prefix {
			prefix, x.prefixes[p] = p, true
			x.heads[headOf(string(x.book.Items[i].Number))] = true
			x.suffixes[n.Suffix()] = true
		}
		if s == "" || len(n.Digits()) == len(n.Whole()) {
			continue
		}
		w := len(n.Whole()) - len(s)
		if s != stem {
			known, ok := x.stems[s]
			if stem, seen = s, known; !ok {
				stem, seen = s, widths{w + 1, w, 0}
			}
		}
		now := len(unpad(n.Whole()[len(s):]))
		if w < seen.least || w > seen.most || now > seen.now {
			seen = widths{min(seen.least, w), max(seen.most, w), max(seen.now, now)}
			x.stems[s] = seen
		}
	}
}

// lead notes with which two digits a number without letters begins.
func (x *Index) lead(digits string) {
	of := &x.leads[min(len(digits), len(x.leads)-1)]
	if *of == nil {
		*of = make(map[string]bool)
	}
	if !(*of)[digits[:2]] {
		(*of)[digits[:2]] = true
	}
}

// headOf returns the letters with which a number begins, up to the first separator.
func headOf(number string) string {
	f := text.Fold(number)
	runs := f.Runs()
	if len(runs) == 0 || runs[0].Digits {
		return ""
	}
	return string(f.Text(runs[0]))
}

// lastKey stands for a number without its counter.
func lastKey(n *text.Number) uint64 {
	h := hashText(hashOf('l'), n.Prefix())
	for p := range n.Parts() {
		if p.Role != text.Counter && p.Text != "" {
			h = hashPart(h.byte('-'), p, 0)
		}
	}
	return h.key()
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
		if ok && (k >= w.least || k >= w.now && k >= 4) && k <= w.most+over {
			return true
		}
	}
	return false
}

// formWriter writes the forms of items, one item after another.
type formWriter struct {
	pairs []pair
	item  uint32
	first int         // pair of the item
	parts []text.Part // of its number
	rest  []text.Part
}

func (w *formWriter) begin(item uint32) { w.item, w.first = item, len(w.pairs) }

// add puts the item under a key, once for each form.
func (w *formWriter) add(key uint64, f form) {
	p := pair{key, w.item<<formBits | uint32(f)}
	for i := len(w.pairs) - 1; i >= w.first; i-- {
		if w.pairs[i] == p {
			return
		}
	}
	w.pairs = append(w.pairs, p)
}

// addDigits adds the digits of a number: kind 'a' are digits written together,
// kind 'k' parts as numbers, joined by '-'.
func (w *formWriter) addDigits(n *text.Number) {
	w.parts = n.AppendParts(w.parts[:0])
	parts := w.parts
	if len(parts) == 0 {
		return
	}
	w.add(together(parts, 0), digitsForm)
	years := count(parts, text.Year)
	if years > 0 {
		w.add(together(parts, 2), yearForm)
		w.add(together(parts, 4), yearForm)
	}
	if len(parts) == 1 {
		return
	}
	w.add(apart(parts, 2), partsForm)
	w.add(apart(parts, 4), partsForm)
	w.addShort(parts, years)
	if counter, ok := n.Counter(); ok {
		w.add(keyOf('a', unpad(counter)), counterForm)
	}
}

// addShort adds the forms of a number of several parts without its year or month,
// and that with year and counter the other way round.
func (w *formWriter) addShort(parts []text.Part, years int) {
	rest := without(w.rest[:0], parts, text.Year)
	if len(rest) > 1 && years > 0 {
		w.add(together(rest, 0), shortForm)
		w.add(apart(rest, 0), shortForm)
	}
	if len(parts) == 2 && years == 1 {
		rest = append(rest[:0], parts[1], parts[0])
		w.add(apart(rest, 2), partsForm)
		w.add(apart(rest, 4), partsForm)
		if parts[0].Role == text.Year {
			w.add(glued(parts[0], parts[1], 4), shortForm)
			w.add(glued(parts[0], parts[1], 2), shortForm)
		}
	}
	rest = without(rest[:0], parts, text.Month)
	if len(rest) > 1 && len(rest) < len(parts) {
		f := shortForm
		if years == 1 && len(rest) == 2 {
			f = partsForm // year and counter are the whole of it
		}
		w.add(apart(rest, 2), f)
		w.add(apart(rest, 4), f)
		w.add(together(rest, 0), shortForm)
		if f == partsForm {
			rest[0], rest[1] = rest[1], rest[0]
			w.add(apart(rest, 2), f)
			w.add(apart(rest, 4), f)
		}
	}
	w.rest = rest
}

// together returns the key of digits without separators and without zeros in front;
// year is the number of digits of the year, 0 as it stands.
func together(parts []text.Part, year int) uint64 {
	h, led := hashOf('a'), false
	for _, p := range parts {
		century, digits := yearDigits(p, year)
		h, led = hashDigits(h, century, led)
		h, led = hashDigits(h, digits, led)
	}
	if !led {
		h = h.byte('0')
	}
	return h.key()
}

// apart returns the key of parts as numbers, joined by '-'.
func apart(parts []text.Part, year int) uint64 {
	h, begun := hashOf('k'), false
	for _, p := range parts {
		if p.Text == "" {
			continue
		}
		if begun {
			h = h.byte('-')
		}
		h, begun = hashPart(h, p, year), true
	}
	return h.key()
}

// glued returns the key of a year of so many digits and a counter without zeros together: 202685.
func glued(year, counter text.Part, digits int) uint64 {
	return hashPart(hashPart(hashOf('a'), year, digits), counter, 0).key()
}

// hashPart goes on with a part as a number.
func hashPart(h hash, p text.Part, year int) hash {
	century, digits := yearDigits(p, year)
	h, led := hashDigits(h, century, false)
	if h, led = hashDigits(h, digits, led); !led {
		h = h.byte('0')
	}
	return h
}

// hashDigits goes on with digits, without zeros in front as long as nothing leads.
func hashDigits(h hash, digits string, led bool) (hash, bool) {
	for i := range len(digits) {
		if led = led || digits[i] != '0'; led {
			h = h.byte(digits[i])
		}
	}
	return h, led
}

// yearDigits returns the digits of a part, a year with so many of them: maybe what is
// to be put in front, and those of the part that stay.
func yearDigits(p text.Part, year int) (century, digits string) {
	switch {
	case p.Role != text.Year || year == 0 || len(p.Text) == year:
	case year == 2 && len(p.Text) == 4:
		return "", p.Text[2:]
	case year == 4 && len(p.Text) == 2:
		return "20", p.Text
	}
	return "", p.Text
}

func count(parts []text.Part, r text.Role) int {
	n := 0
	for _, p := range parts {
		if p.Role == r {
			n++
		}
	}
	return n
}

// without appends the parts of other roles.
func without(to, parts []text.Part, r text.Role) []text.Part {
	for _, p := range parts {
		if p.Role != r {
			to = append(to, p)
		}
	}
	return to
}

// unpad takes leading zeros off; of zeros alone one stays.
func unpad(digits string) string { return text.Unpad(digits) }

// exactly reports whether runs i to j, alone or with those beside them, are written just
// as the numbers of a series are.
func (x *Index) exactly(p *piece, i, j int) bool {
	for k := range x.shapes {
		for from := max(i-1, 0); from <= i; from++ {
			for to := j; to <= min(j+1, len(p.runs)-1); to++ {
				if x.shapes[k].Exact(p.f, p.runs[from:to+1]) {
					return true
				}
			}
		}
	}
	return false
}

// numbers is the key of the runs as numbers joined by '-'.
func numbers(p *piece, i, j int) uint64 {
	h := hashOf('k')
	for r := i; r <= j; r++ {
		if r > i {
			h = h.byte('-')
		}
		h = hashText(h, unpad(p.text(r)))
	}
	return h.key()
}

// mixture is the key of the runs, digits as numbers, a '-' behind each.
func mixture(p *piece, i, j int) uint64 {
	h := hashOf('m')
	for r := i; r <= j; r++ {
		t := p.text(r)
		if p.runs[r].Digits {
			t = unpad(t)
		}
		h = hashText(h, t).byte('-')
	}
	return h.key()
}
