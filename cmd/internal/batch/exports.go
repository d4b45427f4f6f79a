package batch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"lettrage/export"
	"lettrage/export/csv"
	"lettrage/export/fec"
	"lettrage/export/plaintext"
	"lettrage/ledger"
	"lettrage/ledger/journal"
	"lettrage/ledger/store"
)

// JournalOptions say which entries are written, and how.
type JournalOptions struct {
	Format       string      // fec, csv, hledger or beancount
	From, To     ledger.Date // accounting dates; zero: open end
	Year         int         // financial year; 0: all
	WithOpenings bool        // FEC and CSV: journals AN and RAN as well
}

// output is a file of the night.
type output struct {
	name  string
	write func(io.Writer) error
}

// outputs lists what a night writes: the page to look at, and what other programs
// read. The FEC is that of the financial year and of the one before, with its notice,
// where they have entries.
func (b *Batch) outputs(ctx context.Context, c ledger.Company) ([]output, error) {
	journal := func(o JournalOptions) func(io.Writer) error {
		return func(w io.Writer) error { return b.WriteJournal(ctx, c, o, w) }
	}
	all := []output{
		{"report.html", func(w io.Writer) error { return b.WriteUnmatched(ctx, c, "html", false, w) }},
		{"decisions.jsonl", func(w io.Writer) error { return b.WriteDecisions(ctx, c, w) }},
		{"journal.csv", journal(JournalOptions{Format: "csv"})},
		{"journal.hledger", journal(JournalOptions{Format: "hledger"})},
	}
	this := c.FinancialYear(b.Today)
	for year := this - 1; year <= this; year++ {
		some, err := b.hasEntries(ctx, c, year)
		if err != nil {
			return nil, err
		}
		if !some {
			continue
		}
		name := fec.Name(c.SIREN, c.ClosingDay(year))
		all = append(all, output{name, journal(JournalOptions{Format: "fec", Year: year})},
			output{strings.TrimSuffix(name, ".txt") + "_notice.txt", func(w io.Writer) error { return fec.Notice(w, c, fec.Options{}) }})
	}
	return all, nil
}

// hasEntries reports whether a financial year has entries that a FEC without openings holds.
func (b *Batch) hasEntries(ctx context.Context, c ledger.Company, year int) (bool, error) {
	for _, j := range []ledger.Journal{ledger.BankJournal, ledger.GeneralJournal} {
		for _, err := range b.Store.Entries(ctx, c.ID, store.EntryFilter{Year: year, Journal: j}) {
			return err == nil, err
		}
	}
	return false, nil
}

// WriteJournal writes the entries in one format.
func (b *Batch) WriteJournal(ctx context.Context, c ledger.Company, o JournalOptions, w io.Writer) error {
	if err := b.settled(ctx, c); err != nil {
		return err
	}
	entries, err := b.lettered(ctx, c, store.EntryFilter{From: o.From, To: o.To, Year: o.Year})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	switch o.Format {
	case "fec":
		_, err = fec.Write(out, entries, fec.Options{WithOpenings: o.WithOpenings})
	case "csv":
		err = csv.Journal(out, entries, csv.Options{WithOpenings: o.WithOpenings})
	case "hledger", "beancount":
		err = b.writePlaintext(ctx, c, o, entries, out)
	default:
		err = fmt.Errorf("format should be fec, csv, hledger or beancount")
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// lettered returns the entries that the filter lets through, their postings with
// the letters that they have in the whole book. Reading goes ahead of what is written.
func (b *Batch) lettered(ctx context.Context, c ledger.Company, f store.EntryFilter) (iter.Seq2[ledger.Entry, error], error) {
	letters, err := journal.NewLetters(b.Store.ItemPostings(ctx, c.ID))
	if err != nil {
		return nil, err
	}
	return func(yield func(ledger.Entry, error) bool) {
		for e, err := range ahead(b.Store.Entries(ctx, c.ID, f)) {
			if err == nil {
				e = letters.Apply(e)
			}
			if !yield(e, err) {
				return
			}
		}
	}, nil
}

func (b *Batch) writePlaintext(ctx context.Context, c ledger.Company, o JournalOptions, entries iter.Seq2[ledger.Entry, error], w io.Writer) error {
	options := plaintext.Options{Company: c}
	if o.From == 0 && o.Year == 0 { // else the journal begins in the middle
		var err error
		if options.Assertions, err = b.assertions(ctx, c, o.To); err != nil {
			return err
		}
	}
	if o.Format == "hledger" {
		return plaintext.Hledger(w, entries, options)
	}
	return plaintext.Beancount(w, entries, options)
}

// WriteDecisions writes one JSON object a bank line, in booking order.
func (b *Batch) WriteDecisions(ctx context.Context, c ledger.Company, w io.Writer) error {
	if err := b.settled(ctx, c); err != nil {
		return err
	}
	lines, err := b.decided(ctx, c)
	if err != nil {
		return err
	}
	return export.Decisions(w, func(yield func(export.Decided, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	})
}

// decided returns every bank line with the program's and a person's last word, in booking order.
func (b *Batch) decided(ctx context.Context, c ledger.Company) ([]export.Decided, error) {
	lines, names, err := b.namedLines(ctx, c, false)
	if err != nil {
		return nil, err
	}
	program, person := make(map[ledger.LineID]ledger.Decision), make(map[ledger.LineID]ledger.Decision)
	for d, err := range b.Store.DecisionHistory(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		if d.By == ledger.Person {
			person[d.Line] = d
		} else {
			program[d.Line] = d
		}
	}
	accounts, err := b.Store.Accounts(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	account := lookup(accounts, func(a ledger.BankAccount) ledger.AccountID { return a.ID })
	all := make([]export.Decided, len(lines))
	for i, l := range lines {
		a, _ := account(l.Account)
		all[i] = export.Decided{LineID: names[l.ID], Account: a.Ref.String(), Line: l, Program: program[l.ID]}
		if d, ok := person[l.ID]; ok {
			all[i].Person = &d
		}
		if r := all[i].Program.Chosen.Reverses; r != "" {
			all[i].Reverses = names[r]
		}
	}
	return all, nil
}
