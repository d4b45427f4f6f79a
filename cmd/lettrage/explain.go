package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/matcher"
)

const explainHelp = `Why a line was decided as it was: every explanation that was found, what was seen for
and against it, and where; what the next best one lacks; what would change the
decision. With --against INVOICE also: why not this one?

A reason is weighed in bits: +1 bit makes its explanation twice as likely, +10 bits a
thousand times, -1 bit half as likely. The percentage is the explanation's share among
all. A line in review is explained as "lettrage match" would decide it now; any other,
as the program knew the book when it decided.

--format json writes one object. Amounts are text, bits are thousandths, shares are
millionths, spans are half-open byte ranges of the text of that field (0, 0: all of it):
  line, line_id, date, amount, currency, texts [{field, text}]
  standing      what stands in the books: {by, status, reason, account, allocations}
  as_of         "now", "then" (when the program decided) or "set_aside" (not matched)
  status, reason, words, todo, threshold; items: how many the book has
  explanations  best first: [{rank, kind, words, share, mbits, prior_mbits, choice_mbits,
                allocations, difference {kind, amount, words}, reverses, refused,
                evidence [{kind, how, field, span, text, with, invoice, mbits, words}]}];
                one without allocations books nothing; mbits is the sum of all
  runner_up     {rank, compared [{sort, words, best_mbits, other_mbits}]}
  rivals        other lines that want the same: [{line, date, amount, payer}]
  changes       ways out, each a list of changes that together make the best one that books
                something automatic: [[{if, words, mbits, invoices, customer, amount, text}]]
  bounds        limits of the search that the line met: [{bound, words}]
  payments      of a batch line: [{status, reason, words, explanations}]
  against       {invoice, bar, words, rank (0: made for this answer), explanation,
                settled_by [{line, …}], compared [{…}], changes [[{…}]]}`

func (a *app) explainCmd() *cobra.Command {
	var against, format, lang string
	cmd := &cobra.Command{
		Use:   "explain LINE",
		Short: "Say why a line was decided so, and why not otherwise",
		Long:  explainHelp,
		Example: `  lettrage review explain B0005
  lettrage review explain B0005 --against FA-2026-0104 --lang fr`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", format, "text", "json"); err != nil {
				return err
			}
			if err := oneOf("--lang", lang, string(words.English), string(words.French)); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				e, err := b.Explain(cmd.Context(), c, args[0], against)
				if err != nil {
					return err
				}
				in := words.Language(lang)
				if format == "json" {
					return writeJSON(a.out, newWhyJSON(in, e))
				}
				x := explainer{app: a, in: in, e: e}
				x.show()
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&against, "against", "", "say too why the line does not pay this invoice")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().StringVar(&lang, "lang", "en", "en or fr")
	return cmd
}

// showEach shows explanations one below the other.
func (a *app) showEach(in words.Language) func(batch.Explained) {
	return func(e batch.Explained) {
		fmt.Fprintln(a.out)
		x := explainer{app: a, in: in, e: e}
		x.show()
	}
}

// explainer writes an explanation for a person.
type explainer struct {
	*app
	in words.Language
	e  batch.Explained
}

func (x *explainer) printf(format string, args ...any) { fmt.Fprintf(x.out, format, args...) }

// say chooses the words of the language.
func (x *explainer) say(en, fr string) string {
	if x.in == words.French {
		return fr
	}
	return en
}

// maxWays is how many explanations a person is shown.
const maxWays = 4

func (x *explainer) show() {
	l, why := x.e.Line, x.e.Why
	x.printf("%s %s   %s   %s %s\n", x.say("Line", "Ligne"), l.ID, x.day(l.Booked), x.amount(l.Amount.String()), l.Amount.Currency())
	x.app.showTexts(x.in, l)
	x.verdict()
	if x.e.SetAside {
		return
	}
	shown, against := maxWays, -1
	if why.Against != nil {
		against = why.Against.Place
	}
	for n, w := range why.Ways {
		if n < shown || n == against || len(w.Allocations) == 0 {
			x.way(fmt.Sprintf("%d.", n+1), w, x.e.Refused[n])
		}
	}
	if more := len(why.Ways) - shown - 2; more > 0 {
		x.printf("\n"+x.say("and %d others (--format json has all)\n", "et %d autres (--format json les donne toutes)\n"), more)
	}
	x.parts(why.Parts)
	x.bounds(why.Bounds)
	x.runnerUp()
	x.changes(x.changesHead(), why.Changes)
	x.against()
}

// bounds says what was not searched.
func (x *explainer) bounds(all []matcher.Bound) {
	if len(all) == 0 {
		return
	}
	x.printf("\n%s\n", x.say("Not all was searched:", "Tout n’a pas été cherché\u00a0:"))
	for _, b := range all {
		x.printf("  %s\n", x.in.Code(string(b)))
	}
}

// verdict says what was decided, why, and what a person can do.
func (x *explainer) verdict() {
	d, s := x.e.Why.Decision, x.e.Standing
	x.printf("\n")
	if s.By == ledger.Person {
		x.printf("%s%s%s.\n", x.say("A person decided", "Une personne a décidé"), colon(x.in), x.in.Reason(s.Reason).Why)
	}
	head := x.say("The program would decide now: ", "Le programme déciderait aujourd’hui\u00a0: ")
	if x.e.Then {
		head = x.say("The program decided: ", "Le programme a décidé\u00a0: ")
	}
	switch {
	case d.Status == ledger.Auto:
		x.printf("%s%s.\n", head, x.say("matched", "rapprochée"))
	case d.Status == ledger.None && d.Account != "":
		x.printf("%s%s %s (%s).\n", head, x.say("booked to", "imputée au"), d.Account, x.in.Reason(d.Reason).Why)
	case d.Status == ledger.None && d.Chosen.Class == ledger.Unrelated:
		x.printf("%s%s.\n", head, x.in.Class(d.Chosen.Class))
	case d.Status == ledger.None:
		x.printf("%s%s (%s).\n", head, x.in.Class(ledger.Unrelated), x.in.Class(d.Chosen.Class))
	case x.e.Then:
		x.printf("%s%s.\n", x.say("The program asked for a person: ", "Le programme a demandé à une personne\u00a0: "), x.in.Reason(d.Reason).Why)
	default:
		x.waiting(s, d)
	}
	x.threshold()
	for _, id := range x.e.Why.Rivals {
		x.printf("  %s %s\n", x.say("the other line:", "l’autre ligne\u00a0:"), x.other(id))
	}
}

// threshold says what share is needed where the best explanation has less.
func (x *explainer) threshold() {
	d := x.e.Why.Decision
	if d.Status != ledger.Review || len(d.Candidates) == 0 || d.Candidates[0].Share >= d.Threshold {
		return
	}
	x.printf(x.say("Its best explanation has a share of %s; the program decides alone from %s on.\n",
		"La meilleure explication a une part de %s\u202f; le programme décide seul à partir de %s.\n"), x.share(d.Candidates[0].Share), x.share(d.Threshold))
}

// waiting says why a line waits: the reason that its decision has, which the list
// shows, and the one that it would have now, where that is another.
func (x *explainer) waiting(standing, now ledger.Decision) {
	reason := now.Reason
	if standing.By == ledger.Program && standing.Status == ledger.Review {
		reason = standing.Reason
	}
	r := x.in.Reason(reason)
	x.printf("%s%s%s.\n", x.say("A person must look", "Une personne doit regarder"), colon(x.in), r.Why)
	if r.Todo != "" {
		x.printf("→ %s.\n", r.Todo)
	}
	if reason != now.Reason {
		x.printf("%s%s.\n", x.say("Looked at again now: ", "Vue à nouveau maintenant\u00a0: "), x.in.Reason(now.Reason).Why)
	}
}

// other names another line.
func (x *explainer) other(id ledger.LineID) string {
	l, ok := x.e.Lines[id]
	if !ok {
		return string(id)
	}
	return fmt.Sprintf("%s  %s  %s  %s", l.ID[:8], x.day(l.Booked), x.amount(l.Amount.String()), cut(from(l), 40))
}

// way writes an explanation with what makes it up.
func (x *explainer) way(head string, w matcher.Way, refused bool) {
	x.printf("\n%s %s  %s", head, x.share(w.Share), x.in.Class(w.Class))
	if refused {
		x.printf(" (%s)", x.say("refused by a person", "refusée par une personne"))
	}
	x.printf("\n")
	for _, al := range w.Allocations {
		i := x.e.Items[al.Invoice]
		x.printf("       %s  %s %s %s, %s %s, %s\n", export.Plain(string(al.Invoice)), x.amount(al.Amount.String()), x.say("of", "sur"), x.amount(i.Total.String()),
			x.say("issued", "émise le"), x.day(i.Issued), export.Plain(i.CustomerName))
	}
	if k := w.Difference.Kind; k != ledger.NoDifference {
		x.printf("       %s", x.in.Difference(k))
		if !w.Difference.Amount.IsZero() {
			x.printf(" %s", x.amount(strings.TrimPrefix(w.Difference.Amount.String(), "-")))
		}
		x.printf("\n")
	}
	if w.Reverses != "" {
		x.printf("       %s %s\n", x.say("gives back the line", "rend la ligne"), w.Reverses[:8])
	}
	if w.Prior != 0 {
		x.printf("     %8s bits  %s", x.bits(w.Prior), x.in.Code(string(matcher.PriorBits)))
		if len(w.Allocations) > 0 && x.e.Why.Items > 1 {
			x.printf(x.say(": one of %d items", "\u00a0: un poste sur %d"), x.e.Why.Items)
		}
		x.printf("\n")
	}
	if w.Choice != 0 {
		x.printf("     %8s bits  %s\n", x.bits(w.Choice), x.in.Code(string(matcher.ChoiceBits)))
	}
	for i, v := range w.Evidence {
		x.printf("     %s\n", x.evidence(v, w.With[i]))
	}
	x.printf("     %8s bits  %s\n", "="+strings.TrimPrefix(x.bits(w.MBits), "+"), x.say("together", "ensemble"))
}

// evidence writes what was seen, where, and with what it was compared.
func (x *explainer) evidence(v ledger.Evidence, with string) string {
	s := x.amount(evidenceWords(x.in, x.e.Line, v))
	if with = export.Plain(with); with != "" && with != words.Seen(x.e.Line, v) {
		if v.Kind == ledger.ByAmount {
			with = x.amount(with)
		}
		s += " ↔ " + with
	}
	return s
}

func (x *explainer) parts(parts []matcher.Why) {
	for n, p := range parts {
		pay := x.e.Line.Details[n]
		x.printf("\n%s %d, %s %s%s%s\n", x.say("Payment", "Règlement"), n+1, x.amount(pay.Amount.String()), export.Plain(pay.Counterparty.Name), colon(x.in), x.partWords(p.Decision))
		for k, w := range p.Ways[:min(len(p.Ways), 2)] {
			x.way(fmt.Sprintf("  %d.%d", n+1, k+1), w, false)
		}
	}
}

func (x *explainer) partWords(d ledger.Decision) string {
	if d.Status == ledger.Auto {
		return x.say("sure by itself", "sûr à lui seul")
	}
	return x.in.Reason(d.Reason).Why
}

// runnerUp says what the second explanation lacks.
func (x *explainer) runnerUp() {
	ways := x.e.Why.Ways
	if len(ways) < 2 || x.e.Why.Against != nil && x.e.Why.Against.Place == 1 {
		return
	}
	x.printf("\n%s\n", x.say("Why 1 and not 2:", "Pourquoi 1 et non 2\u00a0:"))
	x.compared(matcher.Compare(ways[0], ways[1]))
}

// changesHead says which explanation the changes are about: the first that books something.
func (x *explainer) changesHead() string {
	which := x.say("It", "Elle")
	if n := slices.IndexFunc(x.e.Why.Ways, func(w matcher.Way) bool { return len(w.Allocations) > 0 }); n > 0 {
		which = fmt.Sprintf(x.say("Explanation %d", "L’explication %d"), n+1)
	}
	if x.e.Then {
		return which + x.say(" would have been booked automatically if", " aurait été imputée automatiquement si")
	}
	return which + x.say(" would be booked automatically if", " serait imputée automatiquement si")
}

func (x *explainer) compared(all []matcher.Compared) {
	if !slices.ContainsFunc(all, func(c matcher.Compared) bool { return c.Best != c.Other }) {
		x.printf("  %s\n", x.say("nothing tells them apart", "rien ne les distingue"))
		return
	}
	var sum int32
	for _, c := range all {
		sum += c.Best - c.Other
		x.printf("     %8s bits  %s (%s / %s)\n", x.bits(c.Best-c.Other), x.in.Code(string(c.Sort)), x.bits(c.Best), x.bits(c.Other))
	}
	x.printf("     %8s bits  %s\n", "="+strings.TrimPrefix(x.bits(sum), "+"), x.say("between them", "d’écart"))
}

func (x *explainer) changes(head string, all [][]matcher.Change) {
	if len(all) == 0 {
		return
	}
	x.printf("\n%s\n", head)
	for _, c := range all {
		x.printf("  - %s\n", changesWords(x.in, c))
	}
}

func (x *explainer) against() {
	n := x.e.Why.Against
	if n == nil {
		return
	}
	number := export.Plain(string(n.Invoice))
	x.printf("\n%s\n", fmt.Sprintf(x.say("Why not %s?", "Pourquoi pas %s\u202f?"), number))
	x.printf("  %s\n", x.againstWords())
	for _, id := range n.Settled {
		x.printf("  %s %s\n", x.say("settled by", "réglée par"), x.other(id))
	}
	if n.Bar != matcher.CanBe || n.Place == 0 {
		return
	}
	if n.Place < 0 {
		x.way("–", n.Way, false)
	}
	if len(n.Compared) > 0 {
		x.printf("\n%s\n", x.say("Compared with the first:", "Comparée à la première\u00a0:"))
		x.compared(n.Compared)
	}
	x.changes(x.say("It would be taken automatically if", "Elle serait retenue automatiquement si"), n.Changes)
}

func (x *explainer) againstWords() string { return againstWords(x.in, x.e.Why.Against) }

func (x *explainer) day(d ledger.Date) string { return x.in.Day(d) }

func (x *explainer) amount(s string) string { return decimal(x.in, s) }

func (x *explainer) bits(m int32) string { return x.amount(bits(m)) }

func (x *explainer) share(millionths int32) string { return x.amount(percent(millionths)) }
