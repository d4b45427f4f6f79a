package store

import (
	"context"
	"iter"

	"lettrage/ledger"
)

// DecidedAgain yields all decisions before the intake of that number (0: all) of each
// line that was decided more than once by then, in the order of the lines and versions.
func (s *Store) DecidedAgain(ctx context.Context, company ledger.CompanyID, before int64) iter.Seq2[ledger.Decision, error] {
	at := until(before)
	return s.decisions(ctx, selectDecision+` AND d.intake < ? AND d.line IN (SELECT n.line FROM decision n WHERE n.company = ? AND n.version > 0 AND n.intake < ?)`+orderDecisions,
		string(company), at, string(company), at)
}

// DecidedOnce yields the shares, in millionths, of the program's automatic decisions
// before the intake of that number (0: all) that nobody has changed by then.
func (s *Store) DecidedOnce(ctx context.Context, company ledger.CompanyID, before int64) iter.Seq2[int32, error] {
	at := until(before)
	return rows(ctx, s.read, scanShare, `SELECT d.chosen FROM decision d WHERE d.company = ? AND d.version = 0 AND d.status = 'auto' AND d.actor = 'program' AND d.intake < ?
		AND d.line NOT IN (SELECT n.line FROM decision n WHERE n.company = ? AND n.version > 0 AND n.intake < ?)`, string(company), at, string(company), at)
}

// scanShare reads the share of an explanation.
func scanShare(r scanner) (int32, error) {
	var chosen string
	if err := r.Scan(&chosen); err != nil {
		return 0, err
	}
	f := fieldsRead{s: chosen}
	e := f.explanation("")
	if f.failed {
		return 0, errNotOurs()
	}
	return e.Share, nil
}
