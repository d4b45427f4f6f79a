package csv

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// profileOf writes a reading that was guessed as a profile, and reads the file with it:
// one that does not bring the very same is not given, and why says what is in the way.
func (s *source) profileOf(ctx context.Context, f *fitted, common *words) (text, why string, err error) {
	if s.charset == central {
		return "", "its letters are those of central Europe (windows-1250), which nothing in the file says", nil
	}
	text, why = f.plan.asProfile(f.found.remarks.rows > 0)
	if why != "" {
		return "", why, nil
	}
	const differs = "it would be read otherwise by a profile"
	p, err := parseProfile("guessed", []byte(text))
	if err != nil {
		return "", differs, nil
	}
	p.share(common)
	fitting, ok, err := s.try(p, f.plan.sep)
	if err != nil || !ok {
		return "", differs, err
	}
	want, err := s.digest(ctx, f.plan)
	if err != nil {
		return "", "", err
	}
	if got, err := s.digest(ctx, fitting.plan); err != nil || got != want {
		return "", differs, ctx.Err()
	}
	return text, "", nil
}

// asProfile writes a plan as the data file of a profile, or says why it cannot be one.
func (p *plan) asProfile(remarks bool) (text, why string) {
	if p.header == nil {
		return "", "it has no header by which a profile could know it"
	}
	if p.pendingMoves {
		return "", "rows that wait move its balance"
	}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# Guessed, and confirmed by a person. What each key means: go doc ./importer/csv")
	sep := p.sep
	if sep == given {
		sep = ';'
	}
	line("separator = %s", quoted(string(rune(sep))))
	line("dates     = [%s]", quoted(p.dates[0].String()))
	line("decimal   = %s", quoted(string(rune(p.style.decimal))))
	line("thousands = %s", quoted(p.style.thousands))
	if p.currency != "" {
		line("currency  = %s", quoted(string(p.currency)))
	}
	if p.inverted {
		line(`sign      = "out"`)
	}
	line("common    = true")
	if remarks {
		line("remarks   = true")
	}
	if p.continues {
		line("continued = true")
	}
	columns, unused, why := p.columnWords()
	if why != "" {
		return "", why
	}
	if len(unused) > 0 {
		line("ignore    = [%s]", strings.Join(unused, ", "))
	}
	line("\n[columns]\n%s", strings.Join(columns, "\n"))
	if side := map[int]string{1: "in", -1: "out"}[p.blankSide]; side != "" {
		line("\n[sides]\nblank = %s", quoted(side))
	}
	return b.String(), ""
}

// columnWords writes the header words of each role, and those of columns without one.
func (p *plan) columnWords() (columns, unused []string, why string) {
	used := make(map[int]bool)
	for i, cols := range p.columns {
		var words []string
		for _, c := range cols {
			word := headerWord(p.header, c)
			switch {
			case roles[i] == markRole || used[c]: // of two roles a profile has the first
				continue
			case fold(word) == "" && (roles[i] == watchRole || roles[i] == labelRole && len(cols) > 1):
				continue // what stands there is rarely more than nothing, and reading the file tells
			case fold(word) == "":
				return nil, nil, "column " + fmt.Sprint(c+1) + " has no name in the header"
			}
			used[c] = true
			words = append(words, word)
		}
		if len(words) > 0 {
			columns = append(columns, fmt.Sprintf("%-13s = %s", roles[i], quoted(strings.Join(words, " + "))))
		}
	}
	for c := range p.header {
		if word := headerWord(p.header, c); !used[c] && fold(word) != "" && !slices.Contains(unused, quoted(word)) {
			unused = append(unused, quoted(word))
		}
	}
	return columns, unused, ""
}

// headerWord returns a word of the header, without the signs that mean something in a profile.
func headerWord(header []string, c int) string {
	return clean(strings.NewReplacer("|", " ", "+", " ").Replace(cellAt(header, c)))
}

// quoted writes a text as TOML has it.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ", "\t", `\t`).Replace(s) + `"`
}

// digest stands for all that a plan reads of the file but its words for the format. The
// error says that the plan does not read it.
func (s *source) digest(ctx context.Context, p *plan) (ledger.Hash, error) {
	found, err := s.check(ctx, p)
	if err != nil {
		return ledger.Hash{}, err
	}
	if len(found.errs) > 0 {
		return ledger.Hash{}, found.errs
	}
	if err := s.complete(p, &found); err != nil {
		return ledger.Hash{}, err
	}
	to := &digester{d: ledger.NewDigest("table")}
	for _, pt := range found.parts {
		if err := s.send(ctx, p, pt, to); err != nil {
			return ledger.Hash{}, err
		}
	}
	return to.d.Sum(), nil
}

// digester is a sink that keeps nothing.
type digester struct{ d *ledger.Digest }

// Begin takes nothing: the end says the same and more.
func (d *digester) Begin(ledger.Statement) error { return nil }

// Line takes a line.
func (d *digester) Line(t ledger.Transaction) error {
	d.d.Hash(ledger.Line{Transaction: t}.Commitment())
	return nil
}

// End takes a statement.
func (d *digester) End(s ledger.Statement) error {
	d.d.Text(string(s.Account.IBAN)).Text(s.Account.Other).Text(string(s.Currency)).Int(int64(s.Lines)).
		Text(s.Credits.String()).Text(s.Debits.String()).Text(s.Whole.From.String()).Text(s.Whole.To.String())
	for _, b := range []*ledger.Balance{s.Opening, s.Closing} {
		if d.d.Bool(b != nil); b != nil {
			d.d.Text(b.Date.String()).Text(b.Amount.String())
		}
	}
	return nil
}

var _ importer.Sink = (*digester)(nil)
