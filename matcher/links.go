package matcher

import "bytes"

// sortClaims puts claims in the order of the text; there are few.
func sortClaims(claims []claim) {
	for i := 1; i < len(claims); i++ {
		for j := i; j > 0 && claims[j].start < claims[j-1].start; j-- {
			claims[j], claims[j-1] = claims[j-1], claims[j]
		}
	}
}

// linkClaims marks ranges, what is paid in part, and lets the members of a list
// share the context of its first.
func linkClaims(p *piece, claims []claim) {
	for k := range claims {
		c := &claims[k]
		c.part = saysPart(p, int(c.start))
		if k == 0 {
			continue
		}
		before := &claims[k-1]
		between := int(c.start - before.end)
		if before.context == invoiceContext && (between == 0 && c.context == bareContext || listed(p, before, c) || between == 1 && c.context == bareContext && andWords[p.text(int(before.end))] && len(c.digits) == len(before.digits)) {
			c.context = invoiceContext
		}
		if (between == 1 || between == 0 && int(c.end-c.start) > 1) && len(before.posts) > 0 && len(c.posts) > 0 {
			before.through = before.through || rangeWords[p.text(int(before.end))] && p.f.B[p.runs[before.end].End] == ' '
		}
	}
}

// saysPart reports whether a word for a part stands before a number, words that say
// nothing between: + ACOMPTE SUR LA FACTURE 4711.
func saysPart(p *piece, at int) bool {
	for k := at; k > max(0, at-4); k-- {
		w := p.word(k, -1, 4)
		switch c := wordClasses[w]; {
		case c == partWord, onAccount(p, k-1):
			return true
		case w == "C" && p.word(k-1, -1, 1) == "A" && p.f.B[p.runs[k-1].Start-1] == '/':
			return true // A/C
		case w == "" || c != plainWord && c != invoiceWord:
			return false
		}
	}
	return false
}

// onAccount reports whether run k ends the words "à compte".
func onAccount(p *piece, k int) bool {
	return k > 0 && p.text(k) == "COMPTE" && p.word(k, -1, 1) == "A"
}

// listed reports whether a number follows another as the next of a list: 3/4/5.
func listed(p *piece, before, c *claim) bool {
	if c.start != before.end || len(before.posts) == 0 || len(c.posts) == 0 {
		return false
	}
	gap := bytes.TrimSpace(p.gap(int(c.start) - 1))
	return len(gap) == 1 && (gap[0] == '/' || gap[0] == '+' || gap[0] == ',' || gap[0] == ';' || gap[0] == '&' || gap[0] == '-' && len(before.digits) == len(c.digits) && len(c.digits) >= 4)
}

// andWords stand between the last two numbers of a list.
var andWords = map[string]bool{"ET": true, "AND": true, "UND": true, "EN": true, "E": true, "Y": true, "PLUS": true}

// rangeWords stand between the first and the last number of a range.
var rangeWords = map[string]bool{"A": true, "AU": true, "TO": true, "BIS": true, "TOT": true, "AL": true}

// dropRepeated drops claims that say what an earlier one says: a number stands in
// the remittance and in the end-to-end id.
func dropRepeated(claims []claim) []claim {
	kept := claims[:0]
	for _, c := range claims {
		again := false
		for _, k := range kept {
			again = again || k.digits == c.digits && k.prefix == c.prefix && k.unlisted == c.unlisted && len(k.posts) == len(c.posts)
		}
		if !again {
			kept = append(kept, c)
		}
	}
	return kept
}
