package matcher

import (
	"bytes"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher/text"
)

// view is a line, or one payment of a batch line, made ready for matching.
type view struct {
	line   *ledger.Line
	pay    *ledger.Payment
	amount int64
	cur    money.Currency
	code   currency // of cur
	detail int      // of a batch line, else −1
	pieces []piece
	claims []claim
	dates  []dateClaim
	payers []payer
	merged int  // payers, each of another customer, when they were ranked last
	kin    bool // a customer whose name shares a word with the payer's owes just the amount
	named  bool // a payer's name is given in a field of its own
	cut    bool // a bound cut the search: not all that fits was weighed, or not all texts read
	met    met  // the bounds that it met, of which not all make it unsure
	bytes  int  // of the texts that are looked at
	spent  int  // work on it so far: numbers compared with items, items looked at, four for a byte read
	anyone bool // the payer is known to pay for many customers
	words  wordSignals
	looked bool       // same is known
	same   []uint32   // items that are open at just the amount
	rated  bool       // rarity is known
	rarity int32      // of the amount
	sure   bool       // it names an item in full and pays just it
	waits  bool       // its verdict waits for the words of the run
	known  vocabulary // these, once all lines are read
}

// piece is a text of the line in which references may stand.
type piece struct {
	field  where
	f      text.Folded
	runs   []text.Run
	all    string  // the runs together
	digits string  // … those of digits
	at     []int32 // where each run begins in all, and behind that in digits; and where they end
}

// newPiece makes a text ready: what its runs spell, alone and together, is a part of
// one string each, so that a window of them costs nothing.
func newPiece(field where, f text.Folded, runs []text.Run) piece {
	p := piece{field: field, f: f, runs: runs, at: make([]int32, 2*(len(runs)+1))}
	var b strings.Builder
	b.Grow(2 * len(f.B))
	for i, r := range runs {
		p.at[i] = int32(b.Len())
		b.Write(f.Text(r))
	}
	n := b.Len()
	p.at[len(runs)] = int32(n)
	for i, r := range runs {
		p.at[len(runs)+1+i] = int32(b.Len() - n)
		if r.Digits {
			b.Write(f.Text(r))
		}
	}
	p.at[2*len(runs)+1] = int32(b.Len() - n)
	both := b.String()
	p.all, p.digits = both[:n], both[n:]
	return p
}

// text returns the letters or digits of run i.
func (p *piece) text(i int) string { return p.all[p.at[i]:p.at[i+1]] }

// Bounds of the texts of a line that are looked at.
const (
	maxPieces = 16
	maxBytes  = 2 * text.MaxFold // of all together
)

func (x *Index) newView(l *ledger.Line, detail int) *view {
	v := &view{line: l, pay: &l.Payment, amount: l.Amount.Minor(), cur: l.Amount.Currency(), detail: detail}
	if detail >= 0 {
		v.pay, v.amount = &l.Details[detail].Payment, l.Details[detail].Amount.Minor()
	}
	v.code = x.currencyOf(v.cur)
	p := v.pay
	v.add(x, inRemittance, p.Remittance)
	for _, r := range p.References {
		v.add(x, inReference, r)
	}
	v.add(x, inEndToEnd, p.EndToEndID)
	if detail < 0 && !v.told() {
		v.add(x, inLabel, l.Label)
	}
	v.named = strings.TrimSpace(p.Counterparty.Name) != "" && !v.copied(p.Counterparty.Name)
	return v
}

// banksWord reports whether a name begins with a word with which banks begin labels.
func banksWord(name string) bool {
	var b [16]byte
	n := 0
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c >= '0' && c <= '9' && n == 0:
			return true
		case (c < 'A' || c > 'Z') && n == 0:
			continue
		case c < 'A' || c > 'Z':
			return movements[string(b[:n])] || bankBegins[string(b[:n])]
		}
		if n == len(b) {
			return false
		}
		b[n] = c
		n++
	}
	return n == 0 || movements[string(b[:n])] || bankBegins[string(b[:n])]
}

// bankBegins are words, besides those of movements, with which banks begin labels.
var bankBegins = map[string]bool{"VIREMENTS": true, "SEPA": true, "INST": true, "INSTANT": true, "REMISE": true, "REM": true, "VERSEMENT": true, "DEPOT": true,
	"TRANSFERT": true, "UEBERWEISUNG": true, "GUTSCHRIFT": true, "CREDIT": true, "DEBIT": true, "AVOIR": true, "AVIS": true, "FRAIS": true, "COTISATION": true,
	"COMMISSION": true, "INTERETS": true, "ECHEANCE": true, "BONIFICO": true, "TRANSFERENCIA": true, "ZAHLUNG": true, "DAUERAUFTRAG": true, "CB": true, "CARTE": true,
	"REJET": true, "RETOUR": true, "IMPAYE": true, "REGLEMENT": true, "FACTURE": true, "NOTPROVIDED": true}

// copied reports whether what stands in the field of the name is the beginning of
// a text: a bank that knows no name writes its own words there.
func (v *view) copied(name string) bool {
	return banksWord(name) && (text.Begins(v.pay.Remittance, name) || text.Begins(v.line.Label, name))
}

// told reports whether a field of its own holds anything that the payer wrote.
func (v *view) told() bool {
	for _, p := range v.pieces {
		if p.field != inEndToEnd || strings.TrimSpace(v.pay.EndToEndID) != "" {
			return true
		}
	}
	return false
}

func (v *view) add(x *Index, field where, s string) {
	if s = strings.TrimRight(s, " "); strings.TrimSpace(s) == "" {
		return
	}
	most := min(text.MaxFold, maxBytes-v.bytes)
	if len(v.pieces) == maxPieces {
		most = 0
	}
	if len(s) > most {
		s = s[:most]
		v.cutAt(metTexts)
	}
	if len(s) == 0 {
		return
	}
	v.bytes += len(s)
	v.spent += 4 * len(s)
	f := mendWords(text.Fold(s))
	runs := f.Runs()
	if len(runs) == text.MaxRuns {
		v.cutAt(metTexts)
	}
	v.pieces = append(v.pieces, newPiece(field, f, x.unglue(f, runs)))
}

// cutAt notes that a bound cut the search, so that nothing is sure.
func (v *view) cutAt(b met) { v.cut, v.met = true, v.met|b }

// mendWords joins the halves of a known word that a bank broke over two lines.
func mendWords(f text.Folded) text.Folded {
	for from := 0; ; {
		at := bytes.IndexByte(f.B[from:], '\n')
		if at < 0 {
			return f
		}
		at += from
		from = at + 1
		left, right := lettersAround(f.B, at)
		if joined := string(f.B[left:at]) + string(f.B[at+1:right]); left < at && at+1 < right && wordClasses[joined] > plainWord && (wordClasses[string(f.B[left:at])] == unknownWord || wordClasses[string(f.B[at+1:right])] == unknownWord) {
			f = f.Without(at)
			from = at
		}
	}
}

// lettersAround returns where the letters before a place begin and those behind it end.
func lettersAround(b []byte, at int) (left, right int) {
	letter := func(k int) bool { return k >= 0 && k < len(b) && b[k] >= 'A' && b[k] <= 'Z' }
	for left = at; letter(left - 1); left-- {
	}
	for right = at + 1; letter(right); right++ {
	}
	return left, right
}

// glues are short words that people put before a number without a blank.
var glues = map[string]bool{"F": true, "N": true, "NO": true, "NR": true}

// unglue parts a word from the letters of a number that are glued to it: FACTUREINV-42.
func (x *Index) unglue(f text.Folded, runs []text.Run) []text.Run {
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		if r.Digits || r.End-r.Start < 2 || i+1 == len(runs) || runs[i+1].Start-r.End > 1 || !runs[i+1].Digits && (i+2 >= len(runs) || !runs[i+2].Digits || runs[i+2].Start-runs[i+1].End > 1) {
			continue
		}
		t := string(f.Text(r))
		for k := 1; k < len(t); k++ {
			if x.heads[t[k:]] && (isWord(t[:k]) && len(t) >= 4 || glues[t[:k]] && runs[i+1].Digits && runs[i+1].Start == r.End) && !x.heads[t] && !x.prefixes[t] {
				at := r.Start + int32(k)
				runs = slices.Insert(runs, i+1, text.Run{Start: at, End: r.End})
				runs[i].End = at
				i++
				break
			}
		}
	}
	return runs
}

// word returns the letters of a run that stands just before (step −1) or after
// (step 1) run i of a piece, with at most gap separators between, or "".
func (p *piece) word(i, step, gap int) string {
	j := i + step
	if j < 0 || j >= len(p.runs) || p.runs[j].Digits {
		return ""
	}
	a, b := p.runs[min(i, j)], p.runs[max(i, j)]
	if int(b.Start-a.End) > gap {
		return ""
	}
	return p.text(j)
}

// gap returns what separates run i from the next.
func (p *piece) gap(i int) []byte { return p.f.B[p.runs[i].End:p.runs[i+1].Start] }

// joined returns what runs i to j spell together.
func joined(p *piece, i, j int) string { return p.all[p.at[i]:p.at[j+1]] }

// digitsIn returns the digits of runs i to j together.
func digitsIn(p *piece, i, j int) string {
	at := p.at[len(p.runs)+1:]
	return p.digits[at[i]:at[j+1]]
}

func allDigits(p *piece, i, j int) bool {
	for r := i; r <= j; r++ {
		if !p.runs[r].Digits {
			return false
		}
	}
	return true
}
