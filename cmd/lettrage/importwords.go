package main

import (
	"fmt"
	"strings"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// importTeller says what came of a file: counts first, then each account, then what is odd.
type importTeller struct {
	*app
	in     words.Language
	r      batch.ImportReport
	dryRun bool
}

func (t *importTeller) printf(format string, args ...any) { fmt.Fprintf(t.out, format, args...) }

// say chooses the words of the language.
func (t *importTeller) say(en, fr string) string {
	if t.in == words.French {
		return french.Replace(fr)
	}
	return en
}

// french keeps signs of punctuation beside the word before them.
var french = strings.NewReplacer(" ;", "\u202f;", " :", "\u00a0:")

// amount and day write as the language does.
func (t *importTeller) amount(a string) string { return decimal(t.in, a) }

func (t *importTeller) day(d ledger.Date) string { return t.in.Day(d) }

func (t *importTeller) tell() {
	r, name := t.r, shownName(t.r.File)
	if r.Status == "refused" {
		showRefusal(t.errs, name, r.Error, r.Errors)
		return
	}
	t.printf("%s: %s: "+t.say("%d new, %d known", "nouvelles %d, connues %d"), name, r.Format, r.New, r.Known)
	switch {
	case r.PossibleDuplicates == 0:
	case t.in == words.French:
		t.printf(", doubles possibles %d", r.PossibleDuplicates)
	default:
		t.printf(", %s", counted(r.PossibleDuplicates, "possible duplicate"))
	}
	if r.Interim > 0 {
		t.printf(t.say(", %d interim and not booked", ", provisoires et non comptabilisées %d"), r.Interim)
	}
	if t.dryRun {
		t.printf("%s", t.say(" (dry run: nothing was kept)", " (essai : rien n’a été gardé)"))
	}
	t.printf("\n  %s\n", t.recognised())
	for _, s := range r.Accounts() {
		t.account(s)
	}
	if n := r.Notices; n != nil && !t.dryRun {
		t.printf(t.say("  notices: %d new, %d known; lines told of: %d, explained by it: %d; waiting for their statement: %d\n",
			"  avis : nouveaux %d, connus %d ; lignes détaillées : %d, expliquées ainsi : %d ; en attente de leur relevé : %d\n"), n.New, n.Known, n.Told, n.Settled, n.Waiting)
	}
	if r.New > 0 && !t.dryRun {
		t.printf(t.say("  matched %d, to review %d, no customer payment %d\n", "  rapprochées %d, à revoir %d, autres que des règlements de clients %d\n"), r.Outcome.Auto, r.Outcome.Review, r.Outcome.None)
	}
	for i, w := range r.Warnings {
		message := w.Message
		if f, ok := r.Findings[i]; ok && t.in == words.French {
			message = french.Replace(t.finding(f))
		}
		showWarning(t.errs, name, w.Line, message)
	}
}

// recognised says as what the file was read, and why: "recognised as camt.053, version 001.08, by its content".
func (t *importTeller) recognised() string {
	r := t.r.Recognised
	s := t.say("recognised as ", "reconnu comme ") + r.Family
	if r.Version != "" {
		s += ", version " + r.Version
	}
	if r.Profile != "" {
		s += t.say(", profile ", ", profil ") + export.Plain(r.Profile)
	}
	switch {
	case r.By == "option":
		return s + t.say(", as --as says", ", comme le dit --as")
	case r.By == "guess":
		return s + t.say(", by the only reading that fits all rows", ", par la seule lecture qui convienne à toutes les lignes")
	case r.Profile != "":
		return s + t.say(", by its heading", ", à ses en-têtes")
	}
	return s + t.say(", by its content", ", à son contenu")
}

// account says what the file has of an account, and whether it is sound.
func (t *importTeller) account(s batch.AccountReport) {
	account := s.Account
	if account == "" {
		account = t.say("account not named", "compte non nommé")
	}
	t.printf("  %s %s: ", export.Plain(account), s.Currency)
	if s.Statements > 1 {
		t.printf(t.say("%d statements, ", "%d relevés, "), s.Statements)
	}
	t.printf("%s, "+t.say("in %s, out %s", "entrées %s, sorties %s"), counted(s.Lines, t.say("line", "ligne")), t.amount(s.Credits.String()), t.amount(s.Debits.String()))
	if s.Closing != nil {
		t.printf(t.say(", closing balance %s", ", solde final %s"), t.amount(*s.Closing))
	}
	t.printf("\n    %s\n", strings.Join(t.soundness(s), t.say("; ", " ; ")))
}

// soundness says how the account was known, and whether its statements add up and go
// on from what came before.
func (t *importTeller) soundness(s batch.AccountReport) []string {
	switch s.Kind {
	case "interim":
		return []string{t.say("a report within the day: read, and never booked; the statement of the day brings its lines",
			"situation en cours de journée : lue, jamais comptabilisée ; le relevé du jour en apporte les lignes")}
	case "notice":
		return []string{t.say("a notice: never booked; it tells which payments the lines of statements are made of",
			"avis : jamais comptabilisé ; il détaille les lignes des relevés")}
	}
	said := []string{t.known(s.By)}
	if s.From != 0 && s.To != 0 {
		said = append(said, fmt.Sprintf(t.say("whole from %s to %s", "complet du %s au %s"), t.day(s.From), t.day(s.To)))
	}
	switch {
	case s.Unbalanced > 0:
		said = append(said, fmt.Sprintf(t.say("balances do not add up in %d of %d", "soldes faux dans %d sur %d"), s.Unbalanced, s.Statements))
	case s.Balanced > 0:
		said = append(said, t.say("balances add up", "soldes justes"))
	default:
		said = append(said, t.say("no two balances to check the lines by", "sans deux soldes pour vérifier les lignes"))
	}
	switch {
	case s.Broken > 0:
		said = append(said, t.say("does not follow what came before", "ne suit pas ce qui précède"))
	case s.Following > 0:
		said = append(said, t.say("follows what came before", "suit ce qui précède"))
	}
	return said
}

// known says how the book knew the account.
func (t *importTeller) known(by string) string {
	switch by {
	case "option":
		return t.say("account as --account says", "compte donné par --account")
	case "new":
		return t.say("account seen for the first time", "compte vu pour la première fois")
	case "only":
		return t.say("account not named in the file: the book's only one", "compte non nommé dans le fichier : le seul du livre")
	case "iban":
		return t.say("account known by its IBAN", "compte connu par son IBAN")
	case "named":
		return t.say("account named for the first time", "compte nommé pour la première fois")
	}
	return t.say("account known by its number", "compte connu par son numéro")
}

// finding says in French what store.Finding.Message says in English.
func (t *importTeller) finding(f store.Finding) string {
	expected, is, days := t.amount(f.Expected.String()), t.amount(f.Stated.String()), ""
	if f.Days.From != 0 {
		days = " (du " + f.Days.From.French() + " au " + f.Days.To.French() + ")"
	}
	switch f.Kind {
	case store.Gap:
		return "un relevé commence à " + is + ", le précédent mène à " + expected + " : il manque un relevé entre les deux" + days + ", ou une ligne est fausse"
	case store.Overlaps:
		return "le relevé commence à " + is + ", le livre a " + expected + " ce jour-là"
	case store.Closes:
		return "le relevé finit à " + is + ", les lignes depuis le dernier solde mènent à " + expected + " : il en manque avant lui, ou une est fausse"
	case store.Pages:
		return "les pages du relevé mènent à " + expected + ", il finit à " + is + " : il manque une page"
	case store.MissingDays:
		return "aucun relevé ne couvre les jours" + days
	}
	return fmt.Sprintf("lignes peut-être déjà dans le livre : %d ; %d restent non comptabilisées jusqu’à ce que quelqu’un les ait vues", f.Lines, f.Held)
}
