package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
	"lettrage/ledger"
)

const factsHelp = `What was learned from decisions: without a verb, its list.

Each decision of a person teaches that the payer's account and name stand for the
customer whose invoices he pays; each of the program's that rests on numbers in full
and the exact amount teaches it of the account, for less. What was taught once only
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
				if format == "text" {
					return a.showFacts(facts)
				}
				for _, f := range facts {
					if err := writeJSON(a.out, newFactJSON(f)); err != nil {
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
	Lines    []ledger.LineID   `json:"lines"` // whose decisions taught it or took it back
}

func newFactJSON(f batch.FactItem) factJSON {
	return factJSON{f.ID(), f.Kind, f.Key, f.Customer, f.Name, f.Account, f.Taught, f.Untaught, f.Seen, f.First, f.Last, append([]ledger.LineID{}, f.Lines...)}
}

func (a *app) showFacts(facts []batch.FactItem) error {
	if len(facts) == 0 {
		fmt.Fprintln(a.out, "Nothing was learned yet.")
		return nil
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tKIND\tOF\tSTANDS FOR\tTAUGHT\tTAKEN BACK\tSEEN\tFIRST\tLAST\tLINES")
	for _, f := range facts {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\n", f.ID()[:8], f.Kind, cut(export.Plain(f.Key), 32), cut(standsFor(f), 32),
			f.Taught, f.Untaught, f.Seen, f.First, f.Last, linesOf(f))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n%s. A line's story: lettrage review show LINE. Put right: lettrage facts edit ID --customer C, facts remove ID.\n", counted(len(facts), "fact"))
	return nil
}

// standsFor is the customer or the account.
func standsFor(f batch.FactItem) string {
	if f.Kind == ledger.RuleOf {
		return f.Account
	}
	return export.Plain(strings.TrimSpace(string(f.Customer) + " " + f.Name))
}

// linesOf names the last three lines that taught a fact.
func linesOf(f batch.FactItem) string {
	var short []string
	for _, l := range f.Lines[max(len(f.Lines)-3, 0):] {
		short = append(short, string(l[:min(len(l), 8)]))
	}
	if len(f.Lines) > len(short) {
		short = append([]string{"…"}, short...)
	}
	return strings.Join(short, " ")
}

func (a *app) factsEditCmd() *cobra.Command {
	var customer string
	cmd := &cobra.Command{
		Use:     "edit ID --customer C",
		Short:   "Say that a fact is one of another customer",
		Example: `  lettrage facts edit 6q2m4jta --customer C003`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if customer == "" {
				return fmt.Errorf("--customer should be the ID of the customer for whom it stands")
			}
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				f, err := b.MoveFact(cmd.Context(), c, args[0], ledger.CustomerID(customer))
				if err == nil {
					fmt.Fprintf(a.out, "%s: the %s stands for %s now\n", f.ID()[:8], f.Kind, standsFor(f))
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&customer, "customer", "", "ID of the customer for whom it stands")
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
