package store

import (
	"context"
	"iter"

	"lettrage/ledger"
)

const selectHead = `SELECT seq, hash, line, statement FROM head WHERE company = ?`

const selectEvent = `SELECT e.seq, e.kind, e.ref, e.today, e.digest, e.hash FROM event e`

func scanEvent(r scanner) (ledger.Event, error) {
	var e ledger.Event
	var today string
	var digest, hash []byte
	if err := r.Scan(&e.Seq, &e.Kind, &e.Ref, &today, &digest, &hash); err != nil {
		return e, err
	}
	copy(e.Digest[:], digest)
	copy(e.Hash[:], hash)
	return e, parseDays([]string{today}, &e.Today)
}

// Events yields the company's chain from its first event.
func (s *Store) Events(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Event, error] {
	return rows(ctx, s.read, scanEvent, selectEvent+` WHERE e.company = ? ORDER BY e.seq`, string(company))
}

// Head returns the number and the hash of the chain's last event.
func (s *Store) Head(ctx context.Context, company ledger.CompanyID) (int64, ledger.Hash, error) {
	found, err := all(ctx, s.read, scanHead, selectHead, string(company))
	if err == nil && len(found) == 0 {
		err = noCompany()
	}
	if err != nil {
		return 0, ledger.Hash{}, err
	}
	return found[0].seq, found[0].hash, nil
}

// Pending returns the intakes that are not wholly processed, in the order of the chain.
func (s *Store) Pending(ctx context.Context, company ledger.CompanyID) ([]ledger.Event, error) {
	return all(ctx, s.read, scanEvent, selectEvent+` JOIN intake i ON i.company = e.company AND i.seq = e.seq
		WHERE i.company = ? AND i.processed = 0 ORDER BY e.seq`, string(company))
}
