package matcher

import (
	"slices"

	"lettrage/matcher/text"
)

const (
	leastAnnounced = 3         // digits of an item's number that a reference of a known scheme may be made of
	leastBare      = 6         // … of bare digits that may be of any scheme
	leastWithin    = 4         // … that stand behind zeros in a longer payload
	leastBehind    = 6         // … that stand behind other digits there
	checkBits      = digitBits // of a mark that tells such a reference from digits by chance
)

// schemes are standards of references that the book's items have in their own field.
type schemes uint32

func (s schemes) has(k text.Scheme) bool { return s>>k&1 == 1 }

// structuredScheme returns the scheme of an item's own reference: what can be told
// from its form, and of bare digits the first that they check in.
func structuredScheme(ref string) text.Scheme {
	for _, s := range []text.Scheme{text.RF, text.OGM, text.QRR, text.Viite, text.KID10, text.KID11} {
		if _, ok := s.Read(ref); ok {
			return s
		}
	}
	return text.NoScheme
}

// canonical is a reference without what people leave out or put around it: RF and its
// check digits, and zeros in front.
func canonical(ref string) string {
	if payload, ok := text.RF.Read(ref); ok {
		ref = payload
	}
	return unpad(ref)
}

// structured adds the claims of the structured references in a text. A valid one names
// in full the items that have it, or whose number it was made of. One that the text
// says to be of a scheme and that is wrong, or of nobody, says nothing: its digits are
// no other number either. Where the book's items have references of that scheme, or it
// is made of what is written as their numbers are, a valid one of none of them is of an
// item that the book lacks.
func (x *Index) structured(p *piece, k int32, marked, used []bool, claims []claim) []claim {
	found := p.f.Structured(p.runs)
	found = x.bareReferences(p, marked, found)
	for named := range 2 { // readings that name something first
		for i := range found {
			s := &found[i]
			c := claim{piece: k, from: s.Start, to: s.End, context: invoiceContext, apart: true, lettered: s.Scheme == text.RF, digits: digitsOf(s.Whole)}
			c.start, c.end = runsOf(p, s)
			if slices.Contains(used[c.start:c.end], true) || len(claims) >= maxClaims || x.plainNumber(s) {
				continue
			}
			if named == 0 && s.Valid {
				c.posts, c.checked = x.postsOfReference(s)
			}
			switch {
			case c.checked > 0:
				claims = append(claims, c)
			case named == 0 || !s.Marked || !s.Valid && s.Scheme == text.RF && !x.schemes.has(text.RF):
				continue // RF may stand for anything where the company has no such references
			case s.Valid && (x.schemes.has(s.Scheme) || x.madeOfOurs(s.Payload)):
				c.unlisted, c.strong = true, true
				claims = append(claims, c)
			}
			for r := c.start; r < c.end; r++ {
				used[r] = true
			}
		}
	}
	return claims
}

// plainNumber reports whether digits that nothing calls a reference are, or could be,
// a number of ours as it stands: one in ten of those checks by chance.
func (x *Index) plainNumber(s *text.Structured) bool {
	if s.Marked || s.Scheme != text.Viite && s.Scheme != text.KID10 && s.Scheme != text.KID11 {
		return false
	}
	digits := digitsOf(s.Whole)
	if x.schemes != 0 && len(x.byForm.get(keyOf('r', canonical(s.Whole)))) > 0 {
		return false
	}
	return len(x.byForm.get(keyOf('a', unpad(digits)))) > 0 || x.digits>>min(len(digits), 63)&1 == 1 && x.couldBeOurs(digits)
}

// madeOfOurs reports whether a payload is a number of a series with another counter:
// the letters with which its numbers begin may be left out, and zeros stand in front.
func (x *Index) madeOfOurs(payload string) bool {
	whole := unpad(payload)
	digits := len(whole)
	for digits > 0 && whole[digits-1] >= '0' && whole[digits-1] <= '9' {
		digits--
	}
	digits = len(whole) - digits
	if x.stemmed(whole, digits) {
		return true
	}
	if digits < len(whole) || digits < leastBare {
		return false
	}
	for k := range x.shapes {
		if s := &x.shapes[k]; dated(s) && s.Fits(whole) || s.Prefix != "" && x.stemmed(s.Prefix+whole, digits) {
			return true
		}
	}
	return false
}

// runsOf returns the runs that a reference is written in, half-open.
func runsOf(p *piece, s *text.Structured) (from, to int32) {
	for i, r := range p.runs {
		if r.End <= s.Start {
			from = int32(i + 1)
		}
		if r.Start < s.End {
			to = int32(i + 1)
		}
	}
	return from, to
}

// bareReferences adds runs of digits that are an item's own reference without zeros in
// front, and those that are the number of an item and its check digit, where nothing
// says so. What is, or could be, a number of ours as it stands is just that.
func (x *Index) bareReferences(p *piece, marked []bool, found []text.Structured) []text.Structured {
	for i, r := range p.runs {
		if n := r.End - r.Start; !r.Digits || n <= leastBare || n > 25 || marked[i] || scrambled(p, i) || hangs(p, i, i, true) {
			continue
		}
		digits := p.f.Text(r)
		if x.schemes != 0 && len(x.byForm.get(keyOf('r', digits))) > 0 {
			found = append(found, text.Structured{Start: r.Start, End: r.End, Whole: string(digits), Valid: true})
			continue
		}
		if n := len(x.byForm.get(keyOf('a', digits[:len(digits)-1]))); n == 0 || n > maxPosts {
			continue
		}
		whole := string(digits)
		if len(x.byForm.get(keyOf('a', unpad(whole)))) > 0 || x.couldBeOurs(whole) || x.contextOf(p, i, i) == noiseContext {
			continue
		}
		for _, s := range []text.Scheme{text.Viite, text.KID10, text.KID11} {
			if payload, ok := s.Read(whole); ok {
				found = append(found, text.Structured{Scheme: s, Start: r.Start, End: r.End, Whole: whole, Payload: payload, Valid: true})
			}
		}
	}
	return found
}

// couldBeOurs reports whether digits could be a number of some series.
func (x *Index) couldBeOurs(digits string) bool {
	for k := range x.shapes {
		if x.shapes[k].Fits(digits) {
			return true
		}
	}
	return false
}

// postsOfReference returns the items that a valid reference names, as item·8 + wholeForm,
// and its worth for each of them in thousandths of a bit: that of its digits, and of
// the check where the text says which scheme it is.
func (x *Index) postsOfReference(s *text.Structured) ([]uint32, int32) {
	if s.Scheme == text.KID10 && !x.schemes.has(text.KID10) && x.schemes.has(text.KID11) ||
		s.Scheme == text.KID11 && !x.schemes.has(text.KID11) && x.schemes.has(text.KID10) {
		return nil, 0 // the creditor has one of both
	}
	if posts := x.byForm.get(keyOf('r', canonical(s.Whole))); len(posts) > 0 {
		return inWhole(posts), worth(s, len(canonical(s.Whole)), len(posts))
	}
	least := leastAnnounced
	if !s.Marked && (s.Scheme == text.Viite || s.Scheme == text.KID10 || s.Scheme == text.KID11) {
		least = leastBare
	}
	for _, payload := range payloads(s) {
		if posts := x.numbered(payload, least); len(posts) > 0 {
			return inWhole(posts), worth(s, len(unpad(payload)), len(posts))
		}
	}
	if !s.Marked {
		return nil, 0
	}
	return x.postsWithin(s)
}

// worth is that of so many digits that may name so many items.
func worth(s *text.Structured, digits, items int) int32 {
	m := min(digitBits*int32(digits), mostReference)
	if s.Marked {
		m += checkBits
	}
	return m - log2(uint64(items))
}

// payloads returns what a reference was made of: the whole payload, and of an RF
// reference that of a national one within.
func payloads(s *text.Structured) []string {
	out := []string{s.Payload}
	if s.Scheme == text.RF {
		for _, national := range []text.Scheme{text.OGM, text.Viite, text.KID10} {
			if payload, ok := national.Read(s.Payload); ok {
				out = append(out, payload)
			}
		}
	}
	return out
}

// numbered returns the items whose whole number, or all of its digits, is written,
// with zeros in front or without.
func (x *Index) numbered(payload string, least int) []uint32 {
	if len(unpad(payload)) < least {
		return nil
	}
	if posts := x.byForm.get(keyOf('w', payload)); len(posts) > 0 {
		return posts
	}
	if hasLetter(payload) {
		return nil
	}
	var kept []uint32
	posts := x.byForm.get(keyOf('a', unpad(payload)))
	for _, v := range posts[:min(len(posts), maxPosts)] {
		if _, f := x.formOf(v); f <= yearForm {
			kept = append(kept, v)
		}
	}
	return kept
}

// postsWithin looks for an item's number at the end of a longer payload, and for one
// between zeros. The longest wins.
func (x *Index) postsWithin(s *text.Structured) ([]uint32, int32) {
	payload := s.Payload
	if hasLetter(payload) {
		return nil, 0
	}
	tried := uint64(0)
	var best []uint32
	length := 0
	for from := range payload {
		behind := from == 0 || from >= 2 && payload[from-2:from] == "00"
		least := leastBehind
		if behind {
			least = leastWithin
		}
		for to := len(payload); payload[from] != '0' && to-from >= least; to-- {
			if to < len(payload) && (!behind || to+2 > len(payload) || payload[to:to+2] != "00") {
				continue
			}
			tried++
			if posts := x.numbered(payload[from:to], least); len(posts) > 0 && to-from > length {
				best, length = posts, to-from
			}
		}
	}
	if length == 0 {
		return nil, 0
	}
	return inWhole(best), max(worth(s, length, len(best))-log2(tried), bit)
}

// inWhole returns the items of posts, each once, as named in full.
func inWhole(posts []uint32) []uint32 {
	out := make([]uint32, 0, len(posts))
	for _, v := range posts {
		out = append(out, v>>formBits<<formBits|uint32(wholeForm))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func hasLetter(s string) bool { return len(digitsOf(s)) < len(s) }
