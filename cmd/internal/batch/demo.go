package batch

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"lettrage/cmd/internal/config"
	"lettrage/fixtures/gen"
	"lettrage/ledger"
)

// DemoReport says what the night of the example company made.
type DemoReport struct {
	Company ledger.Company
	Files   []string // names of what lay in the inbox
	Night   Night
	Reviews []ReviewItem
	Proven  bool // verify found nothing wrong
}

// Demo makes the example company in dir, drops a year of its files into the inbox and runs the night.
func Demo(ctx context.Context, dir string, today ledger.Date) (DemoReport, error) {
	r := DemoReport{}
	example := gen.DemoBook()
	c, err := Init(ctx, dir, CompanyOptions{Name: example.Owner, SIREN: example.SIREN, IBANs: []string{example.IBAN}}, today)
	if err != nil {
		return r, err
	}
	r.Company = c
	settings, err := config.Load(filepath.Join(dir, config.Name))
	if err != nil {
		return r, err
	}
	for _, f := range gen.Demo() {
		if err := os.WriteFile(filepath.Join(settings.Inbox, f.Name), f.Data, 0o600); err != nil {
			return r, err
		}
		r.Files = append(r.Files, f.Name)
	}
	b, err := Open(ctx, settings, today, nil)
	if err != nil {
		return r, err
	}
	return r, errors.Join(b.demoNight(ctx, c, &r), b.Close())
}

func (b *Batch) demoNight(ctx context.Context, c ledger.Company, r *DemoReport) error {
	var err error
	if r.Night, err = b.Night(ctx, c); err != nil {
		return err
	}
	if r.Reviews, err = b.Reviews(ctx, c); err != nil {
		return err
	}
	proof, err := b.Verify(ctx, c, "")
	r.Proven = err == nil && proof.OK() && len(proof.Unproven) == 0
	return err
}
