package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/export/words"
	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/ledger"
)

// errNotConfirmed ends the import of a file of which a person says that it is not read rightly.
var errNotConfirmed = errors.New("nothing was taken")

// confirmer shows a person how a table of an unknown bank would be read, asks whether
// that is right, and keeps the answer as a profile.
type confirmer struct {
	*app
	b    *batch.Batch
	in   words.Language
	save string // name of the profile that is to be kept without a question
	asks bool
}

// confirm returns the flag --as by which the file is to be read: as it was where there
// is nothing to confirm, else that of the new profile.
func (c *confirmer) confirm(ctx context.Context, f batch.Handed, as string) (string, error) {
	r, err := c.b.Readings(ctx, f.Path, as)
	var refused *importer.Error
	switch {
	case errors.As(err, &refused):
		return as, nil // importing it says so
	case err != nil:
		return as, err
	case len(r.Ways) == 0:
		return as, nil
	}
	name := filepath.Base(f.Name)
	c.show(name, r.Ways)
	switch {
	case c.asks && c.save == "":
		return c.ask(name, as, r)
	case c.save == "" || len(r.Ways) > 1: // of which importing it refuses to choose
		return as, nil
	}
	return c.keep(r.Family, c.save, r.Ways[0])
}

// ask lets a person choose a reading and name it.
func (c *confirmer) ask(file, as string, r batch.Readings) (string, error) {
	in := bufio.NewReader(c.app.in)
	way, err := c.which(in, len(r.Ways))
	if err != nil {
		return as, err
	}
	if way.Profile = r.Ways[way.at].Profile; way.Profile == "" {
		c.printf(c.say("  it cannot be kept as a profile: %s\n", "  ne peut pas être gardée comme profil : %s\n"), r.Ways[way.at].Why)
		if len(r.Ways) > 1 {
			return as, errNotConfirmed
		}
		return as, nil
	}
	for {
		c.printf(c.say("Name of the profile under which files like this one are known from now on [%s]: ", "Nom du profil sous lequel les fichiers de ce genre seront reconnus [%s] : "), suggested(file))
		answer, err := c.line(in)
		if err != nil {
			return as, err
		}
		if answer == "" {
			answer = suggested(file)
		}
		kept, err := c.keep(r.Family, answer, r.Ways[way.at])
		var wrong *ledger.Error
		if !errors.As(err, &wrong) {
			return kept, err
		}
		c.printf("  %s\n", wrong)
	}
}

// chosen is a reading that a person chose.
type chosen struct {
	at      int
	Profile string
}

// which asks which reading is right.
func (c *confirmer) which(in *bufio.Reader, ways int) (chosen, error) {
	for {
		if ways == 1 {
			c.printf("%s", c.say("Is it read rightly? [y/n] ", "La lecture est-elle juste ? [o/n] "))
		} else {
			c.printf(c.say("Which one is right? [1-%d, n: none] ", "Laquelle est juste ? [1-%d, n : aucune] "), ways)
		}
		answer, err := c.line(in)
		if err != nil {
			return chosen{}, err
		}
		switch n, err := strconv.Atoi(answer); {
		case strings.EqualFold(answer, "n") || strings.EqualFold(answer, "no") || strings.EqualFold(answer, "non"):
			return chosen{}, errNotConfirmed
		case ways == 1 && strings.Contains("|y|yes|o|oui|", "|"+strings.ToLower(answer)+"|"):
			return chosen{}, nil
		case err == nil && n >= 1 && n <= ways:
			return chosen{at: n - 1}, nil
		}
	}
}

// line reads an answer. Without one nothing is confirmed.
func (c *confirmer) line(in *bufio.Reader) (string, error) {
	answer, err := in.ReadString('\n')
	if err != nil && answer == "" {
		return "", errNotConfirmed
	}
	return strings.TrimSpace(answer), nil
}

// keep writes the profile of a reading.
func (c *confirmer) keep(family, name string, r csv.Reading) (string, error) {
	if r.Profile == "" {
		return "", &ledger.Error{Kind: ledger.Invalid, Field: "profile", Msg: "should be one that a profile can say: " + r.Why, Hint: "import the file without --save-profile"}
	}
	path, err := c.b.SaveProfile(name, r.Profile)
	if err != nil {
		return "", err
	}
	c.printf(c.say("  kept as %s: files with this heading are read so from now on\n", "  gardé dans %s : les fichiers qui ont ces en-têtes seront lus ainsi\n"), export.Plain(path))
	return family + ":" + name, nil
}

// suggested makes the name of a profile of that of a file: its letters.
func suggested(file string) string {
	base := strings.ToLower(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r
		case r == '-' || r == '_' || r == ' ':
			return '-'
		}
		return -1
	}, base), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if name == "" {
		return "ma-banque"
	}
	return name[:min(len(name), 40)]
}

func (c *confirmer) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }

// say chooses the words of the language.
func (c *confirmer) say(en, fr string) string {
	if c.in == words.French {
		return french.Replace(fr)
	}
	return en
}

// show prints each reading: what each column is, how it is written, and its first lines.
func (c *confirmer) show(file string, all []csv.Reading) {
	c.printf("%s: "+c.say("no profile knows this table. ", "aucun profil ne connaît ce tableau. "), export.Plain(file))
	if len(all) == 1 {
		c.printf("%s\n", c.say("It can be read in one way:", "Il ne peut se lire que d’une façon :"))
	} else {
		c.printf("%s\n", c.say("It can be read in several ways:", "Il peut se lire de plusieurs façons :"))
	}
	for i, r := range all {
		if len(all) > 1 {
			c.printf("\n%s %d\n", c.say("Reading", "Lecture"), i+1)
		}
		c.columns(r)
		c.facts(r)
		c.lines(r)
	}
	c.printf("\n")
}

// Widths of what is shown, so that it fits 100 columns.
const (
	headerWidth = 26
	roleWidth   = 22
	cellsWidth  = 44
	textWidth   = 52
)

// columns prints a row for each column.
func (c *confirmer) columns(r csv.Reading) {
	c.printf("\n  %-*s  %-*s  %s\n", headerWidth+3, c.say("column", "colonne"), roleWidth, c.say("read as", "lue comme"), c.say("in the first rows", "dans les premières lignes"))
	for i, col := range r.Columns {
		var cells []string
		for _, cell := range col.Cells {
			if cell != "" {
				cells = append(cells, cut(cell, 18))
			}
		}
		c.printf("  %2d %s  %s  %s\n", i+1, padded(col.Header, headerWidth), padded(c.role(col.Role), roleWidth), export.Plain(cut(strings.Join(cells, " | "), cellsWidth)))
	}
}

// padded cuts or fills a text to a width.
func padded(s string, width int) string {
	s = export.Plain(cut(s, width))
	return s + strings.Repeat(" ", max(width-utf8.RuneCountInString(s), 0))
}

// facts prints how days and amounts are written.
func (c *confirmer) facts(r csv.Reading) {
	currencies := make([]string, len(r.In))
	for i, cur := range r.In {
		currencies[i] = string(cur)
	}
	sign := c.say("a positive amount is money in", "un montant positif est une recette")
	if r.Inverted {
		sign = c.say("a positive amount is money OUT", "un montant positif est une DÉPENSE")
	}
	named := ""
	if r.Assumed {
		named = c.say(" (nothing in the file names it)", " (rien dans le fichier ne le dit)")
	}
	c.printf("\n  "+c.say("days as %s; decimals behind %q; in %s%s\n  %s\n", "dates en %s ; décimales après « %s » ; en %s%s\n  %s\n"), c.form(r.Days), string(rune(r.Decimal)), strings.Join(currencies, ", "), named, sign)
}

// form writes the form of days as the language does: JJ/MM/AAAA.
func (c *confirmer) form(f string) string {
	if c.in == words.French {
		return strings.NewReplacer("D", "J", "Y", "A").Replace(f)
	}
	return f
}

// lines prints the first lines as they would be booked.
func (c *confirmer) lines(r csv.Reading) {
	c.printf("\n  %5s  %-10s  %12s  %12s  %s\n", c.say("row", "ligne"), c.say("day", "date"), c.say("amount", "montant"), c.say("balance", "solde"), c.say("text", "libellé"))
	for _, l := range r.First {
		balance := ""
		if l.Balance != nil {
			balance = decimal(c.in, l.Balance.String())
		}
		day := l.Booked.String()
		if c.in == words.French {
			day = l.Booked.French()
		}
		text := strings.Join(strings.Fields(l.Counterparty.Name+" "+l.Label+" "+l.Remittance), " ")
		c.printf("  %5d  %-10s  %12s  %12s  %s\n", l.Line, day, decimal(c.in, l.Amount.String()), balance, export.Plain(cut(text, textWidth)))
	}
	if more := r.Total - len(r.First); more > 0 {
		c.printf(c.say("  and %d more\n", "  et %d autres\n"), more)
	}
}

// role says what a column is for.
func (c *confirmer) role(r string) string {
	w, ok := roleWords[r]
	if !ok {
		return r
	}
	return c.say(w.en, w.fr)
}

var roleWords = map[string]struct{ en, fr string }{
	"": {"- not read", "- non lue"}, "date": {"booking day", "date de l’opération"}, "value": {"value day", "date de valeur"}, "label": {"the bank's text", "libellé"},
	"remittance": {"the payer's text", "motif"}, "reference": {"the bank's reference", "référence de la banque"}, "name": {"other party", "tiers"}, "payer": {"payer, of money in", "payeur, des recettes"}, "payee": {"payee, of money out", "bénéficiaire, des dépenses"}, "party_account": {"the other's account", "compte du tiers"},
	"end_to_end": {"end-to-end reference", "référence du payeur"}, "mandate": {"mandate", "mandat"}, "cheque": {"cheque", "chèque"}, "code": {"kind", "nature"}, "amount": {"amount", "montant"},
	"debit": {"money out", "débit"}, "credit": {"money in", "crédit"}, "side": {"in or out", "sens"}, "fee": {"fee, taken off", "frais, déduits"}, "balance": {"balance", "solde"},
	"currency": {"currency", "devise"}, "account": {"our account", "notre compte"}, "status": {"booked or not", "état"}, "charges": {"charges", "frais"}, "same": {"the same in all rows", "constante"},
}
