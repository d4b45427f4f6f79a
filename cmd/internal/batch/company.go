package batch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"lettrage/cmd/internal/config"
	"lettrage/ledger"
)

// CompanyOptions describe a company that enters the book.
type CompanyOptions struct {
	Name  string
	SIREN string
	IBANs []string // its bank accounts, as far as known
}

// check returns the company and its accounts, or says what is wrong with them.
func (o CompanyOptions) check() (ledger.Company, []ledger.IBAN, error) {
	c, err := ledger.NewCompany(o.Name, o.SIREN)
	if err != nil {
		return c, nil, err
	}
	ibans := make([]ledger.IBAN, len(o.IBANs))
	for i, s := range o.IBANs {
		if ibans[i], err = ledger.ParseIBAN(s); err != nil {
			return c, nil, err
		}
	}
	return c, ibans, nil
}

// Init makes a book in dir: lettrage.toml, lettrage.db with one company, and the
// folders. It refuses a folder that has a lettrage.toml. After an error there is
// neither the file of settings nor a database that was not there before: Init may be
// called again.
func Init(ctx context.Context, dir string, o CompanyOptions, today ledger.Date) (_ ledger.Company, err error) {
	c, ibans, err := o.check()
	if err != nil {
		return c, err
	}
	path := filepath.Join(dir, config.Name)
	if _, err := os.Stat(path); err == nil {
		return c, &ledger.Error{Kind: ledger.Conflict, Field: config.Name, Msg: "is there already", Hint: "lettrage company add NAME adds a company to this book"}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	if err := makeDir(dir); err != nil {
		return c, err
	}
	if err := writeFile(path, config.Template); err != nil {
		return c, err
	}
	made := []string{path}
	defer func() {
		for _, path := range made {
			if err != nil {
				_ = os.Remove(path) // the error says what went wrong first
			}
		}
	}()
	settings, err := config.Load(path)
	if err != nil {
		return c, err
	}
	if _, err := os.Lstat(settings.Database); errors.Is(err, fs.ErrNotExist) {
		made = append(made, settings.Database, settings.Database+"-wal", settings.Database+"-shm")
	}
	for _, d := range []string{settings.Inbox, settings.Done, settings.Refused, settings.Out} {
		if err := makeDir(d); err != nil {
			return c, err
		}
	}
	b, err := openOrMake(ctx, settings, today, nil)
	if err != nil {
		return c, err
	}
	return c, errors.Join(b.addCompany(ctx, c, ibans), b.Close())
}

// AddCompany adds a company to the book.
func (b *Batch) AddCompany(ctx context.Context, o CompanyOptions) (ledger.Company, error) {
	c, ibans, err := o.check()
	if err != nil {
		return c, err
	}
	return c, b.addCompany(ctx, c, ibans)
}

// addCompany adds the company and its accounts at once, or neither.
func (b *Batch) addCompany(ctx context.Context, c ledger.Company, ibans []ledger.IBAN) error {
	companies, err := b.Store.Companies(ctx)
	if err != nil {
		return err
	}
	for _, other := range companies {
		accounts, err := b.Store.Accounts(ctx, other.ID)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if other.ID != c.ID && slices.Contains(ibans, a.Ref.IBAN) {
				return &ledger.Error{Kind: ledger.Conflict, Field: "iban", Msg: "should be the company's own; another company of the book has one of them", Hint: "lettrage company list"}
			}
		}
	}
	return b.Store.AddCompany(ctx, c, ledger.DefaultChart(), b.Today, ibans...)
}
