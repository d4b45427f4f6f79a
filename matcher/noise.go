package matcher

// markNoise marks digits that are surely of something else: telephone numbers,
// those of the register of companies, weeks, quarters, days written as 2026-02-21, shares of a whole as 1/3, which tell of a part.
func (x *Index) markNoise(v *view, p *piece, marked []bool) {
	for i := 0; i < len(p.runs); i++ {
		if !p.runs[i].Digits || marked[i] || i > 0 && tight(p, i-1) && p.runs[i-1].Digits {
			continue
		}
		n := max(phone(p, i), registered(p, i))
		switch {
		case n > 0:
		case x.isoDay(p, i):
			n = 3
		case x.week(p, i):
			n = 1
		case x.quarter(p, i):
			n = 1 + yes(p.width(i+1) == 4 && oneApart(p, i) && isYear(atoi(p.text(i+1))))
		}
		if n == 0 && fraction(p, i) {
			n, v.words.part = 2, true
		}
		for k := range n {
			marked[i+k] = true
		}
		i += max(n-1, 0)
	}
}

// width is the number of digits of run i, 0 where there is none.
func (p *piece) width(i int) int {
	if i >= len(p.runs) || !p.runs[i].Digits {
		return 0
	}
	return int(p.runs[i].End - p.runs[i].Start)
}

// oneApart reports whether one sign alone stands between run i and the next.
func oneApart(p *piece, i int) bool { return i+1 < len(p.runs) && len(p.gap(i)) == 1 }

// phone returns how many runs from i on are a telephone number in groups: five pairs
// of which the first begins with 0, or any groups behind a word for telephone.
func phone(p *piece, i int) int {
	named := phoneWords[p.word(i, -1, 3)]
	n, digits := 0, 0
	for w := p.width(i); w >= 1 && w <= 4 && digits+w <= 10; w = p.width(i + n) {
		if w == 1 && !named || digits > 0 && !oneApart(p, i+n-1) {
			break
		}
		n, digits = n+1, digits+w
	}
	switch {
	case n >= 3 && named:
		return n
	case n == 5 && p.f.B[p.runs[i].Start] == '0':
		for k := range n {
			if p.width(i+k) != 2 {
				return 0
			}
		}
		return n
	}
	return 0
}

// registered returns how many runs from i on are a SIREN or SIRET written in groups
// behind its name: nine digits, or fourteen.
func registered(p *piece, i int) int {
	want := registerWords[p.word(i, -1, 3)]
	n, digits := 0, 0
	for digits < want && p.width(i+n) > 0 && (n == 0 || oneApart(p, i+n-1)) {
		digits += p.width(i + n)
		n++
	}
	if digits != want {
		return 0
	}
	return n
}

// registerWords stand before numbers of the register of companies, of so many digits.
var registerWords = map[string]int{"SIREN": 9, "SIRET": 14}

// week reports whether run i is a week as S06, of a company whose numbers don't begin so.
func (x *Index) week(p *piece, i int) bool {
	return p.width(i) == 2 && i > 0 && p.runs[i-1].End == p.runs[i].Start && p.text(i-1) == "S" && !x.prefixes["S"] &&
		(i == 1 || p.runs[i-2].End < p.runs[i-1].Start) && atoi(p.text(i)) <= 53
}

// quarter reports whether run i is a quarter as T3 or Q3, of a company whose numbers don't begin so.
func (x *Index) quarter(p *piece, i int) bool {
	if p.width(i) != 1 || i == 0 || p.runs[i-1].End != p.runs[i].Start || i > 1 && p.runs[i-2].End == p.runs[i-1].Start {
		return false
	}
	letter := p.text(i - 1)
	return (letter == "T" || letter == "Q") && !x.prefixes[letter] && atoi(p.text(i)) >= 1 && atoi(p.text(i)) <= 4
}

var phoneWords = map[string]bool{"TEL": true, "TELEPHONE": true, "PORT": true, "MOBILE": true, "FAX": true, "PHONE": true, "GSM": true}

// isoDay reports whether three runs are a day as 2026-02-21, and no number of ours.
func (x *Index) isoDay(p *piece, i int) bool {
	if p.width(i) != 4 || p.width(i+1) != 2 || p.width(i+2) != 2 || !tight(p, i) || !tight(p, i+1) || tight(p, i+2) {
		return false
	}
	year, month, day := atoi(p.text(i)), atoi(p.text(i+1)), atoi(p.text(i+2))
	return isYear(year) && validDay(day, month) && len(x.byForm.get(keyOf('w', joined(p, i, i+2)))) == 0
}

// fraction reports whether two runs are a share of a whole as 1/3, with no word for
// invoice before them.
func fraction(p *piece, i int) bool {
	if p.width(i) != 1 || p.width(i+1) != 1 || string(p.gap(i)) != "/" || tight(p, i+1) {
		return false
	}
	a, b := atoi(p.text(i)), atoi(p.text(i+1))
	return a >= 1 && a <= b && b >= 2 && wordClasses[p.word(i, -1, 4)] != invoiceWord && !beforeDay(p.word(i, -1, 2)) && wordClasses[p.word(i, -1, 2)] != dateWord
}
