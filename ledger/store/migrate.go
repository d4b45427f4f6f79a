package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"

	"lettrage/ledger"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the tables up to date. Each migration is one transaction, so that
// a crash leaves a version that the next opening goes on from.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	found, known, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if found > known {
		return &ledger.Error{Kind: ledger.Storage, Field: "database", Msg: "a newer version of lettrage wrote it", Hint: "upgrade this program"}
	}
	if found == known {
		return nil
	}
	if _, err = p.Up(ctx); err == nil {
		return nil
	}
	// Another process may have migrated the same new file a moment earlier.
	if found, known, again := p.GetVersions(ctx); again == nil && found == known {
		return nil
	}
	return err
}
