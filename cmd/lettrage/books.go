package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/cmd/internal/config"
	"lettrage/export"
	"lettrage/ledger"
)

func (a *app) initCmd() *cobra.Command {
	var o batch.CompanyOptions
	cmd := &cobra.Command{
		Use:   "init [DIR] --company NAME",
		Short: "Make a book: lettrage.toml, lettrage.db, inbox/ done/ refused/ out/",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.company == "" {
				return errors.New("init needs the company's name: --company \"ATELIER DUPONT\"")
			}
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			today, err := a.today()
			if err != nil {
				return err
			}
			o.Name = a.company
			c, err := batch.Init(cmd.Context(), dir, o, today)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s: a book for %s (company %s). Drop files into %s and run: lettrage run\n",
				export.Plain(filepath.Join(dir, config.Name)), export.Plain(c.Name), c.ID, export.Plain(filepath.Join(dir, "inbox")))
			return nil
		},
	}
	companyFlags(cmd, &o)
	return cmd
}

func companyFlags(cmd *cobra.Command, o *batch.CompanyOptions) {
	cmd.Flags().StringVar(&o.SIREN, "siren", "", "its nine-digit SIREN, for the name of the FEC")
	cmd.Flags().StringSliceVar(&o.IBANs, "iban", nil, "a bank account of its own; may be given several times")
}

func (a *app) companyCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "company", Short: "The companies of the book", Args: cobra.NoArgs, RunE: needVerb}
	var o batch.CompanyOptions
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a company to the book",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			o.Name = args[0]
			c, err := b.AddCompany(cmd.Context(), o)
			if err == nil {
				fmt.Fprintf(a.out, "added %s (company %s)\n", export.Plain(c.Name), c.ID)
			}
			return errors.Join(err, b.Close())
		},
	}
	companyFlags(add, &o)
	list := &cobra.Command{
		Use:   "list",
		Short: "List the companies and their bank accounts",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.listCompanies(cmd) },
	}
	cmd.AddCommand(add, list)
	return cmd
}

func (a *app) listCompanies(cmd *cobra.Command) error {
	b, err := a.open(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }() // nothing was written
	companies, err := b.Store.Companies(cmd.Context())
	if err != nil {
		return err
	}
	for _, c := range companies {
		fmt.Fprintf(a.out, "%s\t%s\t%s\n", c.ID, export.Plain(c.Name), c.SIREN)
		accounts, err := b.Store.Accounts(cmd.Context(), c.ID)
		if err != nil {
			return err
		}
		for _, acc := range accounts {
			name := acc.Ref.String()
			if name == "" {
				name = "not named yet"
			}
			fmt.Fprintf(a.out, "\t%s\t%s\t%s\n", acc.Ledger, export.Plain(name), acc.Currency)
		}
	}
	return nil
}

func (a *app) verifyCmd() *cobra.Command {
	var head string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Prove the books from the stored data; name the first entry that is wrong",
		Long: `Prove the books from the stored data; name the first entry that is wrong.

"unproven" is a bank balance to which the account's lines do not lead: most often a
statement is missing. The head, kept elsewhere, proves later that nothing was rewritten.
The exit status is 4 when the books are not what was written.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(b *batch.Batch, c ledger.Company) error {
				r, err := b.Verify(cmd.Context(), c, head)
				if err != nil {
					return err
				}
				r.WriteText(a.out)
				if !r.OK() {
					return &ledger.Error{Kind: ledger.Tampered, Field: "books", Msg: "are not what was written", Hint: "restore the last backup that verifies"}
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&head, "head", "", "the chain's head that an earlier export or backup printed: it should be in the chain still")
	return cmd
}

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(a.out, "lettrage", version())
			return nil
		},
	}
}

// version is what the build recorded: the module's version, or the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel " + s.Value[:12]
		}
	}
	return "devel"
}
