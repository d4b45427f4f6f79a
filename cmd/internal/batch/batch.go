// Package batch holds the use cases, and is the only place that knows the order of
// their steps. Whatever begins a write — the command line, the watched folder, the
// schedule — goes through it.
//
// The unit of work is the intake: a statement file, a list of open items, a look
// at what stands in the suspense account, a person's decision. An intake is first
// taken (one event of the company's chain) and then processed: matched, decided,
// booked. Intakes are processed in the order of the chain, each against the state
// that the ones before it left, so that a night that was cut off goes on where it
// stopped, and files imported one by one give the same books as one night.
package batch

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"lettrage/cmd/internal/config"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// Batch runs use cases on one book.
type Batch struct {
	Config config.Config
	Store  *store.Store
	Today  ledger.Date  // what each entry and event of this command takes for today
	Log    *slog.Logger // counts, IDs and durations; never a name, an IBAN or a text

	carried carrier
	window  int // of lines that are decided jointly; 0 is the constant of that name
}

// Open opens the book that the settings name. It makes none: where a disk is not
// mounted, an empty book would take the next statement as its first.
func Open(ctx context.Context, c config.Config, today ledger.Date, log *slog.Logger) (*Batch, error) {
	if _, err := os.Stat(c.Database); errors.Is(err, fs.ErrNotExist) {
		return nil, &ledger.Error{Kind: ledger.Storage, Field: "database", Msg: "is not there", Hint: "check the name under database in " + config.Name + ", and that its disk is mounted"}
	}
	return openOrMake(ctx, c, today, log)
}

// openOrMake opens the book, and makes it when there is none.
func openOrMake(ctx context.Context, c config.Config, today ledger.Date, log *slog.Logger) (*Batch, error) {
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return nil, err
	}
	return &Batch{Config: c, Store: s, Today: today, Log: log}, nil
}

// Close closes the book.
func (b *Batch) Close() error { return b.Store.Close() }

// Company returns the company of that name or ID; an empty name is the book's only company.
func (b *Batch) Company(ctx context.Context, name string) (ledger.Company, error) {
	all, err := b.Store.Companies(ctx)
	if err != nil {
		return ledger.Company{}, err
	}
	if name == "" && len(all) == 1 {
		return all[0], nil
	}
	for _, c := range all {
		if name != "" && (c.Name == name || string(c.ID) == name) {
			return c, nil
		}
	}
	switch {
	case len(all) == 0:
		return ledger.Company{}, noCompany()
	case name == "":
		return ledger.Company{}, &ledger.Error{Kind: ledger.Ambiguous, Field: "company", Msg: "the book has several", Hint: "say which with --company NAME"}
	}
	return ledger.Company{}, &ledger.Error{Kind: ledger.NotFound, Field: "company", Msg: "the book has none of this name", Hint: "lettrage company list"}
}

func noCompany() error {
	return &ledger.Error{Kind: ledger.NotFound, Field: "company", Msg: "the book has none", Hint: "lettrage company add NAME"}
}

// Companies returns all companies of the book. A book without one is an error: nothing could be done with it.
func (b *Batch) Companies(ctx context.Context) ([]ledger.Company, error) {
	all, err := b.Store.Companies(ctx)
	if err == nil && len(all) == 0 {
		err = noCompany()
	}
	return all, err
}
