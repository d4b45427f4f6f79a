package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

const reviewHelp = `The lines that need a person: without a verb, their list.

LINE is what the list's first column shows, its whole form, or the bank's own ID of
the line. A decision can be changed by another one: the entry of the first is
mirrored, and what is right is booked.`

func (a *app) reviewCmd() *cobra.Command {
	list := a.reviewListCmd()
	cmd := &cobra.Command{Use: "review", Short: "The lines that need a person", Long: reviewHelp, Args: cobra.NoArgs, RunE: list.RunE}
	cmd.Flags().AddFlagSet(list.Flags())
	cmd.AddCommand(list, a.reviewShowCmd(), a.acceptCmd(), a.chooseCmd(), a.refuseCmd(), a.bookCmd(), a.explainCmd())
	return cmd
}

func (a *app) reviewListCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the lines that need a person",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", format, "text", "jsonl", "json"); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				items, err := b.Reviews(cmd.Context(), c)
				if err != nil {
					return err
				}
				if format == "text" {
					return a.showReviews(items)
				}
				for _, i := range items {
					if err := writeJSON(a.out, newReviewJSON(i)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or jsonl")
	return cmd
}

// reviewJSON is one line of `review list --format jsonl`.
type reviewJSON struct {
	Line       string            `json:"line"`
	LineID     string            `json:"line_id"` // the bank's own
	Date       ledger.Date       `json:"date"`
	Amount     string            `json:"amount"`
	Payer      string            `json:"payer"`
	Label      string            `json:"label"`
	Reason     ledger.Reason     `json:"reason"`
	Candidates []explanationJSON `json:"candidates"`
}

type explanationJSON struct {
	Kind        ledger.Class      `json:"kind"`
	Share       int32             `json:"share_millionths"`
	Allocations []allocationJSON  `json:"allocations"`
	Evidence    []ledger.Evidence `json:"evidence"`
}

type allocationJSON struct {
	Invoice ledger.InvoiceNumber `json:"invoice"`
	Amount  string               `json:"amount"`
}

func newReviewJSON(i batch.ReviewItem) reviewJSON {
	r := reviewJSON{Line: string(i.Line.ID), LineID: i.External, Date: i.Line.Booked, Amount: i.Line.Amount.String(),
		Payer: i.Line.Counterparty.Name, Label: i.Line.Label, Reason: i.Decision.Reason, Candidates: []explanationJSON{}}
	for _, e := range i.Decision.Candidates {
		x := newExplanationJSON(e)
		x.Evidence = e.Evidence // null where there is none, as it always was
		r.Candidates = append(r.Candidates, x)
	}
	return r
}

func (a *app) showReviews(items []batch.ReviewItem) error {
	if len(items) == 0 {
		fmt.Fprintln(a.out, "No line needs a person.")
		return nil
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LINE\tDATE\tAMOUNT\tFROM\tWHY\tBEST GUESS")
	for _, i := range items {
		best := "–"
		if len(i.Decision.Candidates) > 0 {
			best = guess(i.Decision.Candidates[0])
		}
		fmt.Fprintf(w, "%s\t%s\t%12s\t%s\t%s\t%s\n", i.Line.ID[:8], i.Line.Booked, i.Line.Amount, cut(from(i.Line), 28), reasonWords(i.Decision.Reason), cut(best, 48))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n%s. Next: lettrage review show LINE, then accept, choose, refuse or book.\n", counted(len(items), "line"))
	return nil
}

// from is the payer's name, else the bank's words.
func from(l ledger.Line) string {
	if l.Counterparty.Name != "" {
		return export.Plain(l.Counterparty.Name)
	}
	return export.Plain(l.Label)
}

func guess(e ledger.Explanation) string {
	var items []string
	for _, al := range e.Allocations {
		items = append(items, export.Plain(string(al.Invoice)))
	}
	if len(items) == 0 {
		return fmt.Sprintf("%s (%s)", words.English.Class(e.Class), percent(e.Share))
	}
	return fmt.Sprintf("%s (%s)", strings.Join(items, " + "), percent(e.Share))
}

// percent writes millionths as a percentage, without a float on the way; where the
// next digits tell, near all and at all but nothing, with four decimals.
func percent(millionths int32) string {
	if millionths >= 999_000 && millionths < 1_000_000 || millionths > 0 && millionths < 1000 {
		return exactly(millionths)
	}
	return fmt.Sprintf("%d.%d %%", millionths/10_000, millionths/1000%10)
}

func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

func (a *app) reviewShowCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "show LINE",
		Short: "Show a line, each explanation and its reasons",
		Long: `Show a line, each explanation and its reasons, and the entries that were booked.

A reason is weighed in bits: +1 bit makes its explanation twice as likely, +10 bits
a thousand times, -1 bit half as likely. The percentage is the explanation's share
among all that were found for the line.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				s, err := b.Story(cmd.Context(), c, args[0])
				if err != nil {
					return err
				}
				a.showStory(s)
				return nil
			})
		},
	}
}

func (a *app) showStory(s batch.Story) {
	l := s.Line
	fmt.Fprintf(a.out, "Line %s   %s   %s %s\n", l.ID, l.Booked, l.Amount, l.Amount.Currency())
	a.showTexts(words.English, l)
	for n, d := range s.Decisions {
		fmt.Fprintf(a.out, "\nDecision %d, by %s: %s", n+1, actorWords(d.By), statusWords(d))
		switch {
		case d.By == ledger.Person:
			fmt.Fprintf(a.out, " (%s)", reasonWords(d.Reason))
		case d.Reason != ledger.Sure:
			fmt.Fprintf(a.out, " (%s)", words.English.Reason(d.Reason).Why)
		}
		fmt.Fprintln(a.out)
		if len(d.Chosen.Allocations) > 0 {
			a.showExplanation("applied", s, d.Chosen)
		}
	}
	if last := len(s.Decisions) - 1; last >= 0 && s.Decisions[last].Status == ledger.Review {
		d := s.Decisions[last]
		for n, e := range d.Candidates {
			a.showExplanation(fmt.Sprintf("%d.", n+1), s, e)
		}
		if todo := words.English.Reason(d.Reason).Todo; todo != "" {
			fmt.Fprintf(a.out, "\nWhat to do: %s. lettrage review explain %s says more.\n", todo, l.ID[:8])
		}
	}
	fmt.Fprintln(a.out)
	for _, e := range s.Entries {
		a.showEntry(e)
	}
}

// showTexts writes what the bank says of a line.
func (a *app) showTexts(in words.Language, l ledger.Line) {
	names := []string{"from", "account", "remittance", "reference", "end-to-end", "label", "bank's id", "kind", "came back", "card used"}
	if in == words.French {
		names = []string{"de", "compte", "motif", "référence", "bout en bout", "libellé", "n° banque", "nature", "retour", "carte du"}
	}
	for n, text := range []string{l.Counterparty.Name, l.Counterparty.Account, l.Remittance, strings.Join(l.References, " "), l.EndToEndID, l.Label, l.BankID,
		in.BankCode(l.Code), named(l.ReturnReason, in.ReturnReason(l.ReturnReason)), in.Day(l.CardDay)} {
		if text != "" {
			fmt.Fprintf(a.out, "  %-12s %s\n", names[n], export.Plain(text))
		}
	}
}

// named writes a code with its words: "AM04: not enough funds".
func named(code, words string) string {
	if words == "" {
		return code
	}
	return code + ": " + words
}

func (a *app) showExplanation(head string, s batch.Story, e ledger.Explanation) {
	fmt.Fprintf(a.out, "  %s %s", head, words.English.Class(e.Class))
	if e.Share > 0 || len(e.Evidence) > 0 { // what a person names has no share
		fmt.Fprintf(a.out, ", %s", percent(e.Share))
	}
	fmt.Fprintln(a.out)
	for _, al := range e.Allocations {
		i := s.Items[al.Invoice]
		fmt.Fprintf(a.out, "       %s  %s  of %s, issued %s, %s\n", export.Plain(string(al.Invoice)), al.Amount, i.Total, i.Issued, export.Plain(i.CustomerName))
	}
	if e.Difference.Kind != ledger.NoDifference {
		fmt.Fprintf(a.out, "       difference: %s %s\n", words.English.Difference(e.Difference.Kind), e.Difference.Amount)
	}
	for _, v := range e.Evidence {
		fmt.Fprintf(a.out, "     %s\n", evidenceWords(words.English, s.Line, v))
	}
}

func (a *app) showEntry(e ledger.Entry) {
	fmt.Fprintf(a.out, "Entry %s  %s  %s  %s\n", e.Number, e.Journal, e.Date, export.Plain(e.Label))
	for _, p := range e.Postings {
		account := p.Account
		if p.Aux != "" {
			account += " " + export.Plain(string(p.Aux))
		}
		side := "D"
		if p.Amount.Sign() < 0 {
			side = "C"
		}
		fmt.Fprintf(a.out, "  %s  %-20s %14s\n", side, account, strings.TrimPrefix(p.Amount.String(), "-"))
	}
}

func (a *app) acceptCmd() *cobra.Command {
	var n int
	cmd := &cobra.Command{
		Use:   "accept LINE",
		Short: "Take the first candidate, or the one of --candidate",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd, func(b *batch.Batch, c ledger.Company) (batch.ReviewItem, error) {
				return b.Accept(cmd.Context(), c, args[0], n)
			})
		},
	}
	cmd.Flags().IntVar(&n, "candidate", 1, "which candidate to take, from 1")
	return cmd
}

func (a *app) chooseCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "choose LINE INVOICE=AMOUNT…",
		Short: "Settle the items that you name",
		Long: `Settle the items that you name, each with the amount that the line pays of it.

An amount that is less than what is open of an item is a part payment. What the
amounts leave of the line is the customer's credit (4197); more than the line is
refused. A credit note that the customer took off has a negative amount.`,
		Example: `  lettrage review choose B0005 FA-2026-0104=90.00
  lettrage review choose 5xeazs7e FA-2026-0103=2450,00 AV-2026-0007=-110,20`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd, func(b *batch.Batch, c ledger.Company) (batch.ReviewItem, error) {
				allocations, err := parseAllocations(args[1:], c.Currency)
				if err != nil {
					return batch.ReviewItem{}, err
				}
				return b.Choose(cmd.Context(), c, args[0], allocations)
			})
		},
	}
}

func parseAllocations(args []string, c money.Currency) ([]ledger.Allocation, error) {
	var all []ledger.Allocation
	for _, s := range args {
		at := strings.LastIndexByte(s, '=')
		if at <= 0 {
			return nil, fmt.Errorf("each item should be INVOICE=AMOUNT, like F-001=1200.00")
		}
		amount, err := parseAmount(s[at+1:], c)
		if err != nil {
			return nil, fmt.Errorf("the amount of %s: %w", s[:at], err)
		}
		all = append(all, ledger.Allocation{Invoice: ledger.InvoiceNumber(s[:at]), Amount: amount})
	}
	return all, nil
}

// parseAmount reads "1200.00" and the French "1200,00": the last mark is the decimal one. With more
// digits behind it than the currency has decimals it may as well part thousands: "1,200" is refused.
func parseAmount(s string, c money.Currency) (money.Amount, error) {
	at := strings.LastIndexAny(s, ".,")
	if at < 0 {
		return money.Parse(s, c, '.')
	}
	if len(s)-at-1 > c.Decimals() {
		return money.Amount{}, money.ErrPrecision
	}
	return money.Parse(s, c, s[at])
}

func (a *app) refuseCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "refuse LINE",
		Short: "Bar the shown explanations; the line stays in the suspense account (471)",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd, func(b *batch.Batch, c ledger.Company) (batch.ReviewItem, error) {
				return b.Refuse(cmd.Context(), c, args[0])
			})
		},
	}
}

func (a *app) bookCmd() *cobra.Command {
	var account string
	cmd := &cobra.Command{
		Use:     "book LINE --account N",
		Short:   "Book a line that is no customer's payment to an account",
		Example: `  lettrage review book v3uqxa64 --account 6061`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd, func(b *batch.Batch, c ledger.Company) (batch.ReviewItem, error) {
				return b.Book(cmd.Context(), c, args[0], account)
			})
		},
	}
	cmd.Flags().StringVar(&account, "account", "", "number of the chart of accounts, like 627 or 6061")
	return cmd
}

// decide runs a person's decision and says what came of it.
func (a *app) decide(cmd *cobra.Command, f func(*batch.Batch, ledger.Company) (batch.ReviewItem, error)) error {
	return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
		i, err := f(b, c)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s %s %s: %s\n", i.Line.ID[:8], i.Line.Booked, i.Line.Amount, decidedWords(i.Decision))
		return nil
	})
}
