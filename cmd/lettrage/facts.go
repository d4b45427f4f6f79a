package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/ledger"
)

const factsHelp = `What was learned from decisions: without a verb, its list.

Each decision of a person teaches that the payer's account, mandate and name stand for
the customer whose invoices he pays; each of the program's that rests on numbers in full
and the exact amount teaches it of the account and the mandate, for less. What was taught once only
helps; what was taught twice and by nothing contradicted can decide a line; a decision
that corrects another takes back what that one taught.

ID is what the list's first column shows. What was decided by a fact stays decided when
the fact is changed: lettrage match looks again at the lines that wait.`

func (a *app) factsCmd() *cobra.Command {
	list := a.factsListCmd()
	cmd := &cobra.Command{Use: "facts", Short: "What was learned from decisions", Long: factsHelp, Args: cobra.NoArgs, RunE: list.RunE}
	cmd.Flags().AddFlagSet(list.Flags())
	cmd.AddCommand(list, a.factsEditCmd(), a.factsRemoveCmd())
	return cmd
}

func (a *app) factsListCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List what was learned, how often it was taught and taken back, when, and by which lines",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", format, "text", "jsonl"); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				facts, err := b.Facts(cmd.Context(), c)
				if err != nil {
					return err
				}
				rules, err := b.Rules(cmd.Context(), c)
				if err != nil {
					return err
				}
				if format == "text" {
					return a.showFacts(facts, suggestedOf(rules))
				}
				return a.writeFacts(facts, rules)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or jsonl")
	return cmd
}

// suggestedOf are the rules to which nobody agreed yet.
func suggestedOf(rules []batch.Rule) []batch.Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r batch.Rule) bool { return !r.Suggested })
}

// writeFacts writes facts and suggested rules, one JSON object a line.
func (a *app) writeFacts(facts []batch.FactItem, rules []batch.Rule) error {
	would := make(map[ledger.FactID]int)
	for _, r := range rules {
		would[r.ID()] = len(r.Would)
	}
	for _, f := range facts {
		j := newFactJSON(f)
		j.Would = would[f.ID()]
		if err := writeJSON(a.out, j); err != nil {
			return err
		}
	}
	for _, r := range suggestedOf(rules) {
		j := factJSON{ID: r.ID(), Kind: "rule (suggested)", Key: r.Key, Account: r.Account, Taught: len(r.Taught), Would: len(r.Would), Lines: []ledger.LineID{}}
		for _, l := range r.Taught {
			j.First, j.Last, j.Lines = cmp.Or(j.First, l.Booked), max(j.Last, l.Booked), append(j.Lines, l.ID)
		}
		if err := writeJSON(a.out, j); err != nil {
			return err
		}
	}
	return nil
}

// factJSON is one line of `facts list --format jsonl`.
type factJSON struct {
	ID       ledger.FactID     `json:"id"`
	Kind     ledger.FactKind   `json:"kind"`
	Key      string            `json:"key"` // the IBAN, the name as the bank wrote it, or the words of a rule
	Customer ledger.CustomerID `json:"customer,omitempty"`
	Name     string            `json:"customer_name,omitempty"`
	Account  string            `json:"account,omitempty"` // of a rule
	Taught   int               `json:"taught"`            // by persons' decisions
	Untaught int               `json:"untaught"`
	Seen     int               `json:"seen"` // by the program's own
	First    ledger.Date       `json:"first"`
	Last     ledger.Date       `json:"last"`
	Lines    []ledger.LineID   `json:"lines"`           // whose decisions taught it or took it back
	Would    int               `json:"would,omitempty"` // of a rule: lines in the book that it would have booked
}

func newFactJSON(f batch.FactItem) factJSON {
	return factJSON{f.ID(), f.Kind, f.Key, f.Customer, f.Name, f.Account, f.Taught, f.Untaught, f.Seen, f.First, f.Last, append([]ledger.LineID{}, f.Lines...), 0}
}

func (a *app) showFacts(facts []batch.FactItem, suggested []batch.Rule) error {
	if len(facts)+len(suggested) == 0 {
		fmt.Fprintln(a.out, "Nothing was learned yet.")
		return nil
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tKIND\tOF\tSTANDS FOR\tTAUGHT\tTAKEN BACK\tSEEN\tFIRST\tLAST\tLINES")
	for _, f := range facts {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\n", f.ID()[:8], f.Kind, cut(export.Plain(f.Key), 32), cut(standsFor(f), 32),
			f.Taught, f.Untaught, f.Seen, f.First, f.Last, lastLines(f.Lines))
	}
	for _, r := range suggested {
		first, last := r.Taught[0].Booked, r.Taught[len(r.Taught)-1].Booked
		fmt.Fprintf(w, "%s\trule (suggested)\t%s\t%s\t%d\t0\t0\t%s\t%s\t%s\n", r.ID()[:8], cut(export.Plain(r.Key), 32), r.Account, len(r.Taught), first, last, lastLines(idsOf(r.Taught)))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n%s. A line's story: lettrage review show LINE. Put right: lettrage facts edit ID --customer C, facts remove ID.\n", counted(len(facts), "fact"))
	if len(suggested) > 0 {
		fmt.Fprintf(a.out, "%s suggested, which does nothing until you agree: lettrage facts edit ID shows what it would have done.\n", counted(len(suggested), "rule"))
	}
	return nil
}

// standsFor is the customer or the account.
func standsFor(f batch.FactItem) string {
	if f.Kind == ledger.RuleOf {
		return f.Account
	}
	return export.Plain(strings.TrimSpace(string(f.Customer) + " " + f.Name))
}

// lastLines names the last three of some lines.
func lastLines(lines []ledger.LineID) string {
	var short []string
	for _, l := range lines[max(len(lines)-3, 0):] {
		short = append(short, string(l[:min(len(l), 8)]))
	}
	if len(lines) > len(short) {
		short = append([]string{"…"}, short...)
	}
	return strings.Join(short, " ")
}

func (a *app) factsEditCmd() *cobra.Command {
	var customer, accept string
	cmd := &cobra.Command{
		Use:   "edit ID --customer C",
		Short: "Say that a fact is one of another customer; look at a rule, and agree to it",
		Long: `Say that a fact is one of another customer, with --customer. Of a rule, show the lines
that taught it and those in the book that it would have booked, and those that it would
have left alone; then --accept, with what was printed for it, puts a suggested rule in
force. It books the lines to come that have the same words to its account at once, but
for those that a customer's number, name or account explains. What is booked already
stays. A rule whose work a person corrects is no longer in force.`,
		Example: `  lettrage facts edit 6q2m4jta --customer C003
  lettrage facts edit fz3aq2lk
  lettrage facts edit fz3aq2lk --accept 3kd7qa`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				switch {
				case customer != "":
					f, err := b.MoveFact(cmd.Context(), c, args[0], ledger.CustomerID(customer))
					if err == nil {
						fmt.Fprintf(a.out, "%s: the %s stands for %s now\n", f.ID()[:8], f.Kind, standsFor(f))
					}
					return err
				case accept != "":
					r, err := b.AcceptRule(cmd.Context(), c, args[0], accept)
					if err == nil {
						fmt.Fprintf(a.out, "%s: lines « %s » will be booked to %s\n", r.ID()[:8], export.Plain(r.Key), r.Account)
					}
					return err
				}
				return a.lookAtRule(cmd.Context(), b, c, args[0])
			})
		},
	}
	cmd.Flags().StringVar(&customer, "customer", "", "ID of the customer for whom it stands")
	cmd.Flags().StringVar(&accept, "accept", "", "agree to a suggested rule, as it was shown: what `facts edit ID` printed for it")
	cmd.MarkFlagsMutuallyExclusive("customer", "accept")
	return cmd
}

func (a *app) factsRemoveCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "remove ID",
		Short: "Forget a fact or a rule; what was decided by it stays",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				f, err := b.ForgetFact(cmd.Context(), c, args[0])
				if err == nil {
					fmt.Fprintf(a.out, "%s: the %s no longer stands for %s\n", f.ID()[:8], f.Kind, standsFor(f))
				}
				return err
			})
		},
	}
}
